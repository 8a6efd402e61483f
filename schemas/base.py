"""What a schema may say about a field besides its type, and the list of questions that follow from it.

A schema is a Pydantic model. Its plain fields are spans of the page; `list[Model]` fields are child tables:
printed statements if the model derives from `Statement` (a row per item, a column per period), lists otherwise.
Prompt words, grammar, Arrow types, checks and docs are all read from the model; nothing is written twice.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from random import Random
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, Field


@dataclass(frozen=True, slots=True)
class Cue:
    """How a field is printed. Stands in the field's `Annotated[...]`."""

    unit: Literal["USD", "shares", "USD/share"] | None = None
    sign: Literal["natural", "cost", "outflow", "provision"] = "natural"
    """natural: brackets are a minus. cost, outflow: positive whatever the brackets.
    provision: a cost that can turn into a benefit; label and neighbours tell which one brackets mean."""
    pattern: str | None = None
    """A regular expression that the whole span must match."""
    within: str | None = None
    """The field stands inside the span of this other field, at the first match of `pattern`."""
    unless: str | None = None
    """No value where the line of the span, or the one above it, matches this expression."""
    twin: str | None = None
    """The field that is printed on one row with this one where the row says "basic and diluted"."""
    labels: tuple[str, ...] = ()
    """What documents call the field, besides its name and the short phrases of its description."""
    make: Callable[[Random], Any] | None = None
    """Draws a value for made-up documents, where type and name do not tell what it looks like."""


class Statement(BaseModel):
    """A printed table with a row per item and a column per period."""

    period_end: date = Field(description="last day of the column's period")


class Flow(Statement):
    """A statement over periods of time."""

    months: int = Field(description="length of the column's period in whole months: 3, 6, 9 or 12")


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field as the steps see it."""

    name: str
    type: type  # str, Decimal, int, date; bool if it is one of YES_NO
    description: str
    cue: Cue = Cue()
    choices: tuple[str, ...] = ()

    @property
    def pointed(self) -> bool:
        """A model points at it. Choices are read from boxes and words by code, inner fields out of another's span."""
        return not self.choices and not self.cue.within

    @property
    def labels(self) -> tuple[str, ...]:
        """What a document may call the field.

        >>> FieldSpec("annual_rent", int, "the yearly rent, rent per year", Cue(labels=("Base Rent",))).labels
        ('Base Rent', 'annual rent', 'yearly rent', 'rent per year')
        """
        phrases = (re.sub(r"^(?:the|an?) ", "", p.strip()) for p in re.split(r"[,;:()]", self.description))
        short = (p for p in phrases if p and len(p.split()) <= LABEL_WORDS and not NO_LABEL.match(p))
        return tuple(dict.fromkeys((*self.cue.labels, self.name.replace("_", " "), *short)))


LABEL_WORDS = 5
NO_LABEL = re.compile(r"(?:in|if|whether|when|and|or|as|by|of|for|to|with|e\.g|such|one)\b", re.I)
YES_NO = ("Yes", "No")


@dataclass(frozen=True, slots=True)
class Part:
    """The fields of one table, asked together. `kind`: root, list or statement."""

    name: str
    kind: Literal["root", "list", "statement"]
    description: str
    fields: tuple[FieldSpec, ...]
    keys: tuple[str, ...] = ()
    opening: bool = False  # stands at the start of the document (cover page)


def _spec(name: str, info: Any) -> FieldSpec:
    union = get_origin(info.annotation) in (Union, UnionType)
    kinds = [a for a in (get_args(info.annotation) if union else (info.annotation,)) if a is not NoneType]
    kind, choices = kinds[0], ()
    if get_origin(kind) is Literal:
        kind, choices = str, get_args(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        kind, choices = str, tuple(str(e.value) for e in kind)
    if kind is bool:
        choices = YES_NO
    cue = next((m for m in info.metadata if isinstance(m, Cue)), Cue())
    if not cue.pattern and (own := next((m.pattern for m in info.metadata if getattr(m, "pattern", None)), None)):
        cue = replace(cue, pattern=own.removeprefix("^").removesuffix("$"))
    return FieldSpec(name, kind, info.description or name.replace("_", " "), cue, choices)


def _child(info: Any) -> type[BaseModel] | None:
    inner = get_args(info.annotation)
    return inner[0] if get_origin(info.annotation) is list and isinstance(inner[0], type) and issubclass(inner[0], BaseModel) else None


def parts(model: type[BaseModel]) -> tuple[Part, ...]:
    """The tables of a schema in the order of its fields; the root table first, named like the model in lower case."""
    root = [_spec(n, i) for n, i in model.model_fields.items() if _child(i) is None]
    made = [Part(model.__name__.lower(), "root", (model.__doc__ or "").strip(), tuple(root), opening=True)]
    for name, info in model.model_fields.items():
        child = _child(info)
        if child is None:
            continue
        statement = issubclass(child, Statement)
        keys = tuple(n for n in ("period_end", "months") if n in child.model_fields) if statement else ()
        fields = tuple(_spec(n, i) for n, i in child.model_fields.items() if n not in keys)
        made.append(Part(name, "statement" if statement else "list", (child.__doc__ or "").strip(), fields, keys, not statement))
    return tuple(made)
