"""Asks a model that points: for rows of statements page by page, for all else in JSON, several
pages together.

What is asked of a text is asked behind one reading of it. A field that no instance is valid
without, and that no page answered, is asked once more where anything like it is printed; then null
is no answer.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from extract_filings.pipeline.ask.asker import FewShot
from extract_filings.pipeline.ask.keyed_answer import (
    Listing,
    listing_of,
    lists_within,
    root_pointers,
    row_pointers,
)
from extract_filings.pipeline.ask.keyed_prompt import FEW, cell, in_groups, is_plain, keyed_prompt
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.ask.skeleton import layout_of
from extract_filings.pipeline.ask.statement_prompt import statement_prompt, statement_tags
from extract_filings.pipeline.ask.tagger import pages_held
from extract_filings.pipeline.ask.terse_prompt import is_wide, numbered, row_of, terse_prompt
from extract_filings.pipeline.decode.load import EngineLike
from extract_filings.pipeline.locate.budget import further
from extract_filings.pipeline.locate.rank import Ranking
from extract_filings.pipeline.profile import OnStep, silent
from extract_filings.pipeline.records import (
    Answer,
    Answers,
    Chunk,
    Document,
    Pointer,
    Prompt,
    TagScores,
)
from extract_filings.pipeline.status import FORCED, FOUND
from extract_filings.schemas.base import FieldSpec, Part

TEXT = 12_000
"""Characters of a text at most, some 3,000 tokens, unless one page alone has more."""
UNLIKELY = 0.3
"""Probability of a value below which its field is asked elsewhere too."""
EMPTY = 0.75
"""Probability of an empty list below which its rows are asked for. A small model says too readily
that a list is empty: where rows were printed with 0.36 to 0.69, where none were with 0.84 to 0.92
(Qwen2.5-Coder-1.5B, seven lists each). Rows begin in several ways, "[" and "[{", emptiness in
one.
"""
Seen = dict[str, set[frozenset]]
MOST_ROWS = 1_000
"""Of a list in one text: rows of different texts are told apart by their numbers."""


class Query(NamedTuple):
    """A text, and the parts with the fields that it is asked for."""

    passage: Passage
    parts: tuple[Part, ...]


class _Asked(NamedTuple):
    """A text that was asked, the `number`th of its document. `seen`: rows of lists that were said.
    `must`: null was no answer.
    """

    document: Document
    query: Query
    number: int
    seen: Seen
    must: bool

    def row_pointers(self, said: Listing) -> list[Pointer]:
        """The values of a list."""
        part, first = said.part, self.number * MOST_ROWS
        return row_pointers(self.query.passage, part, said.rows, first, self.seen[part.name])


class PointerAsker:
    """An `Asker` for a pointing model. `examples`: labeled pages to show ahead of each text."""

    def __init__(
        self, engine: EngineLike, parts: Sequence[Part], examples: FewShot | None = None
    ) -> None:
        self.engine, self.parts, self.examples = engine, parts, examples
        self.statements = [p for p in parts if p.kind == "statement"]
        self.others = [p for p in parts if p.kind != "statement"]
        self.terse = is_wide(parts)

    def ask(
        self,
        document: Document,
        chunks: Sequence[Chunk],
        ranking: Ranking,
        on_step: OnStep = silent,
    ) -> dict[str, Answers]:
        on_step("asking")
        rows = [q for c in chunks if (q := _query((c,), self.statements, ranking)).parts]
        rows, tags = self._tags(document, rows)
        seen: Seen = defaultdict(set)
        texts, found = self._pointers(document, [*_texts(chunks, self.others, ranking)], seen)
        elsewhere = self._further(chunks, texts, found)
        more, new = self._pointers(document, elsewhere, seen, len(texts))
        texts, found = texts + more, found + new
        lacking = [*self._lacking(chunks, ranking, found)]
        _, forced = self._pointers(document, lacking, seen, must=True)
        found += [replace(p, status=FORCED) if p.status == FOUND else p for p in forced]
        return {p.name: _answers_of(p, [*rows, *texts], tags, found, ranking) for p in self.parts}

    def _tags(
        self, document: Document, queries: Sequence[Query]
    ) -> tuple[list[Query], list[TagScores]]:
        """The queries that were asked, all unless the time is over, and the rows of statements."""
        prompts = [statement_prompt(q.passage.chunks[0], q.parts) for q in queries]
        answered = self._answered(document, queries, prompts)
        tags = [
            t
            for query, prompt, answers in answered
            for t in statement_tags(query.passage.chunks[0], prompt, answers)
        ]
        return [query for query, *_ in answered], tags

    def _pointers(
        self,
        document: Document,
        queries: Sequence[Query],
        seen: Seen,
        before: int = 0,
        must: bool = False,
    ) -> tuple[list[Query], list[Pointer]]:
        """The queries that were asked, and the values of all else. `seen`: rows of lists that were
        said. `before`: how many texts were asked before. `must`: null is no answer.
        """
        prompts = [self._prompt(q, must) for q in queries]
        answered = self._answered(document, queries, prompts, must)
        found: list[Pointer] = []
        for i, (query, _, answers) in enumerate(answered, before):
            asked = _Asked(document, query, i, seen, must)
            for group, answer in zip(self._groups(query, must), answers, strict=True):
                of = self._of_list if group.kind == "list" else self._of_root
                found += of(asked, group, answer)
        return [query for query, *_ in answered], found

    def _prompt(self, query: Query, must: bool) -> Prompt:
        groups = self._groups(query, must)
        if self._tersely(must):
            return terse_prompt(query.passage, groups)
        return keyed_prompt(query.passage, groups, must)

    def _groups(self, query: Query, must: bool) -> list[Part]:
        return in_groups(query.parts, self._tersely(must), len(query.passage.text))

    def _tersely(self, must: bool) -> bool:
        """Whether it is asked so: what must be answered is asked in full words."""
        return self.terse and not must

    def _of_list(self, asked: "_Asked", part: Part, answer: Answer) -> list[Pointer]:
        if self._tersely(asked.must):
            return asked.row_pointers(listing_of(part, answer, row_of))
        said = listing_of(part, answer)
        if not asked.must and _hardly_empty(said):
            return self._again(asked, part, must=True)
        return asked.row_pointers(said)

    def _of_root(self, asked: "_Asked", part: Part, answer: Answer) -> list[Pointer]:
        layout = numbered if self._tersely(asked.must) else layout_of
        found = root_pointers(asked.query.passage, part, answer, asked.must, layout)
        return found + [p for one in lists_within(part, answer) for p in self._within(asked, one)]

    def _within(self, asked: "_Asked", said: Listing) -> list[Pointer]:
        """Of a list in an object. One that is hardly empty, was cut, or is as long as it may be
        there, is asked by itself.
        """
        part, rows = said.part, said.rows
        if _hardly_empty(said) or said.end is None or (is_plain(part) and len(rows) == FEW):
            return self._again(asked, part, must=_hardly_empty(said))
        return asked.row_pointers(said)

    def _again(self, asked: "_Asked", part: Part, must: bool) -> list[Pointer]:
        query = asked.query._replace(parts=(part,))
        return self._pointers(asked.document, [query], asked.seen, asked.number, must)[1]

    def _further(
        self, chunks: Sequence[Chunk], texts: Sequence[Query], found: Sequence[Pointer]
    ) -> list[Query]:
        """Elsewhere, fields that were not found or hardly, and lists without a row. Of a wide
        schema most are printed nowhere.
        """
        if self.terse:
            return []
        anywhere = [p for p in self.others if not p.opening]
        surest: dict[tuple[str, str], float] = defaultdict(float)
        for p in found:
            surest[p.part, p.field] = max(surest[p.part, p.field], p.probability)
        lists = {p.part for p in found}
        lacking = {
            p.name: [f.name for f in p.fields if surest[p.name, f.name] < UNLIKELY]
            for p in anywhere
            if p.kind != "list" or p.name not in lists
        }
        asked = {c for q in texts for c in q.passage.chunks}
        new = further(anywhere, chunks, asked, lacking)
        where = {
            p.name: {f.name: new * (f.name in lacking.get(p.name, ())) for f in p.fields}
            for p in self.others
        }
        return [*_texts(new, self.others, where)]

    def _answered(
        self,
        document: Document,
        queries: Sequence[Query],
        prompts: Sequence[Prompt],
        must: bool = False,
    ) -> list[tuple[Query, Prompt, list[Answer]]]:
        """Those that were asked, with what was said."""
        shown = [self._shown(document, *one, must) for one in zip(queries, prompts, strict=True)]
        all_ = zip(queries, prompts, self.engine.answer(shown), strict=True)
        return [one for one in all_ if all(a.asked for a in one[2])]

    def _shown(self, document: Document, query: Query, prompt: Prompt, must: bool) -> Prompt:
        """With labeled pages ahead of the text, if there are examples; those of a wide schema would
        be longer than what is asked."""
        if not self.examples or self.terse:
            return prompt
        first = query.passage.chunks[0]
        shown = self.examples.turns(document.sha256, first, query.parts, must)
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
            if passage := _offering(field, (*ranking[root.name][field.name], *chunks)):
                yield Query(passage, (replace(root, fields=(field,)),))


def _hardly_empty(said: Listing) -> bool:
    return not said.rows and said.end is not None and said.empty < EMPTY


def _query(chunks: tuple[Chunk, ...], parts: Sequence[Part], ranking: Ranking) -> Query:
    """What is asked of any of the chunks."""
    asked = (
        replace(part, fields=tuple(f for f in part.fields if _asks(ranking[part.name], f, chunks)))
        for part in parts
    )
    return Query(Passage(chunks), tuple(p for p in asked if p.fields))


def _asks(ranked: Mapping[str, Sequence[Chunk]], field: FieldSpec, chunks: Sequence[Chunk]) -> bool:
    return any(c in ranked[field.name] for c in chunks)


def _texts(chunks: Sequence[Chunk], parts: Sequence[Part], ranking: Ranking) -> Iterator[Query]:
    """The chunks that anything is asked of, in their order, as many together as TEXT allows."""
    asked = [c for c in chunks if _query((c,), parts, ranking).parts]
    together: list[Chunk] = []
    for chunk in asked:
        if together and _length([*together, chunk]) > TEXT:
            yield _query(tuple(together), parts, ranking)
            together = []
        together.append(chunk)
    if together:
        yield _query(tuple(together), parts, ranking)


def _length(chunks: Sequence[Chunk]) -> int:
    return sum(len(n.text) + 1 for c in chunks for n in c.lines)


def _offering(field: FieldSpec, chunks: Sequence[Chunk]) -> Passage | None:
    """The first chunk that prints anything that could be the field."""
    passages = (Passage((c,)) for c in chunks)
    return next((p for p in passages if not cell(p, field, must=True).empty), None)


def _answers_of(
    part: Part,
    queries: Sequence[Query],
    tags: Sequence[TagScores],
    found: Sequence[Pointer],
    ranking: Ranking,
) -> Answers:
    """Those of one part."""
    own = tuple(t for t in tags if t.question.part == part.name)
    asked = (q.passage.chunks for q in queries if part.name in {p.name for p in q.parts})
    return Answers(
        tuple(c for chunks in asked for c in chunks),
        own,
        tuple(p for p in found if p.part == part.name),
        {field: tuple(c.page for c in some) for field, some in ranking[part.name].items()},
        pages_held(part, own),
    )
