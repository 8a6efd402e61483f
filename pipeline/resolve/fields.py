"""Pointers -> typed values of the root and of lists: spans, and choices by box, pointer or word.

A value is exact, or there is none.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from extract_filings.pipeline.records import Line, Pointer, RowKey, Value, quoted
from extract_filings.pipeline.status import Status
from extract_filings.pipeline.text.parse import legal, typed, typed_value
from extract_filings.pipeline.text.tick_boxes import BOX, TICKED
from extract_filings.schemas.base import YES_NO, FieldSpec, Part

# boxes that stand among the choices
OTHERS = ("smaller reporting company", "emerging growth company")


def inner(spec: FieldSpec, outer: Pointer, above: str) -> Pointer | None:
    """A field that stands within the span of another one, unless the words around say otherwise."""
    text = outer.line.text
    match = re.search(spec.cue.pattern or ".+", text[outer.start : outer.end])
    if not match or (spec.cue.unless and re.search(spec.cue.unless, above + "\n" + text)):
        return None
    start, end = outer.start + match.start(), outer.start + match.end()
    return Pointer(
        outer.part, spec.name, outer.line, start, end, outer.probability, rival=outer.rival
    )


def checked(part: str, spec: FieldSpec, lines: Sequence[Line]) -> tuple[str, Pointer] | None:
    """The first choice whose box is checked, and where its words stand.

    Boxes stand behind their words or before them, whichever fits more words, or in a row of their
    own below them.
    """
    text = _lines(lines)
    names = {_plain(c): c for c in spec.choices}
    label = rf"(?<![\w-])(?i:{_longest_first((*names, *OTHERS))})"
    for row in (_below(text, label), _beside(text, label)):
        for words, at, box in row:
            if _plain(words) in names and re.fullmatch(TICKED, box):
                place = _place(part, spec.name, lines, at, len(words))
                return names[_plain(words)], place
    return None


def _lines(lines: Sequence[Line]) -> str:
    return "".join(line.text + "\n" for line in lines)


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words).lower()


def _longest_first(names: Sequence[str]) -> str:
    """So that no name is read as one that it begins with."""
    patterns = (re.escape(n).replace(r"\ ", r"\s+") for n in names)
    return "|".join(sorted(patterns, key=len, reverse=True))


LabelledBox = tuple[str, int, str]  # words, where they stand, the box


def _beside(text: str, label: str) -> list[LabelledBox]:
    """Boxes behind their words or before them, whichever are more."""
    gap = r"\s*(?:\([^)]{0,80}\)\s*)?[:.]?\s*"
    behind = _labelled(rf"(?P<label>{label}){gap}(?P<box>{BOX})(?!\w)", text)
    before = _labelled(rf"(?<!\w)(?P<box>{BOX})\s*(?P<label>{label})", text)
    return behind if len(behind) >= len(before) else before


def _labelled(pattern: str, text: str) -> list[LabelledBox]:
    found = re.finditer(pattern, text)
    return [(m["label"], m.start("label"), m["box"]) for m in found]


def _below(text: str, label: str) -> list[LabelledBox]:
    """A line of words and under it a line of as many boxes."""
    rows = re.search(rf"(?m)^((?:{label}\s*){{2,}})$\n^((?:{BOX}[ \t]*){{2,}})$", text)
    if not rows:
        return []
    labels = [(m.group(), rows.start(1) + m.start()) for m in re.finditer(label, rows[1])]
    boxes = [m.group() for m in re.finditer(BOX, rows[2])]
    if len(labels) != len(boxes):
        return []
    return [(words, at, box) for (words, at), box in zip(labels, boxes, strict=True)]


def worded(part: str, spec: FieldSpec, lines: Sequence[Line]) -> tuple[str, Pointer] | None:
    """The choice that is printed right behind one of the field's labels: "Lease type: Gross"."""
    labels = [
        label for label in spec.labels if not any(c.lower() in label.lower() for c in spec.choices)
    ]
    if not labels:
        return None
    match = re.search(
        rf"(?i)(?<![\w-])(?:{_any(labels)})(?:[\s:.\-–—|]+|\s+is\s+)"
        rf"(?P<choice>{_any(spec.choices)})(?![\w-])",
        _lines(lines),
    )
    if not match:
        return None
    words, at = match["choice"], match.start("choice")
    return _chosen(spec, words), _place(part, spec.name, lines, at, len(words))


def _any(phrases: Sequence[str]) -> str:
    """The longest first, so that no choice is read as one that it begins with."""
    return "|".join(
        r"\s+".join(map(re.escape, p.split())) for p in sorted(phrases, key=len, reverse=True)
    )


def _chosen(spec: FieldSpec, words: str) -> str:
    return next(c for c in spec.choices if c.lower() == " ".join(words.lower().split()))


def choice(
    part: str, spec: FieldSpec, lines: Sequence[Line], pointer: Pointer | None = None
) -> tuple[Any, Pointer] | None:
    """By box, else as the model said, else by word; as it said if it has looked at the boxes. Boxes
    of yes and no count only on a line that names the field: pages have many.
    """
    said = (pointer.said, pointer) if pointer else None
    if pointer and pointer.boxes:
        return spec.meaning(pointer.said), pointer
    named = lines
    if spec.choices == YES_NO:
        label = re.compile(rf"(?i)(?<!\w)(?:{_any(spec.labels)})(?!\w)")
        named = [n for n in lines if label.search(n.text)]
    hit = checked(part, spec, named) or said or worded(part, spec, lines)
    return hit and (spec.meaning(hit[0]), hit[1])


def _place(part: str, field: str, lines: Sequence[Line], at: int, length: int) -> Pointer:
    """The pointer to `length` characters from `at` in the joined lines, cut at the line's end."""
    for line in lines:
        if at <= len(line.text):
            return Pointer(part, field, line, at, min(at + length, len(line.text)), 1.0)
        at -= len(line.text) + 1
    raise AssertionError("a match lies within the lines it was found in")


def cover_values(part: Part, pointers: Sequence[Pointer], lines: Sequence[Line]) -> list[Value]:
    """Root fields: spans, spans within spans, choices."""
    ends = {f.name: f.cue.ends for f in part.fields}
    found = {p.field: _ended(p, ends[p.field]) for p in pointers}
    values = []
    for spec in part.fields:
        if spec.choices:
            hit = choice(part.name, spec, lines, found.get(spec.name))
        else:
            hit = _read(spec, found, lines)
        if hit:
            values.append(_value(part.name, (), hit[1], hit[0]))
    return values


def _read(
    spec: FieldSpec, found: Mapping[str, Pointer], lines: Sequence[Line]
) -> tuple[Any, Pointer] | None:
    """The value of a field that is no choice, and its place."""
    pointer = found.get(spec.name)
    if outer := found.get(spec.cue.within or ""):
        pointer = inner(spec, outer, _above(lines, outer.line))
    if not pointer or (value := meant(spec, pointer)) is None:
        return None
    return value, pointer


def _ended(pointer: Pointer, ends: str) -> Pointer:
    """Before the first of the characters that end it; a span of one line only."""
    if pointer.rest:
        return pointer
    stops = (pointer.line.text.find(c, pointer.start + 1) for c in ends)
    return replace(pointer, end=min([at for at in stops if at > 0] + [pointer.end]))


def meant(spec: FieldSpec, pointer: Pointer) -> Any:
    """The value of a pointer; None if its words do not read as the field's type, or break the
    schema's bounds.
    """
    if pointer.said:
        return (spec.meaning if spec.choices else partial(typed_value, spec))(pointer.said)
    before, behind = pointer.around
    quote = quoted(pointer.line, pointer.start, pointer.end, pointer.rest)
    last = (pointer, *pointer.rest)[-1]
    ahead = f"{before} {pointer.line.text[: pointer.start]}"
    text = f"{ahead}{quote}{last.line.text[last.end :]} {behind}"
    value = typed(spec, text, len(ahead), len(ahead) + len(quote))
    return value if legal(spec, value) else None


def _above(lines: Sequence[Line], line: Line) -> str:
    at = lines.index(line)
    return lines[at - 1].text if at else ""


def list_values(
    part: Part, pointers: Sequence[Pointer], above: Sequence[Value] = ()
) -> list[Value]:
    """Rows of a list.

    `above`: the values of the table whose rows hold this list. A row belongs to the last of them
    that begins no later.
    """
    specs = {f.name: f for f in part.fields}
    keys: dict[int, RowKey] = {p.row: (("row", p.row),) for p in pointers}
    if "parent_row" in part.keys:
        homes = _starts((dict(v.key)["row"], v) for v in above)
        for row, start in _starts((p.row, p) for p in pointers).items():
            keys[row] += (("parent_row", _home(homes, start)),)
    values = ((p, meant(specs[p.field], p)) for p in pointers)
    return [_value(part.name, keys[p.row], p, value) for p, value in values if value is not None]


Start = tuple[int, int, int]  # page, line, character


def _starts(rows: Iterable[tuple[int, Pointer | Value]]) -> dict[int, Start]:
    """Where each row begins, by its number."""
    first: dict[int, Start] = {}
    for row, place in rows:
        at = (place.line.page, place.line.number, place.start)
        first[row] = min(at, first.get(row, at))
    return first


def _home(homes: Mapping[int, Start], start: Start) -> int | None:
    """The last of the rows that begins no later, else the first; None if there is none."""
    ordered = sorted((at, row) for row, at in homes.items())
    if not ordered:
        return None
    return ordered[max(0, bisect_right([at for at, _ in ordered], start) - 1)][1]


def row_choices(part: Part, pointers: Sequence[Pointer]) -> list[Pointer]:
    """The pointers and, for models that do not point at choices, the choice that is printed first
    on the lines of each row.
    """
    found: dict[tuple[int, str], Pointer] = {}
    for row, line in dict.fromkeys((p.row, p.line) for p in pointers):
        for spec in (f for f in part.fields if f.choices):
            match = re.search(rf"(?i)(?<![\w-])(?:{_any(spec.choices)})(?![\w-])", line.text)
            if match:
                pointer = Pointer(part.name, spec.name, line, *match.span(), 1.0, row)
                found.setdefault((row, spec.name), pointer)
    return [*pointers, *found.values()]


def _value(table: str, key: RowKey, p: Pointer, value: Any) -> Value:
    return Value(
        table,
        key,
        p.field,
        value,
        quoted(p.line, p.start, p.end, p.rest),
        p.line,
        p.start,
        p.end,
        p.probability,
        Status(p.status),
        rest=p.rest,
        rival=p.rival,
    )
