"""`extract FILE...`: the main job over the files that were named."""

import sys
import time
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from extract_filings.cli import options
from extract_filings.cli.console import Format, say, show_traceback, tell, terminal
from extract_filings.cli.options import DEFAULTS
from extract_filings.cli.profile import Profile
from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.settings import Settings
from extract_filings.pipeline.sources import distinct, find
from extract_filings.pipeline.text.escape import document_name, legible

if TYPE_CHECKING:
    from pydantic import BaseModel

    from extract_filings.api.extractor import Extractor
    from extract_filings.api.result import Result
    from extract_filings.pipeline.tables.frames import Failure
    from extract_filings.pipeline.tables.summary import Summary

STARTED = time.perf_counter()
BAR = (
    TextColumn("{task.description}", markup=False),
    BarColumn(),
    MofNCompleteColumn(),
    TimeElapsedColumn(),
)


def files(
    ctx: typer.Context,
    inputs: options.Inputs,
    schema: options.Schema = DEFAULTS.schema,
    out: Annotated[
        Path | None,
        typer.Option(
            help="folder for the Parquet tables, in place of those of an earlier run; without it"
            " nothing is written"
        ),
    ] = None,
    model: options.Model = DEFAULTS.model,
    format: Annotated[
        Format | None, typer.Option(help="print the results too; without --out a table is printed")
    ] = None,
    exhaustive: options.Exhaustive = DEFAULTS.exhaustive,
    examples: options.Examples = DEFAULTS.examples,
    shots: options.Shots = DEFAULTS.shots,
    password: options.Password = DEFAULTS.password,
    time_limit: options.TimeLimit = DEFAULTS.time_limit,
    min_confidence: options.MinConfidence = DEFAULTS.min_confidence,
    target_precision: options.TargetPrecision = DEFAULTS.target_precision,
    calibration: options.Calibration = DEFAULTS.calibration,
    annotate: Annotated[
        Path | None,
        typer.Option(help="folder for a copy of each PDF with every value highlighted"),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="print nothing but errors")] = False,
    profile: Annotated[
        bool, typer.Option("--profile", help="print at the end where the seconds went")
    ] = False,
) -> None:
    """Extract exact tables from long filings (PDF). Every value stands in the document, and the
    tables say where.

    Examples:

    - `extract report.pdf` prints what it finds

    - `extract filings/ --out tables` reads a folder and writes Parquet tables

    - `extract a.pdf b.pdf --format json | jq '.[0].data.income_statement'`

    - `extract 'archive/**/*.pdf' --out tables --format csv > long.csv`
    """
    from extract_filings.schemas.load import load_schema

    watch = Profile("starting", STARTED)
    settings = Settings(
        schema=schema,
        model=model,
        exhaustive=exhaustive,
        password=password,
        time_limit=time_limit,
        examples=examples,
        shots=shots,
        calibration=calibration,
        min_confidence=min_confidence,
        target_precision=target_precision,
    )
    asked = load_schema(schema)
    if out:
        from extract_filings.pipeline.tables.swap import check_writable

        check_writable(out)
    paths, failures = gather(inputs, commands_of(ctx))
    results, failed = extract_all(paths, settings, quiet, watch) if paths else ([], [])
    failures += failed
    watch("writing")
    summary = finish(results, failures, asked, settings, out)
    not_marked = annotate_all(paths, results, annotate, settings) if annotate else []
    show_results(format or (None if out else Format.table), asked, results, failures)
    if out:
        say_waiting(out)
    if not quiet:
        tell(last_line(summary, asked.__name__.lower(), out if results else None))
    if profile:
        say.print("\n".join(watch.lines()), markup=False)
    raise typer.Exit(1 if failures or not_marked else 0)


def commands_of(ctx: typer.Context) -> list[str]:
    """The names of all commands, of which one may have been misspelled."""
    return list(getattr(ctx.parent.command if ctx.parent else None, "commands", ()))


def gather(
    inputs: Sequence[str], commands: Sequence[str] = ()
) -> "tuple[list[Path], list[Failure]]":
    """The files to read, and a failure for each word that names none."""
    paths: list[Path] = []
    failures = []
    for given in inputs:
        try:
            paths += find(given)
        except InputError as error:
            hint = get_close_matches(given, commands, n=1)
            more = f"; did you mean `extract {hint[0]}`?" if hint else ""
            failures.append(tell_failure(Path(given), InputError(f"{error}{more}")))
    return distinct(paths), failures


def load(settings: Settings) -> "Extractor":
    """Load schema and model, which takes seconds. Raises SchemaError or ModelError."""
    from extract_filings.api.extractor import Extractor

    return Extractor(settings, sandbox=True)


def extract_all(
    paths: Sequence[Path], settings: Settings, quiet: bool, watch: Profile
) -> "tuple[list[Result], list[Failure]]":
    """Read each file. The model is loaded once."""
    from extract_filings.pipeline.tables.frames import Failure

    results, failures = [], []
    hidden = quiet or not say.is_terminal
    with Progress(*BAR, console=say, transient=True, disable=hidden) as progress:
        task = progress.add_task("loading the model", total=len(paths))
        watch("loading the model")
        extractor = load(settings)
        for path in paths:

            def note(step: str, path: Path = path) -> None:
                watch(step)
                progress.update(task, description=legible(f"{path.name}: {step}"))

            result = attempt(extractor, path, note)
            progress.advance(task)
            if isinstance(result, Failure):
                failures.append(result)
                continue
            results.append(result)
            if not quiet:
                tell(f"{path.name}: {counted(result)}, {result.seconds} s")
    return results, failures


def counted(result: "Result") -> str:
    return f"{len(result.extracted.values)} values, {len(result.extracted.problems)} problems"


def attempt(extractor: "Extractor", path: Path, note: Callable[[str], None]) -> "Result | Failure":
    """One bad file, or a bug that it brings to light, must not end the others."""
    try:
        return extractor(path, note)
    except Exception as error:
        return tell_failure(path, error)


def tell_failure(path: Path, error: Exception) -> "Failure":
    """Print what went wrong at once, and keep it for the tables."""
    from extract_filings.api.extractor import failure

    failed = failure(path, error)
    show_traceback(error)
    tell(f"extract: {failed.message}")
    return failed


def finish(
    results: "Sequence[Result]",
    failures: "Sequence[Failure]",
    asked: "type[BaseModel]",
    settings: Settings,
    out: Path | None,
) -> "Summary":
    """Write the tables if asked to, and if there is anything to write; count them."""
    from extract_filings.api.result import summary_of, write_tables

    if out and results:
        return write_tables(results, failures, asked, settings, out)
    return summary_of(results, failures, asked, settings)


def say_waiting(out: Path) -> None:
    from extract_filings.pipeline.tables.verdicts import waiting

    for line in waiting(out):
        tell(f"extract: {line}")


def annotate_all(
    paths: Sequence[Path], results: "Sequence[Result]", folder: Path, settings: Settings
) -> "list[Failure]":
    """Write a highlighted copy of each file that was read."""
    from extract_filings.pipeline.pdf.highlight import annotate
    from extract_filings.pipeline.pdf.sandbox import Sandbox

    at, failures = {document_name(p): p for p in paths}, []
    sandbox = Sandbox(settings.time_limit)
    for result in results:
        path = at[result.document]
        try:
            sandbox(annotate, path, result.extracted, folder, settings.password)
        except Exception as error:
            failures.append(tell_failure(path, error))
    return failures


def show_results(
    format: Format | None,
    asked: "type[BaseModel]",
    results: "Sequence[Result]",
    failures: "Sequence[Failure]",
) -> None:
    """Print on stdout, where nothing else may print."""
    from extract_filings.api.render import show
    from extract_filings.pipeline.tables.export import as_csv, as_json
    from extract_filings.schemas.compile import parts

    records = [r.extracted for r in results]
    if format == Format.table:
        for record in records:
            show(terminal(), parts(asked), record)
    elif format:
        write = as_json if format == Format.json else as_csv
        sys.stdout.write(write(parts(asked), records, failures))


def last_line(s: "Summary", schema: str, out: Path | None) -> str:
    """`8 filings: 1234 asked = 1200 values + 34 problems; 3 checks failed; 0 files failed; OUT`"""
    sums = f"{s.asked} asked = {s.values} values + {s.problems} problems"
    review = f"; {s.review} for review" if s.review else ""
    warned = f", {s.checks_warned} warned" if s.checks_warned else ""
    checks = f"{plural(s.checks_failed, 'check')} failed{warned}"
    hint = "" if s.failed_documents == s.documents else "; add --out FOLDER"
    end = str(out) if out else f"nothing written{hint}"
    partly = f", {s.partly_read} partly read" if s.partly_read else ""
    files = f"{plural(s.failed_documents, 'file')} failed{partly}"
    return f"{plural(s.documents, schema)}: {sums}{review}; {checks}; {files}; {end}"


def plural(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"
