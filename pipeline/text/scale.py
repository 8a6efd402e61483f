"""The scale of printed amounts: "(In millions, except number of shares, which are reflected in
thousands)" -> a power of ten for each line of its pages.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract_filings.pipeline.records import Document, Line
from extract_filings.pipeline.text.patterns import CURRENCY, MONEY

SCALES = {
    "thousand": 3,
    "million": 6,
    "billion": 9,
    "trillion": 12,
    "crore": 7,
    "lakh": 5,
    "lac": 5,
    "hundred": 2,
}
TIMES = {"": 0, "ten": 1, "hundred": 2}
"""Of "ten thousand", "hundreds of thousands"."""
SHORT_SCALES = {"mm": 6, "mn": 6, "m": 6, "bn": 9, "b": 9, "k": 3, "t": 3, "th": 3, "mio": 6}
SHORT_SCALES |= {"mln": 6, "mil": 6}
SIZE = (
    r"(?:(?P<times_size>ten|hundred)s?[\s-](?:of\s)?)?"
    r"(?P<size>thousand|million|billion|trillion|crore|lakh|lac|hundred(?=s\b(?!\s+of)))s?\b"
)
SHORT = r"(?:mm|mn|bn|mio|mln|mil)"
CODE = r"(?:USD|EUR|GBP|CHF|JPY|SEK|NOK|DKK|AUD|CAD|NZD|HKD|SGD|CNY|RMB|INR|ZAR|BRL|MXN|PLN|CZK)"
CODES = (
    r"(?:U\.?S\.?\s?D?|USD|AUD|CAD|C|A|NZ|NZD|HK|HKD|S|SGD|R|RMB|CNY|EUR|GBP|CHF|JPY|INR|Rs\.?|NOK"
    r"|SEK|DKK|MXN|BRL|ZAR|NIS|ILS|KRW|TWD|NT|PHP|THB|IDR|MYR|PLN|HUF|CZK|CLP|COP|ARS|SAR|AED"
    r"|Ps\.?|Rp\.?)"
)
ONE = "1[,.\\s’']000"
"""A thousand, as a unit."""
SIGN = rf"(?:{CODES}\s?)?{CURRENCY}"
ZEROS = rf"(?:{CODES}|{CURRENCY})?\s?[’'‘`(]?(?<![\d,.])000[’'‘`]?s?\)?(?!\d)(?:\s*omitted)?"
STATED = re.compile(
    rf"(?:\bin\s+(?:(?!tens?\b|hundreds?\b)[a-z]+\s+)?|\(|&\s|{CURRENCY}\s?|{CODES}\s"
    rf"|\bunits?\s?:\s?|\bnearest\s){SIZE}(?!\s+(?:shares|units))"
    rf"|^\W*{SIZE.replace('size', 'size2')}"
    rf"(?=\s*$|(?:\s+(?:thousand|million|billion)s?)+\s*$|\s+of\b|\s+\b{CODES}|[\s,;(]+(?:except|unless|other)|\)|\s*{CURRENCY})"
    rf"|^\W*(?P<short0>{SHORT})\.?(?:\s+(?:{SHORT}\.?|{CODE}))*\W*$|\bin\s+(?P<short>{SHORT})s?\b"
    rf"|(?:{SIGN}|\b(?:{CODES}))\s?[’'‘`]?(?P<short2>{SHORT}|m|b|k)(?![a-z\d])"
    rf"|(?<!\w)(?P<short3>[MTK])(?:{CODE}\b|{CURRENCY})(?!\s?[\d(])"
    r"|(?<!\w)(?P<short4>Th)(?:US|Ch|C|A)?\$(?!\s?(?!(?:19|20)\d\d\b)[\d(])"
    rf"|(?:\bin\s+(?:units\s+of\s+)?(?:{CODES}|{CURRENCY})?|\((?:{CODES}|{CURRENCY})|^\W*{CODE})"
    rf"\s?(?P<one>{ONE})(?=(?:\s+{CODE}\s{ONE})*\W*$|\)|[\s,;(]+(?:except|unless|of)\b)"
    rf"|(?:\bin\s+|\(){ONE}\s(?:{CODES}|{MONEY})\b"
    rf"|(?P<zeros>(?:\b(?:in|figures|amounts|stated)\b.*?|\(|^\W*|{SIGN}\s?|\b{CODES}\s?){ZEROS})",
    re.I,
)
SHORTS = ("short0", "short", "short2", "short3", "short4")
DOLLARS = re.compile(
    r"\(?(?:(?:all )?(?:amounts|figures) )?(?:(?:expressed|stated) )?in (?:(?:whole|full|actual) )?"
    rf"(?:u\.?\s?s\.? )?{MONEY}\)?",
    re.I,
)
PER_SHARE = re.compile(
    r"\bper(?:[\s-]+(?!and\b|or\b|unit)[\w/]+){0,3}?[\s-]+shares?\b"
    r"(?:\s+(?:data|amounts?|information|figures)\b)?",
    re.I,
)
"""Of amounts per share, whatever kind of share, and of no number of shares."""
OF_SHARES = re.compile(rf"\bshares?\b[^;)]{{0,40}}?\bin {SIZE}", re.I)
SHARES_ALONE = re.compile(
    rf"(?<!and )(?<!& )\bshares?\b[^,;()]*\(?\bin {SIZE}"
    rf"|{SIZE.replace('size', 'of')}\s+(?:of )?shares",
    re.I,
)
WITH_SHARES = re.compile(r"(?:dollars?|amounts|\$)\s*(?:and|&|,)\s*shares?\b", re.I)
NOT_SHARES = re.compile(r"except[^;)]*?\bshares?\b", re.I)
SHARE_ROW = re.compile(r"shares|weighted|basic|dilut", re.I)
NEAR = 4  # lines from a row of shares up to the heading that may give its scale
FULL = re.compile(r"\b\d{1,3}(?:,\d{3}){2,}\b")  # thousands of thousands: printed in full
FULL_CELLS = re.compile(FULL.pattern + r"(?=[^A-Za-z]*$)")  # not "2,577,000,000 shares authorized"
PAGE, BEFORE, BELOW, ELSEWHERE = 0.995, 0.97, 0.97, 0.95
"""Probability of what is stated above on the page, on the page before, below, by another statement.
"""
UNSTATED, UNSTATED_IN_FULL = 0.5, 0.9
ROWS = 3
"""Lines with figures that a table has, at least one more."""
IN_CENTS = -2
OF_MONEY = re.compile(rf"{CURRENCY}|\b{CODES}\b|\b{MONEY}\b", re.I)
CENT = (
    rf"(?:{CODES}\s?|(?:[a-z]+\s){{0,2}})(?<!one\s)(?<!two\s)(?<!five\s)(?<!ten\s)"
    r"(?:cents?\b|pence\b|¢)"
)
"""Of whatever currency, but no number of them."""
CENTS = re.compile(
    rf"\(\s*(?:(?:expressed\s+)?in\s+)?(?:{CENT}|p\s*\))|\bin\s+{CENT}|[-–—,:]\s+{CENT}"
    rf"|(?<![\d½¼¾⅔⅓]\s){CENT}\s+per\b|\d\s?¢|^(?:\s*{CENT})+\s*$",
    re.I,
)
PER_SHARE_IN_CENTS = re.compile(
    rf"{PER_SHARE.pattern}[^;.)]{{0,40}}?\b(?:in|are)\s+{CENT}|except[^;)]*?\s{CENT}\s+per\b", re.I
)
"""Of a page, in whatever line: "in thousands, except per share amounts in cents"."""
FIGURES = re.compile(r"\d\s*\)?\s*$")
MOST_SHARES = 2 * 10**10
MOST_MONEY = 10**13  # of what another page states: no company whose own page is silent has more
UNIT_LINE = 60  # characters: a longer line that begins with "billion" goes on with a sentence
EXCEPT = re.compile(r"\b(?:except|shares\s+in)\b", re.I)
"""Goes on after a unit, and hardly in such a sentence."""
ALONE = re.compile(rf"\s*\(\s*(?:in )?{SIZE}\s*\)\s*", re.I)
"""A line of nothing but a scale."""
FOOTNOTE = 240  # characters: a longer line below a table is prose


@dataclass(frozen=True, slots=True)
class Scale:
    """A power of ten, how probable it is, and the line that states it."""

    power: int
    probability: float
    line: Line | None = None


def before(document: Document, page: int) -> tuple[Line, ...]:
    """The page before: a statement's title and scale may stand at its foot."""
    return document.pages[page - 2] if page > 1 else ()


def read_scale(
    lines: Sequence[Line], row: Line, unit: str | None, elsewhere: Scale | None = None
) -> Scale:
    """What the row's label or, if it is silent, the nearest line above says, else one below on the
    page, else other statements. Amounts per share have none.
    """
    at = lines.index(row)
    if unit == "USD/share":
        return _per_share(lines, at)
    if unit == "shares":
        near = range(at, max(-1, at - NEAR - 1), -1)
        own = ((lines[i], _row_of_shares(_joined(lines, i))) for i in near)
        if (stated := next(((n, s) for n, s in own if s is not None), None)) is not None:
            return Scale(stated[1], PAGE, stated[0])
    found = next(_statements(lines, at, unit), None)
    if found and _of_another_table(lines, row, found):
        return _unstated(lines, row)
    if found is None and elsewhere is not None:
        found = Scale(elsewhere.power, ELSEWHERE, elsewhere.line)
    if found is None or _too_large(lines, row, found):
        found = _unstated(lines, row)
    return _shares_in_full(row, found) if unit == "shares" else found


def _statements(lines: Sequence[Line], at: int, unit: str | None) -> Iterator[Scale]:
    """From the row up, on its page and the one before; then down to the foot of its page."""
    page = lines[at].page
    above = [i for i in range(at, -1, -1) if lines[i].page == page]
    below = [i for i in range(at + 1, len(lines)) if lines[i].page == page]
    earlier = [i for i in range(at, -1, -1) if lines[i].page < page]
    for places, share in ((above, PAGE), (below, BELOW), (earlier, BEFORE)):
        for i in places:
            if share == BELOW and len(lines[i].text) > FOOTNOTE:
                continue
            power = _stated(_phrase(lines, i), unit)
            if power is not None and (i == at or not _of_its_shares(lines, i)):
                yield Scale(power, UNSTATED if _contradicted(lines, i, power) else share, lines[i])


def _contradicted(lines: Sequence[Line], at: int, power: int) -> bool:
    """Whether another line of nothing but a scale stands close above in the same head: "Yen",
    "(Millions)", "U.S. dollars", "(Thousands)" over columns side by side.
    """
    if not ALONE.fullmatch(lines[at].text):
        return False
    for line in reversed(lines[max(0, at - NEAR) : at]):
        if line.page != lines[at].page or FIGURES.search(line.text):
            return False
        if ALONE.fullmatch(line.text):
            return _stated(line.text, None) not in (None, power)
    return False


def _per_share(lines: Sequence[Line], at: int) -> Scale:
    """As printed, unless its label, a heading close above or the page's speak of cents."""
    heads = (i for i in range(at, -1, -1) if i == at or not FIGURES.search(lines[i].text))
    for i in heads:
        near = at - i <= NEAR and CENTS.search(lines[i].text)
        same = lines[i].page == lines[at].page
        if near or (same and PER_SHARE_IN_CENTS.search(_phrase(lines, i))):
            return Scale(IN_CENTS, PAGE if i == at else BELOW, lines[i])
    return Scale(0, 1.0)


def _too_large(lines: Sequence[Line], row: Line, found: Scale) -> bool:
    """Whether amounts of the page are too large for a scale that another page states."""
    if not found.power or (found.line and found.line.page == row.page):
        return False
    page = (n.text for n in lines if n.page == row.page and not SHARE_ROW.search(n.text))
    numbers = (n for text in page for n in FULL_CELLS.findall(text))
    largest = max((int(n.replace(",", "")) for n in numbers), default=0)
    return largest * 10**found.power > MOST_MONEY


def _of_another_table(lines: Sequence[Line], row: Line, found: Scale) -> bool:
    """Whether the page before states it, prints a table of its own below, and nothing there in
    full, as the row's page does: selected data in thousands ahead of statements in dollars.
    """
    if not (found.power and found.line) or found.line.page == row.page:
        return False
    behind = [n.text for n in lines[lines.index(found.line) :] if n.page == found.line.page]
    page = [n.text for n in lines if n.page == row.page]
    rows = sum(bool(FIGURES.search(text)) for text in behind)
    full = [sum(bool(FULL_CELLS.search(text)) for text in some) for some in (behind, page)]
    return rows > ROWS and not full[0] and full[1] > ROWS


def _unstated(lines: Sequence[Line], row: Line) -> Scale:
    """Nothing says it: amounts printed in full look like it, tenths do not."""
    page = [line.text for line in lines if line.page == row.page]
    full = sum(bool(FULL.search(text)) for text in page)
    return Scale(0, UNSTATED_IN_FULL if full > 2 else UNSTATED)


def _shares_in_full(row: Line, found: Scale) -> Scale:
    """Shares of seven digits and more are printed in full where the heading speaks of money, or
    where a thousand times as many would be more than any company has."""
    numbers = [int(m.group().replace(",", "")) for m in FULL.finditer(row.text)]
    text = found.line.text if found.line else ""
    if OF_SHARES.search(PER_SHARE.sub("", text)) or WITH_SHARES.search(text):
        return found
    of_money = OF_MONEY.search(text)
    if found.power and numbers and (of_money or max(numbers) * 10**found.power > MOST_SHARES):
        return Scale(0, BEFORE, found.line)
    return found


def power(lines: Sequence[Line], row: Line, unit: str | None) -> int:
    return read_scale(lines, row, unit).power


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
    of_money = re.search(rf"except|\b{MONEY}\b|{CURRENCY} in|amounts", text, re.I)
    return None if of_money else _size(match)


def _of_its_shares(lines: Sequence[Line], at: int) -> bool:
    """Whether a row of shares says the scale of its own numbers."""
    text = _joined(lines, at)
    return bool(FIGURES.search(text)) and _row_of_shares(text) is not None


def _joined(lines: Sequence[Line], at: int) -> str:
    """A line and, if it leaves a bracket open, the next."""
    text = lines[at].text
    return (
        " ".join(n.text for n in lines[at : at + 2]) if text.count("(") > text.count(")") else text
    )


def _phrase(lines: Sequence[Line], at: int) -> str:
    """A line and, if it leaves a bracket open, the two below; nothing if it ends a bracket of the
    line above.
    """
    text = lines[at].text
    if text.count("(") > text.count(")"):
        return " ".join(line.text for line in lines[at : at + 3])
    return text if text.count("(") == text.count(")") else ""


def states_scale(text: str) -> bool:
    """Whether a line says what amounts are in."""
    return _stated(text, None) is not None


@lru_cache(10_000)
def _stated(text: str, unit: str | None) -> int | None:
    """The scale that such a line as "(In millions, except number of shares, which are reflected in
    thousands)" gives the unit.
    """
    if DOLLARS.fullmatch(text):
        return 0
    both = WITH_SHARES.search(text)
    match = STATED.search(text if both else SHARES_ALONE.sub("", text))
    if not match or (match["size2"] and len(text) > UNIT_LINE and not EXCEPT.search(text)):
        return None
    main = _power(match)
    if unit != "shares" or both:
        return main
    of_number = PER_SHARE.sub("", text)
    own = OF_SHARES.search(of_number)
    return _size(own) if own else 0 if NOT_SHARES.search(of_number) else main


def _power(match: re.Match[str]) -> int:
    if match["size"] or match["size2"]:
        return _size(match, "size" if match["size"] else "size2")
    short = next((match[s] for s in SHORTS if match[s]), None)
    return SHORT_SCALES[short.lower()] if short else 3


def _size(match: re.Match[str], name: str = "size") -> int:
    """Of a size and what it is times."""
    return SCALES[match[name].lower()] + TIMES[(match[f"times_{name}"] or "").lower()]
