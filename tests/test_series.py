"""Figures over filings: vintages, restated ones, quarters and years that no filing prints."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from extract_filings.pipeline.tables.series import (
    QUARTER,
    REPORTED,
    TRAILING,
    Vintage,
    frame,
    series,
)

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
    known=date(2022, 12, 31),
    amended=False,
    page=40,
    quote="400",
    confidence=0.99,
)


def part(start: date, end: date, months: int, value: int, document: str, **more) -> Vintage:
    known = more.pop("known", end)
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
    assert (made.first, made.last, made.restated, made.vintages) == (400, 390, True, 2)
    assert (made.first_document, made.last_document) == ("10k22", "10k23")


def test_an_amendment_comes_behind_what_it_amends():
    amended = replace(YEAR, value=Decimal(395), document="10ka22", amended=True)
    (made,) = series([amended, YEAR])
    assert made.last == 395


def test_what_was_known_on_a_day():
    later = replace(YEAR, value=Decimal(390), document="10k23", known=date(2023, 12, 31))
    (made,) = series([later, YEAR], as_of=date(2023, 6, 30))
    assert made.last == 400 and made.vintages == 1


def test_the_fourth_quarter_is_the_year_less_nine_months():
    made = found(series([YEAR, NINE]), QUARTER)
    quarter = made[date(2022, 12, 31), 3]
    assert (quarter.last, quarter.period_start) == (110, date(2022, 10, 1))
    assert quarter.operands == (
        "12 months to 2022-12-31 (10k22 p. 40) - 9 months to 2022-09-30 (10q3 p. 40)"
    )


def test_nothing_is_derived_of_restated_figures_or_of_what_is_no_sum_over_time():
    restated = replace(NINE, value=Decimal(280), document="10q3_23", known=date(2023, 9, 30))
    assert not found(series([YEAR, NINE, restated]), QUARTER)
    a_share = [replace(v, unit="currency/share", item="eps_basic") for v in (YEAR, NINE)]
    assert not found(series(a_share), QUARTER)
    other = replace(NINE, currency="EUR")
    assert not found(series([YEAR, other]), QUARTER)


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


def test_the_table_has_a_row_per_figure():
    assert frame(series([YEAR, NINE])).height == 3
