"""Dates of a cover that are printed over the end of a line, behind the field's own words: "for the
fiscal year ended July 1," and below it "2023". A model that sees words of one line at a time does
not know the halves.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract_filings.pipeline.records import Line, Piece, Pointer
from extract_filings.pipeline.text.patterns import DATE
from extract_filings.schemas.base import FieldSpec, Part

LABELLED = 0.9
"""Probability of a date behind the field's own words."""


def wrapped_date(part: Part, spec: FieldSpec, lines: Sequence[Line]) -> Pointer | None:
    """The first date behind words of the field's description that begins on one line and ends on
    the next. `lines`: of a page.
    """
    words = "|".join(r"\s+".join(p.split()) for p in spec.description.split(","))
    label = re.compile(rf"(?i)(?:{words})[\s:]*$")
    above = ("", *(line.text for line in lines))
    for before, (line, below) in zip(above, pairwise(lines), strict=False):
        for start, end in _over(line.text, below.text):
            if label.search(f"{before} {line.text[:start]}"):
                about, rest = (part.name, spec.name, line, start), (Piece(below, 0, end),)
                return Pointer(*about, len(line.text), LABELLED, rest=rest)
    return None


def _over(text: str, below: str) -> Iterator[tuple[int, int]]:
    """Where dates begin in a line and end in the one below.

    >>> [*_over("ended July 1,", "2023")], [*_over("July 1, 2023", "or later")]
    ([(6, 4)], [])
    """
    for match in DATE.finditer(f"{text} {below}"):
        if match.start() < len(text) < match.end() - 1:
            yield match.start(), match.end() - len(text) - 1
