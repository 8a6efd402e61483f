"""What surrounds the values: prose, facts of other kinds, small tables.

What would repeat a value is dropped.
"""

import random
import re
from collections.abc import Callable, Iterable

from extract_filings.schemas.base import Part
from extract_filings.training.synth.base import names
from extract_filings.training.synth.base.paper import Paper
from extract_filings.training.synth.base.words import load_words

WORDS = load_words(__name__)
OTHER_FACTS: list[tuple[str, Callable[[random.Random], str]]] = [
    ("Filed under", lambda r: f"{r.choice('XYZQ')}{r.randint(100, 999)}/{r.randint(10, 99)}"),
    ("Typed by", names.person),
    ("Copy for", lambda r: names.company(r)[0]),
    ("Archive box", lambda r: f"{r.choice('ABCD')}{r.randint(10, 99)}"),
    ("Help desk", lambda r: f"(555) 555-{r.randint(100, 199):04d}"),
    ("Stamp duty", lambda r: f"${r.randint(10, 900)}.{r.randint(10, 99)}"),
    ("Checked by", names.person),
    ("Registry", lambda r: f"Volume {r.randint(100, 999)}, folio {r.randint(1000, 9999)}"),
    ("Template version", lambda r: f"{r.randint(1, 9)}.{r.randint(10, 40)}"),
    ("Witnessed by", names.person),
    ("Parking", lambda r: f"{r.randint(40, 90)} bays"),
]


class Filler:
    """`values`: printed texts that no other words may repeat."""

    def __init__(
        self, rng: random.Random, paper: Paper, parts: Iterable[Part], values: Iterable[str]
    ) -> None:
        self.rng, self.paper = rng, paper
        self.values = [re.compile(rf"(?<!\w){re.escape(v)}(?!\w)", re.I) for v in values]
        self.terms = {
            w
            for p in parts
            for f in p.fields
            for text in (*f.labels, f.description, *f.choices)
            for w in re.findall(r"[a-z]{4,}", text.lower())
        }

    def free(self, text: str) -> bool:
        return not any(v.search(text) for v in self.values)

    def strange(self, text: str) -> bool:
        """No word of the schema in it."""
        return not self.terms & set(re.findall(r"[a-z]{4,}", text.lower()))

    def sentence(self) -> str:
        rng = self.rng
        fill = dict(
            office=names.company(rng)[0],
            who=names.person(rng),
            schedule=f"Schedule {rng.choice('ABCDE')}",
            code=f"{rng.choice('XYZQ')}-{rng.randint(1000, 9999)}",
            amount=f"{rng.randint(1000, 90000):,}",
            year=rng.randint(1990, 2025),
            count=rng.randint(20, 900),
        )
        return rng.choice(WORDS["sentences"]).format(**fill)

    def paragraph(self) -> None:
        text = " ".join(
            s for s in (self.sentence() for _ in range(self.rng.randint(1, 5))) if self.free(s)
        )
        if self.rng.random() < 0.3:
            self.paper.need(3)
            self.paper.write(self.rng.choice(WORDS["headings"]), bold=True)
        if text:
            self.paper.write(text)
            self.paper.down(0.5)

    def facts(self) -> None:
        """Label and value of things that the schema does not ask for."""
        for label, make in self.rng.sample(OTHER_FACTS, self.rng.randint(1, 3)):
            line = f"{label}: {make(self.rng)}"
            if self.strange(label) and self.free(line):
                self.paper.write(line)

    def table(self) -> None:
        title, head, rows = self.rng.choice(WORDS["tables"])
        if not self.strange(" ".join((title, *head))):
            return
        chosen = self.rng.sample(rows, self.rng.randint(2, len(rows)))
        lines = [(row, str(self.rng.randint(1, 900))) for row in chosen]
        paper = self.paper
        paper.need(len(lines) + 4)
        paper.write(title, bold=True)
        for left, right in (head, *(line for line in lines if self.free(" ".join(line)))):
            paper.put(paper.margin, left)
            paper.put(paper.margin + 180, right)
            paper.down()
        paper.down(0.5)

    def some(self) -> None:
        self.rng.choice((self.paragraph, self.paragraph, self.facts, self.table))()

    def stamp(self) -> None:
        if self.free(text := self.rng.choice(WORDS["stamps"])) and self.strange(text):
            self.paper.write(
                text, self.rng.choice(("left", "center", "right")), size=self.paper.size - 1
            )
