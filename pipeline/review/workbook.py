"""Tables -> an Excel workbook: a sheet for each table, every value with a link to a picture of the
page that prints it.

The pictures stand in a folder beside the workbook, each value marked on them, and the links are
relative: they open offline, in Excel and in LibreOffice. (A link into a PDF, `report.pdf#page=5`,
opens its first page: both programs drop what is behind the `#` of a file.)
"""

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import polars as pl

from extract_filings.pipeline.errors import ExtractError, InputError
from extract_filings.pipeline.reader import read
from extract_filings.pipeline.records import Box
from extract_filings.pipeline.review.page import at_hand
from extract_filings.pipeline.review.page_images import Scan, scans
from extract_filings.pipeline.status import Status
from extract_filings.pipeline.tables.databases import aside
from extract_filings.pipeline.tables.frames import Frames
from extract_filings.pipeline.tables.paths import position_of
from extract_filings.schemas.base import Part

FACTS = ("document", "cik", "ticker", "registrant_name", "form", "table", "row_number")
FACTS += ("period_start", "period_end", "months", "weeks", "fiscal_year", "fiscal_quarter", "item")
FACTS += ("value", "value_text", "unit", "scale", "confidence", "status", "page", "quote")
LINKS = 65_530
"""Excel's limit of links on a sheet."""
ROWS = 1_048_576
YELLOW, ORANGE = (255, 224, 102), (255, 170, 80)
NUMBER = "#,##0.########"
Place = tuple[str, str, int, str]  # document, table, position of the row, item


@dataclass
class Book:
    """A workbook that is being written."""

    file: Any
    pages: Mapping[tuple[str, int], str]
    formats: dict[str, Any] = field(default_factory=dict)
    unlinked: int = 0


def as_workbook(
    frames: Frames,
    asked: Sequence[Part],
    file: Path,
    out: Path,
    pdfs: Sequence[str] = (),
    password: str | None = None,
) -> list[str]:
    """Writes the file, and pictures of the pages of the PDFs into FILE_pages/. Returns a line for
    each document without pictures. Raises ExtractError without the extra.
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError as error:
        raise ExtractError(
            "--format xlsx needs xlsxwriter; type `pip install 'extract-filings[export]'`"
        ) from error
    pages, missing = _pictures(frames, file, out, pdfs, password)
    options = {"strings_to_urls": False, "strings_to_formulas": False, "strings_to_numbers": False}
    with aside(file) as new:
        written = xlsxwriter.Workbook(str(new), options)
        written.set_properties({"created": datetime(2000, 1, 1)})  # same tables, same bytes
        book = Book(written, pages, _formats(written))
        facts = {
            (f["document"], f["table"], position_of(f["path"]), f["item"]): f
            for f in frames["fact"].iter_rows(named=True)
        }
        for part in asked:
            _table(book, part, frames[part.name], facts)
        _facts(book, frames["fact"])
        for name in ("share_class", "table", "table_cell", "problems", "documents"):
            if name in frames:  # of earlier versions, or not asked for
                _plain_sheet(book, name, frames[name])
        written.close()
    if book.unlinked:
        missing.append(f"{file}: {book.unlinked} values have no link; Excel allows {LINKS} a sheet")
    return missing


def _formats(written: Any) -> dict[str, Any]:
    orange = "#FFAA50"
    made = {
        "head": {"bold": True, "bottom": 1},
        "number": {"num_format": NUMBER},
        "date": {"num_format": "yyyy-mm-dd"},
        "text": {},
    }
    doubted = {f"{k}?": v | {"bg_color": orange} for k, v in made.items()}
    return {name: written.add_format(how) for name, how in {**made, **doubted}.items()}


def _table(book: Book, part: Part, frame: pl.DataFrame, facts: Mapping[Place, dict]) -> None:
    """A row of the table a row, each value with its link."""
    sheet = _sheet(book, part.name, frame.columns)
    at: dict[str, int] = defaultdict(int)
    links = 0
    for i, row in enumerate(frame.head(ROWS - 1).iter_rows(named=True), 1):
        for j, (column, value) in enumerate(row.items()):
            fact = facts.get((row["document"], part.name, at[row["document"]], column))
            links += _write(book, sheet, i, j, value, fact, links < LINKS)
        at[row["document"]] += 1


def _facts(book: Book, frame: pl.DataFrame) -> None:
    sheet, links = _sheet(book, "fact", FACTS), 0
    linked = FACTS.index("value"), FACTS.index("value_text")
    for i, row in enumerate(frame.head(ROWS - 1).iter_rows(named=True), 1):
        value = linked[row["value"] is None]
        for j, column in enumerate(FACTS):
            links += _write(
                book, sheet, i, j, row[column], row if j == value else None, links < LINKS
            )


def _plain_sheet(book: Book, name: str, frame: pl.DataFrame) -> None:
    sheet = _sheet(book, name, frame.columns)
    for i, row in enumerate(frame.head(ROWS - 1).iter_rows(), 1):
        for j, value in enumerate(row):
            _write(book, sheet, i, j, value, None, False)


def _sheet(book: Book, name: str, columns: Sequence[str]) -> Any:
    sheet = book.file.add_worksheet(name[:31])
    for j, column in enumerate(columns):
        sheet.write_string(0, j, column, book.formats["head"])
        sheet.set_column(j, j, max(10, min(24, len(column) + 2)))
    sheet.freeze_panes(1, 1)
    return sheet


def _write(
    book: Book, sheet: Any, i: int, j: int, value: Any, fact: Mapping[str, Any] | None, more: bool
) -> bool:
    """Writes a cell; whether it got a link. A link keeps its place when the value is written over
    its words.
    """
    doubt = "?" if fact and Status.parse(fact["status"]) != Status() else ""
    page = book.pages.get((fact["document"], fact["page"])) if fact else None
    if fact and page and more:
        sheet.write_url(i, j, _link(page, _tip(fact)))
    book.unlinked += bool(page and not more)
    if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
        sheet.write_number(i, j, float(value), book.formats[f"number{doubt}"])
    elif isinstance(value, date):
        plain = value if not isinstance(value, datetime) else value.replace(tzinfo=None)
        sheet.write_datetime(i, j, plain, book.formats[f"date{doubt}"])
    elif value is not None:
        text = "; ".join(map(_words, value)) if isinstance(value, list) else str(value)
        sheet.write_string(i, j, text[:32_767], book.formats[f"text{doubt}"])
    return bool(page and more)


def _words(one: str | Mapping[str, Any]) -> str:
    """Of an element of a list; of an operand what it says and where."""
    return one if isinstance(one, str) else ", ".join(map(str, one.values()))


def _link(page: str, tip: str) -> Any:
    """To a file beside the workbook. xlsxwriter would write its path as Windows does."""
    from xlsxwriter.url import Url

    link = Url(f"external:{page}")
    link.tip = tip
    link._relationship_link = quote(page)
    return link


def _tip(fact: Mapping[str, Any]) -> str:
    """What code read (a class of shares) has no confidence, and not always words of its own.

    >>> _tip({"page": 1, "quote": None, "confidence": None, "status": "found"})
    'page 1, found'
    >>> _tip({"page": 5, "quote": "1,234", "confidence": 1.0, "status": "review"})
    'page 5: “1,234”, sure by 99.9%, review'
    """
    words = f": “{fact['quote'][:150]}”" if fact["quote"] else ""
    sure = fact["confidence"]
    doubt = f", sure by {min(sure, 0.999):.1%}" if sure is not None else ""
    return f"page {fact['page']}{words}{doubt}, {fact['status'][:60]}"


def _pictures(
    frames: Frames, file: Path, out: Path, pdfs: Sequence[str], password: str | None
) -> tuple[dict[tuple[str, int], str], list[str]]:
    """{(document, page): path from the workbook's folder} of the pages that print a value."""
    folder = file.with_name(f"{file.stem}_pages")
    paths, missing = at_hand(frames["documents"], pdfs, out)
    made: dict[tuple[str, int], str] = {}
    for name, path in paths.items():
        mine = frames["fact"].filter((pl.col("document") == name) & pl.col("page").is_not_null())
        try:
            for scan in scans(read(path, password), mine["page"].unique().to_list()):
                picture = folder / f"{re.sub('[#%]', '_', name)}-{scan.page}.png"
                picture.parent.mkdir(parents=True, exist_ok=True)
                picture.write_bytes(_marked(scan, mine.filter(pl.col("page") == scan.page)))
                made[name, scan.page] = picture.relative_to(file.parent).as_posix()
        except InputError as error:
            missing.append(f"{error}; its values have no link")
    return made, missing


def _marked(scan: Scan, facts: pl.DataFrame) -> bytes:
    """The page with its values marked, those in doubt in orange."""
    from PIL import Image, ImageChops, ImageDraw  # the page was drawn with it

    page = Image.open(io.BytesIO(scan.picture)).convert("RGB")
    over = Image.new("RGB", page.size, "white")
    pen = ImageDraw.Draw(over)
    for box, doubted in _boxes(facts):
        left, bottom, right, top = scan.view.shown(box)
        k, high = page.width / scan.view.size[0], scan.view.size[1]
        corners = (k * left - 2, k * (high - top) - 2, k * right + 2, k * (high - bottom) + 2)
        pen.rectangle(corners, fill=ORANGE if doubted else YELLOW)
    ImageChops.multiply(page, over).quantize(32).save(packed := io.BytesIO(), "PNG")
    return packed.getvalue()


def _boxes(facts: pl.DataFrame) -> Iterator[tuple[Box, bool]]:
    for *box, status in facts.select("x0", "y0", "x1", "y1", "status").iter_rows():
        if box[0] is not None:
            yield tuple(box), Status.parse(status) != Status()
