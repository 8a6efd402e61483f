"""Steps downhill: Adam (https://arxiv.org/abs/1412.6980) over the offsets of a schema, each drawn
back a little to nothing learnt."""

from dataclasses import asdict

import numpy as np

from extract_filings.pipeline.decode.span_offsets import Offsets

VECTORS = 2e-3
RATES = {
    **dict.fromkeys(("label", "begin", "finish", "none"), VECTORS),
    "no_value": 0.05,
    "tables": 0.03,
}
BACK = 0.01
"""Share of an offset that a step takes back, of its rate."""
FIRST, SECOND, LEAST = 0.9, 0.99, 1e-8


class Steps:
    """`now`: where they have led."""

    def __init__(self, start: Offsets) -> None:
        self.now, self.count = asdict(start), 0
        self.first = {name: np.zeros_like(v) for name, v in self.now.items()}
        self.second = {name: np.zeros_like(v) for name, v in self.now.items()}

    def take(self, slope: dict[str, np.ndarray]) -> None:
        self.count += 1
        for name, rises in slope.items():
            self.first[name] += (1 - FIRST) * (rises - self.first[name])
            self.second[name] += (1 - SECOND) * (rises * rises - self.second[name])
            mean = self.first[name] / (1 - FIRST**self.count)
            size = np.sqrt(self.second[name] / (1 - SECOND**self.count)) + LEAST
            back = BACK * self.now[name]
            self.now[name] = (self.now[name] - RATES[name] * (mean / size + back)).astype("f4")

    @property
    def offsets(self) -> Offsets:
        return Offsets(**self.now)
