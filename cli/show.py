"""`extract show FILE`: the statements as the page prints them, with what each row became."""

from pathlib import Path
from typing import Annotated

import typer

from extract_filings.cli import options
from extract_filings.cli.console import terminal
from extract_filings.cli.options import DEFAULTS


def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="PDF file", show_default=False)],
    schema: options.Schema = DEFAULTS.schema,
    model: options.Model = DEFAULTS.model,
    password: options.Password = DEFAULTS.password,
) -> None:
    """Print a filing's statements row by row as they are printed, and what each row became.

    Σ marks a row to which others add up, exactly, in all its columns.

    Example: `extract show report.pdf`
    """
    from extract_filings.api.statements import show_statements
    from extract_filings.pipeline.extract import Pipeline
    from extract_filings.pipeline.settings import Settings

    record = Pipeline(Settings(schema=schema, model=model, password=password))(file)
    if not record.line_items:
        print(f"{file}: no statement found; `extract {file}` says what was")
        raise typer.Exit(1)
    show_statements(terminal(), record)
