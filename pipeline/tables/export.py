"""Records -> JSON and CSV for pipes and spreadsheets. Amounts stay exact: where the schema lets a
number be text, as Pydantic's Decimal does, JSON holds it as text, since its numbers lose digits in
most readers.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl
import simplejson

from extract_filings.pipeline.records import Record, Value
from extract_filings.pipeline.tables.frames import Failure
from extract_filings.pipeline.tables.instance import assemble
from extract_filings.pipeline.tables.paths import rows
from extract_filings.pipeline.text.parse import printed
from extract_filings.schemas.base import Part

FORMULA = re.compile(r"[\t\n]|\s*[=+\-@＝＋－＠]")
"""How a formula begins: with its sign, which may be as wide as Chinese characters, behind spaces
that some programs trim, or behind a break.
"""
CSV = (
    "document",
    "table",
    "row",
    "period_end",
    "months",
    "item",
    "value",
    "page",
    "quote",
    "status",
)


def as_json(asked: Sequence[Part], records: Sequence[Record], failures: Sequence[Failure]) -> str:
    """One list with an object a document. `data` is an instance of the schema; the keys of
    `evidence` are JSON pointers into it.
    """
    failed = [
        {"document": f.document, "sha256": f.sha256, "status": "failed", "error": f.message}
        for f in failures
    ]
    return (
        simplejson.dumps(
            [_object(asked, r) for r in records] + failed,
            indent=1,
            ensure_ascii=False,
            use_decimal=True,
        )
        + "\n"
    )


def _object(asked: Sequence[Part], record: Record) -> dict[str, Any]:
    """`valid`: `data` obeys the schema. `outside`: values for which it has no place."""
    made = assemble(asked, record.values)
    outside = [
        {"table": v.table}
        | {k: printed(x) for k, x in v.key}
        | {"field": v.field, "value": printed(v.value)}
        | _evidence(v)
        for v in made.outside
    ]
    problems = [
        {"table": p.table}
        | {k: printed(v) for k, v in p.key}
        | {"field": p.field, "reason": p.reason, "detail": p.detail}
        for p in record.problems
    ]
    return {
        "document": record.document,
        "sha256": record.sha256,
        "pages": record.pages,
        "status": "ok",
        "valid": not any(p.reason == "invalid" for p in record.problems),
        "data": made.data,
        "evidence": {k: _evidence(v) for k, v in made.places.items()},
        "outside": outside,
        "problems": problems,
    }


def _evidence(v: Value) -> dict[str, Any]:
    return {
        "page": v.line.page,
        "line": v.line.number,
        "quote": v.quote,
        "box": v.box,
        "confidence": round(v.confidence, 4),
        "status": str(v.status),
    }


def as_csv(asked: Sequence[Part], records: Sequence[Record], failures: Sequence[Failure]) -> str:
    """One long table, a line for each value and each problem; a failed document is one line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CSV)
    for line in (line for r in records for line in _lines(asked, r)):
        writer.writerow(["" if c is None else safe(printed(c)) for c in line])
    writer.writerows([safe(f.document), *[""] * 8, safe(f"failed: {f.message}")] for f in failures)
    return text.getvalue()


def _lines(asked: Sequence[Part], record: Record) -> Iterator[tuple]:
    for part in asked:
        for i, (key, cells) in enumerate(rows(part, record.values)):
            where = (
                record.document,
                part.name,
                i,
                dict(key).get("period_end"),
                dict(key).get("months"),
            )
            for field in (f.name for f in part.fields if f.name in cells):
                v = cells[field]
                yield (*where, field, v.value, v.line.page, v.quote, str(v.status))
    for p in record.problems:
        yield (
            record.document,
            p.table,
            None,
            dict(p.key).get("period_end"),
            dict(p.key).get("months"),
            p.field,
            None,
            None,
            None,
            p.reason,
        )


def safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: text that begins like one gets an apostrophe,
    as OWASP advises. Numbers stay numbers. A carriage return, which CSV writers leave unquoted and
    readers take for a new row, becomes a space.

    >>> safe("=1+1"), safe("-12.5"), safe("+1 (555) 010-0000"), safe(" @SUM(1)")
    ("'=1+1", '-12.5', "'+1 (555) 010-0000", "' @SUM(1)")
    """
    text = text.replace("\r", " ")
    return (
        f"'{text}" if FORMULA.match(text) and not re.fullmatch(r"[+-]?[\d,]*\.?\d+", text) else text
    )


def safe_csv(table: pl.DataFrame) -> str:
    """A table as CSV whose cells are all `safe`."""
    return table.with_columns(pl.col(pl.String).map_elements(safe, pl.String)).write_csv()
