"""Units of measure: the one that a field counts in, by its name or description, and what a number
printed in another one of its kind is in it: 22.5 t are 22,500 kg.

>>> other_unit(" t of coal", "kg"), other_unit(" kg", "kg"), other_unit(" miles", "kg")
(('t', 2), None, None)
>>> converted(Decimal("22.5"), "t", "kg"), converted(Decimal(1), "m", "ft")
(Decimal('22500.0'), None)
>>> unit_of(FieldSpec("area", Decimal, "rentable area, in square feet"))
'sq ft'
"""

import re
from decimal import Decimal
from functools import lru_cache

from extract_filings.schemas.base import FieldSpec

KINDS = (
    {
        "kg": ("1", r"kgs?|kilos?|kilogram(?:me)?s?"),
        "t": ("1000", r"t|mt|tonnes?|metric tons?"),
        "g": ("0.001", r"g|grams?|grammes?"),
        "mg": ("0.000001", r"mg|milligrams?"),
        "lb": ("0.45359237", r"lbs?|pounds?"),
    },
    {
        "m": ("1", r"m|met(?:er|re)s?"),
        "km": ("1000", r"km|kilomet(?:er|re)s?"),
        "cm": ("0.01", r"cm|centimet(?:er|re)s?"),
        "mm": ("0.001", r"mm|millimet(?:er|re)s?"),
        "ft": ("0.3048", r"ft|feet|foot"),
        "mile": ("1609.344", r"miles?"),
    },
    {
        "m2": ("1", r"m2|m²|sqm|sq\.? ?m|square met(?:er|re)s?"),
        "km2": ("1000000", r"km2|km²|square kilomet(?:er|re)s?"),
        "ha": ("10000", r"ha|hectares?"),
        "sq ft": ("0.09290304", r"ft2|ft²|sqft|sq\.? ?ft|square (?:feet|foot)"),
        "acre": ("4046.8564224", r"acres?"),
    },
    {
        "l": ("1", r"l|lit(?:er|re)s?"),
        "ml": ("0.001", r"ml|millilit(?:er|re)s?"),
        "m3": ("1000", r"m3|m³|cbm|cubic met(?:er|re)s?"),
    },
    {
        "kwh": ("1", r"kwh|kilowatt[- ]hours?"),
        "mwh": ("1000", r"mwh|megawatt[- ]hours?"),
        "gwh": ("1000000", r"gwh|gigawatt[- ]hours?"),
        "wh": ("0.001", r"wh|watt[- ]hours?"),
    },
    {"kw": ("1", r"kw|kilowatts?"), "mw": ("1000", r"mw|megawatts?"), "w": ("0.001", r"w|watts?")},
)
"""Of each kind its units: how many of the first one they are, exactly, and how they are written.
Tons, gallons and ounces are of several sizes, so they are none.
"""
WORDS = {unit: words for kind in KINDS for unit, (_, words) in kind.items()}
UNIT = "|".join(f"(?P<u{i}>{words})" for i, words in enumerate(WORDS.values()))
BEHIND = re.compile(rf"(?i)\)?[\s-]{{0,2}}(?:(?:thousand|million|billion)\s)?(?:{UNIT})(?![\w²³/])")
"""Behind a number. What is printed in units an hour is of no kind here."""
NAMED = re.compile(rf"(?i)(?:^|\W)(?:{UNIT})$")
SAID = re.compile(rf"(?i)(?:\bin\s+|\()(?:{UNIT})(?![\w²³/])")


def unit_of(spec: FieldSpec) -> str:
    """`weight_kg`, `area_sq_ft`, or "total area, in square feet"; empty if it says none."""
    found = NAMED.search(spec.words) or SAID.search(spec.description)
    return _unit(found) if found else ""


def other_unit(behind: str, own: str) -> tuple[str, int] | None:
    """Of the kind of `own`, with which the words `behind` a number begin, and where it ends."""
    found = BEHIND.match(behind)
    other = _unit(found) if found else own
    return (other, found.end()) if found and other != own and other in _sizes(own) else None


def converted(value: Decimal, unit: str, own: str) -> Decimal | None:
    """Exactly, or not at all."""
    of_first = value * _sizes(own)[unit]
    made = of_first / _sizes(own)[own]
    return made if made * _sizes(own)[own] == of_first else None


@lru_cache
def _sizes(unit: str) -> dict[str, Decimal]:
    kind = next((kind for kind in KINDS if unit in kind), {})
    return {one: Decimal(size) for one, (size, _) in kind.items()}


def _unit(found: re.Match) -> str:
    return list(WORDS)[int((found.lastgroup or "")[1:])]
