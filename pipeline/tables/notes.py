"""table/ and table_cell/: every table of numbers as it is printed, and its cells with their keys.

The key of a cell is the path of its row (section and label), the head of its column without
periods (`member`), and the period.
"""

from collections.abc import Sequence
from typing import Any

import polars as pl

from extract_filings.pipeline.records import PrintedTable, TableCell, TableRow
from extract_filings.pipeline.resolve.confidence import UNSURE
from extract_filings.pipeline.tables.decimals import DECIMAL
from extract_filings.pipeline.tables.own_tables import ANCHOR, anchored

BOX = {
    "x0": (pl.Float64, "left edge in points"),
    "y0": (pl.Float64, "lower edge in points, from the bottom of the page"),
    "x1": (pl.Float64, "right edge in points"),
    "y1": (pl.Float64, "upper edge in points, from the bottom of the page"),
}
TABLE: dict[str, tuple[Any, str]] = {
    "document": (pl.String, "name of the file without its suffix"),
    "table": (pl.Int64, "number of the table in the document, from 1, in printed order"),
    "page": (pl.Int64, "first page that prints it, from 1"),
    "last_page": (pl.Int64, "last page that prints it"),
    "title": (pl.String, "nearest heading above it"),
    "caption": (pl.String, "sentence that leads to it; empty if none"),
    "note": (pl.String, "number of the note that it stands in; null if in none"),
    "note_title": (pl.String, "title of that note; null if in none"),
    "heads": (pl.List(pl.String), "words over each column, from the top down"),
    "labels": (pl.List(pl.String), "words of each row, from the first down, headings too"),
    "levels": (pl.List(pl.Int64), "indent of each of these rows, from 0"),
    "rows": (pl.Int64, "printed rows, headings too"),
    "columns": (pl.Int64, "columns of numbers"),
    "cells": (pl.Int64, "numbers"),
    "undated": (pl.Int64, "numbers whose period nothing says"),
    **BOX,
}
"""Columns of table/: type and meaning. The box is that of the numbers on the first page."""

TABLE_CELL: dict[str, tuple[Any, str]] = {
    "document": (pl.String, "name of the file without its suffix"),
    "table": (pl.Int64, "number of the table in the document"),
    "row": (pl.Int64, "row of the table, from 1, in printed order"),
    "column": (pl.Int64, "column of numbers, from 1; those of another head are counted on"),
    "parent_row": (pl.Int64, "row that it stands under"),
    "level": (pl.Int64, "indent of the row, from 0"),
    "label": (pl.String, "words of the row as printed"),
    "section": (pl.String, "heading that the row stands under; empty if none"),
    "head": (pl.String, "words over the column, from the top down"),
    "member": (pl.String, "the same without periods; empty if the column is only a period"),
    "period_end": (pl.Date, "last day of the period; null where nothing says it"),
    "months": (
        pl.Int64,
        "length of the period in whole months; null of a day, 0 of what a day saw paid",
    ),
    "period_from": (
        pl.String,
        "what says the period: column, row, section, text or cover; null if none",
    ),
    "value": (DECIMAL, "number, exact, in base units, signed as printed"),
    "value_float": (pl.Float64, "the number as a float, for arithmetic"),
    "unit": (pl.String, "currency, shares, currency/share, percent, ratio or years"),
    "scale": (pl.Int64, "power of ten from the number printed to the value"),
    "confidence": (pl.Float64, "probability of period, scale and sign"),
    "status": (pl.String, "found, or review below the bar that values have by default"),
    "quote": (pl.String, "number as printed"),
    "page": (pl.Int64, "page that prints it, from 1"),
    **BOX,
    **ANCHOR,
}
"""Columns of table_cell/: type and meaning. Headings are rows without a cell; `section` and
`parent_row` name them."""


def frames(document: str, found: Sequence[PrintedTable]) -> dict[str, pl.DataFrame]:
    """Both tables of a document."""
    cells = [row for t in found for row in cell_rows(document, t)]
    made = {"table": [table_row(document, t) for t in found], "table_cell": cells}
    shapes = {"table": TABLE, "table_cell": TABLE_CELL}
    return {
        name: pl.DataFrame(
            rows, schema={c: kind for c, (kind, _) in shapes[name].items()}, orient="row"
        )
        for name, rows in made.items()
    }


def table_row(document: str, t: PrintedTable) -> tuple:
    """In the order of TABLE."""
    words = t.title, t.caption, t.note or None, t.note_title or None, list(t.heads)
    rows = [r.label for r in t.rows], [r.level for r in t.rows]
    undated = sum(c.period_end is None for c in t.cells)
    sizes = len(t.rows), len(t.heads), len(t.cells), undated
    pages = t.pages[0], t.pages[-1]
    return (document, t.number, *pages, *words, *rows, *sizes, *(t.box or (None,) * 4))


def cell_rows(document: str, t: PrintedTable) -> list[tuple]:
    """In the order of TABLE_CELL."""
    rows = {r.row: r for r in t.rows}
    return [(document, t.number, *_cell(t, c, rows[c.row])) for c in t.cells]


def _cell(t: PrintedTable, c: TableCell, row: TableRow) -> tuple:
    place = c.row, c.column, row.parent, row.level, row.label, row.section
    head = t.heads[c.column - 1], t.members[c.column - 1]
    period = c.period_end, c.months, c.period_from or None
    unit = c.unit.replace("USD", "currency")
    status = "found" if c.confidence >= UNSURE else "review"
    value = c.value, float(c.value), unit, c.scale, c.confidence, status
    quote = c.place.text[c.start : c.end]
    at = c.place.page, *(c.box or (None,) * 4), *anchored(c.anchor)
    return (*place, *head, *period, *value, quote, *at)
