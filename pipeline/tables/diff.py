"""Two sets of tables -> the cells that differ: between two runs, two models, two versions."""

from pathlib import Path

import polars as pl

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.tables.dictionary import OWN
from extract_filings.pipeline.tables.parquet import read_part
from extract_filings.pipeline.tables.paths import PERIOD

NUMBER, FIELD, VALUE = "#row", "#field", "#value"
"""Names that no column of a schema has."""
KEYS = ("document", "period_end", "months", NUMBER)
"""What names a row. Rows of lists have no name; they are numbered within their document as they are
printed.
"""


def diff(before: Path, after: Path) -> pl.DataFrame:
    """A row per differing cell: table, document, row, field, before, after; None where there is no
    value. Raises InputError.
    """
    names = sorted({t.name for out in (before, after) for t in _tables(out)})
    frames = [
        _cells(before, n).join(
            _cells(after, n),
            on=["table", "document", "row", "field"],
            how="full",
            coalesce=True,
            suffix="_after",
        )
        for n in names
    ]
    both = pl.concat(frames).rename({"value": "before", "value_after": "after"})
    return both.filter(~pl.col("before").eq_missing(pl.col("after"))).sort(
        "document", "table", "row", "field"
    )


def _tables(out: Path) -> list[Path]:
    if not (out / "documents").is_dir():
        raise InputError(f"{out}: no tables in it; give a folder that --out named")
    return [p for p in out.iterdir() if p.name not in OWN]


def _cells(out: Path, table: str) -> pl.DataFrame:
    """A row per value: table, document, row, field, value."""
    parts = sorted((out / table).glob("*.parquet"))
    rows = (
        pl.concat([read_part(p) for p in parts], how="diagonal_relaxed")
        if parts
        else pl.DataFrame(schema={"document": pl.String})
    )
    if not {"period_end", "months"} & set(rows.columns):
        rows = rows.with_columns(pl.int_range(pl.len()).over("document").alias(NUMBER))
    keys = [k for k in KEYS if k in rows.columns]
    if "period_end" in keys:  # what follows from the period is no cell
        rows = rows.drop(PERIOD, strict=False)
    cells = rows.with_columns(_text(c, t) for c, t in rows.schema.items() if c not in keys).unpivot(
        index=keys, variable_name=FIELD, value_name=VALUE
    )
    row = pl.concat_str([pl.col(k).cast(pl.String) for k in keys[1:]], separator=" ")
    return cells.drop_nulls(VALUE).select(
        pl.lit(table).alias("table"),
        "document",
        row.alias("row"),
        pl.col(FIELD).alias("field"),
        pl.col(VALUE).cast(pl.String).alias("value"),
    )


def _text(column: str, kind: pl.DataType) -> pl.Expr:
    """As text, decimals without the zeros that only their column's width gives them."""
    text = pl.col(column).cast(pl.String)
    return text.str.replace(r"\.?0+$", "") if isinstance(kind, pl.Decimal) else text
