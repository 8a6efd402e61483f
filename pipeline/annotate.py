"""A copy of a filing in which every value is marked: `extract FILE --annotate DIR`. The original is
never touched.

The marks have a note, the field and its value: yellow where a value was found, orange where it is
in doubt, red where a check failed.
"""

from pathlib import Path

from extract_filings.pipeline.errors import InputError, OutputError
from extract_filings.pipeline.html import highlight as html
from extract_filings.pipeline.pdf import highlight as pdf
from extract_filings.pipeline.records import Note, Record, Value
from extract_filings.pipeline.status import Status
from extract_filings.pipeline.text.parse import printed
from extract_filings.schemas.base import titled

SURE, DOUBTED, FAILED = "ffe066", "ffa94d", "ff6b6b"
BOM = "utf-8-sig"  # outdoes what the page itself says of its encoding


def annotate(path: Path, record: Record, folder: Path, password: str | None = None) -> Path:
    """Writes FOLDER/DOCUMENT with the file's suffix. Raises InputError, OutputError."""
    copy = folder / Path(record.document).parent / path.name
    if copy.resolve() == path.resolve():
        raise OutputError(
            f"{path}: the marked copy would take its place; give another folder with --annotate"
        )
    notes = [_note(v) for v in record.values]
    with path.open("rb") as file:
        is_pdf = b"%PDF-" in file.read(1024)
    if not is_pdf and not any(v.anchor for v in record.values):
        raise InputError(f"{path}: plain text has no marks; type `extract review` for its pages")
    if not is_pdf:
        made = html.marked_copy(path, record.sha256, record.values, notes).encode(BOM)
    else:
        made = pdf.marked_copy(path, record.values, notes, password)
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        aside = copy.with_name(f".{copy.name}.part")
        aside.write_bytes(made)
        aside.replace(copy)
    except OSError as error:
        raise OutputError(
            f"{copy}: cannot be written, {error.strerror}; give another folder with --annotate"
        ) from error
    return copy


def _note(value: Value) -> Note:
    doubt = "" if value.status == Status() else f" ({value.status})"
    words = f"{titled(value.field)}: {printed(value.value)}{doubt}"
    return Note(_colour(value.status), titled(value.table), words)


def _colour(status: Status) -> str:
    if status.failed:
        return FAILED
    return DOUBTED if status.doubted else SURE
