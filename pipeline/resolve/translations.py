"""Columns of another currency beside the statement's own, as "US$" beside RMB or yen: they
translate a period, and are none.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from statistics import mean

from extract_filings.pipeline.records import Line
from extract_filings.pipeline.resolve.amounts import Boxes
from extract_filings.pipeline.resolve.head_cells import HeadCell, head_cells
from extract_filings.pipeline.resolve.layout import ASIDE, STACK, Table
from extract_filings.pipeline.resolve.periods import Column
from extract_filings.pipeline.text.currency import (
    alike,
    head_of_column,
    sign_ahead,
    stated,
)
from extract_filings.pipeline.text.currency import tokens as head_tokens
from extract_filings.pipeline.text.scale import states_scale

TRANSLATION = "translation"
"""What such a column is instead of a period."""
WIDE = 110.0  # points: wider words are no head of one column
MOST = 3  # cells of one line that several columns share


def currencies(
    table: Table, lines: Sequence[Line], boxes: Boxes, before: Sequence[tuple[Column, str]]
) -> list[str]:
    """The token over each column; "" if there is none. A table without a head has those of the one
    `before`, and where no head names any, numbers have their signs."""
    found = _over(table, lines, boxes)
    if not any(found) and not table.own:
        found = [
            next((t for c, t in before if abs(c.x1 - column.x1) < ASIDE), "")
            for column in table.columns
        ]
    return found if any(found) else [_ahead(c) for c in table.columns]


def without_translations(table: Table, over: Sequence[str], lines: Sequence[Line]) -> Table:
    """The table, columns of another currency marked as no period."""
    if not any(over):
        return table
    other = _others(table, over, lines)
    columns = tuple(
        replace(c, no_period=TRANSLATION) if i in other else c for i, c in enumerate(table.columns)
    )
    return replace(table, columns=columns)


def their_scales(table: Table, lines: Sequence[Line], boxes: Boxes) -> set[Line]:
    """Scales that stand over a column that is no period alone, where the others have their own:
    "(Millions)" over those in yen, "(Thousands)" over those in dollars.
    """
    bottom, kinds = table.rows[0][1][0].y, {True: set(), False: set()}
    for line in lines:
        cells = head_cells(line, boxes[line.page][line.number]) if line.page == table.page else []
        if len(cells) == 1 and bottom < cells[0].y < bottom + STACK and states_scale(line.text):
            nearest = min(table.columns, key=lambda c: abs(c.middle - cells[0].middle))
            kinds[bool(nearest.no_period)].add(line)
    return kinds[True] if kinds[False] else set()


def _over(table: Table, lines: Sequence[Line], boxes: Boxes) -> list[str]:
    """The token of the lowest words over each column that name a currency."""
    rows = {line for line, _ in table.rows}
    bottom, left = table.rows[0][1][0].y, table.columns[0].x0 if table.columns else 0.0
    found = [""] * len(table.columns)
    for line in lines:
        if line.page != table.page or line in rows or not head_tokens(line.text):
            continue
        cells = [
            c
            for c in head_cells(line, boxes[line.page][line.number])
            if bottom < c.y < bottom + STACK and c.x1 > left - ASIDE and head_of_column(c.text)
        ]
        for i, cell in _named(cells, table.columns):
            found[i] = head_of_column(cell.text)
    return found


def _named(cells: Sequence[HeadCell], columns: Sequence[Column]) -> Iterator[tuple[int, HeadCell]]:
    """The cell of a line over each column, by the column's number. `cells`: those of currencies."""
    free = [i for i, c in enumerate(columns) if not c.no_period or head_of_column(c.no_period)]
    if not 1 < len(cells) <= min(MOST, len(free)):
        each = ((i, _of_column(c, cells, columns)) for i, c in enumerate(columns))
        yield from ((i, cell) for i, cell in each if cell)
        return
    groups = _centred(cells, [columns[i].middle for i in free])
    yield from ((i, cell) for cell, some in zip(cells, groups, strict=True) for i in free[some])


def _centred(cells: Sequence[HeadCell], middles: Sequence[float]) -> list[slice]:
    """Which columns each cell of a line is over: it stands in the middle of them, as "NOK" over
    three years beside "USD" over one. `middles`: of the columns.
    """

    def off(cuts: Sequence[int]) -> tuple[int, Sequence[int]]:
        groups = (middles[a:b] for a, b in pairwise((0, *cuts, len(middles))))
        far = sum(abs(c.middle - mean(g)) for c, g in zip(cells, groups, strict=True))
        return round(far), [-cut for cut in cuts]

    best = min(combinations(range(1, len(middles)), len(cells) - 1), key=off)
    return [slice(a, b) for a, b in pairwise((0, *best, len(middles)))]


def _of_column(
    column: Column, cells: Sequence[HeadCell], columns: Sequence[Column]
) -> HeadCell | None:
    """The nearest one; a lone one only if it stands right over this column, and no other."""
    nearest = min(cells, key=lambda c: abs(c.middle - column.middle), default=None)
    if nearest is None or len(cells) > 1:
        return nearest
    over = [c for c in columns if c.x0 - ASIDE < nearest.middle < c.x1 + ASIDE]
    ends = abs(nearest.x1 - column.x1) < ASIDE
    return nearest if (over == [column] or ends) and nearest.x1 - nearest.x0 < WIDE else None


def _ahead(column: Column) -> str:
    """What stands ahead of most of its numbers that have a sign."""
    signs = [sign_ahead(a.line.text, a.start) for a in column.cells]
    counts = Counter(s for s in signs if s)
    return counts.most_common(1)[0][0] if counts else ""


def _others(table: Table, over: Sequence[str], lines: Sequence[Line]) -> set[int]:
    """The columns of another currency than the statement's own: that of most columns, or of the
    first one where two have as many."""
    free = [i for i, c in enumerate(table.columns) if not c.no_period]
    if not free:
        return set()
    if over[free[0]]:
        own = max((over[i] for i in free if over[i]), key=lambda t: _of(t, over, free))
        return {i for i, token in enumerate(over) if token and not alike(token, own)}
    marked = [i for i, token in enumerate(over) if token]
    if marked and _stated_otherwise(over[marked[0]], table, lines):
        return _last_ones(marked, free, len(over))
    return set()


def _of(token: str, over: Sequence[str], free: Sequence[int]) -> int:
    """How many of the columns are of a currency."""
    return sum(bool(over[i]) and alike(over[i], token) for i in free)


def _last_ones(marked: Sequence[int], free: Sequence[int], count: int) -> set[int]:
    """The marked columns, if they are the last ones and no more than those before them."""
    plain = [i for i in free if i < marked[0]]
    last = [*range(marked[0], count)] == [*marked]
    return {*marked} if last and len(marked) <= len(plain) else set()


def _stated_otherwise(token: str, table: Table, lines: Sequence[Line]) -> bool:
    """Whether the page says that amounts are in another currency: a unit that all columns share may
    stand over the last one."""
    rows = {line for line, _ in table.rows}
    said = {stated(n.text) for n in lines if n.page == table.page and n not in rows}
    return any(one and not alike(one, token) for one in said)
