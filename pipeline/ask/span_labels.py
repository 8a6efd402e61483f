"""Labels that say a field's very words: what stands behind such a label, or below it, is the
likelier to be the field's value.

The span reader knows labels by what they mean, so that "Buyer" finds a customer. Among several that
mean about the same, the one that has the field's own name is meant.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from extract_filings.pipeline.ask.span_cells import Cell
from extract_filings.pipeline.ask.span_page import SpanPage
from extract_filings.pipeline.ask.span_stems import stems
from extract_filings.pipeline.decode.span_reader import ReadWindow

BEHIND, BELOW = 2.0, 1.5
"""What a label with all of a field's words adds to the score of what stands there."""
LABEL = re.compile(r".{2,40}?[:#]+\s*(?=\S)")
"""In front of its value, in one cell."""
AWAY, DEEP, LEVEL, ASIDE = 25.0, 4.5, 0.5, 0.3
"""Heights of words: how far behind its label a value stands at most, and how far below it; how
exactly it is on its level; by how much the two may overlap."""
MOST, AT_ONCE = 4_000, 256
"""Cells of a page whose labels are looked for, all compared with all, and so many at once."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Cells of a page, in the order of its text, a label apart from the value in its cell.

    `behind`, `below` [cells]: the number of the cell that stands left of one, above it; the last,
    empty one for none. `said` [fields, cells + 1]: share of a field's words that a cell
    has, squared: half of them are little.
    """

    starts: np.ndarray
    behind: np.ndarray
    below: np.ndarray
    said: np.ndarray

    def bonus(self) -> np.ndarray:
        """[fields, cells]"""
        return np.maximum(BEHIND * self.said[:, self.behind], BELOW * self.said[:, self.below])


def labelled(page: SpanPage, names: Sequence[str]) -> SpanPage:
    """The same page, its scores raised where labels have words of the fields' names; "" for fields
    that no label stands beside.
    """
    labels = _labels(page, names)
    if labels is None or not labels.said.any():
        return page
    bonus = labels.bonus()
    windows = [
        _raised(read, begins, labels.starts, bonus)
        for read, begins in zip(page.windows, page.begins, strict=True)
    ]
    return SpanPage(page.passage, page.printed, windows, page.reader)


def _raised(
    read: ReadWindow, begins: np.ndarray, starts: np.ndarray, bonus: np.ndarray
) -> ReadWindow:
    """The marks at the window's ends stand in no cell."""
    cell = np.clip(np.searchsorted(starts, begins, "right") - 1, 0, None)
    added = bonus[:, cell]
    added[:, [0, -1]] = 0
    return replace(read, begin=read.begin + added)


def _labels(page: SpanPage, names: Sequence[str]) -> Labels | None:
    cells = [piece for row in page.grid.cells for c in row for piece in _pieces(c, page)]
    if not 0 < len(cells) <= MOST:
        return None
    place = np.array([(c.left, c.right, c.level) for c in cells])
    near = [_near(place, slice(n, n + AT_ONCE)) for n in range(0, len(cells), AT_ONCE)]
    behind, below = (np.concatenate(some) for some in zip(*near, strict=True))
    texts = [page.passage.text[c.start : c.end] for c in cells]
    return Labels(
        np.array([c.start for c in cells]),
        _worded(behind, place[:, 0], texts),
        _worded(below, -place[:, 2], texts),
        _said([stems(text) for text in texts], names),
    )


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


def _pieces(cell: Cell, page: SpanPage) -> Iterator[Cell]:
    """The cell, or its label and its value."""
    text = page.passage.text[cell.start : cell.end]
    label = LABEL.match(text)
    if not label:
        yield cell
        return
    middle = cell.left + (cell.right - cell.left) * label.end() / len(text)
    yield replace(cell, end=cell.start + label.end(), right=middle)
    yield replace(cell, start=cell.start + label.end(), left=middle)


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


def _said(cells: Sequence[frozenset[str]], names: Sequence[str]) -> np.ndarray:
    asked = [stems(name) for name in names]
    words = {w: i for i, w in enumerate(sorted(frozenset().union(*asked)))}
    has = np.zeros((len(words), len(cells) + 1))
    for j, some in enumerate(cells):
        has[[words[w] for w in some if w in words], j] = 1
    share = np.zeros((len(asked), len(words)))
    for k, some in enumerate(asked):
        share[k, [words[w] for w in some]] = 1 / max(1, len(some))
    return (share @ has) ** 2
