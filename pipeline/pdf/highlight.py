"""A copy of a PDF in which values are marked by highlights with a note.

The copy of an encrypted file is not encrypted: its salt would make every copy another one.
"""

import io
from collections.abc import Sequence
from pathlib import Path

import pypdf
import pypdfium2
from pypdf.annotations import Highlight
from pypdf.generic import ArrayObject, FloatObject, NameObject, TextStringObject

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.records import Box, Note, Value


def marked_copy(
    path: Path, values: Sequence[Value], notes: Sequence[Note], password: str | None = None
) -> bytes:
    """The bytes of the copy, with a note for each value. Raises InputError."""
    writer = pypdf.PdfWriter(clone_from=_opened(path, password))
    for value, note in zip(values, notes, strict=True):
        if value.box:
            writer.add_annotation(value.line.page - 1, _mark(value.box, note))
    writer.write(made := io.BytesIO())
    return made.getvalue()


def _opened(path: Path, password: str | None) -> pypdf.PdfReader:
    """Where pdfium refuses a file, no one knows where on the paper its characters stand."""
    try:
        pypdfium2.PdfDocument(path, password=password).close()
    except pypdfium2.PdfiumError as error:
        raise InputError(
            f"{path}: was read, and cannot be marked; try `qpdf {path.name} repaired.pdf` and"
            " extract that"
        ) from error
    reader = pypdf.PdfReader(path)
    if reader.is_encrypted:
        reader.decrypt(password or "")
    return reader


def _mark(box: Box, note: Note) -> Highlight:
    """Boxes are in the PDF's own points, as annotations are, however the page is turned."""
    x0, y0, x1, y1 = (round(x, 2) for x in box)
    corners = ArrayObject(FloatObject(x) for x in (x0, y1, x1, y1, x0, y0, x1, y0))
    mark = Highlight(
        rect=(x0, y0, x1, y1), quad_points=corners, highlight_color=note.colour, printing=True
    )
    mark[NameObject("/Contents")] = TextStringObject(note.words)
    mark[NameObject("/T")] = TextStringObject(note.title)
    return mark
