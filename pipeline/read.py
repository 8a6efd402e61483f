"""PDF -> pages of printed lines, and on demand the box around every character. Knows nothing of what the lines mean.

pypdf checks the door (encryption), pdfium reads: one line per printed line, a table row stays on one. Where pdfium
refuses a file, pypdf reads it in layout mode; its boxes are then a grid of columns, good for comparing places only.

One process per file: pdfium reads some 300 pages a second (a 10-K in half a second), less than it costs to start
workers and to send them the pages. Whoever has many files runs them side by side, in processes: pdfium is not thread
safe, so threads wait for each other here.
"""

import ctypes
import hashlib
import logging
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Lock

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.errors import InputError
from pipeline.records import Box, Document, Line

LIMIT = 2 * 1024**3  # bytes; pdfium counts in 32 bits
COLUMN, ROW, PAPER = 6.0, 12.0, 792.0  # points: the grid of the fallback, US Letter
SAME_ROW, NEXT_ROW = 1.0, 5.0  # points: baselines no further apart are one, baselines further apart are two

# Same length in, same length out, so that characters keep their boxes. pdfium prints U+FFFE for a hyphen at a line's end.
SAME = str.maketrans({"\ufffe": "-", "\u2011": "-"} | dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\t", " "))
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
DROPPED = re.compile(rf"^[\s{INVISIBLE}]+|[\s{INVISIBLE}]+$|(?<=\s)\s+|[{INVISIBLE}]+")

PDFIUM = Lock()

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of every repaired byte; we report by InputError


def read(path: Path, password: str | None = None) -> Document:
    """All pages of a PDF. Raises InputError with one line that says what to do next."""
    path = Path(path)
    _check_file(path)
    _check_password(path, password)
    reader, texts = _texts(path, password)
    pages = tuple(tuple(Line(page, n, text) for n, text in enumerate(_lines(raw))) for page, raw in enumerate(texts, 1))
    if not pages:
        raise InputError(f"{path}: the PDF has 0 pages; print or export it again")
    if not any(pages):
        raise InputError(f"{path}: no text on any of {len(pages)} pages: run OCR first, e.g. `ocrmypdf {path.name} {path.stem}_text.pdf`")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Document(str(path), path.stem, digest, reader, pages, password)


def boxes(document: Document, pages: Iterable[int]) -> dict[int, tuple[tuple[Box, ...], ...]]:
    """{page: per line of the document, one box per character of `Line.text`}. Characters without ink may have no width."""
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
            raise InputError(f"{path}: {found}; split it, e.g. `qpdf --split-pages=500 in.pdf out.pdf`")
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


def _check_password(path: Path, password: str | None) -> None:
    """pypdf reads the trailer only; it costs milliseconds."""
    try:
        reader = pypdf.PdfReader(path)
        opened = not reader.is_encrypted or bool(reader.decrypt(password or ""))
    except Exception:  # damaged files raise anything in pypdf; whether this one can be read is pdfium's to say
        return
    if not opened:
        found = "the password is wrong" if password else "it is encrypted"
        raise InputError(f"{path}: {found}; give the right password with --password")


def _texts(path: Path, password: str | None) -> tuple[str, list[str]]:
    """The reader that could, and the raw text of each page."""
    try:
        return "pdfium", _pdfium_texts(path, password)
    except pypdfium2.PdfiumError as refused:
        try:
            return "pypdf", _pypdf_texts(path, password)
        except Exception:  # see _check_password
            found = f"the PDF is damaged ({str(refused).rstrip('.')})"
            raise InputError(f"{path}: {found}; download it again or try `qpdf {path.name} repaired.pdf`") from refused


def _pdfium_texts(path: Path, password: str | None) -> list[str]:
    with PDFIUM, pypdfium2.PdfDocument(path, password=password) as pdf:
        return [_whole_rows(pdf[i].get_textpage()) for i in range(len(pdf))]


def _whole_rows(text: pypdfium2.PdfTextPage) -> str:
    """The page's text with a line for each printed row; as long as pdfium's, for the boxes' sake.

    pdfium breaks a row at wide gaps if the file has no space characters there; some writers place every word alone. And
    it runs rows together that stand close, or that end in a dash, which it takes for a hyphen.
    """
    raw = re.sub("(?<!\r)\n", " ", text.get_text_range())  # a break is \r\n; \n alone is how some fonts spell the space
    rows, end = list(raw), None  # end: where the last character of the line before stands
    for line in re.finditer(r"[^\r\n]+", raw):
        first, last = _origin(text, line.start()), _origin(text, line.end() - 1)
        if end and abs(end[1] - first[1]) < SAME_ROW and end[0] < first[0]:
            rows[line.start() - 2 : line.start()] = "  "
        if abs(first[1] - last[1]) > NEXT_ROW:
            for space in re.finditer(r"(?<=\S) (?=\S)", line.group()):
                at = line.start() + space.start()
                rows[at] = "\n" if _goes_on_below(_origin(text, at - 1), _origin(text, at + 1)) else " "
        end = last
    return "".join(rows)


def _goes_on_below(left: tuple[float, float], right: tuple[float, float]) -> bool:
    return left[1] - right[1] > NEXT_ROW and right[0] < left[0]


def _origin(text: pypdfium2.PdfTextPage, index: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, pdfium.FPDFText_GetCharIndexFromTextIndex(text, index), x, y)
    return x.value, y.value


def _pypdf_texts(path: Path, password: str | None) -> list[str]:
    reader = pypdf.PdfReader(path)
    if reader.is_encrypted:
        reader.decrypt(password or "")
    return [page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False) for page in reader.pages]


def _lines(raw: str) -> list[str]:
    """The printed lines of a page's raw text, cleaned, without the empty ones."""
    return [text for line in raw.splitlines() if (text := DROPPED.sub("", line.translate(SAME)))]


def _places(raw: str) -> Iterator[tuple[int, int, list[int]]]:
    """(number and offset of the raw line, positions in it of the kept characters), for the same lines as `_lines`."""
    start = 0
    for number, (line, ended) in enumerate(zip(raw.splitlines(), raw.splitlines(keepends=True))):
        gone = {i for m in DROPPED.finditer(line.translate(SAME)) for i in range(*m.span())}
        if len(gone) < len(line):
            yield number, start, [i for i in range(len(line)) if i not in gone]
        start += len(ended)


def _pdfium_boxes(document: Document, pages: list[int]) -> Iterator[tuple[int, tuple[tuple[Box, ...], ...]]]:
    """Loose boxes: as high as the line, as wide as the character's advance."""
    with PDFIUM, pypdfium2.PdfDocument(document.path, password=document.password) as pdf:
        for page in pages:
            text = pdf[page - 1].get_textpage()
            raw = _whole_rows(text)
            yield page, tuple(tuple(_loose_box(text, start + i) for i in kept) for _, start, kept in _places(raw))


def _loose_box(text: pypdfium2.PdfTextPage, index: int) -> Box:
    """pdfium counts characters; those it leaves out of the text shift the index."""
    rect = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text, pdfium.FPDFText_GetCharIndexFromTextIndex(text, index), ctypes.byref(rect))
    return rect.left, rect.bottom, rect.right, rect.top


def _grid_boxes(document: Document, pages: list[int]) -> Iterator[tuple[int, tuple[tuple[Box, ...], ...]]]:
    """Each character where the layout text has it, as on a typewriter."""
    texts = _pypdf_texts(Path(document.path), document.password)
    for page in pages:
        yield page, tuple(tuple(_grid_box(column, row) for column in kept) for row, _, kept in _places(texts[page - 1]))


def _grid_box(column: int, row: int) -> Box:
    return column * COLUMN, PAPER - (row + 1) * ROW, (column + 1) * COLUMN, PAPER - row * ROW
