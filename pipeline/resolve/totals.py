"""Parts of an item that are taken for it: "Cash and due from banks" above "Total cash and cash
equivalents". Both are likely, and the second is the sum of the first and what stands between. Of
what is a sum wherever it is printed in parts, the total of the heading counts, however unlikely:
"Interest charges", of long-term debt, others, "Total interest charges". What is left when another
row is deducted from a likely one is not the item: "Net revenues" of a broker, less interest.

>>> below = [("cash", 5, 4), ("deposits", 2, 1), ("total", 7, 5), ("loans", 9, 9)]
>>> adds_up([dict(enumerate(r[1:])) for r in below[:2]], dict(enumerate(below[2][1:])))
True
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extract_filings.pipeline.records import Line, Occurrence, Pointer
from extract_filings.pipeline.resolve.dated_rows import Row, first_of_each
from extract_filings.pipeline.resolve.periods import Period
from extract_filings.schemas.base import Cue

MOST = 8
"""Rows that a total is the sum of, at most."""
LIKELY = 0.2
"""Least probability of a total, which its sum proves."""
WHOLE = 0.5
"""The same of a row from which another one is deducted."""

NONE = Cue()
Figures = Mapping[Period | None, Decimal]


def with_totals(
    place: Occurrence, printed: Mapping[Line, Row], cues: Mapping[str, Cue] | None = None
) -> Occurrence:
    """The occurrence with the totals of its fields for parts of them. `printed`: the rows. `cues`:
    by field; those with `summed` are printed in parts, `deducted` says what is left of others.
    """
    taken = {r.line for r in place.rows}
    rows = []
    for row in (_total(r, place.offers, printed, taken) for r in place.rows):
        cue = (cues or {}).get(row.field, NONE)
        made = _of_heading(row, cue.summed, place.lines, printed, taken) if cue.summed else row
        rows.append(_whole(made, cue.deducted, place.offers, printed) if cue.deducted else made)
    return replace(place, rows=tuple(rows))


def _whole(
    row: Pointer, said: str, offers: Sequence[Pointer], printed: Mapping[Line, Row]
) -> Pointer:
    """A likely row two above it from which the one between, that says so, is deducted."""
    lines = [*printed]
    at = lines.index(row.line) if row.line in printed else 0
    whole, part = lines[max(0, at - 2) : at] if at > 1 else (row.line, row.line)
    likely = (o for o in offers if (o.field, o.line) == (row.field, whole))
    if whole == part or not re.search(said, part.text):
        return row
    deducted = {period: abs(value) for period, value in figures(printed[part]).items()}
    parts = [figures(printed[row.line]), deducted]
    for offer in likely:
        if offer.probability >= WHOLE and adds_up(parts, figures(printed[whole])):
            return offer
    return row


def _of_heading(
    row: Pointer,
    said: str,
    lines: Sequence[Line],
    printed: Mapping[Line, Row],
    taken: set[Line],
) -> Pointer:
    """The total of the heading right above the row that says so, if the row is its first part."""
    at = lines.index(row.line)
    heading = lines[at - 1] if at else row.line
    rows = [n for n in lines[at : at + 2 * MOST] if n in printed]
    if heading in printed or not re.search(said, heading.text) or rows[:1] != [row.line]:
        return row
    for i in range(2, min(len(rows), MOST + 1)):
        words = _words(rows[i], printed)
        if words[:1] == ["total"] and words[1:] in ([], _words(heading, printed)):
            parts = [figures(printed[p]) for p in rows[:i]]
            proven = rows[i] not in taken and adds_up(parts, figures(printed[rows[i]]))
            return replace(row, line=rows[i], end=len(rows[i].text)) if proven else row
    return row


def _words(line: Line, printed: Mapping[Line, Row]) -> list[str]:
    """Of the label."""
    end = printed[line][0][0].start if line in printed else len(line.text)
    return re.findall("[a-z]+", line.text[:end].lower())


def _total(
    row: Pointer, offers: Sequence[Pointer], printed: Mapping[Line, Row], taken: set[Line]
) -> Pointer:
    lines = [*printed]
    at = lines.index(row.line) if row.line in printed else len(lines)
    for offer in offers:
        if offer.field != row.field or offer.probability < LIKELY or offer.line in taken:
            continue
        parts = _above(offer.line, lines[at:], printed) if offer.line in printed else []
        if 2 <= len(parts) <= MOST and adds_up(
            [figures(printed[p]) for p in parts], figures(printed[offer.line])
        ):
            return replace(offer, probability=max(row.probability, offer.probability))
    return row


def _above(total: Line, lines: Sequence[Line], printed: Mapping[Line, Row]) -> list[Line]:
    """The lines ahead of it with numbers in its columns: other ones may stand beside them."""
    own = {c.number for _, c in printed[total]}
    ahead = lines[: lines.index(total)] if total in lines else []
    return [n for n in ahead if own & {c.number for _, c in printed[n]}]


def figures(row: Row) -> Figures:
    return {at.period: a.value for a, at in first_of_each(row)}


def adds_up(parts: Sequence[Figures], total: Figures) -> bool:
    """Whether the parts add up to the total in all of its columns."""
    return bool(total) and all(
        value and value == sum(p.get(period, Decimal(0)) for p in parts)
        for period, value in total.items()
    )
