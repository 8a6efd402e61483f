"""Tables back into cells, each with its evidence or its problem; and what printed words mean in a
cell.

What review shows and apply writes; knows tables only, no PDF.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.records import NO_QUESTION, Box
from extract_filings.pipeline.resolve.amounts import ITEM
from extract_filings.pipeline.resolve.confidence import UNSURE
from extract_filings.pipeline.status import DECIDED, FOUND, Status
from extract_filings.pipeline.tables.decimals import fits
from extract_filings.pipeline.tables.frames import Frames
from extract_filings.pipeline.tables.index import TableIndex
from extract_filings.pipeline.tables.parquet import read_part
from extract_filings.pipeline.tables.paths import position_of
from extract_filings.pipeline.tables.restore import box_of
from extract_filings.pipeline.tables.verdicts import REVIEWED, schema_of
from extract_filings.pipeline.text.parse import is_share, legal, printed, typed
from extract_filings.pipeline.text.patterns import american, spans
from extract_filings.schemas.base import FieldSpec, Part
from extract_filings.schemas.compile import parts

AMOUNT = FieldSpec("amount", Decimal, "")
DOUBTED, BROKEN, DISPUTED, EMPTY, REST = range(5)
"""What to look at first: values below the bar, of a failed check, for which another page or a
warning speaks, questions without answer, the rest.
"""
NO_MONEY = ("shares", "USD/share")
LOOSE = " ,;:–—-_*"  # at the ends of clicked words, no part of a text


@dataclass(frozen=True, slots=True)
class ReviewCell:
    """A value (`value` is text, as in evidence/) or a problem (`value` is None). `box` in PDF
    points.

    `page` of a problem: where its table's other values stand. `shift`: power of ten between print
    and value; None: as the page states it.
    """

    document: str
    table: str
    path: str
    row: str  # "2024-03-31, 3 months", "row 2", "" for the root's one row
    field: str
    value: str | None
    quote: str
    page: int | None
    line: int | None
    box: Box | None
    confidence: float | None
    status: str
    kind: str  # number, integer, date, choice, text
    shift: int | None
    unit: str | None
    unsigned: bool
    choices: tuple[str, ...]
    pattern: str | None
    share: bool
    added: bool  # in a row that a person added
    group: int  # DOUBTED to REST

    def told(self) -> list:
        """As the page's script takes it, in the order of its `FIELDS`."""
        return [
            self.document,
            self.table,
            self.path,
            self.row,
            self.field,
            self.value,
            self.quote,
            self.page,
            self.line,
            self.box and [round(x, 1) for x in self.box],
            self.confidence and round(self.confidence, 4),
            self.status,
            self.kind,
            self.shift,
            self.unit,
            self.unsigned,
            self.choices,
            self.pattern,
            self.share,
            self.added,
            self.group,
        ]


def group(status: str, value: str | None, confidence: float | None, bar: float) -> int:
    """
    >>> group("found", "1", 0.95, 0.9) == REST, group("found", "1", 0.95, 0.99) == DOUBTED
    (True, True)
    >>> group("rejected: Ann", None, None, 0.9) == REST
    True
    """
    parsed, reason = Status.parse(status), status.partition(":")[0]
    if parsed.decided or reason in DECIDED.values():
        return REST
    if value is None:
        return EMPTY
    if parsed.outcome == "review" or (confidence is not None and confidence < bar):
        return DOUBTED
    if parsed.failed:
        return BROKEN
    return DISPUTED if parsed.doubted else REST


def load_tables(out: Path) -> tuple[dict[str, pl.DataFrame], tuple[Part, ...]]:
    """All tables of a folder that --out wrote, and the parts of their schema. Raises InputError,
    SchemaError.
    """
    if not list((out / "documents").glob("*.parquet")):
        raise InputError(f"{out}: no tables in it; give a folder that --out named")
    frames = {
        t.name: pl.concat(
            [read_part(p) for p in sorted(t.glob("*.parquet"))], how="diagonal_relaxed"
        )
        for t in sorted(out.iterdir())
        if t.is_dir()
    }
    return frames, parts(schema_of(frames["documents"]))


def cells(frames: Frames, bar: float = UNSURE) -> list[ReviewCell]:
    """Every value and problem, those to look at first in front, of the doubted the least sure, else
    as the tables have them. `bar`: values with less confidence are in doubt.
    """
    asked = {p.name: p for p in parts(schema_of(frames["documents"]))}
    index = TableIndex.of(frames, [*asked.values()])
    shift, at = shifts(found(frames), asked), _places(frames["evidence"])

    def cell(
        document, table, path, value, quote, page, line, box, confidence, status, operands=()
    ) -> ReviewCell:
        address = index.address(document, table, path)
        row = None if "/-/" in path else (document, table, position_of(path))
        spec = spec_of(asked[table], address.field)
        return ReviewCell(
            document,
            table,
            path,
            address.row,
            address.field,
            value,
            quote,
            page,
            line,
            box,
            confidence,
            "; ".join([status, *follows_from(operands)]),
            kind(spec),
            shift(document, table, spec),
            spec.cue.unit,
            unsigned(spec),
            choices(spec),
            spec.cue.pattern,
            is_share(spec),
            row in index.added,
            group(status, value, confidence, bar),
        )

    told = [
        cell(
            r["document"],
            r["table"],
            r["path"],
            r["value"],
            r["quote"],
            r["page"],
            r["line"],
            box_of(r),
            r["confidence"],
            r["status"],
            r.get("operands") or (),
        )
        for r in frames["evidence"].iter_rows(named=True)
    ]
    missing = [
        cell(
            r["document"],
            r["table"],
            r["path"],
            None,
            "",
            at.get((r["document"], r["table"])),
            None,
            None,
            None,
            f"{r['reason']}: {r['detail']}",
        )
        for r in (
            frames["problems"].filter(~pl.col("reason").is_in(NO_QUESTION)).iter_rows(named=True)
        )
        if r["table"]
    ]
    return sorted(
        told + missing, key=lambda c: (c.group, c.confidence or 0.0 if c.group == DOUBTED else 0.0)
    )


def follows_from(operands: Sequence[Mapping[str, Any]]) -> list[str]:
    """
    >>> follows_from([{"quote": "3 years", "page": 2}, {"quote": "May 1, 2024", "page": 1}])
    ['follows from “3 years” (page 2) and “May 1, 2024” (page 1)']
    """
    named = [f"“{o['quote']}” (page {o['page']})" for o in operands]
    return [f"follows from {' and '.join(named)}"] if named else []


def _places(evidence: pl.DataFrame) -> dict[tuple[str, str], int]:
    """(document, table) -> the page that prints most of it."""
    pages: dict[tuple[str, str], Counter] = defaultdict(Counter)
    for document, table, page in (
        evidence.select("document", "table", "page").drop_nulls().iter_rows()
    ):
        pages[document, table][page] += 1
    return {place: counted.most_common(1)[0][0] for place, counted in pages.items()}


def spec_of(part: Part, name: str) -> FieldSpec:
    return next(f for f in part.fields if f.name == name)


def kind(spec: FieldSpec) -> str:
    return (
        "choice"
        if spec.choices
        else {Decimal: "number", int: "integer", date: "date"}.get(spec.type, "text")
    )


def unsigned(spec: FieldSpec) -> bool:
    return spec.cue.sign in ("cost", "outflow")


def choices(spec: FieldSpec) -> tuple[str, ...]:
    """As evidence/ prints them."""
    return tuple(printed(spec.meaning(c)) for c in spec.choices)


def found(frames: Frames) -> pl.DataFrame:
    """evidence/ as the model left it: what people said of one cell must not change how another one
    is read.
    """
    own = frames["evidence"].filter(~pl.col("status").str.contains(REVIEWED))
    if "reviews" not in frames:
        return own
    return pl.concat([own, frames["reviews"].filter(pl.col("verdict") == FOUND)], how="diagonal")


def shifts(
    evidence: pl.DataFrame, asked: Mapping[str, Part]
) -> Callable[[str, str, FieldSpec], int | None]:
    """A function (document, table, field) -> power of ten from print to value; None where the page
    must say it (`text/scale.py`).

    The scale of a statement ("in millions") is not kept in the tables, but each of its values
    stands beside its quote: the power between the two that most values of the field have, else of
    the table's fields of one unit, is the scale. Cover pages print it behind the number, so there
    it is 0 and the quote says the rest.
    """
    votes: dict[tuple, Counter] = defaultdict(Counter)
    for document, table, spec, power in _powers(evidence, asked):
        votes[document, table, spec.name][power] += 1
        votes[document, table, spec.cue.unit, None][power] += 1

    def shift(document: str, table: str, spec: FieldSpec) -> int | None:
        if (
            asked[table].kind != "statement"
            or spec.type is not Decimal
            or spec.cue.unit == "USD/share"
        ):
            return 0
        counted = votes.get((document, table, spec.name)) or votes.get(
            (document, table, spec.cue.unit, None)
        )
        return counted.most_common(1)[0][0] if counted else None

    return shift


def given_scales(frames: Frames, asked: Mapping[str, Part]) -> dict[str, dict[str, int]]:
    """{document: {table: power of ten}} of the statements whose amounts have another scale since
    people corrected it than the model read.
    """
    if "reviews" not in frames:
        return {}
    before, now = (_scales(evidence, asked) for evidence in (found(frames), frames["evidence"]))
    given: dict[str, dict[str, int]] = defaultdict(dict)
    for (document, table), power in now.items():
        if power != before.get((document, table), power):
            given[document][table] = power
    return given


def _scales(evidence: pl.DataFrame, asked: Mapping[str, Part]) -> dict[tuple[str, str], int]:
    """(document, table) -> the power of most of its amounts of money."""
    votes: dict[tuple[str, str], Counter] = defaultdict(Counter)
    for document, table, spec, power in _powers(evidence, asked):
        if spec.cue.unit not in NO_MONEY:
            votes[document, table][power] += 1
    return {place: counted.most_common(1)[0][0] for place, counted in votes.items()}


def _powers(
    evidence: pl.DataFrame, asked: Mapping[str, Part]
) -> Iterator[tuple[str, str, FieldSpec, int]]:
    """Document, table, field, and the power of ten from print to value, of each value of a
    statement that has one.
    """
    told = evidence.select("document", "table", "path", "value", "quote")
    for document, table, path, value, quote in told.iter_rows():
        spec = spec_of(asked[table], path.rpartition("/")[2])
        if (
            asked[table].kind == "statement"
            and spec.type is Decimal
            and (power := _power(value, quote)) is not None
        ):
            yield document, table, spec, power


def _power(value: str, quote: str) -> int | None:
    printed = amount(quote)
    if not printed or not Decimal(value):
        return None
    ratio = abs(Decimal(value) / printed).normalize()
    return ratio.adjusted() if ratio.as_tuple().digits == (1,) else None


def amount(quote: str) -> Decimal | None:
    """The printed number with the scale word behind it; a bracket or dash before it is a minus; a
    dash alone is zero.

    >>> amount("(1,138)"), amount("$182.9 billion"), amount("—"), amount("none")
    (Decimal('-1138'), Decimal('182900000000.0'), Decimal('0'), None)
    >>> amount("<98'799>"), amount("1 038 069")
    (Decimal('-98799'), Decimal('1038069'))
    """
    quote = re.sub(r"(?<=\d)\s(?=\d{3}(?!\d))", "", american(quote))
    match = ITEM.search(quote)
    if not match:
        return None
    if not match["number"][-1].isdigit():
        return None if any(c.isalnum() for c in quote) else Decimal(0)
    size = abs(typed(AMOUNT, quote, *match.span("number")))
    return -size if match["minus"] and size else size


def reading(part: Part, spec: FieldSpec, quote: str, behind: str, shift: int) -> Any:
    """What clicked words mean as the field's type, read as the pipeline reads; None if they do not.
    `behind`: the rest of their line.

    Of a choice words say nothing: the box that is checked stands beside them, and a person has
    looked at it.
    """
    if part.kind == "statement" and spec.type is Decimal:
        value = amount(quote)
        value = None if value is None else (abs(value) if unsigned(spec) else value).scaleb(shift)
    else:
        bare = quote.strip(LOOSE) if spec.type is str else quote
        value = next(
            (typed(spec, bare + behind, start, end) for start, end in spans(spec, bare)), None
        )
    return value if legal(spec, value) and fits(value) else None
