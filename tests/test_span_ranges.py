"""Dates of one range answer begin and end together."""

from datetime import date
from types import SimpleNamespace

import pytest

from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.ask.spans.page import Place
from extract_filings.pipeline.ask.spans.ranges import periods, with_ranges
from extract_filings.pipeline.ask.spans.values import Offer
from extract_filings.pipeline.records import Chunk, Line
from extract_filings.schemas.base import FieldSpec

FROM, TO = (FieldSpec(n, date, "", at=(n,)) for n in ("flight_from", "flight_to"))
ASKED = [(0, FROM), (1, TO)]


def offered(page, said: str, share: float) -> Offer:
    place = next(c for c in page.passage.offers(FROM) if c.said == said)
    return Offer(share, page, Place(place, share, 0, 0))


def on(*lines: str) -> SimpleNamespace:
    chunk = Chunk(tuple(Line(1, i, text) for i, text in enumerate(lines)))
    return SimpleNamespace(passage=Passage((chunk,)))


@pytest.mark.parametrize("between", [" - ", " to ", "–", " through "])
def test_the_other_date_of_a_range_is_lifted(between):
    page = on("Ordered 03/01/20", f"Flight 03/09/20{between}04/12/20")
    known = {0: [offered(page, "2020-03-09", 0.8)], 1: [offered(page, "2020-03-09", 0.3)]}
    first, last = (with_ranges(ASKED, known, [page])[k] for k in (0, 1))
    assert [o.place.candidate.said for o in last] == ["2020-04-12", "2020-03-09"]
    assert last[0].share > 0.15 > 0.3 * last[1].share, "not offered before"
    assert first[0].share > 0.75


def test_what_hardly_looks_like_the_period_is_not_taken_for_its_range():
    page = on("03/09/20 - 04/12/20")
    known = {0: [offered(page, "2020-03-09", 0.02)], 1: [offered(page, "2020-04-12", 0.02)]}
    made = with_ranges(ASKED, known, [page])
    assert all(made[k][0].share < 0.2 for k in (0, 1))


def test_no_period_ends_before_it_begins():
    page = on("Printed 03/01/20", "From 03/09/20", "Until 04/12/20")
    known = {
        0: [offered(page, "2020-03-09", 0.7)],
        1: [offered(page, "2020-03-01", 0.5), offered(page, "2020-04-12", 0.4)],
    }
    last = with_ranges(ASKED, known, [page])[1]
    assert [o.place.candidate.said for o in last] == ["2020-04-12", "2020-03-01"]


def test_dates_that_are_no_range_do_not_lift_each_other():
    page = on("From 03/09/20, to be paid by 04/12/20")
    known = {0: [offered(page, "2020-03-09", 0.8)], 1: []}
    assert with_ranges(ASKED, known, [page]) == known


def test_both_sides_count():
    page = on("03/09/20 - 04/12/20")
    known = {0: [offered(page, "2020-03-09", 0.5)], 1: [offered(page, "2020-04-12", 0.5)]}
    made = with_ranges(ASKED, known, [page])
    assert [made[k][0].share for k in (0, 1)] == [pytest.approx(201 / 203)] * 2


@pytest.mark.parametrize(
    ("names", "pairs"),
    [
        (("lease_start", "lease_end"), 1),
        (("start", "rent_end"), 0),
        (("start_date", "end_date"), 1),
        (("valid_from", "valid_until"), 1),
        (("effective", "expires"), 1),
        (("effective_date", "termination_date"), 1),
        (("issued", "due"), 0),
    ],
)
def test_begin_and_end_are_those_of_one_thing(names, pairs):
    specs = [FieldSpec(n, date, "", at=(n,)) for n in names]
    assert [*periods([*enumerate(specs)])] == [(0, 1)] * pairs


def test_of_several_begins_and_ends_those_of_opposite_words_are_a_period():
    names = "effective_date", "start_date", "end_date", "closing_date"
    assert [*periods([(k, FieldSpec(n, date, "", at=(n,))) for k, n in enumerate(names)])] == [
        (1, 2)
    ]


def test_dates_of_different_objects_are_no_period():
    specs = [FieldSpec("a", date, "", at=("trip", "start")), FieldSpec("b", date, "", at=("end",))]
    assert [*periods([*enumerate(specs)])] == []
