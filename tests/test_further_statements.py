"""Comprehensive income and changes in equity as printed, on typed pages as in test_statement.py."""

from datetime import date
from decimal import Decimal

import pytest
from rich.console import Console
from test_statement import typed

from extract_filings.api.statements import show_statements
from extract_filings.benchmarks.accuracy import further_statements as benchmark
from extract_filings.pipeline.records import Document, LineItem, Record
from extract_filings.pipeline.resolve.equity.equity_sums import closings, of_flows
from extract_filings.pipeline.resolve.equity.further_statements import further_statements
from extract_filings.pipeline.resolve.equity.statement_titles import COMPREHENSIVE, EQUITY
from extract_filings.pipeline.resolve.periods import Known
from extract_filings.pipeline.resolve.subtotals import Sum
from extract_filings.pipeline.tables.line_items import LINE_ITEM, line_item_rows

INCOME = """
                      ACME TOOLS, INC.
            CONSOLIDATED STATEMENTS OF OPERATIONS
                                          Year ended December 31,
                                                  2023     2022
Net income                                          90       80
"""
WHOLE = """
                      ACME TOOLS, INC.
            CONSOLIDATED STATEMENTS OF COMPREHENSIVE INCOME
                       (In millions)
                                          Year ended December 31,
                                                  2023     2022
Net income                                      $   90   $   80
Other comprehensive income (loss):
  Translation                                       (7)       4
  Hedges                                             2       (1)
    Total other comprehensive income (loss)         (5)       3
Comprehensive income                            $   85   $   83
See accompanying notes
"""
MEMBERS = """
                      ACME TOOLS, INC.
            CONSOLIDATED STATEMENTS OF STOCKHOLDERS' EQUITY
                       (In millions)
                           Class A Common Stock       Retained      Total
                              Shares    Amount        Earnings      Equity
Balance, December 31, 2021       50   $     5        $   200      $   205
Net income                        -         -             80           80
Shares issued                     2         1              -            1
Dividends                         -         -            (30)         (30)
Balance, December 31, 2022       52         6            250          256
Net income                        -         -             90           90
Shares bought back               (3)       (1)           (20)         (21)
Balance, December 31, 2023       49   $     5        $   320      $   325
"""
PERIODS = """
                      ACME TOOLS, INC.
       CONSOLIDATED STATEMENTS OF CHANGES IN SHAREHOLDERS' EQUITY
                       (In millions, except per share amounts)
                                          Year ended December 31,
                                                  2023     2022
Total equity, beginning of year                  $ 256    $ 205
Common stock:
  Balance, beginning of year                         6        5
  Shares issued                                      -        1
  Balance, end of year                               6        6
Retained earnings:
  Balance, beginning of year                       250      200
  Net income                                        90       80
  Dividends                                        (40)     (30)
  Balance, end of year                             300      250
Total equity                                     $ 306    $ 256
Dividends per share                              $ 0.8    $ 0.6
"""
KNOWN = Known(True, date(2023, 12, 31), (date(2023, 12, 31),))


def read(*pages: str, known: Known = KNOWN) -> list[LineItem]:
    """Of pages behind one of the income statement."""
    lines, boxes = typed(INCOME, *pages)
    by_page = tuple(tuple(n for n in lines if n.page == page) for page in range(1, len(pages) + 2))
    document = Document("acme.pdf", "acme", "0", "pdfium", by_page)
    others = [LineItem("income_statement", 1, "Net income", 1)]
    return [*further_statements(document, others, lambda _: boxes, known, [], None)]


def numbers(item: LineItem) -> list[tuple]:
    return [(a.member, str(a.period_end), a.months, a.value) for a in item.amounts]


def test_comprehensive_income_is_read_row_by_row_and_adds_up():
    made = read(WHOLE)
    assert [(i.statement, i.line, i.label, i.parts) for i in made] == [
        (COMPREHENSIVE, 1, "Net income", ()),
        (COMPREHENSIVE, 2, "Other comprehensive income (loss):", ()),
        (COMPREHENSIVE, 3, "Translation", ()),
        (COMPREHENSIVE, 4, "Hedges", ()),
        (COMPREHENSIVE, 5, "Total other comprehensive income (loss)", (3, 4)),
        (COMPREHENSIVE, 6, "Comprehensive income", (1, 5)),
    ]
    assert numbers(made[2]) == [
        ("", "2023-12-31", 12, Decimal(-7_000_000)),
        ("", "2022-12-31", 12, Decimal(4_000_000)),
    ]
    assert all(a.adds_up and a.box for i in made for a in i.amounts)


def test_comprehensive_income_may_be_off_by_what_rounding_makes():
    made = read(WHOLE.replace("   85   $   83", "   85   $   84"))
    assert made[5].parts == (1, 5)
    assert [a.adds_up for a in made[5].amounts] == [True, False]
    assert len(benchmark.in_rounded_sums(made)) == 10


def test_what_stands_over_a_column_of_equity_is_its_member_and_balances_date_the_rows():
    made = {(i.line, i.label): i for i in read(MEMBERS)}
    assert numbers(made[1, "Balance, December 31, 2021"]) == [
        ("Class A Common Stock | Shares", "2021-12-31", None, 50_000_000),
        ("Class A Common Stock | Amount", "2021-12-31", None, 5_000_000),
        ("Retained | Earnings", "2021-12-31", None, 200_000_000),
        ("Total | Equity", "2021-12-31", None, 205_000_000),
    ]
    assert numbers(made[7, "Shares bought back"])[3] == (
        *("Total | Equity", "2023-12-31", 12),
        Decimal(-21_000_000),
    )
    assert [a.unit for a in made[3, "Shares issued"].amounts] == ["shares", "USD", "USD", "USD"]
    assert made[8, "Balance, December 31, 2023"].parts == (5, 6, 7)
    assert all(a.adds_up for i in made.values() for a in i.amounts)


def test_a_wrong_digit_leaves_its_column_without_proof_below_and_beside():
    made = read(MEMBERS.replace("(30)         (30)", "(30)         (38)"))
    assert [a.adds_up for a in made[3].amounts] == [True, True, True, False]
    assert made[4].parts == (1, 2, 3, 4)  # what the form says, and most columns hold


def test_a_closing_balance_may_be_off_by_what_rounding_makes():
    rounded = MEMBERS.replace("250          256", "251          256")
    made = read(rounded)
    assert made[4].parts == (1, 2, 3, 4)
    assert [a.adds_up for a in made[4].amounts] == [True, True, False, True]


def test_changes_in_equity_by_period_are_of_the_component_that_they_stand_under():
    made = {i.line: i for i in read(PERIODS)}
    assert numbers(made[3])[0] == ("Common stock", "2022-12-31", None, 6_000_000)
    assert numbers(made[8])[0] == ("Retained earnings", "2023-12-31", 12, 90_000_000)
    assert numbers(made[10])[1] == ("Retained earnings", "2022-12-31", None, 250_000_000)
    assert numbers(made[11])[0] == ("", "2023-12-31", None, 306_000_000)
    per_share = made[12].amounts[0]
    assert (per_share.unit, per_share.value) == ("USD/share", Decimal("0.8"))
    assert made[10].parts == (7, 8, 9)
    shares = PERIODS.replace("Common stock:", "Common shares outstanding:")
    assert {a.unit for a in read(shares)[2].amounts} == {"shares"}


SIDES = """
                      ACME TOOLS, INC.
            CONSOLIDATED STATEMENTS OF STOCKHOLDERS' EQUITY
                       (In millions)
            Three months ended June 30, 2023              Three months ended June 30, 2022
                        Common                                 Common
                         Stock       Retained    Total          Stock       Retained    Total
                        Amount       Earnings    Equity        Amount       Earnings    Equity
Balances at beginning of period  5        200       205             4            180       184
Net income                       -         80        80             -             20        20
Shares issued                    1          -         1             -              -         -
Dividends                        -        (30)      (30)            -            (10)      (10)
Balances at end of period        6        250       256             4            190       194
"""


def test_two_periods_side_by_side_have_all_components_each():
    made = {i.label: i for i in read(SIDES)}
    first, last = made["Balances at beginning of period"], made["Balances at end of period"]
    ends = [(str(a.period_end), a.months) for a in first.amounts]
    assert ends == [("2023-03-31", None)] * 3 + [("2022-03-31", None)] * 3
    ends = [(str(a.period_end), a.months) for a in made["Net income"].amounts]
    assert ends == [("2023-06-30", 3)] * 3 + [("2022-06-30", 3)] * 3
    assert [a.member for a in last.amounts][3:] == [a.member for a in last.amounts][:3]
    assert all(a.adds_up for i in made.values() for a in i.amounts)


def test_two_tables_of_two_periods_side_by_side_stand_below_each_other():
    longer = SIDES.partition("millions)\n")[2].replace("Three", "Six  ")
    ends = [{(str(a.period_end), a.months) for a in i.amounts} for i in read(SIDES + longer)]
    months = {m for some in ends for _, m in some}
    assert months == {3, 6, None}
    assert {("2023-03-31", None), ("2022-03-31", None)} in ends
    assert {("2022-12-31", None), ("2021-12-31", None)} in ends


def test_a_table_may_fill_the_page_behind_its_title_and_labels_run_over_below_their_numbers():
    head, below = MEMBERS.partition("millions)\n")[::2]
    table = below.replace(", December 31, 2021 ", " as of            ", 1)
    table = table.replace("205\nNet", "205\n  December 31, 2021\nNet", 1)
    whole = read(MEMBERS)
    made = read(head + "millions)", table)
    assert made[0].label == "Balance as of December 31, 2021"
    assert [*map(numbers, made)] == [*map(numbers, whole)]


def test_a_year_of_weeks_may_end_on_the_first_of_a_month():
    weeks = MEMBERS.replace("December 31, 2021", "January 1, 2022")
    weeks = weeks.replace("December 31, 2023", "December 30, 2023")
    ends = date(2023, 12, 30), date(2022, 12, 31)
    made = read(weeks, known=Known(True, ends[0], ends))
    days = [str(i.amounts[0].period_end) for i in made if i.amounts[0].months is None]
    assert days == ["2022-01-01", "2022-12-31", "2023-12-30"]
    assert str(read(weeks)[0].amounts[0].period_end) == "2021-12-31"


def test_all_of_equity_at_the_beginning_is_what_its_components_begin_with():
    made = read(PERIODS)
    assert (made[0].label, made[0].parts) == ("Total equity, beginning of year", (3, 7))
    assert all(a.adds_up for a in made[0].amounts)


def test_all_of_equity_at_the_end_is_what_its_components_end_with_but_for_those_outside_of_it():
    made = {i.line: i for i in read(PERIODS)}
    assert (made[11].label, made[11].parts) == ("Total equity", (5, 10))
    outside = """
Redeemable interests:
  Balance, beginning of year                        11       10
  Net income                                         2        1
  Balance, end of year                              13       11
Common stock:"""
    made = {i.label: i for i in read(PERIODS.replace("Common stock:", outside.strip("\n")))}
    assert made["Total equity"].parts == (9, 14)
    assert all(a.adds_up for a in made["Total equity"].amounts)


def test_a_balance_at_beginning_and_end_is_of_the_last_day_and_may_be_off_by_rounding():
    still = PERIODS.replace(
        "Retained earnings:",
        "Treasury stock:\n  Balance, beginning and end of year                (3)      (3)\n"
        "Retained earnings:",
    ).replace("(40)", "(41)")
    made = {i.label: i for i in read(still)}
    item = made["Balance, beginning and end of year"]
    assert [str(a.period_end) for a in item.amounts] == ["2023-12-31", "2022-12-31"]
    closing = next(i for i in read(still) if i.line == 12)
    assert closing.parts == (9, 10, 11)
    assert [a.adds_up for a in closing.amounts] == [False, True]


def test_a_component_that_nothing_changed_is_proven_by_its_two_balances():
    treasury = """Treasury stock:
  Balance, beginning of year                       (30)     (30)
  Balance, end of year                             (30)     (30)
Retained earnings:"""
    made = {i.line: i for i in read(PERIODS.replace("Retained earnings:", treasury))}
    assert (made[8].label, made[8].parts) == ("Balance, end of year", (7,))


def test_shares_are_counted_unless_their_column_adds_up_with_the_others():
    three = MEMBERS.replace("Class A Common Stock ", "   Common   Common    ")
    three = three.replace("Shares    Amount ", "shares    stock  ")
    assert [a.unit for a in read(three)[0].amounts] == ["shares", "USD", "USD", "USD"]
    shares = MEMBERS.replace("Class A Common Stock ", " Preferred  Common    ")
    shares = shares.replace("Shares    Amount ", "Shares    Shares ")
    told = [a.unit for a in read(shares)[0].amounts]
    assert told == ["shares", "USD", "USD", "USD"]


OTHERS = """
                           Class A Common Stock       Retained      Other         Total
                              Shares    Amount        Earnings      Interests     Equity
Balance, December 31, 2023       49   $     5        $   320      $     7       $   332
Net income                        -         -             10            1            11
Shares issued                     1         1              -            -             1
Balance, December 31, 2024       50   $     6        $   330      $     8       $   344
"""


def test_a_table_with_heads_of_its_own_stands_by_itself():
    made = read(MEMBERS + OTHERS)
    members = [a.member for a in made[-1].amounts]
    assert len(members) == 5 and members[3] == "Other | Interests"
    assert [a.unit for a in made[-1].amounts] == ["shares", *["USD"] * 4]
    assert all(a.adds_up for i in made for a in i.amounts)


BY_ROWS = """
                      ACME TOOLS, INC.
            CONSOLIDATED STATEMENTS OF EQUITY
                       (In millions)
                                     2023                2022
                               Shares    Amount    Shares    Amount
Common stock
Balance, beginning of year         50     $  5         48     $  4
Shares issued                       2        1          2        1
Balance, end of year               52        6         50        5
Retained earnings
Balance, beginning of year                 200                 150
Net income                                  80                  50
Balance, end of year                       280                 200
Total common equity                        286                 205
"""


def test_components_over_rows_name_members_where_periods_stand_side_by_side():
    made = {i.line: i for i in read(BY_ROWS)}
    assert [m for m, *_ in numbers(made[2])[:2]] == [
        "Common stock | Shares",
        "Common stock | Amount",
    ]
    assert numbers(made[7])[0] == ("Retained earnings | Amount", "2023-12-31", 12, 80_000_000)
    assert numbers(made[9])[0] == ("Amount", "2023-12-31", None, 286_000_000)
    assert all(a.adds_up for i in made.values() for a in i.amounts)


def test_a_subtotal_that_some_columns_lack_counts_by_its_parts_and_none_is_of_balances():
    parts = """Net income                        -         -             80           80
Other income                      -         -              -           10
  Total comprehensive income                                           90"""
    made = {
        i.label: i
        for i in read(
            MEMBERS.replace(
                "Net income                        -         -             80           80",
                parts,
                1,
            )
            .replace("250          256", "250          266", 1)
            .replace("(20)         (21)", "(20)         (31)", 1)
        )
    }
    assert made["Total comprehensive income"].parts == (2, 3)
    assert made["Balance, December 31, 2022"].parts == (1, 2, 3, 5, 6)
    assert all(a.adds_up for a in made["Balance, December 31, 2022"].amounts)
    rows = [{0: Decimal(n), 1: Decimal(m)} for n, m in ((50, 9), (7, 3), (57, 12))]
    spurious = [Sum(1, ((2, 1), (0, -1))), Sum(2, ((0, 1), (1, 1)))]
    assert of_flows(spurious, [True, False, True]) == spurious[1:]
    assert [*closings(rows, [True, False, True], [])] == spurious[1:]


def test_statements_go_on_over_a_page_and_are_found_on_one():
    above, closing, below = MEMBERS.partition("Balance, December 31, 2022")
    row, _, behind = below.partition("\n")
    made = read(WHOLE.partition("See")[0] + MEMBERS)
    assert {i.statement for i in made} == {COMPREHENSIVE, EQUITY}
    whole = read(MEMBERS)
    for over in (read(above + closing + row, behind), read(above, closing + row + "\n" + behind)):
        assert [i.label for i in over] == [i.label for i in whole]
        assert [*map(numbers, over)] == [*map(numbers, whole)] and over[-1].page == 3


@pytest.mark.parametrize(
    "page",
    [
        "The related consolidated statements of comprehensive income\n" + WHOLE.partition(")\n")[2],
        "Consolidated Statements of Comprehensive Income 42\n" * 3,
        INCOME + "\n" + INCOME + "\n" + WHOLE + MEMBERS,  # contents
    ],
)
def test_a_sentence_or_a_table_of_contents_is_no_title(page):
    assert read(page) == []


def test_a_far_page_is_not_looked_at():
    assert read("Notes", "Notes", "Notes", "Notes", WHOLE) == []


def test_the_table_has_them_and_the_terminal_prints_them_by_component(capsys):
    items = tuple(read(WHOLE, MEMBERS))
    record = Record("acme", "0", 3, (), (), (), line_items=items)
    columns = [*LINE_ITEM]
    rows = [dict(zip(columns, r, strict=True)) for r in line_item_rows(record, {("x",): "USD"})]
    last = rows[-1]
    assert (last["member"], last["unit"], last["currency"]) == ("Total | Equity", "currency", "USD")
    assert {r["member"] for r in rows if r["statement"] == COMPREHENSIVE} == {None}
    show_statements(Console(width=200), record)
    said = capsys.readouterr().out
    assert "acme: changes_in_equity" in said and "2022-12-31, 12 months" in said
    head = next(n for n in said.splitlines() if "period" in n and "concept" in n)
    assert head.index("Retained Earnings") < head.index("Total Equity")


def test_the_terminal_prints_numbers_in_their_columns_where_periods_stand_side_by_side(capsys):
    record = Record("acme", "0", 2, (), (), (), line_items=tuple(read(BY_ROWS)))
    show_statements(Console(width=200), record)
    said = capsys.readouterr().out.splitlines()
    head = next(i for i, n in enumerate(said) if "Shares" in n and "Amount" in n)
    assert said[head + 1].count("2023-12-31, 12 months") == 2
    issued, income = (
        next(n for n in said if name in n) for name in ("Shares issued", "Net income")
    )
    assert issued.split()[2:6] == ["2", "1", "2", "1"]
    ends = [i for i, c in enumerate(issued) if c.isdigit()]
    assert [income.index(n) + 1 for n in ("80", "50")] == [ends[1], ends[3]]


def test_the_benchmark_counts_cells_by_place_amount_period_and_unit():
    made = read(MEMBERS)
    place = made[0].amounts[3].place
    cell = {
        "start": made[0].amounts[3].start,
        "printed": "205",
        "scale": 6,
        "unit": "USD",
        "period_start": None,
        "period_end": "2021-12-31",
        "dims": [],
        "printed_negative": False,
    }
    row = {"page": place.page, "line": place.number, "label": "Balance", "cells": [cell]}
    counts = benchmark.Counter()
    faults = benchmark.count(counts, {"rows": [row]}, benchmark.read_amounts(made, EQUITY))
    assert (faults, counts["cells"], counts["right"]) == ([], 1, 1)
    assert counts["proven adding up"] == 1
    wrong = {"rows": [row | {"cells": [cell | {"scale": 3}]}]}
    assert benchmark.count(counts, wrong, benchmark.read_amounts(made, EQUITY))
    assert (counts["cells"], counts["right"]) == (2, 1)
