"""One record of any schema, drawn field by field and kept if the schema itself accepts it.

A value follows from, in this order: `Cue.make`, `Field(examples=...)`, the choices, the type, the
pattern, and the words of the field's name and description. Validators of the model say what fits
together.
"""

import random
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError

from extract_filings.pipeline.errors import SchemaError
from extract_filings.schemas.base import FieldSpec, Part
from extract_filings.schemas.compile import parts
from extract_filings.training.synth.any_schema.regex import sample
from extract_filings.training.synth.base import names
from extract_filings.training.synth.base.words import load_words

LEFT_OUT = 0.12  # of the fields that need not be there
NO_ROWS = 0.05
TRIES = 300

WORDS = load_words(__name__)


def _address(rng: random.Random) -> str:
    state = rng.choice(list(names.TOWNS))
    town, code, _ = rng.choice(names.TOWNS[state])
    line, suite = names.street(rng)
    short = rng.choice((state, names.STATES.get(state, state)))
    return f"{line}, {suite + ', ' if suite else ''}{town}, {short} {code}"


def _town(rng: random.Random) -> tuple[str, str, str, str]:
    state = rng.choice(list(names.TOWNS))
    return (state, *rng.choice(names.TOWNS[state]))


def _phrase(rng: random.Random) -> str:
    return " ".join(rng.sample(WORDS["phrase_words"], rng.randint(1, 3)))


def _number(rng: random.Random) -> str:
    return rng.choice(
        (
            f"{rng.choice('ABCDKLMNRST')}{rng.choice('ABCDKLMNRST')}-{rng.randint(1000, 99999)}",
            f"{rng.randint(2015, 2025)}-{rng.randint(1, 9999):04d}",
            str(rng.randint(100_000, 99_999_999)),
        )
    )


def _email(rng: random.Random) -> str:
    first, last = rng.choice(names.FIRST), rng.choice(names.LAST)
    return f"{first}.{last}@{rng.choice(names.HEADS)}.example".lower()


PERSON = (
    r"signatory|officer|person|employee|attorney|doctor|patient|author|manager|contact|director"
    r"|prepared by|signed by"
)
COMPANY = (
    r"tenant|landlord|lessee|lessor|borrower|lender|bank|agent|guarantor|supplier|vendor|buyer"
    r"|seller|customer|client|issuer|insurer|insured|employer|company|registrant|party|parties"
    r"|firm|organi[sz]ation|contractor|provider"
)
MONEY = (
    r"amount|rent|fee|salary|cost|price|total|deposit|loan|premium|payment|balance|principal"
    r"|value|commitment|limit|income|revenue|budget"
)
TEXTS = (
    (r"e-?mail", _email),
    (r"website|url|web page", lambda r: f"www.{r.choice(names.HEADS).lower()}.example"),
    (r"phone|telephone|fax|mobile", lambda r: f"({_town(r)[3]}) 555-{r.randint(100, 199):04d}"),
    (r"zip|postal code|postcode", lambda r: _town(r)[2]),
    (r"city|town", lambda r: _town(r)[1]),
    (r"state|jurisdiction|governing law|province", lambda r: r.choice(list(names.STATES))),
    (r"country|nationality", lambda r: r.choice(WORDS["countries"])),
    (r"currency", lambda r: r.choice(["USD", "EUR", "GBP", "CHF", "CAD"])),
    (r"address|premises|property|location|situated", _address),
    (r"street", lambda r: names.street(r)[0]),
    (r"(?:number|no\b|id|identifier|code|reference|ref\b|serial|account|isin|iban)", _number),
    (PERSON, names.person),
    (COMPANY, lambda r: names.company(r)[0]),
    (r"position|title|role", lambda r: r.choice(WORDS["titles"])),
    (
        r"purpose|use|description|subject|item|product|service|goods|remark|note|type",
        lambda r: r.choice(WORDS["things"]),
    ),
)
"""Words of a field, and what its text is then; the first that fits counts."""
TEXTS_ELSE = (_phrase, lambda r: names.company(r)[0])
"""For other fields: without and with the word "name"."""

NUMBERS = (
    (r"rate|percent|percentage|interest|yield|margin", 0.5, 15, 2),
    (r"\byear built|fiscal year|calendar year|^year$", 1990, 2026, 0),
    (r"months?", 6, 120, 0),
    (r"days?", 5, 120, 0),
    (r"weeks?", 2, 52, 0),
    (r"years?", 1, 30, 0),
    (r"hours?", 1, 60, 0),
    (MONEY, 200, 9e6, 2),
    (r"shares|units|quantity|square|area|population", 20, 2e6, 0),
    (r"count|number|no\b|#|age", 1, 400, 0),
)
"""Words, least, most, decimals."""
UNITS = {"USD": (200, 9e6, 2), "shares": (1e4, 5e8, 0), "USD/share": (0.05, 20, 2)}
"""The same where the schema names the unit."""

BEGINS, ENDS = (
    r"\bstart|begin|commence|effective|signed|issue|made|dated|from|order",
    r"\bend|expir|matur|terminat|until|due|deliver|final|last|to$",
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What the values of one document share."""

    rng: random.Random
    start: date
    end: date
    scale: int = 0  # power of ten in which the statements are kept

    def left_out(self, info: Any) -> bool:
        return not info.is_required() and self.rng.random() < LEFT_OUT


def draw(model: type[BaseModel], rng: random.Random) -> dict[str, Any]:
    """{field: value} of the root, {part: [{field: value}]} of its tables. Raises SchemaError."""
    for _ in range(TRIES):
        start = date(
            rng.randint(2005, 2025),
            rng.randint(1, 12),
            rng.choice((1, 1, 1, 15, rng.randint(2, 28))),
        )
        frame = Frame(
            rng,
            start,
            start + timedelta(days=rng.choice((180, 364, 365, 730, 1095, 1826, 3652))),
            rng.choice((0, 3, 3, 6)),
        )
        record = _fields(parts(model)[0], model, frame)
        for part in parts(model)[1:]:
            record |= _table(part, model, frame)
        try:
            model.model_validate(record)
            return record
        except ValidationError as error:
            why = error.errors()[0]
    where = ".".join(map(str, why["loc"])) or model.__name__
    raise SchemaError(
        f"schema {model.__name__}: none of {TRIES} drawn records is accepted; {where}:"
        f" {why['msg']}; say what it looks like with Cue(make=lambda rng: ...) or"
        " Field(examples=[...])"
    )


def _fields(part: Part, model: type[BaseModel], frame: Frame) -> dict[str, Any]:
    infos = model.model_fields
    return {
        f.name: value(f, infos[f.name], frame)
        for f in part.fields
        if not frame.left_out(infos[f.name])
    }


def _table(part: Part, model: type[BaseModel], frame: Frame) -> dict[str, list[dict]]:
    info = model.model_fields[part.name]
    child, rng = info.annotation.__args__[0], frame.rng
    if part.kind == "statement":
        return {part.name: _columns(part, child, frame)}
    least, most = int(bound(info, "min_length") or 0), int(bound(info, "max_length") or 12)
    if not least and rng.random() < NO_ROWS:
        return {}
    count = rng.randint(max(least, 1), max(least, min(most, 12)))
    step = rng.choice((1, 1, 3, 12))
    shown = {f.name for f in part.fields if not frame.left_out(child.model_fields[f.name])}
    rows = [
        _row(
            part,
            child,
            Frame(rng, _later(frame.start, i * step), _later(frame.start, (i + 1) * step)),
            i,
        )
        for i in range(count)
    ]
    fixed = {f.name for f in part.fields if f.type is Decimal and rng.random() < 0.3}
    return {
        part.name: [
            {k: rows[0].get(k, v) if k in fixed else v for k, v in row.items() if k in shown}
            for row in rows
        ]
    }


def _row(part: Part, child: type[BaseModel], frame: Frame, number: int) -> dict[str, Any]:
    """The first field is always there: it begins the row."""
    infos = child.model_fields
    return {
        f.name: value(f, infos[f.name], frame, number)
        for i, f in enumerate(part.fields)
        if not i or not frame.left_out(infos[f.name])
    }


def _columns(part: Part, child: type[BaseModel], frame: Frame) -> list[dict]:
    """The newest period first; the items of one statement move little from period to period."""
    rng, months = frame.rng, frame.rng.choice((3, 6, 9, 12, 12))
    last = date(
        frame.start.year, 12 if months == 12 else months, monthrange(frame.start.year, months)[1]
    )
    ends = [date(last.year - i, last.month, last.day) for i in range(rng.choice((2, 2, 3)))]
    first = _fields(part, child, frame)
    first |= {
        f.name: _rounded(first[f.name], 0) * 10**frame.scale
        for f in part.fields
        if f.cue.unit != "USD/share" and f.name in first
    }
    keys = [{"period_end": e} | ({"months": months} if "months" in part.keys else {}) for e in ends]
    places = {f.name: 2 if f.cue.unit == "USD/share" else -frame.scale for f in part.fields}

    def moved(name: str) -> Decimal:
        return _rounded(first[name] * Decimal(repr(rng.uniform(0.8, 1.25))), places[name])

    newest, *older = keys
    return [newest | first, *(key | {k: moved(k) for k in first} for key in older)]


def value(spec: FieldSpec, info: Any, frame: Frame, row: int = 0) -> Any:
    """One value of the field. Raises SchemaError if none can be drawn for its type or pattern."""
    rng = frame.rng
    if spec.cue.make:
        return spec.cue.make(rng)
    if info.examples:
        return rng.choice(info.examples)
    if spec.choices:
        return rng.random() < 0.5 if spec.type is bool else rng.choice(spec.choices)
    if spec.type is date:
        return _date(spec, frame)
    if spec.type in (int, Decimal):
        counted = spec.type is int and re.search(r"number|no\b|#|index", said(spec))
        return row + 1 if counted and row else _amount(spec, info, rng)
    return _text(spec, info, rng)


def said(spec: FieldSpec) -> str:
    """The words of the field, its name first."""
    return " ".join((spec.name.replace("_", " "), *spec.cue.labels, spec.description)).lower()


def bound(info: Any, name: str) -> Any:
    return next((v for m in info.metadata if (v := getattr(m, name, None)) is not None), None)


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _date(spec: FieldSpec, frame: Frame) -> date:
    name = spec.name.replace("_", " ")
    for words in (name, said(spec)):
        if re.search(ENDS, words):
            return frame.end - timedelta(days=frame.rng.choice((0, 1)))
        if re.search(BEGINS, words):
            return frame.start
    return frame.start - timedelta(days=frame.rng.randint(0, 60))


def _amount(spec: FieldSpec, info: Any, rng: random.Random) -> Any:
    """Drawn over orders of magnitude, within the field's bounds; half of the large are round."""
    usual = UNITS.get(spec.cue.unit) or next(
        (
            (lo, hi, n)
            for name in (spec.name.replace("_", " "), said(spec))
            for words, lo, hi, n in NUMBERS
            if re.search(rf"\b(?:{words})", name)
        ),
        (1, 9000, 0),
    )
    places = (
        0
        if spec.type is int
        else next(p for p in (bound(info, "decimal_places"), usual[2]) if p is not None)
    )
    least, most = _within(info, usual[:2], Decimal(1).scaleb(-places))
    drawn = Decimal(
        repr(least * (most / least) ** rng.random() if least > 0 else rng.uniform(least, most))
    )
    if abs(drawn) > 1000 and rng.random() < 0.5:
        drawn = _rounded(drawn, 1 - drawn.adjusted())
    drawn = max(_rounded(drawn, places), _rounded(Decimal(repr(least)), places))
    drawn = min(drawn, Decimal(repr(most)))
    return int(drawn) if spec.type is int else drawn


def _within(info: Any, usual: tuple[float, float], step: Decimal) -> tuple[float, float]:
    """The usual range cut by the bounds; the bounds alone where they lie outside of it."""

    def edge(name: str, more: Decimal | int = 0) -> list[float]:
        found = bound(info, name)
        return [] if found is None else [float(Decimal(str(found)) + more)]

    lows, highs = edge("ge") + edge("gt", step), edge("le") + edge("lt", -step)
    least, most = max([usual[0], *lows]), min([usual[1], *highs])
    if least <= most:
        return least, most
    return (lows or [min(0.0, *highs)])[0], (highs or [max(lows) * 100 + 100])[0]


def _rounded(number: Decimal, places: int) -> Decimal:
    """`places` may be negative: thousands are -3."""
    return number.quantize(Decimal(1).scaleb(-places)).quantize(Decimal(1).scaleb(-max(places, 0)))


def _text(spec: FieldSpec, info: Any, rng: random.Random) -> str:
    pattern, made = spec.cue.pattern, None
    makers = [
        make
        for words in (spec.name.replace("_", " "), said(spec))
        for hint, make in TEXTS
        if re.search(rf"\b(?:{hint})", words)
    ]
    most = int(bound(info, "max_length") or 70)
    for make in makers[:1] or [TEXTS_ELSE[bool(re.search(r"\bname", said(spec)))]]:
        made = next(
            (
                t
                for t in (make(rng) for _ in range(20))
                if len(t) <= most and (not pattern or re.fullmatch(pattern, t))
            ),
            None,
        )
    if made is None:
        made = sample(pattern, rng) if pattern else _phrase(rng)[:most].strip()
    if made is None:
        raise SchemaError(
            f"field {spec.name}: no text drawn for the pattern {pattern}; say what it looks like"
            " with Cue(make=lambda rng: ...) or Field(examples=[...])"
        )
    return made
