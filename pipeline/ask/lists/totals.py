"""Rows of a list that are sums of the rows above them: by their name, or the numbers prove it."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from extract_filings.pipeline.ask.spans.page import SpanPage
from extract_filings.pipeline.ask.spans.row import Row

SAYS_SO = re.compile(r"(?i)\b(?:sub|grand\s+)?totals?\b|\bsum\b")
_OF = "due|amount|estimate|payable|charges?|price|cost|tax|fees?"
CALLED = re.compile(
    rf"(?i)(?:(?:sub|grand)[ -]?)?totals?(?:\W+(?:{_OF}|(?-i:[A-Z]{{3}})|\d{{4}})\b.{{0,30}})?:?"
    r"|\w+ (?:sub[ -]?)?total:?|(?:sum|in all|together|overall)(?: ?/ ?\w+)?:?"
)
"""What a total is called, and "Total care" is not."""
MEAN = re.compile(r"(?i)(?:mean|average|avg\.?)(?: ?/ ?\w+)?:?")
FEWEST, SEVERAL = 2, 2
"""Rows that are summed up; sums in a row that prove it a total whatever its name."""


def without_totals(page: SpanPage, rows: Sequence[Row]) -> list[Row]:
    """Without those that a text of theirs calls a total, or whose numbers are sums of their columns
    since the last total: several of them, or one on a line that speaks of a total; nor the last
    one if it is called their mean. Rows stand in the order of the page.
    """
    kept: list[Row] = []
    since: list[Row] = []
    for row in rows:
        sums = _sums(row, since)
        means = row is rows[-1] and len(kept) >= FEWEST and _is_called(row, MEAN)
        if means or _is_called(row, CALLED) or sums >= SEVERAL or (sums and _says_so(page, row)):
            since = []
            continue
        kept.append(row)
        since.append(row)
    return kept


def _is_called(row: Row, name: re.Pattern[str]) -> bool:
    """Whether one of its texts is such a name."""
    return any(name.fullmatch(place.candidate.said) for place in row.places.values())


def _says_so(page: SpanPage, row: Row) -> bool:
    beside = {page.grid.row(p.candidate.start) for p in row.places.values()}
    cells = (cell for n in beside for cell in page.grid.rows[n])
    return any(SAYS_SO.search(page.passage.text, c.start, c.end) for c in cells)


def _sums(row: Row, above: Sequence[Row]) -> int:
    """How many of its numbers are the sum of those above."""
    own, others = _numbers(row), [_numbers(other) for other in above]
    columns = {k: [o[k] for o in others if k in o] for k in own}
    return sum(len(some) >= FEWEST and sum(some) == own[k] != 0 for k, some in columns.items())


def _numbers(row: Row) -> Mapping[int, Decimal]:
    made = {}
    for k, place in row.places.items():
        try:
            made[k] = Decimal(place.candidate.said)
        except InvalidOperation:
            continue
    return made
