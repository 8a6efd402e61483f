"""Parties of a contract, each with its term behind it."""

import pytest
from span_case import pieces_page

from extract_filings.pipeline.ask.spans.page import Place, SpanPage
from extract_filings.pipeline.ask.spans.terms import by_terms, scopes
from extract_filings.pipeline.ask.spans.values import Offer
from extract_filings.pipeline.text.candidates import Candidate
from extract_filings.schemas.base import FieldSpec

TEXT = (
    'This Deed ("Deed") is made between Acme LLC, 4 Mill Lane (the "Landlord" or "Lessor")',
    "and Jo Doe, 7 Rose Way (hereinafter “Tenant”). The agent is Ann Poe.",
)
PAGE = SpanPage(*pieces_page((TEXT[0], 40, 700), (TEXT[1], 40, 680)), [], None)


def offer(words: str, share: float) -> Offer:
    start = PAGE.passage.text.index(words)
    return Offer(share, PAGE, Place(Candidate(words, start, start + len(words)), share, 0, 0))


def first(name: str, *offers: Offer, description: str = "") -> Offer:
    return by_terms([(0, FieldSpec(name, str, description))], {0: offers})[0][0]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("landlord", "Acme LLC"),
        ("lessor", "Acme LLC"),
        ("tenant", "Jo Doe"),
        ("tenant_name", "Jo Doe"),
    ],
)
def test_a_name_is_the_party_whose_term_stands_behind_it(name, said):
    acme, doe = offer("Acme LLC", 0.4), offer("Jo Doe", 0.4)
    chosen = first(name, acme, doe)
    assert chosen.place.candidate.said == said and chosen.share > 0.7


def test_the_description_may_name_the_party_and_addresses_are_told_too():
    mill, rose = offer("4 Mill Lane", 0.6), offer("7 Rose Way", 0.3)
    chosen = first("address_2", mill, rose, description="where the tenant lives")
    assert chosen.place == rose.place


def test_other_fields_and_places_without_a_term_stay():
    acme, agent = offer("Acme LLC", 0.5), offer("Ann Poe", 0.3)
    assert first("guarantor", acme, agent).share == 0.5  # the page has no such term
    assert first("landlord_or_tenant", acme, agent).share == 0.5  # it has two
    assert first("tenant", agent).share == 0.3


def test_a_term_reaches_back_to_the_one_before_and_not_too_far():
    text = "\n".join(TEXT)
    assert [text[s.start : s.end].strip("() \n") for s in scopes(text)] == [
        "This Deed",
        "is made between Acme LLC, 4 Mill Lane",
        "and Jo Doe, 7 Rose Way",
    ]
    (only,) = scopes("x" * 1000 + ' ("Tenant")')
    assert only.end - only.start == 300
