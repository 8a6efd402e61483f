"""A reviewer's corrections -> the tables: `extract apply CORRECTIONS.json OUT --pdf FILES`.

Nothing that a browser says is believed: an accepted value must be the one that evidence/ has, and a
corrected one is read anew, by the code of the pipeline, from the words that the PDF prints at that
place. What does not hold is refused, with a line.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import polars as pl
from pydantic import AwareDatetime, BaseModel, ValidationError

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.pdf.boxes import boxes, hull
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.pdf.visible import visible
from extract_filings.pipeline.records import Box, Document
from extract_filings.pipeline.review.cells import ReviewCell, cells, reading, spec_of
from extract_filings.pipeline.review.page import at_hand
from extract_filings.pipeline.review.page_images import Words, view, words_of
from extract_filings.pipeline.status import DECIDED, FOUND, Status
from extract_filings.pipeline.tables.added_rows import (
    REMOVE,
    ROWS,
    around,
    key_of,
)
from extract_filings.pipeline.tables.append import parts_of, unify
from extract_filings.pipeline.tables.frames import Frames
from extract_filings.pipeline.tables.index import ADD, CellAddress, TableIndex
from extract_filings.pipeline.tables.parquet import about_of, put, read_frames, read_part
from extract_filings.pipeline.tables.paths import field_of
from extract_filings.pipeline.tables.summary import summarize
from extract_filings.pipeline.tables.swap import replacing
from extract_filings.pipeline.tables.verdicts import (
    PLACE,
    Entry,
    cell_of,
    reviewed,
    schema_of,
)
from extract_filings.pipeline.text.parse import printed
from extract_filings.pipeline.text.patterns import words
from extract_filings.pipeline.text.scale import line_scales
from extract_filings.schemas.base import FieldSpec, Part
from extract_filings.schemas.compile import parts

NEAR = 0.15  # points: the page's script has boxes in tenths
LINES = 6  # the most that a quote may take
TOLD = ("value", *PLACE)
AGAIN = "make the page anew with `extract review`"


class Decision(BaseModel):
    """A decision as the review page exports it. `box` in points as the page is shown; `was`: the
    value that the reviewer saw.

    A row that is added or removed has the path of its cells without a field, "/security/-/", and no
    value.
    """

    document: str
    sha256: str
    path: str
    row: str
    action: Literal["accept", "correct", "reject", "add", "remove"]
    value: str | None
    quote: str | None
    page: int | None
    line: int | None
    box: tuple[float, float, float, float] | None
    was: str | None
    when: AwareDatetime
    who: str = ""  # of the file

    @property
    def cell(self) -> CellAddress:
        table, field = [*self.path.split("/"), ""][1], field_of(self.path)
        return CellAddress(self.document, self.sha256, table, self.row, field)

    @property
    def utc(self) -> datetime:
        return self.when.astimezone(UTC)

    @property
    def place(self) -> str:
        """For a line that tells of it. Paths do not tell new rows apart."""
        return (
            self.document
            + self.path
            + (f" (row {self.row})" if self.row and "/-/" in self.path else "")
        )


class Word(NamedTuple):
    line: int
    start: int
    end: int
    box: Box  # as the page is shown


class Corrections(BaseModel):
    who: str
    items: list[Decision]


@dataclass(frozen=True, slots=True)
class Applied:
    """`counts`: new verdicts by action. `refused`: a line for each that does not hold. `doubtful`:
    for each corrected cell that breaks a law.
    """

    counts: dict[str, int]
    refused: list[str]
    doubtful: list[str]


def apply(
    files: Sequence[Path], out: Path, pdfs: Sequence[str] = (), password: str | None = None
) -> Applied:
    """Puts the verdicts in force, all at once. Raises InputError if a file or OUT cannot be read,
    OutputError; OUT is then as before.
    """
    items = sorted(
        (i for file in files for i in load_decisions(file)),
        key=lambda i: (i.document, i.when, i.who),
    )
    if not list((out / "documents").glob("*.parquet")):
        raise InputError(f"{out}: no tables in it; give a folder that --out named")
    with replacing(out) as new:
        documents = pl.concat(
            [read_part(p) for p in parts_of(out / "documents")], how="diagonal_relaxed"
        )
        writer, doubtful = CorrectionWriter(documents, items, pdfs, password), []
        for part in parts_of(out / "documents"):
            frames = read_frames(out, part.name)
            if said := writer.file(frames):
                frames = reviewed(frames, said, schema_of(documents))
                summarize(frames, writer.asked)
                rows = frames["evidence"].select("document", "path", "status").iter_rows()
                doubtful += [f"{d}{path}: {s}" for d, path, s in rows if _doubtful(Status.parse(s))]
                put(frames, new, int(part.stem.removeprefix("part-")), about_of(part))
            else:
                _link(frames, out, new, part.name)
        unify(new, about_of(parts_of(out / "documents")[-1]))
    return Applied(writer.counts, writer.refused, doubtful)


def _doubtful(status: Status) -> bool:
    """A correction that breaks a rule."""
    return status.outcome == DECIDED["correct"] and bool(status.failed or status.warned)


def load_decisions(file: Path) -> list[Decision]:
    """Raises InputError."""
    try:
        found = Corrections.model_validate(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else None
        why = (
            f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
            if first
            else getattr(error, "strerror", None) or str(error)
        )
        raise InputError(
            f"{file}: no corrections ({why}); give a file that the page of `extract review`"
            " exported"
        ) from error
    if not found.who.strip():
        raise InputError(
            f'{file}: does not say who; type a name into "Your name" on the page and export again'
        )
    return [i.model_copy(update={"who": found.who.strip()}) for i in found.items]


def _link(names: Iterable[str], out: Path, new: Path, part: str) -> None:
    for name in names:
        (new / name).mkdir(exist_ok=True)
        os.link(out / name / part, new / name / part)


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


class CorrectionWriter:
    """Looks at each item and files what holds."""

    def __init__(
        self,
        documents: pl.DataFrame,
        items: Sequence[Decision],
        pdfs: Sequence[str],
        password: str | None,
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
        self.paths, missing = at_hand(documents.filter(pl.col("document").is_in(wanted)), pdfs)
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
            cell = replace(like, row=row, value=None)
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
    if item.action == REMOVE and not _was_added(item, log):
        raise InputError(
            f"no one has added a row {row!r}; what the model found can be rejected cell by cell"
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


def value_of(item: Decision, cell: ReviewCell, part: Part, behind: str, document: Document) -> str:
    """As evidence/ prints it. A person may turn the sign of a number, and says which choice is
    meant; all else is read.
    """
    spec = spec_of(part, cell.field)
    if cell.choices:
        if item.value not in cell.choices:
            raise InputError(f"{item.value!r} is none of {', '.join(cell.choices)}")
        return item.value
    assert item.quote, "found_at has found it"
    shift = page_scale(document, item, cell) if cell.shift is None else cell.shift
    value = reading(part, spec, item.quote, behind, shift)
    if value is None:
        raise InputError(
            f"“{item.quote}” does not read as a {cell.kind}{_limits(spec)}; click other words"
        )
    either = {printed(value), printed(-value)} if isinstance(value, Decimal) else {printed(value)}
    if item.value in either:
        return item.value
    if cell.kind == "text":
        return printed(value)
    raise InputError(
        f"“{item.quote}” reads as {printed(value)}, and the corrections say {item.value}; {AGAIN}"
    )


def page_scale(document: Document, item: Decision, cell: ReviewCell) -> int:
    """The scale on the page, for a table without other values to tell it."""
    assert item.page, "found_at has found the quote on it"
    document = visible(document, [n for n in (item.page - 1, item.page) if n])
    return line_scales(document, item.page)[item.line or 0][cell.unit == "shares"]


def _limits(spec: FieldSpec) -> str:
    """What the schema says of the value besides its type."""
    limits = [f"like {spec.cue.pattern}"] * bool(spec.cue.pattern) + [
        f"{k} {v}" for k, v in spec.rules if k != "pattern"
    ]
    return f" ({', '.join(limits)})" if limits else ""


def found_at(document: Document, item: Decision) -> tuple[str, Box] | None:
    """What follows the quote on its line, and the box around it in the PDF's points; None if it
    does not stand in the item's box.
    """
    if not (
        item.quote
        and item.box
        and item.page
        and 0 < item.page <= len(document.pages)
        and 0 <= (item.line or 0) < len(document.pages[item.page - 1])
    ):
        return None
    document = visible(document, [item.page])
    lines, around, how = (
        document.pages[item.page - 1],
        boxes(document, [item.page])[item.page],
        view(document, item.page),
    )
    near = range(item.line or 0, min((item.line or 0) + LINES, len(lines)))
    placed = [
        Word(n, start, end, box)
        for n in near
        for (start, end), box in zip(
            words(lines[n].text), shown(words_of(lines[n], around[n], how)), strict=True
        )
    ]
    wanted = item.quote.split()
    for i in range(sum(w.line == near[0] for w in placed)):
        run = placed[i : i + len(wanted)]
        if [lines[w.line].text[w.start : w.end] for w in run] == wanted and max(
            abs(a - b) for a, b in zip(hull([w.box for w in run]), item.box, strict=True)
        ) < NEAR:
            return lines[run[-1].line].text[run[-1].end :], hull(
                [box for w in run for box in around[w.line][w.start : w.end]]
            )
    return None


def shown(line: Words) -> list[Box]:
    """The box of each word, as the page's script has it."""
    points = [x / 10 for x in line[1]]
    return [*zip(points[::4], points[1::4], points[2::4], points[3::4], strict=True)]
