"""Results of single documents on their way into the tables, each a file, so that nothing done is done twice.

A folder beside the tables (`.OUT.work`), shared by all runs and machines that fill them:
    seen/VERSION     the sha256 of a file as it was at that version (name, size, time or etag), so that it is read once
    done/KEY         a document's rows of all tables, Arrow files in a zip; gone once the tables have them
    lock/            whoever works on a document holds a lock here; the system gives it back when its holder dies
Files appear whole (written aside, then renamed), so a kill leaves a result or none.
"""

import io
import os
import tempfile
import time
import zipfile
from pathlib import Path

import polars as pl
from filelock import FileLock

from pipeline.frames import Frames
from pipeline.swap import beside, sync

LOCKS = 3  # hex digits: 4,096 files; two documents that share one wait for each other
OLD = 3600  # seconds after which a file written aside is no one's


class Store:
    def __init__(self, out: Path) -> None:
        self.folder = beside(out, "work")
        for name in ("seen", "done", "lock", "fetch", "aside"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        for left in (self.folder / "aside").iterdir():  # by runs that were killed
            if time.time() - left.stat().st_mtime > OLD:
                left.unlink(missing_ok=True)

    def lock(self, version: str) -> FileLock:
        return FileLock(self.folder / "lock" / version[:LOCKS], fallback_to_soft=False)

    def sha256(self, version: str) -> str | None:
        path = self._place("seen", version)
        return path.read_text() if path.exists() else None

    def saw(self, version: str, sha256: str) -> None:
        self._whole(self._place("seen", version), sha256.encode())

    def has(self, key: str) -> bool:
        return self._place("done", key).exists()

    def save(self, key: str, frames: Frames) -> None:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
            for name, frame in frames.items():
                frame.write_ipc(part := io.BytesIO())
                file.writestr(name, part.getvalue())
        self._whole(self._place("done", key), buffer.getvalue())

    def load(self, key: str) -> Frames | None:
        """None if it is not there: never made, or in the tables already."""
        try:
            with zipfile.ZipFile(self._place("done", key)) as file:
                return {name: pl.read_ipc(file.read(name)) for name in file.namelist()}
        except FileNotFoundError:
            return None

    def drop(self, key: str) -> None:
        self._place("done", key).unlink(missing_ok=True)

    def _place(self, kind: str, name: str) -> Path:
        """In folders of two hex digits: a folder of a million files is slow."""
        return self.folder / kind / name[:2] / name


    def _whole(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=self.folder / "aside")
        with open(handle, "wb") as file:
            file.write(data)
        sync(Path(aside))
        os.replace(aside, path)
