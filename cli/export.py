"""`extract export`: tables as one file for other programs."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from extract_filings.cli import options
from extract_filings.cli.console import tell
from extract_filings.pipeline.errors import InputError
from extract_filings.schemas.names import plural

STDOUT = Path("-")


class Form(StrEnum):
    csv, json, xlsx, sqlite, duckdb = "csv", "json", "xlsx", "sqlite", "duckdb"


ENDINGS = {".db": Form.sqlite, ".sqlite3": Form.sqlite} | {f".{f.value}": f for f in Form}


def export(
    out: options.Out,
    pdf: options.Pdf,
    to: Annotated[
        Path,
        typer.Option("--to", "-o", metavar="FILE", help="file to write; - for stdout"),
    ] = STDOUT,
    format: Annotated[
        Form | None,
        typer.Option(
            help="csv: one line a value; xlsx: a sheet a table, values linked to pictures of their"
            " pages; json: an object a document; sqlite, duckdb: all tables; by default as the name"
            " of FILE says, else csv",
            show_default=False,
        ),
    ] = None,
    password: options.Password = None,
) -> None:
    """Write tables as one file, people's corrections in force.

    Examples:

    - `extract export out > values.csv`

    - `extract export out -o filings.xlsx` writes pictures into filings_pages/ too

    - `extract export out -o filings.sqlite`
    """
    from extract_filings.pipeline.review.cells import load_tables
    from extract_filings.pipeline.tables.append import with_fact

    form = format or _named(to)
    if to == STDOUT and form not in (Form.csv, Form.json):
        raise InputError(f"--format {form} needs a file; type `-o filings.{form}`")
    frames, asked = load_tables(out)
    frames = with_fact(frames, asked)
    if form == Form.xlsx:
        from extract_filings.pipeline.review.workbook import as_workbook

        for line in as_workbook(frames, asked, to, out, pdf, password):
            tell(f"extract: {line}")
    elif form in (Form.sqlite, Form.duckdb):
        from extract_filings.pipeline.tables.databases import as_duckdb, as_sqlite

        (as_sqlite if form == Form.sqlite else as_duckdb)(frames, to)
    else:
        from extract_filings.pipeline.tables.export import as_csv, as_json

        text = (as_csv if form == Form.csv else as_json)(asked, frames)
        sys.stdout.write(text) if to == STDOUT else to.write_text(text, encoding="utf-8")
    if to != STDOUT:
        tell(
            f"{to}: {plural(frames['fact'].height, 'value')} of"
            f" {plural(frames['documents'].height, 'document')}"
        )


def _named(to: Path) -> Form:
    """The format that the name of a file says. Raises InputError if it says none."""
    if to == STDOUT:
        return Form.csv
    if not (form := ENDINGS.get(to.suffix.lower())):
        known = ", ".join(sorted(ENDINGS))
        raise InputError(f"{to}: a name that ends in {known} says the format; else type --format")
    return form
