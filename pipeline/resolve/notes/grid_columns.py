"""The periods that the heads of a grid's columns name.

A head is read as of any table, once as lengths of time and once as days: which of the two a row is
is decided later (period_model.py). What a head lacks, the sentence above it may say. A grid without
a head goes on with the columns of one above it.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from extract_filings.pipeline.resolve.head import Piece
from extract_filings.pipeline.resolve.head_cells import HeadCell
from extract_filings.pipeline.resolve.levels import Column
from extract_filings.pipeline.resolve.notes.grid_text import Text
from extract_filings.pipeline.resolve.notes.grids import Grid
from extract_filings.pipeline.resolve.notes.period_words import (
    CHANGE,
    ONE_YEAR,
    Said,
    bare,
    said,
)
from extract_filings.pipeline.resolve.periods import Known, Period, Periods, read_head, shares

MEMBERS, REPEATED = 0.1, 0.8
"""Prices of two columns of one period, with words of their own and without."""
AGAINST = 2.0
"""Price of a column whose period is another than its own words or its group say."""
PRIOR = re.compile(r"(?i)^\W*(?:prior|earlier|before|thereafter)\b|\bprior$")
"""Over a column of all earlier years, or all later ones."""
VINTAGES = 3
"""Years of origin, at least, beside each other."""
LINE = 12.0
BACK = 4
"""Grids above whose columns may be those of one without a head."""
RANGE = re.compile(r"(?i)[\d%)]\s*(?:[-–—]|to)\s*[$€£¥]?\s*$")
"""Before the upper end of a range."""
ALIGNED = 10.0
"""Points between the right edges of columns that go on."""
Sure = Mapping[int, tuple[Period, float]]
"""The period of each column, by number, and how probable it is."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns are, if they are lengths of time and if they are days. `x1`: their right
    edges. `printed`: days that the head says in full. `inherited`: whether they are those of a grid
    above."""

    flows: Sure
    days: Sure
    x1: tuple[float, ...]
    printed: frozenset[date] = frozenset()
    inherited: bool = False


def columns_of(grid: Grid, text: Text, known: Known, earlier: Sequence[Columns]) -> Columns:
    """`earlier`: of the grids above."""
    x1 = tuple(c.x1 for c in grid.columns)
    told = said(text.last)
    own = Columns({}, {}, x1)
    grid = without_origins(grid)
    if grid.head and not _columns_ahead(grid, known):
        plain = [_plain(c, w, grid, told) for c, w in zip(grid.columns, grid.words, strict=True)]
        head = _completed(grid, told)
        size = _repeated(grid)
        flows, days = (
            _read(plain, head, flow, known, _twice(grid), size) for flow in (True, False)
        )
        own = Columns(flows, days, x1)
    if not own.flows and not own.days and (grid.after or not grid.above) and not told.ends:
        own = _inherited(own, earlier)
    printed = frozenset(p.value for p in grid.head if p.kind == "date")
    own = replace(own, printed=printed)
    return replace(own, flows=_of_ranges(own.flows, grid), days=_of_ranges(own.days, grid))


def _of_ranges(read: Sure, grid: Grid) -> Sure:
    """The upper ends of ranges are of the column of the lower ones, on their left."""
    made = dict(read)
    for i, column in enumerate(grid.columns):
        before = (a.line.text[: a.start] for a in column.cells)
        if i not in made and i - 1 in made and all(RANGE.search(t) for t in before):
            made[i] = made[i - 1]
    return made


def _read(
    columns: Sequence[Column],
    head: Sequence[Piece],
    flow: bool,
    known: Known,
    twice: float,
    size: int,
) -> Sure:
    found = read_head(columns, head, flow, known, twice)
    found = [
        replace(r, score=r.score - AGAINST * _against(r.periods, columns, size)) for r in found
    ]
    found.sort(key=lambda r: -r.score)
    chosen = shares(found)
    if not found or sum(chosen) < 0.5:
        return {}
    return {
        i: (p, min(1.0, sum(s for r, s in zip(found, chosen, strict=True) if r.periods[i] == p)))
        for i, p in enumerate(found[0].periods)
        if p
    }


def _against(periods: Periods, columns: Sequence[Column], size: int) -> int:
    """How often a reading differs from what stands right over a column, or within a group of
    columns, or takes columns of two years for one."""
    differ = sum(_differs(*of) for of in zip(periods, columns, strict=True))
    groups = [periods[i : i + size] for i in range(0, len(periods), size)] if size else []
    years: dict[date, set[int]] = defaultdict(set)
    for period, column in zip(periods, columns, strict=True):
        if period and (year := _own_year(column)):
            years[period[0]].add(year)
    uneven = sum(len({p for p in group if p}) - 1 for group in groups if any(group))
    return differ + uneven + sum(len(some) - 1 for some in years.values())


def _differs(period: Period | None, column: Column) -> bool:
    if period is None:
        return False
    lasting = [p.value for p in column.stack if p.kind == "months" and len(p.value) == 1]
    if period[1] and len(lasting) == 1 and lasting[0] != (period[1],):
        return True
    days = [p.value for p in column.stack if p.kind == "date"]
    if len(days) == 1:
        return days[0] != period[0]
    year = _own_year(column)
    return bool(year) and period[0].year not in (year, year + 1)


def _own_year(column: Column) -> int:
    """The one year over a column; 0 without one."""
    years = {p.value for p in column.stack if p.kind == "year"}
    years |= {p.value[2] for p in column.stack if of_a_year(p)}
    return years.pop() if len(years) == 1 else 0


def of_a_year(piece: Piece) -> bool:
    """As "Fiscal Year 2023" is."""
    return piece.kind == "nth" and piece.value[0] == 12 and piece.value[2] is not None


def _repeated(grid: Grid) -> int:
    """After how many columns their words come again, as in "Shares, Dollars, Shares, Dollars": 0 if
    they do not."""
    words = [" ".join(bare(words_of(w)).lower().split()) for w in grid.words]
    many = len(words)
    for size in range(2, many // 2 + 1):
        again = all(words[i] == words[i - size] for i in range(size, many))
        if many % size == 0 and again and len({*words[:size]}) > 1:
            return size
    return 0


def ahead(grid: Grid, known: Known) -> bool:
    """Whether its rows or columns are years that lie ahead, as of payments that are due."""
    rows = [int(m["year"]) for r in grid.rows if (m := ONE_YEAR.match(r.label))]
    return _columns_ahead(grid, known) or _later(rows, known)


def _columns_ahead(grid: Grid, known: Known) -> bool:
    return _later([p.value for p in grid.head if p.kind == "year"], known)


def _later(years: Sequence[int], known: Known) -> bool:
    now = known.newest_year or (known.period_end.year if known.period_end else 0)
    return bool(now) and sum(y > now for y in years) > 1


def vintages(grid: Grid) -> bool:
    """Whether its columns are years of origin, the last of them all earlier ones."""
    years = [p.value for p in grid.head if p.kind == "year"]
    prior = any(PRIOR.search(words_of(w)) for w in grid.words)
    return prior and len({*years}) >= VINTAGES


def without_origins(grid: Grid) -> Grid:
    """Years of origin name no period; what else the head says is of all columns."""
    if not vintages(grid):
        return grid
    columns = [replace(c, stack=_no_years(c.stack)) for c in grid.columns]
    return replace(grid, columns=tuple(columns), head=_no_years(grid.head))


def _no_years(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    return tuple(p for p in pieces if p.kind != "year")


def _completed(grid: Grid, told: Said) -> list[Piece]:
    """The pieces of a head; days and lengths that it lacks from the sentence above it."""
    made = [_with_day(p, told) for p in grid.head]
    kinds = {p.kind for p in made}
    if not made:
        return made
    top = max(made, key=lambda p: p.y)
    over = replace(top, x0=grid.columns[0].x0, x1=grid.columns[-1].x1, y=top.y + 2 * LINE)
    day = {(d.month, d.day) for d in told.ends} | {*told.days}
    if not kinds & {"date", "month", "day"} and len(day) == 1:
        made.append(replace(over, kind="day", value=next(iter(day))))
    if not kinds & {"months", "span", "nth", "to date"} and 0 < len(told.months) < 3:
        made.append(replace(over, kind="months", value=told.months, y=over.y + 2 * LINE))
    return made


def _with_day(piece: Piece, told: Said) -> Piece:
    """A year as the one day of it that the sentence names."""
    days = {d for d in told.ends if piece.kind == "year" and d.year == piece.value}
    others = {(d.month, d.day) for d in told.ends}
    if len(days) == 1 and len(others) > 1:
        return replace(piece, kind="date", value=next(iter(days)))
    return piece


def _plain(column: Column, words: Sequence[HeadCell], grid: Grid, told: Said) -> Column:
    """Only changes and columns of a few numbers are no periods; members and percentages are."""
    fullest = max(len(c.cells) for c in grid.columns)
    word = "sparse" if len(column.cells) * 6 <= fullest else ""
    word = column.no_period if CHANGE.search(words_of(words)) else word
    return replace(column, no_period=word, stack=tuple(_with_day(p, told) for p in column.stack))


def _twice(grid: Grid) -> float:
    """Columns with words of their own may be of one period."""
    members = [bool(re.search("[A-Za-z]{2}", bare(words_of(w)))) for w in grid.words]
    return MEMBERS if sum(members) * 2 >= len(members) else REPEATED


def words_of(cells: Sequence[HeadCell]) -> str:
    return " ".join(c.text for c in cells)


def _inherited(own: Columns, earlier: Sequence[Columns]) -> Columns:
    """As the columns that end where these do, of the nearest grid above that has them."""
    for other in reversed(earlier[-BACK:]):
        near = [_nearest(x1, other.x1) for x1 in own.x1]
        flows, days = (
            {i: (s[k][0], 0.9 * s[k][1]) for i, k in enumerate(near) if k is not None and k in s}
            for s in (other.flows, other.days)
        )
        if 2 * max(len(flows), len(days)) > len(own.x1):
            return Columns(flows, days, own.x1, inherited=True)
    return own


def _nearest(x1: float, others: Sequence[float]) -> int | None:
    at = min(range(len(others)), key=lambda k: abs(others[k] - x1), default=None)
    return at if at is not None and abs(others[at] - x1) < ALIGNED else None
