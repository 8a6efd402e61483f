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
from extract_filings.pipeline.tables.frames import Frames, column_row
from extract_filings.pipeline.tables.instance import assemble, breaks
from extract_filings.pipeline.tables.own_tables import COLUMN
from extract_filings.pipeline.tables.restore import failures_of, records_of
from extract_filings.pipeline.tables.row_order import rows
from extract_filings.pipeline.text.escape import encodable
from extract_filings.pipeline.text.parse import printed
from extract_filings.schemas.base import Part

FORMULA = re.compile(r"[\t\n]|\s*[=+\-@＝＋－＠]")
"""How a formula begins: with its sign, which may be as wide as Chinese characters, behind spaces
that some programs trim, or behind a break.
"""
TIDY = ("document", "cik", "ticker", "form", "table", "row_number", "period_start", "period_end")
TIDY += ("months", "weeks", "fiscal_year", "fiscal_quarter", "item", "value", "unit", "currency")
TIDY += ("scale", "confidence", "status", "page", "quote")
"""Columns of the CSV: those of fact/, `value` as text."""


def as_json(asked: Sequence[Part], frames: Frames) -> str:
    """One list with an object a document. `data` is an instance of the schema; the keys of
    `evidence` are JSON pointers into it.
    """
    failed = [
        {"document": f.document, "sha256": f.sha256, "status": "failed", "error": f.message}
        for f in failures_of(frames)
    ]
    return json_text([_object(asked, r) for r in records_of(frames, asked)] + failed)


def _object(asked: Sequence[Part], record: Record) -> dict[str, Any]:
    """`valid`: `data` obeys the schema. `outside`: values for which it has no place."""
    made = assemble(asked, record.values)
    return {
        "document": record.document,
        "sha256": record.sha256,
        "pages": record.pages,
        "status": "ok",
        "valid": not any(map(breaks, record.problems)),
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
    operands = [{"page": o.line.page, "quote": o.quote} for o in v.operands]
    return {
        "page": v.line.page,
        "line": v.line.number,
        "quote": v.quote,
        "box": v.box,
        "confidence": round(v.confidence, 4),
        "status": str(v.status),
        **({"operands": operands} if operands else {}),
    }


def _column(c: ReadColumn) -> dict[str, Any]:
    """As in column/, without the document."""
    row = dict(zip(COLUMN, column_row("", c), strict=True))
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items() if v != ""}


def as_csv(asked: Sequence[Part], frames: Frames) -> str:
    """One long table: a line for each value, as fact/ has it, behind those of a document one for
    each problem; a failed document is one line.
    """
    facts = frames["fact"].with_columns(value=pl.col("value_text")).select(TIDY)
    lacking = [line for r in records_of(frames, asked) for line in _problem_lines(asked, r)]
    failed = [
        {"document": f.document, "status": f"failed: {f.message}"} for f in failures_of(frames)
    ]
    told = [{c: line.get(c) for c in TIDY} for line in lacking + failed]
    lines = pl.concat([facts, pl.DataFrame(told, schema=facts.schema, orient="row")])
    text = pl.col(pl.String).map_elements(encodable, pl.String)
    return safe_csv(lines.with_columns(text).sort("document", maintain_order=True))


def _problem_lines(asked: Sequence[Part], record: Record) -> Iterator[dict[str, Any]]:
    """Rows of lists are numbered from 0, as in fact/."""
    numbers = {
        (part.name, key): n
        for part in asked
        if part.kind == "list"
        for n, (key, _) in enumerate(rows(part, record.values))
    }
    for p in record.problems:
        row = {"document": record.document, "table": p.table} | dict(p.key)
        row["row_number"] = numbers.get((p.table, p.key))
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
