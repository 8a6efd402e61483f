"""Schema and chunk -> what may be said, as a Lark grammar for llguidance.

A tag is one of those that are legal at a place; all else is said with the number of the line where
it stands: the row's label, words in their order, or one of the numbers, dates and patterns that are
printed there. Nothing else can be decoded, whatever the logits are.

>>> choice(("<none>", "<filing.city>"))
'start: <none> | <filing.city>'
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest


def choice(tags: Sequence[str]) -> str:
    """One of these special tokens."""
    return "start: " + " | ".join(tags)


def literal(choices: Sequence[str]) -> str:
    """One of these words, or null."""
    return f'start: ({_either((*choices, "null"))}) "\\n"'


def _either(words: Sequence[str]) -> str:
    return " | ".join(json.dumps(w, ensure_ascii=False) for w in words)


@dataclass(frozen=True, slots=True)
class Span:
    """Any words that stand one after the other in `text`, `least` to `most` characters."""

    text: str
    least: int = 1
    most: int = 300


@dataclass(frozen=True, slots=True)
class Own:
    """The model's own words, at most `most` characters. The only terminal not bound to the page."""

    most: int


Alternative = Span | Own | tuple[str, ...]
"""What one value may be said as. A tuple lists the ways, as printed."""


def field(places: Mapping[int, Alternative], null: bool = True) -> str:
    """What stands at a line, and the line's number: `Acme Bank [12]`. Or null, if that is allowed.

    Words come first: small models copy them better than they name a number (docs/models.md), and
    the number then only tells places apart that say the same. The space before it is optional:
    where the page goes on with a space, the span has taken it already.

    >>> print(field({3: ("Yes", "No")}))
    start: (l3 | "null") "\\n"
    l3: t0 AT3
    AT3: / ?\\[3\\]/
    t0: "Yes" | "No"
    """
    terms = _Terms()
    lines = [rule for i, cell in places.items() for rule in (f"l{i}: {terms(cell)} AT{i}", _at(i))]
    start = " | ".join([*(f"l{i}" for i in places), *['"null"'] * (null or not places)])
    return "\n".join([f'start: ({start}) "\\n"', *lines, *terms.rules])


def _at(line: int) -> str:
    return rf"AT{line}: / ?\[{line}\]/"


def own(most: int, null: bool = True) -> str:
    """Words of the model's own, or null."""
    terms = _Terms()
    start = " | ".join([terms(Own(most)), *['"null"'] * null])
    return "\n".join([f'start: ({start}) "\\n"', *terms.rules])


def table_grammar(places: Mapping[int, Sequence[tuple[Alternative, bool]]]) -> str:
    """Rows, from the first line to the last, closed by "end": `Acme Bank [12] | 5.0 | null`.

    `places`: for each line that can begin a row, the cell of each column and whether it may be
    null. The lines of rows never go back, so none is read twice; a line holds at most ON_LINE rows.
    """
    terms = _Terms()
    rows: list[str] = []
    for line, following in zip_longest(places, [*places][1:]):
        first, *others = (terms.cell(*c) for c in places[line])
        further = "" if following is None else f" f{following}"
        rows += [
            f"f{line}: r{line}{{0,{ON_LINE}}}{further}",
            " ".join((f"r{line}:", first, f"AT{line}", *(f"BAR {c}" for c in others), '"\\n"')),
            _at(line),
        ]
    start = f"f{next(iter(places))} " if places else ""
    return "\n".join([f'start: {start}"end\\n"', *rows, *terms.rules, "BAR: / ?[|] ?/"])


ON_LINE = 4

CHUNKS = re.compile(r"\w+|\s+|[^\w\s]")
"""A span begins and ends at these. Signs count one by one: "Acme Bank, N.A." ends between the two
of ".,".
"""


class _Terms:
    """Names of terms; equal alternatives share one."""

    def __init__(self) -> None:
        self.names: dict[Alternative, str] = {}
        self.rules: list[str] = []

    def __call__(self, cell: Alternative) -> str:
        if cell not in self.names:
            self.names[cell] = f"{'t' if isinstance(cell, tuple) else 'T'}{len(self.names)}"
            self.rules += _rules(self.names[cell], cell)
        return self.names[cell]

    def cell(self, cell: Alternative, null: bool) -> str:
        """A cell of a table; null where it may be, or where nothing can be said."""
        return f'({self(cell)} | "null")' if null or cell == () else self(cell)


def _rules(name: str, cell: Alternative) -> list[str]:
    """Substring terminals also match the empty string, so they are cut with a second expression."""
    if isinstance(cell, tuple):
        return [f"{name}: {_either(cell or ('null',))}"]
    if isinstance(cell, Own):
        return [f"{name}: /[^\\n|]{{1,{cell.most}}}/"]
    chunks = json.dumps(CHUNKS.findall(cell.text), ensure_ascii=False)
    if cell.least < 2:
        whole = rf"/[^\s|][^\n|]{{0,{cell.most - 1}}}/"
    else:
        most = max(cell.most, cell.least)
        whole = rf"/[^\s|][^\n|]{{{cell.least - 2},{most - 2}}}[^\s|]/"
    return [
        f"{name}: {name}W & {whole}",
        f'{name}W: %regex {{ "substring_chunks": {chunks} }}',
    ]
