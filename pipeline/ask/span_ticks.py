"""Choices beside boxes: those whose box is ticked are meant, whatever the span reader thinks. What
is true or not may have a box beside its own name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract_filings.pipeline.ask.span_page import Place, SpanPage
from extract_filings.pipeline.ask.span_stems import stems
from extract_filings.pipeline.text.candidates import Candidate
from extract_filings.pipeline.text.tick_boxes import BOX, GLYPH, TICKED
from extract_filings.schemas.base import YES_NO

BEFORE, AFTER = re.compile(rf"(?:^|\s)({BOX})\s*\Z"), re.compile(rf"\s*({BOX})(?!\w)")
AHEAD = re.compile(rf"({GLYPH})\s*([^\W_].*?)\s*(?={GLYPH}|\Z)")
BEHIND = re.compile(rf"([^\W_].*?)\s*({GLYPH})\s*")
OWN = 100.0
"""Odds of a box beside the field's own name."""
LEVEL, STEP = 0.5, 2.5
"""Heights of words within which boxes are of one row; from one row down to the next, where each has
one box."""


@dataclass(frozen=True, slots=True)
class Boxed:
    place: Place
    level: float
    ticked: bool


def by_ticks(page: SpanPage, places: Sequence[Place]) -> list[Place]:
    """What of the places is left: without choices that are part of longer ones, and of those beside
    boxes the ticked ones, which are as likely as all of their row. A row without a tick is none.
    """
    whole = [p for p in places if not any(_within(p, other) for other in places)]
    boxed = [b for p in whole if (b := _boxed(page, p))]
    alone = {b.place for b in boxed}
    made = [p for p in whole if p not in alone]
    for row in _rows(boxed):
        ticked = [b.place for b in row if b.ticked]
        share = sum(b.place.probability for b in row) / max(1, len(ticked))
        made += [replace(place, probability=share) for place in ticked]
    return made


def own_boxes(page: SpanPage, name: str) -> list[Place]:
    """Of a field that is true or not: the boxes beside a label with all words of its name."""
    return [
        page.place(Candidate(said, start, end), OWN)
        for start, end, said in _labelled(page)
        if stems(name) and stems(name) <= stems(page.passage.text[start:end])
    ]


def _labelled(page: SpanPage) -> Iterator[tuple[int, int, str]]:
    """Of each box, where its label stands and whether it is ticked."""
    yes, no = YES_NO
    for begin, line in zip(page.starts, page.passage.lines, strict=False):
        last = re.search(rf"{GLYPH}\s*\Z", line.text)
        for found in (BEHIND if last else AHEAD).finditer(line.text):
            label, box = (1, 2) if last else (2, 1)
            said = yes if re.fullmatch(TICKED, found[box]) else no
            yield begin + found.start(label), begin + found.end(label), said


def _within(one: Place, other: Place) -> bool:
    a, b = one.candidate, other.candidate
    return b.start <= a.start and a.end <= b.end and b.end - b.start > a.end - a.start


def _boxed(page: SpanPage, place: Place) -> Boxed | None:
    at, text = place.candidate, page.passage.text
    cell = page.grid.cell(at.start, at.start + 1)
    if cell is None:
        return None
    stop = page.starts[cell.line + 1] - 1
    behind = AFTER.match(text, at.end, stop)
    last = not re.search(r"\w{2,}\s*\Z", text[cell.start : stop])
    box = behind if last else BEFORE.search(text[page.starts[cell.line] : at.start])
    return Boxed(place, cell.level, bool(re.fullmatch(TICKED, box[1]))) if box else None


def _rows(boxed: Sequence[Boxed]) -> Iterator[list[Boxed]]:
    """Those of a level; levels of one box each go together."""
    row: list[Boxed] = []
    for one in sorted(boxed, key=lambda b: (-b.level, b.place.candidate.start)):
        if row and not _beside(row, one):
            yield row
            row = []
        row.append(one)
    if row:
        yield row


def _beside(row: Sequence[Boxed], one: Boxed) -> bool:
    down = row[-1].level - one.level
    levels = {round(b.level / LEVEL) for b in row}
    return down < LEVEL or (down < STEP and len(levels) == len(row))
