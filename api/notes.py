"""Every table of numbers of a document, without a model; tables in a terminal."""

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extract_filings.pipeline.ocr.document import with_ocr
from extract_filings.pipeline.pdf.legible import legible as legible_pages
from extract_filings.pipeline.pdf.legible import with_text
from extract_filings.pipeline.pdf.rotation import upright
from extract_filings.pipeline.pdf.sandbox import in_process
from extract_filings.pipeline.pdf.visible import all_visible, page_numbers
from extract_filings.pipeline.reader import boxes, read
from extract_filings.pipeline.records import Document, PrintedTable, TableCell, TableRow
from extract_filings.pipeline.resolve.notes.note_tables import note_tables
from extract_filings.pipeline.settings import Ocr
from extract_filings.pipeline.text.escape import legible

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


def show_list(console: Console, document: str, found: Sequence[PrintedTable]) -> None:
    """A line per table: number, page, note, title, size."""
    shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("table", "page", "note"):
        shown.add_column(name, justify="right")
    shown.add_column("title")
    for name in ("rows", "columns", "no period"):
        shown.add_column(name, justify="right")
    for t in found:
        pages = str(t.pages[0]) if len(t.pages) == 1 else f"{t.pages[0]}-{t.pages[-1]}"
        undated = sum(c.period_end is None for c in t.cells)
        sizes = len({c.row for c in t.cells}), len(t.heads), undated or ""
        shown.add_row(str(t.number), pages, t.note, Text(legible(t.title)), *map(str, sizes))
    console.print(Text(f"{legible(document)}: {len(found)} tables", style="bold"))
    console.print(shown)


def show_table(console: Console, t: PrintedTable) -> None:
    """A table row by row: labels, numbers as printed, under heads and periods."""
    note = f" · note {t.note} {t.note_title}" if t.note else ""
    console.print(Text(f"table {t.number}, page {t.pages[0]}{note}: {t.title}", style="bold"))
    if t.caption:
        console.print(Text(legible(t.caption), style="dim"))
    for columns, rows in _by_columns(t):
        console.print(_shown(t, columns, rows))
    console.print()


def _by_columns(t: PrintedTable) -> list[tuple[list[int], list[TableRow]]]:
    """Rows that follow each other and share columns."""
    of: dict[int, list[int]] = {}
    for c in t.cells:
        of.setdefault(c.row, []).append(c.column)
    made: list[tuple[list[int], list[TableRow]]] = []
    for row in t.rows:
        own = of.get(row.row, [])
        if made and (not own or not made[-1][0] or {*own} & {*made[-1][0]}):
            made[-1][0].extend(own)
            made[-1][1].append(row)
        else:
            made.append((own, [row]))
    return [(sorted({*columns}), rows) for columns, rows in made]


def _shown(t: PrintedTable, columns: Sequence[int], rows: Sequence[TableRow]) -> Table:
    by_place = {(c.row, c.column): c for c in t.cells}
    periods = {c: _common([x for x in t.cells if x.column == c]) for c in columns}
    shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    shown.add_column("")
    for c in columns:
        words = t.members[c - 1].replace(" | ", " ")
        shown.add_column(f"{legible(words)}\n{_period(periods[c])}".strip(), justify="right")
    shown.add_column("")
    for row in rows:
        cells = [by_place.get((row.row, c)) for c in columns]
        label = Text(legible("  " * row.level + row.label), style="" if any(cells) else "italic")
        own = {_key(c) for c in cells if c} - {periods[c] for c in columns}
        told = ", ".join(_period(p) for p in sorted(own, key=str))
        shown.add_row(label, *(_number(c) for c in cells), Text(told, style="dim"))
    return shown


Key = tuple  # last day, months


def _key(cell: TableCell) -> Key:
    return cell.period_end, cell.months


def _common(cells: Sequence[TableCell]) -> Key:
    """The period of most cells."""
    keys = [_key(c) for c in cells]
    return max(keys, key=keys.count, default=(None, None))


def _period(key: Key) -> str:
    end, months = key
    return "" if end is None else f"{end}" + (f" {months} months" if months else "")


def _number(cell: TableCell | None) -> str:
    """As printed, with brackets for what is negative."""
    if cell is None:
        return ""
    quote = cell.place.text[cell.start : cell.end]
    sign = "%" if cell.unit == "percent" else ""
    return f"({quote}{sign})" if cell.value < 0 else quote + sign
