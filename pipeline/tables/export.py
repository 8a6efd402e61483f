"""Records -> JSON and CSV for pipes and spreadsheets. Amounts stay exact: where the schema lets a
number be text, as Pydantic's Decimal does, JSON holds it as text, since its numbers lose digits in
most readers.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
import simplejson

from extract_filings.pipeline.records import Problem, ReadColumn, Record, Value
from extract_filings.pipeline.tables.frames import COLUMN, Failure, column_row
from extract_filings.pipeline.tables.instance import assemble
from extract_filings.pipeline.tables.paths import rows
from extract_filings.pipeline.text.escape import encodable
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
    return json_text([_object(asked, r) for r in records] + failed)


def _object(asked: Sequence[Part], record: Record) -> dict[str, Any]:
    """`valid`: `data` obeys the schema. `outside`: values for which it has no place."""
    made = assemble(asked, record.values)
    return {
        "document": record.document,
        "sha256": record.sha256,
        "pages": record.pages,
        "status": "ok",
        "valid": not any(p.reason == "invalid" for p in record.problems),
        "data": made.data,
        "evidence": {k: _evidence(v) for k, v in made.places.items()},
        "outside": [_where(v) | {"value": printed(v.value)} | _evidence(v) for v in made.outside],
        "columns": [_column(c) for c in record.columns],
        "problems": [_where(p) | {"reason": p.reason, "detail": p.detail} for p in record.problems],
    }


def _where(cell: Value | Problem) -> dict[str, str]:
    key = {name: printed(part) for name, part in cell.key}
    return {"table": cell.table} | key | {"field": cell.field}


def _evidence(v: Value) -> dict[str, Any]:
    return {
        "page": v.line.page,
        "line": v.line.number,
        "quote": v.quote,
        "box": v.box,
        "confidence": round(v.confidence, 4),
        "status": str(v.status),
    }


def _column(c: ReadColumn) -> dict[str, Any]:
    """As in column/, without the document."""
    row = dict(zip(COLUMN, column_row("", c), strict=True))
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items() if v != ""}


def as_csv(asked: Sequence[Part], records: Sequence[Record], failures: Sequence[Failure]) -> str:
    """One long table, a line for each value and each problem; a failed document is one line."""
    lines = [line for r in records for line in (*_value_lines(asked, r), *_problem_lines(r))]
    lines += [{"document": f.document, "status": f"failed: {f.message}"} for f in failures]
    return csv_text(CSV, lines)


def _value_lines(asked: Sequence[Part], record: Record) -> Iterator[dict[str, Any]]:
    for part in asked:
        for i, (key, cells) in enumerate(rows(part, record.values)):
            row = {"document": record.document, "table": part.name} | dict(key) | {"row": i}
            for v in (cells[f.name] for f in part.fields if f.name in cells):
                place = {"page": v.line.page, "quote": v.quote}
                yield row | {"item": v.field, "value": v.value, "status": v.status} | place


def _problem_lines(record: Record) -> Iterator[dict[str, Any]]:
    for p in record.problems:
        row = {"document": record.document, "table": p.table} | dict(p.key) | {"row": None}
        yield row | {"item": p.field, "status": p.reason}


def json_text(data: Any) -> str:
    return simplejson.dumps(data, indent=1, ensure_ascii=False, use_decimal=True) + "\n"


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as CSV, their values as the tables print them. A column that a row lacks is empty."""
    cells = [[_cell(row.get(c)) for c in columns] for row in rows]
    schema = dict.fromkeys(columns, pl.String)
    return safe_csv(pl.DataFrame(cells, schema=schema, orient="row"))


def _cell(value: Any) -> str | None:
    """None for an empty text too, which polars would write as two quotes."""
    return None if value is None else encodable(printed(value)) or None


def safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: text that begins like one gets an apostrophe,
    as OWASP advises. Numbers stay numbers. A carriage return, which CSV writers leave unquoted and
    readers take for a new row, becomes a space.

    >>> safe("=1+1"), safe("-12.5"), safe("+1 (555) 010-0000"), safe(" @SUM(1)")
    ("'=1+1", '-12.5', "'+1 (555) 010-0000", "' @SUM(1)")
    """
    text = text.replace("\r", " ")
    number = re.fullmatch(r"[+-]?[\d,]*\.?\d+", text)
    return f"'{text}" if FORMULA.match(text) and not number else text


def safe_csv(table: pl.DataFrame) -> str:
    """A table as CSV whose cells are all `safe`."""
    return table.with_columns(pl.col(pl.String).map_elements(safe, pl.String)).write_csv()
