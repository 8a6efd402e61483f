"""The cells of a head: words of a line that stand a space apart, in points."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract_filings.pipeline.records import Box, Line

GAP = 0.6  # of the height of a line: words further apart stand in different cells
LEAST_GAP, NARROW = 0.4, 1.5  # so do those half as far again apart as the nearest two of their line


@dataclass(frozen=True, slots=True)
class HeadCell:
    """Words of a head a space apart, in points."""

    line: Line
    start: int
    end: int
    x0: float
    x1: float
    y: float

    @property
    def text(self) -> str:
        return self.line.text[self.start : self.end]

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


def head_cells(line: Line, boxes: Sequence[Box]) -> list[HeadCell]:
    """The cells of a line, from left to right. Brackets that follow each other are of several."""
    return [
        HeadCell(line, a, b, boxes[a][0], boxes[b - 1][2], height(boxes, a))
        for start, end in spans(line.text, boxes)
        for a, b in _bracketed(line.text, start, end)
    ]


def _bracketed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """
    >>> [("(restated) (restated)"[a:b]) for a, b in _bracketed("(restated) (restated)", 0, 21)]
    ['(restated)', '(restated)']
    """
    found = [m.span() for m in re.finditer(r"\([^(]*[^(\s]", text[start:end])]
    if len(found) < 2 or found[0][0]:
        return [(start, end)]
    return [(start + a, start + b) for a, b in found]


def height(boxes: Sequence[Box], at: int) -> float:
    return (boxes[at][1] + boxes[at][3]) / 2


def spans(text: str, boxes: Sequence[Box]) -> list[tuple[int, int]]:
    """The first character of each cell, and the one behind its last."""
    words = [m.span() for m in re.finditer(r"\S+", text)]
    apart = [
        (boxes[a][0] - boxes[end - 1][2]) / max(boxes[a][3] - boxes[a][1], 0.1)
        for (_, end), (a, _) in pairwise(words)
    ]
    widest = min(GAP, max(LEAST_GAP, NARROW * min(apart, default=GAP)))
    made = words[:1]
    for gap, word in zip(apart, words[1:], strict=True):
        if gap < widest:
            made[-1] = made[-1][0], word[1]
        else:
            made.append(word)
    return made


def cell_edges(text: str, boxes: Sequence[Box], start: int, end: int) -> tuple[float, float]:
    """The span and its neighbours, as far as the gaps between words are spaces."""
    first, last = cell_span(text, boxes, start, end)
    return boxes[first][0], boxes[last - 1][2]


def cell_span(text: str, boxes: Sequence[Box], start: int, end: int) -> tuple[int, int]:
    """From the first to the last cell that a span is of."""
    cells = spans(text, boxes)
    return max(a for a, _ in cells if a <= start), min(b for _, b in cells if b >= end)
