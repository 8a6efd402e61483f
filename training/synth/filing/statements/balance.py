"""The balance sheet: assets are drawn, liabilities are drawn, equity is what lies between."""

import random
from collections.abc import Callable
from functools import partial

from extract_filings.training.synth.filing.draw import Filer
from extract_filings.training.synth.filing.statements.builder import (
    Builder,
    Row,
    Sheet,
    Vector,
    minus,
    plus,
)
from extract_filings.training.synth.filing.wording import rows

AOCI = "AccumulatedOtherComprehensiveIncomeLossNetOfTax"
TREASURY = "TreasuryStockCommonValue"


def balance_sheet(rng: random.Random, record: Filer) -> Sheet:
    size = round(record.revenue * rng.uniform(0.6, 2.2))
    build = Builder(rng, record, [size, max(40, round(size * rng.uniform(0.85, 1.1)))])
    classified = rng.random() < 0.88
    assets = _assets(build, classified)
    owed = _liabilities(build, assets, classified)
    equity(build, assets, owed)
    return finished(build, assets)


def finished(build: Builder, assets: Vector, label: str | None = None) -> Sheet:
    """The sheet, with a last row that repeats the total of the assets."""
    build.item(
        "total_liabilities_and_equity",
        list(assets),
        "LiabilitiesAndStockholdersEquity",
        label=label,
        total=True,
    )
    return Sheet("balance_sheet", [(d, d) for d in build.record.calendar.dates], build.rows)


def _assets(build: Builder, classified: bool) -> Vector:
    rng = build.rng
    build.head("assets", 0.9)
    current = _current_assets(build, classified)
    if classified and rng.random() < 0.15:
        build.head("noncurrent_assets")
    lines: list[Callable[[], Vector]] = [partial(plant, build)]
    if rng.random() < 0.65:
        lines.append(partial(goodwill, build))
    others = build.some(rows.ROWS["noncurrent_assets"], 1, 6)
    lines += [partial(build.line, other, 0.05) for other in others]
    if rng.random() < 0.5:
        rng.shuffle(lines)
    parts = [line() for line in lines]
    if classified and rng.random() < 0.1:
        labels = rows.WORDS["assets_noncurrent"]
        build.other("AssetsNoncurrent", plus(*parts), labels, total=True)
    return build.item("total_assets", plus(*current, *parts), "Assets", total=True)


def _current_assets(build: Builder, classified: bool) -> list[Vector]:
    rng, record = build.rng, build.record
    if classified:
        build.head("current_assets", 0.9)
    concept = "CashAndCashEquivalentsAtCarryingValue"
    parts = [build.item("cash_and_equivalents", list(record.cash), concept)]
    if rng.random() < 0.5:
        parts.append(_short_term_investments(build))
        if rng.random() < 0.12:
            concept = "CashCashEquivalentsAndShortTermInvestments"
            labels = rows.WORDS["cash_and_investments"]
            build.other(concept, plus(*parts), labels, total=True)
    if rng.random() < 0.87:
        values = build.draw(100)
        concept = rng.choice(("AccountsReceivableNetCurrent", "ReceivablesNetCurrent"))
        parts.append(build.item("receivables", values, concept))
    if record.inventory:
        parts.append(_inventory(build))
    parts += [build.line(other, 0.06) for other in build.some(rows.ROWS["current_assets"], 1, 4)]
    if classified:
        build.item("current_assets", plus(*parts), "AssetsCurrent", total=True)
    return parts


def _short_term_investments(build: Builder) -> Vector:
    concepts = (
        "ShortTermInvestments",
        "MarketableSecuritiesCurrent",
        "AvailableForSaleSecuritiesDebtSecuritiesCurrent",
    )
    concept = build.rng.choice(concepts)
    return build.item("short_term_investments", build.holes(build.draw(70), 0.06), concept)


def some_lines(build: Builder, others: list[rows.Other], low: int, high: int) -> list[Vector]:
    """Between `low` and `high` of the rows that are no items, in the order of their list."""
    return [build.line(other) for other in build.some(others, low, high)]


def goodwill(build: Builder) -> Vector:
    return build.item("goodwill", build.draw(150), "Goodwill")


def _inventory(build: Builder) -> Vector:
    values = build.draw(90)
    if build.rng.random() < 0.16:
        kinds = build.rng.choice(rows.WORDS["inventory_parts"])
        build.title(rows.WORDS["inventory_heads"])
        left = values
        for i, (concept, label) in enumerate(kinds):
            part = left if i == len(kinds) - 1 else [round(v * 0.45) for v in left]
            build.rows.append(Row(label, part, concept, level=1))
            left = minus(left, part)
        return build.item(
            "inventory",
            values,
            "InventoryNet",
            label=build.rng.choice(rows.WORDS["inventory_totals"]),
            total=True,
        )
    return build.item("inventory", values, "InventoryNet")


def plant(build: Builder, weight: float = 220, detailed: float = 0.18) -> Vector:
    """Property, plant and equipment as one row, or as cost less depreciation."""
    net = build.draw(weight)
    if build.rng.random() < detailed:
        count = build.rng.randint(2, 5)
        parts = [build.draw(weight * 1.1 / count) for _ in range(count)]
        gross = plus(*parts)
        lost = [round(g * build.rng.uniform(0.3, 0.6)) for g in gross]
        build.head("ppe")
        for label, part in zip(
            build.rng.sample(rows.WORDS["ppe_parts"], len(parts)), parts, strict=True
        ):
            build.rows.append(
                Row(label, part, "PropertyPlantAndEquipmentGross", level=1, dims=True)
            )
        build.other("PropertyPlantAndEquipmentGross", gross, rows.WORDS["ppe_gross"], total=True)
        build.other(
            "AccumulatedDepreciationDepletionAndAmortizationPropertyPlantAndEquipment",
            lost,
            rows.WORDS["ppe_less"],
            build.rng.random() < 0.7,
        )
        return build.item(
            "property_plant_and_equipment",
            minus(gross, lost),
            "PropertyPlantAndEquipmentNet",
            total=True,
        )
    concept = build.rng.choice(
        ("PropertyPlantAndEquipmentNet",) * 4
        + (
            "PropertyPlantAndEquipmentAndFinanceLeaseRightOfUseAssetAfterAccumulatedDepreciationAndAmortization",
        )
    )
    return build.item("property_plant_and_equipment", net, concept)


def _liabilities(build: Builder, assets: Vector, classified: bool) -> Vector:
    """All liabilities, scaled so that equity comes out positive mostly."""
    rng = build.rng
    build.head("liabilities", 0.9)
    build.head("current_liabilities", 0.9 if classified else 0)
    build.base = [round(a * rng.uniform(0.8, 1.1)) for a in assets]
    parts = []
    if rng.random() < 0.86:
        parts.append(build.item("accounts_payable", build.draw(70), "AccountsPayableCurrent"))
    elif rng.random() < 0.6:
        concept = "AccountsPayableAndAccruedLiabilitiesCurrent"
        parts.append(build.other(concept, build.draw(120), rows.WORDS["payable_and_accrued"]))
    others = build.some(rows.ROWS["current_liabilities"], 2, 7)
    parts += [build.line(other, 0.06) for other in others]
    if rng.random() < 0.25:
        rows_ = build.rows[-len(parts) :]
        del build.rows[-len(parts) :]
        rng.shuffle(rows_)
        build.rows += rows_
    if classified:
        build.item("current_liabilities", plus(*parts), "LiabilitiesCurrent", total=True)
    more = build.some(rows.ROWS["noncurrent_liabilities"], 1, 6)
    build.head("noncurrent_liabilities", 0.15 if classified else 0)
    longer = []
    if rng.random() < 0.6:
        concept = rng.choice(("LongTermDebtNoncurrent", "LongTermDebtAndCapitalLeaseObligations"))
        longer.append(
            build.item(
                "long_term_debt", build.holes(build.draw(rng.choice((60, 200, 350))), 0.04), concept
            )
        )
    longer += [build.line(other, 0.06) for other in more]
    if classified and rng.random() < 0.12:
        build.other(
            "LiabilitiesNoncurrent",
            plus(*longer),
            rows.WORDS["liabilities_noncurrent"],
            total=True,
        )
    owed = plus(*parts, *longer)
    if rng.random() < 0.72:
        build.item("total_liabilities", owed, "Liabilities", total=True)
    if rng.random() < 0.6:
        build.rows.append(Row(build.pick(rows.WORDS["commitments"])))
    if rng.random() < 0.08:
        owed = plus(
            owed,
            build.other(
                "TemporaryEquityCarryingAmountAttributableToParent",
                build.draw(30),
                rows.WORDS["redeemable"],
            ),
        )
    return owed


def equity(build: Builder, assets: Vector, owed: Vector) -> None:
    """All that is not owed, down to the total of equity."""
    build.head("equity", 0.9)
    own, minority = own_part(build, minus(assets, owed))
    _parts_of_equity(build, own, assets)
    closed(build, own, minority)


def own_part(build: Builder, whole: Vector) -> tuple[Vector, Vector]:
    """Equity of the company, and what others own of its subsidiaries, now and then a deficit."""
    if not build.record.noncontrolling:
        return whole, [0, 0]
    sign = build.rng.choice((1,) * 9 + (-1,))
    minority = [sign * max(1, round(abs(w) * build.rng.uniform(0.005, 0.06))) for w in whole]
    return minus(whole, minority), minority


def closed(build: Builder, own: Vector, minority: Vector) -> None:
    """The total of equity, the part of others and the sum where there are others."""
    others = build.record.noncontrolling
    words = "stockholders_equity_parent" if others else ""
    build.signed("stockholders_equity", own, "StockholdersEquity", words, total=True)
    if others:
        build.other("MinorityInterest", minority, rows.WORDS["nci"])
        concept = "StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest"
        build.other(concept, plus(own, minority), rows.WORDS["equity_all"], total=True)


def _parts_of_equity(build: Builder, own: Vector, assets: Vector) -> None:
    """Stock, paid-in capital and retained earnings, and what is drawn beside them."""
    rng = build.rng
    if rng.random() < 0.3:
        label = build.pick(rows.WORDS["preferred_stock"])
        build.rows.append(Row(label, [0, 0], "PreferredStockValue"))
    stock = build.draw(rng.choice((1, 5)))
    build.other("CommonStockValue", stock, rows.WORDS["common_stock"])
    aoci = build.draw(15, rng.choice("±((("))
    extra = [(AOCI, aoci, rows.WORDS["aoci"])]
    rest = minus(own, plus(stock, aoci))
    if rng.random() < 0.6:
        treasury = build.draw(90)
        extra.append((TREASURY, treasury, rows.WORDS["treasury"]))
        rest = plus(rest, treasury)
    _paid_and_earned(build, rest, assets)
    rng.shuffle(extra)
    for concept, values, labels in extra:
        build.other(concept, values, labels, concept == TREASURY)


def _paid_and_earned(build: Builder, rest: Vector, assets: Vector) -> None:
    """Paid-in capital and retained earnings, or the deficit of those that lose money."""
    rng = build.rng
    pays_out = build.record.kind == "reit" and rng.random() < 0.6  # more than it earns
    if build.record.margin < -0.03 or min(rest) <= 0 or pays_out:
        most = 8 if build.record.kind == "startup" else 0.9
        earned = [-round(abs(a) * rng.uniform(0.1, most)) for a in assets]
    else:
        earned = [round(r * rng.uniform(0.4, 0.9)) for r in rest]
    paid = minus(rest, earned)
    if min(paid) < 0:
        earned, paid = rest, [0, 0]
    if min(paid) > 0 or rng.random() < 0.5:
        build.other("AdditionalPaidInCapital", paid, rows.WORDS["apic"])
    build.signed("retained_earnings", earned, "RetainedEarningsAccumulatedDeficit")
