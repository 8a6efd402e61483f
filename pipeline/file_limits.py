"""How much of a file is read at most, and what is told of files that cannot be opened."""

from pathlib import Path

from extract_filings.pipeline.errors import InputError

MAX_BYTES = 2 * 1024**3  # pdfium counts in 32 bits
# Pages of a file; characters of a page, of a line, of a file. The longest filings have 1,000 pages,
# full pages 8,000 characters.
MAX_PAGES, MAX_ON_PAGE, MAX_IN_LINE, MAX_IN_FILE = 10_000, 200_000, 10_000, 50_000_000


def first_bytes(path: Path, many: int) -> bytes:
    """Of a file that can be read, before more of it is. Raises InputError."""
    try:
        if path.is_dir():
            raise InputError(f"{path}: is a directory; name a file in it")
        if not path.exists():
            raise InputError(f"{path}: no such file; check the path")
        if not path.is_file():
            raise InputError(f"{path}: is not a regular file; save it to disk first")
        size = path.stat().st_size
        if size > MAX_BYTES:
            found = f"{size / 1024**3:.1f} GiB is over the limit of {MAX_BYTES / 1024**3:.0f} GiB"
            raise InputError(f"{path}: {found}; split it")
        with path.open("rb") as file:
            head = file.read(many)
    except PermissionError:
        raise InputError(f"{path}: no permission to read it; try `chmod u+r {path.name}`") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be opened ({error.strerror}); check the path") from None
    if not size:
        raise InputError(f"{path}: the file is empty; download or export it again")
    return head


def check_limit(path: Path, limit: int, found: int, things: str, remedy: str) -> None:
    if found > limit:
        raise InputError(f"{path}: {found:,} {things}, over the limit of {limit:,}; {remedy}")
