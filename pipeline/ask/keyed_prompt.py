"""The prompt of general models, such as Qwen3-4B, for the root and for lists: the text of one or
more pages, then for each part a JSON object to fill in, or a named array of them.

Keys are forced; what may stand behind each is what the text prints for the field's type, normalised
(ISO dates, plain decimals, "2 years"), any words of it for text, or null.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby, zip_longest
from typing import Any

from extract_filings.pipeline.ask.grammar import (
    Alternative,
    Cell,
    Layout,
    OneOf,
    Own,
    Span,
    named,
    object_grammar,
    rows_grammar,
)
from extract_filings.pipeline.ask.passage import SHOWN_AS, Passage
from extract_filings.pipeline.records import Prompt, Question
from extract_filings.pipeline.text.candidates import is_open
from extract_filings.schemas.base import FieldSpec, Part
from extract_filings.schemas.names import spoken

FILLED = "Answer questions on this document in JSON alone. Copy text as it is printed."
ANSWER = FILLED + " Write null for what the document does not state."
"""Stands behind the text, so that it is read once for all questions. A word of empty lists makes a
small model say them: of eight leases with a list of payments, four were without."""
MOST_ROWS = 200
"""Of a list in one answer, unless its schema says less."""
MOST_FIELDS = 40
"""Of the root in one answer; further ones of an object that has begun are not parted from it."""
WORDS = 300
"""Characters of a text at most, unless its schema says so."""

Tree = dict[str, Any]
"""Names of an object's members -> their fields, or the trees of objects in it."""
Signs = Sequence[str | FieldSpec]
"""An object as JSON prints it, each value's field in its place."""


def keyed_prompt(passage: Passage, groups: Sequence[Part], must: bool = False) -> Prompt:
    """One prompt with a question for each group of fields, so that the text is read once. `must`:
    null is no answer, nor is a list without a row.
    """
    questions = tuple(_question(passage, some, must) for some in groups)
    return Prompt(f"{shown(passage)}\n{FILLED if must else ANSWER}\n\n", questions)


def in_groups(parts: Iterable[Part]) -> list[Part]:
    """The parts as they are asked: a list whole, the root a few fields at a time, those of an
    object together. What code reads from the span of another field is not asked.
    """
    return [group for part in parts for group in _groups(part)]


def _groups(part: Part) -> Iterator[Part]:
    fields = [f for f in part.fields if not f.cue.within]
    most = len(fields) if part.kind == "list" else MOST_FIELDS
    some: list[FieldSpec] = []
    for field, following in zip_longest(fields, fields[1:]):
        some.append(field)
        beside = following and len(field.at) > 1 and following.at[:-1] == field.at[:-1]
        if not following or (len(some) >= most and not beside):
            yield replace(part, fields=tuple(some))
            some = []


def shown(passage: Passage) -> str:
    """The text, each page led by its number."""
    texts = zip(passage.lines, passage.shown.split("\n"), strict=True)
    pages = groupby(texts, lambda one: one[0].page)
    return "\n".join(f"Page {n}:\n" + "".join(f"{t}\n" for _, t in some) for n, some in pages)


def _question(passage: Passage, part: Part, must: bool) -> Question:
    if part.kind == "list":
        rows = [*ways(passage, part, layout_of)]
        grammar = rows_grammar(part.own_name, rows, most_rows(part), must)
        ask = listing(part, _skeleton(part))
    else:
        cells = {f: cell(passage, f, must) for f in part.fields}
        grammar, ask = object_grammar(filled(layout_of(part.fields), cells)), _object(part)
    fields = tuple(f.name for f in part.fields)
    return Question(0, grammar, part=part.name, ask=ask, fields=fields)


def most_rows(part: Part) -> int:
    return min(MOST_ROWS, int(dict(part.rules).get("maxItems", MOST_ROWS)))


def ways(
    passage: Passage, part: Part, layout: Callable[[Sequence[FieldSpec]], Signs]
) -> Iterator[Layout]:
    """A row for each block of lines, as all its values stand together; a list of single values has
    one way.
    """
    whole = (0, len(passage.text))
    for block in passage.blocks() if len(part.fields) > 1 else [whole]:
        cells = {f: cell(passage, f, f.must, block) for f in part.fields}
        yield filled(layout(part.fields), cells)


def filled(layout: Signs, cells: Mapping[FieldSpec, Cell]) -> Layout:
    return [one if isinstance(one, str) else cells[one] for one in layout]


def cell(
    passage: Passage, field: FieldSpec, must: bool, block: tuple[int, int] | None = None
) -> Cell:
    """What a passage, or a block of it, lets be said of a field. `must`: null is no answer."""
    start, end = block or (0, len(passage.text))
    return Cell(_says(passage, field, start, end), not must)


def _says(passage: Passage, field: FieldSpec, start: int, end: int) -> Alternative:
    if field.cue.free:
        return Own(field.cue.free)
    if field.choices:
        return OneOf(tuple(literal(field, c) for c in field.choices))
    offers = (c for c in passage.offers(field) if start <= c.start and c.end <= end)
    said = tuple(dict.fromkeys(c.said for c in offers))
    if not is_open(field):
        return OneOf(tuple(literal(field, s) for s in said))
    rules, text = dict(field.rules), passage.run_on[start:end]
    if not text.strip():
        return OneOf(())
    if end - start < len(passage.text):  # a block: code leaves out what is too long or short
        return Span(text, 1, None, said)
    return Span(text, int(rules.get("minLength", 1)), int(rules.get("maxLength", WORDS)), said)


def literal(field: FieldSpec, said: str) -> str:
    """A value in JSON."""
    if field.choices:
        meant = field.meaning(said)
        return (
            json.dumps(meant, ensure_ascii=False) if isinstance(meant, (str, bool)) else str(meant)
        )
    plain = field.type not in (str, date)
    return said if plain else json.dumps(said.translate(SHOWN_AS), ensure_ascii=False)


def tree(fields: Sequence[FieldSpec]) -> Tree | FieldSpec:
    """The object that holds the fields; of a list of plain values the one field."""
    root: Tree = {}
    for field in fields:
        if not field.at:
            return field
        node = root
        for name in field.at[:-1]:
            node = node.setdefault(name, {})
        node[field.at[-1]] = field
    return root


def layout_of(fields: Sequence[FieldSpec]) -> Signs:
    """The object as JSON prints it, each value's field in its place.

    >>> layout_of([FieldSpec("a_b", str, "", at=("a", "b"))])[0]
    '{"a": {"b": '
    """
    joined: list[str | FieldSpec] = []
    for one in _layout(tree(fields)):
        if isinstance(one, str) and joined and isinstance(joined[-1], str):
            joined[-1] += one
        else:
            joined.append(one)
    return joined


def _layout(node: Tree | FieldSpec) -> Iterator[str | FieldSpec]:
    if isinstance(node, FieldSpec):
        yield node
        return
    for i, (name, child) in enumerate(node.items()):
        yield f"{', ' if i else '{'}{json.dumps(name, ensure_ascii=False)}: "
        yield from _layout(child)
    yield "}"


def _object(part: Part) -> str:
    of = f" ({_line(part.description)})" if part.description else ""
    return f"Fill in for this document{of}:\n{_skeleton(part)}\n"


def listing(part: Part, row: str) -> str:
    """Asks for the list, each of its rows as `row` is."""
    what = ". ".join(_line(s) for s in (part.description, part.row) if s) or part.words
    of = f", of {part.owner}" if part.owner else ""
    rows = named(part.own_name, f"{row}, ...")
    return f"List all, in the order of the document: {what}{of}.\n{rows}\n"


def _line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


def _skeleton(part: Part) -> str:
    said = {g.at: _line(g.description) for g in part.groups if g.description}
    return "\n".join(_members(tree(part.fields), (), said))


def _members(
    node: Tree | FieldSpec, at: tuple[str, ...], said: Mapping[tuple[str, ...], str]
) -> Iterator[str]:
    """An object with a line for each member: its type, and what the schema says of it. `said`: of
    objects, by their path.
    """
    if isinstance(node, FieldSpec):  # of a list of plain values, which says itself what they are
        yield _type(node)
        return
    yield "{" + (f"  // {said[at]}" if at in said else "")
    for name, child in node.items():
        key = f"{'  ' * (len(at) + 1)}{json.dumps(name, ensure_ascii=False)}: "
        first, *rest = (
            [described(child)]
            if isinstance(child, FieldSpec)
            else _members(child, (*at, name), said)
        )
        yield key + first
        yield from rest
    yield f"{'  ' * len(at)}}}"


def described(field: FieldSpec) -> str:
    """
    >>> described(FieldSpec("due", date, "when it is to be paid", examples=("2020-01-31",)))
    'date YYYY-MM-DD,  // when it is to be paid; for example 2020-01-31'
    """
    words = [field.description] if field.description.casefold() != field.words else []
    words += [f"for example {', '.join(field.examples)}"] if field.examples else []
    return f"{_type(field)}," + (f"  // {'; '.join(words)}" if words else "")


def said_of(field: FieldSpec) -> str:
    """Where its name is no key of what is said.

    >>> said_of(FieldSpec("rent_due", date, "when it is to be paid"))
    'date YYYY-MM-DD (rent due: when it is to be paid)'
    """
    more = field.description if field.description.casefold() != field.words else ""
    return f"{_type(field)} ({': '.join(filter(None, (spoken(field.name), _line(more))))})"


def _type(field: FieldSpec) -> str:
    if field.choices:
        return " | ".join(literal(field, c) for c in field.choices)
    if field.cue.free:
        return f"your own words, at most {field.cue.free} characters"
    return {str: "text", date: "date YYYY-MM-DD", int: "whole number"}.get(field.type, "number")
