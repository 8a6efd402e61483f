"""Insurers: premiums and investment income, claims and acquisition costs, reserves; health insurers
show operating income too.
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


def _revenues(build: Builder, others: list[Other], least: int) -> None:
    """The rows but the first are drawn; premiums are what they leave. Some print them behind the
    second.
    """
    build.title(WORDS["heads"])
    main, *rest = build.some(others, least, len(others), always=1)
    drawn = [(o, build.draw(o[2], o[1])) for o in rest]
    drawn.insert(
        build.rng.random() < 0.2, (main, minus(build.base, plus(*[values for _, values in drawn])))
    )
    for (concept, _, _, labels), values in drawn:
        build.other("us-gaap:" + concept, values, labels, level=1)
    build.item(
        "revenue",
        build.base,
        "us-gaap:Revenues",
        label=build.pick(WORDS["all_revenues"]),
        total=True,
    )


def _spent(build: Builder) -> Vector:
    margin = build.record.margin
    return [max(8, round(b * (1 - margin * build.rng.uniform(0.8, 1.2)))) for b in build.base]


def _claims(build: Builder) -> Vector:
    """Interest among the expenses, their total no item of its own: it holds claims, not costs."""
    rng = build.rng
    _revenues(build, ROWS["revenues"], 3)
    build.title(WORDS["spent_heads"])
    spent = _spent(build)
    interest = [max(1, round(s * rng.uniform(0.005, 0.03))) for s in spent]
    others = build.some(ROWS["other_claims"], 0, 2)
    parts = build.split(
        minus(spent, interest), [o[2] for o in ROWS["claims"]] + [150] + [o[2] for o in others]
    )
    for (concept, _, _, labels), part in zip(ROWS["claims"], parts[:2], strict=True):
        build.other("us-gaap:" + concept, part, labels, level=1)
    _administration(build, parts[2])
    for (concept, _, _, labels), part in zip(others, parts[3:], strict=True):
        build.other("us-gaap:" + concept, part, labels, level=1)
    build.item("interest_expense", interest, "us-gaap:InterestExpense", level=1)
    build.other("us-gaap:BenefitsLossesAndExpenses", spent, WORDS["all_claims"], total=True)
    return minus(build.base, spent)


def _administration(build: Builder, values: Vector) -> None:
    if build.rng.random() < 0.6:
        build.item(
            "selling_general_and_administrative",
            values,
            "us-gaap:SellingGeneralAndAdministrativeExpense",
            label=build.pick(WORDS["administration"]),
            level=1,
        )
    else:
        build.other(
            "us-gaap:OtherCostAndExpenseOperating", values, WORDS["other_operating"], level=1
        )


def _health(build: Builder) -> Vector:
    """Costs of products beside costs of care, then operating income, then interest."""
    _revenues(build, ROWS["health_revenues"], 3)
    build.title(
        ["Operating costs:", "Operating expenses:", "Costs and expenses:", "Benefits and expenses:"]
    )
    spent = _spent(build)
    care, products, office, worn = build.split(spent, [550, 250, 160, 25])
    lines = [
        lambda: build.other(
            "us-gaap:PolicyholderBenefitsAndClaimsIncurredHealthCare",
            care,
            [
                "Medical costs",
                "Benefit costs",
                "Health care costs",
                "Benefits",
                "Medical costs payable expense",
            ],
            level=1,
        ),
        lambda: build.item(
            "cost_of_revenue",
            products,
            "us-gaap:CostOfGoodsAndServicesSold",
            label=build.pick(
                [
                    "Cost of products sold",
                    "Pharmacy and other service costs",
                    "Cost of products sold",
                ]
            ),
            level=1,
        ),
        lambda: build.item(
            "selling_general_and_administrative",
            office,
            "us-gaap:SellingGeneralAndAdministrativeExpense",
            label=build.pick(
                [
                    "Operating costs",
                    "Operating expenses",
                    "Selling, general and administrative expenses",
                    "Selling, general and administrative",
                ]
            ),
            level=1,
        ),
        lambda: build.other(
            "us-gaap:DepreciationAndAmortization", worn, ["Depreciation and amortization"], level=1
        ),
    ]
    if build.rng.random() < 0.5:
        lines[:2] = lines[1::-1]
    for line in lines:
        line()
    build.item(
        "total_costs_and_expenses",
        spent,
        "us-gaap:CostsAndExpenses",
        label=build.pick(
            [
                "Total operating costs",
                "Total operating expenses",
                "Total benefits and expenses",
                "Total costs and expenses",
            ]
        ),
        total=True,
    )
    operating = build.signed(
        "operating_income", minus(build.base, spent), "us-gaap:OperatingIncomeLoss", total=True
    )
    interest = build.item(
        "interest_expense", build.draw(10), "us-gaap:InterestExpense", build.rng.random() < 0.6
    )
    return minus(operating, interest)


def balance_sheet(rng: random.Random, record: Filer) -> Sheet:
    size = round(record.revenue * rng.uniform(1.8, 4.5))
    build = Builder(rng, record, [size, max(40, round(size * rng.uniform(0.88, 1.08)))])
    build.head("assets", 0.9)
    parts = [_investments(build), _cash(build), *some_lines(build, ROWS["assets"], 3, 7)]
    parts += [goodwill(build)] if rng.random() < 0.8 else []
    parts += some_lines(build, ROWS["later_assets"], 1, 2)
    assets = build.item("total_assets", plus(*parts), "us-gaap:Assets", total=True)
    equity(build, assets, _owed(build, assets))
    return finished(build, assets)


def _investments(build: Builder) -> Vector:
    build.title(["Investments:", "Investments", "Investments:"])
    total = plus(
        *(
            build.other("us-gaap:" + c, build.draw(w), labels, level=1)
            for c, _, w, labels in ROWS["invested"][:1] + build.some(ROWS["invested"][1:], 2, 5)
        )
    )
    return build.other(
        "us-gaap:Investments",
        total,
        ["Total investments", "Total investments", "Total invested assets", "Investments, total"],
        total=True,
    )


def _cash(build: Builder) -> Vector:
    """Bare cash is not what the item means."""
    cash = list(build.record.cash)
    if build.rng.random() < 0.35:
        return build.other(
            "us-gaap:Cash", cash, ["Cash", "Cash", "Cash (restricted cash of {a} and {b})"]
        )
    return build.item(
        "cash_and_equivalents",
        cash,
        "us-gaap:CashAndCashEquivalentsAtCarryingValue",
        label=build.pick(wording.PLAIN["cash_and_equivalents"][:3]),
    )


def _owed(build: Builder, assets: Vector) -> Vector:
    rng = build.rng
    build.head("liabilities", 0.9)
    owed = [round(a * rng.uniform(0.68, 0.88)) for a in assets]
    chosen = build.some(ROWS["reserves"][2:], 2, 4)
    *reserves, debt = build.split(owed, [o[2] for o in ROWS["reserves"][:2] + chosen] + [70])
    for (concept, _, _, labels), values in zip(
        ROWS["reserves"][:2] + chosen[:-1], reserves[:-1], strict=True
    ):
        build.other("us-gaap:" + concept, values, labels)
    if rng.random() < 0.4:
        build.other(
            "us-gaap:DebtLongtermAndShorttermCombinedAmount",
            debt,
            ["Debt", "Notes payable", "Short-term and long-term debt"],
        )
    else:
        build.item(
            "long_term_debt",
            debt,
            "us-gaap:LongTermDebtNoncurrent",
            label=build.pick(
                [
                    "Long-term debt",
                    "Long-term debt",
                    "Long-term debt, less current portion",
                    "Senior notes, long-term",
                ]
            ),
        )
    build.other("us-gaap:" + chosen[-1][0], reserves[-1], chosen[-1][3])
    build.item("total_liabilities", owed, "us-gaap:Liabilities", total=True)
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
