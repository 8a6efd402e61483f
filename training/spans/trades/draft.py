"""A document while it is written: what it states, and what of it is on paper."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from extract_filings.training.spans.trades.concepts import Concept
from extract_filings.training.spans.trades.ink import Ink, Key
from extract_filings.training.spans.trades.sheet import Sheet
from extract_filings.training.spans.trades.style import Style, ended, label

EMPTY = ("", "", "", "________________", "____________", ".................", "N/A", "-", "n/a")


@dataclass(frozen=True, slots=True)
class Fact:
    """`label`: what stands before it; `ink`: its value, none in a blank field; `row`: of which list
    row; -1: its ink says itself what it prints.
    """

    concept: Concept
    label: str
    ink: Ink | None
    row: int = 0


@dataclass
class Draft:
    """`names`: what is printed at each place; `places`, `clauses`: how many there are so far.
    `vague`: on which pages what is printed without a label that says it. `sides`: the parties that
    the preamble names. `lists`: the kinds of those printed. `number`: what it is filed under.
    """

    rng: random.Random
    style: Style
    sheet: Sheet
    title: str
    number: str = ""
    facts: list[Fact] = field(default_factory=list)
    lists: list[Any] = field(default_factory=list)
    vague: set[tuple[int, str]] = field(default_factory=set)
    names: dict[Key, Concept] = field(default_factory=dict)
    places: int = 0
    clauses: int = 0
    sides: list[str] = field(default_factory=list)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def printed(self, fact: Fact) -> Ink:
        """Its value at one more place; of a blank field whatever fills it."""
        if fact.ink is None:
            return Ink(self.rng.choice(EMPTY))
        return self.stamp(fact.concept, fact.ink, fact.row) if fact.row >= 0 else fact.ink

    def stamp(self, concept: Concept, ink: Ink, row: int = 0) -> Ink:
        self.places += 1
        self.names[concept.key, row, self.places] = concept
        return ink.stamped(concept.key, row, self.places)

    def unlabelled(self, concepts: Iterable[Concept]) -> None:
        """On this page nothing says which is which."""
        self.vague |= {(len(self.sheet.pages), c.key) for c in concepts}

    def named(self, concept: Concept) -> str:
        """One of its labels, as this document writes them."""
        return label(self.rng, self.style, self.rng.choice(concept.labels))

    def label(self, fact: Fact) -> str:
        return ended(self.style, fact.label)

    def headed(self, fact: Fact) -> Ink:
        """The label and the value after it; hardly ever without a space."""
        shown = self.label(fact)
        close = shown.endswith((":", "#")) and self.chance(0.06)
        return shown + ("" if close else " ") + self.printed(fact)

    def fact(self, concept: Concept, ink: Ink | None) -> Fact:
        return Fact(concept, self.named(concept), ink)
