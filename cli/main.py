"""The command line: `extract FILE...` and its companions. Parses, calls, prints; every step stands
elsewhere.

Results go to stdout, all that is said about the work to stderr. Exit codes: 0 all fine, 1 a file
failed and the others are done, 2 nothing could be done (usage, schema, model, output). Heavy
libraries are imported where they are needed.
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from extract_filings.cli.profile import Profile
from extract_filings.pipeline.errors import ExtractError, InputError, of_system, unexpected
from extract_filings.pipeline.sources import digest, distinct, find
from extract_filings.pipeline.text.escape import document_name, encodable, legible

if TYPE_CHECKING:
    from pydantic import BaseModel

    from extract_filings.pipeline.extract import Pipeline
    from extract_filings.pipeline.records import Record
    from extract_filings.pipeline.tables.frames import Failure, Summary

STARTED = time.perf_counter()
STYLE = {"add_completion": False, "rich_markup_mode": "markdown", "pretty_exceptions_enable": False}
files_app, tools_app = typer.Typer(**STYLE), typer.Typer(**STYLE)
say = Console(stderr=True, highlight=False, soft_wrap=True)


class Format(StrEnum):
    table, json, csv = "table", "json", "csv"


class Reward(StrEnum):
    exact_match = "exact-match"


class Baseline(StrEnum):
    group, pairs = "group", "pairs"


class By(StrEnum):
    section, item, document = "section", "item", "document"


def tell(line: str) -> None:
    """On stderr. Names of files cannot break the line or order the terminal about."""
    say.print(legible(line), markup=False)


def main() -> None:
    """Entry of the `extract` program. The first word chooses: a companion's name, or else files."""
    app = (
        tools_app
        if sys.argv[1:2] and sys.argv[1] in {c.name for c in tools_app.registered_commands}
        else files_app
    )
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(
            encoding="utf-8", errors="backslashreplace"
        )  # whatever the locale: results are data, and file names may be no text at all
    try:
        try:
            app(prog_name="extract")
        finally:
            sys.stdout.flush()
    except ExtractError as error:
        tell(f"extract: {error}")
        sys.exit(2)
    except BrokenPipeError:  # `extract … | head`: who reads has seen enough
        forget_stdout()
        sys.exit(1)
    except OSError as error:
        say.print(f"extract: {of_system(error)}", markup=False)
        forget_stdout()
        sys.exit(2)


def forget_stdout() -> None:
    """Or Python would try to write the rest when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@files_app.command(
    no_args_is_help=True,
    epilog=(
        "Companions, each with --help: `extract schemas`, `extract eval`, `extract synth`, `extract"
        " train`, `extract tune-attention`, `extract calibrate`, `extract compact`, `extract diff`,"
        " `extract check`, `extract audit`, `extract review`, `extract apply`, `extract serve`,"
        " `extract models`"
    ),
)
def files(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help="PDF files, folders that hold some, quoted globs",
            show_default=False,
        ),
    ],
    schema: Annotated[
        str,
        typer.Option(
            help=(
                "what to extract: a name of `extract schemas`, FILE.py:CLASS, or a JSON Schema"
                " FILE.json"
            )
        ),
    ] = "filing",
    out: Annotated[
        Path | None,
        typer.Option(
            help=(
                "folder for the Parquet tables, in place of those of an earlier run; without it"
                " nothing is written"
            )
        ),
    ] = None,
    model: Annotated[
        str,
        typer.Option(
            help=(
                "embedded, qwen3-4b, …, a folder, a hub id, or openai:URL#MODEL; see `extract"
                " models`"
            )
        ),
    ] = "embedded",
    format: Annotated[
        Format | None, typer.Option(help="print the results too; without --out a table is printed")
    ] = None,
    exhaustive: Annotated[
        bool, typer.Option("--exhaustive", help="ask every page, not only those that look right")
    ] = False,
    examples: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help=(
                "solved documents (`extract synth`, `extract apply --gold`); those most like a page"
                " are shown to a general model, or to one trained with --examples"
            ),
        ),
    ] = None,
    shots: Annotated[
        int, typer.Option(min=1, help="solved pages that are shown ahead of each page")
    ] = 1,
    password: Annotated[
        str | None, typer.Option(envvar="EXTRACT_PASSWORD", help="opens encrypted files")
    ] = None,
    min_confidence: Annotated[
        float, typer.Option(min=0, max=1, help="values of less confidence get the status review")
    ] = 0.0,
    target_precision: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=1,
            help=(
                "the same, so that this share of all other values is right, e.g. 0.995; needs a"
                " calibrated model, as the embedded one is"
            ),
        ),
    ] = None,
    calibration: Annotated[
        Path | None,
        typer.Option(help="file of `extract calibrate`, for a model that has none in its folder"),
    ] = None,
    annotate: Annotated[
        Path | None,
        typer.Option(help="folder for a copy of each PDF in which every value is marked"),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="say nothing but errors")] = False,
    profile: Annotated[
        bool, typer.Option("--profile", help="say at the end where the seconds went")
    ] = False,
) -> None:
    """Long filings (PDF) in, exact tables out. Every value stands in the document, and the tables
    say where.

    Examples:

    - `extract report.pdf` prints what it finds

    - `extract filings/ --out tables` reads a folder and writes Parquet tables

    - `extract a.pdf b.pdf --format json | jq '.[0].income_statement'`

    - `extract 'archive/**/*.pdf' --out tables --format csv > long.csv`
    """
    from extract_filings.schemas.load import load_schema

    watch = Profile("starting", STARTED)
    asked = load_schema(schema)
    if out:
        from extract_filings.pipeline.tables.swap import check_writable

        check_writable(out)
    paths, failures = gather(inputs)
    settings = {
        "schema": schema,
        "model": model,
        "exhaustive": exhaustive,
        "password": password,
        "examples": examples,
        "shots": shots,
        "calibration": calibration,
        "min_confidence": min_confidence,
        "target_precision": target_precision,
    }
    records, failed, seconds = extract_all(paths, settings, quiet, watch) if paths else ([], [], {})
    failures += failed
    watch("writing")
    summary = finish(records, failures, asked, out, settings, seconds)
    not_marked = annotate_all(paths, records, annotate, password) if annotate else []
    show_results(format or (None if out else Format.table), asked, records, failures)
    if out:
        say_waiting(out)
    if not quiet:
        tell(last_line(summary, asked.__name__.lower(), out if records else None))
    if profile:
        say.print("\n".join(watch.lines()), markup=False)
    raise typer.Exit(1 if failures or not_marked else 0)


def gather(inputs: Sequence[str]) -> tuple[list[Path], list["Failure"]]:
    """The files to read, and a failure for each word that names none."""
    paths, failures = [], []
    for given in inputs:
        try:
            paths += find(given)
        except InputError as error:
            failures.append(failure(Path(given), error))
    return distinct(paths), failures


def load(settings: dict) -> "Pipeline":
    """Raises ModelError. Takes seconds, most of them for imports; meanwhile the process starts that
    opens the PDFs.
    """
    from extract_filings.pipeline.pdf.sandbox import Sandbox

    apart = Sandbox()
    from extract_filings.pipeline.extract import Pipeline, Settings

    return Pipeline(Settings(**settings), apart)


def extract_all(
    paths: Sequence[Path], settings: dict, quiet: bool, watch: Profile
) -> tuple[list["Record"], list["Failure"], dict[str, float]]:
    """What came of each file, and its seconds by document. The model is loaded once."""
    from extract_filings.pipeline.tables.frames import Failure

    records, failures, seconds = [], [], {}
    bar = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(
        *bar, console=say, transient=True, disable=quiet or not say.is_terminal
    ) as progress:
        task = progress.add_task("loading the model", total=len(paths))
        watch("loading the model")
        extractor = load(settings)
        for path in paths:
            start, name = time.perf_counter(), document_name(path)
            result = attempt(
                extractor,
                path,
                lambda step: (
                    watch(step),
                    progress.update(task, description=legible(f"{path.name}: {step}")),
                ),
            )
            seconds[name] = round(time.perf_counter() - start, 2)
            (failures if isinstance(result, Failure) else records).append(result)
            progress.advance(task)
            if not quiet and not isinstance(result, Failure):
                tell(
                    f"{path.name}: {len(result.values)} values, {len(result.problems)} problems,"
                    f" {seconds[name]} s"
                )
    return records, failures, seconds


def attempt(extractor: "Pipeline", path: Path, note: Callable[[str], None]) -> "Record | Failure":
    """One bad file, or a fault of ours that it brings to light, must not end the others."""
    try:
        return extractor(path, note)
    except Exception as error:
        return failure(path, error)


def failure(path: Path, error: Exception) -> "Failure":
    """Says what went wrong at once, and keeps it for the tables."""
    from extract_filings.pipeline.tables.frames import Failure

    message = str(error) if isinstance(error, ExtractError) else unexpected(path, error)
    tell(f"extract: {message}")
    return Failure(document_name(path), digest(path), encodable(message))


def finish(
    records,
    failures,
    asked: type["BaseModel"],
    out: Path | None,
    settings: dict,
    seconds: dict[str, float],
) -> "Summary":
    """Writes the tables if asked to and if there is anything to write, and counts them."""
    from extract_filings.pipeline.batch.fingerprint import fingerprint, key
    from extract_filings.pipeline.tables.frames import Run, summarize, tables, versions
    from extract_filings.pipeline.tables.write import write
    from extract_filings.schemas.compile import parts

    schema, model = settings["schema"], settings["model"]
    made = (
        fingerprint(**{k: v for k, v in settings.items() if k != "password"})
        if out and records
        else ""
    )
    run = Run(
        schema,
        model,
        versions(),
        seconds,
        {r.document: key(r.sha256, made, r.document) for r in records},
    )
    if out and records:
        return write(records, failures, asked, out, run)
    return summarize(tables(records, failures, parts(asked), run), parts(asked))


def say_waiting(out: Path) -> None:
    from extract_filings.pipeline.tables.verdicts import waiting

    for line in waiting(out):
        tell(f"extract: {line}")


def annotate_all(
    paths: Sequence[Path], records: Sequence["Record"], folder: Path, password: str | None
) -> list["Failure"]:
    """A copy of each file that was read, its values marked."""
    from extract_filings.pipeline.pdf.highlight import annotate
    from extract_filings.pipeline.pdf.sandbox import Sandbox

    at, failures, apart = {document_name(p): p for p in paths}, [], Sandbox()
    for record in records:
        try:
            apart(annotate, at[record.document], record, folder, password)
        except Exception as error:
            failures.append(failure(at[record.document], error))
    return failures


def show_results(
    format: Format | None,
    asked: type["BaseModel"],
    records: Sequence["Record"],
    failures: Sequence["Failure"],
) -> None:
    """Prints on stdout, and nothing else may."""
    from extract_filings.api.render import show
    from extract_filings.pipeline.tables.export import as_csv, as_json
    from extract_filings.schemas.compile import parts

    if format == Format.table:
        for record in records:
            show(terminal(), parts(asked), record)
    elif format:
        sys.stdout.write(
            (as_json if format == Format.json else as_csv)(parts(asked), records, failures)
        )


def terminal() -> Console:
    """Stdout. A pipe has no width, so nothing is folded there."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 200)


def last_line(s: "Summary", schema: str, out: Path | None) -> str:
    """`8 filings: 1234 asked = 1200 values + 34 problems; 3 checks failed; 0 files failed; OUT`"""
    count = lambda n, thing: f"{n} {thing}{'' if n == 1 else 's'}"
    sums = f"{s.asked} asked = {s.values} values + {s.problems} problems"
    checks = f"{count(s.checks_failed, 'check')} failed" + (
        f", {s.checks_warned} warned" if s.checks_warned else ""
    )
    sums += f"; {s.review} for review" if s.review else ""
    end = (
        str(out)
        if out
        else "nothing written" + ("" if s.failed_documents == s.documents else "; add --out FOLDER")
    )
    return (
        f"{count(s.documents, schema)}: {sums}; {checks}; {count(s.failed_documents, 'file')}"
        f" failed; {end}"
    )


@tools_app.command("schemas")
def schemas(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="schema to explain", show_default=False)
    ] = None,
) -> None:
    """Lists the schemas, or explains one: tables, fields, units, checks."""
    from extract_filings.api.render import explain
    from extract_filings.schemas.compile import parts
    from extract_filings.schemas.load import load_schema, schema_names

    if name:
        explain(terminal(), parts(load_schema(name)))
    else:
        for known in schema_names():
            print(f"{known:16} {' '.join((load_schema(known).__doc__ or '').split())}")


@tools_app.command("eval")
def evaluate_(
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="folder that --out wrote", show_default=False)
    ],
    gold: Annotated[
        Path,
        typer.Argument(metavar="GOLD", help="Parquet file with the true cells", show_default=False),
    ],
    by: Annotated[By, typer.Option(help="a line for each")] = By.section,
    misses: Annotated[int, typer.Option(help="print so many cells that are not right")] = 0,
) -> None:
    """Scores tables against gold, cell by cell: a cell is right only if it is exactly the gold."""
    from extract_filings.api.render import score
    from extract_filings.pipeline.gold.evaluate import counts, evaluate

    judged = evaluate(out, gold)
    score(terminal(), counts(judged, by.value))
    for j in [j for j in judged if j.verdict != "right"][:misses]:
        where = " ".join(str(k) for k in j.key if k is not None)
        print(f"{j.verdict:8}{where}: want {' | '.join(sorted(map(str, j.want)))}, got {j.got}")


@tools_app.command("synth")
def synth(
    out: Annotated[Path, typer.Option(help="folder for the PDF files and gold.parquet")],
    n: Annotated[int, typer.Option("--n", min=1, help="how many documents")] = 6,
    seed: Annotated[int, typer.Option(help="the same seed makes the same files")] = 0,
    full: Annotated[
        bool,
        typer.Option(
            "--full", help="whole documents of many pages, not only those that hold something"
        ),
    ] = False,
    schema: Annotated[
        str, typer.Option(help="a name of `extract schemas`, or FILE.py:CLASS of your own")
    ] = "filing",
) -> None:
    """Makes synthetic documents for a schema, with exact gold beside them."""
    from extract_filings.schemas.load import load_schema

    asked = load_schema(schema)
    try:
        from extract_filings.training.synth import generator
    except ModuleNotFoundError as error:
        raise ExtractError(
            f"extract synth needs {error.name}; type `pip install 'extract-filings[train]'`"
        ) from error
    generator(schema, asked)(n, out, seed, full)
    print(f"{n} documents and their gold: {out}")


@tools_app.command("train")
def train_(
    data: Annotated[
        list[str],
        typer.Option(
            metavar="[WEIGHT:]DIR",
            help=(
                "folder with pdf/, gold.parquet, docs.parquet, rows.jsonl[.gz], or a file of its"
                " pages; may be repeated"
            ),
            show_default=False,
        ),
    ],
    out: Annotated[Path, typer.Option(help="folder for the model", show_default=False)],
    base: Annotated[
        str,
        typer.Option(help="new (a small model for this machine), embedded, a folder, or a hub id"),
    ] = "new",
    lora: Annotated[
        bool,
        typer.Option(
            "--lora",
            help=(
                "train small matrices beside the weights of a general model, and add them at"
                " the end"
            ),
        ),
    ] = False,
    schema: Annotated[
        str, typer.Option(help="what the model shall find; see `extract schemas`")
    ] = "filing",
    judge: Annotated[
        str | None,
        typer.Option(
            metavar="DIR", help="like --data; reported on every 200 steps, never trained on"
        ),
    ] = None,
    steps: Annotated[
        int, typer.Option(min=1, help="2400 take two cores an hour and a half")
    ] = 2400,
    seed: Annotated[int, typer.Option(help="the same seed makes the same model")] = 0,
    text: Annotated[
        Path | None, typer.Option(help="folder of further PDFs that a new tokenizer is learnt from")
    ] = None,
    words: Annotated[
        Path | None,
        typer.Option(
            help=(
                "sentence encoder (model.safetensors, tokenizer.json) whose word embeddings a new"
                " model starts from"
            )
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="go on from the last whole checkpoint in OUT/checkpoints"),
    ] = False,
    threads: Annotated[int | None, typer.Option(min=1, help="cores to use")] = None,
    examples: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help=(
                "solved documents: the page most like it, of another company, stands ahead of each"
                " page, as `extract --examples` will show them"
            ),
        ),
    ] = None,
    shots: Annotated[int, typer.Option(min=1, help="solved pages ahead of each page")] = 1,
    reward: Annotated[
        Reward | None,
        typer.Option(
            help=(
                "go on with a trained model of marks by what its answers are worth as cells:"
                " exact-match"
            ),
            show_default=False,
        ),
    ] = None,
    baseline: Annotated[
        Baseline | None,
        typer.Option(
            help=(
                "of --reward: what an answer is held against, the mean of its group (GRPO; the"
                " default) or each other answer (LamPO)"
            ),
            show_default=False,
        ),
    ] = None,
) -> None:
    """Trains a model on filings with gold: the embedded one anew, or a general one further.

    Examples:

    - `extract train --data SPLITS/train --data 0.8:synth --judge SPLITS/dev --out model`

    - `extract train --data SPLITS/train --base Qwen/Qwen3-4B --lora --steps 600 --out model`

    - `extract train --reward exact-match --data SPLITS/train --base model --steps 40 --out further`
    """
    try:
        from extract_filings.training.train import TrainSettings, train
    except ModuleNotFoundError as error:
        raise ExtractError(
            f"extract train needs {error.name}; type `pip install 'extract-filings[train]'`"
        ) from error
    train(
        TrainSettings(
            tuple(data),
            out,
            base,
            lora,
            schema,
            judge,
            steps,
            seed,
            text,
            words,
            resume,
            threads,
            examples,
            shots,
            reward is not None,
            baseline,
        )
    )
    print(f"model: {out}; use it with --model {out}")


@tools_app.command("tune-attention")
def tune_attention(
    model: Annotated[
        str,
        typer.Option(
            help="embedded, qwen3-4b, …, a folder or a hub id, its layers all full attention",
            show_default=False,
        ),
    ],
    data: Annotated[
        list[str],
        typer.Option(
            metavar="DIR",
            help="like that of `extract train`: documents with gold; may be repeated",
            show_default=False,
        ),
    ],
    window: Annotated[
        int,
        typer.Option(
            min=2,
            help=(
                "tokens that a cut layer sees: as many up to its own, or on either side if it reads"
                " both ways"
            ),
        ),
    ] = 128,
    keep: Annotated[
        int | None, typer.Option(min=0, help="layers that stay full; half if not given")
    ] = None,
    pages: Annotated[
        int, typer.Option(min=1, help="pages to measure on, drawn from those that hold an answer")
    ] = 100,
    schema: Annotated[str, typer.Option(help="as of `extract`")] = "filing",
    out: Annotated[
        Path | None,
        typer.Option(help="folder for the model; without it the layers are only measured"),
    ] = None,
) -> None:
    """Measures by how much the gold answers' likelihood falls when a layer's attention is cut to a
    sliding window, and cuts those that need it least.

    Example: `extract tune-attention --model embedded --data train/ --window 64 --out model`
    """
    try:
        from extract_filings.levers.attention import tune
    except ModuleNotFoundError as error:
        raise ExtractError(
            f"extract tune-attention needs {error.name}; type `pip install"
            " 'extract-filings[train]'`"
        ) from error
    for line in tune(model, data, schema, window, keep, pages, out):
        print(line, flush=True)


@tools_app.command("calibrate")
def calibrate_(
    data: Annotated[
        list[str],
        typer.Option(
            metavar="[MODEL=]DIR",
            help=(
                "folder with pdf/ and gold.parquet of documents that the model has not seen; or"
                " that MODEL, its twin, has not; may be repeated"
            ),
            show_default=False,
        ),
    ],
    model: Annotated[
        str, typer.Option(help="whose confidence it is: as of `extract`")
    ] = "embedded",
    schema: Annotated[str, typer.Option(help="as of `extract`")] = "filing",
    out: Annotated[
        Path | None,
        typer.Option(
            help=(
                "file to write; calibration.json in the model's folder, where `extract` looks for"
                " it, if it is one of yours"
            )
        ),
    ] = None,
) -> None:
    """Counts how often a model is right when it is so sure, so that a value's confidence is the
    probability that it is right.

    Example: `extract calibrate --model my_model --data unseen/`
    """
    try:
        from extract_filings.training.calibrate import calibrate, own_file
    except ModuleNotFoundError as error:
        raise ExtractError(
            f"extract calibrate needs {error.name}; type `pip install 'extract-filings[train]'`"
        ) from error
    named = [d.partition("=") if "=" in d else (model, "", d) for d in data]
    file = out or own_file(model)
    print(calibrate(model, [(m, Path(folder)) for m, _, folder in named], schema, file))
    print(f"calibration: {file}")


@tools_app.command("compact")
def compact_(
    out: Annotated[
        Path,
        typer.Argument(
            metavar="OUT",
            help="folder of tables that several runs have added to",
            show_default=False,
        ),
    ],
) -> None:
    """Makes few large files of many small ones. The rows stay as they are."""
    from extract_filings.pipeline.tables.append import compact

    before, after = compact(out)
    print(f"{out}: {before} files -> {after}")


@tools_app.command("diff")
def diff_(
    before: Annotated[
        Path, typer.Argument(metavar="OUT1", help="folder that --out wrote", show_default=False)
    ],
    after: Annotated[Path, typer.Argument(metavar="OUT2", help="another one", show_default=False)],
    format: Annotated[Format, typer.Option(help="how to print the cells")] = Format.table,
) -> None:
    """Shows which cells differ between two runs, models or versions. Exit code 1 if any does."""
    from extract_filings.pipeline.tables.diff import diff
    from extract_filings.pipeline.tables.export import safe_csv

    cells = diff(before, after)
    if format == Format.table:
        for table, document, row, field, old, new in cells.iter_rows():
            print(
                legible(
                    f"{document} {table} {row} {field}: {'nothing' if old is None else old} ->"
                    f" {'nothing' if new is None else new}"
                )
            )
    else:
        sys.stdout.write(safe_csv(cells) if format == Format.csv else cells.write_json() + "\n")
    tell(f"{cells.height} cells differ in {cells['document'].n_unique()} documents")
    raise typer.Exit(1 if cells.height else 0)


@tools_app.command("check")
def check_(
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="folder of tables", show_default=False)
    ],
    format: Annotated[Format, typer.Option(help="how to print the failing rows")] = Format.table,
) -> None:
    """Runs the schema's rules, as they are now, over the tables, and prints the rows that break
    one. Exit code 1 if one is an error.

    Example: `extract check out --format csv > failing.csv`
    """
    from extract_filings.pipeline.tables.failing_rows import as_csv, as_json, as_lines, failing

    found = failing(out)
    sys.stdout.write(
        {Format.table: as_lines, Format.json: as_json, Format.csv: as_csv}[format](found.rows)
    )
    errors = sum(row["severity"] == "error" for row in found.rows)
    tell(
        f"{found.documents} documents, rules applied {found.judged} times: {errors} failed,"
        f" {len(found.rows) - errors} warned"
    )
    raise typer.Exit(1 if errors else 0)


@tools_app.command("audit")
def audit_(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help="PDF files, folders that hold some, quoted globs",
            show_default=False,
        ),
    ],
    schema: Annotated[str, typer.Option(help="what to extract; see `extract schemas`")] = "filing",
    model: Annotated[
        str,
        typer.Option(
            help=(
                "embedded, qwen3-4b, …, a folder, a hub id, or openai:URL#MODEL; see `extract"
                " models`"
            )
        ),
    ] = "embedded",
    axes: Annotated[str, typer.Option(help="what to exchange")] = "place,country,currency,name",
    twins: Annotated[
        int,
        typer.Option(
            min=0, help="twins of each axis; places and countries have two more, unknown and blank"
        ),
    ] = 3,
    seed: Annotated[int, typer.Option(help="the same seed makes the same twins")] = 0,
    out: Annotated[
        Path | None,
        typer.Option(
            help=(
                "folder for the tables of each twin, OUT/place-1/ and so on, and of the files as"
                " they are, OUT/as-is/: for `extract diff`"
            )
        ),
    ] = None,
    format: Annotated[
        Format,
        typer.Option(
            help="table: the cells that changed, and sums; json, csv: counts by axis and field"
        ),
    ] = Format.table,
    password: Annotated[
        str | None, typer.Option(envvar="EXTRACT_PASSWORD", help="opens encrypted files")
    ] = None,
) -> None:
    """Exchanges places, countries, words of currency and company names in the files, and shows
    which values change that should not. Exit code 1 if any does.

    Example: `extract audit samples/ --axes place,name --twins 5`
    """
    from extract_filings.pipeline.audit.audit import as_csv, as_json, as_lines, audit, write_tables
    from extract_filings.pipeline.audit.counterfactuals import AXES
    from extract_filings.pipeline.pdf.read import read
    from extract_filings.pipeline.tables.frames import Failure
    from extract_filings.schemas.load import load_schema

    wanted = axes.split(",")
    if unknown := [a for a in wanted if a not in AXES]:
        raise InputError(
            f"--axes {axes}: there is no {unknown[0] or 'axis without a name'}; there are:"
            f" {','.join(AXES)}"
        )
    asked = load_schema(schema)
    if out:
        out.mkdir(parents=True, exist_ok=True)
    paths, failures = gather(inputs)
    extractor, done = (
        (
            load({"schema": schema, "model": model, "exhaustive": False, "password": password})
            if paths
            else None
        ),
        [],
    )
    for path in paths:
        result = attempt(
            lambda p, _: audit(
                extractor.visible(read(p, password)), extractor, wanted, twins, seed
            ),
            path,
            print,
        )
        (failures if isinstance(result, Failure) else done).append(result)
        if not isinstance(result, Failure):
            say.print(
                f"{path.name}: {len(result.twins)} twins, {sum(j.changed for j in result.cells)} of"
                f" {len(result.cells)} cells changed",
                markup=False,
            )
    if out:
        write_tables(done, asked, schema, model, out)
    cells = [j for result in done for j in result.cells]
    sys.stdout.write(
        {Format.table: as_lines, Format.json: as_json, Format.csv: as_csv}[format](model, cells)
    )
    raise typer.Exit(1 if failures or any(j.changed for j in cells) else 0)


@tools_app.command("review")
def review_(
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="folder that --out wrote", show_default=False)
    ],
    pdf: Annotated[
        list[str],
        typer.Option(
            metavar="FILE",
            help="the PDFs, as files, folders or quoted globs; may be repeated",
            default_factory=list,
            show_default=False,
        ),
    ],
    html: Annotated[Path, typer.Option(help="the page to write")] = Path("review.html"),
    password: Annotated[
        str | None, typer.Option(envvar="EXTRACT_PASSWORD", help="opens encrypted files")
    ] = None,
) -> None:
    """Writes one HTML page on which a person checks every value against the printed page, and
    corrects it by a click.

    Example: `extract review out --pdf filings/`, then open review.html
    """
    from extract_filings.pipeline.review.page import review

    counted, missing = review(out, pdf, html, password)
    for line in missing:
        tell(f"extract: {line}")
    print(
        f"{html}: {counted['cells']} values and questions of {counted['documents']} documents,"
        f" {counted['pages']} pages; open it in a browser"
    )


@tools_app.command("apply")
def apply_(
    corrections: Annotated[
        list[Path],
        typer.Argument(
            metavar="CORRECTIONS.json",
            help="files that the page of `extract review` exported",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="folder that --out wrote", show_default=False)
    ],
    pdf: Annotated[
        list[str],
        typer.Option(
            metavar="FILE",
            help="the PDFs, in which each corrected value is read anew; may be repeated",
            default_factory=list,
            show_default=False,
        ),
    ],
    gold: Annotated[
        Path | None,
        typer.Option(
            help=(
                "folder to write gold to, of all that was ever accepted or corrected in OUT: for"
                " `extract eval` and `extract train --data`"
            )
        ),
    ] = None,
    password: Annotated[
        str | None, typer.Option(envvar="EXTRACT_PASSWORD", help="opens encrypted files")
    ] = None,
) -> None:
    """Brings a reviewer's corrections into the tables, and keeps who said what and when in
    reviews/. Exit code 1 if one was refused.

    Example: `extract apply corrections.json out --pdf filings/`
    """
    from extract_filings.pipeline.review.apply import apply
    from extract_filings.pipeline.review.export_gold import write_gold

    done = apply(corrections, out, pdf, password)
    refused, counted = [*done.refused], done.counts
    rows = "".join(
        f", {counted[action]} row{'s' * (counted[action] > 1)} {word}"
        for action, word in (("add", "added"), ("remove", "removed"))
        if counted[action]
    )
    print(
        f"{out}: {counted['accept']} accepted, {counted['correct']} corrected, {counted['reject']}"
        f" rejected{rows}, {len(done.refused)} refused"
    )
    if gold:
        cells, left_out = write_gold(out, gold, pdf, password)
        refused += left_out
        print(f"{gold}: {cells} reviewed cells as gold")
    for line in [*done.doubtful, *refused]:
        tell(f"extract: {line}")
    raise typer.Exit(1 if refused else 0)


@tools_app.command("serve")
def serve_(
    source: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE",
            help="folders, quoted globs, or prefixes such as s3://bucket/filings/",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            help="folder for the Parquet tables; grows from run to run", show_default=False
        ),
    ],
    cron: Annotated[str, typer.Option(help="when to run, as cron says it", show_default=False)],
    schema: Annotated[
        str,
        typer.Option(
            help=(
                "what to extract: a name of `extract schemas`, FILE.py:CLASS, or a JSON Schema"
                " FILE.json"
            )
        ),
    ] = "filing",
    model: Annotated[
        str,
        typer.Option(
            help=(
                "embedded, qwen3-4b, …, a folder, a hub id, or openai:URL#MODEL; see `extract"
                " models`"
            )
        ),
    ] = "embedded",
    examples: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="solved documents that a general model is shown"),
    ] = None,
    shots: Annotated[
        int, typer.Option(min=1, help="solved pages that are shown ahead of each page")
    ] = 1,
    name: Annotated[str, typer.Option(help="of the deployment")] = "served",
) -> None:
    """Reads what is new in the sources, again and again, until it is stopped. Shows in the Prefect
    server at PREFECT_API_URL.

    Example: `extract serve filings/ --out tables --cron "0 2 * * *"`
    """
    from extract_filings.schemas.load import load_schema

    load_schema(schema)
    try:
        from extract_filings.flows.serve import serve
    except ModuleNotFoundError as error:
        raise ExtractError(
            f"extract serve needs {error.name}; type `pip install 'extract-filings[flows]'`"
        ) from error
    serve(
        name,
        cron,
        {
            "source": [_absolute(s) for s in source],
            "out": str(out.resolve()),
            "schema": schema,
            "model": model,
            "examples": str(examples.resolve()) if examples else None,
            "shots": shots,
        },
    )


def _absolute(source: str) -> str:
    """Runs start elsewhere."""
    return source if "://" in source else str(Path(source).resolve())


@tools_app.command("models")
def models_() -> None:
    """Says which models can be used: what is on this machine, what it needs and what it knows."""
    from extract_filings.cli.models import models

    models(terminal())


if __name__ == "__main__":
    main()
