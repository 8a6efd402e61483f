"""Series as a table of its own: what its columns mean, and its way to a file or store."""

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import fsspec
import polars as pl
import simplejson

from extract_filings.pipeline.series.figures import Figure
from extract_filings.pipeline.tables import dictionary
from extract_filings.pipeline.tables.databases import aside
from extract_filings.pipeline.tables.decimals import DECIMAL
from extract_filings.pipeline.tables.own_tables import Columns, types
from extract_filings.pipeline.tables.parquet import write_through
from extract_filings.pipeline.tables.publish import reaching, remote

VINTAGE = pl.Struct(
    {
        "document": pl.String,
        "known": pl.Date,
        "value": DECIMAL,
        "label": pl.String,
        "quote": pl.String,
        "page": pl.Int64,
        "confidence": pl.Float64,
        "status": pl.String,
    }
)
OPERAND = pl.Struct(
    {
        "sign": pl.Int64,
        "period_start": pl.Date,
        "period_end": pl.Date,
        "months": pl.Int64,
        "value": DECIMAL,
        "document": pl.String,
        "page": pl.Int64,
    }
)
SERIES: Columns = {
    "company": (
        pl.String,
        "the company's cik, else its number at the tax office, else of its file",
    ),
    "name": (pl.String, "name of the company as its latest filing prints it"),
    "ticker": (pl.String, "symbol of its common stock as its latest filing prints it"),
    "table": (pl.String, "statement that has the item"),
    "item": (pl.String, "column of the statement's table"),
    "period_start": (pl.Date, "first day of the period; null of a day, or if nothing tells it"),
    "period_end": (pl.Date, "last day of the period"),
    "months": (pl.Int64, "length of the period in whole months; null of a day"),
    "fiscal_year": (pl.Int64, "fiscal year in which the period ends, as the company calls it"),
    "fiscal_quarter": (pl.Int64, "quarter of the fiscal year that ends with the period; 4: a year"),
    "kind": (
        pl.String,
        "reported; quarter or trailing twelve months: derived, no filing prints it",
    ),
    "first": (DECIMAL, "the figure as the earliest filing prints it"),
    "last": (DECIMAL, "the figure as the latest filing prints it; an amendment is later"),
    "restated": (pl.Boolean, "whether filings differ by more than rounding"),
    "unit": (pl.String, "currency, shares or currency/share"),
    "currency": (pl.String, "ISO code of its currency"),
    "first_document": (pl.String, "the earliest filing; of a derived figure the latest operand's"),
    "last_document": (pl.String, "the latest filing"),
    "page": (pl.Int64, "page of the latest filing that prints it, from 1; null of a derived one"),
    "known": (pl.Date, "day from which it was known: its first filing, all operands' filings"),
    "confidence": (pl.Float64, "probability that it is right; of the least sure operand"),
    "status": (pl.String, "of the latest filing's value, as in fact/; derived"),
    "vintages": (
        pl.List(VINTAGE),
        f"what filings print of it, the oldest first: {', '.join(f.name for f in VINTAGE.fields)}",
    ),
    "operands": (
        pl.List(OPERAND),
        f"what a derived figure is the sum of: {', '.join(f.name for f in OPERAND.fields)}",
    ),
}
"""Columns of the table: type and meaning."""
TABLE = dictionary.described(
    "series",
    "a row per item and period of a company",
    "Figures over filings, as `extract series --to FILE` writes them.",
    ("company", "table", "item", "period_end", "months", "kind"),
    SERIES,
)


def frame(figures: Sequence[Figure]) -> pl.DataFrame:
    """As a table."""
    plain = [c for c in SERIES if c not in ("vintages", "operands")]
    rows = [(*(getattr(f, c) for c in plain), _vintages(f), _operands(f)) for f in figures]
    return pl.DataFrame(rows, schema=types(SERIES), orient="row")


def _vintages(f: Figure) -> list[dict[str, Any]]:
    return [{n.name: getattr(v, n.name) for n in VINTAGE.fields} for v in f.vintages]


def _operands(f: Figure) -> list[dict[str, Any]]:
    return [
        {
            "sign": sign,
            "period_start": o.period_start,
            "period_end": o.period_end,
            "months": o.months,
            "value": o.last,
            "document": o.last_document,
            "page": o.page,
        }
        for sign, o in f.operands
    ]


def flat(table: pl.DataFrame) -> pl.DataFrame:
    """For CSV: lists as JSON."""
    return table.with_columns(
        pl.col("vintages", "operands").map_elements(_json, pl.String, skip_nulls=False)
    )


def _json(some: Iterable[Mapping[str, Any]]) -> str:
    return simplejson.dumps([*some], use_decimal=True, default=str, ensure_ascii=False)


def write(table: pl.DataFrame, place: str) -> None:
    """As Parquet, to a file or URL, with what its columns mean in the metadata. Raises OutputError
    or OSError; a file is then as before.
    """
    data = io.BytesIO()
    table.write_parquet(data, metadata={f"{dictionary.TABLE}{TABLE.name}": TABLE.text})
    if remote(place):
        with reaching(place), fsspec.open(place, "wb") as file:
            file.write(data.getvalue())  # type: ignore[union-attr]
    else:
        with aside(Path(place)) as new:
            write_through(new, data.getvalue())
