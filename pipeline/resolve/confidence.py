"""A value's signs -> the probability that it is right, as counted on documents with gold. Knows no
model and no document.

A model's own probability says how it compares, not how often it is right: one trained with smoothed
labels is never surer than 0.95 of a row, and 0.99 sure of words that are wrong one time in twenty.
A calibration is a file of a few numbers that `extract calibrate` fits (training/calibrate.py); it
stands in the model's folder and holds for one schema.

Rules:
- A value's signs are the parts of its cell: the probability of the row or words that it stands in
  (of a statement's row: that the item is printed, and there), its likeliest rival, how much of its
  row was found, how many rows of its column break a law, and the probabilities that the column's
  period and the scale and sign were read rightly.
- Each sign can speak one way only (`SPEAKS`): what is more probable is never rated lower.
- Per kind of part (root, list, statement) a logistic function of the signs gives the confidence;
  without a calibration the model's probability is it.
- What was found with less confidence than asked for has the status "review" and stays in its table.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from extract_filings.models import ANY_SCHEMA, EMBEDDED
from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.records import Value
from extract_filings.pipeline.registry.presets import place
from extract_filings.pipeline.registry.server_address import SERVED
from extract_filings.pipeline.status import DERIVED, FOUND
from extract_filings.schemas.base import Part

FILE = "calibration.json"
ANY = "*"
"""The schema of a calibration that holds for any."""
SPEAKS = {
    "log odds of the model": 1,
    "log odds of a rival": -1,
    "share of its row that is missing": -1,
    "share of its column's rows that break a law": -1,
    "log odds of its column": 1,
    "log odds of its scale and sign": 1,
}
"""Each sign, and whether more of it speaks for the value (1) or against it (-1)."""

SIGNS = tuple(SPEAKS)
COLUMN = SIGNS.index("log odds of its column")
DOUBTFUL = 0.9
"""No value is surer than its column, if that is less sure: hardly a column of the filings with gold
is in doubt, so they cannot show what its doubt bears.
"""
UNSURE = 0.9
"""Below it a calibrated value is for review, unless the user says otherwise: it is wrong one time
in ten and more. On dev 1 value in 70 is.
"""
LEAST = 1e-4
"""Probabilities nearer to 0 or 1 count as this: of 1e-4 to 0.05 tried on the halves of train,
held-out log loss and share kept are best together here.
"""


@dataclass(frozen=True, slots=True)
class Calibration:
    """`weights`: by kind of part the factor of each sign, and behind them what is added. `curve`
    [points, 2]: a confidence, and the share of values at least as sure that were right, counted as
    if one more had been wrong."""

    schema: str  # name of the root's table
    weights: Mapping[str, tuple[float, ...]]
    curve: tuple[tuple[float, float], ...]
    made: str  # of what

    def __call__(self, kind: str, seen: np.ndarray) -> np.ndarray:
        """Confidence of values of one kind. [values, signs] -> [values]"""
        *factors, added = self.weights[kind]
        sure, column = (
            1 / (1 + np.exp(-odds)) for odds in (seen @ np.array(factors) + added, seen[:, COLUMN])
        )
        return np.where(column < DOUBTFUL, np.minimum(sure, column), sure)

    def least(self, precision: float) -> float | None:
        """The lowest confidence such that of the values at least as sure that share was right; None
        if no share of them was.
        """
        return min((sure for sure, right in self.curve if right >= precision), default=None)

    def save(self, file: Path) -> None:
        text = {
            "schema": self.schema,
            "signs": SIGNS,
            "weights": self.weights,
            "curve": self.curve,
            "made": self.made,
        }
        file.write_text(json.dumps(text) + "\n")


def load_calibration(file: Path) -> Calibration:
    """Raises ModelError."""
    try:
        told: dict[str, Any] = json.loads(file.read_text())
        weights = {kind: tuple(map(float, w)) for kind, w in told["weights"].items()}
        if tuple(told["signs"]) != SIGNS or any(len(w) != len(SIGNS) + 1 for w in weights.values()):
            raise ValueError("it weighs other signs")
        return Calibration(
            told["schema"],
            weights,
            tuple((float(c), float(p)) for c, p in told["curve"]),
            told["made"],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"calibration {file}: cannot be read ({error}); make it anew with `extract calibrate`"
        ) from error


def calibration_of(model: str, file: Path | None, schema: str) -> Calibration | None:
    """The one that is named, else the one in the model's folder if it is of this schema. Raises
    ModelError.
    """
    if file:
        named = load_calibration(file)
        if named.schema != schema:
            raise ModelError(
                f"calibration {file}: is of schema {named.schema}, not of {schema}; make one with"
                " `extract calibrate --schema`"
            )
        return named
    folder = _folder(model)
    own = load_calibration(folder / FILE) if folder and (folder / FILE).exists() else None
    if own and own.schema != schema and folder == EMBEDDED:
        own = load_calibration(ANY_SCHEMA / FILE)  # its other network reads it
    return own if own and own.schema in (schema, ANY) else None


def _folder(model: str) -> Path | None:
    """None of a model on a server or a hub, or one that is not there: whoever loads it says so."""
    if model.startswith(SERVED):
        return None
    with suppress(ModelError):
        found = place(model)
        return found if isinstance(found, Path) else None
    return None


def review_threshold(
    calibration: Calibration | None, min_confidence: float | None, target_precision: float | None
) -> float:
    """The confidence that a value must have. Raises ModelError if a precision is asked for that the
    calibration knows no way to.
    """
    if target_precision is None:
        calibrated = UNSURE if calibration else 0.0  # a model's own probability is no doubt
        return calibrated if min_confidence is None else min_confidence
    if calibration is None:
        raise ModelError(
            "--target-precision: this model has no calibration for this schema; make one with"
            " `extract calibrate`, or give --min-confidence instead"
        )
    least = calibration.least(target_precision)
    if least is None:
        best = max(right for _, right in calibration.curve)
        raise ModelError(
            f"--target-precision {target_precision}: at best {best:.4f} of the values that the"
            " calibration was made of were right; ask for no more"
        )
    return max(min_confidence or 0.0, least)


def signs(parts: Sequence[Part], values: Sequence[Value]) -> np.ndarray:
    """What speaks for and against each value. [values, signs]"""
    fields = {p.name: sum(f.pointed for f in p.fields) for p in parts}
    found = Counter((v.table, v.key) for v in values)
    column, broken = (
        Counter((v.table, v.field) for v in values),
        Counter((v.table, v.field) for v in values if v.status.failed),
    )
    lists = {p.name for p in parts if p.kind == "list"}

    def missing(v):
        return max(0.0, 1 - found[v.table, v.key] / fields[v.table]) if v.table in lists else 0.0

    return np.array(
        [
            (
                odds(v.confidence),
                odds(v.rival),
                missing(v),
                broken[v.table, v.field] / column[v.table, v.field],
                odds(v.column),
                odds(v.scale),
            )
            for v in values
        ]
    ).reshape(-1, len(SIGNS))


def odds(share: float) -> float:
    """Their logarithm."""
    share = min(max(share, LEAST), 1 - LEAST)
    return float(np.log(share / (1 - share)))


def rated(
    parts: Sequence[Part], values: Sequence[Value], calibration: Calibration | None, least: float
) -> tuple[Value, ...]:
    """The values with their confidence; those that were found with less than `least` are for
    review.
    """
    kinds = {p.name: p.kind for p in parts}
    sure = [v.confidence for v in values]
    if calibration:
        at = defaultdict(list)
        for i, v in enumerate(values):
            at[kinds[v.table]].append(i)
        seen = signs(parts, values)
        for kind in at.keys() & calibration.weights.keys():
            for i, share in zip(at[kind], calibration(kind, seen[at[kind]]), strict=False):
                sure[i] = float(share)
    return tuple(
        for_review(replace(v, confidence=c)) if c < least else replace(v, confidence=c)
        for v, c in zip(values, sure, strict=False)
    )


def for_review(value: Value) -> Value:
    """A person looks at other outcomes and at failed checks anyway."""
    status = value.status
    plain = status.outcome in (FOUND, DERIVED) and not status.failed
    return replace(value, status=replace(status, outcome="review")) if plain else value
