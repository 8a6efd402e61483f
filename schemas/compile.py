"""Compiles a JSON Schema (draft 2020-12) or a Pydantic model into the tables and fields to ask for.

The root and each of its lists are tables; an object inside a row becomes columns of that row, named
by their path. What cannot be asked for is refused by name, with the way round.

>>> from pydantic import create_model
>>> order = create_model("Order", number=(str, ...), lines=(list[int], []))
>>> [(p.name, [f.name for f in p.fields]) for p in parts(order)]
[('order', ['number']), ('lines', ['value'])]
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import Any, Literal, NamedTuple, get_args

from pydantic import BaseModel

from extract_filings.schemas.base import (
    CUE,
    DEPTH,
    TABLE,
    YES_NO,
    Cue,
    FieldSpec,
    Group,
    Part,
    Sign,
    Unit,
    titled,
)
from extract_filings.schemas.checks import Check, unknown
from extract_filings.schemas.errors import SchemaError
from extract_filings.schemas.names import spoken

Node = Mapping[str, Any]

DEEP = 3
"""How many times a recursive model is unfolded, unless its schema says `x-depth`."""

WAY_ROUND = {
    "not": "say what is allowed, by enum or pattern",
    "if": "check it in a validator of your model",
    "then": "check it in a validator of your model",
    "else": "check it in a validator of your model",
    "patternProperties": (
        "name the properties, or make it a list of objects with a property for the key"
    ),
    "propertyNames": (
        "name the properties, or make it a list of objects with a property for the key"
    ),
    "minProperties": "name the properties",
    "maxProperties": "name the properties",
    "prefixItems": "make it an object with a property for each place",
    "contains": "check it in a validator of your model",
    "dependentRequired": "check it in a validator of your model",
    "dependentSchemas": "check it in a validator of your model",
    "$dynamicRef": "use $ref",
    "$recursiveRef": "use $ref",
}
"""Keywords that are refused, and what to do instead. Unknown keywords are annotations, as in JSON
Schema itself.
"""

STATEMENT_KEYS = ("period_end", "months")
NUMBER = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
TEXT = ("minLength", "maxLength", "pattern")
LIST = ("minItems", "maxItems", "uniqueItems")
BOUNDS = (
    ("minimum", "maximum"),
    ("minimum", "exclusiveMaximum"),
    ("exclusiveMinimum", "maximum"),
    ("exclusiveMinimum", "exclusiveMaximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
)
"""Keywords of which the second one bounds what the first one leaves."""
KINDS = {"string": str, "number": Decimal, "integer": int, "boolean": bool}
FORMATS = {
    "email": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "uri": r"[a-z][a-z0-9+.-]*://[^\s<>\"]+",
    "ipv4": r"\d{1,3}(?:\.\d{1,3}){3}",
    "uuid": r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
}
NO_FORMATS = {
    "date-time": "date, or a string with a pattern",
    "time": "a string with a pattern",
    "duration": "an integer of days or months",
    "binary": "a string",
}


class Plain(NamedTuple):
    """A node with its references followed and its null taken out."""

    node: Node
    null: bool
    refs: tuple[str, ...]  # followed on the way from the root


class ListColumn(NamedTuple):
    """A list inside a row: the name of its table, its element, and its place in the row."""

    name: str
    item: Plain
    place: Group


@dataclass
class Columns:
    """What the objects of a row hold, in the order of the schema."""

    fields: list[FieldSpec] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    lists: list[ListColumn] = field(default_factory=list)


class Kind(NamedTuple):
    """The type of a value, its choices as printed, and the values they stand for."""

    type: type
    choices: tuple[str, ...] = ()
    values: tuple[Any, ...] = ()


@lru_cache
def parts(model: type[BaseModel]) -> tuple[Part, ...]:
    """The tables of a schema: the root, named like the model; each after the one that holds it.

    The root carries the rules that stand beside the model: `CHECKS` of its module. Raises
    SchemaError.
    """
    made = compiled(model.model_json_schema(), model.__name__)
    declared = getattr(sys.modules.get(model.__module__), "CHECKS", ())
    root, *others = made
    return replace(root, checks=_checks(declared, made)), *others


def _checks(declared: Any, made: tuple[Part, ...]) -> tuple[Check, ...]:
    """The rules as declared. Raises SchemaError if one reads what the schema does not have."""
    fields = {p.name: {*p.keys, *(f.name for f in p.fields)} for p in made}
    if bad := next((c for c in declared if not isinstance(c, Check)), None):
        raise SchemaError(
            f"CHECKS: {bad} is no Check; write CHECKS = (Check(...),), with a comma after the"
            " last one"
        )
    for i, check in enumerate(declared):
        why = unknown(check, fields, made[0].name)
        if not why and check.name in {c.name for c in declared[:i]}:
            why = "another one has this name"
        if why:
            raise SchemaError(f"check {check.name}: {why}")
    return tuple(declared)


def compiled(schema: Node, name: str) -> tuple[Part, ...]:
    """The tables of a JSON Schema, as `parts` gives them, but without rules. Raises SchemaError."""
    walk = _Walk(schema)
    root = walk.plain(schema, (), "#")
    if "properties" not in root.node:
        raise SchemaError(
            "#: the root is no object with properties; put its content into a property"
        )
    made = walk.tables(root, _clean(name).lower(), Group((), False, True), None)
    if not any(p.fields for p in made):
        raise SchemaError("#: it has no field to ask for; give it one, such as `name: str`")
    return _told_apart(made)


def _clean(name: str) -> str:
    return re.sub(r"\W+", "_", name).strip("_") or "field"


def _pointer(where: tuple[str, ...]) -> str:
    return "/" + "/".join(where)


class _Walk:
    def __init__(self, schema: Node) -> None:
        self.root = schema
        self.deep: int = schema.get(DEPTH, DEEP)
        self.names: set[str] = set()

    def plain(self, node: Node, refs: tuple[str, ...], where: str) -> Plain:
        """Follows $ref, allOf, and the one option of anyOf or oneOf besides null.

        What stands outside of them overrides what they say.
        """
        if not isinstance(node, Mapping):
            raise SchemaError(f"{where}: {node} does not say what to look for; give it a type")
        if bad := next((k for k in node if k in WAY_ROUND), None):
            raise SchemaError(f"{where}: the keyword {bad} cannot be asked for; {WAY_ROUND[bad]}")
        outer = {k: v for k, v in node.items() if k not in ("$ref", "allOf", "anyOf", "oneOf")}
        inner: dict[str, Any] = {}
        null = False
        for one, ref in self._inner(node, where):
            found = self.plain(one, refs + ref, where)
            refs = found.refs
            null |= found.null
            inner = _merged(inner, found.node)
        if isinstance(outer.get("type"), list):
            null |= "null" in outer["type"]
            outer["type"] = _single([t for t in outer["type"] if t != "null"], where)
        return Plain(_merged(inner, outer), null or outer.get("type") == "null", refs)

    def _inner(self, node: Node, where: str) -> Iterator[tuple[Node, tuple[str, ...]]]:
        """The nodes that a node refers to or combines, each with the reference that led there."""
        if "$ref" in node:
            yield self._target(node["$ref"], where), (node["$ref"],)
        for one in node.get("allOf", ()):
            yield one, ()
        for keyword in ("anyOf", "oneOf"):
            if options := node.get(keyword):
                real = [o for o in options if o.get("type") != "null"]
                if len(real) < len(options):
                    yield {"type": ["null", "any"]}, ()
                yield (real[0] if len(real) == 1 else _union(real, where)), ()

    def _target(self, ref: str, where: str) -> Node:
        node: Any = self.root
        try:
            for step in ref.removeprefix("#").split("/")[1:]:
                node = node[step.replace("~1", "/").replace("~0", "~")]
        except (KeyError, TypeError) as error:
            raise SchemaError(
                f"{where}: $ref {ref} is not found; only references into this schema are followed"
                " (#/$defs/...)"
            ) from error
        if not ref.startswith("#"):
            raise SchemaError(
                f"{where}: $ref {ref} leads out of this schema; copy its target to #/$defs/"
            )
        if not isinstance(node, Mapping):
            return node
        return {k: v for k, v in node.items() if k != "title"}  # a class's name, no field's

    def tables(self, row: Plain, name: str, place: Group, parent: Part | None) -> tuple[Part, ...]:
        """A table, then those of the lists in its rows."""
        kind = _table_kind(row.node, name, parent)
        columns = Columns()
        if "properties" in row.node:
            self._object(row, (), columns)
        else:
            columns.fields.append(_field(row, (), "value", True, name))
        nested = parent is not None and parent.kind != "root"
        keys = _keys(kind, nested, columns)
        part = Part(
            self._table_name(f"{parent.name}_{name}" if parent and nested else name),
            kind,
            row.node.get("description", "").strip(),
            _distinct([f for f in columns.fields if f.name not in keys]),
            keys,
            tuple(f for f in columns.fields if kind == "statement" and f.name in STATEMENT_KEYS),
            row.node.get(TABLE) == "opening",
            parent.name if parent else "",
            place,
            tuple(columns.groups),
            tuple(row.node.get("list", {}).items()),
            _holders(place.at, parent),
            row.node.get("row", ""),
        )
        below = (self.tables(one.item, one.name, one.place, part) for one in columns.lists)
        return part, *chain.from_iterable(below)

    def _table_name(self, name: str) -> str:
        while name in self.names:
            name += "_2"
        self.names.add(name)
        return name

    def _object(self, row: Plain, at: tuple[str, ...], columns: Columns) -> None:
        """Adds the columns of an object and of the objects inside it."""
        for name, node in row.node["properties"].items():
            where, needed = (*at, name), name in row.node.get("required", ())
            one, column = self.plain(node, row.refs, _pointer(where)), "_".join(map(_clean, where))
            group = Group(where, one.null, needed, one.node.get("description", "").strip())
            if one.node.get("type") == "array":
                item = self._items(one, where)
                if not self._endless(item, where, bool(item.node["list"].get("minItems"))):
                    columns.lists.append(ListColumn(column, item, group))
            elif "properties" not in one.node:
                made = _field(one, where, column, needed, name)
                columns.fields.append(replace(made, owner=_owner(where, columns.groups)))
            elif not self._endless(one, where, needed and not one.null):
                columns.groups.append(group)
                self._object(one, where, columns)

    def _endless(self, one: Plain, where: tuple[str, ...], needed: bool) -> bool:
        """Whether a recursive model has been unfolded as often as it may be."""
        deep = any(one.refs.count(r) > self.deep for r in one.refs)
        if deep and needed:
            raise SchemaError(
                f"{_pointer(where)}: a model that must hold itself has no end; make it optional"
            )
        return deep

    def _items(self, one: Plain, where: tuple[str, ...]) -> Plain:
        """The element of a list, with what the list itself says of it: that of the list comes
        first, as many lists may be of one kind of element.
        """
        _refuse_contradiction(one.node, _pointer(where))
        if "items" not in one.node:
            raise SchemaError(f"{_pointer(where)}: the list does not say of what; give it items")
        item = self.plain(one.node["items"], one.refs, _pointer(where))
        if item.node.get("type") == "array":
            raise SchemaError(
                f"{_pointer(where)}: a list of lists; make its elements objects with a list in them"
            )
        node = {**item.node, "list": {k: one.node[k] for k in LIST if one.node.get(k)}}
        if own := one.node.get("description", "").strip():
            node |= {"description": own, "row": item.node.get("description", "").strip()}
        return Plain(node, item.null, item.refs)


def _owner(at: tuple[str, ...], groups: Iterable[Group]) -> str:
    """The objects around a place, each with what the schema says of it."""
    around = (g for g in groups if len(g.at) < len(at) and at[: len(g.at)] == g.at)
    return ", ".join(_said(spoken(g.at[-1]), g.description) for g in around)


def _holders(at: tuple[str, ...], parent: Part | None) -> str:
    """The same of a list, whose row may lie in another list."""
    if not parent:
        return ""
    outer = () if parent.kind == "root" else (parent.owner, _said(parent.words, parent.description))
    return ", ".join(text for text in (*outer, _owner(at, parent.groups)) if text)


def _said(name: str, description: str) -> str:
    """
    >>> _said("seller", "who is paid"), _said("seller", "")
    ('seller (who is paid)', 'seller')
    """
    return f"{name} ({' '.join(description.split()).rstrip('.')})" if description else name


def _told_apart(made: tuple[Part, ...]) -> tuple[Part, ...]:
    """What several lists, or fields of one, say alike under a shared $ref is led by the name of
    each.
    """
    counts = Counter(p.description for p in made)
    return tuple(
        replace(
            p,
            description=_named(p.description, spoken(p.name), counts),
            fields=_fields_told_apart(p.fields),
        )
        for p in made
    )


def _fields_told_apart(fields: Sequence[FieldSpec]) -> tuple[FieldSpec, ...]:
    counts = Counter(f.description for f in fields)
    return tuple(replace(f, description=_named(f.description, f.words, counts)) for f in fields)


def _named(description: str, name: str, counts: Mapping[str, int]) -> str:
    clear = not description or counts[description] == 1 or description.lower().startswith(name)
    return description if clear else f"{name}: {description}"


def _table_kind(node: Node, name: str, parent: Part | None) -> Literal["root", "list", "statement"]:
    if parent is None:
        return "root"
    if node.get(TABLE) != "statement":
        return "list"
    if parent.kind != "root":
        raise SchemaError(
            f"{parent.name}/{name}: a statement lies in another list; put it on the root"
        )
    return "statement"


def _keys(kind: str, nested: bool, columns: Columns) -> tuple[str, ...]:
    """The columns that name a row."""
    keys = [f.name for f in columns.fields if kind == "statement" and f.name in STATEMENT_KEYS]
    if nested:
        keys.append("parent_row")
    if kind == "list" and columns.lists:
        keys.append("row")
    return tuple(keys)


def _merged(inner: Node, outer: Node) -> dict[str, Any]:
    """Both nodes as one: properties and required ones are united, else the outer node wins."""
    both = {
        "properties": {**inner.get("properties", {}), **outer.get("properties", {})},
        "required": [*inner.get("required", ()), *outer.get("required", ())],
    }
    return {
        **inner,
        **{k: v for k, v in outer.items() if not (k == "type" and v == "any")},
        **{k: v for k, v in both.items() if v},
    }


def _single(types: list[str], where: str) -> str:
    """The one type that can hold all of these as printed."""
    if len(types) == 1:
        return types[0]
    if "string" in types and not {"object", "array"} & set(types):
        return "string"
    if set(types) == {"integer", "number"}:
        return "number"
    raise SchemaError(f"{where}: it may be any of {', '.join(types)}; choose one")


def _union(options: list[Node], where: str) -> dict[str, Any]:
    """Several options as one node. A number or text (Pydantic's Decimal) is a number."""
    if sorted(o.get("type", "") for o in options) == ["number", "string"]:
        number = next(o for o in options if o["type"] == "number")
        return {**number, "exact": True}
    if all(o.get("type") in KINDS and "enum" not in o and "const" not in o for o in options):
        return {"type": _single([o["type"] for o in options], where)}
    if all("const" in o or "enum" in o for o in options):
        return {"enum": [v for o in options for v in o.get("enum", [o.get("const")])]}
    raise SchemaError(
        f"{where}: it may be one of several things (anyOf, oneOf); make it an object with an"
        " optional property for each"
    )


def _field(one: Plain, at: tuple[str, ...], name: str, required: bool, last: str) -> FieldSpec:
    node, where = one.node, _pointer(at or (name,))
    _refuse_contradiction(node, where)
    cue = node.get(CUE, Cue())
    description = (node.get("description") or spoken(last)).strip()
    if len(at) > 1:
        owner = " ".join(map(spoken, at[:-1]))
        description += f" (of the {owner})"
    kind = _kind(node, where)
    return FieldSpec(
        name,
        kind.type,
        description,
        _shaped(Cue(**cue) if isinstance(cue, Mapping) else cue, node, kind.type, where),
        kind.choices,
        kind.values,
        at,
        required,
        one.null,
        _rules(node, kind),
        node.get("exact", False),
        _title(node, name, last),
        examples=tuple(str(e) for e in node.get("examples", ()) if e is not None),
    )


def _title(node: Node, name: str, last: str) -> str:
    """What the schema says, unless Pydantic made it from the name."""
    given = node.get("title", "")
    return titled(name) if given in ("", last.title().replace("_", " ").strip()) else given


def _kind(node: Node, where: str) -> Kind:
    given = node.get("enum", [node["const"]] if "const" in node else ())
    if choices := [v for v in given if v is not None]:
        return _choices(choices, where)
    if node.get("format") in NO_FORMATS:
        raise SchemaError(
            f"{where}: the format {node['format']} cannot be asked for; make it"
            f" {NO_FORMATS[node['format']]}"
        )
    if node.get("type") == "string" and node.get("format") == "date":
        return Kind(date)
    if node.get("type") == "object":
        raise SchemaError(
            f"{where}: a dictionary, or an object without properties; make it a model with a field"
            " for each key that documents print, or a list of models"
        )
    if node.get("type") not in KINDS:
        raise SchemaError(
            f"{where}: its type is {node.get('type', 'not said')}; make it one of"
            f" {', '.join(KINDS)}, an enum, an object with properties, or an array"
        )
    kind = KINDS[node["type"]]
    return Kind(bool, YES_NO, (True, False)) if kind is bool else Kind(kind)


def _choices(given: list[Any], where: str) -> Kind:
    """The kind of an enum: its choices as text, and as exact numbers where they are numbers."""
    texts = tuple("Yes" if v is True else "No" if v is False else str(v) for v in given)
    kinds: set[type] = {type(v) for v in given}
    if not kinds <= {str, int, float, bool} or len(set(texts)) < len(texts):
        raise SchemaError(
            f"{where}: its choices are not all text or numbers that differ in print; make them so"
        )
    kind = kinds.pop() if len(kinds) == 1 else str
    if kind is not float:
        return Kind(kind, texts, tuple(given))
    return Kind(Decimal, texts, tuple(Decimal(repr(v)) for v in given))


def _refuse_contradiction(node: Node, where: str) -> None:
    """Raises SchemaError if no value obeys the bounds: each document would be asked in vain."""
    for low, high in BOUNDS:
        if low not in node or high not in node:
            continue
        least, most = node[low], node[high]
        if least > most or (least == most and "exclusive" in f"{low} {high}"):
            raise SchemaError(
                f"{where}: no value obeys {low} {least} and {high} {most}; change one of them"
            )


def _shaped(cue: Cue, node: Node, kind: type, where: str) -> Cue:
    """The cue with the pattern that the node itself says."""
    _refuse_unknown("unit", cue.unit, (None, *get_args(Unit)), where)
    _refuse_unknown("sign", cue.sign, get_args(Sign), where)
    pattern = cue.pattern
    if kind is str and not pattern:
        own = (node.get("pattern") or "").removeprefix("^").removesuffix("$")
        pattern = own or FORMATS.get(node.get("format", ""))
    try:
        re.compile(pattern or "")
    except re.error as error:
        raise SchemaError(
            f"{where}: the pattern {pattern} cannot be read ({error}); write it as Python's re does"
        ) from error
    return replace(cue, pattern=pattern)


def _refuse_unknown(name: str, given: Any, known: Sequence[Any], where: str) -> None:
    if given not in known:
        raise SchemaError(
            f"{where}: the Cue's {name} {given} is unknown; take one of"
            f" {', '.join(k for k in known if k)}, or leave it out"
        )


def _rules(node: Node, kind: Kind) -> tuple[tuple[str, Any], ...]:
    """The keywords that bound the value, numbers exact."""
    if kind.choices:
        return ()
    if kind.type is str:
        return tuple((k, node[k]) for k in TEXT if k in node)
    if kind.type in (int, Decimal):
        return tuple((k, Decimal(repr(node[k]))) for k in NUMBER if k in node)
    return ()


def _distinct(fields: list[FieldSpec]) -> tuple[FieldSpec, ...]:
    """Fields whose names clash get a number."""
    seen: set[str] = set()
    made = []
    for f in fields:
        name = f.name
        while name in seen:
            name += "_2"
        seen.add(name)
        made.append(f if name == f.name else replace(f, name=name))
    return tuple(made)
