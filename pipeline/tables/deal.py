"""The rows of a table's parts, dealt out to parts with other borders.

Each part is read once and each row written aside once, so that time grows with the rows, not with
parts times borders. A run of parts or one new part is in memory at most.
"""

import io
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from shutil import rmtree

import polars as pl

from extract_filings.pipeline.tables.parquet import read_part, rows_of

SORTED_BY = "document"


ROWS = 500_000
"""That are dealt out at once: two full parts of the largest table. Each run is dealt out to as many
files as there are new parts, so few runs are better.
"""


def dealt(parts: Sequence[Path], borders: Sequence[str], aside: Path) -> Iterator[pl.DataFrame]:
    """Rows before the first border, before the second, and so on, those from the last one at the
    end. `aside`: a folder for the while. Raises OutputError if a part is damaged.
    """
    runs = _runs(parts)
    if len(runs) == 1:
        yield from _cut(_together([read_part(p) for p in parts]), borders)
        return
    aside.mkdir()
    for run, some in enumerate(runs):
        _put_aside(some, borders, aside, run)
    for n in range(len(borders) + 1):
        yield _together([_taken(aside / f"{n}-{run}") for run in range(len(runs))])
    rmtree(aside)


def _runs(parts: Sequence[Path]) -> list[list[Path]]:
    """Parts in their order, at least one a run, with no more than ROWS together."""
    runs, room = [], 0
    for part in parts:
        rows = rows_of(part)
        if not runs or rows > room:
            runs, room = [*runs, []], ROWS
        runs[-1].append(part)
        room -= rows
    return runs


def _together(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Rows of one document stay in their order."""
    return pl.concat(frames, how="vertical_relaxed").sort(SORTED_BY, maintain_order=True)


def _cut(rows: pl.DataFrame, borders: Sequence[str]) -> Iterator[pl.DataFrame]:
    cuts = [rows[SORTED_BY].search_sorted(border) for border in borders]
    for start, end in pairwise([0, *cuts, rows.height]):
        yield rows[start:end]


def _put_aside(parts: Sequence[Path], borders: Sequence[str], aside: Path, run: int) -> None:
    """Compressed: rows in memory are ten times those on the disk. Raises OSError with its file."""
    for n, rows in enumerate(_cut(_together([read_part(p) for p in parts]), borders)):
        rows.write_ipc(data := io.BytesIO(), compression="lz4")
        (aside / f"{n}-{run}").write_bytes(data.getbuffer())


def _taken(path: Path) -> pl.DataFrame:
    rows = pl.read_ipc(path)
    path.unlink()
    return rows
