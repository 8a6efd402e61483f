"""Where tables of notes begin, go on and end, which of their columns name no period, and what their
numbers count."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from test_tables import COVER, asked, end, read

from extract_filings.pipeline.records import Line
from extract_filings.pipeline.resolve.amounts import Amount
from extract_filings.pipeline.resolve.notes.grid_periods import _astray, _guessed
from extract_filings.pipeline.resolve.notes.grids import _footnote
from extract_filings.pipeline.resolve.notes.note_units import unit_of
from extract_filings.pipeline.resolve.notes.period_bags import groups_of, headings_of
from extract_filings.pipeline.resolve.notes.period_model import Weights
from extract_filings.pipeline.resolve.notes.period_neighbours import Numbers, neighbours
from extract_filings.pipeline.resolve.periods import Known
from extract_filings.training import fit_period_model
from extract_filings.training.fit_period_model import Filing, surely

RUNNING = "             Pumpworks Inc. and Subsidiaries\n\n\n\n\n\n"
OVER_TWO_PAGES = (
    """
Debt was as follows (in millions):
                        December 31, 2023      December 31, 2022
Notes of the north             $  414                 $  420
Notes of the south                544                    531
""",
    """
Notes of the east               1,000                  1,010
Notes of the west                 500                    505
""",
)
ORIGINS = """
Loans by year of origin were as follows (in millions):
                              December 31, 2022
                     2022      2021     2020 and prior     Total
Current             $ 200     $ 100        $   50        $  350
Past due               20        10             5            35
"""
TWO_TABLES = """
Charges to date (in millions):
                                                                                             Total
Severance                                                                                   $  126
Other                                                                                           16
The following table shows the activity of the program, and the accruals related to
it at each day:
                     Severance     Other
Charges                $  102     $   7
Payments                  (53)       (4)
"""
TALL_HEAD = """
Assets of Level 3 changed in 2023 (in millions):
                         Gains     Transfers
Fund A                 $    1     $       2
Fund B                      3            33
                                        Net
                                  Transfers
                         Gains         Into
                    and Losses
                                    Level 3
Fund C                 $   11     $      12
Fund D                     13            14
"""
EXPLAINED = """
Valuation accounts (in millions):
                      Beginning    Additions          End
Returns               $     26    $     213     $     239
Accounts                     4            1             5
(1)   Charged to expenses
"""
WRAPPED = """
Income of the year (in millions):
                                                                2023      2022
Net loss                                                     $ 2,242   $ 5,053
Amortization of gains in net pension cost
   of tax of $  4                                                  2       791
Settlement of plans in pension cost of a year
   of tax of $  1                                                  7        19
"""


def test_a_table_goes_on_below_a_running_head():
    pages = [RUNNING + text for text in ("\nWords.", "\nMore.", *OVER_TWO_PAGES)]
    (t,) = read(COVER, *pages)
    assert t.pages == (4, 5)
    assert [c.period_end for c in t.cells[-2:]] == [end(2023), end(2022)]


def test_years_of_origin_are_no_periods_and_the_day_over_them_is():
    (t,) = read(COVER, ORIGINS)
    assert {(c.period_end, c.months) for c in t.cells} == {(end(2022), None)}


def test_a_sentence_that_leads_to_a_table_ends_the_one_above_it():
    first, second = read(COVER, TWO_TABLES)
    assert [len(first.cells), len(second.cells)] == [2, 4]


def test_a_level_in_a_tall_head_is_no_number():
    tables = read(COVER, TALL_HEAD)
    assert [r.label for t in tables for r in t.rows] == ["Fund A", "Fund B", "Fund C", "Fund D"]


def test_explanations_of_footnotes_are_no_rows():
    (t,) = read(COVER, EXPLAINED)
    assert [r.label for r in t.rows] == ["Returns", "Accounts"]


def test_a_mark_right_behind_a_number_is_none_and_a_loss_in_its_own_column_is():
    line = Line(1, 0, "Returns $ 213 (2) $ 109")
    before = Amount(line, 10, 13, Decimal(213), False, 464.0, 479.0, 0.0)
    mark = Amount(line, 15, 16, Decimal(-2), False, 488.0, 493.0, 0.0)
    assert _footnote(mark, before)
    assert not _footnote(replace(mark, x0=520.0, x1=525.0), before)


def test_a_number_in_a_label_does_not_end_a_table():
    (t,) = read(COVER, WRAPPED)
    assert [c.value for c in t.cells][-2:] == [7_000_000, 19_000_000]


@pytest.mark.parametrize(
    ("head", "label", "unit"),
    [
        ("Weighted-Average Grant-Date Fair Value", "Units granted", "USD/share"),
        ("Weighted Average Exercise Price", "Options outstanding", "USD/share"),
        ("Aggregate Grant-Date Fair Value", "Units granted", "USD"),
        ("2023 (In millions, except per share amounts)", "Amortization", "USD"),
        ("Shares (millions)", "Basic EPS", "shares"),
        ("2023", "Amortization", "USD"),
    ],
)
def test_the_head_says_what_a_column_counts_before_the_row_does(head, label, unit):
    amount = Amount(Line(1, 0, "Loans 75"), 6, 8, Decimal(75), False, 0.0, 0.0, 0.0)
    assert unit_of(amount, label, head, "") == unit


def test_of_two_days_near_each_other_the_one_of_the_week_stays():
    known = Known(True, date(2024, 9, 28), (), None)  # a Saturday
    heard = Counter({date(2022, 9, 24): 8, date(2022, 9, 25): 4, date(2022, 9, 30): 9})
    assert _astray(date(2022, 9, 30), heard, known) and not _astray(date(2022, 9, 24), heard, known)
    assert not _guessed(date(2022, 9, 24), heard, {date(2022, 9, 25)})  # named less often
    assert _guessed(date(2022, 9, 24), heard, {date(2022, 9, 30)})


def test_numbers_under_one_heading_speak_for_each_other():
    days = (end(2023), None), (end(2023), 12)
    at, none = np.array([0, 0, 0]), np.zeros(3, int)
    chosen = np.array([[0.5, 0.5], [0.9, 0.1], [0.1, 0.9]])
    under = np.array([0, 0, 1])
    some = Numbers(
        days,
        chosen,
        np.arange(3),
        at,
        ["1", "2", "3"],
        ["North", "South", "East"],
        under,
        ["Assets", "Assets", "Sales"],
        none,
        False,
    )
    (said,) = neighbours([some])
    apart = next(neighbours([replace(some, headings=np.array([0, 1, 1]))]))
    assert said[0, 0].sum() > apart[0, 0].sum()


def test_columns_of_one_group_and_rows_of_one_heading_are_told():
    (a,) = asked(
        COVER,
        """
Segments were as follows (in millions):
                      Sales              Assets
                  2023     2022      2023     2022
North:
Pumps           $  104   $   97    $  185   $  175
Valves             155      155       457      251
""",
    )
    assert groups_of(a.grid).tolist() == [0, 0, 1, 1]
    assert headings_of(a.grid).tolist() == [0, 0, 0]


def test_of_filings_without_gold_only_sure_numbers_are_learned_from(monkeypatch):
    (a,) = asked(COVER, ORIGINS)
    many = len(a.amounts)
    sure = np.full((many, 2), 0.5)
    sure[0] = [0.01, 0.99]
    made = type("Numbers", (), {"chosen": sure})()
    monkeypatch.setattr(fit_period_model, "numbers_of", lambda filing, by: [made])
    none = np.zeros(1)
    told = surely(Filing("acme", [a], []), Weights(none, none, {}, none))
    assert told.gold[0].tolist() == [1] + [-1] * (many - 1)
