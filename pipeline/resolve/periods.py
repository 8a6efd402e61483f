"""The head of a table -> possible periods of its columns, each reading with a score.

A head has levels: what the columns end on (dates, years, quarters), the day of the year, the
length of time. A level is one printed line whose pieces stand over the columns from left to right;
a piece may span several, and a lone one counts for all:

    Three Months Ended    Six Months Ended         June 30,   December 31,
        June 30,              June 30,               2023        2022
     2023      2022        2023      2022

Each choice of levels is a reading. What fits the places, repeats no period and agrees with what
else is known of the document scores higher; what the head leaves open is assumed at a price.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise, product
from math import exp, inf

from extract_filings.pipeline.resolve.fiscal_years import year_end
from extract_filings.pipeline.resolve.head import LONGEST, Piece
from extract_filings.pipeline.resolve.head_words import last_of_month
from extract_filings.pipeline.resolve.levels import (
    Column,
    Level,
    day_levels,
    end_levels,
    length_levels,
)

Period = tuple[date, int | None]  # last day, months (None for instants)
Periods = tuple[Period | None, ...]  # by column

ASSUMED = {"day": 1.3, "months": 1.0}  # price of what the head leaves open
UNHEARD = 2.0  # price of not taking a day or a length that the head prints
TWICE, UNREAD = 3.0, 2.0  # two columns of one period; a column without any
CONTRADICTED = 3.0  # a day or a length other than that right over the column
OVERLAP = 4.0  # an assumed length that is longer than the time between two columns
QUARTER, LEAST_DAYS = (76, 106), 25  # days of a quarter; of a month that has passed nearly whole
WEEK = timedelta(7)
TEMPERATURE = 0.8
NOTHING = -9.0  # score of reading none


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the document besides the table: `annual` by its form (None: neither),
    `period_end` from the cover, `newest` from the other statements, `year_end` of any fiscal year,
    `months` since the last one ended. `newest_year`: how it calls the year of its period, None
    where heads name it. `printed`: last days that heads of other statements print in full.
    """

    annual: bool | None = None
    period_end: date | None = None
    newest: tuple[date, ...] = ()
    year_end: date | None = None
    months: int | None = None
    newest_year: int | None = None
    printed: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """`pieces`: what each column's period was read from. `score`: in nats."""

    periods: Periods
    pieces: tuple[tuple[Piece, ...], ...]
    score: float


def read_head(
    columns: Sequence[Column],
    head: Sequence[Piece],
    flow: bool,
    known: Known,
    twice: float = TWICE,
) -> list[Reading]:
    """All readings, the best first; readings of the same periods are one. `twice`: the price of two
    columns of one period, which columns of members are."""
    best: dict[Periods, Reading] = {}
    for ends in end_levels(columns, head):
        days, lengths = day_levels(columns, head, ends), length_levels(columns, head, ends)
        for day, length in product(days, lengths if flow else [None]):
            unheard = UNHEARD * (
                (len(days) > 1 and not day) + (flow and len(lengths) > 1 and not length)
            )
            for reading in _readings(columns, ends, day, length, flow, known, unheard, twice):
                first = best.setdefault(reading.periods, reading)
                if reading.score > first.score:
                    best[reading.periods] = reading
    return sorted(best.values(), key=lambda r: -r.score)


def shares(readings: Sequence[Reading]) -> list[float]:
    """The probability of each reading; what is left is of none."""
    weights = [exp((r.score - NOTHING) / TEMPERATURE) for r in readings]
    return [w / (1 + sum(weights)) for w in weights]


def _readings(
    columns: Sequence[Column],
    ends: Level,
    day: Level | None,
    length: Level | None,
    flow: bool,
    known: Known,
    unheard: float,
    twice: float,
) -> Iterator[Reading]:
    made = [_end(i, ends, day, known) for i in range(len(columns))]
    price = unheard + ends.price + (day.price if day else 0) + (length.price if length else 0)
    if any(end and own for end, own in made):
        price += ASSUMED["day"]
    taken = tuple(_of_column(i, ends, day, length) for i in range(len(columns)))
    gap = _gap([end for end, _ in made if end])
    for months, extra in _lengths(columns, ends, length, flow, known, gap):
        periods = tuple(
            (end, m) if end and (not flow or (m and m <= LONGEST)) else None
            for (end, _), m in zip(made, months, strict=True)
        )
        score = -price - extra - _strange(periods, columns, ends, flow, known, twice)
        yield Reading(periods, taken, score)


def _of_column(i: int, *levels: Level | None) -> tuple[Piece, ...]:
    """What its period is read from; nothing if it has no end."""
    found = [level.of(i) for level in levels if level]
    return tuple(p for p in found if p) if found[0] else ()


def _end(i: int, ends: Level, day: Level | None, known: Known) -> tuple[date | None, bool]:
    """The last day of a column, and whether the head leaves its day open."""
    piece = ends.of(i)
    if piece is None:
        return None, False
    if piece.kind in ("date", "month"):
        return piece.value, False
    if piece.kind == "nth":
        return _nth_end(piece.value, ends, known)
    told = day.of(i) if day else None
    years = [(p.value, day.of(j) if day else None) for j, p in ends.over() if p.kind == "year"]
    if told is None:
        return _of_year(piece.value, max(year for year, _ in years), known), True
    end = _with_year(told, piece.value, max(year for year, of in years if of is told))
    return _of_weeks(end, told, known), False


def _of_weeks(end: date, told: Piece, known: Known) -> date:
    """A year of weeks ends some days aside of the day that a head prints for another one, as it is
    printed elsewhere."""
    if told.kind != "date" or told.value == end:
        return end
    near = [d for d in known.printed if abs(d - end) <= WEEK]
    return min(near, key=lambda d: abs(d - end), default=end)


def _with_year(told: Piece, year: int, newest: int) -> date:
    """A fiscal year may end on the first days of the next calendar year. `newest`: of those that
    the day completes."""
    if told.kind != "day" and told.value.year == newest + 1 and told.value.month == 1:
        year += 1
    if told.kind == "month":
        return last_of_month(year, told.value.month)
    month, number = told.value if told.kind == "day" else (told.value.month, told.value.day)
    return date(year, month, min(number, monthrange(year, month)[1]))


def _of_year(year: int, newest: int, known: Known) -> date | None:
    """By the end of the cover's period, or what the other statements say of that year."""
    end = known.period_end or max(known.newest, default=None)
    newest = known.newest_year or newest
    if end is None or abs(newest - end.year) > 1:
        return None  # some retailers call 2023 what ends in January 2024
    return year_end(newest - year, end, (*known.newest, *known.printed))


def _nth_end(
    value: tuple[int, int, int | None], ends: Level, known: Known
) -> tuple[date | None, bool]:
    """The last day of a quarter, half or year: of the newest one it is the cover's, if that is no
    other one's; without a cover that of calendar years."""
    if value[2] is None:
        return None, True
    if all(p.kind == "nth" and p.value[0] == 12 for p in ends.pieces):
        return _of_year(value[2], max(p.value[2] for p in ends.pieces), known), False
    newest = max(_month_number(p.value) for p in ends.pieces if p.kind == "nth" and p.value[2])
    last = known.period_end or max(known.newest, default=None)
    if last and abs(last.year * 12 + last.month - newest) <= 12:
        at = last.year * 12 + last.month - (newest - _month_number(value))
    else:
        at, last = _month_number(value), None
    end = last_of_month((at - 1) // 12, (at - 1) % 12 + 1)
    return last if last and end.year == last.year and end.month == last.month else end, last is None


def _month_number(value: tuple[int, int, int | None]) -> int:
    """Months from year 0 to the end of a part of a calendar year."""
    months, number, year = value
    return (year or 0) * 12 + months * number


def _lengths(
    columns: Sequence[Column],
    ends: Level,
    length: Level | None,
    flow: bool,
    known: Known,
    gap: int | None,
) -> Iterator[tuple[Sequence[int | None], float]]:
    """Possible lengths of the columns, and the price of each choice. `gap`: as of `_gap`."""
    n = len(columns)
    if not flow:
        yield [None] * n, 0.0
        return
    own = [_own(ends.of(i)) for i in range(n)]
    told = [_told(length.of(i), known) if length else () for i in range(n)]
    choices = sorted({c for c in told if c})
    if all(own[i] or told[i] or ends.of(i) is None for i in range(n)):
        widest = max((len(c) for c in told), default=0)
        if widest <= 1:
            yield [o or (t[0] if t else None) for o, t in zip(own, told, strict=True)], 0.0
            return
        for k in range(widest):
            yield (
                [
                    o or (t[min(k, len(t) - 1)] if t else None)
                    for o, t in zip(own, told, strict=True)
                ],
                1.0,
            )
        if length and all(p.kind != "to date" for p in length.pieces):
            yield _halves(own, told, ends), 0.5
        return
    undated = any(p.kind == "year" for p in ends.pieces)
    for months, price in _assumed(known, gap) if undated or known.annual is not None else ():
        extra = price + 0.5 * bool(choices)
        filled = [o or (t[0] if t else months) for o, t in zip(own, told, strict=True)]
        yield filled, extra


def _halves(own: Sequence[int | None], told: Sequence[tuple[int, ...]], ends: Level) -> list:
    """The first of two lengths for the columns on the left, the second for those on the right."""
    places = [i for i, p in enumerate(ends.places) if p is not None]
    right = set(places[(len(places) + 1) // 2 :])
    return [
        o or (t[-1 if i in right else 0] if t else None)
        for i, (o, t) in enumerate(zip(own, told, strict=True))
    ]


def _own(piece: Piece | None) -> int | None:
    return piece.value[0] if piece and piece.kind == "nth" else None


def _told(piece: Piece | None, known: Known) -> tuple[int, ...]:
    if piece is None:
        return ()
    if piece.kind == "nth":
        return (piece.value[0],)
    if piece.kind == "to date":
        return (known.months,) if known.months else (6, 9, 3)
    return piece.value


def _gap(ends: Sequence[date]) -> int | None:
    """Days between the two ends that are nearest to each other."""
    inside = sorted(set(ends))
    return min(((b - a).days for a, b in pairwise(inside)), default=None)


def _assumed(known: Known, gap: int | None) -> Iterator[tuple[int, float]]:
    """Lengths that nothing printed tells. Periods of one length do not overlap: columns that end a
    quarter apart are quarters."""
    quarters = gap is not None and QUARTER[0] <= gap <= QUARTER[1]
    if quarters:
        yield 3, ASSUMED["months"] * 0.8
    for months, price in _usual(known):
        overlap = gap is not None and gap < LEAST_DAYS * months
        if not (quarters and months == 3):
            yield months, price + OVERLAP * overlap


def _usual(known: Known) -> Iterator[tuple[int, float]]:
    if known.annual is not False:
        yield 12, ASSUMED["months"] * (0.5 if known.annual else 1.2)
    if known.annual:
        return
    if known.months:
        yield known.months, ASSUMED["months"]
        yield 3, ASSUMED["months"] * 1.8
    else:
        yield from ((months, ASSUMED["months"] * 1.2) for months in (3, 6, 9))


def _strange(
    periods: Periods,
    columns: Sequence[Column],
    ends: Level,
    flow: bool,
    known: Known,
    twice: float,
) -> float:
    """The price of what does not go together."""
    read = [p for p in periods if p]
    if not read or _one_end_of_quarters(periods, columns):
        return inf
    price = 0.0 if len(ends.pieces) == 1 else twice * _again(periods, columns, flow)
    price += sum(UNREAD for p, c in zip(periods, columns, strict=True) if not p and not c.no_period)
    newest = max(end for end, _ in read)
    price += _unlike_others(newest, known)
    price += CONTRADICTED * sum(_contradicted(*of) for of in zip(periods, columns, strict=True))
    price += CONTRADICTED * _one_end_of_years(periods, columns)
    return price + (_odd_lengths(read, newest, ends, known) if flow else 0.0)


def _again(periods: Periods, columns: Sequence[Column], flow: bool) -> int:
    """How many columns are of a period that another one is of; balances under the same year, each
    with a year of its own right over it, are of members."""
    told: set[tuple[Period, object]] = set()
    for i, (period, column) in enumerate(zip(periods, columns, strict=True)):
        years = tuple(p.value for p in column.stack if p.kind == "year")
        if period:
            told.add((period, years if years and not flow else i))
    return len(told) - len({period for period, _ in told})


def _one_end_of_quarters(periods: Periods, columns: Sequence[Column]) -> bool:
    """Whether columns headed "First Quarter" and "Second Quarter" would end on one day, as under a
    lone "2015:"."""
    ends: dict[int, set[date]] = {}
    for period, column in zip(periods, columns, strict=True):
        for piece in column.stack:
            if period and piece.kind == "nth" and piece.value[0] == 3 and not piece.value[2]:
                ends.setdefault(piece.value[1], set()).add(period[0])
    return any(a & b for a, b in combinations(ends.values(), 2))


def _one_end_of_years(periods: Periods, columns: Sequence[Column]) -> int:
    """How many columns under years of their own would end on the day of another year's."""
    said: dict[date, set[int]] = {}
    for period, column in zip(periods, columns, strict=True):
        years = {p.value for p in column.stack if p.kind == "year"}
        if period and len(years) == 1:
            said.setdefault(period[0], set()).update(years)
    return sum(len(years) - 1 for years in said.values())


def _contradicted(period: Period | None, column: Column) -> int:
    """How much of a period the words right over it say otherwise: the length, printed or from a
    first day to the last, and the last day."""
    if not period:
        return 0
    end, months = period
    lengths = [p.value for p in column.stack if p.kind in ("span", "months")]
    ends = [p.value for p in column.stack if p.kind == "date"]
    of_length = bool(lengths) and months is not None and not any(months in of for of in lengths)
    return (end not in (ends or [end])) + of_length


def _unlike_others(newest: date, known: Known) -> float:
    told = [*known.newest, *([known.period_end] if known.period_end else [])]
    if not told:
        return 0.0
    if newest in told:
        return -1.0
    return 0.5 if any(abs(newest - d) <= WEEK for d in told) else 2.0


def _odd_lengths(read: Sequence[Period], newest: date, ends: Level, known: Known) -> float:
    price = 0.0
    latest = {m for end, m in read if end == newest}
    if known.annual and 12 not in latest:
        price += 1.5
    if known.annual is False:
        price += 2.5 * (12 in latest) + 1.0 * (
            not latest & ({3, known.months} if known.months else {3, 6, 9})
        )
    if all(p.kind != "nth" for p in ends.pieces):
        days = {(end - date(end.year, 1, 1)).days for end, _ in read}
        price += 1.0 * (10 < max(days) - min(days) < 350)
    return price
