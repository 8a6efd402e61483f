"""fact/ of many filings -> vintages: every figure with its company, its fiscal year and the day on
which it is known.

A filing is known from the last day on which it is in time: the day of filing is not printed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from extract_filings.pipeline.errors import OutputError
from extract_filings.pipeline.resolve.fiscal_calendar import Calendar, period_start
from extract_filings.pipeline.series.companies import companies
from extract_filings.pipeline.series.figures import Vintage
from extract_filings.pipeline.tables.parquet import read_part

ROW = ("document", "table", "item", "period_end", "months", "page")
NEXT_PAGES = 2
"""A statement runs over so many pages at most; another one of its kind stands elsewhere."""
IN_TIME = {
    "10-Q": {"Large Accelerated Filer": 40, "Accelerated Filer": 40, None: 45},
    "10-K": {"Large Accelerated Filer": 60, "Accelerated Filer": 75, None: 90},
    "20-F": {None: 120},
}
"""Days behind the period within which a form is to be filed, by the kind of filer."""


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
