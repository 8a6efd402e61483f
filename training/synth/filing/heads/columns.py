"""The columns of a table: periods, and what stands between and beside them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract_filings.training.synth.filing.heads.calendar import DAY, Calendar, Period
from extract_filings.training.synth.filing.heads.wording import WORDS


@dataclass(frozen=True, slots=True)
class Column:
    """`kind`: "period", or what else it is. `period`: whose amounts it shows, changes or shares.

    `head`: its own words. `before`: the earlier period of a change. `group`: columns of one group
    share a head above; -1 for none.
    """

    kind: str
    period: Period
    group: int = -1
    head: str = ""
    before: Period | None = None

    @property
    def is_period(self) -> bool:
        return self.kind in ("period", "cumulative", "convenience")

    @property
    def amounts(self) -> bool:
        return self.kind not in ("percent", "change_percent", "note")


def plain(groups: Sequence[Sequence[Period]], oldest_first: bool, by_year: bool) -> list[Column]:
    """A column per period, group by group or year by year."""
    step = -1 if oldest_first else 1
    if by_year:
        years = list(zip(*groups, strict=True))[::step]
        return [Column("period", p, n) for n, year in enumerate(years) for p in year]
    return [Column("period", p, n) for n, group in enumerate(groups) for p in group[::step]]


def extended(rng: random.Random, what: str, columns: list[Column]) -> list[Column]:
    """With the further columns that a table has, if any."""
    maker = {
        "percent": _percent,
        "change_after": _change_after,
        "change_between": _change_between,
        "notes": _notes,
        "pro_forma": _pro_forma,
    }.get(what)
    return list(maker(rng, columns)) if maker else columns


def _percent(rng: random.Random, columns: list[Column]) -> Iterator[Column]:
    word = rng.choice(WORDS["percent"])
    for column in columns:
        yield column
        yield Column("percent", column.period, column.group, word)


def _change_after(rng: random.Random, columns: list[Column]) -> Iterator[Column]:
    kinds = rng.choice((("change", "change_percent"), ("change_percent",), ("change",)))
    for n in dict.fromkeys(c.group for c in columns):
        group = [c for c in columns if c.group == n]
        yield from group
        if len(group) > 1:
            newer, older = sorted((c.period for c in group), key=lambda p: p.end)[:-3:-1]
            words = [rng.choice(WORDS[kind]) for kind in kinds]
            for kind, word in zip(kinds, words, strict=True):
                yield Column(kind, newer, -1, word, older)


def _change_between(rng: random.Random, columns: list[Column]) -> Iterator[Column]:
    word = rng.choice(WORDS["change_percent"])
    for n, column in enumerate(columns):
        yield column
        following = columns[n + 1 : n + 2]
        if following and following[0].group == column.group:
            older, newer = sorted((column.period, following[0].period), key=lambda p: p.end)
            yield Column("change_percent", newer, column.group, word, older)


def _notes(rng: random.Random, columns: list[Column]) -> Iterator[Column]:
    yield Column("note", columns[0].period, -1, rng.choice(WORDS["note"]))
    yield from columns


def _pro_forma(rng: random.Random, columns: list[Column]) -> Iterator[Column]:
    newest = max((c.period for c in columns), key=lambda p: p.end)
    kinds = rng.choice((("pro_forma",), ("pro_forma", "as_adjusted")))
    for column in columns:
        yield column
        if column.period == newest:
            yield from (Column(k, newest, -1, rng.choice(WORDS[k])) for k in kinds)


def four_quarters(made: Calendar, oldest_first: bool) -> list[Column]:
    """The quarters of the year and the year."""
    order = (1, 2, 3, 4) if oldest_first else (4, 3, 2, 1)
    quarters = [Column("period", made.span(made.year, q, q), 0) for q in order]
    return [*quarters, Column("period", made.span(made.year, 1, 4), 1)]


def estimates(rng: random.Random, made: Calendar) -> list[Column]:
    """Actual years, then years to come."""
    past = [made.span(made.year - i, 1, 4) for i in (2, 1, 0)[rng.randint(0, 1) :]]
    future = [made.span(made.year + i, 1, 4) for i in (1, 2)[: rng.randint(1, 2)]]
    actual = [Column("period", p, 0, f"{p.fiscal}A") for p in past]
    return actual + [Column("estimate", p, 0, f"{p.fiscal}E") for p in future]


def predecessor(rng: random.Random, made: Calendar) -> list[Column]:
    """The year in which the company changed hands, in two parts, and the year before."""
    year = made.span(made.year, 1, 4)
    bought = year.start + DAY * rng.randint(40, 300)
    after = Period(bought, year.end, year.fiscal)
    before = Period(year.start, bought - DAY, year.fiscal)
    earlier = made.span(made.year - 1, 1, 4)
    return [Column("period", after, 0), Column("period", before, 1), Column("period", earlier, 1)]


def cumulative(rng: random.Random, columns: list[Column]) -> list[Column]:
    """With the time since the company began."""
    newest = max((c.period for c in columns), key=lambda p: p.end)
    began = newest.start - DAY * rng.randint(1200, 3000)
    return [*columns, Column("cumulative", Period(began, newest.end, newest.fiscal))]


def convenience(columns: list[Column]) -> list[Column]:
    """With the newest period of the first group once more, in dollars."""
    newest = max((c for c in columns if c.group == columns[0].group), key=lambda c: c.period.end)
    at = columns.index(newest) + 1
    return [*columns[:at], Column("convenience", newest.period, newest.group), *columns[at:]]


def guarantors(rng: random.Random, period: Period) -> list[Column]:
    """Entities of one period; only the last is the company."""
    *entities, whole = rng.choice(WORDS["entities"])
    made = [Column("entity", period, 0, name) for name in entities]
    return [*made, Column("period", period, 0, whole)]
