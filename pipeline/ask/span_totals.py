"""Rows of a list that are sums of the rows above them: they say so, and the numbers prove it."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from extract_filings.pipeline.ask.span_page import SpanPage
from extract_filings.pipeline.ask.span_rows import Row

SAYS_SO = re.compile(r"(?i)\b(?:sub|grand\s+)?totals?\b|\bsum\b")
FEWEST = 2
"""Rows that are summed up."""


def without_totals(page: SpanPage, rows: Sequence[Row]) -> list[Row]:
    """Without those whose line speaks of a total and has one number, at least, that is the sum of
    its column since the last total. Rows stand in the order of the page.
    """
    kept: list[Row] = []
    since: list[Row] = []
    for row in rows:
        if _says_so(page, row) and _sums_up(row, since):
            since = []
            continue
        kept.append(row)
        since.append(row)
    return kept


def _says_so(page: SpanPage, row: Row) -> bool:
    lines = {page.grid.line(p.candidate.start) for p in row.places.values()}
    return any(SAYS_SO.search(page.passage.lines[n].text) for n in lines)


def _sums_up(row: Row, above: Sequence[Row]) -> bool:
    own, others = _numbers(row), [_numbers(other) for other in above]
    columns = {k: [o[k] for o in others if k in o] for k in own}
    return any(len(some) >= FEWEST and sum(some) == own[k] for k, some in columns.items())


def _numbers(row: Row) -> Mapping[int, Decimal]:
    made = {}
    for k, place in row.places.items():
        try:
            made[k] = Decimal(place.candidate.said)
        except InvalidOperation:
            continue
    return made
