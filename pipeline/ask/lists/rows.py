"""Values of a list's fields -> its rows: those go together that the span reader takes for one row.

A place is a value of one field, the likeliest. Those that are likelier than not make the rows, in
the order of the page: each joins the best of the last rows that lacks its field, or begins a new
one. What is less likely by itself may still fill a gap in one of these.
"""

from collections.abc import Iterable, Sequence

from extract_filings.pipeline.ask.spans.page import Place, SpanPage, overlap
from extract_filings.pipeline.ask.spans.row import Row

Found = tuple[int, Place]
"""A field's number, and a place of its value."""
LIKELY, DOUBTFUL = 0.4, 0.1
"""Probabilities from which on a place makes a row, and may be a value of one."""
BACK = 4
"""Rows that a value may still join: cells that are wrapped stand below the next cell's line."""
SAME_LINE = 1.0
"""What standing beside one another adds to the score."""


def in_rows(page: SpanPage, found: Iterable[Found]) -> list[Row]:
    """`found`: of one page."""
    apart = _apart(f for f in found if f[1].probability > DOUBTFUL)
    sure = [f for f in apart if f[1].probability > LIKELY]
    rows: list[Row] = []
    for number, place in sorted(sure, key=lambda f: f[1].candidate.start):
        row = _best(page, rows[-BACK:], number, place)
        if row is None:
            row = Row()
            rows.append(row)
        row.places[number] = place
    for number, place in (f for f in apart if f[1].probability <= LIKELY):
        if row := _best(page, rows, number, place):
            row.places[number] = place
    return rows


def _apart(found: Iterable[Found]) -> list[Found]:
    """The likeliest first, without what overlaps a likelier one."""
    made: list[Found] = []
    for one in sorted(found, key=lambda f: -f[1].probability):
        if not any(overlap(one[1], other) for _, other in made):
            made.append(one)
    return made


def _best(page: SpanPage, rows: Sequence[Row], number: int, place: Place) -> Row | None:
    """The row that a value most likely belongs to, of those that lack its field."""
    free = [(_score(page, r, place), i) for i, r in enumerate(rows) if number not in r.places]
    score, i = max(free, default=(0.0, 0))
    return rows[i] if score > 0 else None


def _score(page: SpanPage, row: Row, place: Place) -> float:
    """The mean over the row's values."""
    scores = [_pair(page, other, place) for other in row.places.values()]
    return sum(scores) / len(scores)


def _pair(page: SpanPage, one: Place, other: Place) -> float:
    beside = len({page.grid.row(p.candidate.start) for p in (one, other)}) == 1
    level = SAME_LINE if beside else 0.0
    return (page.same_row(one, other) or 0.0) + level
