"""Kinds of companies whose statements are lists: each row is there by its own chance.

What a small company, a lender, a trust or a foreign filer prints, and what it does not, is data:
one TOML file a kind. `[shape]` holds chances and ranges, `words` headings and totals. A neighbour
that could be taken for an item stands in the lists by its own concept, without the item.
"""

import random
from collections.abc import Callable
from typing import Any

from extract_filings.training.synth.filing.draw import Filer
from extract_filings.training.synth.filing.statements.balance import equity, finished
from extract_filings.training.synth.filing.statements.builder import (
    Builder,
    Sheet,
    Vector,
    minus,
    plus,
)
from extract_filings.training.synth.filing.statements.cash import Lines, cash_flow
from extract_filings.training.synth.filing.statements.income import bases, bottom
from extract_filings.training.synth.filing.statements.owners import partners, shares
from extract_filings.training.synth.filing.wording import rows, wording
from extract_filings.training.synth.filing.wording.rows import Other, load_rows

BLOCK = "RealEstateInvestmentPropertyNet"
NET = "InterestRevenueExpenseNet"
"""Interest and more in one row: never beside a row of interest alone."""


class Listed:
    """One kind: `rows` by list, `words`, and its `shape`."""

    def __init__(self, kind: str):
        self.rows, self.words = load_rows(f"{__package__}.{kind}")
        self.shape: dict[str, Any] = self.words.pop("shape")

    @property
    def makers(self) -> tuple[Callable[[random.Random, Filer], Sheet], ...]:
        return self.income_statement, self.balance_sheet, self.flows

    def some(self, rng: random.Random, name: str) -> list[Other]:
        """The rows of a list that one filing prints; at least one."""
        listed = self.rows[name]
        return [o for o in listed if rng.random() < o.chance] or [rng.choice(listed)]

    # income statement

    def income_statement(self, rng: random.Random, record: Filer) -> Sheet:
        build = Builder(rng, record, bases(rng, record))
        flip = rng.random() < self.shape["negative"]
        sold = self._sales(build) if rng.random() < self.shape["sold"] else None
        spent = self._costs(build, sold, flip)
        profit = minus(sold or [0] * len(spent), spent)
        if rng.random() < self.shape["operating"]:
            build.signed("operating_income", profit, "OperatingIncomeLoss", total=True)
        profit = plus(profit, self._aside(build, {i for r in build.rows for i in r.items}))
        bottom(
            build,
            profit,
            preferred=0.04,
            given_up=0.04,
            affiliates=0.0,
            taxed=rng.random() < self.shape["taxed"],
            dialect="_foreign" if "share_capital" in self.words else "",
        )
        return Sheet("income_statement", list(record.calendar.flows), build.rows)

    def _sales(self, build: Builder) -> Vector:
        """A share of what the company spends, in one row or in several with their total."""
        low, high = self.shape["share"]
        share = build.rng.uniform(low, high)
        sold = [max(9, round(b * share)) for b in build.base]
        chosen = self.some(build.rng, "sales")
        if len(chosen) == 1:
            own = chosen[0].labels if build.rng.random() < 0.5 else wording.PLAIN["revenue"]
            return build.item("revenue", sold, "Revenues", label=build.pick(own))
        build.title(self.words["sales_heads"])
        build.parts(chosen, build.split(sold, [o.weight for o in chosen]))
        label = build.pick(self.words["sales_total"])
        return build.item("revenue", sold, "Revenues", label=label, total=True)

    def _costs(self, build: Builder, sold: Vector | None, flip: bool) -> Vector:
        """All costs; with nothing sold there is nothing that they are deducted from."""
        margin = build.record.margin
        base = sold if sold and self.shape["share"][0] == 1 else build.base
        spent = [max(12, round(b * (1 - margin * build.rng.uniform(0.8, 1.2)))) for b in base]
        chosen = self.some(build.rng, "costs")
        if build.rng.random() < 0.85:
            build.title(self.words["costs_heads"])
        build.parts(chosen, build.split(spent, [o.weight for o in chosen]), flip=flip)
        if len(chosen) > 1:
            item, concept = (
                ("total_costs_and_expenses", "CostsAndExpenses")
                if sold
                else ("operating_expenses", "OperatingExpenses")
            )
            label = build.pick(self.words["costs_total"])
            build.item(item, spent, concept, flip, label, total=True)
        return spent

    def _aside(self, build: Builder, known: set[str]) -> Vector:
        """What lies between operating and pretax income; interest at most once."""
        rng = build.rng
        chosen = [
            o
            for o in self.rows["aside"]
            if rng.random() < o.chance and not (o.item and o.item in known)
        ]
        chosen = [o for o in chosen if not (o.concept == NET and any(c.item for c in chosen))]
        if chosen and rng.random() < 0.6:
            build.head("other")
        sums = [[0] * len(build.base), *(_signed_line(build, other) for other in chosen)]
        if len(chosen) > 1 and rng.random() < self.shape["sums_aside"]:
            words = rows.WORDS["nonoperating_total"]
            build.other("NonoperatingIncomeExpense", plus(*sums), words, total=True)
        return plus(*sums)

    # balance sheet

    def balance_sheet(self, rng: random.Random, record: Filer) -> Sheet:
        size = round(record.revenue * rng.uniform(*self.shape["assets"]))
        build = Builder(rng, record, [size, max(40, round(size * rng.uniform(0.7, 1.1)))])
        build.head("assets", 0.9)
        assets = self._assets(build)
        owed = [max(20, round(a * rng.uniform(*self.shape["owed"]))) for a in assets]
        if "equity_heads" in self.words:
            self._owners(build, assets, owed)
        else:
            build.head("liabilities", 0.9)
            self._liabilities(build, owed)
            self._stock(build, assets, owed)
        last = self.words.get("last")
        return finished(build, assets, build.pick(last) if last else None)

    def _assets(self, build: Builder) -> Vector:
        """Current ones first or last, or all in one list after the real estate."""
        parts = [self._later]
        if "current" in self.rows:
            last = "later_heads" in self.words and build.rng.random() < 0.4
            parts.insert(last, self._current)
        if "block" in self.rows:
            parts.insert(0, self._block)
        return build.item("total_assets", plus(*(p(build) for p in parts)), "Assets", total=True)

    def _drawn(self, build: Builder, name: str, level: int) -> Vector:
        """Some rows of a list; cash is given, and what is no item may be missing in one year."""
        chosen = self.some(build.rng, name)
        values = [
            list(build.record.cash)
            if o.item == "cash_and_equivalents"
            else build.holes(build.draw(o.weight, o.sign), 0 if o.item else 0.06)
            for o in chosen
        ]
        build.parts(chosen, values, level)
        return plus(*values)

    def _current(self, build: Builder) -> Vector:
        build.head("current_assets", 0.9)
        total = self._drawn(build, "current", 1)
        return build.item("current_assets", total, "AssetsCurrent", total=True)

    def _block(self, build: Builder) -> Vector:
        """Land and buildings less depreciation."""
        build.title(self.words["block_heads"])
        total = self._drawn(build, "block", 1)
        return build.other(BLOCK, total, self.words["block_total"], total=True)

    def _later(self, build: Builder) -> Vector:
        if "later_heads" not in self.words:
            return self._drawn(build, "assets", 0)
        build.title(self.words["later_heads"])
        total = self._drawn(build, "assets", 1)
        return build.other("AssetsNoncurrent", total, self.words["later_total"], total=True)

    def _liabilities(self, build: Builder, owed: Vector) -> None:
        """Parts of a given total, current ones and others where the kind tells them apart."""
        now = self.some(build.rng, "owed_now") if "owed_now" in self.rows else []
        later = [o for o in self.rows["owed"] if build.rng.random() < o.chance]
        later = later if later or now else self.rows["owed"][:1]
        parts = build.split(owed, [o.weight for o in now + later])
        if now:
            build.head("current_liabilities", 0.9)
            build.parts(now, parts[: len(now)])
            total = plus(*parts[: len(now)])
            build.item("current_liabilities", total, "LiabilitiesCurrent", total=True)
        if later:
            self._owed_later(build, later, parts[len(now) :])
        if later or build.rng.random() < 0.6:
            build.item("total_liabilities", owed, "Liabilities", total=True)

    def _owed_later(self, build: Builder, later: list[Other], parts: list[Vector]) -> None:
        if "owed_heads" not in self.words:
            build.parts(later, parts, 0)
            return
        build.title(self.words["owed_heads"])
        build.parts(later, parts)
        build.other("LiabilitiesNoncurrent", plus(*parts), self.words["owed_total"], total=True)

    def _stock(self, build: Builder, assets: Vector, owed: Vector) -> None:
        """What lies between liabilities and equity, then equity."""
        if build.rng.random() < 0.6:
            build.title(rows.WORDS["commitments"])
        if build.rng.random() < self.shape["redeemable"]:
            concept = "TemporaryEquityCarryingAmountAttributableToParent"
            owed = plus(owed, build.other(concept, build.draw(250), rows.WORDS["redeemable"]))
        equity(build, assets, owed)

    def _owners(self, build: Builder, assets: Vector, owed: Vector) -> None:
        """Partners, or share capital and premium; these before or after the debts."""
        own = minus(assets, owed)
        if "capital" in self.words:
            build.title(self.words["liabilities_heads"])
            self._liabilities(build, owed)
            partners(build, own, self.words)
        elif build.rng.random() < 0.5:
            shares(build, own, self.words)
            self._liabilities(build, owed)
        else:
            self._liabilities(build, owed)
            shares(build, own, self.words)

    # cash flow

    def flows(self, rng: random.Random, record: Filer) -> Sheet:
        return cash_flow(rng, record, self.lines)

    @property
    def lines(self) -> Lines:
        chances = ("spending", "depreciation", "awards", "repurchases", "dividends")
        return Lines(
            *(self.rows[name] for name in ("adjustments", "working", "investing", "financing")),
            spending_words=self.words.get("spending", ()),
            dividends_words=self.words.get("dividends", ()),
            **{name: self.shape[name] for name in chances},
        )


def _signed_line(build: Builder, other: Other) -> Vector:
    """A row beside the operations, and what it does to income."""
    values = build.draw(other.weight, "+" if other.sign == "-" else other.sign)
    flip = other.sign == "-" and build.rng.random() < 0.55
    build.put(other, build.holes(values, 0.08), flip)
    values = build.rows[-1].values
    return [-v for v in values] if other.sign == "-" else values
