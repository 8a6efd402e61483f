"""Laws of the checks: they mark cells, change no value, and allow for rounding."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from make_records import END, PARTS, Q1, acme, cell
from pydantic import BaseModel, model_validator

from extract_filings.pipeline.resolve.rules import unit, validate
from extract_filings.pipeline.status import Status
from extract_filings.pipeline.tables.instance import assemble, breaks, faults
from extract_filings.schemas.compile import parts
from extract_filings.schemas.credit_agreement import Agreement
from extract_filings.schemas.invoice import Invoice

MILLION = Decimal(10**6)


def statuses(*values):
    return {v.field: str(v.status) for v in validate(PARTS, values)}


def money(table, key, **amounts):
    """Cells in whole millions."""
    return [cell(table, key, field, amount * MILLION) for field, amount in amounts.items()]


def test_a_balance_that_balances_is_not_marked():
    assert statuses(
        *money("balance_sheet", END, total_assets=5000, total_liabilities_and_equity=5000)
    ) == {
        "total_assets": "found",
        "total_liabilities_and_equity": "found",
    }


def test_a_broken_balance_marks_both_its_cells_and_no_other():
    assert statuses(
        *money(
            "balance_sheet", END, total_assets=5000, total_liabilities_and_equity=5100, goodwill=7
        )
    ) == {
        "total_assets": "check failed: balance",
        "total_liabilities_and_equity": "check failed: balance",
        "goodwill": "found",
    }


def test_a_check_changes_nothing_but_the_status():
    values = money("balance_sheet", END, total_assets=5000, total_liabilities_and_equity=5100)
    assert [replace(v, status=Status()) for v in validate(PARTS, values)] == values


def test_rows_of_other_periods_are_not_mixed():
    before = (("period_end", date(2023, 12, 31)),)
    values = money("balance_sheet", END, total_assets=5000) + money(
        "balance_sheet", before, total_liabilities_and_equity=5100
    )
    assert [str(v.status) for v in validate(PARTS, values)] == ["found", "found"]


def test_a_sum_may_be_off_by_one_unit_for_each_figure():
    assert set(
        statuses(
            *money("income_statement", Q1, revenue=100, cost_of_revenue=60, gross_profit=37)
        ).values()
    ) == {"found"}
    assert set(
        statuses(
            *money("income_statement", Q1, revenue=100, cost_of_revenue=60, gross_profit=36)
        ).values()
    ) == {"check failed: gross"}


def test_the_unit_is_the_last_printed_place():
    cases = {
        "1,234": 1234 * MILLION,
        "(1,234.5)": Decimal("-1234500000"),
        "$ 1.27": Decimal("1.27"),
        ".05": Decimal("0.05"),
        "—": Decimal(0),
    }
    assert [unit(cell("t", (), "f", v, q)) for q, v in cases.items()] == [
        MILLION,
        MILLION / 10,
        Decimal("0.01"),
        Decimal("0.01"),
        0,
    ]


@pytest.mark.parametrize(
    ("income", "fits", "breaks"),
    [
        (127, "1.30", "1.31"),
        (127, "0.89", "0.88"),
        (-127, "-1.25", "-1.23"),
        (-127, "-1.65", "-1.66"),
    ],
)
def test_eps_times_shares_is_net_income_or_less_by_preferred_dividends(income, fits, breaks):
    """To half a cent a share and 2 %; preferred dividends take up to 30 %, and add to a loss."""
    shares, net = (
        cell("income_statement", Q1, "shares_basic", 100 * MILLION),
        cell("income_statement", Q1, "net_income", income * MILLION),
    )
    good, off = (
        cell("income_statement", Q1, "eps_basic", Decimal(e), e.strip("-")) for e in (fits, breaks)
    )
    assert set(statuses(good, shares, net).values()) == {"found"}
    assert set(statuses(off, shares, net).values()) == {"check failed: eps_basic"}


def test_a_part_larger_than_its_whole_is_marked():
    assert (
        statuses(*money("balance_sheet", END, current_assets=60, total_assets=50))["current_assets"]
        == "check failed: current_assets"
    )


def test_zero_shares_are_marked_whatever_their_unit():
    assert statuses(cell("income_statement", Q1, "shares_basic", Decimal(0), "—")) == {
        "shares_basic": "check failed: basic_shares"
    }


def test_the_cover_ends_with_the_newest_statement():
    cover, sheet = (
        cell("filing", (), "period_end_date", date(2024, 3, 31)),
        money("balance_sheet", END, goodwill=7),
    )
    assert statuses(cover, *sheet)["period_end_date"] == "found"
    late = replace(cover, value=date(2024, 6, 30))
    assert statuses(late, *sheet)["period_end_date"] == "check failed: sheet_date"
    assert statuses(late)["period_end_date"] == "found"  # no statement, nothing to say


def test_a_cell_in_two_broken_checks_names_both():
    values = money(
        "balance_sheet", END, total_assets=50, total_liabilities_and_equity=90, current_assets=70
    )
    assert statuses(*values)["total_assets"] == "check failed: balance, current_assets"


def test_values_keep_their_order():
    assert [v.field for v in validate(PARTS, acme().values)] == [v.field for v in acme().values]


INVOICE_PARTS, AGREEMENT_PARTS = parts(Invoice), parts(Agreement)


def line(number, **cells):
    return [cell("lines", (("row", number),), f, v) for f, v in cells.items()]


def test_a_list_that_does_not_add_up_marks_its_sum_and_its_cells_and_no_others():
    root = [
        cell("invoice", (), f, Decimal(v))
        for f, v in (("subtotal", "30.00"), ("tax", "6.00"), ("total", "36.00"))
    ]
    lines = [
        line(i, quantity=Decimal(q), unit_price=Decimal("5.00"), amount=Decimal(a))
        for i, (q, a) in enumerate((("2", "10.00"), ("4", "20.00")))
    ]
    assert {str(v.status) for v in validate(INVOICE_PARTS, [*root, *lines[0], *lines[1]])} == {
        "found"
    }
    marked = [
        (v.field, v.value)
        for v in validate(INVOICE_PARTS, [*root, *lines[0]])
        if v.status == Status(failed=("lines",))
    ]
    assert marked == [("subtotal", 30), ("amount", 10)]


def test_a_sum_over_a_list_with_a_gap_says_nothing():
    values = [
        cell("invoice", (), "subtotal", Decimal("30.00")),
        *line(0, amount=Decimal("10.00")),
        *line(1, quantity=Decimal(4)),
    ]
    assert {str(v.status) for v in validate(INVOICE_PARTS, values)} == {"found"}
    assert validate(INVOICE_PARTS, values[:1])[0].status == Status()


def test_a_line_is_quantity_times_price_to_half_a_cent():
    good, off = (
        line(0, quantity=Decimal("1.5"), unit_price=Decimal("0.33"), amount=Decimal(a))
        for a in ("0.50", "0.51")
    )
    assert {str(v.status) for v in validate(INVOICE_PARTS, good)} == {"found"}
    assert {str(v.status) for v in validate(INVOICE_PARTS, off)} == {"check failed: line"}


def test_an_invoice_is_not_due_before_its_date():
    values = [
        cell("invoice", (), "invoice_date", date(2024, 3, 31)),
        cell("invoice", (), "due_date", date(2024, 3, 30)),
    ]
    assert {str(v.status) for v in validate(INVOICE_PARTS, values)} == {"check failed: due"}


def test_the_rows_of_a_nested_list_are_summed_within_their_own_row():
    def facility(n, amount):
        return cell("facilities", (("row", n),), "commitment", amount * MILLION)

    def lender(n, home, amount):
        return cell(
            "facilities_lenders", (("row", n), ("parent_row", home)), "amount", amount * MILLION
        )

    values = [
        facility(0, 30),
        facility(1, 50),
        lender(0, 0, 10),
        lender(1, 0, 20),
        lender(2, 1, 45),
    ]
    assert [str(v.status) for v in validate(AGREEMENT_PARTS, values)] == [
        "found",
        "check failed: commitments",
        "found",
        "found",
        "check failed: commitments",
    ]


def test_what_the_code_of_a_schema_raises_is_told_as_its_own():
    class Crashing(BaseModel):
        name: str | None = None

        @model_validator(mode="after")
        def boom(self):
            raise RuntimeError("boom\nin two lines")

    asked = parts(Crashing)
    (told,) = faults(Crashing, asked, assemble(asked, []))
    assert (told.reason, told.detail) == (
        "invalid",
        "the schema's own code raised RuntimeError: boom in two lines; mend it there",
    )


class Item(BaseModel):
    text: str
    price: Decimal


class Bill(BaseModel):
    total: Decimal | None = None
    items: list[Item] = []


def test_rows_that_lack_what_they_must_have_are_told_by_its_name_and_break_nothing():
    asked = parts(Bill)
    price = replace(acme().values[0], table="items", key=(("row", 0),), field="price")
    made = assemble(asked, [price])
    (told,) = faults(Bill, asked, made)
    assert made.data["items"] == [] and not breaks(told)
    assert told.field == "/items"
    assert told.detail == (
        "values without a place in the instance: 1; their rows lack what they must have: text"
        " (row 1); let it be null in the schema, or read these rows in the table items"
    )


class Payer(BaseModel):
    name: str
    city: str | None = None


class Receipt(BaseModel):
    number: str
    payer: Payer | None = None


def test_an_object_that_lacks_what_it_must_have_is_told_by_its_own_path():
    asked = parts(Receipt)
    number, city = (
        replace(acme().values[0], table=asked[0].name, key=(), field=field)
        for field in ("number", "payer_city")
    )
    made = assemble(asked, [number, city])
    (told,) = faults(Receipt, asked, made)
    assert made.data["payer"] is None and not breaks(told)
    assert told.field == "/payer"
    assert told.detail == (
        "values without a place in the instance: 1; it lacks what it must have: payer_name; let it"
        " be null in the schema"
    )
