"""Synthetic documents with exact gold: what is printed is drawn first, so the answer is known.

>>> generate(2, Path("out"), seed=0)   # doctest: +SKIP
out/pdf/synth0000_10-k.pdf, ..., out/gold.parquet, out/docs.parquet, out/rows.jsonl

filing/draw (a company, its kind, its periods) -> filing/statements (rows whose identities hold, in
the words of filing/wording; a module for each kind of company) -> filing/print (cover, statements,
and what surrounds them) -> base/gold (what stands where). `check` proves it on the PDFs. Invoices
and credit agreements have generators of their own; any_schema makes documents for every other
schema. `generator` finds the right one. Words are data: a TOML file beside the module that draws
from it.
"""

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pydantic import BaseModel

from extract_filings.training.synth.agreement import agreement
from extract_filings.training.synth.any_schema import documents
from extract_filings.training.synth.base.gold import Gold, save
from extract_filings.training.synth.base.paper import Paper
from extract_filings.training.synth.filing.draw import record
from extract_filings.training.synth.filing.print import cover, distract
from extract_filings.training.synth.filing.print.layout import Statement, manner
from extract_filings.training.synth.filing.print.tables import Report
from extract_filings.training.synth.filing.statements.all import oldest_first, statements
from extract_filings.training.synth.filing.statements.builder import Sheet
from extract_filings.training.synth.invoice import invoice


def filing(
    folder: Path,
    number: int,
    seed: int,
    full: bool,
    new_paper: Callable[..., Paper] = Paper,
) -> tuple[Gold, dict]:
    """One filing: a PDF in `folder`, its gold, and its line of docs.parquet."""
    rng = random.Random(f"{seed}/{number}")
    made = record(rng, number)
    sheets = statements(rng, made)
    how = manner(rng, made)
    gold = Gold(made.doc_id, made.calendar.cash[0][0], made.calendar.dates[0])
    paper = new_paper(
        str(folder / f"{made.doc_id}.pdf"),
        rng.choice(("times",) * 6 + ("helvetica",) * 4 + ("courier", "vera")),
        rng.choice((7.5, 8, 8, 8.5, 9, 9.5)),
        rng.choice((40, 48, 54, 60)),
    )
    if paper.family in ("courier", "vera"):
        paper.size = 7
    cover.print_cover(rng, paper, gold, made, sheets)
    paper.header = rng.choice(("", "", "Table of Contents", "", made.name, "Table of Contents"))
    paper.footer = rng.choice(("{}", "{}", "- {} -", "Page {}", made.short + " | {}", "", "F-{}"))
    paper.first_number = rng.choice((0, 0, -1, -2))

    report = Report(rng, paper, made, sheets, how)

    def print_statements() -> None:
        order = list(sheets)
        if rng.random() < 0.4:
            rng.shuffle(order)
        share = rng.random() < 0.25  # two statements on one page where they fit
        for sheet in order:
            if share and sheet is not order[0] and paper.room() > len(sheet.rows) + 8:
                paper.down(2)
            else:
                paper.new_page()
            if sheet is order[0] and rng.random() < 0.7:
                distract.opening(rng, paper, made)
            print_statement(sheet)

    def print_statement(sheet: Sheet) -> None:
        table = 20 + 2 * sheets.index(sheet)
        shown = oldest_first(sheet) if how.oldest_first else sheet
        Statement(paper, gold, made, shown, how, table, rng).print()
        if full or rng.random() < 0.25:
            distract.between(report, sheet)

    distract.body(report, print_statements, full)
    paper.close()
    doc = dict(
        doc_id=made.doc_id,
        form=made.calendar.form,
        pages=paper.page,
        period_end=made.calendar.dates[0].isoformat(),
    )
    return gold, doc | {f"{s.name}_pages": sorted(gold.pages[s.name]) for s in sheets}


def generate(
    n: int, out: Path, seed: int = 0, full: bool = False, first: int = 0, flat: bool = False
) -> None:
    """`n` filings numbered from `first`; each depends on seed and number only.

    `flat`: PDFs beside the gold, no rows. `full`: as long as real ones.
    """
    folder = Path(out) if flat else Path(out) / "pdf"
    folder.mkdir(parents=True, exist_ok=True)
    made = [filing(folder, i, seed, full) for i in range(first, first + n)]
    save(Path(out), [g for g, _ in made], [d for _, d in made], rows=not flat)


OURS = {"filing": generate, "invoice": invoice.generate, "credit_agreement": agreement.generate}


def generator(name: str, model: type[BaseModel]) -> Callable[[int, Path, int, bool], None]:
    """The generator of one of our schemas, else the one for any schema.

    It takes the number of documents, the folder, the seed, and whether they are to be long.
    """
    return OURS.get(name) or partial(documents.generate, model)
