"""The words of a user or a batch -> the files they name: files, folders and globs on this machine,
files, prefixes and globs in the stores of fsspec.

Of a folder, or a zip file, PDFs, HTML and EDGAR's submissions are read; a file that is named, or
meets a glob, is read whatever it is called.

`filings/`, `archive/**/*.pdf`, `s3://bucket/filings/`, `gs://…`, `az://…`. Each kind of store needs
a library of its own; fsspec names the one that is missing.

A document is named as its file, without the suffix; `batch/names.py` tells apart what is named
alike.
"""

import glob
import hashlib
import os
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import NamedTuple

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.file_limits import MAX_BYTES
from extract_filings.pipeline.registry.checksums import sha256_of
from extract_filings.pipeline.text.escape import path_name

MAX_HASHED = 2**31  # bytes; a second or two
SUFFIXES = (".pdf", ".htm", ".html", ".xhtml")
SUBMISSION = re.compile(r"(?:\d{10}-\d\d-\d{6}|full-submission)\.txt")
"""Names of whole submissions, as EDGAR and those who copy it give them."""
NO_FILING = re.compile(r"R\d+\.html?|.*-index(?:-headers)?\.html?")
"""Pages that EDGAR makes beside a filing: one for each table of facts, and lists of files."""
DOCUMENTS = re.compile(
    r".*\.(?:txt|docx?|odt|rtf|xlsx?|ods|pptx?|png|jpe?g|tiff?|eml|msg)", re.IGNORECASE
)
"""Names of files that a person may take for documents, and that a folder is not read for."""
NAMED = 3
"""Of those files."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read. `version` changes when the file does, as far as can be told unread."""

    url: str
    document: str  # its name, the key of every table
    version: str

    @property
    def here(self) -> bool:
        """On a disk of this machine."""
        return "://" not in self.url


class Found(NamedTuple):
    """`passed_over`: files in the named folders that are no filings; hidden ones are not told."""

    sources: list[Source]
    passed_over: list[str]


def find(word: str) -> list[Path]:
    """The files on this machine that a word names. Raises InputError if there are none."""
    found = _local(word)
    if not found:
        raise InputError(f"{word}: no filing in this folder; name the folder that holds them")
    return found


def find_sources(words: Sequence[str]) -> Found:
    """The files that the words name, on this machine or in a store, by document.

    Raises InputError if a word names nothing that exists; an empty folder is fine.
    """
    found = [_sources(word.removeprefix("file://")) for word in words]
    named = [s for sources, _ in found for s in sources]
    by_url = {s.url: s for s in sorted(named, key=_place, reverse=True)}  # the first name of each
    others = {url for _, urls in found for url in urls}
    return Found(sorted(by_url.values(), key=_place), sorted(others))


def missed(passed_over: Sequence[str]) -> str:
    """Those of the files that a person may look for in the tables, in one line; else nothing.

    >>> missed(["in/R2.htm", "in/b.TXT", "in/out/a.parquet", "zip://in/c.docx::all.zip"])
    'passed over b.TXT, c.docx: a folder is read for PDF and HTML; name a file to read it'
    >>> missed(["a.txt", "b.txt", "c.txt", "d.txt"]).partition(":")[0]
    'passed over a.txt, b.txt, c.txt and 1 more'
    """
    names = [PurePath(url.partition("::")[0]).name for url in passed_over]
    named = [name for name in names if DOCUMENTS.fullmatch(name)]
    more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
    which = f"passed over {', '.join(named[:NAMED])}{more}" if named else ""
    return which and f"{which}: a folder is read for PDF and HTML; name a file to read it"


def _place(source: Source) -> tuple[str, str]:
    return source.document, source.url


def _sources(word: str) -> tuple[list[Source], list[str]]:
    if word.lower().endswith(".zip") and "::" not in word:
        return _zipped(word)
    if "://" in word:
        return _stored(word)
    # pathlib would follow links, and raise if there is no such user
    whole = Path(os.path.abspath(os.path.expanduser(word)))  # noqa: PTH100, PTH111
    inside = sorted(whole.rglob("*")) if whole.is_dir() else None
    found = _local(str(whole)) if inside is None else filter(_is_filing, inside)
    others = [str(p) for p in inside or () if _is_other(p, whole)]
    return [_source(str(p), path_name([p.name]), _about(p)) for p in found], others


def _about(path: Path) -> tuple[object, ...]:
    at = path.stat()
    return str(path), at.st_size, at.st_mtime_ns, at.st_ctime_ns, at.st_ino


def _local(word: str) -> list[Path]:
    """The file itself, all filings below a folder, or the files that match a glob.

    Raises InputError if there is nothing of this name.
    """
    path = Path(word)
    if path.is_dir():
        return sorted(filter(_is_filing, path.rglob("*")))
    if path.exists():
        return [path]
    matches = glob.glob(word, recursive=True)  # noqa: PTH207  a pathlib glob is never absolute
    found = sorted(p for p in map(Path, matches) if p.is_file() and not _hidden(PurePath(p.name)))
    if not found:
        raise InputError(f"{word}: no such file or folder; look with `ls {path.parent}`")
    return found


def _is_filing(path: Path) -> bool:
    return _named_so(path.name) and path.is_file()


def _named_so(name: str) -> bool:
    """
    >>> [_named_so(n) for n in ("a.PDF", "a.htm", "R2.htm", "0000320193-24-000123.txt", "a.txt")]
    [True, True, False, True, False]
    """
    by_suffix = name.lower().endswith(SUFFIXES) and not NO_FILING.fullmatch(name)
    return by_suffix or bool(SUBMISSION.fullmatch(name))


def _is_other(path: Path, folder: Path) -> bool:
    return not (_is_filing(path) or path.is_dir() or _hidden(path.relative_to(folder)))


def _hidden(path: PurePath) -> bool:
    return any(part.startswith(".") for part in path.parts) or path.name == "Thumbs.db"


def _stored(word: str) -> tuple[list[Source], list[str]]:
    """The filings of a store, and what else lies in the folder."""
    import fsspec  # slow, and hardly a command needs it

    try:
        fs, path = fsspec.url_to_fs(word)
        # a listing of an earlier run in this process knows nothing of what is new
        fs.invalidate_cache()
        if fs.isdir(path):
            found, whole = fs.find(path, detail=True), True
        elif fsspec.core.has_magic(path):
            found, whole = fs.glob(path, detail=True), False
        elif fs.exists(path):
            name = path_name([PurePath(path).name])
            return [_source(fs.unstrip_protocol(path), name, fs.info(path))], []
        else:
            raise InputError(f"{word}: no such file or folder; check the path")
    except (InputError, OSError):
        raise
    except (ImportError, ValueError) as error:  # no library for this kind of store, or no such kind
        raise InputError(f"{word}: {str(error).splitlines()[0]}") from error
    except Exception as error:  # each kind of store has its own
        raise InputError(
            f"{word}: the store does not answer ({' '.join(str(error).split())});"
            " docs/deployment.md lists what each store needs"
        ) from error
    files = {p: about for p, about in found.items() if about["type"] == "file"}
    taken = {p: a for p, a in files.items() if not whole or _named_so(PurePath(p).name)}
    others = [p for p in files if whole and p not in taken and not _hidden(PurePath(p))]
    return (
        [
            _source(fs.unstrip_protocol(p), path_name([PurePath(p).name]), about)
            for p, about in taken.items()
        ],
        [fs.unstrip_protocol(p) for p in others],
    )


def _zipped(word: str) -> tuple[list[Source], list[str]]:
    """The filings in a zip file, each with a URL that says where: `zip://10-k.htm::in/all.zip`."""
    import fsspec

    whole = word if "://" in word else os.path.abspath(os.path.expanduser(word))  # noqa: PTH100, PTH111
    try:
        fs, _ = fsspec.url_to_fs(f"zip://::{whole}")
        files = {
            p: about for p, about in fs.find("", detail=True).items() if not _hidden(PurePath(p))
        }
    except FileNotFoundError:
        raise InputError(f"{word}: no such file; check the path") from None
    except zipfile.BadZipFile:
        raise InputError(f"{word}: not a zip file, or a damaged one; download it again") from None
    taken = {p for p in files if _named_so(PurePath(p).name) and files[p]["size"] <= MAX_BYTES}
    return (
        [
            _source(f"zip://{p}::{whole}", path_name([PurePath(p).name]), files[p] | {"in": whole})
            for p in sorted(taken)
        ],
        [f"zip://{p}::{whole}" for p in sorted(files.keys() - taken)],
    )


def _source(url: str, document: str, about: object) -> Source:
    """`about`: what a store says of the file when it lists it; a million files cannot be asked one
    by one.
    """
    return Source(url, document, hashlib.sha256(repr(about).encode()).hexdigest())


@contextmanager
def fetched(source: Source, folder: Path) -> Iterator[Path]:
    """The file on this machine: itself, or a copy in `folder` for as long as it is needed.

    One caller a version at a time.
    """
    if source.here:
        yield Path(source.url)
        return
    import fsspec

    fs, path = fsspec.url_to_fs(source.url)
    copy = folder / source.version / PurePath(path).name
    copy.parent.mkdir(exist_ok=True)
    try:
        fs.get_file(path, str(copy))
        yield copy
    finally:
        copy.unlink(missing_ok=True)
        copy.parent.rmdir()


def digest(path: Path) -> str | None:
    """SHA-256 of a file; None if its bytes cannot be read, or are too many to wait for."""
    try:
        small = path.is_file() and path.stat().st_size <= MAX_HASHED
        return sha256_of(path) if small else None
    except OSError:
        return None
