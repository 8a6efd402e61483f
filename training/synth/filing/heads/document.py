"""Prints one document, a cover and its tables, and reads it back for the places of its gold."""

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extract_filings.pipeline.pdf.read import read
from extract_filings.training.synth.base.gold import STATEMENTS, Gold
from extract_filings.training.synth.base.paper import Paper
from extract_filings.training.synth.base.words import load_words
from extract_filings.training.synth.filing.heads import rows as statements
from extract_filings.training.synth.filing.heads import wording
from extract_filings.training.synth.filing.heads.cells import Cells
from extract_filings.training.synth.filing.heads.design import Design, Table
from extract_filings.training.synth.filing.heads.gold import add_rows, doc, facts
from extract_filings.training.synth.filing.heads.page import Placed, Printer, Titles
from extract_filings.training.synth.filing.heads.places import found

WORDS = load_words(__name__)
FONTS = ("times", "times", "helvetica", "helvetica", "vera", "courier")


@dataclass(slots=True)
class Press:
    """Prints a design."""

    made: Design
    paper: Paper
    rng: random.Random
    gold: Gold
    placed: list[list[Placed]] = field(default_factory=list)

    def cover(self) -> None:
        paper, made, document = self.paper, self.made, self.made.drawn.document
        form, (kind, period) = made.calendar.form, WORDS["forms"][made.calendar.form]
        end = wording.day(made.calendar.last_day, "long")
        start = wording.day(made.calendar.span(made.calendar.year, 1, 4).start, "long")
        for line in (
            "UNITED STATES",
            "SECURITIES AND EXCHANGE COMMISSION",
            "Washington, D.C. 20549",
        ):
            paper.write(line, "center", True)
        paper.down()
        paper.write(f"FORM {form}", "center", True, size=paper.size + 5)
        paper.write(f"☒ {kind}", "center")
        paper.write(period.format(start=start, end=end), "center", True)
        paper.down()
        paper.write(made.name, "center", True, size=paper.size + 4)
        paper.write("(Exact name of registrant as specified in its charter)", "center")
        paper.down()
        self.gold.cover("form_type", form, 1)
        self.gold.cover("period_end_date", end, 1, made.calendar.last_day.isoformat())
        self.gold.cover("registrant_name", made.name, 1)
        currency = document["currency"]
        if currency != "USD":
            name, symbol, _ = wording.CURRENCIES[currency]
            paper.write(self.rng.choice(WORDS["currency"]).format(cur=name, sym=symbol))
            paper.down()
        self.filler()

    def filler(self) -> None:
        for line in self.rng.sample(WORDS["filler"], 3):
            self.paper.write(line)
            self.paper.down(0.5)

    def table(self, table: Table) -> None:
        paper = self.paper
        if table.place == "page_before" and table.scale:
            told = _in_brackets(table.scale)
            paper.write(self.rng.choice(WORDS["basis"]).format(scale=told))
        if table.choices["break"] != "title_before":
            paper.new_page()
        document, choices = self.made.drawn.document, table.choices
        cells = Cells(self.rng, document, self.made.company, table.head.columns, table.rows)
        filled = [(row, cells.of(row)) for row in table.rows]
        titles = self.titles(table)
        printer = Printer(paper, document, choices, table.head, titles, filled)
        self.placed.append(printer.print())
        if self.rng.random() < 0.5:
            paper.down()
            paper.write(self.rng.choice(WORDS["filler"]), italic=True)

    def titles(self, table: Table) -> Titles:
        rng, choices, head = self.rng, table.choices, table.head
        title = rng.choice(statements.WORDS["titles"][table.name])
        if choices["unaudited"] == "title":
            title += " (Unaudited)"
        time = head.of_title
        if time and title.isupper():
            time = time.upper()
        if choices["title_lines"] == "split" and " OF " in title.upper():
            at = title.upper().index(" OF ")
            lines = [title[:at], title[at + 1 :]]
        else:
            lines = [title]
        if time and rng.random() < 0.4:
            lines[-1] += f" {time}"
        elif time:
            lines.append(time[0].upper() + time[1:])
        name = {"above": [self.made.name], "below": []}.get(choices["company"], [])
        below = [self.made.name] if choices["company"] == "below" else []
        if head.above:
            lines = [head.above[0].upper() + head.above[1:], *lines]
        lines = [*name, *lines, *below]
        place, words = table.place, table.scale
        shown = place in ("title", "other") and words
        if shown:
            lines.append(words)
        return Titles(
            tuple(lines),
            words if place == "right" else "",
            words if place == "foot" else "",
        )


def _in_brackets(words: str) -> str:
    inner = words.strip("()")
    return inner[0].lower() + inner[1:] if inner[:2] in ("In", "Am", "Ex") else f"({inner})"


def write(made: Design, seed: int, out: Path) -> tuple[Gold, dict[str, Any], list[dict[str, Any]]]:
    """Prints a document into OUT/pdf; its gold, its line of docs.parquet, its tables."""
    rng = random.Random(f"print {seed} {made.number}")
    path = out / "pdf" / f"{made.doc_id}.pdf"
    end = made.calendar.last_day
    start = made.calendar.span(made.calendar.year, 1, made.calendar.quarter).start
    gold = Gold(made.doc_id, start, end)
    paper = Paper(str(path), rng.choice(FONTS), rng.choice((8.0, 8.5, 9.0)), footer=_footer(made))
    press = Press(made, paper, rng, gold)
    press.cover()
    if made.drawn.document["scale_place"] == "header":
        paper.header = made.tables[0].scale
    for table in made.tables:
        press.table(table)
    paper.close()
    read_back = read(path)
    tables = [
        facts(made, n, table, found(read_back, placed))
        for n, (table, placed) in enumerate(zip(made.tables, press.placed, strict=True))
    ]
    for n, (table, placed) in enumerate(zip(made.tables, press.placed, strict=True)):
        if table.name in STATEMENTS:
            add_rows(gold, n, table, placed)
    return gold, doc(made, gold, len(read_back.pages)), tables


def _footer(made: Design) -> str:
    end = made.calendar.last_day
    other = wording.day(end.replace(day=1), "long")
    return {
        "number": "{}",
        "date": f"{other}   Page {{}}",
        "form": f"{made.name} | Form {made.calendar.form} | {end.year} | {{}}",
    }[made.drawn.document["footer"]]
