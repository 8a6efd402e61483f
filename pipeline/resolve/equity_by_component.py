"""Changes in equity whose columns are its components: what stands over a column names its `member`.

Rules:
- A column called shares counts shares; else amounts are money.
- Rows between two balances are of the time between, over a page too.
- Where two periods stand side by side, their heads say which columns are whose.
- A page without a title goes on only under the same columns.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extract_filings.pipeline.records import Line, LineAmount, LineItem
from extract_filings.pipeline.resolve.amounts import Amount
from extract_filings.pipeline.resolve.equity_sums import beside, closings
from extract_filings.pipeline.resolve.grid_periods import Dated, read_periods
from extract_filings.pipeline.resolve.grids import Grid, grids
from extract_filings.pipeline.resolve.head import readings
from extract_filings.pipeline.resolve.line_items import (
    FOOT,
    MONEY,
    PER_SHARE,
    SHARES,
    boxed,
    called,
    concepts_of,
    parts_of,
)
from extract_filings.pipeline.resolve.printed_rows import (
    TOTAL,
    PrintedRow,
    levels_of,
    placed_under,
    rows_over,
)
from extract_filings.pipeline.resolve.section_rows import LEAST, Told
from extract_filings.pipeline.resolve.side_by_side import side_by_side
from extract_filings.pipeline.resolve.statement import in_base_units
from extract_filings.pipeline.resolve.statement_titles import EQUITY, Section
from extract_filings.pipeline.resolve.subtotals import Sum, proven, sums
from extract_filings.pipeline.text.scale import read_scale

ASIDE = 15.0
"""Points between the right edges of columns that go on."""
MONTH = 30.44
"""Days."""
NO_MEMBER = re.compile(
    r"(?i)^\(.*\)$|\b(?:unaudited|in (?:thousands|millions)|statements?|dollars)\b"
)
FILLING = re.compile(
    r"(?i)\b(?:as|of|at|ended|ending|for|the|and|in|fiscal|years?|months?|weeks?|quarters?)\b"
)
"""What a member says besides is its name."""
COUNTED = re.compile(r"(?i)\bshares\b(?!.{0,20}\b(?:held|amount)\b)|\bnumber\b")


def by_components(some: Sequence[Section], told: Told) -> list[LineItem]:
    """Rows of all grids that are of components."""
    made: list[LineItem] = []
    for table in _tables(some, told):
        made += table.items(len(made))
    return made


def _tables(some: Sequence[Section], told: Told) -> list["_Table"]:
    """The grids with words over their columns, and those whose columns go on with theirs."""
    found = [(s, g) for s in some for g in grids(s.lines, told.boxes)]
    periods = read_periods([g for _, g in found], told.known)
    made: list[_Table] = []
    lines = tuple(n for s in some for n in s.lines)
    for (section, grid), dates in zip(found, periods, strict=True):
        columns = [i for i, c in enumerate(grid.columns) if len(c.cells) > 1]
        named = dict(zip(columns, _members(grid, columns), strict=True))
        last = next((t for t in reversed(made) if _aligned(t, grid, columns)), None)
        if last:
            named = dict(zip(columns, last.members.values(), strict=True))
        fullest = max((len(grid.columns[i].cells) for i in columns), default=0)
        kept = {i: m for i, m in named.items() if m or 2 * len(grid.columns[i].cells) > fullest}
        if not last and not section.titled:
            continue
        if len({*kept.values()}) > 1 and sum(bool(r.amounts) for r in grid.rows) >= LEAST:
            two = side_by_side(grid, [*kept], told.boxes, told.known)
            made.append(_Table(lines, told, grid, {**two, **dates}, kept))
    _date_over_pages(made)
    return made


def _date_over_pages(tables: Sequence["_Table"]) -> None:
    """Dates the rows between two balances of which one is on the page before, or behind."""
    opening: Dated | None = None
    waiting: list[tuple[_Table, Amount]] = []
    for table, row in ((t, r) for t in tables for r in t.grid.rows if r.amounts):
        dates = table.periods.get(row.amounts[0][0])
        if dates is None:
            waiting += [(table, a) for a, _ in row.amounts]
            continue
        end, months = dates.period
        if months is None and opening and end > opening.period[0]:
            length = round((end - opening.period[0]).days / MONTH)
            sure = dates.probability * opening.probability
            for other, amount in waiting:
                other.periods[amount] = Dated((end, length), sure, "row")
        opening, waiting = dates if months is None else None, []


def _aligned(table: "_Table", grid: Grid, columns: Sequence[int]) -> bool:
    """Whether a grid's columns stand under those of a table."""
    above = [table.grid.columns[i].x1 for i in table.members]
    here = [grid.columns[i].x1 for i in columns]
    return len(above) == len(here) and all(
        abs(a - b) < ASIDE for a, b in zip(above, here, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """A grid of changes in equity. `lines`: of the statement, on all its pages. `members`: of its
    columns, by their places.
    """

    lines: tuple[Line, ...]
    told: Told
    grid: Grid
    periods: dict[Amount, Dated]
    members: Mapping[int, str]

    def items(self, before: int) -> list[LineItem]:
        """Its rows. `before`: lines that are counted already."""
        members = self.members
        rows = _rows(self.grid, members, self.periods)
        levels = levels_of(rows)
        placed = [*placed_under([r.label for r in rows], levels, [bool(r.amounts) for r in rows])]
        units = [{c: _unit(a, r.label, members[c]) for a, c in r.amounts} for r in rows]
        balances = [bool(r.amounts) and self._is_balance(r) for r in rows]
        found, right = _added_up(rows, units, balances, self._sides(rows), members)
        concepts = concepts_of(rows, self.told.tags)
        return [
            LineItem(
                EQUITY,
                before + i + 1,
                row.label,
                row.lines[0].page,
                levels[i],
                None if under is None else before + under + 1,
                next((label for head, label in rows_over(placed, rows, i) if head), ""),
                MONEY,
                "",
                *concepts[i],
                parts_of(found.get(i), before),
                tuple(
                    self._amount(a, units[i][c], members[c], (i, c) in right)
                    for a, c in row.amounts
                ),
            )
            for i, (row, under) in enumerate(zip(rows, placed, strict=True))
        ]

    def _sides(self, rows: Sequence[PrintedRow]) -> dict[int, int]:
        """Of each column the group that it is of: one, or one for each period side by side."""
        fullest = max((r.amounts for r in rows), key=len, default=[])
        of = {c: self.periods[a].period for a, c in fullest}
        groups = [*dict.fromkeys(of.values())]
        made, last = {}, 0
        for c in self.members:
            made[c] = last = groups.index(of[c]) if c in of else last
        return made

    def _is_balance(self, row: PrintedRow) -> bool:
        return self.periods[row.amounts[0][0]].period[1] is None

    def _amount(self, a: Amount, unit: str, member: str, adds_up: bool) -> LineAmount:
        scale = read_scale(self.lines, a.line, unit, self.told.elsewhere)
        dated = self.periods[a]
        value, sure = in_base_units(a.value, scale.power), dated.probability * scale.probability
        amount = LineAmount(
            a.line, a.start, a.end, *dated.period, value, scale.power, sure, adds_up
        )
        return replace(boxed(amount, self.told.boxes), member=member, unit=unit)


def _unit(amount: Amount, label: str, member: str) -> str:
    if COUNTED.search(member.rpartition(" | ")[2]):
        return SHARES
    return PER_SHARE if "." in amount.printed and called(label) == PER_SHARE else MONEY


def _rows(grid: Grid, columns: Container[int], periods: Mapping[Amount, Dated]) -> list[PrintedRow]:
    """With the numbers that have a period; none of the page's foot."""
    rows: list[PrintedRow] = []
    for row in grid.rows:
        if FOOT.search(row.label):
            break
        kept = [(a, c) for a, c in row.amounts if c in columns and a in periods]
        if kept or (row.label and not row.amounts):
            rows.append(PrintedRow(row.lines, row.x, kept))
    return rows


def _members(grid: Grid, columns: Sequence[int]) -> Iterator[str]:
    """What stands over each column, from the top, without periods and what is said of all."""
    for i in columns:
        yield " | ".join(c.text for c in grid.words[i] if _is_member(c.text))


def _is_member(text: str) -> bool:
    bare = text
    for _, start, end, _ in readings(text):
        bare = bare[:start] + " " * (end - start) + bare[end:]
    return bool(re.search("[A-Za-z]{2}", FILLING.sub("", bare))) and not NO_MEMBER.search(text)


def _added_up(
    rows: Sequence[PrintedRow],
    units: Sequence[Mapping[int, str]],
    balances: Sequence[bool],
    sides: Mapping[int, int],
    heads: Mapping[int, str],
) -> tuple[dict[int, Sum], set[tuple[int, int]]]:
    """The sums of rows, and the (row, column) of each number in a sum that is right: of rows, or of
    columns beside each other.
    """
    values = [
        {c: a.value for a, c in r.amounts if of[c] != PER_SHARE}
        for r, of in zip(rows, units, strict=True)
    ]
    found = sums(values, [bool(TOTAL.search(r.label)) for r in rows])
    found += closings(values, balances, found)
    right = {*proven(values, found)}
    money = sorted({c for of in units for c, unit in of.items() if unit == MONEY})
    for side in {*sides.values()}:
        columns = [c for c in money if sides[c] == side]
        across = [{i: v[c] for i, v in enumerate(values) if c in v} for c in columns]
        told = sums(across)
        told += beside(across, [heads[c] for c in columns], told)
        right |= {(i, columns[c]) for c, i in proven(across, told)}
    return {s.row: s for s in found}, right
