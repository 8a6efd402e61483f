"""Quarters and trailing years that no filing prints.

Rules:
- A quarter is the longer of two periods with one first day less the shorter one, as a year less
  nine months; twelve months to a quarter's end are a year, more the quarters since, less the same
  quarters a year before. Both are marked as derived and name their operands.
- Only sums over time are derived: no balances, no shares, nothing per share. Nothing is derived of
  operands of two definitions: figures that were restated in between, rows of other words ("Sales"
  and "Total revenue"), another currency.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter

from extract_filings.pipeline.series.figures import QUARTER, REPORTED, TRAILING, Figure

QUARTER_DAYS, YEAR_DAYS = range(80, 106), range(357, 378)
"""Days of a quarter (12 to 14 weeks and more) and of a year of 52 or 53 weeks."""
DAY = timedelta(days=1)
APART = timedelta(days=10)
"""Days by which the ends of the same quarter of two years differ, in years of whole weeks."""


def with_derived(reported: Sequence[Figure]) -> list[Figure]:
    """Of one item of a company."""
    made = list(reported)
    if not all(f.months and f.unit == "currency" for f in reported):
        return made
    quarters = _quarters(made)
    made += quarters
    return made + _trailing(made)


def _days(f: Figure) -> int:
    return (f.period_end - f.period_start).days + 1 if f.period_start else 0


def _quarters(printed: Sequence[Figure]) -> list[Figure]:
    """Those that no filing prints: the end of a longer period behind a shorter one."""
    there = {f.period_end for f in printed if _days(f) in QUARTER_DAYS}
    found: dict[date, Figure] = {}
    for longer in printed:
        for shorter in printed:
            if longer.period_start != shorter.period_start or not longer.period_start:
                continue
            rest = (longer.period_end - shorter.period_end).days
            if rest in QUARTER_DAYS and longer.period_end not in there | found.keys():
                made = _derived(QUARTER, 3, shorter.period_end + DAY, [(1, longer), (-1, shorter)])
                found |= {longer.period_end: made} if made else {}
    return list(found.values())


def _trailing(figures: Sequence[Figure]) -> list[Figure]:
    """Twelve months to the end of each quarter that ends no year."""
    years = [f for f in figures if _days(f) in YEAR_DAYS]
    ends = {f.period_end for f in years}
    found: dict[date, Figure] = {}
    for part in (f for f in figures if f.kind == REPORTED and _days(f) not in YEAR_DAYS):
        year = next((y for y in years if part.period_start == y.period_end + DAY), None)
        before = next((f for f in figures if year and _a_year_before(f, part)), None)
        if year and before and part.period_end not in ends | found.keys():
            operands = [(1, year), (1, part), (-1, before)]
            made = _derived(TRAILING, 12, before.period_end + DAY, operands)
            found |= {part.period_end: made} if made else {}
    return list(found.values())


def _a_year_before(f: Figure, part: Figure) -> bool:
    if f.months != part.months or not f.period_start or not part.period_start:
        return False
    year = timedelta(days=365)
    ends = part.period_end - year - f.period_end, part.period_start - year - f.period_start
    return max(map(abs, ends)) < APART


def _derived(
    kind: str, months: int, start: date, operands: Sequence[tuple[int, Figure]]
) -> Figure | None:
    """None if the operands are of two definitions."""
    used = [f for _, f in operands]
    meant = {(f.unit, f.currency, *(v.definition for v in f.vintages[-1:])) for f in used}
    if any(f.restated for f in used) or len(meant) > 1:
        return None
    one = max(used, key=attrgetter("period_end"))
    value = sum((sign * f.last for sign, f in operands), Decimal(0))
    return replace(
        one,
        period_start=start,
        months=months,
        kind=kind,
        first=value,
        last=value,
        page=None,
        known=max(f.known for f in used),
        confidence=min(f.confidence for f in used),
        status="derived",
        vintages=(),
        operands=tuple(operands),
    )
