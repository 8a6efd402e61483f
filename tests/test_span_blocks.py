"""The lines of an address stand below the name of whose address it is."""

import pytest
from pydantic import BaseModel, Field
from span_case import Piece, pieces_page

from extract_filings.pipeline.ask.spans.blocks import below, named_by, with_addresses
from extract_filings.pipeline.ask.spans.page import Place, SpanPage
from extract_filings.pipeline.text.candidates import Candidate
from extract_filings.schemas.compile import parts


class Party(BaseModel):
    name: str | None = None
    address: list[str] = Field(default_factory=list)
    phones: list[str] = Field(default_factory=list)


class Order(BaseModel):
    """An order."""

    buyer: Party = Field(default_factory=Party)
    billing_address: list[str] = Field(default_factory=list)


PARTS = parts(Order)
ASKED = [(p, f) for p in PARTS for f in p.fields]


def page(*pieces: Piece) -> SpanPage:
    return SpanPage(*pieces_page(*pieces), [], None)


def lines(made: SpanPage, name: str) -> list[str]:
    start = made.passage.text.index(name)
    place = Place(Candidate(name, start, start + len(name)), 0.9, 0, 1)
    return [row.places[7].candidate.said for _, row in below((made, place, 0.9), 7)]


def test_the_address_of_a_party_is_known_by_its_name():
    found = {p.name: named_by(p, ASKED) for p in PARTS}
    name = next(k for k, (_, f) in enumerate(ASKED) if f.at == ("buyer", "name"))
    assert found["buyer_address"] == name
    assert [found[p] for p in found if p != "buyer_address"] == [None] * (len(found) - 1)


@pytest.mark.parametrize("label", ["", "Bill to: "])
def test_lines_below_a_name_are_taken_up_to_what_is_no_address(label):
    made = page(
        ("Seller Inc.", 300, 700),
        (label + "Acme GmbH", 40, 700),
        ("1 Far Street", 300, 688),
        ("Lindenallee 133", 40, 688),
        ("20457 Hamburg,", 40, 676),
        ("Tel. 555 0100", 40, 664),
        ("no address", 40, 652),
    )
    assert lines(made, "Acme GmbH") == ["Lindenallee 133", "20457 Hamburg"]
    assert lines(made, "Seller Inc.") == ["1 Far Street"]


def test_lines_far_below_or_set_otherwise_are_not_taken():
    made = page(("Acme GmbH", 40, 700), ("Order of May 1", 60, 688), ("Goods", 40, 640))
    assert lines(made, "Acme GmbH") == []


def test_without_a_name_the_rows_stay_as_they_are():
    rows = {"buyer_address": [], "billing_address": []}
    assert with_addresses(rows, PARTS, ASKED, {}) == rows
