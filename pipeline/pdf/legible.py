"""Pages that are not read, each reason told in one line: their text layer is no words (fonts that
map to wrong characters), they are pictures, or they belong to another filing in the same file.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.page_ranges import chosen, runs
from extract_filings.pipeline.pdf.covers import other_filing
from extract_filings.pipeline.pdf.hidden_text import covered, drawn
from extract_filings.pipeline.pdf.read import opened
from extract_filings.pipeline.pdf.sandbox import in_process
from extract_filings.pipeline.pdf.visible import page_numbers
from extract_filings.pipeline.records import NOT_NAMED, Document, LeftOut, Line, Problem, Value
from extract_filings.schemas.base import Part

PAIRS = (
    "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve"
    " co me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur ca el ta la ns ge di us ec ct tr ss"
    " un em pr ie ei ue il na ol po ac ot ut rs ad"
)
COMMON = frozenset(PAIRS.split())
"""Pairs of letters that make up two thirds of a page of English, half of other European languages,
and a tenth of a page whose letters stand for others."""
# The share of COMMON is 0.49 or more on 1,500 pages of filings and forms and 0.32 or less where
# their letters are swapped at random; the medians are 0.7 and 0.1.
WORDS = 0.40
ENOUGH = 60  # pairs of a page, fewer say nothing
SAMPLE = 2_000  # characters of a page that are looked at
UNMAPPED = "\x01-\x08\x0e-\x1f\ufffd\ue000-\uf8ff"  # what fonts without a map print
WORD = re.compile(rf"[a-z{UNMAPPED}]{{2,}}")
# Characters of a page with hardly any; share of it that a picture fills; lines drawn, as letters
# may be, where a page has no text.
BARE, PICTURED, DRAWN = 200, 0.5, 100

OCR = "to read it, type `pip install 'extract-filings[ocr]'` and extract again with `--ocr auto`"
UNREADABLE = (
    "no readable words: the fonts of the file map to wrong characters; nothing was read there;"
    f" {OCR}"
)
PICTURES = f"a picture with hardly any text, so little was read there; {OCR}"
OTHERS = "not read, as `--pages {}` does not name them"
BLANK = "all of them are empty; print or scan the file again"


def legible(document: Document, sandbox: Callable = in_process) -> Document:
    """The document without the pages that cannot be read, or are another filing's; `left_out` tells
    of them.
    """
    return one_filing(without_unread(document, page_numbers(document), sandbox))


def without_unread(
    document: Document, among: Iterable[int], sandbox: Callable = in_process
) -> Document:
    """The document without those of some pages that cannot be read."""
    pages = [(n, document.pages[n - 1]) for n in sorted(set(among))]
    garbled = [n for n, page in pages if not readable(page)]
    bare = [n for n, page in pages if _length(page) < BARE]
    pictured = sandbox(pictures, replace(document, pages=()), bare) if bare else ()
    found = [LeftOut(tuple(garbled), "unreadable", UNREADABLE)] if garbled else []
    found += [LeftOut(tuple(pictured), "picture", PICTURES)] if pictured else []
    left = tuple(() if n in garbled else page for n, page in enumerate(document.pages, 1))
    return replace(document, pages=left, left_out=tuple(found))


def one_filing(document: Document) -> Document:
    """The document without the pages of a second filing."""
    found = other_filing(document)
    out = {n for left in found for n in left.pages}
    pages = tuple(() if n in out else page for n, page in enumerate(document.pages, 1))
    return replace(document, pages=pages, left_out=(*document.left_out, *found))


def only(document: Document, named: str) -> Document:
    """The document without the pages that are not named. Raises InputError if there is none of
    them.
    """
    try:
        wanted = chosen(named, len(document.pages))
    except ValueError as error:
        raise InputError(
            f"{document.path}: --pages {named}: none of its pages is {error}, it has"
            f" {len(document.pages)} pages"
        ) from None
    pages = tuple(page if n in wanted else () for n, page in enumerate(document.pages, 1))
    left = [
        replace(some, pages=mine)
        for some in document.left_out
        if (mine := tuple(n for n in some.pages if n in wanted))
    ]
    others = tuple(n for n in page_numbers(document) if n not in wanted)
    left += [LeftOut(others, NOT_NAMED, OTHERS.format(named))] if others else []
    return replace(document, pages=pages, left_out=tuple(left))


def with_text(document: Document) -> Document:
    """The document, if any of its pages has text. Raises InputError."""
    if any(document.pages):
        return document
    unread = next((f"{numbered(left.pages)}: {left.told}" for left in document.left_out), BLANK)
    raise InputError(f"{document.path}: no text on any of {len(document.pages)} pages; {unread}")


def readable(page: Sequence[Line]) -> bool:
    """Whether the letters of a page stand beside each other as those of words do."""
    pairs = _pairs("\n".join(line.text for line in page)[:SAMPLE])
    return len(pairs) < ENOUGH or sum(p in COMMON for p in pairs) >= WORDS * len(pairs)


def _pairs(text: str) -> list[str]:
    """Neighbouring letters; of the Latin ones alone, Greek is not judged.

    >>> _pairs("Net (HD;LA)")
    ['ne', 'et', 'hd', 'la']
    """
    return [a + b for word in WORD.findall(text.lower()) for a, b in pairwise(word)]


def _length(page: Sequence[Line]) -> int:
    return sum(len(line.text) for line in page)


def pictures(document: Document, pages: Iterable[int]) -> list[int]:
    """Those of the pages that a picture fills, or on which letters are drawn as lines. Needs no
    lines of the document.
    """
    if document.reader != "pdfium":
        return []
    with opened(document.path, document.password) as pdf:
        return [n for n in pages if covered(pdf[n - 1]) >= PICTURED or drawn(pdf[n - 1]) >= DRAWN]


def left_out_problems(
    asked: Sequence[Part], document: Document, values: Sequence[Value]
) -> tuple[Problem, ...]:
    """A problem for each reason. Pictures matter only where a table was not found: reports have
    photographs.
    """
    complete = {p.name for p in asked} <= {v.table for v in values}
    return tuple(
        Problem(asked[0].name, (), numbered(left.pages), left.reason, left.told)
        for left in document.left_out
        if left.reason != "picture" or not complete
    )


def numbered(pages: Sequence[int]) -> str:
    """
    >>> numbered([3]), numbered([2, 3, 4, 7])
    ('page 3', 'pages 2 to 4, 7')
    """
    told = [f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs(pages)]
    return f"page{'s' if len(pages) > 1 else ''} {', '.join(told)}"
