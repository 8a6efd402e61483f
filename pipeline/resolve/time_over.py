"""What was asked and not found -> what was not asked, since the time was over, and what is left to
try.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extract_filings.pipeline.records import (
    NO_TABLE,
    NOT_ASKED,
    SEARCHED,
    Answers,
    Document,
    Problem,
)

DETAIL = "not asked on {}, the time was over; extract it again to go on"


def with_unasked(
    problems: Sequence[Problem], answers: Mapping[str, Answers]
) -> tuple[Problem, ...]:
    """The problems, those of fields with a page that was not asked with the reason."""
    return tuple(
        replace(p, reason=NOT_ASKED, detail=DETAIL.format(_told(pages)))
        if p.reason == "not found" and (pages := _unasked(answers[p.table], p.field))
        else p
        for p in problems
    )


def with_all_searched(
    problems: Sequence[Problem], answers: Mapping[str, Answers], document: Document
) -> tuple[Problem, ...]:
    """The problems, those of tables that were sought on every page without the advice to do so."""
    pages = {line.page for page in document.pages for line in page}
    whole = {table for table, a in answers.items() if pages <= _asked(a)}
    return tuple(
        replace(p, detail=SEARCHED) if p.detail == NO_TABLE and p.table in whole else p
        for p in problems
    )


def _unasked(answers: Answers, field: str) -> list[int]:
    """Pages on which the field was to be sought."""
    return sorted({*answers.pages.get(field, ())} - _asked(answers))


def _asked(answers: Answers) -> set[int]:
    return {line.page for chunk in answers.chunks for line in chunk.lines}


def _told(pages: Sequence[int]) -> str:
    return f"page{'s' * (len(pages) > 1)} {', '.join(map(str, pages))}"
