"""People's verdicts on cells, and the tables with them in force. Knows no PDF and no browser.

reviews/ is a log. A row is a verdict on a cell; where the model had found a value, a row "found"
without a time says which. Verdicts on rows add one, or remove one that was added (`added_rows.py`).
Rules:
- A verdict is about the bytes of a document (sha256) and about a cell by table, name of its row
  ("2024-03-31, 3 months") and field.
- Of several verdicts on a cell the latest holds; the others stay in the log as "overruled".
- A verdict whose file or cell the tables do not have "waits" in the log, and holds again in tables
  that have them.
- A row that is removed takes along what was said before of its cells, and of the rows in it.
- Laws, and the schema's rules for the instance, are checked anew for each document that has a
  verdict. So the tables are what the model found and the log says, in whatever order verdicts came.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import BaseModel

from extract_filings.pipeline.records import NO_QUESTION, Line, RowKey, Value
from extract_filings.pipeline.resolve.rules import validate
from extract_filings.pipeline.status import DECIDED, FOUND, Status
from extract_filings.pipeline.tables.added_rows import (
    ADD,
    REMOVE,
    ROWS,
    around,
    grown,
    replaced,
    without,
)
from extract_filings.pipeline.tables.frames import Frames, completed
from extract_filings.pipeline.tables.index import CellAddress, TableIndex
from extract_filings.pipeline.tables.instance import assemble, faults
from extract_filings.pipeline.tables.own_tables import REVIEWS, types
from extract_filings.pipeline.tables.parquet import read_part
from extract_filings.pipeline.tables.paths import field_of, position_of
from extract_filings.pipeline.text.parse import typed_value
from extract_filings.schemas.base import Part
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema

REVIEWED = f"^(?:{'|'.join(DECIDED.values())})"
"""How a status of evidence/ ("accepted, check failed: balance"), or the reason of a problem, begins
where a person has decided.
"""
PLACE = ("quote", "page", "line", "x0", "y0", "x1", "y1", "confidence")
WHERE = ("document", "table", "path")
Entry = dict[str, Any]  # a row of REVIEWS
Position = tuple[str, str]  # document, path


def cell_of(entry: Mapping[str, Any]) -> CellAddress:
    field = field_of(entry["path"])
    return CellAddress(entry["document"], entry["sha256"], entry["table"], entry["row"], field)


def schema_of(documents: pl.DataFrame) -> type[BaseModel]:
    """The schema that tables were made with."""
    return load_schema(documents["schema"][0])


def said_in(out: Path) -> list[Entry]:
    """The verdicts of people in the log of OUT; [] if there are none."""
    rows = [
        row
        for path in sorted((out / "reviews").glob("*.parquet"))
        for row in read_part(path).to_dicts()
    ]
    return [r for r in rows if r["verdict"] != FOUND]


def waiting(out: Path) -> list[str]:
    """A line for each document with verdicts that do not hold."""
    counted = Counter(r["document"] for r in said_in(out) if r["state"] == "waits")
    return [
        f"{name}: {n} reviewed cells wait in {out / 'reviews'}: the file that was reviewed, or"
        " these cells, are not in the tables"
        for name, n in sorted(counted.items())
    ]


def reviewed(
    frames: Frames, log: Iterable[Entry], model: type[BaseModel]
) -> dict[str, pl.DataFrame]:
    """The tables with the last verdict on each cell and row in force, and the whole log as
    reviews/. `model`: the schema of the tables.
    """
    entries = _distinct(log)
    people = [e for e in entries if e["verdict"] != FOUND]
    if not people:
        return dict(frames)
    asked = parts(model)
    sha256 = dict(frames["documents"].select("document", "sha256").iter_rows())
    verdicts = _Verdicts(people, sha256, {p.name: p for p in asked})
    frames = without(frames, asked, {(c.document, c.table, c.row) for c in verdicts.removals})
    index = TableIndex.of(frames, asked)
    if verdicts.additions:
        begins = _begins(frames, index, entries, verdicts)
        frames = grown(frames, asked, verdicts.additions, begins)
        index = TableIndex.of(frames, asked)
    paths = _paths(frames, index) | verdicts.removals
    holding = {
        (cell.document, paths[cell]): entry
        for cell, entry in verdicts.last.items()
        if cell in paths and entry["verdict"] not in ROWS
    }
    reviews = _log(frames, entries, verdicts, paths, holding)
    touched = {document for document, _ in holding} | verdicts.documents_with_rows
    tables = {**frames, **_cells(frames, asked, holding)}
    tables |= _questions(frames, asked, holding, touched)
    return completed(_checked(tables, model, holding, touched), asked) | {
        "reviews": pl.DataFrame(reviews, schema=types(REVIEWS), orient="row")
    }


def _distinct(log: Iterable[Entry]) -> list[Entry]:
    """In the order in which they were said. The same verdict may come from two logs."""
    said = [c for c in REVIEWS if c not in ("path", "state")]
    return list({tuple(e[c] for c in said): e for e in sorted(log, key=_order)}.values())


@dataclass(frozen=True)
class _Verdicts:
    """What people said, in the order in which they said it, of documents by their sha256."""

    people: Sequence[Entry]
    sha256: Mapping[str, str]
    parts: Mapping[str, Part]

    def here(self, entry: Entry) -> bool:
        """The tables have this document, of the same bytes."""
        return self.sha256.get(entry["document"]) == entry["sha256"]

    @cached_property
    def removed(self) -> dict[CellAddress, Any]:
        """When each row was removed."""
        return {cell_of(e): e["when"] for e in self.people if e["verdict"] == REMOVE}

    def buried(self, entry: Entry) -> bool:
        """The row of the verdict, or one around it, was removed later."""
        at: tuple[str, str] | None = (entry["table"], entry["row"])
        while at and at[0] in self.parts:
            row = CellAddress(entry["document"], entry["sha256"], *at, "")
            when = self.removed.get(row)
            if when and entry["when"] and entry["when"] < when:
                return True
            at = around(self.parts[at[0]], at[1])
        return False

    @cached_property
    def last(self) -> dict[CellAddress, Entry]:
        """The latest verdict on each cell and row."""
        return {cell_of(e): e for e in self.people if not self.buried(e)}

    @cached_property
    def additions(self) -> list[Entry]:
        """The rows to add to these tables."""
        return [e for e in self.last.values() if e["verdict"] == ADD and self.here(e)]

    @property
    def removals(self) -> dict[CellAddress, str]:
        """The paths of rows that are gone from these tables."""
        return {
            cell: _nowhere(e)
            for cell, e in self.last.items()
            if e["verdict"] == REMOVE and self.here(e)
        }

    @property
    def documents_with_rows(self) -> set[str]:
        """Documents with a verdict on a row."""
        return {e["document"] for e in self.people if e["verdict"] in ROWS and self.here(e)}

    def state(self, entry: Entry, paths: Mapping[CellAddress, str], rows: Collection[tuple]) -> str:
        """`rows`: the addresses of all rows in the tables."""
        cell = cell_of(entry)
        found_by_itself = entry["verdict"] == ADD and cell not in paths and cell.row_address in rows
        if self.buried(entry) or found_by_itself:
            return "overruled"
        if cell not in paths:
            return "waits"
        return "holds" if self.last[cell] is entry else "overruled"

    def path(self, entry: Entry, paths: Mapping[CellAddress, str]) -> str:
        """Where the cell of an entry now stands."""
        gone = self.buried(entry) or entry["verdict"] in ROWS
        return paths.get(cell_of(entry), _nowhere(entry) if gone else entry["path"])


def _log(
    frames: Frames,
    entries: Sequence[Entry],
    verdicts: _Verdicts,
    paths: Mapping[CellAddress, str],
    holding: Mapping[Position, Entry],
) -> list[Entry]:
    """The rows of reviews/."""
    rows = {cell.row_address for cell in paths}
    found = _found(frames, holding, [e for e in entries if e["verdict"] == FOUND])
    log = [
        e | {"path": verdicts.path(e, paths), "state": verdicts.state(e, paths, rows)}
        for e in verdicts.people
    ]
    log += [e | {"path": verdicts.path(e, paths)} for e in found]
    return sorted(log, key=lambda e: (cell_of(e), _order(e)))


def _begins(
    frames: Frames, index: TableIndex, entries: Iterable[Entry], verdicts: _Verdicts
) -> dict[tuple[str, str, str], tuple[int, int]]:
    """(document, table, row) -> page and line of the first value that the model found in it; in an
    added row, of the first that people gave.
    """
    new = {cell.row_address for cell, e in verdicts.last.items() if e["verdict"] == ADD}
    places: dict[CellAddress, Mapping[str, Any]] = {
        cell_of(e): e for e in entries if e["verdict"] == FOUND
    }
    places |= {
        cell: e
        for cell, e in verdicts.last.items()
        if cell.row_address in new and e["value"] is not None
    }
    places |= dict(_unreviewed(frames, index, {document for document, *_ in new}))
    begins: dict[tuple[str, str, str], tuple[int, int]] = {}
    for cell, place in places.items():
        if index.sha256.get(cell.document) == cell.sha256:
            row, here = (cell.document, cell.table, cell.row), (place["page"], place["line"])
            begins[row] = min(here, begins.get(row, here))
    return begins


def _unreviewed(
    frames: Frames, index: TableIndex, documents: Collection[str]
) -> Iterator[tuple[CellAddress, dict[str, Any]]]:
    """The evidence that the model found, by cell."""
    own = pl.col("document").is_in([*documents]) & ~pl.col("status").str.contains(REVIEWED)
    for e in frames["evidence"].filter(own).iter_rows(named=True):
        yield index.address(e["document"], e["table"], e["path"]), e


def _nowhere(entry: Entry) -> str:
    """The path of what is not in the tables."""
    return f"/{entry['table']}/-/{field_of(entry['path'])}"


def _order(entry: Entry) -> tuple:
    timed = entry["when"] is not None
    return timed, str(entry["when"]), entry["who"], entry["verdict"], entry["value"] or ""


def _paths(frames: Frames, index: TableIndex) -> dict[CellAddress, str]:
    """Every cell and every added row of the tables, and the path that names it there."""
    problems = frames["problems"].filter(~pl.col("reason").is_in(NO_QUESTION))
    cells = pl.concat([frames["evidence"].select(*WHERE), problems.select(*WHERE)])
    rows = {
        CellAddress(d, index.sha256[d], t, row, ""): f"/{t}/{i}/"
        for (d, t, i), row in index.added.items()
    }
    return rows | {
        index.address(d, t, path): path for d, t, path in cells.drop_nulls("table").iter_rows()
    }


def _found(
    frames: Frames, holding: Mapping[Position, Entry], before: Sequence[Entry]
) -> list[Entry]:
    """What the model had found for the cells: in evidence/, or in the log where a verdict took its
    place.
    """
    model = dict(frames["documents"].select("document", "model").iter_rows())
    found = {cell_of(e): e for e in before}
    for e in frames["evidence"].iter_rows(named=True):
        verdict = holding.get((e["document"], e["path"]))
        if verdict and not Status.parse(e["status"]).decided:
            found[cell_of(verdict)] = {
                **{c: verdict[c] for c in ("document", "sha256", "table", "row")},
                **{c: e[c] for c in ("path", "value", *PLACE)},
                "verdict": FOUND,
                "was": None,
                "who": model[e["document"]],
                "when": None,
                "state": FOUND,
            }
    return list(found.values())


def _cells(
    frames: Frames, asked: Sequence[Part], holding: Mapping[Position, Entry]
) -> dict[str, pl.DataFrame]:
    """The schema's tables with the values that hold."""
    specs = {(p.name, f.name): f for p in asked for f in p.fields}
    values: dict[tuple[str, str], dict[tuple[str, int], Any]] = defaultdict(dict)
    for (document, path), e in holding.items():
        if "/-/" not in path:
            column = e["table"], field_of(path)
            values[column][document, position_of(path)] = typed_value(specs[column], e["value"])
    changed: dict[str, pl.DataFrame] = {}
    for (table, field), new in values.items():
        changed[table] = _with_values(changed.get(table, frames[table]), field, new)
    return changed


def _with_values(
    frame: pl.DataFrame, field: str, new: Mapping[tuple[str, int], Any]
) -> pl.DataFrame:
    """The frame with values at (document, position among its rows)."""
    positions = frame.select("document", pl.int_range(pl.len()).over("document")).rows()
    place = {at: i for i, at in enumerate(positions)}
    column, kind = frame[field].to_list(), frame.schema[field]
    for at, value in new.items():
        column[place[at]] = value
    return frame.with_columns(pl.Series(field, column, dtype=kind))


def _questions(
    frames: Frames,
    asked: Sequence[Part],
    holding: Mapping[Position, Entry],
    touched: Collection[str],
) -> dict[str, pl.DataFrame]:
    """evidence/ and problems/: a cell whose verdict has a value stands in the first, any other in
    the second.
    """
    kept = {
        table: [
            row
            for row in frames[table].filter(pl.col("document").is_in(touched)).to_dicts()
            if (row["document"], row["path"]) not in holding and row.get("reason") != "invalid"
        ]
        for table in ("evidence", "problems")
    }
    for (_, path), e in holding.items():
        where = {"document": e["document"], "table": e["table"], "path": path}
        outcome = DECIDED[e["verdict"]]
        if e["value"] is None:
            kept["problems"].append(where | {"reason": outcome, "detail": e["who"]})
        else:
            place = {c: e[c] for c in ("value", *PLACE)}
            kept["evidence"].append(where | place | {"status": outcome})
    order = {p.name: (i, {f.name: n for n, f in enumerate(p.fields)}) for i, p in enumerate(asked)}

    def place_of(row: Mapping[str, Any]) -> tuple:
        number, fields = order[row["table"]]
        at = -1 if "/-/" in row["path"] else position_of(row["path"])
        # "page 3" of what is hidden is no field
        return row["document"], number, at, fields.get(field_of(row["path"]), len(fields))

    return {t: replaced(frames[t], touched, sorted(rows, key=place_of)) for t, rows in kept.items()}


def _checked(
    frames: dict[str, pl.DataFrame],
    model: type[BaseModel],
    holding: Mapping[Position, Entry],
    touched: Collection[str],
) -> dict[str, pl.DataFrame]:
    """The laws, and the schema's own rules for the instance, anew for the documents that have a
    verdict.
    """
    asked = parts(model)
    rows = {t: _of_documents(frames[t], touched).to_dicts() for t in ("evidence", "problems")}
    tables = {
        p.name: _of_documents(frames[p.name], touched).rows_by_key(
            "document", named=True, include_key=True
        )
        for p in asked
    }
    part_of = {p.name: p for p in asked}
    for document in sorted(touched):
        mine = [e for e in rows["evidence"] if e["document"] == document]
        values = validate(
            asked,
            [value_in(e, part_of[e["table"]], tables[e["table"]][document]) for e in mine],
        )
        for e, value in zip(mine, values, strict=True):
            e["status"] = str(_decided(value.status, holding.get((document, e["path"]))))
        rows["problems"] += [
            {
                "document": document,
                "table": f.table,
                "path": f.field,
                "reason": f.reason,
                "detail": f.detail,
            }
            for f in faults(model, asked, assemble(asked, values))
        ]
    return frames | {t: replaced(frames[t], touched, new) for t, new in rows.items()}


def _of_documents(frame: pl.DataFrame, documents: Collection[str]) -> pl.DataFrame:
    return frame.filter(pl.col("document").is_in(documents))


def _decided(status: Status, verdict: Entry | None) -> Status:
    """With a person's verdict as the outcome."""
    if verdict is None:
        return status
    return Status(DECIDED[verdict["verdict"]], status.failed, status.warned)


def value_in(e: Mapping[str, Any], part: Part, rows: Sequence[Mapping[str, Any]]) -> Value:
    """The value of a row of evidence/; what rules and people said of it is left out."""
    at, field = position_of(e["path"]), field_of(e["path"])
    status = Status.parse(e["status"])
    return Value(
        part.name,
        _key_in(part, rows[at], at),
        field,
        rows[at][field],
        e["quote"],
        Line(e["page"], e["line"], e["quote"]),
        0,
        len(e["quote"]),
        e["confidence"] or 0.0,
        Status(FOUND if status.decided else status.outcome),
    )


def _key_in(part: Part, row: Mapping[str, Any], at: int) -> RowKey:
    if part.kind == "root":
        return ()
    number = {"row": at} if part.kind == "list" else {}
    return tuple((number | {k: row[k] for k in part.keys}).items())
