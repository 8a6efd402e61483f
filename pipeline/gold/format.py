"""The columns of a gold file, one row a value."""

import polars as pl

COLUMNS = {
    "doc_id": pl.String,
    "section": pl.String,
    "item": pl.String,
    "period_start": pl.String,
    "period_end": pl.String,
    "value": pl.String,
    "unit": pl.String,
    "decimals": pl.String,
    "printed": pl.String,
    "concept": pl.String,
    "dimension": pl.String,
    "label": pl.String,
    "printed_negative": pl.Boolean,
    "scale": pl.Int32,
    "table_index": pl.Int32,
    "row_index": pl.Int32,
    "page": pl.Int32,
    "suspect": pl.String,
}
