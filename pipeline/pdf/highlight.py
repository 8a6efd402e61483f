"""A copy of a PDF in which every value is marked: `extract FILE --annotate DIR`. The original is
never touched.

The marks are highlights with a note (the field and its value): yellow where a value was found,
orange where it is in doubt, red where a check failed. The copy of an encrypted file is not
encrypted: its salt would make every copy another one.
"""

from pathlib import Path

import pypdf
import pypdfium2
from pypdf.annotations import Highlight
from pypdf.generic import ArrayObject, FloatObject, NameObject, TextStringObject

from extract_filings.pipeline.errors import InputError, OutputError
from extract_filings.pipeline.records import Record, Value
from extract_filings.pipeline.status import Status
from extract_filings.pipeline.text.parse import printed
from extract_filings.schemas.base import titled

SURE, DOUBTED, FAILED = "ffe066", "ffa94d", "ff6b6b"


def annotate(path: Path, record: Record, folder: Path, password: str | None = None) -> Path:
    """Writes FOLDER/DOCUMENT.pdf. Raises InputError, OutputError."""
    copy = folder / Path(record.document).parent / path.name
    if copy.resolve() == path.resolve():
        raise OutputError(
            f"{path}: the marked copy would take its place; give another folder with --annotate"
        )
    writer = pypdf.PdfWriter(clone_from=_opened(path, password))
    for value in (v for v in record.values if v.box):
        writer.add_annotation(value.line.page - 1, _mark(value))
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        aside = copy.with_name(f".{copy.name}.part")
        writer.write(aside)
        aside.replace(copy)
    except OSError as error:
        raise OutputError(
            f"{copy}: cannot be written, {error.strerror}; give another folder with --annotate"
        ) from error
    return copy


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


def _mark(value: Value) -> Highlight:
    """Boxes are in the PDF's own points, as annotations are, however the page is turned."""
    assert value.box  # only values with evidence are marked
    x0, y0, x1, y1 = (round(x, 2) for x in value.box)
    corners = ArrayObject(FloatObject(x) for x in (x0, y1, x1, y1, x0, y0, x1, y0))
    mark = Highlight(
        rect=(x0, y0, x1, y1),
        quad_points=corners,
        highlight_color=_colour(value.status),
        printing=True,
    )
    mark[NameObject("/Contents")] = TextStringObject(
        f"{titled(value.field)}: {printed(value.value)}"
        + ("" if value.status == Status() else f" ({value.status})")
    )
    mark[NameObject("/T")] = TextStringObject(titled(value.table))
    return mark


def _colour(status: Status) -> str:
    if status.failed:
        return FAILED
    return DOUBTED if status.doubted else SURE
