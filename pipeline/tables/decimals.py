"""The type of every decimal column, whatever its values: tables of any runs can be put together.
What does not fit is a problem; no value is rounded.
"""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import polars.selectors as cs

from extract_filings.pipeline.errors import OutputError
from extract_filings.pipeline.records import Problem, Record

# Digits before and after the point. A percentage that is a share of 1 needs most: 5.40625 %.
BEFORE, AFTER = 30, 8
DECIMAL = pl.Decimal(BEFORE + AFTER, AFTER)
TOO_LONG = f"has more than {BEFORE} digits before the point or {AFTER} behind it"


def fits(value: Any) -> bool:
    """Whether a column holds the value exactly; all that is no decimal does.

    >>> fits(Decimal("68442.57200")), fits(Decimal("0.123456789")), fits(Decimal("1E+30"))
    (True, False, False)
    """
    if not isinstance(value, Decimal):
        return True
    before, _, after = f"{abs(value):f}".partition(".")
    return len(before) <= BEFORE and len(after.rstrip("0")) <= AFTER


def fitted(record: Record) -> Record:
    """The record with a problem in place of each value that does not fit."""
    refused = tuple(
        Problem(v.table, v.key, v.field, "refused", f"{abs(v.value):f} {TOO_LONG}")
        for v in record.values
        if not fits(v.value)
    )
    kept = tuple(v for v in record.values if fits(v.value))
    return replace(record, values=kept, problems=record.problems + refused)


def floats(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with floats in place of decimals, for arithmetic: libraries keep the eight places
    of a decimal when they divide.
    """
    return frame.with_columns(cs.decimal().cast(pl.Float64))


def of_one_type(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    """The frame with its decimals as DECIMAL; those of older tables are as wide as they needed.

    Raises OutputError if that would round one.
    """
    old = {c: t for c, t in frame.schema.items() if isinstance(t, pl.Decimal) and t != DECIMAL}
    made = frame.with_columns(pl.col(c).cast(DECIMAL, strict=False) for c in old)
    for column, kind in old.items():
        if not made[column].cast(kind, strict=False).equals(frame[column]):
            raise OutputError(
                f"{path}: a value of {column} {TOO_LONG}; extract its documents again, into another"
                " folder with --out"
            )
    return made
