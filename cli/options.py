"""Arguments and options that several commands share, each written once."""

import re
from pathlib import Path
from typing import Annotated

import typer

from extract_filings.pipeline import settings
from extract_filings.pipeline.settings import Settings

DEFAULTS = Settings()
UNITS = {"": 1, "s": 1, "m": 60, "h": 3600}


def seconds(text: str) -> float:
    """
    >>> seconds("90"), seconds("10m"), seconds("1.5h")
    (90.0, 600.0, 5400.0)
    """
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([smh]?)", text)
    if not found or not float(found[1]):
        raise typer.BadParameter(f"expected a time such as 90s, 10m or 1.5h, found {text}")
    return float(found[1]) * UNITS[found[2]]


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
Pages = Annotated[
    str | None,
    typer.Option(
        metavar="PAGES",
        help="pages of each file that are read: 1-20,30 or 7- (to the end) or -5 (the last five);"
        " all by default",
        show_default=False,
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
    float | None,
    typer.Option(
        parser=seconds,
        metavar="TIME",
        help="ask a general model no more about a file after 90s, 10m or 1.5h: what it has found is"
        " written, and the same command goes on",
        show_default=False,
    ),
]
OpeningLimit = Annotated[
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
