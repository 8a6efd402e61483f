"""Counterfactuals of a read document: the same pages, with places, countries, currency words or a
company's name exchanged.

A PDF is hard to rewrite, so words are exchanged in the lines that were read from it, and each
line's boxes with them. The words and their replacements are data: `counterfactuals.json`.

Rules:
- A word is exchanged wherever it stands, in its own case or in capitals; different words get
  different replacements.
- So are the values that the document's own record has for a field of that kind (its city, its
  registrant). A value that the document also prints in small letters, an abbreviation, or a town
  named like a state is exchanged only where the record has it from.
- Where a state or city is quoted, the axis "country" leaves it alone. All axes leave alone what
  `kept` lists, such as the names of stock exchanges.
- Digits are never exchanged.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from random import Random
from typing import NamedTuple

from extract_filings.pipeline.records import Box, Document, Line, Value

DATA = json.loads((Path(__file__).parent / "counterfactuals.json").read_text(encoding="utf-8"))
AXES: dict[str, list[str]] = DATA["axes"]
"""Kinds of words by axis."""
NOWHERE = ("unknown", "blank")
"""Further counterfactuals of places and countries: the word "Unknown", or a line for a pen."""
ENDS = re.compile(
    r"(?:,? (?:inc|incorporated|corp|corporation|co|company|companies|plc|ltd|limited|llc|lp|l\.p"
    r"|n\.v|s\.a|ag|se|group|holdings?)\b\.?)+$",
    re.I,
)

KEPT = re.compile("|".join(map(re.escape, DATA["kept"])))

Spot = tuple[int, int, int, int]  # page, line, start, end
Place = tuple[int, int]  # page, line


class Cut(NamedTuple):
    """A span of a line, and the text in its place."""

    start: int
    end: int
    new: str


class Word(NamedTuple):
    """A word to exchange. `only`: the spots where it is exchanged, None for everywhere."""

    old: str
    new: str
    only: frozenset[Spot] | None = None


@dataclass(frozen=True)
class Counterfactual:
    """`name`: "place 1". `cuts` by page and number of the line, from left to right."""

    axis: str
    name: str
    source: Document
    cuts: Mapping[Place, tuple[Cut, ...]]

    @cached_property
    def document(self) -> Document:
        """The source with its cuts made, line by line."""
        pages = tuple(tuple(self._exchanged(line) for line in page) for page in self.source.pages)
        return replace(self.source, pages=pages)

    def _exchanged(self, line: Line) -> Line:
        cuts = self.cuts.get((line.page, line.number), ())
        return replace(line, text=exchanged(line.text, cuts))

    def boxes(self, glyphs: Mapping[int, Sequence[Sequence[Box]]]) -> dict[int, list[list[Box]]]:
        """The source's boxes -> these pages' boxes: new characters share the old ones' space."""
        return {
            page: [_spread(row, self.cuts.get((page, n), ())) for n, row in enumerate(rows)]
            for page, rows in glyphs.items()
        }

    def quote(self, v: Value) -> tuple[str, bool]:
        """The text where the source has the value's quote, and whether any of it is exchanged."""
        parts = [
            _within(p.line.text, p.start, p.end, self.cuts.get((p.line.page, p.line.number), ()))
            for p in (v, *v.rest)
        ]
        return " ".join(text for text, _ in parts), any(touched for _, touched in parts)


def exchanged(text: str, cuts: Sequence[Cut]) -> str:
    """The text with its cuts made.

    >>> exchanged("Reno, Nevada", [Cut(0, 4, "Lagos"), Cut(6, 12, "Ohio")])
    'Lagos, Ohio'
    """
    pieces, at = [], 0
    for cut in cuts:
        pieces += [text[at : cut.start], cut.new]
        at = cut.end
    return "".join([*pieces, text[at:]])


def _within(text: str, start: int, end: int, cuts: Sequence[Cut]) -> tuple[str, bool]:
    """A span of a line with its cuts made; one that reaches beyond its ends is made in full."""
    mine = [c for c in cuts if c.start < end and start < c.end]
    start, end = min([start, *(c.start for c in mine)]), max([end, *(c.end for c in mine)])
    moved = [Cut(c.start - start, c.end - start, c.new) for c in mine]
    return exchanged(text[start:end], moved), bool(mine)


def _spread(row: Sequence[Box], cuts: Sequence[Cut]) -> list[Box]:
    made: list[Box] = []
    at = 0
    for cut in cuts:
        made += [*row[at : cut.start], *_shared(row[cut.start : cut.end], len(cut.new))]
        at = cut.end
    return [*made, *row[at:]]


def _shared(old: Sequence[Box], count: int) -> Iterator[Box]:
    """Boxes of one width for this many characters in the space of the old ones."""
    left, right = min(b[0] for b in old), max(b[2] for b in old)
    step = (right - left) / max(1, count)
    for i in range(count):
        yield left + i * step, old[0][1], left + (i + 1) * step, old[0][3]


def counterfactuals(
    document: Document, values: Sequence[Value], axes: Iterable[str], count: int, seed: int
) -> Iterator[Counterfactual]:
    """Yield `count` counterfactuals of each axis that finds a word in the document, and those that
    know no place. `values`: the document's own record.
    """
    text = "\n".join(line.text for page in document.pages for line in page)
    for axis in axes:
        numbers = [str(n) for n in range(1, count + 1)]
        for how in (*numbers, *(NOWHERE if axis in ("place", "country") else ())):
            rng = Random(f"{seed}/{document.name}/{axis}/{how}")
            words = [w for kind in AXES[axis] for w in _drawn(kind, text, values, how, rng)]
            if cuts := _cuts(document, words, _spared(axis, values)):
                yield Counterfactual(axis, f"{axis} {how}", document, cuts)


def _drawn(kind: str, text: str, values: Sequence[Value], how: str, rng: Random) -> list[Word]:
    """The words of a kind in the document, and the new word for each."""
    columns = DATA["fields"].get(kind, r"(?!)")
    own = {v.value: v for v in values if isinstance(v.value, str) and re.search(columns, v.field)}
    listed = [w for w in DATA["words"].get(kind, ()) if _stands(w, text)]
    old = list(dict.fromkeys([*listed, *own]))
    into: Sequence[str] = DATA["into"].get(kind) or [w for w in DATA["words"][kind] if w not in old]
    drawn = rng.sample([*into], len(into))
    new: dict[str, str] = {word: drawn[i % len(drawn)] for i, word in enumerate(old)}
    if kind in ("currency", "sign"):
        new = dict.fromkeys(old, drawn[0])  # an amount is of one currency
    if how in NOWHERE:
        new = dict.fromkeys(old, "Unknown" if how == "unknown" else "____")
    return [w for o in old for w in _forms(kind, o, new[o], own.get(o), text)]


def _forms(kind: str, old: str, new: str, value: Value | None, text: str) -> list[Word]:
    """A company has a short name as well; a state may be its two letters."""
    if kind == "company":
        return _company(old, new, text)
    short = bool(re.fullmatch(r"[A-Z]{2}|D\.C\.", old))
    if kind == "state" and short:
        new = DATA["words"]["state"].get(new, new)
    town_and_state = kind == "city" and old in DATA["words"]["state"]
    if value is None or not (short or town_and_state or _stands(old.lower(), text)):
        return [Word(old, new)]
    spot = (value.line.page, value.line.number, value.start, value.end)
    return [Word(old, new, frozenset({spot}))]


def _company(old: str, new: str, text: str) -> list[Word]:
    name = ENDS.sub("", old.removeprefix("The ")).strip(" ,")
    if name == old or len(name) <= 2 or _stands(name.lower(), text):
        return [Word(old, new)]
    return [Word(old, new), Word(name, DATA["into"]["company"][new])]


def _stands(word: str, text: str) -> bool:
    return bool(
        re.search(_bounded(word), text)
        or (re.search(_bounded(word.upper()), text) and word != word.lower())
    )


def _bounded(word: str) -> str:
    """The word by itself; signs such as $ stand before digits."""
    inner = r"\s+".join(map(re.escape, word.split()))
    return rf"(?<!\w){inner}(?!\w)" if word[0].isalnum() else inner


def _spared(axis: str, values: Sequence[Value]) -> set[Spot]:
    places = re.compile(f"{DATA['fields']['state']}|{DATA['fields']['city']}")
    return {
        (v.line.page, v.line.number, v.start, v.end)
        for v in values
        if axis == "country" and places.search(v.field)
    }


def _cuts(
    document: Document, words: Sequence[Word], spared: set[Spot]
) -> dict[Place, tuple[Cut, ...]]:
    """The cuts that exchange the words, line by line."""
    finder = _Finder(_by_form(words), spared)
    lines = [line for page in document.pages for line in page]
    found = {(line.page, line.number): finder.cuts(line) for line in lines}
    return {where: cuts for where, cuts in found.items() if cuts}


def _by_form(words: Sequence[Word]) -> dict[str, list[tuple[Word, str]]]:
    """As printed, in its own case or in capitals -> the words, and their new form. Words with spots
    of their own come first.
    """
    forms: dict[str, list[tuple[Word, str]]] = {}
    for w in sorted(words, key=lambda w: w.only is None):
        forms.setdefault(w.old, []).append((w, w.new))
        if w.old != w.old.upper():
            forms.setdefault(w.old.upper(), []).append((w, w.new.upper()))
    return forms


class _Finder:
    """Finds the words of some forms in lines."""

    def __init__(self, forms: Mapping[str, Sequence[tuple[Word, str]]], spared: set[Spot]) -> None:
        self.forms, self.spared = forms, spared
        longest_first = sorted(forms, key=len, reverse=True)
        self.pattern = re.compile("|".join(map(_bounded, longest_first)) or r"(?!)")

    def cuts(self, line: Line) -> tuple[Cut, ...]:
        closed = [m.span() for m in KEPT.finditer(line.text)]
        closed += [s[2:] for s in self.spared if s[:2] == (line.page, line.number)]
        matches = [
            m
            for m in self.pattern.finditer(line.text)
            if not any(start < m.end() and m.start() < end for start, end in closed)
        ]
        cuts = [(m, self._new(line, m)) for m in matches]
        return tuple(Cut(*m.span(), new) for m, new in cuts if new is not None)

    def _new(self, line: Line, match: re.Match[str]) -> str | None:
        here = (line.page, line.number, *match.span())
        for word, new in self.forms[" ".join(match.group().split())]:
            if word.only is None or here in word.only:
                return new
        return None
