"""Fiscal years and quarters as texts print them: "second quarter of fiscal 2025", "Q2 FY25".

>>> [(p.year, p.quarter) for p in fiscal_periods("Q2 FY25, the third quarter of fiscal year 2024")]
[(2025, 2), (2024, 3)]
>>> [(p.year, p.quarter) for p in fiscal_periods("in FY2023; 4Q'24; the first quarter")]
[(2023, None), (2024, 4), (None, 1)]
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

WORDS = ("first", "second", "third", "fourth")
_YEAR = r"(?:20\d\d|[’']?\d\d)(?!\d|[.,]\d)"
_OF_YEAR = rf"(?:FY|(?i:fiscal(?:\s+year)?))\s*(?P<{{}}>{_YEAR})"
_QUARTER = (
    rf"Q(?P<q>[1-4])|(?P<n>[1-4])Q|(?P<word>(?i:{'|'.join(WORDS)}))\s+(?i:fiscal\s+)?(?i:quarter)"
)
PERIOD = re.compile(
    rf"(?<![\w.])(?:(?:{_QUARTER})(?![a-z\d])(?:\s*,?\s*(?:of\s+)?(?:the\s+)?"
    rf"(?:{_OF_YEAR.format('year')}|(?P<plain>20\d\d|[’']\d\d)(?!\d)))?|{_OF_YEAR.format('alone')})"
)


@dataclass(frozen=True, slots=True)
class FiscalPeriod:
    """`text[start:end]` prints it. None: it does not say."""

    year: int | None
    quarter: int | None
    start: int
    end: int

    def __str__(self) -> str:
        """
        >>> str(FiscalPeriod(2025, 2, 0, 0)), str(FiscalPeriod(None, 3, 0, 0))
        ('FY2025 Q2', 'Q3')
        """
        year = f"FY{self.year}" if self.year else ""
        return " ".join(filter(None, (year, f"Q{self.quarter}" if self.quarter else "")))


def fiscal_periods(text: str) -> Iterator[FiscalPeriod]:
    for m in PERIOD.finditer(text):
        digits = re.sub(r"\D", "", m["year"] or m["plain"] or m["alone"] or "")
        year = int(digits) if len(digits) == 4 else 2000 + int(digits) if digits else None
        quarter = m["q"] or m["n"] or (m["word"] and WORDS.index(m["word"].lower()) + 1)
        yield FiscalPeriod(year, int(quarter) if quarter else None, *m.span())
