"""Vintages -> series: each company's items over time, restated figures apart.

Rules:
- A figure printed by several filings has a vintage in each, in the order of the days on which they
  are known, an amendment behind what it amends. They are restated if they differ.
- A filing that prints a figure twice counts once, with the surer value.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Any

from extract_filings.pipeline.series.derived import with_derived
from extract_filings.pipeline.series.figures import REPORTED, Figure, Vintage, differ, key


def series(vintages: Iterable[Vintage], as_of: date | None = None) -> list[Figure]:
    """All figures, reported and derived. `as_of`: what was known on that day."""
    known = [v for v in vintages if as_of is None or v.known <= as_of]
    ordered = sorted(known, key=lambda v: (*key(v), v.known, v.amended, v.document))
    reported = [_figure(list(some)) for _, some in groupby(ordered, key=key)]
    made = [
        f
        for _, some in groupby(reported, key=attrgetter("company", "table", "item"))
        for f in with_derived(list(some))
    ]
    return sorted(made, key=lambda f: (*key(f), f.kind))


def _figure(printed: Sequence[Vintage]) -> Figure:
    """Of all that filings print of it, the oldest first."""
    once = {v.document: v for v in sorted(printed, key=attrgetter("confidence"))}
    kept = tuple(once[d] for d in dict.fromkeys(v.document for v in printed))
    first, last = kept[0], kept[-1]
    return Figure(
        company=first.company,
        name=last.name,
        ticker=last.ticker,
        table=first.table,
        item=first.item,
        period_start=_last_told(kept, "period_start"),
        period_end=first.period_end,
        months=first.months,
        fiscal_year=_last_told(kept, "fiscal_year"),
        fiscal_quarter=_last_told(kept, "fiscal_quarter"),
        kind=REPORTED,
        first=first.value,
        last=last.value,
        restated=any(differ(*pair) for pair in pairwise(kept)),
        unit=last.unit,
        currency=last.currency,
        first_document=first.document,
        last_document=last.document,
        page=last.page,
        known=first.known,
        confidence=last.confidence,
        status=last.status,
        vintages=kept,
    )


def _last_told(kept: Sequence[Vintage], column: str) -> Any:
    return next((told for v in reversed(kept) if (told := getattr(v, column)) is not None), None)
