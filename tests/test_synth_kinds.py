"""Laws of the kinds of filers: each prints its own statements, its sums hold, and its items mean
what they mean in real gold.
"""

import random
from collections import Counter

import pytest

pytest.importorskip("reportlab")

import polars as pl

from extract_filings.training.synth import generate
from extract_filings.training.synth.base.gold import Gold
from extract_filings.training.synth.base.paper import Paper
from extract_filings.training.synth.check import two_minded, unequal
from extract_filings.training.synth.filing.draw import KINDS, record
from extract_filings.training.synth.filing.print import cover, together
from extract_filings.training.synth.filing.print.registrant import drawn
from extract_filings.training.synth.filing.statements.all import MAKERS, statements
from extract_filings.training.synth.filing.statements.builder import Builder, minus, plus

DRAWN = 300


@pytest.fixture(scope="module")
def made() -> dict[str, list]:
    """Kind: its filings, each the record and its three statements."""
    found = {kind: [] for kind in KINDS}
    for number in range(DRAWN):
        rng = random.Random(f"kinds/{number}")
        one = record(rng, number)
        found[one.kind].append((one, statements(rng, one)))
    return found


def values(sheet, item: str) -> list | None:
    return next((r.values for r in sheet.rows if item in r.items), None)


def labels(sheets) -> set[str]:
    return {r.label for sheet in sheets for r in sheet.rows}


def test_every_kind_is_drawn_about_as_often_as_it_says(made):
    assert set(KINDS) == set(MAKERS) and sum(KINDS.values()) == 100
    for kind, share in KINDS.items():
        assert 0.4 * share < len(made[kind]) / DRAWN * 100 < 2.2 * share, kind


def test_lenders_and_insurers_have_nothing_current(made):
    for _, sheets in made["bank"] + made["insurer"]:
        assert not {"current_assets", "current_liabilities", "inventory", "accounts_payable"} & {
            i for r in sheets[1].rows for i in r.items
        }
        assert values(sheets[1], "total_liabilities")


def test_revenue_of_a_bank_is_net_of_interest(made):
    sums = 0
    for _, (income, *_) in made["bank"]:
        by = {r.concept: r.values for r in income.rows if r.values}
        net = by["InterestIncomeExpenseNet"]
        assert net == minus(
            by["InterestAndDividendIncomeOperating"], values(income, "interest_expense")
        )
        if values(income, "revenue"):
            assert values(income, "revenue") == plus(net, by["NoninterestIncome"])
            sums += 1
    assert 0 < sums < len(made["bank"])  # some print no sum of revenues


def test_claims_are_no_costs_of_an_insurer(made):
    totals = Counter(
        r.items
        for _, sheets in made["insurer"]
        for r in sheets[0].rows
        if r.concept.endswith(("BenefitsLossesAndExpenses", "CostsAndExpenses"))
    )
    assert set(totals) == {(), ("total_costs_and_expenses",)}


def test_equity_debt_and_the_rest_are_all_that_a_utility_owes(made):
    for _, (_, balance, _) in made["utility"]:
        by = {r.concept: r.values for r in balance.rows if r.values}
        assert (
            plus(
                by["CapitalizationLongtermDebtAndEquity"],
                by["LiabilitiesCurrent"],
                by["LiabilitiesNoncurrent"],
            )
            == by["Assets"]
        )
        order = [i for r in balance.rows for i in r.items]
        assert (
            order.index("stockholders_equity")
            < order.index("long_term_debt")
            < order.index("current_liabilities")
        )


def test_an_oil_company_deducts_its_costs_from_all_revenues(made):
    for _, (income, *_) in made["energy"]:
        assert values(income, "pretax_income") == minus(
            values(income, "revenue"), values(income, "total_costs_and_expenses")
        )
        assert values(income, "operating_income") is None


ABSENT = {
    (1, "inventory"): "PrepaidExpenseCurrent",
    (1, "goodwill"): "OperatingLeaseRightOfUseAsset",
    (1, "long_term_debt"): "OperatingLeaseLiabilityNoncurrent DerivativeLiabilitiesNoncurrent",
    (1, "short_term_investments"): "DebtSecuritiesAvailableForSaleExcludingAccruedInterest",
    (1, "current_liabilities"): "Deposits SecurityDeposit",
    (0, "research_and_development"): "MarketingExpense BusinessDevelopment",
    (0, "interest_expense"): "InvestmentIncomeNet InterestRevenueExpenseNet",
    (2, "share_repurchases"): "PaymentsForHedgeFinancingActivities",
    (2, "capital_expenditures"): "PaymentsToAcquireOtherInvestments",
    (2, "dividends_paid"): "RepaymentsOfOtherDebt",
}
"""Of a statement: an item, and neighbours that could be taken for it."""


@pytest.mark.parametrize("place", ABSENT, ids=lambda place: place[1])
def test_what_is_not_printed_has_a_neighbour_that_tempts(made, place):
    number, item = place
    tempted = [
        {r.concept for r in sheets[number].rows} & set(ABSENT[place].split())
        for some in made.values()
        for _, sheets in some
        if values(sheets[number], item) is None
    ]
    assert len(tempted) > 0.1 * DRAWN and sum(map(bool, tempted)) > 0.02 * DRAWN


def test_captions_of_cash_flows_lack_the_word_and_financing_stands_before_investing(made):
    flows = [sheets[2].rows for some in made.values() for _, sheets in some]
    orders = Counter(
        [r.items[0] for r in rows if r.items and r.items[0].endswith("cash_flow")][1][:4]
        for rows in flows
    )
    bare = [r for rows in flows for r in rows if "used in financing" in r.label.lower()]
    assert orders["inve"] > orders["fina"] > 10
    assert any("activities" not in r.label.lower() for r in bare)


def test_those_without_sales_print_no_revenue_and_partners_own_capital(made):
    starts = [values(income, "revenue") for _, (income, *_) in made["startup"]]
    assert None in starts and any(starts)
    for _, (_, balance, _) in made["partnership"]:
        assert values(balance, "retained_earnings") is None
        assert "PartnersCapital" in {r.concept for r in balance.rows}


def test_groups_add_up_to_the_total_that_is_the_item(made):
    for _, (income, *_) in made["groups"]:
        rows = [r for r in income.rows if r.dims and r.level == 1 and "Revenue" in r.concept]
        assert len(rows) > 1 and plus(*[r.values for r in rows]) == values(income, "revenue")


def test_labels_hold_amounts_that_are_no_values(made):
    assert any(
        "net of allowance for losses: 20" in label and "; 20" in label
        for _, sheets in made["bank"]
        for label in labels(sheets)
    )


def test_diluted_may_stand_before_basic_and_a_caption_over_both(made):
    orders = Counter()
    for some in made.values():
        for _, (income, *_) in some:
            order = [
                r.items
                for r in income.rows
                if r.items and r.items[0] in ("eps_basic", "eps_diluted")
            ]
            orders[tuple(order)] += len(order) == 2
    assert (
        orders[(("eps_basic",), ("eps_diluted",))] > orders[(("eps_diluted",), ("eps_basic",))] > 5
    )
    totals = {
        r.label
        for some in made.values()
        for _, (income, *_) in some
        for r in income.rows
        if "eps_basic" in r.items and r.level
    }
    assert {"Total", ""} & totals


def test_parts_add_up_and_none_is_negative():
    build = Builder(random.Random(1), record(random.Random(1), 1), [100, 100])
    for total in ([1000, 7], [1, 0]):
        parts = build.split(total, [5, 3, 1, 1, 1])
        assert plus(*parts) == total and all(v >= 0 for part in parts for v in part)


@pytest.mark.parametrize("print_", [together._table, together._stacked])
def test_of_two_registrants_gold_knows_the_first(tmp_path, print_):
    for seed in range(12):
        rng = random.Random(seed)
        one = record(rng, seed)
        gold = Gold(one.doc_id, one.calendar.cash[0][0], one.calendar.dates[0])
        paper = Paper(str(tmp_path / f"{seed}.pdf"))
        on = cover.Cover(rng, paper, gold, one, "☒", "☐", ("NYSE", "NYSE"), "center")
        first = drawn(rng, one)
        print_(on, first, together.second(rng, first))
        paper.close()
        facts = {f["item"]: f["printed"] for f in gold.facts}
        assert len(facts) == len(gold.facts)
        assert facts == {
            "registrant_name": first.name,
            "commission_file_number": first.number,
            "state_of_incorporation": first.state,
            "employer_id": first.employer,
            "street": first.street,
            "city": first.city,
            "postal_code": first.postal,
            "phone": first.phone,
        } | ({"state": first.region} if "state" in facts else {})


def test_towns_are_called_like_states_and_like_streets():
    places = [drawn(random.Random(n), record(random.Random(n), n)) for n in range(400)]
    assert any(p.city == p.region == p.state for p in places)  # New York, New York
    assert any(p.city.endswith(("Park", "Square", "Creek")) for p in places)


def test_the_check_names_a_concept_that_is_an_item_here_and_none_there():
    gold = pl.DataFrame(dict(doc_id=["a"], table_index=[1], row_index=[0], item=["goodwill"]))
    row = dict(doc_id="a", table_index=1, statement="balance_sheet", concept="Goodwill", cells=[])
    assert two_minded(gold, {"a": [row | {"row_index": 0}]}) == []
    both = [row | {"row_index": n} for n in (0, 1)]
    assert two_minded(gold, {"a": both}) == [
        "balance_sheet: Goodwill is an item in some rows, none in others"
    ]


def test_the_check_names_a_sum_that_does_not_hold():
    assert unequal({"total_assets": 5, "total_liabilities_and_equity": 5}) == []
    assert unequal({"total_assets": 5, "total_liabilities_and_equity": 6}) == [
        "total_liabilities_and_equity is 6, total_assets makes 5"
    ]
    assert unequal({"revenue": 9, "NoninterestIncome": 4}) == []


def test_covers_of_two_registrants_are_printed_in_full_filings(tmp_path):
    generate(60, tmp_path, seed=5, first=45)
    numbers = (
        pl.read_parquet(tmp_path / "gold.parquet")
        .filter(pl.col.item == "commission_file_number")
        .group_by("doc_id")
        .len()
    )
    assert numbers.height == 60 and set(numbers["len"]) == {1}
