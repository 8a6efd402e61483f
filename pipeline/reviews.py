"""What people said of cells, and the tables with it in force. Knows no PDF and no browser.

reviews/ is a log. A row is a verdict on a cell; where the model had found a value, a row "found" without a time says which.
Rules:
- A verdict is about the bytes of a document (sha256) and about a cell by table, name of its row ("2024-03-31, 3 months") and field.
- Of several verdicts on a cell the latest holds; the others stay in the log as "overruled".
- A verdict whose file or cell the tables do not have "waits" in the log, and holds again in tables that have them.
- Laws, and the schema's rules for the instance, are checked anew for each document that has a verdict.
So the tables are what the model found and the log says, in whatever order verdicts came.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.assemble import assemble, faults
from pipeline.disk import read_part
from pipeline.frames import EVIDENCE, Frames
from pipeline.records import NO_QUESTION, Line, Value
from pipeline.schema import load_schema
from pipeline.validate import unmarked, validate
from schemas.base import FieldSpec, Part
from schemas.compile import parts

FOUND = "found"
STATUS = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}
REVIEWED = f"^(?:{'|'.join(STATUS.values())})"
"""How a status of evidence/ ("accepted, check failed: balance"), or the reason of a problem, begins where a person has decided."""
PLACE = ("quote", "page", "line", "x0", "y0", "x1", "y1", "confidence")
REVIEWS = {
    "document": pl.String, "sha256": pl.String, "table": pl.String, "path": pl.String, "row": pl.String, "verdict": pl.String,
    "was": pl.String, "value": pl.String, **{name: EVIDENCE[name] for name in PLACE}, "who": pl.String, "when": pl.Datetime("us", "UTC"), "state": pl.String,
}  # fmt: skip
WHERE = ("document", "table", "path")
Said = dict[str, Any]  # a row of REVIEWS
Cell = tuple[str, str, str, str, str]  # document, sha256, table, row, field


def cell_of(said: Mapping[str, Any]) -> Cell:
    return said["document"], said["sha256"], said["table"], said["row"], field_of(said["path"])


def field_of(path: str) -> str:
    return path.rpartition("/")[2]


def schema_of(documents: pl.DataFrame) -> tuple[Part, ...]:
    return parts(load_schema(documents["schema"][0]))


def said_in(out: Path) -> list[Said]:
    """What people said, of the tables in OUT; [] if no one did."""
    rows = [row for path in sorted((out / "reviews").glob("*.parquet")) for row in read_part(path).to_dicts()]
    return [r for r in rows if r["verdict"] != FOUND]


def waiting(out: Path) -> list[str]:
    """A line for each document with verdicts that do not hold."""
    counted = Counter(r["document"] for r in said_in(out) if r["state"] == "waits")
    return [f"{name}: {n} reviewed cells wait in {out / 'reviews'}: the file that was reviewed, or these cells, are not in the tables" for name, n in sorted(counted.items())]


def row_names(frames: Frames, asked: Sequence[Part]) -> dict[tuple[str, str, str], str]:
    """(document, table, position) -> what names the row: "2024-03-31, 3 months", "row 2"; the root's one row has no name."""
    named = {}
    for part in (p for p in asked if p.kind != "root"):
        seen: Counter = Counter()
        for row in frames[part.name].select("document", *part.keys).iter_rows():
            i, seen[row[0]] = seen[row[0]], seen[row[0]] + 1
            months = f", {row[2]} months" if len(row) > 2 else ""
            named[row[0], part.name, str(i)] = f"{row[1]}{months}" if part.kind == "statement" else f"row {i + 1}"
    return named


def reviewed(frames: Frames, log: Iterable[Said]) -> dict[str, pl.DataFrame]:
    """The tables with each cell's last verdict in force, and the whole log as reviews/."""
    said = list({tuple(r[c] for c in REVIEWS if c not in ("path", "state")): r for r in sorted(log, key=_order)}.values())
    people = [r for r in said if r["verdict"] != FOUND]
    if not people:
        return dict(frames)
    asked, paths = schema_of(frames["documents"]), _paths(frames)
    last = {cell_of(r): r for r in people}
    holding = {(cell[0], paths[cell]): r for cell, r in last.items() if cell in paths}
    state = lambda r: "waits" if cell_of(r) not in paths else "holds" if last[cell_of(r)] is r else "overruled"
    rows = [r | {"path": paths.get(cell_of(r), r["path"]), "state": state(r)} for r in people]
    rows += _found(frames, holding, [r for r in said if r["verdict"] == FOUND])
    changed = _cells(frames, asked, holding) | _questions(frames, asked, holding)
    rows.sort(key=lambda r: (cell_of(r), _order(r)))
    return _checked({**frames, **changed}, asked, holding) | {"reviews": pl.DataFrame(rows, schema=REVIEWS, orient="row")}


def _order(said: Said) -> tuple:
    return said["when"] is not None, str(said["when"]), said["who"], said["verdict"], said["value"] or ""


def _paths(frames: Frames) -> dict[Cell, str]:
    """Every cell of the tables, and the path that names it there."""
    names = row_names(frames, schema_of(frames["documents"]))
    sha256 = dict(frames["documents"].select("document", "sha256").iter_rows())
    asked = pl.concat([frames["evidence"].select(*WHERE), frames["problems"].filter(~pl.col("reason").is_in(NO_QUESTION)).select(*WHERE)]).drop_nulls("table")
    return {(d, sha256[d], t, names.get((d, t, p.split("/")[-2]), ""), field_of(p)): p for d, t, p in asked.iter_rows()}


def _found(frames: Frames, holding: Mapping[tuple[str, str], Said], before: Sequence[Said]) -> list[Said]:
    """What the model had found for the cells: in evidence/, or in the log where a verdict took its place."""
    model = dict(frames["documents"].select("document", "model").iter_rows())
    found = {cell_of(r): r for r in before}
    for e in frames["evidence"].iter_rows(named=True):
        if (r := holding.get((e["document"], e["path"]))) and not re.match(REVIEWED, e["status"]):
            more = {"verdict": FOUND, "was": None, "who": model[e["document"]], "when": None}
            found[cell_of(r)] = {c: r[c] for c in ("document", "sha256", "table", "row")} | {c: e[c] for c in ("path", "value", *PLACE)} | more | {"state": FOUND}
    return list(found.values())


def _cells(frames: Frames, asked: Sequence[Part], holding: Mapping[tuple[str, str], Said]) -> dict[str, pl.DataFrame]:
    """The schema's tables with the values that hold."""
    specs = {(p.name, f.name): f for p in asked for f in p.fields}
    values: dict[tuple[str, str], dict[tuple[str, int], Any]] = defaultdict(dict)
    for (document, path), r in holding.items():
        if "/-/" not in path:
            field = field_of(path)
            values[r["table"], field][document, _position(path)] = typed_value(specs[r["table"], field], r["value"])
    changed: dict[str, pl.DataFrame] = {}
    for (table, field), new in values.items():
        frame = changed.get(table, frames[table])
        place = dict(zip(frame.select("document", pl.int_range(pl.len()).over("document")).rows(), range(frame.height)))
        column, kind = frame[field].to_list(), frame.schema[field]
        for at, value in new.items():
            column[place[at]] = value
        if isinstance(kind, pl.Decimal):
            kind = pl.Decimal(38, max([kind.scale, *(-v.normalize().as_tuple().exponent for v in new.values() if v is not None)]))
        changed[table] = frame.with_columns(pl.Series(field, column, dtype=kind))
    return changed


def typed_value(spec: FieldSpec, text: str | None) -> Any:
    """A value as evidence/ prints it -> the value."""
    make = {Decimal: Decimal, int: int, float: float, date: date.fromisoformat, bool: "True".__eq__}.get(spec.type, str)
    return None if text is None else make(text)


def _position(path: str) -> int:
    """Of the row, among those of its document."""
    position = path.split("/")[2:-1]
    return int(position[0]) if position else 0


def _questions(frames: Frames, asked: Sequence[Part], holding: Mapping[tuple[str, str], Said]) -> dict[str, pl.DataFrame]:
    """evidence/ and problems/: a cell whose verdict has a value stands in the first, any other in the second."""
    touched = {document for document, _ in holding}
    told = {t: frames[t].filter(pl.col("document").is_in(touched)).to_dicts() for t in ("evidence", "problems")}
    kept = {t: [r for r in rows if (r["document"], r["path"]) not in holding and r.get("reason") != "invalid"] for t, rows in told.items()}
    for (_, path), r in holding.items():
        where, status = {"document": r["document"], "table": r["table"], "path": path}, STATUS[r["verdict"]]
        if r["value"] is None:
            kept["problems"].append(where | {"reason": status, "detail": r["who"]})
        else:
            kept["evidence"].append(where | {c: r[c] for c in ("value", *PLACE)} | {"status": status})
    order = {p.name: (i, {f.name: n for n, f in enumerate(p.fields)}) for i, p in enumerate(asked)}

    def place(row: Mapping[str, Any]) -> tuple:
        number, fields = order[row["table"]]
        return row["document"], number, -1 if "/-/" in row["path"] else _position(row["path"]), fields.get(field_of(row["path"]), len(fields))  # "page 3" of what is hidden is no field

    return {t: _put(frames[t], touched, sorted(rows, key=place)) for t, rows in kept.items()}


def _put(frame: pl.DataFrame, touched: set[str], rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """The frame with the rows in place of those of the touched documents."""
    new = pl.DataFrame(rows, schema=frame.schema, orient="row")
    return pl.concat([frame.filter(~pl.col("document").is_in(touched)), new]).sort("document", maintain_order=True)


def _checked(frames: dict[str, pl.DataFrame], asked: Sequence[Part], holding: Mapping[tuple[str, str], Said]) -> dict[str, pl.DataFrame]:
    """The laws, and the schema's own rules for the instance, anew for the documents that have a verdict."""
    touched, model = {document for document, _ in holding}, load_schema(frames["documents"]["schema"][0])
    told = {t: frames[t].filter(pl.col("document").is_in(touched)).to_dicts() for t in ("evidence", "problems")}
    tables = {p.name: frames[p.name].filter(pl.col("document").is_in(touched)).rows_by_key("document", named=True, include_key=True) for p in asked}
    for document in sorted(touched):
        mine = [e for e in told["evidence"] if e["document"] == document]
        values = validate(asked, [value_in(e, next(p for p in asked if p.name == e["table"]), tables[e["table"]][document]) for e in mine])
        for e, v in zip(mine, values):
            status = STATUS[holding[document, e["path"]]["verdict"]] if (document, e["path"]) in holding else ""
            e["status"] = ", ".join(s for s in (status, v.status if v.status != FOUND or not status else "") if s)
        told["problems"] += [{"document": document, "table": f.table, "path": f.field, "reason": f.reason, "detail": f.detail} for f in faults(model, asked, assemble(asked, values))]
    return frames | {t: _put(frames[t], touched, rows) for t, rows in told.items()}


def value_in(e: Mapping[str, Any], part: Part, rows: Sequence[Mapping[str, Any]]) -> Value:
    at, field = _position(e["path"]), field_of(e["path"])
    key = () if part.kind == "root" else tuple(({"row": at} | {k: rows[at][k] for k in part.keys}).items()) if part.kind == "list" else tuple((k, rows[at][k]) for k in part.keys)
    return Value(part.name, key, field, rows[at][field], e["quote"], Line(e["page"], e["line"], e["quote"]), 0, len(e["quote"]), e["confidence"] or 0.0, FOUND if re.match(REVIEWED, e["status"]) else unmarked(e["status"]))
