"""What documents of all trades state, and when two of these things are hard to tell apart."""

import random
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from extract_filings.training.spans.trades.drawn import WORDS
from extract_filings.training.synth.base.words import load_words

PACKAGE = "extract_filings.training.spans.trades"
FAMILIES = (
    {"date", "period", "monthyear"},
    {"amount", "percent", "count", "quantity", "decimal", "smallcount", "bigcount", "year"},
    {"person", "org", "either", "signatory"},
    {
        "id",
        "shortid",
        "iban",
        "ticker",
        "vin",
        "upc",
        "hs",
        "container",
        "flight",
        "patent",
        "course",
    },
    {"phone"},
    {"email", "url"},
    {"time", "duration"},
    {"address", "place", "street", "state", "country"},
)
"""Types whose values could be taken for one another; all others are one more family."""
PLAIN = frozenset(
    "the a of on by for is in no number num nbr id date to at and name code ref amount value type"
    " nr or s from with total".split()
)
SAME = {
    **dict.fromkeys(("customer", "client", "purchaser", "purchasing", "bill", "sold"), "buyer"),
    **dict.fromkeys(("vendor", "supplier", "sales"), "seller"),
    **dict.fromkeys(("cell", "cellular"), "mobile"),
    **dict.fromkeys(("expiration", "exp", "until", "thru", "expiry"), "expires"),
    **dict.fromkeys(("commencement", "beginning", "begins", "effective", "starts"), "start"),
    **dict.fromkeys(("ending", "ends", "termination", "terminated"), "end"),
    **dict.fromkeys(("despatch", "shipped", "shipping", "sailing"), "ship"),
    **dict.fromkeys(("telephone", "tel", "ph"), "phone"),
    **dict.fromkeys(
        ("price", "rate", "charge", "charges", "fee", "fees", "cost", "costs"), "price"
    ),
    **dict.fromkeys(("mfr", "mfg", "made", "maker", "produced"), "manufacturer"),
    **dict.fromkeys(("lab", "testing"), "test"),
    **dict.fromkeys(("po", "ord", "wo", "job"), "order"),
    **dict.fromkeys(("acct", "account"), "account"),
    **dict.fromkeys(("wt", "mass"), "weight"),
    **dict.fromkeys(("dob", "born", "birthday"), "birth"),
}
Sort = Literal["concept", "role", "attribute", "thing", "column"]


@dataclass(frozen=True, slots=True)
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


@cache
def stems(phrase: str) -> frozenset[str]:
    """What a phrase says, by the beginnings of its words."""
    words = re.findall(
        r"[a-z0-9%]+", phrase.lower().replace("p.o.", "po").replace("e-mail", "email")
    )
    return frozenset(SAME.get(w, w)[:5] for w in words if w not in PLAIN)


@cache
def family(kind: str) -> int:
    return next((n for n, kinds in enumerate(FAMILIES) if kind in kinds), -1)


@cache
def _sayings(concept: Concept) -> frozenset[frozenset[str]]:
    return frozenset(s for p in (*concept.labels, *concept.names) if (s := stems(p)))


@cache
def clash(asked: Concept, printed: Concept) -> bool:
    """Whether a value of the one could pass for one of the other."""
    if family(asked.kind) != family(printed.kind):
        return False
    if {asked.key, printed.key} in ALIKE or asked.key == printed.key:
        return True
    if asked.role == printed.role and {_own(asked), _own(printed)} in ALIKE:
        return True
    return any(a <= b or b <= a for a in _sayings(asked) for b in _sayings(printed))


def _own(concept: Concept) -> str:
    """Of an attribute, whosever it is."""
    return concept.key.rpartition(".")[2] if concept.sort == "attribute" else ""


@cache
def confused(one: Concept, other: Concept) -> bool:
    """Whether they cannot both be on one page: some label or name of them says the same."""
    return family(one.kind) == family(other.kind) and bool(_sayings(one) & _sayings(other))


def _split(text: str, by: str = ";") -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(by) if part.strip())


def _concept(kind: str, line: str) -> Concept:
    labels, names, said, options = ([*line.split("|"), "", "", ""])[:4]
    general = labels.startswith("*")
    by = ";" if ";" in options else "," if kind in ("choice", "text") else " "
    made = _split(labels.strip("* "))
    return Concept(made[0], kind, made, _split(names), said.strip(), _units(options, by), general)


def _units(options: str, by: str) -> tuple[str, ...]:
    return tuple(o.replace("_", " ") for o in _split(options, by))


def _concepts() -> dict[str, Concept]:
    of_kinds = load_words(f"{PACKAGE}.concepts")["concepts"].items()
    made = [_concept(kind, line) for kind, lines in of_kinds for line in lines.strip().splitlines()]
    return {c.key: c for c in made}


CONCEPTS = _concepts()
BY_LABEL = {p: c for c in reversed(CONCEPTS.values()) for p in (*c.names, *c.labels)} | CONCEPTS
_PARTIES = load_words(f"{PACKAGE}.parties")
ALIKE = [set(_split(line)) for line in _PARTIES["alike"].strip().splitlines()]
ALIKE = [{a, b} for group in ALIKE for a in group for b in group if a < b]


def _role(line: str) -> Concept:
    key, _, rest = line.partition(":")
    labels, names, said, kind = rest.split("|")
    return Concept(
        key, kind.strip(), _split(labels), _split(names), said.strip(), role=key, sort="role"
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
        made[key] = Concept(key, kind.strip(), _split(labels), _split(names), said.strip())
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
    _, more, noun, facet = one.key.split("/")
    other = rng.choice(WORDS["things"])
    return _thing(more, other, facet, one.kind, one.options)


@cache
def _thing(more: str, noun: str, facet: str, kind: str, units: tuple[str, ...]) -> Concept:
    whole = f"{more}{noun}"
    labels = (f"{whole} {facet}", f"{facet} of {whole}", f"{facet}, {whole}", f"{facet} ({whole})")
    said = f"{facet} of the {whole}"
    key = f"thing/{more}/{noun}/{facet}"
    return Concept(key, kind, labels, (), said, units, sort="thing")
