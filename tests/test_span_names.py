"""A list of names has each name once."""

from extract_filings.pipeline.ask.lists.names import each_once
from extract_filings.pipeline.ask.spans.page import Place
from extract_filings.pipeline.ask.spans.row import Row
from extract_filings.pipeline.text.candidates import Candidate


def once(*names: str) -> list[str]:
    rows = [(None, Row({0: Place(Candidate(n, 0, len(n)), 0.9, 0, 0)})) for n in names]
    return [row.places[0].candidate.said for _, row in each_once(rows)]


def test_a_name_is_given_in_its_fullest_form():
    assert once("Acme", "Acme, Inc.", "ACME INC", "Acme\u2019s") == ["Acme, Inc."]
    assert once("R. J. Seifert", "R J Seifert", "Harcke", "Richard Harcke") == [
        "R. J. Seifert",
        "Richard Harcke",
    ]


def test_a_name_is_given_once_whatever_its_initials_long_forms_and_slips():
    assert once("Ann B. Lee", "Ann Lee", "Energizer Holdings, Inc.", "ENERGIZER HOLINGS, INC.") == [
        "Ann B. Lee",
        "Energizer Holdings, Inc.",
    ]
    assert once("Biosite Incorporated", "Biosite Inc.") == ["Biosite Incorporated"]
    assert once("Fund IV 2020 Partners", "Fund IV 2021 Partners", "A", "B") == [
        "Fund IV 2020 Partners",
        "Fund IV 2021 Partners",
        "A",
        "B",
    ]


def test_one_text_of_a_row_of_several_is_no_row_said_again():
    units = ("ethanol", "g/l"), ("sugar", "g/l"), ("", "g/l"), ("sugar", "g/l")
    rows = [
        (None, Row({k: Place(Candidate(w, 0, 1), 0.9, 0, 0) for k, w in enumerate(row) if w}))
        for row in units
    ]
    assert [[p.candidate.said for p in row.places.values()] for _, row in each_once(rows)] == [
        ["ethanol", "g/l"],
        ["sugar", "g/l"],
        ["g/l"],
    ]


def test_names_that_share_letters_or_words_stay():
    names = ["Emer", "Emerson Electric", "Electric Emerson", "Nike East", "Nike West"]
    assert once(*names) == names


def test_a_last_letter_and_a_digit_are_no_initials():
    names = ["Class A", "Class B", "Phase 1", "Phase 2", "Exhibit 1 annex", "Exhibit 2 annex"]
    assert once(*names) == names
