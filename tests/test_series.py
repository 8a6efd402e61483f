"""Figures over filings: vintages, restated ones, quarters and years that no filing prints."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import duckdb
import polars as pl
import pyarrow.parquet as pq
from make_records import cell, record
from make_tables import put

from extract_filings.pipeline.series.figures import QUARTER, REPORTED, TRAILING, Vintage
from extract_filings.pipeline.series.over_time import series
from extract_filings.pipeline.series.table import TABLE, flat, frame, write
from extract_filings.pipeline.series.vintages import vintages_in, without_company

YEAR = Vintage(
    company="0000012345",
    name="Acme",
    table="income_statement",
    item="revenue",
    period_start=date(2022, 1, 1),
    period_end=date(2022, 12, 31),
    months=12,
    value=Decimal(400),
    unit="currency",
    currency="USD",
    document="10k22",
    known=date(2023, 3, 1),
    amended=False,
    page=40,
    quote="400",
    confidence=0.99,
    scale=0,
    label="Total revenue",
)


def part(start: date, end: date, months: int, value: int, document: str, **more) -> Vintage:
    known = more.pop("known", end + timedelta(40))
    return replace(
        YEAR,
        period_start=start,
        period_end=end,
        months=months,
        value=Decimal(value),
        document=document,
        known=known,
        **more,
    )


NINE = part(date(2022, 1, 1), date(2022, 9, 30), 9, 290, "10q3")


def found(figures, kind):
    return {(f.period_end, f.months): f for f in figures if f.kind == kind}


def test_first_and_last_reported_figures_are_kept_apart():
    later = replace(YEAR, value=Decimal(390), document="10k23", known=date(2023, 12, 31))
    (made,) = series([later, YEAR])
    assert (made.first, made.last, made.restated) == (400, 390, True)
    assert [(v.document, v.value) for v in made.vintages] == [("10k22", 400), ("10k23", 390)]
    assert (made.first_document, made.last_document) == ("10k22", "10k23")


def test_an_amendment_comes_behind_what_it_amends():
    amended = replace(YEAR, value=Decimal(395), document="10ka22", amended=True)
    (made,) = series([amended, YEAR])
    assert made.last == 395


def test_what_was_known_on_a_day():
    later = replace(YEAR, value=Decimal(390), document="10k23", known=date(2023, 12, 31))
    assert not series([later, YEAR], as_of=date(2023, 2, 28))  # not yet due
    (made,) = series([later, YEAR], as_of=date(2023, 6, 30))
    assert made.last == 400 and len(made.vintages) == 1


def test_the_fourth_quarter_is_the_year_less_nine_months():
    made = found(series([YEAR, NINE]), QUARTER)
    quarter = made[date(2022, 12, 31), 3]
    assert (quarter.last, quarter.period_start) == (110, date(2022, 10, 1))
    assert [(sign, o.months, o.last_document, o.page) for sign, o in quarter.operands] == [
        (1, 12, "10k22", 40),
        (-1, 9, "10q3", 40),
    ]
    assert (quarter.known, quarter.status) == (date(2023, 3, 1), "derived")


def test_nothing_is_derived_of_restated_figures_or_of_what_is_no_sum_over_time():
    restated = replace(NINE, value=Decimal(280), document="10q3_23", known=date(2023, 9, 30))
    assert not found(series([YEAR, NINE, restated]), QUARTER)
    a_share = [replace(v, unit="currency/share", item="eps_basic") for v in (YEAR, NINE)]
    assert not found(series(a_share), QUARTER)
    other = replace(NINE, currency="EUR")
    assert not found(series([YEAR, other]), QUARTER)


def test_nothing_is_derived_of_rows_of_other_words():
    sales = replace(NINE, label="Sales")
    assert not found(series([YEAR, sales]), QUARTER)
    in_short = replace(NINE, label="Total revenues, net")
    assert found(series([YEAR, in_short]), QUARTER)


def test_a_rounded_figure_is_not_restated():
    exact = replace(YEAR, value=Decimal("399600"), quote="399.6", scale=3)
    rounded = replace(
        YEAR, value=Decimal(400000), scale=3, document="10k23", known=date(2024, 3, 1)
    )
    (made,) = series([exact, rounded])
    assert (made.restated, made.first, made.last) == (False, Decimal("399600"), 400000)
    (made,) = series([exact, replace(rounded, value=Decimal(401000))])
    assert made.restated


def test_a_quarter_that_is_printed_is_not_derived():
    printed = part(date(2022, 10, 1), date(2022, 12, 31), 3, 111, "release")
    made = series([YEAR, NINE, printed])
    assert not found(made, QUARTER) and found(made, REPORTED)[date(2022, 12, 31), 3].last == 111


def test_trailing_twelve_months():
    now = part(date(2023, 1, 1), date(2023, 3, 31), 3, 120, "10q1")
    before = part(date(2022, 1, 1), date(2022, 3, 31), 3, 90, "10q1", known=date(2023, 3, 31))
    made = found(series([YEAR, now, before]), TRAILING)
    assert made[date(2023, 3, 31), 12].last == 400 + 120 - 90
    assert made[date(2023, 3, 31), 12].period_start == date(2022, 4, 1)


def test_weeks_of_a_fiscal_calendar_are_quarters_too():
    year = part(date(2022, 1, 30), date(2023, 1, 28), 12, 400, "k")
    nine = part(date(2022, 1, 30), date(2022, 10, 29), 9, 290, "q")
    assert found(series([year, nine]), QUARTER)[date(2023, 1, 28), 3].last == 110


def test_the_table_has_a_row_per_figure_and_evidence_of_each():
    rows = frame(series([YEAR, NINE])).filter(pl.col("kind") == QUARTER).to_dicts()
    assert [r["last"] for r in rows] == [110]
    assert [(o["sign"], o["document"], o["page"]) for o in rows[0]["operands"]] == [
        (1, "10k22", 40),
        (-1, "10q3", 40),
    ]


# From tables


def year(end: date) -> tuple:
    return (("period_end", end), ("months", 12))


def filing(name: str, end: date, revenue: int, *before: tuple[date, int], **cover):
    cover = {"registrant_name": name.upper(), "period_end_date": end, "form_type": "10-K"} | cover
    cells = [cell("filing", (), k, v) for k, v in cover.items()]
    told = [(end, revenue), *before]
    cells += [
        cell("income_statement", year(e), "revenue", Decimal(n) * 10**6, page=7) for e, n in told
    ]
    return record(name, cells)


def test_filings_of_one_company_by_any_number_and_the_days_they_are_due(tmp_path):
    out, tax = tmp_path / "out", {"employer_id": "12-3456789"}
    large = {"filer_category": "Large Accelerated Filer"}
    put(
        out,
        filing("old", date(2021, 12, 31), 90, **tax, **large),
        filing("new", date(2022, 12, 31), 100, (date(2021, 12, 31), 91), **tax),
        record(
            "nobody", [cell("income_statement", year(date(2022, 12, 31)), "revenue", Decimal(1))]
        ),
    )
    made = {f.period_end: f for f in series(vintages_in(out))}
    assert {f.company for f in made.values()} == {"12-3456789"}
    assert {f.name for f in made.values()} == {"NEW"}
    assert {f.period_end.year: f.fiscal_year for f in made.values()} == {2021: 2021, 2022: 2022}
    old = made[date(2021, 12, 31)]
    assert (old.first, old.last, old.restated) == (90 * 10**6, 91 * 10**6, True)
    assert [v.known for v in old.vintages] == [date(2022, 3, 1), date(2023, 3, 31)]
    assert without_company(out) == ["nobody"]


def test_first_days_follow_from_what_other_filings_print(tmp_path):
    out, tax = tmp_path / "out", {"employer_id": "12-3456789"}
    put(
        out,
        filing("old", date(2021, 12, 25), 90, **tax),
        filing("new", date(2022, 12, 24), 100, **tax),
    )
    starts = {f.period_end: f.period_start for f in series(vintages_in(out))}
    assert starts == {date(2021, 12, 25): None, date(2022, 12, 24): date(2021, 12, 26)}


def test_a_fiscal_year_is_called_as_the_company_s_other_filings_call_it(tmp_path):
    """Years that end in January have no name by themselves."""
    out, tax = tmp_path / "out", {"employer_id": "12-3456789"}
    named = filing("new", date(2023, 1, 28), 100, **tax)
    named = replace(named, ids=replace(named.ids, year_shift=-1))
    put(out, filing("old", date(2022, 1, 29), 90, **tax), named)
    years = {f.period_end: f.fiscal_year for f in series(vintages_in(out))}
    assert years == {date(2022, 1, 29): 2021, date(2023, 1, 28): 2022}


def test_a_file_of_series_says_what_its_columns_mean(tmp_path):
    write(frame(series([YEAR, NINE])), str(file := tmp_path / "series.parquet"))
    about = json.loads(pl.read_parquet_metadata(file)["extract.table.series"])
    assert (
        about["columns"]["restated"]["description"]
        == {c.name: c.meaning for c in TABLE.columns}["restated"]
    )
    count = f"select sum(len(vintages)), sum(len(operands)) from '{file}'"
    assert duckdb.sql(count).fetchall() == [(2, 2)]
    assert pq.read_table(file).num_rows == 3


def test_lists_are_json_in_csv():
    rows = flat(frame(series([YEAR]))).to_dicts()
    assert json.loads(rows[0]["vintages"])[0]["document"] == "10k22"
    assert rows[0]["operands"] == "[]"
