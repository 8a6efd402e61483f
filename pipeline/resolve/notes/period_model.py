"""Which of its choices each number of a grid is, by weights that are fitted on filings
(`python -m extract_filings.training.fit_period_model`).

First by what speaks for each choice (period_features.py) and by the words around the number
(period_bags.py), each number for itself; then again with what its neighbours are
(period_neighbours.py).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from extract_filings.pipeline.resolve.notes.period_bags import Bags
from extract_filings.pipeline.resolve.notes.period_features import LONELY, Choices
from extract_filings.pipeline.resolve.notes.period_neighbours import Numbers, neighbours

WEIGHTS = Path(__file__).with_name("period_model.json")
LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Weights:
    """`features`: of what speaks for a choice, in the order of `design`. `kinds` (3): of each kind
    of a choice; `words`: of each word, for each kind. `again`: of the logarithm of a choice's
    probability, then of each thing that neighbours say."""

    features: np.ndarray
    kinds: np.ndarray
    words: Mapping[str, np.ndarray]
    again: np.ndarray


@lru_cache(1)
def weights() -> Weights:
    made = json.loads(WEIGHTS.read_text())
    words = {w: np.array(v) for w, v in made["words"].items()}
    features, kinds, again_ = (np.array(made[k]) for k in ("features", "kinds", "again"))
    return Weights(features, kinds, words, again_)


def design(choices: Choices, row: int, column: int) -> np.ndarray:
    """(K, features): all that speaks for the choices of one number."""
    own = choices.heads[column][:, None] * choices.flags[row]
    alone = choices.alone[column]
    parts = [choices.of_grid, choices.of_columns[column], choices.of_rows[row]]
    lonely = choices.of_rows[row][:, LONELY]
    return np.concatenate([*parts, own, alone * own, alone * lonely], 1).astype(np.float32)


def chances(
    choices: Choices, bags: Bags, rows: np.ndarray, columns: np.ndarray, by: Weights
) -> np.ndarray:
    """(N, K): the probabilities of each number's choices, by its row and its column. The same as of
    `design`, put together from its parts."""
    flags, sizes = choices.flags.shape[1], [p.shape[-1] for p in _parts(choices)]
    edges = np.cumsum([*sizes, flags, flags])
    grid, column, row, own, own_alone, lonely = np.split(by.features, edges)
    alone = choices.alone[columns]
    score = choices.of_grid @ grid + (choices.of_columns @ column)[columns]
    score += (choices.of_rows @ row)[rows]
    flag = choices.flags[rows] @ own + alone * (choices.flags[rows] @ own_alone)
    score += flag[:, None] * choices.heads[columns]
    score += alone[:, None] * (choices.of_rows[:, :, LONELY] @ lonely)[rows]
    kinds = _kinds(bags.rows, by)[rows] + _kinds(bags.columns, by)[columns]
    kinds = kinds + _kinds([bags.grid], by) + by.kinds
    return _shares(score + np.take_along_axis(kinds, kinds_of(choices, rows, columns), 1))


def kinds_of(choices: Choices, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """(N, K): the kind of each choice; a row's own where its column has no period of its own."""
    own = choices.own_kinds[rows]
    return np.where((own >= 0) & (choices.alone[columns] > 0)[:, None], own, choices.kinds[columns])


def _parts(choices: Choices) -> tuple[np.ndarray, ...]:
    return choices.of_grid, choices.of_columns, choices.of_rows


def _kinds(bags: Sequence[Sequence[str]], by: Weights) -> np.ndarray:
    """(bags, 3): the weights of their words for each kind."""
    made = np.zeros((len(bags), 3))
    for i, bag in enumerate(bags):
        for word in bag:
            if word in by.words:
                made[i] += by.words[word]
    return made


def _shares(score: np.ndarray) -> np.ndarray:
    made = np.exp(score - score.max(1, keepdims=True))
    return made / made.sum(1, keepdims=True)


def again(grids: Sequence[Numbers], by: Weights) -> Iterator[Numbers]:
    """The same numbers, each as its neighbours would have it."""
    for grid, said in zip(grids, neighbours(grids), strict=True):
        score = by.again[0] * np.log(grid.chosen + LEAST) + said @ by.again[1:]
        yield replace(grid, chosen=_shares(score))
