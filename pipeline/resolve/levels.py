"""The levels of a table's head: printed lines whose pieces stand over the columns, and how well.

A piece may span several columns, a lone one counts for all. A head of narrow columns is broken
anywhere, so that what the words right over a column say, read from top to bottom, is a level too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count, pairwise
from math import inf

from extract_filings.pipeline.resolve.amounts import Amount
from extract_filings.pipeline.resolve.head import BELOW, ENDS, Piece

SAME_ROW = 8.0  # points between the middles of words on one line
WIDTH = 25.0  # points that a head may stand aside at the price of 1
FAR = 75.0  # points: no head of one column is farther from it
SKIP, DROP, OWN_WORD = 3.0, 2.0, 0.3  # a column without a piece, a piece without one; of no period
WORDED = 1.2  # a piece over a column of no period
STACKED = 0.15  # price of reading each column's words by themselves
OWN = 0.6  # of taking what stands over one column for all
ALONE = 2.0  # of one date for all columns
LEVELS = 5  # lines that may be a level, at most
HIGHER = 0.35  # price of each line nearer to the table that is not taken


@dataclass(frozen=True, slots=True)
class Column:
    """Numbers under each other. `no_period`: a word over it, or what it prints, says so. `stack`:
    what the words right over it say, read from top to bottom. `basis`: "restated", "reported" if
    they say so."""

    cells: tuple[Amount, ...]
    x0: float
    x1: float
    no_period: str = ""
    stack: tuple[Piece, ...] = ()
    basis: str = ""

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


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

    def over(self) -> Iterator[tuple[int, Piece]]:
        """Each column that has a piece, with it."""
        return ((i, p) for i in range(len(self.places)) if (p := self.of(i)))


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


def end_levels(columns: Sequence[Column], head: Sequence[Piece]) -> Iterator[Level]:
    ends = [p for p in head if p.kind in ENDS or (p.kind == "nth" and p.value[2])]
    dates = [p for p in ends if p.kind != "year"]
    for rank, line in enumerate(lines_of(ends)[:LEVELS]):
        yield from _levels(columns, line, rank)
    yield from _stack_levels(columns, (*ENDS, "end nth"))
    if len({p.kind == "year" for p in ends}) == 2:  # dates in a title, over years
        for rank, line in enumerate(lines_of(dates)[:LEVELS]):
            yield from _levels(columns, line, rank + 1)


def _stack_levels(columns: Sequence[Column], kinds: Sequence[str]) -> Iterator[Level]:
    """What the words right over each column say; also without columns of words of no period."""
    found = [next((p for p in c.stack if _is(p, kinds)), None) for c in columns]
    free = [f for f, c in zip(found, columns, strict=True) if not c.no_period]
    if not any(found) or sum(f is None for f in free) > len(free) / 2:
        return
    price = 0.0 if all(p.kind == "date" for p in found if p) else STACKED
    price += SKIP * sum(f is None for f in free)
    worded = [bool(p and c.no_period) for p, c in zip(found, columns, strict=True)]
    yield _level(found, price + WORDED * sum(worded))
    if any(worded) and any(free):
        kept = [None if w else p for p, w in zip(found, worded, strict=True)]
        yield _level(kept, price + (OWN_WORD + DROP) * sum(worded))


def _level(found: Sequence[Piece | None], price: float) -> Level:
    """Of a piece or none for each column."""
    number = count()
    places = tuple(None if p is None else next(number) for p in found)
    return Level(tuple(p for p in found if p), places, price)


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


def day_levels(columns: Sequence[Column], head: Sequence[Piece], ends: Level) -> list[Level | None]:
    """Where the ends are years: the days that complete them."""
    if all(p.kind != "year" for p in ends.pieces):
        return [None]
    found = [p for p in head if p.kind in ("day", "date", "month") and p not in ends.pieces]
    stack = _stack_levels(columns, ("day", "date", "month"))
    return [*_over_all(columns, found, ends), *stack, None]


def length_levels(
    columns: Sequence[Column], head: Sequence[Piece], ends: Level
) -> list[Level | None]:
    lengths = [
        p
        for p in head
        if p.kind in ("months", "span", "to date") or (p.kind == "nth" and p not in ends.pieces)
    ]
    stack = _stack_levels(columns, ("months", "span", "to date"))
    return [*_over_all(columns, lengths, ends), *stack, None]


def _over_all(columns: Sequence[Column], found: Sequence[Piece], ends: Level) -> Iterator[Level]:
    """Lines of pieces that span columns; a lone one counts for all of them."""
    lines = sorted(_staggered(lines_of(found)), key=lambda line: _above(line, ends))
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


def _staggered(lines: Sequence[list[Piece]]) -> Iterator[list[Piece]]:
    """The lines, those that stand in each other's gaps as one, too: "Nine Months" begins a line
    above "Year", beside it."""
    yield from lines
    for low, high in pairwise(lines):
        line = sorted([*low, *high], key=lambda p: p.x0)
        if high[0].y - low[0].y < BELOW and all(a.x1 < b.x0 for a, b in pairwise(line)):
            yield line


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
    def best(i: int, j: int) -> Spread:
        """Of the pieces from i on for the columns from j on."""
        if j == len(columns):
            return DROP * (len(pieces) - i), ()
        price, places = best(i, j + 1)
        options: list[Spread] = [
            (price + (OWN_WORD if columns[j].no_period else SKIP), (None, *places))
        ]
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
    words = sum(bool(c.no_period) for c in over)
    return off / (WIDTH * len(over)) + WORDED * words
