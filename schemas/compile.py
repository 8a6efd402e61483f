"""JSON Schema (draft 2020-12), a user's own or a Pydantic model's, -> the tables and fields that
are asked for.

The root and each list of it are tables; objects that lie in a row are columns of it, named by their
path. What cannot be asked for is refused by name, with the way round.

>>> from pydantic import create_model
>>> [(p.name, [f.name for f in p.fields]) for p in parts(create_model("Order", number=(str, ...), lines=(list[int], [])))]
[('order', ['number']), ('lines', ['value'])]
"""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from extract_filings.schemas.base import CUE, DEPTH, TABLE, YES_NO, Cue, FieldSpec, Group, Part
from extract_filings.schemas.checks import Check, unknown

Node = Mapping[str, Any]

DEEP = 3
"""So many times a model that holds itself is unfolded, unless its schema says `x-depth`."""

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
"""Keywords that are refused, and what to do instead. Those that are unknown are notes, as JSON
Schema has it.
"""

NUMBER = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
TEXT = ("minLength", "maxLength", "pattern")
LIST = ("minItems", "maxItems", "uniqueItems")
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
}


class Unaskable(ValueError):
    """A schema that cannot be asked for: where, what, and the way round."""


class Plain(NamedTuple):
    """A node without references and null."""

    node: Node
    null: bool
    refs: tuple[str, ...]  # followed on the way from the root


@lru_cache
def parts(model: type[BaseModel]) -> tuple[Part, ...]:
    """The tables of a schema, each behind the one that holds it; the root first, named like the
    model. Raises Unaskable.

    The root has the rules that stand beside the model: `CHECKS` of its module.
    """
    root, *others = compiled(model.model_json_schema(), model.__name__)
    return (
        replace(
            root,
            checks=_checks(
                getattr(sys.modules.get(model.__module__), "CHECKS", ()), (root, *others)
            ),
        ),
        *others,
    )


def _checks(declared: Any, made: tuple[Part, ...]) -> tuple[Check, ...]:
    fields = {p.name: {*p.keys, *(f.name for f in p.fields)} for p in made}
    if bad := next((c for c in declared if not isinstance(c, Check)), None):
        raise Unaskable(
            f"CHECKS: {bad} is no Check; write CHECKS = (Check(...),), with a comma behind the"
            " last one"
        )
    for i, check in enumerate(declared):
        why = unknown(check, fields, made[0].name) or (
            "another one has this name" if check.name in {c.name for c in declared[:i]} else ""
        )
        if why:
            raise Unaskable(f"check {check.name}: {why}")
    return tuple(declared)


def compiled(schema: Node, name: str) -> tuple[Part, ...]:
    """The same of a JSON Schema. Raises Unaskable."""
    walk = _Walk(schema)
    root = walk.plain(schema, (), "#")
    if "properties" not in root.node:
        raise Unaskable("#: the root is no object with properties; put what it is into a property")
    return walk.tables(root, _clean(name).lower(), Group((), False, True), None)


def _clean(name: str) -> str:
    return re.sub(r"\W+", "_", name).strip("_") or "field"


def _pointer(where: tuple[str, ...]) -> str:
    return "/" + "/".join(where)


class _Walk:
    def __init__(self, schema: Node) -> None:
        self.root, self.deep, self.names = schema, schema.get(DEPTH, DEEP), set[str]()

    def plain(self, node: Node, refs: tuple[str, ...], where: str) -> Plain:
        """Follows $ref, allOf and the one kind beside null of anyOf; what stands outside of them
        overrides what they say.
        """
        if not isinstance(node, Mapping):
            raise Unaskable(f"{where}: {node} says nothing of what to look for; give it a type")
        if bad := next((k for k in node if k in WAY_ROUND), None):
            raise Unaskable(f"{where}: the keyword {bad} cannot be asked for; {WAY_ROUND[bad]}")
        outer, null = (
            {k: v for k, v in node.items() if k not in ("$ref", "allOf", "anyOf", "oneOf")},
            False,
        )
        inner: dict[str, Any] = {}
        for one, ref in self._inner(node, where):
            found = self.plain(one, refs + ref, where)
            refs = found.refs if ref else refs
            null |= found.null
            inner = _merged(inner, found.node)
        if isinstance(outer.get("type"), list):
            null |= "null" in outer["type"]
            outer["type"] = _single([t for t in outer["type"] if t != "null"], where)
        return Plain(_merged(inner, outer), null or outer.get("type") == "null", refs)

    def _inner(self, node: Node, where: str) -> Iterator[tuple[Node, tuple[str, ...]]]:
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
            raise Unaskable(
                f"{where}: $ref {ref} is not found; only references into this schema are followed"
                " (#/$defs/...)"
            ) from error
        if not ref.startswith("#"):
            raise Unaskable(
                f"{where}: $ref {ref} leads out of this schema; copy its target to #/$defs/"
            )
        return node

    def tables(self, row: Plain, name: str, place: Group, parent: Part | None) -> tuple[Part, ...]:
        """A table and those of the lists in its rows."""
        kind = (
            "root"
            if not name or parent is None
            else "statement"
            if row.node.get(TABLE) == "statement"
            else "list"
        )
        if kind == "statement" and parent.kind != "root":
            raise Unaskable(
                f"{parent.name}/{name}: a statement lies in another list; put it on the root"
            )
        fields, groups, lists = [], [], []
        if "properties" in row.node:
            self._object(row, (), fields, groups, lists)
        else:
            fields.append(_field(row, (), "value", True, name))
        return self._made(kind, name, row, place, parent, fields, groups, lists)

    def _made(self, kind, name, row, place, parent, fields, groups, lists) -> tuple[Part, ...]:
        name = self._table_name(
            name if parent is None or parent.kind == "root" else f"{parent.name}_{name}"
        )
        named = (
            tuple(f for f in fields if f.name in ("period_end", "months"))
            if kind == "statement"
            else ()
        )
        keys = [f.name for f in named]
        keys += ["parent_row"] * (parent is not None and parent.kind != "root") + ["row"] * (
            kind == "list" and bool(lists)
        )
        rules = tuple(row.node.get("list", {}).items())
        fields = _distinct([f for f in fields if f.name not in keys])
        made = Part(
            name,
            kind,
            row.node.get("description", "").strip(),
            fields,
            tuple(keys),
            named,
            row.node.get(TABLE) == "opening",
            parent.name if parent else "",
            place,
            tuple(groups),
            rules,
        )
        return made, *(
            p for where, one, list_place in lists for p in self.tables(one, where, list_place, made)
        )

    def _table_name(self, name: str) -> str:
        while name in self.names:
            name += "_2"
        self.names.add(name)
        return name

    def _object(
        self, row: Plain, at: tuple[str, ...], fields: list, groups: list, lists: list
    ) -> None:
        """The columns of an object and of those that lie in it."""
        for name, node in row.node["properties"].items():
            where, needed = (*at, name), name in row.node.get("required", ())
            one, column = self.plain(node, row.refs, _pointer(where)), "_".join(map(_clean, where))
            group = Group(where, one.null, needed)
            if one.node.get("type") == "array":
                item = self._items(one, where)
                lists += [(column, item, group)] * (
                    not self._endless(item, where, bool(item.node["list"].get("minItems")))
                )
            elif "properties" not in one.node:
                fields.append(_field(one, where, column, needed, name))
            elif not self._endless(one, where, needed and not one.null):
                groups.append(group)
                self._object(one, where, fields, groups, lists)

    def _endless(self, one: Plain, where: tuple[str, ...], needed: bool) -> bool:
        """Whether a model holds itself once more than it is unfolded."""
        deep = any(one.refs.count(r) > self.deep for r in one.refs)
        if deep and needed:
            raise Unaskable(
                f"{_pointer(where)}: a model that must hold itself has no end; make it optional"
            )
        return deep

    def _items(self, one: Plain, where: tuple[str, ...]) -> Plain:
        """The element of a list, with what the list itself says of it."""
        if "items" not in one.node:
            raise Unaskable(f"{_pointer(where)}: a list of nobody knows what; give it items")
        item = self.plain(one.node["items"], one.refs, _pointer(where))
        if item.node.get("type") == "array":
            raise Unaskable(
                f"{_pointer(where)}: a list of lists; make its elements objects with a list in them"
            )
        said = (
            {k: v for k, v in one.node.items() if k == "description"}
            if not item.node.get("description")
            else {}
        )
        return Plain(
            {**item.node, **said, "list": {k: one.node[k] for k in LIST if one.node.get(k)}},
            item.null,
            item.refs,
        )


def _merged(inner: Node, outer: Node) -> dict[str, Any]:
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
    """Of several kinds the one that can hold all of them as printed."""
    if len(types) == 1:
        return types[0]
    if "string" in types and not {"object", "array"} & set(types):
        return "string"
    if set(types) == {"integer", "number"}:
        return "number"
    raise Unaskable(f"{where}: it may be any of {', '.join(types)}; choose one")


def _union(options: list[Node], where: str) -> dict[str, Any]:
    """Of several kinds one. A number that may also be text, as Pydantic's Decimal, is a number."""
    if sorted(o.get("type", "") for o in options) == ["number", "string"]:
        return next({**o, "exact": True} for o in options if o["type"] == "number")
    if all(o.get("type") in KINDS and "enum" not in o and "const" not in o for o in options):
        return {"type": _single([o["type"] for o in options], where)}
    if all("const" in o or "enum" in o for o in options):
        return {"enum": [v for o in options for v in o.get("enum", [o.get("const")])]}
    raise Unaskable(
        f"{where}: it may be one of several things (anyOf, oneOf); make it an object with an"
        " optional property for each"
    )


def _field(one: Plain, at: tuple[str, ...], name: str, required: bool, last: str) -> FieldSpec:
    node, where = one.node, _pointer(at or (name,))
    cue = node.get(CUE, Cue())
    cue = Cue(**cue) if isinstance(cue, Mapping) else cue
    words = (node.get("description") or last.replace("_", " ")).strip()
    said = (
        words
        if len(at) < 2
        else f"{words} (of the {' '.join(s.replace('_', ' ') for s in at[:-1])})"
    )
    kind, choices, values = _kind(node, where)
    return FieldSpec(
        name,
        kind,
        said,
        _shaped(cue, node, kind, where),
        choices,
        values,
        at,
        required,
        one.null,
        _rules(node, kind, choices),
        node.get("exact", False),
    )


def _kind(node: Node, where: str) -> tuple[type, tuple[str, ...], tuple[Any, ...]]:
    """Type, choices, and what they stand for."""
    given = [
        v for v in node.get("enum", [node["const"]] if "const" in node else ()) if v is not None
    ]
    if given:
        texts = tuple("Yes" if v is True else "No" if v is False else str(v) for v in given)
        kinds = {type(v) for v in given}
        if not kinds <= {str, int, float, bool} or len(set(texts)) < len(texts):
            raise Unaskable(
                f"{where}: its choices are not all text or numbers that differ in print; make"
                " them so"
            )
        kind = kinds.pop() if len(kinds) == 1 else str
        return (
            {float: Decimal}.get(kind, kind),
            texts,
            tuple(Decimal(repr(v)) if kind is float else v for v in given),
        )
    if node.get("format") in NO_FORMATS:
        raise Unaskable(
            f"{where}: the format {node['format']} cannot be asked for; make it"
            f" {NO_FORMATS[node['format']]}"
        )
    if node.get("type") == "string" and node.get("format") == "date":
        return date, (), ()
    if node.get("type") not in KINDS:
        raise Unaskable(
            f"{where}: its type is {node.get('type', 'not said')}; make it one of"
            f" {', '.join(KINDS)}, an enum, an object with properties, or an array"
        )
    kind = KINDS[node["type"]]
    return (kind, YES_NO, (True, False)) if kind is bool else (kind, (), ())


def _shaped(cue: Cue, node: Node, kind: type, where: str) -> Cue:
    """With the pattern that the node itself says."""
    own = node.get("pattern") if kind is str else None
    pattern = (
        cue.pattern
        or (own and own.removeprefix("^").removesuffix("$"))
        or (FORMATS.get(node.get("format")) if kind is str else None)
    )
    try:
        re.compile(pattern or "")
    except re.error as error:
        raise Unaskable(
            f"{where}: the pattern {pattern} cannot be read ({error}); write it as Python's re does"
        ) from error
    return replace(cue, pattern=pattern)


def _rules(node: Node, kind: type, choices: tuple[str, ...]) -> tuple[tuple[str, Any], ...]:
    """Bounds as exact numbers."""
    wanted = () if choices else NUMBER if kind in (int, Decimal) else TEXT if kind is str else ()
    return tuple(
        (k, Decimal(repr(node[k])) if kind in (int, Decimal) else node[k])
        for k in wanted
        if k in node
    )


def _distinct(fields: list[FieldSpec]) -> tuple[FieldSpec, ...]:
    """Columns that would be named alike get a number."""
    seen: set[str] = set()
    made = []
    for f in fields:
        name = f.name
        while name in seen:
            name += "_2"
        seen.add(name)
        made.append(f if name == f.name else replace(f, name=name))
    return tuple(made)
