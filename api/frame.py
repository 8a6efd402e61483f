"""A data frame on the terminal, every digit of its numbers shown and none that says nothing."""

from decimal import Decimal
from typing import Any

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extract_filings.pipeline.text.escape import legible


def show_frame(console: Console, frame: pl.DataFrame) -> None:
    """Prints all rows."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name, kind in frame.schema.items():
        table.add_column(name, justify="right" if kind.is_numeric() else "left")
    for row in frame.iter_rows():
        table.add_row(*(Text(_words(value)) for value in row))
    console.print(table)


def _words(value: Any) -> str:
    """
    >>> _words(Decimal("1204000000.00000000")), _words(Decimal("1.10000000")), _words(None)
    ('1,204,000,000', '1.1', '')
    """
    if isinstance(value, Decimal):
        text = f"{value:,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return "" if value is None else legible(str(value))
