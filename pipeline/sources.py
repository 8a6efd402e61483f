"""What a batch is told to read -> the files, wherever they lie: folders, globs and prefixes on any file system of fsspec.

`filings/`, `archive/**/*.pdf`, `s3://bucket/filings/`, `gs://…`, `az://…`. A library of its own serves each kind of store;
fsspec names it where it is missing.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import fsspec

from pipeline.errors import InputError


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read. `version` changes when the file does, as far as can be told without reading it."""

    url: str
    document: str  # its stem, the key of every table
    version: str


def find_sources(given: Sequence[str]) -> list[Source]:
    """The PDF files that the words mean, by document. Raises InputError if a word names nothing that exists; an empty folder is fine."""
    return sorted({s.url: s for word in given for s in _found(word)}.values(), key=lambda s: (s.document, s.url))


def _found(word: str) -> Iterator[Source]:
    try:
        fs, path = fsspec.url_to_fs(word)
        if fs.isdir(path):
            paths = fs.find(path)
        elif fsspec.core.has_magic(path):
            paths = [p for p in fs.glob(path) if fs.isfile(p)]
        elif fs.exists(path):
            yield Source(_url(fs, path), Path(path).stem, fs.ukey(path))
            return
        else:
            raise InputError(f"{word}: no such file or folder; check the path")
    except (ImportError, ValueError) as error:  # no library for this kind of store, or no such kind
        raise InputError(f"{word}: {str(error).splitlines()[0]}") from error
    yield from (Source(_url(fs, p), Path(p).stem, fs.ukey(p)) for p in paths if p.lower().endswith(".pdf"))


def _url(fs: fsspec.AbstractFileSystem, path: str) -> str:
    return path if _local(fs) else fs.unstrip_protocol(path)


def _local(fs: fsspec.AbstractFileSystem) -> bool:
    return "file" in (fs.protocol if isinstance(fs.protocol, tuple) else (fs.protocol,))


@contextmanager
def fetched(source: Source, folder: Path) -> Iterator[Path]:
    """The file on this machine: itself, or a copy in `folder` for as long as it is needed. One caller a version at a time."""
    fs, path = fsspec.url_to_fs(source.url)
    if _local(fs):
        yield Path(path)
        return
    copy = folder / source.version / f"{source.document}.pdf"
    copy.parent.mkdir(exist_ok=True)
    try:
        fs.get_file(path, str(copy))
        yield copy
    finally:
        copy.unlink(missing_ok=True)
        copy.parent.rmdir()
