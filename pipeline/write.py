"""Records -> Parquet tables, all or nothing. Knows no document format and no model.

A table is a folder with one part, its rows sorted by document. The new tables are made in a folder beside the old ones
and take their place by a rename, so a run that is killed leaves the old tables or the new ones; what it leaves lying
about (`.OUT.new`, `.OUT.old`) the next run clears away. What an earlier run wrote to OUT is replaced.

The same input gives the same bytes: only `documents/` holds something that no two runs share, the seconds. So where a
run finds nothing else to say than what OUT holds already, it leaves OUT untouched, seconds included.
"""

import io
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
from pydantic import BaseModel

from pipeline.errors import OutputError
from pipeline.frames import Failure, Run, Summary, summarize, tables
from pipeline.records import Record
from schemas.base import parts

PART = "part-0.parquet"


def write(records: Sequence[Record], failures: Sequence[Failure], model: type[BaseModel], out: Path, run: Run) -> Summary:
    """Writes every table of the schema and evidence/, problems/, documents/. Raises OutputError; OUT is then as before."""
    frames = tables(records, failures, parts(model), run)
    summary = summarize(frames, parts(model))
    check_writable(out)
    try:
        _put(frames, _beside(out, "new"))
        _replace(out)
    except OSError as error:
        raise OutputError(f"{out}: {error.strerror}; its tables are as before; give another folder with --out") from error
    return summary


def check_writable(out: Path) -> None:
    """Raises OutputError if OUT cannot take the tables. To be called before the long work."""
    if os.path.ismount(out):
        raise OutputError(f"{out}: a mount point, which no rename can replace; give a folder in it: --out {out / 'tables'}")
    try:
        _recover(out)
        _beside(out, "new").mkdir(parents=True)
        _beside(out, "new").rmdir()
    except OSError as error:
        raise OutputError(f"{out}: cannot be written, {error.strerror}; give another folder with --out") from error
    if out.exists() and not out.is_dir():
        raise OutputError(f"{out}: is a file, and the tables need a folder; give another name with --out")
    if foreign := _foreign(out):
        raise OutputError(f"{out}: holds {foreign}, which extract did not write; give a new folder: --out {out / 'tables'}")


def _beside(out: Path, what: str) -> Path:
    """The working folders of a run; OUT may be a link or end in dots."""
    place = Path(os.path.realpath(out))
    return place.with_name(f".{place.name}.{what}")


def _foreign(out: Path) -> str | None:
    """The first thing in OUT that no run of this program wrote."""
    found = sorted(out.iterdir()) if out.exists() else []
    for entry in found:
        if not entry.is_dir() or [p.name for p in entry.iterdir()] != [PART]:
            return entry.name
    return None if not found or (out / "documents").exists() else found[0].name


def _recover(out: Path) -> None:
    """Takes back a swap that was cut short between its two renames, and clears away what a killed run left."""
    if _beside(out, "old").exists() and not out.exists():
        _beside(out, "old").rename(os.path.realpath(out))
    for left in ("old", "new"):
        if _beside(out, left).exists():
            shutil.rmtree(_beside(out, left))


def _put(frames: Mapping[str, pl.DataFrame], folder: Path) -> None:
    """Writes the tables through to the disk."""
    for name, frame in frames.items():
        (folder / name).mkdir(parents=True)
        buffer = io.BytesIO()
        frame.write_parquet(buffer)
        with open(folder / name / PART, "wb") as file:
            file.write(buffer.getbuffer())
            file.flush()
            os.fsync(file.fileno())
        _sync(folder / name)
    _sync(folder)


def _sync(folder: Path) -> None:
    """Makes the folder's list of files durable, so that no power cut after the rename leaves it without one."""
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def _replace(out: Path) -> None:
    """Puts the new tables in OUT's place, unless they say the same."""
    new, old, out = _beside(out, "new"), _beside(out, "old"), Path(os.path.realpath(out))
    if _same(new, out):
        shutil.rmtree(new)
        return
    if out.exists():
        out.rename(old)
    new.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def _same(new: Path, out: Path) -> bool:
    """Equal byte for byte, but for the seconds in documents/."""
    files = [{p.relative_to(root) for p in root.rglob("*.parquet")} for root in (new, out)]
    about = Path("documents", PART)
    if files[0] != files[1] or any((new / f).read_bytes() != (out / f).read_bytes() for f in files[0] - {about}):
        return False
    return pl.read_parquet(new / about).drop("seconds").equals(pl.read_parquet(out / about).drop("seconds"))
