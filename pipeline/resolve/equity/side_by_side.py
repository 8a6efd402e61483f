"""Changes in equity of two periods and more that stand side by side, each with all components.

Rules:
- A line above the numbers whose cells each name a length of time, or two such lines of which the
  upper has the lengths and the lower the days, heads as many groups of columns, from left to right.
- Groups have the same number of columns.
- A balance is of the day before its period if it is called opening or no other stands above it,
  else of the last day, as a total of balances is.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract_filings.pipeline.records import Line
from extract_filings.pipeline.resolve.amounts import Amount, Boxes
from extract_filings.pipeline.resolve.equity.statement_titles import ALL_EQUITY, BALANCE
from extract_filings.pipeline.resolve.head_cells import HeadCell, head_cells
from extract_filings.pipeline.resolve.notes.grid_periods import Dated
from extract_filings.pipeline.resolve.notes.grid_text import whole_period
from extract_filings.pipeline.resolve.notes.grids import Grid
from extract_filings.pipeline.resolve.notes.period_choices import before
from extract_filings.pipeline.resolve.notes.period_words import OPENING, said
from extract_filings.pipeline.resolve.periods import Known, Period

SURE = 0.9
"""Probability of what such heads say."""
HEAD = 40
"""Lines above the numbers, at most."""


def side_by_side(
    grid: Grid, columns: Sequence[int], boxes: Boxes, known: Known
) -> dict[Amount, Dated]:
    """The periods of the grid's numbers; empty if no two stand side by side."""
    periods = _heads([*grid.above, *grid.heading][-HEAD:], boxes, known)
    each, rest = divmod(len(columns), len(periods) or 1)
    if len(periods) < 2 or rest or each < 2:
        return {}
    of = {c: periods[i // each] for i, c in enumerate(columns)}
    made: dict[Amount, Dated] = {}
    opened = False
    for row in grid.rows:
        total = ALL_EQUITY.search(row.label)
        balance = bool(row.amounts and (total or BALANCE.search(row.label)))
        opening = balance and not total and (not opened or bool(OPENING.search(row.label)))
        for amount, column in row.amounts:
            if column in of:
                made[amount] = Dated(_period(of[column], balance, opening, known), SURE, "column")
        opened |= balance
    return made


def _period(whole: Period, balance: bool, opening: bool, known: Known) -> Period:
    end, months = whole
    if not balance or months is None:
        return whole
    return (before(end, months, known) if opening else end), None


def _heads(lines: Sequence[Line], boxes: Boxes, known: Known) -> list[Period]:
    """From left to right, of the nearest line that names several."""
    rows = [head_cells(n, boxes[n.page][n.number]) for n in lines if len(boxes[n.page][n.number])]
    for texts in reversed([*_texts(rows)]):
        found = [whole_period(said(t), True, known) for t in texts]
        periods = [p for p in found if p and p[1]]
        if len(periods) == len(found) == len({*periods}) > 1:
            return periods
    return []


def _texts(rows: Sequence[Sequence[HeadCell]]) -> Iterator[list[str]]:
    """Of each line its cells, and of each two that stand under each other both."""
    for row in rows:
        yield [c.text for c in row]
    for upper, lower in pairwise(rows):
        if len(upper) == len(lower) and all(
            a.x0 < b.x1 and b.x0 < a.x1 for a, b in zip(upper, lower, strict=True)
        ):
            yield [f"{a.text} {b.text}" for a, b in zip(upper, lower, strict=True)]
