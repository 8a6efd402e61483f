"""What the user typed -> PDF files. Tables are keyed by the file's stem, so two files of a run may
not share it.
"""

import glob
import hashlib
from collections.abc import Sequence
from pathlib import Path

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.text.escape import document_name

HASHED = 2**31  # bytes; a second or two


def find(given: str) -> list[Path]:
    """The files that a word means: itself, all PDF files below a folder, or those that match a
    glob. Raises InputError if none.
    """
    word = Path(given)
    if word.is_dir():
        found = sorted(p for p in word.rglob("*") if p.suffix.lower() == ".pdf" and p.is_file())
        if not found:
            raise InputError(f"{given}: no PDF in this folder; name the folder that holds them")
        return found
    found = (
        [word]
        if word.exists()
        else sorted(Path(p) for p in glob.glob(given, recursive=True) if Path(p).is_file())
    )
    if not found:
        raise InputError(f"{given}: no such file; look with `ls {word.parent}`")
    return found


def distinct(paths: Sequence[Path]) -> list[Path]:
    """The files in their order, each once. Raises InputError if two would be the same document."""
    once = list({p.resolve(): p for p in paths}.values())
    first: dict[str, Path] = {}
    for p in once:
        if first.setdefault(document_name(p), p) != p:
            raise InputError(
                f"{first[p.stem]} and {p} would both be document {document_name(p)}; rename one, or"
                " run them apart with an --out each"
            )
    return once


def digest(path: Path) -> str | None:
    """SHA-256 of a file; None if its bytes cannot be read, or are too many to wait for."""
    try:
        if not path.is_file() or path.stat().st_size > HASHED:
            return None
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
