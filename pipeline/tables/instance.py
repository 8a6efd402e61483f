"""Values -> one instance of the user's schema, and what is wrong with it. Knows the schema's shape,
no document.

What cannot be put where it belongs makes no instance invalid: an object or a row of a list that
lacks what it must have is left out, a list that is too long is cut. Only what the root itself must
have, and no page prints, makes one so.

Rules:
- What has no value is null where the schema allows null, else it is not there.
- Rows stand in the order of their tables; a nested list holds the rows whose `parent_row` is its
  own.
- A list of distinct elements holds each once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import simplejson
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ValidationError

from extract_filings.pipeline.records import CRASHED, Problem, Value
from extract_filings.pipeline.tables.row_order import rows
from extract_filings.pipeline.text.parse import printed
from extract_filings.schemas.base import FieldSpec, Part

NO_PLACE = "without a place in the instance"
NAMED = 5
"""Numbers of rows in a message."""
LACKS = object()
"""Stands for an object that cannot be: it lacks what it must have."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value in the tree, or a key of its row."""

    said: Any
    value: Value | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Instance:
    """`data` as JSON has it, numbers as Decimal; `places`: JSON pointer -> value. `outside`: values
    that have no place in it.
    """

    data: dict[str, Any]
    places: dict[str, Value]
    outside: tuple[Value, ...]

    @property
    def text(self) -> str:
        return simplejson.dumps(self.data, use_decimal=True, ensure_ascii=False)


def assemble(asked: Sequence[Part], values: Sequence[Value]) -> Instance:
    """The instance of all values of one document."""
    of = {p.name: rows(p, values) for p in asked}
    root, cells = asked[0], dict(of[asked[0].name])[()]
    tree = _Row(asked, of, root, (), cells).tree(whole=True)
    places: dict[str, Value] = {}
    data = _plain(tree, "", places)
    inside = set(map(id, places.values()))
    return Instance(data, places, tuple(v for v in values if id(v) not in inside))


def _plain(node: Any, pointer: str, places: dict[str, Value]) -> Any:
    """The tree as JSON has it; notes where each value went."""
    if isinstance(node, dict):
        return {
            k: _plain(v, f"{pointer}/{k.replace('~', '~0').replace('/', '~1')}", places)
            for k, v in node.items()
        }
    if isinstance(node, list):
        return [_plain(v, f"{pointer}/{i}", places) for i, v in enumerate(node)]
    if not isinstance(node, Leaf):
        return node
    if node.value is not None:
        places[pointer] = node.value
    return (
        printed(node.said)
        if isinstance(node.said, date) or (node.exact and isinstance(node.said, Decimal))
        else node.said
    )


class _Row:
    """One row of a table, with the lists in it."""

    def __init__(
        self,
        asked: Sequence[Part],
        of: dict[str, list],
        part: Part,
        key: tuple,
        cells: dict[str, Value],
    ) -> None:
        self.asked, self.of, self.part, self.key, self.cells = asked, of, part, dict(key), cells
        self.lists = [p for p in asked if p.parent == part.name]

    def tree(self, whole: bool = False) -> Any:
        """`whole`: even if it lacks what it must have."""
        if self.part.fields and not self.part.fields[0].at:
            return self._leaf(self.part.fields[0])
        return self._object((), whole)

    def _leaf(self, f: FieldSpec) -> Any:
        v = self.cells.get(f.name)
        return Leaf(v.value, v, f.exact) if v else None if f.null else LACKS

    def _object(self, at: tuple[str, ...], whole: bool = False) -> Any:
        """What stands at a path of the row; LACKS if it cannot be."""
        made = {k: Leaf(v) for k, v in self.key.items() if k in ("period_end", "months") and not at}
        for name, node, needed in self._members(at):
            if node is not LACKS:
                made[name] = node
            elif needed and not whole:
                return LACKS
        return made

    def _members(self, at: tuple[str, ...]) -> Iterator[tuple[str, Any, bool]]:
        """Name, node, and whether it must be there, in the order of the schema."""

        def here(path: tuple[str, ...]) -> bool:
            return bool(path) and path[:-1] == at

        for f in (f for f in self.part.fields if here(f.at)):
            yield f.at[-1], self._leaf(f), f.required
        for g in (g for g in self.part.groups if here(g.at)):
            yield g.at[-1], self._group(g.at, g.null, g.required), g.required
        for p in (p for p in self.lists if here(p.place.at)):
            yield p.place.at[-1], self._list(p), p.place.required

    def _group(self, at: tuple[str, ...], null: bool, required: bool) -> Any:
        node = self._object(at)
        if node is LACKS or (not _holds(node) and not (required and not null)):
            return None if null else LACKS
        return node

    def _list(self, part: Part) -> Any:
        """The rows that belong here. An empty list that may not be empty is null or not there."""
        rules, number = dict(part.rules), self.key.get("row")
        mine = [
            (k, c)
            for k, c in self.of[part.name]
            if "parent_row" not in part.keys or dict(k)["parent_row"] == number
        ]
        nodes = [
            n for k, c in mine if (n := _Row(self.asked, self.of, part, k, c).tree()) is not LACKS
        ]
        if rules.get("uniqueItems"):
            nodes = _distinct(nodes)
        if len(nodes) < rules.get("minItems", 0) and not (
            part.place.required and not part.place.null
        ):
            return None if part.place.null else LACKS
        return nodes[: rules.get("maxItems")]


def _distinct(nodes: Sequence[Any]) -> list[Any]:
    """Without those that say the same as one before."""
    first: dict[str, Any] = {}
    for node in nodes:
        first.setdefault(simplejson.dumps(_plain(node, "", {}), use_decimal=True), node)
    return [*first.values()]


def _holds(node: Any) -> bool:
    """Whether there is any value in it."""
    if isinstance(node, dict):
        return any(map(_holds, node.values()))
    return bool(node) if isinstance(node, list) else isinstance(node, Leaf)


def faults(
    model: type[BaseModel], asked: Sequence[Part], instance: Instance
) -> tuple[Problem, ...]:
    """What is wrong with an instance: by its JSON Schema, else by the model's own validators.
    Values without a place in it too.
    """
    source = model.model_json_schema()
    found = [
        ("/".join(["", *map(str, e.absolute_path)]), e.message[:300])
        for e in Draft202012Validator(source).iter_errors(instance.data)
    ]
    found += [] if found else _refused(model, instance)
    found += _left_out(asked, instance)
    return tuple(Problem(asked[0].name, (), path, "invalid", message) for path, message in found)


def _left_out(asked: Sequence[Part], instance: Instance) -> list[tuple[str, str]]:
    """A line for each object and list whose values are not all in the instance."""
    outside, all_values = instance.outside, [*instance.places.values(), *instance.outside]
    root = asked[0]
    made = [*_objects(root, [v for v in outside if v.table == root.name])]
    for part in asked[1:]:
        if count := sum(v.table == part.name for v in outside):
            numbers = {key: n for n, (key, _) in enumerate(rows(part, all_values), 1)}
            lacking = {numbers[key]: has for key, has in rows(part, outside)}
            why = _why(part, lacking)
            made.append((f"/{part.name}", f"values {NO_PLACE}: {count}; {why}"))
    return made


def _objects(root: Part, outside: Sequence[Value]) -> Iterator[tuple[str, str]]:
    """A line for each object of the root that is left out though it has values."""
    at = {f.name: f.at[:-1] for f in root.fields}
    for path in dict.fromkeys(at[v.field] for v in outside):
        has = {v.field for v in outside if at[v.field] == path}
        lacks = [f.name for f in root.fields if f.must and at[f.name] == path and f.name not in has]
        why = (
            f"it lacks what it must have: {', '.join(lacks)}; let it be null in the schema"
            if lacks
            else "what it must have holds nothing"
        )
        yield "/" + "/".join(path), f"values {NO_PLACE}: {len(has)}; {why}"


def breaks(problem: Problem) -> bool:
    """Whether it says that the instance breaks the schema; values that are left out do not."""
    return problem.reason == "invalid" and NO_PLACE not in problem.detail


def _why(part: Part, some: Mapping[int, Mapping[str, Value]]) -> str:
    """`some`: the number of each row that is left out, and what it has."""
    must = [f.name for f in part.fields if f.must]
    lacking = {name: [n for n, has in some.items() if name not in has] for name in must}
    named = ", ".join(f"{name} ({rows_named(at)})" for name, at in lacking.items() if at)
    if not named:
        return "what holds them lacks what it must have, or their list is full"
    return (
        f"their rows lack what they must have: {named}; let it be null in the schema, or read these"
        f" rows in the table {part.name}"
    )


def rows_named(numbers: Sequence[int]) -> str:
    """
    >>> rows_named([4]), rows_named([1, 5, 6, 8, 9, 12, 20])
    ('row 4', 'rows 1, 5, 6, 8, 9 and 2 more')
    """
    more = f" and {len(numbers) - NAMED} more" if len(numbers) > NAMED else ""
    named = ", ".join(map(str, numbers[:NAMED]))
    return f"row{'s' * (len(numbers) > 1)} {named}{more}"


def _refused(model: type[BaseModel], instance: Instance) -> list[tuple[str, str]]:
    """By the model's own code: as values that it refuses, whatever it raises."""
    try:
        model.model_validate_json(instance.text)
    except ValidationError as error:
        return [
            ("/".join(["", *map(str, e["loc"])]), e["msg"]) for e in error.errors(include_url=False)
        ]
    except (Exception, SystemExit) as error:  # what the user's own code raises is no fault of ours
        why = " ".join(str(error).split())[:200]
        return [("", f"{CRASHED} {type(error).__name__}: {why}; mend it there")]
    return []
