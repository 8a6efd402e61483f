"""The main job on one document, step by step. No logic of its own: it hands plain values from step
to step.

read (and leave out what no human sees) -> chunk -> locate -> ask (prompt, grammar) -> decode ->
pick -> weigh -> resolve (table) -> merge -> validate -> rate (calibration)
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path

from extract_filings.pipeline.ask.pointing_prompt import as_asked, offered, point_prompt, pointers
from extract_filings.pipeline.ask.tagging_prompt import rows_prompt, words_prompt
from extract_filings.pipeline.decode.load import load_engine
from extract_filings.pipeline.errors import InputError, ModelError
from extract_filings.pipeline.gold.few_shot import Examples
from extract_filings.pipeline.locate.chunk import chunk_pages
from extract_filings.pipeline.locate.rank import fields, locate, next_pages
from extract_filings.pipeline.pdf.boxes import boxes
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.pdf.rotation import upright
from extract_filings.pipeline.pdf.sandbox import in_process
from extract_filings.pipeline.pdf.visible import find_hidden, with_lines
from extract_filings.pipeline.records import (
    Answers,
    Box,
    Chunk,
    Document,
    Line,
    Occurrence,
    Pointer,
    Problem,
    Prompt,
    Record,
    TagScores,
    Turn,
    Value,
)
from extract_filings.pipeline.resolve.confidence import calibration_of, rated, review_threshold
from extract_filings.pipeline.resolve.fields import cover_values, list_values, row_choices
from extract_filings.pipeline.resolve.merge import best_answer, problems, statement_values
from extract_filings.pipeline.resolve.rerank import reranked
from extract_filings.pipeline.resolve.rules import rule_score, validate
from extract_filings.pipeline.resolve.select import cover, list_rows, occurrences, pages_held
from extract_filings.pipeline.resolve.statement import before, read_statement
from extract_filings.pipeline.sources import digest
from extract_filings.pipeline.tables.instance import assemble, faults
from extract_filings.schemas.base import Part
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema

Note = Callable[[str], None]
Boxes = Callable[[Document, Sequence[int]], Mapping[int, Sequence[Sequence[Box]]]]
"""The boxes of the characters of pages: `read.boxes`, but for a document that is not as its file.
"""

MOST_ROWS = 1_000  # of a list on one page
# times that a model that answers in marks is asked for statements again, of pages that its answers
# led to
FURTHER = 2


def silent(step: str) -> None:
    """For those who do not want to hear which step begins."""


@dataclass(frozen=True, slots=True)
class Settings:
    schema: str = "filing"
    model: str = "embedded"
    exhaustive: bool = False
    password: str | None = None
    threads: int | None = None  # cores to compute on; None: all
    examples: Path | None = None  # folder of solved documents that a general model is shown
    shots: int = 1  # solved pages ahead of each page
    calibration: Path | None = (
        None  # a file of `extract calibrate`; None: the one in the model's folder
    )
    min_confidence: float = 0.0  # values below it are for review
    target_precision: float | None = None  # or below what this share of right values asks for


class Extractor:
    """Schema and model, loaded once for many documents. `apart` calls whatever opens a PDF."""

    def __init__(self, settings: Settings = Settings(), apart: Callable = in_process) -> None:
        self.apart = apart
        self.settings, self.schema = settings, load_schema(settings.schema)
        self.parts = parts(self.schema)
        self.engine = load_engine(settings.model, settings.threads)
        self.engine.knows(self.parts)
        if settings.examples and self.engine.form == "tagging" and not self.engine.shots:
            raise ModelError(
                f"model {settings.model}: answers in marks and reads no examples; name a general"
                " model with --model, or train this one to: `extract train --data"
                f" {settings.examples} --examples {settings.examples} --base {settings.model} --out"
                " MODEL`"
            )
        self.examples = (
            Examples(
                settings.examples, self.parts, settings.shots, self.engine.form == "tagging", apart
            )
            if settings.examples
            else None
        )
        self.calibration = calibration_of(settings.model, settings.calibration, self.parts[0].name)
        self.least = review_threshold(
            self.calibration, settings.min_confidence, settings.target_precision
        )

    def __call__(self, path: Path, note: Note = silent) -> Record:
        """Everything that the schema asks of the document, as values and problems. Raises
        InputError. `note` hears what begins.
        """
        note("reading")
        document = self.apart(read, path, self.settings.password)
        with unchanged(document):
            document = self.seen(document, note)
            asked = self.ask(document, note)
            if (others := self._unlooked(document, asked)) and self._look(document, others).hidden:
                document = self._look(document, every(document))
                asked = self.ask(document, note)
            return self._made(document, asked, note, self._boxes)

    def of(self, document: Document, note: Note = silent, boxes: Boxes = boxes) -> Record:
        """The same of a document that was read and looked at."""
        return self._made(document, self.ask(document, note), note, boxes)

    def _made(
        self, document: Document, asked: dict[str, Answers], note: Note, boxes: Boxes
    ) -> Record:
        note("resolving")
        values = rated(
            self.parts, self.resolve(document, asked, boxes), self.calibration, self.least
        )
        wrong = faults(self.schema, self.parts, assemble(self.parts, values))
        return Record(
            document.name,
            document.sha256,
            len(document.pages),
            values,
            problems(self.parts, values) + wrong + unseen(self.parts[0], document),
        )

    def seen(self, document: Document, note: Note = silent) -> Document:
        """With the pages that will be asked as a human sees them. If one of them hides something,
        all are looked at: what others hide could draw the questions away from the right page.
        Raises InputError if nothing is left."""
        note("looking at pages")
        looked = self._look(document, self._near(document))
        looked = self._look(document, every(document)) if looked.hidden else looked
        if not any(looked.pages):
            raise InputError(
                f"{document.path}: all text of its {len(document.pages)} pages is hidden, no human"
                " sees it; print the file and run OCR on that"
            )
        return looked

    def _look(self, document: Document, pages: Iterable[int]) -> Document:
        return with_lines(document, *self.apart(find_hidden, replace(document, pages=()), pages))

    def _boxes(
        self, document: Document, pages: Iterable[int]
    ) -> dict[int, tuple[tuple[Box, ...], ...]]:
        return self.apart(boxes, replace(document, pages=()), sorted(set(pages)))

    def _near(self, document: Document) -> set[int]:
        """The pages that would be asked first, and those beside a statement's: it may run over, and
        a table's scale may stand before it.
        """
        if self.settings.exhaustive or self.engine.form == "pointing":
            return {*every(document)}
        found = locate(self.parts, chunk_pages(document))
        return _beside(
            document, chain.from_iterable(found[p.name] for p in self.statements)
        ) | _pages(chain.from_iterable(found.values()))

    def _unlooked(self, document: Document, asked: Mapping[str, Answers]) -> set[int]:
        """The pages that answers led to, and those beside them, unless they are among the first or
        all were looked at.
        """
        return (
            set()
            if document.hidden
            else _beside(
                document, chain.from_iterable(asked[p.name].chunks for p in self.statements)
            )
            - self._near(document)
        )

    def ask(self, document: Document, note: Note = silent) -> dict[str, Answers]:
        """The answers on each part's chunks."""
        note("locating")
        chunks = chunk_pages(document)
        keep = len(chunks) if self.settings.exhaustive else None
        found = locate(self.parts, chunks, keep)
        return (
            self._marked(document, chunks, found, note)
            if self.engine.form == "tagging"
            else self._pointed(document, chunks, found, keep, note)
        )

    def _marked(
        self, document: Document, chunks: Sequence[Chunk], found: dict[str, list[Chunk]], note: Note
    ) -> dict[str, Answers]:
        """Of a model that answers in marks. Parts that share a prompt form share one reading of a
        chunk.
        """
        wanted = lambda group: (lambda some: [c for c in chunks if c in some])(
            set(chain.from_iterable(found[p.name] for p in group))
        )
        note("asking statements")
        rows = self._marks(document, wanted(self.statements), self.statements, rows_prompt)
        for _ in range(FURTHER):
            said = [*chain.from_iterable(rows.values())]
            if not (
                more := next_pages(
                    self.statements,
                    chunks,
                    rows,
                    {p.name: pages_held(p, said) for p in self.statements},
                )
            ):
                break
            rows |= self._marks(document, more, self.statements, rows_prompt)
        note("asking the rest")
        words = self._marks(document, wanted(self.others), self.others, words_prompt)
        heard = lambda said: (
            lambda mine: Answers(tuple(mine), tuple(chain.from_iterable(said[c] for c in mine)))
        )([c for c in chunks if c in said])
        return dict.fromkeys((p.name for p in self.statements), heard(rows)) | dict.fromkeys(
            (p.name for p in self.others), heard(words)
        )

    def _marks(
        self,
        document: Document,
        chunks: Sequence[Chunk],
        group: Sequence[Part],
        make: Callable[[Chunk, Sequence[Part]], Prompt],
    ) -> dict[Chunk, list[TagScores]]:
        prompts = [replace(make(c, group), before=self._ahead(document, c, group)) for c in chunks]
        answered = zip(chunks, prompts, self.engine.answer(prompts))
        return {
            c: [TagScores(c, q, dict(a.options)) for q, a in zip(prompt.questions, answers)]
            for c, prompt, answers in answered
        }

    def _pointed(
        self,
        document: Document,
        chunks: Sequence[Chunk],
        found: dict[str, list[Chunk]],
        keep: int | None,
        note: Note,
    ) -> dict[str, Answers]:
        """Of a model that points: each chunk is read once for all that is asked of it."""
        note("asking")
        spread = {
            p.name: (
                fields(p, chunks, keep)
                if p in self.others
                else dict.fromkeys((f.name for f in p.fields), found[p.name])
            )
            for p in self.parts
        }
        pages = [
            (c, [p for part in self.parts if (p := _asked_of(c, part, spread)).fields])
            for c in chunks
        ]
        pages = [(c, wanted) for c, wanted in pages if wanted]
        answered = self._answers(document, pages)
        forced = [
            replace(f, status="forced") if f.status == "found" else f
            for f in self._answers(document, self._lacking(chunks, spread, answered), must=True)
        ]
        said = lambda p: [a for a in (*answered, *forced) if _part(a) == p.name]
        sought = lambda p: {f: tuple(c.page for c in some) for f, some in spread[p.name].items()}
        return {
            p.name: Answers(
                tuple(c for c, wanted in pages if p.name in {w.name for w in wanted}),
                tuple(said(p)),
                sought(p),
            )
            for p in self.parts
        }

    def _answers(
        self, document: Document, pages: Sequence[tuple[Chunk, list[Part]]], must: bool = False
    ) -> list[TagScores | Pointer]:
        prompts = [
            replace(point_prompt(c, wanted, must), before=self._ahead(document, c, wanted, must))
            for c, wanted in pages
        ]
        made: list[TagScores | Pointer] = []
        for i, ((chunk, wanted), prompt, answers) in enumerate(
            zip(pages, prompts, self.engine.answer(prompts))
        ):
            rows = {p.name for p in wanted if p.kind == "statement"}
            made += as_asked(chunk, prompt, answers, rows) + pointers(
                chunk, prompt, answers, [p for p in wanted if p.name not in rows], i * MOST_ROWS
            )
        return made

    def _ahead(
        self, document: Document, chunk: Chunk, asked: Sequence[Part], must: bool = False
    ) -> tuple[Turn, ...]:
        """The solved pages that are shown ahead of the chunk."""
        return self.examples.turns(document.sha256, chunk, asked, must) if self.examples else ()

    def _lacking(
        self, chunks: Sequence[Chunk], spread: dict, answered: Sequence[TagScores | Pointer]
    ) -> list[tuple[Chunk, list[Part]]]:
        """The fields without an answer that no instance is valid without, and the likeliest chunk
        that prints anything like them.
        """
        root, have = self.parts[0], {a.field for a in answered if _part(a) == self.parts[0].name}
        lacking = [f for f in root.fields if root.sure(f) and f.name not in have]
        places = [
            (f, next((c for c in (*spread[root.name][f.name], *chunks) if offered(c, f)), None))
            for f in lacking
        ]
        return [(c, [replace(root, fields=(f,))]) for f, c in places if c]

    @property
    def statements(self) -> list[Part]:
        return [p for p in self.parts if p.kind == "statement"]

    @property
    def others(self) -> list[Part]:
        return [p for p in self.parts if p.kind != "statement"]

    def resolve(
        self, document: Document, heard: dict[str, Answers], boxes: Boxes = boxes
    ) -> tuple[Value, ...]:
        """Pointers -> values with their boxes, checked."""
        front = [
            line
            for c in dict.fromkeys(chain.from_iterable(heard[p.name].chunks for p in self.others))
            for line in c.lines
        ]
        values: list[Value] = []
        for part in self.others:
            places = self._places(part, heard[part.name])
            values += (
                cover_values(part, places, front)
                if part.kind == "root"
                else list_values(part, places, [v for v in values if v.table == part.parent])
            )
        year_end = next((v.value for v in values if v.field == "period_end_date"), None)
        for part in self.statements:
            places = occurrences(part, heard[part.name].answers)
            around = [before(document, p.lines[0].page) + p.lines for p in places]
            glyphs = {
                n: upright(page)
                for n, page in boxes(
                    document, sorted({line.page for lines in around for line in lines})
                ).items()
            }
            values += statement_values(
                part,
                [self._read(p, lines, glyphs, part, year_end) for p, lines in zip(places, around)],
            )
        return validate(
            self.parts, _boxed(values, boxes(document, sorted({v.line.page for v in values})))
        )

    def _places(self, part: Part, heard: Answers) -> list[Pointer]:
        if self.engine.form == "pointing":
            return best_answer(part, heard.answers, heard.pages)
        return (
            cover(part, heard.answers)
            if part.kind == "root"
            else row_choices(part, list_rows(part, heard.answers))
        )

    def _read(
        self,
        place: Occurrence,
        lines: Sequence[Line],
        glyphs: dict[int, list[list[Box]]],
        part: Part,
        year_end: date | None,
    ) -> tuple[Occurrence, dict]:
        """A printing with the rows that model and laws agree on, and their cells."""
        cells = lambda p: read_statement(
            lines, glyphs, {r.field: r.line for r in p.rows}, part, year_end
        )
        best = reranked(
            place, lambda p: rule_score(self.parts, statement_values(part, [(p, cells(p))]))
        )
        return best, cells(best)


def every(document: Document) -> range:
    """The numbers of all its pages."""
    return range(1, len(document.pages) + 1)


def _pages(chunks: Iterable[Chunk]) -> set[int]:
    return {line.page for c in chunks for line in c.lines}


def _beside(document: Document, chunks: Iterable[Chunk]) -> set[int]:
    """The pages of the chunks, and those before and behind."""
    return {p for page in _pages(chunks) for p in (page - 1, page, page + 1)} & {*every(document)}


def unseen(root: Part, document: Document) -> tuple[Problem, ...]:
    """A problem for each page with text that no human sees."""
    told = {
        "hidden": (
            "{0.characters} characters that no one sees on the page were not read: “{0.words}”"
        ),
        "scan": (
            "a scan: the {0.characters} characters laid under or over its picture, which no one"
            " sees, were read: “{0.words}”"
        ),
        "unknown": (
            "the file cannot be drawn, so text that no one sees may have been read; try `qpdf"
            " in.pdf repaired.pdf` and extract that"
        ),
    }
    return tuple(
        Problem(
            root.name,
            (),
            f"page {h.page}" if h.page else "document",
            "hidden",
            told[h.kind].format(h),
        )
        for h in document.hidden
    )


@contextmanager
def unchanged(document: Document) -> Iterator[None]:
    """Raises InputError if the file is another one at the end: its pages, boxes and quotes were
    read one after the other.
    """
    try:
        yield
    finally:
        if digest(Path(document.path)) != document.sha256:
            raise InputError(
                f"{document.path}: changed while it was read; wait until it is written, and extract"
                " it again"
            )


def _asked_of(chunk: Chunk, part: Part, spread: dict[str, dict[str, list[Chunk]]]) -> Part:
    """The part with the fields that the chunk is asked for."""
    return replace(part, fields=tuple(f for f in part.fields if chunk in spread[part.name][f.name]))


def _part(answer: TagScores | Pointer) -> str:
    return answer.part if isinstance(answer, Pointer) else answer.question.part


def _boxed(values: Sequence[Value], glyphs: Mapping[int, Sequence[Sequence[Box]]]) -> list[Value]:
    return [replace(v, box=_around(_characters(v, glyphs))) if v.quote else v for v in values]


def _characters(v: Value, glyphs: dict[int, list[list[Box]]]) -> list[Box]:
    """The boxes of a quote's characters, over all its lines."""
    of = lambda line: glyphs[line.page][line.number]
    if not v.rest:
        return of(v.line)[v.start : v.end]
    return [
        *of(v.line)[v.start :],
        *(b for n in v.rest[:-1] for b in of(n)),
        *of(v.rest[-1])[: v.end],
    ]


def _around(characters: Sequence[Box]) -> Box:
    """The smallest box around the characters. Spaces have no box of their own in some files."""
    real = [b for b in characters if b[2] > b[0]] or list(characters)
    return (
        min(b[0] for b in real),
        min(b[1] for b in real),
        max(b[2] for b in real),
        max(b[3] for b in real),
    )
