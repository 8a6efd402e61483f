"""The templates: what a document prints, and the fields that it holds and lacks. See README.md."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from extract_filings.pipeline.errors import InputError
from extract_filings.training.spans.trades.concepts import Concept, split_words
from extract_filings.training.spans.trades.values import VALUES

SLOT = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?|n)\}")
KIND = re.compile(r"([a-z]+)(?:\((.*)\))?$")
RANGE = re.compile(r"\d+(?:\.\d+)? ?[-–] ?\d+(?:\.\d+)?")
RANGED = ("num", "money")
OPEN = ("text", "pick")
HOLDERS = ("rows", "object")
OF_CODE = {"pick": "choice", "num": "decimal", "money": "amount"}
"""Kinds here, and what the rest of the generator calls them."""


@dataclass(frozen=True, slots=True)
class Field:
    """`slot`: empty if nothing prints it. `kind`: rows, object, or that of its values; `options`:
    the values, their forms, their range or their units. No `names`: printed, never asked.
    """

    slot: str
    kind: str
    options: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def holder(self) -> str:
        return self.slot.partition(".")[0] if "." in self.slot else ""

    def concept(self) -> Concept:
        kind = OF_CODE.get(self.kind, self.kind)
        spoken = tuple(n.replace("_", " ") for n in self.names) or (self.slot,)
        options = self.options if kind in ("text", "choice") else ()
        said = self.said[0] if self.said else ""
        sort = "attribute" if self.holder else "concept"
        return Concept(self.slot, kind, spoken, spoken, said, options, sort=sort)


@dataclass(frozen=True, slots=True)
class Template:
    """`rows`: the objects whose slots stand in lines that are repeated."""

    names: tuple[str, ...]
    lines: tuple[str, ...]
    fields: dict[str, Field] = field(default_factory=dict)
    absent: tuple[Field, ...] = ()
    rows: frozenset[str] = frozenset()


def read_templates(path: Path) -> Iterator[Template]:
    """Those of a file; InputError says in which line it is wrong."""
    lines = path.read_text().splitlines()
    starts = [n for n, line in enumerate(lines) if line.startswith("%% ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield _template(f"{path}:{start + 1}", lines[start:end])


def _template(where: str, lines: Sequence[str]) -> Template:
    if "%fields" not in lines:
        raise InputError(f"{where}: no line %fields")
    cut = lines.index("%fields")
    told = [_field(where, line) for line in lines[cut + 1 :] if line.strip()]
    fields = {f.slot: f for f in told if f.slot}
    text = tuple(line.rstrip() for line in lines[1:cut])
    repeated = [
        s for line in text if line.lstrip("? ").startswith("* ") for s in SLOT.findall(line)
    ]
    rows = frozenset(s.partition(".")[0] for s in repeated if "." in s)
    names = tuple(n for part in lines[0][3:].split("|") for n in split_words(part))
    made = Template(names, text, fields, tuple(f for f in told if not f.slot), rows)
    for fault in _faults(made):
        raise InputError(f"{where}: {names[0]}: {fault}")
    return made


def _field(where: str, line: str) -> Field:
    slot, kind, names, said = ([part.strip() for part in line.split("|")] + [""] * 4)[:4]
    form = KIND.match(kind)
    if not form or form[1] not in {*VALUES, *RANGED, *OPEN, *HOLDERS}:
        raise InputError(f"{where}: {line!r}: no kind of value is called {kind!r}")
    options = split_words(form[2] or "")
    return Field(
        "" if slot == "-" else slot, form[1], options, split_words(names), split_words(said)
    )


def _faults(one: Template) -> Iterator[str]:
    printed = {s for line in one.lines for s in SLOT.findall(line)} - {"n"}
    yield from chain.from_iterable(map(_faults_of_line, one.lines))
    for slot in sorted(printed - one.fields.keys()):
        yield f"no field tells what {{{slot}}} is"
    for slot in sorted(printed & one.fields.keys()):
        yield from _faults_of_values(one.fields[slot])
    for slot in sorted(one.fields.keys() - printed):
        if one.fields[slot].kind not in HOLDERS:
            yield f"{slot!r} is printed nowhere; write - for what is absent"
    if not one.absent:
        yield "nothing is asked that it lacks"


def _faults_of_line(line: str) -> Iterator[str]:
    rest = SLOT.sub("", line)
    if "{" in rest or "}" in rest:
        yield f"a slot is not written as {{name}} or {{object.part}} in {line!r}"
    if line.count("[") != line.count("]"):
        yield f"brackets do not match in {line!r}"
    if line.removeprefix("? ").startswith(":: ") and SLOT.search(_label(line)):
        yield f"the label of a form prints no slot; put it into the value in {line!r}"


def _label(line: str) -> str:
    """Of a line of a form; a bar within brackets does not end it."""
    return re.sub(r"\[[^\]]*\]", "", line).partition("|")[0]


def _faults_of_values(one: Field) -> Iterator[str]:
    if one.kind in HOLDERS:
        yield f"{{{one.slot}}} is an object and has no value of its own"
    if one.kind in OPEN and not one.options:
        yield f"{one.slot!r} has no values: {one.kind}(a; b; …)"
    if one.kind in RANGED and not RANGE.fullmatch("".join(one.options)):
        yield f"{one.slot!r} has no range: {one.kind}(1-40)"
