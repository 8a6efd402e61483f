"""Values that follow from others: which, from what, and when nothing does."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from extract_filings.pipeline.records import Document, Line, Operand, Record, Value
from extract_filings.pipeline.resolve.derived import with_derived
from extract_filings.pipeline.status import Status
from extract_filings.pipeline.tables.export import as_json
from extract_filings.pipeline.tables.frames import Run, evidence, tables
from extract_filings.pipeline.tables.restore import records_of
from extract_filings.schemas.compile import compiled

DAY = {"type": ["string", "null"], "format": "date"}
LEASE = {
    "type": "object",
    "properties": {
        "start": DAY | {"description": "commencement date"},
        "end": DAY | {"description": "expiration date, end of the lease"},
        "rent": {"type": ["number", "null"]},
    },
}
SIGNED = 'Made in the United States on March 1, 2024 (the "Commencement Date").'


def asked(**more: dict):
    return compiled({**LEASE, "properties": {**LEASE["properties"], **more}}, "lease")


def document(*pages: str) -> Document:
    lines = tuple(
        tuple(Line(n, i, text) for i, text in enumerate(page.splitlines()))
        for n, page in enumerate(pages, 1)
    )
    return Document("a.pdf", "a", "", "pdfium", lines)


def printed(of: Document, table: str, field: str, value, quote: str, key=(), sure=0.8) -> Value:
    """A value where the document first prints the quote."""
    line = next(n for page in of.pages for n in page if quote in n.text)
    at = line.text.index(quote)
    return Value(table, key, field, value, quote, line, at, at + len(quote), sure)


def started(of: Document) -> Value:
    return printed(of, "lease", "start", date(2024, 3, 1), "March 1, 2024")


def end_of(text: str, *further: str) -> Value | None:
    of = document(SIGNED, text, *further)
    values = with_derived(asked(), [started(of)], of)
    return next((v for v in values if v.field == "end"), None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("This Lease expires thirty-six (36) months after the Commencement Date.", "2027-03-01"),
        ("This Lease begins then and ends one year from the Commencement Date.", "2025-03-01"),
        ("The Expiration Date is the third anniversary of the Commencement Date.", "2027-03-01"),
        ("Expiration date: the day before the first anniversary of June 1, 2024", "2025-05-31"),
        (
            "The term of this Lease is two years, commencing on the\nCommencement Date.",
            "2026-02-28",
        ),
        ("Expiration date: ninety days following January 1, 2025", "2025-04-01"),
    ],
)
def test_a_date_is_counted_from_another(text, day):
    found = end_of(text)
    assert found and (str(found.value), str(found.status)) == (day, "derived")
    words = " ".join(text.split())
    assert all(o.quote in f"{SIGNED} {words}" for o in found.operands) and found.quote in words


@pytest.mark.parametrize(
    "text",
    [
        "This Lease shall expire at least one year after the Commencement Date.",
        "This Lease shall end on the last day of the month one year after the Commencement Date.",
        "The option expires ninety days after the Commencement Date.",
        "The Expiration Date may be changed by notice within 30 days after the Commencement Date.",
        "This Lease shall expire one year after the Delivery Date.",
        "This Lease shall expire one year after the Commencement Date of the Sublease.",
        "This Lease shall expire ten business days after the Commencement Date.",
        "This Lease shall expire 9,000 years after the Commencement Date.",
        "Term: 36 months",
    ],
)
def test_no_date_is_counted_where_the_text_may_mean_another(text):
    assert end_of(text) is None


def test_two_texts_that_count_different_days_give_none():
    one, other = (f"This Lease expires {n} years after the Commencement Date." for n in (2, 3))
    assert (end := end_of(one, one)) and end.value == date(2026, 3, 1)
    assert end_of(one, other) is None


def test_a_day_that_is_defined_twice_is_none_to_count_from():
    again = (
        'Amended on May 1, 2024 (the "Effective Date"), and on May 2, 2024 (the "Effective Date").'
    )
    text = "This Lease expires one year after the Effective Date."
    assert end_of(text, again) is None
    assert (end := end_of(text, again.split(", and")[0])) and end.value == date(2025, 5, 1)


def test_a_printed_value_stays_and_a_forced_one_gives_way():
    of = document(SIGNED, "This Lease expires one year after the Commencement Date.")
    own = printed(of, "lease", "end", date(2024, 3, 1), "March 1, 2024")
    assert with_derived(asked(), [started(of), own], of) == [started(of), own]
    forced = [started(of), replace(own, status=Status("forced"))]
    assert [str(v.value) for v in with_derived(asked(), forced, of)] == ["2024-03-01", "2025-03-01"]


CURRENCY = {"type": ["string", "null"]}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Rent $1,250.00 a month", "USD"),
        ("Rent € 1,250.00 a month", "EUR"),
        ("Rent 1,250.00 CHF a month", "CHF"),
        ("Rent $1,250.00 a month, in Canadian dollars", None),
        ("Rent 1,250.00 a month, not £3", None),
    ],
)
@pytest.mark.parametrize("kind", [CURRENCY, {"enum": ["USD", "EUR", "CHF", None]}])
def test_a_currency_follows_from_the_sign_beside_the_amount(text, code, kind):
    of = document(SIGNED, text)
    rent = printed(of, "lease", "rent", Decimal("1250.00"), "1,250.00")
    made = with_derived(asked(currency=kind), [rent], of)[1:]
    assert [v.value for v in made if v.field == "currency"] == [code] * bool(code)
    assert all(v.operands == (Operand("1,250.00", rent.line),) for v in made)


def test_amounts_of_two_currencies_give_none():
    of = document("Rent €1,250.00", "Deposit £900.00")
    values = [
        printed(of, "lease", "rent", Decimal("1250.00"), "1,250.00"),
        printed(of, "lease", "deposit", Decimal("900.00"), "900.00"),
    ]
    parts = asked(deposit={"type": "number"}, currency=CURRENCY)
    assert with_derived(parts, values, of) == values


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ({"type": "integer"}, 1000),
        ({"type": "string"}, "thousands"),
        ({"enum": ["thousand"]}, "thousand"),
    ],
)
def test_a_scale_is_what_the_page_states_of_an_amount_that_says_none(kind, said):
    parts = asked(rent_scale=kind)
    for rent, found in (("Rent 1,250", [said]), ("Rent 1,250 million", [])):
        of = document(f"Rents (in thousands)\n{rent}")
        amount = printed(of, "lease", "rent", Decimal(1250), "1,250")
        made = with_derived(parts, [amount], of)[1:]
        assert [v.value for v in made] == found
        assert all(v.quote == "Rents (in thousands)" for v in made)


def test_a_unit_is_that_of_the_one_number_beside_it():
    kinds = {"unit": {"type": "string"}, "size": {"type": "number"}, "price": {"type": "number"}}
    rows = {"type": "array", "items": {"type": "object", "properties": kinds}}
    parts, key = asked(rows=rows), (("row", 0),)
    of = document("Share of costs 4.5 % at $7")
    size = printed(of, "rows", "size", Decimal("4.5"), "4.5", key)
    price = printed(of, "rows", "price", Decimal(7), "7", key)
    units = [v.value for v in with_derived(parts, [size], of) if v.field == "unit"]
    assert units == ["%"] and with_derived(parts, [size, price], of) == [size, price]


def test_a_fiscal_quarter_follows_from_two_days():
    kinds = {"period_end": DAY, "fiscal_year_end": DAY, "fiscal_year": {"type": "integer"}}
    parts = asked(**kinds, fiscal_quarter={"enum": ["Q1", "Q2", "Q3", "Q4"]})
    of = document("Quarter ended March 31, 2025; year ended September 30, 2024")
    end = printed(of, "lease", "period_end", date(2025, 3, 31), "March 31, 2025", sure=0.9)
    year = printed(of, "lease", "fiscal_year_end", date(2024, 9, 30), "September 30, 2024")
    made = {v.field: v for v in with_derived(parts, [end, year], of)}
    assert (made["fiscal_year"].value, made["fiscal_quarter"].value) == (2025, "Q2")
    assert made["fiscal_year"].confidence == 0.8
    assert with_derived(parts, [end], of) == [end]


def test_evidence_names_what_a_value_follows_from():
    of = document(SIGNED, "This Lease expires one year after the Commencement Date.")
    values = tuple(with_derived(asked(), [started(of)], of))
    told = evidence(asked(), Record("a", "", 2, values, ()))
    assert [row[-7] for row in told] == [
        None,
        [
            {"quote": "one year", "page": 2, "line": 0},
            {"quote": "March 1, 2024", "page": 1, "line": 0},
        ],
    ]


def test_tables_keep_what_a_value_follows_from():
    of = document(SIGNED, "This Lease expires one year after the Commencement Date.")
    record = Record("a", "", 2, tuple(with_derived(asked(), [started(of)], of)), ())
    frames = tables([record], [], asked(), Run("lease", "m", "v", {}))
    [again] = records_of(frames, asked())
    assert [[o.quote for o in v.operands] for v in again.values] == [
        [],
        ["one year", "March 1, 2024"],
    ]
    assert '"operands": [' in as_json(asked(), frames)
