"""Statements that the schema does not ask for, as they are printed: comprehensive income, and
changes in equity. No model is asked.

Rules:
- They stand near the other statements, below a title that names them. Below a title of income and
  comprehensive income, they are what no other statement took.
- A page with many titles is a table of contents.
- Columns of changes in equity are its components: what stands over a column names its `member`.
  Where columns are periods, the heading over a row names it.
- A column called shares counts shares; else amounts are money.
- A number adds up with those above and below it, or with those beside it.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from extract_filings.pipeline.records import (
    Document,
    Line,
    LineAmount,
    LineItem,
    Occurrence,
    TagScores,
)
from extract_filings.pipeline.resolve.amounts import Amount, Boxes
from extract_filings.pipeline.resolve.columns import Read
from extract_filings.pipeline.resolve.grid_periods import Dated, before, read_periods
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
    line_items,
    parts_of,
    with_boxes,
)
from extract_filings.pipeline.resolve.periods import Known
from extract_filings.pipeline.resolve.printed_rows import (
    TOTAL,
    PrintedRow,
    levels_of,
    placed_under,
    rows_over,
)
from extract_filings.pipeline.resolve.statement import Cell, in_base_units, in_place, read_sheet
from extract_filings.pipeline.resolve.subtotals import Sum, proven, sums
from extract_filings.pipeline.text.scale import Scale, read_scale
from extract_filings.schemas.base import Part

COMPREHENSIVE, EQUITY = "comprehensive_income", "changes_in_equity"
TITLE = re.compile(r"(?i)^(?:[\w.,&’'()-]+\s+){0,5}?statements?\s+of\s+(?P<of>.{3,110})$")
TITLES = (
    (EQUITY, r"\b(?:equity|deficit|deficiency|capital|investment)\b"),
    (COMPREHENSIVE, r"\bcomprehensive\b"),
    ("", r""),
)
"""The first whose words a title has; others end a statement."""
SENTENCE = re.compile(r"(?i)\b(?:the|see|notes?|are|is|related|accompanying|from|our)\b|[.;]$")
CONTENTS = re.compile(r"(?<!20\d\d)\s\d{1,3}$|[.…]{3}|—|\d,\d|\(\d")
BALANCE_SHEET = re.compile(r"(?i)^(?:[\w.,&’'-]+\s+){0,4}balance sheets?\b")
ASIDE = 15.0
"""Points between the right edges of columns that go on."""
MONTH = 30.44
"""Days."""
NEAR = 4
"""Pages from the other statements, at most."""
MOST = 3
"""Titles on a page of statements."""
LEAST = 3
"""Rows of numbers of a statement."""
NO_MEMBER = re.compile(
    r"(?i)^\(.*\)$|\b(?:unaudited|in (?:thousands|millions)|statements?|dollars)\b"
)
FILLING = re.compile(
    r"(?i)\b(?:as|of|at|ended|ending|for|the|and|in|fiscal|years?|months?|weeks?|quarters?)\b"
)
"""What a member says besides is its name."""
COUNTED = re.compile(r"(?i)\bshares\b(?!.{0,20}\b(?:held|amount)\b)|\bnumber\b")
BALANCE = re.compile(
    r"(?i)\bbalances?\b|\b(?:beginning|end) of\b|\b(?:at|as of) (?=[a-z]{3,9}\.? \d{1,2}\b)"
)
NUMBER_OF = re.compile(r"(?i)\bnumber of\b|^\W*shares\W*$")
SUM = re.compile(r"(?i)^total\b.*\b(?:equity|deficit|investment|capital)\b")
OPENING = re.compile(r"(?i)\bbegin")
KEYS = {COMPREHENSIVE: ("period_end", "months"), EQUITY: ("period_end",)}

UprightBoxes = Callable[[Sequence[int]], Boxes]


@dataclass(frozen=True, slots=True)
class _Section:
    """The lines below a title, in place. `taken`: lines that another statement has. `titled`: or
    what goes on from the page before.
    """

    statement: str
    lines: tuple[Line, ...]
    taken: frozenset[Line]
    titled: bool = True


@dataclass(frozen=True, slots=True)
class _Told:
    """What the document says besides. `tags`: of the rows that the model was asked about."""

    boxes: Boxes
    known: Known
    tags: Sequence[TagScores]
    elsewhere: Scale | None


def further_statements(
    document: Document,
    items: Sequence[LineItem],
    boxes: UprightBoxes,
    known: Known,
    tags: Sequence[TagScores],
    elsewhere: Scale | None,
) -> tuple[LineItem, ...]:
    """Their rows. `items`: those of the other statements."""
    taken = frozenset(a.place for i in items for a in i.amounts)
    near = _pages_near(document, items)
    pages = [n for n in near if _is_titled(document.pages[n - 1])]
    pages += [n + 1 for n in pages if n + 1 in near and _goes_on(document, n)]
    told = _Told(boxes(pages), known, tags, elsewhere)
    some = [s for n in pages for s in _sections(document.pages[n - 1], told.boxes, taken)]
    made: list[LineItem] = []
    for name in (COMPREHENSIVE, EQUITY):
        own = [s for s in some if s.statement == name]
        lines: list[LineItem] = []
        for table in _by_members(own, told) if name == EQUITY else []:
            lines += table.items(len(lines))
        for section in [] if lines else [s for s in own if s.titled]:
            lines += _by_periods(section, told, len(lines))
        made += lines
    return tuple(made)


# Where they stand


def _pages_near(document: Document, items: Sequence[LineItem]) -> Sequence[int]:
    own = {i.page for i in items}
    if not own:
        return ()
    return range(max(1, min(own) - NEAR), min(len(document.pages), max(own) + NEAR) + 1)


def _is_titled(page: Sequence[Line]) -> bool:
    named = [s for n in page if (s := _statement(n.text)) is not None]
    return len(named) <= MOST and any(named)


def _goes_on(document: Document, page: int) -> bool:
    """Whether the page behind one of changes in equity has balances too, and no title."""
    named = [s for n in document.pages[page - 1] if (s := _statement(n.text)) is not None]
    behind = document.pages[page]
    titled = any(_statement(n.text) is not None for n in behind)
    return named[-1] == EQUITY and not titled and any(BALANCE.match(n.text) for n in behind)


def _statement(text: str) -> str | None:
    """The statement that a line is the title of, "" for another one; None if it is no title.

    >>> _statement("CONSOLIDATED STATEMENTS OF COMPREHENSIVE INCOME (LOSS)")
    'comprehensive_income'
    >>> _statement("Statements of Changes in Members’ Capital"), _statement("Statements of Income")
    ('changes_in_equity', '')
    >>> _statement("See the accompanying statements of equity.")
    """
    text = " ".join(text.split())
    if BALANCE_SHEET.match(text) and len(text.split()) < 9:
        return ""
    found = TITLE.match(text)
    if not found or SENTENCE.search(text) or CONTENTS.search(text) or len(text.split()) > 16:
        return None
    return next(name for name, words in TITLES if re.search(words, found["of"], re.I))


def _sections(page: Sequence[Line], boxes: Boxes, taken: frozenset[Line]) -> Iterator[_Section]:
    """From each title to the next. A page without a title goes on with changes in equity."""
    lines = in_place(page, boxes)
    starts = [(i, s) for i, n in enumerate(lines) if (s := _statement(n.text)) is not None]
    starts = starts or [(-1, EQUITY)]
    for (first, name), (end, _) in zip(starts, [*starts[1:], (len(lines), "")], strict=True):
        if name and end > first + 1:
            yield _Section(name, tuple(lines[first + 1 : end]), taken, first >= 0)


# Columns that are periods


def _by_periods(section: _Section, told: _Told, before: int) -> list[LineItem]:
    """As the other statements are read. `before`: lines that are counted already."""
    sheet = read_sheet(section.lines, told.boxes, True, told.known)
    rows = {n: r for n, r in sheet.printed.items() if n not in section.taken}
    if len(rows) < LEAST:
        return []
    part = Part(section.statement, "statement", "", (), KEYS[section.statement])
    cells = [
        Cell(a.line, a.start, a.end, *(c.period or (date.max, None)), a.value)
        for r in rows.values()
        for a, c in r
    ]
    read = Read(part, Occurrence(section.lines, (), 1.0), replace(sheet, printed=rows), {"": cells})
    items = with_boxes(
        [*line_items(read, told.tags, told.boxes, told.elsewhere, before)], told.boxes
    )
    return [*_with_components(items, section, told)] if section.statement == EQUITY else [*items]


def _with_components(
    items: Sequence[LineItem], section: _Section, told: _Told
) -> Iterator[LineItem]:
    """Changes in equity: each row of the component that it is under, balances of their days."""
    components = [*_components([(i.label, bool(i.amounts)) for i in items])]
    labels = ["", *("" if i.amounts else i.label for i in items)]
    for item, component, above in zip(items, components, labels, strict=False):
        words = f"{component} {item.label}"
        label = (
            item.label
            if BALANCE.search(item.label) or not item.amounts
            else f"{above} {item.label}".strip()
        )
        amounts = (
            replace(
                _counted(
                    _of_day(a, label, component, told.known), words, section.lines, told.elsewhere
                ),
                member=component,
            )
            for a in item.amounts
        )
        yield replace(item, amounts=tuple(amounts))


def _components(rows: Sequence[tuple[str, bool]]) -> Iterator[str]:
    """Of each row the heading over an opening balance, up to the closing one. `rows`: label, and
    whether it has numbers.
    """
    now, balances = "", 0
    for (label, numbers), (below, _) in zip(rows, [*rows[1:], ("", False)], strict=True):
        balance = bool(BALANCE.search(label))
        if not numbers and not balance and BALANCE.search(below):
            now, balances = label.rstrip(":"), 0
        balances += balance
        yield now
        if balances > 1 and numbers:
            now, balances = "", 0


def _of_day(a: LineAmount, label: str, component: str, known: Known) -> LineAmount:
    """A balance is of the day before its period, or of its last one."""
    if not a.months or not (BALANCE.search(label) or (not component and SUM.search(label))):
        return a
    days = [v for kind, *_, v in readings(label) if kind == "day"]
    opening = OPENING.search(label) or (days and days[0][0] != a.period_end.month)
    end = before(a.period_end, a.months, known) if opening else a.period_end
    return replace(a, period_end=end, months=None)


def _counted(
    a: LineAmount, words: str, lines: Sequence[Line], elsewhere: Scale | None
) -> LineAmount:
    """With the unit that its words say, if that is no money."""
    quote = a.place.text[a.start : a.end]
    per_share = "." in quote and called(words) == PER_SHARE
    unit = SHARES if NUMBER_OF.search(words) else PER_SHARE if per_share else MONEY
    if unit == MONEY:
        return a
    scale = read_scale(lines, a.place, unit, elsewhere)
    value = in_base_units(a.value.scaleb(-a.scale), scale.power)
    return replace(a, unit=unit, value=value, scale=scale.power)


# Columns that are components of equity


def _by_members(sections: Sequence[_Section], told: _Told) -> list["_Table"]:
    """The grids with words over their columns, and those whose columns go on with theirs."""
    found = [(s, g) for s in sections for g in grids(s.lines, told.boxes)]
    periods = read_periods([g for _, g in found], told.known)
    made: list[_Table] = []
    lines = tuple(n for s in sections for n in s.lines)
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
            made.append(_Table(lines, told, grid, {**dates}, kept))
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
    told: _Told
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
        found, right = _added_up(rows, units, balances)
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
    rows: Sequence[PrintedRow], units: Sequence[Mapping[int, str]], balances: Sequence[bool]
) -> tuple[dict[int, Sum], set[tuple[int, int]]]:
    """The sums of rows, and the (row, column) of each number in a sum that is right: of rows, or of
    columns beside each other.
    """
    values = [
        {c: a.value for a, c in r.amounts if of[c] != PER_SHARE}
        for r, of in zip(rows, units, strict=True)
    ]
    found = sums(values, [bool(TOTAL.search(r.label)) for r in rows])
    found += _closings(values, balances, found)
    money = sorted({c for of in units for c, unit in of.items() if unit == MONEY})
    beside = [{i: v[c] for i, v in enumerate(values) if c in v} for c in money]
    across = proven(beside, sums(beside))
    right = set(proven(values, found)) | {(i, money[c]) for c, i in across}
    return {s.row: s for s in found}, right


def _closings(
    values: Sequence[Mapping[int, Decimal]], balances: Sequence[bool], found: Sequence[Sum]
) -> Iterator[Sum]:
    """Balances that are nearly the one before with the rows between: up to what rounding makes."""
    known = {s.row for s in found}
    of_others = {i for s in found if not balances[s.row] for i, _ in s.parts}
    places = [i for i, balance in enumerate(balances) if balance]
    for opening, closing in pairwise(places):
        rows = [i for i in range(opening, closing) if values[i] and i not in of_others]
        off = [
            total - sum(values[i].get(c, Decimal(0)) for i in rows)
            for c, total in values[closing].items()
        ]
        most = Decimal(1 + len(rows) // 8).scaleb(_places(values[closing].values()))
        if len(rows) > 1 and closing not in known and all(abs(o) <= most for o in off):
            yield Sum(closing, tuple((i, 1) for i in rows))


def _places(numbers: Iterable[Decimal]) -> int:
    """The power of ten of their last digit."""
    return min(int(n.as_tuple().exponent) for n in numbers)
