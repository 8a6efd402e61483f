"""Arguments and options that several commands share, each written once."""

from pathlib import Path
from typing import Annotated

import typer

from extract_filings.pipeline import settings
from extract_filings.pipeline.settings import Settings

DEFAULTS = Settings()

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE",
        help="filings (PDF, HTML, text), folders that hold some, quoted globs",
        show_default=False,
    ),
]
Out = Annotated[
    Path, typer.Argument(metavar="OUT", help="folder of tables (--out)", show_default=False)
]
Schema = Annotated[
    str,
    typer.Option(
        help="what to extract: a name of `extract schemas`, FILE.py:CLASS, or a JSON Schema"
        " FILE.json"
    ),
]
Model = Annotated[
    str,
    typer.Option(
        help="embedded, qwen3-4b, …, a folder, a hub id, or openai:URL#MODEL; see `extract models`"
    ),
]
Exhaustive = Annotated[
    bool, typer.Option("--exhaustive", help="query every page, not only those that rank high")
]
Notes = Annotated[
    bool,
    typer.Option(
        "--notes",
        help="read every table of numbers too, into table/ and table_cell/; twice the time",
    ),
]
Ocr = Annotated[
    settings.Ocr,
    typer.Option(
        help="auto: read pages without text, and those whose text is no words, from their pictures,"
        " if the extra `ocr` is installed; off: leave them out"
    ),
]
Examples = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="labeled documents (`extract synth`, `extract apply --gold`); a general model is shown"
        " the pages most like the one it reads",
    ),
]
Shots = Annotated[int, typer.Option(min=1, help="labeled pages to show ahead of each page")]
Password = Annotated[
    str | None, typer.Option(envvar="EXTRACT_PASSWORD", help="opens encrypted files")
]
TimeLimit = Annotated[
    int,
    typer.Option(min=1, help="seconds of processor time that opening one PDF may take"),
]
MinConfidence = Annotated[
    float | None,
    typer.Option(
        min=0,
        max=1,
        help="mark values of less confidence for review; by default 0.9 if the model is calibrated",
    ),
]
TargetPrecision = Annotated[
    float | None,
    typer.Option(
        min=0,
        max=1,
        help="mark as many values for review as it takes for this share of the others to be right,"
        " e.g. 0.995; needs a calibrated model, as the embedded one is",
    ),
]
Doubt = Annotated[
    float | None,
    typer.Option(
        "--min-confidence", min=0, max=1, help="values of less confidence come first; else 0.9"
    ),
]
DoubtPrecision = Annotated[
    float | None,
    typer.Option(
        "--target-precision",
        min=0,
        max=1,
        help="first come as many values as it takes for this share of the others to be right",
    ),
]
Calibration = Annotated[
    Path | None,
    typer.Option(help="file of `extract calibrate`, for a model that has none in its folder"),
]
Pdf = Annotated[
    list[str],
    typer.Option(
        metavar="FILE",
        help="the filings, as files, folders or quoted globs; may be repeated",
        default_factory=list,
        show_default=False,
    ),
]
