"""Electric, gas and water companies: plant comes first, equity and debt are one capitalization."""

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
from extract_filings.training.synth.filing.wording.rows import load_rows

ROWS, WORDS = load_rows(__name__)


def income_statement(rng: random.Random, record: Filer) -> Sheet:
    build = Builder(rng, record, bases(rng, record))
    if split := rng.random() < 0.6:
        build.head("revenues")
        build.share(build.base, ROWS["sold"], 2, 3)
    build.item(
        "revenue",
        build.base,
        rng.choice(("Revenues", "RegulatedAndUnregulatedOperatingRevenue")),
        label=build.pick(WORDS["revenues"] if split else WORDS["one_revenue"]),
        total=split,
    )
    build.head("opex")
    spent = [max(12, round(b * (1 - record.margin * rng.uniform(0.8, 1.2)))) for b in build.base]
    build.share(spent, ROWS["costs"], 4, 6)
    build.item(
        "total_costs_and_expenses",
        spent,
        "CostsAndExpenses",
        label=build.pick(WORDS["all_costs"]),
        total=True,
    )
    operating = build.signed(
        "operating_income", minus(build.base, spent), "OperatingIncomeLoss", total=True
    )
    bottom(build, plus(operating, _aside(build)), preferred=0.12, given_up=0.08, affiliates=0.05)
    return Sheet("income_statement", list(record.calendar.flows), build.rows)


def _aside(build: Builder) -> Vector:
    """What lies between operating and pretax income: interest before the rest or after it."""
    build.head("other", 0.8)
    first = build.rng.random() < 0.5
    sums = [_interest(build)] if first else []
    sums += [build.line(other) for other in build.some(ROWS["aside"], 1, 3)]
    if not first:
        sums.append(_interest(build))
    if build.rng.random() < 0.5:
        build.other(
            "NonoperatingIncomeExpense",
            plus(*sums),
            rows.WORDS["nonoperating_total"],
            total=True,
        )
    return plus(*sums)


def balance_sheet(rng: random.Random, record: Filer) -> Sheet:
    size = round(record.revenue * rng.uniform(2.5, 5))
    build = Builder(rng, record, [size, max(60, round(size * rng.uniform(0.9, 1.02)))])
    build.head("assets", 0.9)
    makers = (_plant, _current, _later) if rng.random() < 0.75 else (_current, _plant, _later)
    parts = [make(build) for make in makers]
    assets = build.item("total_assets", plus(*parts), "Assets", total=True)
    _sources(build, assets)
    return finished(build, assets, build.pick(WORDS["end"]))


def _interest(build: Builder) -> Vector:
    """As it lowers income."""
    paid, flip = build.draw(60), build.rng.random() < 0.6
    label = build.pick(WORDS["charges"])
    return [-v for v in build.item("interest_expense", paid, "InterestExpense", flip, label)]


def _current(build: Builder) -> Vector:
    build.head("current_assets")
    parts = [
        build.item(
            "cash_and_equivalents",
            list(build.record.cash),
            "CashAndCashEquivalentsAtCarryingValue",
        ),
        build.item("receivables", build.draw(25), "AccountsReceivableNetCurrent"),
        *some_lines(build, ROWS["current"], 1, 3),
        build.item("inventory", build.draw(12), "InventoryNet", label=build.pick(WORDS["goods"])),
    ]
    return build.item("current_assets", plus(*parts), "AssetsCurrent", total=True)


def _plant(build: Builder) -> Vector:
    return plant(build, 750, 0.4)


def _later(build: Builder) -> Vector:
    build.title(WORDS["later"])
    parts = some_lines(build, ROWS["later"], 1, 4)
    parts += (
        [build.item("goodwill", build.draw(25), "Goodwill")] if build.rng.random() < 0.6 else []
    )
    return build.other(
        "AssetsNoncurrentOtherThanPropertyPlantAndEquipment",
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
    build.item("long_term_debt", debt, "LongTermDebtNoncurrent")
    build.other(
        "CapitalizationLongtermDebtAndEquity",
        minus(assets, owed),
        WORDS["all_capital"],
        total=True,
    )
    build.rows += lower


def _owed_now(build: Builder) -> Vector:
    build.head("current_liabilities")
    first, *rest = build.some(ROWS["owed"], 2, 6)
    parts = some_lines(build, [first], 1, 1)
    parts.append(build.item("accounts_payable", build.draw(20), "AccountsPayableCurrent"))
    parts += some_lines(build, rest, len(rest), len(rest))
    return build.item("current_liabilities", plus(*parts), "LiabilitiesCurrent", total=True)


def _owed_later(build: Builder) -> Vector:
    build.title(WORDS["later_owed"])
    owed = plus(*some_lines(build, ROWS["later_owed"], 3, 6))
    build.other("LiabilitiesNoncurrent", owed, WORDS["all_later_owed"], total=True)
    if build.rng.random() < 0.5:
        build.title(rows.WORDS["commitments"])
    return owed


MAKERS = rows.ROWS
MOVES = Lines(
    adjustments=MAKERS["adjustments"][:2] + ROWS["adjustments"],
    working=ROWS["working"],
    investing=ROWS["investing"] + MAKERS["investing"][3:6],
    financing=[
        *MAKERS["financing"][:3],
        *MAKERS["financing"][4:7],
        *ROWS["financing"],
        MAKERS["financing"][9],
    ],
    spending_words=WORDS["spending"],
)


def flows(rng: random.Random, record: Filer) -> Sheet:
    return cash_flow(rng, record, MOVES)
