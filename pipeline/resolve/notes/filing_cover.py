"""The period and the form of a filing, as its first pages name them."""

import re
from collections.abc import Iterator
from datetime import date

from extract_filings.pipeline.records import Document
from extract_filings.pipeline.resolve.head_words import readings
from extract_filings.pipeline.resolve.periods import Known

COVERS = 3
"""Pages that may be the cover."""
COVER = re.compile(
    r"(?i)\b(?:fiscal\s+year|(?:quarterly|transition)\s+period|quarter|year|period)\s+ended\b"
)
ANNUAL, INTERIM = re.compile(r"\b(?:10-?K|20-?F|40-?F)\b"), re.compile(r"\b10-?Q\b")


def known_by_cover(document: Document) -> Known:
    """The period and the form that the first pages name."""
    pages = [" ".join(n.text for n in page) for page in document.pages[:COVERS]]
    text = " ".join(pages)
    end = next((d for p in pages for d in _ends(p)), None)
    forms = [m.start() for m in ANNUAL.finditer(text)], [m.start() for m in INTERIM.finditer(text)]
    first = [min(some, default=len(text)) for some in forms]
    annual = None if first[0] == first[1] else first[0] < first[1]
    return Known(annual, end, (end,) if end else (), end if annual else None)


def _ends(text: str) -> Iterator[date]:
    for m in COVER.finditer(text):
        behind = text[m.end() : m.end() + 60]
        yield from (v for kind, *_, v in readings(behind) if kind == "date" and v)
