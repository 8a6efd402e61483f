"""What a batch is told to read -> the files, wherever they lie: folders, globs and prefixes on any
file system of fsspec.

`filings/`, `archive/**/*.pdf`, `s3://bucket/filings/`, `gs://…`, `az://…`. A library of its own
serves each kind of store; fsspec names it where it is missing.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import fsspec

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.text.escape import document_name


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read. `version` changes when the file does, as far as can be told without reading
    it.
    """

    url: str
    document: str  # its stem, the key of every table
    version: str

    @property
    def here(self) -> bool:
        """On a disk of this machine."""
        return "://" not in self.url


def find_sources(given: Sequence[str]) -> list[Source]:
    """The PDF files that the words mean, by document. Raises InputError if a word names nothing
    that exists; an empty folder is fine.
    """
    return sorted(
        {s.url: s for word in given for s in _found(word)}.values(),
        key=lambda s: (s.document, s.url),
    )


def _found(word: str) -> list[Source]:
    try:
        fs, path = fsspec.url_to_fs(word)
        # a listing of an earlier run in this process knows nothing of what is new
        fs.invalidate_cache()
        if fs.isdir(path):
            found = fs.find(path, detail=True)
        elif fsspec.core.has_magic(path):
            found = fs.glob(path, detail=True)
        elif fs.exists(path):
            return [_source(fs, path, fs.info(path))]
        else:
            raise InputError(f"{word}: no such file or folder; check the path")
    except (ImportError, ValueError) as error:  # no library for this kind of store, or no such kind
        raise InputError(f"{word}: {str(error).splitlines()[0]}") from error
    return [
        _source(fs, p, about)
        for p, about in found.items()
        if p.lower().endswith(".pdf") and about["type"] == "file"
    ]


def _source(fs: fsspec.AbstractFileSystem, path: str, about: dict) -> Source:
    """`about`: what the store tells of the file when it lists it, so that a million files are not
    asked for one by one.
    """
    here = "file" in (fs.protocol if isinstance(fs.protocol, tuple) else (fs.protocol,))
    return Source(
        path if here else fs.unstrip_protocol(path),
        document_name(Path(path)),
        hashlib.sha256(str(about).encode()).hexdigest(),
    )


@contextmanager
def fetched(source: Source, folder: Path) -> Iterator[Path]:
    """The file on this machine: itself, or a copy in `folder` for as long as it is needed. One
    caller a version at a time.
    """
    if source.here:
        yield Path(source.url)
        return
    fs, path = fsspec.url_to_fs(source.url)
    copy = folder / source.version / f"{source.document}.pdf"
    copy.parent.mkdir(exist_ok=True)
    try:
        fs.get_file(path, str(copy))
        yield copy
    finally:
        copy.unlink(missing_ok=True)
        copy.parent.rmdir()
