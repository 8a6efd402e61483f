"""The frozen values that travel between the steps. They know nothing of each other's makers.

Coordinates are PDF points with the origin at the page's lower left corner, as PDF itself counts.
Spans are half open: `line.text[start:end]` is the quote.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import prod
from typing import Any, Literal, NamedTuple

from extract_filings.pipeline.status import Status

Box = tuple[float, float, float, float]  # x0, y0, x1, y1; x0 <= x1, y0 <= y1
RowKey = tuple[tuple[str, Any], ...]
"""Names and values that name a row, e.g. (("period_end", date), ("months", 3)); () for the root."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. `page` counts from 1, `number` from 0 within its page."""

    page: int
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """Text of a page that no human sees.

    `page`: 0 if the file cannot be drawn, and any page may hold such text. `kind`: "hidden", "scan"
    or "unknown". `places`: the text's objects, which are not read; none where it is read all the
    same. `words`: how it begins.
    """

    page: int
    kind: str
    places: tuple[tuple[int, ...], ...] = ()
    characters: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Pages of which nothing was read. `reason`: of NO_QUESTION. `told`: why, and what to type."""

    pages: tuple[int, ...]
    reason: str
    told: str


class OcrWord(NamedTuple):
    """A word that OCR read: `line.text[start:end]` of its page's line of this number. `sure`: the
    probability that every character is right.
    """

    line: int
    start: int
    end: int
    box: Box
    sure: float


@dataclass(frozen=True, slots=True)
class OcrPage:
    """A page that was read by OCR, since it was as `reason` of LEFT_OUT says. `engine`: what read
    it, with version. `turn`: clockwise, in degrees, what sets its lines upright. `words`: in the
    order of its lines, one blank between those of a line.
    """

    page: int
    reason: str
    engine: str
    turn: int
    words: tuple[OcrWord, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A read file. `pages[i]` holds the lines of page i + 1, none for a page without text.

    `name`: the file's stem, the key of every table. `reader`: the library that read it, "pdfium" or
    "pypdf", else "html" or "text". `hidden`: of the pages checked for hidden text. `left_out`:
    pages not read. `metadata`: title, subject and such, as the file has them. `ocr`: the pages that
    were read from pictures.
    """

    path: str
    name: str
    sha256: str
    reader: str
    pages: tuple[tuple[Line, ...], ...]
    password: str | None = field(default=None, repr=False)
    hidden: tuple[Hidden, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    metadata: tuple[str, ...] = ()
    ocr: tuple[OcrPage, ...] = ()

    @property
    def laid_out(self) -> bool:
        """Whether its pages are not the file's own, but laid out for reading."""
        return self.reader in ("html", "text")


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one prompt shows: the lines of a page; the first `repeated` ones are a table head from
    the page before.
    """

    lines: tuple[Line, ...]
    repeated: int = 0

    @property
    def page(self) -> int:
        return self.lines[-1].page

    def __hash__(self) -> int:  # steps look chunks up by the thousand; that of all lines is long
        return hash((self.lines[0], len(self.lines), self.repeated))


Form = Literal["tagging", "pointing", "spans"]
"""How a model answers: a tag for each row or word of the page; or the label and line of each row,
and all else in JSON; or scores of words, for any field."""

NONE, YES, NO = "<none>", "<yes>", "<no>"

CONCEPT = "<is:{}>"
"""The token that names a us-gaap concept."""

SHOTS = "shots"
"""Key in the config of a tagging model: how many labeled pages it learnt to read ahead of a page.
"""


def tag(part: str, field: str | None = None) -> str:
    """The token that names a field, or a part, to the embedded model."""
    return f"<{part}.{field}>" if field else f"<{part}>"


BUCKETS = 1 << 15
"""The numbers of a row's words (text/row_words.py) are below it."""

Likely = tuple[tuple[str, float], ...]
"""Names and their probabilities, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Question:
    """Asked after `seen` characters of the prompt's text. What may be answered is `grammar` (Lark).

    A tag question (`ask` is empty) is answered by one of `choices`. It is about
    `line.text[start:end]`, or about the whole chunk if `line` is None. Any other question is
    answered behind the text; `ask` holds its words. `words`: of a row, as numbers
    (text/row_words.py). `fields`: those of the part that are asked together, and `lists` in them.
    """

    seen: int
    grammar: str
    choices: tuple[str, ...] = ()
    line: Line | None = None
    start: int = 0
    end: int = 0
    part: str = ""
    field: str = ""
    ask: str = ""
    words: tuple[int, ...] = ()
    fields: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


Turn = tuple[str, str]  # what was asked in an earlier turn of a chat, and the answer


@dataclass(frozen=True, slots=True)
class Prompt:
    """A chunk as a model reads it, and the questions on it. `before`: turns that stand ahead of it,
    labeled pages as examples.
    """

    text: str
    questions: tuple[Question, ...]
    before: tuple[Turn, ...] = ()


def messages(turns: Sequence[Turn], text: str) -> list[dict[str, str]]:
    """A chat as models and servers take it, `text` its last turn."""
    return [
        {"role": role, "content": words}
        for turn in turns
        for role, words in zip(("user", "assistant"), turn, strict=True)
    ] + [{"role": "user", "content": text}]


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` is in the language of the question's grammar.

    `options`: each choice of a tag question and its probability. `steps`: each choice of a token,
    as the number of characters of `text` said before it, and its probability under the grammar.
    `excludes`: choices that no row of the statement is if this one is what it seems, and how
    surely. `concepts`: us-gaap's names for the row, the likeliest first, each with its probability;
    none if it has none. `asked`: False where the time was over before the question's turn; `text`
    says then that nothing is there.
    """

    text: str
    probability: float
    options: tuple[tuple[str, float], ...] = ()
    steps: tuple[tuple[int, float], ...] = ()
    excludes: tuple[tuple[str, float], ...] = ()
    concepts: Likely = ()
    asked: bool = True


UNASKED = Answer("null", 1.0, asked=False)


def share_of(answer: Answer, begin: int, end: int) -> float:
    """The probability of what was said from `begin` to `end`: the product of the steps there.

    >>> share_of(Answer("[1, 22]", 0.2, steps=((1, 0.5), (4, 0.5), (5, 0.9))), 4, 7)
    0.45
    """
    return prod(share for said, share in answer.steps if begin <= said < end)


@dataclass(frozen=True, slots=True)
class TagScores:
    """A chunk, a question of its prompt, the probabilities of the choices, and what the answer
    excludes and names, as of `Answer`.
    """

    chunk: Chunk
    question: Question
    options: Mapping[str, float]
    excludes: Mapping[str, float] = field(default_factory=dict)
    concepts: Likely = ()


def likely_fields(table: str, chunk: Chunk, tags: Iterable[TagScores]) -> set[str]:
    """Fields of a table that rows of the chunk are tagged with, more likely than not."""
    own = f"<{table}."
    return {
        name.removeprefix(own).removesuffix(">")
        for t in tags
        if t.chunk == chunk and t.question.line
        for name, share in t.options.items()
        if share > 0.5 and name.startswith(own)
    }


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one line."""

    line: Line
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pointer:
    """The model's answer for a field: a line, or a span of it.

    `probability`: under the grammar. `row`: which element of a list part. `rest`: what the span
    runs on to, on further lines. `said`: the choice, or the model's
    own words, where the span is not the answer itself. `status`: the outcome of the value's.
    `around`: text of the lines before and behind, where a number may have its scale and sign.
    `rival`: probability of the likeliest other answer: another place that says something else, or a
    word beside the span. `boxes`: whether boxes beside choices decided it, where there are any.
    """

    part: str
    field: str
    line: Line
    start: int
    end: int
    probability: float
    row: int = 0
    rest: tuple[Piece, ...] = ()
    said: str = ""
    status: str = "found"
    around: tuple[str, str] = ("", "")
    rival: float = 0.0
    boxes: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """What a model answered for one part, and the chunks that it was asked.

    `tags`: of a tagging model, and of any model for a statement. `pointers`: of a pointing model
    for the root and for lists. `pages`: for each field those where it was sought, the likeliest
    first. `holds`: the chunks that print a statement, and how sure the model is of each.
    """

    chunks: tuple[Chunk, ...]
    tags: tuple[TagScores, ...] = ()
    pointers: tuple[Pointer, ...] = ()
    pages: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    holds: Mapping[Chunk, float] = field(default_factory=dict)


def quoted(line: Line, start: int, end: int, rest: Sequence[Piece] = ()) -> str:
    """The words of a span; what it runs on to is joined by a space.

    >>> quoted(Line(1, 0, "by Acme, 7"), 3, 7, (Piece(Line(1, 1, "Bank, the"), 0, 4),))
    'Acme Bank'
    """
    return " ".join(p.line.text[p.start : p.end] for p in (Piece(line, start, end), *rest))


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where a statement is printed: its pages' lines, the line of each field found, and
    all likely ones. `own`: how far its head says that it is the registrant's own, from 0 to 1.
    `always`: fields that every such statement prints.
    """

    lines: tuple[Line, ...]
    rows: tuple[Pointer, ...]
    probability: float
    offers: tuple[Pointer, ...] = ()
    own: float = 1.0
    always: frozenset[str] = frozenset()

    @property
    def weight(self) -> float:
        """How much of the registrant's statement it surely prints."""
        return self.own * self.probability * sum(r.probability for r in self.rows)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where words stand in a file of HTML: characters `start` to `end` of the text content of the
    element that `xpath` names.
    """

    xpath: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TagSays:
    """What the inline-XBRL tag around a value says, whether that is the value, and its concept."""

    agrees: bool
    told: str
    concept: str


@dataclass(frozen=True, slots=True)
class Operand:
    """Words that a value was derived from, and the line in which they begin."""

    quote: str
    line: Line


@dataclass(frozen=True, slots=True)
class Value:
    """One typed cell with its evidence.

    `quote` is `quoted(line, start, end, rest)`, `box` stands around it; in HTML `anchor` says
    where. `rival`: as of the pointer. `column`, `scale`: probabilities of the period or day read,
    and of the scale and sign. `tag`: for comparing alone. `operands`: of a derived value, if it has
    others than the quote.
    """

    table: str
    key: RowKey
    field: str
    value: Any  # Decimal, date, str, int
    quote: str
    line: Line
    start: int
    end: int
    confidence: float
    status: Status = Status()
    box: Box | None = None
    rest: tuple[Piece, ...] = ()
    rival: float = 0.0
    column: float = 1.0
    scale: float = 1.0
    anchor: Anchor | None = None
    tag: TagSays | None = None
    operands: tuple[Operand, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """What a mark in a copy of a filing says. `colour`: six hexadecimal digits."""

    colour: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something asked that has no value, and why."""

    table: str
    key: RowKey
    field: str
    reason: str  # "not found", "not applicable", "failed", NOT_ASKED, and those of NO_QUESTION
    detail: str = ""


SEARCHED = "nothing of this table was read on the pages that were searched"
NO_TABLE = f"{SEARCHED}; try --exhaustive"
"""Why nothing was found of a table without a row: nobody can tell whether it is printed."""

CRASHED = "the schema's own code raised"
"""How the detail of such a problem begins."""

NOT_ASKED = "time limit"
"""Reason of what was not asked, since the time was over."""

NOT_NAMED = "not named"
"""Reason of the pages of a file of which others were to be read."""

LEFT_OUT = ("unreadable", "picture", "other filing", NOT_NAMED)
"""Reasons why pages are not read."""

NO_QUESTION = ("invalid", "hidden", "ocr", *LEFT_OUT)
"""Reasons of problems that are no answers to what was asked: one tells what is wrong with the
instance, the others what was not read, or read from pictures.
"""


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column of numbers of a statement, and what it was read as.

    `column`: from the left, from 1. `kind`: "period", what it is instead, or "unread". `confidence`
    of that. `head`: the words that say it, as (line, start, end) from top to bottom; `box` stands
    around those of the last one's page. `scale`: power of ten of its amounts, None if they have
    none; `scale_line` states it. `currency`: ISO code.
    """

    table: str
    page: int
    column: int
    kind: str
    period_end: date | None
    months: int | None
    confidence: float
    head: tuple[tuple[Line, int, int], ...] = ()
    box: Box | None = None
    scale: int | None = None
    scale_line: Line | None = None
    scale_confidence: float | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class LineAmount:
    """A number of a printed row. `quote` is `place.text[start:end]`. `value`: exact, in base units,
    signed as printed. `scale`: power of ten of the print. `confidence`: of period, scale and sign.
    `adds_up`: whether the number stands in a sum of its column that is right to the last digit.
    `member`: the component of equity that its column is of, "" of other statements. `unit`: its
    own, "" if it is the row's.
    """

    place: Line
    start: int
    end: int
    period_end: date
    months: int | None
    value: Decimal
    scale: int
    confidence: float
    adds_up: bool = False
    box: Box | None = None
    member: str = ""
    unit: str = ""
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True)
class LineItem:
    """A row of a statement as it is printed, headings too.

    `line`: from the top, from 1. `parent`: the line that it stands under. `level`: by its indent,
    from 0. `label`: as printed, over all lines that it runs over; "" of a sum without one.
    `section`: the heading over it. `concept`: us-gaap's name, "" if unknown. `item`: the schema's
    field that it is, or "". `parts`: the lines that add up to it, negative if they are subtracted.
    `concepts`: the likeliest ones, the first of which is `concept`.
    """

    statement: str
    line: int
    label: str
    page: int
    level: int = 0
    parent: int | None = None
    section: str = ""
    unit: str = "USD"
    item: str = ""
    concept: str = ""
    concept_confidence: float = 0.0
    parts: tuple[int, ...] = ()
    amounts: tuple[LineAmount, ...] = ()
    concepts: Likely = ()


@dataclass(frozen=True, slots=True)
class TableCell:
    """A number of a printed table. `quote` is `place.text[start:end]`; `row` and `column` count
    from 1. `period_end` is None where nothing says a period; `period_from`: "column", "row",
    "section", "text" or "cover", whichever says it. `value`: exact, in base units, signed as
    printed; percentages and years as they are. `confidence`: of period, scale and sign.
    """

    row: int
    column: int
    place: Line
    start: int
    end: int
    value: Decimal
    unit: str
    scale: int
    period_end: date | None = None
    months: int | None = None
    period_from: str = ""
    confidence: float = 0.0
    box: Box | None = None
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a printed table, headings too; `parent`, `level`, `section` as of `LineItem`."""

    row: int
    label: str
    level: int = 0
    parent: int | None = None
    section: str = ""


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table of numbers as it is printed, on one page or on several. `number`: in the document,
    from 1. `title`: the nearest heading above; `caption`: the sentence that leads to it; `note`,
    `note_title`: of the note that it stands in. `heads`: of each column, from the top down.
    `members`: the same without its periods. `box`: around its numbers on its first page.
    """

    number: int
    pages: tuple[int, ...]
    title: str
    caption: str
    note: str
    note_title: str
    heads: tuple[str, ...]
    members: tuple[str, ...]
    rows: tuple[TableRow, ...]
    cells: tuple[TableCell, ...]
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class ShareClass:
    """A class of shares outstanding, as a cover prints it. `line.text[start:end]`: the number."""

    title: str
    shares: Decimal
    as_of: date | None
    line: Line
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FilingIds:
    """What a file and its pages say of the filing besides the fields asked. None: they do not say.

    `cik`: ten digits. `amended`: the cover says that it is an amendment. `year_shift`: 0 if a
    fiscal year is named after the calendar year in which it ends, -1 if after the one before.
    `share_classes`: of a cover that prints several.
    """

    cik: str | None = None
    accession_number: str | None = None
    amended: bool = False
    year_shift: int | None = None
    share_classes: tuple[ShareClass, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """All that came out of one document: every field asked is either a value or a problem.

    `columns`: those of the statements that values were read from. `line_items`: all rows of these.
    `tables`: every table of numbers; None if they were not asked for. `pages_read`: `1-20,30`, ""
    for all that can be read. `unasked`: what was not
    asked since the time was over, in words.
    """

    document: str
    sha256: str
    pages: int
    values: tuple[Value, ...]
    problems: tuple[Problem, ...]
    columns: tuple[ReadColumn, ...] = ()
    ids: FilingIds = FilingIds()
    line_items: tuple[LineItem, ...] = ()
    tables: tuple[PrintedTable, ...] | None = None
    pages_read: str = ""
    unasked: str = ""
