"""How a page prints its numbers: what sets thousands apart, and what is a minus.

One cell does not say whether "102.284" is in thousands, "100 121" two columns or "– 3,210" a zero
and a number; the cells of a page together do. Where they contradict each other the number is none.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from extract_filings.pipeline.records import Box, Line
from extract_filings.pipeline.resolve.amounts import (
    CREDIT,
    DECIMAL_COMMA,
    Amount,
    Boxes,
    size_of,
)

TIGHT = 1.3  # widths of a digit: a blank is narrower, the space between columns wider
SURE = 4  # cells that must agree
EDGE = 4.0  # points: a dash so near to the right edge of other numbers is a cell under them
COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
POINTS = re.compile(r"[1-9]\d{0,2}\.\d{3}|\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?")
GROUP = re.compile(r"[1-9]\d{0,2}(?: \d{3})*")
LAST_GROUP = re.compile(r"\d{3}(?:[.,]\d+)?")

Printed = dict[Line, list[Amount]]


def settled(printed: Mapping[Line, Sequence[Amount]], boxes: Boxes) -> Printed:
    """The numbers of each line, read as their page prints them."""
    made: Printed = {}
    for page in dict.fromkeys(line.page for line in printed):
        here = {line: [*some] for line, some in printed.items() if line.page == page}
        for step in (_with_blanks, _with_signs, _with_points, _unmixed, _credits):
            here = step(here, boxes)
        made |= here
    return {line: made[line] for line in printed}


def _numbers(here: Printed) -> list[Amount]:
    return [a for some in here.values() for a in some if a.printed[-1].isdigit()]


def _with_signs(here: Printed, boxes: Boxes) -> Printed:
    """A dash a blank ahead of a number is its minus, unless it stands under other numbers."""
    edges = sorted(a.x1 for a in _numbers(here))

    def minus(dash: Amount, number: Amount) -> bool:
        under = sum(abs(x - dash.x1) < EDGE for x in edges) > 1
        return (
            not dash.printed[-1].isdigit()
            and number.value > 0
            and _tight(dash, number)
            and not under
            and _free(dash, boxes)
        )

    return _joined(here, minus, lambda a, b: replace(b, value=-b.value))


def _free(dash: Amount, boxes: Boxes) -> bool:
    """Whether no word stands a blank ahead of it: that would be a dash of the label."""
    before = dash.line.text[: dash.start].rstrip()
    own: Sequence[Box] = boxes[dash.line.page][dash.line.number]
    return not before or dash.x0 - own[len(before) - 1][2] > dash.x1 - dash.x0


def _with_blanks(here: Printed, _: Boxes) -> Printed:
    """Groups of digits a blank apart are one number, where all that follow so are three digits and
    nothing else sets thousands apart."""
    pairs = [(a, b) for some in here.values() for a, b in pairwise(some) if _tight(a, b)]
    of_digits = [(a, b) for a, b in pairs if GROUP.fullmatch(a.printed)]
    whole = sum(_before(a.printed) > 3 for a in _numbers(here))
    grouped = [b for _, b in of_digits if LAST_GROUP.fullmatch(b.printed)]
    if len(grouped) < SURE or len(grouped) < len(of_digits) or 10 * whole > len(grouped):
        return here
    return _joined(here, _groups, _as_one)


def _before(printed: str) -> int:
    """How many characters stand before the decimals."""
    match = re.match(r"\d*(?:,\d{3})*", printed)
    return len(match[0]) if match else 0


def _groups(a: Amount, b: Amount) -> bool:
    digits = GROUP.fullmatch(" ".join(a.printed.split())) and LAST_GROUP.fullmatch(b.printed)
    return bool(digits) and _tight(a, b)


def _as_one(a: Amount, b: Amount) -> Amount:
    digits = re.sub(r"\s", "", a.line.text[a.start : b.end]).replace(",", ".")
    value = Decimal(digits) * (-1 if a.value < 0 or b.value < 0 else 1)
    return replace(a, end=b.end, x1=b.x1, value=value, percent=b.percent)


def _joined(
    here: Printed,
    one: Callable[[Amount, Amount], bool],
    joined: Callable[[Amount, Amount], Amount],
) -> Printed:
    """With neighbours made one."""
    made: Printed = {}
    for line, some in here.items():
        kept: list[Amount] = []
        for amount in some:
            if kept and one(kept[-1], amount):
                amount = joined(kept.pop(), amount)
            kept.append(amount)
        made[line] = kept
    return made


def _tight(a: Amount, b: Amount) -> bool:
    """Whether nothing but a blank stands between them."""
    digit = (b.x1 - b.x0) / (b.end - b.start)
    return not a.line.text[a.end : b.start].strip() and b.x0 - a.x1 < TIGHT * digit


def _with_points(here: Printed, _: Boxes) -> Printed:
    """Points before three digits set thousands apart, where every point stands so and no comma
    does."""
    numbers = [a for a in _numbers(here) if not a.percent]
    pointed = [a for a in numbers if POINTS.fullmatch(a.printed)]
    others = [a.printed for a in numbers if not POINTS.fullmatch(a.printed)]
    plain = (re.fullmatch(rf"\d{{1,3}}|{DECIMAL_COMMA}", text) for text in others)
    if len(pointed) < SURE or not all(plain):
        return here

    def read(a: Amount) -> Amount:
        size = size_of(a.printed.replace(".", "")) if a in pointed and "," not in a.printed else 0
        return replace(a, value=size.copy_sign(a.value)) if size else a

    return _each(here, read)


def _unmixed(here: Printed, _: Boxes) -> Printed:
    """Without decimal commas on a page whose commas set thousands apart."""
    if not any(COMMAS.fullmatch(a.printed) for a in _numbers(here)):
        return here
    return _each(here, lambda a: None if re.fullmatch(DECIMAL_COMMA, a.printed) else a)


def _credits(here: Printed, _: Boxes) -> Printed:
    """Without amounts that are marked CR or DR, where both marks occur or most amounts have one:
    then no mark says which sign the others have."""
    numbers = _numbers(here)
    marks = {a: m[0].strip(" .").upper() for a in numbers if (m := _mark(a))}
    if len({*marks.values()}) < 2 and 2 * len(marks) <= len(numbers):
        return here
    return _each(here, lambda a: None if a in marks else a)


def _mark(amount: Amount) -> re.Match[str] | None:
    return re.match(rf"\s?(?:{CREDIT})", amount.line.text[amount.end :])


def _each(here: Printed, read: Callable[[Amount], Amount | None]) -> Printed:
    return {line: [b for a in some if (b := read(a))] for line, some in here.items()}
