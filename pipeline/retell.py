"""Tables back into cells, each with its evidence or its problem, and the scale between print and value.

What review shows; knows tables only, no PDF.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.errors import InputError
from pipeline.frames import Frames
from pipeline.schema import load_schema
from pipeline.typed import SCALES
from schemas.base import FieldSpec, Part
from schemas.compile import parts

SURE = 0.8  # below, a value is shown among those to look at first: 1 in 12 of the samples' values
NUMBER = re.compile(r"(?P<minus>\(|[-–−])?\s*\$?\s*(?P<digits>\d[\d,]*(?:\.\d+)?|\.\d+)(?:[)\s]*(?P<scale>thousand|million|billion|trillion))?", re.I)
DASH = re.compile(r"\s*\$?\s*[—–-]+\s*")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value (`value` is text, as in evidence/) or a problem (`value` is None). `box` in PDF points.

    `page` of a problem: where its table's other values stand. `shift`: power of ten between print and value.
    """

    document: str
    table: str
    path: str
    row: str  # "2024-03-31, 3 months", "row 2", "" for the root's one row
    field: str
    value: str | None
    quote: str
    page: int | None
    line: int | None
    box: tuple[float, ...] | None
    confidence: float | None
    status: str
    kind: str  # number, integer, date, choice, text
    shift: int
    unsigned: bool
    choices: tuple[str, ...]

    def told(self) -> list:
        """As the page's script takes it, in the order of its `FIELDS`."""
        return [self.document, self.table, self.path, self.row, self.field, self.value, self.quote, self.page, self.line,
                self.box and [round(x, 1) for x in self.box], self.confidence and round(self.confidence, 3), self.status, self.kind,
                self.shift, self.unsigned, self.choices, self.group]  # fmt: skip

    @property
    def group(self) -> int:
        """What to look at first: 0 failed checks, 1 questions without answer, 2 the unsure, 3 the rest."""
        if self.status.startswith("check failed"):
            return 0
        if self.value is None:
            return 1
        return 2 if self.status == "found" and (self.confidence or 0) < SURE else 3


def load(out: Path) -> tuple[dict[str, pl.DataFrame], tuple[Part, ...]]:
    """All tables of a folder that --out wrote, and the parts of their schema. Raises InputError, SchemaError."""
    if not list((out / "documents").glob("*.parquet")):
        raise InputError(f"{out}: no tables in it; give a folder that --out named")
    frames = {t.name: pl.concat([pl.read_parquet(p) for p in sorted(t.glob("*.parquet"))], how="diagonal_relaxed") for t in sorted(out.iterdir()) if t.is_dir()}
    return frames, schema_of(frames["documents"])


def schema_of(documents: pl.DataFrame) -> tuple[Part, ...]:
    return parts(load_schema(documents["schema"][0]))


def cells(frames: Frames) -> list[Cell]:
    """Every value and problem, those to look at first in front, else as the tables have them."""
    asked = {p.name: p for p in schema_of(frames["documents"])}
    shift, rows, at = shifts(frames["evidence"], asked), _rows(frames, asked), _places(frames["evidence"])

    def cell(document, table, path, value, quote, page, line, box, confidence, status) -> Cell:
        name, row = path.split("/")[-1], path.split("/")[-2]
        spec = spec_of(asked[table], name)
        return Cell(document, table, path, rows.get((document, table, row), ""), name, value, quote, page, line, box, confidence, status,
                    kind(spec), shift(document, table, spec), spec.cue.sign in ("cost", "outflow"), choices(spec))  # fmt: skip

    found = [cell(r["document"], r["table"], r["path"], r["value"], r["quote"], r["page"], r["line"], _box(r), r["confidence"], r["status"])
             for r in frames["evidence"].iter_rows(named=True)]  # fmt: skip
    missing = [cell(r["document"], r["table"], r["path"], None, "", at.get((r["document"], r["table"])), None, None, None, f"{r['reason']}: {r['detail']}")
               for r in frames["problems"].iter_rows(named=True) if r["table"]]  # fmt: skip
    return sorted(found + missing, key=lambda c: c.group)


def _box(row: Mapping[str, Any]) -> tuple[float, ...] | None:
    return None if row["x0"] is None else (row["x0"], row["y0"], row["x1"], row["y1"])


def _places(evidence: pl.DataFrame) -> dict[tuple[str, str], int]:
    """(document, table) -> the page that prints most of it."""
    pages: dict[tuple[str, str], Counter] = defaultdict(Counter)
    for document, table, page in evidence.select("document", "table", "page").drop_nulls().iter_rows():
        pages[document, table][page] += 1
    return {place: counted.most_common(1)[0][0] for place, counted in pages.items()}


def _rows(frames: Frames, asked: Mapping[str, Part]) -> dict[tuple[str, str, str], str]:
    """(document, table, position) -> what names the row."""
    named = {}
    for part in (p for p in asked.values() if p.kind != "root"):
        seen: Counter = Counter()
        for row in frames[part.name].select("document", *part.keys).iter_rows():
            i, seen[row[0]] = seen[row[0]], seen[row[0]] + 1
            months = f", {row[2]} months" if len(row) > 2 else ""
            named[row[0], part.name, str(i)] = f"{row[1]}{months}" if part.keys else f"row {i + 1}"
    return named


def spec_of(part: Part, name: str) -> FieldSpec:
    return next(f for f in part.fields if f.name == name)


def kind(spec: FieldSpec) -> str:
    return "choice" if spec.choices else {Decimal: "number", int: "integer", date: "date"}.get(spec.type, "text")


def choices(spec: FieldSpec) -> tuple[str, ...]:
    """As evidence/ prints them."""
    return ("True", "False") if spec.type is bool else spec.choices


def shifts(evidence: pl.DataFrame, asked: Mapping[str, Part]) -> Callable[[str, str, FieldSpec], int]:
    """A function (document, table, field) -> power of ten from print to value.

    The scale of a statement ("in millions") is not kept in the tables, but each of its values stands beside its quote:
    the power between the two that most values of the field have, else of the table's fields of one unit, is the scale.
    Cover pages print it behind the number, so there it is 0 and the quote says the rest.
    """
    votes: dict[tuple, Counter] = defaultdict(Counter)
    for document, table, path, value, quote in evidence.select("document", "table", "path", "value", "quote").iter_rows():
        spec = spec_of(asked[table], path.rpartition("/")[2])
        if asked[table].kind == "statement" and spec.type is Decimal and (power := _power(value, quote)) is not None:
            votes[document, table, spec.name][power] += 1
            votes[document, table, spec.cue.unit, None][power] += 1

    def shift(document: str, table: str, spec: FieldSpec) -> int:
        counted = votes.get((document, table, spec.name)) or votes.get((document, table, spec.cue.unit, None))
        return counted.most_common(1)[0][0] if counted else 0

    return shift


def _power(value: str, quote: str) -> int | None:
    printed = amount(quote)
    if not printed or not Decimal(value):
        return None
    ratio = abs(Decimal(value) / printed).normalize()
    return ratio.as_tuple().exponent if ratio.as_tuple().digits == (1,) else None


def amount(quote: str) -> Decimal | None:
    """The printed number with the scale word behind it; brackets and dashes before it are a minus; a dash alone is zero.

    >>> amount("(1,138)"), amount("$182.9 billion"), amount("—"), amount("none")
    (Decimal('-1138'), Decimal('1.829E+11'), Decimal('0'), None)
    """
    match = NUMBER.search(quote)
    if not match:
        return Decimal(0) if DASH.fullmatch(quote) else None
    digits = Decimal(match["digits"].replace(",", "")).scaleb(SCALES[match["scale"].lower()] if match["scale"] else 0)
    return -digits if match["minus"] and digits else digits
