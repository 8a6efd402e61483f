"""Labels that have a field's own words, and texts that end with their cells."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from span_case import Piece, pieces_page

from extract_filings.pipeline.ask.spans.cells import Grid
from extract_filings.pipeline.ask.spans.extent import (
    InCell,
    from_heads,
    in_cells,
    uncut,
    whole_words,
)
from extract_filings.pipeline.ask.spans.labels import BEHIND, BELOW, LABEL, OTHER, labelled
from extract_filings.pipeline.ask.spans.page import SpanPage
from extract_filings.pipeline.printed_page import Word


@dataclass(frozen=True)
class Read:
    """Of one window: a token a word."""

    window: object
    begin: np.ndarray


@dataclass(frozen=True)
class Tokens:
    line: np.ndarray
    start: np.ndarray


def page(*pieces: Piece) -> SpanPage:
    passage, made = pieces_page(*pieces)
    ends = [Word(0, 0, 0, (0, 0, 0, 0))]
    words = [*ends, *made.words, *ends]
    tokens = Tokens(np.array([w.line for w in words]), np.array([w.start for w in words]))
    return SpanPage(passage, made, [Read(tokens, np.zeros((1, len(words))))], None)


def raised(
    made: SpanPage, *names: str, every: Sequence[str] = (), many: bool = False
) -> dict[str, float]:
    """By word, what the first field gained."""
    (read,) = labelled(made, names, every, [many] * len(names)).windows
    words = made.passage.text.split()
    return {w: float(g) for w, g in zip(words, read.begin[0, 1:-1], strict=True) if g}


def test_what_stands_behind_the_fields_own_label_is_likelier():
    made = page(("Gross", 40, 700), ("Net", 40, 680), ("100.00", 120, 700), ("85.00", 120, 680))
    assert raised(made, "gross")["100.00"] == BEHIND
    assert raised(made, "gross amount")["100.00"] == BEHIND / 4
    assert raised(made, "gross")["85.00"] == OTHER


def test_what_stands_below_the_fields_own_label_is_likelier():
    made = page(
        ("Printed", 40, 700), ("Advertiser", 200, 700), ("today", 40, 688), ("Acme Inc.", 200, 688)
    )
    assert raised(made, "advertiser") == {"Acme": BELOW, "Inc.": BELOW}


def test_a_row_of_numbers_and_a_column_of_them_have_one_label():
    made = page(
        ("Gross pay", 40, 700), ("86.00", 140, 700), ("2,180.50", 240, 700),
        ("Total", 240, 712), ("9.00", 240, 688),
    )  # fmt: skip
    assert raised(made, "gross pay") == {"86.00": BEHIND, "2,180.50": BEHIND}
    assert raised(made, "total") == {"2,180.50": BELOW, "9.00": BELOW}


def test_of_a_lists_field_labels_say_less():
    made = page(("Amount", 40, 700), ("86.00", 140, 700), ("9.00", 40, 688))
    assert raised(made, "amount", many=True) == {"86.00": BEHIND / 2, "9.00": BELOW * 0.75}


def test_a_label_in_the_cell_of_its_value_counts():
    assert raised(page(("Contract #: 4711", 40, 700)), "contract_num") == {"4711": BEHIND}


@pytest.mark.parametrize("name", ["", "no", "date", "vendor"])
def test_a_label_of_other_words_says_nothing(name):
    assert raised(page(("Date: today", 40, 700)), name) == {}


def test_labels_far_away_or_above_another_column_say_nothing():
    made = page(("Advertiser", 40, 700), ("far", 440, 700), ("aside", 140, 688), ("deep", 40, 640))
    assert raised(made, "advertiser") == {}


@pytest.mark.parametrize("label", ["Net total", "Net pay:", "NET"])
def test_a_label_of_the_other_side_speaks_against(label):
    made = page((label, 40, 700), ("85.00", 140, 700))
    assert raised(made, "gross")["85.00"] == OTHER
    assert raised(made, "net weight of gross")["85.00"] > 0


def test_above_a_value_with_a_label_of_its_own_no_other_side_counts():
    made = page(("Buyer", 40, 700), ("Ann", 140, 700), ("Seller", 40, 688), ("Bob", 140, 688))
    assert raised(made, "seller") == {"Ann": OTHER, "Bob": BEHIND, "Seller": OTHER}
    made = page(("Buyer", 140, 712), ("Name", 40, 700), ("Ann", 140, 700))
    assert raised(made, "seller") == {"Ann": OTHER}


def test_a_fields_name_is_no_value_but_what_a_column_repeats_is():
    rows = [(word, 40.0, 700 - 12.0 * n) for n, word in enumerate(["unit", "Unit", "unit", "unit"])]
    assert raised(page(*rows), "", every=["unit"]) == {"Unit": LABEL}


def test_values_behind_leaders_and_dashes_have_labels():
    made = page(("Rent per year ....... 120.00", 40, 700), ("Lease type - Gross", 40, 640))
    assert raised(made, "rent year") == {"120.00": BEHIND}
    assert raised(made, "lease type") == {"Gross": BEHIND}


def test_labels_within_a_cell_begin_cells():
    made = page(("CPE: 6/395 Flight: 2/4/20 - 2/10/20 Station: WBTW", 40, 700))
    assert [made.passage.text[c.start : c.end].split()[0] for c in made.grid.cells[0]] == [
        "CPE:",
        "Flight:",
        "Station:",
    ]
    prose = page(("The order ends as follows: on May 2", 40, 700))
    assert len(prose.grid.cells[0]) == 1


def test_a_label_with_all_of_a_fields_words_names_what_stands_beside():
    made = page(("Advertiser Name", 40, 700), ("Ann", 140, 700))
    start = made.passage.text.index("Ann")
    named = labelled(made, ["advertiser", "advertiser id"], [], [False, False]).named
    assert named(0, start) and not named(1, start) and not made.named(0, start)


def heads(made: SpanPage, name: str) -> list[str]:
    """The words that nothing but a label stands before."""
    text, begins = made.passage.text, made.begins[0]
    share = np.array([0, *[1] * (len(begins) - 2), 0])
    found = in_cells(made.grid, text, begins, share, name, lambda start: False)
    return [text[begins[t] :].split()[0] for t, head in found.items() if head.first]


def test_a_value_begins_with_its_cell_or_behind_its_label():
    made = page(("Advertiser POL/ Ann Lee", 40, 700), ("Agency: Acme Media", 300, 700))
    assert heads(made, "advertiser") == ["Advertiser", "POL/", "Agency:", "Acme"]
    assert heads(made, "vendor") == ["Advertiser", "Agency:", "Acme"]


def test_the_end_of_the_cell_counts_and_cutting_something_off_costs():
    made = page(("Ann Lee for Mayor, Ohio", 40, 700), ("next", 40, 688))
    text, (cell, *_) = made.passage.text, Grid(made.printed, made.starts).cells[0]
    ends = np.array([text.index(w) + len(w) for w in ("Lee", "Mayor", "Ohio", "next")])
    commas = np.array([text[e : e + 1] == "," for e in ends])
    cut, comma, own, beyond = uncut(ends, commas, InCell(cell, True, False))
    assert cut == 0 < beyond < comma < own
    named = uncut(ends, commas, InCell(cell, True, True))
    assert named[0] == 0 < named[1] == comma and named[3] > beyond and named[2] > own


def test_a_cells_share_stays_and_its_begin_takes_more_of_it():
    made = page(("POL/ Ann Lee", 40, 700))
    share = np.array([0, 0.1, 0.3, 0.1, 0])
    text, begins = made.passage.text, made.begins[0]
    moved, named = (
        from_heads(share, in_cells(made.grid, text, begins, share, "advertiser", says))
        for says in (lambda start: False, lambda start: True)
    )
    assert moved.sum() == named.sum() == pytest.approx(share.sum())
    assert named[1] > moved[1] > moved[2]


@pytest.mark.parametrize(
    ("text", "cut", "whole"),
    [
        ("No. 2490850-1", "2490850", "2490850-1"),
        ("POL/Fight Back", "Fight", "POL/Fight"),
        ("(the Seller)", "Seller", "Seller"),
        ("Acme, Inc.", "Acme", "Acme"),
        ("by Acme—the", "Acme", "Acme"),
        ("_" * 5_000 + " Lee", "Lee", "Lee"),
        ("-" * 5_000 + "a-b" + "-a" * 5_000, "b", "a-b" + "-a" * 5_000),
    ],
)
def test_no_printed_word_is_cut(text, cut, whole):
    start = text.index(cut)
    start, end = whole_words(text, start, start + len(cut))
    assert text[start:end].endswith(whole) and len(text[start:end]) <= len(whole) + 60


def test_a_page_of_very_many_cells_is_read_without_labels():
    """All cells are compared with all."""
    made = page(*((f"{n}", 40 + 20.0 * (n % 50), 700 - 12.0 * (n // 50)) for n in range(2_000)))
    assert raised(made, "gross") == {}
    many = page(*((f"{n}", 40 + 20.0 * (n % 50), 700 - 12.0 * (n // 50)) for n in range(4_100)))
    assert labelled(many, ["gross"], ["gross"], [False]) is many
