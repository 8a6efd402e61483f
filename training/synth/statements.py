"""Record -> the rows of the three statements, so that every identity between them holds."""

import random
from dataclasses import dataclass, field, replace
from decimal import Decimal

from training.synth import phrases, rows, wording
from training.synth.draw import Period, Record

Vector = list[int]


@dataclass(slots=True)
class Row:
    """`values` in natural sign and printed units (None: empty cell); `flip`: the page shows them with the other sign."""

    label: str
    values: list = field(default_factory=list)
    concept: str = ""
    items: tuple[str, ...] = ()
    flip: bool = False
    unit: str = "USD"
    level: int = 0
    total: bool = False
    dims: bool = False

    @property
    def heading(self) -> bool:
        return not self.values


@dataclass(slots=True)
class Sheet:
    """A statement: its rows, and the periods or dates of its columns, as printed from left to right."""

    name: str
    columns: list[Period]
    rows: list[Row]
    comprehensive: bool = False


def plus(*vectors: Vector) -> Vector:
    return [sum(cells) for cells in zip(*vectors)]


def minus(a: Vector, b: Vector) -> Vector:
    return [x - y for x, y in zip(a, b)]


class Builder:
    """Adds rows in the words of one filing."""

    def __init__(self, rng: random.Random, record: Record, base: Vector):
        self.rng, self.record, self.base, self.rows = rng, record, base, []
        self.dash = rng.choice(("{d}", " – ", "—", ", ", "-", " - ", " — "))
        self.dash = self.dash if self.dash != "{d}" else " – "
        self.word = "year" if record.annual else "period"

    def say(self, label: str) -> str:
        """Placeholders filled in."""
        rng, record = self.rng, self.record
        amount = f"${rng.randint(2, 9900):,}", f"${rng.randint(2, 9900):,}"
        dates = record.calendar.dates
        plain = label.replace("{h}", "").replace("{H}", "")
        holders = record.holders.upper() if plain.isupper() else record.holders
        shares = rng.randint(1, 900) * 1_000_000
        par = rng.choice(("$0.01", "$0.001", "$1", "$0.10", "$5.00", "no", "$0.0001", "$.01"))
        fill = dict(d=self.dash, h=holders + "’", H=holders, co=record.short, a=amount[0], b=amount[1], y=dates[0].year, z=dates[1].year, t=self.word, n=f"{shares * 3:,}", m=f"{shares - rng.randint(1, 999_999):,}", p=par)
        text = label.format(**fill)
        return text[:1].upper() + text[1:] if text[:1].islower() and not text.startswith("in ") else text.strip()

    def pick(self, labels: list[str]) -> str:
        """The first wordings are the usual ones: half of the time one of the first five."""
        return self.say(self.rng.choice(labels[:5] if self.rng.random() < 0.4 else labels))

    def head(self, key: str, chance: float = 1.0) -> None:
        if self.rng.random() < chance:
            self.rows.append(Row(self.pick(phrases.SECTIONS.get(key, [key]))))

    def draw(self, weight: float, sign: str = "+", spread: float = 0.4) -> Vector:
        """A line of about `weight` thousandths of the base in every column."""
        level = weight / 1000 * self.rng.uniform(0.5, 1.5)
        made = [max(1, round(b * level * self.rng.uniform(1 - spread, 1 + spread))) for b in self.base]
        if sign == "±":
            made = [v * self.rng.choice((1, -1)) for v in made]
        return [-v for v in made] if sign == "(" else made

    def holes(self, values: Vector, chance: float = 0.12) -> Vector:
        return [0 if self.rng.random() < chance else v for v in values]

    def item(self, item: str, values: Vector, concept: str, flip: bool = False, label: str | None = None, **more) -> Vector:
        self.rows.append(Row(self.pick(wording.PLAIN[item]) if label is None else label, values, concept, (item,), flip, **more))
        return values

    def signed(self, item: str, values: Vector, concept: str, words: str = "", **more) -> Vector:
        """A row whose wording follows its sign."""
        shades = wording.SIGNED[words or item]
        shade = "plus" if min(values) >= 0 else "minus" if max(values) <= 0 else "mixed"
        flip = "flipped" in shades and self.rng.random() < 0.1
        if flip or self.rng.random() < 0.22:
            shade = "flipped" if flip else "mixed"
        self.rows.append(Row(self.pick(shades[shade]), values, concept, (item,), flip, **more))
        return values

    def other(self, concept: str, values: Vector, labels: list[str], flip: bool = False, **more) -> Vector:
        self.rows.append(Row(self.pick(labels), values, concept, (), flip, **more))
        return values

    def some(self, others: list[rows.Other], low: int, high: int) -> list[rows.Other]:
        """A few of the other rows, in their usual order."""
        chosen = self.rng.sample(range(len(others)), min(len(others), self.rng.randint(low, high)))
        return [others[i] for i in sorted(chosen)]


# --- income statement ------------------------------------------------------------------------------------------------


def _bases(rng: random.Random, record: Record) -> Vector:
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
    build = Builder(rng, record, _bases(rng, record))
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


# --- balance sheet ---------------------------------------------------------------------------------------------------


def balance_sheet(rng: random.Random, record: Record) -> Sheet:
    size = round(record.revenue * rng.uniform(0.6, 2.2))
    build = Builder(rng, record, [size, max(40, round(size * rng.uniform(0.85, 1.1)))])
    assets = _assets(build)
    owed = _liabilities(build, assets)
    _equity(build, assets, owed)
    columns = [(d, d) for d in record.calendar.dates]
    return Sheet("balance_sheet", columns, build.rows)


def _assets(build: Builder) -> Vector:
    rng, record, parts = build.rng, build.record, []
    build.head("assets", 0.9)
    classified = rng.random() < 0.93
    if classified:
        build.head("current_assets", 0.9)
    parts.append(build.item("cash_and_equivalents", list(record.cash), "us-gaap:CashAndCashEquivalentsAtCarryingValue"))
    if rng.random() < 0.5:
        concept = rng.choice(("us-gaap:ShortTermInvestments", "us-gaap:MarketableSecuritiesCurrent", "us-gaap:AvailableForSaleSecuritiesDebtSecuritiesCurrent"))
        parts.append(build.item("short_term_investments", build.holes(build.draw(70), 0.06), concept))
        if rng.random() < 0.12:
            build.other("us-gaap:CashCashEquivalentsAndShortTermInvestments", plus(*parts), ["Total cash, cash equivalents and short-term investments", "Total cash and marketable securities"], total=True)
    if rng.random() < 0.93:
        parts.append(build.item("receivables", build.draw(100), rng.choice(("us-gaap:AccountsReceivableNetCurrent", "us-gaap:ReceivablesNetCurrent"))))
    if record.inventory:
        parts.append(_inventory(build))
    parts += [build.other("us-gaap:" + c, build.holes(build.draw(w, s), 0.06), labels) for c, s, w, labels in build.some(rows.CURRENT_ASSETS, 1, 4)]
    if classified:
        build.item("current_assets", plus(*parts), "us-gaap:AssetsCurrent", total=True)
    current, parts = parts, []
    if rng.random() < 0.15:
        build.head("noncurrent_assets")
    lines = [_property, _goodwill] if rng.random() < 0.8 else [_property]
    lines += [lambda b, o=o: b.other("us-gaap:" + o[0], b.holes(b.draw(o[2]), 0.05), o[3]) for o in build.some(rows.NONCURRENT_ASSETS, 1, 6)]
    if rng.random() < 0.5:
        rng.shuffle(lines)
    parts = [line(build) for line in lines]
    if rng.random() < 0.1:
        build.other("us-gaap:AssetsNoncurrent", plus(*parts), rows.ASSETS_NONCURRENT, total=True)
    return build.item("total_assets", plus(*current, *parts), "us-gaap:Assets", total=True)


def _goodwill(build: Builder) -> Vector:
    return build.item("goodwill", build.draw(150), "us-gaap:Goodwill")


def _inventory(build: Builder) -> Vector:
    values = build.draw(90)
    if build.rng.random() < 0.1:
        kinds = build.rng.choice(rows.INVENTORY_PARTS)
        build.rows.append(Row("Inventories:"))
        left = values
        for i, (concept, label) in enumerate(kinds):
            part = left if i == len(kinds) - 1 else [round(v * 0.45) for v in left]
            build.rows.append(Row(label, part, "us-gaap:" + concept, level=1))
            left = minus(left, part)
        return build.item("inventory", values, "us-gaap:InventoryNet", label=build.rng.choice(("Total inventories", "Inventories, total")), total=True)
    return build.item("inventory", values, "us-gaap:InventoryNet")


def _property(build: Builder) -> Vector:
    net = build.draw(220)
    if build.rng.random() < 0.18:
        parts = [build.draw(60) for _ in range(build.rng.randint(2, 5))]
        gross = plus(*parts)
        lost = [round(g * build.rng.uniform(0.3, 0.6)) for g in gross]
        build.head("ppe")
        for label, part in zip(build.rng.sample(rows.PPE_PARTS, len(parts)), parts):
            build.rows.append(Row(label, part, "us-gaap:PropertyPlantAndEquipmentGross", level=1, dims=True))
        build.other("us-gaap:PropertyPlantAndEquipmentGross", gross, rows.PPE_GROSS, total=True)
        build.other("us-gaap:AccumulatedDepreciationDepletionAndAmortizationPropertyPlantAndEquipment", lost, rows.PPE_LESS, build.rng.random() < 0.7)
        return build.item("property_plant_and_equipment", minus(gross, lost), "us-gaap:PropertyPlantAndEquipmentNet", total=True)
    concept = build.rng.choice(("us-gaap:PropertyPlantAndEquipmentNet",) * 4 + ("us-gaap:PropertyPlantAndEquipmentAndFinanceLeaseRightOfUseAssetAfterAccumulatedDepreciationAndAmortization",))
    return build.item("property_plant_and_equipment", net, concept)


def _liabilities(build: Builder, assets: Vector) -> Vector:
    """All liabilities, scaled so that equity comes out positive mostly."""
    rng = build.rng
    build.head("liabilities", 0.9)
    build.head("current_liabilities", 0.9)
    build.base = [round(a * rng.uniform(0.8, 1.1)) for a in assets]
    parts = []
    if rng.random() < 0.92:
        parts.append(build.item("accounts_payable", build.draw(70), "us-gaap:AccountsPayableCurrent"))
    parts += [build.other("us-gaap:" + c, build.holes(build.draw(w, s), 0.06), labels) for c, s, w, labels in build.some(rows.CURRENT_LIABILITIES, 2, 7)]
    if rng.random() < 0.25:
        rows_ = build.rows[-len(parts):]
        del build.rows[-len(parts):]
        rng.shuffle(rows_)
        build.rows += rows_
    build.item("current_liabilities", plus(*parts), "us-gaap:LiabilitiesCurrent", total=True)
    more = build.some(rows.NONCURRENT_LIABILITIES, 1, 6)
    build.head("noncurrent_liabilities", 0.15)
    longer = []
    if rng.random() < 0.8:
        concept = rng.choice(("us-gaap:LongTermDebtNoncurrent", "us-gaap:LongTermDebtAndCapitalLeaseObligations"))
        longer.append(build.item("long_term_debt", build.holes(build.draw(rng.choice((60, 200, 350))), 0.04), concept))
    longer += [build.other("us-gaap:" + c, build.holes(build.draw(w, s), 0.06), labels) for c, s, w, labels in more]
    if rng.random() < 0.12:
        build.other("us-gaap:LiabilitiesNoncurrent", plus(*longer), rows.LIABILITIES_NONCURRENT, total=True)
    owed = plus(*parts, *longer)
    if rng.random() < 0.72:
        build.item("total_liabilities", owed, "us-gaap:Liabilities", total=True)
    if rng.random() < 0.6:
        build.rows.append(Row(build.pick(rows.COMMITMENTS)))
    if rng.random() < 0.08:
        owed = plus(owed, build.other("us-gaap:TemporaryEquityCarryingAmountAttributableToParent", build.draw(30), rows.REDEEMABLE))
    return owed


def _equity(build: Builder, assets: Vector, owed: Vector) -> None:
    rng, record = build.rng, build.record
    build.head("equity", 0.9)
    whole = minus(assets, owed)
    minority = [max(1, round(abs(w) * rng.uniform(0.005, 0.06))) for w in whole] if record.noncontrolling else [0, 0]
    equity = minus(whole, minority)
    lines = []
    if rng.random() < 0.3:
        build.rows.append(Row(build.pick(rows.PREFERRED_STOCK), [0, 0], "us-gaap:PreferredStockValue"))
    lines.append(build.other("us-gaap:CommonStockValue", build.draw(rng.choice((1, 5))), rows.COMMON_STOCK))
    aoci = (build.other, "us-gaap:AccumulatedOtherComprehensiveIncomeLossNetOfTax", build.draw(15, rng.choice("±(((")), rows.AOCI)
    extra = [aoci]
    if rng.random() < 0.6:
        extra.append((build.other, "us-gaap:TreasuryStockCommonValue", build.draw(90), rows.TREASURY))
    fixed = plus(*lines, aoci[2])
    if len(extra) > 1:
        fixed = minus(fixed, extra[1][2])
    rest = minus(equity, fixed)  # of paid-in capital and retained earnings
    deficit = record.margin < -0.03 or min(rest) <= 0
    earned = [-round(abs(a) * rng.uniform(0.1, 0.9)) for a in assets] if deficit else [round(r * rng.uniform(0.4, 0.9)) for r in rest]
    paid = minus(rest, earned)
    if min(paid) < 0:
        earned, paid = rest, [0, 0]
    if min(paid) > 0 or rng.random() < 0.5:
        build.other("us-gaap:AdditionalPaidInCapital", paid, rows.APIC)
    build.signed("retained_earnings", earned, "us-gaap:RetainedEarningsAccumulatedDeficit")
    rng.shuffle(extra)
    for _, concept, values, labels in extra:
        build.other(concept, values, labels, concept.endswith("TreasuryStockCommonValue"))
    build.signed("stockholders_equity", equity, "us-gaap:StockholdersEquity", "stockholders_equity_parent" if record.noncontrolling else "", total=True)
    if record.noncontrolling:
        build.other("us-gaap:MinorityInterest", minority, rows.NCI)
        build.other("us-gaap:StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest", whole, rows.EQUITY_ALL, total=True)
    build.item("total_liabilities_and_equity", list(assets), "us-gaap:LiabilitiesAndStockholdersEquity", total=True)


# --- cash flow -------------------------------------------------------------------------------------------------------


def cash_flow(rng: random.Random, record: Record) -> Sheet:
    periods = record.calendar.cash
    flows = dict(zip(record.calendar.flows, _bases(rng, record)))
    build = Builder(rng, record, [flows[p] for p in periods])
    operating = _operating(build, [record.profit[p] for p in periods])
    investing = _investing(build)
    opening, closing = _balances(build)
    change = minus(closing, opening)
    rate = build.draw(2, "±") if rng.random() < 0.6 else None
    _financing(build, minus(minus(change, rate or [0] * len(change)), plus(operating, investing)))
    if rate:
        build.other("us-gaap:EffectOfExchangeRateOnCashCashEquivalentsRestrictedCashAndRestrictedCashEquivalents", rate, rows.EXCHANGE_RATE)
    build.other("us-gaap:CashCashEquivalentsRestrictedCashAndRestrictedCashEquivalentsPeriodIncreaseDecreaseIncludingExchangeRateEffect", change, rows.CHANGE, total=True)
    i = rng.randrange(len(rows.OPENING) - 1)
    concept = rng.choice(("us-gaap:CashCashEquivalentsRestrictedCashAndRestrictedCashEquivalents", "us-gaap:CashAndCashEquivalentsAtCarryingValue"))
    build.other(concept, opening, [rows.OPENING[i]])
    build.other(concept, closing, [rows.CLOSING[i]], total=True)
    if rng.random() < 0.5:
        build.head("supplement", 0.9)
        for c, s, w, labels in build.some(rows.SUPPLEMENT, 1, 4):
            build.other("us-gaap:" + c, build.holes(build.draw(w, s)), labels, level=1)
    return Sheet("cash_flow", list(periods), build.rows)


def _operating(build: Builder, profit: Vector) -> Vector:
    rng = build.rng
    build.head("operating", 0.95)
    labels = rows.CONSOLIDATED if build.record.noncontrolling else wording.SIGNED["net_income"]["plus" if min(profit) >= 0 else "minus" if max(profit) <= 0 else "mixed"]
    parts = [build.other("us-gaap:ProfitLoss" if build.record.noncontrolling else "us-gaap:NetIncomeLoss", profit, labels)]
    build.head("adjust", 0.9)
    lines = []
    if rng.random() < 0.75:
        lines.append(lambda: build.item("depreciation_and_amortization", build.draw(55), rng.choice(("us-gaap:DepreciationDepletionAndAmortization", "us-gaap:DepreciationAndAmortization", "us-gaap:DepreciationAmortizationAndAccretionNet")), level=1))
    else:
        lines += [lambda o=o: build.other("us-gaap:" + o[0], build.draw(o[2]), o[3], level=1) for o in rows.SPLIT_DA]
    if rng.random() < 0.85:
        lines.append(lambda: build.item("stock_based_compensation", build.draw(20), "us-gaap:ShareBasedCompensation", level=1))
    lines += [lambda o=o: build.other("us-gaap:" + o[0], build.holes(build.draw(o[2], o[1])), o[3], level=1) for o in build.some(rows.ADJUSTMENTS, 1, 7)]
    if rng.random() < 0.5:
        rng.shuffle(lines)
    parts += [line() for line in lines]
    if rng.random() < 0.12:
        parts.append(build.other("us-gaap:IncreaseDecreaseInOperatingCapital", build.draw(20, "±"), rows.WORKING_ONE))
    else:
        build.head("working", 0.9)
        for concept, sign, weight, labels in build.some(rows.WORKING, 2, 8):
            parts.append(build.other("us-gaap:" + concept, build.holes(build.draw(weight, sign), 0.04), labels, level=2))
    return build.signed("operating_cash_flow", plus(*parts), "us-gaap:NetCashProvidedByUsedInOperatingActivities", total=True)


def _flow(build: Builder, other: rows.Other) -> Vector:
    """One line of investing or financing; returns what it does to cash."""
    concept, sign, weight, labels = other
    values = build.holes(build.draw(weight, "±" if sign == "±" else "+"), 0.15)
    build.other("us-gaap:" + concept, values, labels, sign == "-", level=1)
    return [-v for v in values] if sign == "-" else values


def _investing(build: Builder) -> Vector:
    rng = build.rng
    build.head("investing", 0.95)

    def spending() -> Vector:
        concept = rng.choice(("us-gaap:PaymentsToAcquirePropertyPlantAndEquipment",) * 3 + ("us-gaap:PaymentsToAcquireProductiveAssets",))
        return [-v for v in build.item("capital_expenditures", build.draw(50), concept, True, level=1)]

    lines = [spending] if rng.random() < 0.95 else []
    lines += [lambda o=o: _flow(build, o) for o in build.some(rows.INVESTING, 1, 6)]
    if rng.random() < 0.5:
        rng.shuffle(lines)
    parts = [line() for line in lines]
    return build.signed("investing_cash_flow", plus(*parts), "us-gaap:NetCashProvidedByUsedInInvestingActivities", total=True)


def _balances(build: Builder) -> tuple[Vector, Vector]:
    """Cash at the start and at the end of each column, joined where columns touch."""
    rng, record, periods = build.rng, build.record, build.record.calendar.cash
    now, before = record.cash
    if not record.annual:
        return [before, round(before * rng.uniform(0.5, 1.5))], [now, round(before * rng.uniform(0.6, 1.4))]
    chain = [now, before] + [max(5, round(before * rng.uniform(0.5, 1.5))) for _ in periods[1:]]
    return chain[1 : len(periods) + 1], chain[: len(periods)]


def _financing(build: Builder, total: Vector) -> None:
    """The lines add up to `total`: one signed line takes up the rest."""
    rng, lines = build.rng, []
    build.head("financing", 0.95)
    chosen = build.some(rows.FINANCING, 2, 6)
    plug = next((o for o in chosen if o[1] == "±"), rows.FINANCING[2])
    lines += [lambda o=o: _flow(build, o) for o in chosen if o is not plug]
    if rng.random() < 0.65:
        lines.append(lambda: [-v for v in build.item("share_repurchases", build.holes(build.draw(40), 0.15), "us-gaap:PaymentsForRepurchaseOfCommonStock", True, level=1)])
    if rng.random() < 0.6:
        concept = rng.choice(("us-gaap:PaymentsOfDividends", "us-gaap:PaymentsOfDividendsCommonStock"))
        lines.append(lambda: [-v for v in build.item("dividends_paid", build.holes(build.draw(25), 0.03), concept, True, level=1)])
    rng.shuffle(lines)
    parts = [line() for line in lines]
    rest = minus(total, plus(*parts)) if parts else total
    at = len(build.rows) - rng.randint(0, len(parts))
    build.other("us-gaap:" + plug[0], rest, plug[3], level=1)
    build.rows.insert(at, build.rows.pop())
    build.signed("financing_cash_flow", total, "us-gaap:NetCashProvidedByUsedInFinancingActivities", total=True)


def statements(rng: random.Random, record: Record) -> list[Sheet]:
    return [income_statement(rng, record), balance_sheet(rng, record), cash_flow(rng, record)]


def oldest_first(sheet: Sheet) -> Sheet:
    """The same statement with its columns the other way round."""
    return replace(sheet, columns=sheet.columns[::-1], rows=[replace(r, values=r.values[::-1]) for r in sheet.rows])
