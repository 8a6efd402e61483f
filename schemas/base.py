"""What a schema says about a field besides its type; the tables and fields compiled from it.

A schema is a Pydantic model or a JSON Schema. Its plain fields are spans of the page. Its lists are
child tables: printed statements if the model derives from `Statement` (a row per item, a column per
period), lists otherwise. Prompt words, grammar, Arrow types, checks and docs are all read from the
schema; nothing is written twice. `schemas/compile.py` makes the tables and fields.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from extract_filings.schemas.checks import Check
from extract_filings.schemas.names import spoken

CUE, TABLE, DEPTH, RULES = "x-cue", "x-table", "x-depth", "x-checks"
"""Our keywords in a JSON Schema: a field's Cue; the kind of table ("statement", "opening"); how
deep a recursive model is unfolded; the Python file beside it with its rules."""

Unit = Literal["USD", "shares", "USD/share"]
Sign = Literal["natural", "cost", "outflow", "provision"]


@dataclass(frozen=True, slots=True)
class Cue:
    """How a field is printed. Belongs in the field's `Annotated[...]`."""

    unit: Unit | None = None
    """USD stands for the currency that the document states."""
    sign: Sign = "natural"
    """natural: brackets are a minus. cost, outflow: positive whatever the brackets. provision: a
    cost that can turn into a benefit; label and neighbours tell what brackets mean."""
    pattern: str | None = None
    """A regular expression that the whole span must match."""
    ends: str = ""
    """The span ends before the first of these characters: a town's name has no comma."""
    tail: str = ""
    """What is the value's too where it follows in its line: the suite behind a street. (A cover's;
    a regular expression.)"""
    begins: str = ""
    """What may stand ahead of the value in its row of a list, and is none of it: the column of the
    registrants beside that of their securities. (A regular expression.)"""
    within: str | None = None
    """The field stands inside the span of this other one, at the first match of `pattern`."""
    unless: str | None = None
    """No value where the line of the span, or the one above it, matches this expression."""
    near: str | None = None
    """What stands in a value's sentence or a few lines from it; ¦ is the value. A span without it
    is hardly one. (A cover's; a regular expression.)"""
    looks: str | None = None
    """What most values print; one without it is less likely. (A cover's, as `near`.)"""
    unlike: str | None = None
    """What stands around a span that is another thing: `treasury ¦`. (A cover's, as `near`.)"""
    told: str | None = None
    """What stands around a value and by itself says whose it is: `state of incorporation: ¦`. It
    counts where a model overlooks the value. (A cover's, as `near`.)"""
    refused: str = ""
    """What to say of a printed value that breaks the field's bounds, where no other is found."""
    always: bool = False
    """Every such statement prints it: a row that is unlikely to be it is likelier than none."""
    summed: str | None = None
    """A heading under which the item is printed in parts: their total is the item. (A regular
    expression.)"""
    deducted: str | None = None
    """A row between the item and what it leaves, which could be taken for the item: "Interest
    expense" between "Total revenues" and "Net revenues". (A regular expression.)"""
    twin: str | None = None
    """The field printed on one row with this one where the row says "basic and diluted"."""
    since: date | None = None
    """A row of both that names neither is the twin's alone in periods that end before this day."""
    labels: tuple[str, ...] = ()
    """What documents call the field, besides its name and the short phrases of its description."""
    free: int | None = None
    """At most this many characters of the model's own words: no span of the page, and marked so."""
    make: Callable[[Random], Any] | None = None
    """Draws a value for synthetic documents, where type and name do not tell what it looks like."""

    def __get_pydantic_json_schema__(self, core: Any, handler: Callable) -> dict[str, Any]:
        return handler(core) | {CUE: self}


def Free(most: int = 300) -> Cue:  # noqa: N802 - stands in annotations, where Cue does
    """For what no page prints, such as a summary: at most `most` characters of the model's own."""
    return Cue(free=most)


OPENING = ConfigDict(json_schema_extra={TABLE: "opening"})
"""The `model_config` of a table printed on a document's first pages only, never as rows of two
amounts side by side.
"""


class Statement(BaseModel):
    """A printed table with a row per item and a column per period."""

    model_config = ConfigDict(json_schema_extra={TABLE: "statement"})

    period_end: date = Field(description="last day of the column's period")


class Flow(Statement):
    """A statement over periods of time."""

    months: int = Field(
        description="length of the column's period in whole months: 3, 6, 9 or 12", ge=1, le=99
    )  # two digits at most are read


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field, as the steps of the pipeline see it."""

    name: str  # of the column
    type: type  # str, Decimal, int, date, bool
    description: str
    cue: Cue = Cue()
    choices: tuple[str, ...] = ()
    values: tuple[Any, ...] = ()  # what each of the choices stands for
    at: tuple[str, ...] = ()
    """Its path in the object that is its row; () for the element of a list of plain values."""
    required: bool = False  # its object is invalid without it
    null: bool = True  # it may be null
    rules: tuple[tuple[str, Any], ...] = ()
    """Further keywords of JSON Schema that its value obeys, such as ("minimum", 0)."""
    exact: bool = False  # the instance may hold its number as text, which loses no digit
    title: str = ""  # for people: "Diluted EPS"
    owner: str = ""
    """What the schema says of the objects that hold it, the outer ones first."""
    examples: tuple[str, ...] = ()  # values that the schema gives as such

    @property
    def words(self) -> str:
        """Its own name in words, without those of the objects that hold it.

        >>> FieldSpec("seller_vatId", str, "", at=("seller", "vatId")).words
        'vat id'
        """
        return spoken(self.at[-1] if self.at else self.name)

    @property
    def must(self) -> bool:
        """Its object is invalid without a value of it."""
        return self.required and not self.null

    @property
    def pointed(self) -> bool:
        """Whether a model points at it.

        Code reads choices from boxes and words, and inner fields from another field's span.
        """
        return not self.choices and not self.cue.within

    @property
    def labels(self) -> tuple[str, ...]:
        """What a document may call the field.

        >>> cue = Cue(labels=("Base Rent",))
        >>> FieldSpec("annual_rent", int, "the yearly rent, rent per year", cue).labels
        ('Base Rent', 'annual rent', 'yearly rent', 'rent per year')
        """
        phrases = (
            re.sub(r"^(?:the|an?) ", "", p.strip()) for p in re.split(r"[,;:()]", self.description)
        )
        short = (
            p for p in phrases if p and len(p.split()) <= LABEL_WORDS and not NO_LABEL.match(p)
        )
        return tuple(dict.fromkeys((*self.cue.labels, spoken(self.name), *short)))

    def meaning(self, choice: str) -> Any:
        """The value that a choice stands for."""
        return self.values[self.choices.index(choice)]


SHORT = frozenset(
    ["cik", "ebit", "ebitda", "eps", "eu", "id", "iban", "irs", "isin", "lei", "sku", "url", "vat"]
)
"""Words of names that are written in capitals."""


def titled(name: str) -> str:
    """A name as people write it, where the schema has no title.

    >>> titled("eps_diluted"), titled("vatId"), titled("income_statement")
    ('EPS diluted', 'VAT ID', 'Income statement')
    """
    words = [w.upper() if w in SHORT else w for w in spoken(name).split()]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


LABEL_WORDS = 5
NO_LABEL = re.compile(r"(?:in|if|whether|when|and|or|as|by|of|for|to|with|e\.g|such|one)\b", re.I)
YES_NO = ("Yes", "No")


@dataclass(frozen=True, slots=True)
class Group:
    """An object or list inside the object that is a row: its path; may it be null or missing."""

    at: tuple[str, ...]
    null: bool
    required: bool
    description: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """The fields of one table, asked together. `kind`: root, list or statement."""

    name: str
    kind: Literal["root", "list", "statement"]
    description: str
    fields: tuple[FieldSpec, ...]
    keys: tuple[str, ...] = ()  # columns that name a row
    key_fields: tuple[FieldSpec, ...] = ()  # of a statement: what the schema says of them
    opening: bool = False  # stands at the start of the document (cover page)
    parent: str = ""  # the table whose rows hold this list
    place: Group = Group((), False, True)  # of the list in its parent's row
    groups: tuple[Group, ...] = ()  # the objects in its rows, the outer ones first
    rules: tuple[tuple[str, Any], ...] = ()  # ("maxItems", 3)
    owner: str = ""
    """Of a list: names of the objects and lists that hold it, and what the schema says of them."""
    row: str = ""  # of a list: what the schema says of one of its rows, besides the description
    checks: tuple[Check, ...] = ()  # of the root: the rules of the whole schema
    lists: tuple["Part", ...] = ()  # of plain values, which are asked in its objects

    @property
    def own_name(self) -> str:
        """As the schema has it, without those of what holds it."""
        return self.place.at[-1] if self.place.at else self.name

    @property
    def words(self) -> str:
        """Its own name in words."""
        return spoken(self.own_name)

    def sure(self, field: FieldSpec) -> bool:
        """Whether no instance is valid without the field.

        It is required, and so are the objects around it.
        """
        return field.must and all(
            g.required and not g.null for g in self.groups if field.at[: len(g.at)] == g.at
        )
