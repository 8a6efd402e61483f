"""line_item/: the statements as they are printed, a row per number, and one per heading.

The schema's items are some of its rows: `item` names them, and their values are these numbers under
the schema's rule of signs.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl

from extract_filings.pipeline.records import LineAmount, LineItem, Record
from extract_filings.pipeline.resolve.confidence import UNSURE
from extract_filings.pipeline.tables.decimals import DECIMAL
from extract_filings.pipeline.tables.own_tables import ANCHOR, anchored

LINE_ITEM: dict[str, tuple[Any, str]] = {
    "document": (pl.String, "name of the file without its suffix"),
    "statement": (
        pl.String,
        "table of the schema that the statement is; comprehensive_income; changes_in_equity",
    ),
    "line": (pl.Int64, "row of the statement, from 1, in printed order"),
    "parent_line": (pl.Int64, "row that it stands under"),
    "level": (pl.Int64, "indent, from 0"),
    "label": (pl.String, "words of the row as printed; empty of a sum without words"),
    "section": (pl.String, "heading that it stands under; empty if none"),
    "item": (pl.String, "column of the statement's table that has the value; null if none"),
    "concept": (pl.String, "us-gaap's name of the row; null if unknown"),
    "concept_confidence": (pl.Float64, "probability of the concept"),
    "other_concepts": (pl.List(pl.String), "the next likeliest two, the likelier first"),
    "is_subtotal": (pl.Boolean, "whether other rows add up to it, exactly, in all columns"),
    "parts": (pl.String, "rows that add up to it, as in 2 + 3 - 4; null if none do"),
    "period_end": (pl.Date, "last day of the period; null of a heading"),
    "months": (pl.Int64, "length of the period in whole months; null of a day"),
    "member": (pl.String, "component of equity that the number is of; null of other statements"),
    "value": (DECIMAL, "number, exact, in base units, signed as printed"),
    "value_float": (pl.Float64, "the number as a float, for arithmetic"),
    "unit": (pl.String, "currency, shares, currency/share or ratio"),
    "currency": (pl.String, "ISO code of the currency of the column's amounts"),
    "scale": (pl.Int64, "power of ten from the number printed to the value"),
    "adds_up": (pl.Boolean, "whether the row is in a sum that holds: its digits are right"),
    "confidence": (pl.Float64, "probability of period, scale and sign"),
    "status": (pl.String, "found, or review below the bar that values have by default"),
    "quote": (pl.String, "number as printed"),
    "page": (pl.Int64, "page that prints it, from 1"),
    "x0": (pl.Float64, "left edge of the number"),
    "y0": (pl.Float64, "lower edge of the number, from the bottom of the page"),
    "x1": (pl.Float64, "right edge of the number"),
    "y1": (pl.Float64, "upper edge of the number, from the bottom of the page"),
    **ANCHOR,
}
"""Columns: type and meaning."""

MONEY = "currency"


def line_item_rows(record: Record, currencies: Mapping[tuple, str | None]) -> list[tuple]:
    """In printed order. `currencies`: by (statement, period_end[, months])."""
    return [
        (record.document, *_row(item), *_number(item, amount, currencies))
        for item in record.line_items
        for amount in item.amounts or (None,)
    ]


def _row(i: LineItem) -> tuple:
    words = i.statement, i.line, i.parent, i.level, i.label, i.section
    named = i.item or None, i.concept or None, i.concept_confidence if i.concept else None
    others = [name for name, _ in i.concepts[1:]]
    return (*words, *named, others, bool(i.parts), _sum(i.parts))


def _sum(parts: tuple[int, ...]) -> str | None:
    """
    >>> _sum((2, 3, -4)), _sum((-2, 1))
    ('2 + 3 - 4', '- 2 + 1')
    """
    text = " ".join(f"{'-' if p < 0 else '+'} {abs(p)}" for p in parts)
    return text.removeprefix("+ ") or None


def _number(item: LineItem, a: LineAmount | None, currencies: Mapping[tuple, str | None]) -> tuple:
    """In the order of the columns from the period on."""
    if a is None:
        return (*(None,) * 12, item.page, *(None,) * 7)
    unit = (a.unit or item.unit).replace("USD", MONEY)
    key = (item.statement, a.period_end, *([a.months] if a.months else []))
    common = next(filter(None, currencies.values()), None)  # statements that no column is read of
    currency = currencies.get(key, common) if unit.startswith(MONEY) else None
    status = "found" if a.confidence >= UNSURE else "review"
    value = a.value, float(a.value), unit, currency, a.scale, a.adds_up, a.confidence, status
    quote = a.place.text[a.start : a.end]
    return (
        a.period_end,
        a.months,
        a.member or None,
        *value,
        quote,
        a.place.page,
        *(a.box or (None,) * 4),
        *anchored(a.anchor),
    )
