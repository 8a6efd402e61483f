"""Layouts for the fields of the root: values go onto paper, and gold notes page and label.

No value is broken over two lines: a pointer stands on one. A new layout is a function in `LAYOUTS`.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract_filings.pipeline.errors import SchemaError
from extract_filings.training.synth.any_schema.printed import Printed, Style, in_prose
from extract_filings.training.synth.any_schema.values import BEGINS, ENDS
from extract_filings.training.synth.base.gold import Gold
from extract_filings.training.synth.base.paper import Paper
from extract_filings.training.synth.base.words import load_words

LEAST_SIZE = 5.0
NUMBERS = ("", "", "", "({})", "{}.", "•", "–")
_WORDS = load_words(__name__)
TAILS: list[str] = _WORDS["tails"]
SENTENCES: list[str] = _WORDS["sentences"]
ROLES: list[str] = _WORDS["roles"]
STARTS: list[str] = _WORDS["starts"]
STOPS: list[str] = _WORDS["stops"]


@dataclass(slots=True)
class Desk:
    """What every layout needs.

    `noun`: what the document is, such as "lease"; `holder`: whose statements it prints.
    """

    rng: random.Random
    paper: Paper
    gold: Gold
    style: Style
    noun: str
    holder: str

    def put(self, x: float, text: str, width: float, **how) -> float:
        """One line, set smaller where it would not fit; returns where it ends."""
        size = self.paper.size
        while self.paper.width(text, how.get("bold", False), size) > width and size > LEAST_SIZE:
            size -= 0.25
        if self.paper.width(text, how.get("bold", False), size) > width:
            raise SchemaError(
                f"{text[:60]!r} is too long for a line, and values are read from one line; let the"
                " field's `make` or `examples` be shorter"
            )
        return self.paper.put(x, text, size=size, **how)

    def note(self, value: Printed, label: str, **where) -> None:
        unit = {"USD/share": "USD/shares"}.get(value.spec.cue.unit, value.spec.cue.unit)
        self.gold.span(
            value.part,
            value.spec.name,
            value.text,
            value.value,
            self.paper.page,
            label,
            unit,
            value.scale,
            **where,
        )

    @property
    def width(self) -> float:
        return self.paper.right - self.paper.margin


def lines(desk: Desk, values: Sequence[Printed]) -> None:
    """Label: value"""
    number = desk.rng.choice(NUMBERS)
    bold, gap = desk.rng.random() < 0.4, desk.rng.choice((1, 1, 1.3, 1.8))
    for i, value in enumerate(values):
        label = desk.style.label(value.spec)
        letter = number.format("abcdefghijklmnop"[i % 16])
        head = f"{letter} {label}{desk.style.colon or ':'} ".lstrip()
        x = desk.put(desk.paper.margin, head, desk.width / 2, bold=bold)
        desk.put(x, value.whole, desk.paper.right - x)
        desk.note(value, label)
        desk.paper.down(gap)


def leaders(desk: Desk, values: Sequence[Printed]) -> None:
    """Label ........ value"""
    at = desk.width * desk.rng.uniform(0.4, 0.55)
    for value in values:
        label = desk.style.label(value.spec)
        x = desk.put(desk.paper.margin, label + " ", at - 20)
        dots = int((desk.paper.margin + at - x) / desk.paper.width(".")) - 1
        desk.paper.put(x, "." * max(3, dots))
        desk.put(desk.paper.margin + at, value.whole, desk.width - at)
        desk.note(value, label)
        desk.paper.down()


def columns(desk: Desk, values: Sequence[Printed]) -> None:
    """Labels left, values right, rules between them or none."""
    at, ruled = desk.width * desk.rng.uniform(0.3, 0.5), desk.rng.random() < 0.4
    for value in values:
        label = desk.style.label(value.spec)
        desk.put(
            desk.paper.margin,
            label + desk.rng.choice(("", desk.style.colon)),
            at - 10,
            bold=desk.rng.random() < 0.2,
        )
        desk.put(desk.paper.margin + at, value.whole, desk.width - at)
        desk.note(value, label)
        if ruled:
            desk.paper.rule(desk.paper.margin, desk.paper.right, -3)
        desk.paper.down(1.4 if ruled else 1)


def label_above(desk: Desk, values: Sequence[Printed]) -> None:
    for value in values:
        desk.paper.need(3)
        label = desk.style.label(value.spec)
        desk.put(
            desk.paper.margin,
            label + desk.rng.choice(("", ":")),
            desk.width,
            bold=desk.rng.random() < 0.5,
        )
        desk.paper.down()
        desk.put(desk.paper.margin + desk.rng.choice((0, 12)), value.whole, desk.width - 12)
        desk.note(value, label)
        desk.paper.down(1.5)


def label_below(desk: Desk, values: Sequence[Printed]) -> None:
    """As on the cover of a filing."""
    for value in values:
        desk.paper.need(3)
        label = desk.style.label(value.spec)
        desk.put(desk.paper.margin + 20, value.whole, desk.width - 20, bold=True)
        desk.note(value, label)
        desk.paper.down()
        desk.put(
            desk.paper.margin + 20,
            f"({label})" if desk.rng.random() < 0.6 else label,
            desk.width - 20,
            italic=True,
        )
        desk.paper.down(1.5)


def pairs(desk: Desk, values: Sequence[Printed]) -> None:
    """A form of two columns: label: value    label: value"""
    half = desk.width / 2
    for i, value in enumerate(values):
        label = desk.style.label(value.spec)
        left = desk.paper.margin + half * (i % 2)
        x = desk.put(left, f"{label}{desk.style.colon or ':'} ", half / 2 - 5)
        desk.put(x, value.whole, left + half - 8 - x)
        desk.note(value, label)
        if i % 2 or i == len(values) - 1:
            desk.paper.down(1.3)


def boxed(desk: Desk, values: Sequence[Printed]) -> None:
    """Two or three values side by side, their labels above or below them."""
    over, count = desk.rng.random() < 0.6, desk.rng.choice((2, 2, 3))
    for start in range(0, len(values), count):
        row = values[start : start + count]
        labels = [desk.style.label(v.spec) for v in row]
        desk.paper.need(4)
        if over:
            _side_by_side(desk, labels, count)
            desk.paper.down()
        _side_by_side(desk, [v.whole for v in row], count, bold=True)
        for value, label in zip(row, labels, strict=True):
            desk.note(value, label)
        desk.paper.down()
        if not over:
            _side_by_side(desk, labels, count)
            desk.paper.down()
        desk.paper.down(0.5)


def _side_by_side(desk: Desk, texts: Sequence[str], count: int, bold: bool = False) -> None:
    for i, text in enumerate(texts):
        x = desk.paper.margin + i * desk.width / count
        desk.put(x, text, desk.width / count - 12, bold=bold)


def prose(desk: Desk, values: Sequence[Printed]) -> None:
    """Sentences; lines end between words, never within a value."""
    atoms: list[str | tuple[Printed, str]] = []
    for value in values:
        value, (sentence, label) = in_prose(value, desk.style), _sentence(desk, value)
        before, _, after = sentence.format(
            label=label, noun=desk.noun, value="\0", tail=desk.rng.choice(TAILS)
        ).partition("\0")
        before, glued = before.rpartition(" ")[0], before.rpartition(" ")[2]
        behind, _, after = after.partition(" ")
        shown = replace(value, before=glued + value.before, behind=value.behind + behind)
        atoms += [*before.split(), (shown, label), *after.split()]
    _set(desk, atoms)
    desk.paper.down(0.6)


def _sentence(desk: Desk, value: Printed) -> tuple[str, str]:
    """A pattern and the label that gold quotes."""
    spec, rng = value.spec, desk.rng
    name, label = spec.name.replace("_", " "), rng.choice(spec.labels)
    for words, patterns in ((BEGINS, STARTS), (ENDS, STOPS)):
        if spec.type.__name__ == "date" and re.search(words, name) and rng.random() < 0.5:
            pattern = rng.choice(patterns)
            return pattern, pattern.split("} ")[1].partition(" {")[0]
    if spec.type is str and len(name.split()) == 1 and not spec.cue.pattern and rng.random() < 0.4:
        return rng.choice(ROLES), label[:1].upper() + label[1:]
    return rng.choice(SENTENCES), label


def _set(desk: Desk, atoms: Sequence[str | tuple[Printed, str]]) -> None:
    """Words and values on lines that fit the page."""
    line: list = []
    for atom in (*atoms, None):
        if atom is None or (line and desk.paper.width(_joined([*line, atom])) > desk.width):
            desk.put(desk.paper.margin, _joined(line), desk.width)
            for value, label in (a for a in line if not isinstance(a, str)):
                desk.note(value, label)
            desk.paper.down()
            line = []
        line.append(atom)


def _joined(atoms: Sequence[str | tuple[Printed, str]]) -> str:
    return " ".join(a if isinstance(a, str) else a[0].whole for a in atoms)


def choice(desk: Desk, value: Printed) -> None:
    """Check boxes before or after the words, or the word itself after its label."""
    rng, label, spec = desk.rng, desk.style.label(value.spec), value.spec
    if rng.random() < 0.4:
        text = f"{label}{rng.choice((':', ':', ' -', ' is'))} {value.text}"
    else:
        full, empty, after = rng.choice("☒☑"), "☐", rng.random() < 0.3
        marks = [(c, full if c == value.text else empty) for c in spec.choices]
        text = f"{label}{rng.choice((':', '', ':'))} " + rng.choice((" ", "   ")).join(
            f"{c} {m}" if after else f"{m} {c}" for c, m in marks
        )
    desk.paper.need(2)
    desk.put(desk.paper.margin, text, desk.width)
    desk.note(value, label)
    desk.paper.down(1.2)


LAYOUTS = (lines,) * 2 + (leaders,) + (columns,) * 2 + (label_above, label_below, pairs, boxed)
LAYOUTS += (prose,) * 2
NARROW, PLACE = (pairs, boxed), 0.22
"""Layouts where a value has no more room than this share of the line."""


def block(desk: Desk, values: Sequence[Printed]) -> None:
    """Some fields in one layout; choices stand alone, since a line of boxes says one thing."""
    plain = [v for v in values if not v.spec.choices]
    desk.paper.need(min(12, 2 * len(values)))
    if plain:
        wide = any(desk.paper.width(v.whole, True) > PLACE * desk.width for v in plain)
        desk.rng.choice([one for one in LAYOUTS if not wide or one not in NARROW])(desk, plain)
    for value in (v for v in values if v.spec.choices):
        choice(desk, value)
