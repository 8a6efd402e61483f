"""The cells of a page: words of a line that stand close together, and what stands under what."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract_filings.pipeline.printed_page import PrintedPage, Word

GAP = 0.55
"""Between cells of a line, in heights of the page's words."""
PITCH = 1.15
"""And in widths of the letters on both sides: those of a typewriter are as wide as its space."""
LABEL, MOST_WORDS = re.compile(r"[^\W\d]{2,}[:#]+"), 3
"""The last word of a label, and how many the one at a cell's beginning has at most."""
ALIGNED = 0.5
"""How far left ends, right ends or middles of a column's cells are apart at most, in heights."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Characters of the page's text; left and right end, and the middle between bottom and top, in
    heights of words.
    """

    line: int
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
    """The cells of each line, from left to right. `starts`: of the lines in the page's text."""

    def __init__(self, page: PrintedPage, starts: Sequence[int]) -> None:
        height = max(1.0, median(w.box[3] - w.box[1] for w in page.words)) if page.words else 1.0
        rows: dict[int, list[list[Word]]] = defaultdict(list)
        for word in page.words:
            row = rows[word.line]
            if row and not _part(row[-1][-1], word, height):
                row[-1].append(word)
            else:
                row.append([word])
        self.starts = starts
        self.cells = [
            [_cell(piece, starts[i], height) for some in rows[i] for piece in _labelled(some, text)]
            for i, text in enumerate(page.lines)
        ]

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


def _cell(words: Sequence[Word], start: int, height: float) -> Cell:
    first, last = words[0], words[-1]
    left, right = first.box[0] / height, last.box[2] / height
    level = (first.box[1] + first.box[3]) / 2 / height
    return Cell(first.line, start + first.start, start + last.end, left, right, level)
