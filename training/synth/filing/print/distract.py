"""Everything around the statements, in the order of a real filing.

Contents, prose, tables that look like statements, signatures.
"""

import random
from collections.abc import Callable

from extract_filings.training.synth.base import names
from extract_filings.training.synth.base.paper import Paper
from extract_filings.training.synth.base.words import load_words
from extract_filings.training.synth.filing.draw import Filer
from extract_filings.training.synth.filing.print import tables
from extract_filings.training.synth.filing.print.tables import Report
from extract_filings.training.synth.filing.statements.builder import Sheet
from extract_filings.training.synth.filing.wording import phrases, prose

WORDS = load_words(__name__)


class Filler:
    """Writes the pages of one filing that are not statements."""

    def __init__(self, report: Report):
        self.report = report
        self.rng, self.paper = report.rng, report.paper
        self.record, self.how = report.record, report.how

    def contents(self) -> None:
        """Names the statements with page numbers; holds none of them."""
        rng, paper, form = self.rng, self.paper, self.record.calendar.form
        paper.new_page()
        paper.write(
            rng.choice(("TABLE OF CONTENTS", "Table of Contents", "INDEX", "CONTENTS")),
            "center",
            bold=True,
        )
        number = 3
        for line in WORDS["parts"][form]:
            self.entry(line, number, line.startswith("PART"))
            number += rng.randint(0, 8)
            if "Financial Statements" in line and "Exhibits" not in line:
                for kind in ("income_statement", "balance_sheet", "cash_flow"):
                    self.entry(
                        "   " + self.how.condensed + rng.choice(phrases.TITLES[kind]), number
                    )
                    number += 1

    def entry(self, line: str, number: int, bare: bool = False) -> None:
        paper = self.paper
        text = paper.wrap(line, paper.right - paper.margin - 40)[0]
        end = paper.put(paper.margin, text, bold=bare)
        if not bare:
            dots = int((paper.right - 30 - end) / paper.width(".")) if self.how.dots else 0
            if dots > 3:
                paper.put(end, "." * dots)
            paper.put(paper.right - paper.width(str(number)), str(number))
        paper.down(1.3)

    def prose(self, heading: str, pages: float) -> None:
        paper = self.paper
        paper.new_page()
        stop = paper.page + pages
        paper.write(heading, bold=True)
        while paper.page + (1 - paper.room() / 60) < stop:
            if self.rng.random() < 0.25:
                paper.write(
                    prose.sentence(self.rng)[:60].rsplit(" ", 1)[0],
                    bold=True,
                    italic=self.rng.random() < 0.3,
                )
            paper.write(prose.paragraph(self.rng))
            paper.down(0.6)

    def make(self, maker: tables.Maker, words: bool = True) -> None:
        if words:
            self.paper.write(prose.paragraph(self.rng))
            self.paper.down(0.5)
        maker(self.report)

    def analysis(self, count: int) -> None:
        self.paper.new_page()
        self.paper.write(
            "Management’s Discussion and Analysis of Financial Condition and Results of Operations",
            bold=True,
        )
        for maker in (self.rng.choice(tables.ANALYSIS) for _ in range(count)):
            self.make(maker)

    def notes(self, count: int) -> None:
        self.paper.new_page()
        self.paper.write(
            self.rng.choice(WORDS["note_heads"]),
            "center",
            bold=True,
        )
        for maker in (self.rng.choice(tables.NOTE_TABLES) for _ in range(count)):
            self.make(maker)

    def own_page(self, maker: tables.Maker) -> None:
        self.paper.new_page()
        self.make(maker, words=False)

    def auditor(self) -> None:
        self.prose("Report of Independent Registered Public Accounting Firm", 0.5)
        self.paper.write(
            f"We have audited the accompanying consolidated balance sheets of {self.record.name}"
            " and the related consolidated statements of income, comprehensive income, cash flows"
            " and equity."
        )

    def end(self) -> None:
        """Exhibits and signatures."""
        rng, paper = self.rng, self.paper
        paper.new_page()
        paper.write("Exhibit Index", "center", bold=True)
        for i, exhibit in enumerate(rng.sample(WORDS["exhibits"], rng.randint(4, 9))):
            paper.put(paper.margin, f"{rng.choice((3, 4, 10, 21, 23, 31, 32, 101))}.{i + 1}")
            paper.put(paper.margin + 50, exhibit)
            paper.down(1.2)
        paper.down(2)
        paper.write("SIGNATURES", "center", bold=True)
        paper.write(
            "Pursuant to the requirements of the Securities Exchange Act of 1934, the registrant"
            " has duly caused this report to be signed on its behalf by the undersigned, thereunto"
            " duly authorized."
        )
        paper.write(self.record.name.upper(), align="right")
        for title in ("Chief Executive Officer", "Chief Financial Officer"):
            paper.write(f"/s/ {names.person(rng)}, {title}", align="right")


def opening(rng: random.Random, paper: Paper, record: Filer) -> None:
    """The heading over the first statement."""
    paper.write(rng.choice(phrases.ITEM8 if record.annual else phrases.ITEM1), bold=True)
    paper.down(0.4)


def between(report: Report, sheet: Sheet) -> None:
    """A statement of comprehensive income or of equity after one of the three."""
    filler = Filler(report)
    if sheet.name == "income_statement" and not sheet.comprehensive:
        filler.own_page(tables.comprehensive)
    elif sheet.name != "income_statement" and report.rng.random() < 0.5:
        filler.own_page(tables.equity)


def body(report: Report, statements: Callable[[], None], full: bool) -> None:
    """All pages after the cover. Short filings have two to five other pages, hard ones first."""
    filler = Filler(report)
    if not full:
        _short(filler, statements)
    elif report.record.annual:
        _annual(filler, statements)
    else:
        _quarterly(filler, statements)


def _short(filler: Filler, statements: Callable[[], None]) -> None:
    rng = filler.rng
    before = [
        filler.contents,
        lambda: filler.analysis(rng.randint(1, 3)),
        lambda: filler.own_page(tables.selected),
        lambda: filler.prose("Item 1A. Risk Factors", 0.4),
    ]
    after = [
        lambda: filler.notes(rng.randint(2, 4)),
        lambda: filler.analysis(rng.randint(1, 3)),
        lambda: filler.own_page(tables.quarters),
        lambda: tables.parent_only(filler.report),
        filler.end,
    ]
    count = rng.randint(1, 2)
    for make in rng.sample(before, count):
        make()
    statements()
    for make in rng.sample(after, rng.randint(1, 3 - (count == 2))):
        make()


def _annual(filler: Filler, statements: Callable[[], None]) -> None:
    rng = filler.rng
    filler.contents()
    filler.prose("Item 1. Business", rng.randint(1, 5))
    filler.prose("Item 1A. Risk Factors", rng.randint(2, 8))
    filler.prose("Item 2. Properties", 0.5)
    filler.own_page(tables.selected)
    filler.analysis(rng.randint(4, 9))
    filler.prose("Item 7A. Quantitative and Qualitative Disclosures About Market Risk", 0.5)
    filler.auditor()
    statements()
    filler.notes(rng.randint(8, 20))
    if rng.random() < 0.6:
        filler.own_page(tables.quarters)
    filler.prose("Item 9A. Controls and Procedures", 0.6)
    if rng.random() < 0.4:
        tables.parent_only(filler.report)
    filler.end()


def _quarterly(filler: Filler, statements: Callable[[], None]) -> None:
    rng = filler.rng
    filler.contents()
    statements()
    filler.notes(rng.randint(5, 12))
    filler.analysis(rng.randint(3, 8))
    filler.prose("Item 4. Controls and Procedures", 0.5)
    filler.prose("Item 1A. Risk Factors", rng.randint(1, 3))
    filler.end()
