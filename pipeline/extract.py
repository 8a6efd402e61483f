"""The main job on one document, step by step. Each step is one call, and knows none of the others:

read -> legible -> visible (without hidden text) -> chunk -> rank -> ask (prompt and decode) ->
read_values (select, rerank, read) -> validate -> rate -> Record
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from functools import partial
from pathlib import Path

from extract_filings.pipeline.ask.asker import Asker, FewShot
from extract_filings.pipeline.ask.pointer import PointerAsker
from extract_filings.pipeline.ask.span_asker import SpanAsker
from extract_filings.pipeline.ask.tagger import Tagger
from extract_filings.pipeline.decode.load import EngineLike, load_engine
from extract_filings.pipeline.decode.resumable import KeptAnswers, Resumable
from extract_filings.pipeline.decode.span_engine import SpanEngine
from extract_filings.pipeline.errors import InputError, ModelError
from extract_filings.pipeline.locate.chunk import chunk_pages
from extract_filings.pipeline.locate.rank import locate, rank
from extract_filings.pipeline.ocr.document import ocr_problems, with_ocr
from extract_filings.pipeline.ocr.doubt import doubted
from extract_filings.pipeline.page_ranges import chosen, ranges
from extract_filings.pipeline.pdf.boxes import with_boxes, with_head_boxes
from extract_filings.pipeline.pdf.legible import left_out_problems, legible, only, with_text
from extract_filings.pipeline.pdf.rotation import upright
from extract_filings.pipeline.pdf.sandbox import in_process
from extract_filings.pipeline.pdf.visible import (
    all_visible,
    hidden_problems,
    page_numbers,
    pages_of,
    visible,
    with_neighbours,
)
from extract_filings.pipeline.profile import OnStep, silent
from extract_filings.pipeline.reader import boxes, located, read
from extract_filings.pipeline.records import Answers, Box, Document, PrintedTable, Record, Value
from extract_filings.pipeline.resolve.confidence import (
    calibration_of,
    for_review,
    rated,
    review_threshold,
)
from extract_filings.pipeline.resolve.cover.company import filing_ids
from extract_filings.pipeline.resolve.cover.refused import with_refused
from extract_filings.pipeline.resolve.merge import problems
from extract_filings.pipeline.resolve.not_applicable import with_reasons
from extract_filings.pipeline.resolve.notes.note_tables import note_tables
from extract_filings.pipeline.resolve.rules import validate
from extract_filings.pipeline.resolve.time_over import with_all_searched, with_unasked
from extract_filings.pipeline.resolve.unread_heads import with_unread_heads
from extract_filings.pipeline.resolve.values import ReadValues, read_values
from extract_filings.pipeline.settings import Settings
from extract_filings.pipeline.sources import digest
from extract_filings.pipeline.tables.instance import assemble, faults
from extract_filings.schemas.base import Part
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema

Boxes = Callable[[Document, Sequence[int]], Mapping[int, Sequence[Sequence[Box]]]]
"""The boxes of the characters of pages: `pdf.boxes.boxes`, unless a document is not its file's."""

ASKERS: dict[str, type[Tagger] | type[PointerAsker]] = {
    "tagging": Tagger,
    "pointing": PointerAsker,
}


class Pipeline:
    """Schema and model, loaded once for many documents. `sandbox` calls whatever opens a PDF."""

    def __init__(self, settings: Settings, sandbox: Callable = in_process) -> None:
        """Raises SchemaError or ModelError."""
        self.settings, self.sandbox = settings, sandbox
        self.schema = load_schema(settings.schema)
        self.parts = parts(self.schema)
        if not settings.schema.isidentifier():  # a file; not once all documents are read
            _refuse_taken_names(settings.schema, self.parts)
        self.engine = load_engine(settings.model, settings.threads, self.parts)
        self.engine.knows(self.parts)
        self.examples = self._examples()
        self.asker = self._asker()
        self.calibration = calibration_of(settings.model, settings.calibration, self.parts[0].name)
        self.least = review_threshold(
            self.calibration, settings.min_confidence, settings.target_precision
        )

    def __call__(
        self, path: Path, on_step: OnStep = silent, answers_file: Path | None = None
    ) -> Record:
        """Everything that the schema asks of the document, as values and problems. `on_step` is
        told each step as it begins. `answers_file`: where a general model's answers are kept until
        whoever calls removes it; those that it holds are not asked for again. Raises InputError.
        """
        asked_long = self._resumable(on_step, answers_file)
        on_step("reading")
        document = self.sandbox(read, path, self.settings.password)
        with unchanged(document):
            document = self.visible(self.legible(document, on_step), on_step)
            patient = self.using(asked_long) if asked_long else self
            answers = patient.ask(document, on_step)
            if self._led_to_hidden_text(document, answers):
                document = visible(document, page_numbers(document), self.sandbox)
                answers = patient.ask(document, on_step)
            made = self._record(document, answers, on_step, self._boxes)
            made = self.sandbox(located, replace(document, pages=()), made)
        return replace(made, unasked=asked_long.told()) if asked_long else made

    def of(self, document: Document, on_step: OnStep = silent, boxes: Boxes = boxes) -> Record:
        """The same for a document that is read already, and visible."""
        return self._record(document, self.ask(document, on_step), on_step, boxes)

    def using(
        self, engine: EngineLike | None = None, examples: FewShot | None = None
    ) -> "Pipeline":
        """The same job with another engine, such as one that caches, or with other examples."""
        other = copy(self)
        other.engine = engine or self.engine
        other.examples = examples or self.examples
        other.asker = other._asker()
        return other

    @property
    def statements(self) -> list[Part]:
        return [p for p in self.parts if p.kind == "statement"]

    @property
    def others(self) -> list[Part]:
        return [p for p in self.parts if p.kind != "statement"]

    def legible(self, document: Document, on_step: OnStep = silent) -> Document:
        """Without the pages that cannot be read, and with those that OCR has read. Raises
        InputError if no text is left.
        """
        document = legible(document, self.sandbox)
        if self.settings.pages:
            document = only(document, self.settings.pages)
        if self.settings.ocr == "auto":
            likely = None if self.settings.exhaustive or self.settings.notes else self._likely
            document = with_ocr(document, likely, self.settings.threads, self.sandbox, on_step)
        return with_text(document)

    def visible(self, document: Document, on_step: OnStep = silent) -> Document:
        """Without hidden text on the pages that will be asked. Raises InputError if nothing is
        left.
        """
        on_step("looking at pages")
        return all_visible(document, self._likely, self.sandbox)

    def ask(self, document: Document, on_step: OnStep = silent) -> dict[str, Answers]:
        """The model's answers for each part."""
        on_step("locating")
        chunks = chunk_pages(document)
        ranking = rank(self.parts, chunks, len(chunks) if self.settings.exhaustive else None)
        return self.asker.ask(document, chunks, ranking, on_step)

    def resolve(
        self, document: Document, answers: Mapping[str, Answers], boxes: Boxes = boxes
    ) -> tuple[Value, ...]:
        """Answers -> values with their boxes, checked by the schema's rules."""
        return self.read(document, answers, boxes).values

    def read(
        self, document: Document, answers: Mapping[str, Answers], boxes: Boxes = boxes
    ) -> ReadValues:
        """The values, and the columns and rows of the statements, as `Record` has them."""

        made = read_values(self.parts, document, answers, partial(_glyphs, document, boxes))
        heads = {line.page for c in made.columns for line, *_ in c.head}
        placed = boxes(document, sorted({v.line.page for v in made.values} | heads))
        checked = validate(self.parts, with_boxes(made.values, placed))
        return replace(made, values=checked, columns=with_head_boxes(made.columns, placed))

    def _record(
        self, document: Document, answers: Mapping[str, Answers], on_step: OnStep, boxes: Boxes
    ) -> Record:
        on_step("resolving")
        read = self.read(document, answers, boxes)
        values = rated(self.parts, read.values, self.calibration, self.least)
        values = doubted(document, values, read.columns, read.line_items, self._marked)
        missing = with_unasked(problems(self.parts, values), answers)
        missing = with_reasons(missing, answers)
        missing = with_refused(self.parts, missing, document)
        missing = with_unread_heads(self.parts, missing, answers, document)
        missing = with_all_searched(missing, answers, document)
        wrong = faults(self.schema, self.parts, assemble(self.parts, values))
        unread = hidden_problems(self.parts[0].name, document)
        unread += left_out_problems(self.parts, document, values)
        unread += ocr_problems(self.parts[0].name, document)
        pages = len(document.pages)
        told = missing + wrong + unread
        ids = filing_ids(document, values, read.columns)
        seen = read.columns, ids, read.line_items, self._tables(document, on_step, boxes)
        named = self.settings.pages and ranges(chosen(self.settings.pages, pages))
        return Record(document.name, document.sha256, pages, values, told, *seen, named or "")

    def _resumable(self, on_step: OnStep, answers_file: Path | None) -> Resumable | None:
        """A general model for one document, whose time runs from now on."""
        engine = self.engine
        if isinstance(engine, SpanEngine) or engine.form == "tagging":
            return None  # done in seconds
        limit = self.settings.time_limit
        until = None if limit is None else time.monotonic() + limit
        return Resumable(engine, KeptAnswers(answers_file), on_step, until)

    def _marked(self, value: Value) -> Value:
        """For review, if it is not sure enough."""
        return for_review(value) if value.confidence < self.least else value

    def _tables(
        self, document: Document, on_step: OnStep, boxes: Boxes
    ) -> tuple[PrintedTable, ...] | None:
        """Every table of numbers, if they are asked for."""
        if not self.settings.notes:
            return None
        on_step("reading tables")
        return note_tables(document, partial(_glyphs, document, boxes))

    def _examples(self) -> FewShot | None:
        """Raises ModelError for a model that reads none."""
        s, tagging = self.settings, self.engine.form == "tagging"
        if not s.examples:
            return None
        if isinstance(self.engine, SpanEngine):
            raise ModelError(
                f"model {s.model}: reads no examples for schema {s.schema}; name a general model"
                " with --model, or leave out --examples"
            )
        if tagging and not self.engine.shots:
            raise ModelError(
                f"model {s.model}: answers in tags and reads no examples; name a general model with"
                " --model, or train this one to: `python -m"
                f" extract_filings.levers.few_shot_training --data {s.examples} --examples"
                f" {s.examples} --base {s.model} --out MODEL`"
            )
        from extract_filings.pipeline.gold.few_shot import Examples  # hardly a run has any

        return Examples(s.examples, self.parts, s.shots, tagging, self.sandbox)

    def _asker(self) -> Asker:
        if isinstance(self.engine, SpanEngine):
            return SpanAsker(self.engine, self.parts, self._boxes)
        return ASKERS[self.engine.form](self.engine, self.parts, self.examples)

    def _boxes(self, document: Document, pages: Sequence[int]) -> Mapping:
        return self.sandbox(boxes, replace(document, pages=()), pages)

    def _likely(self, document: Document) -> set[int]:
        """The pages that will be asked first, and those beside a statement's: it may run over, and
        a table's scale may stand before it.
        """
        all_pages = self.settings.exhaustive or self.settings.notes
        if all_pages or self.engine.form != "tagging":
            return {*page_numbers(document)}
        found = locate(self.parts, chunk_pages(document))
        statements = pages_of(c for p in self.statements for c in found[p.name])
        asked = pages_of(c for chunks in found.values() for c in chunks)
        return asked | with_neighbours(document, statements)

    def _led_to_hidden_text(self, document: Document, answers: Mapping[str, Answers]) -> bool:
        """Whether the answers led to pages, or beside pages, that hide something and are not
        checked yet.
        """
        asked = pages_of(c for p in self.statements for c in answers[p.name].chunks)
        looked = self._likely(document) | {h.page for h in document.hidden}
        further = with_neighbours(document, asked) - looked
        return visible(document, further, self.sandbox).hidden != document.hidden


def _glyphs(
    document: Document, boxes: Boxes, pages: Sequence[int]
) -> dict[int, Sequence[Sequence[Box]]]:
    """The boxes of the characters as the text is read, from left to right."""
    return {n: upright(page) for n, page in boxes(document, pages).items()}


@contextmanager
def unchanged(document: Document) -> Iterator[None]:
    """Raises InputError if the file is another one at the end: its pages, boxes and quotes are read
    one after the other.
    """
    try:
        yield
    finally:
        if digest(Path(document.path)) != document.sha256:
            raise InputError(
                f"{document.path}: changed while it was read; wait until it is written, and extract"
                " it again"
            )


def _refuse_taken_names(schema: str, asked: Sequence[Part]) -> None:
    """Raises SchemaError. Imported here, since data frames take 0.1 s of each process."""
    from extract_filings.pipeline.tables.frames import refuse_taken_names

    refuse_taken_names(schema, asked)
