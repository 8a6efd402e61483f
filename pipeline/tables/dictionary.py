"""The data dictionary: what each table and column means, its unit, rule of signs and key.

It follows from the schema and from the columns of the tables that every run writes. The files say
it (`extract.table.NAME` in their metadata, as JSON), and docs/tables.md.

>>> from extract_filings.schemas.compile import parts
>>> from extract_filings.schemas.filing import Filing
>>> tables = {t.name: t for t in dictionary(parts(Filing))}
>>> tables["cash_flow"].key
('document', 'period_end', 'months')
>>> spent = {c.name: c for c in tables["cash_flow"].columns}["capital_expenditures"]
>>> spent.unit, spent.sign
('currency', 'money paid is positive, brackets or not')
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from extract_filings.pipeline.tables.decimals import DECIMAL
from extract_filings.pipeline.tables.fact import FACT
from extract_filings.pipeline.tables.line_items import LINE_ITEM
from extract_filings.pipeline.tables.notes import TABLE as NOTE
from extract_filings.pipeline.tables.notes import TABLE_CELL
from extract_filings.pipeline.tables.own_tables import (
    BOX,
    COLUMN,
    DERIVED_KEYS,
    DOCUMENTS,
    EVIDENCE,
    PROBLEMS,
    REVIEWS,
    ROW_KEYS,
    SHARE_CLASS,
    Columns,
)
from extract_filings.pipeline.tables.paths import CURRENCY, columns, unit_of
from extract_filings.schemas.base import FieldSpec, Part

TABLE = "extract.table."
"""Before a table's name: its key in the metadata of the files."""
TYPES = {
    Decimal: DECIMAL,
    str: pl.String(),
    date: pl.Date(),
    int: pl.Int64(),
    bool: pl.Boolean(),
    float: pl.Float64(),
}
"""Of the columns, by the fields' types. No column's type depends on its values."""
SIGNS = {
    "natural": "as printed: brackets are a minus",
    "cost": "a cost is positive, brackets or not",
    "outflow": "money paid is positive, brackets or not",
    "provision": "a cost is positive, a benefit negative",
}
UNITS = {
    **dict.fromkeys(BOX, "points"),
    **dict.fromkeys(("confidence", "scale_confidence", "concept_confidence"), "probability"),
    "months": "months",
    "weeks": "weeks",
    "seconds": "seconds",
    "shares": "shares",
}
"""Of columns that the tables share."""
ROWS = {
    "parent_row": (pl.Int64, "row of the table around it, from 0"),
    "row": (pl.Int64, "number of the row, from 0; rows of a list in it name it"),
}
PER_ROW = {
    "root": "one row per document",
    "list": "a row per entry",
    "statement": "a row per period",
}


@dataclass(frozen=True, slots=True)
class Described:
    """A column. `unit` and `sign` are empty where it has none."""

    name: str
    type: Any
    meaning: str
    unit: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """`key`: columns that name a row; empty if its rows have no names, only their order."""

    name: str
    rows: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Described, ...]

    @property
    def text(self) -> str:
        """As JSON."""
        told = {c.name: _told(c) for c in self.columns}
        about = {"rows": self.rows, "description": self.meaning, "key": self.key}
        return json.dumps({**about, "columns": told}, ensure_ascii=False)


def _told(column: Described) -> dict[str, str]:
    more = {"unit": column.unit, "sign": column.sign}
    return {"description": column.meaning} | {k: v for k, v in more.items() if v}


def dictionary(asked: Sequence[Part]) -> tuple[Table, ...]:
    """All tables of a schema: its own first, then those of every run."""
    return (*map(_of_schema, asked), *_of_every_run())


def metadata(asked: Sequence[Part]) -> dict[str, str]:
    """For the files: a text per table."""
    return {TABLE + t.name: t.text for t in dictionary(asked)}


def notes() -> tuple[Table, ...]:
    """The tables that `extract tables FILE --to FOLDER` writes, and `extract --notes`."""
    return tuple(described(name, *OWN[name]) for name in ("table", "table_cell"))


def of_table(name: str, about: Mapping[str, str]) -> dict[str, str]:
    """What a table's files carry: of the dictionary their own part, documents/ all of it, from
    which others are written anew."""
    return {
        k: v
        for k, v in about.items()
        if name == "documents" or not k.startswith(TABLE) or k == TABLE + name
    }


def _of_schema(part: Part) -> Table:
    fields = {f.name: f for f in part.fields}
    known = {**FACT, **ROWS}
    told = (_of_field(fields[c]) if c in fields else _shared(c, *known[c]) for c in columns(part))
    named = part.kind != "list" or "row" in part.keys
    key = ("document", *part.keys) if named else ()
    return Table(part.name, PER_ROW[part.kind], " ".join(part.description.split()), key, (*told,))


def _of_field(spec: FieldSpec) -> Described:
    unit = unit_of(spec) or ""
    sign = SIGNS[spec.cue.sign] if unit.startswith(CURRENCY) else ""
    return Described(spec.name, TYPES[spec.type], spec.description, unit, sign)


def _shared(name: str, kind: Any, meaning: str) -> Described:
    return Described(name, kind, meaning, UNITS.get(name, ""))


def _of_every_run() -> Iterator[Table]:
    return (described(name, *told) for name, told in OWN.items())


def described(name: str, rows: str, meaning: str, key: tuple[str, ...], columns: Columns) -> Table:
    """A table that is not the schema's."""
    signs = VALUES.get(name, {})
    told = (
        Described(c, kind, means, *signs[c]) if c in signs else _shared(c, kind, means)
        for c, (kind, means) in columns.items()
    )
    return Table(name, rows, meaning, key, tuple(told))


AS_UNIT = "as `unit` says"
RULED = AS_UNIT, "signed as the item is in its table"
PRINTED = AS_UNIT, "as printed: brackets are a minus"
VALUES = {
    "fact": {"value": RULED, "value_float": RULED},
    "line_item": {"value": PRINTED, "value_float": PRINTED},
    "series": {"first": RULED, "last": RULED},
    "table_cell": {"value": PRINTED, "value_float": PRINTED},
}
"""Unit and rule of signs where a column holds numbers of many kinds."""
PERIOD = ("period_end", "months")
OWN: dict[str, tuple[str, str, tuple[str, ...], Columns]] = {
    "fact": (
        "a row per value of any table",
        "Each value with its company, period, unit and place; the schema's tables are its views.",
        ("document", "table", "row_number", *PERIOD, "item"),
        FACT,
    ),
    "line_item": (
        "a row per number printed in a statement, and per heading",
        "The statements as printed, in printed order.",
        ("document", "statement", "line", "x0"),
        LINE_ITEM,
    ),
    "evidence": (
        "a row per value of any table",
        "The place of each value, its confidence and status.",
        ("document", "path"),
        {**EVIDENCE, **ROW_KEYS},
    ),
    "problems": (
        "a row per question without an answer",
        "Where a value was sought, and why there is none.",
        (),
        PROBLEMS,
    ),
    "column": (
        "a row per column of numbers of a statement",
        "What each column was read as. Where two show one period, the first gives the values.",
        ("document", "table", "page", "column"),
        COLUMN,
    ),
    "share_class": (
        "a row per class of shares outstanding",
        "Where the cover prints several classes.",
        (),
        SHARE_CLASS,
    ),
    "documents": (
        "a row per input file",
        "The files, how they were read, and the keys of company and filing.",
        ("document",),
        {**DOCUMENTS, **DERIVED_KEYS},
    ),
    "table": (
        "a row per table of numbers",
        "Every table that a filing prints, its notes' too. Written if `--notes` asks for it.",
        ("document", "table"),
        NOTE,
    ),
    "table_cell": (
        "a row per number",
        "The numbers of these tables, with their keys.",
        ("document", "table", "row", "column"),
        TABLE_CELL,
    ),
    "reviews": ("a row per verdict of a reviewer", "A log; nothing leaves it.", (), REVIEWS),
}
"""Tables that runs write beside the schema's: what a row is, what they are, key, columns."""
