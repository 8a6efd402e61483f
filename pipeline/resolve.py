"""Pointers -> typed values of a cover page: dates, exact numbers with their scale, choices by box or word. Exact or nothing.

>>> typed(FieldSpec("public_float", Decimal, ""), "$182.9 billion", 1, 6)
Decimal('182900000000.0')
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from pipeline.records import Line, Pointer, Value
from schemas.base import YES_NO, FieldSpec, Part

SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
CHECKED = r"_*(?:[☒☑✓✔🗹⌧þýüxX]|\[\s*[xX✓]\s*\]|\(\s*[xX]\s*\))_*"
OPEN = r"(?:_*[☐□❑❏○o¨]|\[\s*\]|\(\s*\)|_{2,})"
DATE_FORMS = ("%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d", "%m/%d/%Y")
OTHERS = ("smaller reporting company", "emerging growth company")  # boxes that stand among the choices


def typed(spec: FieldSpec, text: str, start: int, end: int) -> Any:
    """What `text[start:end]` means as the field's type, or None if it does not read as one."""
    quote = text[start:end]
    if spec.choices:
        name = _chosen(spec, quote)
        return name == YES_NO[0] if spec.type is bool else name
    if spec.type is date:
        return _date(quote)
    if spec.type is Decimal:
        return _decimal(quote, text[end:])
    if spec.type is int:
        whole = quote.replace(",", "")
        return int(whole) if whole.isdigit() else None
    return re.sub(r"\s+", " ", quote).strip() or None


def _date(quote: str) -> date | None:
    """Any form of `text.DATE`."""
    bare = re.sub(r"(?i)(?<=\d)(?:st|nd|rd|th)\b|\bday\s+of\b|[.,]", " ", quote)
    words = re.sub(r"\bSept\b", "Sep", " ".join(bare.split()).title())
    for form in DATE_FORMS:
        try:
            return datetime.strptime(words, form).date()
        except ValueError:
            continue
    return None


def _decimal(quote: str, behind: str) -> Decimal | None:
    """The printed number times the scale word right behind it."""
    scale = re.match(r"\s*\W?\s*(thousand|million|billion|trillion)", behind, re.IGNORECASE)
    try:
        return Decimal(quote.replace(",", "")) * (Decimal(10) ** SCALES[scale[1].lower()] if scale else 1)
    except InvalidOperation:  # a pattern of the schema that allows more than a number
        return None


def inner(spec: FieldSpec, outer: Pointer, above: str) -> Pointer | None:
    """A field that stands within the span of another one, unless the words around say otherwise."""
    text = outer.line.text
    match = re.search(spec.cue.pattern or ".+", text[outer.start : outer.end])
    if not match or (spec.cue.unless and re.search(spec.cue.unless, above + "\n" + text)):
        return None
    start, end = outer.start + match.start(), outer.start + match.end()
    return Pointer(outer.part, spec.name, outer.line, start, end, outer.probability)


def checked(part: str, spec: FieldSpec, lines: Sequence[Line]) -> tuple[str, Pointer] | None:
    """The first choice whose box is checked, and where its words stand.

    Boxes stand behind their words or before them, whichever fits more words, or in a row of their own below them.
    """
    text = "".join(line.text + "\n" for line in lines)
    names = {re.sub(r"\s+", " ", c).lower(): c for c in spec.choices}
    label = r"(?<![\w-])(?i:%s)" % "|".join(sorted((re.escape(n).replace(r"\ ", r"\s+") for n in (*names, *OTHERS)), key=len, reverse=True))
    box, gap = f"(?:{CHECKED}|{OPEN})", r"\s*(?:\([^)]{0,80}\)\s*)?[:.]?\s*"
    behind = [(m["label"], m.start("label"), m["box"]) for m in re.finditer(rf"(?P<label>{label}){gap}(?P<box>{box})(?!\w)", text)]
    before = [(m["label"], m.start("label"), m["box"]) for m in re.finditer(rf"(?<!\w)(?P<box>{box})\s*(?P<label>{label})", text)]
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
    labels = [label for label in spec.labels if not any(c.lower() in label.lower() for c in spec.choices)]
    match = re.search(rf"(?i)(?<![\w-])(?:{_any(labels)})(?:[\s:.\-–—|]+|\s+is\s+)(?P<choice>{_any(spec.choices)})(?![\w-])", text) if labels else None
    return match and (_chosen(spec, match["choice"]), _place(part, spec.name, lines, match.start("choice"), len(match["choice"])))


def _any(phrases: Sequence[str]) -> str:
    """The longest first, so that no choice is read as one that it begins with."""
    return "|".join(r"\s+".join(map(re.escape, p.split())) for p in sorted(phrases, key=len, reverse=True))


def _chosen(spec: FieldSpec, words: str) -> str:
    return next(c for c in spec.choices if c.lower() == " ".join(words.lower().split()))


def choice(part: str, spec: FieldSpec, lines: Sequence[Line]) -> tuple[Any, Pointer] | None:
    """By box, else by word. Boxes of yes and no count only on a line that names the field: pages have many."""
    if spec.choices != YES_NO:
        return checked(part, spec, lines) or worded(part, spec, lines)
    named = [line for line in lines if re.search(rf"(?i)(?<!\w)(?:{_any(spec.labels)})(?!\w)", line.text)]
    hit = checked(part, spec, named) or worded(part, spec, lines)
    return hit and (hit[0] == YES_NO[0] if spec.type is bool else hit[0], hit[1])


def _place(part: str, field: str, lines: Sequence[Line], at: int, length: int) -> Pointer:
    """The pointer to `length` characters from `at` in the joined lines, cut at the end of the line."""
    for line in lines:
        if at <= len(line.text):
            return Pointer(part, field, line, at, min(at + length, len(line.text)), 1.0)
        at -= len(line.text) + 1
    raise AssertionError("a match lies within the lines it was found in")


def cover_values(part: Part, pointers: Sequence[Pointer], lines: Sequence[Line]) -> list[Value]:
    """Root fields: spans, spans within spans, and check boxes."""
    found = {p.field: p for p in pointers}
    values = []
    for spec in part.fields:
        if spec.choices:
            hit = choice(part.name, spec, lines)
            values += [_value(part.name, (), hit[1], hit[0])] if hit else []
            continue
        outer = found.get(spec.cue.within or "")
        pointer = inner(spec, outer, _above(lines, outer.line)) if outer else found.get(spec.name)
        value = pointer and typed(spec, pointer.line.text, pointer.start, pointer.end)
        values += [_value(part.name, (), pointer, value)] if value is not None else []
    return values


def _above(lines: Sequence[Line], line: Line) -> str:
    at = lines.index(line)
    return lines[at - 1].text if at else ""


def list_values(part: Part, pointers: Sequence[Pointer]) -> list[Value]:
    """Rows of a list, numbered from 0. A choice is the first one printed on the lines of its row."""
    specs = {f.name: f for f in part.fields}
    pointers = [*pointers, *_row_choices(part, pointers)]
    typed_ = [(p, typed(specs[p.field], p.line.text, p.start, p.end)) for p in pointers]
    return [_value(part.name, (("row", p.row),), p, v) for p, v in typed_ if v is not None]


def _row_choices(part: Part, pointers: Sequence[Pointer]) -> list[Pointer]:
    found = []
    for row, line in dict.fromkeys((p.row, p.line) for p in pointers):
        for spec in (f for f in part.fields if f.choices):
            match = re.search(rf"(?i)(?<![\w-])(?:{_any(spec.choices)})(?![\w-])", line.text)
            if match and not any(p.row == row and p.field == spec.name for p in found):
                found.append(Pointer(part.name, spec.name, line, *match.span(), 1.0, row))
    return found


def _value(table: str, key: tuple, pointer: Pointer, value: Any) -> Value:
    quote = pointer.line.text[pointer.start : pointer.end]
    return Value(table, key, pointer.field, value, quote, pointer.line, pointer.start, pointer.end, pointer.probability)
