"""Rows that lack what the others have."""

from extract_filings.pipeline.ask.lists.whole_rows import of_its_tables, whole_rows
from extract_filings.pipeline.ask.spans.page import Place
from extract_filings.pipeline.ask.spans.row import Row
from extract_filings.pipeline.text.candidates import Candidate
from extract_filings.schemas.base import FieldSpec

NAME, AMOUNT = 0, 1
SPECS = {
    NAME: FieldSpec("name", str, "", required=True, null=False),
    AMOUNT: FieldSpec("amount", int, ""),
}


def rows(*some: dict[int, float]):
    place = Candidate("x", 0, 1)
    return [(None, Row({k: Place(place, share, 0, 0) for k, share in row.items()})) for row in some]


WHOLE = {NAME: 0.6, AMOUNT: 0.6}


def test_rows_of_a_table_that_fits_far_worse_than_the_best_one_are_another_list():
    """Wherever its pages; those of no table are judged by themselves."""
    some = [(None, Row(fit=fit)) for fit in (0.7, 0.7, 0.25, None, 0.4)]
    assert [row.fit for _, row in of_its_tables(some)] == [0.7, 0.7, None, 0.4]
    assert of_its_tables(some[2:4]) == some[2:4]


def test_a_row_without_what_most_have_is_none():
    some = rows(WHOLE, WHOLE, {AMOUNT: 0.6}, {NAME: 0.6})
    assert whole_rows(some, SPECS) == [*some[:2], some[3]]


def test_a_sure_row_stays_and_tells_what_it_lacks():
    some = rows(WHOLE, WHOLE, {AMOUNT: 0.95})
    assert whole_rows(some, SPECS) == some


def test_where_most_lack_it_all_stay():
    some = rows(WHOLE, {AMOUNT: 0.6}, {AMOUNT: 0.6})
    assert whole_rows(some, SPECS) == some
    assert whole_rows([], SPECS) == []


def test_a_number_of_running_text_is_no_row_beside_a_table():
    table, (loose, full) = rows(*[dict.fromkeys(range(4), 0.6)] * 3), rows({2: 0.9}, WHOLE)
    for _, row in table:
        row.fit = 0.7
    assert of_its_tables([*table, loose, full]) == [*table, full]
    assert of_its_tables([loose, full]) == [loose, full]
