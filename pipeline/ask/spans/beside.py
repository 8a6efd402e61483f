"""What stands beside what on a page: in front of a value on its line, and above it, stands what may
be its label.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from extract_filings.pipeline.ask.spans.cells import Cell, Grid

LABEL = re.compile(r".{2,40}?(?:[:#]+|\.{4,}|(?:\. ){4,}| [-–—](?= ))\s*(?=\S)")
"""In front of its value, in one cell."""
AWAY, DEEP, LEVEL, ASIDE = 25.0, 4.5, 0.5, 0.3
"""Heights of words: how far behind its label a value stands at most, and how far below it; how
exactly it is on its level; by how much the two may overlap."""
MOST, AT_ONCE = 4_000, 256
"""Cells of a page whose labels are looked for, all compared with all, and so many at once."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Cells of a page, in the order of its text, a label apart from the value in its cell.

    `starts`, `texts` [cells]; `behind`, `below` [cells]: the number of the cell that stands left of
    one, above it; their count for none.
    """

    starts: np.ndarray
    texts: Sequence[str]
    behind: np.ndarray
    below: np.ndarray


def beside(grid: Grid, text: str) -> Beside | None:
    """None of a page without cells, or with too many."""
    cells = [piece for row in grid.cells for cell in row for piece in _pieces(cell, text)]
    if not 0 < len(cells) <= MOST:
        return None
    place = np.array([(c.left, c.right, c.level) for c in cells])
    near = [_near(place, slice(n, n + AT_ONCE)) for n in range(0, len(cells), AT_ONCE)]
    behind, below = (np.concatenate(some) for some in zip(*near, strict=True))
    texts = [text[c.start : c.end] for c in cells]
    return Beside(
        np.array([c.start for c in cells]),
        texts,
        _worded(behind, place[:, 0], texts),
        _worded(below, -place[:, 2], texts),
    )


def _pieces(cell: Cell, whole: str) -> Iterator[Cell]:
    """The cell, or its label and its value."""
    text = whole[cell.start : cell.end]
    label = LABEL.match(text)
    if not label:
        yield cell
        return
    middle = cell.left + (cell.right - cell.left) * label.end() / len(text)
    yield replace(cell, end=cell.start + label.end(), right=middle)
    yield replace(cell, start=cell.start + label.end(), left=middle)


def _near(place: np.ndarray, some: slice) -> tuple[np.ndarray, np.ndarray]:
    """Of some cells the one each stands behind, and the one above it. `place` [n, 3]: left end,
    right end, level.
    """
    left, right, level = place.T
    up = level[None] - level[some, None]
    away = left[some, None] - right[None]
    behind = (np.abs(up) < LEVEL) & (away > -ASIDE) & (away < AWAY)
    behind[np.arange(len(up)), np.arange(len(place))[some]] = False
    over = np.minimum(right[some, None], right[None]) - np.maximum(left[some, None], left[None])
    below = (up > LEVEL) & (up < DEEP) & (over > -LEVEL)
    return _nearest(away, behind), _nearest(up, below)


def _nearest(distance: np.ndarray, may: np.ndarray) -> np.ndarray:
    """Of each row the column at the least distance of those that may be; their count if none."""
    least = np.where(may, distance, np.inf).argmin(1)
    return np.where(may.any(1), least, distance.shape[1])


def _worded(labels: np.ndarray, order: np.ndarray, texts: Sequence[str]) -> np.ndarray:
    """Before a row of numbers, and over a column of them, stands one label: the first cell with
    words in it. `order`: of the cells, from where labels stand.
    """
    made = np.append(labels, len(texts))
    for i in np.argsort(order, kind="stable").tolist():
        if (one := int(made[i])) < len(texts) and not any(map(str.isalpha, texts[one])):
            made[i] = made[one]
    return made[:-1]
