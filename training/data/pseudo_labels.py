"""Filings without gold -> examples whose targets a trained model is sure of and the accounting laws
confirm.

New companies bring new wording, which is what rows lack. Only what stands is taught: a statement
counts if its cells break no law and hold a telling one (or, for cash flows, if its three sums are
found); a line or word of which the model is not sure is not asked at all. Pages on which the model
is sure of no statement are negatives. Filings of the judge's companies are left out.

    python -m extract_filings.training.data.pseudo_labels FOLDER MODEL JUDGE_DIR FILE.jsonl
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.gold.pages import UNKNOWN, RowPage, WordPage
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.records import NONE, YES, Chunk, TagScores, Value, tag
from extract_filings.pipeline.settings import Settings
from extract_filings.pipeline.status import Status
from extract_filings.pipeline.text.patterns import words
from extract_filings.schemas.base import Part
from extract_filings.training.data.pages import save_pages
from extract_filings.training.data.splits import leave_out

SURE = 0.9
"""Least probability of a word's mark, or of no mark on a line, that is taught."""
PICKED = 0.6
"""Least confidence of a row in a statement that the laws confirm."""
ABSENT = 0.05
"""A page holds no statement if the model gives each less than this; smoothed labels leave 0.02 to
what is surely wrong.
"""
TELLING = {
    "income_statement": ("revenue", "pretax_income", "net_income", "eps_diluted"),
    "balance_sheet": ("total_assets", "total_liabilities_and_equity"),
    "cash_flow": ("operating_cash_flow", "investing_cash_flow", "financing_cash_flow"),
}
"""Fields that must all be there: the ones on which the laws of `schemas/filing.py` stand."""


def confirmed(part: Part, values: Sequence[Value]) -> bool:
    """All telling fields found, and no cell of the statement in a broken law."""
    mine = [v for v in values if v.table == part.name]
    return {v.field for v in mine} >= set(TELLING[part.name]) and all(
        v.status == Status() for v in mine
    )


def row_page(
    document: str, chunk: Chunk, asked: Sequence[TagScores], values: Sequence[Value]
) -> RowPage | None:
    """A page of a confirmed statement, or one that surely holds none; else nothing. `values`: of
    the confirmed statements.
    """
    here, mine = (
        [v for v in values if v.line in chunk.lines],
        [a for a in asked if a.chunk == chunk],
    )
    if not here and any(a.options[YES] > ABSENT for a in mine if a.question.line is None):
        return None
    picked = {v.line: tag(v.table, v.field) if v.confidence >= PICKED else UNKNOWN for v in here}
    none = {a.question.line for a in mine if a.question.line and a.options[NONE] >= SURE}
    targets = [picked.get(line, NONE if line in none else UNKNOWN) for line in chunk.lines]
    return RowPage(
        document,
        [line.text for line in chunk.lines],
        targets,
        [None] * len(targets),
        frozenset(v.table for v in here),
    )


def word_page(document: str, chunk: Chunk, asked: Sequence[TagScores]) -> WordPage:
    """A cover page with the marks of the words of which the model is sure."""
    best = {
        (a.question.line, a.question.start): max(a.options.items(), key=lambda o: o[1])
        for a in asked
        if a.chunk == chunk and a.question.line
    }

    def sure(line, start):
        return (lambda name, p: name if p >= SURE else UNKNOWN)(
            *best.get((line, start), (UNKNOWN, 0.0))
        )

    return WordPage(
        document,
        [line.text for line in chunk.lines],
        [[sure(line, s) for s, _ in words(line.text)] for line in chunk.lines],
    )


def pseudo_pages(paths: Iterable[Path], extractor: Pipeline) -> Iterator[RowPage | WordPage]:
    """Examples from PDF files."""
    for path in paths:
        document = read(path)
        asked = extractor.ask(document)
        values = extractor.resolve(document, asked)
        good = {p.name for p in extractor.statements if confirmed(p, values)}
        told = [v for v in values if v.table in good]
        rows, front = (asked[p[0].name].tags for p in (extractor.statements, extractor.others))
        made = (
            row_page(document.name, c, rows, told) for c in dict.fromkeys(a.chunk for a in rows)
        )
        yield from (page for page in made if page)
        yield from (
            word_page(document.name, c, front) for c in dict.fromkeys(a.chunk for a in front)
        )


def main(folder: str, model: str, judge: str, file: str) -> None:
    out = set(leave_out(Path(folder), [Path(judge)]))
    paths = [p for p in sorted(Path(folder).glob("*.pdf")) if p not in out]
    save_pages(pseudo_pages(paths, Pipeline(Settings(model=model))), Path(file))
    print(f"{len(paths)} filings read, {len(out)} left out as the judge's: {file}")


if __name__ == "__main__":
    main(*sys.argv[1:5])
