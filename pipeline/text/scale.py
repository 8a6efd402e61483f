"""The scale of printed amounts: "(In millions, except number of shares, which are reflected in
thousands)" -> a power of ten for each line below it.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from extract_filings.pipeline.records import Document, Line
from extract_filings.pipeline.text.patterns import CURRENCY, MONEY

SCALES = {"thousand": 3, "million": 6, "billion": 9}
SIZE = r"(thousand|million|billion)s?\b"
STATED = re.compile(
    rf"(?:\bin\s+|\(|{CURRENCY}\s?){SIZE}"
    rf"|^{SIZE}(?=\s*$|\s+of\b|[\s,;(]+(?:except|unless|other)|\))"
    r"|\(?\b000[’'`]?s\b",
    re.I,
)
DOLLARS = re.compile(
    r"\(?(?:(?:expressed|stated|amounts|all amounts) )?in (?:whole )?"
    rf"(?:u\.?\s?s\.? )?{MONEY}\)?",
    re.I,
)
OF_SHARES = re.compile(rf"(?<!per )(?<!per-)\bshares?\b[^;)]{{0,40}}?\bin {SIZE}", re.I)
SHARES_ALONE = re.compile(rf"(?<!and )\bshares?\b[^,;()]*\(?\bin {SIZE}", re.I)
NOT_SHARES = re.compile(r"except[^;)]*?(?<!per )(?<!per-)\bshares?\b", re.I)
SHARE_ROW = re.compile(r"shares|weighted|basic|dilut", re.I)
NEAR = 4  # lines from a row of shares up to the heading that may give its scale


def before(document: Document, page: int) -> tuple[Line, ...]:
    """The page before: a statement's title and scale may stand at its foot."""
    return document.pages[page - 2] if page > 1 else ()


def power(lines: Sequence[Line], row: Line, unit: str | None) -> int:
    """Power of ten that the row's label or, if it is silent, the nearest line above gives. Amounts
    per share have none.
    """
    if unit == "USD/share":
        return 0
    at = lines.index(row)
    if unit == "shares":
        near = (_row_of_shares(line.text) for line in reversed(lines[max(0, at - NEAR) : at + 1]))
        if (own := next((s for s in near if s is not None), None)) is not None:
            return own
    stated = (_stated(_phrase(lines, i), unit) for i in range(at, -1, -1))
    return next((s for s in stated if s is not None), 0)


def line_scales(document: Document, page: int) -> tuple[tuple[int, int], ...]:
    """The scales of money and of shares that each line of a page would have as a row."""
    rows = document.pages[page - 1]
    lines = before(document, page) + rows
    return tuple((power(lines, row, None), power(lines, row, "shares")) for row in rows)


def _row_of_shares(text: str) -> int | None:
    """6 for "Weighted average shares (in millions)", 0 for "(in shares)", None for a head."""
    if re.search(r"\(in shares\)", text, re.I):
        return 0
    match = re.search(rf"\bin {SIZE}", text, re.I)
    if not match or not SHARE_ROW.search(text):
        return None
    of_money = re.search(rf"except|\b{MONEY}\b|{CURRENCY} in", text, re.I)
    return None if of_money else SCALES[match[1].lower()]


def _phrase(lines: Sequence[Line], at: int) -> str:
    """A line and, if it leaves a bracket open, the two below; nothing if it ends a bracket of the
    line above.
    """
    text = lines[at].text
    if text.count("(") > text.count(")"):
        return " ".join(line.text for line in lines[at : at + 3])
    return text if text.count("(") == text.count(")") else ""


@lru_cache(10_000)
def _stated(text: str, unit: str | None) -> int | None:
    """The scale that such a line as "(In millions, except number of shares, which are reflected in
    thousands)" gives the unit.
    """
    if DOLLARS.fullmatch(text):
        return 0
    match = STATED.search(SHARES_ALONE.sub("", text))
    if not match:
        return None
    main = SCALES[(match[1] or match[2] or "thousand").lower()]
    if unit != "shares":
        return main
    own = OF_SHARES.search(text)
    return SCALES[own[1].lower()] if own else 0 if NOT_SHARES.search(text) else main
