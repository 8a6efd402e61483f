"""Tables of numbers in a terminal: a list of them, or one as it is printed, from table/ and
table_cell/.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extract_filings.pipeline.tables.frames import Frames
from extract_filings.pipeline.text.escape import legible
from extract_filings.schemas.names import plural

Row = Mapping[str, Any]
Period = tuple[date | None, int | None]  # last day, months


def show_list(console: Console, tables: pl.DataFrame) -> None:
    """A line per table, under its document's name: number, page, note, title, size."""
    for own in tables.partition_by("document", maintain_order=True):
        shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for name in ("table", "page", "note"):
            shown.add_column(name, justify="right")
        shown.add_column("title")
        for name in ("rows", "columns", "no period"):
            shown.add_column(name, justify="right")
        for t in own.iter_rows(named=True):
            shown.add_row(*_listed(t))
        name = legible(own["document"][0])
        console.print(Text(f"{name}: {plural(own.height, 'table')}", style="bold"))
        console.print(shown)


def _listed(t: Row) -> Iterator[str | Text]:
    one = t["page"] == t["last_page"]
    yield str(t["table"])
    yield str(t["page"]) if one else f"{t['page']}-{t['last_page']}"
    yield t["note"] or ""
    yield Text(legible(t["title"]))
    yield from (str(t["rows"]), str(t["columns"]), str(t["undated"] or ""))


def show_tables(console: Console, frames: Frames) -> None:
    """Each table row by row: labels, numbers as printed, under heads and periods."""
    key = ["document", "table"]
    cells = frames["table_cell"].partition_by(key, as_dict=True, maintain_order=True)
    for t in frames["table"].iter_rows(named=True):
        note = f" · note {t['note']} {t['note_title']}" if t["note"] else ""
        head = f"{t['document']}: table {t['table']}, page {t['page']}{note}: {t['title']}"
        console.print(Text(legible(head), style="bold"))
        if t["caption"]:
            console.print(Text(legible(t["caption"]), style="dim"))
        own = cells.get((t["document"], t["table"]))
        for columns, rows in _by_columns(t, [] if own is None else own.to_dicts()):
            console.print(_shown(columns, rows))
        console.print()


Printed = tuple[str, int, dict[int, Row]]
"""A row: its words, its indent, its cells by column."""


def _rows(t: Row, cells: Sequence[Row]) -> list[Printed]:
    """From the first down. Tables of earlier versions say nothing of rows without numbers."""
    rows: dict[int, Printed] = {
        i: (label, level, {})
        for i, (label, level) in enumerate(
            zip(t.get("labels") or (), t.get("levels") or (), strict=True), 1
        )
    }
    for c in cells:
        rows.setdefault(c["row"], (c["label"], c["level"], {}))[2][c["column"]] = c
    return [row for _, row in sorted(rows.items())]


def _by_columns(t: Row, cells: Sequence[Row]) -> list[tuple[list[int], list[Printed]]]:
    """Rows that follow each other and share columns."""
    made: list[tuple[set[int], list[Printed]]] = []
    for row in _rows(t, cells):
        own = {*row[2]}
        if made and (not own or not made[-1][0] or own & made[-1][0]):
            made[-1][0].update(own)
            made[-1][1].append(row)
        else:
            made.append((own, [row]))
    return [(sorted(columns), rows) for columns, rows in made]


def _shown(columns: Sequence[int], rows: Sequence[Printed]) -> Table:
    of = {c: [cells[c] for *_, cells in rows if c in cells] for c in columns}
    periods = {c: _common(cells) for c, cells in of.items()}
    shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    shown.add_column("")
    for c in columns:
        words = legible(of[c][0]["member"].replace(" | ", " "))
        shown.add_column(Text(f"{words}\n{_period(periods[c])}".strip()), justify="right")
    shown.add_column("")
    for label, level, cells in rows:
        words = Text(legible("  " * level + label), style="" if cells else "italic")
        own = {_key(c) for c in cells.values()} - {periods[c] for c in columns}
        told = ", ".join(_period(p) for p in sorted(own, key=str))
        shown.add_row(words, *(_number(cells.get(c)) for c in columns), Text(told, style="dim"))
    return shown


def _key(cell: Row) -> Period:
    return cell["period_end"], cell["months"]


def _common(cells: Sequence[Row]) -> Period:
    """The period of most cells."""
    keys = [_key(c) for c in cells]
    return max(keys, key=keys.count, default=(None, None))


def _period(key: Period) -> str:
    end, months = key
    return "" if end is None else f"{end}" + (f" {months} months" if months else "")


def _number(cell: Row | None) -> str:
    """As printed, with brackets for what is negative."""
    if cell is None:
        return ""
    number = cell["quote"] + ("%" if cell["unit"] == "percent" else "")
    return f"({number})" if cell["value"] < 0 else number
