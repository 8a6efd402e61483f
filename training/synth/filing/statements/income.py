"""The income statement: revenue less costs gives operating income, less tax gives profit, over
shares gives earnings per share.
"""

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
        made.append(
            max(
                40,
                round(
                    record.revenue
                    * share
                    * (1 - growth * min(age, 3) * 0.8)
                    * rng.uniform(0.95, 1.05)
                ),
            )
        )
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
        _parts(build, revenue, "us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax", parts)
    total_words = [
        w
        for w in wording.PLAIN["revenue"]
        if w.startswith(("Total", "Net", "Sales and", "Revenues"))
    ] + ["", "Total"]
    revenue_concept = rng.choice(
        (
            "us-gaap:Revenues",
            "us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax",
            "us-gaap:SalesRevenueNet",
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
                "us-gaap:CostOfRevenue",
                "us-gaap:CostOfGoodsAndServicesSold",
                "us-gaap:CostOfGoodsSold",
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
        build.signed("gross_profit", minus(revenue, cost), "us-gaap:GrossProfit", total=True)
        build.head("opex", 0.7)
    _expenses(build, spent, layout, costs_shown_negative)
    operating = minus(revenue, plus(*spent))
    # down to profit
    if layout == "single":
        interest = build.item(
            "interest_expense", build.draw(15), "us-gaap:InterestExpense", costs_shown_negative
        )
        pretax = minus(operating, interest)
        if rng.random() < 0.8:
            build.item(
                "total_costs_and_expenses",
                plus(*spent, interest),
                "us-gaap:CostsAndExpenses",
                costs_shown_negative,
                total=True,
            )
    else:
        opex = spent[1:] if cost and layout == "gross" else spent
        if layout == "gross" and rng.random() < 0.75 and len(opex) > 1:
            build.item(
                "operating_expenses",
                plus(*opex),
                "us-gaap:OperatingExpenses",
                costs_shown_negative,
                total=True,
            )
        elif layout == "costs" and rng.random() < 0.85:
            build.item(
                "total_costs_and_expenses",
                plus(*spent),
                "us-gaap:CostsAndExpenses",
                costs_shown_negative,
                total=True,
            )
        build.signed("operating_income", operating, "us-gaap:OperatingIncomeLoss", total=True)
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
                "us-gaap:ResearchAndDevelopmentExpense",
                build.draw(rng.choice((30, 90, 180))),
                None,
            )
        )
    main = (
        "selling_general_and_administrative",
        "us-gaap:SellingGeneralAndAdministrativeExpense",
        None,
        None,
    )
    lines.append(main)
    others = build.some(rows.ROWS["operating"], 0, 3 if layout == "gross" else 6)
    lines += [
        (None, "us-gaap:" + c, build.holes(build.draw(w * 0.5, s), 0.1), labels)
        for c, s, w, labels in others
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
            for (c, _, _, words), part in zip(
                rows.ROWS["split_sga"], (selling, minus(rest, selling)), strict=True
            ):
                spent.append(build.other("us-gaap:" + c, part, words, flip))


def nonoperating(build: Builder) -> Vector:
    """Other income less interest; returns their sum."""
    rng, sums = build.rng, []
    chosen = build.some(rows.ROWS["nonoperating"], 0, 3)
    interest = rng.random() < 0.75
    build.head("other", 0.6 if chosen or interest else 0)
    place = rng.randint(0, len(chosen)) if rng.random() < 0.5 else 0
    for i in range(len(chosen) + 1):
        if interest and i == place:
            sums.append(
                [
                    -v
                    for v in build.item(
                        "interest_expense",
                        build.holes(build.draw(14), 0.05),
                        "us-gaap:InterestExpense",
                        rng.random() < 0.5,
                    )
                ]
            )
        if i < len(chosen):
            concept, sign, weight, labels = chosen[i]
            sums.append(
                build.other("us-gaap:" + concept, build.holes(build.draw(weight, sign)), labels)
            )
    if not sums:
        return [0] * len(build.base)
    if len(sums) > 1 and rng.random() < 0.55:
        build.other(
            "us-gaap:NonoperatingIncomeExpense",
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
        f"us-gaap:IncomeLossFromContinuingOperationsBeforeIncomeTaxes{concept}",
        total=True,
    )
    rate = rng.uniform(0.12, 0.36)
    tax = [
        (
            round(v * rate * rng.uniform(0.7, 1.2))
            if v > 0 or rng.random() < 0.5
            else rng.choice((1, -1)) * round(abs(v) * 0.01)
        )
        for v in pretax
    ]
    tax = build.signed("income_tax_expense", tax, "us-gaap:IncomeTaxExpenseBenefit")
    profit = minus(pretax, tax)
    if affiliates:
        profit = plus(
            profit,
            build.other(
                "us-gaap:IncomeLossFromEquityMethodInvestments",
                build.draw(8, "±"),
                rows.WORDS["equity_method"],
            ),
        )
    gone = None
    if rng.random() < given_up:
        build.other(
            "us-gaap:IncomeLossFromContinuingOperations",
            profit,
            rows.WORDS["continuing"],
            total=True,
        )
        gone = build.other(
            "us-gaap:IncomeLossFromDiscontinuedOperationsNetOfTax",
            build.holes(build.draw(12, "±")),
            rows.WORDS["discontinued"],
        )
        profit = plus(profit, gone)
    record.profit = dict(zip(record.calendar.flows, profit, strict=True))
    net = profit
    if record.noncontrolling:
        build.other("us-gaap:ProfitLoss", profit, rows.WORDS["consolidated"], total=True)
        words = build.pick(rows.WORDS["minority"])
        minority = build.draw(4, rng.choice("+++±"))
        build.rows.append(
            Row(
                words,
                minority,
                "us-gaap:NetIncomeLossAttributableToNoncontrollingInterest",
                (),
                words.startswith(("Net (income) loss", "Net loss (income)")),
            )
        )
        net = minus(profit, minority)
        build.signed(
            "net_income", net, "us-gaap:NetIncomeLoss", "net_income_attributable", total=True
        )
    else:
        build.signed(
            "net_income",
            net,
            rng.choice(("us-gaap:NetIncomeLoss",) * 4 + ("us-gaap:ProfitLoss",)),
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
        left = minus(left, build.other("us-gaap:" + concept, build.draw(weight), labels))
    labels = [words for words in rows.WORDS["available"] if build.say(words) != said]
    return build.other(
        "us-gaap:NetIncomeLossAvailableToCommonStockholdersBasic", left, labels, total=True
    )


def _comprehensive(build: Builder) -> None:
    build.head("comprehensive", 0.8)
    lines = [
        build.other("us-gaap:" + c, build.draw(w, s), labels, level=1)
        for c, s, w, labels in build.some(rows.ROWS["comprehensive"], 1, 3)
    ]
    profit = list(build.record.profit.values())
    totals = [plus(*lines), plus(profit, *lines)]
    for (concept, labels), values in zip(
        rows.WORDS["comprehensive_totals"].items(), totals, strict=True
    ):
        if concept.startswith("Comprehensive") or len(lines) > 1:
            build.other("us-gaap:" + concept, values, labels, total=True)
