"""What the names of a schema say, in words: `totalAssetsUSD_2023_12_31` is total assets, in USD, of
December 31, 2023.

Names are often all that a schema says of a field, and they are written for machines.
"""

import re
from datetime import date
from functools import lru_cache

STEPS = re.compile(
    r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z]{2})(?=\d)|(?<=\d)(?=[A-Za-z]{3})"
    r"|[\W_]+"
)
"""Where one word ends: a hump, a number, a sign."""
DAY = re.compile(r"\b((?:19|20)\d\d) ?(0[1-9]|1[0-2]) ?(0[1-9]|[12]\d|3[01])\b")
WHOLE = {
    "acct": "account",
    "addr": "address",
    "amt": "amount",
    "avg": "average",
    "bal": "balance",
    "ccy": "currency",
    "desc": "description",
    "dob": "date of birth",
    "dt": "date",
    "max": "maximum",
    "min": "minimum",
    "mos": "months",
    "nbr": "number",
    "num": "number",
    "pct": "percent",
    "perc": "percent",
    "qty": "quantity",
    "ref": "reference",
    "sqft": "square feet",
    "sqm": "square meters",
    "tel": "telephone",
    "yr": "year",
    "yrs": "years",
}
LAST = {"no": "number", "nr": "number", "ts": "date"}
"""Short only at the end of a name."""
UNITS = {"usd": "USD", "eur": "EUR", "gbp": "GBP", "jpy": "JPY", "chf": "CHF", "cad": "CAD"}


@lru_cache(100_000)  # asked for each field, page and candidate
def spoken(name: str) -> str:
    """
    >>> spoken("effectiveDt"), spoken("rent_usd_per_sqft"), spoken("total_assets_2023_12_31")
    ('effective date', 'rent USD per square feet', 'total assets December 31, 2023')
    >>> spoken("HTTPServerURL"), spoken("invoice_no"), spoken("address2"), spoken("is_10k")
    ('http server url', 'invoice number', 'address 2', 'is 10k')
    """
    words = [w.lower() for w in STEPS.split(name) if w]
    if len(words) > 1:
        words[-1] = LAST.get(words[-1], words[-1])
    text = " ".join(WHOLE.get(w) or UNITS.get(w, w) for w in words)
    return DAY.sub(_day, text)


SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
CONSONANT_Y = re.compile(r"(?<=[^aeiou])y$")


def plural(count: int, thing: str) -> str:
    """
    >>> plural(1, "purchase order"), plural(2, "inspection box"), plural(0, "delivery")
    ('1 purchase order', '2 inspection boxes', '0 deliveries')
    """
    if count == 1:
        return f"1 {thing}"
    many = CONSONANT_Y.sub("ie", SIBILANT.sub(r"\g<0>e", thing))
    return f"{count} {many}s"


def _day(found: re.Match[str]) -> str:
    try:
        day = date(*map(int, found.groups()))
    except ValueError:
        return found[0]
    return f"{day:%B} {day.day}, {day.year}"
