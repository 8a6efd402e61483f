"""What the span reader learns from: a page, the fields that are asked, and where each is printed.

Stored as lines of JSON, gzipped.
"""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from extract_filings.pipeline.printed_page import PrintedPage, Word

Kind = Literal["text", "date", "number", "choice"]


@dataclass(frozen=True, slots=True)
class Span:
    """From `lines[line][start]` up to `lines[last][end]`, exclusive. `row`: of its list, else 0."""

    line: int
    start: int
    last: int
    end: int
    row: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A field. `name`: its own, in words or as code writes it. `owner`: what holds it, the outer
    one first: "purchase order, delivery address". `many`: of the rows of the list `owner`.

    `spans`: all places that print its value, or of a list those of all rows; none if the page does
    not state it. A field of which gold says neither is not asked.
    """

    name: str
    description: str
    kind: Kind
    owner: str = ""
    many: bool = False
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    page: PrintedPage
    fields: tuple[Asked, ...]
    source: str = ""  # of which kind of document it is


def write(samples: Iterable[Sample], path: Path) -> None:
    with gzip.open(path, "wt", compresslevel=3) as file:
        for one in samples:
            file.write(json.dumps(asdict(one), separators=(",", ":")) + "\n")


def read(path: Path) -> Iterator[Sample]:
    with gzip.open(path, "rt") as file:
        for line in file:
            yield _sample(json.loads(line))


def _sample(made: dict) -> Sample:
    page = made["page"]
    words = tuple(Word(w["line"], w["start"], w["end"], tuple(w["box"])) for w in page["words"])
    fields = tuple(
        Asked(**{**f, "spans": tuple(Span(**s) for s in f["spans"])}) for f in made["fields"]
    )
    shown = PrintedPage(tuple(page["lines"]), words, page["number"], page["of"])
    return Sample(shown, fields, made["source"])
