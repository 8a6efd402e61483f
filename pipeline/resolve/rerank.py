"""Laws weigh in where the model is unsure which row a field takes.

Revenue less costs is gross profit whatever the rows are called, so of two likely rows the one that
makes the figures fit is the likelier. Starting from the model's choice, the one exchange of rows
that helps most is made again and again. A law decides only between rows that the model marked;
where the model is sure it takes more than one law to move it.

Rules:
- The worth of a choice is the sum of the logarithms of its rows' probabilities, and `LAW` for each
  law that holds in its columns, less as much for each that is broken.
- A row serves one field: who loses its row takes its best free one, or none.
- A field may also give up its row for none, if one law outweighs it: better missing than wrong.
"""

from collections.abc import Callable
from dataclasses import replace
from math import log

from extract_filings.pipeline.records import Occurrence, Pointer

LAW = 2.0
"""Nats: the odds of 7 to 1 that a law speaks for what it fits."""

ABSENT = 0.1
"""What a field without a row counts as: a row less probable than that is taken only if laws speak
for it.
"""

EXCHANGES = 4
"""At most so many in a statement."""

RowByField = dict[str, Pointer]


def reranked(place: Occurrence, standing: Callable[[Occurrence], float]) -> Occurrence:
    """The printing with the rows that model and laws agree on best. `standing`: laws held less laws
    broken by its rows.
    """
    rows = {r.field: r for r in place.rows}
    taking = lambda rows: replace(place, rows=tuple(rows.values()))
    worth = lambda rows: (
        sum(log(r.probability / ABSENT) for r in rows.values()) + LAW * standing(taking(rows))
    )
    best = worth(rows)
    for _ in range(EXCHANGES):
        others = [
            other for offer in place.offers if (other := exchanged(rows, offer, place)) is not None
        ]
        others += [
            without(rows, r.field) for r in rows.values() if log(r.probability / ABSENT) < LAW
        ]
        tried = [(worth(other), other) for other in others]
        if not tried or max(t[0] for t in tried) <= best + 1e-9:
            break
        best, rows = max(tried, key=lambda t: t[0])
    return taking(rows)


def without(rows: RowByField, field: str) -> RowByField:
    """The rows, and none for the field, which may not be printed."""
    return {f: r for f, r in rows.items() if f != field}


def exchanged(rows: RowByField, offer: Pointer, place: Occurrence) -> RowByField | None:
    """The rows with the offer taken; None if they have it already, or if two fields share the row
    by its label.
    """
    losers = [f for f, r in rows.items() if r.line == offer.line]
    if offer.field in losers or len(losers) > 1:
        return None
    other = {f: r for f, r in rows.items() if f not in losers} | {offer.field: offer}
    used = {r.line for r in other.values()}
    for field in losers:
        free = [o for o in place.offers if o.field == field and o.line not in used]
        if free:
            other[field] = max(free, key=lambda o: o.probability)
    return other
