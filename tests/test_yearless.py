"""Days without a year are read by the dates that the document prints in full."""

from datetime import date

import pytest

from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.records import Chunk, Line
from extract_filings.pipeline.text.candidates import candidates
from extract_filings.pipeline.text.parse import dates_in
from extract_filings.schemas.base import FieldSpec

DAY = FieldSpec("bought_on", date, "")
FOUR = [f"2025-06-{day:02}" for day in (9, 10, 11, 12)]
JUNE, TURN = "1 June 2025 to 30 June 2025", "15 December 2024 to 14 January 2025"


def days(text):
    return tuple(day for _, day in dates_in(text))


@pytest.mark.parametrize(
    ("period", "printed", "said"),
    [
        (JUNE, "03 Jun 06:52 Diesel", ["2025-06-03"]),
        (
            JUNE,
            "Mon 09JUN F41, Jun. 10 L12, 11-Jun, June 12th",
            FOUR,
        ),
        (TURN, "28 Dec, 3 Jan", ["2024-12-28", "2025-01-03"]),
        ("29 February 2024, 1 March 2025", "29 Feb", ["2024-02-29"]),
        ("1 July 2024, 14 July 2025", "10 July", []),
        ("no date at all", "03 Jun", []),
        (JUNE, "you 2 may go, JUNE 2025, 31 Jun, 5 June, 2025, Jun 12.50, Mar-4", ["2025-06-05"]),
    ],
)
def test_the_year_is_the_one_that_is_nearest_to_the_full_dates(period, printed, said):
    full = {str(day) for day in days(printed)}
    found = candidates(DAY, printed, days(period))
    assert [c.said for c in found] == said
    assert all(c.derived for c in found if c.said not in full)


def test_they_are_read_only_where_the_dates_of_the_document_are_known():
    line = Line(2, 0, "03 Jun 06:52 Diesel 61.84")
    known = Passage((Chunk((line,)),), days(JUNE))
    assert [c.said for c in known.offers(DAY)] == ["2025-06-03"]
    assert not Passage((Chunk((line,)),)).offers(DAY)
