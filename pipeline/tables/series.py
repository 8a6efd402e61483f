"""fact/ of many filings -> series: each company's items over time, restated figures apart.

Rules:
- Filings are of one company if their covers share a number: of the SEC, of the tax office, of the
  file. A name counts where a cover has no number; a filing with neither is left out.
- A figure printed by several filings has a vintage in each, in the order of the days on which they
  are known, an amendment behind what it amends. They are restated if they differ by more than the
  last digit of the coarser print is rounded.
- A filing is known from the last day on which it is in time: the day of filing is not printed.
- A filing that prints a figure twice counts once, with the surer value.
- A quarter that no filing prints is the longer of two periods with one first day less the shorter
  one, as a year less nine months; twelve months to a quarter's end are a year, more the quarters
  since, less the same quarters a year before. Both are marked as derived and name their operands.
- Only sums over time are derived: no balances, no shares, nothing per share. Nothing is derived of
  operands of two definitions: figures that were restated in between, rows of other words ("Sales"
  and "Total revenue"), another currency.
"""

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby, pairwise
from operator import attrgetter
from pathlib import Path
from typing import Any

import fsspec
import polars as pl
import simplejson

from extract_filings.pipeline.errors import OutputError
from extract_filings.pipeline.resolve.fiscal_calendar import Calendar, period_start
from extract_filings.pipeline.tables import dictionary
from extract_filings.pipeline.tables.databases import aside
from extract_filings.pipeline.tables.decimals import DECIMAL
from extract_filings.pipeline.tables.own_tables import Columns, types
from extract_filings.pipeline.tables.parquet import read_part, write_through
from extract_filings.pipeline.tables.publish import reaching, remote

REPORTED, QUARTER, TRAILING = "reported", "quarter", "trailing twelve months"
QUARTER_DAYS, YEAR_DAYS = range(80, 106), range(357, 378)
"""Days of a quarter (12 to 14 weeks and more) and of a year of 52 or 53 weeks."""
DIRECTION = frozenset(
    [
        "and",
        "by",
        "for",
        "from",
        "generated",
        "in",
        "loss",
        "net",
        "of",
        "provided",
        "the",
        "to",
        "used",
    ]
)
"""Words that say which way money went, not what a row is."""
DAY = timedelta(days=1)
APART = timedelta(days=10)
"""Days by which the ends of the same quarter of two years differ, in years of whole weeks."""
NEXT_PAGES = 2
"""A statement runs over so many pages at most; another one of its kind stands elsewhere."""
NUMBERS = ("cik", "employer_id", "file_number")
IN_TIME = {
    "10-Q": {"Large Accelerated Filer": 40, "Accelerated Filer": 40, None: 45},
    "10-K": {"Large Accelerated Filer": 60, "Accelerated Filer": 75, None: 90},
    "20-F": {None: 120},
}
"""Days behind the period within which a form is to be filed, by the kind of filer."""


@dataclass(frozen=True, slots=True)
class Vintage:
    """A figure as one filing prints it. `known`: the last day on which the filing is in time.
    `scale`: the power of ten from the quote to the value. `label`: the words of its row; `adds_up`:
    whether the row stands among the others of its statement, in a sum that holds.
    """

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
    status: str = "found"
    scale: int | None = None
    label: str | None = None
    adds_up: bool = False
    ticker: str | None = None
    fiscal_year: int | None = None
    fiscal_quarter: int | None = None

    @property
    def last_digit(self) -> Decimal:
        """What a one in the last printed place stands for; 0 if the quote does not tell.

        >>> _last_digit("679.7", 6), _last_digit("1,250", 3), _last_digit("—", None)
        (Decimal('1E+5'), Decimal('1E+3'), Decimal('0'))
        """
        return _last_digit(self.quote, self.scale)

    @property
    def definition(self) -> frozenset[str]:
        """The words of its row that say what it is."""
        words = {*re.findall("[a-z]+", (self.label or "").lower())} - DIRECTION
        return frozenset(w.removesuffix("s") for w in words)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a series. `first`, `last`: as reported first and last; of a derived one both are
    what was derived. `vintages`: all that filings print of it, the oldest first; `operands`: what
    it was derived of, each with its sign.
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
    unit: str | None
    currency: str | None
    first_document: str
    last_document: str
    page: int | None
    known: date
    confidence: float
    status: str
    ticker: str | None = None
    fiscal_year: int | None = None
    fiscal_quarter: int | None = None
    vintages: tuple[Vintage, ...] = ()
    operands: tuple[tuple[int, "Figure"], ...] = ()


VINTAGE = pl.Struct(
    {
        "document": pl.String,
        "known": pl.Date,
        "value": DECIMAL,
        "label": pl.String,
        "quote": pl.String,
        "page": pl.Int64,
        "confidence": pl.Float64,
        "status": pl.String,
    }
)
OPERAND = pl.Struct(
    {
        "sign": pl.Int64,
        "period_start": pl.Date,
        "period_end": pl.Date,
        "months": pl.Int64,
        "value": DECIMAL,
        "document": pl.String,
        "page": pl.Int64,
    }
)
SERIES: Columns = {
    "company": (
        pl.String,
        "the company's cik, else its number at the tax office, else of its file",
    ),
    "name": (pl.String, "name of the company as its latest filing prints it"),
    "ticker": (pl.String, "symbol of its common stock as its latest filing prints it"),
    "table": (pl.String, "statement that has the item"),
    "item": (pl.String, "column of the statement's table"),
    "period_start": (pl.Date, "first day of the period; null of a day, or if nothing tells it"),
    "period_end": (pl.Date, "last day of the period"),
    "months": (pl.Int64, "length of the period in whole months; null of a day"),
    "fiscal_year": (pl.Int64, "fiscal year in which the period ends, as the company calls it"),
    "fiscal_quarter": (pl.Int64, "quarter of the fiscal year that ends with the period; 4: a year"),
    "kind": (
        pl.String,
        "reported; quarter or trailing twelve months: derived, no filing prints it",
    ),
    "first": (DECIMAL, "the figure as the earliest filing prints it"),
    "last": (DECIMAL, "the figure as the latest filing prints it; an amendment is later"),
    "restated": (pl.Boolean, "whether filings differ by more than rounding"),
    "unit": (pl.String, "currency, shares or currency/share"),
    "currency": (pl.String, "ISO code of its currency"),
    "first_document": (pl.String, "the earliest filing; of a derived figure the latest operand's"),
    "last_document": (pl.String, "the latest filing"),
    "page": (pl.Int64, "page of the latest filing that prints it, from 1; null of a derived one"),
    "known": (pl.Date, "day from which it was known: its first filing, all operands' filings"),
    "confidence": (pl.Float64, "probability that it is right; of the least sure operand"),
    "status": (pl.String, "of the latest filing's value, as in fact/; derived"),
    "vintages": (
        pl.List(VINTAGE),
        f"what filings print of it, the oldest first: {', '.join(f.name for f in VINTAGE.fields)}",
    ),
    "operands": (
        pl.List(OPERAND),
        f"what a derived figure is the sum of: {', '.join(f.name for f in OPERAND.fields)}",
    ),
}
"""Columns of the table: type and meaning."""
TABLE = dictionary.described(
    "series",
    "a row per item and period of a company",
    "Figures over filings, as `extract series --to FILE` writes them.",
    ("company", "table", "item", "period_end", "months", "kind"),
    SERIES,
)


def vintages_in(out: Path) -> list[Vintage]:
    """All figures of statements in a folder of tables whose company and period are known. Raises
    OutputError."""
    facts = _table(out, "fact").filter(
        pl.col("period_end").is_not_null() & pl.col("value").is_not_null()
    )
    covers = _covers(out, facts)
    told = (
        facts.drop("ticker")
        .join(covers, on="document")
        .join(_rows(out), on=ROW, how="left", nulls_equal=True)
        .with_columns(adds_up=pl.col("adds_up").fill_null(False) & _among_others())
        .drop_nulls(["company", "known"])
    )
    rows = told.select(f.name for f in fields(Vintage)).iter_rows(named=True)
    return _with_calendar([Vintage(**row) for row in rows], _calendars(out, covers))


def without_company(out: Path) -> list[str]:
    """Documents with figures that are of no known company. Raises OutputError."""
    facts = _table(out, "fact").drop_nulls(["period_end", "value"])
    return sorted({*facts["document"]} - {*_covers(out, facts)["document"]})


ROW = ("document", "table", "item", "period_end", "months", "page")


def _table(out: Path, name: str) -> pl.DataFrame:
    parts = sorted((out / name).glob("*.parquet"))
    if not parts:
        raise OutputError(
            f"{out}: holds no table {name}/; type `extract FILES --out {out}` with this version"
        )
    return pl.concat([read_part(p) for p in parts], how="diagonal_relaxed")


def _rows(out: Path) -> pl.DataFrame:
    """What line_item/ says of the rows that items were taken from."""
    lines = _table(out, "line_item").rename({"statement": "table"}).drop_nulls("item")
    return lines.select(*ROW, "label", "adds_up").unique(ROW, keep="first", maintain_order=True)


def _among_others() -> pl.Expr:
    """Whether the value stands where most of its statement's values do."""
    middle = pl.col("page").median().over("document", "table")
    return (pl.col("page") - middle).abs() <= NEXT_PAGES


def _covers(out: Path, facts: pl.DataFrame) -> pl.DataFrame:
    """Of each document its company, and the day on which it is known."""
    ends = facts.group_by("document").agg(pl.col("period_end").max().alias("last_end"))
    documents = _table(out, "documents").select(
        "document", "cik", "file_number", "form", "amended", "ticker"
    )
    cover = _table(out, "filing").select(
        "document", "employer_id", "registrant_name", "period_end_date", "filer_category"
    )
    told = cover.join(documents, on="document").join(ends, on="document", how="left")
    rows = told.to_dicts()
    company = companies(rows)
    names, tickers = (_latest(rows, company, c) for c in ("registrant_name", "ticker"))
    made = [
        (
            d,
            company[d],
            names.get(company[d]),
            tickers.get(company[d]),
            _known(r),
            bool(r["amended"]),
        )
        for r in rows
        if company[d := r["document"]]
    ]
    shape = dict.fromkeys(("document", "company", "name", "ticker"), pl.String)
    shape |= {"known": pl.Date, "amended": pl.Boolean}
    return pl.DataFrame(made, schema=shape, orient="row")


def _latest(
    rows: Iterable[Mapping[str, Any]], company: Mapping[str, str | None], column: str
) -> dict[str | None, str]:
    """By company, as its latest filing that says it."""
    told = [r for r in rows if r[column]]
    by_age = sorted(told, key=lambda r: _end(r) or date.min)
    return {company[r["document"]]: r[column] for r in by_age}


def _end(row: Mapping[str, Any]) -> date | None:
    return row["period_end_date"] or row["last_end"]


def _known(row: Mapping[str, Any]) -> date | None:
    """
    >>> _known({"period_end_date": date(2022, 12, 31), "form": "10-K/A", "filer_category": None})
    datetime.date(2023, 3, 31)
    """
    form = next((f for f in IN_TIME if (row["form"] or "10-K").startswith(f)), "10-K")
    days = IN_TIME[form].get(row["filer_category"], IN_TIME[form][None])
    end = _end(row)
    return end + timedelta(days) if end else None


def companies(rows: Iterable[Mapping[str, Any]]) -> dict[str, str | None]:
    """{document: its company}: the best number of all documents that are joined by any.

    >>> companies([{"document": "a", "cik": None, "employer_id": "12-3456789"},
    ...     {"document": "b", "cik": "0000000007", "employer_id": "12 3456789"}])
    {'a': '0000000007', 'b': '0000000007'}
    """
    groups: list[tuple[set[tuple[int, str]], list[str]]] = []
    for row in rows:
        numbers, documents = _numbers(row), [row["document"]]
        for group in [g for g in groups if g[0] & numbers]:
            groups.remove(group)
            numbers, documents = numbers | group[0], group[1] + documents
        groups.append((numbers, documents))
    return {d: min(numbers)[1] if numbers else None for numbers, some in groups for d in some}


def _numbers(row: Mapping[str, Any]) -> set[tuple[int, str]]:
    """With the rank of each kind, the best first."""
    told = {(i, _plain(n, str(row[n]))) for i, n in enumerate(NUMBERS) if row.get(n)}
    name = row.get("registrant_name")
    return told or ({(len(NUMBERS), name.casefold())} if name else set())


def _plain(kind: str, number: str) -> str:
    """The tax office's as it is printed most often: 12-3456789."""
    digits = re.sub(r"\D", "", number)
    return f"{digits[:2]}-{digits[2:]}" if kind == "employer_id" else number


def _calendars(out: Path, covers: pl.DataFrame) -> dict[str, Calendar]:
    """By company, where all filings that say how it calls its years agree."""
    documents = _table(out, "documents").select("document", "fiscal_year_end", "year_shift")
    told = covers.join(documents, on="document").group_by("company")
    rows = told.agg(pl.col("fiscal_year_end").max(), pl.col("year_shift").drop_nulls().unique())
    return {c: Calendar(end, *shifts) for c, end, shifts in rows.iter_rows() if len(shifts) == 1}


def _with_calendar(vintages: Sequence[Vintage], calendars: Mapping[str, Calendar]) -> list[Vintage]:
    """What one filing does not tell follows from the company's others: the first day of a period
    from the last days that they print, the fiscal year from how they call it.
    """
    ends: dict[str, set[date]] = defaultdict(set)
    for v in vintages:
        ends[v.company].add(v.period_end)
    return [_told(v, ends[v.company], calendars.get(v.company, Calendar())) for v in vintages]


def _told(v: Vintage, ends: set[date], calendar: Calendar) -> Vintage:
    start, year = v.period_start, v.fiscal_year
    if v.months and not start:
        start = period_start(v.period_end, v.months, None, ends, False)
    if year is None:
        year = calendar.year(v.period_end)
    return replace(v, period_start=start, fiscal_year=year)


def series(vintages: Iterable[Vintage], as_of: date | None = None) -> list[Figure]:
    """All figures, reported and derived. `as_of`: what was known on that day."""
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
    return v.company, v.table, v.item, v.period_end, v.months or 0


def _figure(printed: Sequence[Vintage]) -> Figure:
    """Of all that filings print of it, the oldest first."""
    once = {v.document: v for v in sorted(printed, key=attrgetter("confidence"))}
    kept = tuple(once[d] for d in dict.fromkeys(v.document for v in printed))
    first, last = kept[0], kept[-1]
    return Figure(
        company=first.company,
        name=last.name,
        ticker=last.ticker,
        table=first.table,
        item=first.item,
        period_start=_last_told(kept, "period_start"),
        period_end=first.period_end,
        months=first.months,
        fiscal_year=_last_told(kept, "fiscal_year"),
        fiscal_quarter=_last_told(kept, "fiscal_quarter"),
        kind=REPORTED,
        first=first.value,
        last=last.value,
        restated=any(differ(*pair) for pair in pairwise(kept)),
        unit=last.unit,
        currency=last.currency,
        first_document=first.document,
        last_document=last.document,
        page=last.page,
        known=first.known,
        confidence=last.confidence,
        status=last.status,
        vintages=kept,
    )


def _last_told(kept: Sequence[Vintage], column: str) -> Any:
    return next((told for v in reversed(kept) if (told := getattr(v, column)) is not None), None)


def differ(one: Vintage, other: Vintage) -> bool:
    """By more than the coarser print is rounded."""
    return abs(one.value - other.value) > max(one.last_digit, other.last_digit) / 2


def _last_digit(quote: str, scale: int | None) -> Decimal:
    if scale is None or not (number := re.search(r"\d[\d,]*(?:\.(\d+))?|\.(\d+)", quote)):
        return Decimal(0)
    return Decimal(1).scaleb(scale - len(number[1] or number[2] or ""))


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
                made = _derived(QUARTER, 3, shorter.period_end + DAY, [(1, longer), (-1, shorter)])
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
            operands = [(1, year), (1, part), (-1, before)]
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
    kind: str, months: int, start: date, operands: Sequence[tuple[int, Figure]]
) -> Figure | None:
    """None if the operands are of two definitions."""
    used = [f for _, f in operands]
    meant = {(f.unit, f.currency, *(v.definition for v in f.vintages[-1:])) for f in used}
    if any(f.restated for f in used) or len(meant) > 1:
        return None
    one = max(used, key=attrgetter("period_end"))
    value = sum((sign * f.last for sign, f in operands), Decimal(0))
    return replace(
        one,
        period_start=start,
        months=months,
        kind=kind,
        first=value,
        last=value,
        page=None,
        known=max(f.known for f in used),
        confidence=min(f.confidence for f in used),
        status="derived",
        vintages=(),
        operands=tuple(operands),
    )


def frame(figures: Sequence[Figure]) -> pl.DataFrame:
    """As a table."""
    plain = [c for c in SERIES if c not in ("vintages", "operands")]
    rows = [(*(getattr(f, c) for c in plain), _vintages(f), _operands(f)) for f in figures]
    return pl.DataFrame(rows, schema=types(SERIES), orient="row")


def _vintages(f: Figure) -> list[dict[str, Any]]:
    return [{n.name: getattr(v, n.name) for n in VINTAGE.fields} for v in f.vintages]


def _operands(f: Figure) -> list[dict[str, Any]]:
    return [
        {
            "sign": sign,
            "period_start": o.period_start,
            "period_end": o.period_end,
            "months": o.months,
            "value": o.last,
            "document": o.last_document,
            "page": o.page,
        }
        for sign, o in f.operands
    ]


def flat(table: pl.DataFrame) -> pl.DataFrame:
    """For CSV: lists as JSON."""
    return table.with_columns(
        pl.col("vintages", "operands").map_elements(_json, pl.String, skip_nulls=False)
    )


def _json(some: Iterable[Mapping[str, Any]]) -> str:
    return simplejson.dumps([*some], use_decimal=True, default=str, ensure_ascii=False)


def write(table: pl.DataFrame, place: str) -> None:
    """As Parquet, to a file or URL, with what its columns mean in the metadata. Raises OutputError
    or OSError; a file is then as before.
    """
    data = io.BytesIO()
    table.write_parquet(data, metadata={f"{dictionary.TABLE}{TABLE.name}": TABLE.text})
    if remote(place):
        with reaching(place), fsspec.open(place, "wb") as file:
            file.write(data.getvalue())  # type: ignore[union-attr]
    else:
        with aside(Path(place)) as new:
            write_through(new, data.getvalue())
