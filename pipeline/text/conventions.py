"""How a text prints dates and numbers: day or month first, comma or point before decimals.

"01/02/2025" alone does not say which; "28/02/2025" beside it does. What a text leaves open is read
as in the United States.

>>> as_usual("from 01/02/2025 to 28/02/2025: 1.250,00 EUR, 19,5 %, Lot 4.1")
'from 02/01/2025 to 28/02/2025: 1,250.00 EUR, 19.5 %, Lot 4.1'
>>> as_usual("01/02/2025: $1,250.00"), as_usual("CHF 1'250.00")
('01/02/2025: $1,250.00', 'CHF 1,250.00')
"""

import re

DATE = re.compile(
    r"(?<![\w/.-])(?P<first>\d{1,2})(?P<sign>[/-])(?P<second>\d{1,2})(?P<year>(?P=sign)(?:\d{4}|\d\d))"
    r"(?![\w/-]|\.\d)"
)
MONTHS = 12
CENTS = (
    r"(?<![\w.,'’/])(?<!\d-)(?:\d{{1,3}}(?:[{0} '’]\d{{3}}){{1,4}}|\d+)[{1}]\d\d"
    r"(?![\w/-]|[.,]\d)"
)
"""An amount with two decimals; of a list of numbers, "4,5", there is one at most."""
COMMA, POINT = (re.compile(CENTS.format(*signs)) for signs in (".,", ",."))
CONTINENTAL = re.compile(
    r"(?<![\w.,'’/])(?<!\d-)(?:\d{1,3}(?:\.\d{3}){1,4}(?:,\d+)?|(?:\d{1,3}(?: \d{3}){1,4}|\d+),\d+)"
    r"(?![\w/-]|[.,]\d)"
)
"""1.250,00; 141.230; 1 250,00; 19,5"""
APOSTROPHES = re.compile(r"(?<![\w.,/-])\d{1,3}(?:['’]\d{3}){1,4}(?![\d'’])")
SWAPPED = str.maketrans(".,  ", ",.,,")


def as_usual(text: str) -> str:
    """As long as the text: its dates with the month first and its numbers with a decimal point."""
    text = APOSTROPHES.sub(lambda m: re.sub("['’]", ",", m[0]), text)
    if len(COMMA.findall(text)) > len(POINT.findall(text)):
        text = CONTINENTAL.sub(lambda m: m[0].translate(SWAPPED), text)
    return DATE.sub(_month_first, text) if _has_days_first(text) else text


def _has_days_first(text: str) -> bool:
    """Some date can be read only so, and none only with the month first."""
    found = [(int(m["first"]), int(m["second"])) for m in DATE.finditer(text)]
    days = any(first > MONTHS >= second for first, second in found)
    return days and not any(second > MONTHS >= first for first, second in found)


def _month_first(m: re.Match) -> str:
    if int(m["first"]) > MONTHS:  # it has one reading
        return m[0]
    return f"{m['second']}{m['sign']}{m['first']}{m['year']}"
