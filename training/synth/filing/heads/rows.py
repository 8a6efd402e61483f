"""Rows of statements: labels, and an amount for each period.

Amounts are whole numbers of the last printed digit. Sums hold where a reader can add them up: gross
profit, total assets, shares times earnings per share.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from extract_filings.training.synth.base.words import load_words
from extract_filings.training.synth.filing.heads.calendar import Period
from extract_filings.training.synth.filing.heads.wording import UNITS

WORDS = load_words(__name__)
SIZES = {"units": (3e5, 2e7), "thousands": (2e4, 4e6), "millions": (3e2, 9e4), "crore": (1e2, 6e4)}
SIZES["lakh"] = (1e3, 6e5)
"""Revenue of a year, in printed units."""
Values = dict[Period, int]


@dataclass(frozen=True, slots=True)
class Row:
    """`values`: as the concept counts them, none for a caption. `flip`: printed with the other
    sign. `unit`: "money", "per_share" or "shares"."""

    label: str
    values: Values = field(default_factory=dict)
    item: str = ""
    unit: str = "money"
    flip: bool = False
    total: bool = False
    level: int = 1


@dataclass(slots=True)
class Company:
    """Draws one company's amounts. `places`: decimals of amounts; `share_scale`: power of ten."""

    rng: random.Random
    scale: str
    fate: str
    newest: int  # year
    places: int
    share_scale: int
    share_places: int = 0
    sales: float = 0
    growth: float = 1
    margin: float = 0
    shares: float = 0
    labels: dict[str, str] = field(default_factory=dict)

    def __post_init__(self):
        low, high = SIZES[self.scale]
        self.sales = low * (high / low) ** self.rng.random()
        self.growth = self.rng.uniform(0.97, 1.15)
        self.margin = self.rng.uniform(0.04, 0.2)
        year = self.sales * 10 ** UNITS[self.scale] * self.margin
        self.shares = year / self.rng.uniform(0.4, 6)
        while self.shares < 300 * 10 ** (self.share_scale - self.share_places):
            self.share_places += 1

    def label(self, part: str, key: str) -> str:
        """The same words all through a document."""
        name = f"{part}.{key}"
        if name not in self.labels:
            self.labels[name] = self.filled(self.rng.choice(WORDS[part][key]))
        return self.labels[name]

    def filled(self, words: str) -> str:
        return words.format(
            r=f"{self.rng.randint(2, 8)}.{self.rng.choice(('25', '5', '75', '000'))}",
            d=self.newest + self.rng.randint(2, 12),
            n=f"{self.rng.randint(20, 900) * 1000000:,}",
        )

    def revenue(self, period: Period) -> int:
        """In printed units, times the length."""
        share = ((period.end - period.start).days + 1) / 365.25 if period.start else 1
        age = self.newest - period.end.year
        amount = self.sales * share / self.growth**age * self.rng.uniform(0.96, 1.04)
        return max(60, round(amount)) * 10**self.places + self.odd()

    def odd(self) -> int:
        """The decimals of an amount."""
        return self.rng.randrange(10**self.places)

    def part(self, of: int, low: float, high: float) -> int:
        return max(1, round(of * self.rng.uniform(low, high)))

    def rare(self, values: Values) -> Values:
        """Nothing in some periods."""
        return {p: v if self.rng.random() < 0.75 else 0 for p, v in values.items()}


def each(periods: Sequence[Period], make: Callable[[Period], int]) -> Values:
    return {p: make(p) for p in periods}


def combined(signs: Sequence[int], *parts: Values) -> Values:
    return {p: sum(s * v[p] for s, v in zip(signs, parts, strict=True)) for p in parts[0]}


def income(company: Company, periods: Sequence[Period], basic_shares: bool) -> list[Row]:
    """`basic_shares`: shares are printed for basic and diluted, else once."""
    rng, of = company.rng, {"loss": "loss", "mixed": "mixed"}.get(company.fate, "income")

    def word(key: str) -> str:
        return company.label(of if key in WORDS[of] else "income", key)

    if company.fate == "mixed" and len(periods) > 1:
        signs = {p: (-1) ** n for n, p in enumerate(periods)}
    else:
        signs = dict.fromkeys(periods, -1 if company.fate == "loss" else 1)
    sales = each(periods, company.revenue)
    cost = {p: company.part(v, 0.4, 0.6) for p, v in sales.items()}
    gross = combined((1, -1), sales, cost)
    margin = {p: company.part(v, 0.04, 0.2) * signs[p] for p, v in sales.items()}
    research = {p: company.part(v, 0.1, 0.3) for p, v in gross.items()}
    more = company.rare({p: company.part(v, 0.01, 0.06) for p, v in gross.items()})
    selling = combined((1, -1, -1, -1), gross, research, more, margin)
    interest = {p: company.part(abs(v), 0.02, 0.2) for p, v in margin.items()}
    pretax = combined((1, -1), margin, interest)
    tax = {p: round(v * rng.uniform(0.12, 0.3)) or 1 for p, v in pretax.items()}
    net = combined((1, -1), pretax, tax)
    made = [
        Row(word("revenue"), sales, "revenue"),
        Row(word("cost"), cost, "cost_of_revenue"),
        Row(word("gross"), gross, "gross_profit", total=True),
        Row(word("costs"), level=0),
        Row(word("research"), research, "research_and_development"),
        Row(word("selling"), selling, "selling_general_and_administrative"),
        Row(word("restructuring"), more),
        Row(word("operating"), margin, "operating_income", total=True),
        Row(word("interest"), interest, "interest_expense", flip=rng.random() < 0.4),
        Row(word("pretax"), pretax, "pretax_income", total=True),
        _tax(company, tax),
        Row(word("net"), net, "net_income", total=True),
        Row(word("per_share"), level=0),
    ]
    return made + _per_share(company, net, word, basic_shares)


def _tax(company: Company, tax: Values) -> Row:
    kind = company.rng.choice(("provision", "either", "benefit"))
    if kind == "provision" and min(tax.values()) < 0:
        kind = "either"
    label = company.rng.choice(WORDS["tax"][kind])
    return Row(label, tax, "income_tax_expense", flip=kind == "benefit")


def _per_share(company: Company, net: Values, word: Callable[[str], str], both: bool) -> list[Row]:
    unit = 10 ** (UNITS[company.scale] - company.places)
    share = 10 ** (company.share_scale - company.share_places)

    def shares(extra: float) -> Values:
        newest = {p: company.shares * (1 + extra) * company.rng.uniform(0.97, 1.03) for p in net}
        return {p: max(1, round(n / share)) for p, n in newest.items()}

    basic = shares(0)
    diluted = basic if company.fate == "loss" else shares(0.04)

    def cents(counts: Values) -> Values:
        return {p: round(100 * net[p] * unit / (counts[p] * share)) for p in net}

    label = word("shares")
    rows = [
        Row(word("basic"), cents(basic), "eps_basic", "per_share"),
        Row(word("diluted"), cents(diluted), "eps_diluted", "per_share"),
    ]
    if both:
        rows += [
            Row(f"{label}, basic", basic, "shares_basic", "shares"),
            Row(f"{label}, diluted", diluted, "shares_diluted", "shares"),
        ]
    else:
        rows.append(Row(f"{label} – diluted", diluted, "shares_diluted", "shares"))
    return rows


def balance(company: Company, periods: Sequence[Period]) -> list[Row]:
    def word(key: str) -> str:
        return company.label("balance", key)

    sales = each(periods, company.revenue)

    def share(low: float, high: float) -> Values:
        return {p: company.part(v, low, high) for p, v in sales.items()}

    cash, receivables, inventory, prepaid = (share(0.03, 0.3) for _ in range(4))
    current = combined((1, 1, 1, 1), cash, receivables, inventory, prepaid)
    property_, goodwill, other = share(0.2, 0.7), share(0.05, 0.4), share(0.02, 0.1)
    total = combined((1, 1, 1, 1), current, property_, goodwill, other)
    payable, accrued, debt = share(0.03, 0.15), share(0.03, 0.1), share(0.05, 0.3)
    short = combined((1, 1), payable, accrued)
    owed = combined((1, 1), short, debt)
    equity = combined((1, -1), total, owed)
    stock = share(0.001, 0.004)
    lost = company.fate == "loss"
    retained = {p: -company.part(v, 0.2, 0.8) if lost else company.part(abs(v), 0.2, 0.6)
                for p, v in sales.items()}  # fmt: skip
    paid = combined((1, -1, -1), equity, stock, retained)
    return [
        Row(word("assets"), level=0),
        Row(word("current"), level=0),
        Row(word("cash"), cash, "cash_and_equivalents"),
        Row(word("receivables"), receivables, "receivables"),
        Row(word("inventory"), inventory, "inventory"),
        Row(word("prepaid"), prepaid),
        Row(word("current_assets"), current, "current_assets", total=True),
        Row(word("property"), property_, "property_plant_and_equipment"),
        Row(word("goodwill"), goodwill, "goodwill"),
        Row(word("other"), other),
        Row(word("total"), total, "total_assets", total=True),
        Row(word("liabilities"), level=0),
        Row(word("payable"), payable, "accounts_payable"),
        Row(word("accrued"), accrued),
        Row(word("current_liabilities"), short, "current_liabilities", total=True),
        Row(word("debt"), debt),
        Row(word("total_liabilities"), owed, "total_liabilities", total=True),
        Row(word("equity_head"), level=0),
        Row(word("stock"), stock),
        Row(word("paid_in"), paid),
        Row(word("deficit" if lost else "retained"), retained, "retained_earnings"),
        Row(word("equity"), equity, "stockholders_equity", total=True),
        Row(word("both"), total, "total_liabilities_and_equity", total=True),
    ]


def cash_flow(company: Company, periods: Sequence[Period]) -> list[Row]:
    def word(key: str) -> str:
        return company.label("cash_flow", key)

    sales = each(periods, company.revenue)
    lost = company.fate == "loss"

    def share(low: float, high: float) -> Values:
        return {p: company.part(v, low, high) for p, v in sales.items()}

    net = {p: -v if lost else v for p, v in share(0.03, 0.2).items()}
    worn, paid, working = share(0.03, 0.1), share(0.01, 0.03), share(0.01, 0.06)
    operating = combined((1, 1, 1, -1), net, worn, paid, working)
    capex, bought = share(0.02, 0.1), company.rare(share(0.001, 0.05))
    investing = {p: -capex[p] - bought[p] for p in sales}
    repaid, buyback, dividends = share(0.005, 0.05), share(0.005, 0.04), share(0.003, 0.02)
    financing = {p: -repaid[p] - buyback[p] - dividends[p] for p in sales}
    change = combined((1, 1, 1), operating, investing, financing)
    begin = share(0.4, 0.7)
    end = combined((1, 1), begin, change)
    label = company.label({"loss": "loss", "mixed": "mixed"}.get(company.fate, "income"), "net")
    either = any(v < 0 for v in operating.values())
    out = dict(flip=True)
    return [
        Row(word("operating_head"), level=0),
        Row(label, net, "net_income"),
        Row(word("depreciation"), worn, "depreciation_and_amortization"),
        Row(word("compensation"), paid, "stock_based_compensation"),
        Row(word("working"), working, **out),
        Row(
            word("operating_either" if either else "operating"),
            operating,
            "operating_cash_flow",
            total=True,
        ),
        Row(word("investing_head"), level=0),
        Row(word("capex"), capex, "capital_expenditures", **out),
        Row(word("acquisition"), bought, **out),
        Row(word("investing"), investing, "investing_cash_flow", total=True),
        Row(word("financing_head"), level=0),
        Row(word("repay"), repaid, **out),
        Row(word("buyback"), buyback, "share_repurchases", **out),
        Row(word("dividends"), dividends, "dividends_paid", **out),
        Row(word("financing"), financing, "financing_cash_flow", total=True),
        Row(word("change"), change),
        Row(word("begin"), begin),
        Row(word("end"), end, total=True),
    ]


def note(company: Company, periods: Sequence[Period], kind: str) -> list[Row]:
    """Some rows and their sum; `kind`: "flow" or "instant"."""
    labels = [company.filled(w) for w in company.rng.sample(WORDS["notes"][kind], 4)]
    sales = each(periods, company.revenue)
    parts = [{p: company.part(v, 0.05, 0.3) for p, v in sales.items()} for _ in labels]
    total = combined((1,) * len(parts), *parts)
    rows = [Row(label, part) for label, part in zip(labels, parts, strict=True)]
    last = company.rng.choice(WORDS["notes"][f"{kind}_total"])
    return [*rows, Row(last, total, total=True)]
