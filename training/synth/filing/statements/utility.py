"""Electric, gas and water companies: plant stands first, equity and debt are one capitalization,
rates make assets of their own.
"""

import random

from extract_filings.training.synth.filing.draw import Filer
from extract_filings.training.synth.filing.statements.balance import (
    equity,
    finished,
    plant,
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
from extract_filings.training.synth.filing.wording import rows
from extract_filings.training.synth.filing.wording.rows import Other

SOLD: list[Other] = [
    (
        "RegulatedOperatingRevenueElectric",
        "+",
        700,
        ["Electric", "Electric revenues", "Regulated electric"],
    ),
    ("RegulatedOperatingRevenueGas", "+", 250, ["Natural gas", "Gas", "Regulated natural gas"]),
    (
        "RegulatedOperatingRevenueWater",
        "+",
        120,
        ["Water", "Water and wastewater", "Regulated businesses"],
    ),
    (
        "UnregulatedOperatingRevenue",
        "+",
        90,
        ["Nonregulated and other", "Other", "Market-based businesses"],
    ),
]
REVENUES, ONE_REVENUE = (
    [
        "Total operating revenues",
        "Total Operating Revenues",
        "Operating revenues",
        "Total revenues",
    ],
    ["Operating revenues", "Operating Revenues", "Revenues", "Operating revenues, net"],
)
COSTS: list[Other] = [
    (
        "FuelCosts",
        "+",
        200,
        [
            "Fuel and purchased power",
            "Fuel used in electric generation and purchased power",
            "Fuel",
            "Electric fuel and purchased power",
        ],
    ),
    (
        "CostOfNaturalGasPurchases",
        "+",
        80,
        [
            "Cost of natural gas",
            "Purchased gas",
            "Gas purchased for resale",
            "Cost of natural gas sold and transported",
        ],
    ),
    (
        "UtilitiesOperatingExpenseMaintenanceAndOperations",
        "+",
        250,
        [
            "Operation and maintenance",
            "Other operation and maintenance",
            "Operations and maintenance",
            "Operation, maintenance and other",
        ],
    ),
    (
        "DepreciationDepletionAndAmortization",
        "+",
        150,
        [
            "Depreciation and amortization",
            "Depreciation",
            "Depreciation, amortization and decommissioning",
        ],
    ),
    (
        "TaxesExcludingIncomeAndExciseTaxes",
        "+",
        70,
        [
            "Property and other taxes",
            "General taxes",
            "Taxes other than income taxes",
            "Taxes, other than income taxes",
        ],
    ),
    (
        "GainLossOnDispositionOfAssets",
        "+",
        5,
        [
            "(Gain) loss on asset dispositions and purchases",
            "Impairment charges",
            "Conservation and demand side management expenses",
        ],
    ),
]
ALL_COSTS = [
    "Total operating expenses",
    "Total operating expenses, net",
    "Total Operating Expenses",
    "Total costs and expenses",
    "Operating expenses",
]
ASIDE: list[Other] = [
    (
        "AllowanceForFundsUsedDuringConstructionCapitalizedCostOfEquity",
        "+",
        12,
        [
            "Allowance for equity funds used during construction",
            "Allowance for funds used during construction{d}equity",
            "AFUDC equity",
        ],
    ),
    ("InvestmentIncomeInterest", "+", 4, ["Interest income", "Interest and dividend income"]),
    (
        "NetPeriodicDefinedBenefitsExpenseReversalOfExpenseExcludingServiceCostComponent",
        "±",
        4,
        [
            "Non-operating benefit costs, net",
            "Non-service cost components of net periodic benefit cost",
        ],
    ),
    (
        "OtherNonoperatingIncomeExpense",
        "±",
        5,
        ["Other, net", "Other income (expense), net", "Other income and expenses, net"],
    ),
]
CHARGES = [
    "Interest expense",
    "Interest charges",
    "Interest on long-term debt",
    "Interest charges and financing costs",
    "Interest expense on long-term debt and other",
]


def income_statement(rng: random.Random, record: Filer) -> Sheet:
    build = Builder(rng, record, bases(rng, record))
    if split := rng.random() < 0.6:
        build.head("revenues")
        build.share(build.base, SOLD, 2, 3)
    build.item(
        "revenue",
        build.base,
        rng.choice(("us-gaap:Revenues", "us-gaap:RegulatedAndUnregulatedOperatingRevenue")),
        label=build.pick(REVENUES if split else ONE_REVENUE),
        total=split,
    )
    build.head("opex")
    spent = [max(12, round(b * (1 - record.margin * rng.uniform(0.8, 1.2)))) for b in build.base]
    build.share(spent, COSTS, 4, 6)
    build.item(
        "total_costs_and_expenses",
        spent,
        "us-gaap:CostsAndExpenses",
        label=build.pick(ALL_COSTS),
        total=True,
    )
    operating = build.signed(
        "operating_income", minus(build.base, spent), "us-gaap:OperatingIncomeLoss", total=True
    )
    bottom(build, plus(operating, _aside(build)), preferred=0.12, given_up=0.08, affiliates=0.05)
    return Sheet("income_statement", list(record.calendar.flows), build.rows)


def _aside(build: Builder) -> Vector:
    """Interest before the rest or behind it."""
    build.head("other", 0.8)
    first = build.rng.random() < 0.5
    interest = lambda: [
        -v
        for v in build.item(
            "interest_expense",
            build.draw(60),
            "us-gaap:InterestExpense",
            build.rng.random() < 0.6,
            label=build.pick(CHARGES),
        )
    ]
    sums = [interest()] if first else []
    sums += [
        build.other("us-gaap:" + c, build.draw(w, s), labels)
        for c, s, w, labels in build.some(ASIDE, 1, 3)
    ]
    sums += [] if first else [interest()]
    if build.rng.random() < 0.5:
        build.other(
            "us-gaap:NonoperatingIncomeExpense", plus(*sums), rows.NONOPERATING_TOTAL, total=True
        )
    return plus(*sums)


CURRENT: list[Other] = [
    (
        "UnbilledReceivablesCurrent",
        "+",
        8,
        ["Unbilled revenues", "Accrued unbilled revenues", "Accrued utility revenues"],
    ),
    ("RegulatoryAssetsCurrent", "+", 12, ["Regulatory assets", "Current regulatory assets"]),
    (
        "PrepaidExpenseAndOtherAssetsCurrent",
        "+",
        8,
        ["Prepayments and other", "Other current assets", "Prepaid taxes", "Other"],
    ),
]
LATER: list[Other] = [
    (
        "RegulatoryAssetsNoncurrent",
        "+",
        80,
        ["Regulatory assets", "Regulatory assets, noncurrent", "Deferred regulatory assets"],
    ),
    (
        "DecommissioningFundInvestments",
        "+",
        60,
        [
            "Nuclear decommissioning trust funds",
            "Nuclear decommissioning fund and other investments",
        ],
    ),
    (
        "OperatingLeaseRightOfUseAsset",
        "+",
        15,
        ["Operating lease right-of-use assets, net", "Operating lease right-of-use assets"],
    ),
    (
        "OtherAssetsNoncurrent",
        "+",
        15,
        ["Other", "Other long-term assets", "Other noncurrent assets"],
    ),
]
OWED: list[Other] = [
    (
        "ShortTermBorrowings",
        "+",
        20,
        ["Short-term debt", "Notes payable and commercial paper", "Commercial paper"],
    ),
    (
        "LongTermDebtCurrent",
        "+",
        18,
        [
            "Current portion of long-term debt",
            "Current maturities of long-term debt",
            "Long-term debt due within one year",
        ],
    ),
    ("TaxesPayableCurrent", "+", 8, ["Accrued taxes", "Taxes accrued"]),
    ("InterestPayableCurrent", "+", 5, ["Accrued interest", "Interest accrued"]),
    (
        "RegulatoryLiabilityCurrent",
        "+",
        8,
        ["Regulatory liabilities", "Current regulatory liabilities"],
    ),
    ("CustomerDepositsCurrent", "+", 5, ["Customer deposits", "Customer advances and deposits"]),
    ("OtherLiabilitiesCurrent", "+", 10, ["Other", "Other current liabilities"]),
]
LATER_OWED: list[Other] = [
    (
        "DeferredIncomeTaxLiabilitiesNet",
        "+",
        110,
        [
            "Deferred income taxes",
            "Deferred income taxes and investment tax credits",
            "Accumulated deferred income taxes",
        ],
    ),
    (
        "RegulatoryLiabilityNoncurrent",
        "+",
        80,
        ["Regulatory liabilities", "Noncurrent regulatory liabilities"],
    ),
    (
        "AssetRetirementObligationsNoncurrent",
        "+",
        40,
        ["Asset retirement obligations", "Asset retirement obligations, noncurrent"],
    ),
    (
        "PensionAndOtherPostretirementDefinedBenefitPlansLiabilitiesNoncurrent",
        "+",
        20,
        [
            "Pension and employee benefit obligations",
            "Accrued pension and other post-retirement benefit costs",
            "Accrued pension expense",
        ],
    ),
    (
        "ContributionsInAidOfConstruction",
        "+",
        40,
        [
            "Contributions in aid of construction",
            "Customer advances for construction",
            "Advances for construction",
        ],
    ),
    (
        "OtherLiabilitiesNoncurrent",
        "+",
        15,
        ["Other", "Other long-term liabilities", "Other deferred credits"],
    ),
]
WORDS = {
    "capital": [
        "CAPITALIZATION AND LIABILITIES",
        "Capitalization and Liabilities",
        "CAPITALIZATION AND LIABILITIES:",
        "LIABILITIES AND CAPITALIZATION",
    ],
    "capitalization": ["Capitalization:", "Capitalization", "CAPITALIZATION:"],
    "all_capital": [
        "Total capitalization",
        "Total Capitalization",
        "Total long-term capitalization",
    ],
    "end": [
        "Total capitalization and liabilities",
        "TOTAL CAPITALIZATION AND LIABILITIES",
        "Total Capitalization and Liabilities",
        "Total liabilities and capitalization",
    ],
    "later": [
        "Regulatory and other long-term assets:",
        "Deferred debits and other assets:",
        "Other noncurrent assets",
        "Regulatory and other long-term assets",
    ],
    "all_later": [
        "Total regulatory and other long-term assets",
        "Total deferred debits and other assets",
        "Total other noncurrent assets",
        "Total other assets",
    ],
    "later_owed": [
        "Regulatory and other long-term liabilities:",
        "Deferred credits and other liabilities:",
        "Other noncurrent liabilities",
    ],
    "all_later_owed": [
        "Total regulatory and other long-term liabilities",
        "Total deferred credits and other liabilities",
        "Total other noncurrent liabilities",
    ],
    "goods": [
        "Materials and supplies",
        "Materials, supplies and fossil fuel",
        "Fuel inventory and materials and supplies",
        "Inventory",
        "Natural gas stored and materials",
    ],
}


def balance_sheet(rng: random.Random, record: Filer) -> Sheet:
    size = round(record.revenue * rng.uniform(2.5, 5))
    build = Builder(rng, record, [size, max(60, round(size * rng.uniform(0.9, 1.02)))])
    build.head("assets", 0.9)
    makers = [lambda b: plant(b, 750, 0.4), _current, _later]
    parts = [
        make(build) for make in (makers if rng.random() < 0.75 else [_current, makers[0], _later])
    ]
    assets = build.item("total_assets", plus(*parts), "us-gaap:Assets", total=True)
    _sources(build, assets)
    return finished(build, assets, build.pick(WORDS["end"]))


def _current(build: Builder) -> Vector:
    build.head("current_assets")
    parts = [
        build.item(
            "cash_and_equivalents",
            list(build.record.cash),
            "us-gaap:CashAndCashEquivalentsAtCarryingValue",
        ),
        build.item("receivables", build.draw(25), "us-gaap:AccountsReceivableNetCurrent"),
        *some_lines(build, CURRENT, 1, 3),
        build.item(
            "inventory", build.draw(12), "us-gaap:InventoryNet", label=build.pick(WORDS["goods"])
        ),
    ]
    return build.item("current_assets", plus(*parts), "us-gaap:AssetsCurrent", total=True)


def _later(build: Builder) -> Vector:
    build.title(WORDS["later"])
    parts = some_lines(build, LATER, 1, 4)
    parts += (
        [build.item("goodwill", build.draw(25), "us-gaap:Goodwill")]
        if build.rng.random() < 0.6
        else []
    )
    return build.other(
        "us-gaap:AssetsNoncurrentOtherThanPropertyPlantAndEquipment",
        plus(*parts),
        WORDS["all_later"],
        total=True,
    )


def _sources(build: Builder, assets: Vector) -> None:
    """Equity and long-term debt first; debt is drawn before it is printed, and equity is what
    nobody else has a claim to.
    """
    build.title(WORDS["capital"])
    build.base = [round(a * 0.7) for a in assets]
    debt, printed, build.rows = build.draw(380), build.rows, []
    owed = plus(_owed_now(build), _owed_later(build))
    lower, build.rows = build.rows, printed
    build.title(WORDS["capitalization"])
    equity(build, assets, plus(debt, owed))
    build.item("long_term_debt", debt, "us-gaap:LongTermDebtNoncurrent")
    build.other(
        "us-gaap:CapitalizationLongtermDebtAndEquity",
        minus(assets, owed),
        WORDS["all_capital"],
        total=True,
    )
    build.rows += lower


def _owed_now(build: Builder) -> Vector:
    build.head("current_liabilities")
    first, *rest = build.some(OWED, 2, 6)
    parts = some_lines(build, [first], 1, 1)
    parts.append(build.item("accounts_payable", build.draw(20), "us-gaap:AccountsPayableCurrent"))
    parts += some_lines(build, rest, len(rest), len(rest))
    return build.item("current_liabilities", plus(*parts), "us-gaap:LiabilitiesCurrent", total=True)


def _owed_later(build: Builder) -> Vector:
    build.title(WORDS["later_owed"])
    owed = plus(*some_lines(build, LATER_OWED, 3, 6))
    build.other("us-gaap:LiabilitiesNoncurrent", owed, WORDS["all_later_owed"], total=True)
    if build.rng.random() < 0.5:
        build.title(rows.COMMITMENTS)
    return owed


MOVES = Lines(
    adjustments=[
        *rows.ADJUSTMENTS[:2],
        (
            "AllowanceForFundsUsedDuringConstructionCapitalizedCostOfEquity",
            "(",
            12,
            ["Allowance for equity funds used during construction", "Equity component of AFUDC"],
        ),
        (
            "ProvisionForDoubtfulAccounts",
            "+",
            5,
            ["Provision for losses on accounts receivable", "Provision for bad debts"],
        ),
    ],
    working=[
        (
            "IncreaseDecreaseInReceivables",
            "±",
            15,
            [
                "Receivables and unbilled revenues",
                "Accounts receivable",
                "Accrued unbilled revenues",
            ],
        ),
        (
            "IncreaseDecreaseInMaterialsAndSupplies",
            "±",
            8,
            ["Materials and supplies", "Inventory", "Fuel stock and materials"],
        ),
        (
            "IncreaseDecreaseInAccountsPayable",
            "±",
            12,
            ["Accounts payable", "Accounts payable and accrued liabilities"],
        ),
        (
            "IncreaseDecreaseInAccruedTaxesPayable",
            "±",
            6,
            ["Accrued taxes", "Taxes accrued, including federal income"],
        ),
        (
            "IncreaseDecreaseInRegulatoryAssetsAndLiabilities",
            "±",
            15,
            ["Net regulatory assets and liabilities", "Regulatory assets and liabilities"],
        ),
        (
            "PensionContributions",
            "(",
            8,
            [
                "Pension and post-retirement healthcare contributions",
                "Contributions to qualified pension plans",
            ],
        ),
    ],
    investing=[
        (
            "PaymentsForRemovalCosts",
            "-",
            20,
            [
                "Removal costs from property, plant and equipment retirements, net",
                "Cost of removal",
            ],
        ),
        (
            "PaymentsToAcquireInvestmentsInNuclearDecommissioningTrusts",
            "-",
            60,
            [
                "Purchases of nuclear decommissioning trust investments",
                "Purchases of investment securities",
            ],
        ),
        (
            "ProceedsFromSaleOfInvestmentsInNuclearDecommissioningTrusts",
            "+",
            58,
            [
                "Proceeds from sales of nuclear decommissioning trust investments",
                "Proceeds from the sale of investment securities",
            ],
        ),
        *rows.INVESTING[3:6],
    ],
    financing=[
        *rows.FINANCING[:3],
        *rows.FINANCING[4:7],
        (
            "ProceedsFromContributionsInAidOfConstruction",
            "+",
            8,
            [
                "Advances and contributions in aid of construction",
                "Advances for construction, net of refunds",
            ],
        ),
        rows.FINANCING[9],
    ],
    spending_words=(
        "Capital expenditures",
        "Construction expenditures",
        "Utility capital/construction expenditures",
        "Additions to utility plant",
        "Plant additions",
    ),
)


def flows(rng: random.Random, record: Filer) -> Sheet:
    return cash_flow(rng, record, MOVES)
