"""Labels that have a field's own words, and texts that end with their cells."""

from dataclasses import dataclass

import numpy as np
import pytest

from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.ask.span_cells import Grid
from extract_filings.pipeline.ask.span_extent import from_heads, in_cells, uncut, whole_words
from extract_filings.pipeline.ask.span_labels import BEHIND, BELOW, labelled
from extract_filings.pipeline.ask.span_page import SpanPage
from extract_filings.pipeline.printed_page import PrintedPage, Word, printed_page
from extract_filings.pipeline.records import Chunk, Line


@dataclass(frozen=True)
class Read:
    """Of one window: a token a word."""

    window: object
    begin: np.ndarray


@dataclass(frozen=True)
class Tokens:
    line: np.ndarray
    start: np.ndarray


def page(*pieces: tuple[str, float, float], fields: int = 1) -> SpanPage:
    """Pieces of text at x, y, five points a character, each a line."""
    lines = [Line(1, n, text) for n, (text, *_) in enumerate(pieces)]
    boxes = [
        [(x + 5.0 * i, y, x + 5.0 * i + 5, y + 10) for i in range(len(text))]
        for text, x, y in pieces
    ]
    made: PrintedPage = printed_page(lines, boxes)
    ends = [Word(0, 0, 0, (0, 0, 0, 0))]
    words = [*ends, *made.words, *ends]
    tokens = Tokens(np.array([w.line for w in words]), np.array([w.start for w in words]))
    read = Read(tokens, np.zeros((fields, len(words))))
    return SpanPage(Passage((Chunk(tuple(lines)),)), made, [read], None)


def raised(made: SpanPage, *names: str) -> dict[str, float]:
    """By word, what the first field gained."""
    (read,) = labelled(made, names).windows
    words = made.passage.text.split()
    return {w: float(g) for w, g in zip(words, read.begin[0, 1:-1], strict=True) if g}


def test_what_stands_behind_the_fields_own_label_is_likelier():
    made = page(("Gross", 40, 700), ("Net", 40, 680), ("100.00", 120, 700), ("85.00", 120, 680))
    assert raised(made, "gross")["100.00"] == BEHIND
    assert raised(made, "gross amount")["100.00"] == BEHIND / 4
    assert "85.00" not in raised(made, "gross")


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


def test_a_label_in_the_cell_of_its_value_counts():
    assert raised(page(("Contract #: 4711", 40, 700)), "contract_num") == {"4711": BEHIND}


@pytest.mark.parametrize("name", ["", "no", "date", "vendor"])
def test_a_label_of_other_words_says_nothing(name):
    assert raised(page(("Date: today", 40, 700)), name) == {}


def test_labels_far_away_or_above_another_column_say_nothing():
    made = page(("Advertiser", 40, 700), ("far", 440, 700), ("aside", 140, 688), ("deep", 40, 640))
    assert raised(made, "advertiser") == {}


def heads(made: SpanPage, name: str) -> list[str]:
    """The words that nothing but a label stands before."""
    text, begins = made.passage.text, made.begins[0]
    share = np.array([0, *[1] * (len(begins) - 2), 0])
    found = in_cells(made.grid, text, begins, share, name)
    return [text[begins[t] :].split()[0] for t, head in found.items() if head.first]


def test_a_value_begins_with_its_cell_or_behind_its_label():
    made = page(("Advertiser POL/ Ann Lee", 40, 700), ("Agency: Acme Media", 300, 700))
    assert heads(made, "advertiser") == ["Advertiser", "POL/", "Agency:", "Acme"]
    assert heads(made, "vendor") == ["Advertiser", "Agency:", "Acme"]


def test_the_end_of_the_cell_counts_and_cutting_something_off_costs():
    made = page(("Ann Lee for Mayor, Ohio", 40, 700), ("next", 40, 688))
    text, (cell, *_) = made.passage.text, Grid(made.printed, made.starts).cells[0]
    ends = np.array([text.index(w) + len(w) for w in ("Lee", "Mayor", "Ohio", "next")])
    cut, comma, own, beyond = uncut(text, ends, cell)
    assert cut == 0 < comma == beyond < own


def test_a_cells_share_stays_and_its_begin_takes_more_of_it():
    made = page(("POL/ Ann Lee", 40, 700))
    share = np.array([0, 0.1, 0.3, 0.1, 0])
    found = in_cells(made.grid, made.passage.text, made.begins[0], share, "advertiser")
    moved = from_heads(share, found)
    assert moved.sum() == pytest.approx(share.sum())
    assert moved[1] > moved[2]


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
