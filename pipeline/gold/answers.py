"""Gold of a page -> what a model should say to a question about it, in the words of the question's
grammar.

Training (training/pointing.py) and few-shot examples (pipeline/gold/few_shot.py) share it, so both
teach the same.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from llguidance import LLMatcher

from extract_filings.pipeline.ask.grammar import named, trimmed
from extract_filings.pipeline.ask.keyed_prompt import (
    FEW,
    MOST_ROWS,
    in_groups,
    keyed_prompt,
)
from extract_filings.pipeline.ask.passage import SHOWN_AS, Passage
from extract_filings.pipeline.ask.skeleton import layout_of, literal
from extract_filings.pipeline.ask.statement_prompt import label, statement_prompt
from extract_filings.pipeline.decode.said import BYTES
from extract_filings.pipeline.gold.pages import UNKNOWN, RowPage, WordPage
from extract_filings.pipeline.records import Chunk, Prompt, Question, tag
from extract_filings.pipeline.text.candidates import is_open
from extract_filings.pipeline.text.parse import typed_value
from extract_filings.pipeline.text.patterns import CELL, words
from extract_filings.schemas.base import FieldSpec, Part


class Solved(NamedTuple):
    """What is asked of a page with gold, and the answer to each question, None if unknown."""

    prompt: Prompt
    answers: tuple[str | None, ...]


def solved(
    page: RowPage | WordPage, chunk: Chunk, parts: Sequence[Part], must: bool = False
) -> Solved:
    """Fields of the root that gold does not tell of are not asked; with `must`, nor are those that
    the page lacks.
    """
    if isinstance(page, RowPage):
        prompt = statement_prompt(chunk, parts)
        return Solved(prompt, tuple(row_answer(page, q) for q in prompt.questions))
    passage = Passage((chunk,))
    asked = in_groups(parts)
    known = [one for some in asked if (one := told(page, passage, some, must, FEW))]
    prompt = keyed_prompt(passage, [part for part, _ in known], must)
    return Solved(prompt, tuple(text for _, text in known))


def says_nothing(answer: str) -> bool:
    """Whether an answer says that a page lacks what is asked.

    >>> says_nothing('{"a": {"b": null}}'), says_nothing('{"a": []}'), says_nothing("Net sales [3]")
    (True, True, False)
    """
    try:
        return answer == "no" or not any(_leaves(json.loads(answer)))
    except ValueError:
        return False


def _leaves(node: object) -> Iterator[bool]:
    """For each value whether it is there."""
    if isinstance(node, dict | list):
        for one in node.values() if isinstance(node, dict) else node:
            yield from _leaves(one)
    else:
        yield node is not None


def row_answer(page: RowPage, q: Question) -> str | None:
    """The row's label and line, yes, no or null; None if it is not known."""
    if not q.field:
        return "yes" if q.part in page.holds else "no"
    name = tag(q.part, q.field)
    row = next(
        (
            f"{label(text)} [{i}]"
            for i, (text, target) in enumerate(zip(page.lines, page.targets, strict=True))
            if target == name and CELL.search(text)
        ),
        None,
    )
    return row or _null(page.targets)


def _null(targets: Sequence[str]) -> str | None:
    """Where some lines or words are not known, nobody can say that the answer is not among them."""
    return None if UNKNOWN in targets else "null"


Values = Mapping[str, str | None]
"""By field or list, JSON; None if it is not known."""


def told(
    page: WordPage, passage: Passage, part: Part, must: bool = False, most: int = MOST_ROWS
) -> tuple[Part, str] | None:
    """The part with the fields that gold tells of, and the JSON to answer; None if it tells of
    none, or not of all rows of a list. `must`: null is no answer. A list in an object that has more
    than `most` rows is left out of it.
    """
    if part.kind == "list":
        said = _list(page, passage, part)
        return (part, named(part.own_name, said)) if said is not None else None
    values = {f.name: _value(page, passage, part, f) for f in part.fields}
    lists = {p.name: _list(page, passage, p, most) for p in part.lists}
    unsaid = (None, "null") if must else (None,)
    some = replace(
        part,
        fields=tuple(f for f in part.fields if values[f.name] not in unsaid),
        lists=tuple(p for p in part.lists if lists[p.name] is not None),
    )
    said = {k: f"[{v}]" for k, v in lists.items()}
    return (some, _json(some, values | said)) if some.fields else None


def _list(page: WordPage, passage: Passage, part: Part, most: int = MOST_ROWS) -> str | None:
    """The JSON of its rows; None unless all are known, and no more than `most`."""
    rows = [*_rows(page, passage, part)]
    known = len(rows) <= most and all(v is not None for row in rows for v in row.values())
    return ", ".join(_json(part, row) for row in rows) if known and _whole(page) else None


def _json(part: Part, values: Values) -> str:
    return "".join(
        one if isinstance(one, str) else values.get(one.name) or "null" for one in layout_of(part)
    )


def _whole(page: WordPage) -> bool:
    """Whether all of the page is known: else nobody can say what it lacks."""
    return page.facts is not None or UNKNOWN not in chain.from_iterable(page.targets)


def _value(page: WordPage, passage: Passage, part: Part, field: FieldSpec) -> str | None:
    """Where the page's words are marked, and else as gold's lines have it."""
    at = 0
    for line, targets in zip(page.lines, page.targets, strict=True):
        if run := _run(line, targets, tag(part.name, field.name)):
            return _said(passage, field, at + run[0], at + run[1])
        at += len(line) + 1
    here = (f for f in page.facts or () if f["section"] == part.name)
    if fact := next((f for f in here if f["item"] == field.name), None):
        return _fact(passage, field, fact)
    unasked = field.choices and page.facts is None
    return None if unasked or UNKNOWN in chain.from_iterable(page.targets) else "null"


def _said(passage: Passage, field: FieldSpec, start: int, end: int) -> str | None:
    """The JSON of marked words; a word has the sign behind it."""
    if is_open(field):
        return literal(field, trimmed(passage.run_on[start:end]))
    fit = (c for c in passage.offers(field) if c.start < end and start < c.end)
    return next((literal(field, c.said) for c in fit), None)


def _fact(passage: Passage, field: FieldSpec, fact: Mapping[str, str]) -> str | None:
    """The JSON of a line of gold."""
    if field.choices or field.cue.free:
        return literal(field, fact["value"])
    printed = " ".join(fact["printed"].split()).translate(SHOWN_AS)
    if is_open(field):
        return literal(field, printed) if printed in passage.run_on else None
    number = printed.strip("$€£¥ ")  # a person may have marked the sign too
    fit = [c for c in passage.offers(field) if passage.run_on[c.start : c.end] == number]
    meant = typed_value(field, fact["value"])  # "5" is 5 days in one place, $5 million in another
    fit.sort(key=lambda c: typed_value(field, c.said) != meant)
    return literal(field, fit[0].said) if fit else None


def _rows(page: WordPage, passage: Passage, part: Part) -> Iterator[Values]:
    """Of gold's lines, else of the words that are marked on each line."""
    if page.facts is None:
        yield from _marked_rows(page, passage, part)
        return
    fields = {f.name: f for f in part.fields}
    entries: dict[int, dict[str, str | None]] = defaultdict(dict)
    for fact in page.facts:
        if fact["section"] == part.name and fact["item"] in fields:
            said = _fact(passage, fields[fact["item"]], fact)
            entries[fact["row_index"]][fact["item"]] = said
    yield from entries.values()


def _marked_rows(page: WordPage, passage: Passage, part: Part) -> Iterator[Values]:
    """A title over two lines is two rows, since words are marked line by line."""
    at = 0
    for line, targets in zip(page.lines, page.targets, strict=True):
        runs = {f: _run(line, targets, tag(part.name, f.name)) for f in part.fields}
        if any(runs.values()):
            yield {f.name: _said(passage, f, at + r[0], at + r[1]) for f, r in runs.items() if r}
        at += len(line) + 1


def _run(line: str, targets: Sequence[str], name: str) -> tuple[int, int] | None:
    """Characters from the first word with this mark to the last one behind it without a gap."""
    places = [span for span, target in zip(words(line), targets, strict=True) if target == name]
    first = targets.index(name) if name in targets else 0
    count = next(
        (i for i, target in enumerate(targets[first:]) if target != name), len(targets) - first
    )
    return (places[0][0], places[count - 1][1]) if places else None


def taken(grammar: str, text: str) -> bool:
    """Whether the grammar lets it be said, to the end."""
    matcher, tokens = _matcher(grammar).deep_copy(), BYTES.tokenize_str(text + "\n")
    return matcher.try_consume_tokens(tokens) == len(tokens) and matcher.is_accepting()


@lru_cache(256)
def _matcher(grammar: str) -> LLMatcher:
    return LLMatcher(BYTES, grammar, log_level=0)
