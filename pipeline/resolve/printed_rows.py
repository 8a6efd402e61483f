"""The rows of a table as they are printed: labels whole, indents as levels, what each stands under.

Rules:
- A line without numbers is the beginning of a label that runs over, or a heading. It is a beginning
  if the row below goes on in small letters, prints only numbers, or stands further in below a line
  that is as wide as labels get.
- Indents are levels. A row stands under the nearest line above it with a smaller indent, or under a
  heading of its own indent until a total ends it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extract_filings.pipeline.records import Line
from extract_filings.pipeline.resolve.amounts import Amount, Boxes

Numbers = Mapping[Line, Sequence[tuple[Amount, Any]]]
"""The numbers of each line, and what each is of."""

INDENT = 2.5
"""Points between two levels of indents, at least."""

WIDE = 0.8
"""Of the widest label's width: a line that is wider runs over."""

TOTAL = re.compile(
    r"(?i)^\W*(?:total\w*|net|sub-?total)\b|^\W*(?:\([a-z]\)\W*)?$|\bnet$"
    r"|^(?:gross|operating) (?:profit|income|margin)|^(?:other )?comprehensive (?:income|loss|earn)"
    r"|^(?:income|earnings|profit|loss)\b.*\b(?:before|from operations|continuing)"
    r"|\bat (?:the )?end of\b"
)
SMALL = re.compile(r"[a-z(&]")
GOES_ON = re.compile(r"(?i)(?:\b(?:of|and|or|the|to|in|from|by|for|per|less|at|on)|[,–—-])$")
LONG = 30
"""Characters that a line of a label which runs over has at least."""

NONE_AHEAD: Mapping[Line, int] = {}


@dataclass(slots=True)
class PrintedRow:
    """A printed row while it is put together. `x`: of the label's left edge. `ahead`: where the
    first number of a line stands that has some ahead of its amounts, of notes perhaps."""

    lines: list[Line]
    x: float
    amounts: list[tuple[Amount, Any]] = field(default_factory=list)
    ahead: Mapping[Line, int] = field(default_factory=lambda: NONE_AHEAD)

    @property
    def label(self) -> str:
        texts = [n.text for n in self.lines]
        if self.amounts:
            first = self.amounts[0][0]
            at = self.lines.index(first.line)
            texts[at] = texts[at][: min(first.start, self.ahead.get(first.line, first.start))]
        return " ".join(t for t in map(bare, texts) if t)


def bare(text: str) -> str:
    """A label without dot leaders and the sign of the first number.

    >>> bare("Net sales. . . . . $ "), bare("Costs ....("), bare("Acme Inc.")
    ('Net sales', 'Costs', 'Acme Inc.')
    """
    return re.sub(r"(?:\s*[.…_]){2,}[\s$€£¥(\u2212]*$|[\s$€£¥(\u2212]+$", "", text.strip())


def printed_rows(
    lines: Sequence[Line], numbers: Numbers, boxes: Boxes, ahead: Mapping[Line, int] = NONE_AHEAD
) -> Iterator[PrintedRow]:
    """The rows of a page, their labels whole. `ahead`: as of `PrintedRow`."""
    widest = max((_right(n, numbers, boxes) for n in lines), default=0.0)
    begun: PrintedRow | None = None
    for line in (n for n in lines if n in numbers or _says(n.text)):
        amounts = numbers.get(line, ())
        row = PrintedRow([line], boxes[line.page][line.number][0][0], list(amounts), ahead)
        if begun and _runs_over(begun, row, widest, numbers, boxes):
            row = PrintedRow([*begun.lines, line], begun.x, [*begun.amounts, *amounts], ahead)
        elif begun:
            yield begun
        begun = row
    if begun:
        yield begun


def _says(text: str) -> bool:
    """No drawn rule, fraction or number of a note."""
    return bool(re.search(r"[^\W\d_]|\d{3}", text))


def _right(line: Line, numbers: Numbers, boxes: Boxes) -> float:
    """Where the label of a line ends, in points."""
    row = numbers.get(line)
    text = line.text[: row[0][0].start] if row else line.text
    end = len(bare(text))
    return boxes[line.page][line.number][end - 1][2] if end else 0.0


def _runs_over(
    upper: PrintedRow, lower: PrintedRow, widest: float, numbers: Numbers, boxes: Boxes
) -> bool:
    """Whether a label goes on in the line below."""
    label, behind = upper.label, lower.label
    if label.count("(") > label.count(")") and lower.amounts:
        return not upper.amounts
    if not label or label.endswith(":"):
        return False
    if upper.amounts:
        small = re.match("[a-z]", behind) or GOES_ON.search(label) or _bracketed(upper, lower)
        return not lower.amounts and bool(small)
    if not re.search("[A-Za-z]", behind):
        return bool(lower.amounts)
    if SMALL.match(behind) or GOES_ON.search(label):
        return True
    wide = _right(upper.lines[-1], numbers, boxes) > WIDE * widest
    return wide and bool(lower.amounts) and lower.x > upper.x + INDENT and len(label) > LONG


def _bracketed(upper: PrintedRow, lower: PrintedRow) -> bool:
    """Whether the lower one is a remark on it."""
    return bool(re.fullmatch(r"\([^)]{8,}\)", lower.label)) and lower.x > upper.x - INDENT


def levels_of(rows: Sequence[PrintedRow]) -> list[int]:
    """By the indents of each page."""
    steps: dict[int, list[float]] = {}
    for row in sorted(rows, key=lambda r: r.x):
        known = steps.setdefault(row.lines[0].page, [])
        if row.label and (not known or row.x - known[-1] > INDENT):
            known.append(row.x)
    return [
        max(0, sum(x <= r.x + INDENT for x in steps[r.lines[0].page]) - 1) if r.label else 0
        for r in rows
    ]


def placed_under(
    labels: Sequence[str], levels: Sequence[int], printed: Sequence[bool]
) -> Iterator[int | None]:
    """Of each row the one that it stands under."""
    open_rows: list[int] = []  # from the outermost to the innermost
    for i, (label, level, numbers) in enumerate(zip(labels, levels, printed, strict=True)):
        while open_rows and not _under(open_rows[-1], level, numbers, levels, printed):
            open_rows.pop()
        if open_rows and open_rows[-1] == i - 1 and TOTAL.match(label) and not printed[i - 1]:
            open_rows.pop()  # a total of nothing
        yield open_rows[-1] if open_rows else None
        if numbers and TOTAL.match(label) and open_rows and _ends(labels, levels, open_rows[-1], i):
            open_rows.pop()
        open_rows.append(i)


def _ends(labels: Sequence[str], levels: Sequence[int], heading: int, total: int) -> bool:
    """Whether a total is that of a heading: by its indent, or by its words."""
    words = labels[heading].rstrip(":").lower()
    return levels[heading] == levels[total] or (bool(words) and words in labels[total].lower())


def _under(
    above: int, level: int, numbers: bool, levels: Sequence[int], printed: Sequence[bool]
) -> bool:
    same = levels[above] == level and not printed[above] and numbers
    return levels[above] < level or same


def rows_over(
    placed: Sequence[int | None], rows: Sequence[PrintedRow], i: int
) -> Iterator[tuple[bool, str]]:
    """The rows over one, from the nearest out: is it a heading; its label."""
    at = placed[i]
    while at is not None:
        yield not rows[at].amounts, rows[at].label.rstrip(":")
        at = placed[at]
