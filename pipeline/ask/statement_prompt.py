"""The questions of general models about a printed statement: whether the page is one, and for each
item the row that is it, by its label and the number of its line.
"""

import re
from collections.abc import Iterator, Sequence

from extract_filings.pipeline.ask import grammar
from extract_filings.pipeline.records import (
    NO,
    NONE,
    YES,
    Answer,
    Chunk,
    Prompt,
    Question,
    TagScores,
    tag,
)
from extract_filings.pipeline.text.patterns import CELL, CURRENCY, plain
from extract_filings.schemas.base import Part

LABEL = 80  # characters of a row's label


def statement_prompt(chunk: Chunk, parts: Sequence[Part]) -> Prompt:
    """One prompt for all statements that a chunk is asked for, so that its text is read once."""
    lines = "".join(f"{plain(n.text)} [{i}]\n" for i, n in enumerate(chunk.lines))
    questions = (q for part in parts for q in _questions(chunk, part))
    return Prompt(f"Lines of page {chunk.page} of a document:\n{lines}\n", tuple(questions))


def _questions(chunk: Chunk, part: Part) -> Iterator[Question]:
    is_one = f"Is this page one of the company's {part.description} Answer yes or no.\n"
    yield Question(0, grammar.literal(("yes", "no")), part=part.name, ask=is_one)
    rows = grammar.row_of(
        {i: label(n.text) for i, n in enumerate(chunk.lines) if CELL.search(n.text)}
    )
    for f in part.fields:
        ask = (
            f"Which row of this page is this item of the {part.name.replace('_', ' ')}:"
            f" {f.description}? Copy the words at the row's beginning, and the number of the line"
            " behind them in brackets; or null.\n"
        )
        yield Question(0, rows, part=part.name, field=f.name, ask=ask)


def label(text: str) -> str:
    """The words of a row before its first number; a row without any words is known by its numbers.

    >>> label("Net sales $ 9,978 $ 11,257"), label("$ 12 13")
    ('Net sales', '$ 12 13')
    """
    return (re.split(rf"\s*{CURRENCY}?\s*\(?[\d—]", text, maxsplit=1)[0].strip() or text)[:LABEL]


def statement_tags(chunk: Chunk, prompt: Prompt, answers: Sequence[Answer]) -> list[TagScores]:
    """The answers as tags of lines of the chunk."""
    tags = []
    for q, a in zip(prompt.questions, answers, strict=True):
        if not q.field:
            share = a.probability if a.text == "yes" else 1 - a.probability
            tags.append(TagScores(chunk, q, {YES: share, NO: 1 - share}))
        elif a.text != "null":
            line = chunk.lines[int(a.text.rpartition("[")[2].removesuffix("]"))]
            place = Question(0, q.grammar, (), line, 0, len(line.text), q.part, q.field)
            scores = {tag(q.part, q.field): a.probability, NONE: 1 - a.probability}
            tags.append(TagScores(chunk, place, scores))
    return tags
