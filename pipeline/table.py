"""A printed statement whose rows a model has pointed at -> its cells: period, exact amount, scale, sign.

Numbers whose right edges line up are a column; a column takes the date that stands over it. Numbers in labels line up
with nothing that is dated, percentages and changes neither, so they are no cells. Values come from print alone.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.periods import Piece, height, period, pieces, whole_days
from pipeline.records import Box, Line
from schemas.base import Cue, Part

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
WORD = re.compile(rf"[$(]*[-–−]?[$(]*(?:(?:{NUMBER})|[—–-]{{1,2}})?[)%*]*|\([a-z\d]\)|N/?[AM]|nm", re.I)
ITEM = re.compile(rf"(?P<minus>[-–−(]\s?\$?\s?)?(?P<number>{NUMBER}|[—–-]{{1,2}})(?P<percent>\s?\)?\s?%)?")
ALIGNED = 9.0  # points: right edges differ by a bracket or a percent sign
ASIDE = 15.0  # points that a head may stand beside its numbers
SAME_ROW = 4.0  # points between the middles of words on one line
APART = 60.0  # points: no head is that far from its column
SCALES = {"thousand": 3, "million": 6, "billion": 9}

Boxes = dict[int, tuple[tuple[Box, ...], ...]]
Rows = dict[int, list["Amount"]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed number of a pointed row: `line.text[start:end]` without brackets and signs."""

    line: Line
    start: int
    end: int
    period_end: date
    months: int | None  # None for instants
    value: Decimal  # exact, in base units, signed as Cue.sign says


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


@dataclass(frozen=True, slots=True)
class Column:
    """Numbers under each other on a page below one head."""

    x0: float
    x1: float
    amounts: tuple[Amount, ...]

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


def read_statement(
    lines: Sequence[Line], boxes: Boxes, rows: dict[str, Line], part: Part, year_end: date | None = None
) -> dict[str, tuple[Cell, ...]]:
    """{field: its cells from left to right}. A column whose period the head does not say gives none."""
    amounts = {line: found for line in lines if (found := _amounts(line, boxes[line.page][line.number]))}
    periods = _periods(lines, boxes, amounts, "months" in part.keys, year_end)
    table = {line: _first_of_each([(a, periods[a]) for a in row if a in periods]) for line, row in amounts.items()}
    printed = {field: table.get(line, []) for field, line in rows.items()}
    values = {line: {when: a.value for a, when in row} for line, row in table.items() if row}
    cells = {}
    for spec in part.fields:
        flipped = spec.cue.sign == "provision" and _costs_in_brackets(spec.name, printed, values, part)
        cells[spec.name] = tuple(
            Cell(a.line, a.start, a.end, *when, _value(a, spec.cue, _scale(lines, a, spec.cue.unit), flipped)) for a, when in printed.get(spec.name, ())
        )
    return cells


def _amounts(line: Line, boxes: Sequence[Box]) -> tuple[Amount, ...]:
    """The numbers and dashes at the end of a line, where nothing but numbers and their signs follows."""
    start = len(line.text)
    for word in reversed(list(re.finditer(r"\S+", line.text))):
        if not WORD.fullmatch(word.group()):
            break
        start = word.start()
    return tuple(_amount(line, boxes, m) for m in ITEM.finditer(line.text, start))


def _amount(line: Line, boxes: Sequence[Box], match: re.Match) -> Amount:
    start, end = match.span("number")
    size = Decimal(match["number"].replace(",", "")) if match["number"][-1].isdigit() else Decimal(0)
    value = -size if match["minus"] and size else size
    return Amount(line, start, end, value, bool(match["percent"]), boxes[start][0], boxes[end - 1][2], height(boxes, start))


def _first_of_each(found: list) -> list:
    """Where two columns show one period, the first counts."""
    return list({when: (a, when) for a, when in reversed(found)}.values())[::-1]


# Columns and their periods


def _periods(lines: Sequence[Line], boxes: Boxes, amounts: dict, flow: bool, year_end: date | None) -> dict[Amount, tuple[date, int | None]]:
    """The period of each amount that stands in a dated column."""
    parts = [p for line in lines for p in pieces(line, boxes[line.page][line.number])]
    taken, found = {(p.line, i) for p in parts for i in range(p.start, p.end)}, whole_days(parts)
    body = _aligned([a for row in amounts.values() for a in row if (a.line, a.start) not in taken])
    tables = defaultdict(list)
    for line, row in body.items():
        if (place := _head_of(row, found, body)) is not None:
            tables[line.page, place.line.page, round(place.y)].append((place, row))
    periods = {}
    for group in tables.values():
        head = _head(group[0][0], found, body)
        dates = [p for p in head if _on_row(p, group[0][0])]
        for column, place in _under(_columns([row for _, row in group]), dates):
            when = period(place, head, dates, flow, year_end)
            periods |= dict.fromkeys(column.amounts, when) if when else {}
    return periods


def _on_row(piece: Piece, place: Piece) -> bool:
    return piece.kind in ("date", "year") and abs(piece.y - place.y) < SAME_ROW


def _head_of(row: Sequence[Amount], found: Sequence[Piece], body: dict) -> Piece | None:
    """The lowest date or year over the numbers of a row, on its page or one before."""
    page, y, left, right = row[0].line.page, row[0].y, row[0].x0 - ASIDE, row[-1].x1 + ASIDE
    over = [p for p in found if p.kind in ("date", "year") and p.x0 < right and left < p.x1]
    rows = {(a.line.page, round(a.y)) for r in body.values() for a in r}
    over = [p for p in over if (p.line.page, round(p.y)) not in rows and ((p.line.page == page and p.y > y) or p.line.page < page)]
    return max(over, key=lambda p: (p.line.page, -p.y), default=None)


def _head(place: Piece, found: Sequence[Piece], body: dict) -> list[Piece]:
    """All pieces from a little below the date up to the table above."""
    tops = [a.y for row in body.values() for a in row if a.line.page == place.line.page and a.y > place.y + SAME_ROW]
    return [p for p in found if p.line.page == place.line.page and place.y - 25 < p.y < min(tops, default=float("inf"))]


def _clusters(amounts: Sequence[Amount]) -> list[list[Amount]]:
    """Numbers with one right edge, from left to right."""
    groups: list[list[Amount]] = []
    for amount in sorted(amounts, key=lambda a: a.x1):
        if groups and amount.x1 - groups[-1][-1].x1 < ALIGNED:
            groups[-1].append(amount)
        else:
            groups.append([amount])
    return groups


def _aligned(amounts: Sequence[Amount]) -> dict[Line, list[Amount]]:
    """The rows of all pages without the numbers that stand alone in their place on a page of rows: those of labels."""
    kept = []
    for page in {a.line.page for a in amounts}:
        groups = _clusters([a for a in amounts if a.line.page == page])
        kept += [a for g in groups for a in g if len(g) > 1 or max(map(len, groups)) < 4]
    rows: dict[Line, list[Amount]] = defaultdict(list)
    for amount in sorted(kept, key=lambda a: (a.line.page, a.line.number, a.start)):
        rows[amount.line].append(amount)
    return rows


def _columns(rows: Sequence[Sequence[Amount]]) -> list[Column]:
    """Where the topmost number is a percentage, all are, and no amounts."""
    groups = _clusters([a for row in rows for a in row])
    groups = [g for g in groups if not max(g, key=lambda a: (-a.line.page, a.y)).percent]
    return [Column(min(a.x0 for a in g), max(a.x1 for a in g), tuple(g)) for g in groups]


def _under(columns: list[Column], places: list[Piece]) -> list[tuple[Column, Piece]]:
    """Columns with the date over them: in order if there are as many, else the nearest pairs first."""
    places = sorted(places, key=lambda p: p.middle)
    if len(columns) == len(places):
        return list(zip(columns, places))
    pairs, made = sorted((abs(c.middle - p.middle), i, j) for i, c in enumerate(columns) for j, p in enumerate(places)), {}
    for distance, i, j in pairs:
        if distance < APART and i not in made and j not in made.values():
            made[i] = j
    return [(columns[i], places[j]) for i, j in sorted(made.items())]


# Scale


def _scale(lines: Sequence[Line], amount: Amount, unit: str | None) -> int:
    """Power of ten that the row or, if it is silent, the head of the statement gives."""
    if unit == "USD/share":
        return 0
    at = lines.index(amount.line)
    own = _row_scale(lines[max(0, at - 4) : at + 1], unit)
    if own is not None:
        return own
    for line in range(at, -1, -1):
        text = " ".join(one.text for one in lines[line : line + 3])
        if (found := _head_scale(text, unit)) is not None:
            return found
    return 0


def _row_scale(lines: Sequence[Line], unit: str | None) -> int | None:
    """What the label of a row of shares, or the heading over it, says: "(in millions)", "(in shares)"."""
    for line in reversed(lines):
        if unit == "shares" and (match := re.search(r"\(?\bin (thousand|million|billion)s?\b(?! of)", line.text, re.I)) and re.search("shares|weighted|basic|diluted", line.text, re.I) and not re.search("except|dollars", line.text, re.I):
            return SCALES[match[1].lower()]
        if unit == "shares" and re.search(r"\(in shares\)", line.text, re.I):
            return 0
    return None


UNITS = re.compile(r"(?:\bin\s+|\$\s*|\()(thousand|million|billion)s?\b|\b(thousand|million|billion)s of (?:u\.?s\.? )?dollars|\(000[’']?s", re.I)


def _head_scale(text: str, unit: str | None) -> int | None:
    """The scale in a line such as "(In millions, except number of shares, which are reflected in thousands)"."""
    match = UNITS.search(text)
    if not match:
        return None
    main = SCALES[(match[1] or match[2] or "thousand").lower()]
    if unit != "shares":
        return main
    behind = text[match.end() :]
    own = re.search(r"\bshares?\b[^)]{0,30}?\bin (thousand|million|billion)s?", behind, re.I)
    if own:
        return SCALES[own[1].lower()]
    return 0 if re.search(r"except[^)]*?(?<!per )(?<!per-)\bshares?\b", behind, re.I) else main


# Sign


def _value(amount: Amount, cue: Cue, scale: int, flipped: bool) -> Decimal:
    value = amount.value * 10**scale
    if cue.sign in ("cost", "outflow"):
        return abs(value)
    return -value if flipped and value else value


def _costs_in_brackets(field: str, printed: dict, table: dict[Line, dict], part: Part) -> bool:
    """Whether brackets around a provision mean that it was paid: the sums say so, else the label, else the other costs."""
    if not printed.get(field):
        return False
    line = printed[field][0][0].line
    fits = _sums(line, printed.get("pretax_income", ()), table)
    if fits:
        return fits < 0
    label = line.text
    if re.search(r"\([^)]*(?:provision|expense)", label, re.I):
        return True
    if re.search("benefit", label, re.I):
        return not re.search("provision|expense", label, re.I)
    costs = [a.value for f in part.fields if f.cue.sign == "cost" and f.cue.unit == "USD" for a, _ in printed.get(f.name, ())]
    return bool(costs) and sum(v < 0 for v in costs) > len(costs) / 2


def _sums(line: Line, pretax: Sequence, table: dict[Line, dict]) -> int:
    """How many columns add up with brackets as minus, less how many add up with brackets as plus.

    They add up if income before tax, less the tax, plus none to three rows that follow, is the row after them.
    """
    order = sorted(table, key=lambda one: (one.page, one.number))
    at, fits = order.index(line), 0
    before = {when: a.value for a, when in pretax} or (table[order[at - 1]] if at else {})
    for when, tax in table[line].items():
        below = [table[one][when] for one in order[at + 1 : at + 5] if when in table[one]]
        for sign in (1, -1) if tax and when in before else ():
            rest, sums = before[when] - sign * tax, []
            for value in below:
                sums.append(rest == value)
                rest += value
            fits += sign * any(sums)
    return fits
