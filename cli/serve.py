"""`extract serve`: a schedule in one process."""

from pathlib import Path
from typing import Annotated

import typer

from extract_filings.cli import options
from extract_filings.cli.console import needs
from extract_filings.cli.options import DEFAULTS


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
        Path,
        typer.Option(
            help="folder for the Parquet tables; grows from run to run", show_default=False
        ),
    ],
    cron: Annotated[str, typer.Option(help="when to run, as a cron schedule", show_default=False)],
    schema: options.Schema = DEFAULTS.schema,
    model: options.Model = DEFAULTS.model,
    exhaustive: options.Exhaustive = DEFAULTS.exhaustive,
    examples: options.Examples = DEFAULTS.examples,
    shots: options.Shots = DEFAULTS.shots,
    min_confidence: options.MinConfidence = DEFAULTS.min_confidence,
    target_precision: options.TargetPrecision = DEFAULTS.target_precision,
    calibration: options.Calibration = DEFAULTS.calibration,
    limit: Annotated[
        int | None, typer.Option(min=1, help="filings to take up in one run, at most")
    ] = None,
    group: Annotated[int, typer.Option(min=1, help="filings that one task reads, at most")] = 20,
    seconds: Annotated[int, typer.Option(min=1, help="seconds that one filing may take")] = 300,
    memory: Annotated[
        int, typer.Option(min=1, help="MiB that one filing may take, beyond the model")
    ] = 4096,
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
        "out": str(out.resolve()),
        "schema": schema,
        "model": model,
        "exhaustive": exhaustive,
        "examples": _resolved(examples),
        "shots": shots,
        "min_confidence": min_confidence,
        "target_precision": target_precision,
        "calibration": _resolved(calibration),
        "limit": limit,
        "group": group,
        "seconds": seconds,
        "memory": memory,
    }
    run(name, cron, parameters)


def _absolute(source: str) -> str:
    """Runs start in another folder."""
    return source if "://" in source else str(Path(source).resolve())


def _resolved(path: Path | None) -> str | None:
    return str(path.resolve()) if path else None
