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
            formats=["%Y-%m-%d"],
            help="what was known on that day: filings that were due by then",
        ),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Parquet file or URL to write the series to; else it is printed"
        ),
    ] = None,
    format: Annotated[Format, typer.Option(help="how to print it")] = Format.table,
) -> None:
    """Show each company's items over time: as first and as last reported, restated figures apart.

    Quarters and trailing years that no filing prints are derived, marked so, with their operands.

    Example: `extract series out --item revenue --item net_income`
    """
    from extract_filings.api.frame import show_frame
    from extract_filings.pipeline.series import over_time
    from extract_filings.pipeline.series import table as of
    from extract_filings.pipeline.series.vintages import vintages_in
    from extract_filings.pipeline.tables.export import safe_csv

    known = vintages_in(out)
    for name in item or ():
        if name not in {v.item for v in known}:
            raise InputError(f"{out}: no figure of {name}; see `extract schemas` for the items")
    if to and not to.endswith(".parquet"):
        raise InputError(f"{to}: a series is written as Parquet; name a file .parquet")
    vintages = [v for v in known if not item or v.item in item]
    figures = over_time.series(vintages, as_of.date() if as_of else None)
    table = of.frame(figures)
    if to:
        of.write(table, to)
    elif format == Format.table:
        show_frame(terminal(), table.select(SHOWN))
    else:
        text = safe_csv(of.flat(table)) if format == Format.csv else table.write_json() + "\n"
        sys.stdout.write(text)
    derived = sum(bool(f.operands) for f in figures)
    restated = sum(f.restated for f in figures)
    where = f" written to {to}" if to else ""
    tell(f"{len(figures)} figures{where}: {restated} restated, {derived} derived{_left_out(out)}")


def _left_out(out: Path) -> str:
    """Filings without a cover are of no company."""
    from extract_filings.pipeline.series.vintages import without_company

    names = without_company(out)
    some = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
    return f"; left out, as no cover names the company: {some}" if names else ""


SHOWN = ("name", "item", "period_end", "months", "kind", "first", "last", "last_document", "page")
