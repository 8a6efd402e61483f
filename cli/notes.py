"""`extract tables FILE` or OUT: every table of numbers that filings print, their notes' too."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract_filings.cli import options
from extract_filings.cli.console import Format, tell, terminal
from extract_filings.cli.options import DEFAULTS

if TYPE_CHECKING:
    from extract_filings.pipeline.tables.frames import Frames


def tables(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FILE|OUT",
            help="filing (PDF, HTML, text), or folder of tables (--out) that --notes wrote",
            show_default=False,
        ),
    ],
    document: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="only of this document of OUT; may be repeated"),
    ] = None,
    title: Annotated[
        str,
        typer.Option(
            metavar="WORDS",
            help="only tables that have these words in their title, in the sentence above them or"
            " in the title of their note",
            show_default=False,
        ),
    ] = "",
    note: Annotated[
        list[str] | None, typer.Option(metavar="N", help="only of this note; may be repeated")
    ] = None,
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
    """List the tables of numbers that filings print, notes too, or print some of them.

    Rows, heads, periods, exact values and places are read by code; no model is loaded. A folder is
    not read again.

    Examples:

    - `extract tables report.pdf` lists them

    - `extract tables report.pdf --table 12` prints one

    - `extract tables out --title segment` finds them in all filings of a folder

    - `extract tables out --title segment --format csv > cells.csv`
    """
    from extract_filings.pipeline.tables.chosen_tables import Wanted, chosen, tables_in

    frames = tables_in(source) if source.is_dir() else _read(source, password, ocr)
    wanted = Wanted(document or (), table or (), page or (), note or (), title)
    found = chosen(frames, wanted, source)
    if to:
        _write(found, to)
    elif format != Format.table:
        _print_cells(found, format)
    else:
        _show(found, whole=bool(table or page))
    if not found["table"].height:
        tell(f"{source}: no table of numbers found")
        raise typer.Exit(1)


def _read(file: Path, password: str | None, ocr: options.settings.Ocr) -> "Frames":
    from extract_filings.api.notes import printed_tables
    from extract_filings.pipeline.pdf.sandbox import Sandbox
    from extract_filings.pipeline.tables.notes import frames

    document, found = printed_tables(file, password, Sandbox(), ocr)
    return frames(document.name, found)


def _write(found: "Frames", to: Path) -> None:
    from extract_filings.pipeline.tables.dictionary import TABLE, notes, of_table

    to.mkdir(parents=True, exist_ok=True)
    about: Mapping[str, str] = {TABLE + t.name: t.text for t in notes()}
    for name, frame in found.items():
        frame.write_parquet(to / f"{name}.parquet", metadata=of_table(name, about))
    tell(f"{found['table'].height} tables written to {to}")


def _print_cells(found: "Frames", format: Format) -> None:
    from extract_filings.pipeline.tables.export import safe_csv

    cells = found["table_cell"]
    sys.stdout.write(safe_csv(cells) if format == Format.csv else cells.write_json() + "\n")


def _show(found: "Frames", *, whole: bool) -> None:
    from extract_filings.api.show_tables import show_list, show_tables

    if whole:
        show_tables(terminal(), found)
    else:
        show_list(terminal(), found["table"])
