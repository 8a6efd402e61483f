"""All tables of numbers of a document, those of its notes too, as they are printed.

No model is asked: grids (grids.py) are put together to tables, each number gets its period
(grid_periods.py), scale and unit, and each table its title and note. The cover says the period of
the filing.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count, pairwise

from extract_filings.pipeline.records import (
    Box,
    Document,
    Line,
    PrintedTable,
    TableCell,
    TableRow,
)
from extract_filings.pipeline.resolve.amounts import Amount, Boxes
from extract_filings.pipeline.resolve.head_words import readings
from extract_filings.pipeline.resolve.line_items import MONEY, PER_SHARE, SHARES, UNITS
from extract_filings.pipeline.resolve.notes.grid_periods import Dated, read_periods
from extract_filings.pipeline.resolve.notes.grids import Grid, grids
from extract_filings.pipeline.resolve.notes.period_words import last_sentence
from extract_filings.pipeline.resolve.periods import Known
from extract_filings.pipeline.resolve.printed_rows import levels_of, placed_under, rows_over
from extract_filings.pipeline.resolve.sheet import in_place
from extract_filings.pipeline.resolve.statement import in_base_units
from extract_filings.pipeline.text.patterns import CURRENCY
from extract_filings.pipeline.text.scale import ELSEWHERE, Scale, read_scale

PERCENT, YEARS = "percent", "years"
COVERS = 3
"""Pages that may be the cover."""
COVER = re.compile(
    r"(?i)\b(?:fiscal\s+year|(?:quarterly|transition)\s+period|quarter|year|period)\s+ended\b"
)
ANNUAL, INTERIM = re.compile(r"\b(?:10-?K|20-?F|40-?F)\b"), re.compile(r"\b10-?Q\b")
NOTE = re.compile(
    r"(?i)^(?:foot)?note\s+(?P<number>\d{1,2}[A-Z]?)\b\s*[-–—.:]*\s*(?P<title>.{0,90})$"
)
NUMBERED = re.compile(r"^\(?(?P<number>\d{1,2})[.)]\s+(?P<title>[A-Z][^.:;]{2,80})[.:]?$")
LETTERED = re.compile(r"^(?P<number>[A-Z])\.\s+(?P<title>[A-Z][A-Z ,&’'-]{3,80})$")
ITEM = re.compile(
    r"(?i)^item\s+\d{1,2}[A-C]?\s*[.:–—-]*\s+(?!.*\bfinancial statements\b)"
    r"(?:[A-Z]|\().{3,110}[^.,;]$|^management[’']s discussion and analysis\b[^.,;]{0,80}$"
)
"""The heading of another item of the form, behind the notes; the one right behind them often stands
without its number.
"""
CONTINUED = re.compile(r"(?i)\s*[-–—(]*\s*\(?continued\)?\.?\s*$")
TITLE_WORDS = 14
OF_YEARS = re.compile(
    r"(?i)\((?:in )?years\)|\b(?:remaining|average|expected)\b.*(?<![\w-])(?:life|lives|term)\b"
)
OF_PERCENT = re.compile(r"(?i)(?<![\d.])(?<![\d.]\s)(?:%|\bpercent(?:age)?s?\b)")
"""Behind a number, as in "2.5 percent notes", it is of a name."""
OF_SHARES = re.compile(r"(?i)\b(?:shares|options|units|awards|rsus|psus)\b|\bnumber of\b")
OF_VALUE = re.compile(r"(?i)\b(?:value|price|amounts?|cost)\b")
A_SHARE = re.compile(
    r"(?i)\bgrant[\s-]date\b|\b(?:exercise|grant|average) price\b|\bprice paid\b"
    r"|\bper (?:common )?(?:share|unit)\b|\beps\b"
    r"|\bweighted[\s-]average\W+(?:fair value|price)\b"
)
OF_ALL = re.compile(r"(?i)\b(?:aggregate|total|intrinsic|number|except|life|lives)\b")
"""Over amounts that are of no single share, whatever else is said."""
COUNTED = re.compile(r"(?i)\b(?:number(?:\W+of\W+\w+)?|shares)\s*(?:\([^)]*\)\s*)?$")
"""The end of a head over numbers of shares, whatever their rows are called."""
CAPITAL = re.compile(r"(?i)^\W*(?:common|ordinary|preferred|capital)\b.*\bpar value\b")
"""A class of shares among balances: its number is an amount."""
WHOLE = 0.4
"""Of a grid's numbers, at least, are whole where those with cents are amounts a share."""
CENTS = re.compile(r"\d\.\d\d")
MOST_SHARES = 50_000_000_000
"""No filing prints more shares: what states their scale elsewhere is of amounts."""
HEAD_SIZED = re.compile(r"(?i)\bin (?P<word>thousand|million|billion)s\b")
POWERS = {"thousand": 3, "million": 6, "billion": 9}
SMALL = 1000
SIZED = re.compile(r"(?i)\bin (?:thousands|millions|billions)\b|\(000")
STATEMENT = re.compile(
    r"(?i)^\W*(?:\w+ )?(?:consolidated )?"
    r"(?:statements? of (?:\w+ )?(?:income|operations|earnings|cash flows)"
    r"|balance sheets?|income statements?)\b(?!.*[.,]$)"
)
"""Title of a statement."""
RUNNING, FEWEST_PAGES, MANY_PAGES = 3, 4, 0.1
"""First lines of a page that may be a running head; pages that have it, at least, and of all."""
TOP = 8
"""Lines of a page where a title stands."""
UNDATED = 0.5
"""Confidence at most of a number whose period nothing says."""

UprightBoxes = Callable[[Sequence[int]], Boxes]


def known_by_cover(document: Document) -> Known:
    """The period and the form that the first pages name."""
    pages = [" ".join(n.text for n in page) for page in document.pages[:COVERS]]
    text = " ".join(pages)
    end = next((d for p in pages for d in _ends(p)), None)
    forms = [m.start() for m in ANNUAL.finditer(text)], [m.start() for m in INTERIM.finditer(text)]
    first = [min(some, default=len(text)) for some in forms]
    annual = None if first[0] == first[1] else first[0] < first[1]
    return Known(annual, end, (end,) if end else (), end if annual else None)


def _ends(text: str) -> Iterator[date]:
    for m in COVER.finditer(text):
        behind = text[m.end() : m.end() + 60]
        yield from (v for kind, *_, v in readings(behind) if kind == "date" and v)


def note_tables(document: Document, boxes: UprightBoxes) -> tuple[PrintedTable, ...]:
    """All tables, in printed order."""
    pages = [n for n, page in enumerate(document.pages, 1) if page]
    placed = boxes(pages)
    found = grids_of(document, placed)
    lines = {n: in_place(document.pages[n - 1], placed) for n in pages}
    periods = read_periods(found, known_by_cover(document))
    kept = [(g, p) for g, p in zip(found, periods, strict=True) if _is_table(g)]
    context = _Context(lines, placed, _notes(lines), _elsewhere(kept, lines))
    number = count(1)
    return tuple(_table(next(number), some, context) for some in _joined(kept))


def grids_of(document: Document, placed: Boxes) -> list[Grid]:
    """All grids of a document, in printed order."""
    pages = [in_place(page, placed) for page in document.pages if page]
    running = running_heads(pages)
    return [
        g
        for page in pages
        for g in grids(
            [n for i, n in enumerate(page) if i >= RUNNING or plain(n) not in running], placed
        )
    ]


def running_heads(pages: Sequence[Sequence[Line]]) -> set[str]:
    """What the first lines of many pages say, but for periods, scales and lines without words: a
    table may go on below it."""
    first = Counter(text for page in pages for text in {plain(n) for n in page[:RUNNING]})
    many = max(FEWEST_PAGES, MANY_PAGES * len(pages))
    often = (t for t, n in first.items() if n >= many and re.search("[a-z]{2}", t))
    return {t for t in often if not SIZED.search(t) and not _dated(t)}


def plain(line: Line) -> str:
    return " ".join(line.text.lower().split())


def _dated(text: str) -> bool:
    return any(kind not in ("no period", "compared") for kind, *_ in readings(text))


def _is_table(grid: Grid) -> bool:
    """Two numbers at least; no contents of pages."""
    values = [a for r in grid.rows for a, _ in r.amounts]
    bare = all(a.printed.isdigit() and a.value < 1000 for a in values)
    one = len(grid.columns) == 1
    rising = all(a.value <= b.value for a, b in pairwise(values))
    return len(values) > 1 and not (one and bare and rising and not grid.head)


Grids = list[tuple[Grid, dict[Amount, Dated]]]


def _joined(some: Grids) -> Iterator[Grids]:
    """The grids of each table: those below each other, and those that go on over a page."""
    table: Grids = []
    for grid, periods in some:
        if table and not _goes_on(table[-1][0], grid):
            yield table
            table = []
        table.append((grid, periods))
    if table:
        yield table


def _goes_on(last: Grid, grid: Grid) -> bool:
    same = grid.after and not grid.above and last.page == grid.page
    over = grid.page == last.page + 1 and not grid.head and not grid.above
    return same or (over and len(last.columns) == len(grid.columns))


@dataclass(frozen=True)
class _Context:
    """What tables share: lines in place, boxes, the note that each line stands in, the scale that
    most tables state. `scales`: what was read already."""

    lines: dict[int, list[Line]]
    boxes: Boxes
    notes: dict[int, list[tuple[int, str, str]]]
    elsewhere: Scale | None
    scales: dict[tuple, Scale] = field(default_factory=dict)

    def scale(self, grid: Grid, amount: Amount, unit: str, head: str) -> Scale:
        """A head over some columns alone says theirs."""
        if unit in (PERCENT, YEARS, PER_SHARE):
            return Scale(0, 1.0)
        found = self._scale(grid, amount.line, unit)
        if said := HEAD_SIZED.search(head):
            return Scale(POWERS[said["word"].lower()], found.probability, found.line)
        many = abs(amount.value).scaleb(found.power) > MOST_SHARES
        return Scale(0, UNDATED) if unit == SHARES and many else found

    def _scale(self, grid: Grid, line: Line, unit: str) -> Scale:
        own = bool(SIZED.search(line.text))
        first = next(r.amounts[0][0].line for r in grid.rows if r.amounts)
        at = line if own else first
        key = at, unit
        if key not in self.scales:
            lines = [*self.lines.get(grid.page - 1, ()), *self.lines[grid.page]]
            self.scales[key] = read_scale(lines, at, unit, self.elsewhere)
        return self.scales[key]


def _elsewhere(kept: Grids, lines: dict[int, list[Line]]) -> Scale | None:
    """The scale that most pages of statements state, else most pages with tables."""
    firsts = {g.page: next(r.amounts[0][0].line for r in g.rows if r.amounts) for g, _ in kept}
    titled = [n for n in firsts if any(STATEMENT.search(line.text) for line in lines[n][:TOP])]
    for pages in (titled, firsts):
        found = (read_scale(lines[n], firsts[n], None) for n in pages)
        stated = [s for s in found if s.line]
        powers = Counter(s.power for s in stated).most_common(1)
        if best := next((s for s in stated if s.power == powers[0][0]), None):
            return Scale(best.power, ELSEWHERE, best.line)
    return None


# Notes and titles


def _notes(lines: dict[int, list[Line]]) -> dict[int, list[tuple[int, str, str]]]:
    """{page: (place of the line, number, title) of each note that begins or goes on there}. Behind
    the heading of another item of the form stands none.
    """
    made: dict[int, list[tuple[int, str, str]]] = {}
    now: tuple[str, str] = "", ""
    last = ""
    for page, some in lines.items():
        made[page] = [(-1, now[0], now[1])]
        for at, line in enumerate(some):
            found = _note(line.text, last)
            if found or ITEM.match(line.text.strip()):
                now = found or ("", "")
                last = now[0] or last
                made[page].append((at, now[0], now[1]))
    return made


def _note(text: str, last: str) -> tuple[str, str] | None:
    """Number and title of a note, if a line is its heading; plain numbers only in their order."""
    text = " ".join(text.split())
    if m := NOTE.match(text):
        title = CONTINUED.sub("", m["title"]).strip()
        sentence = re.search(r"[a-z]{2,}[.,;]\s|\bof the\b|[.,;]$", title)
        return (m["number"], title) if title and not sentence else None
    for pattern in (NUMBERED, LETTERED):
        m = pattern.match(text)
        if m and m["number"] == _next(last, m["number"]) and len(text.split()) < TITLE_WORDS:
            return m["number"], CONTINUED.sub("", m["title"]).strip()
    return None


def _next(last: str, now: str) -> str:
    if now.isdigit():
        return str(int(last) + 1) if last.isdigit() else "1"
    return chr(ord(last) + 1) if len(last) == 1 and last.isalpha() else "A"


def _title(grid: Grid) -> tuple[str, str]:
    """The nearest line above that is a heading, and the sentence that leads to the table."""
    over = {c.line for words in grid.words for c in words}
    above = [*grid.above, *(n for n in grid.heading if n not in over)]
    texts = [" ".join(n.text.split()) for n in above]
    at = max((i for i, t in enumerate(texts) if _is_heading(t)), default=-1)
    heading = texts[at] if at >= 0 else ""
    behind = texts[at + 1 :] or texts[:at]
    return heading, last_sentence(" ".join(behind[-6:])) if behind else ""


def _is_heading(text: str) -> bool:
    words = text.split()
    plain = re.sub(r"\(.*?\)", "", text).strip()
    return (
        0 < len(words) <= TITLE_WORDS
        and bool(re.match(r"[A-Z]", plain))
        and not re.search(r"[.,;:]$|\b(?:are|is|was|were|follows)\b", plain)
        and not SIZED.search(text)
    )


# Tables


def _table(number: int, some: Grids, context: _Context) -> PrintedTable:
    first = some[0][0]
    title, caption = _title(first)
    at = context.lines[first.page].index(first.rows[0].lines[0])
    _, note, note_title = [n for n in context.notes[first.page] if n[0] < at][-1]
    heads, places = _heads(some)
    rows, cells = [], []
    for grid, periods in some:
        before = len(rows)
        rows += _rows(grid, before)
        cells += _cells(grid, periods, places[id(grid)], before, context)
    return PrintedTable(
        number,
        tuple(dict.fromkeys(g.page for g, _ in some)),
        title or note_title,
        caption,
        note,
        note_title,
        tuple(heads),
        tuple(_member(h) for h in heads),
        tuple(rows),
        tuple(cells),
        _hull([c.box for c in cells if c.box and c.place.page == first.page]),
    )


def _heads(some: Grids) -> tuple[list[str], dict[int, list[int]]]:
    """The heads of a table's columns, and of each grid the places of its own among them: grids of
    the same heads share columns, one without words has those of the grid above."""
    heads: list[str] = []
    places: dict[int, list[int]] = {}
    last: list[int] = []
    for grid, _ in some:
        own = [" | ".join(c.text for c in words) for words in grid.words]
        if not any(own) and len(last) == len(own):
            places[id(grid)] = last
            continue
        if own == [heads[i] for i in last]:
            places[id(grid)] = last
            continue
        last = [*range(len(heads), len(heads) + len(own))]
        heads += own
        places[id(grid)] = last
    return heads, places


def _member(head: str) -> str:
    """A head without its periods.

    >>> _member("Three Months Ended | June 30, 2023 | Europe")
    'Europe'
    """
    kept = []
    for part in head.split(" | "):
        bare = part
        for _, start, end, _ in sorted(readings(part), key=lambda r: r[1] - r[2]):
            bare = bare[:start] + " " * (end - start) + bare[end:]
        words = re.findall(r"(?i)\b(?!(?:as|of|at|ended|ending|for|the|and|in)\b)[a-z]{2,}", bare)
        kept += [part] if words else []
    return " | ".join(kept)


def _rows(grid: Grid, before: int) -> Iterator[TableRow]:
    levels = levels_of(grid.rows)
    numbers = [bool(r.amounts) for r in grid.rows]
    placed = [*placed_under([r.label for r in grid.rows], levels, numbers)]
    for i, row in enumerate(grid.rows):
        under = placed[i]
        yield TableRow(
            before + i + 1,
            row.label,
            row.lines[0].page,
            levels[i],
            None if under is None else before + under + 1,
            next((label for heading, label in rows_over(placed, grid.rows, i) if heading), ""),
        )


def _cells(
    grid: Grid,
    periods: dict[Amount, Dated],
    places: Sequence[int],
    before: int,
    context: _Context,
) -> Iterator[TableCell]:
    heads = [" ".join(c.text for c in words) for words in grid.words]
    sections = [r.section for r in _rows(grid, 0)]
    whole = _mostly_whole(grid)
    for i, row in enumerate(grid.rows):
        for amount, column in row.amounts:
            unit = unit_of(amount, row.label, heads[column], sections[i])
            if unit == MONEY and whole and CENTS.fullmatch(amount.printed[-4:]):
                unit = PER_SHARE
            scale = context.scale(grid, amount, unit, heads[column])
            at = periods.get(amount)
            end, months = at.period if at else (None, None)
            sure = at.probability if at else UNDATED
            yield TableCell(
                before + i + 1,
                places[column] + 1,
                amount.line,
                amount.start,
                amount.end,
                in_base_units(amount.value, scale.power),
                unit,
                scale.power,
                end,
                months,
                at.told_by if at else "",
                round(sure * scale.probability, 6),
                _box(amount, context.boxes),
            )


def _mostly_whole(grid: Grid) -> bool:
    """Whether its numbers have no cents, by and large."""
    some = [a.printed for r in grid.rows for a, _ in r.amounts if a.value and not a.percent]
    return sum("." not in p for p in some) >= WHOLE * max(1, len(some))


def unit_of(amount: Amount, label: str, head: str, section: str) -> str:
    """By the sign at the number, else the words of its row, of its column, of its heading. Amounts
    a share have decimals, terms and percentages are small."""
    if amount.percent:
        return PERCENT
    signed = re.search(rf"{CURRENCY}\s*\(?\s*$", amount.line.text[: amount.start])
    decimals, small = "." in amount.printed, abs(amount.value) < SMALL
    if (decimals or small) and A_SHARE.search(head) and not OF_ALL.search(head):
        return PER_SHARE
    if COUNTED.search(head) and not signed and not OF_VALUE.search(head):
        return SHARES
    for words in (label, head, section):
        called = next((u for u, pattern in UNITS if re.search(pattern, words, re.I)), None)
        if (
            called == SHARES
            and not signed
            and not CAPITAL.search(words)
            and not (decimals and A_SHARE.search(words))
        ):
            return SHARES
        if decimals and (called == PER_SHARE or A_SHARE.search(words)):
            return PER_SHARE
        if small and not signed and OF_YEARS.search(words):
            return YEARS
        if small and not signed and OF_PERCENT.search(words):
            return PERCENT
    of_shares = OF_SHARES.search(head) and not OF_VALUE.search(head)
    return SHARES if of_shares and not signed else MONEY


def _box(amount: Amount, boxes: Boxes) -> Box:
    some = boxes[amount.line.page][amount.line.number][amount.start : amount.end]
    return _hull(some) or (0.0, 0.0, 0.0, 0.0)


def _hull(some: Sequence[Box]) -> Box | None:
    if not some:
        return None
    x0, y0 = (min(b[i] for b in some) for i in (0, 1))
    x1, y1 = (max(b[i] for b in some) for i in (2, 3))
    return x0, y0, x1, y1
