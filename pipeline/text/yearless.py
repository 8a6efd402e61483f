"""Days that are printed without their year, as statements, rosters and logs print them: "03 Jun".

Their year is the one in which they are nearest to a date that the document prints in full.

>>> days = [date(2024, 12, 14), date(2025, 1, 13)]
>>> [str(day) for day, *_ in without_year("Mon 28Dec fuel, Jan 3 toll, 4 Jan 2025", days)]
['2024-12-28', '2025-01-03']
>>> [*without_year("by 10 July", [date(2024, 7, 1), date(2025, 7, 14)])]
[]
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from extract_filings.pipeline.text.parse import DATES
from extract_filings.pipeline.text.patterns import DAY, MONTH, MONTHS

SHORT = "|".join(month[:3].upper() for month in MONTHS)
YEARLESS = re.compile(
    rf"(?<![\w/.,-])(?:{DAY}[ -]?(?:{MONTH}|{SHORT})|{MONTH} {DAY})(?![\w/%-]|[.,]\d)"
)
CLEARLY = 60
"""Days by which a day is nearer to a date of the document in its own year than in the next one."""


def without_year(text: str, days: Sequence[date]) -> Iterator[tuple[date, int, int]]:
    """Each such day whose year is clear, and where it stands. `days`: those printed in full."""
    full = [m.span() for m in DATES.finditer(text)]
    for m in YEARLESS.finditer(text) if days else ():
        inside = any(start < m.end() and m.start() < end for start, end in full)
        if not inside and (day := _nearest(m[0], days)):
            yield day, *m.span()


def _nearest(printed: str, days: Sequence[date]) -> date | None:
    years = {d.year + more for d in days for more in (-1, 0, 1)}
    made = [day for year in years if (day := _day(printed, year))]
    far = sorted((min(abs((day - d).days) for d in days), day) for day in made)
    clear = far and (len(far) == 1 or far[1][0] - far[0][0] > CLEARLY)
    return far[0][1] if clear else None


def _day(printed: str, year: int) -> date | None:
    bare = re.sub(r"(?i)(?<=\d)(?:st|nd|rd|th)\b|[.-]", " ", printed)
    day, month = re.findall(r"\d+", bare)[0], re.findall(r"[A-Za-z]+", bare)[0][:3]
    try:
        return datetime.strptime(f"{day} {month.title()} {year}", "%d %b %Y").date()
    except ValueError:
        return None
