"""The laws of a schema help to choose between numbers."""

from dataclasses import replace
from decimal import Decimal

import pytest
from span_case import pieces_page

from extract_filings.pipeline.ask.spans.laws import by_laws, columns_of
from extract_filings.pipeline.ask.spans.page import Place, SpanPage
from extract_filings.pipeline.ask.spans.row import Row
from extract_filings.pipeline.ask.spans.values import Offer
from extract_filings.pipeline.text.candidates import Candidate
from extract_filings.schemas.base import FieldSpec, Part
from extract_filings.schemas.checks import Check, exactly

PAGE = SpanPage(*pieces_page(("100.00 8.00 108.00", 40, 700)), [], None)
FIELDS = dict(enumerate(FieldSpec(n, Decimal, "", at=(n,)) for n in ("subtotal", "tax", "total")))
ADDS = Check("total", "bill", "", lambda subtotal, tax, total: subtotal + tax - total, exactly)
LINES = Check("lines", "bill", "", lambda subtotal, amount: subtotal - sum(amount), over="lines")
BILL = Part("bill", "root", "", tuple(FIELDS.values()), checks=(ADDS,))


def offers(**shares: float) -> list[Offer]:
    """By number: `_100` is 100.00."""
    said = {f"{name[1:]}.00": share for name, share in shares.items()}
    return [
        Offer(s, PAGE, Place(Candidate(w, PAGE.passage.text.index(w), 1), s, 0, 0))
        for w, s in said.items()
    ]


def said(some: list[Offer]) -> str:
    return some[0].place.candidate.said


UNSURE = {
    0: offers(_108=0.6, _100=0.2, _8=0.05),
    1: offers(_8=0.5, _108=0.3, _100=0.1),
    2: offers(_108=0.7, _100=0.2),
}


def test_numbers_that_add_up_are_chosen():
    made = by_laws(BILL, FIELDS, UNSURE, {})
    assert [said(made[k]) for k in FIELDS] == ["100.00", "8.00", "108.00"]
    assert made[0][0].share > 0.9


def test_what_a_list_adds_up_to_tells_two_numbers_of_a_law_apart():
    either = UNSURE | {0: offers(_108=0.6, _8=0.2, _100=0.05), 1: offers(_100=0.4, _8=0.3)}
    both = replace(BILL, checks=(ADDS, LINES))
    rows = [(PAGE, Row({7: offers(**{f"_{n}": 0.9})[0].place})) for n in (100,)]
    columns = columns_of({7: FieldSpec("amount", Decimal, "")}, rows)
    assert columns == {"amount": [Decimal("100.00")]}
    assert said(by_laws(BILL, FIELDS, either, {"lines": columns})[1]) == "100.00"
    made = by_laws(both, FIELDS, either, {"lines": columns})
    assert [said(made[k]) for k in FIELDS] == ["100.00", "8.00", "108.00"]


@pytest.mark.parametrize(
    "check",
    [
        Check("never", "bill", "", lambda subtotal, tax: Decimal(1), exactly),
        Check("broken", "bill", "", lambda subtotal, tax: 1 / 0),
        Check("other", "bill", "", lambda subtotal, place: subtotal - place),
        Check("row", "lines", "", lambda subtotal, tax: subtotal - tax),
        replace(ADDS, severity="warning"),
        LINES,
    ],
)
def test_a_law_that_cannot_be_kept_or_is_of_something_else_moves_nothing(check):
    assert by_laws(replace(BILL, checks=(check,)), FIELDS, UNSURE, {}) == UNSURE


def test_a_law_that_most_numbers_keep_moves_little():
    positive = Check("sign", "bill", "", lambda subtotal: min(subtotal, Decimal(0)), exactly)
    made = by_laws(replace(BILL, checks=(positive,)), FIELDS, UNSURE, {})
    assert [o.share for o in made[0]] == pytest.approx([o.share for o in UNSURE[0]])


def test_a_column_that_a_row_lacks_is_none_and_a_list_that_was_not_read_has_none():
    rows = [(PAGE, Row({7: UNSURE[0][0].place})), (PAGE, Row({}))]
    assert columns_of({7: FieldSpec("amount", Decimal, "")}, rows) == {}
    assert columns_of({7: FieldSpec("amount", Decimal, "")}, []) == {}
