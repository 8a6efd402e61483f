"""The income statement: from revenue over operating income and profit to earnings per share."""

import random

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


def income_statement(rng: random.Random, record: Filer) -> Sheet:
    build = Builder(rng, record, bases(rng, record))
    layout = rng.choice(("gross", "gross", "gross", "costs", "costs", "costs", "single"))
    costs_shown_negative = rng.random() < 0.06
    revenue, spent, cost = build.base, [], None
    parts = rng.choice(rows.WORDS["revenue_parts"]) if rng.random() < 0.4 else None
    split = rng.random() < 0.4 and layout == "gross"
    # revenue and its cost
    if parts:
        build.head("revenues", 0.8)
        _parts(build, revenue, "RevenueFromContractWithCustomerExcludingAssessedTax", parts)
    total_words = [
        w
        for w in wording.PLAIN["revenue"]
        if w.startswith(("Total", "Net", "Sales and", "Revenues"))
    ] + ["", "Total"]
    revenue_concept = rng.choice(
        (
            "Revenues",
            "RevenueFromContractWithCustomerExcludingAssessedTax",
            "SalesRevenueNet",
        )
    )
    build.item(
        "revenue",
        revenue,
        revenue_concept,
        label=build.pick(total_words) if parts else None,
        total=bool(parts),
    )
    if layout != "gross":
        build.head("costs", 0.85)
    if layout == "gross" or rng.random() < 0.75:
        cost = build.draw(rng.uniform(250, 650), spread=0.08)
        cost_concept = rng.choice(
            (
                "CostOfRevenue",
                "CostOfGoodsAndServicesSold",
                "CostOfGoodsSold",
            )
        )
        if parts and split:
            build.head("cost_parts", 0.8)
            _parts(build, cost, cost_concept, parts, costs_shown_negative)
            build.item(
                "cost_of_revenue",
                cost,
                cost_concept,
                costs_shown_negative,
                label=build.pick(
                    [w for w in wording.PLAIN["cost_of_revenue"] if w.startswith("Total")]
                    + ["", "Total"]
                ),
                total=True,
            )
        else:
            build.item("cost_of_revenue", cost, cost_concept, costs_shown_negative)
        spent.append(cost)
    if layout == "gross":
        build.signed("gross_profit", minus(revenue, cost), "GrossProfit", total=True)
        build.head("opex", 0.7)
    _expenses(build, spent, layout, costs_shown_negative)
    operating = minus(revenue, plus(*spent))
    # down to profit
    if layout == "single":
        interest = build.item(
            "interest_expense", build.draw(15), "InterestExpense", costs_shown_negative
        )
        pretax = minus(operating, interest)
        if rng.random() < 0.8:
            build.item(
                "total_costs_and_expenses",
                plus(*spent, interest),
                "CostsAndExpenses",
                costs_shown_negative,
                total=True,
            )
    else:
        opex = spent[1:] if cost and layout == "gross" else spent
        if layout == "gross" and rng.random() < 0.75 and len(opex) > 1:
            build.item(
                "operating_expenses",
                plus(*opex),
                "OperatingExpenses",
                costs_shown_negative,
                total=True,
            )
        elif layout == "costs" and rng.random() < 0.85:
            build.item(
                "total_costs_and_expenses",
                plus(*spent),
                "CostsAndExpenses",
                costs_shown_negative,
                total=True,
            )
        build.signed("operating_income", operating, "OperatingIncomeLoss", total=True)
        pretax = plus(operating, nonoperating(build))
    bottom(build, pretax)
    comprehensive = rng.random() < 0.15
    if comprehensive:
        _comprehensive(build)
    return Sheet("income_statement", list(record.calendar.flows), build.rows, comprehensive)


def _expenses(build: Builder, spent: list[Vector], layout: str, flip: bool) -> None:
    """The lines between gross profit (or revenue) and operating income; the last of them brings the
    margin about.
    """
    rng, lines = build.rng, []
    if rng.random() < 0.5:
        lines.append(
            (
                "research_and_development",
                "ResearchAndDevelopmentExpense",
                build.draw(rng.choice((30, 90, 180))),
                None,
            )
        )
    main = (
        "selling_general_and_administrative",
        "SellingGeneralAndAdministrativeExpense",
        None,
        None,
    )
    lines.append(main)
    others = build.some(rows.ROWS["operating"], 0, 3 if layout == "gross" else 6)
    lines += [
        (None, c, build.holes(build.draw(w * 0.5, s), 0.1), labels) for c, s, w, labels in others
    ]
    if rng.random() < 0.5:
        rng.shuffle(lines)
    known = (
        plus(*spent, *[v for _, _, v, _ in lines if v])
        if spent or len(lines) > 1
        else [0] * len(build.base)
    )
    rest = [
        max(3, round(b * (1 - build.record.margin * rng.uniform(0.8, 1.2)) - k))
        for b, k in zip(build.base, known, strict=True)
    ]
    for item, concept, values, labels in lines:
        if labels:
            spent.append(build.other(concept, values, labels, flip))
        elif item == "research_and_development" or rng.random() < 0.68:
            spent.append(build.item(item, values or rest, concept, flip))
        else:
            selling = [round(v * rng.uniform(0.35, 0.65)) for v in rest]
            parts = (selling, minus(rest, selling))
            for other, part in zip(rows.ROWS["split_sga"], parts, strict=True):
                spent.append(build.other(other.concept, part, other.labels, flip))


def nonoperating(build: Builder) -> Vector:
    """Other income less interest; returns their sum."""
    rng, sums = build.rng, []
    chosen = build.some(rows.ROWS["nonoperating"], 0, 3)
    interest = rng.random() < 0.75
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
) -> None:
    """From pretax income to earnings per share; chances of preferred dividends, discontinued
    operations and equity income.
    """
    rng, record = build.rng, build.record
    affiliates = rng.random() < affiliates
    concept = (
        "MinorityInterestAndIncomeLossFromEquityMethodInvestments"
        if affiliates
        else "ExtraordinaryItemsNoncontrollingInterest"
    )
    build.signed(
        "pretax_income",
        pretax,
        f"IncomeLossFromContinuingOperationsBeforeIncomeTaxes{concept}",
        total=True,
    )
    rate = rng.uniform(0.12, 0.36)

    def taxed(income: int) -> int:
        if income > 0 or rng.random() < 0.5:
            return round(income * rate * rng.uniform(0.7, 1.2))
        return rng.choice((1, -1)) * round(abs(income) * 0.01)

    tax = build.signed("income_tax_expense", [taxed(v) for v in pretax], "IncomeTaxExpenseBenefit")
    profit = minus(pretax, tax)
    if affiliates:
        profit = plus(
            profit,
            build.other(
                "IncomeLossFromEquityMethodInvestments",
                build.draw(8, "±"),
                rows.WORDS["equity_method"],
            ),
        )
    gone = None
    if rng.random() < given_up:
        build.other(
            "IncomeLossFromContinuingOperations",
            profit,
            rows.WORDS["continuing"],
            total=True,
        )
        gone = build.other(
            "IncomeLossFromDiscontinuedOperationsNetOfTax",
            build.holes(build.draw(12, "±")),
            rows.WORDS["discontinued"],
        )
        profit = plus(profit, gone)
    record.profit = dict(zip(record.calendar.flows, profit, strict=True))
    net = profit
    if record.noncontrolling:
        build.other("ProfitLoss", profit, rows.WORDS["consolidated"], total=True)
        words = build.pick(rows.WORDS["minority"])
        minority = build.draw(4, rng.choice("+++±"))
        build.rows.append(
            Row(
                words,
                minority,
                "NetIncomeLossAttributableToNoncontrollingInterest",
                (),
                words.startswith(("Net (income) loss", "Net loss (income)")),
            )
        )
        net = minus(profit, minority)
        build.signed("net_income", net, "NetIncomeLoss", "net_income_attributable", total=True)
    else:
        build.signed(
            "net_income",
            net,
            rng.choice(("NetIncomeLoss",) * 4 + ("ProfitLoss",)),
            total=True,
        )
    per_share(build, _common(build, net) if rng.random() < preferred else net, gone)


def _common(build: Builder, net: Vector) -> Vector:
    """What preferred shares and participating awards leave to the common ones."""
    left, said = net, build.rows[-1].label
    lines = [
        ("PreferredStockDividendsIncomeStatementImpact", 3, rows.WORDS["preferred"]),
        (
            "ParticipatingSecuritiesDistributedAndUndistributedEarningsLossBasic",
            1,
            rows.WORDS["participating"],
        ),
    ]
    for concept, weight, labels in lines[:1] if build.rng.random() < 0.6 else lines:
        left = minus(left, build.other(concept, build.draw(weight), labels))
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
