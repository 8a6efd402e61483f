"""Which fields are asked of a page of a template, in the words of one schema."""

import random
from collections.abc import Sequence
from dataclasses import replace

from extract_filings.training.spans.sample import Asked, Span
from extract_filings.training.spans.trades import naming
from extract_filings.training.spans.trades.concepts import type_of
from extract_filings.training.spans.trades.draft import Draft
from extract_filings.training.spans.trades.stated import View
from extract_filings.training.spans.written.template import Field, Template

LACKING = 0.42  # of the fields asked, about, if the page states the others


def asked(rng: random.Random, template: Template, draft: Draft, view: View) -> tuple[Asked, ...]:
    """Four to eighteen in any order, two in five not stated."""
    stated = {s.concept.key: s.spans for s in view.stated if not s.part}
    seen = {c.key for c in view.seen}
    wanted = rng.randint(4, 18)
    named = [f for f in template.fields.values() if f.names and f.kind not in ("rows", "object")]
    on_it = [f for f in named if f.slot in stated]
    lacks = [f for f in named if f.slot not in seen] + [*template.absent]
    some = rng.sample(on_it, min(len(on_it), max(2, round(wanted * (1 - LACKING)))))
    others = rng.sample(lacks, min(len(lacks), max(1, wanted - len(some)), len(some) + 2))
    schema = Schema(rng, template)
    made = [schema.field(f, stated.get(f.slot, ()) if f.slot else ()) for f in (*some, *others)]
    kept: dict[tuple[str, str], Asked] = {}
    for one in made:
        kept.setdefault((one.name, one.owner), one)
    return tuple(rng.sample(list(kept.values()), len(kept)))


class Schema:
    """Draws names and descriptions as one programmer would write them."""

    def __init__(self, rng: random.Random, template: Template) -> None:
        self.rng, self.template = rng, template
        self.style, self.wordy = rng.choice(naming.STYLES), rng.random()
        self.document = rng.choice(template.names)
        self.owned = rng.random() > 0.2
        self.holders = {f.slot: rng.choice(f.names) for f in template.fields.values() if f.names}

    def field(self, one: Field, spans: tuple[Span, ...]) -> Asked:
        rng, kind = self.rng, type_of(one.kind)
        if rng.random() < 0.04:
            kind = "text"
        many = one.holder in self.template.rows and bool(one.holder)
        name, owner = self._name(one, many)
        said = replace(one.concept(), said=rng.choice(one.said) if one.said else "")
        told = naming.description(rng, said, kind, self.document, self.wordy)
        if told and kind == "choice" and one.options and rng.random() < 0.3:
            told += f": {', '.join(rng.sample(one.options, len(one.options)))}"
        return Asked(name, told, kind, owner, many, spans if many else _single(spans))

    def _name(self, one: Field, many: bool) -> tuple[str, str]:
        own = self.rng.choice(one.names)
        holder = self._holder(one.holder)
        if many and self._plain(one.holder) and holder:
            return self._styled(holder), self._owner()
        if not holder:
            return self._styled(own), self._owner()
        if many or self.rng.random() < 0.6:
            return self._styled(own), self._owner(self._spoken(holder))
        told = set(own.split("_")) & set(holder.split("_"))
        return self._styled(own if told else f"{holder}_{own}"), self._owner()

    def _holder(self, slot: str) -> str:
        if not slot:
            return ""
        names = self.holders.get(slot) or self.holders.get(f"{slot}.name")
        return names or slot

    def _plain(self, holder: str) -> bool:
        """Whether the rows of a list have but one thing to ask for."""
        parts = [f for f in self.template.fields.values() if f.holder == holder and f.names]
        return len(parts) == 1

    def _styled(self, phrase: str) -> str:
        return naming.styled(self.rng, naming.tokens(phrase.replace("_", " ")), self.style)

    def _spoken(self, phrase: str) -> str:
        return naming.owner_name(self.rng, (phrase.replace("_", " "),), self.style)

    def _owner(self, *inner: str) -> str:
        outer = [naming.owner_name(self.rng, (self.document,), self.style)] if self.owned else []
        return ", ".join((*outer, *inner))


def _single(spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(replace(s, row=0) for s in spans)
