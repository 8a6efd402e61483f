"""Periods of roll-forwards, of repeated heads, of years of origin: tables as filings print them."""

import pytest
from test_tables import COVER, QUARTER, asked, end, keyed, read

from extract_filings.pipeline.resolve.notes.grid_rolls import BETWEEN, CLOSES, OPENS, balance

ALONG = """
Goodwill changed as follows (in millions):
                 December 31,                            December 31,
                     2022      Acquired     Currency         2023
Pumps               $  120      $   30      $   (5)        $  145
Valves                  80          10           1             91
"""
SCHEDULE = """
Valuation accounts (in millions):
                 Balance at     Charged                  Balance
                 Beginning         to                     at End
                 of Year       Expenses    Deductions    of Year
Allowance for returns:
2023              $  20         $  11       $   (9)       $  22
2022                 18            10           (8)          20
"""
YEARS_OVER_PAIRS = """
Stock changed as follows:
Year Ended December 31:          2023                   2022
                           Shares    Dollars      Shares    Dollars
Stock award plans               3    $    12           6    $    21
Repurchases                    (6)       (25)         (7)       (28)
"""
SECTIONS = """
Accrued costs of the program (in millions):
                          Severance     Other     Total
2022
Balance at beginning of year  $  12     $   5     $  17
Payments                         (9)       (4)      (13)
Balance at end of year        $   3     $   1     $   4
2023
Balance at beginning of year  $   3     $   1     $   4
Payments                         (2)       (1)       (3)
Balance at end of year        $   1     $   —     $   1
"""
TWELVE = """
Free cash flow (in millions):
                        Three Months       Six Months      Twelve Months
                           Ended              Ended             Ended
                          June 30,           June 30,          June 30,
                       2023     2022      2023     2022     2023     2022
Cash from operations   $ 12     $ 11      $ 24     $ 21     $ 50     $ 44
"""
DATED_AT_THE_END = """
Debt at December 31, 2023 was as follows (in millions):
                       Current   Long-Term    Unpaid     Rate      Due
Term loan               $  37     $  120      $  157     2.00 %    May 2026
Bonds                       7        200         207     3.50 %    March 2029
Total debt              $  44     $  320      $  364
"""


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Total beginning stockholders’ equity", OPENS),
        ("Benefit obligation, January 1", OPENS),
        ("Fair value of plan assets at end of year", CLOSES),
        ("Plan assets, December 31", CLOSES),
        ("Closing price of a share", ""),
        ("Payments", ""),
        ("Notes due December 31", ""),
    ],
)
def test_words_call_the_balances_of_a_roll_forward(words, role):
    assert balance(words) == role


def test_between_two_columns_of_days_lies_the_time_between():
    (t,) = read(COVER, ALONG)
    cells = keyed(t)
    assert cells["Pumps", "Acquired", end(2023), 12] == 30_000_000
    assert {c.period_end for c in t.cells if c.column == 1} == {end(2022)}
    assert {c.months for c in t.cells if c.column == 4} == {None}


def test_what_opens_a_row_of_a_year_is_of_the_day_before():
    (t,) = read(COVER, SCHEDULE)
    opening = {c.value: (c.period_end, c.months) for c in t.cells if c.column == 1}
    assert opening == {20_000_000: (end(2022), None), 18_000_000: (end(2021), None)}


def test_years_over_pairs_of_columns_are_of_both():
    (t,) = read(COVER, YEARS_OVER_PAIRS)
    assert [c.period_end.year for c in t.cells][:4] == [2023, 2023, 2022, 2022]


def test_balances_under_a_line_of_a_year_open_and_close_that_year():
    (t,) = read(COVER, SECTIONS)
    days = [(c.period_end, c.months) for c in t.cells if c.column == 1]
    assert days == [
        (end(2021), None),
        (end(2022), 12),
        (end(2022), None),
        (end(2022), None),
        (end(2023), 12),
        (end(2023), None),
    ]


def test_a_length_over_a_column_is_its_own():
    (t,) = read(QUARTER, TWELVE)
    assert [c.months for c in t.cells] == [3, 3, 6, 6, 12, 12]


def test_numbers_in_cells_of_their_own_are_read_before_words_too():
    (t,) = read(COVER, DATED_AT_THE_END)
    assert [r.label for r in t.rows] == ["Term loan", "Bonds", "Total debt"]
    assert {(c.period_end, c.months) for c in t.cells if c.column < 4} == {(end(2023), None)}


def test_columns_know_their_part_in_a_roll_forward():
    (a,) = asked(COVER, ALONG)
    roles = [[w for w in bag if w.startswith("h#")] for bag in a.bags.columns]
    assert roles == [[f"h{OPENS}"], [f"h{BETWEEN}"], [f"h{BETWEEN}"], [f"h{CLOSES}"]]
