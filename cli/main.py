"""The command line, on top of everything: `extract FILE...` and its companions.

Results go to stdout, everything about the work to stderr. Exit codes: 0 all fine, 1 a file failed
and the others are done, 2 nothing could be done (usage, schema, model, output), 130 interrupted.
Commands import heavy libraries where they need them, so that help is instant.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from extract_filings.cli import export, extract, review, serve, tables, train
from extract_filings.cli.console import start
from extract_filings.cli.notes import tables as note_tables
from extract_filings.cli.series import series
from extract_filings.cli.show import show
from extract_filings.pipeline.errors import InputError


def refuse_typo(word: str, commands: Iterable[str]) -> None:
    """Raises InputError for a word that is no file, and nearly a command."""
    near = get_close_matches(word, commands, n=1)
    if near and not word.startswith("-") and not Path(word).exists():
        raise InputError(f"{word}: no such command or file; did you mean `extract {near[0]}`?")


class FilesFirst(TyperGroup):
    """A first word that is no command names a file: `extract report.pdf` runs `files`."""

    default_cmd_name = "files"

    def parse_args(self, ctx, args):  # type: ignore[no-untyped-def]  typer vendors click or not
        own = {"--help", "-h", "--version", "--install-completion", "--show-completion"}
        if args and args[0] not in {*self.commands, *own}:
            refuse_typo(args[0], self.commands)
            args = [self.default_cmd_name, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=FilesFirst,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(FilesFirst.default_cmd_name, no_args_is_help=True)(extract.files)
app.command("show", no_args_is_help=True)(show)
app.command("tables", no_args_is_help=True)(note_tables)
app.command("schemas")(tables.schemas)
app.command("models")(tables.models)
app.command("review", no_args_is_help=True)(review.review)
app.command("apply", no_args_is_help=True)(review.apply)
app.command("check", no_args_is_help=True)(tables.check)
app.command("diff", no_args_is_help=True)(tables.diff)
app.command("export", no_args_is_help=True)(export.export)
app.command("series", no_args_is_help=True)(series)
app.command("compact", no_args_is_help=True)(tables.compact)
app.command("serve", no_args_is_help=True)(serve.serve)
app.command("deployment", no_args_is_help=True)(serve.deployment)
app.command("push", no_args_is_help=True)(serve.push)
app.command("pull", no_args_is_help=True)(serve.pull)
app.command("dismiss", no_args_is_help=True)(serve.dismiss)
app.command("eval", no_args_is_help=True)(tables.evaluate)
app.command("audit", no_args_is_help=True)(review.audit)
app.command("synth", no_args_is_help=True)(train.synth)
app.command("train", no_args_is_help=True)(train.train)
app.command("learn", no_args_is_help=True)(train.learn)
app.command("calibrate", no_args_is_help=True)(train.calibrate)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # a third of the time that all else takes to load

        print(f"extract-filings {version('extract-filings')}")
        raise typer.Exit


@app.callback()
def about(
    version: Annotated[
        bool,
        typer.Option("--version", help="print the version", is_eager=True, callback=_version),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="print tracebacks; may stand anywhere in the command")
    ] = False,
) -> None:
    """Extract exact tables from long filings (PDF). Every value stands in the document, and the
    tables say where.

    `extract report.pdf` prints what it finds; `extract filings/ --out tables` writes Parquet
    tables. `extract files --help` lists the options of both.
    """


def main() -> None:
    """Entry of the `extract` program."""
    start(app, "extract")


if __name__ == "__main__":
    main()
