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
class Rows:
    """A list of at most `most` objects or values, which may be empty unless it `must` not. Each is
    laid out in one of the `ways`, such as one for each place of the page, so that all its values
    are of one place.
    """

    ways: Sequence["Layout"]
    most: int
    must: bool = False


Layout = Sequence[str | Cell | Rows]
"""An object as JSON prints it: keys and signs, and between them its values."""


def object_grammar(layout: Layout) -> str:
    """One object.

    >>> print(object_grammar(['{"paid": ', Cell(OneOf(("true", "false"))), "}"]))
    start: "{\\"paid\\": " (t0 | "null") "}\\n"
    t0: "true" | "false"
    >>> ways = [[Cell(OneOf(("1", "2")), null=False)], [Cell(OneOf(("3",)))]]
    >>> print(object_grammar(['{"a": ', Rows(ways, 9), "}"]))
    start: "{\\"a\\": [" (row0 (", " row0){0,8})? "]}\\n"
    row0: t0 | (t1 | "null")
    t0: "1" | "2"
    t1: "3"
    """
    terms = _Terms()
    return "\n".join([f"start: {terms.sequence([*layout, chr(10)])}", *terms.rules])


def begun(name: str) -> str:
    """What stands before a list: its name. A model that begins with a bare bracket says anything:
    of an agreement's parties ", and" (p 0.01), of those named both (0.77).

    >>> begun("party")
    '{"party": '
    """
    return f"{{{json.dumps(name, ensure_ascii=False)}: "


def named(name: str, rows: str) -> str:
    """A list as it is asked for and said.

    >>> named("party", "")
    '{"party": []}'
    """
    return f"{begun(name)}[{rows}]}}"


def _impossible(one: str | Cell | Rows) -> bool:
    return isinstance(one, Cell) and one.empty and not one.null


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


@dataclass(frozen=True, slots=True)
class _Rule:
    """What a grammar says, not a literal."""

    rule: str


class _Terms:
    """Names of terms; equal alternatives share one, and spans of one text share its words."""

    def __init__(self) -> None:
        self.names: dict[Alternative, str] = {}
        self.texts: dict[str, str] = {}
        self.rules: list[str] = []

    def sequence(self, layout: Layout) -> str:
        """Signs and keys that stand together are one literal."""
        said: list[str] = []
        words = ""
        for sign in (one for part in layout for one in self._signs(part)):
            if isinstance(sign, str):
                words += sign
            else:
                said += [_quoted(words)] * bool(words) + [sign.rule]
                words = ""
        return " ".join(said + [_quoted(words)] * bool(words))

    def _signs(self, one: str | Cell | Rows) -> "Sequence[str | _Rule]":
        if isinstance(one, str):
            return [one]
        return [self._cell(one)] if isinstance(one, Cell) else self._list(one)

    def _cell(self, cell: Cell) -> "str | _Rule":
        """Null where it may be, or where nothing can be said."""
        if cell.empty:
            return "null"
        name = self._name(cell.says)
        return _Rule(f'({name} | "null")' if cell.null else name)

    def _list(self, rows: Rows) -> "Sequence[str | _Rule]":
        fit = [way for way in rows.ways if not any(map(_impossible, way))]
        if not fit or rows.most < 1:
            return ["[]"]  # a row must have what is nowhere
        row = f"row{len(self.rules)}"
        self.rules.append("")  # its name is taken
        at = len(self.rules) - 1
        ways = [self.sequence(way) for way in fit]
        self.rules[at] = f"{row}: {' | '.join(ways)}"
        several = f'{row} (", " {row}){{0,{rows.most - 1}}}' if rows.most > 1 else row
        return ["[", _Rule(several if rows.must else f"({several})?"), "]"]

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
