"""The income statement: revenue less costs gives operating income, less tax gives profit, over shares gives earnings per share."""

import random
from decimal import Decimal

from training.synth import rows, wording
from training.synth.builder import Builder, Row, Sheet, Vector, minus, plus
from training.synth.draw import Record


def bases(rng: random.Random, record: Record) -> Vector:
    """Revenue per column; cumulative columns hold the quarter's and more."""
    made, growth = [], rng.uniform(-0.1, 0.25)
    for start, end in record.calendar.flows:
        share = ((end - start).days + 1) / 365
        age = record.calendar.year - end.year
        made.append(max(40, round(record.revenue * share * (1 - growth * min(age, 3) * 0.8) * rng.uniform(0.95, 1.05))))
    return made


def _parts(build: Builder, total: Vector, concept: str, labels: list[str], flip: bool = False) -> None:
    left = total
    for label in labels[:-1]:
        part = [round(v * build.rng.uniform(0.2, 0.5)) for v in left]
        build.rows.append(Row(build.say(label), part, concept, (), flip, level=1, dims=True))
        left = minus(left, part)
    build.rows.append(Row(build.say(labels[-1]), left, concept, (), flip, level=1, dims=True))


def income_statement(rng: random.Random, record: Record) -> Sheet:
    build = Builder(rng, record, bases(rng, record))
    layout = rng.choice(("gross", "gross", "gross", "costs", "costs", "costs", "single"))
    costs_shown_negative = rng.random() < 0.06
    revenue, spent, cost = build.base, [], None
    parts = rng.choice(rows.REVENUE_PARTS) if rng.random() < 0.4 else None
    split = rng.random() < 0.4 and layout == "gross"
    # revenue and its cost
    if parts:
        build.head("revenues", 0.8)
        _parts(build, revenue, "us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax", parts)
    total_words = [w for w in wording.PLAIN["revenue"] if w.startswith(("Total", "Net", "Sales and", "Revenues"))] + [""]
    revenue_concept = rng.choice(("us-gaap:Revenues", "us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax", "us-gaap:SalesRevenueNet"))
    build.item("revenue", revenue, revenue_concept, label=build.pick(total_words) if parts else None, total=bool(parts))
    if layout != "gross":
        build.head("costs", 0.85)
    if layout == "gross" or rng.random() < 0.75:
        cost = build.draw(rng.uniform(250, 650), spread=0.08)
        cost_concept = rng.choice(("us-gaap:CostOfRevenue", "us-gaap:CostOfGoodsAndServicesSold", "us-gaap:CostOfGoodsSold"))
        if parts and split:
            build.head("cost_parts", 0.8)
            _parts(build, cost, cost_concept, parts, costs_shown_negative)
            build.item("cost_of_revenue", cost, cost_concept, costs_shown_negative, label=build.pick([w for w in wording.PLAIN["cost_of_revenue"] if w.startswith("Total")]), total=True)
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
        interest = build.item("interest_expense", build.draw(15), "us-gaap:InterestExpense", costs_shown_negative)
        pretax = minus(operating, interest)
        if rng.random() < 0.8:
            build.item("total_costs_and_expenses", plus(*spent, interest), "us-gaap:CostsAndExpenses", costs_shown_negative, total=True)
    else:
        opex = spent[1:] if cost and layout == "gross" else spent
        if layout == "gross" and rng.random() < 0.75 and len(opex) > 1:
            build.item("operating_expenses", plus(*opex), "us-gaap:OperatingExpenses", costs_shown_negative, total=True)
        elif layout == "costs" and rng.random() < 0.85:
            build.item("total_costs_and_expenses", plus(*spent), "us-gaap:CostsAndExpenses", costs_shown_negative, total=True)
        build.signed("operating_income", operating, "us-gaap:OperatingIncomeLoss", total=True)
        pretax = plus(operating, _nonoperating(build))
    _bottom(build, pretax)
    comprehensive = rng.random() < 0.15
    if comprehensive:
        _comprehensive(build)
    return Sheet("income_statement", list(record.calendar.flows), build.rows, comprehensive)


def _expenses(build: Builder, spent: list[Vector], layout: str, flip: bool) -> None:
    """The lines between gross profit (or revenue) and operating income; the last of them brings the margin about."""
    rng, lines = build.rng, []
    if rng.random() < 0.5:
        lines.append(("research_and_development", "us-gaap:ResearchAndDevelopmentExpense", build.draw(rng.choice((30, 90, 180))), None))
    main = ("selling_general_and_administrative", "us-gaap:SellingGeneralAndAdministrativeExpense", None, None)
    lines.append(main)
    others = build.some(rows.OPERATING, 0, 3 if layout == "gross" else 6)
    lines += [(None, "us-gaap:" + c, build.holes(build.draw(w * 0.5, s), 0.1), labels) for c, s, w, labels in others]
    if rng.random() < 0.5:
        rng.shuffle(lines)
    known = plus(*spent, *[v for _, _, v, _ in lines if v]) if spent or len(lines) > 1 else [0] * len(build.base)
    rest = [max(3, round(b * (1 - build.record.margin * rng.uniform(0.8, 1.2)) - k)) for b, k in zip(build.base, known)]
    for item, concept, values, labels in lines:
        if labels:
            spent.append(build.other(concept, values, labels, flip))
        elif item == "research_and_development" or rng.random() < 0.68:
            spent.append(build.item(item, values or rest, concept, flip))
        else:
            selling = [round(v * rng.uniform(0.35, 0.65)) for v in rest]
            for (c, _, _, words), part in zip(rows.SPLIT_SGA, (selling, minus(rest, selling))):
                spent.append(build.other("us-gaap:" + c, part, words, flip))


def _nonoperating(build: Builder) -> Vector:
    """Other income less interest; returns their sum."""
    rng, sums = build.rng, []
    chosen = build.some(rows.NONOPERATING, 0, 3)
    interest = rng.random() < 0.75
    build.head("other", 0.6 if chosen or interest else 0)
    place = rng.randint(0, len(chosen)) if rng.random() < 0.5 else 0
    for i in range(len(chosen) + 1):
        if interest and i == place:
            sums.append([-v for v in build.item("interest_expense", build.holes(build.draw(14), 0.05), "us-gaap:InterestExpense", rng.random() < 0.5)])
        if i < len(chosen):
            concept, sign, weight, labels = chosen[i]
            sums.append(build.other("us-gaap:" + concept, build.holes(build.draw(weight, sign)), labels))
    if not sums:
        return [0] * len(build.base)
    if len(sums) > 1 and rng.random() < 0.55:
        build.other("us-gaap:NonoperatingIncomeExpense", plus(*sums), rows.NONOPERATING_TOTAL, total=True)
    return plus(*sums)


def _bottom(build: Builder, pretax: Vector) -> None:
    """From pretax income to earnings per share."""
    rng, record = build.rng, build.record
    affiliates = rng.random() < 0.14
    concept = "MinorityInterestAndIncomeLossFromEquityMethodInvestments" if affiliates else "ExtraordinaryItemsNoncontrollingInterest"
    build.signed("pretax_income", pretax, f"us-gaap:IncomeLossFromContinuingOperationsBeforeIncomeTaxes{concept}", total=True)
    rate = rng.uniform(0.12, 0.36)
    tax = [round(v * rate * rng.uniform(0.7, 1.2)) if v > 0 or rng.random() < 0.5 else rng.choice((1, -1)) * round(abs(v) * 0.01) for v in pretax]
    tax = build.signed("income_tax_expense", tax, "us-gaap:IncomeTaxExpenseBenefit")
    profit = minus(pretax, tax)
    if affiliates:
        profit = plus(profit, build.other("us-gaap:IncomeLossFromEquityMethodInvestments", build.draw(8, "±"), rows.EQUITY_METHOD))
    gone = None
    if rng.random() < 0.1:
        build.other("us-gaap:IncomeLossFromContinuingOperations", profit, rows.CONTINUING, total=True)
        gone = build.other("us-gaap:IncomeLossFromDiscontinuedOperationsNetOfTax", build.holes(build.draw(12, "±")), rows.DISCONTINUED)
        profit = plus(profit, gone)
    record.profit = dict(zip(record.calendar.flows, profit))
    net = profit
    if record.noncontrolling:
        build.other("us-gaap:ProfitLoss", profit, rows.CONSOLIDATED, total=True)
        words = build.pick(rows.MINORITY)
        minority = build.draw(4, rng.choice("+++±"))
        build.rows.append(Row(words, minority, "us-gaap:NetIncomeLossAttributableToNoncontrollingInterest", (), words.startswith("Net (income) loss")))
        net = minus(profit, minority)
        build.signed("net_income", net, "us-gaap:NetIncomeLoss", "net_income_attributable", total=True)
    else:
        build.signed("net_income", net, rng.choice(("us-gaap:NetIncomeLoss",) * 4 + ("us-gaap:ProfitLoss",)), total=True)
    common = net
    if rng.random() < 0.07:
        preferred = build.other("us-gaap:PreferredStockDividendsIncomeStatementImpact", build.draw(3), rows.PREFERRED)
        common = build.other("us-gaap:NetIncomeLossAvailableToCommonStockholdersBasic", minus(net, preferred), rows.AVAILABLE, total=True)
    _per_share(build, common, gone)


def _per_share(build: Builder, net: Vector, gone: Vector | None) -> None:
    """Earnings per share and weighted averages, in one of four arrangements."""
    rng, record = build.rng, build.record
    unit, step = Decimal(10) ** record.scale, Decimal(10) ** record.share_scale
    target = Decimal(str(round(10 ** rng.uniform(-0.7, 1.1), 3)))
    size = max(abs(net[-2]), build.base[-2] // 40, 1) * unit / target * Decimal(str(365 / ((record.calendar.flows[-2][1] - record.calendar.flows[-2][0]).days + 1)) if not record.annual else "1")
    places = Decimal(1).scaleb(-record.share_places)
    basic = [max((size / step * Decimal(str(rng.uniform(0.97, 1.03)))).quantize(places), Decimal(3)) for _ in net]
    same = max(net) <= 0 or rng.random() < 0.06
    diluted = [b if n <= 0 or same else (b * Decimal(str(rng.uniform(1.002, 1.03)))).quantize(places) for b, n in zip(basic, net)]

    def per(amounts: Vector, shares: list[Decimal]) -> list[Decimal]:
        return [(a * unit / (s * step)).quantize(Decimal("0.01")) for a, s in zip(amounts, shares)]

    def put(item: str, values: list, label: str, unit: str, both: str = "", level: int = 0) -> None:
        concept = {"eps_basic": "EarningsPerShareBasic", "eps_diluted": "EarningsPerShareDiluted", "shares_basic": "WeightedAverageNumberOfSharesOutstandingBasic", "shares_diluted": "WeightedAverageNumberOfDilutedSharesOutstanding"}[item]
        label = label if record.share_scale == 3 else label.replace(" (in thousands)", "")
        build.rows.append(Row(build.say(label), values, "us-gaap:" + concept, tuple(filter(None, (item, both))), unit=unit, level=level))

    eps, shown = {"basic": per(net, basic), "diluted": per(net, diluted)}, rng.random() < 0.85
    loss = min(net) < 0
    order = rng.random() < 0.12  # shares before earnings per share
    blocks = []

    def block(kind: str, unit: str, values: dict[str, list], heads: list[str]) -> None:
        if same and rng.random() < 0.8:
            put(f"{kind}_basic", values["basic"], rng.choice(wording.BOTH[kind][:7]), unit, f"{kind}_diluted")
        elif rng.random() < 0.6:
            build.rows.append(Row(build.pick(heads)))
            i = rng.randrange(len(wording.SHORT[f"{kind}_basic"]))
            for side in ("basic", "diluted"):
                put(f"{kind}_{side}", values[side], wording.SHORT[f"{kind}_{side}"][i], unit, level=1)
        else:
            i = rng.randrange(len(wording.LONG[f"{kind}_basic"]))
            words = [wording.LONG[f"{kind}_{side}"][i] for side in ("basic", "diluted")]
            if kind == "eps" and loss:
                words = [w.replace("earnings", "earnings (loss)").replace("Earnings", "Earnings (loss)").replace("net income", "net income (loss)").replace("Net income", "Net income (loss)") for w in words]
            for side, word in zip(("basic", "diluted"), words):
                put(f"{kind}_{side}", values[side], word, unit)

    def earnings() -> None:
        if gone and rng.random() < 0.8:
            _continuing_per_share(build, per, net, gone, basic, diluted)
        else:
            block("eps", "USD/shares", eps, wording.PER_SHARE_HEADS_LOSS if loss else wording.PER_SHARE_HEADS)

    def shares() -> None:
        if shown:
            block("shares", "shares", {"basic": basic, "diluted": diluted}, wording.SHARES_HEADS)

    blocks = [shares, earnings] if order else [earnings, shares]
    for make in blocks:
        make()
    if rng.random() < 0.2 and not loss:
        dividend = [Decimal(rng.randint(5, 160)) / 100 for _ in net]
        build.rows.append(Row(build.pick(rows.DIVIDENDS_PER_SHARE), dividend, "us-gaap:CommonStockDividendsPerShareDeclared", unit="USD/shares"))


def _continuing_per_share(build: Builder, per, net: Vector, gone: Vector, basic: list, diluted: list) -> None:
    """Three rows under each of "Basic" and "Diluted"; the last is the item."""
    words = build.pick(rows.CONTINUING), build.pick(rows.DISCONTINUED), build.rng.choice(("Net income", "Net earnings", "Net income (loss)", "Total", "Net income per share"))
    for side, shares in (("Basic", basic), ("Diluted", diluted)):
        build.rows.append(Row(build.rng.choice((f"{side}:", f"{side} earnings per share:", f"Earnings per common share{build.dash}{side.lower()}:"))))
        all_, of_gone = per(net, shares), per(gone, shares)
        build.rows.append(Row(words[0], [a - g for a, g in zip(all_, of_gone)], f"us-gaap:IncomeLossFromContinuingOperationsPer{side}Share", unit="USD/shares", level=1))
        build.rows.append(Row(words[1], of_gone, f"us-gaap:IncomeLossFromDiscontinuedOperationsNetOfTaxPer{side}Share", unit="USD/shares", level=1))
        build.rows.append(Row(words[2], all_, f"us-gaap:EarningsPerShare{side}", (f"eps_{side.lower()}",), unit="USD/shares", level=1))


def _comprehensive(build: Builder) -> None:
    build.head("comprehensive", 0.8)
    lines = [build.other("us-gaap:" + c, build.draw(w, s), labels, level=1) for c, s, w, labels in build.some(rows.COMPREHENSIVE, 1, 3)]
    profit = list(build.record.profit.values())
    totals = [plus(*lines), plus(profit, *lines)]
    for (concept, labels), values in zip(rows.COMPREHENSIVE_TOTALS.items(), totals):
        if concept.startswith("Comprehensive") or len(lines) > 1:
            build.other("us-gaap:" + concept, values, labels, total=True)
