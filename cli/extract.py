"""`extract FILE...`: the main job over the files that were named."""

import shlex
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract_filings.cli import options
from extract_filings.cli.console import Format, say, show_traceback, tell, terminal
from extract_filings.cli.options import DEFAULTS
from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.profile import Profile
from extract_filings.pipeline.settings import Settings

if TYPE_CHECKING:
    from extract_filings.api.extractor import Extractor
    from extract_filings.cli.reading import Read
    from extract_filings.pipeline.tables.frames import Failure
    from extract_filings.pipeline.tables.summary import Summary
    from extract_filings.schemas.base import Part

STARTED = time.perf_counter()


def files(
    inputs: options.Inputs,
    schema: options.Schema = DEFAULTS.schema,
    out: Annotated[
        Path | None,
        typer.Option(
            help="folder for the Parquet tables; what it holds of other documents stays; without"
            " it nothing is written"
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="drop all other documents from the tables of --out")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            min=1,
            help="files read at the same time, each in a process of its own that holds the model;"
            " by default one a core, four at most, and one with a general model",
            show_default=False,
        ),
    ] = None,
    model: options.Model = DEFAULTS.model,
    format: Annotated[
        Format | None, typer.Option(help="print the results too; without --out a table is printed")
    ] = None,
    pages: options.Pages = DEFAULTS.pages,
    exhaustive: options.Exhaustive = DEFAULTS.exhaustive,
    notes: options.Notes = DEFAULTS.notes,
    ocr: options.Ocr = DEFAULTS.ocr,
    examples: options.Examples = DEFAULTS.examples,
    shots: options.Shots = DEFAULTS.shots,
    password: options.Password = DEFAULTS.password,
    time_limit: options.TimeLimit = DEFAULTS.time_limit,
    opening_limit: options.OpeningLimit = DEFAULTS.opening_limit,
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

    - `extract filings/ --out tables` reads a folder and adds it to Parquet tables

    - `extract a.pdf b.pdf --format json | jq '.[0].data.income_statement'`

    - `extract 'archive/**/*.pdf' --out tables --format csv > long.csv`
    """
    from extract_filings.cli.side_by_side import workers
    from extract_filings.pipeline.batch import worker

    if notes and not out:
        raise InputError(
            "--notes writes tables: add --out FOLDER; `extract tables FILE` prints them"
        )
    watch = Profile("starting", STARTED)
    number, threads = workers(jobs, model, inputs)
    settings = Settings(
        schema=schema,
        model=model,
        pages=pages,
        exhaustive=exhaustive,
        notes=notes,
        ocr=ocr,
        password=password,
        threads=threads,
        time_limit=time_limit,
        opening_limit=opening_limit,
        examples=examples,
        shots=shots,
        calibration=calibration,
        min_confidence=min_confidence,
        target_precision=target_precision,
    )
    words, missing, empty = gather(inputs, quiet)
    limits = worker.Limits(seconds=None)
    if words and model == DEFAULTS.model:  # others may have to be refused first
        worker.start(settings, limits)
    # imported now, while that process loads the model
    from extract_filings.cli.reading import How, apart, into_tables, with_missing
    from extract_filings.pipeline.batch.jobs import Job
    from extract_filings.pipeline.tables.summary import crashed, summarize, unlike
    from extract_filings.pipeline.tables.swap import check_writable
    from extract_filings.schemas.load import load_schema
    from extract_filings.schemas.names import spoken

    job, how = Job(out or Path(), settings, limits), How(number, quiet, watch)
    asked = job.parts
    if out:
        check_writable(out)
    read = into_tables(words, job, how, replace) if out and words else apart(words, job, how)
    read = with_missing(read, missing, job)
    watch("writing")
    not_marked = annotate_all(read, asked, annotate, settings) if annotate else 0
    show_results(format or (None if out else Format.table), asked, read)
    if out:
        say_waiting(out)
    for name in unlike(read.frames):
        tell(f"extract: {name}: {doubt(schema)}")
    for why in crashed(read.frames):
        tell(f"extract: schema {schema}: {why}")
    if not quiet and read.frames["documents"].height:
        end = f"marked copies in {annotate}" if annotate and not out else read.end
        sums = summarize(read.frames, asked)
        if out and sums.checks_failed:
            tell(f"extract: extract check {shlex.quote(str(out))} shows what failed its checks")
        tell(last_line(sums, spoken(load_schema(schema).__name__), end, bool(out or annotate)))
    if profile:
        say.print("\n".join(watch.lines()), markup=False)
    raise typer.Exit(1 if read.failed or empty or not_marked else 0)


def doubt(schema: str) -> str:
    """What to say of a document in which next to nothing was found. Our other schemas are no help
    to those who wrote their own.
    """
    from extract_filings.schemas.load import schema_names

    found, names = f"next to nothing was found of schema {schema}", schema_names()
    if schema not in names:
        return f"{found}; if the document is one, name its fields in the words that it prints"
    others = [f"`--schema {name}`" for name in names if name != schema]
    return f"{found}: did you mean {' or '.join(others)}, or a schema of your own?"


def gather(
    inputs: Sequence[str], quiet: bool = False
) -> "tuple[list[str], list[Failure], list[str]]":
    """The words that name files, a failure for each file that is not there, and the folders without
    a filing; both are told, and unless `quiet` what a folder was not read for.
    """
    from extract_filings.pipeline.sources import find_sources, missed

    words, failures, empty = [], [], []
    for given in inputs:
        try:
            found = find_sources([given])
        except InputError as error:
            failures.append(tell_failure(Path(given), error))
            continue
        (words if found.sources else empty).append(given)
        if not quiet and (others := missed(found.passed_over)):
            tell(f"extract: {given}: {others}")
    for folder in empty:
        tell(f"extract: {folder}: no filing in this folder; name the folder that holds them")
    return words, failures, empty


def load(settings: Settings) -> "Extractor":
    """Load schema and model, which takes seconds. Raises SchemaError or ModelError."""
    from extract_filings.api.extractor import Extractor

    return Extractor(settings, sandbox=True)


def tell_failure(path: Path, error: Exception) -> "Failure":
    """Print what went wrong at once, and keep it."""
    from extract_filings.api.extractor import failure

    failed = failure(path, error)
    show_traceback(error)
    tell(f"extract: {failed.message}")
    return failed


def say_waiting(out: Path) -> None:
    from extract_filings.pipeline.tables.verdicts import waiting

    for line in waiting(out):
        tell(f"extract: {line}")


def annotate_all(read: "Read", asked: "Sequence[Part]", folder: Path, settings: Settings) -> int:
    """Write a highlighted copy of each file that was read; the number of those that failed."""
    from tempfile import TemporaryDirectory

    from extract_filings.pipeline.annotate import annotate
    from extract_filings.pipeline.pdf.sandbox import Sandbox
    from extract_filings.pipeline.sources import fetched
    from extract_filings.pipeline.tables.restore import records_of

    sandbox, failed = Sandbox(settings.opening_limit), 0
    for record in records_of(read.frames, asked):
        source = read.sources[record.document]
        try:
            with TemporaryDirectory() as at, fetched(source, Path(at)) as path:
                sandbox(annotate, path, record, folder, settings.password)
        except Exception as error:
            tell_failure(Path(source.url), error)
            failed += 1
    return failed


def show_results(format: Format | None, asked: "Sequence[Part]", read: "Read") -> None:
    """Print on stdout, where nothing else may print."""
    from extract_filings.api.render import show
    from extract_filings.pipeline.tables.export import as_csv, as_json
    from extract_filings.pipeline.tables.restore import records_of

    if format == Format.table:
        for record in records_of(read.frames, asked):
            show(terminal(), asked, record)
    elif format:
        write = as_json if format == Format.json else as_csv
        sys.stdout.write(write(asked, read.frames))


def last_line(s: "Summary", kind: str, end: str, to_out: bool) -> str:
    """`8 filings, 1234 asked: 1200 values · 34 not printed · 2 to check; 3 checks failed; 0 files
    failed; out: 8 added; 8 in all`
    """
    from extract_filings.pipeline.tables.summary import counted
    from extract_filings.schemas.names import plural

    sums = counted(s.values, s.problems - s.failed_documents, s.to_check, s.not_asked)
    warned = f", {s.checks_warned} warned" if s.checks_warned else ""
    checks = f"{plural(s.checks_failed, 'check')} failed{warned}"
    hint = "" if to_out or s.failed_documents == s.documents else "; add --out FOLDER"
    partly = f", {s.partly_read} partly read" if s.partly_read else ""
    files = f"{plural(s.failed_documents, 'file')} failed{partly}"
    return f"{plural(s.documents, kind)}, {s.asked} asked: {sums}; {checks}; {files}; {end}{hint}"
