"""Names and values in the running text of long documents."""

import pytest
from span_case import pieces_page

from extract_filings.pipeline.ask.lists.mentions import likely_names
from extract_filings.pipeline.ask.spans.page import Place, SpanPage
from extract_filings.pipeline.ask.spans.prose import doubted, in_prose
from extract_filings.pipeline.ask.spans.row import OnPage, Row
from extract_filings.pipeline.text.candidates import Candidate

OPENING = "This agreement is made on May 2, 2024 by and between Acme Bank and Ann Lee of Bern"
LATER = "Each of them may show it to its own counsel, that is to Cole Partners, but to nobody else"


def page(number: int, *lines: str) -> SpanPage:
    pieces = ((line, 40.0, 700.0 - 14 * n) for n, line in enumerate(lines))
    return SpanPage(*pieces_page(*pieces, number=number), [], None)


def place(on: SpanPage, words: str, probability: float = 0.9) -> Place:
    start = on.passage.text.index(words)
    return Place(Candidate(words, start, start + len(words)), probability, 0, 0)


def named(on: SpanPage, *names: str, probability: float = 0.9) -> list[OnPage]:
    return [(on, Row({0: place(on, name, probability)})) for name in names]


def said(rows: list[OnPage]) -> list[str]:
    return [row.places[0].candidate.said for _, row in rows]


def test_the_parties_to_an_agreement_are_those_it_opens_and_closes_with():
    rows = [
        *named(page(1, OPENING), "Acme Bank", "Ann Lee"),
        *named(page(3, LATER), "Cole Partners"),
        *named(page(5, "Acme Bank", "Ann Lee"), "Acme Bank", "Ann Lee"),
    ]
    assert set(said(likely_names(rows, 5))) == {"Acme Bank", "Ann Lee"}


def test_one_page_and_names_in_cells_alone_keep_all():
    rows = [*named(page(1, OPENING), "Acme Bank"), *named(page(1, LATER), "Cole Partners")]
    assert likely_names(rows, 1) == rows
    cells = [*named(page(1, "Acme Bank"), "Acme Bank"), *named(page(4, "Ann Lee"), "Ann Lee")]
    assert likely_names(cells, 4) == cells
    assert likely_names([], 4) == []


def test_a_long_list_keeps_its_names():
    names = ["Ann Lee", "Bo Dahl", "Cy Dean", "Di Evers"]
    rows = [*named(page(1, OPENING), "Acme Bank"), *named(page(9, *names), *names, probability=0.6)]
    assert said(likely_names(rows, 9))[-4:] == names


def test_a_list_of_what_is_no_name_keeps_all():
    text = "The consultant owes a gap report, not later than May, and a training of the staff"
    rows = [*named(page(1, text), "a gap report"), *named(page(3, text), "a training of the staff")]
    assert likely_names(rows, 5) == rows


def test_values_of_running_text_are_doubted_behind_the_first_page():
    opening, later, form = page(1, OPENING), page(3, LATER), page(3, "Buyer", "Cole Partners")
    assert in_prose(opening, place(opening, "May 2, 2024"))
    assert not in_prose(form, place(form, "Cole Partners"))
    assert doubted(0.8, opening, place(opening, "May 2, 2024"), 4) == 0.8
    assert doubted(0.8, form, place(form, "Cole Partners"), 4) == 0.8
    assert doubted(0.8, later, place(later, "Cole Partners"), 4) == pytest.approx(0.5)
    assert doubted(1.0, later, place(later, "Cole Partners"), 4) == 1.0


def test_what_runs_over_two_lines_stands_in_running_text():
    both = page(1, "paid to Cole", "Partners of Bern")
    start = both.passage.text.index("Cole")
    assert in_prose(both, Place(Candidate("Cole Partners", start, start + 13), 0.9, 0, 0))
