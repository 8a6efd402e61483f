"""Banks and card companies: interest earned and paid, losses on loans, deposits; nothing is
current.
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
from extract_filings.training.synth.filing.wording import rows
from extract_filings.training.synth.filing.wording.rows import Other

FEES: list[Other] = [
    (
        "CreditAndDebitCardDiscountRevenue",
        "+",
        220,
        ["Discount revenue", "Merchant discount revenue", "Interchange and merchant fees"],
    ),
    ("CreditCardAnnualFeeRevenue", "+", 60, ["Card fees", "Annual card fees"]),
    (
        "CreditCardServiceFeesAndOtherRevenue",
        "+",
        50,
        ["Other fees and commissions", "Processed revenue"],
    ),
    (
        "InvestmentBankingRevenue",
        "+",
        70,
        ["Investment banking fees", "Investment banking", "Underwriting and advisory fees"],
    ),
    (
        "PrincipalTransactionsRevenue",
        "+",
        80,
        [
            "Principal transactions",
            "Trading account profits",
            "Trading activities",
            "Net gains from trading activities",
        ],
    ),
    (
        "DepositRelatedFees",
        "+",
        50,
        [
            "Service charges on deposit accounts",
            "Lending- and deposit-related fees",
            "Deposit-related fees",
            "Service charges and fees",
        ],
    ),
    (
        "AssetManagementFees",
        "+",
        110,
        [
            "Asset management, administration and commissions",
            "Trust and investment management fees",
            "Asset management fees",
            "Investment advisory and other asset-based fees",
            "Wealth management fees",
        ],
    ),
    (
        "FeesAndCommissionsCreditAndDebitCards",
        "+",
        60,
        [
            "Card income",
            "Card fees",
            "Credit card income",
            "Bankcard fees",
            "Merchant processing services",
        ],
    ),
    (
        "FeesAndCommissionsMortgageBanking",
        "+",
        40,
        [
            "Mortgage fees and related income",
            "Mortgage banking",
            "Mortgage banking income",
            "Mortgage banking revenue",
        ],
    ),
    (
        "BrokerageCommissionsRevenue",
        "+",
        40,
        ["Commissions and brokerage services fees", "Brokerage commissions"],
    ),
    (
        "DebtSecuritiesAvailableForSaleRealizedGainLoss",
        "±",
        5,
        [
            "Investment securities gains (losses)",
            "Securities gains, net",
            "Net gains (losses) from debt securities",
        ],
    ),
    (
        "NoninterestIncomeOther",
        "+",
        40,
        ["Other income", "Other", "Other noninterest income", "Other revenue"],
    ),
]
INTEREST_INCOME: list[Other] = [
    (
        "InterestAndFeeIncomeLoansAndLeases",
        "+",
        500,
        [
            "Interest on loans",
            "Loans",
            "Loans, including fees",
            "Interest and fees on loans",
            "Interest and fees on loans and leases",
            "Consumer loans, including past-due fees",
        ],
    ),
    (
        "InterestAndDividendIncomeSecurities",
        "+",
        110,
        [
            "Investment securities",
            "Debt securities",
            "Securities available for sale",
            "Taxable investment securities",
        ],
    ),
    (
        "InterestIncomeDepositsWithFinancialInstitutions",
        "+",
        50,
        [
            "Deposits with banks",
            "Interest-earning deposits with banks",
            "Federal funds sold and other",
        ],
    ),
    (
        "TradingSecuritiesInterest",
        "+",
        30,
        ["Trading account assets", "Trading assets", "Loans held for sale"],
    ),
    (
        "InterestAndOtherIncome",
        "+",
        25,
        ["Other interest income", "Other", "Other interest-earning assets"],
    ),
]
INTEREST_EXPENSE: list[Other] = [
    (
        "InterestExpenseDeposits",
        "+",
        300,
        ["Deposits", "Interest on deposits", "Savings and time deposits", "Customer deposits"],
    ),
    (
        "InterestExpenseLongTermDebt",
        "+",
        200,
        [
            "Long-term debt and other",
            "Long-term debt",
            "Interest on long-term debt",
            "Securitized debt obligations",
            "Senior and subordinated notes",
        ],
    ),
    (
        "InterestExpenseShortTermBorrowings",
        "+",
        60,
        [
            "Short-term borrowings",
            "Federal funds purchased and securities sold under agreements to repurchase",
            "Commercial paper and other borrowings",
        ],
    ),
    ("InterestExpenseOther", "+", 20, ["Other", "Other borrowings", "Other interest expense"]),
]
PROVISIONS: list[Other] = [
    (
        "ProvisionForLoanLeaseAndOtherLosses",
        "+",
        30,
        ["Charge card", "Consumer", "Cardmember receivables"],
    ),
    ("ProvisionForLoanAndLeaseLosses", "+", 100, ["Loans", "Commercial", "Cardmember loans"]),
    ("ProvisionForOtherLosses", "+", 8, ["Other", "Unfunded commitments", "Other loans"]),
]
EXPENSES: list[Other] = [
    (
        "LaborAndRelatedExpense",
        "+",
        350,
        [
            "Compensation and benefits",
            "Salaries and employee benefits",
            "Salaries and benefits",
            "Compensation expense",
            "Personnel",
            "Salaries and related benefits",
        ],
    ),
    ("CustomerRewards", "+", 180, ["Cardmember rewards", "Rewards expense"]),
    (
        "BusinessDevelopment",
        "+",
        70,
        [
            "Business development",
        ],
    ),
    (
        "MarketingExpense",
        "+",
        90,
        [
            "Marketing",
            "Marketing and business development",
            "Advertising and promotion",
            "Advertising and marketing",
        ],
    ),
    (
        "OccupancyNet",
        "+",
        50,
        ["Occupancy expense", "Occupancy", "Net occupancy", "Occupancy and equipment", "Premises"],
    ),
    (
        "CommunicationsAndInformationTechnology",
        "+",
        80,
        [
            "Technology, communications and equipment expense",
            "Technology and communications",
            "Data processing and software",
            "Information processing and communications",
            "Equipment and software",
        ],
    ),
    (
        "ProfessionalFees",
        "+",
        60,
        [
            "Professional and outside services",
            "Professional services",
            "Professional fees",
            "Legal and professional",
        ],
    ),
    (
        "AmortizationOfIntangibleAssets",
        "+",
        10,
        [
            "Amortization of intangibles",
            "Amortization of intangible assets",
            "Intangible amortization",
        ],
    ),
    (
        "FederalDepositInsuranceCorporationPremiumExpense",
        "+",
        12,
        ["FDIC assessments", "FDIC insurance", "Regulatory assessments", "Deposit insurance"],
    ),
    (
        "OtherNoninterestExpense",
        "+",
        90,
        [
            "Other expense",
            "Other, net",
            "Other",
            "Other general operating",
            "Other noninterest expense",
        ],
    ),
]
WORDS = {
    "fees": [
        "Noninterest income",
        "Noninterest income:",
        "Non-interest income:",
        "Noninterest revenue:",
    ],
    "all_fees": [
        "Total noninterest income",
        "Noninterest revenue",
        "Total non-interest income",
        "Noninterest income",
        "Total noninterest revenue",
        "Total other income",
    ],
    "earned": ["Interest income", "Interest income:", "INTEREST INCOME", "Interest revenue"],
    "all_earned": [
        "Total interest income",
        "Interest income",
        "Total interest revenue",
        "Total interest and dividend income",
    ],
    "paid": ["Interest expense", "Interest expense:", "INTEREST EXPENSE"],
    "all_paid": [
        "Total interest expense",
        "Total interest expense",
        "Interest expense, total",
        "Interest expense",
    ],
    "net": [
        "Net interest income",
        "Net interest revenue",
        "Net interest income (taxable-equivalent)",
    ],
    "revenue": [
        "Total net revenue",
        "Total revenue",
        "Total revenue, net of interest expense",
        "Total net revenues",
        "Net revenues",
        "Total revenues",
    ],
    "lost": ["Provision for credit losses", "Provision for credit losses:"],
    "all_lost": ["Provision for credit losses"],
    "one_lost": [
        "Provision for credit losses",
        "Provision for loan and lease losses",
        "Provision (benefit) for credit losses",
    ],
    "after": [
        "Net interest income after provision for credit losses",
        "Net interest income after provision for loan losses",
    ],
    "spent": [
        "Expenses",
        "Noninterest expense",
        "Noninterest expense:",
        "Non-interest expenses:",
        "Operating expenses:",
        "Expenses:",
    ],
    "all_spent": [
        "Total expenses",
        "Total noninterest expense",
        "Total non-interest expense",
        "Noninterest expense",
        "Total non-interest expenses",
        "Total operating expenses",
    ],
}


def income_statement(rng: random.Random, record: Filer) -> Sheet:
    """Interest before or after fees; losses before the expenses or right behind the interest, then
    without a sum of revenues.
    """
    build = Builder(rng, record, bases(rng, record))
    net = [round(b * rng.uniform(0.25, 0.85)) for b in build.base]
    fees = minus(build.base, net)
    style = rng.choice(("fees", "fees", "interest", "interest", "losses"))
    if style == "fees":
        _fees(build, fees)
    _interest(build, net)
    lost = _provision(build, net) if style == "losses" else None
    if style != "fees":
        _fees(build, fees)
    if not lost:
        build.item(
            "revenue",
            build.base,
            rng.choice(
                ("us-gaap:Revenues", "us-gaap:Revenues", "us-gaap:RevenuesNetOfInterestExpense")
            ),
            label=build.pick(WORDS["revenue"]),
            total=True,
        )
        lost = _provision(build, build.base)
    bottom(
        build,
        minus(minus(build.base, lost), _expenses(build, lost)),
        preferred=0.5,
        given_up=0.03,
        affiliates=0.03,
    )
    return Sheet("income_statement", list(record.calendar.flows), build.rows)


def _group(
    build: Builder,
    key: str,
    total: Vector,
    others: list[Other],
    low: int,
    high: int,
    always: int = 0,
) -> None:
    build.title(WORDS[key])
    build.share(total, others, low, high, always)


def _fees(build: Builder, fees: Vector) -> None:
    _group(build, "fees", fees, FEES, 3, 7)
    build.other("us-gaap:NoninterestIncome", fees, WORDS["all_fees"], total=True)


def _interest(build: Builder, net: Vector) -> None:
    """Line by line with totals, or one row each."""
    share = build.rng.uniform(0.05, 0.6)
    paid = [max(1, round(n * share * build.rng.uniform(0.8, 1.2))) for n in net]
    earned, single = plus(net, paid), build.rng.random() < 0.2
    if not single:
        _group(build, "earned", earned, INTEREST_INCOME, 2, 5, 1)
    build.other(
        "us-gaap:InterestAndDividendIncomeOperating",
        earned,
        WORDS["earned" if single else "all_earned"][: 1 if single else None],
        total=not single,
    )
    if not single:
        _group(build, "paid", paid, INTEREST_EXPENSE, 2, 4, 1)
    build.item(
        "interest_expense",
        paid,
        "us-gaap:InterestExpense",
        label=build.pick(WORDS["paid" if single else "all_paid"][: 1 if single else None]),
        total=not single,
    )
    build.other("us-gaap:InterestIncomeExpenseNet", net, WORDS["net"], total=True)


def _provision(build: Builder, before: Vector) -> Vector:
    """Losses expected on loans, and now and then what is left of `before`."""
    rng = build.rng
    lost = [
        max(1, round(b * rng.uniform(0.01, 0.14))) * (-1 if rng.random() < 0.03 else 1)
        for b in before
    ]
    if rng.random() < 0.35:
        _group(build, "lost", lost, PROVISIONS, 2, 3)
        build.other(
            "us-gaap:ProvisionForLoanLeaseAndOtherLosses", lost, WORDS["all_lost"], total=True
        )
    else:
        build.other("us-gaap:ProvisionForLoanLeaseAndOtherLosses", lost, WORDS["one_lost"])
    fees_follow = before is not build.base
    if fees_follow or rng.random() < 0.2:
        concept = (
            "InterestIncomeExpenseAfterProvisionForLoanLoss"
            if fees_follow
            else "RevenuesNetOfInterestExpenseAfterProvisions"
        )
        build.other(
            "us-gaap:" + concept,
            minus(before, lost),
            WORDS["after"][fees_follow : 1 + 2 * fees_follow],
            total=True,
        )
    return lost


def _expenses(build: Builder, lost: Vector) -> Vector:
    """What brings the margin about."""
    margin = build.record.margin
    spent = [
        max(6, round(b * (1 - margin * build.rng.uniform(0.9, 1.1))) - v)
        for b, v in zip(build.base, lost)
    ]
    _group(build, "spent", spent, EXPENSES, 4, 9, 1)
    return build.other("us-gaap:NoninterestExpense", spent, WORDS["all_spent"], total=True)


CASH: list[Other] = [
    ("CashAndDueFromBanks", "+", 30, ["Noninterest-bearing deposits with banks"]),
    (
        "InterestBearingDepositsInBanks",
        "+",
        60,
        [
            "Interest-bearing deposits with banks",
            "Deposits with banks",
            "Interest-earning deposits with banks",
        ],
    ),
    (
        "FederalFundsSoldAndSecuritiesPurchasedUnderAgreementsToResell",
        "+",
        15,
        [
            "Federal funds sold and securities purchased under resale agreements",
            "Federal funds sold and other short-term investments",
        ],
    ),
]
ALL_CASH = [
    "Total cash and cash equivalents (includes restricted cash: {y}, {a}; {z}, {b})",
    "Total cash and cash equivalents",
    "Cash and cash equivalents",
    "Total cash and due from banks",
]
CARD_LOANS: list[Other] = [
    (
        "AccountsReceivableCardMembers",
        "+",
        250,
        [
            "Cardholder receivables, net of allowance for losses: {y}, {a}; {z}, {b}",
            (
                "Cardholder receivables (of which pledged: {y}, {a}; {z}, {b}), net of allowance"
                " for losses of {a} and {b}"
            ),
            "Cardmember receivables, net of reserves of {a} and {b}, respectively",
        ],
    ),
    (
        "NotesReceivableNetCardMembers",
        "+",
        400,
        [
            "Cardholder loans, net of allowance for losses: {y}, {a}; {z}, {b}",
            (
                "Cardholder loans (of which pledged: {y}, {a}; {z}, {b}), net of allowance for"
                " losses of {a} and {b}"
            ),
            "Cardmember loans, net of reserves of {a} and {b}, respectively",
        ],
    ),
]
ONE_LOAN = [
    "Loans, net of allowance for credit losses of {a} and {b}",
    "Loans and leases, net of reserve of {a} and {b}, respectively",
    "Net loans",
    "Loans, net",
    "Loans receivable, net of allowance for loan losses of {a} at {y} and {b} at {z}",
]
LOANS: list[Other] = [
    ("LoansCommercial", "+", 350, ["Commercial and industrial", "Commercial", "Wholesale"]),
    (
        "LoansRealEstate",
        "+",
        250,
        ["Commercial real estate", "Real estate", "Residential mortgage"],
    ),
    (
        "LoansConsumer",
        "+",
        250,
        ["Consumer", "Credit card", "Consumer, excluding credit card", "Other consumer"],
    ),
]
LOAN_HEADS, ALL_LOANS = (
    ["Loans:", "Loans held for investment:"],
    [
        "Total loans",
        "Loans",
        "Total loans and leases",
        "Loans (includes {a} and {b} at fair value)",
    ],
)
ALLOWANCE, NET_LOANS = (
    [
        "Allowance for credit losses",
        "Allowance for loan and lease losses",
        "Less: allowance for credit losses",
    ],
    ["Net loans", "Loans, net", "Loans, net of allowance", "Total loans, net"],
)
SECURITIES: list[Other] = [
    (
        "DebtSecuritiesAvailableForSaleExcludingAccruedInterest",
        "+",
        150,
        [
            "Investment securities",
            "Available-for-sale securities (amortized cost of {a} and {b})",
            "Debt securities carried at fair value (includes {a} and {b} pledged as collateral)",
            "Securities available for sale, at fair value",
        ],
    ),
    (
        "DebtSecuritiesHeldToMaturityAmortizedCostAfterAllowanceForCreditLoss",
        "+",
        100,
        [
            "Held-to-maturity securities, net of allowance for credit losses",
            "Securities held to maturity (fair value of {a} and {b})",
            "Held-to-maturity debt securities",
        ],
    ),
    (
        "TradingSecurities",
        "+",
        60,
        [
            "Trading assets (included assets pledged of {a} and {b})",
            "Trading account assets",
            "Trading assets",
        ],
    ),
    (
        "LoansHeldForSale",
        "+",
        15,
        [
            "Loans held for sale",
            "Mortgage loans held for sale",
            "Loans held-for-sale, at fair value",
        ],
    ),
]
PREMISES = [
    "Premises and equipment, net of accumulated depreciation of {a} and {b}",
    "Property and equipment, net",
]
OTHER_ASSETS: list[Other] = [
    (
        "IntangibleAssetsNetExcludingGoodwill",
        "+",
        8,
        [
            "Other intangible assets",
            "Intangible assets, net",
            "Mortgage servicing rights",
            "Core deposit and other intangibles",
        ],
    ),
    (
        "AccruedInterestReceivable",
        "+",
        8,
        [
            "Accrued interest receivable",
            "Accrued interest and accounts receivable",
            "Accrued income receivable",
        ],
    ),
    (
        "BankOwnedLifeInsurance",
        "+",
        12,
        ["Bank-owned life insurance", "Cash surrender value of life insurance"],
    ),
    ("OtherAssets", "+", 40, ["Other assets", "Other assets (includes {a} and {b} at fair value)"]),
]
DEPOSITS: list[Other] = [
    (
        "NoninterestBearingDepositLiabilities",
        "+",
        250,
        ["Noninterest-bearing", "Noninterest-bearing deposits", "Demand deposits"],
    ),
    (
        "InterestBearingDepositLiabilities",
        "+",
        600,
        ["Interest-bearing", "Savings and money market accounts"],
    ),
    (
        "TimeDeposits",
        "+",
        120,
        ["Time deposits", "Time deposits of $250,000 or more", "Certificates of deposit"],
    ),
]
DEPOSIT_HEADS, ALL_DEPOSITS, ONE_DEPOSIT = (
    ["Deposits:", "Deposits", "Customer deposits:"],
    ["Total deposits", "Deposits"],
    ["Customer deposits", "Deposits", "Deposits (includes {a} and {b} at fair value)"],
)
BORROWED: list[Other] = [
    (
        "ShortTermBorrowings",
        "+",
        40,
        [
            "Short-term borrowings",
            "Commercial paper and other short-term borrowings",
            "Federal funds purchased and securities loaned or sold under repurchase agreements",
            "Short-term borrowings (includes {a} and {b} at fair value)",
        ],
    ),
    ("TradingLiabilities", "+", 30, ["Trading liabilities", "Trading account liabilities"]),
    (
        "OtherLiabilities",
        "+",
        50,
        [
            "Other liabilities",
            "Accrued expenses and other liabilities",
            "Accrued taxes, interest and expenses",
            (
                "Accounts payable and other liabilities (includes allowance for unfunded"
                " commitments of {a} and {b})"
            ),
        ],
    ),
]
DEBT = [
    "Long-term debt",
    "Long-term debt",
    "Long-term borrowings",
    "Senior and subordinated notes, long-term",
]


def balance_sheet(rng: random.Random, record: Filer) -> Sheet:
    size = round(record.revenue * rng.uniform(6, 13))
    build = Builder(rng, record, [size, max(40, round(size * rng.uniform(0.88, 1.08)))])
    build.head("assets", 0.9)
    parts = [_cash(build)]
    lines = [_securities, _loans]
    parts += [line(build) for line in (lines if rng.random() < 0.6 else lines[::-1])]
    parts.append(
        build.item(
            "property_plant_and_equipment",
            build.draw(12),
            "us-gaap:PropertyPlantAndEquipmentNet",
            label=build.pick(PREMISES),
        )
    )
    parts += [goodwill(build)] if rng.random() < 0.7 else []
    parts += some_lines(build, OTHER_ASSETS, 1, 4)
    assets = build.item("total_assets", plus(*parts), "us-gaap:Assets", total=True)
    equity(build, assets, _owed(build, assets))
    return finished(build, assets)


def _cash(build: Builder) -> Vector:
    """The sum of some rows with or without saying so, or one row."""
    cash, way = list(build.record.cash), build.rng.random()
    if way > 0.25:
        if build.rng.random() < 0.5:
            build.title(["Cash and cash equivalents", "Cash and cash equivalents:"])
        build.share(cash, CASH, 2, 3)
    if way < 0.85:
        build.item(
            "cash_and_equivalents",
            cash,
            "us-gaap:CashAndCashEquivalentsAtCarryingValue",
            label=build.pick(ALL_CASH) if way > 0.25 else None,
            total=way > 0.25,
        )
    return cash


def _loans(build: Builder) -> Vector:
    way = build.rng.random()
    if way < 0.4:
        return plus(*some_lines(build, CARD_LOANS, 2, 3))
    if way < 0.65:
        return build.other(
            "us-gaap:LoansAndLeasesReceivableNetReportedAmount", build.draw(550), ONE_LOAN
        )
    loans = build.draw(560)
    if way < 0.85:
        build.title(LOAN_HEADS)
        build.share(loans, LOANS, 2, 3)
    build.other(
        "us-gaap:LoansAndLeasesReceivableNetOfDeferredIncome", loans, ALL_LOANS, total=way < 0.85
    )
    lost = build.other(
        "us-gaap:FinancingReceivableAllowanceForCreditLossExcludingAccruedInterest",
        [max(1, v // 60) for v in loans],
        ALLOWANCE,
        True,
    )
    return build.other(
        "us-gaap:LoansAndLeasesReceivableNetReportedAmount",
        minus(loans, lost),
        NET_LOANS,
        total=True,
    )


def _securities(build: Builder) -> Vector:
    return plus(*some_lines(build, SECURITIES, 1, 4))


def _owed(build: Builder, assets: Vector) -> Vector:
    """Deposits are what the other debts leave of nine tenths of the assets."""
    rng = build.rng
    build.head("liabilities", 0.9)
    owed = [round(a * rng.uniform(0.87, 0.93)) for a in assets]
    build.base = list(assets)
    others = [(c, build.draw(w), labels) for c, _, w, labels in build.some(BORROWED, 1, 3)]
    debt = build.draw(90)
    deposits = minus(owed, plus(debt, *[v for _, v, _ in others]))
    if rng.random() < 0.45:
        build.title(DEPOSIT_HEADS)
        build.share(deposits, DEPOSITS, 2, 3)
    build.other(
        "us-gaap:Deposits",
        deposits,
        ALL_DEPOSITS if build.rows[-1].level else ONE_DEPOSIT,
        total=bool(build.rows[-1].level),
    )
    for concept, values, labels in others[:-1]:
        build.other("us-gaap:" + concept, values, labels)
    build.item("long_term_debt", debt, "us-gaap:LongTermDebt", label=build.pick(DEBT))
    build.other("us-gaap:" + others[-1][0], *others[-1][1:])
    build.item("total_liabilities", owed, "us-gaap:Liabilities", total=True)
    if rng.random() < 0.6:
        build.title(rows.COMMITMENTS)
    return owed


MOVES = Lines(
    adjustments=[
        ("ProvisionForLoanLeaseAndOtherLosses", "+", 60, ["Provision for credit losses"]),
        *rows.ADJUSTMENTS[:2],
        (
            "GainLossOnSaleOfSecuritiesNet",
            "±",
            4,
            [
                "Net (gains) losses on securities",
                "Securities gains, net",
                "Investment securities (gains) losses",
            ],
        ),
        (
            "AccretionAmortizationOfDiscountsAndPremiumsInvestments",
            "±",
            5,
            [
                "Net amortization of premiums on securities",
                "Amortization of premiums and accretion of discounts, net",
            ],
        ),
    ],
    working=[
        (
            "IncreaseDecreaseInTradingAssets",
            "±",
            40,
            ["Trading assets", "Change in trading account assets", "Net change in trading assets"],
        ),
        (
            "ProceedsFromPaymentsForLoansHeldForSale",
            "±",
            40,
            [
                "Loans held for sale",
                "Originations and purchases of loans held for sale, net of proceeds",
                "Net change in loans held for sale",
            ],
        ),
        (
            "IncreaseDecreaseInOtherReceivables",
            "±",
            10,
            [
                "Other receivables",
                "Accrued interest and accounts receivable",
                "Accrued interest receivable",
            ],
        ),
        (
            "IncreaseDecreaseInOtherOperatingAssets",
            "±",
            30,
            ["Other assets", "Change in other assets", "Other assets, net"],
        ),
        (
            "IncreaseDecreaseInAccountsPayableAndOtherOperatingLiabilities",
            "±",
            40,
            [
                "Accounts payable and other liabilities",
                "Other liabilities",
                "Accrued expenses and other liabilities",
            ],
        ),
    ],
    investing=[
        (
            "ProceedsFromSaleOfAvailableForSaleSecuritiesDebt",
            "+",
            120,
            [
                "Sale of investments",
                "Proceeds from sales of securities available for sale",
                "Sales of investment securities",
            ],
        ),
        (
            "ProceedsFromMaturitiesPrepaymentsAndCallsOfAvailableForSaleSecurities",
            "+",
            300,
            [
                "Maturities and redemptions of investments",
                "Proceeds from maturities and paydowns of securities",
                "Paydowns and maturities",
            ],
        ),
        (
            "PaymentsToAcquireAvailableForSaleSecuritiesDebt",
            "-",
            400,
            ["Purchases of securities available for sale", "Purchases of investment securities"],
        ),
        (
            "PaymentsForProceedsFromLoansAndLeases",
            "±",
            500,
            [
                "Net change in loans",
                "Net (increase) decrease in loans",
                "Loan originations and principal collections, net",
            ],
        ),
        (
            "PaymentsToAcquireBusinessesNetOfCashAcquired",
            "-",
            20,
            ["Net cash paid in acquisitions", "Business acquisitions, net of cash acquired"],
        ),
        (
            "PaymentsForProceedsFromOtherInvestingActivities",
            "±",
            10,
            ["Other investing activities", "Other, net", "All other investing activities, net"],
        ),
    ],
    financing=[
        (
            "IncreaseDecreaseInDeposits",
            "±",
            500,
            ["Net change in deposits", "Net increase (decrease) in deposits", "Deposits"],
        ),
        (
            "ProceedsFromRepaymentsOfShortTermDebt",
            "±",
            60,
            ["Short-term borrowings", "Net change in short-term borrowings"],
        ),
        (
            "ProceedsFromIssuanceOfLongTermDebt",
            "+",
            200,
            [
                "Proceeds from long-term debt",
                "Issuance of long-term debt",
                "Proceeds from issuance of long-term debt",
            ],
        ),
        (
            "RepaymentsOfLongTermDebt",
            "-",
            180,
            [
                "Payments of long-term debt",
                "Repayments of long-term debt",
                "Payments of long-term borrowings",
            ],
        ),
        (
            "ProceedsFromIssuanceOfPreferredStockAndPreferenceStock",
            "+",
            20,
            [
                "Issuance of preferred shares, net of issuance costs",
                "Proceeds from issuance of preferred stock",
                "Preferred stock issued",
            ],
        ),
        (
            "PaymentsForRepurchaseOfPreferredStockAndPreferenceStock",
            "-",
            15,
            ["Redemption of preferred stock", "Redemption of preferred shares"],
        ),
        (
            "ProceedsFromIssuanceOfCommonStock",
            "+",
            5,
            [
                "Issuance of common shares",
                "Proceeds from issuance of common stock",
                "Common stock issued under employee plans",
            ],
        ),
        (
            "PaymentsOfDividendsPreferredStockAndPreferenceStock",
            "-",
            4,
            ["Preferred dividends paid", "Dividends paid on preferred stock"],
        ),
    ],
    spending=0.75,
    depreciation=0.9,
    spending_words=(
        "Purchases of premises and equipment",
        "Premises and equipment expenditures",
        "Net purchases of premises and equipment",
    ),
)


def flows(rng: random.Random, record: Filer) -> Sheet:
    return cash_flow(rng, record, MOVES)
