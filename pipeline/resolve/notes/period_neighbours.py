"""What the numbers around a number say of its period: those of its row, of its column, of its grid,
the same number and the same label elsewhere in the document.

Each number's choices have probabilities already; here those of its neighbours are told for each of
its choices, as log odds or logarithms, 0 where there is no neighbour. A second model weighs them
with all else.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extract_filings.pipeline.resolve.periods import Period

LEAST = 0.02
"""Added to probabilities before their logarithm."""
DIGITS = 3
"""Of a number that is hardly printed twice by chance."""
MOST = 8
"""Places of one number that are looked at."""
NEIGHBOURS = 19
"""Features of each choice."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a grid, N of them, with the probability of each of their K choices: `chosen`
    (N, K). `rows`, `columns`, `printed`, `labels`: of each number. `headings`: the row that it
    stands under, -1 for none, and `over` its words; `groups`: the columns that belong together
    with its own."""

    periods: tuple[Period, ...]
    chosen: np.ndarray
    rows: np.ndarray
    columns: np.ndarray
    printed: Sequence[str]
    labels: Sequence[str]
    headings: np.ndarray
    over: Sequence[str]
    groups: np.ndarray
    goes_on: bool

    @property
    def days(self) -> np.ndarray:
        """Which choices are days."""
        return np.array([m is None for _, m in self.periods])


def neighbours(grids: Sequence[Numbers]) -> Iterator[np.ndarray]:
    """For each grid (N, K, features)."""
    same_number = _places(grids, lambda g: [_number(p) for p in g.printed])
    same_label = _places(grids, _plain)
    same_place = _places(grids, _headed)
    means: list[float] = []
    known = [{p: i for i, p in enumerate(g.periods)} for g in grids]
    as_day = [g.chosen[:, g.days].sum(1) for g in grids]
    for n, grid in enumerate(grids):
        sign = np.where(grid.days, 1.0, -1.0)
        made = [*_inside(grid, as_day[n], sign)]
        made.append(_elsewhere(n, grid, grids, same_number, known))
        alike, headed = _alike(n, as_day, same_label, _plain(grid)), grid.headings >= 0
        made += [np.where(w, alike, 0.0)[:, None] * sign for w in (~headed, headed)]
        made.append(_alike(n, as_day, same_place, _headed(grid))[:, None] * sign)
        before = _odds(means[-1]) if means and grid.goes_on else 0.0
        made.append(np.broadcast_to(before * sign, grid.chosen.shape))
        means.append(float(as_day[n].mean()) if len(as_day[n]) else 0.5)
        yield np.stack(made, 2)


def _odds(p: np.ndarray | float) -> np.ndarray:
    p = np.clip(p, LEAST, 1 - LEAST)
    return np.log(p / (1 - p))


def _inside(grid: Numbers, as_day: np.ndarray, sign: np.ndarray) -> Iterator[np.ndarray]:
    """Days among the neighbours; their very choices; those that end on the same day."""
    rows, columns = grid.rows, grid.columns
    same_row = rows[:, None] == rows
    same_column = columns[:, None] == columns
    np.fill_diagonal(same_row, False)
    np.fill_diagonal(same_column, False)
    order = np.searchsorted(np.unique(rows), rows)
    apart = np.abs(order[:, None] - order)
    near, nearly = same_column & (apart == 1), same_column & (apart == 2)
    others = ~np.eye(len(rows), dtype=bool)
    together = others & (grid.groups[:, None] == grid.groups)
    under = together & (grid.headings[:, None] == grid.headings)
    shares = [
        _share(some) for some in (same_row, near, nearly, same_column, others, together, under)
    ]
    for share, any_ in shares:
        yield np.where(any_, _odds(share @ as_day), 0.0)[:, None] * sign
    ends = {e: i for i, e in enumerate(dict.fromkeys(e for e, _ in grid.periods))}
    of = np.array([ends[e] for e, _ in grid.periods])
    ending = grid.chosen @ (of[:, None] == np.arange(len(ends))).astype(float)
    for k in (0, 1, 3):
        share, any_ = shares[k]
        yield np.where(any_[:, None], np.log(share @ grid.chosen + LEAST), 0.0)
        yield np.where(any_[:, None], np.log((share @ ending)[:, of] + LEAST), 0.0)
    lengths = {m: i for i, m in enumerate(dict.fromkeys(m for _, m in grid.periods))}
    lasts = np.array([lengths[m] for _, m in grid.periods])
    lasting = grid.chosen @ (lasts[:, None] == np.arange(len(lengths))).astype(float)
    share, any_ = shares[3]
    yield np.where(any_[:, None], np.log((share @ lasting)[:, lasts] + LEAST), 0.0)


def _share(some: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    count = some.sum(1)
    return some / np.maximum(count, 1)[:, None], count > 0


def _places(grids: Sequence[Numbers], keys) -> dict[str, list[tuple[int, int]]]:
    made: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for n, grid in enumerate(grids):
        for i, key in enumerate(keys(grid)):
            if key:
                made[key].append((n, i))
    return made


def _number(printed: str) -> str:
    digits = re.sub(r"\D", "", printed)
    return printed if len(digits.strip("0")) >= DIGITS else ""


def _label(label: str) -> str:
    words = re.findall("[a-z]+", label.lower())
    return " ".join(words) if len(words) > 1 else ""


def _elsewhere(n: int, grid: Numbers, grids: Sequence[Numbers], places, known) -> np.ndarray:
    """How probable each choice is where the same number is printed."""
    made = np.zeros(grid.chosen.shape)
    for i, printed in enumerate(grid.printed):
        some = [at for at in places.get(_number(printed), ())[: MOST + 1] if at != (n, i)][:MOST]
        if some:
            found = [_at(grids[g].chosen[j], known[g], grid.periods) for g, j in some]
            made[i] = np.log(np.mean(found, 0) + LEAST)
    return made


def _at(chosen: np.ndarray, places: Mapping, periods: Sequence[Period]) -> list[float]:
    """The probabilities of another number for these periods."""
    return [float(chosen[at]) if (at := places.get(p)) is not None else 0.0 for p in periods]


def _plain(grid: Numbers) -> list[str]:
    return [_label(p) for p in grid.labels]


def _headed(grid: Numbers) -> list[str]:
    """Each label with the words over it; empty where none are."""
    pairs = zip(grid.labels, grid.over, strict=True)
    return [f"{_label(over)}: {_label(own)}" if _label(over) else "" for own, over in pairs]


def _alike(n: int, as_day: Sequence[np.ndarray], places, keys: Sequence[str]) -> np.ndarray:
    """Log odds of a day where the same label is printed."""
    made = np.zeros(len(keys))
    for i, key in enumerate(keys):
        some = [as_day[g][j] for g, j in places.get(key, ()) if g != n][:MOST]
        if some:
            made[i] = _odds(float(np.mean(some)))
    return made
