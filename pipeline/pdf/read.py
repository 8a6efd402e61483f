"""PDF -> pages of printed lines. Knows nothing of what the lines mean.

pdfium reads: one line per printed line, a table row stays on one. Where it refuses a file, pypdf
reads it in layout mode.

One process per file: pdfium reads some 300 pages a second (a 10-K in half a second), less than it
costs to start workers and to send them the pages. To read many files, run processes side by side:
pdfium is not thread safe, so threads wait for each other here. Nearly all of the time is pdfium's
own (`python -m extract_filings.benchmarks.speed.reading`).
"""

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import pypdfium2
import pypdfium2.raw as pdfium

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.file_limits import (
    MAX_IN_FILE,
    MAX_IN_LINE,
    MAX_ON_PAGE,
    MAX_PAGES,
    check_limit,
    first_bytes,
)
from extract_filings.pipeline.pdf.rotation import quarter
from extract_filings.pipeline.pdf.rows import printed_rows
from extract_filings.pipeline.records import Document, Line
from extract_filings.pipeline.registry.checksums import sha256_of
from extract_filings.pipeline.text.escape import document_name, encodable
from extract_filings.pipeline.text.patterns import INVISIBLE

SPLIT = "split it, e.g. `qpdf --split-pages=500 in.pdf out.pdf`"
PRINT = "print it to a new PDF"
SAMPLED_ANGLES = 50  # characters of a page, at least, whose angles say how the page is turned

# Same length in, same length out, so that characters keep their boxes. pdfium prints U+FFFE for a
# hyphen at a line's end.
SAME = {"\ufffe": "-", "\u2011": "-"} | dict.fromkeys(
    "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\t", " "
)
STRANGE = re.compile(f"[{''.join(SAME)}]")
BLANK = rf"[\s{INVISIBLE}]"
# At a line's start, at its end, behind a space, anywhere. All begin with a blank, so that `re`
# skips from blank to blank.
DROPPED = re.compile(
    rf"{BLANK}(?:(?<=^.){BLANK}*|{BLANK}*$|(?<=\s\s)\s*|(?<=[{INVISIBLE}])[{INVISIBLE}]*)"
)

PDFIUM = Lock()

# pypdf warns of every repaired byte; errors here are InputErrors.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


@contextmanager
def opened(path: Path | str, password: str | None = None) -> Iterator[pypdfium2.PdfDocument]:
    """The file as pdfium has it, while no other thread uses pdfium. Raises PdfiumError."""
    with PDFIUM, pypdfium2.PdfDocument(path, password=password) as pdf:
        yield pdf


def read(path: Path, password: str | None = None) -> Document:
    """All pages of a PDF. Raises InputError with one line that says what to do next."""
    path = Path(path)
    head = first_bytes(path, 1024)
    if b"%PDF-" not in head:
        raise InputError(f"{path}: not a PDF (starts with {head[:8]!r}); convert it to PDF first")
    sha256 = sha256_of(path)
    reader, texts, metadata = _texts(path, password)
    pages = tuple(page_lines(page, raw) for page, raw in enumerate(texts, 1))
    if not pages:
        raise InputError(f"{path}: the PDF has 0 pages; print or export it again")
    name = document_name(path)
    return Document(
        str(path), name, sha256, reader, pages, password, metadata=tuple(map(encodable, metadata))
    )


def _texts(path: Path, password: str | None) -> tuple[str, list[str], list[str]]:
    """The library that could read the file, the raw text of each page, and the metadata."""
    try:
        return "pdfium", *_pdfium_texts(path, password)
    except pypdfium2.PdfiumError as refused:
        try:
            return "pypdf", layout_texts(path, password), []
        except InputError:
            raise
        except Exception:  # damaged files raise anything in pypdf
            found = f"the PDF is damaged ({str(refused).rstrip('.')})"
            remedy = f"download it again or try `qpdf {path.name} repaired.pdf`"
            raise InputError(f"{path}: {found}; {remedy}") from refused


def _pdfium_texts(path: Path, password: str | None) -> tuple[list[str], list[str]]:
    with opened(path, password) as pdf:
        check_limit(path, MAX_PAGES, len(pdf), "pages", SPLIT)
        metadata = [text[:MAX_ON_PAGE] for text in pdf.get_metadata_dict(skip_empty=True).values()]
        return [*_limited(path, (text_page(pdf[i]) for i in range(len(pdf))))], metadata


def text_page(page: pypdfium2.PdfPage) -> pypdfium2.PdfTextPage:
    """The page's text, the page first turned as most of its letters stand.

    pdfium puts words in order as the page is shown, and a table that is shown on its side or upside
    down is a table all the same. Boxes are places on the page as it is, however it is turned.
    """
    text = page.get_textpage()
    count = text.count_chars()
    turns = [
        quarter(pdfium.FPDFText_GetCharAngle(text, i))
        for i in range(0, count, max(1, count // SAMPLED_ANGLES))
    ]
    turn = max(set(turns), key=turns.count, default=0)
    if turns.count(turn) * 2 <= len(turns) or turn == page.get_rotation():
        return text
    page.set_rotation(turn)
    return page.get_textpage()


def _limited(path: Path, pages: Iterable[pypdfium2.PdfTextPage]) -> Iterator[str]:
    """The raw text of the pages; none is extracted from a page that holds more than a page can."""
    total = 0
    for number, page in enumerate(pages, 1):
        count = page.count_chars()
        check_limit(path, MAX_ON_PAGE, count, f"characters on page {number}", PRINT)
        total += count
        check_limit(path, MAX_IN_FILE, total, "characters", SPLIT)
        raw = printed_rows(page).text
        _check_lines(path, [raw], f"characters in a line of page {number}")
        yield raw


def _check_lines(path: Path, texts: Iterable[str], things: str) -> None:
    longest = max((len(line) for text in texts for line in text.splitlines()), default=0)
    check_limit(path, MAX_IN_LINE, longest, things, PRINT)


def layout_texts(path: Path, password: str | None) -> list[str]:
    """The text of each page as pypdf lays it out, on a grid of characters. Raises InputError."""
    import pypdf  # hardly a file needs it, and each start of the command would wait for it

    reader = pypdf.PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(password or ""):
        found = "the password is wrong" if password else "it is encrypted"
        raise InputError(f"{path}: {found}; give the right password with --password")
    check_limit(path, MAX_PAGES, len(reader.pages), "pages", SPLIT)
    texts = [
        page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False)
        for page in reader.pages
    ]
    _check_lines(path, texts, "characters in a line")
    return texts


def page_lines(page: int, raw: str) -> tuple[Line, ...]:
    """The lines of a page's raw text, cleaned and numbered, without the empty ones."""
    return tuple(Line(page, n, text) for n, text in enumerate(_lines(raw)))


def _lines(raw: str) -> list[str]:
    plain = STRANGE.sub(_plain, raw)
    return [text for line in plain.splitlines() if (text := DROPPED.sub("", line))]


def _plain(found: re.Match[str]) -> str:
    return SAME[found.group()]
