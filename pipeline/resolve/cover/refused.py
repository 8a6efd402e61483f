"""What was asked and not found -> what the first page prints in its place: a cover that says "8-K"
has a form, but none that the schema takes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extract_filings.pipeline.records import Document, Line, Problem
from extract_filings.pipeline.text.parse import legal, typed
from extract_filings.pipeline.text.patterns import spans
from extract_filings.schemas.base import FieldSpec, Part


def with_refused(
    parts: Sequence[Part], problems: Sequence[Problem], document: Document
) -> tuple[Problem, ...]:
    """The problems, those of root fields with the value that the schema refuses."""
    asked = {(p.name, f.name): f for p in parts if p.kind == "root" for f in p.fields}
    told = {key: said for key, f in asked.items() if f.cue.refused and (said := _said(f, document))}
    return tuple(_with_detail(p, told) for p in problems)


def _with_detail(problem: Problem, told: Mapping[tuple[str, str], str]) -> Problem:
    said = told.get((problem.table, problem.field))
    return replace(problem, detail=said) if said and problem.reason == "not found" else problem


def _said(spec: FieldSpec, document: Document) -> str:
    """The first value on the first page with text that reads as the field and is refused, or ""."""
    first = next((page for page in document.pages if page), ())
    line, words = next(_refused(spec, first), (None, ""))
    return f"page {line.page} says {words}: {spec.cue.refused}" if line else ""


def _refused(spec: FieldSpec, lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    for line in lines:
        for start, end in spans(spec, line.text):
            value = typed(spec, line.text, start, end)
            if value is not None and not legal(spec, value):
                yield line, line.text[start:end]
