"""Columns of one period that add up to another one: a fund's series, a group's members and what is
eliminated. The sum is the statement's own; its parts are no period, whatever stands over them.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extract_filings.pipeline.records import Line
from extract_filings.pipeline.resolve.dated_rows import DatedColumn

PART = "part"
"""What such a column is instead of a period."""
ROWS = 4
"""Rows with numbers in two parts, that add up: fewer may do so by chance."""
SHARE = 0.75
"""Of the rows of the sum, those that add up at least: shares and amounts per share do not."""


def without_parts(columns: Sequence[DatedColumn]) -> list[DatedColumn]:
    """The columns, those that add up to another one of their period as none."""
    by_period = defaultdict(list)
    for i, column in enumerate(columns):
        if column.period:
            by_period[column.period].append(i)
    parts = {p for same in by_period.values() for p in _parts([columns[i] for i in same], same)}
    return [_as_part(c) if i in parts else c for i, c in enumerate(columns)]


def _as_part(column: DatedColumn) -> DatedColumn:
    return replace(column, column=replace(column.column, no_period=PART), period=None)


def _parts(same: Sequence[DatedColumn], numbers: Sequence[int]) -> set[int]:
    """Of columns of one period, the numbers of those that add up to the one left."""
    printed = [{a.line: a.value for a in c.column.cells} for c in same]
    for i, total in enumerate(printed if len(same) > 2 else ()):
        others = [p for k, p in enumerate(printed) if k != i]
        if _add_up(total, others):
            return {n for k, n in enumerate(numbers) if k != i}
    return set()


def _add_up(total: dict[Line, Decimal], parts: Sequence[dict[Line, Decimal]]) -> bool:
    shared = [n for n in total if sum(bool(p.get(n)) for p in parts) > 1]
    right = sum(total[n] == sum(p.get(n, Decimal(0)) for p in parts) for n in shared)
    return right >= ROWS and right >= SHARE * len(shared)
