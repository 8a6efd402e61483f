"""Schema and page -> what may be said, as a Lark grammar for llguidance.

A tag is one of those that are legal at a place. A row of a statement is said by its label and the
number of its line. All else is JSON whose keys are forced and whose values are words of the page in
their order, or one of the dates, numbers and choices that are possible. Nothing else can be
decoded, whatever the logits are.

>>> choice(("<none>", "<filing.city>"))
'start: <none> | <filing.city>'
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


def choice(tags: Sequence[str]) -> str:
    """One of these special tokens."""
    return "start: " + " | ".join(tags)


def literal(choices: Sequence[str]) -> str:
    """One of these words, or null."""
    return f'start: ({_either((*choices, "null"))}) "\\n"'


def _either(words: Sequence[str]) -> str:
    return " | ".join(map(_quoted, words))


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def row_of(labels: Mapping[int, str]) -> str:
    """A row's label and the number of its line: `Net sales [12]`. Or null.

    Words come first: small models copy them better than they name a number, which then only tells
    apart rows that say the same.

    >>> row_of({3: "Net sales"})
    'start: ("Net sales [3]" | "null") "\\\\n"'
    """
    return literal([f"{label} [{i}]" for i, label in labels.items()])


@dataclass(frozen=True, slots=True)
class Span:
    """Words that stand one after the other in `text`, `least` to `most` characters; or one of
    `others`."""

    text: str
    least: int = 1
    most: int | None = 300
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Own:
    """The model's own words, at most `most` characters. The only value not bound to the page."""

    most: int


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of these JSON values."""

    values: tuple[str, ...]


Alternative = Span | Own | OneOf


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, or null if that is allowed; null too where nothing can be said."""

    says: Alternative
    null: bool = True

    @property
    def empty(self) -> bool:
        return self.says == OneOf(())


@dataclass(frozen=True, slots=True)
class Cells:
    """A list of values in an object, `most` at most; it may be empty."""

    says: Alternative
    most: int


Layout = Sequence[str | Cell | Cells]
"""An object as JSON prints it: keys and signs, and between them its values."""
ENDED = "]}"
"""What stands behind the rows of a list."""


def object_grammar(layout: Layout) -> str:
    """One object.

    >>> print(object_grammar(['{"paid": ', Cell(OneOf(("true", "false"))), "}"]))
    start: "{\\"paid\\": " (t0 | "null") "}\\n"
    t0: "true" | "false"
    >>> print(object_grammar(['{"days": ', Cells(OneOf(("1", "2")), 3), "}"]))
    start: "{\\"days\\": " "[" (t0 (", " t0){0,2})? "]" "}\\n"
    t0: "1" | "2"
    """
    terms = _Terms()
    return "\n".join([f"start: {_sequence([*layout, chr(10)], terms)}", *terms.rules])


def begun(name: str) -> str:
    """What stands before the rows of a list: its name. A model that begins with a bare bracket
    says anything: of an agreement's parties ", and" (p 0.01), of those named both (0.77).

    >>> begun("party")
    '{"party": ['
    """
    return f"{{{json.dumps(name, ensure_ascii=False)}: ["


def named(name: str, rows: str) -> str:
    """A list as it is asked for and said.

    >>> named("party", "")
    '{"party": []}'
    """
    return f"{begun(name)}{rows}{ENDED}"


def rows_grammar(name: str, layouts: Sequence[Layout], most: int, must: bool = False) -> str:
    """A named array of at most `most` objects, which may be empty unless it `must` not. Each is
    laid out in one of the ways, such as one for each place of the page, so that all its values are
    of one place.

    >>> ways = [[Cell(OneOf(("1", "2")), null=False)], [Cell(OneOf(("3",)))]]
    >>> print(rows_grammar("a", ways, 9))
    start: "{\\"a\\": [" (row (", " row){0,8})? "]}\\n"
    row: r0 | r1
    r0: t0
    r1: (t1 | "null")
    t0: "1" | "2"
    t1: "3"
    """
    terms = _Terms()
    fit = [way for way in layouts if not any(map(_impossible, way))]
    if not fit or most < 1:
        return f"start: {_quoted(named(name, '') + chr(10))}"  # a row must have what is nowhere
    rows = _several("row", most) if must else f"({_several('row', most)})?"
    return "\n".join(
        [
            f"start: {_quoted(begun(name))} {rows} {_quoted(ENDED + chr(10))}",
            f"row: {' | '.join(f'r{i}' for i in range(len(fit)))}",
            *(f"r{i}: {_sequence(way, terms)}" for i, way in enumerate(fit)),
            *terms.rules,
        ]
    )


def _several(one: str, most: int) -> str:
    """One at least.

    >>> _several("row", 9), _several("row", 1)
    ('row (", " row){0,8}', 'row')
    """
    return f'{one} (", " {one}){{0,{most - 1}}}' if most > 1 else one


def _impossible(one: str | Cell) -> bool:
    return isinstance(one, Cell) and one.empty and not one.null


def _sequence(layout: Layout, terms: "_Terms") -> str:
    """Signs and keys that stand together are one literal."""
    said: list[str] = []
    words = ""
    for one in layout:
        if isinstance(one, str):
            words += one
        else:
            said += [_quoted(words)] * bool(words) + [terms.cell(one)]
            words = ""
    return " ".join(said + [_quoted(words)] * bool(words))


NOT_FIRST, NOT_LAST = ",.;:!?)]}", "([{,"
"""Signs that only close or join, and those that only open or join: no text begins, or ends, there.
"""


def trimmed(words: str) -> str:
    """The words without what cannot be said of them.

    >>> trimmed(", Acme Bank, N.A.,"), trimmed("Acme (134550)"), trimmed("-5 °C (")
    ('Acme Bank, N.A.', 'Acme (134550)', '-5 °C')
    """
    return words.lstrip(f"{NOT_FIRST} ").rstrip(f"{NOT_LAST} ")


CHUNKS = re.compile(r"\w+|\s+|[^\w\s]")
"""A span begins and ends at these. Signs count one by one: "Acme Bank, N.A." ends between the two
of ".,".
"""


class _Terms:
    """Names of terms; equal alternatives share one, and spans of one text share its words."""

    def __init__(self) -> None:
        self.names: dict[Alternative, str] = {}
        self.texts: dict[str, str] = {}
        self.rules: list[str] = []

    def cell(self, cell: Cell | Cells) -> str:
        """A cell of a table; null where it may be, or where nothing can be said."""
        if isinstance(cell, Cells):
            return self._cells(cell)
        if cell.empty:
            return '"null"'
        return f'({self._name(cell.says)} | "null")' if cell.null else self._name(cell.says)

    def _cells(self, cells: Cells) -> str:
        if cells.says == OneOf(()) or cells.most < 1:
            return '"[]"'
        return f'"[" ({_several(self._name(cells.says), cells.most)})? "]"'

    def _name(self, says: Alternative) -> str:
        if says not in self.names:
            self.names[says] = f"t{len(self.names)}"
            self.rules += self._rules(self.names[says], says)
        return self.names[says]

    def _rules(self, name: str, says: Alternative) -> list[str]:
        """Substring terminals also match the empty string, so they are cut with a second
        expression. All that may stand between the quotes is one terminal: of two the lexer would
        not go back to the other, as from "2 years" to "24 mm".
        """
        if isinstance(says, OneOf):
            return [f"{name}: {_either(says.values)}"]
        if isinstance(says, Own):
            return [f"{name}: /{_own(says.most)}/"]
        said = [f"({self._words(says.text)} & {_whole(says)})", *map(_quoted, says.others)]
        return [rf'{name}: "\"" {name.upper()} "\""', f"{name.upper()}: {' | '.join(said)}"]

    def _words(self, text: str) -> str:
        if text not in self.texts:
            self.texts[text] = f"W{len(self.texts)}"
            chunks = json.dumps(CHUNKS.findall(text), ensure_ascii=False)
            self.rules.append(f'{self.texts[text]}: %regex {{ "substring_chunks": {chunks} }}')
        return self.texts[text]


def _own(most: int) -> str:
    return rf'"[^"\\\x00-\x1f]{{1,{most}}}"'


def _whole(says: Span) -> str:
    """Neither empty nor signs alone, and no blank or stray sign at the begin or end. Counting
    characters is dear where many texts may be said: then `most` is None.
    """
    begin, end = (re.escape(signs) for signs in (NOT_FIRST, NOT_LAST))
    if says.most is None:
        return rf"/(?:[^\s\w{begin}][^\s\w]*)?\w(?:[^\n]*[^\s{end}])?/"
    if says.least < 2:
        further = rf"(?:[^\n]{{0,{max(0, says.most - 2)}}}[^\s{end}])?"
        return rf"/[^\s{begin}]{further}/ & /[^\n]*\w[^\n]*/"
    most = max(says.most, says.least)
    return rf"/[^\s{begin}][^\n]{{{says.least - 2},{most - 2}}}[^\s{end}]/"
