"""Further opinions on each row of a statement: which us-gaap concept is it, by the same pass; what
do its words say, whatever stands around them?

In training a row is asked for its concept too, at the token before the question for its item
(training/tagging.py). A row that is no item of the schema still has a concept: "Prepaid expenses"
are the nearest thing to inventory on many a balance sheet, and surely `PrepaidExpenseCurrent`. How
often a concept is an item was counted on the training rows (training/concepts.py) and stands in the
model's folder. A model of words alone (row_words.py) says which item a row is, and which concept.

Rules:
- An item's probability is the weighted product of the opinions: the tag's share, the sum over
  concepts of their share times how often they are the item, and what the words say. All weights are
  at least 0. Without a model of words they say nothing.
- A concept's probability is the product of the page's and the words'.
- Concepts exclude items: a statement that prints deposits hardly ever prints current assets.

>>> opinion = SecondOpinion(("<is:Prepaid>",), (NONE, "<sheet.inventory>"),
...     np.array([[1.0, 0.0]]), np.array([[False, True]]), Weights(1.0, 0.5, 0.0))
>>> told = opinion({NONE: 0.4, "<sheet.inventory>": 0.6}, np.array([0.9]), {})
>>> round(told["<sheet.inventory>"], 2), opinion.excluded(np.array([0.9]))
(0.05, {'<sheet.inventory>': 0.9})
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.records import CONCEPT, NONE, Likely

FILE = "concepts.json"
LIKELIEST = 3
"""Concepts of a row that are told."""
LEAST = 1e-3
"""Probabilities below it count as it, of tags, concepts and words: what training rows never showed
is not impossible.
"""


@dataclass(frozen=True, slots=True)
class Weights:
    """Exponents of the tag's, the concept's and the words' probability; `item`: nats that are added
    to every item, and not to none.
    """

    tag: float = 1.0
    concept: float = 0.5
    item: float = 0.0
    words: float = 0.0


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """`concepts`: tokens. `items`: tags of rows, none before them. `shares` [concepts, items]: how
    often a concept is the item. `excludes` [concepts, items]: whether a statement with the concept
    hardly ever prints the item.
    """

    concepts: tuple[str, ...]
    items: tuple[str, ...]
    shares: np.ndarray
    excludes: np.ndarray
    weights: Weights

    def __call__(
        self, options: Mapping[str, float], concepts: np.ndarray, words: Mapping[str, float]
    ) -> dict[str, float]:
        """Probabilities of a row's legal tags in view of its concept's [concepts] and of what its
        words say of each tag; empty if nothing.
        """
        w = self.weights
        score = np.exp(
            self.evidence(options, concepts, words) @ (w.tag, w.concept, w.item, w.words)
        )
        return dict(zip(options, (score / score.sum()).tolist(), strict=True))

    def evidence(
        self, options: Mapping[str, float], concepts: np.ndarray, words: Mapping[str, float]
    ) -> np.ndarray:
        """What the weights weigh. [options, 4]"""
        return evidence(options, self.told(options, concepts), words)

    def told(self, options: Iterable[str], concepts: np.ndarray) -> dict[str, float]:
        """The probability of each legal tag by the concepts alone; none has what is left."""
        shares = dict(zip(self.items, concepts @ self.shares, strict=True))
        items = {t: shares.get(t, 0.0) for t in options if t != NONE}
        return {NONE: max(0.0, 1 - sum(items.values())), **items}

    def named(self, concepts: np.ndarray, words: np.ndarray | None) -> Likely:
        """The names of the likeliest concepts and their probabilities. `words` [concepts + 1]: what
        they say of each, and of its being none of them. No name if that is likelier than not.
        """
        both = concepts if words is None else (concepts + LEAST) * (words[:-1] + LEAST)
        none = 0.0 if words is None else float(words[-1])
        if none > 0.5:
            return ()
        shares = both / both.sum() * (1 - none)
        best = np.argsort(-shares, kind="stable")[:LIKELIEST]
        return tuple((name_of(self.concepts[i]), float(shares[i])) for i in best)

    def excluded(self, concepts: np.ndarray) -> dict[str, float]:
        """Items that the row excludes more likely than not, and how surely."""
        sure = concepts @ self.excludes
        return {t: float(s) for t, s in zip(self.items, sure, strict=True) if s > 0.5}


def name_of(token: str) -> str:
    """
    >>> name_of("<is:Goodwill>")
    'Goodwill'
    """
    return token[len(CONCEPT[:4]) : -1]


def evidence(
    options: Mapping[str, float],
    told: Mapping[str, float],
    words: Mapping[str, float],
) -> np.ndarray:
    """What the weights weigh: of each option the logarithms of its tag, its concept and its words,
    and whether it is an item. [options, 4]
    """
    opinions = [
        (share, told[t], words.get(t, 0.0) if words else 1.0) for t, share in options.items()
    ]
    logs = np.log(np.maximum(np.array(opinions), LEAST))
    return np.column_stack([logs[:, :2], [t != NONE for t in options], logs[:, 2]])


@dataclass(frozen=True, slots=True)
class Counted:
    """What stands in the file. `items`: concept -> item -> how often it is the item. `excludes`:
    concept -> items.
    """

    items: Mapping[str, Mapping[str, float]]
    excludes: Mapping[str, tuple[str, ...]]
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
        for i, concept in enumerate(map(name_of, names)):
            told, without = self.items.get(concept, {}), self.excludes.get(concept, ())
            shares[i] = [told.get(t, 0.0) for t in items]
            excludes[i] = [t in without for t in items]
        return SecondOpinion(names, items, shares, excludes, self.weights)


def load_counted(folder: Path) -> Counted | None:
    """Of a model's folder, if it has one. Raises ModelError if it is damaged."""
    if not (folder / FILE).exists():
        return None
    try:
        told: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
        items = {c: {t: float(s) for t, s in some.items()} for c, some in told["items"].items()}
        excludes = {c: tuple(map(str, some)) for c, some in told["excludes"].items()}
        return Counted(items, excludes, Weights(**told["weights"]), str(told["made"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"model {folder}: its {FILE} is damaged; delete it, or make it anew with `python -m"
            " extract_filings.training.concepts`"
        ) from error
