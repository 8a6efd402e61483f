"""Patterns of printed lines: words, numbers, dates, table rows. Shared by the steps; knows only
text.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from extract_filings.pipeline.records import Line
from extract_filings.schemas.base import FieldSpec

INVISIBLE = "".join(
    chr(code)
    for first, last in (
        (0xAD, 0xAD),
        (0x61C, 0x61C),
        (0x180E, 0x180E),
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x206F),
        (0xFE00, 0xFE0F),
        (0xFEFF, 0xFEFF),
        (0xE0000, 0xE007F),
    )
    for code in range(first, last + 1)
)
"""Characters without width: soft hyphens, joiners, orders to write from the right, tags. A reader
sees none of them, and a table that holds them shows other words than it has.
"""
CURRENCY = "[$€£¥₩₦₹₱₫₺₽₪฿₴₵₡]"
"""Any currency sign is read like a dollar's: rows and amounts must not depend on it."""
MONEY = (
    r"(?:dollars?|euros?|pounds?(?: sterling)?|francs?|yen|yuan|renminbi|won|rupees?|pesos?|reais"
    r"|naira|rand|riyals?|dirhams?|shekels?|kron(?:er|or|a|e)|zloty|lira|baht|dong|rupiah|ringgit"
    r"|shillings?|cedis?)"
)
"""A currency word."""
NUMBER = re.compile(rf"\(?{CURRENCY}?\s*\.?\d[\d,.]*\s*\)?\s*%?")
CELL = re.compile(r"(?:\d|[—–-])\)?\s*%?\s*$|\d[\d,]*\.?\d*\)?(?:\s|$)")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH_FORMS = (
    *(f"{m}|{m.upper()}" for m in MONTHS),
    r"Sept\.?",
    *(rf"{m[:3]}\.?" for m in MONTHS),
)
MONTH = f"(?:{'|'.join(_MONTH_FORMS)})"
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
DATE = re.compile(
    rf"{MONTH}\s+{DAY}\s*,?\s+\d{{4}}|{DAY}(?:\s+day\s+of)?\s+{MONTH},?\s+\d{{4}}"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}"
)
"""March 1, 2023; Mar. 1, 2023; 1st day of March, 2023; 2023-03-01; 3/1/2023, the month first."""
SHAPES = {
    Decimal: r"(?<!\d[.,])(?:\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)(?![.,]?\d)",
    int: r"(?<!\d[.,])\d+(?:,\d{3})*(?![.,]?\d)",
}
"""The shape of a number where the schema gives no pattern."""
GROUPED = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"
"""A number that is whole even where a word touches it: "there were81,204,377 shares"."""
WORD = re.compile(
    rf"{CURRENCY}?{GROUPED}(?=[a-z])|\S*?[a-z](?={CURRENCY}?\d{{1,3}}(?:,\d{{3}})+)|\S+"
)
LAST_CELL = re.compile(rf"\s\(?{CURRENCY}?\s?(?:\d[\d,.]*|[—–-])\s*\)?\s*%?$")
LABEL = re.compile(r"[A-Za-z’')]")
NO_CELL = re.compile(r"(?:19|20)\d\d$|Page \d+$")


APOSTROPHES = re.compile(r"(?<=\d)[’'](?=\d{3}(?!\d))")
MINUS = re.compile(
    rf"<\s?({CURRENCY}?\d[\d,.]*)\s?>|(?<!\S)({CURRENCY}?\d[\d,.]*)(?:[-−–]|\s?(?:CR|DR)\.?)(?!\S)"
)
DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d\d(?![\d,.]))")


def american(text: str) -> str:
    """With numbers of other forms as Americans print them today.

    >>> american("98'799 <1,234> 1,234- 510 CR 0,31")
    '98,799 (1,234) (1,234) (510) 0.31'
    """
    with_commas = APOSTROPHES.sub(",", text)
    return DECIMAL_COMMA.sub(".", MINUS.sub(lambda m: f"({m[1] or m[2]})", with_commas))


def plain(text: str) -> str:
    """Text that cannot be taken for a tag or a special token of a model."""
    return text.replace("<", "‹").replace(">", "›")


def is_row(line: Line) -> bool:
    """Whether a line is a label with a number at the end that is no year."""
    # searched for by itself: one expression for label and number is quadratic in the line
    text = american(line.text)
    cell = LAST_CELL.search(text)
    return bool(cell and LABEL.search(text, 0, cell.start()) and not NO_CELL.search(text))


def words(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the words of a line; a word and a number that touch are two.

    >>> [*words("were81,204,377 shares")]
    [(0, 4), (4, 14), (15, 21)]
    """
    return (m.span() for m in WORD.finditer(text))


def spans(field: FieldSpec, text: str) -> list[tuple[int, int]]:
    """Spans of the line that could be the field, by its type and pattern; the whole line if it has
    neither.
    """
    if field.type is date:
        return [m.span() for m in re.finditer(rf"(?<![\d/-])(?:{DATE.pattern})(?![\d/-])", text)]
    shape = field.cue.pattern or SHAPES.get(field.type)
    if field.type in SHAPES:
        shape = rf"(?<!\d[.,])(?:(?<!\w)(?:{shape})(?!\w)|(?<!\d){GROUPED}(?!\d))(?![.,]?\d)"
        return [m.span() for m in re.finditer(shape, text)]
    return [m.span() for m in re.finditer(rf"(?<!\w)(?:{shape})(?!\w)" if shape else r".+", text)]
