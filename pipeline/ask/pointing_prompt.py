"""The prompt form for general models (Qwen3-4B): the chunk with numbered lines, then a question for
each field.

A statement's row is answered by its label, a field of the root by the words that stand there, each
with the number of the line behind it; a list by rows of such words; null is always legal, but for a
field that an instance cannot do without and that no page answered. `as_asked` turns answers for
statements into the marks that the embedded model gives, `pointers` all others into places.
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

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
    tag,
)
from extract_filings.pipeline.text.parse import found, options
from extract_filings.pipeline.text.patterns import CELL, CURRENCY, plain
from extract_filings.schemas.base import FieldSpec, Part

LABEL = 80  # characters of a row's label
WINDOW, ROW_WINDOW = 3, 5
"""Lines that a value, and a row with all its values, may run over."""


def point_prompt(chunk: Chunk, parts: Sequence[Part], must: bool = False) -> Prompt:
    """One prompt for all the parts that are asked of a chunk; its text is read once. `must`: null
    is no answer.
    """
    text = (
        f"Lines of page {chunk.page} of a document:\n"
        + "".join(f"{plain(n.text)} [{i}]\n" for i, n in enumerate(chunk.lines))
        + "\n"
    )
    make = {"statement": _statement, "root": _root, "list": _list}
    return Prompt(text, tuple(q for part in parts for q in make[part.kind](chunk, part, must)))


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
    return " ".join(n.text for n in run(chunk, first, count))


def run(chunk: Chunk, first: int, count: int) -> tuple[Line, ...]:
    return tuple(n for n in chunk.lines[first : first + count] if n.page == chunk.lines[first].page)


def _list(chunk: Chunk, part: Part, must: bool) -> Iterator[Question]:
    columns = " | ".join(f.description for f in part.fields)
    ask = (
        f"List from this page, one row a line: {part.description or part.name.replace('_', ' ')}."
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


def as_asked(
    chunk: Chunk, prompt: Prompt, answers: Sequence[Answer], statements: Container[str]
) -> list[TagScores]:
    """Answers for statements as marks on lines of the chunk."""
    asked = []
    for q, a in zip(prompt.questions, answers):
        if q.part not in statements:
            continue
        if not q.field:
            share = a.probability if a.text == "yes" else 1 - a.probability
            asked.append(TagScores(chunk, q, {YES: share, NO: 1 - share}))
        elif a.text != "null":
            line = chunk.lines[_line(a.text)[1]]
            place = Question(0, q.grammar, (), line, 0, len(line.text), q.part, q.field)
            asked.append(
                TagScores(
                    chunk, place, {tag(q.part, q.field): a.probability, NONE: 1 - a.probability}
                )
            )
    return asked


def pointers(
    chunk: Chunk, prompt: Prompt, answers: Sequence[Answer], parts: Sequence[Part], first: int = 0
) -> list[Pointer]:
    """Answers for the root and for lists as places of the chunk. Rows of lists are numbered from
    `first`.
    """
    by_name, made = {p.name: p for p in parts}, []
    for q, a in ((q, a) for q, a in zip(prompt.questions, answers) if q.part in by_name):
        part = by_name[q.part]
        fields = {f.name: f for f in part.fields}
        if part.kind == "list":
            made += _rows(chunk, part, a, first)
        elif a.text != "null" and a.probability:
            f = fields[q.field]
            made += (
                [_own(chunk, f, part, a.text, a)]
                if f.cue.free
                else _pointer(chunk, part, f, *_line(a.text), a, WINDOW)
            )
    return made


def offered(chunk: Chunk, f: FieldSpec) -> bool:
    """Whether the chunk prints anything that could be the field."""
    return bool(f.cue.free or _places(chunk, f))


def _line(text: str) -> tuple[str, int]:
    """Words, and the number of the line where they stand."""
    words, _, number = text.rpartition("[")
    return words, int(number.removesuffix("]"))


def _rows(chunk: Chunk, part: Part, answer: Answer, first: int) -> list[Pointer]:
    """The last line is "end", or the row within which an answer was cut off. A cell stands behind
    the one before it, if its words do.
    """
    made: list[Pointer] = []
    texts = answer.text.split("\n")[:-1]
    for row, text in enumerate(dict.fromkeys(texts), first):
        answer = replace(
            answer,
            probability=(*answer.lines, answer.probability)[
                texts.index(text) if answer.lines else 0
            ],
        )
        said = text.split("|")
        said[0], line = _line(said[0].strip())
        behind, printed = 0, joined(chunk, line, ROW_WINDOW)
        for f, cell in zip(part.fields, said):
            if cell.strip() != "null":
                made += (
                    [_own(chunk, f, part, cell.strip(), answer, row)]
                    if f.cue.free
                    else _pointer(chunk, part, f, cell, line, answer, ROW_WINDOW, row, behind)
                )
                behind = (found(f, printed, cell.strip(), behind) or (0, behind))[1]
    return made


def _own(
    chunk: Chunk, f: FieldSpec, part: Part, words: str, answer: Answer, row: int = 0
) -> Pointer:
    return Pointer(
        part.name, f.name, chunk.lines[-1], 0, 0, answer.probability, row, (), words, "not grounded"
    )


def _pointer(
    chunk: Chunk,
    part: Part,
    f: FieldSpec,
    words: str,
    first: int,
    answer: Answer,
    window: int,
    row: int = 0,
    behind: int = 0,
) -> list[Pointer]:
    """The words where they stand, behind the line that was named. A choice that is not printed
    there has the line for its place.
    """
    lines, words, before = [*run(chunk, first, window)], words.strip(), []
    if not words:
        return []
    at = found(f, joined(chunk, first, window), words, behind)
    start, end = at or (0, len(lines[0].text))
    while start > len(lines[0].text):
        before.append(lines.pop(0))
        start, end = start - len(before[-1].text) - 1, end - len(before[-1].text) - 1
    count = 1
    while end > len(lines[count - 1].text):
        end -= len(lines[count - 1].text) + 1
        count += 1
    around = " ".join(n.text for n in before), " ".join(n.text for n in lines[count:])
    return [
        Pointer(
            part.name,
            f.name,
            lines[0],
            start,
            end,
            answer.probability,
            row,
            tuple(lines[1:count]),
            words if f.choices else "",
            around=around,
        )
    ]
