"""Laws of reading a statement. Pages are typed as on a typewriter: what stands under a head belongs
to it.
"""

import re
from datetime import date
from decimal import Decimal

import pytest

from extract_filings.pipeline.records import Line
from extract_filings.pipeline.resolve import amounts
from extract_filings.pipeline.resolve.amounts import Boxes
from extract_filings.pipeline.resolve.layout import tables
from extract_filings.pipeline.resolve.periods import Known
from extract_filings.pipeline.resolve.sheet import read_sheet
from extract_filings.pipeline.resolve.statement import Cell
from extract_filings.pipeline.resolve.statement import read_statement as cells_of
from extract_filings.pipeline.text.scale import Scale
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing

INCOME, BALANCE, CASH = (
    next(p for p in parts(Filing) if p.name == n)
    for n in ("income_statement", "balance_sheet", "cash_flow")
)
WIDTH, HEIGHT = 6.0, 12.0  # points of a character


def typed(*pages: str) -> tuple[list[Line], Boxes]:
    """Lines and boxes of pages; two and more spaces in a row are kept as places, not as text."""
    lines, boxes = [], {}
    for page, rows in enumerate(pages, 1):
        boxes[page] = ()
        for y, row in enumerate(rows.strip("\n").split("\n")):
            kept = [
                x
                for x in range(len(row))
                if row[x] != " " or (row[:x].strip() and row[x + 1 :].strip() and row[x - 1] != " ")
            ]
            if kept:
                lines.append(Line(page, len(boxes[page]), "".join(row[x] for x in kept)))
                boxes[page] += (
                    tuple(
                        (x * WIDTH, 800 - y * HEIGHT, (x + 1) * WIDTH, 800 - (y - 0.9) * HEIGHT)
                        for x in kept
                    ),
                )
    return lines, boxes


def read_statement(
    lines: list[Line], boxes: Boxes, rows: dict[str, Line], part, year_end: date | None = None
) -> dict[str, tuple[Cell, ...]]:
    sheet = read_sheet(lines, boxes, "months" in part.keys, Known(None, year_end))
    return cells_of(sheet, rows, part)


def cells(part, rows: dict[str, str], *pages: str, year_end: date | None = None) -> dict[str, dict]:
    """{field: {(period end, months) or period end: value}}. `rows`: how their lines begin."""
    lines, boxes = typed(*pages)
    pointed = {
        field: next(line for line in lines if line.text.startswith(start))
        for field, start in rows.items()
    }
    found = read_statement(lines, boxes, pointed, part, year_end)
    return {
        f: {
            (str(c.period_end), c.months) if c.months else str(c.period_end): str(c.value)
            for c in row
        }
        for f, row in found.items()
        if row
    }


def revenue(*pages: str, year_end: date | None = None) -> dict:
    return cells(INCOME, {"revenue": "Revenue"}, *pages, year_end=year_end).get("revenue", {})


YEARS = """
                         Years ended December 31,
                             2023       2022
"""


# Heads


def test_a_length_stands_over_several_columns():
    assert revenue("""
                      Three Months Ended June 30,   Six Months Ended June 30,
                           2023        2022             2023       2022
Revenue                     $ 11        $ 12             $ 13       $ 14
""") == {
        ("2023-06-30", 3): "11",
        ("2022-06-30", 3): "12",
        ("2023-06-30", 6): "13",
        ("2022-06-30", 6): "14",
    }


def test_stacked_heads_read_like_heads_in_one_line():
    lines, boxes = typed("""
                         Nine Months Ended
                       July 1,     June 25,
                        2023         2022
Revenue                   11           12
""")
    stacked = [
        ("July 1,", 23),
        ("2023", 24),
        ("June 25,", 35),
        ("2022", 37),
    ]  # one line for each cell, as pdfium gives them
    cells_ = [
        (
            t,
            tuple(
                ((x + i) * WIDTH, 800 - y * HEIGHT, (x + i + 1) * WIDTH, 811 - y * HEIGHT)
                for i in range(len(t))
            ),
        )
        for (t, x), y in zip(stacked, (1, 2, 1, 2), strict=True)
    ]
    texts = [(lines[0].text, boxes[1][0]), *cells_, (lines[3].text, boxes[1][3])]
    lines, boxes = (
        [Line(1, n, t) for n, (t, _) in enumerate(texts)],
        {1: tuple(b for _, b in texts)},
    )
    row = read_statement(lines, boxes, {"revenue": lines[-1]}, INCOME)["revenue"]
    assert [(str(c.period_end), c.months, c.value) for c in row] == [
        ("2023-07-01", 9, 11),
        ("2022-06-25", 9, 12),
    ]


def test_full_dates_name_years_of_52_weeks():
    assert revenue("""
                              Fiscal Years Ended
                     February 2, 2024    February 3, 2023
Revenue                         $ 11                $ 12
""") == {("2024-02-02", 12): "11", ("2023-02-03", 12): "12"}


def test_weeks_are_whole_months():
    for words, months in (
        ("13 Weeks", 3),
        ("Thirteen weeks", 3),
        ("26 Weeks", 6),
        ("39 Weeks", 9),
        ("52 Weeks", 12),
        ("Fifty-three weeks", 12),
    ):
        assert revenue(f"""
                              {words} Ended
                     July 29, 2023     July 30, 2022
Revenue                         11                12
""") == {("2023-07-29", months): "11", ("2022-07-30", months): "12"}


def test_words_of_length_are_months():
    for words, months in (
        ("Quarter Ended", 3),
        ("First Nine Months Ended", 9),
        ("Twelve months ended", 12),
        ("6 months ended", 6),
        ("Year Ended", 12),
    ):
        assert revenue(f"""
                          {words} Sept. 30,
                            2023       2022
Revenue                       11         12
""") == {("2023-09-30", months): "11", ("2022-09-30", months): "12"}


def test_three_lengths_that_wrap_each_keep_their_columns():
    assert revenue("""
                                                       Twelve Months
                Three Months Ended  Six Months Ended        Ended
                     June 30,           June 30,          June 30,
                  2022     2023      2022    2023       2022    2023
Revenue             11       12        13      14         15      16
""") == {
        (f"{y}-06-30", m): str(v)
        for v, (m, y) in enumerate([(m, y) for m in (3, 6, 12) for y in (2022, 2023)], 11)
    }


def test_a_day_may_stand_under_its_month():
    assert revenue("""
                       Six months ended June
                                30
                            2023       2022
Revenue                       11         12
""") == {("2023-06-30", 6): "11", ("2022-06-30", 6): "12"}


def test_the_title_dates_columns_of_bare_years():
    page = """
                      Statement of Income
     Fiscal years ended December 30, 2023 and December 31, 2022
                            2023       2022
Revenue                       11         12
"""
    assert revenue(page) == {("2023-12-30", 12): "11", ("2022-12-31", 12): "12"}


def test_the_length_may_stand_beside_the_years():
    assert revenue("""
Years ended December 31,                       2023       2022
Revenue                                          11         12
""") == {("2023-12-31", 12): "11", ("2022-12-31", 12): "12"}


def test_slashed_dates_are_dates():
    assert cells(
        BALANCE,
        {"goodwill": "Goodwill"},
        """
                      6/30/23      12/31/2022
Goodwill                   11              12
""",
    ) == {"goodwill": {"2023-06-30": "11", "2022-12-31": "12"}}


def test_the_cover_page_dates_bare_years():
    page = """
                         2023       2022
Revenue                    11         12
"""
    assert revenue(page, year_end=date(2023, 12, 31)) == {
        ("2023-12-31", 12): "11",
        ("2022-12-31", 12): "12",
    }
    assert revenue(page) == {}


def test_a_fiscal_year_may_end_in_the_next_calendar_year():
    page = """
                        Fiscal     Fiscal     Fiscal
                         2023       2022       2021
Revenue                    11         12         13
"""
    expected = {("2024-01-28", 12): "11", ("2023-01-29", 12): "12", ("2022-01-30", 12): "13"}
    assert revenue(page, year_end=date(2024, 1, 28)) == expected


def test_a_day_that_the_calendar_leaves_open_gives_no_cells():
    """Years that end on the last Saturday of January, or on the one nearest to its end: 25 January
    or 1 February 2020.
    """
    page = """
                         2021       2020       2019
Revenue                    11         12         13
"""
    assert revenue(page, year_end=date(2022, 1, 29)) == {
        ("2022-01-29", 12): "11",
        ("2021-01-30", 12): "12",
    }


def test_a_head_without_a_length_gives_no_flows():
    page = """
                     June 30, 2023    December 31, 2022
Revenue                         11                   12
"""
    assert revenue(page) == {}


def test_the_head_may_stand_on_the_page_before():
    first = (
        YEARS
        + "Cost                         $ 20       $ 21\nOther                          22      "
        "   23"
    )
    second = (
        "Gains                          30         31\nRevenue                        32        "
        " 33\n"
    )
    assert revenue(first, second) == {("2023-12-31", 12): "32", ("2022-12-31", 12): "33"}


def test_the_nearest_head_above_counts():
    page = """
                       Three Months Ended June 30,
                            2023       2022
Other                         11         12
                        Six Months Ended June 30,
                            2023       2022
Revenue                       13         14
"""
    assert revenue(page) == {("2023-06-30", 6): "13", ("2022-06-30", 6): "14"}


# Columns


def test_percent_columns_are_no_periods():
    assert revenue("""
                          Years ended December 31,
                         2023                2022
                   Amount   % Sales    Amount   % Sales
Revenue             $ 500   100.00 %    $ 400   100.00 %
Cost                  300    60.00        200    50.00
""") == {("2023-12-31", 12): "500", ("2022-12-31", 12): "400"}


def test_change_columns_are_no_periods():
    assert revenue("""
                    Years ended December 31,
                      2023       2022       Change    2023 vs. 2022
Revenue                500        400          100              25%
Cost                   300        200          100              50%
""") == {("2023-12-31", 12): "500", ("2022-12-31", 12): "400"}


def test_note_columns_are_no_periods():
    assert cells(
        BALANCE,
        {"goodwill": "Goodwill"},
        """
December 31,        Note           2023       2022
Cash                   2            100        200
Goodwill               7            300        400
""",
    ) == {"goodwill": {"2023-12-31": "300", "2022-12-31": "400"}}


def test_a_missing_cell_does_not_shift_the_others():
    page = (
        YEARS
        + "Cost                           20         21\nRevenue                                  "
        " 31\nOther                          22         23"
    )
    assert revenue(page) == {("2022-12-31", 12): "31"}


def test_a_dash_is_zero():
    assert revenue(
        YEARS
        + "Other                           9          8\nRevenue                       $ —      "
        "  $ 5"
    ) == {("2023-12-31", 12): "0", ("2022-12-31", 12): "5"}


def test_numbers_of_labels_are_no_cells():
    page = """
                                                       December 31,
                                                    2023        2022
Cash                                               $ 100       $ 200
Receivables, less allowances of $485 in 2023         110         210
Goodwill (Note 15)                                   120         220
Stock, $0.01 par value; authorized — 1,000,000 shares 130        230
"""
    found = cells(
        BALANCE,
        {"receivables": "Receivables", "goodwill": "Goodwill", "retained_earnings": "Stock"},
        page,
    )
    assert [list(row.values()) for row in found.values()] == [
        ["110", "210"],
        ["120", "220"],
        ["130", "230"],
    ]


def test_a_wrapped_label_leaves_its_number_line():
    page = (
        YEARS
        + "Other                           1          2\nSelling, general and\nadministrative (Note"
        " 7)       30         31"
    )
    assert cells(INCOME, {"selling_general_and_administrative": "administrative"}, page) == {
        "selling_general_and_administrative": {("2023-12-31", 12): "30", ("2022-12-31", 12): "31"}
    }


def test_of_two_columns_for_one_period_the_first_counts():
    assert cells(
        BALANCE,
        {"goodwill": "Goodwill"},
        """
                December 31, 2023    December 31, 2023
Goodwill                       11                   12
""",
    ) == {"goodwill": {"2023-12-31": "11"}}


def test_the_span_is_the_number_without_its_signs():
    lines, boxes = typed(YEARS + "Revenue                   $ (1,234)          —")
    row = read_statement(lines, boxes, {"revenue": lines[-1]}, INCOME)["revenue"]
    assert [c.line.text[c.start : c.end] for c in row] == ["1,234", "—"]


# Scale


def scaled(*notes: str, label: str = "Diluted") -> list[str]:
    """Revenue, earnings per share and shares of one year under the notes."""
    page = (
        "\n".join(notes)
        + YEARS.replace("       2022", "")
        + f"Revenue                       1.5\nEarnings                      2.50\n{label:<28}"
        " 1,200"
    )
    found = cells(
        INCOME, {"revenue": "Revenue", "eps_diluted": "Earnings", "shares_diluted": label}, page
    )
    return [next(iter(row.values())) for row in found.values()]


def test_the_scale_of_the_head_is_for_all_but_amounts_per_share():
    assert scaled("(In millions, except per share data)") == ["1500000", "2.50", "1200000000"]
    assert scaled("(millions of dollars)") == ["1500000", "2.50", "1200000000"]
    assert scaled("$ in billions") == ["1500000000", "2.50", "1200000000000"]
    assert scaled("Dollars in thousands") == ["1500", "2.50", "1200000"]
    assert scaled("") == ["1.5", "2.50", "1200"]


def test_sizes_in_prose_above_a_statement_in_dollars_are_no_scale():
    assert scaled("thousand, compared with $839.7 thousand a year earlier.") == [
        "1.5",
        "2.50",
        "1200",
    ]
    assert scaled("(In millions)", "(Expressed in U.S. dollars)") == ["1.5", "2.50", "1200"]
    assert scaled("Millions, except per share amounts") == ["1500000", "2.50", "1200000000"]


def test_shares_may_have_a_scale_of_their_own():
    assert scaled("(Dollars in millions; shares in thousands)") == ["1500000", "2.50", "1200000"]
    assert scaled("(Shares in thousands; dollars in millions)") == ["1500000", "2.50", "1200000"]
    assert scaled(
        "(In millions, except number of shares, which are",
        "reflected in thousands, and per-share amounts)",
    ) == ["1500000", "2.50", "1200000"]


def test_excepted_shares_have_no_scale():
    assert scaled("(in thousands, except share and per share amounts)") == ["1500", "2.50", "1200"]


@pytest.mark.parametrize(
    ("words", "power"),
    [
        ("(MILLIONS, EXCEPT PER COMMON SHARE DATA)", 6),
        ("(In thousands, except per ordinary share amounts)", 3),
        ("(In millions, except per-share figures)", 6),
        ("(In millions, except amounts per Class A common share)", 6),
        ("(In millions, except share and per common share data)", 0),
        ("(In millions, except per common share and share data)", 0),
        ("(In millions, except number of shares, which are in thousands, and per share data)", 3),
    ],
)
def test_exceptions_per_share_are_none_of_shares(words, power):
    assert scaled(words)[2] == str(1200 * 10**power)


def test_the_label_overrides_the_head():
    assert scaled("(in thousands, except per share)", label="Diluted shares (in millions)") == [
        "1500",
        "2.50",
        "1200000000",
    ]
    assert scaled("(in thousands, except per share)", label="Diluted (in shares)") == [
        "1500",
        "2.50",
        "1200",
    ]


def test_the_scale_may_stand_on_the_page_before():
    assert revenue("(in thousands)", YEARS + "Revenue                        11         12") == {
        ("2023-12-31", 12): "11000",
        ("2022-12-31", 12): "12000",
    }


# Sign


def test_brackets_are_a_minus():
    assert revenue(YEARS + "Revenue                      (11)     $ (12)") == {
        ("2023-12-31", 12): "-11",
        ("2022-12-31", 12): "-12",
    }


def test_a_cost_in_brackets_beside_plain_ones_is_income():
    page = (
        "                         Years ended December 31,\n"
        "                             2023       2022       2021\n"
        "Interest expense, net          17         10        (5)"
    )
    assert [
        *cells(INCOME, {"interest_expense": "Interest"}, page)["interest_expense"].values()
    ] == [
        "17",
        "10",
        "-5",
    ]


@pytest.mark.parametrize("label", ["Net loss (income)", "Loss (income) before income taxes"])
def test_income_in_brackets_of_a_row_of_losses_is_income(label):
    page = YEARS + f"{label}                   57     (8)"
    assert cells(INCOME, {"net_income": label[:8]}, page)["net_income"] == {
        ("2023-12-31", 12): "-57",
        ("2022-12-31", 12): "8",
    }


def test_what_others_lose_is_added():
    page = YEARS + "Net loss (income) attributable to noncontrolling interests     57     (8)"
    assert [*cells(INCOME, {"net_income": "Net loss"}, page)["net_income"].values()] == ["57", "-8"]


def test_costs_and_outflows_are_positive():
    page = YEARS + "Cost of sales                (11)         12"
    assert cells(INCOME, {"cost_of_revenue": "Cost"}, page)["cost_of_revenue"] == {
        ("2023-12-31", 12): "11",
        ("2022-12-31", 12): "12",
    }
    page = YEARS + "Dividends                    (11)          —"
    assert cells(CASH, {"dividends_paid": "Div"}, page)["dividends_paid"] == {
        ("2023-12-31", 12): "11",
        ("2022-12-31", 12): "0",
    }


def tax(*rows: str) -> list[str]:
    line = next(r for r in rows if re.match("Provision|Benefit|Income tax", r))
    return list(
        cells(INCOME, {"income_tax_expense": line[:12]}, YEARS + "\n".join(rows))[
            "income_tax_expense"
        ].values()
    )


def test_a_bracketed_provision_is_a_benefit():
    assert tax("Provision (benefit) for taxes     30       (31)") == ["30", "-31"]


def test_a_label_that_brackets_the_expense_turns_the_sign():
    assert tax("Benefit (provision) for taxes   (30)         31") == ["30", "-31"]
    assert tax("Income tax (expense) benefit    (30)         31") == ["30", "-31"]


def test_the_sums_tell_what_brackets_mean():
    before, after = (
        "Income before tax             100        100",
        "Net income                     70         69",
    )
    assert tax(before, "Provision for taxes          (30)       (31)", after) == ["30", "31"]
    assert tax(
        before,
        "Provision for taxes          (30)       (31)",
        "Net income                    130        131",
    ) == ["-30", "-31"]
    ventures = "Earnings of affiliates         10         10"
    both = after.replace("70 ", "80 ").replace("69", "79")
    assert tax(before, ventures, "Provision for taxes          (30)       (31)", both) == [
        "30",
        "31",
    ]
    assert tax(
        before,
        "Provision for taxes          (30)       (31)",
        "Equity in earnings              5          6",
        after.replace("70 ", "75 ").replace("69", "75"),
    ) == ["30", "31"]


def test_values_are_exact_decimals():
    lines, boxes = typed("(in millions)\n" + YEARS + "Revenue                     60.3       0.07")
    row = read_statement(lines, boxes, {"revenue": lines[-1]}, INCOME)["revenue"]
    assert [c.value for c in row] == [Decimal(60300000), Decimal(70000)] and [
        str(c.value) for c in row
    ] == ["60300000", "70000"]


def test_a_dash_before_a_negative_number_is_a_cell_of_its_own():
    found = [(m["minus"], m["number"]) for m in amounts.ITEM.finditer("$ – $ -0.03 -$ 5 ( 7 ) (8)")]
    assert found == [(None, "–"), ("-", "0.03"), ("-$ ", "5"), ("( ", "7"), ("(", "8")]


# Heads of every kind


def columns(page: str, known: Known, flow: bool = True) -> list:
    """(last day, months) of each column, None where it was left unread."""
    sheet = read_sheet(*typed(page), flow, known)
    return [c.period and (str(c.period[0]), c.period[1]) for c in sheet.columns]


def how_sure(page: str, known: Known) -> float:
    return min(c.probability for c in read_sheet(*typed(page), True, known).columns)


ANNUAL = Known(True, date(2023, 12, 31), (), date(2023, 12, 31))
INTERIM = Known(False, date(2023, 6, 30))


def test_quarters_halves_and_fiscal_years_in_letters():
    page = """
                      Q1 2023   Q2 2023   Q3 2023   Q4 2023   FY 2023
Revenue                    11        12        13        14        50
Cost                        1         2         3         4        10
"""
    ends = ["2023-03-31", "2023-06-30", "2023-09-30", "2023-12-31"]
    assert columns(page, ANNUAL) == [*((e, 3) for e in ends), ("2023-12-31", 12)]
    page = """
                      1H 2023   1H 2022   FY 2022
Revenue                    11        12        25
Cost                        1         2         3
"""
    assert columns(page, INTERIM) == [("2023-06-30", 6), ("2022-06-30", 6), ("2022-12-31", 12)]


def test_a_month_and_a_short_year():
    page = """
                        Dec-23   Dec-22
Revenue                    11        12
Cost                        1         2
"""
    assert columns(page, ANNUAL) == [("2023-12-31", 12), ("2022-12-31", 12)]


def test_days_of_a_title_are_of_the_years_below_in_order():
    page = """
    At December 31, 2023 and January 1, 2023
                                2023       2022
Cash                              11         12
Inventories                        1          2
"""
    known = Known(True, date(2023, 12, 31))
    assert columns(page, known, flow=False) == [("2023-12-31", None), ("2023-01-01", None)]


def test_a_narrow_head_is_broken_anywhere():
    page = """
                      Three Months   Three Months   Six Months   Six Months
                        Ended June     Ended June   Ended June   Ended June
                          30, 2023       30, 2022     30, 2023     30, 2022
Revenue                         11             12           13           14
Cost                             1              2            3            4
"""
    assert columns(page, INTERIM) == [
        ("2023-06-30", 3),
        ("2022-06-30", 3),
        ("2023-06-30", 6),
        ("2022-06-30", 6),
    ]


def test_columns_of_notes_changes_and_percentages_are_left_unread():
    page = """
                        Year ended December 31,
                 Notes        2023       2022     Change
Revenue              4       1,100      1,200       (100)
Cost                11         100        200       (100)
"""
    assert columns(page, ANNUAL) == [None, ("2023-12-31", 12), ("2022-12-31", 12), None]


def test_what_nothing_states_is_not_taken_for_sure():
    page = """
                              2023       2022
Revenue                         11         12
Cost                             1          2
"""
    assert how_sure(page, ANNUAL) > 0.9  # an annual report's years
    assert how_sure(page, INTERIM) < 0.6  # three or six months?
    six = Known(False, date(2023, 6, 30), (), date(2022, 12, 31), 6)
    assert columns(page, six)[0] == ("2023-06-30", 6)
    assert how_sure(page, six) > how_sure(page, INTERIM)


def test_a_page_number_over_a_table_is_no_row_of_it():
    page = """
The Acme Company                                 37
Amounts in millions; years ended June 30       2023       2022
Revenue                                          11         12
Cost                                              1          2
Other                                             3          4
"""
    known = Known(True, date(2023, 6, 30))
    assert columns(page, known)[-2:] == [("2023-06-30", 12), ("2022-06-30", 12)]


def test_losses_without_brackets_are_below_zero():
    page = (
        YEARS
        + """
Loss from operations         11         12
Loss before income taxes      9         10
Income tax expense            1          1
Net loss                     10         11
"""
    )
    rows = {
        "operating_income": "Loss from",
        "income_tax_expense": "Income tax",
        "net_income": "Net loss",
    }
    found = cells(INCOME, rows, page)
    assert [*found["operating_income"].values()] == ["-11", "-12"]
    assert [*found["income_tax_expense"].values()] == ["1", "1"]
    assert [*found["net_income"].values()] == ["-10", "-11"]


def test_a_loss_may_be_called_so_on_the_line_above():
    page = (
        YEARS
        + """
Net loss                     10         11
Net loss per share of common stock, basic
and diluted                0.43       0.44
"""
    )
    found = cells(INCOME, {"eps_basic": "and diluted"}, page)
    assert [*found["eps_basic"].values()] == ["-0.43", "-0.44"]


@pytest.mark.parametrize(
    ("label", "diluted"),
    [("Net income per share", []), ("Fully diluted and primary, a share", ["1.11", "1.12"])],
)
def test_one_figure_a_share_was_the_primary_one_before_december_1997(label, diluted):
    early = YEARS.replace("2023", "1996").replace("2022", "1995")
    for head, kept in ((early, diluted), (YEARS, ["1.11", "1.12"])):
        page = f"{head}\n{label:<34} 1.11    1.12"
        read = cells(INCOME, dict.fromkeys(("eps_basic", "eps_diluted"), label[:12]), page)
        assert [*read["eps_basic"].values()] == ["1.11", "1.12"]
        assert [*read.get("eps_diluted", {}).values()] == kept


def test_scales_in_every_wording():
    for words, power in (
        ("$'000", 3),
        ("US$m", 6),
        ("(in MM)", 6),
        ("(figures in ThUS$)", 3),
        ("ThUS$ 2023 2022", 3),
        ("Rs. crore", 7),
        ("(000s omitted)", 3),
        ("(All amounts in NOK 1,000)", 3),
        ("Amounts in EUR 1.000", 3),
        ("(In hundreds, except per share amounts)", 2),
        ("All figures in USD ‘000", 3),
        ("(Unaudited; Dollars & Shares in Millions Except Per Share Amounts)", 6),
        ("MSEK", 6),
        ("TEUR", 3),
        ("Amounts in M€", 6),
        ("NOK 1,000", 3),
        ("(1 000 EUR)", 3),
        ("CHF mio", 6),
        ("(EUR mln)", 6),
        ("(RMB in ten thousands)", 4),
        ("In hundreds of thousands", 5),
        ("In trillions of won", 12),
        ("(Unit: million yen)", 6),
        ("Rounded to the nearest thousand", 3),
        ("(Amounts expressed in US dollars)", 0),
    ):
        page = f"{words}\n{YEARS}\nRevenue                         11         12"
        assert revenue(page)["2023-12-31", 12] == str(11 * 10**power), words


def test_what_only_looks_like_a_scale_is_none():
    for words in ("$ 1,000", "Schedule K $(5)", "Notes, $1,000 each", "about ten of them", "M $5"):
        page = f"(In thousands)\n{words}\n{YEARS}\nRevenue                         11         12"
        assert revenue(page)["2023-12-31", 12] == "11000", words


def test_a_scale_may_stand_below_the_table_or_only_elsewhere():
    lines, boxes = typed(f"{YEARS}\nRevenue                         11         12")
    sheet = read_sheet(lines, boxes, True, ANNUAL)
    rows = {"revenue": lines[-1]}
    alone = cells_of(sheet, rows, INCOME)["revenue"][0]
    other = cells_of(sheet, rows, INCOME, Scale(6, 0.995))["revenue"][0]
    assert (alone.value, other.value) == (11, 11_000_000)
    assert alone.scale < other.scale
    below = f"{YEARS}\nRevenue                         11         12\n\nAll amounts in thousands"
    assert revenue(below)["2023-12-31", 12] == "11000"


def test_a_scale_of_another_page_is_none_of_amounts_far_too_large_for_it():
    table = "\n".join(
        [YEARS, *(f"{n:24}91,203,511 85,100,204" for n in ("Revenue", "Costs", "Interest", "Net"))]
    )
    for words, power in (("(dollars in millions)", 0), ("(dollars in thousands)", 3)):
        lines, boxes = typed(words, table)
        sheet = read_sheet(lines, boxes, True, ANNUAL)
        row = next(n for n in lines if n.text.startswith("Revenue"))
        cell = cells_of(sheet, {"revenue": row}, INCOME)["revenue"][0]
        assert cell.value == 91203511 * 10**power
        assert (cell.scale < 0.95) == (not power)


def test_shares_in_full_say_nothing_of_the_scale_of_a_page_before():
    shares = "Common stock; authorized 2,577,000,000 shares;\nissued 858,620,530 shares    29 20"
    table = f"{YEARS}\nRevenue                      9,261      8,715\n{shares}"
    lines, boxes = typed("(in millions)", table)
    sheet = read_sheet(lines, boxes, True, ANNUAL)
    row = next(n for n in lines if n.text.startswith("Revenue"))
    assert cells_of(sheet, {"revenue": row}, INCOME)["revenue"][0].value == 9_261_000_000


def per_share(label: str, over: str = "") -> tuple[str, float]:
    """The value and its scale's probability of a row that prints 34.5."""
    table = (
        f"{YEARS}\nRevenue                         11         12\n{over}\n{label:30}34.5       31.0"
    )
    lines, boxes = typed(table)
    sheet = read_sheet(lines, boxes, True, ANNUAL)
    cell = cells_of(sheet, {"eps_basic": lines[-1]}, INCOME)["eps_basic"][0]
    return str(cell.value), cell.scale


@pytest.mark.parametrize(
    ("label", "over"),
    [
        ("Basic (cents)", ""),
        ("Basic (in pence)", ""),
        ("Basic earnings (US¢)", ""),
        ("Earnings per share – cents", ""),
        ("Basic, cents per share", ""),
        ("Basic", "Earnings per share (in U.S. cents)"),
        ("Basic", "                          Cents       Cents"),
        ("Basic", "(Millions of rand, except per share amounts in cents)"),
        ("Basic", "(In thousands, except cents per share)"),
        ("Basic", "(In millions of francs, except earnings per share in Swiss cents)"),
    ],
)
def test_amounts_per_share_in_cents_are_hundredths(label, over):
    value, sure = per_share(label, over)
    assert value == "0.345" and sure > 0.9


@pytest.mark.parametrize(
    ("label", "over"),
    [
        ("Basic", ""),
        ("Basic", "Common stock, par value 2 cents per share"),
        ("Basic", "Common stock, par value ten cents per share"),
        ("Basic", "(In thousands, except per share amounts)"),
        ("Basic", "Dividends of 5 cents                12         13"),
    ],
)
def test_amounts_per_share_are_as_printed(label, over):
    assert per_share(label, over)[0] == "34.5"


def deficit(equity: str) -> set:
    """{(whether negative, whether its sign is sure)} of a balance sheet's deficit."""
    lines, boxes = typed(f"""
(in thousands)                December 31,
                             2023       2022
Common stock                  100        100
Paid-in capital             8,000      7,000
{equity}
""")
    row = next(n for n in lines if "eficit" in n.text)
    sheet = read_sheet(lines, boxes, False, ANNUAL)
    found = cells_of(sheet, {"retained_earnings": row}, BALANCE)["retained_earnings"]
    assert len(found) == 2
    return {(c.value < 0, c.scale > 0.9) for c in found}


LESS = "Accumulated deficit         5,000      4,500\n"
OWN_SHARES = "Treasury stock                 50         50\n"
TWO_DEFICITS = """
Deficit                    15,000     14,500
Total deficit               6,900      7,400"""


@pytest.mark.parametrize(
    ("equity", "told"),
    [
        (f"{LESS}Total equity                3,100      2,600", (True, True)),
        (f"{LESS}Total equity                3,101      2,600", (True, True)),
        (f"{LESS}Total equity               13,100     11,600", (False, True)),
        (f"{LESS}Total equity                3,900      2,900", (True, False)),
        (f"{OWN_SHARES}{LESS}Total equity                3,050      2,550", (True, True)),
        (TWO_DEFICITS, (True, True)),
    ],
)
def test_sums_tell_the_sign_of_a_deficit(equity, told):
    assert deficit(equity) == {told}


@pytest.mark.parametrize(
    ("head", "first", "months"),
    [
        (
            """
                             For the       For the Period from
                           Year Ended     May 3, 2019 (Inception)
                          December 31,     through December 31,
                              2020                2019""",
            "2020-12-31",
            8,
        ),
        (
            """
                         For the Year Ended   For the Period from May 3, 2019
                          December 31, 2020   (inception) through December 31, 2019""",
            "2020-12-31",
            8,
        ),
        (
            """
                          Fiscal year ended      From May 3, 2019
                            March 31, 2021    (date of incorporation)
                                                 to March 31, 2020""",
            "2021-03-31",
            11,
        ),
        (
            """
                           Year Ended  December 20, 2019 (Inception)
                          December 31,     through December 31,
                              2020                2019""",
            "2020-12-31",
            None,
        ),
    ],
)
def test_the_first_period_of_a_company_has_any_length(head, first, months):
    found = revenue(f"{head}\nRevenue                        110                 113")
    young = {(f"{int(first[:4]) - 1}{first[4:]}", months): "113"} if months else {}
    assert found == {(first, 12): "110", **young}


def test_a_period_in_a_title_of_two_lines():
    assert revenue("""
            FOR THE PERIOD FROM JULY 8, 2020 (COMMENCEMENT OF OPERATIONS)
                          THROUGH DECEMBER 31, 2020
Revenue                               110
Net loss                               21
""") == {("2020-12-31", 6): "110"}


@pytest.mark.parametrize(
    "head",
    [
        """
                              2008           2008          2007
                        (as previously   (as restated)
                           reported)""",
        """
                                  December 31,
                              2008           2008          2007
                         (as reported)  (as restated)""",
        """
                         As Originally       As            As
                            Reported      Restated      Restated
                              2008           2008          2007""",
    ],
)
def test_of_one_period_twice_the_restated_column_counts(head):
    end = date(2008, 12, 31)
    row = "\nRevenue                         110           113          117"
    assert revenue(head + row, year_end=end) == {
        ("2008-12-31", 12): "113",
        ("2007-12-31", 12): "117",
    }


def test_what_is_reported_of_one_year_stands_beside_what_is_restated_of_another():
    table = """
                            Years ended December 31,
                              2008           2007
                         (as reported)  (as restated)
Revenue                         110           113
"""
    assert [*revenue(table).values()] == ["110", "113"]


def test_a_head_to_the_left_of_its_numbers_keeps_its_columns():
    assert revenue("""
                           Three Months Ended
                      September 27,   September 28,
                      2014            2013
Revenue                        3,212           3,079
Costs                          1,212           1,079
""") == {("2014-09-27", 3): "3212", ("2013-09-28", 3): "3079"}


def test_a_year_end_in_january_is_of_the_year_that_a_title_names():
    assert revenue("""
        For the Years Ended January 31, 2017 and 2016
                             2017       2016
Revenue                       110        113
Costs                          11         13
""") == {("2017-01-31", 12): "110", ("2016-01-31", 12): "113"}


def test_a_length_that_begins_on_one_line_ends_on_the_next():
    (table,) = tables(
        *typed("""
                      For the Three
                      Months Ended         Year to
                        March 31,        Date Ended
                     2010      2011      2010      2011
Revenue             1,305     1,332     2,682     2,843
Costs               1,105     1,132     2,282     2,443
""")
    )
    told = [(p.kind, p.value) for p in table.head if p.kind in ("months", "to date")]
    assert sorted(told) == [("months", (3,)), ("to date", ())]


def test_years_over_columns_are_of_several_days():
    assert revenue("""
        For the Years Ended December 31, 2015 and 2014
                        2015       2015       2014
Revenue                  110        110        113
""") == {("2015-12-31", 12): "110", ("2014-12-31", 12): "113"}


def test_the_first_day_of_a_column_dates_no_other():
    assert revenue(
        """
                                               Inception
                           Years Ended          (Jul 11,
                                                2012) to
                         Jan 28,     Jan 29,    Jan 28,
                          2018        2017       2018
Revenue                    110         112        113
Costs                      111         112        113
""",
        year_end=date(2018, 1, 28),
    ) == {("2018-01-28", 12): "110", ("2017-01-29", 12): "112"}


def test_a_currency_may_stand_within_brackets():
    assert revenue("""
                       Years ended December 31,
                          2022            2021
Revenue                 RMB(110)        (RMB113)
Costs                     RMB11           RMB13
""") == {("2022-12-31", 12): "-110", ("2021-12-31", 12): "-113"}


def test_a_row_of_shares_says_no_scale_of_other_rows():
    found = cells(
        INCOME,
        {"revenue": "Revenue"},
        YEARS
        + """
Revenue                      78,505.7   78,279.8
Net income                    7,851.1    8,487.7
Weighted average shares, basic (in
thousands)                    756,689    787,739
(Dollars in millions, except per share amounts)
""",
    )
    assert list(found["revenue"].values()) == ["78505700000", "78279800000"]


def test_a_long_line_of_units_is_one():
    found = cells(
        INCOME,
        {"revenue": "Revenue"},
        "  Millions of dollars, shares in thousands except per share amounts"
        + YEARS
        + """
Revenue                      78,505.7   78,279.8
Net income                    7,851.1    8,487.7
""",
    )
    assert list(found["revenue"].values()) == ["78505700000", "78279800000"]
