"""A hidden Markov model over tags: the words of a page tagged together instead of one by one.

A tagging model judges each word by itself, so "One | Comcast | Center" may fall apart. The HMM
knows, from the pages that the model was trained on, how often a tag follows another within a line
and over its end; forward-backward (Rabiner 1989) then gives each word's probabilities in view of
all others on the page. It stands in the model's folder.

>>> sticky = np.array([[[0.9, 0.1], [0.1, 0.9]]] * 2)
>>> hmm = TagHmm(("<none>", "<city>"), np.array([0.5, 0.5]), sticky)
>>> words = [{"<none>": 0.2, "<city>": 0.8}, {"<none>": 0.6, "<city>": 0.4}]
>>> [round(p["<city>"], 2) for p in hmm(words, [True, False])]
[0.77, 0.53]
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from extract_filings.pipeline.errors import ModelError

FILE = "chain.json"

WEIGHT = 0.4
"""Exponent of transitions and priors against what the model says. On dev the cover is 81 % right
without, 90 to 91 % from 0.3 to 0.6.
"""


@dataclass(frozen=True, slots=True)
class TagHmm:
    """`prior` [tags]: how frequent each tag is. `transitions` [2, tags, tags]: how often one tag
    (column) follows another (row), within a line and over its end.
    """

    tags: tuple[str, ...]
    prior: np.ndarray
    transitions: np.ndarray

    def __call__(
        self, options: Sequence[dict[str, float]], opens: Sequence[bool]
    ) -> list[dict[str, float]]:
        """Probabilities of each word's legal tags in view of the other words. `opens`: the word is
        the first of its line.
        """
        shares = np.array([[o.get(t, 0.0) for t in self.tags] for o in options])
        emissions = shares / self.prior**WEIGHT + 1e-12
        steps = [self.transitions[int(first)] ** WEIGHT for first in opens]
        both = _forward(emissions, steps) * _backward(emissions, steps)
        return [self._legal(row, o) for row, o in zip(both, options, strict=True)]

    def _legal(self, row: np.ndarray, options: dict[str, float]) -> dict[str, float]:
        shares = {t: float(p) for t, p in zip(self.tags, row, strict=True) if t in options}
        total = sum(shares.values())
        return {t: shares.get(t, 0.0) / total for t in options}

    def save(self, folder: Path) -> None:
        text = {
            "marks": self.tags,
            "prior": _short(self.prior).tolist(),
            "after": _short(self.transitions).tolist(),
        }
        (folder / FILE).write_text(json.dumps(text) + "\n")


def _forward(emissions: np.ndarray, steps: Sequence[np.ndarray]) -> np.ndarray:
    """[words, tags], each row scaled to sum to 1."""
    ahead = emissions.copy()
    for i in range(len(emissions)):
        ahead[i] = emissions[i] * (ahead[i - 1] @ steps[i] if i else 1.0)
        ahead[i] /= ahead[i].sum()
    return ahead


def _backward(emissions: np.ndarray, steps: Sequence[np.ndarray]) -> np.ndarray:
    """[words, tags], each row but the last scaled to sum to 1."""
    behind = np.ones_like(emissions)
    for i in range(len(emissions) - 2, -1, -1):
        behind[i] = steps[i + 1] @ (behind[i + 1] * emissions[i + 1])
        behind[i] /= behind[i].sum()
    return behind


def _short(shares: np.ndarray) -> np.ndarray:
    """To four significant digits, not places: what is rare must not become impossible."""
    return np.vectorize(lambda p: float(f"{p:.4g}"))(shares)


def load_hmm(folder: Path) -> TagHmm | None:
    """The HMM of a model's folder, if it has one. Raises ModelError if it is damaged."""
    if not (folder / FILE).exists():
        return None
    try:
        stored = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return TagHmm(
            tuple(stored["marks"]),
            np.array(stored["prior"], float),
            np.array(stored["after"], float),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"model {folder}: its {FILE} is damaged; delete it, or train the model again with"
            " `extract train`"
        ) from error
