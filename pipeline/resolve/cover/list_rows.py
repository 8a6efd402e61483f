"""Tags of words -> the rows of a list, such as the securities on a cover.

Rules:
- A line whose fields the row above lacks goes on with it, any other starts one.
- In a row no word is two fields'. What a pattern vouches for comes first.
- A text that begins with a field which its row lacks begins behind it: "XY26C New York Stock
  Exchange". Both must look right for it.
- On a cover where some row has all fields, one with a single field or without a title is no row of
  its own. It is the beginning of a long title, or a further exchange of the row above; else it is
  nothing of the list, as a note in brackets, or a class that another section of the act has.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from extract_filings.pipeline.records import Line, Piece, Pointer, TagScores, tag
from extract_filings.pipeline.resolve.cover.spans import (
    Words,
    beside,
    offered,
    pointer,
    words_by_line,
)
from extract_filings.pipeline.text.patterns import DATE, GROUPED
from extract_filings.schemas.base import FieldSpec, Part

COUNT = re.compile(rf"(?<!\S){GROUPED}(?:\s+(?:shares?|units?|{DATE.pattern}))*\s*$")

GOES_ON = re.compile(r"\b(?:an?|the|of|and|or|to|in|at|by|for|per|each|with|representing)$")
"""The end of a title that is not its end."""

Row = dict[str, Pointer]  # by field


def list_rows(part: Part, tags: Sequence[TagScores]) -> list[Pointer]:
    """The places of all rows' fields, rows in document order."""
    lines = words_by_line(tags)
    rows: list[Row] = []
    for line in sorted(lines, key=lambda n: (n.page, n.number)):
        row = _parted(part, _row(part, line, lines))
        if len(row) == 1 and _counted(part, line):
            continue
        if rows and part.fields[0].name in rows[-1] and not row.keys() & rows[-1].keys():
            rows[-1] |= row
        elif row:
            rows.append(row)
    whole = _whole_rows(part, rows) if part.opening else rows
    names = [f.name for f in part.fields]
    return [replace(row[n], row=i) for i, row in enumerate(whole) for n in names if n in row]


def _counted(part: Part, line: Line) -> bool:
    """Whether the line ends in a count, which no row of a cover's texts does: "Class A common stock
    44,120,963 shares" is of the shares outstanding.
    """
    texts = part.opening and all(f.type is str for f in part.fields)
    return texts and bool(COUNT.search(line.text))


def _row(part: Part, line: Line, lines: Mapping[Line, Words]) -> Row:
    """The best span of each field on a line."""
    row, free = {}, dict(lines[line])
    for spec in sorted(part.fields, key=lambda f: not f.cue.pattern):
        name = tag(part.name, spec.name)
        if found := offered(spec, name, line, free):
            best = max(found, key=lambda o: (o.probability, -o.start))
            rival = max(beside(lines, best, name), default=0.0)
            if part.opening and not re.search(
                spec.cue.looks or "", line.text[best.start : best.end]
            ):
                continue
            row[spec.name] = _behind(spec, pointer(part, spec, best, rival))
            free = {at: w for at, w in free.items() if not best.start <= at < best.end}
    return row


def _behind(spec: FieldSpec, found: Pointer) -> Pointer:
    """Without what is no part of the field ahead of it."""
    ahead = spec.cue.begins and re.match(spec.cue.begins, found.line.text[found.start : found.end])
    return replace(found, start=found.start + ahead.end()) if ahead else found


def _parted(part: Part, row: Row) -> Row:
    """With the fields that stand at the beginning of another one's text."""
    for lacking, spec in zip(part.fields, part.fields[1:], strict=False):
        if lacking.name not in row and spec.name in row and lacking.cue.pattern:
            row = row | _apart(lacking, spec, row[spec.name])
    return row


def _apart(first: FieldSpec, second: FieldSpec, both: Pointer) -> Row:
    """Both fields of a text that begins with the first one; nothing if it does not."""
    text = both.line.text[both.start : both.end]
    match = re.match(rf"({first.cue.pattern})\s+(?=\S)", text)
    looks = second.cue.looks
    if not match or not looks or not re.search(looks, text[match.end() :]):
        return {}
    if re.search(looks, match[1]):
        return {}
    begins = replace(both, field=first.name, end=both.start + match.end(1))
    return {first.name: begins, second.name: replace(both, start=both.start + match.end())}


def _whole_rows(part: Part, rows: Sequence[Row]) -> list[Row]:
    """Without rows that are part of others or of nothing, if some row is whole."""
    names, last = [f.name for f in part.fields if f.pointed], part.fields[-1]
    if len(names) < 2 or not any(row.keys() >= set(names) for row in rows):
        return list(rows)
    made: list[Row] = []
    for i, row in enumerate(rows):
        if len(row) > 1 and names[0] in row:
            made.append(_begun(names[0], rows[:i], row))
        elif made and row.keys() == {last.name} and _further(last, row, made[-1]):
            made.append(made[-1] | row)
    return made


def _further(last: FieldSpec, row: Row, above: Row) -> bool:
    """Whether the text looks like its field, and stands below another one, and not in brackets."""
    if last.name not in above:
        return False
    text = row[last.name]
    looks = re.search(last.cue.looks or "", text.line.text[text.start : text.end])
    bracketed = text.line.text[: text.start].rstrip().endswith("(")
    return bool(looks) and _below(above[last.name].line, text.line) and not bracketed


def _below(upper: Line, lower: Line) -> bool:
    return (upper.page, upper.number + 1) == (lower.page, lower.number)


def _begun(title: str, above: Sequence[Row], row: Row) -> Row:
    """The row with what its title begins with on the lines above."""
    if title not in row:
        return row
    pieces = [row[title]]
    for before in takewhile(lambda r: r.keys() == {title}, reversed(above)):
        if not _goes_on(before[title], pieces[0]):
            break
        pieces.insert(0, before[title])
    first, *others = pieces
    rest = tuple(Piece(p.line, p.start, p.end) for p in others)
    own = {"line": first.line, "start": first.start, "end": first.end}
    return row | {title: replace(pieces[-1], **own, rest=rest)}


def _goes_on(upper: Pointer, lower: Pointer) -> bool:
    """Whether one text runs over the end of its line into the other."""
    text, behind = upper.line.text, lower.line.text
    if not _below(upper.line, lower.line) or text[upper.end :].strip():
        return False
    if behind[: lower.start].strip():
        return False
    return behind[lower.start].islower() or bool(GOES_ON.search(text[: upper.end]))
