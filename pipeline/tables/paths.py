"""The columns of a record's tables, and the paths that name their cells."""

from typing import Any

import polars as pl

from extract_filings.schemas.base import FieldSpec, Part

CURRENCY = "currency"
"""The column of a statement that says what its amounts are in, if the schema has no such item."""
PERIOD = {
    "period_start": pl.Date,
    "weeks": pl.Int64,
    "fiscal_year": pl.Int64,
    "fiscal_quarter": pl.Int64,
}
"""Columns of a statement that follow from its periods (`keys.py`), if the schema has no such items.
"""

POSITION = pl.col("path").str.extract(r"^/[^/]*/(\d+)/").cast(pl.Int64).fill_null(0)
FIELD = pl.col("path").str.extract(r"([^/]*)$")
"""`position_of` and `field_of` for frames."""


def path(part: Part, position: int | None, field: str) -> str:
    """JSON pointer to a cell within its document: /income_statement/0/revenue, /filing/city for the
    root's one row.

    Without a position it names what is not there, as JSON pointers do: /income_statement/-/revenue.
    """
    if part.kind == "root":
        return f"/{part.name}/{field}"
    return f"/{part.name}/{'-' if position is None else position}/{field}"


def field_of(path: str) -> str:
    return path.rpartition("/")[2]


def position_of(path: str) -> int:
    """Of the row, among those of its document.

    >>> position_of("/security/2/title"), position_of("/filing/city")
    (2, 0)
    """
    position = path.split("/")[2:-1]
    return int(position[0]) if position else 0


def columns(part: Part) -> tuple[str, ...]:
    """The columns of the part's table: document, keys, fields; of a statement what follows from its
    periods, and the currency.
    """
    fields = [f.name for f in part.fields]
    own = [CURRENCY] if part.kind == "statement" and CURRENCY not in fields else []
    return ("document", *part.keys, *period_columns(part), *fields, *own)


def period_columns(part: Part) -> dict[str, Any]:
    """Of the part's table, with their types; a balance has neither a length nor a start."""
    taken = {f.name for f in part.fields}
    without = taken if "months" in part.keys else {*taken, "period_start", "weeks"}
    return {c: t for c, t in PERIOD.items() if part.kind == "statement" and c not in without}


def unit_of(spec: FieldSpec) -> str | None:
    """The schema's USD stands for the currency of the row.

    >>> from extract_filings.schemas.base import Cue
    >>> unit_of(FieldSpec("rent", int, "", Cue(unit="USD/share")))
    'currency/share'
    """
    return spec.cue.unit.replace("USD", CURRENCY) if spec.cue.unit else None
