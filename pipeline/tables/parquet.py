"""Parts of tables on the disk: read with a line that names what is damaged, written through. A
fault of the system comes with its file.
"""

import io
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from extract_filings.pipeline.errors import OutputError
from extract_filings.pipeline.tables.decimals import of_one_type
from extract_filings.pipeline.tables.dictionary import of_table
from extract_filings.pipeline.tables.frames import Frames


def read_part(path: Path, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """Its decimals have one type, whichever version wrote them. Raises OutputError if the file is
    damaged.
    """
    with whole_file(path):
        frame = pl.read_parquet(path, columns=None if columns is None else [*columns])
    return of_one_type(frame, path)


def read_frames(out: Path, part: str) -> dict[str, pl.DataFrame]:
    """Read the part of this name, "part-0.parquet", of each table that has it.

    Raises OutputError if one is damaged.
    """
    return {t.name: read_part(t / part) for t in out.iterdir() if (t / part).exists()}


def about_of(path: Path) -> dict[str, str]:
    """What `put` wrote into the file's metadata. Raises OutputError if it is damaged."""
    with whole_file(path):
        return {k: v for k, v in pl.read_parquet_metadata(path).items() if k.startswith("extract.")}


def shape_of(path: Path) -> dict[str, pl.DataType]:
    """Raises OutputError if the file is damaged."""
    with whole_file(path):
        return dict(pl.read_parquet_schema(path))


def rows_of(path: Path) -> int:
    """How many it has. Raises OutputError if the file is damaged."""
    with whole_file(path):
        return pl.scan_parquet(path).select(pl.len()).collect().item()


@contextmanager
def whole_file(path: Path) -> Iterator[None]:
    """Raise OutputError if the file that is read in the block is no Parquet file."""
    try:
        yield
    except pl.exceptions.PolarsError as error:
        out = path.parents[1]
        todo = f"bring it back from a copy, or type `mv {out} {out}.damaged` and extract again"
        raise OutputError(
            f"{path}: damaged, no Parquet file any more ({str(error).splitlines()[0]}); nothing was"
            f" changed; {todo}"
        ) from error


def put(frames: Frames, folder: Path, part: int, about: Mapping[str, str]) -> None:
    """Writes a part of each table through to the disk. `about` goes into the files' metadata, in
    part: see `of_table`.

    Raises OSError. polars alone would not say which file a full disk was full for.
    """
    for name, frame in frames.items():
        told = dict(sorted(of_table(name, about).items()))
        frame.rechunk().write_parquet(data := io.BytesIO(), metadata=told)
        (folder / name).mkdir(exist_ok=True)
        write_through(folder / name / f"part-{part}.parquet", data.getvalue())


def write_through(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    sync(path)


def sync(path: Path) -> None:
    """Makes a file, or a folder's list of files, durable, so that no power cut after a rename
    leaves the name without it.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
