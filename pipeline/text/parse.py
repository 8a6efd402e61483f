"""What a span means as its field's type: dates, exact numbers with sign and scale, choices. Exact
or nothing.

>>> typed(FieldSpec("public_float", Decimal, ""), "$182.9 billion", 1, 6)
Decimal('182900000000.0')
"""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from jsonschema import Draft202012Validator

from extract_filings.pipeline.text.patterns import CURRENCY, spans
from extract_filings.schemas.base import FieldSpec

SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
DATE_FORMS = ("%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d", "%m/%d/%Y")
SPELLED = re.compile(
    r"(?i)\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|million|percent|days?)\W*$"
)


def typed(spec: FieldSpec, text: str, start: int, end: int) -> Any:
    """What `text[start:end]` means as the field's type, or None if it does not read as one."""
    quote = text[start:end]
    if spec.choices:
        name = next((c for c in spec.choices if c.lower() == " ".join(quote.lower().split())), None)
        return None if name is None else spec.meaning(name)
    if spec.type is date:
        return _date(quote)
    if spec.type in (Decimal, int):
        return _number(spec, text, start, end)
    return re.sub(r"\s+", " ", quote).strip() or None


def legal(spec: FieldSpec, value: Any) -> bool:
    """Whether a value obeys the schema's bounds, lengths and pattern."""
    return value is not None and (
        not spec.rules or Draft202012Validator(dict(spec.rules)).is_valid(value)
    )


def options(spec: FieldSpec, text: str) -> tuple[str, ...] | None:
    """What the text offers for a field, as printed; None if any of its words may be it."""
    if spec.choices:
        return spec.choices
    if spec.type is str and not spec.cue.pattern:
        return None
    return tuple(
        dict.fromkeys(
            text[s:e] for s, e in spans(spec, text) if legal(spec, typed(spec, text, s, e))
        )
    )


def found(spec: FieldSpec, text: str, words: str, behind: int = 0) -> tuple[int, int] | None:
    """Where the text prints the words of an answer: at a place that reads as the field, else
    between words, else anywhere.

    Of several such places the first behind this one, if there is one.
    """
    at_words = [
        m.span()
        for m in re.finditer(
            (
                rf"(?i)(?<!\w){re.escape(words)}(?!\w)"
                if spec.choices
                else rf"(?<!\w){re.escape(words)}(?!\w)"
            ),
            text,
        )
    ]
    reads = lambda s: (
        text[slice(*s)] == words and legal(spec, typed(spec, text, *s))
    )  # the 5 of "five (5) days", not of "$5 million"
    places = (
        [*filter(reads, spans(spec, text))]
        if options(spec, text) is not None and not spec.choices
        else at_words
    )
    anywhere = [(at, at + len(words))] if words and (at := text.find(words)) >= 0 else []
    some = places or at_words or anywhere
    return next((s for s in some if s[0] >= behind), some[0] if some else None)


def _date(quote: str) -> date | None:
    """Any form of `text.DATE`."""
    bare = re.sub(r"(?i)(?<=\d)(?:st|nd|rd|th)\b|\bday\s+of\b|[.,]", " ", quote)
    words = re.sub(r"\bSept\b", "Sep", " ".join(bare.split()).title())
    for form in DATE_FORMS:
        try:
            return datetime.strptime(words, form).date()
        except ValueError:
            continue
    return None


def _number(spec: FieldSpec, text: str, start: int, end: int) -> Decimal | int | None:
    """The printed number times the scale word right behind it, less than nothing in brackets or
    behind a minus.

    A bound of 1 makes a percentage a share: "2.5%" is 0.025.

    >>> _number(FieldSpec("gain", Decimal, ""), "Equity (1,250)", 8, 13), _number(FieldSpec("days", int, ""), "thirty (30) days", 8, 10)
    (Decimal('-1250'), 30)
    """
    scale = re.match(r"\s*\W?\s*(thousand|million|billion|trillion)", text[end:], re.IGNORECASE)
    try:
        value = Decimal(text[start:end].replace(",", "")) * (
            Decimal(10) ** SCALES[scale[1].lower()] if scale else 1
        )
    except InvalidOperation:  # a pattern of the schema that allows more than a number
        return None
    if _below_zero(text, start, end):
        value = -value
    if re.match(r"\s*(?:%|percent\b)", text[end:]) and any(
        k in ("maximum", "exclusiveMaximum") and v <= 1 for k, v in spec.rules
    ):
        value /= 100
    return (
        value
        if spec.type is Decimal
        else int(value)
        if value == value.to_integral_value()
        else None
    )


def _below_zero(text: str, start: int, end: int) -> bool:
    """In brackets of its own, or behind a minus that joins nothing. "Thirty (30)" only says it
    twice.
    """
    before = text[:start]
    bracket = re.search(rf"\(\s*{CURRENCY}?\s*$", before)
    if bracket and re.match(r"\s*\)", text[end:]):
        return not SPELLED.search(before[: bracket.start()])
    return bool(re.search(rf"(?:^|[\s(]|{CURRENCY})[-−–]{CURRENCY}?$", before))
