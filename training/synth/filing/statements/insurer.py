"""Insurers: premiums and investment income, claims and acquisition costs, reserves.

Health insurers show operating income too.
"""

import random

from extract_filings.training.synth.filing.draw import Filer
from extract_filings.training.synth.filing.statements.balance import (
    equity,
    finished,
    goodwill,
    some_lines,
)
from extract_filings.training.synth.filing.statements.builder import (
    Builder,
    Sheet,
    Vector,
    minus,
    plus,
)
from extract_filings.training.synth.filing.statements.cash import Lines, cash_flow
from extract_filings.training.synth.filing.statements.income import bases, bottom
from extract_filings.training.synth.filing.wording import rows, wording
from extract_filings.training.synth.filing.wording.rows import Other, load_rows

ROWS, WORDS = load_rows(__name__)


def income_statement(rng: random.Random, record: Filer) -> Sheet:
    build = Builder(rng, record, bases(rng, record))
    pretax = _health(build) if rng.random() < 0.3 else _claims(build)
    bottom(build, pretax, preferred=0.15, given_up=0.05, affiliates=0.03)
    return Sheet("income_statement", list(record.calendar.flows), build.rows)


def _revenues(build: Builder, others: list[Other]) -> None:
    """All rows but the first are drawn; premiums are what they leave. Some print them second."""
    build.title(WORDS["heads"])
    main, *rest = build.some(others, 3, len(others), always=1)
    values = [build.draw(o.weight, o.sign) for o in rest]
    left = minus(build.base, plus(*values))
    at = int(build.rng.random() < 0.2)
    build.parts([*rest[:at], main, *rest[at:]], [*values[:at], left, *values[at:]])
    build.item(
        "revenue",
        build.base,
        "Revenues",
        label=build.pick(WORDS["all_revenues"]),
        total=True,
    )


def _spent(build: Builder) -> Vector:
    margin = build.record.margin
    return [max(8, round(b * (1 - margin * build.rng.uniform(0.8, 1.2)))) for b in build.base]


def _claims(build: Builder) -> Vector:
    """Interest among the expenses, their total no item of its own: it holds claims, not costs."""
    rng = build.rng
    _revenues(build, ROWS["revenues"])
    build.title(WORDS["spent_heads"])
    spent = _spent(build)
    interest = [max(1, round(s * rng.uniform(0.005, 0.03))) for s in spent]
    others = build.some(ROWS["other_claims"], 0, 2)
    weights = [o.weight for o in ROWS["claims"]] + [150] + [o.weight for o in others]
    parts = build.split(minus(spent, interest), weights)
    build.parts(ROWS["claims"], parts[:2])
    _administration(build, parts[2])
    build.parts(others, parts[3:])
    build.item("interest_expense", interest, "InterestExpense", level=1)
    build.other("BenefitsLossesAndExpenses", spent, WORDS["all_claims"], total=True)
    return minus(build.base, spent)


def _administration(build: Builder, values: Vector) -> None:
    if build.rng.random() < 0.6:
        build.item(
            "selling_general_and_administrative",
            values,
            "SellingGeneralAndAdministrativeExpense",
            label=build.pick(WORDS["administration"]),
            level=1,
        )
    else:
        build.other("OtherCostAndExpenseOperating", values, WORDS["other_operating"], level=1)


def _health(build: Builder) -> Vector:
    """Costs of products beside costs of care, then operating income, then interest."""
    _revenues(build, ROWS["health_revenues"])
    build.title(WORDS["health_heads"])
    spent = _spent(build)
    care, products, office, worn = build.split(spent, [550, 250, 160, 25])
    if build.rng.random() < 0.5:
        _products(build, products)
        _care(build, care)
    else:
        _care(build, care)
        _products(build, products)
    build.item(
        "selling_general_and_administrative",
        office,
        "SellingGeneralAndAdministrativeExpense",
        label=build.pick(WORDS["health_office"]),
        level=1,
    )
    build.other("DepreciationAndAmortization", worn, ["Depreciation and amortization"], level=1)
    build.item(
        "total_costs_and_expenses",
        spent,
        "CostsAndExpenses",
        label=build.pick(WORDS["health_total"]),
        total=True,
    )
    operating = build.signed(
        "operating_income", minus(build.base, spent), "OperatingIncomeLoss", total=True
    )
    paid, flip = build.draw(10), build.rng.random() < 0.6
    return minus(operating, build.item("interest_expense", paid, "InterestExpense", flip))


def _care(build: Builder, values: Vector) -> None:
    concept = "PolicyholderBenefitsAndClaimsIncurredHealthCare"
    build.other(concept, values, WORDS["care"], level=1)


def _products(build: Builder, values: Vector) -> None:
    label = build.pick(WORDS["products"])
    build.item("cost_of_revenue", values, "CostOfGoodsAndServicesSold", label=label, level=1)


def balance_sheet(rng: random.Random, record: Filer) -> Sheet:
    size = round(record.revenue * rng.uniform(1.8, 4.5))
    build = Builder(rng, record, [size, max(40, round(size * rng.uniform(0.88, 1.08)))])
    build.head("assets", 0.9)
    parts = [_investments(build), _cash(build), *some_lines(build, ROWS["assets"], 3, 7)]
    parts += [goodwill(build)] if rng.random() < 0.8 else []
    parts += some_lines(build, ROWS["later_assets"], 1, 2)
    assets = build.item("total_assets", plus(*parts), "Assets", total=True)
    equity(build, assets, _owed(build, assets))
    return finished(build, assets)


def _investments(build: Builder) -> Vector:
    build.title(WORDS["invested_heads"])
    first, *rest = ROWS["invested"]
    chosen = [first, *build.some(rest, 2, 5)]
    total = plus(*(build.line(other, level=1) for other in chosen))
    return build.other("Investments", total, WORDS["all_invested"], total=True)


def _cash(build: Builder) -> Vector:
    """Bare cash is not what the item means."""
    cash = list(build.record.cash)
    if build.rng.random() < 0.35:
        return build.other("Cash", cash, ["Cash", "Cash", "Cash (restricted cash of {a} and {b})"])
    return build.item(
        "cash_and_equivalents",
        cash,
        "CashAndCashEquivalentsAtCarryingValue",
        label=build.pick(wording.PLAIN["cash_and_equivalents"][:3]),
    )


def _owed(build: Builder, assets: Vector) -> Vector:
    rng = build.rng
    build.head("liabilities", 0.9)
    owed = [round(a * rng.uniform(0.68, 0.88)) for a in assets]
    chosen = build.some(ROWS["reserves"][2:], 2, 4)
    *others, last = ROWS["reserves"][:2] + chosen
    *reserves, debt = build.split(owed, [*(o.weight for o in others), last.weight, 70])
    build.parts(others, reserves[:-1], level=0)
    if rng.random() < 0.4:
        build.other(
            "DebtLongtermAndShorttermCombinedAmount",
            debt,
            ["Debt", "Notes payable", "Short-term and long-term debt"],
        )
    else:
        build.item(
            "long_term_debt",
            debt,
            "LongTermDebtNoncurrent",
            label=build.pick(WORDS["debt"]),
        )
    build.other(last.concept, reserves[-1], last.labels)
    build.item("total_liabilities", owed, "Liabilities", total=True)
    if rng.random() < 0.4:
        build.title(rows.WORDS["commitments"])
    return owed


FIRST, *REST = ROWS["adjustments"]
MOVES = Lines(
    adjustments=[FIRST, *rows.ROWS["adjustments"][:2], *REST],
    working=ROWS["working"],
    investing=ROWS["investing"],
    financing=ROWS["financing"],
    spending=0.35,
    depreciation=0.85,
)


def flows(rng: random.Random, record: Filer) -> Sheet:
    return cash_flow(rng, record, MOVES)
