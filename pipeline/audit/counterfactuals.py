"""Counterfactual twins of a read document: the same pages, with places, countries, words of
currency or a company's name exchanged.

A PDF is hard to rewrite, so words are exchanged in the lines that were read from it, and each
line's boxes with them. What is exchanged, and into what, is data: `twins.json`.

Rules:
- A word is exchanged wherever it stands, in its own case or in capitals; different words take
  different ones.
- Besides the listed words those are exchanged that the document's own record has for a field of
  that kind (its city, its registrant). One that the document also prints in small letters, that is
  an abbreviation, or a town named like a state, is exchanged only where the record has it from.
- Where a state or city is quoted, a country leaves it alone. So do all axes what `kept` lists, such
  as the names of stock exchanges.
- Digits are never exchanged.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from random import Random
from typing import NamedTuple

from extract_filings.pipeline.records import Box, Document, Line, Value

DATA = json.loads((Path(__file__).parent / "counterfactuals.json").read_text(encoding="utf-8"))
AXES: dict[str, list[str]] = DATA["axes"]
"""Kinds of words by axis."""
NOWHERE = ("unknown", "blank")
"""Twins of their own of places and countries: the word "Unknown", or a line for a pen."""
ENDS = re.compile(
    r"(?:,?"
    r" "
    r"(?:inc|incorporated|corp|corporation|co|company|companies|plc|ltd|limited|llc|lp|l\.p|n\.v|s\.a|ag|se|group|holdings?)\b\.?)+$",
    re.I,
)

Spot = tuple[int, int, int, int]  # page, line, start, end


class Cut(NamedTuple):
    """Where the characters of a line are exchanged, and what stands there now."""

    start: int
    end: int
    new: str


class Word(NamedTuple):
    """A word to exchange. `only`: the spots where it is, None for everywhere."""

    old: str
    new: str
    only: frozenset[Spot] | None = None


@dataclass(frozen=True)
class Twin:
    """`name`: "place 1". `cuts` by page and number of the line, from left to right."""

    axis: str
    name: str
    source: Document
    cuts: Mapping[tuple[int, int], tuple[Cut, ...]]

    @cached_property
    def document(self) -> Document:
        """The source with its cuts made, line by line."""
        made = lambda line: replace(
            line, text=exchanged(line.text, self.cuts.get((line.page, line.number), ()))
        )
        return replace(
            self.source, pages=tuple(tuple(map(made, page)) for page in self.source.pages)
        )

    def boxes(self, glyphs: Mapping[int, Sequence[Sequence[Box]]]) -> dict[int, list[list[Box]]]:
        """The source's boxes -> the twin's: the new characters share the room of the old ones."""
        return {
            page: [_spread(row, self.cuts.get((page, n), ())) for n, row in enumerate(rows)]
            for page, rows in glyphs.items()
        }

    def quote(self, v: Value) -> tuple[str, bool]:
        """What stands in the twin where the source has the value's quote, and whether any of it is
        exchanged.
        """
        ends = [
            (v.line, v.start, v.end if not v.rest else len(v.line.text)),
            *((n, 0, len(n.text)) for n in v.rest[:-1]),
            *((n, 0, v.end) for n in v.rest[-1:]),
        ]
        parts = [
            _within(n.text, start, end, self.cuts.get((n.page, n.number), ()))
            for n, start, end in ends
        ]
        return " ".join(text for text, _ in parts), any(touched for _, touched in parts)


def exchanged(text: str, cuts: Sequence[Cut]) -> str:
    """The text with its cuts made.

    >>> exchanged("Reno, Nevada", [Cut(0, 4, "Lagos"), Cut(6, 12, "Ohio")])
    'Lagos, Ohio'
    """
    starts, ends = [0, *(c.end for c in cuts)], [*(c.start for c in cuts), len(text)]
    return "".join(
        chain.from_iterable(
            zip((text[s:e] for s, e in zip(starts, ends)), [*(c.new for c in cuts), ""])
        )
    )


def _within(text: str, start: int, end: int, cuts: Sequence[Cut]) -> tuple[str, bool]:
    """A span of a line in the twin; a cut that reaches over its end is made in full."""
    mine = [c for c in cuts if c.start < end and start < c.end]
    start, end = min([start, *(c.start for c in mine)]), max([end, *(c.end for c in mine)])
    return exchanged(
        text[start:end], [Cut(c.start - start, c.end - start, c.new) for c in mine]
    ), bool(mine)


def _spread(row: Sequence[Box], cuts: Sequence[Cut]) -> list[Box]:
    made, at = [], 0
    for c in cuts:
        old = row[c.start : c.end]
        left, right = min(b[0] for b in old), max(b[2] for b in old)
        step = (right - left) / max(1, len(c.new))
        made += [
            *row[at : c.start],
            *(
                (left + i * step, old[0][1], left + (i + 1) * step, old[0][3])
                for i in range(len(c.new))
            ),
        ]
        at = c.end
    return [*made, *row[at:]]


def twins(
    document: Document, values: Sequence[Value], axes: Iterable[str], count: int, seed: int
) -> Iterator[Twin]:
    """`count` twins of each axis that finds a word in the document, and those that know no place.
    `values`: the document's own record.
    """
    text = "\n".join(line.text for page in document.pages for line in page)
    for axis in axes:
        for how in (
            *map(str, range(1, count + 1)),
            *(NOWHERE if axis in ("place", "country") else ()),
        ):
            rng = Random(f"{seed}/{document.name}/{axis}/{how}")
            words = [w for kind in AXES[axis] for w in _drawn(kind, text, values, how, rng)]
            if cuts := _cuts(document, words, _spared(axis, values)):
                yield Twin(axis, f"{axis} {how}", document, cuts)


def _drawn(kind: str, text: str, values: Sequence[Value], how: str, rng: Random) -> list[Word]:
    """The words of a kind that stand in the document, and what each becomes."""
    own = {
        v.value: v
        for v in values
        if isinstance(v.value, str) and re.search(DATA["fields"].get(kind, r"(?!)"), v.field)
    }
    listed = [w for w in DATA["words"].get(kind, ()) if _stands(w, text)]
    old = list(dict.fromkeys([*listed, *own]))
    into = DATA["into"].get(kind) or [w for w in DATA["words"][kind] if w not in old]
    drawn = rng.sample([*into], len(into))
    new = dict(zip(old, (drawn[i % len(drawn)] for i in range(len(old)))))
    if kind in ("currency", "sign"):
        new = dict.fromkeys(old, drawn[0])  # an amount is of one currency
    if how in NOWHERE:
        new = dict.fromkeys(old, "Unknown" if how == "unknown" else "____")
    return [w for o in old for w in _worded(kind, o, new[o], own.get(o), text)]


def _worded(kind: str, old: str, new: str, value: Value | None, text: str) -> list[Word]:
    """A company has a short name as well; a state may be its two letters."""
    short = bool(re.fullmatch(r"[A-Z]{2}|D\.C\.", old))
    if kind == "state" and short:
        new = DATA["words"]["state"].get(new, new)
    if kind == "company":
        name = ENDS.sub("", old.removeprefix("The ")).strip(" ,")
        words = [
            Word(old, new),
            *(
                [Word(name, DATA["into"]["company"][new])]
                if name != old and len(name) > 2 and not _stands(name.lower(), text)
                else []
            ),
        ]
        return words
    once = value is not None and (
        short or _stands(old.lower(), text) or (kind == "city" and old in DATA["words"]["state"])
    )
    return [
        Word(
            old,
            new,
            (
                frozenset({(value.line.page, value.line.number, value.start, value.end)})
                if once
                else None
            ),
        )
    ]


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
) -> dict[tuple[int, int], tuple[Cut, ...]]:
    """Where the words stand, line by line."""
    forms: dict[str, list[tuple[Word, str]]] = {}
    for w in sorted(words, key=lambda w: w.only is None):
        for form, new in (
            {w.old: w.new, w.old.upper(): w.new.upper()}.items()
            if w.old != w.old.upper()
            else [(w.old, w.new)]
        ):
            forms.setdefault(form, []).append((w, new))
    kept = re.compile("|".join(map(re.escape, DATA["kept"])))
    pattern = re.compile(
        "|".join(_bounded(f) for f in sorted(forms, key=len, reverse=True)) or r"(?!)"
    )
    found = {
        (line.page, line.number): _line_cuts(line, pattern, kept, forms, spared)
        for page in document.pages
        for line in page
    }
    return {where: cuts for where, cuts in found.items() if cuts}


def _line_cuts(
    line: Line,
    pattern: re.Pattern[str],
    kept: re.Pattern[str],
    forms: Mapping[str, Sequence[tuple[Word, str]]],
    spared: set[Spot],
) -> tuple[Cut, ...]:
    cuts, closed = (
        [],
        [m.span() for m in kept.finditer(line.text)]
        + [s[2:] for s in spared if s[:2] == (line.page, line.number)],
    )
    for m in pattern.finditer(line.text):
        here = (line.page, line.number, *m.span())
        new = next(
            (
                new
                for word, new in forms[" ".join(m.group().split())]
                if word.only is None or here in word.only
            ),
            None,
        )
        if new is not None and not any(s < m.end() and m.start() < e for s, e in closed):
            cuts.append(Cut(*m.span(), new))
    return tuple(cuts)
