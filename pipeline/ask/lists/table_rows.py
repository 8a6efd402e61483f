"""Which rows of a page's cells are the rows of a table, and where one table ends and another begins
with its own head.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from extract_filings.pipeline.ask.lists.columns import Columns
from extract_filings.pipeline.ask.spans.cells import Cell
from extract_filings.pipeline.ask.spans.page import SpanPage
from extract_filings.pipeline.ask.spans.wrapped import goes_on
from extract_filings.pipeline.text.candidates import Candidate

ENOUGH = 0.4
"""Probabilities of a table's likeliest column together."""
SURE = 0.15
"""A row has a value of this probability, or stands beside rows that have."""
APART = 4
"""Lines from one row to the next at most; cells that are wrapped stand between."""
Cells = Mapping[int, Mapping[int, Candidate]]
"""What rows print, by row and field."""


def rows_told(page: SpanPage, typed: Columns, values: Cells, texts: Columns) -> list[int]:
    """The rows of tables. What tells them are columns of dates, numbers and choices if it has such,
    for a text may be wrapped; else most of its texts together.
    """
    if _likeliest(typed) >= ENOUGH:
        lines = _lines(values, typed)
        full = [n for n in sorted(values) if _full(values[n], typed)]
        return _further(lines, full) if len(typed) > 1 else lines
    if len(texts) < 2 or _likeliest(texts) < ENOUGH:
        return []
    return _lines(_whole(page, texts), texts)


def apart(
    page: SpanPage, rows: Sequence[int], typed: Columns, values: Cells, texts: Columns
) -> list[list[int]]:
    """The rows of each table: a line between that has words over a column of dates, numbers or
    choices, and over half of all columns, is the head of the next one.
    """
    made = [[*rows[:1]]]
    for before, n in pairwise(rows):
        between = range(before + 1, n)
        if any(_is_head(page, m, typed, values, texts) for m in between if m not in values):
            made.append([])
        made[-1].append(n)
    return made


def _is_head(page: SpanPage, row: int, typed: Columns, values: Cells, texts: Columns) -> bool:
    text = page.passage.text
    cells = [c for c in page.grid.rows[row] if any(map(str.isalpha, text[c.start : c.end]))]
    over = [k for k, c in {**texts, **typed}.items() if any(x.under(c.cell) for x in cells)]
    likely = any(c.shares.get(row, 0.0) > SURE for c in texts.values())  # "on request" for a price
    whole = any(k in typed for k in over) and 2 * len(over) >= len(typed) + len(texts)
    return whole and not likely


def _likeliest(some: Columns) -> float:
    return max((c.total for c in some.values()), default=0.0)


def _whole(page: SpanPage, texts: Columns) -> dict[int, dict[int, Cell]]:
    """Rows of the grid with cells in most columns, by column; but for those of fewer cells than the
    row above that all go on with its.
    """
    held: dict[int, dict[int, Cell]] = defaultdict(dict)
    widest: dict[int, float] = {}
    for k, column in texts.items():
        cells = [c for row in page.grid.rows for c in row if c.under(column.cell)]
        widest[k] = max(c.right - c.left for c in cells)
        for cell in cells:
            held[cell.row][k] = cell
    made: dict[int, dict[int, Cell]] = {}
    above: dict[int, Cell] = {}
    for n, row in sorted(held.items()):
        wraps = len(row) < len(above) and all(
            k in above and goes_on(page.passage.text, above[k], cell, widest[k])
            for k, cell in row.items()
        )
        if 2 * len(row) > len(texts) and not wraps:
            made[n] = row
        above = above | row if wraps else row
    return made


def _full(row: Mapping[int, object], lead: Columns) -> bool:
    """It has values of most columns."""
    return len(row) >= (len(lead) + 1) // 2


def _lines(values: Mapping[int, Mapping[int, object]], lead: Columns) -> list[int]:
    """The full ones between those that the span reader is sure of."""
    full = [n for n in sorted(values) if _full(values[n], lead)]
    sure = [n for n in full if any(c.shares.get(n, 0.0) > SURE for c in lead.values())]
    return [n for n in full if sure and sure[0] <= n <= sure[-1]]


def _further(lines: Sequence[int], full: Sequence[int]) -> list[int]:
    """And those that follow one another before and behind."""
    made = [*lines]
    for n in full if made else ():
        if 0 < n - made[-1] <= APART:
            made.append(n)
    for n in reversed(full) if made else ():
        if 0 < made[0] - n <= APART:
            made.insert(0, n)
    return made
