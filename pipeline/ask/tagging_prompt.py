"""The prompt of tagging models (such as the embedded one): the chunk's text once, with a question
after every place that can hold an answer.

All questions share one pass over the chunk and no answer is fed back. On a statement there is a
question after each line that prints a number: which item is this row? On a cover page there is one
after each word: which field is this word part of? What answers it stands below as often as above
(captions, totals), so the model reads the whole chunk before it answers any.

>>> from extract_filings.pipeline.records import Line
>>> lines = (Line(4, 0, "(In millions)"), Line(4, 1, "Net sales $ 9,978 $ 11,257"))
>>> [rows_prompt(Chunk(lines), ()).text]
['(in millions)\\nnet sales # #\\n']
"""

import re
from collections.abc import Sequence

from extract_filings.pipeline.ask.grammar import choice
from extract_filings.pipeline.records import NO, NONE, YES, Chunk, Prompt, Question, tag
from extract_filings.pipeline.text.asides import without_asides
from extract_filings.pipeline.text.nameless_totals import with_names
from extract_filings.pipeline.text.patterns import (
    CELL,
    CURRENCY,
    NUMBER,
    american,
    plain,
    spans,
    words,
)
from extract_filings.pipeline.text.row_words import row_words
from extract_filings.schemas.base import Part

PER_SHARE = re.compile(
    r"(?<!\d)(?:\d{0,3}\.\d\d|\d?\.\d{3})\b"
)  # 1.14, and 0.532 as a few print it
ROLE = (
    r"(?i:(?:class|common|ordinary|preferred|preference|participating|restricted"
    r"|(?:share|stock|unit)s?(?:holders?|owners?)?|owners?|members?|partners?|holders?"
    r"|(?:redeemable|non-?|minority|controlling)\w*|parent|continuing|discontinued|operations"
    r"|each|per|basic|diluted|equity|sales|revenues?|products?|services?|other|certain|all)\b)"
)
WHOSE = re.compile(
    r"((?i:\b(?:attributable|applicable|available) to "
    r"(?:(?:common )?(?:share|stock)(?:holders|owners) of )?))"
    rf"(?:(?!{ROLE})[A-Z][^\s\d#(]*[ ]?)(?:(?!{ROLE})(?![#(\d$—–-])[^\s\d(]+[ ]?)*"
)
"""Net income attributable to a company, by its name: the row is the same whatever the company is
called.
"""
MACHINE = re.compile(r"[‹›{}|\\]")
"""In no word of a filing: markup, JSON, special tokens of models. The model is not shown such
words, so nobody can plant them.
"""
MARKUP = re.compile(r"[<‹][^\s\d(.,$-]|[{}\\]")
"""In no line of a statement or cover: none of 174,211 lines of train has it. `<1,234>`, an old way
to print a negative number, does not match.
"""
AMOUNT = rf"\(?{CURRENCY}?\s?\(?(?:\d{{1,3}}(?:,\d{{3}})+|\d*\.\d+)\)?%?"
TABLE_ROW = re.compile(rf"(?:^|\s){AMOUNT}\s+{AMOUNT}\s*$")
"""Two amounts side by side, as on no line of a cover. On the first four pages of the 70 filings of
train and dev 346 of 8,178 lines match, none of them on a first page, and none holds a value of a
cover.
"""
RULE = re.compile(r"[-–—_=\s]*[-–—_=]{3}[-–—_=\s]*")
"""Lines that are drawn with letters, under numbers."""
DRAWN = re.compile(rf"^{RULE.pattern}$")
LEADER = re.compile(r"(?:\s?\.){3,}")


def row_view(text: str) -> str:
    """A table row as the model sees it: lower case, each number a `#`, for code reads the numbers.

    Only its shape is left: `#.##` may be an amount per share, `%` is none of the items. Whose
    income it is goes by role, not by name.

    >>> row_view("Net income attributable to Acme & Sons, Inc. common stockholders $ 9,978")
    'net income attributable to the company common stockholders #'
    """
    bare = " ".join(w for w in plain(american(text)).split(" ") if not MACHINE.search(w))
    text = LEADER.sub(" ", WHOSE.sub(r"\1the company ", bare).lower())
    return re.sub(r"\s+", " ", re.sub(CURRENCY, " ", NUMBER.sub(_shape, text))).strip()


def _shape(number: re.Match[str]) -> str:
    text = number.group()
    return " % " if "%" in text else " #.## " if PER_SHARE.search(text) else " # "


def word_view(word: str) -> str:
    """A word of a cover page as the model sees it: every digit a 0, so that shapes are learnt and
    not numbers; every currency a dollar.
    """
    text = plain(word)
    return "—" if MACHINE.search(text) else re.sub(CURRENCY, "$", re.sub(r"\d", "0", text))


def rows_prompt(chunk: Chunk, statements: Sequence[Part]) -> Prompt:
    """Asks for the item of each row that prints a number, then whether the chunk holds each of the
    statements.
    """
    choices = (NONE, *(tag(p.name, f.name) for p in statements for f in p.fields))
    text, questions, grammar = "", [], choice(choices)
    lines = [n for n in chunk.lines if not (MARKUP.search(n.text) or RULE.fullmatch(n.text))]
    texts = with_names(without_asides([n.text for n in lines]))
    views = [*map(row_view, texts)]
    rows = [i for i, n in enumerate(lines) if CELL.search(american(n.text))]
    told = dict(zip(rows, row_words(views, texts, rows), strict=True))
    for i, (line, view) in enumerate(zip(lines, views, strict=True)):
        text += view + "\n"
        if i in told:
            end = len(line.text)
            questions.append(Question(len(text), grammar, choices, line, 0, end, words=told[i]))
    for part in statements:
        text += tag(part.name)
        questions.append(Question(len(text), choice((YES, NO)), (YES, NO), part=part.name))
    return Prompt(text, tuple(questions))


def words_prompt(chunk: Chunk, asked: Sequence[Part]) -> Prompt:
    """Asks for the field of each word, of those whose type and pattern fit the word."""
    fields = [(p, f) for p in asked for f in p.fields if f.pointed]
    cover = all(p.opening for p in asked)
    text, questions = "", []
    for line in chunk.lines:
        if cover and any(p.search(line.text) for p in (MARKUP, TABLE_ROW, DRAWN)):
            continue
        legal = [(tag(p.name, f.name), spans(f, line.text)) for p, f in fields]
        for start, end in words(line.text):
            text += word_view(line.text[start:end])
            fitting = (t for t, places in legal if any(s < end and start < e for s, e in places))
            fit = (NONE, *fitting)
            questions.append(Question(len(text), choice(fit), fit, line, start, end))
            text += " "
        text = text[:-1] + "\n"
    return Prompt(text, tuple(questions))
