"""Tables -> records: what was written, with people's corrections in force, as `export.py`, the
terminal and `--annotate` take it. Printed lines are known only by their quotes.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from extract_filings.pipeline.records import (
    NO_QUESTION,
    Anchor,
    Box,
    Line,
    Operand,
    Problem,
    ReadColumn,
    Record,
    RowKey,
    Value,
)
from extract_filings.pipeline.status import Status
from extract_filings.pipeline.tables.frames import Failure, Frames
from extract_filings.pipeline.tables.own_tables import FAILED, OK, PARTIAL, WAS_READ
from extract_filings.pipeline.tables.paths import field_of, position_of
from extract_filings.pipeline.tables.verdicts import value_in
from extract_filings.schemas.base import Part

Rows = Mapping[str, Sequence[Mapping[str, Any]]]  # by document


def failures_of(frames: Frames) -> list[Failure]:
    told = frames["documents"].filter(~WAS_READ).select("document", "sha256", "status", "key")
    return [
        Failure(document, sha256, status.removeprefix(FAILED), key)
        for document, sha256, status, key in told.iter_rows()
    ]


def records_of(frames: Frames, asked: Sequence[Part]) -> list[Record]:
    """The documents that were read."""
    by_document = {name: _by_document(frames, name) for name in ("evidence", "problems", "column")}
    tables = {p.name: (p, _by_document(frames, p.name)) for p in asked}
    about = frames["documents"].filter(WAS_READ).select("document", "sha256", "pages", "status")
    made = []
    for document, sha256, pages, status in about.iter_rows():
        unasked = status.removeprefix(OK).removeprefix(PARTIAL)
        mine = {name: rows.get(document, ()) for name, rows in by_document.items()}
        cells = {name: (part, rows.get(document, ())) for name, (part, rows) in tables.items()}
        values = tuple(_value(e, *cells[e["table"]]) for e in mine["evidence"])
        problems = tuple(_problem(p, *cells[p["table"]]) for p in mine["problems"])
        columns = tuple(map(_column, mine["column"]))
        made.append(Record(document, sha256, pages, values, problems, columns, unasked=unasked))
    return made


def _by_document(frames: Frames, name: str) -> Rows:
    if name not in frames:  # tables of earlier versions lack some
        return {}
    rows = frames[name].rows_by_key("document", named=True, include_key=True)
    return defaultdict(list, rows)


def _value(e: Mapping[str, Any], part: Part, rows: Sequence[Mapping[str, Any]]) -> Value:
    status = Status.parse(e["status"])
    value = value_in(e, part, rows)
    value = replace(value, status=status, box=box_of(e), anchor=_anchor(e))
    return replace(value, operands=_operands(e))


def _operands(row: Mapping[str, Any]) -> tuple[Operand, ...]:
    """Tables of earlier versions have none."""
    told = row.get("operands") or ()
    return tuple(Operand(o["quote"], Line(o["page"], o["line"], o["quote"])) for o in told)


def box_of(row: Mapping[str, Any]) -> Box | None:
    return None if row["x0"] is None else (row["x0"], row["y0"], row["x1"], row["y1"])


def _anchor(row: Mapping[str, Any]) -> Anchor | None:
    """Tables of earlier versions have none."""
    if row.get("anchor") is None:
        return None
    return Anchor(row["anchor"], row["anchor_start"], row["anchor_end"])


def _problem(p: Mapping[str, Any], part: Part, rows: Sequence[Mapping[str, Any]]) -> Problem:
    path = p["path"]
    if p["reason"] in NO_QUESTION:
        return Problem(part.name, (), path, p["reason"], p["detail"])
    at = None if "/-/" in path or part.kind == "root" else position_of(path)
    key = () if at is None else _key(part, rows[at], at)
    return Problem(part.name, key, field_of(path), p["reason"], p["detail"])


def _key(part: Part, row: Mapping[str, Any], at: int) -> RowKey:
    number = {"row": at} if part.kind == "list" else {}
    return tuple((number | {k: row[k] for k in part.keys}).items())


def _column(row: Mapping[str, Any]) -> ReadColumn:
    quote, scale = row["quote"], row["scale_quote"]
    line = quote and Line(row["head_page"], row["line"], quote)
    return ReadColumn(
        table=row["table"],
        page=row["page"],
        column=row["column"],
        kind=row["kind"],
        period_end=row["period_end"],
        months=row["months"],
        confidence=row["confidence"],
        head=((line, 0, len(quote)),) if line else (),
        box=box_of(row),
        scale=row["scale"],
        scale_line=Line(row["scale_page"], 0, scale) if scale else None,
        scale_confidence=row["scale_confidence"],
        currency=row["currency"],
    )
