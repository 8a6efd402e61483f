"""PDF -> pages of printed lines, and on demand the box around every character. Knows nothing of
what the lines mean.

pdfium reads: one line per printed line, a table row stays on one. Where it refuses a file, pypdf
reads it in layout mode; its boxes are then a grid of columns, good for comparing places only.

One process per file: pdfium reads some 300 pages a second (a 10-K in half a second), less than it
costs to start workers and to send them the pages. Whoever has many files runs them side by side, in
processes: pdfium is not thread safe, so threads wait for each other here. Nearly all of the time is
pdfium's own (`python -m extract_filings.benchmarks.speed.reading`).
"""

import ctypes
import hashlib
import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from struct import iter_unpack
from threading import Lock

import pypdfium2
import pypdfium2.raw as pdfium

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.pdf.hidden_text import hidden, without
from extract_filings.pipeline.pdf.rotation import quarter, turned
from extract_filings.pipeline.records import Box, Document, Hidden, Line
from extract_filings.pipeline.text.escape import document_name

LIMIT = 2 * 1024**3  # bytes; pdfium counts in 32 bits
PAGES, LETTERS, LINE, ALL = 10_000, 200_000, 10_000, 50_000_000
"""Pages of a file; characters of a page, of a line, of a file. The longest filings have 1,000
pages, full pages 8,000 characters.
"""
SPLIT = "split it, e.g. `qpdf --split-pages=500 in.pdf out.pdf`"
COLUMN, ROW, PAPER = 6.0, 12.0, 792.0  # points: the grid of the fallback, US Letter
LETTERS_ASKED = 50  # of a page at least, how they stand
SAME_ROW, NEXT_ROW = (
    1.0,
    5.0,
)  # points: baselines no further apart are one, baselines further apart are two

# Same length in, same length out, so that characters keep their boxes. pdfium prints U+FFFE for a
# hyphen at a line's end.
SAME = {"\ufffe": "-", "\u2011": "-"} | dict.fromkeys(
    "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\t", " "
)
STRANGE = re.compile(f"[{''.join(SAME)}]")
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
BLANK = rf"[\s{INVISIBLE}]"
# At a line's start, at its end, behind a space, anywhere. All begin with a blank, so that `re`
# skips from blank to blank.
DROPPED = re.compile(
    rf"{BLANK}(?:(?<=^.){BLANK}*|{BLANK}*$|(?<=\s\s)\s*|(?<=[{INVISIBLE}])[{INVISIBLE}]*)"
)

PDFIUM = Lock()

logging.getLogger("pypdf").setLevel(
    logging.CRITICAL
)  # it warns of every repaired byte; we report by InputError


def read(path: Path, password: str | None = None) -> Document:
    """All pages of a PDF. Raises InputError with one line that says what to do next."""
    path = Path(path)
    _check_file(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    reader, texts = _texts(path, password)
    pages = tuple(_numbered(page, raw) for page, raw in enumerate(texts, 1))
    if not pages:
        raise InputError(f"{path}: the PDF has 0 pages; print or export it again")
    if not any(pages):
        raise InputError(
            f"{path}: no text on any of {len(pages)} pages: run OCR first, e.g. `ocrmypdf"
            f" {path.name} {path.stem}_text.pdf`"
        )
    return Document(str(path), document_name(path), digest, reader, pages, password)


def visible(document: Document, pages: Iterable[int]) -> Document:
    """The document with these pages as a human sees them: what leaves no trace on paper is not
    among their lines. `hidden` tells of it.
    """
    return with_lines(document, *find_hidden(document, pages))


def find_hidden(
    document: Document, pages: Iterable[int]
) -> tuple[dict[int, tuple[Line, ...]], tuple[Hidden, ...]]:
    """What these pages hide, and the lines of those that hide something without it. Needs no lines
    of the document.
    """
    if document.reader != "pdfium":
        return {}, (Hidden(0, "unknown"),)
    lines, found = {}, []
    with PDFIUM, pypdfium2.PdfDocument(document.path, password=document.password) as pdf:
        for number in sorted(set(pages)):
            page = pdf[number - 1]
            if unseen := hidden(number, page):
                found.append(unseen)
                lines[number] = _numbered(number, _whole_rows(_text(page)))
    return lines, tuple(found)


def with_lines(
    document: Document, lines: Mapping[int, tuple[Line, ...]], found: Sequence[Hidden]
) -> Document:
    """The document with these lines in place of its own."""
    return replace(
        document,
        pages=tuple(lines.get(n, page) for n, page in enumerate(document.pages, 1)),
        hidden=tuple(found),
    )


def _numbered(page: int, raw: str) -> tuple[Line, ...]:
    return tuple(Line(page, n, text) for n, text in enumerate(_lines(raw)))


def boxes(document: Document, pages: Iterable[int]) -> dict[int, tuple[tuple[Box, ...], ...]]:
    """{page: per line of the document, one box per character of `Line.text`}. Characters without
    ink may have no width.
    """
    make = _pdfium_boxes if document.reader == "pdfium" else _grid_boxes
    return dict(make(document, sorted(set(pages))))


def _check_file(path: Path) -> None:
    """Refuses what is no PDF before more than its first bytes are read."""
    try:
        if path.is_dir():
            raise InputError(f"{path}: is a directory; name a PDF in it")
        if not path.exists():
            raise InputError(f"{path}: no such file; check the path")
        if not path.is_file():
            raise InputError(f"{path}: is not a regular file; save it to disk first")
        size = path.stat().st_size
        if size > LIMIT:
            found = f"{size / 1024**3:.1f} GiB is over the limit of {LIMIT / 1024**3:.0f} GiB"
            raise InputError(f"{path}: {found}; {SPLIT}")
        with path.open("rb") as file:
            head = file.read(1024)
    except PermissionError:
        raise InputError(f"{path}: no permission to read it; try `chmod u+r {path.name}`") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be opened ({error.strerror}); check the path") from None
    if not size:
        raise InputError(f"{path}: the file is empty; download or export it again")
    if b"%PDF-" not in head:
        raise InputError(f"{path}: not a PDF (starts with {head[:8]!r}); convert it to PDF first")


def _texts(path: Path, password: str | None) -> tuple[str, list[str]]:
    """The reader that could, and the raw text of each page."""
    try:
        return "pdfium", _pdfium_texts(path, password)
    except pypdfium2.PdfiumError as refused:
        try:
            return "pypdf", _pypdf_texts(path, password)
        except InputError:
            raise
        except Exception:  # damaged files raise anything in pypdf
            found = f"the PDF is damaged ({str(refused).rstrip('.')})"
            raise InputError(
                f"{path}: {found}; download it again or try `qpdf {path.name} repaired.pdf`"
            ) from refused


def _pdfium_texts(path: Path, password: str | None) -> list[str]:
    with PDFIUM, pypdfium2.PdfDocument(path, password=password) as pdf:
        _bounded(path, PAGES, len(pdf), "pages", SPLIT)
        return [*_fitting(path, (_text(pdf[i]) for i in range(len(pdf))))]


def _text(page: pypdfium2.PdfPage) -> pypdfium2.PdfTextPage:
    """The page's text, the page first turned as most of its letters stand: pdfium puts words in
    order as the page is shown, and a table that is shown on its side or on its head is none the
    less for it. Boxes are places on the page as it is, however it is turned.
    """
    text = page.get_textpage()
    count = text.count_chars()
    turns = [
        quarter(pdfium.FPDFText_GetCharAngle(text, i))
        for i in range(0, count, max(1, count // LETTERS_ASKED))
    ]
    turn = max(set(turns), key=turns.count, default=0)
    if turns.count(turn) * 2 <= len(turns) or turn == page.get_rotation():
        return text
    page.set_rotation(turn)
    return page.get_textpage()


def _fitting(path: Path, pages: Iterable[pypdfium2.PdfTextPage]) -> Iterator[str]:
    """The raw text of the pages; nothing is asked of one that holds more than a page can."""
    letters = 0
    for number, page in enumerate(pages, 1):
        count = page.count_chars()
        _bounded(path, LETTERS, count, f"characters on page {number}", "print it anew")
        letters += count
        _bounded(path, ALL, letters, "characters", SPLIT)
        raw = _whole_rows(page)
        _bounded(
            path,
            LINE,
            max(map(len, raw.splitlines()), default=0),
            f"characters in a line of page {number}",
            "print it anew",
        )
        yield raw


def _bounded(path: Path, limit: int, found: int, things: str, move: str) -> None:
    if found > limit:
        raise InputError(
            f"{path}: {found:,} {things}, and more than {limit:,} are not read; {move}"
        )


def _whole_rows(text: pypdfium2.PdfTextPage) -> str:
    """The page's text with a line for each printed row; as long as pdfium's, for the boxes' sake.

    pdfium breaks a row at wide gaps if the file has no space characters there; some writers place
    every word alone. And it runs rows together that stand close, or that end in a dash, which it
    takes for a hyphen.
    """
    raw = re.sub(
        "(?<!\r)\n", " ", text.get_text_range()
    )  # a break is \r\n; \n alone is how some fonts spell the space
    rows, end = list(raw), None  # end: where the last character of the line before stands
    for line in re.finditer(r"[^\r\n]+", raw):
        first, last = _origin(text, line.start()), _origin(text, line.end() - 1)
        if end and abs(end[1] - first[1]) < SAME_ROW and end[0] < first[0]:
            rows[line.start() - 2 : line.start()] = "  "
        if abs(first[1] - last[1]) > NEXT_ROW:
            for space in re.finditer(r"(?<=\S) (?=\S)", line.group()):
                at = line.start() + space.start()
                rows[at] = (
                    "\n" if _goes_on_below(_origin(text, at - 1), _origin(text, at + 1)) else " "
                )
        end = last
    return "".join(rows)


def _goes_on_below(left: tuple[float, float], right: tuple[float, float]) -> bool:
    return left[1] - right[1] > NEXT_ROW and right[0] < left[0]


def _origin(text: pypdfium2.PdfTextPage, index: int) -> tuple[float, float]:
    """Where a character stands on the page as it is turned: rightwards, upwards."""
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(
        text, pdfium.FPDFText_GetCharIndexFromTextIndex(text, index), x, y
    )
    return turned((x.value, y.value) * 2, text.page.get_rotation())[:2]


def _pypdf_texts(path: Path, password: str | None) -> list[str]:
    # here, since hardly a file needs it and each start of the command would wait for it
    import pypdf

    reader = pypdf.PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(password or ""):
        found = "the password is wrong" if password else "it is encrypted"
        raise InputError(f"{path}: {found}; give the right password with --password")
    _bounded(path, PAGES, len(reader.pages), "pages", SPLIT)
    texts = [
        page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False)
        for page in reader.pages
    ]
    _bounded(
        path,
        LINE,
        max((len(line) for text in texts for line in text.splitlines()), default=0),
        "characters in a line",
        "print it anew",
    )
    return texts


def _lines(raw: str) -> list[str]:
    """The printed lines of a page's raw text, cleaned, without the empty ones."""
    plain = STRANGE.sub(lambda found: SAME[found.group()], raw)
    return [text for line in plain.splitlines() if (text := DROPPED.sub("", line))]


def _places(raw: str) -> Iterator[tuple[int, int, list[int]]]:
    """(number and offset of the raw line, positions in it of the kept characters), for the same
    lines as `_lines`.
    """
    start = 0
    for number, (line, ended) in enumerate(zip(raw.splitlines(), raw.splitlines(keepends=True))):
        gone = {i for m in DROPPED.finditer(line) for i in range(*m.span())}
        if len(gone) < len(line):
            yield number, start, [i for i in range(len(line)) if i not in gone]
        start += len(ended)


def _pdfium_boxes(
    document: Document, pages: list[int]
) -> Iterator[tuple[int, tuple[tuple[Box, ...], ...]]]:
    """Loose boxes: as high as the line, as wide as the character's advance."""
    off = {h.page: h.places for h in document.hidden}
    with PDFIUM, pypdfium2.PdfDocument(document.path, password=document.password) as pdf:
        for page in pages:
            text = _text(without(pdf[page - 1], off.get(page, ())))
            raw = _whole_rows(text)
            numbers = _numbers(text, len(raw))
            yield (
                page,
                tuple(
                    _loose_boxes(text, [numbers[start + i] for i in kept])
                    for _, start, kept in _places(raw)
                ),
            )


def _numbers(text: pypdfium2.PdfTextPage, length: int) -> Sequence[int]:
    """pdfium's number of each character of the text. Each is greater than the one before: if the
    last is not shifted, none is.
    """
    number = pdfium.FPDFText_GetCharIndexFromTextIndex
    if (
        length and number(text, length - 1) != length - 1
    ):  # pdfium counts characters that it leaves out of the text
        return [number(text, index) for index in range(length)]
    return range(length)


def _loose_boxes(text: pypdfium2.PdfTextPage, numbers: Sequence[int]) -> tuple[Box, ...]:
    rects = (pdfium.FS_RECTF * len(numbers))()
    for number, rect in zip(numbers, rects):
        pdfium.FPDFText_GetLooseCharBox(text.raw, number, rect)
    return tuple(
        (left, bottom, right, top) for left, top, right, bottom in iter_unpack("4f", rects)
    )


def _grid_boxes(
    document: Document, pages: list[int]
) -> Iterator[tuple[int, tuple[tuple[Box, ...], ...]]]:
    """Each character where the layout text has it, as on a typewriter."""
    texts = _pypdf_texts(Path(document.path), document.password)
    for page in pages:
        yield (
            page,
            tuple(
                tuple(_grid_box(column, row) for column in kept)
                for row, _, kept in _places(texts[page - 1])
            ),
        )


def _grid_box(column: int, row: int) -> Box:
    return column * COLUMN, PAPER - (row + 1) * ROW, (column + 1) * COLUMN, PAPER - row * ROW
