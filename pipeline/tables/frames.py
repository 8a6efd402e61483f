"""Records -> the tables as data frames. Nothing here touches the disk.

Next to the schema's own tables stand fact and evidence (a row per value), problems (a row per cell
without one), line_item (a row per number printed in a statement), column (a row per column of
numbers of one), share_class (a row per class of shares on the cover), documents; where they were
asked for, table and table_cell (every table of numbers, and its cells).
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

import polars as pl

from extract_filings.pipeline.errors import SchemaError
from extract_filings.pipeline.records import (
    NO_QUESTION,
    Problem,
    ReadColumn,
    Record,
    ShareClass,
    Value,
)
from extract_filings.pipeline.tables.decimals import fitted
from extract_filings.pipeline.tables.dictionary import OWN, TYPES, metadata
from extract_filings.pipeline.tables.fact import fact
from extract_filings.pipeline.tables.keys import Frames, with_keys
from extract_filings.pipeline.tables.line_items import LINE_ITEM, line_item_rows
from extract_filings.pipeline.tables.notes import frames as note_frames
from extract_filings.pipeline.tables.own_tables import (
    COLUMN,
    DOCUMENTS,
    EVIDENCE,
    FAILED,
    OK,
    PARTIAL,
    PROBLEMS,
    SHARE_CLASS,
    Columns,
    anchored,
    types,
)
from extract_filings.pipeline.tables.paths import CURRENCY, PERIOD, columns, path
from extract_filings.pipeline.tables.row_order import rows
from extract_filings.pipeline.text.escape import encodable
from extract_filings.pipeline.text.parse import printed
from extract_filings.schemas.base import Part

KEY_COLUMNS = {"document", "row", "parent_row"}


class Failure(NamedTuple):
    """A document that could not be read. `sha256` is None where not even its bytes could."""

    document: str
    sha256: str | None
    message: str
    key: str | None = None  # None: try again whenever asked


@dataclass(frozen=True, slots=True)
class Run:
    """What the tables say about how they were made.

    `seconds`, `keys` (pipeline/batch/fingerprint.py) and `sources`, the places of the files, are by
    document.
    """

    schema: str
    model: str
    versions: str
    seconds: Mapping[str, float]
    keys: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)


LIBRARIES = ("pypdfium2", "selectolax", "numpy", "llguidance", "torch", "transformers")


def versions() -> str:
    """Of this program and the libraries on which its results depend."""
    return ", ".join(f"{name} {_version(name)}" for name in ("extract-filings", *LIBRARIES))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def tables(
    records: Sequence[Record], failures: Sequence[Failure], asked: Sequence[Part], run: Run
) -> dict[str, pl.DataFrame]:
    """Return every table by name, rows sorted by document.

    Raises SchemaError if the schema uses a name that is taken.
    """
    refuse_taken_names(run.schema, asked)
    failures = [f._replace(message=encodable(f.message)) for f in failures]
    records = [fitted(r) for r in sorted(records, key=attrgetter("document"))]
    frames = {p.name: _table(p, records) for p in asked}
    frames["evidence"] = _frame([row for r in records for row in evidence(asked, r)], EVIDENCE)
    frames["column"] = _frame([row for r in records for row in columns_read(r)], COLUMN)
    lines = [row for r in records for row in line_item_rows(r, currency_of_rows(r))]
    frames["line_item"] = _frame(lines, LINE_ITEM)
    classes = [(r.document, *_class(c)) for r in records for c in r.ids.share_classes]
    frames["share_class"] = _frame(classes, SHARE_CLASS)
    notes = [note_frames(r.document, r.tables) for r in records if r.tables is not None]
    frames |= {name: pl.concat([f[name] for f in notes]) for name in (notes[0] if notes else ())}
    problem_rows = [row for r in records for row in problems(asked, r)]
    problem_rows += [(f.document, None, "", "failed", f.message) for f in failures]
    frames["problems"] = _frame(sorted(problem_rows, key=itemgetter(0)), PROBLEMS)
    documents = [_done(r, run) for r in records] + [_not_done(f, run) for f in failures]
    frames["documents"] = _frame(sorted(documents, key=itemgetter(0)), DOCUMENTS)
    return completed(frames, asked)


def completed(frames: Frames, asked: Sequence[Part]) -> dict[str, pl.DataFrame]:
    """The tables with what follows from them: keys, and fact. They may have those of another state,
    or of an earlier version none.
    """
    keyed = with_keys(frames, asked)
    return keyed | {"fact": fact(keyed, asked)}


def refuse_taken_names(schema: str, asked: Sequence[Part]) -> None:
    """Raises SchemaError for a table or column that would be mixed up with a run's own."""
    names = {p.name for p in asked} & OWN.keys()
    names = names or {f.name for p in asked for f in p.fields} & KEY_COLUMNS
    if names:
        raise SchemaError(
            f"schema {schema}: the name {min(names)} is taken by what every run writes; rename"
            " it in the schema"
        )


def _done(r: Record, run: Run) -> tuple:
    """The row of DOCUMENTS of a record."""
    about = run.schema, run.model, run.versions, run.seconds.get(r.document)
    status = PARTIAL + r.unasked if r.unasked else OK
    ids = r.ids.cik, r.ids.accession_number, r.ids.amended, r.ids.year_shift
    made = run.keys.get(r.document), run.sources.get(r.document)
    return (r.document, r.sha256, r.pages, r.pages_read or None, *about, status, *made, *ids)


def _not_done(f: Failure, run: Run) -> tuple:
    """The row of DOCUMENTS of a failure."""
    about = run.schema, run.model, run.versions, run.seconds.get(f.document)
    made = f.key, run.sources.get(f.document)
    return (f.document, f.sha256, None, None, *about, FAILED + f.message, *made, *(None,) * 4)


def about(schema: str, asked: Sequence[Part]) -> dict[str, str]:
    """Return the metadata of the files: the schema's name and version, and what the columns mean.

    The version changes whenever a table, column, type or unit does.
    """
    shape = [
        (p.name, p.keys, [(f.name, f.type.__name__, f.cue.unit) for f in p.fields]) for p in asked
    ]
    return {
        "extract.schema": schema,
        "extract.schema_version": hashlib.sha256(repr(shape).encode()).hexdigest()[:12],
        **metadata(asked),
    }


def _frame(data: Sequence[tuple], shape: Columns) -> pl.DataFrame:
    return pl.DataFrame(data, schema=types(shape), orient="row")


def _table(part: Part, records: Sequence[Record]) -> pl.DataFrame:
    data = [
        {"document": r.document, CURRENCY: currencies.get((part.name, *(v for _, v in key)))}
        | dict(key)
        | {f: v.value for f, v in cells.items()}
        for r in records
        for currencies in (currency_of_rows(r),)
        for key, cells in rows(part, r.values)
    ]
    kinds: dict[str, Any] = {"document": pl.String, "period_end": pl.Date} | dict.fromkeys(
        ("months", "row", "parent_row"), pl.Int64
    )
    kinds |= {CURRENCY: pl.String, **PERIOD}
    kinds |= {f.name: TYPES[f.type] for f in part.fields}
    return pl.DataFrame(
        {c: pl.Series([row.get(c) for row in data], dtype=kinds[c]) for c in columns(part)}
    )


def currency_of_rows(record: Record) -> dict[tuple, str | None]:
    """(table, its keys) -> what the amounts of that row are in."""
    found: dict[tuple, str | None] = {}
    for c in record.columns:
        if c.period_end:
            key = (c.table, c.period_end, *([c.months] if c.months else []))
            found[key] = found.get(key) or c.currency
    return found


def columns_read(record: Record) -> list[tuple]:
    """A row of COLUMN for each column of a statement, in the record's order."""
    return [column_row(record.document, c) for c in record.columns]


def column_row(document: str, c: ReadColumn) -> tuple:
    """In the order of COLUMN."""
    quote = " ".join(line.text[start:end] for line, start, end in c.head)
    last = c.head[-1][0] if c.head else None
    at = (quote, last.page, last.number) if last else (None,) * 3
    said = (c.scale_line.text, c.scale_line.page) if c.scale_line else (None, None)
    read_as = c.kind, c.period_end, c.months, c.confidence
    scale = c.scale, *said, c.scale_confidence, c.currency
    return document, c.table, c.page, c.column, *read_as, *at, *(c.box or (None,) * 4), *scale


def _class(c: ShareClass) -> tuple:
    """In the order of SHARE_CLASS, without the document."""
    place = c.line.text[c.start : c.end], c.line.page, c.line.number
    return c.title, c.shares, c.as_of, *place


def evidence(asked: Sequence[Part], record: Record) -> list[tuple]:
    """A row of EVIDENCE for each value, in the order of the tables."""
    places = _places(asked, record)
    ordered = sorted(record.values, key=lambda v: places[v.table, v.key, v.field][0])
    return [
        (
            record.document,
            v.table,
            places[v.table, v.key, v.field][1],
            printed(v.value),
            v.quote,
            v.line.page,
            v.line.number,
            *(v.box or (None,) * 4),
            v.confidence,
            str(v.status),
            _operands(v),
            *anchored(v.anchor),
            *((v.tag.agrees, v.tag.told, v.tag.concept) if v.tag else (None,) * 3),
        )
        for v in ordered
    ]


def _operands(v: Value) -> list[dict[str, Any]] | None:
    named = [{"quote": o.quote, "page": o.line.page, "line": o.line.number} for o in v.operands]
    return named or None


def problems(asked: Sequence[Part], record: Record) -> list[tuple]:
    """A row of PROBLEMS for each problem, in the record's order."""
    places, part_of = _places(asked, record), {p.name: p for p in asked}

    def path_to(p: Problem) -> str:
        if p.reason in NO_QUESTION:  # its field is a path already
            return p.field
        _, known = places.get((p.table, p.key, p.field), (0, None))
        return known or path(part_of[p.table], None, p.field)

    return [(record.document, p.table, path_to(p), p.reason, p.detail) for p in record.problems]


def _places(asked: Sequence[Part], record: Record) -> dict[tuple, tuple[int, str]]:
    """(table, key, field) -> (its number among all cells, its path)."""
    cells = [
        (p, key, i, f.name)
        for p in asked
        for i, (key, _) in enumerate(rows(p, record.values))
        for f in p.fields
    ]
    return {
        (p.name, key, field): (n, path(p, i, field)) for n, (p, key, i, field) in enumerate(cells)
    }
