"""What was asked and not found -> what was not asked, since the time was over."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extract_filings.pipeline.records import NOT_ASKED, Answers, Problem

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


def _unasked(answers: Answers, field: str) -> list[int]:
    """Pages on which the field was to be sought."""
    asked = {line.page for chunk in answers.chunks for line in chunk.lines}
    return sorted({*answers.pages.get(field, ())} - asked)


def _told(pages: Sequence[int]) -> str:
    return f"page{'s' * (len(pages) > 1)} {', '.join(map(str, pages))}"
