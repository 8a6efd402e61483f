"""Remarks with numbers within labels are not shown to the model; all else of a row is."""

import pytest

from extract_filings.pipeline.ask.tagging_prompt import row_view, rows_prompt
from extract_filings.pipeline.records import Chunk, Line
from extract_filings.pipeline.text.asides import without_asides
from extract_filings.pipeline.text.row_words import labels


def view(*texts: str) -> list[str]:
    """What the model sees of each line."""
    lines = tuple(Line(1, i, text) for i, text in enumerate(texts))
    return rows_prompt(Chunk(lines), ()).text.splitlines()


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Furs (net of moths of $3 in 2023 and $2 in 2022) 12 11", "furs # #"),
        ("Furs (less moths - 2023: $3; 2022: $2) 12 11", "furs # #"),
        ("Furs, less moths: 2023, $3; 2022, $2 12 11", "furs, less moths: # #"),
    ],
)
def test_a_remark_with_numbers_is_left_out(text, seen):
    assert view(text) == [seen]


@pytest.mark.parametrize(
    "text",
    [
        "Furs (at cost) 12 (11)",
        "Furs (12) (11)",
        "Furs (Note 7) 12 11",
        "Furs (see Notes 3 and 7) 12 11",
        "Furs 12 11",
        "Furs sold in 2023 and 2022 12 11",
        "(In millions, but for shares, of 2023)",
        "Furs 12 11 (unaudited",
        "Total 2023 2022",
    ],
)
def test_all_else_is_shown(text):
    assert without_asides([text]) == [text]


def test_a_remark_may_go_on_below():
    assert view("Furs, net of moths of $3 ($2 as of", "May 1, 2022) 12 11", "Hides 7 6") == [
        "furs, net of moths of",
        "# #",
        "hides # #",
    ]
    assert view("Furs (with those of", "our houses: $3 and", "$2) 12 11") == ["furs", "", "# #"]


def test_words_behind_a_bracket_that_nothing_closes_stay():
    assert view("Furs (of the north", "Hides 7 6", "Bread (baked) 5 4")[0] == "furs (of the north"


def test_the_label_around_a_remark_is_read_whole():
    texts = without_asides(["Furs (with those of", "our houses: $3 and", "$2) 12 11"])
    [(label, *_)] = labels([*map(row_view, texts)], texts, [2])
    assert label == "furs"
