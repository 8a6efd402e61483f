"""The numbers of a table: those at the ends of its lines, and the columns that they line up in.

Numbers in labels line up with nothing, so they are of no column.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract_filings.pipeline.records import Box, Line
from extract_filings.pipeline.resolve.head_cells import height
from extract_filings.pipeline.text.patterns import CURRENCY

DECIMAL_COMMA = r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}(?:\.\d{3})?,\d{1,2}(?!\d)"
"""1.234.567, 1.234,5 and 0,31: points, if any, set thousands apart."""
NUMBER = (
    rf"\d{{1,3}}(?:[,’']\d{{3}})+(?:\.\d+)?(?!,\d)|{DECIMAL_COMMA}|\d+(?:\.\d+)?|(?<![a-z])\.\d+"
)
SIGNS = CURRENCY[:-1] + "(<]"
BEHIND = r"[-−–](?!\S)"
"""A minus behind its number."""
CREDIT = r"(?i:CR|DR)\b\.?"
"""A mark of what stands against the other amounts."""
CODE = r"(?:US|USD|A|AU|C|CA|HK|S|NZ|R|RMB|CAD|AUD|EUR|GBP|Rs\.?)"
SIGN = rf"(?:{CODE}{CURRENCY}?|{CURRENCY})"
WORD = re.compile(
    rf"(?:{CODE}|{SIGNS}|[-–−]){{0,5}}(?:(?:{NUMBER})(?:{CREDIT}|{BEHIND})?|[—–-]{{1,2}})?[)>%*¢]*"
    rf"|\([a-z\d]{{1,2}}\)|N/?[AM]|nm|nil|pts?\.?|{CREDIT}|{CODE}",
    re.I,
)
ITEM = re.compile(
    rf"(?P<minus>[(<]\s?{SIGN}?\s?|[-–−](?:{SIGN}\s?)?(?=[\d.]))?"
    rf"(?P<number>{NUMBER}|[—–-]{{1,2}}|(?i:nil)\b)"
    rf"(?P<behind>(?<=\d)(?:{BEHIND}|\s?{CREDIT}))?(?P<percent>\s?\)?\s?%)?"
)
ALIGNED = 9.0  # points: right edges differ by a bracket or a percent sign
MANY = 4  # numbers under each other: a page that has them is a table
SPARSE = 6  # a column has more than a sixth of the numbers of the fullest one

Boxes = Mapping[int, Sequence[Sequence[Box]]]  # by page, of each character of each line
UprightBoxes = Callable[[Sequence[int]], Boxes]
"""The boxes of pages' characters, of pages that are turned as if they were not."""


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

    @property
    def printed(self) -> str:
        return self.line.text[self.start : self.end]


Body = Mapping[Line, list[Amount]]  # the amounts of lines of tables


def amounts(line: Line, boxes: Sequence[Box]) -> list[Amount]:
    """The numbers and dashes at the end of a line, where nothing but numbers and their signs
    follows.
    """
    start = len(line.text)
    for word in reversed([*re.finditer(r"\S+", line.text)]):
        if not WORD.fullmatch(word.group()):
            break
        start = word.start()
    return amounts_in(line, boxes, start, len(line.text))


def amounts_in(line: Line, boxes: Sequence[Box], start: int, end: int) -> list[Amount]:
    """All numbers and dashes of a span, but no "000", which is a unit."""
    found = ITEM.finditer(line.text, start, end)
    return [_amount(line, boxes, m) for m in found if m["number"] != "000"]


def _amount(line: Line, boxes: Sequence[Box], match: re.Match) -> Amount:
    """A dash is a zero."""
    start, end = match.span("number")
    size = size_of(match["number"])
    value = -size if (match["minus"] or match["behind"]) and size else size
    x0, x1 = boxes[start][0], boxes[end - 1][2]
    return Amount(line, start, end, value, bool(match["percent"]), x0, x1, height(boxes, start))


def size_of(printed: str) -> Decimal:
    """
    >>> [str(size_of(n)) for n in ("1,234.5", "98'799", "1.234,5", "0,31", "—")]
    ['1234.5', '98799', '1234.5', '0.31', '0']
    """
    if not printed[-1].isdigit():
        return Decimal(0)
    if re.fullmatch(DECIMAL_COMMA, printed):
        printed = printed.replace(".", "").replace(",", ".")
    return Decimal(re.sub("[,’']", "", printed))


def clusters(some: Iterable[Amount]) -> list[list[Amount]]:
    """Numbers with one right edge, from left to right."""
    groups: list[list[Amount]] = []
    for amount in sorted(some, key=lambda a: a.x1):
        if groups and amount.x1 - groups[-1][-1].x1 < ALIGNED:
            groups[-1].append(amount)
        else:
            groups.append([amount])
    return groups


def body(some: Sequence[Amount]) -> Body:
    """The rows of all pages, without numbers that stand alone in their place on a page of many:
    those of labels.
    """
    rows: dict[Line, list[Amount]] = defaultdict(list)
    for page in sorted({a.line.page for a in some}):
        groups = clusters(a for a in some if a.line.page == page)
        kept = [a for g in groups for a in g if len(g) > 1 or max(map(len, groups)) < MANY]
        for amount in sorted(kept, key=lambda a: (a.line.number, a.start)):
            rows[amount.line].append(amount)
    return rows


def columns(some: Iterable[Amount]) -> list[list[Amount]]:
    """Those with enough numbers: dashes that stand out of line are none. Numbers that are aligned
    otherwise, as centred ones are, are of the column that they stand under."""
    groups = joined(clusters(some))
    fullest = max(map(len, groups), default=0)
    return [g for g in groups if len(g) * SPARSE > fullest]


def joined(groups: Sequence[list[Amount]]) -> list[list[Amount]]:
    """Neighbours that overlap and share no row are one column."""
    made: list[list[Amount]] = []
    for group in groups:
        if (
            made
            and _overlap(made[-1], group)
            and not {a.line for a in made[-1]} & {a.line for a in group}
        ):
            made[-1] = made[-1] + group
        else:
            made.append(group)
    return made


def _overlap(left: Sequence[Amount], right: Sequence[Amount]) -> bool:
    """Whether most of the narrower one stands within the other's width."""
    a0, a1 = min(a.x0 for a in left), max(a.x1 for a in left)
    b0, b1 = min(a.x0 for a in right), max(a.x1 for a in right)
    return min(a1, b1) - max(a0, b0) > min(a1 - a0, b1 - b0) / 2
