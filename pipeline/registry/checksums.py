"""The digests of a model's files, stored beside them: a flipped bit in the weights would change
values and show nowhere else.

`SHA256SUMS` is what `sha256sum` writes and checks. A folder without it is taken as it is.
"""

import hashlib
from pathlib import Path

from extract_filings.pipeline.errors import ModelError

SUMS = "SHA256SUMS"


def seal(folder: Path) -> None:
    """Writes the digests of the files that a model or a checkpoint is loaded from."""
    files = sorted(
        p
        for p in folder.iterdir()
        if p.suffix in (".json", ".jinja", ".safetensors", ".pt", ".pth", ".bin")
    )
    (folder / SUMS).write_text("".join(f"{sha256_of(p)}  {p.name}\n" for p in files))


def check(folder: Path, remedy: str) -> None:
    """Raises ModelError, with the remedy, if a file is missing or is not the one that was sealed.
    25 MB take 20 to 80 ms.
    """
    if not (folder / SUMS).is_file():
        return
    for line in (folder / SUMS).read_text(encoding="utf-8", errors="replace").splitlines():
        wanted, _, name = line.partition("  ")
        found = folder / name
        if not name or not found.is_file():
            raise ModelError(f"{found}: missing; {remedy}")
        if sha256_of(found) != wanted:
            raise ModelError(f"{found}: damaged, its SHA-256 is not the one in {SUMS}; {remedy}")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
