"""fact/ of many filings -> series: each company's items over time, restated figures apart.

Rules:
- A figure printed by several filings has a vintage in each, in the order of the filings' periods,
  an amendment behind what it amends. The first is as it was reported first, the last as it was
  reported last; they are restated if they differ.
- A filing that prints a figure twice counts once, with the surer value.
- A quarter that no filing prints is the longer of two periods with one first day less the shorter
  one, as a year less nine months; twelve months to a quarter's end are a year, more the quarters
  since, less the same quarters a year before. Both are marked as derived and name their operands.
- Only sums over time are derived: no balances, no shares, nothing per share. Nothing is derived of
  figures that were restated in between, as the operands would be of two definitions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

import polars as pl

from extract_filings.pipeline.errors import OutputError
from extract_filings.pipeline.tables.decimals import DECIMAL
from extract_filings.pipeline.tables.parquet import read_part

REPORTED, QUARTER, TRAILING = "reported", "quarter", "trailing twelve months"
QUARTER_DAYS, YEAR_DAYS = range(80, 106), range(357, 378)
"""Days of a quarter (12 to 14 weeks and more) and of a year of 52 or 53 weeks."""
DAY = timedelta(days=1)
APART = timedelta(days=10)
"""Days by which the ends of the same quarter of two years differ, in years of whole weeks."""


@dataclass(frozen=True, slots=True)
class Vintage:
    """A figure as one filing prints it. `known`: the end of the filing's period."""

    company: str
    name: str | None
    table: str
    item: str
    period_start: date | None
    period_end: date
    months: int | None
    value: Decimal
    unit: str | None
    currency: str | None
    document: str
    known: date
    amended: bool
    page: int
    quote: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a series. `first`, `last`: as reported first and last; of a derived one both are
    what was derived, and `operands` has months, last day, document and page of each, with its sign.
    """

    company: str
    name: str | None
    table: str
    item: str
    period_start: date | None
    period_end: date
    months: int | None
    kind: str
    first: Decimal
    last: Decimal
    restated: bool
    vintages: int
    unit: str | None
    currency: str | None
    first_document: str
    last_document: str
    page: int | None
    confidence: float
    operands: str | None = None


SERIES: dict[str, Any] = {
    "company": pl.String,
    "name": pl.String,
    "table": pl.String,
    "item": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "months": pl.Int64,
    "kind": pl.String,
    "first": DECIMAL,
    "last": DECIMAL,
    "restated": pl.Boolean,
    "vintages": pl.Int64,
    "unit": pl.String,
    "currency": pl.String,
    "first_document": pl.String,
    "last_document": pl.String,
    "page": pl.Int64,
    "confidence": pl.Float64,
    "operands": pl.String,
}


def vintages_in(out: Path) -> list[Vintage]:
    """All figures of statements in a folder of tables whose company and period are known. Raises
    OutputError."""
    facts = _table(out, "fact").filter(
        pl.col("period_end").is_not_null() & pl.col("value").is_not_null()
    )
    documents = _table(out, "documents").select("document", "amended")
    told = facts.join(_covers(out), on="document").join(documents, on="document", how="left")
    return [
        Vintage(amended=bool(row.pop("amended")), **row)
        for row in told.select(
            pl.coalesce("cik", "employer_id", "registrant_name").alias("company"),
            pl.col("registrant_name").alias("name"),
            *(f.name for f in fields(Vintage) if f.name not in ("company", "name")),
        )
        .drop_nulls(["company", "known"])
        .iter_rows(named=True)
    ]


def _table(out: Path, name: str) -> pl.DataFrame:
    parts = sorted((out / name).glob("*.parquet"))
    if not parts:
        raise OutputError(
            f"{out}: holds no table {name}/; type `extract FILES --out {out}` with this version"
        )
    return pl.concat([read_part(p) for p in parts], how="diagonal_relaxed")


def _covers(out: Path) -> pl.DataFrame:
    """Of each document the company's number at the tax office, and the end of its period."""
    cover = _table(out, "filing")
    return cover.select("document", "employer_id", pl.col("period_end_date").alias("known"))


def series(vintages: Iterable[Vintage], as_of: date | None = None) -> list[Figure]:
    """All figures, reported and derived. `as_of`: what filings of periods up to that day say."""
    known = [v for v in vintages if as_of is None or v.known <= as_of]
    ordered = sorted(known, key=lambda v: (*_key(v), v.known, v.amended, v.document))
    reported = [_figure(list(some)) for _, some in groupby(ordered, key=_key)]
    made = [
        f
        for _, some in groupby(reported, key=attrgetter("company", "table", "item"))
        for f in _with_derived(list(some))
    ]
    return sorted(made, key=lambda f: (*_key(f), f.kind))


def _key(v: Vintage | Figure) -> tuple:
    start = v.period_start or v.period_end
    return v.company, v.table, v.item, v.period_end, start, v.months or 0


def _figure(printed: Sequence[Vintage]) -> Figure:
    """Of all that filings print of it, the oldest first."""
    once = {v.document: v for v in sorted(printed, key=attrgetter("confidence"))}
    kept = [v for v in dict.fromkeys(v.document for v in printed) if v in once]
    first, last = once[kept[0]], once[kept[-1]]
    return Figure(
        first.company,
        last.name,
        first.table,
        first.item,
        first.period_start,
        first.period_end,
        first.months,
        REPORTED,
        first.value,
        last.value,
        len({once[d].value for d in kept}) > 1,
        len(kept),
        last.unit,
        last.currency,
        first.document,
        last.document,
        last.page,
        last.confidence,
    )


def _with_derived(reported: Sequence[Figure]) -> list[Figure]:
    """Of one item of a company."""
    made = list(reported)
    if not all(f.months and f.unit == "currency" for f in reported):
        return made
    quarters = _quarters(made)
    made += quarters
    return made + _trailing(made)


def _days(f: Figure) -> int:
    return (f.period_end - f.period_start).days + 1 if f.period_start else 0


def _quarters(printed: Sequence[Figure]) -> list[Figure]:
    """Those that no filing prints: the end of a longer period behind a shorter one."""
    there = {f.period_end for f in printed if _days(f) in QUARTER_DAYS}
    found: dict[date, Figure] = {}
    for longer in printed:
        for shorter in printed:
            if longer.period_start != shorter.period_start or not longer.period_start:
                continue
            rest = (longer.period_end - shorter.period_end).days
            if rest in QUARTER_DAYS and longer.period_end not in there | found.keys():
                made = _derived(QUARTER, 3, shorter.period_end + DAY, [(longer, 1), (shorter, -1)])
                found |= {longer.period_end: made} if made else {}
    return list(found.values())


def _trailing(figures: Sequence[Figure]) -> list[Figure]:
    """Twelve months to the end of each quarter that ends no year."""
    years = [f for f in figures if _days(f) in YEAR_DAYS]
    ends = {f.period_end for f in years}
    found: dict[date, Figure] = {}
    for part in (f for f in figures if f.kind == REPORTED and _days(f) not in YEAR_DAYS):
        year = next((y for y in years if part.period_start == y.period_end + DAY), None)
        before = next((f for f in figures if year and _a_year_before(f, part)), None)
        if year and before and part.period_end not in ends | found.keys():
            operands = [(year, 1), (part, 1), (before, -1)]
            made = _derived(TRAILING, 12, before.period_end + DAY, operands)
            found |= {part.period_end: made} if made else {}
    return list(found.values())


def _a_year_before(f: Figure, part: Figure) -> bool:
    if f.months != part.months or not f.period_start or not part.period_start:
        return False
    year = timedelta(days=365)
    ends = part.period_end - year - f.period_end, part.period_start - year - f.period_start
    return max(map(abs, ends)) < APART


def _derived(
    kind: str, months: int, start: date, operands: Sequence[tuple[Figure, int]]
) -> Figure | None:
    """None if an operand was restated, or is of another unit or currency."""
    used = [f for f, _ in operands]
    if any(f.restated for f in used) or len({(f.unit, f.currency) for f in used}) > 1:
        return None
    end = max(f.period_end for f in used)
    one = next(f for f in used if f.period_end == end)
    value = sum((sign * f.last for f, sign in operands), Decimal(0))
    sure = min(f.confidence for f in used)
    words = " ".join(f"{'+' if s > 0 else '-'} {_named(f)}" for f, s in operands)
    return Figure(
        one.company,
        one.name,
        one.table,
        one.item,
        start,
        end,
        months,
        kind,
        value,
        value,
        False,
        0,
        one.unit,
        one.currency,
        one.first_document,
        one.last_document,
        None,
        sure,
        words.removeprefix("+ "),
    )


def _named(f: Figure) -> str:
    """Where an operand stands: its months and last day, in which document and on which page."""
    at = f" p. {f.page}" if f.page else ""
    return f"{f.months} months to {f.period_end} ({f.last_document}{at})"


def frame(figures: Sequence[Figure]) -> pl.DataFrame:
    """As a table."""
    names = [f.name for f in fields(Figure)]
    rows = [tuple(getattr(f, n) for n in names) for f in figures]
    return pl.DataFrame(rows, schema=SERIES, orient="row")
