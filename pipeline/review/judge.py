"""Which decisions of a reviewer hold: an accepted value must be the one that evidence/ has, and a
corrected one must stand in the PDF. What does not hold is refused, with a line.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.reader import read
from extract_filings.pipeline.review.cells import ReviewCell, cells
from extract_filings.pipeline.review.decisions import AGAIN, Decision
from extract_filings.pipeline.review.page import at_hand
from extract_filings.pipeline.review.reread import found_at, value_of, year_printed
from extract_filings.pipeline.status import DECIDED, FOUND
from extract_filings.pipeline.tables.added_rows import REMOVE, ROWS, around, key_of
from extract_filings.pipeline.tables.frames import Frames
from extract_filings.pipeline.tables.index import ADD, CellAddress, TableIndex
from extract_filings.pipeline.tables.verdicts import PLACE, Entry, cell_of, schema_of
from extract_filings.schemas.base import Part
from extract_filings.schemas.compile import parts

TOLD = ("value", *PLACE)


class KnownCells:
    """What the tables of a part hold."""

    def __init__(self, frames: Frames, asked: Sequence[Part]) -> None:
        shown, index = cells(frames), TableIndex.of(frames, asked)
        self.asked = {p.name: p for p in asked}
        self.cells = {(c.document, c.table, c.row, c.field): c for c in shown}
        self.like = {(c.document, c.table, c.field): c for c in shown}
        """A cell of each field: those of a new row are read like it."""
        self.evidence = {
            (e["document"], e["path"]): e for e in frames["evidence"].iter_rows(named=True)
        }
        self.rows = {(d, t, name) for (d, t, _), name in index.names.items()}
        self.found = self.rows - {(d, t, name) for (d, t, _), name in index.added.items()}


class Judge:
    """Looks at each item and files what holds."""

    def __init__(
        self,
        documents: pl.DataFrame,
        items: Sequence[Decision],
        pdfs: Sequence[str],
        password: str | None,
        out: Path,
    ) -> None:
        self.items, self.counts = items, dict.fromkeys((*DECIDED, *ROWS), 0)
        self.asked = parts(schema_of(documents))
        self.sha256 = dict(documents.select("document", "sha256").iter_rows())
        self.refused = [
            f"{i.place}: the tables in OUT have no such document"
            for i in items
            if i.document not in self.sha256
        ]
        wanted = {i.document for i in items if i.action == "correct"}
        mine = documents.filter(pl.col("document").is_in(wanted))
        self.paths, missing = at_hand(mine, pdfs, out)
        self.missing = {line.partition(": ")[0]: line.partition(": ")[2] for line in missing}
        self.read = lru_cache(1)(lambda name: read(self.paths[name], password))

    def file(self, frames: Frames) -> list[Entry]:
        """The log of a part with what is new in it; [] if nothing is."""
        here = set(frames["documents"]["document"])
        items = [i for i in self.items if i.document in here]
        if not items:
            return []
        log: dict[CellAddress, list[Entry]] = defaultdict(list)
        for r in frames["reviews"].to_dicts() if "reviews" in frames else []:
            log[cell_of(r)].append(r)
        known, before = KnownCells(frames, self.asked), sum(map(len, log.values()))
        for item in items:
            try:
                if not any(_same(r, item) for r in log[item.cell]):
                    log[item.cell].append(self.verdict(item, known, log))
            except InputError as error:
                self.refused.append(f"{item.place}: {error}")
        said = [r for some in log.values() for r in some]
        return said if len(said) > before else []

    def verdict(
        self, item: Decision, known: KnownCells, log: Mapping[CellAddress, Sequence[Entry]]
    ) -> Entry:
        """A row of reviews/. Raises InputError if it does not hold."""
        document, sha256, table, row, _ = item.cell
        if self.sha256[document] != sha256:
            raise InputError(
                f"reviewed in a file of sha256 {sha256[:12]}…, and the tables come from"
                f" {self.sha256[document][:12]}…; {AGAIN}"
            )
        told = _row(item, known, log) if item.action in ROWS else self.cell(item, known, log)
        self.counts[item.action] += 1
        return {
            "document": document,
            "sha256": sha256,
            "table": table,
            "path": item.path,
            "row": row,
            "verdict": item.action,
            "was": item.was,
            "who": item.who,
            "when": item.utc,
            "state": "",
        } | told

    def cell(
        self, item: Decision, known: KnownCells, log: Mapping[CellAddress, Sequence[Entry]]
    ) -> dict[str, Any]:
        """Value and evidence that the verdict gives the cell."""
        document, _, table, row, field = item.cell
        cell, past = known.cells.get((document, table, row, field)), log[item.cell]
        if (
            cell is None
            and _was_added(item, log)
            and (like := known.like.get((document, table, field)))
        ):
            cell = replace(like, row=row, value=None, added=True)
        if cell is None:
            raise InputError(f"the tables have no such cell in a row {row!r}; {AGAIN}")
        if item.was not in {
            cell.value,
            *(r["value"] for r in past),
            *(r["was"] for r in past if r["verdict"] != FOUND),
        }:
            raise InputError(
                f"holds {cell.value or 'nothing'}, and the reviewer saw {item.was or 'nothing'};"
                f" {AGAIN}"
            )
        if item.action == "correct":
            return self.corrected(item, cell, known.asked[table])
        evidence = known.evidence.get((document, cell.path))
        return (
            accepted(item, [*past, evidence] if evidence else past)
            if item.action == "accept" and item.value is not None
            else dict.fromkeys(TOLD)
        )

    def corrected(self, item: Decision, cell: ReviewCell, part: Part) -> dict[str, Any]:
        """Value and evidence, read anew from the page."""
        if item.document in self.missing:
            raise InputError(self.missing[item.document])
        if not cell.row and part.kind != "root":
            raise InputError(
                "nothing of this table was found, so there is no row to correct; add one on the"
                " page (key +)"
            )
        document = self.read(item.document)
        spot = found_at(document, item)
        if spot is None:
            raise InputError(
                f"“{item.quote}” does not stand at that place of page {item.page}, line"
                f" {item.line}; {AGAIN}"
            )
        if (
            part.kind == "statement"
            and cell.added
            and not year_printed(document, item.page or 0, cell.row)
        ):
            raise InputError(
                f"no word of page {item.page} is of the year of the period {cell.row}, which a"
                " person added"
            )
        behind, box = spot
        value = value_of(item, cell, part, behind, document)
        place = (item.quote, item.page, item.line, *box, None)
        return dict(zip(TOLD, (value, *place), strict=True))


def _same(said: Entry, item: Decision) -> bool:
    return (said["verdict"], said["was"], said["who"], said["when"]) == (
        item.action,
        item.was,
        item.who,
        item.utc,
    )


def _was_added(item: Decision, log: Mapping[CellAddress, Sequence[Entry]]) -> bool:
    return any(r["verdict"] == ADD for r in log.get(CellAddress(*item.cell.row_address, ""), ()))


def _row(
    item: Decision, known: KnownCells, log: Mapping[CellAddress, Sequence[Entry]]
) -> dict[str, None]:
    """Raises InputError if the row may not be added, or there is none to remove."""
    document, sha256, table, row, field = item.cell
    if field or table not in known.asked:
        raise InputError(f"names no table to which a row can be added; {AGAIN}")
    part = known.asked[table]
    key_of(part, row)
    was_found = part.kind == "statement" and (document, table, row) in known.found
    if item.action == REMOVE and not was_found and not _was_added(item, log):
        raise InputError(
            f"there is no row {row!r} of a period or a person; reject the values of a list's entry"
        )
    if item.action == ADD and (document, table, row) in known.found:
        raise InputError(f"the tables have a row {row} already; correct its cells")
    home = around(part, row)
    if (
        item.action == ADD
        and home
        and (document, *home) not in known.rows
        and not log.get(CellAddress(document, sha256, *home, ""))
    ):
        raise InputError(f"{home[0]} has no row {home[1]!r} in which it could lie; {AGAIN}")
    return dict.fromkeys(TOLD)


def accepted(item: Decision, known: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Value and evidence as the tables or the log have them."""
    for row in known:
        if all(row[c] == getattr(item, c) for c in ("value", "quote", "page", "line")):
            return {c: row[c] for c in TOLD}
    raise InputError(
        f"accepts {item.value}, printed “{item.quote}” on page {item.page}, line {item.line}, and"
        f" evidence/ says otherwise; {AGAIN}"
    )
