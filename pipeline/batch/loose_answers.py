"""Where a general model's answers about a file are kept whose rows go into no folder of tables."""

from pathlib import Path

from extract_filings.pipeline.batch.fingerprint import fingerprint, key
from extract_filings.pipeline.registry.checksums import sha256_of
from extract_filings.pipeline.settings import Settings

FOLDER = "~/.cache/extract-filings/answers"


def loose_answers(path: Path, settings: Settings) -> Path | None:
    """None for the embedded model, which is done in a second, for encrypted files, and for what is
    no file.
    """
    if settings.model == "embedded" or settings.password or not path.is_file():
        return None
    return Path(FOLDER).expanduser() / key(sha256_of(path), fingerprint(settings))
