"""Every table of numbers of a document, without a model."""

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from extract_filings.pipeline.ocr.document import with_ocr
from extract_filings.pipeline.pdf.legible import legible as legible_pages
from extract_filings.pipeline.pdf.legible import with_text
from extract_filings.pipeline.pdf.rotation import upright
from extract_filings.pipeline.pdf.sandbox import in_process
from extract_filings.pipeline.pdf.visible import all_visible, page_numbers
from extract_filings.pipeline.reader import boxes, read
from extract_filings.pipeline.records import Document, PrintedTable
from extract_filings.pipeline.resolve.notes.note_tables import note_tables
from extract_filings.pipeline.settings import Ocr

if TYPE_CHECKING:
    import polars as pl


def tables(path: str | PathLike[str], password: str | None = None) -> "dict[str, pl.DataFrame]":
    """All tables of numbers of a PDF, as `table` and `table_cell`: no model is loaded.

    Raises InputError if the file cannot be read.
    """
    from extract_filings.pipeline.tables.notes import frames

    document, found = printed_tables(Path(path), password)
    return frames(document.name, found)


def printed_tables(
    path: Path, password: str | None = None, sandbox=in_process, ocr: Ocr = "auto"
) -> tuple[Document, tuple[PrintedTable, ...]]:
    """The document as it was read, and its tables."""
    document = legible_pages(sandbox(read, path, password), sandbox)
    if ocr == "auto":
        document = with_ocr(document, None, None, sandbox)
    document = all_visible(with_text(document), page_numbers, sandbox)

    def glyphs(pages: Sequence[int]) -> Mapping:
        return {n: upright(page) for n, page in sandbox(boxes, document, pages).items()}

    return document, note_tables(document, glyphs)
