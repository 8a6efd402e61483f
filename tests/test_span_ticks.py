"""Choices beside boxes."""

import numpy as np
import pytest
from span_case import Piece, pieces_page

from extract_filings.pipeline.ask.places import words_at
from extract_filings.pipeline.ask.spans.page import Place, SpanPage
from extract_filings.pipeline.ask.spans.ticks import OWN, by_ticks, own_boxes

KINDS = ("Gross", "Net", "Modified Gross")


def chosen(*pieces: Piece, first: str = "Gross", name: str = "sort") -> dict[str, float]:
    """What is left of all choices, of which the reader thinks `first` likely."""
    page = SpanPage(*pieces_page(*pieces), [], None)
    places = [
        Place(c, 0.9 if c.said == first else 0.1, 0, 0)
        for kind in KINDS
        for c in words_at(page.passage, kind, "(?i)")
    ]
    return {p.candidate.said: round(p.probability, 2) for p in by_ticks(page, places, name)}


@pytest.mark.parametrize(
    "line",
    [
        "Kind: ☐ Gross ☒ Net ☐ Modified Gross",
        "☐ Gross ☑ Net ☐ Modified Gross",
        "Kind Gross ☐ Net ☒ Modified Gross ☐",
        "[ ] Gross [x] Net [ ] Modified Gross",
        "( ) Gross (X) Net ( ) Modified Gross",
    ],
)
def test_the_ticked_choice_of_a_row_takes_all_of_it(line):
    assert chosen((line, 40, 700)) == {"Net": 1.1}


def test_boxes_in_cells_of_their_own_and_below_one_another():
    across = [("☐ Gross", 40.0, 700.0), ("☒ Net", 140.0, 700.0), ("☐ Modified Gross", 240.0, 700.0)]
    down = [(text, 40.0, 700 - 14.0 * n) for n, (text, *_) in enumerate(across)]
    assert chosen(*across) == chosen(*down) == {"Net": 1.1}


def test_a_place_that_two_windows_say_counts_as_one():
    pieces = [("☐ Gross", 40.0, 700.0), ("☒ Net", 40.0, 686.0), ("☐ Modified Gross", 40.0, 672.0)]
    page = SpanPage(*pieces_page(*pieces), [], None)
    (net,) = words_at(page.passage, "Net", "(?i)")
    (gross, _) = words_at(page.passage, "Gross", "(?i)")
    places = [Place(c, 0.2, w, 0) for c in (gross, net) for w in (0, 1)]
    (left,) = by_ticks(page, places, "sort")
    assert left.candidate == net and left.probability == pytest.approx(0.8)


def test_rows_of_several_boxes_have_ticks_of_their_own():
    rows = ("☒ Gross ☐ Net", 40.0, 700.0), ("☐ Gross ☒ Net", 40.0, 686.0)
    assert chosen(*rows) == {"Gross": 1.0, "Net": 1.0}


def test_a_row_without_a_tick_is_none():
    assert chosen(("☐ Gross ☐ Net ☐ Modified Gross", 40, 700)) == {}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Gross X Net Modified Gross", "Net"),
        ("X Gross Net Modified Gross", "Gross"),
        ("Gross Net Modified Gross X", "Modified Gross"),
    ],
)
def test_boxes_that_are_drawn_leave_a_letter_beside_the_ticked_choice(line, said):
    """Between two choices it is of the nearer one, else of the one behind it."""
    assert chosen((line, 40, 700), first="Gross") == {said: 1.1}


def test_a_line_with_the_fields_name_is_likelier():
    made = chosen(("Kind of lease: ☐ Gross ☒ Net", 40, 700), name="lease kind")
    assert made == {"Net": 1.0 + OWN}


def test_without_boxes_the_longer_choice_stays():
    assert chosen(("Lease type: Modified Gross", 40, 700)) == {"Modified Gross": 0.1}
    assert chosen(("The net rent", 40, 700), ("Gross", 40, 640)) == {"Net": 0.1, "Gross": 0.9}


@pytest.mark.parametrize(
    ("line", "name", "said"),
    [
        ("☒ Fasting ☐ Diabetic", "fasting", "Yes"),
        ("☒ Fasting ☐ Diabetic", "diabetic", "No"),
        ("Fasting [x] Diabetic [ ]", "diabetic", "No"),
        ("Patient was fasting ☑", "was fasting", "Yes"),
        ("Remarks: ☐ Police report filed", "police report", "No"),
    ],
)
def test_a_box_beside_the_name_of_what_is_true_or_not(line, name, said):
    page = SpanPage(*pieces_page((line, 40, 700)), [], None)
    page.begins = [np.array([-1, 0, len(line)])]
    assert [p.candidate.said for p in own_boxes(page, name)] == [said]
    assert own_boxes(page, "smoker") == own_boxes(page, "") == []
