"""Gold of a page -> what a model should say to a question of the point form, in the words of the
question's grammar.

Training (training/pointing.py) and few-shot examples (pipeline/gold/few_shot.py) share it, so both
teach the same.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

from llguidance import LLMatcher, LLTokenizer

from extract_filings.pipeline.ask.pointing_prompt import label
from extract_filings.pipeline.gold.pages import UNKNOWN, RowPage, WordPage
from extract_filings.pipeline.records import Question, tag
from extract_filings.pipeline.text.patterns import CELL, spans, words
from extract_filings.schemas.base import FieldSpec, Part

BYTES = LLTokenizer("byte")
NOTHING = ("no", "null", "end")
"""Answers that say that a page lacks what is asked."""


def answer(page: RowPage | WordPage, q: Question, part: Part) -> str | None:
    """None if it is not known."""
    return row_answer(page, q) if isinstance(page, RowPage) else word_answer(page, q, part)


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


def word_answer(page: WordPage, q: Question, part: Part) -> str | None:
    """Words as printed with their line, the rows of a list, or null; None if it is not known, as of
    choices that no gold tells of.
    """
    told = [f for f in page.facts or () if f["section"] == part.name]
    if part.kind == "list":
        return rows(part, told, page.lines) if page.facts is not None else _marked_rows(page, part)
    field = next(f for f in part.fields if f.name == q.field)
    for i, (line, targets) in enumerate(zip(page.lines, page.targets, strict=True)):
        if run := _run(line, targets, tag(part.name, field.name)):
            fit = (
                [s for s in spans(field, line) if s[0] < run[1] and run[0] < s[1]]
                if field.type is not str or field.cue.pattern
                else [run]
            )
            return f"{line[slice(*fit[0])]} [{i}]" if fit else None
    if fact := next((f for f in told if f["item"] == field.name), None):
        return next((a for a in one(field, fact, page.lines) if taken(q.grammar, a)), None)
    return (
        None
        if field.choices and page.facts is None
        else _null(list(chain.from_iterable(page.targets)))
    )


def _null(targets: Sequence[str]) -> str | None:
    """Where some lines or words are not known, nobody can say that the answer is not among them."""
    return None if UNKNOWN in targets else "null"


def _run(line: str, targets: Sequence[str], name: str) -> tuple[int, int] | None:
    """Characters from the first word with this mark to the last one behind it without a gap."""
    places = [span for span, target in zip(words(line), targets, strict=True) if target == name]
    first = targets.index(name) if name in targets else 0
    count = next(
        (i for i, target in enumerate(targets[first:]) if target != name), len(targets) - first
    )
    return (places[0][0], places[count - 1][1]) if places else None


def _marked_rows(page: WordPage, part: Part) -> str | None:
    found = [
        row
        for i, (line, targets) in enumerate(zip(page.lines, page.targets, strict=True))
        if (row := _list_row(i, line, targets, part))
    ]
    return "\n".join([*found, "end"]) if _null(list(chain.from_iterable(page.targets))) else None


def _list_row(number: int, line: str, targets: Sequence[str], part: Part) -> str | None:
    """`Common Stock [4] | ACME | null`; a title over two lines is two rows, since words are marked
    line by line.
    """
    runs = [_run(line, targets, tag(part.name, f.name)) for f in part.fields]
    first, *rest = (line[slice(*run)] if run else "null" for run in runs)
    return " | ".join((f"{first} [{number}]", *rest)) if any(runs) else None


def one(field: FieldSpec, fact: dict, lines: Sequence[str]) -> list[str]:
    """With the number of each line on which the words stand: some may be no value of the field, as
    the 5 of "$5 million".
    """
    text = "\n".join(lines)
    return [
        f"{_said(field, fact)} [{text.count(chr(10), 0, start)}]"
        for start, _ in whole_words(text, fact["printed"], 0)
    ]


def rows(part: Part, facts: Iterable[dict], lines: Sequence[str]) -> str | None:
    """Each row where all its values stand closest together, behind the row before; None if one
    stands nowhere.
    """
    entries, at, said, text = defaultdict(dict), 0, [], "\n".join(lines)
    for f in facts:
        entries[f["row_index"]][f["item"]] = f
    for row in entries.values():
        place = closest(text, [f["printed"] for f in row.values()], at)
        if not place:
            return None
        start, at = place
        first, *rest = (_said(f, row[f.name]) if f.name in row else "null" for f in part.fields)
        said.append(" | ".join((f"{first} [{text.count(chr(10), 0, start)}]", *rest)))
    return "\n".join([*said, "end"])


def _said(field: FieldSpec, fact: dict) -> str:
    return fact["value"] if field.choices else fact["printed"]


def closest(text: str, printed: Sequence[str], at: int) -> tuple[int, int] | None:
    """The first stretch behind `at` that holds all the words and is no more than half as long again
    as the shortest.
    """
    there = [whole_words(text, w, at) for w in printed]
    if not all(there):
        return None
    ends = {
        s: max(next((e for b, e in some if b >= s), len(text) ** 2) for some in there)
        for some in there
        for s, _ in some
    }
    tight = [(s, e) for s, e in ends.items() if e - s <= 1.5 * min(e - s for s, e in ends.items())]
    first = min(e for _, e in tight)
    return max(s for s, e in tight if e == first), first


def whole_words(text: str, printed: str, at: int) -> list[tuple[int, int]]:
    """As whole words, which may run over lines."""
    shape = (
        r"(?<!\w)(?<!\d[.,])"
        + re.escape(printed).replace(r"\ ", r"\s")
        + r"(?![.,]?\d)(?!\w)" * printed[-1].isalnum()
    )
    return [m.span() for m in re.compile(shape).finditer(text, at)]


def taken(grammar: str, text: str) -> bool:
    """Whether the grammar lets it be said, to the end."""
    matcher, tokens = _matcher(grammar).deep_copy(), BYTES.tokenize_str(text + "\n")
    return matcher.try_consume_tokens(tokens) == len(tokens) and matcher.is_accepting()


@lru_cache(256)
def _matcher(grammar: str) -> LLMatcher:
    return LLMatcher(BYTES, grammar, log_level=0)
