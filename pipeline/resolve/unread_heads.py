"""What was asked and not found -> the page of a statement whose rows were found, but none of its
columns: its heads were not understood.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extract_filings.pipeline.records import NO_TABLE, Answers, Document, Line, Occurrence, Problem
from extract_filings.pipeline.resolve.head import TAKEN_OUT
from extract_filings.pipeline.resolve.head_words import readings
from extract_filings.pipeline.resolve.select import occurrences
from extract_filings.schemas.base import Part

ROWS = 4
"""Fewer rows of a statement may stand on any page."""
LINES, LONG = 8, 90
"""Lines above the first row that are looked at, and characters that are more than a head."""


def with_unread_heads(
    parts: Sequence[Part],
    problems: Sequence[Problem],
    answers: Mapping[str, Answers],
    document: Document,
) -> tuple[Problem, ...]:
    """The problems, those of such statements with the page and the words of the heads."""
    missing = {p.table for p in problems if p.detail == NO_TABLE}
    told = {
        part.name: said
        for part in parts
        if part.kind == "statement" and part.name in missing
        for said in _said(part, answers[part.name], document)
    }
    return tuple(
        replace(p, detail=told[p.table]) if p.detail == NO_TABLE and p.table in told else p
        for p in problems
    )


def _said(part: Part, answers: Answers, document: Document) -> Iterator[str]:
    """Of the surest place with enough rows."""
    places = occurrences(part, answers.tags, answers.holds)
    place = next((p for p in places if len({r.line for r in p.rows}) >= ROWS), None)
    if place:
        page, words = place.lines[0].page, _head(place, document)
        yield f"the heads of its columns on page {page} were not understood: {words}"


def _head(place: Occurrence, document: Document) -> str:
    """The lines over the first row that speak of periods, else the last one."""
    first = min((r.line for r in place.rows), key=lambda n: (n.page, n.number))
    above = [n for n in document.pages[first.page - 1] if n.number < first.number][-LINES:]
    dated = [n for n in above if _of_periods(n)] or above[-1:]
    return " / ".join(n.text for n in dated) if dated else "none are printed"


def _of_periods(line: Line) -> bool:
    said = (kind for kind, *_, value in readings(line.text) if value is not None)
    return len(line.text) < LONG and any(kind not in TAKEN_OUT for kind in said)
