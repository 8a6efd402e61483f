"""The currency of amounts, from words and signs: "(RMB in thousands)", "US$'000", "€ million".

A token is an ISO code, or a sign that several currencies share, such as "$". What stands nearest
says it; a shared sign is settled by what else the document says.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from extract_filings.pipeline.text.patterns import MONTHS

PLAIN = {
    "USD": r"US\s?\$|U\.\s?S\.\s?\$|\$\s?US\b|USD|(?i:(?:U\.\s?S\.|US|united states)\s+dollars?)",
    "CAD": r"CA?\$|C(?:DN|dn|AN)\.?\s?\$|\$\s?C(?:DN|dn|AD|AN)\b|CAD|CDN"
    r"|(?i:(?:canadian|cdn\.?)\s+(?:dollars?|funds|\$))",
    "AUD": r"AU?\$|\$\s?A(?:UD?)?(?![a-z])|AUD|(?i:australian\s+(?:dollars?|\$))",
    "NZD": r"NZ\s?\$|\$\s?NZ|NZD|(?i:new\s+zealand\s+dollars?)",
    "HKD": r"HK\s?(?:\$|dollars?)|HKD|(?i:hong\s+kong\s+dollars?)",
    "SGD": r"S\$|SGD|(?i:singapore\s+dollars?)",
    "TWD": r"NT\s?(?:\$|dollars?)|NTD|TWD|(?i:(?:new\s+)?taiwan\s+dollars?)",
    "BRL": r"R\$|BRL|(?i:brazilian\s+rea(?:l|is)|reais)",
    "MXN": r"M[Xx]\s?\$|Mex\s?\$|MXN|(?i:mexican\s+pesos?)",
    "CLP": r"Ch\s?\$|CLP|(?i:chilean\s+pesos?)",
    "COP": r"Col\s?\$|COP|(?i:colombian\s+pesos?)",
    "ARS": r"AR\s?\$|ARS|(?i:argentin\w+\s+pesos?)",
    "PHP": r"₱|PHP|(?i:philippine\s+pesos?)",
    "CNY": r"RMB|Rmb|CNY|CN¥|(?i:renminbi|yuan)",
    "JPY": r"JPY|JP¥|(?i:yen)",
    "EUR": r"€|EUR|(?i:euros?)",
    "GBP": r"£|GBP|(?i:(?:pounds?\s+)?sterling|british\s+pounds?|ons\s+of\s+pounds)",
    "CHF": r"CHF|(?i:swiss\s+francs?)",
    "NOK": r"NOK|(?i:norwegian\s+kron\w+)",
    "SEK": r"SEK|(?i:(?:swedish\s+)?kronor|swedish\s+krona)",
    "DKK": r"DKK|(?i:danish\s+kron\w+)",
    "INR": r"₹|INR|Rs\.?|(?i:(?:indian\s+)?rupees?)",
    "KRW": r"₩|KRW|(?i:korean\s+won)|(?<=of )won|(?<=ion )won|won(?=\s+in\s+[mtb])",
    "ILS": r"₪|NIS|ILS|(?i:(?:new\s+)?(?:israeli\s+)?shekels?)",
    "ZAR": r"ZAR|R(?=\s?[’'‘]000)|R(?=\s?(?:million|billion|m\b))|rand",
    "TRY": r"₺|TRY|(?i:turkish\s+liras?)",
    "RUB": r"₽|RUB|(?i:(?:russian\s+)?rubles?)",
    "UAH": r"₴|UAH|(?i:hryvnias?)",
    "THB": r"฿|THB|(?i:baht)",
    "VND": r"₫|VND|dong",
    "NGN": r"₦|NGN|(?i:naira)",
    "GHS": r"₵|GHS|(?i:cedis?)",
    "CRC": r"₡|CRC",
    "IDR": r"IDR|(?i:rupiah)",
    "MYR": r"MYR|RM(?=\s?[’'‘\d])|(?i:ringgit)",
    "PLN": r"PLN|(?i:zlot(?:y|ys|ych))",
    "AED": r"AED|(?i:dirhams?)",
    "SAR": r"SAR|(?i:saudi\s+riyals?)",
    "KZT": r"KZT|₸|(?i:tenge)",
    "$": r"\$|(?i:dollars?)",
    "¥": r"¥",
    "kr": r"(?i:kroner)|kr\.?",
    "peso": r"Ps\.?|(?i:pesos?)",
}
SHARED = {
    "$": ("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "BRL", "MXN", "CLP", "COP", "ARS"),
    "¥": ("JPY", "CNY"),
    "kr": ("NOK", "DKK", "SEK"),
    "peso": ("MXN", "CLP", "COP", "ARS", "PHP"),
}
"""Signs, and the currencies that they may be of."""
TOKEN = re.compile(
    r"(?<![A-Za-z])[TKMk]?(?:"
    + "|".join(f"(?P<t{i}>{words})" for i, words in enumerate(PLAIN.values()))
    + r")(?:(?<![A-Za-z])|(?![A-Za-z])|(?=(?:mm?|mn|bn|k)\b))"
)
"""TEUR, kNOK and USDm have their scale with them."""
NAMES = [*PLAIN]
DOLLARS = ("anadian", "C$", "CDN", "Cdn", "CAD", "ustralian d", "A$", "AUD", "ong dollar")
DOLLARS += ("apore dollar", "ealand dollar", "aiwan dollar", "T$", "U.S. dollar", "US dollar")
DOLLARS += ("US$", "HK$", "S$", "nited States dollar")
"""What a page prints that says which dollar."""
SIZES = r"(?:thousands?|millions?|billions?|crores?|lakhs?|lacs?|mio|mln|mm|mn|bn|m|b|k)"
ZEROS = r"[’'‘`(]?\s?(?:1,)?000[’'‘`]?s?\)?"
UNIT_BEHIND = re.compile(
    rf"(?i)[\s’'‘`(,/-]*(?:(?:and|or|&|/)\s*\S+\s+)?(?:in\s+|{SIZES}(?![a-z])|{ZEROS}(?!\d))"
)
UNIT_AHEAD = re.compile(
    rf"(?i)(?:\b(?:in|expressed|stated|currency|figures|amounts|units?)\b[^.;)\d]{{0,40}}"
    rf"|\b{SIZES}\s+(?:of\s+)?)$"
)
AMOUNT = re.compile(r"\s?[-–−(]?\s?(?!1,000\b(?!,)|000\b)\.?\d")
BESIDE = re.compile(
    rf"(?i)\b(?:in|of|{SIZES}|amounts|figures|all|except\b.*|unaudited|audited|notes?\s*\d*\s*"
    rf"\(?[a-z]?\)?)(?![a-z])|{ZEROS}|[\W_]"
)
"""What may stand beside a currency in the head of a column."""
TRANSLATED = re.compile(r"(?i)translat|convenience|exchange rate")
PRESENTED = re.compile(
    r"(?i)\b(?:(?:presentation|reporting)\s+currenc|all\s[^.]{0,60}\b(?:amounts|figures|dollars?)\b"
    r"|unless\s+(?:otherwise|stated|noted)[^.]{0,90}\b(?:amounts|figures|dollars?|[“\"]\$)"
    r"|statements?\b[^.]{0,60}\b(?:presented|expressed|stated|reported|prepared)\b"
    r"|references?\s+to\s+(?:[“\"]?\$|dollars))[^.]{0,80}$"
)
AMERICAN = re.compile(
    r"(?i)\bunited\s+states\b|\bU\.\s?S\.|\bU\.?S\.?\s+GAAP|securities\s+and\s+exchange\s+commission"
    r"|\bI\.?R\.?S\b|\bform\s+(?:10|8)-[KQ]"
    rf"|\b(?:{'|'.join(MONTHS)})\s+\d{{1,2}}\s?,"
)
"""What tells the country of a lone "$" on covers and statements. Where dates begin with the day,
dollars are often others."""
LONGEST = 300  # characters: a longer line is prose
WINDOW = 200  # characters ahead of a currency that say that amounts are in it


@lru_cache(20_000)
def tokens(text: str) -> tuple[tuple[str, int, int], ...]:
    """(token, start, end) of each currency that a text names.

    >>> [t for t, *_ in tokens("US$ and RMB, C$5, $7")]
    ['USD', 'CNY', 'CAD', '$']
    """
    found = ((NAMES[int(str(m.lastgroup)[1:])], *m.span()) for m in TOKEN.finditer(text))
    return tuple(found)


def head_of_column(text: str) -> str:
    """The token of words that name a currency, and its scale, and nothing else.

    >>> head_of_column("US$’000"), head_of_column("Millions of yen"), head_of_column("Euro bonds")
    ('USD', 'JPY', '')
    """
    found = tokens(text)
    if not found:
        return ""
    token, start, end = found[0]
    beside = text[:start] + " " + text[end:]
    return "" if BESIDE.sub("", TOKEN.sub(" ", beside)) else token


def stated(text: str) -> str:
    """The token of a line that says what amounts are in.

    >>> stated("(In thousands of Canadian dollars)"), stated("$ in millions"), stated("par $0.01")
    ('CAD', '$', '')
    """
    if len(text) > LONGEST or TRANSLATED.search(text):
        return ""
    for token, start, end in tokens(text):
        if AMOUNT.match(text, end):
            continue
        if UNIT_BEHIND.match(text, end) or UNIT_AHEAD.search(text, 0, start):
            return _which(token, text)
    return head_of_column(text)


def _which(sign: str, text: str) -> str:
    """A shared sign's currency, if the same text names it: "$ millions CDN"."""
    return next((t for t, *_ in tokens(text) if t in SHARED.get(sign, ())), sign)


def signs(text: str) -> list[str]:
    """The tokens right ahead of numbers."""
    return [token for token, _, end in tokens(text) if AMOUNT.match(text, end)]


def sign_ahead(text: str, start: int) -> str:
    """The token right ahead of the number that begins there."""
    ahead = text[max(0, start - 12) : start].rstrip(" (-–−")
    found = tokens(ahead)
    return found[-1][0] if found and found[-1][2] == len(ahead) else ""


def sign_beside(text: str, start: int, end: int) -> tuple[str, int, int] | None:
    """The token right ahead of `text[start:end]`, else right behind it, and where it stands.

    >>> sign_beside("rent of $ 500", 10, 13), sign_beside("500.00 EUR", 0, 6)
    (('$', 8, 9), ('EUR', 7, 10))
    """
    found = tokens(text)
    ahead = [t for t in found if t[2] <= start and not text[t[2] : start].strip(" (-–−")]
    behind = [t for t in found if t[1] >= end and not text[end : t[1]].strip(" )")]
    return next(iter([*ahead[-1:], *behind]), None)


def presented(pages: Iterable[str], sign: str) -> list[str]:
    """What texts say all amounts are in: of a sign, what it stands for."""
    found = []
    for text in pages:
        if sign == "$" and not any(word in text for word in DOLLARS):
            continue
        found += [
            token
            for token, start, _ in tokens(text)
            if token not in SHARED
            and (not sign or token in SHARED[sign])
            and PRESENTED.search(text, max(0, start - WINDOW), start)
        ]
    return found


def alike(one: str, other: str) -> bool:
    """Whether two tokens may be one currency.

    >>> alike("$", "CAD"), alike("USD", "CNY")
    (True, False)
    """
    return one == other or other in SHARED.get(one, ()) or one in SHARED.get(other, ())


def settled(
    near: Sequence[str], said: Sequence[str], named: Iterable[str], american: bool
) -> str | None:
    """The currency. `near`: tokens of the statement, the nearest first; `said`: what the document
    says all amounts are in; `named`: whatever else the statements and the cover name.

    A lone "$" is a US dollar in an `american` document, if nothing names another one.

    >>> settled(["$"], [], [], True), settled(["$"], [], ["AUD"], True)
    ('USD', None)
    >>> settled(["$", "CAD"], [], [], True)
    'CAD'
    """
    names = {*named}
    if not near and (said or names != {"$"}):
        return said[0] if said else None
    first = near[0] if near else "$"
    if first not in SHARED:
        return first
    family = SHARED[first]
    told = next((t for t in (*near, *said) if t in family), None)
    others = {t for t in names if t in family}
    if told or first != "$":
        return told or (others.pop() if len(others) == 1 else None)
    return "USD" if american and not others - {"USD"} else None
