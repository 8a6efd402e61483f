"""A folder of solved documents and a schema -> a folder that `--model` names."""

from dataclasses import dataclass
from pathlib import Path

from extract_filings.pipeline.ask.field_text import kind_of, text_of
from extract_filings.pipeline.ask.span_asker import SpanAsker
from extract_filings.pipeline.decode.span_offsets import Learnt, weights_sum
from extract_filings.pipeline.errors import InputError, ModelError, OutputError
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.settings import Settings
from extract_filings.schemas.names import plural
from extract_filings.training.learn.learn import Course, Note, learn
from extract_filings.training.learn.lesson import Lesson, lesson
from extract_filings.training.learn.solved import Solved, solved

LEAST = 2
"""Documents: one is left out to see what the others have taught."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`failures`: a line for each document that cannot be read."""

    lessons: list[Lesson]
    failures: list[str]
    course: Course


def learn_schema(folder: Path, schema: str, out: Path, threads: int | None, note: Note) -> Outcome:
    """Raises ExtractError, and KeyboardInterrupt before anything is learnt."""
    pipeline = Pipeline(Settings(schema, threads=threads))
    asker = pipeline.asker
    if not isinstance(asker, SpanAsker):
        raise ModelError(
            f"extract learn: the schema {schema} has a network of its own; `extract train` teaches"
            " it further"
        )
    lessons, failures = _lessons(pipeline, solved(folder, pipeline.parts), note)
    if len(lessons) < LEAST:
        raise InputError(
            f"{folder}: {plural(len(lessons), 'document')} to learn from; it takes {LEAST}, better"
            " five"
        )
    course = learn(asker, lessons, note)
    if not course.best:
        raise KeyboardInterrupt
    try:
        _learnt(asker, course).save(out)
    except OSError as error:
        raise OutputError(
            f"{out}: cannot be written, {error.strerror}; give another folder with --out"
        ) from error
    return Outcome(lessons, failures, course)


def _lessons(pipeline: Pipeline, some: list[Solved], note: Note) -> tuple[list[Lesson], list[str]]:
    made, failures = [], []
    for number, one in enumerate(some):
        note(number, len(some), f"reading {one.path.name}")
        try:
            made.append(lesson(pipeline, one))
        except InputError as error:
            failures.append(f"{error}; left out")
    return made, failures


def _learnt(asker: SpanAsker, course: Course) -> Learnt:
    asked = ((text_of(p, f), kind_of(f), p.kind == "list") for p, f in asker.asked)
    assert course.best is not None
    return Learnt(weights_sum(), tuple(asked), course.best)
