"""An object as JSON prints it, and as it is shown to be filled in.

A list stands in its object: a model that has said a seller's name goes on with the lines of the
address below it, and cuts them in two when it is asked for them alone.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from extract_filings.pipeline.ask.passage import SHOWN_AS
from extract_filings.schemas.base import FieldSpec, Part
from extract_filings.schemas.names import spoken

Leaf = FieldSpec | Part
"""A field, or a list."""
Tree = dict[str, Any]
"""Names of an object's members -> leaves, or the trees of objects in it."""
Signs = Sequence[str | Leaf]
"""An object as JSON prints it, each leaf in the place of its value."""


def tree(part: Part) -> Tree | FieldSpec:
    """The object that is a row; of a list of plain values the one field."""
    if not part.fields[0].at:
        return part.fields[0]
    root: Tree = {}
    for at, leaf in _leaves(part):
        node = root
        for name in at[:-1]:
            node = node.setdefault(name, {})
        node[at[-1]] = leaf
    return root


def _leaves(part: Part) -> Iterable[tuple[tuple[str, ...], Leaf]]:
    yield from ((f.at, f) for f in part.fields)
    yield from ((p.place.at, p) for p in part.lists)


def layout_of(part: Part) -> Signs:
    """The object as JSON prints it, each value's field in its place.

    >>> layout_of(Part("x", "root", "", (FieldSpec("a_b", str, "", at=("a", "b")),)))[0]
    '{"a": {"b": '
    """
    joined: list[str | Leaf] = []
    for one in _layout(tree(part)):
        if isinstance(one, str) and joined and isinstance(joined[-1], str):
            joined[-1] += one
        else:
            joined.append(one)
    return joined


def _layout(node: Tree | Leaf) -> Iterator[str | Leaf]:
    if not isinstance(node, dict):
        yield node
        return
    for i, (name, child) in enumerate(node.items()):
        yield f"{', ' if i else '{'}{json.dumps(name, ensure_ascii=False)}: "
        yield from _layout(child)
    yield "}"


def skeleton(part: Part) -> str:
    """The object with a line for each member: its type, and what the schema says of it."""
    said = {g.at: on_one_line(g.description) for g in part.groups if g.description}
    return "\n".join(_members(tree(part), (), said))


def _members(
    node: Tree | Leaf, at: tuple[str, ...], said: Mapping[tuple[str, ...], str]
) -> Iterator[str]:
    """`said`: of objects, by their path."""
    if isinstance(node, FieldSpec):  # of a list of plain values, which says itself what they are
        yield type_of(node)
        return
    if isinstance(node, Part):
        yield from _listed(node)
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


def _listed(part: Part) -> Iterator[str]:
    words = ". ".join(on_one_line(s) for s in (part.description, part.row) if s)
    first, *rest = skeleton(part).split("\n")
    more = f"  // {words}" if words else ""
    if not rest:
        yield f"[{first}, ...],{more}"
        return
    yield f"[{first}{more}"
    yield from (f"  {line}" for line in rest[:-1])
    yield f"  {rest[-1]}, ...],"


def described(field: FieldSpec) -> str:
    """
    >>> described(FieldSpec("due", date, "when it is to be paid", examples=("2020-01-31",)))
    'date YYYY-MM-DD,  // when it is to be paid; for example 2020-01-31'
    """
    words = [field.description] if field.description.casefold() != field.words else []
    words += [f"for example {', '.join(field.examples)}"] if field.examples else []
    return f"{type_of(field)}," + (f"  // {'; '.join(words)}" if words else "")


def said_of(field: FieldSpec) -> str:
    """Where its name is no key of what is said.

    >>> said_of(FieldSpec("rent_due", date, "when it is to be paid"))
    'date YYYY-MM-DD (rent due: when it is to be paid)'
    """
    more = field.description if field.description.casefold() != field.words else ""
    return f"{type_of(field)} ({': '.join(filter(None, (spoken(field.name), on_one_line(more))))})"


def type_of(field: FieldSpec) -> str:
    """Of a value, in words."""
    if field.choices:
        return " | ".join(literal(field, c) for c in field.choices)
    if field.cue.free:
        return f"your own words, at most {field.cue.free} characters"
    return {str: "text", date: "date YYYY-MM-DD", int: "whole number"}.get(field.type, "number")


def on_one_line(text: str) -> str:
    """Words of a schema on one line, without a full stop."""
    return " ".join(text.split()).rstrip(".")


def literal(field: FieldSpec, said: str) -> str:
    """A value in JSON."""
    if field.choices:
        meant = field.meaning(said)
        return (
            json.dumps(meant, ensure_ascii=False) if isinstance(meant, (str, bool)) else str(meant)
        )
    plain = field.type not in (str, date)
    return said if plain else json.dumps(said.translate(SHOWN_AS), ensure_ascii=False)
