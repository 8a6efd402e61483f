"""Sums of a list's rows are no rows."""

import pytest
from span_case import pieces_page

from extract_filings.pipeline.ask.lists.totals import without_totals
from extract_filings.pipeline.ask.spans.page import Place, SpanPage
from extract_filings.pipeline.ask.spans.row import Row
from extract_filings.pipeline.text.candidates import Candidate

WHAT, SUM = 0, 1


def kept(*lines: str) -> list[str]:
    """Each line is words and a number."""
    made = SpanPage(*pieces_page(*((t, 40, 700 - 12 * n) for n, t in enumerate(lines))), [], None)
    rows = []
    for start, text in zip(made.starts, lines, strict=False):
        words, number = text.rsplit(" ", 1)
        at = start + len(words) + 1
        rows.append(
            Row(
                {
                    WHAT: Place(Candidate(words, start, start + len(words)), 0.9, 0, 1),
                    SUM: Place(Candidate(number, at, at + len(number)), 0.9, 0, 1),
                }
            )
        )
    return [row.places[WHAT].candidate.said for row in without_totals(made, rows)]


def test_what_sums_up_the_rows_since_the_last_total_is_left_out():
    lines = ["Room 10.00", "Bar 5.50", "Subtotal 15.50", "Tax 1", "Fee 2", "Total fees 3"]
    assert kept(*lines) == ["Room", "Bar", "Tax", "Fee"]


@pytest.mark.parametrize(
    "name",
    ["Total", "TOTAL ESTIMATE USD", "Total 2025 tax due", "Claim total", "Sum / mean", "Overall"],
)
def test_what_is_called_a_total_is_none_whatever_it_sums_up(name):
    assert kept("Room 10", "Bar 5", f"{name} 99") == ["Room", "Bar"]


def test_a_mean_is_a_row_unless_it_is_the_last_of_several():
    assert kept("Bog 3.5", "Fen 4.5", "Mean 4.0") == ["Bog", "Fen"]
    assert kept("Mean 4.0", "Median 4.1") == ["Mean", "Median"]
    assert kept("Fen 4.5", "Average 4.5") == ["Fen", "Average"]


def test_several_sums_prove_a_total_of_any_name():
    lines = ("City", "4 10"), ("County", "6 5"), ("General", "10 15"), ("Water", "9 15")
    pieces = [(" ".join(one), 40.0, 700.0 - 12 * n) for n, one in enumerate(lines)]
    made, rows = SpanPage(*pieces_page(*pieces), [], None), []
    for start, (name, numbers) in zip(made.starts, lines, strict=False):
        places = {WHAT: Place(Candidate(name, start, start + len(name)), 0.9, 0, 1)}
        for k, said in enumerate(numbers.split(), 1):
            places[k] = Place(
                Candidate(said, start + len(name) + k, start + len(name) + k), 0.9, 0, 1
            )
        rows.append(Row(places))
    names = [row.places[WHAT].candidate.said for row in without_totals(made, rows)]
    assert names == ["City", "County", "Water"]


@pytest.mark.parametrize(
    "lines",
    [
        ["Room 10", "Bar 5", "Total care 7"],  # is no sum
        ["Room 10", "Bar 5", "Suite 15"],  # does not say so
        ["Room 10", "Total care 10"],  # one row is no sum
    ],
)
def test_what_only_looks_like_a_total_stays(lines):
    assert kept(*lines) == [line.rsplit(" ", 1)[0] for line in lines]
