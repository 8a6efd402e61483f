"""The prompt of pointing models (general ones, such as Qwen3-4B): the chunk with numbered lines,
then a question for each field.

A statement's row is answered by its label, a field of the root by the words that stand there, each
with the number of the line behind it; a list by rows of such words. Null is always legal, except
for a field that no instance is valid without and that no page answered. `statement_tags` turns
answers for statements into the tags that a tagging model gives, `pointers` all others into places.
"""

import re
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from extract_filings.pipeline.ask import grammar
from extract_filings.pipeline.records import (
    NO,
    NONE,
    YES,
    Answer,
    Chunk,
    Line,
    Pointer,
    Prompt,
    Question,
    TagScores,
    line_shares,
    tag,
)
from extract_filings.pipeline.text.parse import found, options
from extract_filings.pipeline.text.patterns import CELL, CURRENCY, plain
from extract_filings.schemas.base import FieldSpec, Part

LABEL = 80  # characters of a row's label
WINDOW, ROW_WINDOW = 3, 5
"""Lines that a value, and a row with all its values, may run over."""


def point_prompt(chunk: Chunk, parts: Sequence[Part], must: bool = False) -> Prompt:
    """One prompt for all the parts that a chunk is asked for, so that its text is read once.
    `must`: null is no answer.
    """
    lines = "".join(f"{plain(n.text)} [{i}]\n" for i, n in enumerate(chunk.lines))
    questions = (q for part in parts for q in QUESTIONS[part.kind](chunk, part, must))
    return Prompt(f"Lines of page {chunk.page} of a document:\n{lines}\n", tuple(questions))


def _question(part: Part, field: str, ask: str, grammar: str) -> Question:
    return Question(0, grammar, part=part.name, field=field, ask=ask)


def _statement(chunk: Chunk, part: Part, must: bool) -> Iterator[Question]:
    yield _question(
        part,
        "",
        f"Is this page one of the company's {part.description} Answer yes or no.\n",
        grammar.literal(("yes", "no")),
    )
    rows = grammar.field(
        {i: (label(n.text),) for i, n in enumerate(chunk.lines) if CELL.search(n.text)}
    )
    for f in part.fields:
        ask = (
            f"Which row of this page is this item of the {part.name.replace('_', ' ')}:"
            f" {f.description}? Copy the words at the row's beginning, and the number of the line"
            " behind them in brackets; or null.\n"
        )
        yield _question(part, f.name, ask, rows)


def label(text: str) -> str:
    """The words of a row before its first number; a row without any words is known by its numbers.

    >>> label("Net sales $ 9,978 $ 11,257"), label("$ 12 13")
    ('Net sales', '$ 12 13')
    """
    return (re.split(rf"\s*{CURRENCY}?\s*\(?[\d—]", text, maxsplit=1)[0].strip() or text)[:LABEL]


def _root(chunk: Chunk, part: Part, must: bool) -> Iterator[Question]:
    for f in part.fields:
        if f.cue.free:
            yield _question(
                part,
                f.name,
                f"Write in at most {f.cue.free} characters: {f.description}. Or null.\n",
                grammar.own(f.cue.free, not must),
            )
        elif not f.cue.within:
            yield _question(part, f.name, _ask(f, must), grammar.field(_places(chunk, f), not must))


def _ask(f: FieldSpec, must: bool) -> str:
    say = f"one of: {', '.join(f.choices)}" if f.choices else "the words as printed there"
    return (
        f"Find on this page: {f.description}. Answer with {say}, and the number of the line behind"
        f" it in brackets{'' if must else '; or null'}.\n"
    )


def _places(chunk: Chunk, f: FieldSpec) -> dict[int, grammar.Alternative]:
    """What each line offers for the field."""
    offers = {i: _cell(f, joined(chunk, i, WINDOW)) for i in range(len(chunk.lines))}
    return {i: cell for i, cell in offers.items() if cell}


def _cell(f: FieldSpec, text: str) -> grammar.Alternative:
    if f.cue.free:
        return grammar.Own(f.cue.free)
    offers, rules = options(f, text), dict(f.rules)
    if offers is not None:
        return offers
    return (
        grammar.Span(text, rules.get("minLength", 1), rules.get("maxLength", 300))
        if text.strip()
        else ()
    )


def joined(chunk: Chunk, first: int, count: int) -> str:
    """The text of some lines of one page."""
    return _text(run(chunk, first, count))


def run(chunk: Chunk, first: int, count: int) -> tuple[Line, ...]:
    return tuple(n for n in chunk.lines[first : first + count] if n.page == chunk.lines[first].page)


def _list(chunk: Chunk, part: Part, must: bool) -> Iterator[Question]:
    columns = " | ".join(f.description for f in part.fields)
    what = ". ".join(s.rstrip(".") for s in (part.description, part.row) if s) or part.words
    ask = (
        f"List from this page, one row a line: {what}."
        f" For each row: {columns}. Behind the first of them the number of the row's line in"
        " brackets. Write null for what is missing; behind the last row write: end\n"
    )
    lines = {
        i: [(_cell(f, joined(chunk, i, ROW_WINDOW)), not f.must) for f in part.fields]
        for i, n in enumerate(chunk.lines)
        if n.text.strip()
    }
    yield _question(
        part,
        part.fields[0].name,
        ask,
        grammar.table_grammar(
            {i: cells for i, cells in lines.items() if all(null or cell for cell, null in cells)}
        ),
    )


QUESTIONS = {"statement": _statement, "root": _root, "list": _list}


def statement_tags(
    chunk: Chunk, prompt: Prompt, answers: Sequence[Answer], statements: Container[str]
) -> list[TagScores]:
    """Answers for statements as tags of lines of the chunk."""
    tags = []
    for q, a in zip(prompt.questions, answers, strict=True):
        if q.part not in statements:
            continue
        if not q.field:
            share = a.probability if a.text == "yes" else 1 - a.probability
            tags.append(TagScores(chunk, q, {YES: share, NO: 1 - share}))
        elif a.text != "null":
            line = chunk.lines[_line(a.text)[1]]
            place = Question(0, q.grammar, (), line, 0, len(line.text), q.part, q.field)
            scores = {tag(q.part, q.field): a.probability, NONE: 1 - a.probability}
            tags.append(TagScores(chunk, place, scores))
    return tags


def pointers(
    chunk: Chunk, prompt: Prompt, answers: Sequence[Answer], parts: Sequence[Part], first: int = 0
) -> list[Pointer]:
    """Answers for the root and for lists as places of the chunk. Rows of lists are numbered from
    `first`.
    """
    by_name = {p.name: p for p in parts}
    made: list[Pointer] = []
    for q, a in zip(prompt.questions, answers, strict=True):
        part = by_name.get(q.part)
        if part and part.kind == "list":
            made += _rows(chunk, part, a, first)
        elif part and a.text != "null" and a.probability:
            made += _field(chunk, part, next(f for f in part.fields if f.name == q.field), a)
    return made


def _field(chunk: Chunk, part: Part, f: FieldSpec, answer: Answer) -> list[Pointer]:
    if f.cue.free:
        return [_own(chunk, part, f, answer.text, answer.probability)]
    words, line = _line(answer.text)
    cell = Cell(words.strip(), line, WINDOW, answer.probability)
    return [p] if (p := _pointer(chunk, part, f, cell)) else []


def offered(chunk: Chunk, f: FieldSpec) -> bool:
    """Whether the chunk prints anything that could be the field."""
    return bool(f.cue.free or _places(chunk, f))


def _line(text: str) -> tuple[str, int]:
    """Words, and the number of the line where they stand."""
    words, _, number = text.rpartition("[")
    return words, int(number.removesuffix("]"))


def _rows(chunk: Chunk, part: Part, answer: Answer, first: int) -> list[Pointer]:
    """The last line is "end", or the row within which an answer was cut off."""
    texts = answer.text.split("\n")[:-1]
    shares = line_shares(answer) or (answer.probability,)
    made: list[Pointer] = []
    for row, text in enumerate(dict.fromkeys(texts), first):
        share = shares[min(texts.index(text), len(shares) - 1)]
        made += _row(chunk, part, text, row, share)
    return made


def _row(chunk: Chunk, part: Part, text: str, row: int, share: float) -> Iterator[Pointer]:
    """Each cell stands behind the one before it, if its words do."""
    first, *others = text.split("|")
    said, line = _line(first.strip())
    behind, printed = 0, joined(chunk, line, ROW_WINDOW)
    for f, cell in zip(part.fields, (said, *others), strict=False):  # a cut row has fewer
        words = cell.strip()
        if words == "null":
            continue
        if f.cue.free:
            yield _own(chunk, part, f, words, share, row)
        elif p := _pointer(chunk, part, f, Cell(words, line, ROW_WINDOW, share, row, behind)):
            yield p
        at = found(f, printed, words, behind)
        behind = at[1] if at else behind


def _own(chunk: Chunk, part: Part, f: FieldSpec, words: str, share: float, row: int = 0) -> Pointer:
    line = chunk.lines[-1]
    return Pointer(part.name, f.name, line, 0, 0, share, row, (), words, "not grounded")


class Cell(NamedTuple):
    """Words that a model said stand at a line of the chunk, or on the lines of its window behind
    it. `behind`: how many characters of them belong to cells before.
    """

    words: str
    line: int
    window: int
    probability: float
    row: int = 0
    behind: int = 0


def _pointer(chunk: Chunk, part: Part, f: FieldSpec, cell: Cell) -> Pointer | None:
    """The words where they stand. A choice that is not printed there has the line for its place."""
    if not cell.words:
        return None
    lines = run(chunk, cell.line, cell.window)
    at = found(f, joined(chunk, cell.line, cell.window), cell.words, cell.behind)
    start, end = at or (0, len(lines[0].text))
    first, start = _on_line(lines, start)
    last, end = _on_line(lines, end)
    return Pointer(
        part.name,
        f.name,
        lines[first],
        start,
        end,
        cell.probability,
        cell.row,
        lines[first + 1 : last + 1],
        cell.words if f.choices else "",
        around=(_text(lines[:first]), _text(lines[last + 1 :])),
    )


def _on_line(lines: Sequence[Line], at: int) -> tuple[int, int]:
    """The line of a place in the joined lines, and the place in it."""
    number = 0
    while at > len(lines[number].text):
        at -= len(lines[number].text) + 1
        number += 1
    return number, at


def _text(lines: Sequence[Line]) -> str:
    return " ".join(n.text for n in lines)
