"""fact/: a row per value of all tables, with everything that is known of it: whose it is, of which
period, in what unit, how sure, and where it is printed.

It follows from the other tables and is made anew whenever they change. Turned so that each item is
a column, its rows are the schema's tables.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from extract_filings.pipeline.status import FOUND
from extract_filings.pipeline.tables.decimals import DECIMAL
from extract_filings.pipeline.tables.keys import Frames, rows_of
from extract_filings.pipeline.tables.paths import POSITION, unit_of
from extract_filings.schemas.base import FieldSpec, Part

MONEY = "currency"
SAID = "column_scale"
NUMBERS = (Decimal, int, float)
ROW = ("document", "table", "period_end", "months")
FACT: dict[str, tuple[Any, str]] = {
    "document": (pl.String, "name of the file without its suffix"),
    "cik": (pl.String, "number of the company at the SEC, ten digits"),
    "ticker": (pl.String, "symbol of the common stock"),
    "registrant_name": (pl.String, "name of the company as printed"),
    "form": (pl.String, "form as EDGAR calls it"),
    "table": (pl.String, "table that has the value"),
    "row_number": (pl.Int64, "number of the row in a list, from 0"),
    "period_start": (pl.Date, "first day of the period"),
    "period_end": (pl.Date, "last day of the period"),
    "months": (pl.Int64, "length of the period in whole months"),
    "weeks": (pl.Int64, "length of the period in weeks, where it is printed in weeks"),
    "fiscal_year": (pl.Int64, "fiscal year in which the period ends, as the company calls it"),
    "fiscal_quarter": (pl.Int64, "quarter of the fiscal year that ends with the period"),
    "item": (pl.String, "column of the table that has the value"),
    "value": (DECIMAL, "number, exact, in base units; null if it is none"),
    "value_float": (pl.Float64, "the number as a float, for arithmetic"),
    "value_date": (pl.Date, "date; null if it is none"),
    "value_text": (pl.String, "the value as text, exact; never null"),
    "unit": (pl.String, "currency, shares or currency/share; null if it has none"),
    "currency": (pl.String, "ISO code of the currency of the row's amounts"),
    "scale": (pl.Int64, "power of ten from the number printed to the value"),
    "confidence": (pl.Float64, "probability that the value is right"),
    "status": (pl.String, "found, review, accepted, corrected …; broken rules"),
    "page": (pl.Int64, "page that prints the value, from 1"),
    "line": (pl.Int64, "line of the page, from 0"),
    "x0": (pl.Float64, "left edge of the words"),
    "y0": (pl.Float64, "lower edge of the words, from the bottom of the page"),
    "x1": (pl.Float64, "right edge of the words"),
    "y1": (pl.Float64, "upper edge of the words, from the bottom of the page"),
    "quote": (pl.String, "words that the value was read from, as printed"),
    "path": (pl.String, "JSON pointer of the value in its document, as in evidence/"),
}
"""Columns: type and meaning."""


def fact(frames: Frames, asked: Sequence[Part]) -> pl.DataFrame:
    """From tables with their keys. Rows stand as in evidence/; behind those of a document stand
    its classes of shares, which code reads and no question asks for.
    """
    evidence = frames["evidence"].with_columns(POSITION.alias("at"), value_text=pl.col("value"))
    rows = rows_of(frames, asked).drop("row_number", "period_end", "months")
    told = (
        evidence.join(rows, on=["document", "table", "at"], how="left", maintain_order="left")
        .join(_companies(frames, asked), on="document", how="left", maintain_order="left")
        .join(_kinds(asked), on=["table", "item"], how="left", maintain_order="left")
        .join(_scales(frames), on=ROW, how="left", nulls_equal=True, maintain_order="left")
    )
    text, kind = pl.col("value_text"), pl.col("kind")
    number = pl.when(kind == "number").then(text).cast(DECIMAL)
    made = told.with_columns(
        value=number,
        value_float=number.cast(pl.Float64),
        value_date=pl.when(kind == "date").then(text).str.to_date("%Y-%m-%d"),
    ).with_columns(scale=_power().fill_null(pl.when(pl.col("unit") == MONEY).then(SAID)))
    facts = made.select(pl.col(c).cast(t) for c, (t, _) in FACT.items())
    both = pl.concat([facts, _share_classes(frames, asked)])
    return both.sort("document", maintain_order=True)


def _share_classes(frames: Frames, asked: Sequence[Part]) -> pl.DataFrame:
    """Facts of share_class/, which tables of earlier versions lack."""
    if "share_class" not in frames:
        return pl.DataFrame(schema={c: t for c, (t, _) in FACT.items()})
    rows = (
        frames["share_class"]
        .join(_companies(frames, asked), on="document", how="left", maintain_order="left")
        .with_columns(row_number=pl.int_range(pl.len()).over("document"), status=pl.lit(FOUND))
    )
    digits = pl.col("shares").cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".")
    number = {"value": pl.col("shares"), "value_text": digits, "unit": pl.lit("shares")}
    day = {"value_date": pl.col("as_of"), "value_text": pl.col("as_of").cast(pl.String)}
    words = {"value_text": pl.col("title"), "quote": pl.col("title")}
    each = [_item(rows, "title", words), _item(rows, "shares", number), _item(rows, "as_of", day)]
    return pl.concat(each).sort("document", "row_number", maintain_order=True)


def _item(rows: pl.DataFrame, item: str, told: dict[str, pl.Expr]) -> pl.DataFrame:
    """The facts of a column. The quote is of the number alone."""
    quote = pl.col("quote") if item == "shares" else pl.lit(None)
    what = {"table": pl.lit("share_class"), "item": pl.lit(item), "quote": quote} | told
    made = rows.with_columns(**what).drop_nulls("value_text")
    path = pl.format("/share_class/{}/{}", "row_number", "item")
    made = made.with_columns(path=path, value_float=_given(made, "value").cast(pl.Float64))
    made = made.with_columns(scale=_power()) if item == "shares" else made
    return made.select(_given(made, c).cast(t).alias(c) for c, (t, _) in FACT.items())


def _given(rows: pl.DataFrame, column: str) -> pl.Expr:
    return pl.col(column) if column in rows.columns else pl.lit(None)


def _companies(frames: Frames, asked: Sequence[Part]) -> pl.DataFrame:
    root, name = frames[asked[0].name], "registrant_name"
    keys = frames["documents"].select("document", "cik", "ticker", "form")
    if root.schema.get(name) != pl.String:
        return keys.with_columns(pl.lit(None, pl.String).alias(name))
    return keys.join(root.select("document", name), on="document", how="left")


def _kinds(asked: Sequence[Part]) -> pl.DataFrame:
    rows = [(p.name, f.name, _kind(f), unit_of(f)) for p in asked for f in p.fields]
    return pl.DataFrame(rows, schema=["table", "item", "kind", "unit"], orient="row").cast(
        pl.String
    )


def _kind(spec: FieldSpec) -> str:
    return "number" if spec.type in NUMBERS else spec.type.__name__


def _scales(frames: Frames) -> pl.DataFrame:
    """What the columns of statements say of their amounts."""
    if "column" not in frames:
        return pl.DataFrame(
            schema={**{c: frames["evidence"].schema[c] for c in ROW}, SAID: pl.Int64}
        )
    periods = frames["column"].filter(pl.col("kind") == "period").drop_nulls("period_end")
    return periods.unique(ROW, keep="first").select(*ROW, pl.col("scale").alias(SAID))


def _power() -> pl.Expr:
    """From the number in the quote to the value; null if no power of ten leads there."""
    digits = pl.col("quote").str.extract(r"(\d[\d,]*(?:\.\d+)?|\.\d+)")
    printed = digits.str.replace_all(",", "").cast(pl.Float64, strict=False)
    ratio = pl.col("value_float").abs() / printed
    power = ratio.log10().round()
    exact = (ratio / pl.lit(10.0).pow(power) - 1).abs() < 1e-9
    return pl.when(exact).then(power).cast(pl.Int64, strict=False)
