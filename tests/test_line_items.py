"""Statements as printed: rows, words, levels, sums. Pages are typed as in test_statement.py."""

from decimal import Decimal

import pytest
from test_statement import BALANCE, CASH, INCOME, typed

from extract_filings.pipeline.records import (
    Chunk,
    LineItem,
    Occurrence,
    Pointer,
    Question,
    TagScores,
)
from extract_filings.pipeline.resolve.columns import Read
from extract_filings.pipeline.resolve.line_items import line_items, with_boxes
from extract_filings.pipeline.resolve.periods import Known
from extract_filings.pipeline.resolve.sheet import read_sheet
from extract_filings.pipeline.resolve.statement import read_statement
from extract_filings.pipeline.resolve.subtotals import sums

SHEET = """
                     (In millions)
                                                   December 31,
                                                  2023     2022
ASSETS
Current assets:
  Cash                                         $ 1,204  $ 1,100
  Receivables, less allowances for credits
    that are doubtful                              300      250
  Total current assets                           1,504    1,350
Plant:
  Land                                             100      100
  Less: depreciation                                40       30
                                                    60       70
Commitments (see note 7)
Total assets                                   $ 1,564  $ 1,420
"""


def items(part, rows: dict[str, str], page: str, concepts: dict[str, str] | None = None):
    lines, boxes = typed(page)
    found = {
        field: next(n for n in lines if n.text.startswith(start)) for field, start in rows.items()
    }
    sheet = read_sheet(lines, boxes, "months" in part.keys, Known(None, None))
    pointers = tuple(Pointer(part.name, f, n, 0, len(n.text), 1.0) for f, n in found.items())
    read = Read(
        part, Occurrence(tuple(lines), pointers, 1.0), sheet, read_statement(sheet, found, part)
    )
    tags = [
        TagScores(Chunk(tuple(lines)), Question(0, "", (), n), {}, concepts=((concept, 0.9),))
        for start, concept in (concepts or {}).items()
        for n in lines
        if n.text.startswith(start)
    ]
    return list(with_boxes([*line_items(read, tags, boxes, None)], boxes))


def by_label(some: list[LineItem]) -> dict[str, LineItem]:
    return {i.label: i for i in some}


def test_every_row_stands_in_its_order_with_its_words_and_its_place():
    made = items(BALANCE, {"cash_and_equivalents": "Cash", "total_assets": "Total assets"}, SHEET)
    assert [(i.label, i.level, i.parent) for i in made] == [
        ("ASSETS", 0, None),
        ("Current assets:", 0, None),
        ("Cash", 1, 2),
        ("Receivables, less allowances for credits that are doubtful", 1, 2),
        ("Total current assets", 1, 2),
        ("Plant:", 0, None),
        ("Land", 1, 6),
        ("Less: depreciation", 1, 6),
        ("", 0, 6),
        ("Commitments (see note 7)", 0, None),
        ("Total assets", 0, None),
    ]
    cash = made[2]
    assert (cash.item, cash.section) == ("cash_and_equivalents", "Current assets")
    assert [a.value for a in cash.amounts] == [Decimal(1_204_000_000), Decimal(1_100_000_000)]
    assert all(a.place.text[a.start : a.end] and a.box for i in made for a in i.amounts)


def test_numbers_of_notes_are_of_no_label():
    page = """
                     (In millions)
                                          December 31,
                              Note      2023     2022
Cash                             4     1,204    1,100
Receivables                              300      250
Inventories                     11       100      100
Total assets                           1,604    1,450
"""
    rows = items(BALANCE, {"total_assets": "Total assets"}, page)
    assert [r.label for r in rows] == ["Cash", "Receivables", "Inventories", "Total assets"]


def test_labels_go_on_over_brackets_fractions_and_remarks():
    page = """
                                          December 31,
                                         2023     2022
Receivables (includes those that serve an entity:
  2023, $382; 2022, $193), less losses    1,204    1,100
EFFECT OF RATES ON CASH, EQUIVALENTS AND
  RESTRICTED CASH                           300      250
Preferred shares, $1.66 par value, as of December 31,
                        2/3
  2023 and 2022                             100      100
Common stock without par value               10       10
  (9,000 million shares authorized)
Total assets                              1,614    1,460
"""
    rows = items(BALANCE, {"total_assets": "Total assets"}, page)
    assert [r.label for r in rows] == [
        "Receivables (includes those that serve an entity: 2023, $382; 2022, $193), less losses",
        "EFFECT OF RATES ON CASH, EQUIVALENTS AND RESTRICTED CASH",
        "Preferred shares, $1.66 par value, as of December 31, 2023 and 2022",
        "Common stock without par value (9,000 million shares authorized)",
        "Total assets",
    ]


def test_sums_are_found_with_their_signs_and_prove_their_digits():
    made = items(BALANCE, {"total_assets": "Total assets"}, SHEET)
    assert [(i.line, i.parts) for i in made if i.parts] == [
        (5, (3, 4)),
        (9, (7, -8)),
        (11, (5, 9)),
    ]
    assert all(a.adds_up for i in made for a in i.amounts)


def test_a_wrong_digit_breaks_its_sums_alone():
    made = by_label(items(BALANCE, {"total_assets": "Total"}, SHEET.replace("1,204", "1,205")))
    assert not made["Cash"].amounts[0].adds_up and made["Land"].amounts[0].adds_up


def test_units_are_told_by_fields_concepts_and_words():
    page = """
                   (In thousands, except per share amounts)
                                          Year ended December 31,
                                                  2023     2022
Net sales                                        9,000    8,000
Net income per share:
  Basic                                           1.10     1.00
Weighted average shares:
  Basic                                          5,000    5,100
Options left out                                    10       12
"""
    made = items(INCOME, {"revenue": "Net sales"}, page, {"Options": "AntidilutiveSecurities"})
    units = [(i.unit, i.amounts[0].value) for i in made if i.amounts]
    assert units == [
        ("USD", Decimal(9_000_000)),
        ("USD/share", Decimal("1.10")),
        ("shares", Decimal(5_000_000)),
        ("shares", Decimal(10_000)),
    ]


def test_a_row_keeps_the_sign_that_is_printed():
    page = """
                                          Year ended December 31,
                                                  2023     2022
Capital expenditures                              (90)     (80)
Dividends paid                                    (10)     (10)
Net cash used for investing                      (100)     (90)
"""
    made = items(CASH, {"capital_expenditures": "Capital"}, page)
    assert [a.value for a in made[0].amounts] == [-90, -80]
    assert made[2].parts == (1, 2)


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ([(9, 7), (4, 5), (5, 2)], [(2, (0, -1))]),  # sales less costs
        ([(1, 2), (3, 4), (4, 6), (9, 9), (13, 15)], [(2, (0, 1)), (4, (2, 3))]),  # sums of sums
        ([(10, 20), (1, 2), (3, -4), (8, 26)], [(3, (0, 1, -2))]),  # any signs, in two columns
        ([(10,), (1,), (3,), (8,)], []),  # with one column any signs fit by chance
        # what all but one row leaves of all assets is that row, and no sum of them
        ([(9, 8), (4, 4), (3, 3), (2, 1), (5, 4), (9, 8)], [(4, (2, 3)), (5, (1, 4))]),
    ],
)
def test_rows_that_add_up(columns, found):
    rows = [dict(enumerate(map(Decimal, row))) for row in columns]
    made = [(s.row, tuple(i * sign for i, sign in s.parts)) for s in sums(rows)]
    assert made == found


BRIDGE = [(929, 1031, 932), (91, 98, 95), (153, 143, 304), (48, 83, 130)]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        # rounded: off by 2 in one column
        ([(9556, 9482), (6185, 6118), (7551, 7016), (2100, 2095), (25392, 24709)], (0, 1, 2, 3)),
        # off by more than rounding makes
        ([(9556, 9482), (6185, 6118), (7551, 7016), (2100, 2095), (25392, 24705)], None),
        # few digits: as many sums would fit
        ([(2, 3), (1, 2), (4, 6)], None),
        # any signs, one of three columns off by rounding
        (
            [(929, 1031, 932), (91, 98, 95), (153, 143, 304), (48, 83, 130), (1040, 1159, 1271)],
            (0, -1, 2, 3),
        ),
        (
            [(929, 1031, 932), (91, 98, 95), (153, 143, 304), (48, 83, 130), (1045, 1159, 1271)],
            None,
        ),
    ],
)
def test_totals_that_are_rounded(rows, found):
    columns = [dict(enumerate(map(Decimal, row))) for row in rows]
    made = [s for s in sums(columns, [False] * (len(rows) - 1) + [True]) if s.row == len(rows) - 1]
    assert [tuple(i * sign for i, sign in s.parts) for s in made] == ([found] if found else [])


def test_totals_of_many_rows_with_signs():
    rows = [(11420, 15664), (9875, 12899), (205, 217), (408, 435), (81, 85), (8, 0), (-57, 195)]
    rows += [(31, 75), (66, 36), (172, 165), (711, 2169)]
    (one,) = sums([dict(enumerate(map(Decimal, row))) for row in rows])
    assert [sign for _, sign in one.parts] == [1, -1, -1, -1, -1, -1, 1, 1, 1, -1]
