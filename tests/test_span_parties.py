"""Fields of several parties, and places that several fields want."""

import pytest
from span_case import Piece, pieces_page

from extract_filings.pipeline.ask.spans.page import Place, SpanPage
from extract_filings.pipeline.ask.spans.parties import by_parties
from extract_filings.pipeline.ask.spans.values import Offer, chosen_values
from extract_filings.pipeline.text.candidates import Candidate
from extract_filings.schemas.base import FieldSpec

ASKED = [
    (k, FieldSpec(f"{who}_{what}", str, "", at=(who, what)))
    for k, (who, what) in enumerate(
        (who, what) for who in ("seller", "buyer") for what in ("name", "tax_id")
    )
]
SELLER, SELLER_TAX, BUYER, BUYER_TAX = range(4)


def page(*pieces: Piece) -> SpanPage:
    return SpanPage(*pieces_page(*pieces), [], None)


def offer(on: SpanPage, words: str, share: float) -> Offer:
    start = on.passage.text.index(words)
    return Offer(share, on, Place(Candidate(words, start, start + len(words)), share, 0, 0))


STACKED = page(("Acme AG", 40, 700), ("VAT 11", 40, 660), ("Bolt AG", 40, 640), ("VAT 22", 40, 600))
ASIDE = page(("Acme AG", 40, 700), ("VAT 11", 40, 660), ("Bolt AG", 340, 680), ("VAT 22", 340, 650))


@pytest.mark.parametrize("on", [STACKED, ASIDE])
def test_a_number_is_of_the_party_whose_name_it_stands_below(on):
    numbers = [offer(on, "VAT 11", 0.5), offer(on, "VAT 22", 0.45)]
    names = {SELLER: [offer(on, "Acme AG", 0.9)], BUYER: [offer(on, "Bolt AG", 0.3)]}
    made = by_parties(ASKED, names | {SELLER_TAX: numbers, BUYER_TAX: numbers})
    assert [made[k][0].place.candidate.said for k in (SELLER_TAX, BUYER_TAX)] == [
        "VAT 11",
        "VAT 22",
    ]
    assert made[BUYER_TAX][1].share < 0.2 < 0.5 < made[BUYER_TAX][0].share


def test_a_number_of_one_party_alone_is_not_the_others():
    """Also where the other field alone would be as sure of it."""
    names = {SELLER: [offer(ASIDE, "Acme AG", 0.9)], BUYER: [offer(ASIDE, "Bolt AG", 0.9)]}
    offers = {k: [offer(ASIDE, "VAT 11", 0.98)] for k in (SELLER_TAX, BUYER_TAX)}
    made = by_parties(ASKED, names | offers)
    assert made[SELLER_TAX][0].share == pytest.approx(0.98)
    assert chosen_values(made)[BUYER_TAX][0].share < 0.4


def test_the_name_of_a_party_tells_where_it_stands_not_its_country():
    asked = [
        (k, FieldSpec(f"{who}_{what}", str, "", at=(who, what)))
        for k, (who, what) in enumerate(
            (who, what) for who in ("seller", "buyer") for what in ("country", "tax_id", "name")
        )
    ]
    numbers = [offer(STACKED, "VAT 11", 0.5), offer(STACKED, "VAT 22", 0.45)]
    names = {2: [offer(STACKED, "Acme AG", 0.9)], 5: [offer(STACKED, "Bolt AG", 0.9)]}
    made = by_parties(asked, names | {0: [], 3: [], 1: numbers, 4: numbers})
    assert [made[k][0].place.candidate.said for k in (1, 4)] == ["VAT 11", "VAT 22"]


def test_fields_without_party_name_or_page_of_it_stay():
    offers = {SELLER_TAX: [offer(ASIDE, "VAT 11", 0.98)], BUYER_TAX: [], SELLER: [], BUYER: []}
    assert by_parties(ASKED, offers) == offers
    assert by_parties(ASKED[:1], {SELLER: offers[SELLER_TAX]}) == {SELLER: offers[SELLER_TAX]}
    far = {SELLER: [offer(STACKED, "Acme AG", 0.9)], BUYER: [offer(STACKED, "Bolt AG", 0.9)]}
    assert by_parties(ASKED, offers | far)[SELLER_TAX] == offers[SELLER_TAX]


def test_what_a_taken_place_loses_makes_the_next_one_likelier():
    total, net = offer(ASIDE, "VAT 11", 0.9), offer(ASIDE, "VAT 22", 0.08)
    sure = Offer(0.98, total.page, total.place)
    chosen = chosen_values({0: [sure], 1: [total, net]})
    assert chosen[1][0].place == net.place
    assert 0.08 < chosen[1][0].share < 0.5
    alone = chosen_values({1: [total, net]})
    assert alone[1][0] == total
