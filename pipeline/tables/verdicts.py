"""What people said of cells, and the tables with it in force. Knows no PDF and no browser.

reviews/ is a log. A row is a verdict on a cell; where the model had found a value, a row "found"
without a time says which. Verdicts on rows add one, or remove what was added (`added.py`). Rules:
- A verdict is about the bytes of a document (sha256) and about a cell by table, name of its row
  ("2024-03-31, 3 months") and field.
- Of several verdicts on a cell the latest holds; the others stay in the log as "overruled".
- A verdict whose file or cell the tables do not have "waits" in the log, and holds again in tables
  that have them.
- A row that is removed takes along what was said before of its cells, and of the rows in it.
- Laws, and the schema's rules for the instance, are checked anew for each document that has a
  verdict. So the tables are what the model found and the log says, in whatever order verdicts came.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from extract_filings.pipeline.records import NO_QUESTION, Line, Value
from extract_filings.pipeline.resolve.rules import unmarked, validate
from extract_filings.pipeline.tables.added_rows import (
    ADD,
    REMOVE,
    ROWS,
    added,
    around,
    grown,
    replaced,
    row_names,
    without,
)
from extract_filings.pipeline.tables.frames import EVIDENCE, Frames, typed_value
from extract_filings.pipeline.tables.instance import assemble, faults
from extract_filings.pipeline.tables.parquet import read_part
from extract_filings.pipeline.tables.paths import field_of, position_of
from extract_filings.schemas.base import Part
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema

FOUND = "found"
STATUS = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}
REVIEWED = f"^(?:{'|'.join(STATUS.values())})"
"""How a status of evidence/ ("accepted, check failed: balance"), or the reason of a problem, begins
where a person has decided.
"""
PLACE = ("quote", "page", "line", "x0", "y0", "x1", "y1", "confidence")
REVIEWS = {
    "document": pl.String,
    "sha256": pl.String,
    "table": pl.String,
    "path": pl.String,
    "row": pl.String,
    "verdict": pl.String,
    "was": pl.String,
    "value": pl.String,
    **{name: EVIDENCE[name] for name in PLACE},
    "who": pl.String,
    "when": pl.Datetime("us", "UTC"),
    "state": pl.String,
}
WHERE = ("document", "table", "path")
Said = dict[str, Any]  # a row of REVIEWS
CellAddress = tuple[str, str, str, str, str]  # document, sha256, table, row, field


def cell_of(said: Mapping[str, Any]) -> CellAddress:
    return said["document"], said["sha256"], said["table"], said["row"], field_of(said["path"])


def schema_of(documents: pl.DataFrame) -> tuple[Part, ...]:
    return parts(load_schema(documents["schema"][0]))


def said_in(out: Path) -> list[Said]:
    """What people said, of the tables in OUT; [] if no one did."""
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


def reviewed(frames: Frames, log: Iterable[Said]) -> dict[str, pl.DataFrame]:
    """The tables with the last verdict on each cell and row in force, and the whole log as
    reviews/.
    """
    said = list(
        {
            tuple(r[c] for c in REVIEWS if c not in ("path", "state")): r
            for r in sorted(log, key=_order)
        }.values()
    )
    people = [r for r in said if r["verdict"] != FOUND]
    if not people:
        return dict(frames)
    asked, sha256 = (
        schema_of(frames["documents"]),
        dict(frames["documents"].select("document", "sha256").iter_rows()),
    )
    here, buried = lambda r: sha256.get(r["document"]) == r["sha256"], _buried(people, asked)
    last = {cell_of(r): r for r in people if not buried(r)}
    frames = without(frames, asked)
    if new := [r for r in last.values() if r["verdict"] == ADD and here(r)]:
        frames = grown(frames, asked, new, _begins(frames, asked, said, last))
    paths = _paths(frames) | {
        cell: _nowhere(r) for cell, r in last.items() if r["verdict"] == REMOVE and here(r)
    }
    holding = {
        (cell[0], paths[cell]): r
        for cell, r in last.items()
        if cell in paths and r["verdict"] not in ROWS
    }
    found = {cell[:4] for cell in paths}

    def state(r: Said) -> str:
        cell = cell_of(r)
        if buried(r) or (
            r["verdict"] == ADD and cell not in paths and cell[:4] in found
        ):  # the tables have the row by themselves
            return "overruled"
        return "waits" if cell not in paths else "holds" if last[cell] is r else "overruled"

    place = lambda r: paths.get(
        cell_of(r), _nowhere(r) if buried(r) or r["verdict"] in ROWS else r["path"]
    )
    rows = [r | {"path": place(r), "state": state(r)} for r in people]
    rows += [
        r | {"path": place(r)}
        for r in _found(frames, holding, [r for r in said if r["verdict"] == FOUND])
    ]
    rows.sort(key=lambda r: (cell_of(r), _order(r)))
    touched = {document for document, _ in holding} | {
        r["document"] for r in people if r["verdict"] in ROWS and here(r)
    }
    changed = _cells(frames, asked, holding) | _questions(frames, asked, holding, touched)
    return _checked({**frames, **changed}, asked, holding, touched) | {
        "reviews": pl.DataFrame(rows, schema=REVIEWS, orient="row")
    }


def _begins(
    frames: Frames, asked: Sequence[Part], said: Iterable[Said], last: Mapping[CellAddress, Said]
) -> dict[tuple[str, str, str], tuple[int, int]]:
    """(document, table, row) -> page and line of the first value that the model found in it; in an
    added row, of the first that people gave.
    """
    new, names = (
        {cell[:4] for cell, r in last.items() if r["verdict"] == ADD},
        row_names(frames, asked),
    )
    documents = {document for document, *_ in new}
    places = {cell_of(r): r for r in said if r["verdict"] == FOUND} | {
        cell: r for cell, r in last.items() if cell[:4] in new and r["value"] is not None
    }
    begins: dict[tuple[str, str, str], tuple[int, int]] = {}
    sha256 = dict(frames["documents"].select("document", "sha256").iter_rows())
    for e in (
        frames["evidence"]
        .filter(pl.col("document").is_in([*documents]) & ~pl.col("status").str.contains(REVIEWED))
        .iter_rows(named=True)
    ):
        places[
            e["document"],
            sha256[e["document"]],
            e["table"],
            names.get((e["document"], e["table"], e["path"].split("/")[-2]), ""),
            field_of(e["path"]),
        ] = e
    for (document, sha, table, row, _), r in places.items():
        if sha256.get(document) == sha:
            begins[document, table, row] = min(
                (r["page"], r["line"]), begins.get((document, table, row), (r["page"], r["line"]))
            )
    return begins


def _buried(people: Iterable[Said], asked: Sequence[Part]) -> Callable[[Said], bool]:
    """Whether the row of a verdict, or one around it, was removed later."""
    gone, of = (
        {cell_of(r): r["when"] for r in people if r["verdict"] == REMOVE},
        {p.name: p for p in asked},
    )

    def buried(r: Said) -> bool:
        at = (r["table"], r["row"])
        while at and at[0] in of:
            when = gone.get((r["document"], r["sha256"], *at, ""))
            if when and r["when"] and r["when"] < when:
                return True
            at = around(of[at[0]], at[1])
        return False

    return buried


def _nowhere(said: Said) -> str:
    """The path of what is not in the tables."""
    return f"/{said['table']}/-/{field_of(said['path'])}"


def _order(said: Said) -> tuple:
    return (
        said["when"] is not None,
        str(said["when"]),
        said["who"],
        said["verdict"],
        said["value"] or "",
    )


def _paths(frames: Frames) -> dict[CellAddress, str]:
    """Every cell and every added row of the tables, and the path that names it there."""
    names = row_names(frames, schema_of(frames["documents"]))
    sha256 = dict(frames["documents"].select("document", "sha256").iter_rows())
    asked = pl.concat(
        [
            frames["evidence"].select(*WHERE),
            frames["problems"].filter(~pl.col("reason").is_in(NO_QUESTION)).select(*WHERE),
        ]
    ).drop_nulls("table")
    own = {(d, sha256[d], t, row, ""): f"/{t}/{i}/" for (d, t, i), row in added(frames).items()}
    return own | {
        (d, sha256[d], t, names.get((d, t, p.split("/")[-2]), ""), field_of(p)): p
        for d, t, p in asked.iter_rows()
    }


def _found(
    frames: Frames, holding: Mapping[tuple[str, str], Said], before: Sequence[Said]
) -> list[Said]:
    """What the model had found for the cells: in evidence/, or in the log where a verdict took its
    place.
    """
    model = dict(frames["documents"].select("document", "model").iter_rows())
    found = {cell_of(r): r for r in before}
    for e in frames["evidence"].iter_rows(named=True):
        if (r := holding.get((e["document"], e["path"]))) and not re.match(REVIEWED, e["status"]):
            more = {"verdict": FOUND, "was": None, "who": model[e["document"]], "when": None}
            found[cell_of(r)] = (
                {c: r[c] for c in ("document", "sha256", "table", "row")}
                | {c: e[c] for c in ("path", "value", *PLACE)}
                | more
                | {"state": FOUND}
            )
    return list(found.values())


def _cells(
    frames: Frames, asked: Sequence[Part], holding: Mapping[tuple[str, str], Said]
) -> dict[str, pl.DataFrame]:
    """The schema's tables with the values that hold."""
    specs = {(p.name, f.name): f for p in asked for f in p.fields}
    values: dict[tuple[str, str], dict[tuple[str, int], Any]] = defaultdict(dict)
    for (document, path), r in holding.items():
        if "/-/" not in path:
            field = field_of(path)
            values[r["table"], field][document, position_of(path)] = typed_value(
                specs[r["table"], field], r["value"]
            )
    changed: dict[str, pl.DataFrame] = {}
    for (table, field), new in values.items():
        frame = changed.get(table, frames[table])
        place = dict(
            zip(
                frame.select("document", pl.int_range(pl.len()).over("document")).rows(),
                range(frame.height),
            )
        )
        column, kind = frame[field].to_list(), frame.schema[field]
        for at, value in new.items():
            column[place[at]] = value
        if isinstance(kind, pl.Decimal):
            kind = pl.Decimal(
                38,
                max(
                    [
                        kind.scale,
                        *(
                            -v.normalize().as_tuple().exponent
                            for v in new.values()
                            if v is not None
                        ),
                    ]
                ),
            )
        changed[table] = frame.with_columns(pl.Series(field, column, dtype=kind))
    return changed


def _questions(
    frames: Frames,
    asked: Sequence[Part],
    holding: Mapping[tuple[str, str], Said],
    touched: Collection[str],
) -> dict[str, pl.DataFrame]:
    """evidence/ and problems/: a cell whose verdict has a value stands in the first, any other in
    the second.
    """
    told = {
        t: frames[t].filter(pl.col("document").is_in(touched)).to_dicts()
        for t in ("evidence", "problems")
    }
    kept = {
        t: [
            r
            for r in rows
            if (r["document"], r["path"]) not in holding and r.get("reason") != "invalid"
        ]
        for t, rows in told.items()
    }
    for (_, path), r in holding.items():
        where, status = (
            {"document": r["document"], "table": r["table"], "path": path},
            STATUS[r["verdict"]],
        )
        if r["value"] is None:
            kept["problems"].append(where | {"reason": status, "detail": r["who"]})
        else:
            kept["evidence"].append(
                where | {c: r[c] for c in ("value", *PLACE)} | {"status": status}
            )
    order = {p.name: (i, {f.name: n for n, f in enumerate(p.fields)}) for i, p in enumerate(asked)}

    def place(row: Mapping[str, Any]) -> tuple:
        number, fields = order[row["table"]]
        return (
            row["document"],
            number,
            -1 if "/-/" in row["path"] else position_of(row["path"]),
            fields.get(field_of(row["path"]), len(fields)),
        )  # "page 3" of what is hidden is no field

    return {t: replaced(frames[t], touched, sorted(rows, key=place)) for t, rows in kept.items()}


def _checked(
    frames: dict[str, pl.DataFrame],
    asked: Sequence[Part],
    holding: Mapping[tuple[str, str], Said],
    touched: Collection[str],
) -> dict[str, pl.DataFrame]:
    """The laws, and the schema's own rules for the instance, anew for the documents that have a
    verdict.
    """
    model = load_schema(frames["documents"]["schema"][0])
    told = {
        t: frames[t].filter(pl.col("document").is_in(touched)).to_dicts()
        for t in ("evidence", "problems")
    }
    tables = {
        p.name: (
            frames[p.name]
            .filter(pl.col("document").is_in(touched))
            .rows_by_key("document", named=True, include_key=True)
        )
        for p in asked
    }
    for document in sorted(touched):
        mine = [e for e in told["evidence"] if e["document"] == document]
        values = validate(
            asked,
            [
                value_in(
                    e, next(p for p in asked if p.name == e["table"]), tables[e["table"]][document]
                )
                for e in mine
            ],
        )
        for e, v in zip(mine, values):
            status = (
                STATUS[holding[document, e["path"]]["verdict"]]
                if (document, e["path"]) in holding
                else ""
            )
            e["status"] = ", ".join(
                s for s in (status, v.status if v.status != FOUND or not status else "") if s
            )
        told["problems"] += [
            {
                "document": document,
                "table": f.table,
                "path": f.field,
                "reason": f.reason,
                "detail": f.detail,
            }
            for f in faults(model, asked, assemble(asked, values))
        ]
    return frames | {t: replaced(frames[t], touched, rows) for t, rows in told.items()}


def value_in(e: Mapping[str, Any], part: Part, rows: Sequence[Mapping[str, Any]]) -> Value:
    at, field = position_of(e["path"]), field_of(e["path"])
    key = (
        ()
        if part.kind == "root"
        else (
            tuple(({"row": at} | {k: rows[at][k] for k in part.keys}).items())
            if part.kind == "list"
            else tuple((k, rows[at][k]) for k in part.keys)
        )
    )
    return Value(
        part.name,
        key,
        field,
        rows[at][field],
        e["quote"],
        Line(e["page"], e["line"], e["quote"]),
        0,
        len(e["quote"]),
        e["confidence"] or 0.0,
        FOUND if re.match(REVIEWED, e["status"]) else unmarked(e["status"]),
    )
