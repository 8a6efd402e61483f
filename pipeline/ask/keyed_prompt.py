"""The prompt of general models, such as Qwen3-4B, for the root and for lists: the text of one or
more pages, then for each part a JSON object to fill in, or a named array of them.

Keys are forced; what may stand behind each is what the text prints for the field's type, normalised
(ISO dates, plain decimals, "2 years"), any words of it for text, or null.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, zip_longest

from extract_filings.pipeline.ask.grammar import (
    Alternative,
    Cell,
    Layout,
    OneOf,
    Own,
    Rows,
    Span,
    begun,
    named,
    object_grammar,
)
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.ask.skeleton import (
    Leaf,
    Signs,
    layout_of,
    literal,
    on_one_line,
    skeleton,
)
from extract_filings.pipeline.records import Prompt, Question
from extract_filings.pipeline.text.candidates import is_open
from extract_filings.schemas.base import FieldSpec, Part

FILLED = "Answer questions on this document in JSON alone. Copy text as it is printed."
ANSWER = FILLED + " Write null for what the document does not state."
"""Stands behind the text, so that it is read once for all questions. A word of empty lists makes a
small model say them: of eight leases with a list of payments, four were without."""
MOST_ROWS = 200
"""Of a list in one answer, unless its schema says less."""
MOST_FIELDS = 40
"""Of the root in one answer; further ones of an object that has begun are not parted from it."""
WORDS = 300
"""Characters of a text at most, unless its schema says so."""
ROOM = 8_000
"""Characters that the rows of all lists in one answer may be words of, the text's counted for each
list. llama.cpp keeps no larger grammar: one of 74 kB it does, under one of 104 kB it says without a
word what it likes.
"""
LONG = 4_000
"""Characters of a text of which values of WORDS may be said, whatever less a schema allows; code
leaves out what is too long. Each further length to count costs llama.cpp time to prepare: of 8,000
characters it gives up at four, and then says without a word what it likes.
"""
Says = dict[Leaf, Cell | Rows]
"""What may be said of each field and list."""
FEW = 12
"""Values of a list of plain values in an object at most. A longer one is asked by itself: what an
answer says behind a list that does not end is lost.
"""


def keyed_prompt(passage: Passage, groups: Sequence[Part], must: bool = False) -> Prompt:
    """One prompt with a question for each group of fields, so that the text is read once. `must`:
    null is no answer, nor is a list without a row.
    """
    questions = tuple(_question(passage, some, must) for some in groups)
    return Prompt(f"{shown(passage)}\n{FILLED if must else ANSWER}\n\n", questions)


def in_groups(parts: Sequence[Part], apart: bool = False, length: int = 0) -> list[Part]:
    """The parts as they are asked: the root a few fields at a time, those of an object together,
    and with them its lists, unless these are asked `apart`: in an answer of its own a list of what
    is sold has the totals too. What code reads from the span of another field is not asked.
    `length`: characters of the text.
    """
    groups = [group for part in parts for group in _groups(part)]
    if apart:
        return groups
    made = [_with_lists(group, groups, length) for group in groups]
    held = {p.name for group in made for p in group.lists}
    return [group for group in made if group.name not in held]


def _with_lists(group: Part, groups: Sequence[Part], length: int) -> Part:
    """The first of the groups that ask for a list's object has the list, if there is room."""
    lists = (p for p in groups if p.kind == "list" and p.parent == group.name)
    firsts = ((p, next((g for g in groups if _holds(g, p)), None)) for p in lists)
    own = [p for p, first in firsts if first is group]
    texts = [p for p in own if not is_plain(p) and any(f.type is str for f in p.fields)]
    many = texts[ROOM // length :] if length else []
    return replace(group, lists=tuple(p for p in own if p not in many))


def is_plain(part: Part) -> bool:
    """Whether it is a list of values, not of objects."""
    return part.kind == "list" and not part.fields[0].at


def _holds(group: Part, part: Part) -> bool:
    """Whether a list can be asked with the fields: they are of the object that holds it. Rows may
    be many, so behind them is no field.
    """
    root = group.kind == "root" and group.name == part.parent
    last = is_plain(part) or len(part.place.at) == 1
    return root and last and any(f.at[:-1] == part.place.at[:-1] for f in group.fields)


def _groups(part: Part) -> Iterator[Part]:
    fields = [f for f in part.fields if not f.cue.within]
    most = len(fields) if part.kind == "list" else MOST_FIELDS
    some: list[FieldSpec] = []
    for field, following in zip_longest(fields, fields[1:]):
        some.append(field)
        beside = following and len(field.at) > 1 and following.at[:-1] == field.at[:-1]
        if not following or (len(some) >= most and not beside):
            yield replace(part, fields=tuple(some))
            some = []


def shown(passage: Passage) -> str:
    """The text, each page led by its number."""
    texts = zip(passage.lines, passage.shown.split("\n"), strict=True)
    pages = groupby(texts, lambda one: one[0].page)
    return "\n".join(f"Page {n}:\n" + "".join(f"{t}\n" for _, t in some) for n, some in pages)


def _question(passage: Passage, part: Part, must: bool) -> Question:
    if part.kind == "list":
        rows = Rows([*ways(passage, part, layout_of)], most_rows(part), must)
        grammar, ask = list_grammar(part, rows), listing(part, skeleton(part))
    else:
        cells: Says = {f: cell(passage, f, must) for f in part.fields}
        cells |= {p: _rows(passage, p) for p in part.lists}
        grammar, ask = object_grammar(filled(layout_of(part), cells)), _object(part)
    fields, lists = (tuple(one.name for one in some) for some in (part.fields, part.lists))
    return Question(0, grammar, part=part.name, ask=ask, fields=fields, lists=lists)


def _rows(passage: Passage, part: Part) -> Rows:
    """A list in an object."""
    most = min(FEW, most_rows(part)) if is_plain(part) else most_rows(part)
    return Rows([*ways(passage, part, layout_of)], most)


def list_grammar(part: Part, rows: Rows) -> str:
    """Of a list that is asked by itself."""
    return object_grammar([begun(part.own_name), rows, "}"])


def most_rows(part: Part) -> int:
    return min(MOST_ROWS, int(dict(part.rules).get("maxItems", MOST_ROWS)))


def ways(passage: Passage, part: Part, layout: Callable[[Part], Signs]) -> Iterator[Layout]:
    """A row for each block of lines, as all its values stand together; a list of single values has
    one way.
    """
    whole = (0, len(passage.text))
    for block in passage.blocks() if len(part.fields) > 1 else [whole]:
        cells: Says = {f: cell(passage, f, f.must, block) for f in part.fields}
        yield filled(layout(part), cells)


def filled(layout: Signs, cells: Says) -> Layout:
    return [one if isinstance(one, str) else cells[one] for one in layout]


def cell(
    passage: Passage, field: FieldSpec, must: bool, block: tuple[int, int] | None = None
) -> Cell:
    """What a passage, or a block of it, lets be said of a field. `must`: null is no answer."""
    start, end = block or (0, len(passage.text))
    return Cell(_says(passage, field, start, end), not must)


def _says(passage: Passage, field: FieldSpec, start: int, end: int) -> Alternative:
    if field.cue.free:
        return Own(field.cue.free)
    if field.choices:
        return OneOf(tuple(literal(field, c) for c in field.choices))
    offers = (c for c in passage.offers(field) if start <= c.start and c.end <= end)
    said = tuple(dict.fromkeys(c.said for c in offers))
    if not is_open(field):
        return OneOf(tuple(literal(field, s) for s in said))
    rules, text = dict(field.rules), passage.run_on[start:end]
    if not text.strip():
        return OneOf(())
    if end - start < len(passage.text):  # a block: code leaves out what is too long or short
        return Span(text, 1, None, said)
    most = int(rules.get("maxLength", WORDS))
    return Span(text, int(rules.get("minLength", 1)), max(most, WORDS * (len(text) > LONG)), said)


def _object(part: Part) -> str:
    of = f" ({on_one_line(part.description)})" if part.description else ""
    return f"Fill in for this document{of}:\n{skeleton(part)}\n"


def listing(part: Part, row: str) -> str:
    """Asks for the list, each of its rows as `row` is."""
    what = ". ".join(on_one_line(s) for s in (part.description, part.row) if s) or part.words
    of = f", of {part.owner}" if part.owner else ""
    rows = named(part.own_name, f"{row}, ...")
    return f"List all, in the order of the document: {what}{of}.\n{rows}\n"
