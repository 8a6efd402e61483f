"""The unit of a number of a table: money, shares, an amount a share, a percentage, years."""

import re
from collections.abc import Sequence

from extract_filings.pipeline.resolve.amounts import Amount
from extract_filings.pipeline.resolve.line_items import MONEY, PER_SHARE, SHARES, UNITS
from extract_filings.pipeline.resolve.notes.grids import Grid
from extract_filings.pipeline.text.patterns import CURRENCY

PERCENT, YEARS = "percent", "years"
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
SMALL = 1000


def units_of(grid: Grid, sections: Sequence[str]) -> dict[Amount, str]:
    """Of all its numbers. `sections`: the headings that its rows stand under."""
    heads = [" ".join(c.text for c in words) for words in grid.words]
    whole = _mostly_whole(grid)
    made = {}
    for row, section in zip(grid.rows, sections, strict=True):
        for amount, column in row.amounts:
            unit = unit_of(amount, row.label, heads[column], section)
            cents = unit == MONEY and whole and CENTS.fullmatch(amount.printed[-4:])
            made[amount] = PER_SHARE if cents else unit
    return made


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


def _mostly_whole(grid: Grid) -> bool:
    """Whether its numbers have no cents, by and large."""
    some = [a.printed for r in grid.rows for a, _ in r.amounts if a.value and not a.percent]
    return sum("." not in p for p in some) >= WHOLE * max(1, len(some))
