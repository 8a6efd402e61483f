"""The contents of a run's tables, by name. A row's name is its key, "2011-12-31, 12 months"; the
name of a list's entry is its number, "row 2". For rows that people add, see `added_rows.py`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import polars as pl

from extract_filings.pipeline.tables.frames import Frames
from extract_filings.pipeline.tables.paths import field_of, position_of
from extract_filings.schemas.base import Part

ADD = "add"


class CellAddress(NamedTuple):
    """A cell by names that outlast a run: paths count rows, and a later run may find more of them.
    The address of a row has no field.
    """

    document: str
    sha256: str
    table: str
    row: str
    field: str

    @property
    def row_address(self) -> tuple[str, str, str, str]:
        return self[:4]


@dataclass(frozen=True, slots=True)
class TableIndex:
    """`names`: (document, table, position) -> name of the row; the root's one row has none.
    `sha256` by document. `added`: the names of those rows that people added.
    """

    names: Mapping[tuple[str, str, int], str]
    sha256: Mapping[str, str]
    added: Mapping[tuple[str, str, int], str]

    @classmethod
    def of(cls, frames: Frames, asked: Sequence[Part]) -> "TableIndex":
        added = _added(frames)
        sha256 = dict(frames["documents"].select("document", "sha256").iter_rows())
        return cls(_row_names(frames, asked, added), sha256, added)

    def address(self, document: str, table: str, path: str) -> CellAddress:
        """Of the cell at a path."""
        row = "" if "/-/" in path else self.names.get((document, table, position_of(path)), "")
        return CellAddress(document, self.sha256[document], table, row, field_of(path))


def _added(frames: Frames) -> dict[tuple[str, str, int], str]:
    if "reviews" not in frames:
        return {}
    holds = frames["reviews"].filter((pl.col("verdict") == ADD) & (pl.col("state") == "holds"))
    return {
        (d, t, position_of(p)): row
        for d, t, p, row in holds.select("document", "table", "path", "row").iter_rows()
    }


def _row_names(
    frames: Frames, asked: Sequence[Part], added: Mapping[tuple[str, str, int], str]
) -> dict[tuple[str, str, int], str]:
    names: dict[tuple[str, str, int], str] = {}
    for part in (p for p in asked if p.kind != "root"):
        rows: Counter[str] = Counter()  # of each document
        entries: Counter[str] = Counter()  # those of them that were found
        for document, *key in frames[part.name].select("document", *part.keys).iter_rows():
            at = (document, part.name, rows[document])
            rows[document] += 1
            entries[document] += at not in added
            own = key_name(key) if part.kind == "statement" else f"row {entries[document]}"
            names[at] = added.get(at) or own
    return names


def key_name(key: Sequence[Any]) -> str:
    """The name of a statement's row.

    >>> key_name(["2011-12-31", 12]), key_name(["2011-12-31"])
    ('2011-12-31, 12 months', '2011-12-31')
    """
    return f"{key[0]}, {key[1]} months" if len(key) > 1 else str(key[0])
