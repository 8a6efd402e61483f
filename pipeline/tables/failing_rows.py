"""Tables -> the rows that break a rule of their schema, as its rules are now: `extract check OUT`.

The values come from the tables and their printed places from evidence/. The same code judges them
as during extraction (`pipeline/resolve/rules.py`), so both agree even if the tables were changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from extract_filings.models import EMBEDDED
from extract_filings.pipeline.decode.second_opinion import load_counted
from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.records import Value, tag
from extract_filings.pipeline.resolve.rules import RuleVerdict, judged
from extract_filings.pipeline.tables.append import parts_of
from extract_filings.pipeline.tables.export import csv_text, json_text
from extract_filings.pipeline.tables.frames import Frames
from extract_filings.pipeline.tables.parquet import read_frames
from extract_filings.pipeline.tables.paths import field_of, path
from extract_filings.pipeline.tables.verdicts import schema_of, value_in
from extract_filings.pipeline.text.parse import printed
from extract_filings.schemas.base import Part
from extract_filings.schemas.compile import parts

COLUMNS = ("document", "table", "row", "check", "severity", "doc", "cells", "gap", "allowed")
TAG, TAG_ITEM = "xbrl_tag", "xbrl_item"
"""Names of the checks that compare values, and what they are values of, with a file's own tags."""
SURE = 0.9  # share of a concept's rows that are an item
BARE = {"quote": "", "page": None, "line": None, "confidence": None, "status": "found"}
"""The evidence of a cell that has none."""

Row = dict[str, Any]


class Found(NamedTuple):
    """`rows`: a row of COLUMNS for each broken rule, documents in the order of the tables; its
    `cells` are values by path. `judged`: how many times a rule applied to a row.
    """

    rows: list[Row]
    documents: int
    judged: int


def failing(out: Path) -> Found:
    """Judge the tables in OUT. Raises InputError if there are none, SchemaError."""
    if not parts_of(out / "documents"):
        raise InputError(f"{out}: no tables in it; give a folder that --out named")
    rows, documents, count = [], 0, 0
    for part in parts_of(out / "documents"):
        frames = read_frames(out, part.name)
        asked = parts(schema_of(frames["documents"]))
        documents += frames["documents"].height
        tagged = _tagged_otherwise(frames["evidence"])
        for document, paths in values_of(frames, asked):
            verdicts = [*judged(asked, [*paths])]
            count += len(verdicts)
            rows += [_row(document, j, paths) for j in verdicts if j.broken]
            rows += tagged.get(document, [])
    return Found(rows, documents, count)


def values_of(frames: Frames, asked: Sequence[Part]) -> Iterator[tuple[str, dict[Value, str]]]:
    """Yield each document with its values and their paths."""
    evidence = {(e["document"], e["path"]): e for e in frames["evidence"].iter_rows(named=True)}
    tables = {
        p.name: frames[p.name].rows_by_key("document", named=True, include_key=True) for p in asked
    }
    for document in frames["documents"]["document"]:
        paths: dict[Value, str] = {}
        for part in asked:
            rows = tables[part.name].get(document, [])
            for at in _paths(part, rows):
                e = evidence.get((document, at), BARE) | {"path": at}
                paths[value_in(e, part, rows)] = at
        yield document, paths


def _paths(part: Part, rows: Sequence[Row]) -> Iterator[str]:
    """Of the cells with a value."""
    for i, row in enumerate(rows):
        for f in part.fields:
            if row[f.name] is not None:
                yield path(part, i, f.name)


def _row(document: str, j: RuleVerdict, paths: Mapping[Value, str]) -> Row:
    return {
        "document": document,
        "table": j.check.table,
        "row": _name(dict(j.key)),
        "check": j.check.name,
        "severity": j.check.severity,
        "doc": j.check.doc,
        "cells": {paths[v]: printed(v.value) for v in j.cells},
        "gap": _size(j.gap),
        "allowed": _size(j.allowed),
    }


def _tagged_otherwise(evidence: pl.DataFrame) -> dict[str, list[Row]]:
    """By document: values that the inline-XBRL tags around their words contradict, and those that
    they call another item.
    """
    if "xbrl_agrees" not in evidence.columns:  # tables of earlier versions
        return {}
    made: dict[str, list[Row]] = {}
    for e in evidence.filter(pl.col("xbrl_agrees").is_not_null()).iter_rows(named=True):
        if not e["xbrl_agrees"]:
            _add(made, e, TAG, f"the tag around it says {e['xbrl_says']}")
        elif other := _other_item(e):
            _add(made, e, TAG_ITEM, f"the tag around it, {e['xbrl_concept']}, is of {other}")
    return made


def _add(made: dict[str, list[Row]], e: Row, check: str, told: str) -> None:
    named = {"document": e["document"], "table": e["table"], "row": "", "check": check}
    row = named | {"severity": "warning", "doc": told, "cells": {e["path"]: e["value"]}}
    made.setdefault(e["document"], []).append({c: row.get(c) for c in COLUMNS})


def _other_item(e: Row) -> str | None:
    """The item that a tag's concept is of, if that is never this one."""
    concept = e["xbrl_concept"].rpartition(":")[2]
    items = {k: n for k, n in _items_of().get(concept, {}).items() if n >= SURE}
    own = tag(e["table"], field_of(e["path"]))
    known = own in {t for some in _items_of().values() for t in some}
    return min(items).strip("<>") if items and known and own not in items else None


@cache
def _items_of() -> Mapping[str, Mapping[str, float]]:
    """Of each us-gaap concept, the items that rows of it are, as counted for the embedded model."""
    counted = load_counted(EMBEDDED)
    return counted.items if counted else {}


def _name(key: Mapping[str, Any]) -> str:
    """As reviews/ names a row."""
    if "period_end" in key:
        return f"{key['period_end']}" + (f", {key['months']} months" if "months" in key else "")
    return f"row {key['row'] + 1}" if "row" in key else ""


def _size(gap: Decimal) -> str | None:
    """None where a rule just holds or does not."""
    return printed(gap) if gap.is_finite() else None


def as_lines(rows: Sequence[Row]) -> str:
    return "".join(
        f"{r['document']} {' '.join(filter(None, (r['table'], r['row'])))}: {r['check']}"
        f" ({r['severity']}: {r['doc']}): {_cells(r)}{_off(r)}\n"
        for r in rows
    )


def _cells(row: Row) -> str:
    return "; ".join(f"{where} {value}" for where, value in row["cells"].items())


def _off(row: Row) -> str:
    return f"; off by {row['gap']}, {row['allowed']} allowed" if row["gap"] else ""


def as_json(rows: Sequence[Row]) -> str:
    return json_text(rows)


def as_csv(rows: Sequence[Row]) -> str:
    return csv_text(COLUMNS, [row | {"cells": _cells(row)} for row in rows])
