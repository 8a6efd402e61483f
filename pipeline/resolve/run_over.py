"""Rows whose label runs over, with numbers in it: "Receivables (net of allowances of $86 in 2023",
and below it "and $72 in 2022) 11,030 9,450". The model may take the first line for the row; the
amounts stand on the last.

Rules:
- A line without an amount under a head is no row. If its label goes on in the lines below, the row
  is the next one with such amounts.
- A label goes on in small letters, below an open bracket, or with amounts alone.
- Of two fields for the line, and of two lines for a field, the likelier one counts.

>>> goes_on("Receivables (net of allowances of $86 in 2023", "and $72 in 2022) 11,030")
True
>>> goes_on("Cash 7 6", "Receivables 11,030"), goes_on("Raw materials", "12 11")
(False, True)
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from extract_filings.pipeline.records import Line, Occurrence, Pointer

MOST = 2
"""Lines that a label runs over, at most."""


def in_last_lines(place: Occurrence, dated: Collection[Line]) -> Occurrence:
    """The occurrence with each row on the line of its amounts. `dated`: lines that have some."""
    rows = [(r, _moved(r, place.lines, dated)) for r in place.rows]
    stood = {r.line: r.probability for r, now in rows if now is r}
    came = {now.line: r.probability for r, now in rows if now is not r}
    kept = [
        now for r, now in rows if (came if now is r else stood).get(now.line, 0.0) < r.probability
    ]
    offers = _likeliest([_moved(o, place.lines, dated) for o in place.offers])
    return replace(place, rows=tuple(kept), offers=tuple(offers))


def _moved(row: Pointer, lines: Sequence[Line], dated: Collection[Line]) -> Pointer:
    if row.line in dated:
        return row
    at = lines.index(row.line)
    for above, line in zip(lines[at : at + MOST], lines[at + 1 :], strict=False):
        if not goes_on(above.text, line.text):
            break
        if line in dated:
            return replace(row, line=line, end=len(line.text))
    return row


def goes_on(above: str, below: str) -> bool:
    small = re.match(r"\s*[a-z]", below) or not re.search("[A-Za-z]", below)
    return bool(small) or above.count("(") > above.count(")")


def _likeliest(offers: Sequence[Pointer]) -> list[Pointer]:
    """One offer of each field and line."""
    best: dict[tuple[str, Line], Pointer] = {}
    for offer in sorted(offers, key=lambda o: -o.probability):
        best.setdefault((offer.field, offer.line), offer)
    return [*best.values()]
