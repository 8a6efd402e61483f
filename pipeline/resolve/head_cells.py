"""The cells of a head: words of a line that stand a space apart, in points."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract_filings.pipeline.records import Box, Line

GAP = 0.6  # of the height of a line: words further apart stand in different cells


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
    made, at = [], 0
    while match := re.compile(r"\S+").search(line.text, at):
        start, at = cell_span(line.text, boxes, *match.span())
        for a, b in _bracketed(line.text, start, at):
            x0, x1 = boxes[a][0], boxes[b - 1][2]
            made.append(HeadCell(line, a, b, x0, x1, height(boxes, a)))
    return made


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


def close(boxes: Sequence[Box], start: int) -> bool:
    """Whether the word at `start` stands in one cell with the word before it, a space away."""
    return boxes[start][0] - boxes[start - 2][2] < GAP * (boxes[start][3] - boxes[start][1])


def cell_edges(text: str, boxes: Sequence[Box], start: int, end: int) -> tuple[float, float]:
    """The span and its neighbours, as far as the gaps between words are spaces."""
    first, last = cell_span(text, boxes, start, end)
    return boxes[first][0], boxes[last - 1][2]


def cell_span(text: str, boxes: Sequence[Box], start: int, end: int) -> tuple[int, int]:
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
    first = max(i for i, (a, _) in enumerate(words) if a <= start)
    last = min(i for i, (_, b) in enumerate(words) if b >= end)
    while first and close(boxes, words[first][0]):
        first -= 1
    while last + 1 < len(words) and close(boxes, words[last + 1][0]):
        last += 1
    return words[first][0], words[last][1]
