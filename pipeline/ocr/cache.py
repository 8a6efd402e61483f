"""Pages that OCR has read, kept on this machine: no page is read twice.

A file each in `~/.cache/extract-filings/ocr`, or in EXTRACT_OCR_CACHE; delete them at will. Those
of encrypted files are not kept.
"""

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from extract_filings.pipeline.ocr.engine import engine_name
from extract_filings.pipeline.ocr.page import Read
from extract_filings.pipeline.records import Document, OcrWord
from extract_filings.pipeline.registry.checksums import sha256_of


def kept(document: Document, page: int, whole: bool, read: Callable[[], Read]) -> Read:
    """What was read of this page before, else what `read` returns, kept for the next time."""
    if document.password:
        return read()
    place = _place(document.sha256, page, whole)
    with suppress(OSError, ValueError, TypeError):  # none there, or a spoilt one
        lines, words, turn = json.loads(place.read_bytes())
        return Read(tuple(lines), tuple(_word(w) for w in words), turn)
    made = read()
    with suppress(OSError):  # no room, or not writable: it is read again then
        if sha256_of(Path(document.path)) == document.sha256:  # else it was of another file
            _write(place, json.dumps(made))
    return made


def _word(told: list) -> OcrWord:
    line, start, end, box, sure = told
    return OcrWord(line, start, end, tuple(box), sure)


def _place(sha256: str, page: int, whole: bool) -> Path:
    folder = os.environ.get("EXTRACT_OCR_CACHE") or "~/.cache/extract-filings/ocr"
    told = "\0".join((sha256, str(page), str(whole), engine_name(), _code()))
    name = hashlib.sha256(told.encode()).hexdigest()[:32]
    return Path(folder).expanduser() / name[:2] / name


@lru_cache
def _code() -> str:
    """The digest of this package: other code may read otherwise."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"\0".join(f.read_bytes() for f in files)).hexdigest()


def _write(place: Path, text: str) -> None:
    """All or nothing."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=place.parent, delete=False) as aside:
        aside.write(text)
    Path(aside.name).replace(place)
