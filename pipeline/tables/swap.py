"""A folder of tables that changes all at once: the new one is made beside the old one and takes its
place by a rename.

A run that is killed leaves the old folder or the new one. What it leaves lying about (`.OUT.new`,
`.OUT.old`) the next run clears away. Of several runs one changes the folder at a time, the others
wait at `.OUT.lock`, an empty file that stays.
"""

import ctypes
import errno
import fcntl
import logging
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from extract_filings.pipeline.errors import OutputError
from extract_filings.pipeline.tables.parquet import sync

PART = re.compile(r"part-(\d+)\.parquet")
PATIENCE = 10  # seconds of waiting without a word
AT_FDCWD, RENAME_EXCHANGE = -100, 2  # Linux


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """A new folder to fill. It takes OUT's place at the end, unless the filler has removed it; OUT
    is as before if anything fails.

    Raises OutputError if OUT cannot be written or holds what this program did not write.
    """
    check_writable(out)
    new = beside(out, "new")
    try:
        with lock(out):
            _recover(out)
            try:
                new.mkdir()
                yield new
                _swap(new, out)
            finally:
                _recover(out)
    except OSError as error:
        raise OutputError(
            f"{out}: {error.strerror}; its tables are as before; make room there, or give another"
            " folder with --out"
        ) from error


@contextmanager
def lock(out: Path) -> Iterator[None]:
    """Waits for whoever else is at OUT, and says so if it takes long. The system gives the lock
    back when its holder dies.
    """
    _check_lockable(beside(out, "lock"))
    held = FileLock(beside(out, "lock"), fallback_to_soft=False)
    try:
        held.acquire(timeout=PATIENCE)
    except Timeout:
        logging.getLogger(__name__).warning(
            "extract: %s: another run is writing there; waiting until it is done", out
        )
        held.acquire()
    try:
        yield
    finally:
        held.release()


def _check_lockable(path: Path) -> None:
    """Raises OSError where no lock can be made, at which FileLock would wait for ever: in /proc, or
    on a file system without locks.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pass  # someone else has it, so it can be had
    finally:
        os.close(handle)


def beside(out: Path, what: str) -> Path:
    """The working places of a run; OUT may be a link or end in dots."""
    place = Path(os.path.realpath(out))
    return place.with_name(f".{place.name}.{what}")


def check_writable(out: Path) -> None:
    """Raises OutputError if OUT cannot take the tables. To be called before the long work."""
    if os.path.ismount(out):
        raise OutputError(
            f"{out}: a mount point, which no rename can replace; give a folder in it: --out"
            f" {out / 'tables'}"
        )
    try:
        _folder_of(out)
        with lock(out):
            _recover(out)
            beside(out, "new").mkdir()
            beside(out, "new").rmdir()
    except OSError as error:
        raise OutputError(
            f"{out}: cannot be written, {error.strerror}; give another folder with --out"
        ) from error
    if out.exists() and not out.is_dir():
        raise OutputError(
            f"{out}: is a file, and the tables need a folder; give another name with --out"
        )
    if foreign := _foreign(out):
        raise OutputError(
            f"{out}: holds {foreign}, which extract did not write; give a new folder: --out"
            f" {out / 'tables'}"
        )


def _folder_of(out: Path) -> None:
    folder = beside(out, "new").parent
    if folder.is_file():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    folder.mkdir(parents=True, exist_ok=True)


def _foreign(out: Path) -> str | None:
    """The first thing in OUT that no run of this program wrote."""
    found = sorted(out.iterdir()) if out.exists() else []
    for entry in found:
        if not entry.is_dir() or not all(PART.fullmatch(p.name) for p in entry.iterdir()):
            return entry.name
    return None if not found or (out / "documents").exists() else found[0].name


def _recover(out: Path) -> None:
    """Takes back a swap that was cut short between its two renames, and clears away what is left:
    of a killed run, or the old tables.
    """
    if beside(out, "old").exists() and not out.exists():
        beside(out, "old").rename(os.path.realpath(out))
    for left in ("old", "new"):
        shutil.rmtree(beside(out, left), ignore_errors=True)


def _swap(new: Path, out: Path) -> None:
    if not new.exists():
        return
    for folder in (*new.iterdir(), new):
        sync(folder)
    old, out = beside(out, "old"), Path(os.path.realpath(out))
    if out.exists() and _exchanged(new, out):
        return
    if out.exists():
        out.rename(old)
    new.rename(out)


def _exchanged(a: Path, b: Path) -> bool:
    """Both names changed places in one step, so that no reader misses a folder. Linux can, on most
    file systems.
    """
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    return (
        bool(rename)
        and rename(AT_FDCWD, os.fsencode(a), AT_FDCWD, os.fsencode(b), RENAME_EXCHANGE) == 0
    )
