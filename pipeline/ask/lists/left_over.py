"""Fields of a list that the span reader found in no column of its table, though one column is left
that can be nothing else: the only one that prints a choice's words, or the only date beside fields
that a row must have.
"""

from collections.abc import Iterator, Mapping, Sequence

from extract_filings.pipeline.ask.lists.columns import Column, Columns
from extract_filings.pipeline.ask.lists.table_rows import APART
from extract_filings.pipeline.ask.spans.cells import Cell
from extract_filings.pipeline.ask.spans.page import SpanPage
from extract_filings.pipeline.text.candidates import is_open
from extract_filings.schemas.base import FieldSpec

GUESS, CHOICE = 0.2, 0.5
"""Probability of a column that is only what is left, and of one that prints nothing but choices."""
MOSTLY = 0.5
"""Of the rows, more have a cell in such a column."""


def left_over(
    page: SpanPage, specs: Mapping[int, FieldSpec], lines: Sequence[int], filled: Columns
) -> dict[int, Column]:
    """By field; `lines`: the table's rows of cells."""
    made: dict[int, Column] = {}
    for k, spec in specs.items():
        if k not in filled and spec.choices and (column := _only(page, spec, lines, filled)):
            made[k] = _column(column, CHOICE)
    missing = [k for k, s in specs.items() if s.must and k not in {**filled, **made}]
    if len(missing) == 1:
        own = specs[missing[0]]
        find = _widest if is_open(own) else _only
        if column := find(page, own, lines, {**filled, **made}):
            made[missing[0]] = _column(column, GUESS)
    return made


def _column(cells: Sequence[Cell], share: float) -> Column:
    return Column(cells[0], {c.row: share for c in cells})


def _only(
    page: SpanPage, spec: FieldSpec, lines: Sequence[int], filled: Columns
) -> list[Cell] | None:
    """The one column whose cells print nothing but values of the field."""
    some = _by_column(c for n in lines for c in _free(page, n, filled) if _is(page, spec, c))
    likely = [cells for cells in some if len(cells) > MOSTLY * len(lines)]
    return likely[0] if len(likely) == 1 else None


def _is(page: SpanPage, spec: FieldSpec, cell: Cell) -> bool:
    return any((c.start, c.end) == (cell.start, cell.end) for c in page.offers_in(spec, cell))


def _widest(
    page: SpanPage, spec: FieldSpec, lines: Sequence[int], filled: Columns
) -> list[Cell] | None:
    """Of words beside the rows, or right above them where they are wrapped; else the only one of
    codes.
    """
    beside = []
    for before, n in zip([lines[0] - APART, *lines], lines, strict=False):
        near = (_words(page, m, filled) for m in range(n, max(before, n - APART), -1))
        beside += next(filter(None, near), [])
    widest = max(_by_column(beside), key=_width, default=[])
    if len(widest) > MOSTLY * len(lines):
        return widest
    some = _by_column(c for n in lines for c in _free(page, n, filled))
    return some[0] if len(some) == 1 and len(some[0]) > MOSTLY * len(lines) else None


def _words(page: SpanPage, row: int, filled: Columns) -> list[Cell]:
    text = page.passage.text
    some = _free(page, row, filled) if row >= 0 else ()
    return [cell for cell in some if sum(map(str.isalpha, text[cell.start : cell.end])) > 1]


def _free(page: SpanPage, row: int, filled: Columns) -> Iterator[Cell]:
    """Cells that stand in no column yet."""
    for cell in page.grid.rows[row]:
        if not any(cell.under(column.cell) for column in filled.values()):
            yield cell


def _by_column(cells: Iterator[Cell] | Sequence[Cell]) -> list[list[Cell]]:
    made: dict[Cell, list[Cell]] = {}
    for cell in cells:
        head = next((h for h in made if cell.under(h)), cell)
        made.setdefault(head, []).append(cell)
    return [*made.values()]


def _width(cells: Sequence[Cell]) -> float:
    return sum(c.right - c.left for c in cells)
