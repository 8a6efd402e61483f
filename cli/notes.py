"""`extract tables FILE`: every table of numbers that a filing prints, its notes' too."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from extract_filings.cli import options
from extract_filings.cli.console import Format, tell, terminal
from extract_filings.cli.options import DEFAULTS
from extract_filings.pipeline.errors import InputError


def tables(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="PDF file", show_default=False)],
    table: Annotated[
        list[int] | None,
        typer.Option(help="print this table, by its number in the list; may be repeated"),
    ] = None,
    page: Annotated[
        list[int] | None, typer.Option(help="print the tables of this page; may be repeated")
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="folder for table.parquet and table_cell.parquet")
    ] = None,
    format: Annotated[
        Format, typer.Option(help="how to print; json and csv print the cells")
    ] = Format.table,
    ocr: options.Ocr = DEFAULTS.ocr,
    password: options.Password = DEFAULTS.password,
) -> None:
    """List the tables of numbers that a filing prints, notes too, or print some of them.

    Rows, heads, periods, exact values and places are read by code; no model is loaded.

    Examples:

    - `extract tables report.pdf` lists them

    - `extract tables report.pdf --table 12` prints one

    - `extract tables report.pdf --format csv > cells.csv`
    """
    from extract_filings.api.notes import printed_tables, show_list, show_table
    from extract_filings.pipeline.pdf.sandbox import Sandbox
    from extract_filings.pipeline.tables.dictionary import TABLE, notes, of_table
    from extract_filings.pipeline.tables.export import safe_csv
    from extract_filings.pipeline.tables.notes import frames

    document, found = printed_tables(file, password, Sandbox(), ocr)
    last = found[-1].number if found else 0
    for number in table or ():
        if not 0 < number <= last:
            raise InputError(
                f"{file}: has no table {number}, but 1 to {last}; `extract tables"
                f" {file}` lists them"
            )
    chosen = [
        t for t in found if (not table or t.number in table) and (not page or {*page} & {*t.pages})
    ]
    if to:
        to.mkdir(parents=True, exist_ok=True)
        about = {TABLE + t.name: t.text for t in notes()}
        for name, frame in frames(document.name, chosen).items():
            frame.write_parquet(to / f"{name}.parquet", metadata=of_table(name, about))
        tell(f"{len(chosen)} tables written to {to}")
    elif format != Format.table:
        cells = frames(document.name, chosen)["table_cell"]
        sys.stdout.write(safe_csv(cells) if format == Format.csv else cells.write_json() + "\n")
    elif table or page:
        for t in chosen:
            show_table(terminal(), t)
    else:
        show_list(terminal(), document.name, found)
    if not chosen:
        tell(f"{file}: no table of numbers found")
        raise typer.Exit(1)
