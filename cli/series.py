"""`extract series OUT`: each company's items over time, from all filings that were read."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from extract_filings.cli import options
from extract_filings.cli.console import Format, tell, terminal
from extract_filings.pipeline.errors import InputError


def series(
    out: options.Out,
    item: Annotated[
        list[str] | None,
        typer.Option(help="item to show, such as revenue; may be repeated; all by default"),
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="what was known then: filings of periods up to that day"
        ),
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="Parquet file to write the series to; else it is printed")
    ] = None,
    format: Annotated[Format, typer.Option(help="how to print it")] = Format.table,
) -> None:
    """Show each company's items over time: as first and as last reported, restated figures apart.

    Quarters and trailing years that no filing prints are derived, marked so, with their operands.

    Example: `extract series out --item revenue --item net_income`
    """
    from extract_filings.api.frame import show_frame
    from extract_filings.pipeline.tables.export import safe_csv
    from extract_filings.pipeline.tables.series import frame, vintages_in
    from extract_filings.pipeline.tables.series import series as figures_of

    known = vintages_in(out)
    for name in item or ():
        if name not in {v.item for v in known}:
            raise InputError(f"{out}: no figure of {name}; see `extract schemas` for the items")
    if to and to.suffix != ".parquet":
        raise InputError(f"{to}: a series is written as Parquet; name a file .parquet")
    vintages = [v for v in known if not item or v.item in item]
    figures = figures_of(vintages, as_of.date() if as_of else None)
    table = frame(figures)
    if to:
        table.write_parquet(to)
    elif format == Format.table:
        show_frame(terminal(), table.select(SHOWN))
    else:
        sys.stdout.write(safe_csv(table) if format == Format.csv else table.write_json() + "\n")
    derived = sum(f.operands is not None for f in figures)
    restated = sum(f.restated for f in figures)
    where = f" written to {to}" if to else ""
    tell(f"{len(figures)} figures{where}: {restated} restated, {derived} derived")


SHOWN = ("name", "item", "period_end", "months", "kind", "first", "last", "last_document", "page")
