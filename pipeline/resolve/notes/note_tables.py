"""All tables of numbers of a document, those of its notes too, as they are printed.

No model is asked: grids (document_grids.py) are put together to tables, each number gets its period
(grid_periods.py), scale and unit, and each table its title and note. The cover says the period of
the filing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

from extract_filings.pipeline.records import Box, Document, PrintedTable, TableCell, TableRow
from extract_filings.pipeline.resolve.amounts import Amount, Boxes, UprightBoxes
from extract_filings.pipeline.resolve.head_words import readings
from extract_filings.pipeline.resolve.notes.document_grids import grids_of
from extract_filings.pipeline.resolve.notes.filing_cover import known_by_cover
from extract_filings.pipeline.resolve.notes.grid_periods import Dated, read_periods
from extract_filings.pipeline.resolve.notes.grids import Grid
from extract_filings.pipeline.resolve.notes.note_scales import UNDATED, Scales, scales_of
from extract_filings.pipeline.resolve.notes.note_titles import notes_of, title_of
from extract_filings.pipeline.resolve.notes.note_units import units_of
from extract_filings.pipeline.resolve.printed_rows import levels_of, placed_under, rows_over
from extract_filings.pipeline.resolve.sheet import in_place
from extract_filings.pipeline.resolve.statement import in_base_units

Grids = list[tuple[Grid, dict[Amount, Dated]]]


@dataclass(frozen=True)
class _Context:
    """What tables share. `notes`: the note that each line stands in."""

    boxes: Boxes
    notes: dict[int, list[tuple[int, str, str]]]
    scales: Scales


def note_tables(document: Document, boxes: UprightBoxes) -> tuple[PrintedTable, ...]:
    """All tables, in printed order."""
    pages = [n for n, page in enumerate(document.pages, 1) if page]
    placed = boxes(pages)
    found = grids_of(document, placed)
    lines = {n: in_place(document.pages[n - 1], placed) for n in pages}
    periods = read_periods(found, known_by_cover(document))
    kept = [(g, p) for g, p in zip(found, periods, strict=True) if _is_table(g)]
    context = _Context(placed, notes_of(lines), scales_of([g for g, _ in kept], lines))
    number = count(1)
    return tuple(_table(next(number), some, context) for some in _joined(kept))


def _is_table(grid: Grid) -> bool:
    """Two numbers at least; no contents of pages."""
    values = [a for r in grid.rows for a, _ in r.amounts]
    bare = all(a.printed.isdigit() and a.value < 1000 for a in values)
    one = len(grid.columns) == 1
    rising = all(a.value <= b.value for a, b in pairwise(values))
    return len(values) > 1 and not (one and bare and rising and not grid.head)


def _joined(some: Grids) -> Iterator[Grids]:
    """The grids of each table: those below each other, and those that go on over a page."""
    table: Grids = []
    for grid, periods in some:
        if table and not _goes_on(table[-1][0], grid):
            yield table
            table = []
        table.append((grid, periods))
    if table:
        yield table


def _goes_on(last: Grid, grid: Grid) -> bool:
    same = grid.after and not grid.above and last.page == grid.page
    over = grid.page == last.page + 1 and not grid.head and not grid.above
    return same or (over and len(last.columns) == len(grid.columns))


def _table(number: int, some: Grids, context: _Context) -> PrintedTable:
    first = some[0][0]
    title, caption = title_of(first)
    at = context.scales.lines[first.page].index(first.rows[0].lines[0])
    _, note, note_title = [n for n in context.notes[first.page] if n[0] < at][-1]
    heads, places = _heads(some)
    rows, cells = [], []
    for grid, periods in some:
        before = len(rows)
        rows += _rows(grid, before)
        cells += _cells(grid, periods, places[id(grid)], before, context)
    return PrintedTable(
        number,
        tuple(dict.fromkeys(g.page for g, _ in some)),
        title or note_title,
        caption,
        note,
        note_title,
        tuple(heads),
        tuple(_member(h) for h in heads),
        tuple(rows),
        tuple(cells),
        _hull([c.box for c in cells if c.box and c.place.page == first.page]),
    )


def _heads(some: Grids) -> tuple[list[str], dict[int, list[int]]]:
    """The heads of a table's columns, and of each grid the places of its own among them: grids of
    the same heads share columns, one without words has those of the grid above."""
    heads: list[str] = []
    places: dict[int, list[int]] = {}
    last: list[int] = []
    for grid, _ in some:
        own = [" | ".join(c.text for c in words) for words in grid.words]
        if not any(own) and len(last) == len(own):
            places[id(grid)] = last
            continue
        if own == [heads[i] for i in last]:
            places[id(grid)] = last
            continue
        last = [*range(len(heads), len(heads) + len(own))]
        heads += own
        places[id(grid)] = last
    return heads, places


def _member(head: str) -> str:
    """A head without its periods.

    >>> _member("Three Months Ended | June 30, 2023 | Europe")
    'Europe'
    """
    kept = []
    for part in head.split(" | "):
        bare = part
        for _, start, end, _ in sorted(readings(part), key=lambda r: r[1] - r[2]):
            bare = bare[:start] + " " * (end - start) + bare[end:]
        words = re.findall(r"(?i)\b(?!(?:as|of|at|ended|ending|for|the|and|in)\b)[a-z]{2,}", bare)
        kept += [part] if words else []
    return " | ".join(kept)


def _rows(grid: Grid, before: int) -> Iterator[TableRow]:
    levels = levels_of(grid.rows)
    numbers = [bool(r.amounts) for r in grid.rows]
    placed = [*placed_under([r.label for r in grid.rows], levels, numbers)]
    for i, row in enumerate(grid.rows):
        under = placed[i]
        yield TableRow(
            before + i + 1,
            row.label,
            levels[i],
            None if under is None else before + under + 1,
            next((label for heading, label in rows_over(placed, grid.rows, i) if heading), ""),
        )


def _cells(
    grid: Grid,
    periods: dict[Amount, Dated],
    places: Sequence[int],
    before: int,
    context: _Context,
) -> Iterator[TableCell]:
    heads = [" ".join(c.text for c in words) for words in grid.words]
    units = units_of(grid, [r.section for r in _rows(grid, 0)])
    for number, row in enumerate(grid.rows, before + 1):
        for amount, column in row.amounts:
            unit = units[amount]
            scale = context.scales.of(grid, amount, unit, heads[column])
            at = periods.get(amount)
            end, months = at.period if at else (None, None)
            sure = at.probability if at else UNDATED
            yield TableCell(
                number,
                places[column] + 1,
                amount.line,
                amount.start,
                amount.end,
                in_base_units(amount.value, scale.power),
                unit,
                scale.power,
                end,
                months,
                at.told_by if at else "",
                round(sure * scale.probability, 6),
                _box(amount, context.boxes),
            )


def _box(amount: Amount, boxes: Boxes) -> Box:
    some = boxes[amount.line.page][amount.line.number][amount.start : amount.end]
    return _hull(some) or (0.0, 0.0, 0.0, 0.0)


def _hull(some: Sequence[Box]) -> Box | None:
    if not some:
        return None
    x0, y0 = (min(b[i] for b in some) for i in (0, 1))
    x1, y1 = (max(b[i] for b in some) for i in (2, 3))
    return x0, y0, x1, y1
