"""Asks a model that points: in words, and the number of the line where they stand.

Each chunk is read once for all that is asked of it. A field that no instance is valid without, and
that no page answered, is asked once more where anything like it is printed; then null is no answer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from extract_filings.pipeline.ask.asker import FewShot
from extract_filings.pipeline.ask.pointing_prompt import (
    offered,
    point_prompt,
    pointers,
    statement_tags,
)
from extract_filings.pipeline.ask.tagger import pages_held
from extract_filings.pipeline.decode.load import EngineLike
from extract_filings.pipeline.locate.rank import Ranking
from extract_filings.pipeline.profile import OnStep, silent
from extract_filings.pipeline.records import (
    Answers,
    Chunk,
    Document,
    Pointer,
    Prompt,
    TagScores,
)
from extract_filings.schemas.base import FieldSpec, Part

MOST_ROWS = 1_000
"""Of a list on one page: rows of different pages are told apart by their numbers."""


class Query(NamedTuple):
    """A chunk, and the parts with the fields that it is asked for."""

    chunk: Chunk
    parts: tuple[Part, ...]


class PointerAsker:
    """An `Asker` for a pointing model. `examples`: labeled pages to show ahead of each chunk."""

    def __init__(
        self, engine: EngineLike, parts: Sequence[Part], examples: FewShot | None = None
    ) -> None:
        self.engine, self.parts, self.examples = engine, parts, examples

    def ask(
        self,
        document: Document,
        chunks: Sequence[Chunk],
        ranking: Ranking,
        on_step: OnStep = silent,
    ) -> dict[str, Answers]:
        on_step("asking")
        queries = [q for c in chunks if (q := self._query(c, ranking)).parts]
        queries, tags, found = self._answers(document, queries)
        lacking = [*self._lacking(chunks, ranking, found)]
        *_, forced = self._answers(document, lacking, must=True)
        found += [replace(p, status="forced") if p.status == "found" else p for p in forced]
        return {p.name: _answers_of(p, queries, tags, found, ranking) for p in self.parts}

    def _query(self, chunk: Chunk, ranking: Ranking) -> Query:
        asked = (
            replace(
                part, fields=tuple(f for f in part.fields if chunk in ranking[part.name][f.name])
            )
            for part in self.parts
        )
        return Query(chunk, tuple(p for p in asked if p.fields))

    def _answers(
        self, document: Document, queries: Sequence[Query], must: bool = False
    ) -> tuple[Sequence[Query], list[TagScores], list[Pointer]]:
        """The queries that were asked, all unless the time is over; tags of statements, pointers of
        all else. `must`: null is no answer.
        """
        prompts = [self._prompt(document, q, must) for q in queries]
        answered = [*zip(queries, prompts, self.engine.answer(prompts), strict=True)]
        tags: list[TagScores] = []
        found: list[Pointer] = []
        for i, ((chunk, parts), prompt, answers) in enumerate(answered):
            statements = {p.name for p in parts if p.kind == "statement"}
            others = [p for p in parts if p.kind != "statement"]
            tags += statement_tags(chunk, prompt, answers, statements)
            found += pointers(chunk, prompt, answers, others, i * MOST_ROWS)
        asked = [query for query, _, answers in answered if all(a.asked for a in answers)]
        return asked, tags, found

    def _prompt(self, document: Document, query: Query, must: bool) -> Prompt:
        """With labeled pages ahead of the chunk, if there are examples."""
        prompt = point_prompt(query.chunk, query.parts, must)
        if not self.examples:
            return prompt
        shown = self.examples.turns(document.sha256, query.chunk, query.parts, must)
        return replace(prompt, before=shown)

    def _lacking(
        self, chunks: Sequence[Chunk], ranking: Ranking, found: Sequence[Pointer]
    ) -> Iterator[Query]:
        """The root's fields without an answer that no instance is valid without, each with the
        likeliest chunk that prints anything like it.
        """
        root = self.parts[0]
        have = {p.field for p in found if p.part == root.name}
        for field in (f for f in root.fields if root.sure(f) and f.name not in have):
            if chunk := _offering(field, (*ranking[root.name][field.name], *chunks)):
                yield Query(chunk, (replace(root, fields=(field,)),))


def _offering(field: FieldSpec, chunks: Sequence[Chunk]) -> Chunk | None:
    return next((c for c in chunks if offered(c, field)), None)


def _answers_of(
    part: Part,
    queries: Sequence[Query],
    tags: Sequence[TagScores],
    found: Sequence[Pointer],
    ranking: Ranking,
) -> Answers:
    """Those of one part."""
    own = tuple(t for t in tags if t.question.part == part.name)
    return Answers(
        tuple(q.chunk for q in queries if part.name in {p.name for p in q.parts}),
        own,
        tuple(p for p in found if p.part == part.name),
        {field: tuple(c.page for c in some) for field, some in ranking[part.name].items()},
        pages_held(part, own),
    )
