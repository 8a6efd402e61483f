"""Banks and card companies: interest earned and paid, losses on loans, deposits."""

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
from extract_filings.training.synth.filing.wording.rows import load_rows

ROWS, WORDS = load_rows(__name__)


def income_statement(rng: random.Random, record: Filer) -> Sheet:
    """Interest before or after fees; losses before the expenses, or right after the interest.

    In the latter case no sum of revenues is printed.
    """
    build = Builder(rng, record, bases(rng, record))
    net = [round(b * rng.uniform(0.25, 0.85)) for b in build.base]
    fees = minus(build.base, net)
    style = rng.choice(("fees", "fees", "interest", "losses", "losses"))
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
            rng.choice(("Revenues", "Revenues", "RevenuesNetOfInterestExpense")),
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


def _group(build: Builder, key: str, total: Vector, low: int, high: int, always: int = 0) -> None:
    """A heading and some rows below it that add up to the total."""
    build.title(WORDS[key])
    build.share(total, ROWS[key], low, high, always)


def _fees(build: Builder, fees: Vector) -> None:
    _group(build, "fees", fees, 3, 7)
    build.other("NoninterestIncome", fees, WORDS["all_fees"], total=True)


def _interest(build: Builder, net: Vector) -> None:
    """Line by line with totals, or one row each."""
    share = build.rng.uniform(0.05, 0.6)
    paid = [max(1, round(n * share * build.rng.uniform(0.8, 1.2))) for n in net]
    earned, single = plus(net, paid), build.rng.random() < 0.2
    if not single:
        _group(build, "earned", earned, 2, 5, 1)
    build.other(
        "InterestAndDividendIncomeOperating",
        earned,
        WORDS["earned" if single else "all_earned"][: 1 if single else None],
        total=not single,
    )
    if not single:
        _group(build, "paid", paid, 2, 4, 1)
    build.item(
        "interest_expense",
        paid,
        "InterestExpense",
        label=build.pick(WORDS["paid" if single else "all_paid"][: 1 if single else None]),
        total=not single,
    )
    build.other("InterestIncomeExpenseNet", net, WORDS["net"], total=True)


def _provision(build: Builder, before: Vector) -> Vector:
    """Losses expected on loans, and now and then what is left of `before`."""
    rng = build.rng
    lost = [
        max(1, round(b * rng.uniform(0.01, 0.14))) * (-1 if rng.random() < 0.03 else 1)
        for b in before
    ]
    if rng.random() < 0.35:
        _group(build, "lost", lost, 2, 3)
        build.other("ProvisionForLoanLeaseAndOtherLosses", lost, WORDS["all_lost"], total=True)
    else:
        build.other("ProvisionForLoanLeaseAndOtherLosses", lost, WORDS["one_lost"])
    fees_follow = before is not build.base
    if fees_follow or rng.random() < 0.2:
        concept = (
            "InterestIncomeExpenseAfterProvisionForLoanLoss"
            if fees_follow
            else "RevenuesNetOfInterestExpenseAfterProvisions"
        )
        build.other(
            concept,
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
        for b, v in zip(build.base, lost, strict=True)
    ]
    _group(build, "spent", spent, 4, 9, 1)
    return build.other("NoninterestExpense", spent, WORDS["all_spent"], total=True)


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
            "PropertyPlantAndEquipmentNet",
            label=build.pick(WORDS["premises"]),
        )
    )
    parts += [goodwill(build)] if rng.random() < 0.7 else []
    parts += some_lines(build, ROWS["other_assets"], 1, 4)
    assets = build.item("total_assets", plus(*parts), "Assets", total=True)
    equity(build, assets, _owed(build, assets))
    return finished(build, assets)


def _cash(build: Builder) -> Vector:
    """The sum of some rows with or without saying so, or one row."""
    cash, way = list(build.record.cash), build.rng.random()
    if way > 0.25:
        if build.rng.random() < 0.5:
            build.title(["Cash and cash equivalents", "Cash and cash equivalents:"])
        build.share(cash, ROWS["cash"], 2, 3)
    if way < 0.85:
        build.item(
            "cash_and_equivalents",
            cash,
            "CashAndCashEquivalentsAtCarryingValue",
            label=build.pick(WORDS["all_cash"]) if way > 0.25 else None,
            total=way > 0.25,
        )
    return cash


def _loans(build: Builder) -> Vector:
    way = build.rng.random()
    if way < 0.4:
        return plus(*some_lines(build, ROWS["card_loans"], 2, 3))
    if way < 0.65:
        return build.other(
            "LoansAndLeasesReceivableNetReportedAmount", build.draw(550), WORDS["one_loan"]
        )
    loans = build.draw(560)
    if way < 0.85:
        build.title(WORDS["loan_heads"])
        build.share(loans, ROWS["loans"], 2, 3)
    build.other(
        "LoansAndLeasesReceivableNetOfDeferredIncome",
        loans,
        WORDS["all_loans"],
        total=way < 0.85,
    )
    lost = build.other(
        "FinancingReceivableAllowanceForCreditLossExcludingAccruedInterest",
        [max(1, v // 60) for v in loans],
        WORDS["allowance"],
        True,
    )
    return build.other(
        "LoansAndLeasesReceivableNetReportedAmount",
        minus(loans, lost),
        WORDS["net_loans"],
        total=True,
    )


def _securities(build: Builder) -> Vector:
    return plus(*some_lines(build, ROWS["securities"], 1, 4))


def _owed(build: Builder, assets: Vector) -> Vector:
    """Deposits are what the other debts leave of nine tenths of the assets."""
    rng = build.rng
    build.head("liabilities", 0.9)
    owed = [round(a * rng.uniform(0.87, 0.93)) for a in assets]
    build.base = list(assets)
    *others, last = [(o, build.draw(o.weight)) for o in build.some(ROWS["borrowed"], 1, 5)]
    debt = build.draw(90) if rng.random() < 0.65 else None
    known = [values for _, values in (*others, last)]
    deposits = minus(owed, plus(*known, *([debt] if debt else [])))
    if rng.random() < 0.45:
        build.title(WORDS["deposit_heads"])
        build.share(deposits, ROWS["deposits"], 2, 3)
    build.other(
        "Deposits",
        deposits,
        WORDS["all_deposits"] if build.rows[-1].level else WORDS["one_deposit"],
        total=bool(build.rows[-1].level),
    )
    build.parts([o for o, _ in others], [values for _, values in others], level=0)
    if debt:
        build.item("long_term_debt", debt, "LongTermDebt", label=build.pick(WORDS["debt"]))
    build.parts([last[0]], [last[1]], level=0)
    build.item("total_liabilities", owed, "Liabilities", total=True)
    if rng.random() < 0.6:
        build.title(rows.WORDS["commitments"])
    return owed


FIRST, *REST = ROWS["adjustments"]
MOVES = Lines(
    adjustments=[FIRST, *rows.ROWS["adjustments"][:2], *REST],
    working=ROWS["working"],
    investing=ROWS["investing"],
    financing=ROWS["financing"],
    spending=0.75,
    depreciation=0.9,
    spending_words=WORDS["spending"],
)


def flows(rng: random.Random, record: Filer) -> Sheet:
    return cash_flow(rng, record, MOVES)
