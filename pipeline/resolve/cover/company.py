"""Names that EDGAR has for a filing and its company, as a file and its pages print them. What is
not surely there is None; nothing is looked up.

>>> normal_form("10‑K405"), normal_file_number("1-434"), normal_exchange("New York Stock Exchange")
('10-K405', '001-00434', 'NYSE')
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath

from extract_filings.pipeline.records import Document, FilingIds, ReadColumn, Value
from extract_filings.pipeline.resolve.cover.share_classes import share_classes
from extract_filings.pipeline.resolve.fiscal_calendar import year_end, year_shift

ACCESSION = re.compile(r"(?<!\d)(0\d{9})-(\d\d)-(\d{6})(?!\d)|(?<!\d)(000\d{7})(\d\d)(\d{6})(?!\d)")
"""With hyphens, or as EDGAR names folders. It begins with the number of whoever sent the filing,
often an agent and not the company.
"""
CIK = re.compile(
    r"(?i)(?<![a-z])(?:cik|central index key)(?:\s+(?:number|no\.?|code))?[\s:#=_-]*"
    r"(\d{1,10})(?!\d)"
    r"|\bedgar/data/(\d{1,10})(?![\d.])"
)
NAMED_CIK = re.compile(
    rf"{CIK.pattern}|(?:^|/)(\d{{1,10}})/\d{{18}}/|(?<!\d)(000\d{{7}})(?!-?\d)", re.I
)
"""In a file's name: also as EDGAR names folders, and with the zeros that no other number has."""
COVER, EDGE = 3, 2  # pages; lines at the top and bottom of a page, where browsers print addresses
AMENDMENT = re.compile(r"(?i)^\W*(?:form 10-?[kq](?:/a)?\W+)?\(?amendment\s+no\.?\s*\d+\)?\W*$")
"""A line of its own; sentences about amendments do not count."""
FORM = re.compile(
    r"(?i)\b(10|20|40|6|8|11)[^\da-z]*([kqf])[^\da-z]*(sb|t|405)?(?![a-z])(?:.*?(/a)\b)?"
)
FILE_NUMBER = re.compile(r"(\d{1,3})\s?[-–‑]\s?(\d{1,6})(?:[-–‑](\d{1,2}))?")
EXCHANGES = tuple(
    (re.compile(rf"(?i){words}"), name)
    for words, name in (
        (r"\b(?:nyse|new york stock exchange)\W+(?:american|amex|mkt)\b", "NYSE American"),
        (r"\bamerican stock exch|\bamex\b", "NYSE American"),
        (r"\b(?:nyse|new york stock exchange)?\W*\barca\b", "NYSE Arca"),
        (r"\b(?:nyse|new york stock exchange)\W+texas\b", "NYSE Texas"),
        (r"\b(?:nyse\W+)?chicago\b(?!\W+board)", "NYSE Chicago"),
        (r"\bnyse\W+national\b", "NYSE National"),
        (r"\bnew york stock exch|\bnyse\b", "NYSE"),
        (r"\bnasdaq\b|\bnational association of securities dealers", "Nasdaq"),
        (r"\bcboe\b|\bbats\b|\bchicago board options", "Cboe"),
        (r"\binvestors[’']? exchange\b|\biex\b", "IEX"),
        (r"\blong[- ]term stock exch|\bltse\b", "LTSE"),
        (r"\bboston stock exch", "Boston Stock Exchange"),
        (r"\bpacific (?:stock )?exch", "Pacific Exchange"),
        (r"\bphiladelphia stock exch", "Philadelphia Stock Exchange"),
        (r"\btoronto stock exch|\btsx\b", "Toronto Stock Exchange"),
        (r"\blondon stock exch|\blse\b", "London Stock Exchange"),
        (r"\beuronext\b", "Euronext"),
        (r"\botc\b|\botcq[bx]\b|\bover[- ]the[- ]counter\b|\bpink\b", "OTC"),
    )
)
COMMON = re.compile(
    r"(?i)\bcommon (?:stock|shares?|units?|equity)|\bordinary shares?|\bclass [a-z]\b"
    r"|\bcapital stock|\bshares of beneficial interest|\bcommon limited partner"
)
NO_COMMON = re.compile(
    r"(?i)\bpreferred\b|\bpreference\b|\bnotes?\b|\bdebentures?\b|\bbonds?\b|\bwarrants?\b"
    r"|\brights?\b|^\W*units?\b|\bunits?,? each\b|\bsenior\b|\bsubordinated\b|\d\s?%"
)


def filing_ids(
    document: Document, values: Sequence[Value], columns: Sequence[ReadColumn]
) -> FilingIds:
    """What the file's name, its metadata and its pages say. The first that says it counts."""
    named = "/".join(PurePath(document.path).parts[-3:])
    cover = [line.text for page in document.pages[:COVER] for line in page]
    edges = [[line.text for line in (*p[:EDGE], *p[-EDGE:])] for p in document.pages]
    return FilingIds(
        cik=_only(NAMED_CIK, [named])
        or _only(CIK, document.metadata)
        or _usual(CIK, edges)
        or _only(CIK, cover),
        accession_number=_only(ACCESSION, [named])
        or _only(ACCESSION, document.metadata)
        or _usual(ACCESSION, edges)
        or _only(ACCESSION, cover),
        amended=any(AMENDMENT.match(text) for text in cover),
        year_shift=_shift(document, values, columns),
        share_classes=share_classes(document, values),
    )


def _found(pattern: re.Pattern, text: str) -> set[str]:
    """In the one form that EDGAR has for it: a CIK of ten digits, an accession number's hyphens."""
    groups = [[g for g in m.groups() if g] for m in pattern.finditer(text)]
    return {"-".join(g) if len(g) == 3 else g[0].zfill(10) for g in groups}


def _only(pattern: re.Pattern, texts: Iterable[str]) -> str | None:
    """The one that the texts name; None if they name several."""
    found = {one for text in texts for one in _found(pattern, text)}
    return found.pop() if len(found) == 1 else None


def _usual(pattern: re.Pattern, pages: Sequence[Sequence[str]]) -> str | None:
    """The one at the edge of most pages."""
    pages_of = Counter(one for page in pages for one in _found(pattern, "\n".join(page)))
    one, count = pages_of.most_common(1)[0] if pages_of else (None, 0)
    return one if count > len(pages) / 2 else None


def _shift(
    document: Document, values: Sequence[Value], columns: Sequence[ReadColumn]
) -> int | None:
    cells = {v.field: v.value for v in values if v.key == ()}
    keys = [dict(v.key) for v in values]
    flows = {(k["period_end"], k["months"]) for k in keys if "months" in k}
    balances = {k["period_end"] for k in keys if "period_end" in k and "months" not in k}
    form, cover = normal_form(cells.get("form_type")), cells.get("period_end_date")
    end = year_end(form, cover, flows, balances)
    last = cover or max(balances, default=None)
    heads = [
        (" ".join(line.text[a:b] for line, a, b in c.head), c.period_end)
        for c in columns
        if c.kind == "period" and c.period_end and (c.months or 0) >= 11
    ]
    pages = [" ".join(line.text for line in page) for page in document.pages]
    return year_shift(end, last, pages, heads)


def normal_form(printed: str | None, amended: bool = False) -> str | None:
    """As EDGAR calls it.

    >>> normal_form("FORM 10 K/A"), normal_form("10Q", amended=True), normal_form("annual report")
    ('10-K/A', '10-Q/A', None)
    """
    match = FORM.search(printed or "")
    if not match:
        return None
    number, letter, kind, amendment = match.groups()
    name = f"{number}-{letter}{kind or ''}".upper()
    return f"{name}/A" if amendment or amended else name


def normal_file_number(printed: str | None) -> str | None:
    """With the zeros that EDGAR prints.

    >>> normal_file_number("1-434"), normal_file_number("333-123456-01")
    ('001-00434', '333-123456-01')
    """
    match = FILE_NUMBER.fullmatch((printed or "").strip())
    if not match:
        return None
    series, number, part = match.groups()
    return f"{series:>03}-{number:>05}" + (f"-{part:>02}" if part else "")


def normal_exchange(printed: str | None) -> str | None:
    """The exchange, whatever it is called and whichever of its markets.

    >>> normal_exchange("The Nasdaq Stock Market LLC"), normal_exchange("NYSE American LLC")
    ('Nasdaq', 'NYSE American')
    """
    return next((name for words, name in EXCHANGES if words.search(printed or "")), None)


def common_stock(securities: Iterable[Mapping[str, str | None]]) -> Mapping[str, str | None]:
    """The row of the common stock that has a symbol: of several classes the first. {} if none has.

    >>> titles = "5% Notes due 2030", "Common Stock, $1 par value"
    >>> common_stock({"title": t, "trading_symbol": t[:1]} for t in titles)["trading_symbol"]
    'C'
    """
    for row in securities:
        title = row.get("title") or ""
        if row.get("trading_symbol") and COMMON.search(title) and not NO_COMMON.search(title):
            return row
    return {}
