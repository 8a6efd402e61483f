"""What documents of all trades state."""

import random
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from extract_filings.training.spans.sample import Kind
from extract_filings.training.spans.trades.drawn import PACKAGE, WORDS
from extract_filings.training.synth.base.words import load_words

Sort = Literal["concept", "role", "attribute", "thing", "column"]
NUMBERS = (
    "amount", "percent", "count", "quantity", "decimal", "bigcount", "smallcount", "year", "num",
    "money",
)  # fmt: skip
CHOICES = ("choice", "vote", "status", "passfail", "pick")
TYPES: dict[str, Kind] = {
    **dict.fromkeys(NUMBERS, "number"), **dict.fromkeys(CHOICES, "choice"), "date": "date",
}  # fmt: skip
"""Of kinds of values; those of all others are texts."""


@dataclass(frozen=True, slots=True, eq=False)
class Concept:
    """`general`: its words could mean many things ("date"), so it is asked only if printed.
    `role`: whose it is, of a party or of what it has; `kind`: the type of its value.
    """

    key: str
    kind: str
    labels: tuple[str, ...]
    names: tuple[str, ...]
    said: str
    options: tuple[str, ...] = ()
    general: bool = False
    role: str = ""
    sort: Sort = "concept"


def type_of(kind: str) -> Kind:
    """As which type values of a kind are asked for."""
    return TYPES.get(kind, "text")


def split_words(text: str, by: str = ";") -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(by) if part.strip())


def _concept(kind: str, line: str) -> Concept:
    labels, names, said, options = ([*line.split("|"), "", "", ""])[:4]
    general = labels.startswith("*")
    by = ";" if ";" in options else "," if kind in ("choice", "text") else " "
    made = split_words(labels.strip("* "))
    units = tuple(o.replace("_", " ") for o in split_words(options, by))
    return Concept(made[0], kind, made, split_words(names), said.strip(), units, general)


def _concepts() -> dict[str, Concept]:
    of_kinds = load_words(f"{PACKAGE}.concepts")["concepts"].items()
    made = [_concept(kind, line) for kind, lines in of_kinds for line in lines.strip().splitlines()]
    return {c.key: c for c in made}


CONCEPTS = _concepts()
BY_LABEL = {p: c for c in reversed(CONCEPTS.values()) for p in (*c.names, *c.labels)} | CONCEPTS
_PARTIES = load_words(f"{PACKAGE}.parties")


def _role(line: str) -> Concept:
    key, _, rest = line.partition(":")
    labels, names, said, kind = rest.split("|")
    return Concept(
        key,
        kind.strip(),
        split_words(labels),
        split_words(names),
        said.strip(),
        role=key,
        sort="role",
    )


ROLES = {
    c.key: replace(c, role=c.key, sort="role")
    for c in CONCEPTS.values()
    if c.kind in ("person", "org")
}
"""Of these only some write documents; the others are never drawn as a party."""
ROLES |= {c.key: c for c in map(_role, _PARTIES["roles"].strip().splitlines())}


def _attributes() -> dict[str, Concept]:
    made = {}
    for line in _PARTIES["attributes"].strip().splitlines():
        key, _, rest = line.partition(":")
        labels, names, said, kind = rest.split("|")
        made[key] = Concept(
            key, kind.strip(), split_words(labels), split_words(names), said.strip()
        )
    return made


ATTRIBUTES = _attributes()
FOR_PERSONS = frozenset(
    {"address", "phone", "email", "date of birth", "country", "tax id", "account"}
)


@cache
def attribute(role: str, key: str) -> Concept:
    """Of a party: "consignee.phone". Its labels may stand alone below the party's own."""
    who, what = ROLES[role], ATTRIBUTES[key]
    labels, names = ([f"{who.labels[0]} {a}" for a in some] for some in (what.labels, what.names))
    said, own = what.said.format(who.labels[0]), f"{role}.{key}"
    return Concept(own, what.kind, tuple(labels), tuple(names), said, role=role, sort="attribute")


def thing(rng: random.Random) -> Concept:
    """What no list above names: "auxiliary pump inspection date"."""
    noun = rng.choice(WORDS["things"])
    facet, kind, *units = rng.choice(WORDS["facets"]).split(":")
    more = rng.choice(WORDS["adjectives"]) + " " if rng.random() < 0.5 else ""
    return _thing(more, noun, facet, kind, tuple(" ".join(units).split()))


def sibling(rng: random.Random, one: Concept) -> Concept:
    """The same of another thing."""
    _, more, _noun, facet = one.key.split("/")
    other = rng.choice(WORDS["things"])
    return _thing(more, other, facet, one.kind, one.options)


def _thing(more: str, noun: str, facet: str, kind: str, units: tuple[str, ...]) -> Concept:
    whole = f"{more}{noun}"
    labels = (f"{whole} {facet}", f"{facet} of {whole}", f"{facet}, {whole}", f"{facet} ({whole})")
    said = f"{facet} of the {whole}"
    key = f"thing/{more}/{noun}/{facet}"
    return Concept(key, kind, labels, (), said, units, sort="thing")
