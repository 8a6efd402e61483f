"""Second opinions on each row of a statement: which us-gaap concept is it, by the same pass; what
were rows with the same words in training?

In training a row is asked for its concept too, at the token before the question for its item
(training/tagging.py). A row that is no item of the schema still has a concept: "Prepaid expenses"
are the nearest thing to inventory on many a balance sheet, and surely `PrepaidExpenseCurrent`. How
often a concept is an item was counted on the training rows (training/concepts.py) and stands in the
model's folder; so does how often a label was it.

Rules:
- An item's probability is the weighted product of the opinions: the tag's share, the sum over
  concepts of their share times how often they are the item, and how often the row's label is. All
  weights are at least 0. A label that training rows never showed says nothing.
- Concepts exclude items: a statement that prints deposits hardly ever prints current assets.

>>> opinion = SecondOpinion(("<is:Prepaid>",), (NONE, "<sheet.inventory>"),
...     np.array([[1.0, 0.0]]), np.array([[False, True]]), {}, Weights(1.0, 0.5, 0.0))
>>> told = opinion({NONE: 0.4, "<sheet.inventory>": 0.6}, np.array([0.9]), "Prepaid 120 110")
>>> round(told["<sheet.inventory>"], 2), opinion.excluded(np.array([0.9]))
(0.05, {'<sheet.inventory>': 0.9})
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.records import CONCEPT, NONE

FILE = "concepts.json"
LEAST = 1e-3
"""Probabilities below it count as it, of tags and of concepts: what training rows never showed is
not impossible.
"""


@dataclass(frozen=True, slots=True)
class Weights:
    """Exponents of the tag's, the concept's and the label's probability; `item`: nats that are
    added to every item, and not to none.
    """

    tag: float = 1.0
    concept: float = 0.5
    item: float = 0.0
    label: float = 0.0


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """`concepts`: tokens. `items`: tags of rows, none before them. `shares` [concepts, items]: how
    often a concept is the item. `excludes` [concepts, items]: whether a statement with the concept
    hardly ever prints the item. `labels`: of known ones how often they are each item.
    """

    concepts: tuple[str, ...]
    items: tuple[str, ...]
    shares: np.ndarray
    excludes: np.ndarray
    labels: Mapping[str, Mapping[str, float]]
    weights: Weights

    def __call__(
        self, options: Mapping[str, float], concepts: np.ndarray, line: str
    ) -> dict[str, float]:
        """Probabilities of a row's legal tags in view of its concept's [concepts] and its words."""
        w = self.weights
        score = np.exp(self.evidence(options, concepts, line) @ (w.tag, w.concept, w.item, w.label))
        return dict(zip(options, (score / score.sum()).tolist(), strict=True))

    def evidence(self, options: Mapping[str, float], concepts: np.ndarray, line: str) -> np.ndarray:
        """What the weights weigh. [options, 4]"""
        known = self.labels.get(label_of(line))
        said = None if known is None else _left_to_none(options, known)
        return evidence(options, self.told(options, concepts), said)

    def told(self, options: Iterable[str], concepts: np.ndarray) -> dict[str, float]:
        """The probability of each legal tag by the concepts alone; none has what is left."""
        return _left_to_none(options, dict(zip(self.items, concepts @ self.shares, strict=True)))

    def likeliest(self, concepts: np.ndarray) -> tuple[str, float]:
        """The concept's name, and its probability."""
        best = int(concepts.argmax())
        return self.concepts[best][len(CONCEPT[:4]) : -1], float(concepts[best])

    def excluded(self, concepts: np.ndarray) -> dict[str, float]:
        """Items that the row excludes more likely than not, and how surely."""
        sure = concepts @ self.excludes
        return {t: float(s) for t, s in zip(self.items, sure, strict=True) if s > 0.5}


def _left_to_none(options: Iterable[str], shares: Mapping[str, float]) -> dict[str, float]:
    items = {t: shares.get(t, 0.0) for t in options if t != NONE}
    return {NONE: max(0.0, 1 - sum(items.values())), **items}


def label_of(line: str) -> str:
    """The words of a row, small and without all else.

    >>> label_of("Total current assets (note 3) $ 1,204")
    'total current assets note'
    """
    return " ".join(re.findall("[a-z]+", line.lower()))


def evidence(
    options: Mapping[str, float],
    told: Mapping[str, float],
    said: Mapping[str, float] | None = None,
) -> np.ndarray:
    """What the weights weigh: of each option the logarithms of its tag, its concept and its label,
    and whether it is an item. [options, 4]
    """
    opinions = [(share, told[t], said[t] if said else 1.0) for t, share in options.items()]
    logs = np.log(np.maximum(np.array(opinions), LEAST))
    return np.column_stack([logs[:, :2], [t != NONE for t in options], logs[:, 2]])


@dataclass(frozen=True, slots=True)
class Counted:
    """What stands in the file. `items`: concept -> item -> how often it is the item. `excludes`:
    concept -> items. `labels`: label -> item -> how often it is the item.
    """

    items: Mapping[str, Mapping[str, float]]
    excludes: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, Mapping[str, float]]
    weights: Weights
    made: str  # of what

    def save(self, folder: Path) -> None:
        text = json.dumps(asdict(self), sort_keys=True)
        (folder / FILE).write_text(text + "\n", encoding="utf-8")

    def bound(self, vocabulary: Iterable[str]) -> SecondOpinion:
        """For the concepts that a model knows."""
        names = tuple(sorted(t for t in vocabulary if t.startswith(CONCEPT[:4])))
        items = (NONE, *sorted({t for some in self.items.values() for t in some}))
        shares, excludes = np.zeros((2, len(names), len(items)))
        for i, concept in enumerate(n[len(CONCEPT[:4]) : -1] for n in names):
            told, without = self.items.get(concept, {}), self.excludes.get(concept, ())
            shares[i] = [told.get(t, 0.0) for t in items]
            excludes[i] = [t in without for t in items]
        return SecondOpinion(names, items, shares, excludes, self.labels, self.weights)


def load_counted(folder: Path) -> Counted | None:
    """Of a model's folder, if it has one. Raises ModelError if it is damaged."""
    if not (folder / FILE).exists():
        return None
    try:
        told: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
        items = {c: {t: float(s) for t, s in some.items()} for c, some in told["items"].items()}
        excludes = {c: tuple(map(str, some)) for c, some in told["excludes"].items()}
        labels = {
            w: {t: float(s) for t, s in some.items()} for w, some in told.get("labels", {}).items()
        }
        return Counted(items, excludes, labels, Weights(**told["weights"]), str(told["made"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"model {folder}: its {FILE} is damaged; delete it, or make it anew with `python -m"
            " extract_filings.training.concepts`"
        ) from error
