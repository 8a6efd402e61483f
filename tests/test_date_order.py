"""Day or month first: the whole document tells, or the date is doubted."""

from dataclasses import replace
from datetime import date

import pytest

from extract_filings.pipeline.records import Document, Line, Value
from extract_filings.pipeline.resolve.confidence import Calibration, rated
from extract_filings.pipeline.resolve.ordered_dates import GUESSED, with_ordered_dates
from extract_filings.pipeline.text.date_order import DateOrder, date_order
from extract_filings.schemas.base import FieldSpec, Part

FIRSTS = [f"{month:02}/01/2025" for month in range(2, 8)]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("03/06/25, 28/06/25", DateOrder(day_first=True, sure=True)),
        ("03/06/25, 06/28/25", DateOrder(day_first=False, sure=True)),
        ("03/06/25, 28/06/25, 06/28/25", DateOrder(day_first=False, sure=False)),
        ("03/06/25, 05/06/25, 08/06/25", DateOrder(day_first=True, sure=True)),
        ("06/03/25, 06/05/25, 06/08/25", DateOrder(day_first=False, sure=True)),
        ("from 03/06/25, as of 2 June 2025", DateOrder(day_first=False, sure=False)),
        ("due " + ", ".join(FIRSTS), DateOrder(day_first=False, sure=False)),
        ("03/06/25", DateOrder(day_first=False, sure=False)),
        ("03/06/25, Portland, OR 97201", DateOrder(day_first=False, sure=True)),
        ("ratio 3/4", DateOrder(day_first=False, sure=False)),
    ],
)
def test_the_order_is_told_by_one_date_by_all_together_or_by_an_address(text, order):
    assert date_order(text) == order


def test_what_a_document_says_with_all_numbers_exchanged_is_the_other_order():
    said = "03/06/25, 05/06/25, 08/06/25, 02/11/24"
    other = ", ".join("/".join((m, d, y)) for d, m, y in (s.split("/") for s in said.split(", ")))
    assert date_order(said).day_first is not date_order(other).day_first


def read(printed: str, *pages: str, day: date = date(2025, 3, 6)) -> Value:
    """A date on the first page, read with the month first, after all pages were seen."""
    texts = (printed, *pages)
    lines = tuple((Line(n, 0, text),) for n, text in enumerate(texts, 1))
    value = Value("log", (), "day", day, printed, lines[0][0], 0, len(printed), 0.99)
    return with_ordered_dates([value], Document("a.pdf", "a", "0", "pdfium", lines))[0]


def test_another_page_tells_the_order():
    value = read("03/06/2025", "sailed 28/06/2025")
    assert (value.value, str(value.status)) == (date(2025, 6, 3), "found")
    assert read("03/06/2025", "sailed 06/28/2025").value == date(2025, 3, 6)


def test_a_date_whose_order_nothing_tells_is_doubted_and_says_the_other_one():
    value = read("03/06/2025")
    assert (value.value, value.column) == (date(2025, 3, 6), GUESSED)
    assert str(value.status) == "conflicting: with the day first it is 2025-06-03"
    assert value.status.doubted
    root = Part("log", "root", "", (FieldSpec("day", date, ""),))
    calibration = Calibration("log", {"root": (1.0, 0, 0, 0, 0, 0, 0)}, ((0.5, 0.5),), "a test")
    assert rated([root], [value], calibration, 0.9)[0].confidence <= GUESSED
    assert rated([root], [replace(value, column=1.0)], calibration, 0.9)[0].confidence > 0.9


@pytest.mark.parametrize("printed", ["3 June 2025", "2025-06-03", "03/13/2025", "04/04/2025"])
def test_other_dates_are_as_they_were(printed):
    value = read(printed)
    assert (value.value, str(value.status)) == (date(2025, 3, 6), "found")


def test_words_that_look_like_dates_are_no_dates():
    lines = (Line(1, 0, "03/06/2025"),)
    value = Value("log", (), "batch", "03/06/2025", "03/06/2025", lines[0], 0, 10, 0.99)
    assert with_ordered_dates([value], Document("a.pdf", "a", "0", "pdfium", (lines,))) == [value]
