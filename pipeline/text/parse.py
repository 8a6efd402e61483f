"""A printed span -> the value that it means: a date, an exact number with sign and scale, a choice.
Exact or nothing. `printed` and `typed_value`: a value <-> its text in the tables.

>>> typed(FieldSpec("public_float", Decimal, ""), "$182.9 billion", 1, 6)
Decimal('182900000000.0')
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from jsonschema import Draft202012Validator

from extract_filings.pipeline.text.patterns import CURRENCY, DATE, MONTH, spans
from extract_filings.schemas.base import FieldSpec

CENTS = re.compile(r"[.]\d\d$")
SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
SCALE_WORD = re.compile(rf"(?i)\s*[^\w\s.;]?\s*({'|'.join(SCALES)})")
"""Behind a number, with a bracket or hyphen between at most."""
DATE_FORMS = (
    *("%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d"),
    *("%B %d %y", "%b %d %y", "%d %B %y", "%d %b %y"),
)
SHORT_FORMS = tuple(
    f"{days}/{year}" for days in ("%m/%d", "%d/%m", "%d/%b", "%b/%d") for year in ("%Y", "%y")
)
DOTTED_FORMS = ("%d/%m/%Y", "%d/%m/%y")  # a point stands between days and months of Europe
_MON = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
NUMERIC_DATE = (
    rf"(?:\d{{1,2}}(?P<sign>[/.-])(?:\d{{1,2}}|(?i:{_MON}))|(?i:{_MON})(?P<mark>[/-])\d{{1,2}})"
    r"[/.-](?:\d{4}|\d{2})"
)
YEAR_FIRST = r"\d{4}(?P<each>[/.])\d{1,2}(?P=each)\d{1,2}"
_MONTH = rf"(?:{MONTH}|(?i:{_MON})\.?)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_NO_YEAR = r"(?!\s?%|[:,]\d|,?\s+(?:19|20)\d\d(?!\d))"  # "1 Jul 10, 2013" is a 1 and a date
SHORT_YEAR = (
    rf"{_DAY}\s+{_MONTH},?\s+[’']?\d{{2}}{_NO_YEAR}|{_MONTH}\s+{_DAY},?\s+[’']\d{{2}}"
    rf"|{_DAY}\s+of\s+{MONTH},?\s+\d{{4}}|(?:0?[1-9]|[12]\d|3[01])(?i:{_MON})(?:\d{{4}}|\d{{2}})"
)
DATES = re.compile(
    rf"(?<![\w/.-])(?:{DATE.pattern}|{NUMERIC_DATE}|{YEAR_FIRST}|{SHORT_YEAR})(?![\w/-]|\.\d)"
)
"""Dates as any document prints them: a filing's, and 02/19/20, 30-Mar-20, 1.5.2020, 2020/05/01,
03 Mar 25, 03MAR25, Jan 6 '25, 6th of January 2025. Of two numbers the first is the month, as long
as it can be (`conventions.py` knows better).
"""
_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBER_WORDS = {
    **{word: i for i, word in enumerate(_ONES.split(), 1)},
    **{word: 10 * i for i, word in enumerate(_TENS.split(), 2)},
}
_WORD = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_BELOW_100 = rf"(?:{_WORD})(?:[\s-]+(?:{_WORD}))?"
SPELLED_OUT = rf"{_BELOW_100}(?:\s+hundred(?:\s+(?:and\s+)?{_BELOW_100})?)?"
"""A number up to some hundreds in words."""
SPELLED = re.compile(
    r"(?i)\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|million|percent|days?)\W*"
    r"(?:(?:dollars?|euros?|pounds?|francs?|yen)\W*)?$"
)


def typed(spec: FieldSpec, text: str, start: int, end: int) -> Any:
    """Read `text[start:end]` as the field's type; None if it does not read as one."""
    quote = text[start:end]
    if spec.choices:
        name = next((c for c in spec.choices if c.lower() == " ".join(quote.lower().split())), None)
        return None if name is None else spec.meaning(name)
    if spec.type is date:
        return read_date(quote)
    if spec.type in (Decimal, int):
        return _number(spec, text, start, end)
    return re.sub(r"\s+", " ", quote).strip() or None


def legal(spec: FieldSpec, value: Any) -> bool:
    """Whether a value obeys the schema's bounds, lengths and pattern."""
    return value is not None and (
        not spec.rules or Draft202012Validator(dict(spec.rules)).is_valid(value)
    )


def dates_in(text: str) -> Iterator[tuple[str, date]]:
    """Those that are printed with their year, and their words."""
    return ((m[0], day) for m in DATES.finditer(text) if (day := read_date(m[0])))


def options(spec: FieldSpec, text: str) -> tuple[str, ...] | None:
    """The printed candidates for a field in the text; None if any words may be its value."""
    if spec.choices:
        return spec.choices
    if spec.type is str and not spec.cue.pattern:
        return None
    return tuple(
        dict.fromkeys(
            text[s:e] for s, e in spans(spec, text) if legal(spec, typed(spec, text, s, e))
        )
    )


def read_date(quote: str) -> date | None:
    """A date in any form of `DATES`.

    >>> str(read_date("2020/5/1"))
    '2020-05-01'
    >>> str(read_date("02/19/20")), str(read_date("30-Mar-20")), str(read_date("31.12.2021"))
    ('2020-02-19', '2020-03-30', '2021-12-31')
    >>> [str(read_date(day)) for day in ("03 Mar 25", "Jan 6, '25", "6th of January 2025")]
    ['2025-03-03', '2025-01-06', '2025-01-06']
    >>> str(read_date("09JUN25")), str(read_date("9Jun2025"))
    ('2025-06-09', '2025-06-09')
    """
    if re.fullmatch(YEAR_FIRST, quote):
        return _read(re.sub("[/.]", "-", quote), DATE_FORMS)
    if re.fullmatch(NUMERIC_DATE, quote):
        forms = DOTTED_FORMS if "." in quote else SHORT_FORMS
        return _read(re.sub("[.-]", "/", quote).title(), forms)
    bare = re.sub(r"(?i)(?<=\d)(?:st|nd|rd|th)\b|\b(?:day\s+)?of\b|[.,’']", " ", quote)
    bare = re.sub(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)", " ", bare)
    return _read(re.sub(r"\bSept\b", "Sep", " ".join(bare.split()).title()), DATE_FORMS)


def _read(words: str, forms: Sequence[str]) -> date | None:
    for form in forms:
        try:
            return datetime.strptime(words, form).date()
        except ValueError:
            continue
    return None


def spelled(words: str) -> int:
    """
    >>> spelled("three"), spelled("Ninety-five"), spelled("one hundred and eighty")
    (3, 95, 180)
    """
    total = 0
    for word in re.findall("[a-z]+", words.lower()):
        total = total * 100 if word == "hundred" else total + NUMBER_WORDS.get(word, 0)
    return total


def _number(spec: FieldSpec, text: str, start: int, end: int) -> Decimal | int | None:
    """The printed number times the scale word right after it, negative in brackets or after
    a minus.

    >>> _number(FieldSpec("gain", Decimal, ""), "Equity (1,250)", 8, 13)
    Decimal('-1250')
    >>> _number(FieldSpec("gain", Decimal, ""), "Cost 800.00- 5", 5, 11)
    Decimal('-800.00')
    >>> _number(FieldSpec("days", int, ""), "thirty (30) days", 8, 10)
    30
    >>> _number(FieldSpec("fee", int, ""), "two hundred dollars ($200) a day", 22, 25)
    200
    """
    scale = SCALE_WORD.match(text[end:])
    factor = Decimal(10) ** SCALES[scale[1].lower()] if scale else Decimal(1)
    printed = text[start:end]
    try:
        number = spelled(printed) if printed[:1].isalpha() else re.sub(r"[,\s]", "", printed)
        value = Decimal(number) * factor
    except InvalidOperation:  # a pattern of the schema that allows more than a number
        return None
    if _below_zero(text, start, end):
        value = -value
    if re.match(r"\s*(?:%|percent\b)", text[end:]) and is_share(spec):
        value /= 100
    if spec.type is Decimal:
        return value
    return int(value) if value == value.to_integral_value() else None


def is_share(spec: FieldSpec) -> bool:
    """A bound of 1 makes a percentage a share: "2.5%" is 0.025."""
    return any(k in ("maximum", "exclusiveMaximum") and v <= 1 for k, v in spec.rules)


def _below_zero(text: str, start: int, end: int) -> bool:
    """In brackets of its own, behind a minus that joins nothing, or, as ledgers print amounts,
    before one. "Thirty (30)" only says it twice.
    """
    before = text[:start]
    bracket = re.search(rf"\(\s*{CURRENCY}?\s*$", before)
    if bracket and re.match(r"\s*\)", text[end:]):
        return not SPELLED.search(before[: bracket.start()])
    if CENTS.search(text[start:end]) and re.match(r"[-−–](?!\S)", text[end:]):
        return True
    return bool(re.search(rf"(?:^|[\s(]|{CURRENCY})[-−–]{CURRENCY}?$", before))


def printed(value: Any) -> str:
    """A value as text: decimals without exponent and trailing zeros, dates as ISO.

    >>> printed(Decimal("1.50E+3"))
    '1500'
    """
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def typed_value(spec: FieldSpec, text: str | None) -> Any:
    """The inverse of `printed`: the text of a value in evidence/ -> the value."""
    make = {
        Decimal: Decimal,
        int: int,
        float: float,
        date: date.fromisoformat,
        bool: "True".__eq__,
    }.get(spec.type, str)
    return None if text is None else make(text)
