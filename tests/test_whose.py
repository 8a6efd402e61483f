"""Whose statement a page prints, by its head; printings that differ do not mix."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from extract_filings.pipeline.records import Line, Occurrence, Pointer, Value
from extract_filings.pipeline.resolve.whose import added, outweighs, whose

OURS = "Mill & Field Corporation"


def place(page: int, *head: str) -> Occurrence:
    lines = tuple(Line(page, i, t) for i, t in enumerate((*head, "Total assets 7 6")))
    return Occurrence(lines, (Pointer("sheet", "assets", lines[-1], 0, 9, 1.0),), 1.0)


def own(*heads: tuple[str, ...]) -> list[bool]:
    """Of each page's head, whether it counts as the registrant's own."""
    return [p.own >= 0.2 for p in whose([place(i, *h) for i, h in enumerate(heads)], OURS)]


@pytest.mark.parametrize(
    "another",
    [
        ("RIVER BOATS, L.L.C.", "COMBINED BALANCE SHEETS"),
        ("Harbour Trading Inc. and Subsidiaries", "Consolidated Balance Sheets"),
        ("MILL & FIELD CORPORATION", "PRO FORMA CONDENSED BALANCE SHEET"),
        ("Mill & Field Corporation (Parent Company Only)", "Balance Sheets"),
        ("Note 2: Restatement", "As previously reported"),
    ],
)
def test_the_head_says_whose_a_statement_is(another):
    ours = ("MILL & FIELD CORPORATION AND SUBSIDIARIES", "CONSOLIDATED BALANCE SHEETS")
    assert own(another, ours) == [False, True]


def test_a_name_that_no_head_prints_decides_nothing():
    assert own(("RIVER BOATS, L.L.C.", "BALANCE SHEETS"), ("Balance Sheets",)) == [True, True]


def values(**figures: int) -> dict:
    line, end = Line(1, 0, "x 1"), (("period_end", date(2023, 12, 31)),)
    return {
        (end, f): Value("sheet", end, f, Decimal(n), "1", line, 2, 3, 0.99)
        for f, n in figures.items()
    }


def test_a_printing_that_differs_adds_nothing_and_costs_confidence():
    ours = values(assets=100, cash=10, equity=50)
    theirs = values(assets=80, cash=7, equity=50, inventory=5)
    told = added(ours, theirs, 0.5)
    assert told.keys() == ours.keys() and {v.column for v in told.values()} == {0.5}


def test_a_printing_that_agrees_but_for_rounding_adds_what_is_missing():
    told = added(values(assets=100_300, cash=10_020), values(assets=100_000, inventory=5_000), 0.5)
    assert len(told) == 3
    assert {v.column for v in told.values()} == {1.0}


def test_between_equals_the_first_is_a_guess_and_a_foreign_one_hardly_counts():
    first = place(1)
    assert outweighs(first, place(2)) == 0.5
    assert outweighs(first, replace(place(2), own=0.1)) > 0.99
