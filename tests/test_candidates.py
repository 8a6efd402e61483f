"""What a text offers as a value: said alike whatever its print, and each where it is printed."""

from datetime import date
from decimal import Decimal

import pytest

from extract_filings.pipeline.text.candidates import candidates, is_open, normalised
from extract_filings.pipeline.text.parse import printed, typed
from extract_filings.schemas.base import Cue, FieldSpec

RENT = FieldSpec("rent", Decimal, "the rent of a month")
DAYS = FieldSpec("notice_days", int, "days of notice")
DUE = FieldSpec("due", date, "when it is to be paid")
TERM = FieldSpec("term", str, "how long it lasts")


def offers(field: FieldSpec, text: str) -> dict[str, str]:
    """What may be said -> the words that print it."""
    found = [*candidates(field, text), *normalised(field, text)]
    assert found == sorted(found, key=lambda c: c.start)
    return {c.said: text[c.start : c.end] for c in found}


@pytest.mark.parametrize(
    "words",
    [
        "March 5, 2024",
        "Mar. 5, 2024",
        "5 March 2024",
        "the 5th day of March, 2024",
        "2024-03-05",
        "03/05/2024",
        "3/5/24",
        "05-Mar-24",
        "5.3.2024",
        "05 Mar 24",
        "5 MAR 24",
        "Mar 5, '24",
        "5th of March 2024",
    ],
)
def test_a_date_is_said_alike_whatever_its_print(words):
    found = offers(DUE, f"as of {words}, between the parties")
    assert [*found] == ["2024-03-05"] and words.endswith(found["2024-03-05"])


@pytest.mark.parametrize("row", ["1 Mar 5, 2024", "54 March 5, 2024", "1 Mar 5 2024 66"])
def test_a_number_ahead_of_a_date_is_no_day_of_it(row):
    assert [*offers(DUE, row)] == ["2024-03-05"]


def test_what_reads_as_no_day_is_no_date():
    assert (
        offers(DUE, "on 13/32/2024, 2024-02-30, see 1.2.3.4, 5/6, 5 May 25% and 5 Mar 25.00") == {}
    )


def test_the_day_and_the_year_of_a_date_are_no_amounts():
    text = "From May 1, 2020 to 06/30/2021 the rent is $1,250.00 for 3 rooms"
    assert offers(RENT, text) == {"1250.00": "1,250.00", "3": "3"}


@pytest.mark.parametrize("code", ["5949-29-1", "INV-5949", "0000320193-24-000123", "10-K-405"])
def test_the_digits_of_a_code_are_no_numbers(code):
    assert offers(RENT, f"Lot {code}, 30-day notice, 10-20 rooms, -7 and (5949)") == {
        "30": "30",
        "10": "10",
        "20": "20",
        "-7": "7",
        "-5949": "5949",
    }
    assert offers(DAYS, f"Lot {code}") == {}


def test_numbers_in_capitals_and_years_of_quarters_are_no_codes():
    assert "25" in offers(DAYS, "WITHIN TWENTY-FIVE DAYS")
    assert "2020" in offers(FieldSpec("fiscal_year", int, "the fiscal year"), "ended in Q4-2020")


def test_a_field_that_asks_for_a_year_may_have_one_of_a_date():
    year = FieldSpec("fiscal_year", int, "the fiscal year")
    assert "2020" in offers(year, "the year ended May 1, 2020")


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("ninety", "90"),
        ("Twenty-one", "21"),
        ("twenty one", "21"),
        ("one hundred eighty", "180"),
        ("one hundred and five", "105"),
        ("two hundred", "200"),
    ],
)
def test_a_number_in_words_is_said_in_digits(words, number):
    assert offers(DAYS, f"upon {words} days' notice") == {number: words}


def test_words_that_only_begin_like_a_number_are_none():
    assert offers(DAYS, "someone often seventies tenant nineteenth") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rent of $1,250.00 a month", "1250.00"),
        ("rent of 1.3 million", "1300000"),
        ("a loss of (2,500)", "-2500"),
        ("a rent of $0.50", "0.50"),
    ],
)
def test_an_amount_is_said_as_a_plain_decimal_that_means_the_same(text, said):
    [one] = candidates(RENT, text)
    assert one.said == said and Decimal(said) == typed(RENT, text, one.start, one.end)


def test_what_breaks_the_bounds_of_the_schema_is_not_offered():
    few = FieldSpec("days", int, "", rules=(("maximum", 30),))
    assert [*offers(few, "10 of 31 days, or $5 million")] == ["10"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("two (2) years", "2 years"),
        ("24 months", "24 months"),
        ("ninety days", "90 days"),
        ("a 3-year term", "3 years"),
        ("one year", "1 year"),
        ("1.5 years", "1.5 years"),
        ("thirty (30) calendar days", "30 days"),
    ],
)
def test_a_duration_is_said_with_its_number_and_unit(words, said):
    found = normalised(TERM, f"It lasts for {words} from now.")
    assert [c.said for c in found if c.said in said] == [said] * (said not in words)
    assert all(c.derived for c in found)


def test_a_unit_without_a_number_is_no_duration():
    assert normalised(TERM, "each year, per month, the days of a week") == []


def test_a_currency_is_offered_where_one_is_asked_for_alone():
    money = FieldSpec("currency", str, "in which it is paid")
    assert [c.said for c in normalised(money, "rent of €500, or $600")] == ["EUR", "USD"]
    assert normalised(TERM, "rent of €500, or $600") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Q2 FY2025", ("2025", "2", "FY2025 Q2")),
        ("2Q'25", ("2025", "2", "FY2025 Q2")),
        ("the second quarter of fiscal year 2025", (None, "2", "FY2025 Q2")),
        ("the fourth fiscal quarter", (None, "4", "Q4")),
        ("FY25", ("2025", None, "FY2025")),
        ("Q5, 25Q and A4Q of the year, a second quartering", (None, None, None)),
    ],
)
def test_a_fiscal_period_is_said_alike_whatever_its_print(words, said):
    year, quarter = FieldSpec("fiscal_year", int, ""), FieldSpec("fiscal_quarter", int, "")
    whole, text = FieldSpec("fiscal_period", str, ""), f"Results of {words} are"
    made = ([c.said for c in candidates(f, text) if c.derived] for f in (year, quarter))
    found = (*made, [c.said for c in normalised(whole, text)])
    assert found == tuple([s] if s else [] for s in said)


def test_every_offer_of_a_pattern_matches_it():
    code = FieldSpec("code", str, "", Cue(pattern=r"[A-Z]{2}\d{3}"))
    assert not is_open(code)
    assert offers(code, "AB123 and xy999, CD456") == {"AB123": "AB123", "CD456": "CD456"}


def test_choices_and_open_text_have_no_list():
    choice = FieldSpec("basis", str, "", choices=("Gross", "Net"))
    assert candidates(choice, "Gross 5") == candidates(TERM, "Gross 5") == []


@pytest.mark.parametrize("field", [RENT, DAYS, DUE])
def test_what_is_said_reads_back_as_the_value(field):
    text = "By May 1, 2020 pay $1,250.00 and ninety (90) days after 2 June 2021 (15) 7.25 million"
    for one in candidates(field, text):
        value = typed(field, text, one.start, one.end)
        made = Decimal(one.said) if field.type is Decimal else one.said
        assert made == value or one.said == printed(value)
