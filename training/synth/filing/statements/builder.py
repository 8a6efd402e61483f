"""Rows and sheets, and a builder that adds rows in the words of one filing."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract_filings.training.synth.filing.draw import Filer, Period
from extract_filings.training.synth.filing.wording import phrases, rows, wording

Vector = list[int]


@dataclass(slots=True)
class Row:
    """A row as printed.

    `values` in natural sign and printed units; `concept` of us-gaap; `flip`: the page shows the
    values with the other sign.
    """

    label: str
    values: list = field(default_factory=list)
    concept: str = ""
    items: tuple[str, ...] = ()
    flip: bool = False
    unit: str = "USD"
    level: int = 0
    total: bool = False
    dims: bool = False

    @property
    def heading(self) -> bool:
        return not self.values


@dataclass(slots=True)
class Sheet:
    """A statement: its rows, and the periods or dates of its columns from left to right."""

    name: str
    columns: list[Period]
    rows: list[Row]
    comprehensive: bool = False


def plus(*vectors: Vector) -> Vector:
    return [sum(cells) for cells in zip(*vectors, strict=True)]


def minus(a: Vector, b: Vector) -> Vector:
    return [x - y for x, y in zip(a, b, strict=True)]


class Builder:
    """Adds rows in the words of one filing."""

    def __init__(self, rng: random.Random, record: Filer, base: Vector):
        self.rng, self.record, self.base, self.rows = rng, record, base, []
        self.dash = rng.choice((" – ", " – ", "—", ", ", "-", " - ", " — "))
        self.word = "year" if record.annual else "period"

    def say(self, label: str) -> str:
        """Placeholders filled in."""
        rng, record = self.rng, self.record
        amount = f"${rng.randint(2, 9900):,}", f"${rng.randint(2, 9900):,}"
        dates = record.calendar.dates
        plain = label.replace("{h}", "").replace("{H}", "")
        holders = record.holders.upper() if plain.isupper() else record.holders
        shares = rng.randint(1, 900) * 1_000_000
        par = rng.choice(("$0.01", "$0.001", "$1", "$0.10", "$5.00", "no", "$0.0001", "$.01"))
        fill = dict(
            d=self.dash,
            h=holders + "’",
            H=holders,
            co=record.short,
            a=amount[0],
            b=amount[1],
            y=dates[0].year,
            z=dates[1].year,
            t=self.word,
            n=f"{shares * 3:,}",
            m=f"{shares - rng.randint(1, 999_999):,}",
            p=par,
        )
        text = label.format(**fill)
        return (
            text[:1].upper() + text[1:]
            if text[:1].islower() and not text.startswith(("in ", "less: "))
            else text.strip()
        )

    def pick(self, labels: list[str]) -> str:
        """The first wordings are the usual ones: half of the time one of the first five."""
        return self.say(self.rng.choice(labels[:5] if self.rng.random() < 0.4 else labels))

    def head(self, key: str, chance: float = 1.0) -> None:
        if self.rng.random() < chance:
            self.rows.append(Row(self.pick(phrases.SECTIONS.get(key, [key]))))

    def title(self, labels: list[str]) -> None:
        self.rows.append(Row(self.pick(labels)))

    def draw(self, weight: float, sign: str = "+", spread: float = 0.4) -> Vector:
        """A line of about `weight` thousandths of the base in every column."""
        level = weight / 1000 * self.rng.uniform(0.5, 1.5)
        made = [
            max(1, round(b * level * self.rng.uniform(1 - spread, 1 + spread))) for b in self.base
        ]
        if sign == "±":
            made = [v * self.rng.choice((1, -1)) for v in made]
        return [-v for v in made] if sign == "(" else made

    def holes(self, values: Vector, chance: float = 0.12) -> Vector:
        return [0 if self.rng.random() < chance else v for v in values]

    def item(
        self,
        item: str,
        values: Vector,
        concept: str,
        flip: bool = False,
        label: str | None = None,
        **more,
    ) -> Vector:
        """A row of the schema's item, in one of its usual wordings if `label` is None."""
        said = self.pick(wording.PLAIN[item]) if label is None else label
        self.rows.append(Row(said, values, concept, (item,), flip, **more))
        return values

    def signed(self, item: str, values: Vector, concept: str, words: str = "", **more) -> Vector:
        """A row whose wording follows its sign."""
        shades = wording.SIGNED[words or item]
        shade = "plus" if min(values) >= 0 else "minus" if max(values) <= 0 else "mixed"
        flip = "flipped" in shades and self.rng.random() < 0.1
        if flip or self.rng.random() < 0.22:
            shade = "flipped" if flip else "mixed"
        label = self.pick(shades[shade])
        benefit = item == "income_tax_expense" and "enefit" in label and "(" not in label
        if benefit and max(values) < 0:
            flip = self.rng.random() < 0.4  # a benefit printed as a plain number
        self.rows.append(Row(label, values, concept, (item,), flip, **more))
        return values

    def other(
        self, concept: str, values: Vector, labels: list[str], flip: bool = False, **more
    ) -> Vector:
        """A row of no item."""
        self.rows.append(Row(self.pick(labels), values, concept, (), flip, **more))
        return values

    def line(self, other: rows.Other, holes: float = 0.0, **more) -> Vector:
        """A row with values of its usual size; `holes`: the chance of each to be 0."""
        values = self.draw(other.weight, other.sign)
        if holes:
            values = self.holes(values, holes)
        return self.put(other, values, **more)

    def put(self, other: rows.Other, values: Vector, flip: bool = False, **more) -> Vector:
        """A row with these values, of an item where its list says so."""
        items = (other.item,) if other.item else ()
        label = self.pick(other.labels or wording.PLAIN[other.item])
        self.rows.append(Row(label, values, other.concept, items, flip, **more))
        return values

    def some(
        self, others: list[rows.Other], low: int, high: int, always: int = 0
    ) -> list[rows.Other]:
        """A few of the other rows, in their usual order; the first `always` are there."""
        chosen = self.rng.sample(
            range(always, len(others)), min(len(others), self.rng.randint(low, high)) - always
        )
        return [*others[:always], *(others[i] for i in sorted(chosen))]

    def split(self, total: Vector, weights: Sequence[float]) -> list[Vector]:
        """Parts that add up to the total, about as their weights; the largest takes the rest."""
        weights = [w * self.rng.uniform(0.6, 1.5) for w in weights]
        most = weights.index(max(weights))
        whole = sum(weights)
        made = [[round(v * w / whole * self.rng.uniform(0.9, 1.1)) for v in total] for w in weights]
        others = [part for i, part in enumerate(made) if i != most]
        made[most] = minus(total, plus(*others)) if others else list(total)
        return made

    def share(
        self, total: Vector, others: list[rows.Other], low: int, high: int, always: int = 0
    ) -> Vector:
        """A few of the other rows that add up to the total."""
        chosen = self.some(others, low, high, always)
        self.parts(chosen, self.split(total, [o.weight for o in chosen]))
        return total

    def parts(
        self,
        others: Sequence[rows.Other],
        values: Sequence[Vector],
        level: int = 1,
        flip: bool = False,
    ) -> None:
        """Rows with these values."""
        for other, part in zip(others, values, strict=True):
            self.put(other, part, flip, level=level)
