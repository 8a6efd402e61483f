"""The cells of a page: words of a line that stand close together, and what stands beside and under
what.

A row of cells is what stands at one height: text that a file draws cell by cell has a line for each
cell that is wrapped, and one for what follows beside it.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from extract_filings.pipeline.printed_page import PrintedPage, Word

GAP = 0.55
"""Between cells of a line, in heights of the page's words."""
PITCH = 1.15
"""And in widths of the letters on both sides: those of a typewriter are as wide as its space."""
LABEL, MOST_WORDS = re.compile(r"[^\W\d]{2,}[:#]+"), 3
"""The last word of a label, and how many the one at a cell's beginning has at most."""
LEVEL, WRAPPED = 0.4, 8
"""How much higher or lower a cell of the same row stands at most, in heights; lines of a cell, that
a file draws before the next one.
"""
ALIGNED = 0.65
"""How far left ends, right ends or middles of a column's cells are apart at most, in heights."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Characters of the page's text; left and right end, and the middle between bottom and top, in
    heights of words. `row`: in the order of the page.
    """

    line: int
    row: int
    start: int
    end: int
    left: float
    right: float
    level: float

    def under(self, other: "Cell") -> bool:
        """Whether both are of one column."""
        left, right = self.left - other.left, self.right - other.right
        aligned = min(abs(left), abs(right), abs(left + right) / 2) < ALIGNED
        return aligned and min(self.right, other.right) > max(self.left, other.left) - ALIGNED

    def holds(self, start: int, end: int) -> bool:
        return self.start <= start and end <= self.end


class Grid:
    """`cells` of each line; `rows` of them, from left to right. `starts`: where in the page's text
    the lines begin.
    """

    def __init__(self, page: PrintedPage, starts: Sequence[int]) -> None:
        height = max(1.0, median(w.box[3] - w.box[1] for w in page.words)) if page.words else 1.0
        lines: dict[int, list[list[Word]]] = defaultdict(list)
        for word in page.words:
            line = lines[word.line]
            if line and not _part(line[-1][-1], word, height):
                line[-1].append(word)
            else:
                line.append([word])
        self.starts = starts
        lined = [
            [
                _cell(piece, starts[i], height)
                for some in lines[i]
                for piece in _labelled(some, text)
            ]
            for i, text in enumerate(page.lines)
        ]
        beside = _rows([cell for line in lined for cell in line])
        self.cells = [[replace(cell, row=beside[cell]) for cell in line] for line in lined]
        self.rows: list[list[Cell]] = [[] for _ in {*beside.values()}]
        for cell in sorted((c for line in self.cells for c in line), key=lambda c: c.left):
            self.rows[cell.row].append(cell)

    def row(self, at: int) -> int:
        """Of a printed character."""
        cells = self.cells[self.line(at)]
        return next((c.row for c in reversed(cells) if c.start <= at), cells[0].row)

    def line(self, at: int) -> int:
        return bisect_right(self.starts, at) - 1

    def cell(self, start: int, end: int) -> Cell | None:
        """That holds these characters."""
        return next((c for c in self.cells[self.line(start)] if c.holds(start, end)), None)


def _part(left: Word, right: Word, height: float) -> bool:
    """Whether they stand in different cells."""
    widths = (w.box[2] - w.box[0] for w in (left, right))
    letters = (left.end - left.start) + (right.end - right.start)
    return right.box[0] - left.box[2] >= max(GAP * height, PITCH * sum(widths) / letters)


def _labelled(words: Sequence[Word], line: str) -> Iterator[Sequence[Word]]:
    """Labels within a cell begin cells of their own: "CPE: 6 Flight: 2/4/20 Station: WBTW"."""
    labels = [i for i, w in enumerate(words) if LABEL.fullmatch(line[w.start : w.end])]
    if labels and labels[0] < MOST_WORDS:
        del labels[0]
    elif len(labels) == 1:
        labels = []
    yield from (words[a:b] for a, b in pairwise([0, *labels, len(words)]) if a < b)


def _rows(cells: Sequence[Cell]) -> dict[Cell, int]:
    """The row of each, as the file draws them one after the other."""
    rows: list[list[Cell]] = []
    of: dict[Cell, list[Cell]] = {}
    for n, cell in enumerate(cells):
        left = _beside(cell, cells[max(0, n - WRAPPED) : n])
        row = of[left] if left else []
        if not left:
            rows.append(row)
        row.append(cell)
        of[cell] = row
    return {cell: number for number, row in enumerate(rows) for cell in row}


def _beside(cell: Cell, before: Sequence[Cell]) -> Cell | None:
    """The nearest one before it on its level. In between there may be lines of one wrapped cell."""
    between: list[Cell] = []
    for other in reversed(before):
        if other.right > cell.left + ALIGNED:
            return None
        if abs(other.level - cell.level) < LEVEL:
            return other
        if not all(other.under(c) for c in between):
            return None
        between.append(other)
    return None


def _cell(words: Sequence[Word], start: int, height: float) -> Cell:
    first, last = words[0], words[-1]
    left, right = first.box[0] / height, last.box[2] / height
    level = (first.box[1] + first.box[3]) / 2 / height
    return Cell(first.line, first.line, start + first.start, start + last.end, left, right, level)
