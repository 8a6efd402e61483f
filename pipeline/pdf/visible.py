"""A document as a human sees it: hidden text is not among its lines, and is reported.

To look at a page costs far more than to read it. So only the pages that matter are looked at, and
once one hides something, those that matter without it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.pdf.hidden_text import hidden_text
from extract_filings.pipeline.pdf.read import opened, page_lines, text_page
from extract_filings.pipeline.pdf.rows import printed_rows
from extract_filings.pipeline.pdf.sandbox import in_process
from extract_filings.pipeline.records import Chunk, Document, Hidden, Line, Problem

ROUNDS = 4  # after which a file that hides ever more is looked at as a whole
REPORTS = {
    "hidden": "{0.characters} characters that no one sees on the page were not read: “{0.words}”",
    "scan": (
        "a scan: the {0.characters} characters laid under or over its picture, which no one sees,"
        " were read: “{0.words}”"
    ),
    "unknown": (
        "the file cannot be drawn, so text that no one sees may have been read; try `qpdf in.pdf"
        " repaired.pdf` and extract that"
    ),
}
"""By `Hidden.kind`."""


def visible(document: Document, pages: Collection[int], sandbox: Callable = in_process) -> Document:
    """The document with these pages as a human sees them; `hidden` tells what was left out."""
    if document.laid_out or not pages:
        return document  # the reader of what is laid out leaves out what no one sees
    lines, found = sandbox(find_hidden, replace(document, pages=()), sorted(set(pages)))
    return with_lines(document, lines, found)


def all_visible(
    document: Document,
    likely: Callable[[Document], Iterable[int]],
    sandbox: Callable = in_process,
) -> Document:
    """The document with the pages that are likely to be asked as a human sees them. Hidden text may
    have drawn the questions away from other pages, so those that are likely without it are looked
    at, too.

    Raises InputError if nothing visible is left.
    """
    looked: set[int] = set()
    for _ in range(ROUNDS):
        pages, known = {*likely(document)} - looked, document.hidden
        document, looked = visible(document, pages, sandbox), looked | pages
        if document.hidden == known or not any(document.pages):
            break
    else:
        document = visible(document, {*page_numbers(document)} - looked, sandbox)
    if not any(document.pages):
        raise InputError(
            f"{document.path}: all text of its {len(document.pages)} pages is hidden; print the"
            " file and run OCR on that"
        )
    return document


def find_hidden(
    document: Document, pages: Iterable[int]
) -> tuple[dict[int, tuple[Line, ...]], tuple[Hidden, ...]]:
    """The hidden text of these pages, and the visible lines of each page that has some.

    Needs no lines of the document.
    """
    if document.reader != "pdfium":
        return {}, (Hidden(0, "unknown"),)
    lines, found = {}, []
    with opened(document.path, document.password) as pdf:
        for number in sorted(set(pages)):
            page = pdf[number - 1]
            if unseen := hidden_text(number, page):
                found.append(unseen)
                lines[number] = page_lines(number, printed_rows(text_page(page)).text)
    return lines, tuple(found)


def with_lines(
    document: Document, lines: Mapping[int, tuple[Line, ...]], found: Sequence[Hidden]
) -> Document:
    """The document with these lines in place of its own, by page; what is left out stays so, and
    what OCR has read, which sees what a human sees. What was found before stays, too."""
    ocr = {p.page for p in document.ocr}
    out = {n for left in document.left_out for n in left.pages} | ocr
    new = {n: page for n, page in lines.items() if n not in out}
    told = {h.page: h for h in (*document.hidden, *found)}
    return replace(
        document,
        pages=tuple(new.get(n, page) for n, page in enumerate(document.pages, 1)),
        hidden=tuple(h for n, h in sorted(told.items()) if n not in ocr),
    )


def page_numbers(document: Document) -> range:
    """The numbers of all its pages."""
    return range(1, len(document.pages) + 1)


def pages_of(chunks: Iterable[Chunk]) -> set[int]:
    """The pages that the chunks show lines of."""
    return {line.page for chunk in chunks for line in chunk.lines}


def with_neighbours(document: Document, pages: Iterable[int]) -> set[int]:
    """These pages of the document, and those before and behind them."""
    near = {n for page in pages for n in (page - 1, page, page + 1)}
    return near & set(page_numbers(document))


def hidden_problems(table: str, document: Document) -> tuple[Problem, ...]:
    """A problem for each page with hidden text. `table`: the name of the root part."""
    return tuple(
        Problem(
            table,
            (),
            f"page {h.page}" if h.page else "document",
            "hidden",
            REPORTS[h.kind].format(h),
        )
        for h in document.hidden
    )
