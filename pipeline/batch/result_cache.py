"""Results of single documents on their way into the tables, each a file, so that nothing done is
done twice.

A folder beside the tables (`.OUT.work`), shared by all runs and machines that fill them:
    seen/VERSION     the sha256 of a file as it was at that version (name, size, time or etag), so
    that it is read once
    done/KEY         a document's rows of all tables, Arrow files in a zip; gone once the tables
    have them
    answers/KEY      what a general model has answered so far (decode/resumable.py); gone once the
    document is done
    lock/            whoever works on a document holds a lock here; the system gives it back when
    its holder dies
Each file begins with the digest of its name and of what follows. One that a kill, a full disk or a
bad disk has spoilt is no result: it is dropped, a line says so, and the document is read anew.
"""

import hashlib
import io
import logging
import zipfile
from pathlib import Path

import polars as pl
from filelock import FileLock

from extract_filings.pipeline.tables.frames import Frames
from extract_filings.pipeline.tables.parquet import write_through
from extract_filings.pipeline.tables.swap import beside

LOCKS = 3  # hex digits: 4,096 files; two documents that share one wait for each other


class Store:
    """Raises OSError where its folder cannot be written."""

    def __init__(self, out: Path) -> None:
        self.folder = beside(out, "work")
        for name in ("seen", "done", "lock", "fetch"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)

    def lock(self, version: str) -> FileLock:
        return FileLock(self.folder / "lock" / version[:LOCKS], fallback_to_soft=False)

    def sha256(self, version: str) -> str | None:
        data = self._get("seen", version)
        return None if data is None else data.decode()

    def saw(self, version: str, sha256: str) -> None:
        self._put("seen", version, sha256.encode())

    def has(self, key: str) -> bool:
        return self._get("done", key) is not None

    def save(self, key: str, frames: Frames) -> None:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
            for name, frame in frames.items():
                frame.write_ipc(part := io.BytesIO())
                file.writestr(name, part.getvalue())
        self._put("done", key, buffer.getvalue())

    def load(self, key: str) -> Frames | None:
        """None if it is not there: never made, spoilt, or in the tables already."""
        data = self._get("done", key)
        if data is None:
            return None
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return {name: pl.read_ipc(file.read(name)) for name in file.namelist()}

    def answers(self, key: str) -> Path:
        """The file of a document's answers, which need not be there."""
        return self._place("answers", key)

    def drop(self, key: str) -> None:
        self._place("done", key).unlink(missing_ok=True)

    def _place(self, kind: str, name: str) -> Path:
        """In folders of two hex digits: a folder of a million files is slow."""
        return self.folder / kind / name[:2] / name

    def _put(self, kind: str, name: str, data: bytes) -> None:
        path = self._place(kind, name)
        path.parent.mkdir(exist_ok=True)
        try:
            write_through(path, _digest(name, data) + data)
        except OSError:
            path.unlink(missing_ok=True)
            raise

    def _get(self, kind: str, name: str) -> bytes | None:
        path, size = self._place(kind, name), hashlib.sha256().digest_size
        try:
            found = path.read_bytes()
        except FileNotFoundError:
            return None
        if found[:size] == _digest(name, found[size:]):
            return found[size:]
        logging.getLogger(__name__).warning(
            "extract: %s: damaged, by a kill or a bad disk; dropped, its document will be read"
            " anew",
            path,
        )
        path.unlink(missing_ok=True)
        return None


def _digest(name: str, data: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\0" + data).digest()
