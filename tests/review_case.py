"""A real sample's tables with a mistake in them, made by hand: cost of operations is taken from
"Other revenues", and one question is open.
"""

import itertools
import json
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from extract_filings.pipeline.pdf.boxes import boxes, hull
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.records import Document, Line, Record, Value
from extract_filings.pipeline.resolve.merge import problems
from extract_filings.pipeline.resolve.rules import validate
from extract_filings.pipeline.review.cells import ReviewCell, cells, load_tables
from extract_filings.pipeline.review.page_images import view, words_of
from extract_filings.pipeline.review.reread import shown
from extract_filings.pipeline.tables.frames import Run
from extract_filings.pipeline.tables.write import write
from extract_filings.pipeline.text.patterns import words
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing

RUN = Run("filing", "embedded", "", {})
NAME = "synth0003_10-q"
PDF = Path(__file__).parents[1] / "samples" / f"{NAME}.pdf"
NOW = (("period_end", date(2012, 12, 30)), ("months", 3))
COST, GROSS, TAX, CITY = (
    "/income_statement/0/cost_of_revenue",
    "/income_statement/0/gross_profit",
    "/income_statement/0/income_tax_expense",
    "/filing/city",
)


@cache
def record(path: Path = PDF, password: str | None = None) -> Record:
    document = read(path, password)
    million = Decimal(10**6)
    made = [
        value(
            document,
            "filing",
            (),
            "registrant_name",
            "The Sable Chemical Partners, L.P.",
            "The Sable Chemical Partners, L.P.",
            1,
            11,
        ),
        value(
            document, "filing", (), "period_end_date", date(2012, 12, 30), "DECEMBER 30, 2012", 1, 6
        ),
        value(
            document,
            "filing",
            (),
            "filer_category",
            "Large Accelerated Filer",
            "Large accelerated filer",
            1,
            29,
        ),
        value(document, "security", (("row", 0),), "trading_symbol", "TAH", "TAH", 1, 20),
        value(document, "income_statement", NOW, "revenue", 6847 * million, "6,847", 3, 11),
        value(document, "income_statement", NOW, "cost_of_revenue", 2317 * million, "2,317", 3, 10),
        value(document, "income_statement", NOW, "gross_profit", 3766 * million, "3,766", 3, 13),
        value(document, "income_statement", NOW, "eps_basic", Decimal("-0.65"), "0.65", 3, 27),
    ]
    values = validate(parts(Filing), made)
    return Record(
        document.name, document.sha256, len(document.pages), values, problems(parts(Filing), values)
    )


def value(
    document: Document,
    table: str,
    key: tuple,
    field: str,
    what: Any,
    quote: str,
    page: int,
    number: int,
) -> Value:
    line = near(document, quote, page, number)
    start = line.text.index(quote)
    box = hull(boxes(document, [page])[page][line.number][start : start + len(quote)])
    return Value(table, key, field, what, quote, line, start, start + len(quote), 0.9, box=box)


def near(document: Document, quote: str, page: int, number: int) -> Line:
    """The line that holds the quote, next to the number: a turned page may have a line more."""
    return min(
        (line for line in document.pages[page - 1] if quote in line.text),
        key=lambda line: abs(line.number - number),
    )


def cell(out: Path, path: str) -> ReviewCell:
    return next(c for c in cells(load_tables(out)[0]) if c.path == path)


def decided(
    out: Path, path: str, action: str, when: str = "2026-03-01T10:00:00.000Z", **more: Any
) -> dict[str, Any]:
    """A decision on a cell, as the page exports it."""
    c = cell(out, path)
    sha256 = load_tables(out)[0]["documents"]["sha256"][0]
    item = {
        "document": c.document,
        "sha256": sha256,
        "path": path,
        "row": c.row,
        "action": action,
        "value": None if action == "reject" else c.value,
        "quote": c.quote,
        "page": c.page,
        "line": c.line,
        "box": c.box,
        "was": c.value,
        "when": when,
    }
    return item | more


def new_row(
    out: Path, table: str, row: str, action: str = "add", when: str = "2026-03-01T08:00:00.000Z"
) -> dict[str, Any]:
    """A row that is added or removed, as the page exports it."""
    about = load_tables(out)[0]["documents"].row(0, named=True)
    none = dict.fromkeys(("value", "quote", "page", "line", "box", "was"))
    return {
        "document": about["document"],
        "sha256": about["sha256"],
        "path": f"/{table}/-/",
        "row": row,
        "action": action,
        "when": when,
    } | none


def in_row(row: dict[str, Any], field: str, value: str, **spot: Any) -> dict[str, Any]:
    """A value for a cell of a new row."""
    return (
        row
        | {
            "path": row["path"] + field,
            "action": "correct",
            "value": value,
            "when": "2026-03-01T10:00:00.000Z",
        }
        | spot
    )


def clicked(quote: str, page: int, number: int, pdf: Path = PDF) -> dict[str, Any]:
    """Where the page's script says that the words of a line stand."""
    document = read(pdf)
    line = near(document, quote, page, number)
    around = boxes(document, [page])[page][line.number]
    texts, wanted = [line.text[s:e] for s, e in words(line.text)], quote.split()
    at = next(i for i in range(len(texts)) if texts[i : i + len(wanted)] == wanted)
    return {
        "quote": quote,
        "page": page,
        "line": line.number,
        "box": hull(shown(words_of(line, around, view(document, page)))[at : at + len(wanted)]),
    }


def corrections(file: Path, *items: dict[str, Any], who: str = "Ann") -> Path:
    file.write_text(json.dumps({"who": who, "when": "2026-03-01T11:00:00.000Z", "items": items}))
    return file


@pytest.fixture
def out(tmp_path):
    write([record()], [], Filing, tmp_path / "out", RUN)
    return tmp_path / "out"


@pytest.fixture
def review(extract, tmp_path, out):
    """review(items..., who=) -> what `extract apply` printed"""
    number = itertools.count()

    def call(*items, who="Ann", files=()):
        file = corrections(tmp_path / f"{next(number)}.json", *items, who=who) if items else None
        return extract("apply", *([file] if file else []), *files, out, "--pdf", PDF)

    return call


FIXED = {"value": "3081000000", **clicked("3,081", 3, 12)}


def rows(out, table):
    return pl.read_parquet(out / table / "*.parquet").to_dicts()


def row(out, path, table="evidence"):
    return next((r for r in rows(out, table) if r["path"] == path), None)
