"""The prompt for wide schemas, such as the hundreds of concepts of an annual report: fields of the
root are said by their numbers, rows of lists without their keys.

A model on a laptop writes some nine tokens a second, those that a grammar forces too, and the name
of a concept has twelve. Leaving out what is not stated would cost less, but a model of 1.5B then
says nothing at all, `{}` being one token, or every field of the schema.
"""

from collections.abc import Sequence

from extract_filings.pipeline.ask.grammar import Rows, object_grammar
from extract_filings.pipeline.ask.keyed_prompt import (
    ANSWER,
    Says,
    cell,
    filled,
    list_grammar,
    listing,
    most_rows,
    shown,
    ways,
)
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.ask.skeleton import Signs, said_of
from extract_filings.pipeline.locate.budget import WIDE
from extract_filings.pipeline.records import Prompt, Question
from extract_filings.schemas.base import FieldSpec, Part

MOST_ROWS = 8
"""Of a list in one answer: a small model that begins a list which is not there never ends it, and a
wide schema has many lists. With 24, fifty lists and 219 fields would take it over half an hour.
"""


def is_wide(parts: Sequence[Part]) -> bool:
    return any(p.kind == "root" and len(p.fields) > WIDE for p in parts)


def terse_prompt(passage: Passage, groups: Sequence[Part]) -> Prompt:
    """One prompt with a question for each group of fields, so that the text is read once."""
    questions = tuple(_question(passage, some) for some in groups)
    return Prompt(f"{shown(passage)}\n{ANSWER}\n\n", questions)


def numbered(part: Part) -> Signs:
    """An object as JSON prints it, its keys the numbers of the fields.

    >>> fields = FieldSpec("rent", int, ""), FieldSpec("term", int, "")
    >>> numbered(Part("x", "root", "", fields))[::2]
    ['{"1": ', ', "2": ', '}']
    """
    fields = part.fields
    signs = (
        one for i, f in enumerate(fields, 1) for one in (f'{", " if i > 1 else "{"}"{i}": ', f)
    )
    return [*signs, "}"]


def row_of(part: Part) -> Signs:
    """A row's values as JSON prints them; of a list of plain values the one.

    >>> row_of(Part("x", "list", "", (FieldSpec("rent", int, "", at=("rent",)),)))[::2]
    ['[', ']']
    """
    if not part.fields[0].at:
        return part.fields
    signs = (one for field in part.fields for one in (", ", field))
    return ["[", *[*signs][1:], "]"]


def _question(passage: Passage, part: Part) -> Question:
    if part.kind == "list":
        rows = Rows([*ways(passage, part, row_of)], min(MOST_ROWS, most_rows(part)))
        grammar = list_grammar(part, rows)
        ask = listing(part, _row(part.fields))
    else:
        cells: Says = {f: cell(passage, f, must=False) for f in part.fields}
        grammar, ask = object_grammar(filled(numbered(part), cells)), _object(part)
    fields = tuple(f.name for f in part.fields)
    return Question(0, grammar, part=part.name, ask=ask, fields=fields)


def _object(part: Part) -> str:
    lines = "\n".join(f'  "{i}": {said_of(f)}' for i, f in enumerate(part.fields, 1))
    return f"Fill in for this document:\n{{\n{lines}\n}}\n"


def _row(fields: Sequence[FieldSpec]) -> str:
    columns = ", ".join(map(said_of, fields))
    return f"[{columns}]" if fields[0].at else columns
