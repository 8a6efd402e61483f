"""Rows by name, and rows that people add: a period that was not found, an entry of a list. Knows no
PDF and no browser.

A row's name is its key, "2011-12-31, 12 months"; an entry of a list has its number, "row 2". An
added entry has none that would last, since a later run may find more of them. It is named by the
time at which it was added, "added 2026-03-01T10:00:00.000Z", and in a list in a list by the row
around it as well, "added 2026-03-01T10:00:00.000Z in row 2". The path of a row is that of its
cells, without a field: "/security/2/". Rules:
- An added period stands where its key belongs, an added entry where its first value is printed,
  without one behind the others.
- Its cells are open questions until a person answers them.
- Where the tables have a row of that name by themselves, none is added.
- An entry whose row around it is not there waits for it.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

import polars as pl

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.records import NO_TABLE
from extract_filings.pipeline.tables.frames import Frames
from extract_filings.pipeline.tables.index import ADD, TableIndex, key_name
from extract_filings.pipeline.tables.paths import field_of, path, position_of
from extract_filings.pipeline.tables.row_order import order
from extract_filings.pipeline.text.parse import legal, printed, typed_value
from extract_filings.schemas.base import Part

REMOVE = "remove"
ROWS = (ADD, REMOVE)
"""Verdicts on rows, not on cells."""
ENTRY = re.compile(r"added \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z(?: in (?P<around>.+))?")
TOLD = ("document", "sha256", "table", "path", "row", "verdict", "state")
"""What of reviews/ tells of rows."""
OPEN = "in a row that a person added"

NOWHERE, BEHIND = (0, 0), (10**9, 0)
"""Page and line of a row whose values are not known, of those found and of those added."""

Said = Mapping[str, Any]  # a row of reviews/
Name = tuple[str, str, str]  # document, table, row
Rows = dict[str, list[tuple[int | Said, dict[str, Any]]]]
"""By document: each row, and where it stood until now or who added it."""


def key_of(part: Part, row: str) -> tuple[dict[str, Any], str]:
    """The key that the name of a new row says, and the name of the row around it. Raises InputError
    if the schema allows no such row.
    """
    if part.kind == "list":
        entry = ENTRY.fullmatch(row)
        if not entry or bool(entry["around"]) != ("parent_row" in part.keys):
            raise InputError(f"{row!r} names no new entry of {part.name}")
        return {}, entry["around"] or ""
    texts = [text.removesuffix(" months") for text in row.split(", ")]
    key = {spec.name: _read(spec, text) for spec, text in zip(part.key_fields, texts, strict=False)}
    if part.kind == "root" or len(texts) != len(part.keys) or key_name([*key.values()]) != row:
        raise InputError(
            f"{row!r} names no row of {part.name}; its rows are named by"
            f" {' and '.join(part.keys) or 'nothing, there is one'}"
        )
    return key, ""


def _read(spec, text: str) -> Any:
    try:
        value = typed_value(spec, text)
    except ValueError as error:
        raise InputError(f"{text!r} is no {spec.name} ({error})") from error
    if printed(value) != text or not legal(spec, value):
        raise InputError(
            f"{text!r} is no {spec.name} that the schema"
            f" allows{''.join(f', {k} {v}' for k, v in spec.rules)}"
        )
    return value


def around(part: Part, row: str) -> tuple[str, str] | None:
    """Table and name of the row in which a new entry lies."""
    entry = ENTRY.fullmatch(row)
    return (part.parent, entry["around"]) if entry and entry["around"] else None


def without(
    frames: Frames, asked: Sequence[Part], removed: Collection[Name] = ()
) -> dict[str, pl.DataFrame]:
    """The tables without the rows that people added, without periods that they removed, and without
    reviews/.
    """
    index, statements = (
        TableIndex.of(frames, asked),
        {p.name for p in asked if p.kind == "statement"},
    )
    gone = {*index.added} | {
        (d, t, i)
        for (d, t, i), name in index.names.items()
        if (d, t, name) in removed and t in statements
    }
    made = {name: frame for name, frame in frames.items() if name != "reviews"}
    for part in asked:
        documents = {d for d, t, _ in gone if t == part.name}
        rows: Rows = {
            d: [(i, row) for i, row in enumerate(some) if (d, part.name, i) not in gone]
            for d, some in _rows(made, part, documents).items()
        }
        made |= _placed(made, part, rows)
    return made


def grown(
    frames: Frames,
    asked: Sequence[Part],
    wanted: Sequence[Said],
    begins: Mapping[Name, tuple[int, int]],
) -> dict[str, pl.DataFrame]:
    """The tables with the rows that people added, which reviews/ then names. `begins`: page and
    line of the first value of each row.
    """
    made = dict(frames)
    for part in asked:
        if mine := sorted(
            (r for r in wanted if r["table"] == part.name), key=lambda r: (r["document"], r["row"])
        ):
            rows = _with(made, asked, part, mine, begins)
            new = [
                {**said, "path": path(part, i, ""), "state": "holds"}
                for some in rows.values()
                for i, (said, _) in enumerate(some)
                if not isinstance(said, int)
            ]
            made |= _placed(made, part, rows)
            told = pl.DataFrame(
                [{c: said[c] for c in TOLD} for said in new], schema=dict.fromkeys(TOLD, pl.String)
            )
            made["reviews"] = pl.concat([made["reviews"], told]) if "reviews" in made else told
    return made


def _with(
    frames: Frames,
    asked: Sequence[Part],
    part: Part,
    wanted: Sequence[Said],
    begins: Mapping[Name, tuple[int, int]],
) -> Rows:
    """Of the documents that get new rows, old and new ones in their order."""
    have = {(d, t, name): i for (d, t, i), name in TableIndex.of(frames, asked).names.items()}
    starts = {
        (d, i): begins[d, t, name]
        for (d, t, name), i in have.items()
        if t == part.name and (d, t, name) in begins
    }
    rows: Rows = {
        d: [*enumerate(some)]
        for d, some in _rows(frames, part, {r["document"] for r in wanted}).items()
    }
    for said in wanted:
        some = rows[said["document"]]
        if (said["document"], part.name, said["row"]) not in have and (
            key := _key(frames, part, said, some, have)
        ) is not None:
            some.append((said, {"document": said["document"], **key}))
    if part.kind == "statement":
        return {
            d: sorted(some, key=lambda row: order(tuple((k, row[1][k]) for k in part.keys)))
            for d, some in rows.items()
        }
    reached = {d: [*_reached(d, some, starts)] for d, some in rows.items()}

    def place(document: str, old: int | Said) -> tuple[tuple[int, int], str]:
        if isinstance(old, int):
            return reached[document][old], ""
        return begins.get((document, part.name, old["row"]), BEHIND), old["row"]

    return {d: sorted(some, key=lambda row, d=d: place(d, row[0])) for d, some in rows.items()}


def _reached(
    document: str, rows: Sequence[tuple], starts: Mapping[tuple[str, int], tuple[int, int]]
) -> Iterable[tuple[int, int]]:
    """Page and line that the rows up to each one have reached."""
    old = [i for i, (at, _) in enumerate(rows) if isinstance(at, int)]
    return accumulate((starts.get((document, i), NOWHERE) for i in old), max)


def _key(
    frames: Frames,
    part: Part,
    said: Said,
    some: Sequence[tuple],
    have: Mapping,
) -> dict[str, Any] | None:
    """None if the row around it is not there, or the schema has changed."""
    try:
        key, home = key_of(part, said["row"])
    except InputError:
        return None
    if home:
        if (at := have.get((said["document"], part.parent, home))) is None:
            return None
        key["parent_row"] = frames[part.parent].filter(pl.col("document") == said["document"])[
            "row"
        ][at]
    return key | (
        {"row": 1 + max((row["row"] for _, row in some), default=-1)} if "row" in part.keys else {}
    )


def _rows(
    frames: Frames, part: Part, documents: Collection[str]
) -> dict[str, list[dict[str, Any]]]:
    found = (
        frames[part.name]
        .filter(pl.col("document").is_in([*documents]))
        .rows_by_key("document", named=True, include_key=True)
    )
    return {d: found.get(d, []) for d in sorted(documents)}


def _placed(frames: Frames, part: Part, rows: Rows) -> dict[str, pl.DataFrame]:
    """The part's table with these rows, its cells where they now stand; the cells of a new row, and
    of a table that is left without any, are asked.
    """
    now = {
        (d, old): i
        for d, some in rows.items()
        for i, (old, _) in enumerate(some)
        if isinstance(old, int)
    }
    anew = [
        (d, i, OPEN)
        for d, some in rows.items()
        for i, (old, _) in enumerate(some)
        if not isinstance(old, int)
    ] + [(d, None, NO_TABLE) for d, some in rows.items() if not some]
    told = {
        t: [
            moved
            for r in frames[t].filter(pl.col("document").is_in([*rows])).to_dicts()
            if (moved := _moved(part, r, now))
        ]
        for t in ("evidence", "problems")
    }
    told["problems"] += [
        {
            "document": d,
            "table": part.name,
            "path": path(part, i, f.name),
            "reason": "not found",
            "detail": why,
        }
        for d, i, why in anew
        for f in part.fields
    ]
    told[part.name] = [row for some in rows.values() for _, row in some]
    return {t: replaced(frames[t], rows, new) for t, new in told.items()}


def _moved(part: Part, told: Said, now: Mapping[tuple[str, int], int]) -> Said | None:
    """A row of evidence/ or problems/ where its cell now stands; None if that is gone."""
    if told["table"] != part.name:
        return told
    at = None if "/-/" in told["path"] else now.get((told["document"], position_of(told["path"])))
    return None if at is None else {**told, "path": path(part, at, field_of(told["path"]))}


def replaced(
    frame: pl.DataFrame, documents: Collection[str], rows: Sequence[Mapping[str, Any]]
) -> pl.DataFrame:
    """The frame with the rows in place of those of the documents."""
    new = pl.DataFrame(rows, schema=frame.schema, orient="row")
    return pl.concat([frame.filter(~pl.col("document").is_in([*documents])), new]).sort(
        "document", maintain_order=True
    )
