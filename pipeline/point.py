"""The prompt form for general models (Qwen3-4B): the chunk with numbered lines, then one question a field.

A row is answered by its line's number, a cover field by words that stand in the chunk, a list by rows of such words;
null is always legal. `as_asked` turns answers into the same marks that the embedded model gives, so all later steps
are shared.
"""

from collections.abc import Sequence
from datetime import date

from pipeline.grammar import line as line_grammar
from pipeline.grammar import literal, rows, span
from pipeline.records import NO, NONE, YES, Answer, Asked, Chunk, Line, Prompt, Question, mark
from pipeline.text import CELL, DATE, words
from schemas.base import Part


def point_prompt(chunk: Chunk, parts: Sequence[Part]) -> Prompt:
    """One prompt for all the parts that are asked of a chunk; its text is read once."""
    text = f"Lines of page {chunk.page} of a company's report:\n" + "".join(f"{i}: {n.text}\n" for i, n in enumerate(chunk.lines)) + "\n"
    make = {"statement": _statement, "root": _root, "list": _list}
    return Prompt(text, tuple(q for part in parts for q in make[part.kind](chunk, part)))


def _question(part: Part, field: str, ask: str, grammar: str) -> Question:
    return Question(0, grammar, part=part.name, field=field, ask=ask)


def _statement(chunk: Chunk, part: Part):
    numbers = [i for i, n in enumerate(chunk.lines) if CELL.search(n.text)]
    yield _question(part, "", f"Is this page one of the company's {part.description} Answer yes or no.\n", literal(("yes", "no")))
    for f in part.fields:
        ask = f"Which line carries the numbers of this item of the {part.name.replace('_', ' ')}: {f.description}? Answer with the line's number, or null.\n"
        yield _question(part, f.name, ask, line_grammar(numbers))


def _root(chunk: Chunk, part: Part):
    text = "\n".join(n.text for n in chunk.lines)
    for f in part.fields:
        if f.pointed:
            yield _question(part, f.name, f"Copy from this page: {f.description}. Answer with the words as printed, or null.\n", span(text, DATE.pattern if f.type is date else f.cue.pattern))


def _list(chunk: Chunk, part: Part):
    ask = f"{part.description} Copy each row as: {' | '.join(f.name.replace('_', ' ') for f in part.fields)}. One row a line, null for what is missing, at the end a line with: end\n"
    yield _question(part, part.fields[0].name, ask, rows("\n".join(n.text for n in chunk.lines), len(part.fields)))


def as_asked(chunk: Chunk, prompt: Prompt, answers: Sequence[Answer], parts: Sequence[Part]) -> list[Asked]:
    """Answers as marks at places of the chunk."""
    by_name = {p.name: p for p in parts}
    asked: list[Asked] = []
    for q, a in zip(prompt.questions, answers):
        part = by_name[q.part]
        if not q.field:
            share = a.probability if a.text == "yes" else 1 - a.probability
            asked.append(Asked(chunk, q, {YES: share, NO: 1 - share}))
        elif part.kind == "statement" and a.text != "null":
            asked.append(_at(chunk, q, chunk.lines[int(a.text)], 0, None, a))
        elif part.kind == "root" and a.text != "null":
            asked += _places(chunk, q, a.text, a)
        elif part.kind == "list":
            asked += [x for row in a.text.splitlines() for f, cell in zip(part.fields, map(str.strip, row.split("|"))) if cell not in ("null", "end")
                      for x in _places(chunk, Question(0, "", part=part.name, field=f.name), cell, a)]
    return asked


def _at(chunk: Chunk, q: Question, line: Line, start: int, end: int | None, answer: Answer) -> Asked:
    place = Question(0, q.grammar, (), line, start, len(line.text) if end is None else end, q.part, q.field)
    return Asked(chunk, place, {mark(q.part, q.field): answer.probability, NONE: 1 - answer.probability})


def _places(chunk: Chunk, q: Question, text: str, answer: Answer) -> list[Asked]:
    """The words of the first line that prints the text. An answer that runs over a line end is cut there."""
    for line in chunk.lines:
        at = line.text.find(text)
        if at >= 0 and text:
            return [_at(chunk, q, line, s, e, answer) for s, e in words(line.text) if s < at + len(text) and at < e]
    return []
