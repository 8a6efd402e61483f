"""A file of any kind -> its pages of printed lines, and the boxes of their letters.

The kind is told by the first bytes, whatever the file is called; but what is called a PDF and is
none is refused: it may be the page that a server sent in its place.
"""

from collections.abc import Iterable
from pathlib import Path

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.file_limits import first_bytes
from extract_filings.pipeline.pdf import boxes as pdf_boxes
from extract_filings.pipeline.pdf import read as pdf
from extract_filings.pipeline.pdf.boxes import PageBoxes
from extract_filings.pipeline.records import Document, Record

PICTURE = "a picture; type `img2pdf {name} -o {stem}.pdf` and extract that"
OFFICE = "type `soffice --headless --convert-to pdf {name}` and extract that"
OTHERS = {
    b"PK\x03\x04": f"a Word, Excel or zip file; unpack it, or {OFFICE}",
    b"\xd0\xcf\x11\xe0": f"an old Word or Excel file; {OFFICE}",
    b"{\\rtf": f"a rich text file; {OFFICE}",
    b"\x1f\x8b": "packed by gzip; type `gunzip {name}`",
    b"\xff\xd8\xff": PICTURE,
    b"\x89PNG": PICTURE,
    b"II*\x00": PICTURE,
    b"MM\x00*": PICTURE,
}
"""What is told of files that are not read, by their first bytes."""
FIRST = 4096
BINARY = bytes({*range(9)} | {*range(14, 27)} | {*range(28, 32)})


def read(path: Path, password: str | None = None) -> Document:
    """All pages of a file. Raises InputError with one line that says what to do next."""
    path = Path(path)
    first = first_bytes(path, FIRST)
    if b"%PDF-" in first[:1024] or path.suffix.lower() == ".pdf":
        return pdf.read(path, password)
    if told := next((t for start, t in OTHERS.items() if first.startswith(start)), None):
        raise InputError(f"{path}: {told.format(name=path.name, stem=path.stem)}")
    if not _is_text(first):
        raise InputError(
            f"{path}: neither a PDF nor HTML nor text (starts with {first[:8]!r}); convert it to"
            " PDF first"
        )
    from extract_filings.pipeline.html import read as html  # hardly a PDF needs its parser

    return html.read(path)


def boxes(document: Document, pages: Iterable[int]) -> dict[int, PageBoxes]:
    """{page: per line, one box per character}."""
    if not document.laid_out:
        return pdf_boxes.boxes(document, pages)
    from extract_filings.pipeline.html import read as html

    return html.boxes(document, pages)


def located(document: Document, record: Record) -> Record:
    """The record with the places that files of this kind have. Needs no lines of the document."""
    if document.reader != "html":
        return record
    from extract_filings.pipeline.html.located import located

    return located(document, record)


def _is_text(first: bytes) -> bool:
    """
    >>> _is_text(b"<html>"), _is_text(b"\\xff\\xfe<\\x00h\\x00"), _is_text(b"\\x00\\x01\\x02")
    (True, True, False)
    """
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return len(first) - len(first.translate(None, BINARY)) <= len(first) / 100
