"""A printed statement whose rows a model has found -> its cells: period, exact amount, scale, sign.

Numbers whose right edges line up are a column; a column takes the date that stands over it. Numbers
in labels line up with nothing that is dated, nor do percentages and changes, so they are no cells.
Values come from print alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from extract_filings.pipeline.records import Box, Line
from extract_filings.pipeline.resolve.periods import Piece, height, period, pieces, whole_days
from extract_filings.pipeline.text.patterns import CURRENCY
from extract_filings.pipeline.text.scale import power
from extract_filings.schemas.base import Cue, Part

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
SIGNS = CURRENCY[:-1] + "(]"
WORD = re.compile(
    rf"{SIGNS}*[-–−]?{SIGNS}*(?:(?:{NUMBER})|[—–-]{{1,2}})?[)%*]*|\([a-z\d]\)|N/?[AM]|nm", re.I
)
ITEM = re.compile(
    rf"(?P<minus>\(\s?{CURRENCY}?\s?|[-–−](?:{CURRENCY}\s?)?(?=[\d.]))?"
    rf"(?P<number>{NUMBER}|[—–-]{{1,2}})(?P<percent>\s?\)?\s?%)?"
)
ALIGNED = 9.0  # points: right edges differ by a bracket or a percent sign
ASIDE = 15.0  # points that a head may stand beside its numbers
# points between the middles of words on one line, and of cells centred beside stacked ones
SAME_ROW, HALF_ROW = 4.0, 8.0
APART = 60.0  # points: no head is that far from its column
MANY = 4  # numbers under each other: a page that has them is a table
SPARSE = 4  # a column has more than a fourth of the numbers of the fullest one

Boxes = Mapping[int, Sequence[Sequence[Box]]]  # by page, of each character of each line
Period = tuple[date, int | None]  # last day, months (None for instants)


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed number of a row: `line.text[start:end]` without brackets and signs.

    `months`: None for instants. `value`: exact, in base units, signed as Cue.sign says.
    """

    line: Line
    start: int
    end: int
    period_end: date
    months: int | None
    value: Decimal


@dataclass(frozen=True, slots=True)
class Amount:
    """A number at the end of a line. `value` has the sign that is printed and no scale."""

    line: Line
    start: int
    end: int
    value: Decimal
    percent: bool
    x0: float
    x1: float
    y: float


Row = list[tuple[Amount, Period]]  # the dated amounts of a line
Body = Mapping[Line, list[Amount]]  # the amounts of lines of tables, dated or not


def read_statement(
    lines: Sequence[Line],
    boxes: Boxes,
    rows: Mapping[str, Line],
    part: Part,
    year_end: date | None = None,
) -> dict[str, tuple[Cell, ...]]:
    """{field: its cells from left to right}. A column whose period the head lacks has none."""
    amounts = {line: _amounts(line, boxes[line.page][line.number]) for line in lines}
    periods = _periods(lines, boxes, amounts, "months" in part.keys, year_end)
    table = {line: found for line in lines if (found := _dated(amounts[line], periods))}
    after = dict(pairwise(lines))
    printed = {
        field: table.get(line) or _behind_label(after.get(line), table)
        for field, line in rows.items()
    }
    statement = Statement(lines, table, printed, part)
    return {
        spec.name: tuple(statement.cells(spec.cue, printed.get(spec.name, [])))
        for spec in part.fields
    }


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement whose columns are dated. `table`: the dated amounts of its lines; `printed`: of
    its fields.
    """

    lines: Sequence[Line]
    table: Mapping[Line, Row]
    printed: Mapping[str, Row]
    part: Part

    def cells(self, cue: Cue, row: Row) -> Iterator[Cell]:
        """Of one field."""
        if not row:
            return
        line = row[0][0].line
        flipped = cue.sign == "provision" and _brackets_are_costs(line, self)
        scale = power(self.lines, line, cue.unit)
        for a, when in row:
            yield Cell(a.line, a.start, a.end, *when, _value(a, cue, scale, flipped))


def _behind_label(line: Line | None, table: Mapping[Line, Row]) -> Row:
    """A row's line without cells, followed by nothing but numbers, is a broken label: they are its
    cells.
    """
    return table.get(line, []) if line and not re.search("[A-Za-z]", line.text) else []


def _amounts(line: Line, boxes: Sequence[Box]) -> list[Amount]:
    """The numbers and dashes at the end of a line, where nothing but numbers and their signs
    follows.
    """
    start = len(line.text)
    for word in reversed([*re.finditer(r"\S+", line.text)]):
        if not WORD.fullmatch(word.group()):
            break
        start = word.start()
    return [_amount(line, boxes, m) for m in ITEM.finditer(line.text, start)]


def _amount(line: Line, boxes: Sequence[Box], match: re.Match) -> Amount:
    """A dash is a zero."""
    start, end = match.span("number")
    digits = match["number"].replace(",", "")
    size = Decimal(digits) if digits[-1].isdigit() else Decimal(0)
    value = -size if match["minus"] and size else size
    return Amount(
        line,
        start,
        end,
        value,
        bool(match["percent"]),
        boxes[start][0],
        boxes[end - 1][2],
        height(boxes, start),
    )


def _dated(amounts: Sequence[Amount], periods: Mapping[Amount, Period]) -> Row:
    """Where two columns show one period, the first counts."""
    row: dict[Period, Amount] = {}
    for amount in amounts:
        if amount in periods:
            row.setdefault(periods[amount], amount)
    return [(amount, when) for when, amount in row.items()]


# Columns and their periods


def _periods(
    lines: Sequence[Line],
    boxes: Boxes,
    amounts: Mapping[Line, Sequence[Amount]],
    flow: bool,
    year_end: date | None,
) -> dict[Amount, Period]:
    """The period of each amount that stands in a dated column."""
    parts = [p for line in lines for p in pieces(line, boxes[line.page][line.number])]
    taken = {(p.line, i) for p in parts for i in range(p.start, p.end)}
    body = _aligned([a for row in amounts.values() for a in row if (a.line, a.start) not in taken])
    found = whole_days(parts)
    periods: dict[Amount, Period] = {}
    for lowest, rows in _tables(body, found):
        head = _head(lowest, found, body)
        dates = _date_row(lowest, head)
        for column, place in _under(_columns([a for row in rows for a in row]), dates):
            if when := period(place, head, dates, flow, year_end):
                periods |= dict.fromkeys(column, when)
    return periods


def _tables(body: Body, found: Sequence[Piece]) -> Iterable[tuple[Piece, list[list[Amount]]]]:
    """The rows with one head on one page, and the head's lowest date over the first of them."""
    tables: dict[tuple[int, int, int], tuple[Piece, list[list[Amount]]]] = {}
    for line, row in body.items():
        if (lowest := _lowest_date(row, found, body)) is not None:
            at = line.page, lowest.line.page, round(lowest.y)
            tables.setdefault(at, (lowest, []))[1].append(row)
    return tables.values()


def _clusters(amounts: Sequence[Amount]) -> list[list[Amount]]:
    """Numbers with one right edge, from left to right."""
    groups: list[list[Amount]] = []
    for amount in sorted(amounts, key=lambda a: a.x1):
        if groups and amount.x1 - groups[-1][-1].x1 < ALIGNED:
            groups[-1].append(amount)
        else:
            groups.append([amount])
    return groups


def _aligned(amounts: Sequence[Amount]) -> Body:
    """The rows of all pages, without numbers that stand alone in their place on a page of many:
    those of labels.
    """
    rows: dict[Line, list[Amount]] = defaultdict(list)
    for page in sorted({a.line.page for a in amounts}):
        groups = _clusters([a for a in amounts if a.line.page == page])
        kept = [a for g in groups for a in g if len(g) > 1 or max(map(len, groups)) < MANY]
        for amount in sorted(kept, key=lambda a: (a.line.number, a.start)):
            rows[amount.line].append(amount)
    return rows


def _columns(amounts: Sequence[Amount]) -> list[list[Amount]]:
    """Where the topmost number is a percentage, all are, and no amounts."""
    return [g for g in _clusters(amounts) if not max(g, key=lambda a: a.y).percent]


def _lowest_date(row: Sequence[Amount], found: Sequence[Piece], body: Body) -> Piece | None:
    """The lowest date or year over the numbers of a row, on its page or one before."""
    page, y, left, right = row[0].line.page, row[0].y, row[0].x0 - ASIDE, row[-1].x1 + ASIDE
    dates = [
        p
        for p in found
        if p.kind in ("date", "year") and p.x0 < right and left < p.x1 and p.line not in body
    ]
    over = [p for p in dates if p.line.page < page or (p.line.page == page and p.y > y)]
    return max(over, key=lambda p: (p.line.page, -p.y), default=None)


def _head(lowest: Piece, found: Sequence[Piece], body: Body) -> list[Piece]:
    """All pieces from beside the lowest date up to the table above."""
    page = lowest.line.page
    heights = (a.y for line, row in body.items() if line.page == page for a in row)
    top = min((y for y in heights if y > lowest.y + SAME_ROW), default=float("inf"))
    return [p for p in found if p.line.page == page and lowest.y - SAME_ROW < p.y < top]


def _date_row(lowest: Piece, head: Sequence[Piece]) -> list[Piece]:
    """The dates side by side with the lowest one; of those over each other only the lower."""
    beside = [p for p in head if p.kind in ("date", "year") and p.y - lowest.y < HALF_ROW]
    row: list[Piece] = []
    for piece in sorted(beside, key=lambda p: p.y):
        if not any(p.x0 < piece.x1 and piece.x0 < p.x1 for p in row):
            row.append(piece)
    return sorted(row, key=lambda p: p.middle)


def _under(columns: list[list[Amount]], dates: list[Piece]) -> list[tuple[list[Amount], Piece]]:
    """Columns with the date over them: in order if there are as many, else nearest pairs first."""
    if len(columns) > len(dates):  # dashes that stand out of line are no column
        columns = [c for c in columns if len(c) * SPARSE > max(map(len, columns))]
    if len(columns) == len(dates):
        return list(zip(columns, dates, strict=True))
    middles = [(min(a.x0 for a in c) + max(a.x1 for a in c)) / 2 for c in columns]
    pairs = sorted(
        (abs(m - p.middle), i, j) for i, m in enumerate(middles) for j, p in enumerate(dates)
    )
    made: dict[int, int] = {}
    for distance, i, j in pairs:
        if distance < APART and i not in made and j not in made.values():
            made[i] = j
    return [(columns[i], dates[j]) for i, j in sorted(made.items())]


# Sign


def _value(amount: Amount, cue: Cue, scale: int, flipped: bool) -> Decimal:
    value = amount.value * 10**scale
    if scale:
        value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    if cue.sign in ("cost", "outflow"):
        return abs(value)
    return -value if flipped and value else value


def _brackets_are_costs(line: Line, statement: Statement) -> bool:
    """Whether brackets around a provision mean that it was paid: the sums say so, else the label,
    else the other costs.
    """
    if fits := _sums(line, statement.table):
        return fits < 0
    label = line.text
    if not re.match(r"[A-Z]", label):
        lines = statement.lines
        label = lines[max(0, lines.index(line) - 1)].text + " " + label
    if re.search(r"\([^)]*(?:provision|expense)", label, re.I):
        return True
    if re.search("benefit", label, re.I):
        return not re.search("provision|expense", label, re.I)
    return _costs_are_in_brackets(statement)


def _costs_are_in_brackets(statement: Statement) -> bool:
    """Whether most of them are."""
    costs = [
        a.value
        for f in statement.part.fields
        if f.cue.sign == "cost" and f.cue.unit == "USD"
        for a, _ in statement.printed.get(f.name, ())
    ]
    return bool(costs) and sum(v < 0 for v in costs) > len(costs) / 2


def _sums(line: Line, table: Mapping[Line, Row]) -> int:
    """How many columns add up with brackets as minus, less how many add up with brackets as plus.

    They add up if the row above, less the tax, plus none to three rows that follow, is the row
    after them.
    """
    order = list(table)
    at = order.index(line)
    above = {when: a.value for a, when in table[order[at - 1]]} if at else {}
    below = [{when: a.value for a, when in table[one]} for one in order[at + 1 : at + 5]]
    fits = 0
    for tax, when in table[line]:
        if not tax.value or when not in above:
            continue
        column = [row[when] for row in below if when in row]
        for sign in (1, -1):
            fits += sign * _adds_up(above[when] - sign * tax.value, column)
    return fits


def _adds_up(rest: Decimal, column: Sequence[Decimal]) -> bool:
    """Whether some value below is the sum of the rest and the values before it."""
    for value in column:
        if rest == value:
            return True
        rest += value
    return False
