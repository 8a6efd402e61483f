"""Tables -> one file of a database: SQLite by Python's own library, DuckDB by its own.

DuckDB has exact decimals. SQLite has none: its numbers are whole or floats, so `value_text` of
fact/ has every digit there.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from extract_filings.pipeline.errors import ExtractError
from extract_filings.pipeline.tables.frames import Frames

KINDS = {pl.Int64: "INTEGER", pl.Boolean: "INTEGER", pl.Float64: "REAL"}
TEXT, NUMBER = "TEXT", "NUMERIC"


@contextmanager
def aside(file: Path) -> Iterator[Path]:
    """A file that takes the other's place when it is whole."""
    new = file.with_name(f".{file.name}.part")
    new.unlink(missing_ok=True)
    try:
        yield new
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)


def as_sqlite(frames: Frames, file: Path) -> None:
    with aside(file) as new, closing(sqlite3.connect(new)) as base, base:
        for name, frame in frames.items():
            columns = ", ".join(f"{quoted(c)} {_kind(t)}" for c, t in frame.schema.items())
            base.execute(f"CREATE TABLE {quoted(name)} ({columns})")
            marks = ", ".join("?" * frame.width)
            rows = ([_plain(v) for v in row] for row in frame.iter_rows())
            base.executemany(f"INSERT INTO {quoted(name)} VALUES ({marks})", rows)
            base.execute(
                f"CREATE INDEX {quoted(f'{name}_by_document')} ON {quoted(name)} (document)"
            )


def _kind(kind: pl.DataType) -> str:
    return NUMBER if isinstance(kind, pl.Decimal) else KINDS.get(type(kind), TEXT)


def _plain(value: Any) -> Any:
    """A number as text, which SQLite makes a number if it can without a loss; lists as JSON."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, date | datetime) else value


def as_duckdb(frames: Frames, file: Path) -> None:
    """Through Parquet, which it reads as they are. Raises ExtractError without the extra."""
    try:
        import duckdb
    except ModuleNotFoundError as error:
        raise ExtractError(
            "--format duckdb needs duckdb; type `pip install 'extract-filings[export]'`"
        ) from error
    with aside(file) as new, closing(duckdb.connect(str(new))) as base, TemporaryDirectory() as at:
        for name, frame in frames.items():
            frame.write_parquet(part := Path(at, name))
            base.execute(f"CREATE TABLE {quoted(name)} AS FROM read_parquet(?)", [str(part)])


def quoted(name: str) -> str:
    """
    >>> quoted("cash_flow")
    '"cash_flow"'
    """
    return '"' + name.replace('"', '""') + '"'
