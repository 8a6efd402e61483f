"""Steps downhill: Adam (https://arxiv.org/abs/1412.6980) over the offsets of a schema, drawn back to
nothing learnt."""

from collections.abc import Mapping
from dataclasses import asdict

import numpy as np

from extract_filings.pipeline.decode.span_offsets import Offsets

RATES = {"label": 1e-3, "begin": 1e-3, "finish": 1e-3, "none": 1e-3, "no_value": 0.05, "tables": 0.03}
BACK = 0.02
FIRST, SECOND, LEAST = 0.9, 0.99, 1e-8


class Steps:
    def __init__(self, start: Offsets) -> None:
        self.now = {k: v.copy() for k, v in asdict(start).items()}
        self.first = {k: np.zeros_like(v) for k, v in self.now.items()}
        self.second = {k: np.zeros_like(v) for k, v in self.now.items()}
        self.count = 0

    def take(self, slope: Mapping[str, np.ndarray]) -> None:
        self.count += 1
        for name, rises in slope.items():
            self.first[name] += (1 - FIRST) * (rises - self.first[name])
            self.second[name] += (1 - SECOND) * (rises * rises - self.second[name])
            mean = self.first[name] / (1 - FIRST**self.count)
            size = np.sqrt(self.second[name] / (1 - SECOND**self.count)) + LEAST
            self.now[name] -= RATES[name] * (mean / size + BACK * self.now[name])

    @property
    def offsets(self) -> Offsets:
        return Offsets(**{k: v.copy() for k, v in self.now.items()})
