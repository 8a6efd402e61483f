"""Constraint reranking: rules weigh in where the model is unsure which row a field takes.

Revenue less costs is gross profit whatever the rows are called, so of two likely rows the one that
makes the figures fit is the likelier. Starting from the model's choice, the one exchange of rows
that helps most is made again and again. A rule decides only between rows that the model tagged;
where the model is sure it takes more than one rule to move it.

Rules of the search:
- The score of a choice is the sum of the logarithms of its rows' probabilities, and `RULE` for each
  rule that holds in its columns, less as much for each that is broken.
- A row serves one field: a field that loses its row takes its best free one, or none.
- A field may also give up its row for none, if one rule outweighs it: better missing than wrong.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import log

from extract_filings.pipeline.records import Occurrence, Pointer

RULE = 2.0
"""Nats: the odds of 7 to 1 that a rule speaks for what it fits."""

ABSENT = 0.1
"""What a field without a row counts as: a row less probable than that is taken only if rules speak
for it.
"""

EXCHANGES = 4
"""Exchanges in one statement, at most."""

RowByField = dict[str, Pointer]


def rerank(place: Occurrence, rule_score: Callable[[Occurrence], float]) -> Occurrence:
    """The occurrence with the rows that model and rules agree on best. `rule_score`: rules held
    less rules broken by its rows.
    """

    def with_rows(rows: RowByField) -> Occurrence:
        return replace(place, rows=tuple(rows.values()))

    def score(rows: RowByField) -> float:
        return sum(map(_gain, rows.values())) + RULE * rule_score(with_rows(rows))

    rows = {r.field: r for r in place.rows}
    best = score(rows)
    for _ in range(EXCHANGES):
        tried = [(score(other), other) for other in _neighbours(rows, place)]
        if not tried or max(t[0] for t in tried) <= best + 1e-9:
            break
        best, rows = max(tried, key=lambda t: t[0])
    return with_rows(rows)


def _gain(row: Pointer) -> float:
    """What having the row adds to the score."""
    return log(row.probability / ABSENT)


def _neighbours(rows: RowByField, place: Occurrence) -> Iterator[RowByField]:
    """The rows after each exchange, and after giving up each row that one rule outweighs."""
    for offer in place.offers:
        if (other := exchanged(rows, offer, place)) is not None:
            yield other
    for row in rows.values():
        if _gain(row) < RULE:
            yield {f: r for f, r in rows.items() if f != row.field}


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
