"""Sets a template on pages: another choice of words, values and layout each time."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from extract_filings.training.spans.trades import drawn
from extract_filings.training.spans.trades.concepts import Concept
from extract_filings.training.spans.trades.draft import Draft, Fact
from extract_filings.training.spans.trades.grids import widths
from extract_filings.training.spans.trades.ink import SLOT, Ink, filled, joined, within
from extract_filings.training.spans.trades.pairs import pairs
from extract_filings.training.spans.trades.sheet import Cell, Sheet
from extract_filings.training.spans.trades.style import cased, draw_style
from extract_filings.training.spans.written.table import Line, Table
from extract_filings.training.spans.written.tables import print_table
from extract_filings.training.spans.written.template import Template
from extract_filings.training.spans.written.values import draw_value

CHOICE = re.compile(r"\[([^\[\]]*)\]")
PRINTED = 0.5  # of the lines that begin with "?"
LOST = 0.06  # of the lines of forms
RECASED = 0.25  # of the documents write labels in their own way, not as the template
COUNTS = (1, 2, 2, 3, 3, 4, 5, 6, 8)  # rows


@dataclass
class Values:
    """What a document prints for each slot: the same at all places, in a list once a row."""

    draft: Draft
    template: Template
    drawn: dict[tuple[str, int], Ink] = field(default_factory=dict)
    lines: dict[str, list[Ink]] = field(default_factory=dict)

    def ink(self, slot: str, row: int = 0) -> Ink:
        one = self.template.fields[slot]
        if one.kind == "address":
            made = within(joined(self.address(slot, row), ", "))
        else:
            made = self._kept(slot, row)
        return self.draft.stamp(one.concept(), made, row)

    def _kept(self, slot: str, row: int) -> Ink:
        if (slot, row) not in self.drawn:
            one, rng = self.template.fields[slot], self.draft.rng
            self.drawn[slot, row] = draw_value(rng, self.draft.style.habits, one)
        return self.drawn[slot, row]

    def address(self, slot: str, row: int = 0) -> list[Ink]:
        key = f"{slot}/{row}"
        if key not in self.lines:
            self.lines[key] = drawn.address(self.draft.rng)
        return self.lines[key]

    def block(self, slot: str) -> list[Ink]:
        """An address, line by line; all lines are one place."""
        draft = self.draft
        draft.places += 1
        concept = self.template.fields[slot].concept()
        draft.names[concept.key, 0, draft.places] = concept
        return [within(line).stamped(concept.key, 0, draft.places) for line in self.address(slot)]

    def fill(self, text: str, row: int = 0, n: int = 0) -> Ink:
        """`row`: of the list whose slots are repeated; other slots have none."""

        def given(slot: str) -> Ink | str:
            if slot == "n":
                return str(n)
            listed = slot.partition(".")[0] in self.template.rows and "." in slot
            return self.ink(slot, row if listed else 0)

        return filled(text, given)


def print_document(rng: random.Random, template: Template) -> Draft:
    style = draw_style(rng)
    draft = Draft(rng, style, Sheet(style, rng), template.names[0])
    values = Values(draft, template)
    lines = [_chosen(rng, line) for line in template.lines]
    for kind, some in groupby(_dealt(rng, lines), key=_kind):
        _print(values, kind, list(some))
    return draft


def _chosen(rng: random.Random, line: str) -> str:
    """With one of the words of each pair of brackets."""
    while match := CHOICE.search(line):
        line = line[: match.start()] + rng.choice(match[1].split("|")) + line[match.end() :]
    return line


def _dealt(rng: random.Random, lines: Sequence[str]) -> Iterator[str]:
    """Without the lines that this document has not."""
    for line in lines:
        share = PRINTED if line.startswith("? ") else 1 - LOST if line.startswith(":: ") else 1
        if rng.random() < share:
            yield line.removeprefix("? ")


def _kind(line: str) -> str:
    head = line.split(" ")[0]
    return {"+": "||", "*": "||"}.get(head, head) if head in MARKS else ""


MARKS = frozenset(("#", "##", "~", ">", "::", "||", "*", "+", "%page"))


def _print(values: Values, kind: str, lines: list[str]) -> None:
    match kind:
        case "::":
            _form(values, [line[3:] for line in lines])
        case "||":
            _tables(values, lines)
        case "%page":
            values.draft.sheet.turn()
        case _:
            for line in lines:
                _text(values, kind, line.removeprefix(kind).strip())


def _form(values: Values, lines: Sequence[str]) -> None:
    draft, rng = values.draft, values.draft.rng
    recased = rng.random() < RECASED
    facts = []
    for line in lines:
        said, _, shown = (part.strip() for part in line.partition("|"))
        label = cased(said, draft.style.case) if recased else said
        facts.append(_fact(values, label.rstrip(":"), shown))
    while facts:
        some = facts[: rng.choice((len(facts), len(facts), 8, 4))]
        facts = facts[len(some) :]
        pairs(draft, some)


def _fact(values: Values, label: str, shown: str) -> Fact:
    alone = SLOT.fullmatch(shown)
    one = values.template.fields.get(alone[1]) if alone else None
    if not one or one.kind == "address":
        return Fact(_any(values), label, values.fill(shown), -1)
    return Fact(one.concept(), label, values._kept(alone[1], 0))


def _any(values: Values) -> Concept:
    """A fact whose ink says itself what it prints still needs one."""
    return next(iter(values.template.fields.values())).concept()


def _text(values: Values, kind: str, text: str) -> None:
    sheet, rng = values.draft.sheet, values.draft.rng
    base = values.draft.style.size
    size = {"#": base + rng.choice((2, 4, 8)), "##": base + rng.choice((0, 1, 3)),
            "~": max(5, base - rng.choice((0, 1, 2, 3)))}.get(kind, base)  # fmt: skip
    align = 1 if kind == ">" else rng.choice((0, 0, 0.5)) if kind == "#" else 0
    if not text:
        sheet.gap(rng.choice((0.5, 1)))
        return
    alone = SLOT.fullmatch(text)
    if alone and values.template.fields[alone[1]].kind == "address" and rng.random() < 0.8:
        for line in values.block(alone[1]):
            sheet.text(line, align, size)
    elif " | " in text:
        _beside(values, text.split(" | "), size)
    else:
        sheet.text(values.fill(text), align, size)


def _beside(values: Values, parts: Sequence[str], size: float) -> None:
    """Cells side by side, the last one mostly at the right edge."""
    sheet, rng = values.draft.sheet, values.draft.rng
    last = rng.choice((0, 1))
    cells = []
    for n, (part, (at, width)) in enumerate(
        zip(parts, widths(values.draft, len(parts)), strict=True)
    ):
        lines = sheet.wrap(values.fill(part.strip()), width, size) or [Ink("")]
        cells.append(Cell(lines, at, width, last if n == len(parts) - 1 else 0, size))
    sheet.row(cells)


def _tables(values: Values, lines: Sequence[str]) -> None:
    """Each from its head, or from its repeated line, to the last line below."""
    some: list[str] = []
    for line in lines:
        ended = line.startswith("|| ") or (line.startswith("* ") and not _only_head(some))
        if some and ended:
            _table(values, some)
            some = []
        some.append(line)
    _table(values, some)


def _only_head(some: Sequence[str]) -> bool:
    return all(line.startswith("|| ") for line in some)


def _split(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _table(values: Values, lines: Sequence[str]) -> None:
    head, row, below = ([_split(n.partition(" ")[2]) for n in lines if n.startswith(sign)]
                        for sign in ("|| ", "* ", "+ "))  # fmt: skip
    if not head and row and len(row[0]) == 1:
        _bullets(values, row[0][0])
        return
    made = [[values.fill(c, r, n) for c in one] for one in row for n, r in _rows(values)]
    sums = [[values.fill(c) for c in one] for one in below]
    heads = [values.fill(h) for one in head for h in one]
    wide = max(map(len, (heads, *made, *sums)))
    level = [[*some, *[Ink("")] * (wide - len(some))] for some in (heads, *made, *sums)]
    lines, cut = [Line(cells) for cells in level[1:]], len(made)
    print_table(values.draft, Table(level[0], lines[:cut], lines[cut:]))


def _rows(values: Values) -> Iterator[tuple[int, int]]:
    """Their numbers in this list, and among all rows of the document."""
    start = 1 + max((r for _, r in values.drawn), default=0)
    return enumerate(range(start, start + values.draft.rng.choice(COUNTS)), 1)


def _bullets(values: Values, text: str) -> None:
    for n, row in _rows(values):
        values.draft.sheet.text(values.fill(text, row, n), at=values.draft.rng.choice((0, 10)))
