"""The periods that the numbers of a grid may be of.

They are what the columns' heads, the rows, the lines over them and the words above name, the days
that the cover names and those a year before, each as a day and as the lengths of time that are
heard of; and the days before those begin.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from extract_filings.pipeline.resolve.fiscal_years import year_end as last_day
from extract_filings.pipeline.resolve.fiscal_years import years_before
from extract_filings.pipeline.resolve.head import Piece
from extract_filings.pipeline.resolve.head_words import last_of_month
from extract_filings.pipeline.resolve.notes.grid_columns import Columns, of_a_year
from extract_filings.pipeline.resolve.notes.grid_rolls import Rolled
from extract_filings.pipeline.resolve.notes.grid_rows import RowSaid
from extract_filings.pipeline.resolve.notes.grid_text import (
    Text,
    end_of_year,
    weekday_of,
    whole_period,
)
from extract_filings.pipeline.resolve.notes.period_words import said
from extract_filings.pipeline.resolve.periods import Known, Period

MOST_ABOVE = 6
"""Days named further above that are choices."""
MOST_MONTHS = 60


@dataclass(frozen=True, slots=True)
class Usual:
    """What a document's periods are: `known` of it, days by their part in it, and lengths."""

    known: Known
    days: dict[date, int]
    lengths: tuple[int, ...]


PARTS = 9


def parts_of(known: Known) -> dict[date, int]:
    """The days of a document by their part in it: its period's end, those of the three years
    before, the end of the last fiscal year and of the one before it, of the quarter before, of the
    same in the year before."""
    end = known.period_end
    if end is None:
        return {}
    days = [before(end, 12 * k, known) if k else end for k in range(4)]
    if not known.annual:
        closed = known.year_end
        days += [closed, before(closed, 12, known)] if closed else [None, None]
        days += [before(end, 3, known), before(end, 15, known)]
    made: dict[date, int] = {}
    for i, day in enumerate(days):
        if day:
            made.setdefault(day, i)
    return made


def before(end: date, months: int, known: Known) -> date:
    """The day that many months before a month's or period's end."""
    at = end.year * 12 + end.month - 1 - months
    wanted = last_of_month(at // 12, at % 12 + 1)
    if end != last_of_month(end.year, end.month) or weekday_of(known) is not None:
        exact = years_before(months // 12, end) if months % 12 == 0 else None
        wanted = exact or end - timedelta(round(months * 365.25 / 12 / 7) * 7)
    near = sorted((abs((d - wanted).days), d) for d in known.newest)
    return near[0][1] if near and near[0][0] <= 10 else wanted


def of_years(years: Iterable[int], known: Known) -> set[date]:
    """The days that bare years mean: of the period, and of the fiscal year."""
    found = {end_of_year(y, known) for y in years}
    closed = known.year_end
    if closed and closed != known.period_end:
        found |= {
            last_day(closed.year - y, closed, known.newest) for y in years if y <= closed.year
        }
    return {d for d in found if d}


@dataclass(frozen=True, slots=True)
class Above:
    """What the words over a grid name: in the last sentence, the head's own lines, further above;
    the one period of both as a length of time and as a day."""

    last: tuple[date, ...]
    head: tuple[date, ...]
    further: tuple[date, ...]
    lengths: tuple[tuple[int, ...], ...]
    one: tuple[Period | None, Period | None]


def above_of(text: Text, known: Known) -> Above:
    last, head, further = said(text.last), said(text.head), said(text.above)
    days = [
        tuple(sorted({*told.ends} | of_years(told.years, known), reverse=True)[:MOST_ABOVE])
        for told in (last, head, further)
    ]
    near = text.nearest
    one = whole_period(near, True, known), whole_period(near, False, known)
    return Above(days[0], days[1], days[2], (last.months, head.months, further.months), one)


@dataclass(frozen=True, slots=True)
class Stack:
    """What the words right over a column say. `named`: the days of its years. `deals`: those of
    deals with the name that it has."""

    dates: tuple[date, ...]
    years: tuple[int, ...]
    months: tuple[int, ...]
    named: tuple[date, ...]
    deals: tuple[date, ...] = ()


def stack_of(pieces: Sequence[Piece], known: Known, deals: tuple[date, ...]) -> Stack:
    dates = tuple(p.value for p in pieces if p.kind in ("date", "month"))
    years = tuple(p.value for p in pieces if p.kind == "year")
    years += tuple(p.value[2] for p in pieces if of_a_year(p))
    months = tuple(m for p in pieces if p.kind in ("months", "span") for m in p.value)
    return Stack(dates, years, months, tuple(of_years(years, known)), deals)


def periods_of(
    above: Above,
    columns: Columns,
    rows: Sequence[RowSaid],
    stacks: Sequence[Stack],
    rolled: Sequence[Rolled],
    deals: Sequence[date],
    usual: Usual,
) -> list[Period]:
    known = usual.known
    exact = {p for p, _ in columns.flows.values()} | {
        p for r in rows for p in (*r.section, *r.called)
    }
    exact |= {r.between for r in rows if r.between} | {r.flow for r in rows if r.flow}
    exact |= {p for p in above.one if p}
    ends = {e for e, _ in exact} | {p[0] for p, _ in columns.days.values()}
    ends |= {d for s in stacks for d in (*s.dates, *s.named)}
    ends |= {*above.last, *above.head, *above.further}
    ends |= of_years((y for r in rows for y in r.years), known)
    last = {d for d, part in usual.days.items() if part < 4}
    ends |= {*usual.days}
    lengths = {*usual.lengths, *(m for _, m in exact if m)}
    lengths |= {m for some in above.lengths for m in some} | {m for s in stacks for m in s.months}
    lengths |= {r.length for r in rows if r.length}
    lengths = {m for m in lengths if 0 < m <= MOST_MONTHS}
    flows = {p for p in exact if p[1]} | {(e, m) for e in ends for m in lengths}
    begun = {p for p in exact if p[1]} | {(e, m) for e in last for m in usual.lengths}
    days = ends | {before(e, m, known) for e, m in begun if m}
    for r in rows:
        days |= {*r.dates} | {d - timedelta(1) for d in r.dates}
        if r.balance:
            days.add(r.balance)
    flows |= {r.period for r in rolled if r.period and r.period[1]}
    flows |= {(d, 0) for d in deals}
    days |= {r.period[0] for r in rolled if r.period and not r.period[1]} | {*deals}
    return sorted(flows) + [(d, None) for d in sorted(days)]
