"""The prompt for wide schemas, such as the hundreds of concepts of an annual report: of the root
only what the text states is said, and rows of lists without their keys.

A model writes some nine tokens a second on a laptop, those that a grammar forces too, and a key or
a null is as many tokens as a value. Where hardly any of the fields is printed, answers that say
null of each take hours.
"""

import json
from collections.abc import Iterator, Sequence

from extract_filings.pipeline.ask.grammar import Layout, members_grammar, rows_grammar
from extract_filings.pipeline.ask.keyed_prompt import (
    FILLED,
    Signs,
    cell,
    described,
    listing,
    most_rows,
    shown,
    ways,
)
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.locate.budget import WIDE
from extract_filings.pipeline.records import Prompt, Question
from extract_filings.schemas.base import FieldSpec, Part

STATED = FILLED + " Leave out what the document does not state."


def is_wide(parts: Sequence[Part]) -> bool:
    return any(p.kind == "root" and len(p.fields) > WIDE for p in parts)


def terse_prompt(passage: Passage, groups: Sequence[Part]) -> Prompt:
    """One prompt with a question for each group of fields, so that the text is read once."""
    questions = tuple(_question(passage, some) for some in groups)
    return Prompt(f"{shown(passage)}\n{STATED}\n\n", questions)


def key(field: FieldSpec) -> str:
    """Its column's, which no other field of its table has, whatever objects it lies in.

    >>> key(FieldSpec("seller_name", str, "", at=("seller", "name")))
    '"seller_name": '
    """
    return f"{json.dumps(field.name, ensure_ascii=False)}: "


def row_of(fields: Sequence[FieldSpec]) -> Signs:
    """A row's values as JSON prints them; of a list of plain values the one.

    >>> [type(one).__name__ for one in row_of((FieldSpec("a", int, "", at=("a",)),))]
    ['str', 'FieldSpec', 'str']
    """
    if not fields[0].at:
        return fields
    signs = (one for field in fields for one in (", ", field))
    return ["[", *[*signs][1:], "]"]


def _question(passage: Passage, part: Part) -> Question:
    if part.kind == "list":
        grammar = rows_grammar([*ways(passage, part, row_of)], most_rows(part))
        ask = f"{listing(part)}[{_columns(part.fields)}, ...]\n"
    else:
        grammar, ask = members_grammar([*_members(passage, part)]), _stated(part)
    fields = tuple(f.name for f in part.fields)
    return Question(0, grammar, part=part.name, ask=ask, fields=fields)


def _members(passage: Passage, part: Part) -> Iterator[Layout]:
    """Those of which the text prints anything."""
    for field in part.fields:
        says = cell(passage, field, must=True)
        if not says.empty:
            yield [key(field), says]


def _stated(part: Part) -> str:
    lines = "\n".join(f"  {key(f)}{described(f)}" for f in part.fields)
    return f"Which of these does the document state?\n{{\n{lines}\n}}\n"


def _columns(fields: Sequence[FieldSpec]) -> str:
    if not fields[0].at:
        return described(fields[0])
    return f"[{' '.join(key(f) + described(f) for f in fields)}]"
