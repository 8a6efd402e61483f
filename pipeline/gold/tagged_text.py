"""A labeled page as a model that answers in marks is shown it: its text as such a model sees any,
with what is what written behind it.

What is none of the fields is not marked, and last comes what the page is: whether it holds each
statement.

>>> from extract_filings.pipeline.records import NONE
>>> from extract_filings.schemas.compile import parts
>>> from extract_filings.schemas.filing import Filing
>>> [p] = [p for p in parts(Filing) if p.name == "income_statement"]
>>> lines, tags = ["(In millions)", "Net sales $ 9,978"], [NONE, "<income_statement.revenue>"]
>>> page = RowPage("acme", lines, tags, [None] * 2, frozenset({p.name}))
>>> said = marked(page, [p])
>>> "".join(asked + answer for asked, answer in said)
'(in millions)\\nnet sales #<income_statement.revenue>\\n<income_statement><yes>\\n'
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from extract_filings.pipeline.ask.tagging_prompt import row_view, word_view
from extract_filings.pipeline.gold.pages import RowPage, WordPage
from extract_filings.pipeline.records import NO, YES, Turn, tag
from extract_filings.pipeline.text.asides import without_asides
from extract_filings.pipeline.text.patterns import words
from extract_filings.schemas.base import Part


def marked(page: RowPage | WordPage, asked: Sequence[Part]) -> tuple[Turn, ...]:
    """Words and their mark, piece by piece; joined they are the text ahead of the page."""
    known = {tag(p.name, f.name) for p in asked for f in p.fields}
    return tuple(
        _rows(page, asked, known) if isinstance(page, RowPage) else _words(page, asked, known)
    )


def _rows(page: RowPage, asked: Sequence[Part], known: set[str]) -> Iterator[Turn]:
    for line, target in zip(without_asides(page.lines), page.targets, strict=True):
        yield row_view(line), (target if target in known else "") + "\n"
    yield from ((tag(p.name), YES if p.name in page.holds else NO) for p in asked)
    yield "", "\n"


def _words(page: WordPage, asked: Sequence[Part], known: set[str]) -> Iterator[Turn]:
    for line, targets in zip(page.lines, page.targets, strict=True):
        seen = [word_view(line[s:e]) for s, e in words(line)]
        for target, run in groupby(zip(targets, seen, strict=True), key=lambda pair: pair[0]):
            yield " ".join(word for _, word in run), (target if target in known else "") + " "
        yield "", "\n"
    yield "".join(tag(p.name) for p in asked), "\n"
