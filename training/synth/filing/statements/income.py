"""The income statement: from revenue over operating income and profit to earnings per share."""

import random
from typing import NamedTuple

from extract_filings.training.synth.filing.draw import Filer
from extract_filings.training.synth.filing.statements.builder import (
    Builder,
    Row,
    Sheet,
    Vector,
    minus,
    plus,
)
from extract_filings.training.synth.filing.statements.pershare import per_share
from extract_filings.training.synth.filing.wording import rows, wording

SALES = "RevenueFromContractWithCustomerExcludingAssessedTax"


def bases(rng: random.Random, record: Filer) -> Vector:
    """Revenue per column; cumulative columns hold the quarter's and more."""
    made, growth = [], rng.uniform(-0.1, 0.25)
    for start, end in record.calendar.flows:
        share = ((end - start).days + 1) / 365
        age = record.calendar.year - end.year
        shrunk = 1 - growth * min(age, 3) * 0.8
        made.append(max(40, round(record.revenue * share * shrunk * rng.uniform(0.95, 1.05))))
    return made


def _parts(
    build: Builder, total: Vector, concept: str, labels: list[str], flip: bool = False
) -> None:
    left = total
    for label in labels[:-1]:
        part = [round(v * build.rng.uniform(0.2, 0.5)) for v in left]
        build.rows.append(Row(build.say(label), part, concept, (), flip, level=1, dims=True))
        left = minus(left, part)
    build.rows.append(Row(build.say(labels[-1]), left, concept, (), flip, level=1, dims=True))


LAYOUTS = ("gross",) * 3 + ("costs",) * 3 + ("single",)
"""Gross profit first; all costs, then operating income; all costs, interest too, then pretax."""


def income_statement(rng: random.Random, record: Filer) -> Sheet:
    build = Builder(rng, record, bases(rng, record))
    layout = rng.choice(LAYOUTS)
    flip = rng.random() < 0.06  # costs as negative numbers
    parts = rng.choice(rows.WORDS["revenue_parts"]) if rng.random() < 0.4 else []
    split = rng.random() < 0.4 and layout == "gross"
    _revenue(build, parts)
    spent = _cost(build, layout, parts if split else [], flip)
    _expenses(build, spent, layout, flip)
    if layout == "single":
        pretax = _with_interest(build, spent, flip)
    else:
        operating = _operating(build, spent, layout, flip)
        pretax = plus(operating, nonoperating(build))
    bottom(build, pretax)
    comprehensive = rng.random() < 0.15
    if comprehensive:
        _comprehensive(build)
    return Sheet("income_statement", list(record.calendar.flows), build.rows, comprehensive)


def _revenue(build: Builder, parts: list[str]) -> None:
    if parts:
        build.head("revenues", 0.8)
        _parts(build, build.base, SALES, parts)
    concept = build.rng.choice(("Revenues", SALES, "SalesRevenueNet"))
    starts = ("Total", "Net", "Sales and", "Revenues")
    labels = [w for w in wording.PLAIN["revenue"] if w.startswith(starts)]
    label = build.pick([*labels, "", "Total"]) if parts else None
    build.item("revenue", build.base, concept, label=label, total=bool(parts))


def _cost(build: Builder, layout: str, parts: list[str], flip: bool) -> list[Vector]:
    """The cost of revenue, by the same parts if given, and gross profit; or nothing."""
    rng = build.rng
    if layout != "gross":
        build.head("costs", 0.85)
        if rng.random() >= 0.75:
            return []
    cost = build.draw(rng.uniform(250, 650), spread=0.08)
    concept = rng.choice(("CostOfRevenue", "CostOfGoodsAndServicesSold", "CostOfGoodsSold"))
    if parts:
        build.head("cost_parts", 0.8)
        _parts(build, cost, concept, parts, flip)
        labels = [w for w in wording.PLAIN["cost_of_revenue"] if w.startswith("Total")]
        label = build.pick([*labels, "", "Total"])
        build.item("cost_of_revenue", cost, concept, flip, label, total=True)
    else:
        build.item("cost_of_revenue", cost, concept, flip)
    if layout == "gross":
        build.signed("gross_profit", minus(build.base, cost), "GrossProfit", total=True)
        build.head("opex", 0.7)
    return [cost]


class Expense(NamedTuple):
    """A line of the expenses; no `values`: what brings the margin about; no `labels`: an item."""

    concept: str
    item: str = ""
    values: Vector | None = None
    labels: list[str] | None = None


def _expenses(build: Builder, spent: list[Vector], layout: str, flip: bool) -> None:
    """Adds the expenses before operating income; one of them brings the margin about."""
    rng = build.rng
    lines: list[Expense] = []
    if rng.random() < 0.5:
        values = build.draw(rng.choice((30, 90, 180)))
        lines.append(Expense("ResearchAndDevelopmentExpense", "research_and_development", values))
    office = "selling_general_and_administrative"
    lines.append(Expense("SellingGeneralAndAdministrativeExpense", office))
    for other in build.some(rows.ROWS["operating"], 0, 3 if layout == "gross" else 6):
        values = build.holes(build.draw(other.weight * 0.5, other.sign), 0.1)
        lines.append(Expense(other.concept, "", values, other.labels))
    if rng.random() < 0.5:
        rng.shuffle(lines)
    known = plus([0] * len(build.base), *spent, *[one.values for one in lines if one.values])
    rest = [
        max(3, round(b * (1 - build.record.margin * rng.uniform(0.8, 1.2)) - k))
        for b, k in zip(build.base, known, strict=True)
    ]
    for item in lines:
        if item.labels:
            spent.append(build.other(item.concept, item.values or rest, item.labels, flip))
        elif item.item != office or rng.random() < 0.68:
            spent.append(build.item(item.item, item.values or rest, item.concept, flip))
        else:
            selling = [round(v * rng.uniform(0.35, 0.65)) for v in rest]
            parts = (selling, minus(rest, selling))
            for other, part in zip(rows.ROWS["split_sga"], parts, strict=True):
                spent.append(build.other(other.concept, part, other.labels, flip))


def _with_interest(build: Builder, spent: list[Vector], flip: bool) -> Vector:
    """Interest among the costs, and their total; returns pretax income."""
    interest = build.item("interest_expense", build.draw(15), "InterestExpense", flip)
    costs = plus(*spent, interest)
    if build.rng.random() < 0.8:
        build.item("total_costs_and_expenses", costs, "CostsAndExpenses", flip, total=True)
    return minus(build.base, costs)


def _operating(build: Builder, spent: list[Vector], layout: str, flip: bool) -> Vector:
    """The total of the costs or of the expenses, and operating income."""
    rng = build.rng
    if layout == "gross":
        expenses = spent[1:]
        if rng.random() < 0.75 and len(expenses) > 1:
            total = plus(*expenses)
            build.item("operating_expenses", total, "OperatingExpenses", flip, total=True)
    elif rng.random() < 0.85:
        build.item("total_costs_and_expenses", plus(*spent), "CostsAndExpenses", flip, total=True)
    operating = minus(build.base, plus(*spent))
    return build.signed("operating_income", operating, "OperatingIncomeLoss", total=True)


def nonoperating(build: Builder) -> Vector:
    """Other income less interest; returns their sum."""
    rng, sums = build.rng, []
    interest = rng.random() < 0.6
    chosen = build.some(rows.ROWS["nonoperating" if interest else "net_of_interest"], 0, 3)
    build.head("other", 0.6 if chosen or interest else 0)
    place = rng.randint(0, len(chosen)) if rng.random() < 0.5 else 0
    for i in range(len(chosen) + 1):
        if interest and i == place:
            paid, flip = build.holes(build.draw(14), 0.05), rng.random() < 0.5
            build.item("interest_expense", paid, "InterestExpense", flip)
            sums.append([-v for v in paid])
        if i < len(chosen):
            sums.append(build.line(chosen[i], 0.12))
    if not sums:
        return [0] * len(build.base)
    if len(sums) > 1 and rng.random() < 0.55:
        build.other(
            "NonoperatingIncomeExpense",
            plus(*sums),
            rows.WORDS["nonoperating_total"],
            total=True,
        )
    return plus(*sums)


def bottom(
    build: Builder,
    pretax: Vector,
    preferred: float = 0.07,
    given_up: float = 0.1,
    affiliates: float = 0.14,
    taxed: bool = True,
    dialect: str = "",
) -> None:
    """From pretax income to earnings per share.

    Chances of preferred dividends, discontinued operations and equity income. Who is not `taxed`
    has no pretax income either.
    """
    rng = build.rng
    if not taxed:
        _to_owners(build, pretax, preferred, dialect)
        return
    shared = rng.random() < affiliates
    tail = (
        "MinorityInterestAndIncomeLossFromEquityMethodInvestments"
        if shared
        else "ExtraordinaryItemsNoncontrollingInterest"
    )
    concept = f"IncomeLossFromContinuingOperationsBeforeIncomeTaxes{tail}"
    words = f"pretax_income{dialect}"
    build.signed("pretax_income", pretax, concept, words, total=True)
    profit = minus(pretax, _tax(build, pretax))
    if shared:
        income, labels = build.draw(8, "±"), rows.WORDS["equity_method"]
        income = build.other("IncomeLossFromEquityMethodInvestments", income, labels)
        profit = plus(profit, income)
    gone = None
    if rng.random() < given_up:
        gone = _discontinued(build, profit)
        profit = plus(profit, gone)
    _to_owners(build, profit, preferred, dialect, gone)


def _to_owners(
    build: Builder, profit: Vector, preferred: float, dialect: str, gone: Vector | None = None
) -> None:
    """Net income, and what a share earns; partners are told their parts instead."""
    build.record.profit = dict(zip(build.record.calendar.flows, profit, strict=True))
    net = _net_income(build, profit, dialect)
    if build.record.kind == "partnership":
        _allotted(build, net)
    else:
        common = build.rng.random() < preferred
        per_share(build, _common(build, net) if common else net, gone)


def _allotted(build: Builder, net: Vector) -> None:
    """What the general partner and the limited ones get."""
    build.title(rows.WORDS["allotted_heads"])
    general = [round(v * build.rng.uniform(0.005, 0.03)) for v in net]
    for other, values in zip(rows.ROWS["allotted"], (general, minus(net, general)), strict=True):
        build.put(other, values, level=1)


def _tax(build: Builder, pretax: Vector) -> Vector:
    """A share of income; of a loss now and then next to nothing."""
    rng = build.rng
    rate = rng.uniform(0.12, 0.36)

    def taxed(income: int) -> int:
        if income > 0 or rng.random() < 0.5:
            return round(income * rate * rng.uniform(0.7, 1.2))
        return rng.choice((1, -1)) * round(abs(income) * 0.01)

    values = [taxed(v) for v in pretax]
    return build.signed("income_tax_expense", values, "IncomeTaxExpenseBenefit")


def _discontinued(build: Builder, profit: Vector) -> Vector:
    """What operations bring that go on, then what those bring that are given up."""
    words = rows.WORDS
    build.other("IncomeLossFromContinuingOperations", profit, words["continuing"], total=True)
    values = build.holes(build.draw(12, "±"))
    concept = "IncomeLossFromDiscontinuedOperationsNetOfTax"
    return build.other(concept, values, words["discontinued"])


def _net_income(build: Builder, profit: Vector, dialect: str) -> Vector:
    """What is left to the company, after the share of others if there are any."""
    rng = build.rng
    if not build.record.noncontrolling:
        concept = rng.choice(("NetIncomeLoss",) * 4 + ("ProfitLoss",))
        return build.signed("net_income", profit, concept, f"net_income{dialect}", total=True)
    build.other("ProfitLoss", profit, rows.WORDS["consolidated"], total=True)
    label = build.pick(rows.WORDS["minority"])
    minority = build.draw(4, rng.choice("+++±"))
    flip = label.startswith(("Net (income) loss", "Net loss (income)"))
    concept = "NetIncomeLossAttributableToNoncontrollingInterest"
    build.rows.append(Row(label, minority, concept, (), flip))
    net = minus(profit, minority)
    return build.signed("net_income", net, "NetIncomeLoss", "net_income_attributable", total=True)


def _common(build: Builder, net: Vector) -> Vector:
    """What preferred shares and participating awards leave to the common ones."""
    left, said = net, build.rows[-1].label
    dividends = rows.ROWS["common"]
    for other in dividends[:1] if build.rng.random() < 0.6 else dividends:
        left = minus(left, build.line(other))
    labels = [words for words in rows.WORDS["available"] if build.say(words) != said]
    return build.other("NetIncomeLossAvailableToCommonStockholdersBasic", left, labels, total=True)


def _comprehensive(build: Builder) -> None:
    build.head("comprehensive", 0.8)
    chosen = build.some(rows.ROWS["comprehensive"], 1, 3)
    lines = [build.line(other, level=1) for other in chosen]
    profit = list(build.record.profit.values())
    totals = [plus(*lines), plus(profit, *lines)]
    words = rows.WORDS["comprehensive_totals"]
    for (concept, labels), values in zip(words.items(), totals, strict=True):
        if concept.startswith("Comprehensive") or len(lines) > 1:
            build.other(concept, values, labels, total=True)
