"""Records -> the tables as data frames, and what they add up to. Nothing here touches the disk.

Next to the schema's own tables stand evidence (a row per value), problems (a row per cell without
one), documents.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal, NamedTuple

import polars as pl

from extract_filings.pipeline.errors import OutputError, SchemaError
from extract_filings.pipeline.records import NO_QUESTION, Record
from extract_filings.pipeline.status import FOUND, Status
from extract_filings.pipeline.tables.paths import columns, path, rows
from extract_filings.pipeline.text.escape import encodable
from extract_filings.schemas.base import FieldSpec, Part

SCALES = {"USD": 2, "shares": 2, "USD/share": 4, None: 6}
"""Digits behind the point of a decimal column, by unit. A column whose values need more gets more:
none is rounded.
"""

EVIDENCE = {
    "document": pl.String,
    "table": pl.String,
    "path": pl.String,
    "value": pl.String,
    "quote": pl.String,
    "page": pl.Int64,
    "line": pl.Int64,
    "x0": pl.Float64,
    "y0": pl.Float64,
    "x1": pl.Float64,
    "y1": pl.Float64,
    "confidence": pl.Float64,
    "status": pl.String,
}
PROBLEMS = {
    "document": pl.String,
    "table": pl.String,
    "path": pl.String,
    "reason": pl.String,
    "detail": pl.String,
}
DOCUMENTS = {
    "document": pl.String,
    "sha256": pl.String,
    "pages": pl.Int64,
    "schema": pl.String,
    "model": pl.String,
    "versions": pl.String,
    "seconds": pl.Float64,
    "status": pl.String,
    "key": pl.String,
}
OWN = {"evidence", "problems", "documents", "reviews"}
Frames = Mapping[str, pl.DataFrame]
"""Tables by name."""


class Failure(NamedTuple):
    """A document that could not be read. `sha256` is None where not even its bytes could."""

    document: str
    sha256: str | None
    message: str
    key: str | None = None  # None: try again whenever asked


@dataclass(frozen=True, slots=True)
class Run:
    """What the tables say about how they were made. `seconds` and `keys` (pipeline/batch/fingerprint.py) by
    document.
    """

    schema: str
    model: str
    versions: str
    seconds: Mapping[str, float]
    keys: Mapping[str, str] = field(default_factory=dict)


def versions() -> str:
    """Of this program and the libraries that its results hang on."""
    return ", ".join(
        f"{name} {_version(name)}"
        for name in ("extract-filings", "pypdfium2", "llguidance", "torch", "transformers")
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


@dataclass(frozen=True, slots=True)
class Summary:
    """Counted in the tables. `asked` are the cells of all rows, those of tables without a row once,
    and each failed document once.

    `checks_failed`: broken laws, and what an instance breaks of its schema and its validators.
    `checks_warned`: broken rules that are warnings.
    """

    documents: int
    asked: int
    values: int
    problems: int
    checks_failed: int
    failed_documents: int
    checks_warned: int = 0
    review: int = 0  # values of less confidence than was asked for


def tables(
    records: Sequence[Record], failures: Sequence[Failure], asked: Sequence[Part], run: Run
) -> dict[str, pl.DataFrame]:
    """Every table by name, rows sorted by document. Raises SchemaError if the schema takes a name
    that is taken.
    """
    if taken := {p.name for p in asked} & OWN or {f.name for p in asked for f in p.fields} & {
        "document",
        "row",
        "parent_row",
    }:
        raise SchemaError(
            f"schema {run.schema}: the name {min(taken)} is taken by what every run writes; rename"
            " it in the schema"
        )
    failures = [f._replace(message=encodable(f.message)) for f in failures]
    records = sorted(records, key=lambda r: r.document)
    frames = {p.name: _table(p, records) for p in asked}
    frames["evidence"] = _frame([row for r in records for row in evidence(asked, r)], EVIDENCE)
    failed = [(f.document, None, "", "failed", f.message) for f in failures]
    problem_rows = [row for r in records for row in problems(asked, r)] + failed
    frames["problems"] = _frame(sorted(problem_rows, key=lambda row: row[0]), PROBLEMS)
    about = (run.schema, run.model, run.versions)
    done = [
        (
            r.document,
            r.sha256,
            r.pages,
            *about,
            run.seconds.get(r.document),
            "ok",
            run.keys.get(r.document),
        )
        for r in records
    ]
    not_done = [
        (
            f.document,
            f.sha256,
            None,
            *about,
            run.seconds.get(f.document),
            f"failed: {f.message}",
            f.key,
        )
        for f in failures
    ]
    frames["documents"] = _frame(sorted(done + not_done, key=lambda row: row[0]), DOCUMENTS)
    return frames


def about(schema: str, asked: Sequence[Part]) -> dict[str, str]:
    """For the metadata of the files: the schema's name, and a version that changes when a table,
    column, type or unit does.
    """
    shape = [
        (p.name, p.keys, [(f.name, f.type.__name__, f.cue.unit) for f in p.fields]) for p in asked
    ]
    return {
        "extract.schema": schema,
        "extract.schema_version": hashlib.sha256(repr(shape).encode()).hexdigest()[:12],
    }


def _frame(data: Sequence[tuple], schema: Mapping[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(data, schema=schema, orient="row")


def _table(part: Part, records: Sequence[Record]) -> pl.DataFrame:
    data = [
        {"document": r.document} | dict(key) | {f: v.value for f, v in cells.items()}
        for r in records
        for key, cells in rows(part, r.values)
    ]
    types = {"document": pl.String, "period_end": pl.Date} | dict.fromkeys(
        ("months", "row", "parent_row"), pl.Int64
    )
    types |= {f.name: _type(f, [row.get(f.name) for row in data]) for f in part.fields}
    return pl.DataFrame(
        {c: pl.Series([row.get(c) for row in data], dtype=types[c]) for c in columns(part)}
    )


def _type(field: FieldSpec, values: Sequence[Any]) -> pl.DataType:
    if field.type is Decimal:
        needed = [-v.normalize().as_tuple().exponent for v in values if v is not None]
        return pl.Decimal(38, max([SCALES[field.cue.unit], *needed]))
    return {
        str: pl.String(),
        date: pl.Date(),
        int: pl.Int64(),
        bool: pl.Boolean(),
        float: pl.Float64(),
    }[field.type]


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
        )
        for v in ordered
    ]


def problems(asked: Sequence[Part], record: Record) -> list[tuple]:
    """A row of PROBLEMS for each problem, in the record's order."""
    places, of = _places(asked, record), {p.name: p for p in asked}
    known = lambda p: (
        places[p.table, p.key, p.field][1]
        if (p.table, p.key, p.field) in places
        else path(of[p.table], None, p.field)
    )
    path_of = lambda p: p.field if p.reason in NO_QUESTION else known(p)  # which is a place already
    return [(record.document, p.table, path_of(p), p.reason, p.detail) for p in record.problems]


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


def printed(value: Any) -> str:
    """A value as text: decimals without exponent and trailing zeros, dates as ISO.

    >>> printed(Decimal("1.50E+3"))
    '1500'
    """
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def typed_value(spec: FieldSpec, text: str | None) -> Any:
    """The other way: a value as evidence/ prints it -> the value."""
    make = {
        Decimal: Decimal,
        int: int,
        float: float,
        date: date.fromisoformat,
        bool: "True".__eq__,
    }.get(spec.type, str)
    return None if text is None else make(text)


def summarize(frames: Mapping[str, pl.DataFrame], asked: Sequence[Part]) -> Summary:
    """Counts the tables. Raises OutputError if a cell asked has neither or both of a value and a
    problem.
    """
    values, told = frames["evidence"], frames["problems"]
    missing, invalid = (
        told.filter(~pl.col("reason").is_in(NO_QUESTION)),
        told.filter(pl.col("reason") == "invalid"),
    )
    cells = sum(frames[p.name].height * len(p.fields) for p in asked)
    rowless = missing.filter(pl.col("path").str.contains("/-/", literal=True)).height
    failed = frames["documents"].filter(pl.col("status") != "ok").height
    total = cells + rowless + failed
    if total != values.height + missing.height:
        raise OutputError(
            f"{total} cells asked, but {values.height} values and {missing.height} problems;"
            " nothing was written; please report this"
        )
    return Summary(
        frames["documents"].height,
        total,
        values.height,
        missing.height,
        _broken(values, asked, "failed") + invalid.height,
        failed,
        _broken(values, asked, "warned"),
        values.filter(pl.col("status").str.starts_with("review")).height,
    )


def _broken(values: pl.DataFrame, asked: Sequence[Part], kind: Literal["failed", "warned"]) -> int:
    """Broken rules, each counted once for each row of its own table that it marks, whatever the
    number of cells.
    """
    rows, home = defaultdict(set), {c.name: c.table for c in asked[0].checks}
    checked = values.filter(pl.col("status") != FOUND).select("document", "table", "path", "status")
    for document, table, where, status in checked.iter_rows():
        for name in getattr(Status.parse(status), kind):
            rows[document, name].add((table, where.rpartition("/")[0]))
    return sum(
        sum(table == home.get(name, table) for table, _ in some) or 1
        for (_, name), some in rows.items()
    )
