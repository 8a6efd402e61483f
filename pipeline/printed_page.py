"""A page as the span reader sees it: its lines, and where each of their words stands.

>>> from extract_filings.pipeline.records import Line
>>> line = Line(1, 0, "Due May 1")
>>> boxes = [(6.0 * i, 700.0, 6.0 * i + 6, 712.0) for i in range(9)]
>>> [(w.start, w.end, w.box[0]) for w in printed_page([line], [boxes]).words]
[(0, 3, 0.0), (4, 7, 24.0), (8, 9, 48.0)]
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract_filings.pipeline.records import Box, Line

WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Word:
    """`lines[line][start:end]` of its page; the box in points, the origin at the lower left."""

    line: int
    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """`words`: in the order of the lines. `number` counts from 1, of `of` pages."""

    lines: tuple[str, ...]
    words: tuple[Word, ...]
    number: int = 1
    of: int = 1


def printed_page(
    lines: Sequence[Line], boxes: Sequence[Sequence[Box]], number: int = 1, of: int = 1
) -> PrintedPage:
    """`boxes`: of each line of the page, one for each of its characters."""
    words = tuple(
        Word(i, *m.span(), _around(boxes[line.number][m.start() : m.end()]))
        for i, line in enumerate(lines)
        for m in WORD.finditer(line.text)
    )
    return PrintedPage(tuple(line.text for line in lines), words, number, of)


def _around(boxes: Sequence[Box]) -> Box:
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left), min(bottom), max(right), max(top)
