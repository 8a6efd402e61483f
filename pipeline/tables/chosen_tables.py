"""Which of all tables of numbers somebody asks for, of a file or of a folder that holds many.

>>> found = pl.DataFrame({"document": ["a", "a"], "table": [1, 2], "page": [3, 5],
...     "last_page": [4, 5], "title": ["Debt", "Sales by segment"], "caption": ["", ""],
...     "note": ["8", "19"], "note_title": ["Debt", "Segments"]})
>>> Wanted(title="segment SALES").of(found)["table"].to_list(), Wanted(page=(4,)).of(found).height
([2], 1)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.tables.append import parts_of
from extract_filings.pipeline.tables.frames import Frames
from extract_filings.pipeline.tables.parquet import read_part

NAMES = ("table", "table_cell")
KEY = ("document", "table")
WORDS = ("title", "caption", "note_title")


def tables_in(out: Path) -> dict[str, pl.DataFrame]:
    """Both tables of a folder that --out wrote. Raises InputError if it has none."""
    parts = {name: parts_of(out / name) for name in NAMES}
    if not all(parts.values()):
        raise InputError(
            f"{out}: holds no tables of numbers; read its filings with `extract … --notes --out"
            f" {out}`, or give a file"
        )
    return {
        name: pl.concat([read_part(p) for p in own], how="diagonal_relaxed").sort(
            "document", maintain_order=True
        )
        for name, own in parts.items()
    }


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a table must be, all of it; nothing said is any. `title`: words that its title, the
    sentence above it or the title of its note has, `note`: its number.
    """

    document: Sequence[str] = ()
    table: Sequence[int] = ()
    page: Sequence[int] = ()
    note: Sequence[str] = ()
    title: str = ""

    def of(self, tables: pl.DataFrame) -> pl.DataFrame:
        """The rows of table/ that are wanted."""
        for name in ("document", "table", "note"):
            if wanted := getattr(self, name):
                tables = tables.filter(pl.col(name).is_in([*wanted]))
        if self.page:
            on = (pl.lit(n).is_between(pl.col("page"), pl.col("last_page")) for n in self.page)
            tables = tables.filter(pl.any_horizontal(*on))
        words = pl.concat_str(WORDS, separator=" ", ignore_nulls=True).str.to_lowercase()
        told = [words.str.contains(w, literal=True) for w in self.title.lower().split()]
        return tables.filter(*told) if told else tables


def chosen(frames: Frames, wanted: Wanted, source: Path) -> dict[str, pl.DataFrame]:
    """Both tables, of what is wanted alone. Raises InputError for a document or number that is
    not there."""
    tables = frames["table"]
    known = tables["document"].unique().to_list()
    if strange := sorted({*wanted.document} - {*known}):
        some = ", ".join(sorted(known)[:3]) + (" …" if len(known) > 3 else "")
        raise InputError(
            f"{source}: has no tables of a document {strange[0]}, but of {some};"
            f" `extract tables {source}` lists them"
        )
    own = Wanted(wanted.document).of(tables)
    last = own["table"].max() or 0
    if strange := sorted({*wanted.table} - {*own["table"]}):
        raise InputError(
            f"{source}: has no table {strange[0]}, but 1 to {last}; `extract tables"
            f" {source}` lists them"
        )
    rows = wanted.of(tables)
    cells = frames["table_cell"].join(rows.select(KEY), on=KEY, how="semi", maintain_order="left")
    return {"table": rows, "table_cell": cells}
