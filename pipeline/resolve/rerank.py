"""Constraint reranking: rules weigh in where the model is unsure which row a field takes.

Revenue less costs is gross profit whatever the rows are called, so of two likely rows the one that
makes the figures fit is the likelier. Starting from the model's choice, the one exchange of rows
that helps most is made again and again. A rule decides only between rows of fields that are
probably printed; where the model is sure it takes more than one rule to move it.

Rules of the search:
- The score of a choice is the sum of the log odds of its rows against their fields having none, and
  `RULE` for each rule that holds in its columns, less as much for each that is broken.
- A row serves one field: a field that loses its row takes its best free one, or none.
- A field may also give up its row for none, if one rule outweighs it: better missing than wrong.
- A field that is probably not printed takes no row, whatever rules hold with it.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import log

from extract_filings.pipeline.records import Occurrence, Pointer
from extract_filings.pipeline.resolve.select import absence, best_row

RULE = 2.0
"""Nats: the odds of 7 to 1 that a rule speaks for what it fits."""

LEAST = 0.01
"""No field counts as more surely printed: three rules outweigh any row."""

EXCHANGES = 4
"""Exchanges in one statement, at most."""

RowByField = dict[str, Pointer]


def rerank(place: Occurrence, rule_score: Callable[[Occurrence], float]) -> Occurrence:
    """The occurrence with the rows that model and rules agree on best. `rule_score`: rules held
    less rules broken by its rows.
    """

    def with_rows(rows: RowByField) -> Occurrence:
        return replace(place, rows=tuple(rows.values()))

    absent = _absence(place)
    printed = {f for f in absent if best_row(place.offers, f, (), place.always)}
    place = replace(place, offers=tuple(o for o in place.offers if o.field in printed))

    def gain(row: Pointer) -> float:
        """What having the row adds to the score."""
        return log(row.probability / absent[row.field])

    def score(rows: RowByField) -> float:
        return sum(map(gain, rows.values())) + RULE * rule_score(with_rows(rows))

    def neighbours(rows: RowByField) -> Iterator[RowByField]:
        """The rows after each exchange, and after giving up each row that one rule outweighs."""
        for offer in place.offers:
            if (other := exchanged(rows, offer, place)) is not None:
                yield other
        for row in rows.values():
            if gain(row) < RULE:
                yield {f: r for f, r in rows.items() if f != row.field}

    rows = {r.field: r for r in place.rows}
    best = score(rows)
    for _ in range(EXCHANGES):
        tried = [(score(other), other) for other in neighbours(rows)]
        if not tried or max(t[0] for t in tried) <= best + 1e-9:
            break
        best, rows = max(tried, key=lambda t: t[0])
    return with_rows(rows)


def _absence(place: Occurrence) -> dict[str, float]:
    """By field, the probability that the statement does not print it."""
    offers = {*place.rows, *place.offers}
    return {
        f: max(LEAST, absence([o for o in offers if o.field == f], f in place.always))
        for f in {o.field for o in offers}
    }


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
