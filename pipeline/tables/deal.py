"""The rows of a table's parts, dealt out to parts with other borders.

Each part is read once and each row written aside once, so that time grows with the rows, not with
parts times borders. One run of old parts and one new part are in memory at most.
"""

import io
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from shutil import rmtree

import polars as pl

from extract_filings.pipeline.tables.parquet import read_part

SORTED_BY = "document"


def dealt(
    runs: Sequence[Sequence[Path]], borders: Sequence[str], aside: Path
) -> Iterator[pl.DataFrame]:
    """Rows before the first border, before the second, and so on, those from the last one at the
    end. Each run of parts is read at once. `aside`: a folder for the while. Raises OutputError if a
    part is damaged.
    """
    if len(runs) == 1:
        yield from _cut(_together([read_part(p) for p in runs[0]]), borders)
        return
    aside.mkdir()
    for run, parts in enumerate(runs):
        for n, rows in enumerate(_cut(_together([read_part(p) for p in parts]), borders)):
            _put_aside(rows, aside / f"{n}-{run}")
    for n in range(len(borders) + 1):
        yield _together([_taken(aside / f"{n}-{run}") for run in range(len(runs))])
    rmtree(aside)


def _together(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Rows of one document stay in their order."""
    return pl.concat(frames, how="vertical_relaxed").sort(SORTED_BY, maintain_order=True)


def _cut(rows: pl.DataFrame, borders: Sequence[str]) -> Iterator[pl.DataFrame]:
    cuts = [rows[SORTED_BY].search_sorted(border) for border in borders]
    for start, end in pairwise([0, *cuts, rows.height]):
        yield rows[start:end]


def _put_aside(rows: pl.DataFrame, path: Path) -> None:
    """Compressed: rows in memory are ten times those on the disk. Raises OSError with its file."""
    rows.write_ipc(data := io.BytesIO(), compression="lz4")
    path.write_bytes(data.getbuffer())


def _taken(path: Path) -> pl.DataFrame:
    rows = pl.read_ipc(path)
    path.unlink()
    return rows
