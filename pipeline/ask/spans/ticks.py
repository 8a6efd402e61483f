"""Choices beside boxes: those whose box is ticked are meant, whatever the span reader thinks. What
is true or not may have a box beside its own name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract_filings.pipeline.ask.spans.page import Place, SpanPage
from extract_filings.pipeline.ask.spans.stems import stems
from extract_filings.pipeline.text.candidates import Candidate
from extract_filings.pipeline.text.tick_boxes import GLYPH, TICKED
from extract_filings.schemas.base import YES_NO

BOXES, LETTERS = re.compile(GLYPH), re.compile(r"(?<!\S)[xX](?!\S)")
"""A line without boxes may have drawn ones, of which the text has the letter in the ticked one."""
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


def by_ticks(page: SpanPage, places: Sequence[Place], name: str) -> list[Place]:
    """What of the places is left: without choices that are part of longer ones, and of those beside
    boxes the ticked ones, which are as likely as all of their row, and likelier where its line has
    words of the field's name. A row without a tick is none.
    """
    whole = [p for p in _each_once(places) if not any(_within(p, other) for other in places)]
    boxed = [b for p in whole if (b := _boxed(page, p))]
    with_box = {b.place for b in boxed}
    made = [p for p in whole if p not in with_box]
    for row in _rows(boxed):
        ticked = [b.place for b in row if b.ticked]
        share = sum(b.place.probability for b in row) / max(1, len(ticked))
        made += [replace(p, probability=share + OWN * _said(page, p, name)) for p in ticked]
    return made


def _each_once(places: Sequence[Place]) -> list[Place]:
    """Two windows that overlap say the same place."""
    made: dict[Candidate, Place] = {}
    for p in places:
        before = made.get(p.candidate)
        made[p.candidate] = (
            replace(p, probability=p.probability + before.probability) if before else p
        )
    return [*made.values()]


def _said(page: SpanPage, place: Place, name: str) -> float:
    """Share of the name's words that the line has, squared."""
    own, line = stems(name), page.passage.lines[page.grid.line(place.candidate.start)]
    return (len(own & stems(line.text)) / max(1, len(own))) ** 2


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
    """Of a line with one box, a ticked one, the others are drawn and empty."""
    cell = page.grid.cell(place.candidate.start, place.candidate.start + 1)
    if cell is None:
        return None
    text, begin = page.passage.lines[cell.line].text, page.starts[cell.line]
    boxes = [*BOXES.finditer(text)] or [*LETTERS.finditer(text)]
    own = _own(text, boxes, place.candidate, begin, bool(boxes) and _behind(page, cell.line, boxes))
    if own is None and not (len(boxes) == 1 and re.fullmatch(TICKED, boxes[0][0])):
        return None
    return Boxed(place, cell.level, bool(own and re.fullmatch(TICKED, own[0])))


def _own(
    text: str, boxes: Sequence[re.Match[str]], at: Candidate, begin: int, behind: bool
) -> re.Match[str] | None:
    """The box right behind a place of the line, or right ahead of it."""
    start, end = at.start - begin, at.end - begin
    if behind:
        return next(
            (b for b in boxes if b.start() >= end and not text[end : b.start()].strip()), None
        )
    return next((b for b in boxes if b.end() <= start and not text[b.end() : start].strip()), None)


def _behind(page: SpanPage, line: int, boxes: Sequence[re.Match[str]]) -> bool:
    """Whether boxes stand behind their choices: of several the last one ends the line; a single one
    is nearer to what stands ahead of it.
    """
    if len(boxes) > 1:
        return not re.search(r"\w{2,}\s*\Z", page.passage.lines[line].text[boxes[-1].end() :])
    words = [w for w in page.printed.words if w.line == line]
    ahead = [w.box[2] for w in words if w.end <= boxes[0].start()]
    after = [w.box[0] for w in words if w.start >= boxes[0].end()]
    own = [w.box for w in words if w.start <= boxes[0].start() < w.end]
    if not (ahead and after and own):
        return not after
    return own[0][0] - ahead[-1] < after[0] - own[0][2]


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
