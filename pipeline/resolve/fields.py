"""Pointers -> typed values: spans of the root and of lists, choices by box, pointer or word. Exact
or nothing.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from extract_filings.pipeline.records import Line, Pointer, Value, quoted, reach
from extract_filings.pipeline.text.parse import legal, typed
from extract_filings.schemas.base import YES_NO, FieldSpec, Part

CHECKED = r"_*(?:[☒☑✓✔🗹⌧þýüxX]|\[\s*[xX✓]\s*\]|\(\s*[xX]\s*\))_*"
OPEN = r"(?:_*[☐□❑❏○o¨]|\[\s*\]|\(\s*\)|_{2,})"
OTHERS = (
    "smaller reporting company",
    "emerging growth company",
)  # boxes that stand among the choices


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
    text = "".join(line.text + "\n" for line in lines)
    names = {re.sub(r"\s+", " ", c).lower(): c for c in spec.choices}
    label = r"(?<![\w-])(?i:%s)" % "|".join(
        sorted(
            (re.escape(n).replace(r"\ ", r"\s+") for n in (*names, *OTHERS)), key=len, reverse=True
        )
    )
    box, gap = f"(?:{CHECKED}|{OPEN})", r"\s*(?:\([^)]{0,80}\)\s*)?[:.]?\s*"
    behind = [
        (m["label"], m.start("label"), m["box"])
        for m in re.finditer(rf"(?P<label>{label}){gap}(?P<box>{box})(?!\w)", text)
    ]
    before = [
        (m["label"], m.start("label"), m["box"])
        for m in re.finditer(rf"(?<!\w)(?P<box>{box})\s*(?P<label>{label})", text)
    ]
    for found in (_below(text, label, box), behind if len(behind) >= len(before) else before):
        for words, at, mark in found:
            name = re.sub(r"\s+", " ", words).lower()
            if name in names and re.fullmatch(CHECKED, mark):
                return names[name], _place(part, spec.name, lines, at, len(words))
    return None


def _below(text: str, label: str, box: str) -> list[tuple[str, int, str]]:
    """A line of words and under it a line of as many boxes."""
    rows = re.search(rf"(?m)^((?:{label}\s*){{2,}})$\n^((?:{box}[ \t]*){{2,}})$", text)
    if not rows:
        return []
    labels = [(m.group(), rows.start(1) + m.start()) for m in re.finditer(label, rows[1])]
    boxes = [m.group() for m in re.finditer(box, rows[2])]
    return [(w, at, b) for (w, at), b in zip(labels, boxes)] if len(labels) == len(boxes) else []


def worded(part: str, spec: FieldSpec, lines: Sequence[Line]) -> tuple[str, Pointer] | None:
    """The choice that is printed right behind one of the field's labels: "Lease type: Gross"."""
    text = "".join(line.text + "\n" for line in lines)
    labels = [
        label for label in spec.labels if not any(c.lower() in label.lower() for c in spec.choices)
    ]
    match = (
        re.search(
            rf"(?i)(?<![\w-])(?:{_any(labels)})(?:[\s:.\-–—|]+|\s+is\s+)(?P<choice>{_any(spec.choices)})(?![\w-])",
            text,
        )
        if labels
        else None
    )
    return match and (
        _chosen(spec, match["choice"]),
        _place(part, spec.name, lines, match.start("choice"), len(match["choice"])),
    )


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
    """By box, else as the model said, else by word. Boxes of yes and no count only on a line that
    names the field: pages have many.
    """
    named = (
        lines
        if spec.choices != YES_NO
        else [n for n in lines if re.search(rf"(?i)(?<!\w)(?:{_any(spec.labels)})(?!\w)", n.text)]
    )
    hit = (
        checked(part, spec, named)
        or (pointer and (pointer.said, pointer))
        or worded(part, spec, lines)
    )
    return hit and (spec.meaning(hit[0]), hit[1])


def _place(part: str, field: str, lines: Sequence[Line], at: int, length: int) -> Pointer:
    """The pointer to `length` characters from `at` in the joined lines, cut at the end of the line."""
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
            values += [_value(part.name, (), hit[1], hit[0])] if hit else []
            continue
        outer = found.get(spec.cue.within or "")
        pointer = inner(spec, outer, _above(lines, outer.line)) if outer else found.get(spec.name)
        value = pointer and meant(spec, pointer)
        values += [_value(part.name, (), pointer, value)] if value is not None else []
    return values


def _ended(pointer: Pointer, ends: str) -> Pointer:
    """Before the first of the characters that end it; a span of one line only."""
    stop = min(
        (at for c in ends if (at := pointer.line.text.find(c, pointer.start + 1)) > 0),
        default=pointer.end,
    )
    return pointer if pointer.rest else replace(pointer, end=min(stop, pointer.end))


def meant(spec: FieldSpec, pointer: Pointer) -> Any:
    """The value of a pointer, or None if its words do not read as the field's type, or break the
    schema's bounds.
    """
    if pointer.said:
        return spec.meaning(pointer.said) if spec.choices else pointer.said
    before, behind = pointer.around
    text = " ".join((before, pointer.line.text, *(n.text for n in pointer.rest), behind))
    value = typed(
        spec,
        text,
        len(before) + 1 + pointer.start,
        len(before) + 1 + reach(pointer.line, pointer.end, pointer.rest),
    )
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
    nested = "parent_row" in part.keys
    homes = _starts(above if nested else (), lambda v: dict(v.key)["row"])
    starts = dict(zip(*reversed(_starts(pointers, lambda p: p.row))))
    values = []
    for p in pointers:
        home = (
            homes[1][max(0, bisect_right(homes[0], starts[p.row]) - 1)]
            if nested and homes[1]
            else None
        )
        value = meant(specs[p.field], p)
        values += (
            [_value(part.name, (("row", p.row),) + (("parent_row", home),) * nested, p, value)]
            if value is not None
            else []
        )
    return values


def _starts(
    places: Sequence[Any], row: Callable[[Any], int]
) -> tuple[list[tuple[int, int, int]], list[int]]:
    """Where each row begins (page, line, character), in order, and its number."""
    first: dict[int, tuple[int, int, int]] = {}
    for p in places:
        at = (p.line.page, p.line.number, p.start)
        first[row(p)] = min(at, first.get(row(p), at))
    ordered = sorted((at, number) for number, at in first.items())
    return [at for at, _ in ordered], [number for _, number in ordered]


def row_choices(part: Part, pointers: Sequence[Pointer]) -> list[Pointer]:
    """The pointers and, for models that do not point at choices, the choice that is printed first
    on the lines of each row.
    """
    found = []
    for row, line in dict.fromkeys((p.row, p.line) for p in pointers):
        for spec in (f for f in part.fields if f.choices):
            match = re.search(rf"(?i)(?<![\w-])(?:{_any(spec.choices)})(?![\w-])", line.text)
            if match and not any(p.row == row and p.field == spec.name for p in found):
                found.append(Pointer(part.name, spec.name, line, *match.span(), 1.0, row))
    return [*pointers, *found]


def _value(table: str, key: tuple, p: Pointer, value: Any) -> Value:
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
        p.status,
        rest=p.rest,
        rival=p.rival,
    )
