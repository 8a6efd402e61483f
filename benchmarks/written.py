"""What a model has written of a document -> its record, by the main job's own code. For
`benchmarks.ungrounded`.

What is compared is copying against pointing, so nothing else may be lost here. A row of written
numbers is laid over the printed row that is most like it: each written number stands where that
row's number stood, in the same column, and label, heads and scale are the page's. Then pages are
picked and rows are read as the main job does. A number that is not printed stays as it was written
and is judged like any other. Text of the cover is taken where it is printed; text that is printed
nowhere is a line of its own, numbered -1.

>>> chunk = Chunk((Line(4, 0, "Net sales 9,978 11,257"), Line(4, 1, "Cost of sales 4,483 5,006")))
>>> nearest(chunk, ["4,488", "5,006"]).number
1
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations
from typing import Any

from benchmarks.copying import asked, numbers, tail
from pipeline.merge import problems, statement_values
from pipeline.pick import printings
from pipeline.read import boxes
from pipeline.records import (
    NO,
    YES,
    Asked,
    Box,
    Chunk,
    Document,
    Line,
    Pointer,
    Question,
    Record,
    Value,
    mark,
)
from pipeline.resolve import cover_values, list_values, row_choices
from pipeline.table import before, read_statement
from pipeline.validate import validate
from schemas.base import Part

Path = tuple[str | int, ...]  # of keys, e.g. ("income_statement", "revenue")
Boxes = dict[int, tuple[tuple[Box, ...], ...]]


@dataclass(frozen=True, slots=True)
class Written:
    """The answer on a chunk, and how sure the model was that there is something to write rather
    than null, by path.
    """

    chunk: Chunk
    answer: dict[str, Any]
    sure: dict[Path, float]


def record(
    document: Document, parts: Sequence[Part], rows: Sequence[Written], words: Sequence[Written]
) -> Record:
    """Everything that the schema asks of the document. `rows` are the answers on statements,
    `words` those on the cover.
    """
    values = [v for part in parts if part.kind != "statement" for v in opening(part, words)]
    year_end = next((v.value for v in values if v.field == "period_end_date"), None)
    for part in parts:
        values += statement(document, part, rows, year_end) if part.kind == "statement" else []
    values = list(validate(parts, values))
    return Record(
        document.name, document.sha256, len(document.pages), tuple(values), problems(parts, values)
    )


# Statements


def statement(
    document: Document, part: Part, written: Sequence[Written], year_end: Any
) -> list[Value]:
    """As the main job goes from what was asked to values, with the written numbers in place of the
    printed ones.
    """
    marks, said = [], {}
    for w in (w for w in written if w.answer[part.name]):
        marks.append(
            Asked(
                w.chunk,
                Question(0, "", line=None, part=part.name),
                {YES: w.sure[part.name,], NO: 1 - w.sure[part.name,]},
            )
        )
        for field, row in w.answer[part.name].items():
            line = nearest(w.chunk, row, {line for _, line in said}) if row else None
            if line:
                marks.append(
                    Asked(
                        w.chunk,
                        Question(0, "", line=line, part=part.name),
                        {mark(part.name, field): w.sure[part.name, field]},
                    )
                )
                said[field, line] = row
    cells = []
    for place in printings(part, marks):
        shown = before(document, place.lines[0].page) + place.lines
        glyphs = boxes(document, sorted({line.page for line in shown}))
        laid = {p.line: said[p.field, p.line] for p in place.rows if (p.field, p.line) in said}
        lines, glyphs, new = overlaid(shown, glyphs, laid)
        cells.append(
            (
                place,
                read_statement(
                    lines,
                    glyphs,
                    {p.field: new.get(p.line, p.line) for p in place.rows},
                    part,
                    year_end,
                ),
            )
        )
    return statement_values(part, cells)


def nearest(chunk: Chunk, row: Sequence[str], taken: Collection[Line] = ()) -> Line | None:
    """The line whose numbers are most like the written ones, number by number; of several one that
    no other field has, then the first.
    """
    lines = [
        (line, printed) for line in chunk.lines[chunk.repeated :] if (printed := numbers(line.text))
    ]
    return max(
        lines, key=lambda one: (likeness(one[1], row), one[0] not in taken), default=(None,)
    )[0]


def likeness(printed: Sequence[str], row: Sequence[str]) -> float:
    """2 for each number that is the same, less for one that is nearly; a row as long as the written
    one is likelier.
    """
    return sum(_alike(printed[i], row[j]) for i, j in paired(printed, row)) - abs(
        len(printed) - len(row)
    )


def paired(printed: Sequence[str], row: Sequence[str]) -> list[tuple[int, int]]:
    """Which printed number each written one stands for: in order, and where there are more on one
    side, the pairs that are most alike.
    """
    n = min(len(printed), len(row))
    ways = (
        list(zip(i, j))
        for i in combinations(range(len(printed)), n)
        for j in combinations(range(len(row)), n)
    )
    return max(ways, key=lambda way: sum(_alike(printed[i], row[j]) for i, j in way))


@lru_cache(100_000)
def _alike(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio() + (a == b)


def overlaid(
    lines: Sequence[Line], glyphs: Boxes, laid: dict[Line, Sequence[str]]
) -> tuple[list[Line], Boxes, dict[Line, Line]]:
    """The lines with written numbers in place of printed ones, the boxes of their characters, and
    {old line: new line}.
    """
    made = {line: overlay(line, glyphs[line.page][line.number], row) for line, row in laid.items()}
    of = {(line.page, line.number): characters for line, (_, characters) in made.items()}
    boxes_ = {
        page: tuple(of.get((page, i), characters) for i, characters in enumerate(rows))
        for page, rows in glyphs.items()
    }
    new = {line: replace(line, text=text) for line, (text, _) in made.items()}
    return [new.get(line, line) for line in lines], boxes_, new


def overlay(
    line: Line, characters: Sequence[Box], row: Sequence[str]
) -> tuple[str, tuple[Box, ...]]:
    """The line's label and the written numbers, each with the box of the printed one. Numbers too
    many have no column and fall away.
    """
    printed = tail(line.text)
    text, over = line.text[: printed[0].start()], list(characters[: printed[0].start()])
    for i, j in paired(numbers(line.text), row):
        first, last = (
            characters[printed[i].start("number")],
            characters[printed[i].end("number") - 1],
        )
        text += row[j] + " "
        over += [(first[0], first[1], last[2], first[3])] * (len(row[j]) + 1)
    return text, tuple(over)


# Cover


def opening(part: Part, written: Sequence[Written]) -> list[Value]:
    """Root fields from the page that is surest of each; rows of a list as they come."""
    if part.kind == "list":
        rows = [(w, i, row) for w in written for i, row in enumerate(w.answer[part.name])]
        return list_values(
            part,
            row_choices(
                part,
                [
                    pointer(part, field, w, (part.name, i, field), text, n)
                    for n, (w, i, row) in enumerate(rows)
                    for field, text in row.items()
                    if text
                ],
            ),
        )
    found = []
    for field in (f.name for _, fields in asked([part]) for f in fields):
        offers = [
            pointer(part, field, w, (part.name, field), text)
            for w in written
            if (text := w.answer[part.name][field])
        ]
        found += [max(offers, key=lambda p: p.probability)] if offers else []
    front = [line for w in written for line in w.chunk.lines]
    return cover_values(part, found, front + [p.line for p in found if p.line.number < 0])


def pointer(
    part: Part, field: str, written: Written, path: Path, text: str, row: int = 0
) -> Pointer:
    """To the first place that prints the text, or to a line that only says it."""
    line, start = _place(written.chunk.lines, text) or (Line(written.chunk.page, -1, text), 0)
    return Pointer(
        part.name, field, line, start, start + len(text), written.sure.get(path, 1.0), row
    )


def _place(lines: Iterable[Line], text: str) -> tuple[Line, int] | None:
    """Whole words before parts of words."""
    spots = [(line, at) for line in lines if (at := line.text.find(text)) >= 0]
    whole = [
        (n, at)
        for n, at in spots
        if not (n.text[:at][-1:].isalnum() or n.text[at + len(text) :][:1].isalnum())
    ]
    return next(iter(whole + spots), None)
