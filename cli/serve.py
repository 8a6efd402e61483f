"""`extract serve`, a schedule in one process; `extract deployment`, the files of a larger one;
`extract dismiss`, for the failures that both report; `extract push` and `extract pull`, tables in
object stores.
"""

from pathlib import Path
from typing import Annotated

import typer

from extract_filings.cli import options
from extract_filings.cli.console import needs, tell
from extract_filings.cli.options import DEFAULTS
from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.text.escape import legible

Url = Annotated[
    str, typer.Argument(metavar="URL", help="e.g. s3://bucket/tables", show_default=False)
]


def serve(
    source: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE",
            help="folders, quoted globs, or prefixes such as s3://bucket/filings/",
            show_default=False,
        ),
    ],
    out: Annotated[
        str,
        typer.Option(
            help="folder or prefix (s3://bucket/tables) for the tables; grows from run to run",
            show_default=False,
        ),
    ],
    cron: Annotated[str, typer.Option(help="when to run, as a cron schedule", show_default=False)],
    schema: options.Schema = DEFAULTS.schema,
    model: options.Model = DEFAULTS.model,
    pages: options.Pages = DEFAULTS.pages,
    exhaustive: options.Exhaustive = DEFAULTS.exhaustive,
    notes: options.Notes = DEFAULTS.notes,
    ocr: options.Ocr = DEFAULTS.ocr,
    examples: options.Examples = DEFAULTS.examples,
    shots: options.Shots = DEFAULTS.shots,
    min_confidence: options.MinConfidence = DEFAULTS.min_confidence,
    target_precision: options.TargetPrecision = DEFAULTS.target_precision,
    calibration: options.Calibration = DEFAULTS.calibration,
    time_limit: options.TimeLimit = DEFAULTS.time_limit,
    limit: Annotated[
        int | None, typer.Option(min=1, help="filings to take up in one run, at most")
    ] = None,
    group: Annotated[int, typer.Option(min=1, help="filings that one task reads, at most")] = 20,
    seconds: Annotated[int, typer.Option(min=1, help="seconds that one filing may take")] = 300,
    memory: Annotated[
        int, typer.Option(min=1, help="MiB that one filing may take, beyond the model")
    ] = 4096,
    series: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Parquet file or URL for the items over time, made anew each run"
        ),
    ] = None,
    name: Annotated[str, typer.Option(help="name of the deployment")] = "served",
) -> None:
    """Extract what is new in the sources on a schedule, until it is stopped.

    Shows in the Prefect server at PREFECT_API_URL. EXTRACT_PASSWORD opens encrypted files.

    Example: `extract serve filings/ --out tables --cron "0 2 * * *"`
    """
    from extract_filings.schemas.load import load_schema

    load_schema(schema)
    with needs("extract serve", "flows"):
        from extract_filings.flows.serve import serve as run
    parameters = {
        "source": [_absolute(s) for s in source],
        "out": _absolute(out),
        "schema": schema,
        "model": model,
        "pages": pages,
        "exhaustive": exhaustive,
        "notes": notes,
        "ocr": ocr,
        "examples": _resolved(examples),
        "shots": shots,
        "min_confidence": min_confidence,
        "target_precision": target_precision,
        "calibration": _resolved(calibration),
        "time_limit": time_limit,
        "limit": limit,
        "group": group,
        "seconds": seconds,
        "memory": memory,
        "series": _absolute(series) if series else None,
    }
    run(name, cron, parameters)


def deployment(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="where to put them", show_default=False)
    ],
) -> None:
    """Write the files of a deployment: compose, Dockerfile, systemd units, Prefect's own.

    Files there that you have changed stay as they are. docs/deployment.md says how to go on.

    Example: `extract deployment /srv/extract`
    """
    from extract_filings.deploy import copy_to

    written, kept = copy_to(folder)
    print("\n".join(str(folder / name) for name in written))
    for name in kept:
        tell(f"{folder / name}: differs from the one that ships; left as it is")
    tell("next: docs/deployment.md, containers or systemd; for one process `extract serve`")


def push(out: options.Out, url: Url) -> None:
    """Publish a folder of tables in an object store: each becomes a Delta table.

    Refused if someone else has published there since `extract pull`. Keys of the store come from
    the environment (docs/deployment.md).

    Example: `extract push out s3://bucket/tables`
    """
    from extract_filings.pipeline.tables.publish import push

    print(f"{url}: {push(out, url)} new files")


def pull(url: Url, out: options.Out) -> None:
    """Make a folder the newest state of tables in an object store: all tables of one moment.

    Example: `extract pull s3://bucket/tables out`
    """
    from extract_filings.pipeline.tables.publish import pull

    if not pull(url, out):
        raise InputError(f"{url}: no tables there; check the address, or `extract push` them first")
    print(f"{out}: as {url}")


def dismiss(
    out: options.Out,
    documents: Annotated[
        list[str] | None,
        typer.Argument(metavar="DOCUMENT", help="documents that failed", show_default=False),
    ] = None,
) -> None:
    """List the documents of tables that failed, or dismiss some: runs stop reporting them.

    A dismissed document is reported again if its file or the limits change and it fails again.
    """
    from extract_filings.pipeline.tables.failures import dismiss, standing

    if documents:
        dismiss(out, documents)
    left = standing(out)
    for document, reason in left.items():
        print(legible(f"{document}: {reason}"))
    tell(f"{len(documents or ())} dismissed, {len(left)} stand")


def _absolute(source: str) -> str:
    """Runs start in another folder."""
    return source if "://" in source else str(Path(source).resolve())


def _resolved(path: Path | None) -> str | None:
    return str(path.resolve()) if path else None
