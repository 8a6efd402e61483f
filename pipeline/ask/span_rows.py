"""Values of a list's fields -> its rows: those go together that the span reader takes for one row.

Values come in the order of the page. Each joins the likeliest of the last rows that lacks its
field, or begins a new one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract_filings.pipeline.ask.span_page import Place, SpanPage

BACK = 4
"""Rows that a value may still join: cells that are wrapped stand below the next cell's line."""
SAME_LINE = 1.0
"""What standing on one printed line adds to the score."""


@dataclass(slots=True)
class Row:
    """{number of a field: its place}"""

    places: dict[int, Place] = field(default_factory=dict)


def in_rows(page: SpanPage, found: Sequence[tuple[int, Place]]) -> list[Row]:
    """`found`: a field's number and a place, of one page."""
    rows: list[Row] = []
    for number, place in sorted(found, key=lambda f: f[1].candidate.start):
        free = [r for r in rows[-BACK:] if number not in r.places]
        best = max(free, key=lambda r: _score(page, r, place), default=None)
        if best is None or _score(page, best, place) <= 0:
            best = Row()
            rows.append(best)
        best.places[number] = place
    return rows


def _score(page: SpanPage, row: Row, place: Place) -> float:
    """The mean over the row's values; of none in one window, whether it is on their line."""
    scores = [_pair(page, other, place) for other in row.places.values()]
    return sum(scores) / len(scores)


def _pair(page: SpanPage, one: Place, other: Place) -> float:
    lines = {page.passage.span(p.candidate.start, p.candidate.end)[0].number for p in (one, other)}
    level = SAME_LINE if len(lines) == 1 else 0.0
    return (page.same_row(one, other) or 0.0) + level
