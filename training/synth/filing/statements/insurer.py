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
from extract_filings.training.synth.filing.wording.rows import Other

REVENUES: list[Other] = [
    (
        "PremiumsEarnedNet",
        "+",
        850,
        [
            "Premiums",
            "Premiums earned",
            "Net premiums earned",
            "Earned premiums",
            "Insurance premiums",
            "Premiums and policy charges",
        ],
    ),
    (
        "NetInvestmentIncome",
        "+",
        80,
        [
            "Net investment income",
            "Investment income, net",
            "Net investment income (Note 3)",
            "Investment income, net of expenses",
        ],
    ),
    ("InsuranceCommissionsAndFees", "+", 20, ["Fee income", "Service fees"]),
    (
        "RealizedInvestmentGainsLosses",
        "±",
        12,
        [
            "Net realized investment gains (losses)",
            "Net realized gains (losses)",
            "Net gains (losses) on investments",
            "Realized investment gains, net",
            "Net investment gains (losses)",
        ],
    ),
    ("OtherIncome", "+", 12, ["Other revenues", "Other income", "Other revenue", "Other"]),
]
HEALTH_REVENUES: list[Other] = [
    ("PremiumsEarnedNet", "+", 600, ["Premiums", "Premium revenue", "Premiums earned"]),
    (
        "RevenueFromContractWithCustomerExcludingAssessedTax",
        "+",
        300,
        ["Products", "Pharmacy revenues", "Product revenues"],
    ),
    ("RevenueFromContractWithCustomerExcludingAssessedTax", "+", 60, ["Services", "Service fees"]),
    (
        "InvestmentIncomeInterestAndDividend",
        "+",
        12,
        ["Net investment income", "Investment and other income", "Investment income"],
    ),
]
CLAIMS: list[Other] = [
    (
        "PolicyholderBenefitsAndClaimsIncurredNet",
        "+",
        620,
        [
            "Claims and claim adjustment expenses",
            "Losses and loss adjustment expenses",
            "Losses and loss expenses",
            "Benefits, losses and loss adjustment expenses",
            "Policyholder benefits",
            "Property and casualty insurance claims and claims expense",
            "Claims, benefits and expenses",
        ],
    ),
    (
        "DeferredPolicyAcquisitionCostAmortizationExpense",
        "+",
        150,
        [
            "Amortization of deferred acquisition costs",
            "Amortization of deferred policy acquisition costs",
            "Policy acquisition costs",
            "Amortization of DAC",
        ],
    ),
]
OTHER_CLAIMS: list[Other] = [
    (
        "InterestCreditedToPolicyholdersAccountBalances",
        "+",
        25,
        [
            "Interest credited to policyholder account balances",
            "Interest credited to contractholder funds",
        ],
    ),
    ("PolicyholderDividends", "+", 10, ["Policyholder dividends", "Dividends to policyholders"]),
    (
        "AmortizationOfIntangibleAssets",
        "+",
        8,
        [
            "Amortization of intangible assets",
            "Amortization of purchased intangibles",
            "Amortization of other intangible assets",
        ],
    ),
    (
        "OtherExpenses",
        "+",
        15,
        ["Other expenses", "Restructuring and related charges", "Other insurance-related expenses"],
    ),
]
HEADS = ["Revenues", "Revenues:", "Revenue", "REVENUES"]
SPENT_HEADS = [
    "Claims and expenses",
    "Benefits, losses and expenses:",
    "Expenses:",
    "Losses and expenses",
    "Benefits and expenses:",
    "Costs and expenses",
    "Claims and expenses:",
]
ALL_REVENUES = ["Total revenues", "Total revenues", "Total revenue", "Revenues"]
ALL_CLAIMS = [
    "Total claims and expenses",
    "Total benefits, losses and expenses",
    "Total losses and expenses",
    "Total expenses",
    "Total benefits and expenses",
    "Total costs and expenses",
]
ADMINISTRATION = [
    "General and administrative expenses",
    "Other operating expenses",
    "Selling, general and administrative expenses",
    "Underwriting, general and administrative expenses",
]
OTHER_OPERATING = [
    "Operating costs and expenses",
    "Other operating costs",
    "Operating expenses and other",
    "Underwriting expenses",
    "Other underwriting expenses",
]


def income_statement(rng: random.Random, record: Filer) -> Sheet:
    build = Builder(rng, record, bases(rng, record))
    pretax = _health(build) if rng.random() < 0.3 else _claims(build)
    bottom(build, pretax, preferred=0.15, given_up=0.05, affiliates=0.03)
    return Sheet("income_statement", list(record.calendar.flows), build.rows)


def _revenues(build: Builder, others: list[Other], least: int) -> None:
    """The rows but the first are drawn; premiums are what they leave. Some print them behind the
    second.
    """
    build.title(HEADS)
    main, *rest = build.some(others, least, len(others), always=1)
    drawn = [(o, build.draw(o[2], o[1])) for o in rest]
    drawn.insert(
        build.rng.random() < 0.2, (main, minus(build.base, plus(*[values for _, values in drawn])))
    )
    for (concept, _, _, labels), values in drawn:
        build.other("us-gaap:" + concept, values, labels, level=1)
    build.item(
        "revenue", build.base, "us-gaap:Revenues", label=build.pick(ALL_REVENUES), total=True
    )


def _spent(build: Builder) -> Vector:
    margin = build.record.margin
    return [max(8, round(b * (1 - margin * build.rng.uniform(0.8, 1.2)))) for b in build.base]


def _claims(build: Builder) -> Vector:
    """Interest among the expenses, their total no item of its own: it holds claims, not costs."""
    rng = build.rng
    _revenues(build, REVENUES, 3)
    build.title(SPENT_HEADS)
    spent = _spent(build)
    interest = [max(1, round(s * rng.uniform(0.005, 0.03))) for s in spent]
    others = build.some(OTHER_CLAIMS, 0, 2)
    parts = build.split(
        minus(spent, interest), [o[2] for o in CLAIMS] + [150] + [o[2] for o in others]
    )
    for (concept, _, _, labels), part in zip(CLAIMS, parts):
        build.other("us-gaap:" + concept, part, labels, level=1)
    _administration(build, parts[2])
    for (concept, _, _, labels), part in zip(others, parts[3:]):
        build.other("us-gaap:" + concept, part, labels, level=1)
    build.item("interest_expense", interest, "us-gaap:InterestExpense", level=1)
    build.other("us-gaap:BenefitsLossesAndExpenses", spent, ALL_CLAIMS, total=True)
    return minus(build.base, spent)


def _administration(build: Builder, values: Vector) -> None:
    if build.rng.random() < 0.6:
        build.item(
            "selling_general_and_administrative",
            values,
            "us-gaap:SellingGeneralAndAdministrativeExpense",
            label=build.pick(ADMINISTRATION),
            level=1,
        )
    else:
        build.other("us-gaap:OtherCostAndExpenseOperating", values, OTHER_OPERATING, level=1)


def _health(build: Builder) -> Vector:
    """Costs of products beside costs of care, then operating income, then interest."""
    _revenues(build, HEALTH_REVENUES, 3)
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


INVESTED: list[Other] = [
    (
        "DebtSecuritiesAvailableForSaleExcludingAccruedInterest",
        "+",
        550,
        [
            (
                "Fixed maturities, available for sale, at fair value (amortized cost {a} and {b};"
                " allowance for expected credit losses of {a} and {b})"
            ),
            "Fixed maturities, available for sale, at fair value (amortized cost {a} and {b})",
            "Fixed maturity securities available-for-sale, at fair value",
            "Fixed maturities, at fair value",
            "Fixed income securities, at fair value (amortized cost, net {a} and {b})",
        ],
    ),
    (
        "EquitySecuritiesFvNi",
        "+",
        20,
        [
            "Equity securities, at fair value (cost {a} and {b})",
            "Equity securities, at fair value",
            "Equity securities",
        ],
    ),
    (
        "MortgageLoansOnRealEstateCommercialAndConsumerNet",
        "+",
        25,
        [
            "Mortgage loans, net",
            "Commercial mortgage loans (net of valuation allowances of {a} and {b})",
            "Mortgage loans",
        ],
    ),
    (
        "RealEstateInvestments",
        "+",
        10,
        [
            "Real estate investments",
            "Real estate and real estate joint ventures",
            "Real estate held for investment",
        ],
    ),
    (
        "OtherShortTermInvestments",
        "+",
        40,
        [
            "Short-term securities",
            "Short-term investments, at fair value which approximates cost",
            "Short-term, at fair value (amortized cost {a} and {b})",
        ],
    ),
    (
        "OtherInvestments",
        "+",
        35,
        ["Other investments", "Other invested assets", "Limited partnership interests"],
    ),
]
ASSETS: list[Other] = [
    (
        "AccruedInvestmentIncomeReceivable",
        "+",
        6,
        ["Investment income accrued", "Accrued investment income"],
    ),
    (
        "PremiumsReceivableAtCarryingValue",
        "+",
        75,
        [
            "Premiums receivable (net of allowance for expected credit losses of {a} and {b})",
            "Premium installment receivables, net",
            "Premiums receivable and agents’ balances, net",
            "Insurance balances receivable, net",
            "Premiums and accounts receivable, net",
        ],
    ),
    (
        "ReinsuranceRecoverables",
        "+",
        70,
        [
            (
                "Reinsurance recoverables (net of allowance for estimated uncollectible reinsurance"
                " of {a} and {b})"
            ),
            "Reinsurance recoverables, net",
            "Reinsurance recoverable on losses and loss expenses",
            "Reinsurance and indemnification recoverables, net",
        ],
    ),
    (
        "PrepaidReinsurancePremiums",
        "+",
        12,
        ["Ceded unearned premiums", "Prepaid reinsurance premiums"],
    ),
    (
        "DeferredPolicyAcquisitionCosts",
        "+",
        28,
        [
            "Deferred acquisition costs",
            "Deferred policy acquisition costs",
            "Deferred policy acquisition costs and value of business acquired",
        ],
    ),
    (
        "DeferredIncomeTaxAssetsNet",
        "+",
        12,
        ["Deferred taxes", "Deferred income taxes, net", "Deferred tax assets"],
    ),
    ("SeparateAccountAssets", "+", 90, ["Separate Accounts", "Separate account assets"]),
]
LATER_ASSETS: list[Other] = [
    (
        "IntangibleAssetsNetExcludingGoodwill",
        "+",
        10,
        ["Other intangible assets", "Intangible assets, net", "Other intangible assets, net"],
    ),
    (
        "OtherAssets",
        "+",
        30,
        ["Other assets", "Other assets, net", "Other assets (includes {a} and {b} at fair value)"],
    ),
]
RESERVES: list[Other] = [
    (
        "LiabilityForClaimsAndClaimsAdjustmentExpense",
        "+",
        520,
        [
            "Claims and claim adjustment expense reserves",
            "Unpaid losses and loss adjustment expenses",
            "Reserve for property and casualty insurance claims and claims expense",
            "Losses and loss expense reserves",
            "Liability for unpaid claims and claim adjustment expenses",
        ],
    ),
    ("UnearnedPremiums", "+", 170, ["Unearned premium reserves", "Unearned premiums"]),
    (
        "LiabilityForFuturePolicyBenefits",
        "+",
        120,
        [
            "Future policy benefits",
            "Policyholder account balances",
            "Contractholder funds",
            "Reserve for future policy benefits",
        ],
    ),
    (
        "CededPremiumsPayable",
        "+",
        10,
        [
            "Payables for reinsurance premiums",
            "Reinsurance premiums payable",
            "Ceded reinsurance premiums payable",
        ],
    ),
    (
        "ClaimPaymentsOutstanding",
        "+",
        10,
        [
            "Claim payments outstanding",
            "Contractholder payables",
            "Outstanding checks and claims payable",
        ],
    ),
    (
        "OtherLiabilities",
        "+",
        60,
        [
            "Other liabilities",
            "Accounts payable, accrued expenses and other liabilities",
            "Other liabilities and accrued expenses",
        ],
    ),
]


def balance_sheet(rng: random.Random, record: Filer) -> Sheet:
    size = round(record.revenue * rng.uniform(1.8, 4.5))
    build = Builder(rng, record, [size, max(40, round(size * rng.uniform(0.88, 1.08)))])
    build.head("assets", 0.9)
    parts = [_investments(build), _cash(build), *some_lines(build, ASSETS, 3, 7)]
    parts += [goodwill(build)] if rng.random() < 0.8 else []
    parts += some_lines(build, LATER_ASSETS, 1, 2)
    assets = build.item("total_assets", plus(*parts), "us-gaap:Assets", total=True)
    equity(build, assets, _owed(build, assets))
    return finished(build, assets)


def _investments(build: Builder) -> Vector:
    build.title(["Investments:", "Investments", "Investments:"])
    total = plus(
        *(
            build.other("us-gaap:" + c, build.draw(w), labels, level=1)
            for c, _, w, labels in INVESTED[:1] + build.some(INVESTED[1:], 2, 5)
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
    chosen = build.some(RESERVES[2:], 2, 4)
    *reserves, debt = build.split(owed, [o[2] for o in RESERVES[:2] + chosen] + [70])
    for (concept, _, _, labels), values in zip(RESERVES[:2] + chosen[:-1], reserves):
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
        build.title(rows.COMMITMENTS)
    return owed


MOVES = Lines(
    adjustments=[
        (
            "RealizedInvestmentGainsLosses",
            "±",
            12,
            [
                "Net realized investment (gains) losses",
                "Realized investment gains, net",
                "Net (gains) losses on investments",
            ],
        ),
        *rows.ADJUSTMENTS[:2],
        (
            "DeferredPolicyAcquisitionCostAmortizationExpense",
            "+",
            150,
            [
                "Amortization of deferred acquisition costs",
                "Amortization of deferred policy acquisition costs",
            ],
        ),
        (
            "IncomeLossFromEquityMethodInvestments",
            "±",
            8,
            [
                "Equity in income from other investments",
                "Equity in earnings of unconsolidated affiliates",
            ],
        ),
        (
            "AccretionAmortizationOfDiscountsAndPremiumsInvestments",
            "±",
            5,
            ["Amortization of fixed maturity premiums", "Net amortization of investment premium"],
        ),
    ],
    working=[
        (
            "IncreaseDecreaseInPremiumsReceivable",
            "±",
            30,
            ["Premiums receivable", "Premiums receivable, net", "Insurance balances receivable"],
        ),
        (
            "IncreaseDecreaseInReinsuranceRecoverable",
            "±",
            20,
            ["Reinsurance recoverables", "Reinsurance recoverable, net"],
        ),
        (
            "IncreaseDecreaseInDeferredPolicyAcquisitionCosts",
            "(",
            150,
            [
                "Deferred acquisition costs",
                "Deferred policy acquisition costs",
                "Additions to deferred policy acquisition costs",
            ],
        ),
        (
            "IncreaseDecreaseInLiabilityForClaimsAndClaimsAdjustmentExpenseReserve",
            "+",
            60,
            [
                "Claims and claim adjustment expense reserves",
                "Unpaid losses and loss adjustment expenses",
                "Claims and other insurance liabilities",
            ],
        ),
        (
            "IncreaseDecreaseInUnearnedPremiums",
            "±",
            40,
            ["Unearned premium reserves", "Unearned premiums"],
        ),
        (
            "IncreaseDecreaseInIncomeTaxes",
            "±",
            8,
            ["Income taxes", "Current income taxes", "Deferred and current income taxes"],
        ),
        (
            "OtherOperatingActivitiesCashFlowStatement",
            "±",
            10,
            ["Other", "Other, net", "Other operating assets and liabilities"],
        ),
    ],
    investing=[
        (
            "ProceedsFromMaturitiesPrepaymentsAndCallsOfAvailableForSaleSecurities",
            "+",
            180,
            [
                "Proceeds from maturities of fixed maturities",
                "Maturities and redemptions of fixed maturity securities",
                "Fixed maturities, matured or called",
            ],
        ),
        (
            "ProceedsFromSaleOfAvailableForSaleSecuritiesDebt",
            "+",
            150,
            [
                "Proceeds from sales of fixed maturities",
                "Fixed maturities sold",
                "Sales of fixed maturity securities",
            ],
        ),
        (
            "ProceedsFromSaleOfEquitySecuritiesFvNi",
            "+",
            10,
            ["Equity securities sold", "Proceeds from sales of equity securities"],
        ),
        (
            "PaymentsToAcquireAvailableForSaleSecuritiesDebt",
            "-",
            350,
            [
                "Purchases of fixed maturities",
                "Fixed maturities acquired",
                "Purchases of fixed maturity securities",
            ],
        ),
        (
            "PaymentsToAcquireEquitySecuritiesFvNi",
            "-",
            10,
            ["Purchases of equity securities", "Equity securities acquired"],
        ),
        (
            "PaymentsForProceedsFromAvailableforsaleSecuritiesShortterm",
            "±",
            50,
            [
                "Net (purchases) sales of short-term securities",
                "Change in short-term investments, net",
            ],
        ),
        (
            "PaymentsForProceedsFromOtherInvestingActivities",
            "±",
            10,
            [
                "Other",
                "Other investing activities, net",
                "Securities transactions in the course of settlement",
            ],
        ),
    ],
    financing=[
        (
            "ProceedsFromDebtNetOfIssuanceCosts",
            "+",
            40,
            [
                "Issuance of debt",
                "Proceeds from issuance of long-term debt",
                "Net proceeds from debt issued",
            ],
        ),
        (
            "RepaymentsOfDebt",
            "-",
            35,
            ["Payment of debt", "Repayment of long-term debt", "Redemption of debt"],
        ),
        (
            "ProceedsFromStockOptionsExercised",
            "+",
            6,
            [
                "Issuance of common stock{d}employee share options",
                "Proceeds from exercises of stock options",
            ],
        ),
        (
            "PaymentsRelatedToTaxWithholdingForShareBasedCompensation",
            "-",
            4,
            [
                "Treasury stock acquired{d}net employee share-based compensation",
                "Shares withheld for taxes",
            ],
        ),
        (
            "ProceedsFromPaymentsForOtherFinancingActivities",
            "±",
            40,
            [
                "Contractholder funds deposits and withdrawals, net",
                "Policyholder account balances, net",
                "Other, net",
                "Customer funds administered",
            ],
        ),
    ],
    spending=0.35,
    depreciation=0.85,
)


def flows(rng: random.Random, record: Filer) -> Sheet:
    return cash_flow(rng, record, MOVES)
