"""The main job on one document, step by step. No logic of its own: it hands plain values from step to step.

read -> chunk -> locate -> ask (prompt, grammar) -> decode -> pick -> weigh -> resolve (table) -> merge -> validate
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path

from pipeline.chunk import chunk_pages
from pipeline.decode import Engine
from pipeline.locate import locate
from pipeline.merge import problems, statement_values
from pipeline.pick import cover, printings, table
from pipeline.point import as_asked, point_prompt
from pipeline.prompt import rows_prompt, words_prompt
from pipeline.read import boxes, read
from pipeline.records import Asked, Box, Chunk, Document, Line, Printing, Record, Value
from pipeline.resolve import cover_values, list_values
from pipeline.schema import load_schema
from pipeline.table import read_statement
from pipeline.validate import standing, validate
from pipeline.weigh import weighed
from schemas.base import Part, parts


Note = Callable[[str], None]


def silent(step: str) -> None:
    """For those who do not want to hear which step begins."""


@dataclass(frozen=True, slots=True)
class Settings:
    schema: str = "filing"
    model: str = "embedded"
    exhaustive: bool = False
    password: str | None = None
    threads: int | None = None  # cores to compute on; None: all


class Extractor:
    """Schema and model, loaded once for many documents."""

    def __init__(self, settings: Settings = Settings()) -> None:
        self.settings, self.parts = settings, parts(load_schema(settings.schema))
        self.engine = Engine(settings.model, settings.threads)
        self.engine.knows(self.parts)

    def __call__(self, path: Path, note: Note = silent) -> Record:
        """Everything that the schema asks of the document, as values and problems. Raises InputError. `note` hears what begins."""
        note("reading")
        document = read(path, self.settings.password)
        asked = self.ask(document, note)
        note("resolving")
        values = self.resolve(document, asked)
        return Record(document.name, document.sha256, len(document.pages), values, problems(self.parts, values))

    def ask(self, document: Document, note: Note = silent) -> dict[str, list[Asked]]:
        """The answers on each part's chunks. Parts that share a chunk and a prompt form share one reading of it."""
        note("locating")
        chunks = chunk_pages(document)
        keep = len(chunks) if self.settings.exhaustive else None
        found = locate(self.parts, chunks, keep)
        asked: dict[str, list[Asked]] = {}
        for what, group, make in (("statements", self.statements, rows_prompt), ("opening", self.opening, words_prompt)):
            note(f"asking {what}")
            wanted = set(chain.from_iterable(found[p.name] for p in group))
            mine = [c for c in chunks if c in wanted]
            answers = self._marks(mine, group, make) if self.engine.mark_form else self._points(mine, group)
            asked |= dict.fromkeys((p.name for p in group), answers)
        return asked

    def _marks(self, chunks: Sequence[Chunk], group: Sequence[Part], make: Callable) -> list[Asked]:
        prompts = [make(c, group) for c in chunks]
        return [Asked(chunk, q, dict(a.options)) for chunk, prompt, answers in zip(chunks, prompts, self.engine.answer(prompts))
                for q, a in zip(prompt.questions, answers)]

    def _points(self, chunks: Sequence[Chunk], group: Sequence[Part]) -> list[Asked]:
        prompts = [point_prompt(c, group) for c in chunks]
        return [a for chunk, prompt, answers in zip(chunks, prompts, self.engine.answer(prompts)) for a in as_asked(chunk, prompt, answers, group)]

    @property
    def statements(self) -> list[Part]:
        return [p for p in self.parts if p.kind == "statement"]

    @property
    def opening(self) -> list[Part]:
        return [p for p in self.parts if p.opening]

    def resolve(self, document: Document, asked: dict[str, list[Asked]]) -> tuple[Value, ...]:
        """Pointers -> values with their boxes, checked."""
        front = [line for c in dict.fromkeys(a.chunk for p in self.opening for a in asked[p.name]) for line in c.lines]
        values: list[Value] = []
        for part in self.opening:
            values += cover_values(part, cover(part, asked[part.name]), front) if part.kind == "root" else list_values(part, table(part, asked[part.name]))
        year_end = next((v.value for v in values if v.field == "period_end_date"), None)
        for part in self.statements:
            places = printings(part, asked[part.name])
            shown = [before(document, p.lines[0].page) + p.lines for p in places]
            glyphs = boxes(document, sorted({line.page for lines in shown for line in lines}))
            values += statement_values(part, [self._read(p, lines, glyphs, part, year_end) for p, lines in zip(places, shown)])
        return validate(self.parts, _boxed(document, values))

    def _read(self, place: Printing, lines: Sequence[Line], glyphs: dict[int, list[list[Box]]], part: Part, year_end: date | None) -> tuple[Printing, dict]:
        """A printing with the rows that model and laws agree on, and their cells."""
        cells = lambda p: read_statement(lines, glyphs, {r.field: r.line for r in p.rows}, part, year_end)
        best = weighed(place, lambda p: standing(self.parts, statement_values(part, [(p, cells(p))])))
        return best, cells(best)


def before(document: Document, page: int) -> tuple[Line, ...]:
    """The page before: a statement's title and scale may stand at its foot."""
    return document.pages[page - 2] if page > 1 else ()


def _boxed(document: Document, values: Sequence[Value]) -> list[Value]:
    glyphs = boxes(document, sorted({v.line.page for v in values}))
    return [replace(v, box=_around(glyphs[v.line.page][v.line.number][v.start : v.end])) for v in values]


def _around(characters: Sequence[Box]) -> Box:
    """The smallest box around the characters. Spaces have no box of their own in some files."""
    real = [b for b in characters if b[2] > b[0]] or list(characters)
    return min(b[0] for b in real), min(b[1] for b in real), max(b[2] for b in real), max(b[3] for b in real)
