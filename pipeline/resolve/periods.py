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
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from math import exp, inf

from extract_filings.pipeline.resolve.amounts import Amount
from extract_filings.pipeline.resolve.head import ENDS, Piece, last_of_month

Period = tuple[date, int | None]  # last day, months (None for instants)
Periods = tuple[Period | None, ...]  # by column

SAME_ROW = 8.0  # points between the middles of words on one line
WIDTH = 25.0  # points that a head may stand aside at the price of 1
FAR = 75.0  # points: no head of one column is farther from it
SKIP, DROP, OWN_WORD = 3.0, 2.0, 0.3  # a column without a piece, a piece without one; of no period
STACKED = 0.15  # price of reading each column's words by themselves
OWN = 0.6  # of taking what stands over one column for all
ALONE = 2.0  # of one date for all columns
LEVELS = 5  # lines that may be a level, at most
HIGHER = 0.35  # price of each line nearer to the table that is not taken
ASSUMED = {"day": 1.3, "months": 1.0}  # price of what the head leaves open
UNHEARD = 2.0  # price of not taking a day or a length that the head prints
TWICE, UNREAD = 3.0, 2.0  # two columns of one period; a column without any
WEEK = timedelta(7)
TEMPERATURE = 0.8
NOTHING = -9.0  # score of reading none


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the document besides the table: `annual` by its form (None: neither),
    `period_end` from the cover, `newest` from the other statements, `year_end` of any fiscal year,
    `months` since the last one ended.
    """

    annual: bool | None = None
    period_end: date | None = None
    newest: tuple[date, ...] = ()
    year_end: date | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """Numbers under each other. `no_period`: a word over it, or what it prints, says so. `stack`:
    what the words right over it say, read from top to bottom."""

    cells: tuple[Amount, ...]
    x0: float
    x1: float
    no_period: str = ""
    stack: tuple[Piece, ...] = ()

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class Reading:
    """`pieces`: what each column's period was read from. `score`: in nats."""

    periods: Periods
    pieces: tuple[tuple[Piece, ...], ...]
    score: float


Spread = tuple[float, tuple[int | None, ...]]  # price; the piece of each column


@dataclass(frozen=True, slots=True)
class Level:
    """A line of a head: its pieces over the columns, and the price of taking it."""

    pieces: tuple[Piece, ...]
    places: tuple[int | None, ...]
    price: float

    def of(self, column: int) -> Piece | None:
        place = self.places[column]
        return None if place is None else self.pieces[place]


def read_head(
    columns: Sequence[Column], head: Sequence[Piece], flow: bool, known: Known
) -> list[Reading]:
    """All readings, the best first; readings of the same periods are one."""
    best: dict[Periods, Reading] = {}
    for ends in _end_levels(columns, head):
        days, lengths = _day_levels(columns, head, ends), _length_levels(columns, head, ends)
        for day, length in product(days, lengths if flow else [None]):
            unheard = UNHEARD * (
                (len(days) > 1 and not day) + (flow and len(lengths) > 1 and not length)
            )
            for reading in _readings(columns, ends, day, length, flow, known, unheard):
                first = best.setdefault(reading.periods, reading)
                if reading.score > first.score:
                    best[reading.periods] = reading
    return sorted(best.values(), key=lambda r: -r.score)


def shares(readings: Sequence[Reading]) -> list[float]:
    """The probability of each reading; what is left is of none."""
    weights = [exp((r.score - NOTHING) / TEMPERATURE) for r in readings]
    return [w / (1 + sum(weights)) for w in weights]


# Levels


def lines_of(found: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces side by side, the lowest line first, each from left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(found, key=lambda p: (-p.line.page, p.y)):
        last = lines[-1][0] if lines else None
        if last and last.line.page == piece.line.page and piece.y - last.y < SAME_ROW:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda p: p.x0) for line in lines]


def _end_levels(columns: Sequence[Column], head: Sequence[Piece]) -> Iterator[Level]:
    ends = [p for p in head if p.kind in ENDS or (p.kind == "nth" and p.value[2])]
    dates = [p for p in ends if p.kind != "year"]
    for rank, line in enumerate(lines_of(ends)[:LEVELS]):
        yield from _levels(columns, line, rank)
    yield from _stack_level(columns, (*ENDS, "end nth"))
    if len({p.kind == "year" for p in ends}) == 2:  # dates in a title, over years
        for rank, line in enumerate(lines_of(dates)[:LEVELS]):
            yield from _levels(columns, line, rank + 1)


def _stack_level(columns: Sequence[Column], kinds: Sequence[str]) -> Iterator[Level]:
    """What the words right over each column say."""
    found = [next((p for p in c.stack if _is(p, kinds)), None) for c in columns]
    free = [f for f, c in zip(found, columns, strict=True) if not c.no_period]
    if not any(found) or sum(f is None for f in free) > len(free) / 2:
        return
    pieces = [p for p in found if p]
    number = iter(range(len(pieces)))
    places = tuple(None if p is None else next(number) for p in found)
    missing = sum(f is None for f in free)
    price = 0.0 if all(p.kind == "date" for p in pieces) else STACKED
    yield Level(tuple(pieces), places, price + SKIP * missing)


def _is(piece: Piece, kinds: Sequence[str]) -> bool:
    """Whether it is of the kinds; of quarters those with their year are ends, others lengths."""
    if piece.kind == "nth":
        return ("end nth" if piece.value[2] else "months") in kinds
    return piece.kind in kinds


def _levels(columns: Sequence[Column], line: Sequence[Piece], rank: int) -> Iterator[Level]:
    """The line over the columns: by place, each piece for one column or for several, and, of one
    sentence, in order."""
    pieces = tuple(line)
    for price, places in (
        spread(pieces, columns, False),
        spread(pieces, columns, True),
        *evenly(pieces, columns),
    ):
        if price < inf and any(p is not None for p in places):
            yield Level(pieces, places, price + HIGHER * rank)
    free = [i for i, c in enumerate(columns) if not c.no_period]
    if len(pieces) == 1:  # of columns of members, such as segments
        yield Level(
            pieces,
            tuple(0 if i in free else None for i in range(len(columns))),
            ALONE + HIGHER * rank,
        )
    if len(pieces) == len(free) > 1 and len({p.line for p in pieces}) == 1:
        order = {column: i for i, column in enumerate(free)}
        places = tuple(order.get(i) for i in range(len(columns)))
        yield Level(pieces, places, 1.0 + HIGHER * rank)


def _day_levels(
    columns: Sequence[Column], head: Sequence[Piece], ends: Level
) -> list[Level | None]:
    """Where the ends are years: the days that complete them."""
    if all(p.kind != "year" for p in ends.pieces):
        return [None]
    found = [p for p in head if p.kind in ("day", "date", "month") and p not in ends.pieces]
    stack = _stack_level(columns, ("day", "date", "month"))
    return [*_over_all(columns, found, ends), *stack, None]


def _length_levels(
    columns: Sequence[Column], head: Sequence[Piece], ends: Level
) -> list[Level | None]:
    lengths = [
        p
        for p in head
        if p.kind in ("months", "to date") or (p.kind == "nth" and p not in ends.pieces)
    ]
    stack = _stack_level(columns, ("months", "to date"))
    return [*_over_all(columns, lengths, ends), *stack, None]


def _over_all(columns: Sequence[Column], found: Sequence[Piece], ends: Level) -> Iterator[Level]:
    """Lines of pieces that span columns; a lone one counts for all of them."""
    lines = sorted(lines_of(found), key=lambda line: _above(line, ends))
    for rank, line in enumerate(lines[:LEVELS]):
        if len(line) == 1 or len({repr(p.value) for p in line}) == 1:
            price = 0.2 + OWN * (len(line) == 1 and _over_one(line[0], columns))
            yield Level((line[0],), (0,) * len(columns), price + HIGHER * rank)
            if len(line) == 1:
                continue
        plain = [replace(c, no_period="") for c in columns]
        for price, places in (spread(line, plain, True), *evenly(line, columns)):
            if price < inf:
                yield Level(tuple(line), places, price + HIGHER * rank)
        kept = sum(p is not None for p in ends.places)
        if len(line) == kept and len({p.line for p in line}) == 1:
            order = iter(range(kept))
            at = tuple(None if p is None else next(order) for p in ends.places)
            yield Level(tuple(line), at, 0.5 + HIGHER * rank)


def _over_one(piece: Piece, columns: Sequence[Column]) -> bool:
    """Whether it stands over one of several columns, and is no wider."""
    over = [c for c in columns if piece.x0 < c.x1 and c.x0 < piece.x1]
    return (
        len(columns) > 1
        and len(over) == 1
        and piece.x1 - piece.x0 < over[0].x1 - over[0].x0 + WIDTH
    )


def _above(line: Sequence[Piece], ends: Level) -> float:
    """How far a line is from that of the ends."""
    page, y = ends.pieces[0].line.page, ends.pieces[0].y
    return abs(line[0].y - y) + 1000.0 * (page - line[0].line.page)


def spread(pieces: Sequence[Piece], columns: Sequence[Column], wide: bool) -> Spread:
    """The cheapest way to give each column a piece or none, from left to right. `wide`: a piece
    may stand over several columns."""

    @lru_cache(None)
    def best(i: int, j: int) -> tuple[float, tuple[int | None, ...]]:
        """Of the pieces from i on for the columns from j on."""
        if j == len(columns):
            return DROP * (len(pieces) - i), ()
        price, places = best(i, j + 1)
        options = [(price + (OWN_WORD if columns[j].no_period else SKIP), (None, *places))]
        if i < len(pieces):
            price, places = best(i + 1, j)
            options.append((price + DROP, places))
            for end in range(j + 1, len(columns) + 1 if wide else j + 2):
                aside = _aside(pieces[i], columns[j:end])
                if aside < inf:
                    price, places = best(i + 1, end)
                    options.append((price + aside, (i,) * (end - j) + places))
        return min(options, key=lambda o: o[0])

    return best(0, 0)


def evenly(pieces: Sequence[Piece], columns: Sequence[Column]) -> Iterator[Spread]:
    """Each piece over as many columns, of those that may be periods."""
    free = [i for i, c in enumerate(columns) if not c.no_period]
    each, left = divmod(len(free), len(pieces))
    if left or each < 2 or len(pieces) < 2:
        return
    places: list[int | None] = [None] * len(columns)
    price = 0.0
    for n, piece in enumerate(pieces):
        own = free[n * each : (n + 1) * each]
        price += _aside(piece, [replace(columns[i], no_period="") for i in own])
        for i in own:
            places[i] = n
    yield price, tuple(places)


def _aside(piece: Piece, over: Sequence[Column]) -> float:
    """The price of a piece's place over columns side by side."""
    x0, x1 = over[0].x0, over[-1].x1
    off = abs(piece.middle - (x0 + x1) / 2)
    if len(over) == 1:
        off = min(off, abs(piece.x1 - x1))
        if off > FAR or (piece.x1 < x0 - FAR / 2 or piece.x0 > x1 + FAR / 2):
            return inf
    words = sum(1.2 for c in over if c.no_period)
    return off / (WIDTH * len(over)) + words


# Readings


def _readings(
    columns: Sequence[Column],
    ends: Level,
    day: Level | None,
    length: Level | None,
    flow: bool,
    known: Known,
    unheard: float,
) -> Iterator[Reading]:
    made = [_end(i, ends, day, known) for i in range(len(columns))]
    price = unheard + ends.price + (day.price if day else 0) + (length.price if length else 0)
    if any(end and own for end, own in made):
        price += ASSUMED["day"]
    taken = tuple(_of_column(i, ends, day, length) for i in range(len(columns)))
    for months, extra in _lengths(columns, ends, length, flow, known):
        periods = tuple(
            (end, m) if end and (m or not flow) else None
            for (end, _), m in zip(made, months, strict=True)
        )
        score = -price - extra - _strange(periods, columns, ends, flow, known)
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
    if told is None:
        newest = max(p.value for p in ends.pieces if p.kind == "year")
        return _of_year(piece.value, newest, known), True
    return _with_year(told, piece.value), False


def _with_year(told: Piece, year: int) -> date:
    """A fiscal year may end on the first days of the next calendar year."""
    if told.kind != "day" and told.value.year == year + 1 and told.value.month == 1:
        return told.value
    if told.kind == "month":
        return last_of_month(year, told.value.month)
    month, number = told.value if told.kind == "day" else (told.value.month, told.value.day)
    return date(year, month, min(number, monthrange(year, month)[1]))


def _of_year(year: int, newest: int, known: Known) -> date | None:
    """By the end of the cover's period, or what the other statements say of that year."""
    end = known.period_end or max(known.newest, default=None)
    if end is None or abs(newest - end.year) > 1:
        return None  # some retailers call 2023 what ends in January 2024
    wanted = years_before(newest - year, end)
    near = [d for d in known.newest if wanted and abs(d - wanted) <= WEEK]
    return near[0] if near else wanted


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
    columns: Sequence[Column], ends: Level, length: Level | None, flow: bool, known: Known
) -> Iterator[tuple[list[int | None], float]]:
    """Possible lengths of the columns, and the price of each choice."""
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
                    o or (t and t[min(k, len(t) - 1)]) or None
                    for o, t in zip(own, told, strict=True)
                ],
                1.0,
            )
        yield _halves(own, told, ends), 0.5
        return
    undated = any(p.kind == "year" for p in ends.pieces)
    for months, price in _assumed(known) if undated or known.annual is not None else ():
        extra = price + 0.5 * bool(choices)
        filled = [o or (t[0] if t else months) for o, t in zip(own, told, strict=True)]
        yield filled, extra


def _halves(own: Sequence[int | None], told: Sequence[tuple[int, ...]], ends: Level) -> list:
    """The first of two lengths for the columns on the left, the second for those on the right."""
    places = [i for i, p in enumerate(ends.places) if p is not None]
    right = set(places[(len(places) + 1) // 2 :])
    return [
        o or (t and t[-1 if i in right else 0]) or None
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


def _assumed(known: Known) -> Iterator[tuple[int, float]]:
    """Lengths that nothing printed tells."""
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
    periods: Periods, columns: Sequence[Column], ends: Level, flow: bool, known: Known
) -> float:
    """The price of what does not go together."""
    read = [p for p in periods if p]
    if not read:
        return inf
    price = 0.0 if len(ends.pieces) == 1 else TWICE * (len(read) - len(set(read)))
    price += sum(UNREAD for p, c in zip(periods, columns, strict=True) if not p and not c.no_period)
    newest = max(end for end, _ in read)
    price += _unlike_others(newest, known)
    if flow:
        price += _odd_lengths(read, newest, ends, known)
    return price


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


def years_before(years: int, known: date) -> date | None:
    """The last day of an earlier fiscal year, given that of one.

    A year of 52 or 53 weeks ends on one weekday: the last of a month, or the one nearest to a
    month's end. Where the known day allows both and they differ, the day is not known.
    """
    if known.day == _anchor(known, 0, 0).day:
        return _anchor(known, years, 0)
    days = {
        rule(_anchor(known, years, months), known.weekday())
        for rule in (_last_weekday, _nearest_weekday)
        for months in (0, 1)
        if rule(_anchor(known, 0, months), known.weekday()) == known
    }
    return days.pop() if len(days) == 1 else None


def _anchor(known: date, years: int, months: int) -> date:
    """The end of the month that many years and months before."""
    year, month = known.year - years, known.month - months
    if month < 1:
        year, month = year - 1, 12
    return date(year, month, monthrange(year, month)[1])


def _last_weekday(end: date, weekday: int) -> date:
    return end - timedelta((end.weekday() - weekday) % 7)


def _nearest_weekday(end: date, weekday: int) -> date:
    last = _last_weekday(end, weekday)
    return last if (end - last).days <= 3 else last + timedelta(7)
