"""Grids of changes in equity: the member of each column, and the period of each number.

Rules:
- What stands over a column names its member.
- A grid without a title goes on with one above if most of its columns stand under those and what
  stands over them, if anything, says the same; the first one below a title needs none over it.
- Rows between two balances are of the time between, over a page too.
- Where two periods stand side by side, their heads say which columns are whose.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extract_filings.pipeline.records import Line
from extract_filings.pipeline.resolve.amounts import Amount
from extract_filings.pipeline.resolve.equity.section_rows import LEAST, Told
from extract_filings.pipeline.resolve.equity.side_by_side import side_by_side
from extract_filings.pipeline.resolve.equity.statement_titles import BALANCE, Section
from extract_filings.pipeline.resolve.head_words import readings
from extract_filings.pipeline.resolve.line_items import FOOT
from extract_filings.pipeline.resolve.notes.grid_periods import COVER, Dated, read_periods
from extract_filings.pipeline.resolve.notes.grids import Grid, grids
from extract_filings.pipeline.resolve.notes.period_words import bare
from extract_filings.pipeline.resolve.printed_rows import GOES_ON, PrintedRow

ASIDE = 15.0
"""Points between the right edges of columns that go on."""
MOST = 0.75
"""Of the columns that go on."""
ALIKE = 0.5
"""Of the columns under each other that are named alike, where both have names."""
MONTH = 30.44
"""Days."""
LONGEST = 13
"""Months between two balances."""
NO_MEMBER = re.compile(
    r"(?i)^\(.*\)$|\b(?:unaudited|in (?:thousands|millions)|statements?|dollars)\b"
)
FILLING = re.compile(
    r"(?i)\b(?:as|of|at|ended|ending|for|the|and|in|fiscal|years?|months?|weeks?|quarters?)\b"
)
"""What a member says besides is its name."""


@dataclass(frozen=True, slots=True)
class EquityTable:
    """Grids with the same columns, one below the other. `rows`: each number with its column, from
    0. `members` and `x1`, right edges, of the columns. `periods`: of the numbers. `lines`: of the
    statement, on all its pages. `apart`: whether periods stand side by side.
    """

    members: Mapping[int, str]
    x1: Mapping[int, float]
    rows: list[PrintedRow]
    periods: dict[Amount, Dated]
    lines: tuple[Line, ...]
    apart: bool


def equity_tables(some: Sequence[Section], told: Told) -> list[EquityTable]:
    """Those of the sections, from top to bottom."""
    found = [(s, _whole(g, s.lines)) for s in some for g in grids(s.lines, told.boxes)]
    read = read_periods([g for _, g in found], told.known)
    periods = [{a: d for a, d in dates.items() if d.told_by != COVER} for dates in read]
    title_alone = not any(s.titled and _is_long(g) for s, g in found)
    lines = tuple(n for s in some for n in s.lines)
    made: list[EquityTable] = []
    for (section, grid), dates in zip(found, periods, strict=True):
        last, columns = next(((t, c) for t in reversed(made) if (c := _under(t, grid))), (None, {}))
        goes_on = last and _named_alike(last, grid, columns)
        if last and goes_on:
            last.rows.extend(_rows(grid, columns))
            last.periods.update(dates | side_by_side(grid, [*columns], told.boxes, told.known))
        elif (section.titled or title_alone or last) and _is_long(grid):
            members = _members(grid)
            dates = dates | side_by_side(grid, [*members], told.boxes, told.known)
            if len({*members.values()}) > 1:
                made.append(_table(grid, members, dates, lines))
    for table in made:
        _date_between_balances(table)
    return made


def _whole(grid: Grid, lines: Sequence[Line]) -> Grid:
    """With the line below its last row, if the label of that runs over."""
    *rows, last = grid.rows
    at = lines.index(last.lines[-1]) + 1
    if not GOES_ON.search(last.label) or at == len(lines):
        return grid
    return replace(grid, rows=(*rows, replace(last, lines=[*last.lines, lines[at]])))


def _is_long(grid: Grid) -> bool:
    return sum(bool(r.amounts) for r in grid.rows) >= LEAST


def _table(
    grid: Grid, members: Mapping[int, str], dates: dict[Amount, Dated], lines: tuple[Line, ...]
) -> EquityTable:
    x1 = {c: grid.columns[c].x1 for c in members}
    rows = [*_rows(grid, {c: c for c in members})]
    fullest = max((r.amounts for r in rows), key=len, default=[])
    apart = len({dates[a].period for a, _ in fullest if a in dates}) > 1
    return EquityTable(members, x1, rows, dates, lines, apart)


def _under(table: EquityTable, grid: Grid) -> dict[int, int]:
    """Of each of a grid's columns the one that it stands under; none if most stand under none."""
    made: dict[int, int] = {}
    for i, column in enumerate(grid.columns):
        near = min(table.x1, key=lambda c, x=column.x1: abs(table.x1[c] - x))
        if abs(table.x1[near] - column.x1) < ASIDE:
            made[i] = near
    plain = [c for c in grid.columns if len(c.cells) > 1]
    return made if len(made) >= max(2, MOST * len(table.x1), MOST * len(plain)) else {}


def _named_alike(table: EquityTable, grid: Grid, columns: Mapping[int, int]) -> bool:
    """Whether what stands over a grid, if it names its columns, names them as those above, and no
    further ones.
    """
    own = _members(grid)
    both = [(own[i], table.members[c]) for i, c in columns.items() if own.get(i)]
    if len({own for own, _ in both}) < MOST * len(columns):
        return True
    same = sum(a.lower() == b.lower() for a, b in both)
    return own.keys() <= columns.keys() and same >= ALIKE * len(both)


def _rows(grid: Grid, columns: Mapping[int, int]) -> Iterator[PrintedRow]:
    """With the numbers of these columns; none of the page's foot."""
    for row in grid.rows:
        if FOOT.search(row.label):
            break
        amounts = [(a, columns[c]) for a, c in row.amounts if c in columns]
        if amounts or not row.amounts:
            yield PrintedRow(row.lines, row.x, amounts)


def _members(grid: Grid) -> dict[int, str]:
    """By what stands over the columns; full ones need no words."""
    fullest = max((len(c.cells) for c in grid.columns), default=0)
    named = {i: _member(grid, i) for i in range(len(grid.columns))}
    return {i: m for i, m in named.items() if m or 2 * len(grid.columns[i].cells) > fullest}


def _member(grid: Grid, column: int) -> str:
    """From the top, without periods and what is said of all."""
    return " | ".join(c.text for c in grid.words[column] if _is_member(c.text))


def _is_member(text: str) -> bool:
    rest = text
    for _, start, end, _ in readings(text):
        rest = rest[:start] + " " * (end - start) + rest[end:]
    return bool(re.search("[A-Za-z]{2}", FILLING.sub("", rest))) and not NO_MEMBER.search(text)


def _date_between_balances(table: EquityTable) -> None:
    opening: Dated | None = None
    waiting: list[Amount] = []
    for row in table.rows if not table.apart else ():
        amounts = [a for a, _ in row.amounts]
        closing = table.periods.get(amounts[0]) if amounts else None
        if closing is None or closing.period[1] is not None or not _is_balance(row.label):
            waiting += amounts
            continue
        if opening and (between := _between(opening, closing)):
            table.periods.update(dict.fromkeys(waiting, between))
        opening, waiting = closing, []


def _is_balance(label: str) -> bool:
    """By its words, or as it is nothing but a day."""
    return bool(BALANCE.search(label)) or not re.search("[A-Za-z]{3}", FILLING.sub("", bare(label)))


def _between(opening: Dated, closing: Dated) -> Dated | None:
    days = (closing.period[0] - opening.period[0]).days
    months = round(days / MONTH)
    sure = opening.probability * closing.probability
    return Dated((closing.period[0], months), sure, "row") if 0 < months <= LONGEST else None
