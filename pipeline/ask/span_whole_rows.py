"""Rows that lack a field which a row must have, and which most rows of the list have, are none:
totals, numbers of running text, cells of another table.
"""

from collections.abc import Mapping, Sequence

from extract_filings.pipeline.ask.span_names import OnPage
from extract_filings.schemas.base import FieldSpec

SURE = 0.9
"""Probability of all its values from which on a row stays, so that what it lacks is told."""


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
