"""The cash flow statement: profit and cash are given, one financing row closes the gap."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from extract_filings.training.synth.filing.draw import Filer
from extract_filings.training.synth.filing.statements.builder import (
    Builder,
    Sheet,
    Vector,
    minus,
    plus,
)
from extract_filings.training.synth.filing.statements.income import bases
from extract_filings.training.synth.filing.wording import rows, wording


@dataclass(frozen=True, slots=True)
class Lines:
    """The rows of one kind of filer, and how often it shows the items among them."""

    adjustments: list[rows.Other]
    working: list[rows.Other]
    investing: list[rows.Other]
    financing: list[rows.Other]
    spending: float = 0.95
    depreciation: float = 0.75
    awards: float = 0.85
    repurchases: float = 0.55
    dividends: float = 0.5
    spending_words: Sequence[str] = ()
    depreciation_words: Sequence[str] = ()
    dividends_words: Sequence[str] = ()


INDUSTRIAL = Lines(
    rows.ROWS["adjustments"], rows.ROWS["working"], rows.ROWS["investing"], rows.ROWS["financing"]
)


def cash_flow(rng: random.Random, record: Filer, kind: Lines = INDUSTRIAL) -> Sheet:
    periods = record.calendar.cash
    flows = dict(zip(record.calendar.flows, bases(rng, record), strict=True))
    build = Builder(rng, record, [flows[p] for p in periods])
    short = rng.random() < 0.12  # captions without "activities"
    operating = _operating(build, [record.profit[p] for p in periods], kind, short)
    first = len(build.rows)
    investing = _investing(build, kind, short)
    middle = len(build.rows)
    opening, closing = _balances(build)
    change = minus(closing, opening)
    rate = build.draw(2, "±") if rng.random() < 0.6 else None
    rest = minus(minus(change, rate or [0] * len(change)), plus(operating, investing))
    _financing(build, rest, kind, short)
    if rng.random() < 0.12:  # financing before investing
        build.rows[first:] = build.rows[middle:] + build.rows[first:middle]
    if rate:
        build.other(
            "EffectOfExchangeRateOnCashCashEquivalentsRestrictedCashAndRestrictedCashEquivalents",
            rate,
            rows.WORDS["exchange_rate"],
        )
    build.other(
        "CashCashEquivalentsRestrictedCashAndRestrictedCashEquivalentsPeriodIncreaseDecreaseIncludingExchangeRateEffect",
        change,
        rows.WORDS["change"],
        total=True,
    )
    i = rng.randrange(len(rows.WORDS["opening"]) - 1)
    concept = rng.choice(
        (
            "CashCashEquivalentsRestrictedCashAndRestrictedCashEquivalents",
            "CashAndCashEquivalentsAtCarryingValue",
        )
    )
    build.other(concept, opening, [rows.WORDS["opening"][i]])
    build.other(concept, closing, [rows.WORDS["closing"][i]], total=True)
    if rng.random() < 0.5:
        build.head("supplement", 0.9)
        for other in build.some(rows.ROWS["supplement"], 1, 4):
            build.line(other, 0.12, level=1)
    return Sheet("cash_flow", list(periods), build.rows)


def _operating(build: Builder, profit: Vector, kind: Lines, short: bool) -> Vector:
    rng = build.rng
    build.head(_key("operating", short), 0.95)
    if build.record.noncontrolling:
        parts = [build.other("ProfitLoss", profit, rows.WORDS["consolidated"])]
    else:
        shade = "plus" if min(profit) >= 0 else "minus" if max(profit) <= 0 else "mixed"
        parts = [build.other("NetIncomeLoss", profit, wording.SIGNED["net_income"][shade])]
    build.head("adjust", 0.9)
    lines: list[Callable[[], Vector]] = []
    if rng.random() < kind.depreciation:
        lines.append(partial(_depreciation, build, kind))
    else:
        lines += [partial(build.line, other, level=1) for other in rows.ROWS["split_da"]]
    if rng.random() < kind.awards:
        lines.append(partial(_stock_compensation, build))
    chosen = build.some(kind.adjustments, 1, 7)
    lines += [partial(build.line, other, 0.12, level=1) for other in chosen]
    if rng.random() < 0.5:
        rng.shuffle(lines)
    parts += [line() for line in lines]
    if rng.random() < 0.12:
        parts.append(
            build.other(
                "IncreaseDecreaseInOperatingCapital",
                build.draw(20, "±"),
                rows.WORDS["working_one"],
            )
        )
    else:
        build.head("working", 0.9)
        chosen = build.some(kind.working, 2, 8)
        parts += [build.line(other, 0.04, level=2) for other in chosen]
    return build.signed(
        "operating_cash_flow",
        plus(*parts),
        "NetCashProvidedByUsedInOperatingActivities",
        _key("operating_cash_flow", short),
        total=True,
    )


def _key(name: str, short: bool) -> str:
    """Which words: those with "activities", or those without."""
    return f"{name}_short" if short else name


def _depreciation(build: Builder, kind: Lines) -> Vector:
    concepts = (
        "DepreciationDepletionAndAmortization",
        "DepreciationAndAmortization",
        "DepreciationAmortizationAndAccretionNet",
    )
    values, concept = build.draw(55), build.rng.choice(concepts)
    label = _own(build, kind.depreciation_words)
    return build.item("depreciation_and_amortization", values, concept, label=label, level=1)


def _stock_compensation(build: Builder) -> Vector:
    return build.item("stock_based_compensation", build.draw(20), "ShareBasedCompensation", level=1)


def _own(build: Builder, words: Sequence[str]) -> str | None:
    """A wording of this kind of filer, half of the time where it has some."""
    return build.say(build.rng.choice(words)) if words and build.rng.random() < 0.5 else None


def _flow(build: Builder, other: rows.Other) -> Vector:
    """One line of investing or financing; returns what it does to cash."""
    sign = "±" if other.sign == "±" else "+"
    values = build.put(
        other, build.holes(build.draw(other.weight, sign), 0.15), other.sign == "-", level=1
    )
    return [-v for v in values] if other.sign == "-" else values


def _outflow(
    build: Builder, item: str, concept: str, weight: int, holes: float, label: str | None = None
) -> Vector:
    """A row of an item that takes cash; returns what it does to cash."""
    values = build.holes(build.draw(weight), holes)
    return [-v for v in build.item(item, values, concept, True, label, level=1)]


def _investing(build: Builder, kind: Lines, short: bool) -> Vector:
    rng = build.rng
    build.head(_key("investing", short), 0.95)

    def spending() -> Vector:
        concept = rng.choice(
            ("PaymentsToAcquirePropertyPlantAndEquipment",) * 3
            + ("PaymentsToAcquireProductiveAssets",)
        )
        return [
            -v
            for v in build.item(
                "capital_expenditures",
                build.draw(50),
                concept,
                True,
                label=_own(build, kind.spending_words),
                level=1,
            )
        ]

    lines = [spending] if rng.random() < kind.spending else []
    lines += [lambda o=o: _flow(build, o) for o in build.some(kind.investing, 1, 6)]
    if rng.random() < 0.5:
        rng.shuffle(lines)
    parts = [line() for line in lines]
    return build.signed(
        "investing_cash_flow",
        plus(*parts),
        "NetCashProvidedByUsedInInvestingActivities",
        _key("investing_cash_flow", short),
        total=True,
    )


def _balances(build: Builder) -> tuple[Vector, Vector]:
    """Cash at the start and at the end of each column, joined where columns touch."""
    rng, record, periods = build.rng, build.record, build.record.calendar.cash
    now, before = record.cash
    if not record.annual:
        return [before, round(before * rng.uniform(0.5, 1.5))], [
            now,
            round(before * rng.uniform(0.6, 1.4)),
        ]
    chain = [now, before] + [max(5, round(before * rng.uniform(0.5, 1.5))) for _ in periods[1:]]
    return chain[1 : len(periods) + 1], chain[: len(periods)]


def _financing(build: Builder, total: Vector, kind: Lines, short: bool) -> None:
    """The lines add up to `total`: one signed line takes up the rest."""
    rng, lines = build.rng, []
    build.head(_key("financing", short), 0.95)
    chosen = build.some(kind.financing, 2, 6)
    plug = next(o for o in [*chosen, *kind.financing] if o.sign == "±")
    lines += [partial(_flow, build, other) for other in chosen if other is not plug]
    if rng.random() < kind.repurchases:
        concept = "PaymentsForRepurchaseOfCommonStock"
        lines.append(partial(_outflow, build, "share_repurchases", concept, 40, 0.15))
    if rng.random() < kind.dividends:
        concept = rng.choice(("PaymentsOfDividends", "PaymentsOfDividendsCommonStock"))
        label = _own(build, kind.dividends_words)
        lines.append(partial(_outflow, build, "dividends_paid", concept, 25, 0.03, label))
    rng.shuffle(lines)
    parts = [line() for line in lines]
    rest = minus(total, plus(*parts)) if parts else total
    at = len(build.rows) - rng.randint(0, len(parts))
    build.other(plug.concept, rest, plug.labels, level=1)
    build.rows.insert(at, build.rows.pop())
    build.signed(
        "financing_cash_flow",
        total,
        "NetCashProvidedByUsedInFinancingActivities",
        _key("financing_cash_flow", short),
        total=True,
    )
