"""Changes in equity whose columns are its components: each number with its `member`.

Rules:
- A column called shares counts shares, unless it adds up with the others; else amounts are money.
- Where periods stand side by side, the heading over a row names its component too.
- A number adds up with those above and below it, or with those beside it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extract_filings.pipeline.records import LineAmount, LineItem
from extract_filings.pipeline.resolve.amounts import Amount
from extract_filings.pipeline.resolve.equity.equity_by_period import components_of
from extract_filings.pipeline.resolve.equity.equity_grids import EquityTable, equity_tables
from extract_filings.pipeline.resolve.equity.equity_sums import beside, closings, of_flows
from extract_filings.pipeline.resolve.equity.section_rows import Told
from extract_filings.pipeline.resolve.equity.statement_titles import EQUITY, Section
from extract_filings.pipeline.resolve.line_items import (
    MONEY,
    PER_SHARE,
    SHARES,
    boxed,
    called,
    concepts_of,
    first_of,
    parts_of,
)
from extract_filings.pipeline.resolve.printed_rows import (
    TOTAL,
    PrintedRow,
    levels_of,
    placed_under,
    rows_over,
)
from extract_filings.pipeline.resolve.statement import in_base_units
from extract_filings.pipeline.resolve.subtotals import Sum, proven, sums
from extract_filings.pipeline.text.scale import read_scale

COUNTED = re.compile(r"(?i)\bshares\b(?!.{0,20}\b(?:held|amount)\b)|\bnumber\b")


def by_components(some: Sequence[Section], told: Told) -> list[LineItem]:
    """Rows of all tables that are of components."""
    made: list[LineItem] = []
    for table in equity_tables(some, told):
        made += _items(table, told, len(made))
    return made


def _items(table: EquityTable, told: Told, before: int) -> list[LineItem]:
    """Its rows. `before`: lines that are counted already."""
    rows = [*_dated(table)]
    levels = levels_of(rows)
    placed = [*placed_under([r.label for r in rows], levels, [bool(r.amounts) for r in rows])]
    counted = _counted(rows, table)
    units = [{c: _unit(a, r.label, c in counted) for a, c in r.amounts} for r in rows]
    components = [*_components(rows, table)]
    found, right = _added_up(rows, units, table)
    concepts = concepts_of(rows, told.tags)
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
            *first_of(concepts[i]),
            parts_of(found.get(i), before),
            tuple(
                replace(
                    _amount(a, units[i][c], table, told),
                    member=" | ".join(filter(None, (components[i], table.members[c]))),
                    adds_up=(i, c) in right,
                )
                for a, c in row.amounts
            ),
            concepts[i],
        )
        for i, (row, under) in enumerate(zip(rows, placed, strict=True))
    ]


def _dated(table: EquityTable) -> Iterator[PrintedRow]:
    """With the numbers that have a period."""
    for row in table.rows:
        kept = [(a, c) for a, c in row.amounts if a in table.periods]
        if kept or (row.label and not row.amounts):
            yield PrintedRow(row.lines, row.x, kept)


def _amount(a: Amount, unit: str, table: EquityTable, told: Told) -> LineAmount:
    scale = read_scale(table.lines, a.line, unit, told.elsewhere)
    dated = table.periods[a]
    value, sure = in_base_units(a.value, scale.power), dated.probability * scale.probability
    amount = LineAmount(a.line, a.start, a.end, *dated.period, value, scale.power, sure)
    return replace(boxed(amount, told.boxes), unit=unit)


def _components(rows: Sequence[PrintedRow], table: EquityTable) -> Iterator[str]:
    """What the headings over the rows name, if periods stand side by side and they name several."""
    found = [*components_of([(r.label, bool(r.amounts)) for r in rows])] if table.apart else []
    yield from found if len({*found}) > 2 else [""] * len(rows)


def _counted(rows: Sequence[PrintedRow], table: EquityTable) -> set[int]:
    """The columns of numbers of shares."""
    named = {c for c, m in table.members.items() if COUNTED.search(m.replace(" | ", " "))}
    values = [{c: a.value for a, c in r.amounts} for r in rows]
    for side in _sides(rows, table) if named else ():
        columns = [c for c in sorted(table.members) if c in side]
        for found in _beside(columns, values, table)[1]:
            named -= {columns[i] for i, _ in found.parts}
    return named


def _unit(amount: Amount, label: str, counted: bool) -> str:
    if counted:
        return SHARES
    return PER_SHARE if "." in amount.printed and called(label) == PER_SHARE else MONEY


def _added_up(
    rows: Sequence[PrintedRow], units: Sequence[Mapping[int, str]], table: EquityTable
) -> tuple[dict[int, Sum], set[tuple[int, int]]]:
    """The sums of rows, and the (row, column) of each number in a sum that is right: of rows, or of
    columns beside each other.
    """
    values = [
        {c: a.value for a, c in r.amounts if of[c] != PER_SHARE}
        for r, of in zip(rows, units, strict=True)
    ]
    still = [bool(r.amounts) and table.periods[r.amounts[0][0]].period[1] is None for r in rows]
    found = of_flows(sums(values, [bool(TOTAL.search(r.label)) for r in rows]), still)
    found += closings(values, still, found)
    right = {*proven(values, found)}
    money = sorted({c for of in units for c, unit in of.items() if unit == MONEY})
    for side in _sides(rows, table):
        columns = [c for c in money if c in side]
        across, told = _beside(columns, values, table)
        right |= {(i, columns[c]) for c, i in proven(across, told)}
    return {s.row: s for s in found}, right


def _beside(
    columns: Sequence[int], values: Sequence[Mapping[int, Decimal]], table: EquityTable
) -> tuple[list[dict[int, Decimal]], list[Sum]]:
    """The columns, each with its amounts by row, and the sums among them."""
    across = [{i: v[c] for i, v in enumerate(values) if c in v} for c in columns]
    found = sums(across)
    return across, [*found, *beside(across, [table.members[c] for c in columns], found)]


def _sides(rows: Sequence[PrintedRow], table: EquityTable) -> list[set[int]]:
    """Columns that add up beside each other: all, or those of each period side by side."""
    if not table.apart:
        return [{*table.members}]
    fullest = max((r.amounts for r in rows), key=len, default=[])
    of = {c: table.periods[a].period for a, c in fullest}
    return [{c for c in of if of[c] == period} for period in {*of.values()}]
