"""Asks a model that answers in tags: one for each row of a statement, one for each word elsewhere.

Parts that share a prompt form share one reading of a chunk. Statements are asked on the likeliest
pages first, then on those that the answers lead to.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from extract_filings.pipeline.ask.asker import FewShot
from extract_filings.pipeline.ask.tagging_prompt import rows_prompt, words_prompt
from extract_filings.pipeline.decode.load import EngineLike
from extract_filings.pipeline.locate.rank import Ranking, next_pages
from extract_filings.pipeline.profile import OnStep, silent
from extract_filings.pipeline.records import (
    YES,
    Answers,
    Chunk,
    Document,
    Prompt,
    TagScores,
    likely_fields,
)
from extract_filings.schemas.base import Part

FURTHER = 2
"""Times that statements are asked again, on pages that the answers led to."""

HOLDS = 0.15
"""Least probability that a page prints the statement. Most pages that do not have less than 0.05.
"""

PERHAPS = 0.055
"""The same of a statement that is found nowhere else."""

TAGGED = 3
"""Fields that a page tags more likely than not, from which it prints the statement whatever the
model says of the page as a whole: a few odd words on it must not hide it. Of the pages of dev and
of 25 filings of train that were asked, none with less than HOLDS tags more than one.
"""

Tags = dict[Chunk, list[TagScores]]
MakePrompt = Callable[[Chunk, Sequence[Part]], Prompt]


class Tagger:
    """An `Asker` for a tagging model. `examples`: for a model that learnt to read them."""

    def __init__(
        self, engine: EngineLike, parts: Sequence[Part], examples: FewShot | None = None
    ) -> None:
        self.engine, self.examples = engine, examples
        self.statements = [p for p in parts if p.kind == "statement"]
        self.others = [p for p in parts if p.kind != "statement"]

    def ask(
        self,
        document: Document,
        chunks: Sequence[Chunk],
        ranking: Ranking,
        on_step: OnStep = silent,
    ) -> dict[str, Answers]:
        on_step("asking statements")
        rows = self._rows(document, chunks, ranking)
        on_step("asking the rest")
        wanted = _wanted(self.others, chunks, ranking)
        words = self._tags(document, wanted, self.others, words_prompt)
        of_rows, of_words = _answers(chunks, rows), _answers(chunks, words)
        statements = {
            p.name: replace(of_rows, holds=pages_held(p, of_rows.tags)) for p in self.statements
        }
        return statements | {p.name: of_words for p in self.others}

    def _rows(self, document: Document, chunks: Sequence[Chunk], ranking: Ranking) -> Tags:
        """The tags of the likeliest chunks, and of those that they lead to."""
        wanted = _wanted(self.statements, chunks, ranking)
        rows = self._tags(document, wanted, self.statements, rows_prompt)
        for _ in range(FURTHER):
            tags = [*chain.from_iterable(rows.values())]
            held = {p.name: pages_held(p, tags) for p in self.statements}
            more = next_pages(self.statements, chunks, rows, held)
            if not more:
                break
            rows |= self._tags(document, more, self.statements, rows_prompt)
        return rows

    def _tags(
        self, document: Document, chunks: Sequence[Chunk], group: Sequence[Part], make: MakePrompt
    ) -> Tags:
        prompts = [self._prompt(document, c, group, make) for c in chunks]
        answered = zip(chunks, prompts, self.engine.answer(prompts), strict=True)
        return {
            chunk: [
                TagScores(
                    chunk, question, dict(answer.options), dict(answer.excludes), answer.concepts
                )
                for question, answer in zip(prompt.questions, answers, strict=True)
            ]
            for chunk, prompt, answers in answered
        }

    def _prompt(
        self, document: Document, chunk: Chunk, group: Sequence[Part], make: MakePrompt
    ) -> Prompt:
        """With labeled pages ahead of the chunk, if there are examples."""
        prompt = make(chunk, group)
        if not self.examples:
            return prompt
        return replace(prompt, before=self.examples.turns(document.sha256, chunk, group))


def pages_held(part: Part, tags: Sequence[TagScores]) -> dict[Chunk, float]:
    """The chunks that print the statement, and how sure the model is of each."""
    sure = {
        t.chunk: t.options[YES]
        for t in tags
        if t.question.line is None and t.question.part == part.name
    }
    held = {
        chunk: share
        for chunk, share in sure.items()
        if share >= HOLDS or len(likely_fields(part.name, chunk, tags)) >= TAGGED
    }
    return held or {chunk: share for chunk, share in sure.items() if share >= PERHAPS}


def _wanted(group: Iterable[Part], chunks: Sequence[Chunk], ranking: Ranking) -> list[Chunk]:
    """The chunks to ask for any of the parts, in document order."""
    some = {c for p in group for found in ranking[p.name].values() for c in found}
    return [c for c in chunks if c in some]


def _answers(chunks: Sequence[Chunk], tags: Mapping[Chunk, Sequence[TagScores]]) -> Answers:
    """In document order."""
    asked = tuple(c for c in chunks if c in tags)
    return Answers(asked, tuple(chain.from_iterable(tags[c] for c in asked)))
