"""What is no row of a list: rows of other tables, whose columns fit its fields far worse than those
of its best one; and what lacks a field that a row must have and that most rows have: totals,
numbers of running text.
"""

from collections.abc import Mapping, Sequence
from statistics import median

from extract_filings.pipeline.ask.spans.row import OnPage
from extract_filings.schemas.base import FieldSpec

SURE = 0.9
"""Probability of all its values from which on a row stays, so that what it lacks is told."""

ALIKE = 0.5
"""Of the fit of a list's best table, what its others have at least. In 56 documents of strangers 11
tables fitted less, all but one another list's or nobody's (rows over two lines had made two tables
of one); those that go on over pages fit alike.
"""


LOOSE = 0.5
"""Of the values of a table's row, what one beside the tables has at least: not a number of running
text alone.
"""


def of_its_tables(rows: Sequence[OnPage]) -> list[OnPage]:
    """Those of no table stay if they are as full."""
    best = max((row.fit for _, row in rows if row.fit is not None), default=0.0)
    own = [row for _, row in rows if row.fit is not None and row.fit >= ALIKE * best]
    full = median(len(row.places) for row in own) if own else 0
    kept = {id(row) for row in own}
    loose = {id(r) for _, r in rows if r.fit is None and len(r.places) >= LOOSE * full}
    return [(page, row) for page, row in rows if id(row) in kept | loose]


def whole_rows(rows: Sequence[OnPage], specs: Mapping[int, FieldSpec]) -> list[OnPage]:
    """`specs`: of the list's fields, by their numbers."""
    must = [k for k, field in specs.items() if field.must and _mostly(k, rows)]
    return [
        (page, row)
        for page, row in rows
        if all(k in row.places for k in must)
        or all(place.probability > SURE for place in row.places.values())
    ]


def _mostly(k: int, rows: Sequence[OnPage]) -> bool:
    return 2 * sum(k in row.places for _, row in rows) > len(rows)
