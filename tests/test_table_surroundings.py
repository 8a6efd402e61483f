"""What stands around tables of notes: numbers of pages, days of what was bought, years in rows."""

import numpy as np
import pytest
from test_tables import COVER, asked, end, read

from extract_filings.pipeline.records import Line
from extract_filings.pipeline.resolve.head_cells import HeadCell
from extract_filings.pipeline.resolve.layout import stacks
from extract_filings.pipeline.resolve.notes.grid_deals import deals
from extract_filings.pipeline.resolve.notes.period_words import said
from extract_filings.pipeline.resolve.notes.running_lines import (
    page_numbers,
    running_heads,
    running_lines,
)

HALVES = """
Costs of plans were as follows (in millions):
                     Three Months Ended June 30,     Six Months Ended June 30,
                         2023        2022              2023        2022
Service cost          $    28     $    30           $    56     $    60
Interest cost              12           9                24          18

                                        {n}
"""
BOUGHT = (
    "On May 2, 2023, we acquired Pumpworks Inc., a maker of pumps.\n",
    """
The fair values of the assets that we acquired were as follows (in millions):
                    Pumpworks
Inventory             $   39
Goodwill                 615
""",
)


def paged(*pages: str) -> list[list[Line]]:
    return [
        [Line(p, i, text) for i, text in enumerate(page.splitlines())]
        for p, page in enumerate(pages, 1)
    ]


def test_the_number_of_a_page_is_no_row_and_no_column():
    found = read(COVER, *(HALVES.format(n=n) for n in range(11, 17)))
    assert [len(t.heads) for t in found] == [4] * 6
    assert {len(t.cells) for t in found} == {8}


def test_numbers_of_pages_rise_with_them_and_other_lone_numbers_do_not():
    pages = paged(*(f"Words.\n7\nAcme | Form 10-K | {n}\n40" for n in range(3, 12)))
    assert {n.text[-2:].strip() for n in page_numbers(pages)} == {*map(str, range(3, 12))}


def test_first_lines_that_pages_share_may_follow_a_number_in_the_middle_of_a_page():
    pages = paged(*(f"More.\nWords.\nAnd.\n{n}\nAcme Inc.\nText {n} of it" for n in range(3, 12)))
    assert {n.text for n in running_lines(pages)} == {"Acme Inc.", *map(str, range(3, 12))} | {
        "More.",
        "Words.",
        "And.",
    }


def test_periods_and_scales_are_no_running_heads():
    first = "Pumpworks Inc.\nDecember 31, 2023\n(in millions)"
    assert running_heads(paged(*[first] * 5), 5) == {"pumpworks inc."}


def test_a_column_with_the_name_of_what_was_bought_is_of_the_day_of_the_deal():
    (a,) = asked(COVER, *BOUGHT)
    left = {p for p, may in zip(a.choices.periods, a.may_be[0], strict=True) if may}
    day = end(2023).replace(month=5, day=2)
    assert left == {(day, None), (day, 0)}


def test_words_that_the_text_prints_in_small_letters_name_no_deal():
    (line,) = paged("On May 2, 2023, Acquisitions of Pumpworks closed. The fiscal year was long.")[
        0
    ]
    found = deals("acquired in the year", [line], ())
    assert [len(found.named(h)) for h in ("Pumpworks", "Fiscal", "Acquisitions", "Year")] == [
        1,
        0,
        0,
        0,
    ]
    assert deals("sales of the year", [line], ()).days == ()


@pytest.mark.parametrize(
    ("middles", "x0", "x1", "over"),
    [
        ([285, 319, 481, 560], 429, 493, [2]),  # wider than the nearest two columns are apart
        ([285, 319, 353, 387], 287, 351, []),
        ([100, 150, 200], 90, 210, [0, 1, 2]),
    ],
)
def test_a_cell_over_a_column_may_be_as_wide_as_the_room_around_it(middles, x0, x1, over):
    cell = HeadCell(Line(1, 0, "words"), 0, 5, x0, x1, 700.0)
    found = stacks([(m - 10, m + 10) for m in middles], [cell], even=False)
    assert np.flatnonzero([bool(c) for c in found]).tolist() == over


CALLED = """
Allowances were as follows (in millions):
                                 Additions    Deductions
{of}2022                         $      20    $       12
{of}2023                                30            14
"""


@pytest.mark.parametrize("of", ["", "Year ended December 31, "])
def test_a_row_that_is_called_by_a_past_year_is_of_it(of):
    (a,) = asked(COVER, CALLED.format(of=of))
    for n, (_, row, _) in enumerate(a.amounts):
        left = {p for p, may in zip(a.choices.periods, a.may_be[n], strict=True) if may}
        year = (2022, 2023)[row]
        assert left == {(end(year), 12), (end(year), None), (end(year - 1), None)}


def test_a_year_of_something_is_no_length_of_time():
    assert said("loans by year of origination").months == ()
    assert said("for the year of the purchase").months == (12,)


def test_long_lines_of_dots_are_no_page_numbers_and_take_no_time():
    assert page_numbers([[Line(1, 0, "." * 200_000 + "x")]]) == set()
