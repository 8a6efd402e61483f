"""Laws of the checks: they mark cells, change no value, and allow for rounding."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from toys import END, PARTS, Q1, acme, cell

from pipeline.validate import unit, validate
from schemas.checks import FILING

MILLION = Decimal(10**6)


def statuses(*values):
    return {v.field: v.status for v in validate(PARTS, values)}


def money(table, key, **amounts):
    """Cells in whole millions."""
    return [cell(table, key, field, amount * MILLION) for field, amount in amounts.items()]


def test_a_balance_that_balances_is_not_marked():
    assert statuses(*money("balance_sheet", END, total_assets=5000, total_liabilities_and_equity=5000)) == {
        "total_assets": "found", "total_liabilities_and_equity": "found",
    }  # fmt: skip


def test_a_broken_balance_marks_both_its_cells_and_no_other():
    assert statuses(*money("balance_sheet", END, total_assets=5000, total_liabilities_and_equity=5100, goodwill=7)) == {
        "total_assets": "check failed: balance", "total_liabilities_and_equity": "check failed: balance", "goodwill": "found",
    }  # fmt: skip


def test_a_check_changes_nothing_but_the_status():
    values = money("balance_sheet", END, total_assets=5000, total_liabilities_and_equity=5100)
    assert [replace(v, status="found") for v in validate(PARTS, values)] == values


def test_rows_of_other_periods_are_not_mixed():
    before = (("period_end", date(2023, 12, 31)),)
    values = money("balance_sheet", END, total_assets=5000) + money("balance_sheet", before, total_liabilities_and_equity=5100)
    assert [v.status for v in validate(PARTS, values)] == ["found", "found"]


def test_a_sum_may_be_off_by_one_unit_for_each_figure():
    assert set(statuses(*money("income_statement", Q1, revenue=100, cost_of_revenue=60, gross_profit=37)).values()) == {"found"}
    assert set(statuses(*money("income_statement", Q1, revenue=100, cost_of_revenue=60, gross_profit=36)).values()) == {"check failed: gross"}


def test_the_unit_is_the_last_printed_place():
    cases = {"1,234": 1234 * MILLION, "(1,234.5)": Decimal("-1234500000"), "$ 1.27": Decimal("1.27"), ".05": Decimal("0.05"), "—": Decimal(0)}
    assert [unit(cell("t", (), "f", v, q)) for q, v in cases.items()] == [MILLION, MILLION / 10, Decimal("0.01"), Decimal("0.01"), 0]


def test_eps_times_shares_is_net_income_to_half_a_cent_and_two_percent():
    shares, income = cell("income_statement", Q1, "shares_basic", 100 * MILLION), cell("income_statement", Q1, "net_income", 127 * MILLION)
    good, off = (cell("income_statement", Q1, "eps_basic", Decimal(e), e) for e in ("1.30", "1.31"))
    assert set(statuses(good, shares, income).values()) == {"found"}
    assert set(statuses(off, shares, income).values()) == {"check failed: eps_basic"}


def test_a_part_larger_than_its_whole_is_marked():
    assert statuses(*money("balance_sheet", END, current_assets=60, total_assets=50))["current_assets"] == "check failed: current_assets"


def test_zero_shares_are_marked_whatever_their_unit():
    assert statuses(cell("income_statement", Q1, "shares_basic", Decimal(0), "—")) == {"shares_basic": "check failed: basic_shares"}


def test_the_cover_ends_with_the_newest_statement():
    cover, sheet = cell("filing", (), "period_end_date", date(2024, 3, 31)), money("balance_sheet", END, goodwill=7)
    assert statuses(cover, *sheet)["period_end_date"] == "found"
    late = replace(cover, value=date(2024, 6, 30))
    assert statuses(late, *sheet)["period_end_date"] == "check failed: period"
    assert statuses(late)["period_end_date"] == "found"  # no statement, nothing to say


def test_a_cell_in_two_broken_checks_names_both():
    values = money("balance_sheet", END, total_assets=50, total_liabilities_and_equity=90, current_assets=70)
    assert statuses(*values)["total_assets"] == "check failed: balance, current_assets"


def test_values_keep_their_order():
    assert [v.field for v in validate(PARTS, acme().values)] == [v.field for v in acme().values]


def test_every_check_reads_fields_that_the_schema_has():
    fields = {p.name: {f.name for f in p.fields} | {"latest_period_end"} for p in PARTS}
    assert [c.name for c in FILING if not set(c.fields) <= fields[c.table]] == []


def test_checks_have_names_of_their_own():
    assert len({c.name for c in FILING}) == len(FILING)
