"""A law identifies a row only where it fits exactly, alone, and says more than an inequality."""

from datetime import date
from decimal import Decimal

import pytest

from extract_filings.pipeline.records import Line, Occurrence, Pointer
from extract_filings.pipeline.resolve.amounts import Amount
from extract_filings.pipeline.resolve.dated_rows import DatedColumn
from extract_filings.pipeline.resolve.identified import IDENTIFIED, identified
from extract_filings.pipeline.resolve.levels import Column
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema

PARTS = parts(load_schema("filing"))
INCOME = next(p for p in PARTS if p.name == "income_statement")
COLUMNS = [
    DatedColumn(Column((), 0, 0), (date(year, 12, 31), 12), 1.0, (), i)
    for i, year in enumerate((2023, 2022), 1)
]


def read(*rows: tuple[str, float, int, int]) -> dict[str, tuple[str, float]]:
    """Field -> its row's words and probability. `rows`: field or nothing, how surely, amounts."""
    lines = [Line(1, i, f"row {i}") for i in range(len(rows))]
    printed = {
        line: [
            (Amount(line, 0, 0, Decimal(v), False, 0, 0, 0), c)
            for v, c in zip(amounts, COLUMNS, strict=True)
        ]
        for line, (_, _, *amounts) in zip(lines, rows, strict=True)
    }
    found = tuple(
        Pointer(INCOME.name, field, line, 0, 5, sure)
        for line, (field, sure, *_) in zip(lines, rows, strict=True)
        if field
    )
    always = frozenset(f.name for f in INCOME.fields if f.cue.always)
    place = Occurrence(tuple(lines), found, 1.0, found, always=always)
    told = identified(INCOME, PARTS[0].checks, place, printed)
    return {r.field: (r.line.text, r.probability) for r in told.rows}


REVENUE, PROFIT = ("revenue", 0.98, 900, 800), ("operating_income", 0.97, 200, 250)


def test_what_is_left_of_revenue_names_the_total_costs_whatever_they_are_called():
    costs = "total_costs_and_expenses"
    for field in ("", "operating_expenses"):
        assert read(REVENUE, (field, 0.8, 700, 550), PROFIT)[costs] == ("row 1", IDENTIFIED)
    assert read(REVENUE, ("", 0, -700, -550), PROFIT)[costs] == ("row 1", IDENTIFIED)


@pytest.mark.parametrize(
    "rows",
    [
        [REVENUE, ("", 0, 700, 551), PROFIT],  # not exactly, in one period
        [REVENUE, ("", 0, 700, 550), ("", 0, 700, 550), PROFIT],  # one of two
        [REVENUE, ("cost_of_revenue", 0.99, 700, 550), PROFIT],  # surely something else
        [("revenue", 0.9, 9, 8), ("", 0, 7, 5), ("operating_income", 0.9, 2, 3)],  # by chance
    ],
)
def test_what_fits_otherwise_is_left_alone(rows):
    assert "total_costs_and_expenses" not in read(*rows)


@pytest.mark.parametrize("sure", [0.93, 0.4])
def test_what_is_left_of_revenue_may_be_net_income(sure):
    rows = [REVENUE, ("total_costs_and_expenses", 0.97, 700, 550), ("net_income", sure, 200, 250)]
    assert {*read(*rows)} == {"revenue", "total_costs_and_expenses", "net_income"}


def test_an_inequality_identifies_nothing():
    eps = [("eps_basic", 0.9, 500, 400), ("", 0, 450, 400), ("shares_basic", 0.9, 800, 800)]
    assert {*read(*eps)} == {"eps_basic", "shares_basic"}
