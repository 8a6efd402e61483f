"""A bank has no current assets: rows that exclude an item say so, and one row alone does not."""

from extract_filings.pipeline.records import Answers, Chunk, Line, Problem, Question, TagScores, tag
from extract_filings.pipeline.resolve.not_applicable import with_reasons

SHEET = "balance_sheet"
CURRENT, GOODWILL = tag(SHEET, "current_assets"), tag(SHEET, "goodwill")
LINES = tuple(Line(1, i, text) for i, text in enumerate(("Deposits 5", "Loans 4", "Goodwill 1")))
PAGE, NOTE = Chunk(LINES), Chunk((Line(9, 0, "Deposits 5"), Line(9, 1, "Loans 4")))
MISSING = [Problem(SHEET, (), f, "not found") for f in ("current_assets", "goodwill")]


def answered(page: Chunk, *excludes: set[str]) -> Answers:
    """Of a balance sheet on the first page; `excludes` of each line of a page."""
    tags = tuple(
        TagScores(page, Question(0, "", line=line), {}, dict.fromkeys(some, 0.8))
        for line, some in zip(page.lines, excludes, strict=False)
    )
    return Answers((PAGE, NOTE), tags, holds={PAGE: 0.9})


def reasons(answers: Answers) -> list[str]:
    return [p.reason for p in with_reasons(MISSING, {SHEET: answers})]


def test_two_rows_exclude_an_item():
    told = answered(PAGE, {CURRENT}, {CURRENT, GOODWILL}, set())
    assert reasons(told) == ["not applicable", "not found"]


def test_rows_of_pages_without_a_statement_exclude_nothing():
    assert reasons(answered(NOTE, {CURRENT}, {CURRENT})) == ["not found"] * 2


def test_other_reasons_stay():
    told = answered(PAGE, {CURRENT}, {CURRENT})
    failed = Problem(SHEET, (), "current_assets", "failed")
    assert with_reasons([failed], {SHEET: told}) == (failed,)
