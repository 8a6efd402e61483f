"""Totals without words: below "Revenues" and its rows "11,763,096 10,797,479". Where the rows add
up to it, to the last digit in all columns, the model is shown "total revenues", for it knows rows
by their words.

>>> page = ["Revenues:", "Casino 5,753 5,016", "Rooms and", "suites — 2,152", "5,753 7,168"]
>>> with_names([*page, "Expenses", "Casino 3,199 2,673"])[4]
'total Revenues 5,753 7,168'
>>> with_names(["Plant", "Land 100 90", "Less: depreciation 40 30", "60 60"])[3]
'60 60'
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from extract_filings.pipeline.text.patterns import CURRENCY, american

MOST = 15
"""Lines from a total up to its heading."""
HEADING = 6
"""Words that a heading has at most."""
CELL = re.compile(rf"(?<![\w.,])(\(?)\s?{CURRENCY}?\s?(\d[\d,]*(?:\.\d+)?|[—–-])(?![\w.,])")
DASH = re.compile("[—–-]")

Cells = tuple[Decimal, ...]


def with_names(texts: Sequence[str]) -> list[str]:
    """The lines of a page, with these totals called by their headings."""
    cells = [_cells(t) for t in texts]
    names = [_name(texts, cells, i) if _nameless(t) else "" for i, t in enumerate(texts)]
    return [f"{name} {t}" if name else t for name, t in zip(names, texts, strict=True)]


def _nameless(text: str) -> bool:
    return bool(re.search(r"\d", text)) and not re.search(r"[^\W\d_]", text)


def _cells(text: str) -> Cells:
    """Its numbers; a dash is 0."""
    found = CELL.findall(american(text))
    return tuple(Decimal(f"{sign and '-'}{DASH.sub('0', n).replace(',', '')}") for sign, n in found)


def _name(texts: Sequence[str], cells: Sequence[Cells], total: int) -> str:
    """What the total is called by the nearest heading below which all rows add up to it."""
    goal, rows = cells[total], 0
    left = goal
    for i in range(total - 1, max(-1, total - 1 - MOST), -1):
        if _nameless(texts[i]):
            return ""
        own = cells[i][-len(goal) :]
        if len(own) == len(goal):
            left, rows = tuple(a - b for a, b in zip(left, own, strict=True)), rows + 1
        elif rows > 1 and any(goal) and not any(left) and _is_heading(texts[i]):
            return f"total {texts[i].strip().rstrip(':')}"
    return ""


def _is_heading(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text)
    return 0 < len(words) <= HEADING and not re.search(r"\d|[.,]$", text)
