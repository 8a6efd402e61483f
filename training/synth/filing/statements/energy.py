"""Oil companies: equity income and other income among the revenues, a list of deductions, no
operating income.
"""

import random

from extract_filings.training.synth.filing.draw import Filer
from extract_filings.training.synth.filing.statements.builder import Builder, Sheet, Vector, minus
from extract_filings.training.synth.filing.statements.cash import Lines, cash_flow
from extract_filings.training.synth.filing.statements.income import bases, bottom
from extract_filings.training.synth.filing.wording import rows
from extract_filings.training.synth.filing.wording.rows import Other

SALES: list[Other] = [
    (
        "RevenueFromContractWithCustomerExcludingAssessedTax",
        "+",
        960,
        [
            "Revenues from contracts with customers",
            "Sales and other operating revenues (including consumer excise taxes)",
        ],
    ),
    (
        "IncomeLossFromEquityMethodInvestments",
        "+",
        20,
        [
            "Equity in earnings of affiliates",
            "Income (loss) from equity affiliates",
            "Equity earnings",
        ],
    ),
    (
        "OtherNonoperatingIncomeExpense",
        "+",
        10,
        [
            "Other income",
            "Other income (loss)",
            "Gain on dispositions",
            "Interest and other income",
        ],
    ),
]
TOTAL_SALES = ["Total revenues"]
PURCHASES = [
    "Purchased crude oil and products",
    "Purchased commodities",
    "Purchased oil and gas",
    "Crude oil, natural gas and product purchases",
]
REFINED = [
    "Cost of revenues (excludes items below)",
    "Cost of materials and other",
    "Cost of sales (excluding depreciation)",
    "Cost of products sold",
]
COSTS: list[Other] = [
    (
        "ProductionCosts",
        "+",
        120,
        ["Production and operating expenses", "Operating expenses", "Lease operating expenses"],
    ),
    ("DepreciationDepletionAndAmortization", "+", 80, ["Depreciation, depletion and amortization"]),
    ("ExplorationExpense", "+", 8, ["Exploration expenses", "Exploration"]),
    (
        "NetPeriodicDefinedBenefitsExpenseReversalOfExpenseExcludingServiceCostComponent",
        "+",
        5,
        ["Other components of net periodic benefit costs"],
    ),
    (
        "TaxesExcludingIncomeAndExciseTaxes",
        "+",
        90,
        ["Other taxes", "Taxes other than on income", "Taxes other than income taxes"],
    ),
    (
        "AccretionExpense",
        "+",
        4,
        [
            "Accretion on discounted liabilities",
            "Impairments",
            "Foreign currency transaction losses",
        ],
    ),
]
DEDUCTED = ["Total costs and expenses"]


def income_statement(rng: random.Random, record: Filer) -> Sheet:
    build = Builder(rng, record, bases(rng, record))
    build.title(["Revenues", "Revenues:", "Revenues and other"])
    build.share(build.base, SALES, 2, 3, always=1)
    build.item("revenue", build.base, "us-gaap:Revenues", label=build.pick(TOTAL_SALES), total=True)
    bottom(
        build, minus(build.base, _deductions(build)), preferred=0.03, given_up=0.05, affiliates=0.05
    )
    return Sheet("income_statement", list(record.calendar.flows), build.rows)


def _deductions(build: Builder) -> Vector:
    """Purchased oil is one cost of several; who names a cost of sales means the item."""
    rng, margin = build.rng, build.record.margin
    build.title(["Costs and expenses"])
    spent = [max(20, round(b * (1 - margin * rng.uniform(0.8, 1.2)))) for b in build.base]
    chosen = build.some(COSTS, 4, len(COSTS), always=1)
    bought, office, interest, *parts = build.split(spent, [600, 40, 12] + [o[2] for o in chosen])
    if rng.random() < 0.3:
        build.item(
            "cost_of_revenue", bought, "us-gaap:CostOfRevenue", label=build.pick(REFINED), level=1
        )
    else:
        build.other("us-gaap:CostOfPurchasedOilAndGas", bought, PURCHASES, level=1)
    at, debt = rng.randint(1, len(chosen)), rng.randint(1, len(chosen))
    for i, ((concept, _, _, labels), part) in enumerate(zip(chosen, parts), 1):
        build.other("us-gaap:" + concept, part, labels, level=1)
        if i == at:
            build.item(
                "selling_general_and_administrative",
                office,
                "us-gaap:SellingGeneralAndAdministrativeExpense",
                level=1,
            )
        if i == debt:
            build.item("interest_expense", interest, "us-gaap:InterestExpense", level=1)
    return build.item(
        "total_costs_and_expenses",
        spent,
        "us-gaap:CostsAndExpenses",
        label=build.pick(DEDUCTED),
        total=True,
    )


MOVES = Lines(
    adjustments=rows.ADJUSTMENTS,
    working=rows.WORKING,
    investing=[
        (
            "ProceedsFromSaleOfPropertyPlantAndEquipment",
            "+",
            20,
            [
                "Proceeds from asset dispositions",
                "Proceeds associated with sales of subsidiaries, property, plant and equipment",
            ],
        ),
        (
            "PaymentsToAcquireInvestments",
            "-",
            20,
            ["Investments in and advances to affiliates", "Purchases of investments"],
        ),
        (
            "ProceedsFromCollectionOfAdvanceToAffiliate",
            "+",
            10,
            ["Collection of advances/loans{d}related parties"],
        ),
        *rows.INVESTING[4:6],
    ],
    financing=rows.FINANCING,
    spending_words=(
        "Additions to property, plant and equipment",
        "Capital expenditures and investments",
        "Capital expenditures and dry hole costs",
    ),
    depreciation_words=(
        "Depletion, depreciation and amortization",
        "Depreciation, depletion and amortization",
    ),
)


def flows(rng: random.Random, record: Filer) -> Sheet:
    return cash_flow(rng, record, MOVES)
