"""A document with its pictures read: pages without text, and those whose text is no words.

A page costs seconds. So of many pictures only those are read whole that can hold an answer: a
glance at each, a few words and where numbers stand, tells which.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from functools import partial

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.ocr.cache import kept
from extract_filings.pipeline.ocr.engine import engine_name, installed
from extract_filings.pipeline.ocr.page import Read, read_page
from extract_filings.pipeline.pdf.legible import numbered, one_filing, without_unread
from extract_filings.pipeline.pdf.sandbox import in_process
from extract_filings.pipeline.pdf.visible import page_numbers, visible
from extract_filings.pipeline.profile import OnStep, each, silent
from extract_filings.pipeline.records import Document, LeftOut, Line, OcrPage, Problem

FEW = 8  # pictures that are read whole without a glance
OPENING = 2  # pages that may be a cover, which has few words
GLANCED = (
    "pictures that look like no page asked for, so they were not read; --exhaustive reads them"
)

IN_DOUBT = 0.9
"""Words are in doubt that are surely right with less probability."""
READ = {
    "picture": "a picture, read by OCR ({}); {} words in doubt",
    "unreadable": (
        "its fonts map to wrong characters, so its picture was read by OCR ({}); {} words in doubt"
    ),
}
"""Reasons of pages that are read, and what is told of them."""
REFUSED = "a picture that could not be read: {}"

Likely = Callable[[Document], Set[int]]
"""The pages of a document that will be asked."""


def with_ocr(
    document: Document,
    likely: Likely | None,
    threads: int | None,
    sandbox: Callable = in_process,
    on_step: OnStep = silent,
) -> Document:
    """The document with its pictures read, those that are `likely` alone if there are many. None
    are without the extra.
    """
    if not installed() or document.reader != "pdfium":
        return document
    reasons = {n: left.reason for left in document.left_out for n in left.pages}
    wanted = [n for n in sorted(reasons) if reasons[n] in READ]
    if not wanted:
        return document
    refused: dict[int, str] = {}
    read = partial(_read, document, threads or os.cpu_count() or 1, sandbox, refused)
    chosen = wanted
    if likely and len(wanted) > FEW:
        glanced = each(wanted, "looking at pictures", on_step)
        near = likely(_with_lines(document, {n: read(False, n).lines for n in glanced}))
        chosen = [n for n in wanted if n in near or n <= OPENING]
    whole = each(chosen, "reading pictures", on_step)
    made = {n: found for n in whole if (found := read(True, n)).lines}
    document = _with_lines(document, {n: found.lines for n, found in made.items()})
    pages = [OcrPage(n, reasons[n], engine_name(), r.turn, r.words) for n, r in made.items()]
    left = _left(document.left_out, {*chosen, *refused}, {*made, *refused})
    left += [LeftOut((n,), reasons[n], REFUSED.format(told)) for n, told in refused.items()]
    return one_filing(replace(document, ocr=tuple(pages), left_out=tuple(left)))


def seen(document: Document, pages: Iterable[int]) -> Document:
    """These pages as they are read for values: without hidden text, pictures by OCR."""
    wanted = {*pages} & {*page_numbers(document)}
    return visible(with_ocr(without_unread(document, wanted), None, None), wanted)


def _read(
    document: Document,
    threads: int,
    sandbox: Callable,
    refused: dict[int, str],
    whole: bool,
    page: int,
) -> Read:
    """A page, in one request: each has the time that one file may take. One that takes more, or too
    much memory, is `refused`, and the others are read.
    """
    blank = replace(document, pages=())
    try:
        return kept(document, page, whole, lambda: sandbox(read_page, blank, page, threads, whole))
    except (InputError, MemoryError) as error:
        refused[page] = str(error) or "it needs more memory than one file may have"
        return Read((), (), 0)


def _with_lines(document: Document, read: Mapping[int, Sequence[str]]) -> Document:
    """The document with these lines in place of its own, by page."""
    lines = {
        page: tuple(Line(page, n, text) for n, text in enumerate(texts))
        for page, texts in read.items()
    }
    pages = tuple(lines.get(n, page) for n, page in enumerate(document.pages, 1))
    return replace(document, pages=pages)


def _left(before: Sequence[LeftOut], chosen: Set[int], read: Set[int]) -> list[LeftOut]:
    """What is not read still: all of other reasons, garbled pages on which nothing was found, and
    pictures that were not chosen; a picture without any text is a photograph.
    """
    made = []
    for left in before:
        garbled, picture = left.reason == "unreadable", left.reason == "picture"
        rest = [n for n in left.pages if n not in (chosen if picture else read if garbled else ())]
        if rest:
            made.append(replace(left, pages=tuple(rest), told=GLANCED if picture else left.told))
    return made


def ocr_problems(table: str, document: Document) -> tuple[Problem, ...]:
    """A problem for each reason why pages were read by OCR. `table`: the name of the root part."""
    made = []
    for reason in READ:
        pages = [p for p in document.ocr if p.reason == reason]
        if pages:
            doubted = sum(w.sure < IN_DOUBT for p in pages for w in p.words)
            words = sum(len(p.words) for p in pages)
            told = READ[reason].format(pages[0].engine, f"{doubted:,} of {words:,}")
            made.append(Problem(table, (), numbered([p.page for p in pages]), "ocr", told))
    return tuple(made)
