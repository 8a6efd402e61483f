"""Dates and numbers are read as the rest of their text prints them."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from extract_filings.pipeline.ask.keyed_answer import root_pointers
from extract_filings.pipeline.ask.keyed_prompt import keyed_prompt
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.gold.answers import taken
from extract_filings.pipeline.records import Answer, Chunk, Line
from extract_filings.pipeline.resolve.fields import meant
from extract_filings.pipeline.text.candidates import candidates
from extract_filings.pipeline.text.conventions import as_usual
from extract_filings.schemas.base import Cue, FieldSpec, Part

DAY, AMOUNT = FieldSpec("due", date, "due", at=("due",)), FieldSpec("sum", Decimal, "", at=("sum",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("01/02/2025", ["2025-01-02"]),
        ("01/02/2025, 28/02/2025", ["2025-02-01", "2025-02-28"]),
        ("01/02/2025, 02/28/2025", ["2025-01-02", "2025-02-28"]),
        ("01/02/2025, 28/02/2025, 02/28/2025", ["2025-01-02", "2025-02-28", "2025-02-28"]),
        ("1-2-25 until 28-2-25", ["2025-02-01", "2025-02-28"]),
        ("2025/06/03, 2025.6.4", ["2025-06-03", "2025-06-04"]),
    ],
)
def test_one_date_that_is_clear_tells_the_others(text, said):
    assert [c.said for c in candidates(DAY, text)] == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("due: 1.250,00 EUR", ["1250.00"]),
        ("141.230 km, 119,00 EUR", ["141230", "119.00"]),
        ("1 250,00", ["1250.00"]),
        ("CHF 1'250.00", ["1250.00"]),
        ("-1.250,00 (3.000,00)", ["-1250.00", "-3000.00"]),
        ("19,5 % of 10,00", ["19.5", "10.00"]),
        ("141.230 and 3,125", ["141.230", "3125"]),  # it has no amount with cents
        ("$10.00, $12.50, 2,50", ["10.00", "12.50"]),  # more points than commas
    ],
)
def test_amounts_with_cents_tell_what_a_comma_is(text, said):
    assert [c.said for c in candidates(AMOUNT, text)] == said


def test_a_pattern_is_of_what_is_printed():
    code = replace(AMOUNT, cue=Cue(pattern=r"\d\.\d{3}"))
    assert [c.said for c in candidates(code, "4.100 costs 3,00")] == ["4.100"]


@pytest.mark.parametrize("text", ["123 456 " * 20_000, "1'234" * 20_000, "1.234" * 20_000])
def test_long_texts_take_no_longer_than_they_are(text):
    assert len(as_usual(text)) == len(text)


def test_a_model_s_answer_has_the_value_that_its_text_tells():
    """The line by itself would be the second of January, and no number."""
    lines = ("Due on 01/02/2025: 1.250,00", "Paid on 28/02/2025")
    text = Passage((Chunk(tuple(Line(1, i, t) for i, t in enumerate(lines))),))
    part = Part("bill", "root", "", (DAY, AMOUNT))
    [question] = keyed_prompt(text, [part]).questions
    answer = json.dumps({"due": "2025-02-01", "sum": 1250.00}).replace("1250.0", "1250.00")
    assert taken(question.grammar, answer)
    due, amount = root_pointers(text, part, Answer(answer, 1.0, ()))
    assert meant(DAY, due) == date(2025, 2, 1) and due.status == "found"
    assert meant(AMOUNT, amount) == Decimal("1250.00")


def test_a_number_is_no_fiscal_period():
    """The Decimal of "FY2023 Q3" ended a filing's reading."""
    field = FieldSpec("other_reporting_period", Decimal, "")
    assert [c.said for c in candidates(field, "in the third quarter of fiscal 2023, 5")] == [
        "2023",
        "5",
    ]
