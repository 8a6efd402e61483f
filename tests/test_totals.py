"""A part of an item that is taken for it gives way to the total of which it is a part."""

from datetime import date
from decimal import Decimal

import pytest

from extract_filings.pipeline.records import Line, Occurrence, Pointer
from extract_filings.pipeline.resolve.amounts import Amount
from extract_filings.pipeline.resolve.dated_rows import DatedColumn
from extract_filings.pipeline.resolve.levels import Column
from extract_filings.pipeline.resolve.totals import with_totals
from extract_filings.schemas.base import Cue

ROWS = (("Cash and due from banks", 5), ("Deposits", 2), ("Total cash", 7), ("Loans", 9))


def chosen(total: int, sure: float) -> str:
    """The row of cash, where the total says so and the model is so sure of it."""
    lines = [Line(1, i, label) for i, (label, _) in enumerate(ROWS)]
    figures = [total if label == "Total cash" else n for label, n in ROWS]
    amounts = [
        Amount(line, 0, 1, Decimal(n), False, 0, 9, 0)
        for line, n in zip(lines, figures, strict=True)
    ]
    column = DatedColumn(Column(tuple(amounts), 0, 0), (date(2023, 12, 31), None), 1.0, ())
    printed = {line: [(a, column)] for line, a in zip(lines, amounts, strict=True)}
    part, whole = (Pointer("sheet", "cash", lines[i], 0, 9, p) for i, p in ((0, 0.9), (2, sure)))
    place = Occurrence(tuple(lines), (part,), 1.0, (part, whole))
    return with_totals(place, printed).rows[0].line.text


@pytest.mark.parametrize(
    ("total", "sure", "row"),
    [
        (7, 0.6, "Total cash"),
        (8, 0.6, "Cash and due from banks"),
        (7, 0.3, "Total cash"),
        (7, 0.1, "Cash and due from banks"),
    ],
)
def test_the_total_counts_if_it_adds_up_and_is_likely(total, sure, row):
    assert chosen(total, sure) == row


def headed(*rows: tuple[str, int | None]) -> str:
    """The row of interest, in a statement of these rows, whose second one the model took."""
    lines = [
        Line(1, i, label if n is None else f"{label} {n}") for i, (label, n) in enumerate(rows)
    ]
    amounts = {
        line: Amount(line, len(label) + 1, len(line.text), Decimal(n), False, 0, 9, 0)
        for line, (label, n) in zip(lines, rows, strict=True)
        if n is not None
    }
    column = DatedColumn(Column((*amounts.values(),), 0, 0), (date(2023, 12, 31), 12), 1.0, ())
    printed = {line: [(a, column)] for line, a in amounts.items()}
    part = Pointer("income", "interest", lines[1], 0, 9, 0.9)
    place = Occurrence(tuple(lines), (part,), 1.0, (part,))
    cues = {"interest": Cue(summed="(?i)interest")}
    return with_totals(place, printed, cues).rows[0].line.text


BONDS, OTHERS = ("On bonds", 86), ("Other", 8)


@pytest.mark.parametrize(
    ("rows", "row"),
    [
        ([("Interest:", None), BONDS, OTHERS, ("Total interest", 94)], "Total interest 94"),
        ([("Interest", None), BONDS, OTHERS, ("TOTAL", 94)], "TOTAL 94"),
        ([("Interest", None), BONDS, OTHERS, ("Total interest", 95)], "On bonds 86"),
        ([("Costs", None), BONDS, OTHERS, ("Total interest", 94)], "On bonds 86"),
        ([("Others", None), BONDS, OTHERS, ("Total others", 94)], "On bonds 86"),
        ([("Interest", 1), BONDS, OTHERS, ("Total interest", 94)], "On bonds 86"),
        ([("Interest", None), BONDS, ("Total interest", 86)], "On bonds 86"),
    ],
)
def test_the_total_of_a_heading_counts_for_its_first_part(rows, row):
    assert headed(*rows) == row


@pytest.mark.parametrize(
    ("rows", "sure", "row"),
    [
        ([("Revenues", 94), ("Interest", 8), ("Net revenues", 86)], 0.6, "Revenues"),
        ([("Revenues", 94), ("Interest", -8), ("Net revenues", 86)], 0.6, "Revenues"),
        ([("Revenues", 94), ("Interest", 8), ("Net revenues", 86)], 0.4, "Net revenues"),
        ([("Revenues", 94), ("Interest", 8), ("Net revenues", 85)], 0.6, "Net revenues"),
        ([("Revenues", 94), ("Other", 8), ("Net revenues", 86)], 0.6, "Net revenues"),
    ],
)
def test_what_is_left_of_a_likely_row_gives_way_to_it(rows, sure, row):
    lines = [Line(1, i, label) for i, (label, _) in enumerate(rows)]
    amounts = [
        Amount(line, 0, 1, Decimal(n), False, 0, 9, 0)
        for line, (_, n) in zip(lines, rows, strict=True)
    ]
    column = DatedColumn(Column(tuple(amounts), 0, 0), (date(2023, 12, 31), 12), 1.0, ())
    printed = {line: [(a, column)] for line, a in zip(lines, amounts, strict=True)}
    whole, left = (Pointer("income", "revenue", lines[i], 0, 9, p) for i, p in ((0, sure), (2, 1)))
    place = Occurrence(tuple(lines), (left,), 1.0, (whole, left))
    cues = {"revenue": Cue(deducted="(?i)^interest")}
    assert with_totals(place, printed, cues).rows[0].line.text == row
