"""One document: a cover, then its tables; with gold for all that is printed in them."""

import random
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from extract_filings.pipeline.pdf.read import read
from extract_filings.training.synth.base import names
from extract_filings.training.synth.base.gold import Gold, exact
from extract_filings.training.synth.base.paper import Paper
from extract_filings.training.synth.base.words import load_words
from extract_filings.training.synth.filing.heads import rows as statements
from extract_filings.training.synth.filing.heads import wording
from extract_filings.training.synth.filing.heads.calendar import Calendar, Period, calendar
from extract_filings.training.synth.filing.heads.cells import Cells, dollar_scale
from extract_filings.training.synth.filing.heads.choices import Choices, Drawn, draw
from extract_filings.training.synth.filing.heads.compose import Composer, Head, scale_under
from extract_filings.training.synth.filing.heads.page import STUB, Placed, Printer, Titles
from extract_filings.training.synth.filing.heads.places import found
from extract_filings.training.synth.filing.heads.rows import Company, Row

WORDS = load_words(__name__)
STATEMENTS = ("income_statement", "balance_sheet", "cash_flow")
SHARE_SCALES = {"full": 0, "thousands": 3}
FONTS = ("times", "times", "helvetica", "helvetica", "vera", "courier")


@dataclass(frozen=True, slots=True)
class Table:
    """A table as composed: nothing is printed yet. `scale`: the words that tell it."""

    name: str
    choices: Choices
    head: Head
    rows: list[Row]
    scale: str
    place: str


@dataclass(frozen=True, slots=True)
class Design:
    """A document as composed."""

    number: int
    drawn: Drawn
    calendar: Calendar
    company: Company
    name: str
    tables: tuple[Table, ...]

    @property
    def doc_id(self) -> str:
        return f"heads{self.number:04d}_{self.calendar.form.lower()}"


def design(seed: int, number: int) -> Design:
    rng = random.Random(f"heads {seed} {number}")
    drawn = draw(rng)
    made, company = calendar(rng, drawn.document), None
    company = _company(rng, drawn.document, made)
    words = _scale_words(rng, drawn.document)
    tables = tuple(
        _table(rng, drawn.document, made, company, name, choices, words, n)
        for n, (name, choices) in enumerate(drawn.tables)
    )
    return Design(number, drawn, made, company, names.company(rng)[0], tables)


def _company(rng: random.Random, choices: Choices, made: Calendar) -> Company:
    scale, shares = choices["scale"], choices["shares"]
    share_scale = SHARE_SCALES.get(shares, wording.UNITS[scale])
    if shares == "row":
        share_scale = rng.choice((3, 6))
    places = 0
    if scale in ("crore", "lakh", "millions") and rng.random() < 0.3:
        places = 1 if scale == "millions" else 2
    return Company(rng, scale, choices["fate"], made.last_day.year, places, share_scale)


def _scale_words(rng: random.Random, choices: Choices) -> str:
    if choices["scale"] == "units":
        return ""
    return wording.scale_line(rng, choices["scale"], choices["currency"], choices["shares"])


def _table(
    rng: random.Random,
    document: Choices,
    made: Calendar,
    company: Company,
    name: str,
    choices: Choices,
    words: str,
    index: int,
) -> Table:
    head = Composer(rng, made, document, choices, name).compose()
    place = document["scale_place"]
    if words and rng.random() < 0.25:
        words = _scale_words(rng, document)
    if choices["columns"] == "convenience":
        place = "under"
    if place == "other" and index:
        words = ""
    if place == "under":
        head = scale_under(head, _tags(rng, document))
    if place == "beside" and words:
        head.levels[-1] = [(STUB, STUB, words), *head.levels[-1]]
    if head.stub:
        head.levels[0] = [s for s in head.levels[0] if s[0] != STUB]
        head.levels[0] = [(STUB, STUB, head.stub), *head.levels[0]]
        if place == "beside":
            place = "title"
    periods = list(dict.fromkeys(p for c in head.columns for p in (c.period, c.before) if p))
    rows = _rows(rng, document, company, name, periods)
    return Table(name, choices, head, rows, words, place)


def _tags(rng: random.Random, document: Choices):
    tag = wording.scale_tag(rng, document["scale"], document["currency"])
    dollars = wording.scale_tag(rng, dollar_scale(document), "USD")
    return lambda column: dollars if column.kind == "convenience" else tag


def _rows(
    rng: random.Random, document: Choices, company: Company, name: str, periods: list[Period]
) -> list[Row]:
    if name == "income_statement":
        made = statements.income(company, periods, rng.random() < 0.6)
        if document["shares"] != "row":
            return made
        told = {3: " (in thousands)", 6: " (in millions)"}[company.share_scale]
        return [replace(r, label=r.label + told) if r.unit == "shares" else r for r in made]
    if name == "balance_sheet":
        return statements.balance(company, periods)
    if name == "cash_flow":
        return statements.cash_flow(company, periods)
    return statements.note(company, periods, name.removeprefix("note_"))


# printing


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
        printer = Printer(self.rng, paper, document, choices, table.head, titles, filled)
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
    paper = Paper(
        str(path), rng.choice(FONTS), rng.choice((8.0, 8.5, 9.0)), footer=_footer(rng, made)
    )
    press = Press(made, paper, rng, gold)
    press.cover()
    if made.drawn.document["scale_place"] == "header":
        paper.header = made.tables[0].scale
    for table in made.tables:
        press.table(table)
    paper.close()
    read_back = read(path)
    tables = [
        _facts(made, n, table, found(read_back, placed))
        for n, (table, placed) in enumerate(zip(made.tables, press.placed, strict=True))
    ]
    for n, (table, placed) in enumerate(zip(made.tables, press.placed, strict=True)):
        if table.name in STATEMENTS:
            _gold_rows(gold, n, table, placed)
    return gold, _doc(made, gold, len(read_back.pages)), tables


def _footer(rng: random.Random, made: Design) -> str:
    end = made.calendar.last_day
    other = wording.day(end.replace(day=1), "long")
    return {
        "number": "{}",
        "date": f"{other}   Page {{}}",
        "form": f"{made.name} | Form {made.calendar.form} | {end.year} | {{}}",
    }[made.drawn.document["footer"]]


def _facts(made: Design, index: int, table: Table, rows: list[dict[str, Any]]) -> dict[str, Any]:
    end = made.calendar.last_day
    year_end = end if made.calendar.form == "10-KT" else made.calendar.year_end(made.calendar.year)
    return {
        "document": made.doc_id,
        "pdf": f"{made.doc_id}.pdf",
        "form": made.calendar.form,
        "cover_period_end": end.isoformat(),
        "fiscal_year_end": f"--{year_end:%m-%d}",
        "statement": table.name if table.name in STATEMENTS else None,
        "table_index": index,
        "pages": sorted({r["page"] for r in rows}),
        "caption": "",
        "rows": rows,
    }


def _gold_rows(gold: Gold, index: int, table: Table, placed: list[Placed]) -> None:
    """Rows and, of the company's own periods in its own currency, the schema's items."""
    for n, row in enumerate(placed):
        item = row.row.item
        concept = f"us-gaap:{statements.WORDS['concepts'].get(item, 'OtherItem')}"
        cells = [dict(col=0, colspan=1, text=row.row.label, facts=[])]
        for column, cell in zip(table.head.columns, row.cells, strict=True):
            if cell:
                facts = [_fact(cell, concept)] if cell.period and cell.scale is not None else []
                facts = facts if column.kind != "convenience" else []
                cells.append(dict(col=len(cells), colspan=1, text=cell.text, facts=facts))
        made = gold.row(table.name, row.page, index, n, "data", row.row.label, cells)
        for fact in (f for c in made["cells"] for f in c["facts"] if item):
            gold.statement_fact(table.name, item, fact, row.row.label, row.page, index, n)


def _fact(cell, concept: str) -> dict[str, Any]:
    period = cell.period
    return dict(
        concept=concept,
        numeric=True,
        period_start=period.start.isoformat() if period.start else None,
        period_end=period.end.isoformat(),
        dims=None,
        value=exact(cell.value, cell.scale - cell.places),
        printed=cell.printed,
        unit=cell.unit,
        decimals=str(cell.places - cell.scale),
        scale=cell.scale,
        sign="-" if cell.negative else None,
        printed_negative=cell.printed_negative,
    )


def _doc(made: Design, gold: Gold, pages: int) -> dict[str, Any]:
    return dict(
        doc_id=made.doc_id,
        form=made.calendar.form,
        pages=pages,
        period_end=made.calendar.last_day.isoformat(),
        **{f"{name}_pages": gold.pages.get(name, []) for name in STATEMENTS},
    )


def choices_of(made: Design) -> dict[str, Any]:
    """What was drawn, and what stands in the columns."""
    tables = [
        {"table": t.name, "scale_words": t.scale, "scale_place": t.place, **t.choices}
        | {"kinds": [c.kind for c in t.head.columns]}
        for t in made.tables
    ]
    return {"document": made.doc_id, **made.drawn.document, "tables": tables}
