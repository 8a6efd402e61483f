"""The target first: one company and its periods, drawn from a seeded `random.Random`."""

import random
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta

from extract_filings.training.synth.base import names

KINDS = {
    "industrial": 42,
    "groups": 7,
    "startup": 14,
    "bank": 10,
    "insurer": 5,
    "foreign": 5,
    "lender": 4,
    "broker": 3,
    "reit": 3,
    "shipping": 2,
    "utility": 2,
    "partnership": 2,
    "energy": 1,
}
"""Companies in a hundred."""
SIZES = {"startup": (4.6, 8.2), "lender": (7, 9.8), "partnership": (5.5, 9.8), "reit": (6.5, 9.8)}
"""Power of ten of a year's revenue in dollars, where it is not what it is for most."""
SHARED = {"bank": 0.1, "startup": 0.08, "partnership": 0.0}
"""Chance that others own a part of subsidiaries, where it is not what it is for most."""
HOLDERS = ("stockholders",) * 2 + ("shareholders",) * 2 + ("shareowners", "shareholders")
DAY = timedelta(days=1)
Period = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Calendar:
    """`flows` and `cash` are the columns' periods, newest first; `dates` the two balance dates."""

    form: str
    year: int
    weeks: bool
    flows: tuple[Period, ...]
    cash: tuple[Period, ...]
    dates: tuple[date, ...]


@dataclass(slots=True)
class Filer:
    """What one filing says. Amounts are whole numbers in units of 10**scale dollars."""

    doc_id: str
    calendar: Calendar
    name: str
    short: str
    holders: str
    scale: int
    share_scale: int
    share_places: int
    revenue: int  # of a year
    margin: float  # of operations
    cash: list[int] = field(default_factory=list)  # at the balance dates
    profit: dict[Period, int] = field(default_factory=dict)
    """Net income with noncontrolling interests, from the income statement."""
    noncontrolling: bool = False
    inventory: bool = True
    kind: str = "industrial"

    @property
    def annual(self) -> bool:
        return self.calendar.form == "10-K"


def _year_end(year: int, month: int, weekday: int | None) -> date:
    """Last day of the month, or its last such weekday (52/53-week years)."""
    last = date(year, month, monthrange(year, month)[1])
    return last if weekday is None else last - timedelta(days=(last.weekday() - weekday) % 7)


def _quarter_end(year: int, quarter: int, month: int, weekday: int | None) -> date:
    """Of the fiscal year that ends in `year`; quarter 0 is the end of the year before."""
    if quarter in (0, 4):
        return _year_end(year - (quarter == 0), month, weekday)
    if weekday is not None:
        return _year_end(year - 1, month, weekday) + timedelta(weeks=13 * quarter)
    months = year * 12 + month - 1 - 3 * (4 - quarter)
    return _year_end(months // 12, months % 12 + 1, None)


def calendar(rng: random.Random, form: str) -> Calendar:
    month = 12 if rng.random() < 0.55 else rng.choice((1, 2, 3, 6, 6, 9, 9, 10, 11, 5, 8))
    weekday = rng.choice((4, 5, 6)) if rng.random() < 0.22 else None
    year, quarter = rng.randint(2010, 2025), 4 if form == "10-K" else rng.randint(1, 3)

    def end(y: int, q: int) -> date:
        return _quarter_end(y, q, month, weekday)

    def span(y: int, first: int, last: int) -> Period:
        return end(y, first) + DAY, end(y, last)

    if form == "10-K":
        flows = cash = tuple(span(year - i, 0, 4) for i in range(rng.choice((2, 3, 3))))
        return Calendar(
            form, year, weekday is not None, flows, cash, (end(year, 4), end(year - 1, 4))
        )
    cash = (span(year, 0, quarter), span(year - 1, 0, quarter))
    flows = (
        cash
        if quarter == 1
        else (span(year, quarter - 1, quarter), span(year - 1, quarter - 1, quarter), *cash)
    )
    return Calendar(
        form, year, weekday is not None, flows, cash, (end(year, quarter), end(year, 0))
    )


def _scales(rng: random.Random, dollars: float) -> tuple[int, int, int]:
    """Power of ten of amounts and of share counts, and decimals of the share counts."""
    scale = (
        6
        if dollars > 2e9 and rng.random() < 0.85
        else 3
        if dollars > 4e7 or (dollars > 2e6 and rng.random() < 0.6)
        else 0
    )
    if scale == 6:
        share_scale, places = rng.choice(((6, 1), (6, 0), (6, 1), (3, 0), (6, 2)))
        return 6, share_scale, places
    return scale, scale and rng.choice((3, 3, 0)), 0


def _margin(rng: random.Random, kind: str) -> float:
    """Lenders, insurers and utilities seldom lose money, those that just start always."""
    if kind == "startup":
        return -rng.uniform(0.1, 1.5)
    fate = rng.random() * (1 if kind in ("industrial", "groups", "foreign", "shipping") else 0.75)
    if fate < 0.66:
        return rng.uniform(0.04, 0.28)
    return rng.uniform(-0.05, 0.05) if fate < 0.8 else -rng.uniform(0.08, 0.7)


def record(rng: random.Random, number: int) -> Filer:
    form = rng.choice(("10-K", "10-Q"))
    kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
    name, short = names.company(rng, kind)
    dollars = 10 ** rng.uniform(*SIZES.get(kind, (6.8, 11.2)))
    scale, share_scale, places = _scales(rng, dollars)
    margin = _margin(rng, kind)
    made = Filer(
        f"synth{number:04d}_{form.lower()}",
        calendar(rng, form),
        name,
        short,
        rng.choice(HOLDERS),
        scale,
        share_scale,
        places,
        round(dollars / 10**scale),
        margin,
        noncontrolling=rng.random() < SHARED.get(kind, 0.3),
        inventory=rng.random() < 0.7 or kind == "energy",
        kind=kind,
    )
    made.cash = [max(30, round(made.revenue * rng.uniform(0.03, 0.5))) for _ in made.calendar.dates]
    return made
