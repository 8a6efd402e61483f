"""What can go wrong for a user, as a tree. Each message says where, what was found, and what to
type next.

ExtractError
├── InputError    this file cannot be read; the others go on
├── SchemaError   no such schema, or one that cannot be asked
├── ModelError    weights missing or not usable
├── ExamplesError solved documents that cannot be shown to a model
└── OutputError   the tables cannot be written
"""

from errno import errorcode

from extract_filings.schemas.errors import ExtractError, SchemaError

__all__ = [
    "ExamplesError",
    "ExtractError",
    "InputError",
    "ModelError",
    "OutputError",
    "SchemaError",
    "of_system",
    "unforeseen",
]


class InputError(ExtractError):
    pass


class ModelError(ExtractError):
    pass


class ExamplesError(ExtractError):
    pass


class OutputError(ExtractError):
    pass


def of_system(error: OSError) -> str:
    """What the system refused, in one line: a full disk, a folder that cannot be written, a file
    that is gone.
    """
    todo = {
        "ENOSPC": "make room there",
        "EDQUOT": "make room there",
        "EFBIG": "make room there",
        "ENOENT": "check the path",
    }
    where = f"{error.filename}: " if isinstance(error.filename, str) else ""
    return (
        f"{where}{error.strerror or error};"
        f" {todo.get(errorcode.get(error.errno or 0, ''), 'name another place')}"
    )


def unforeseen(where: object, error: Exception) -> str:
    """A fault of ours that a file has brought to light, in one line."""
    return f"{where}: {type(error).__name__}: {error}; not foreseen, please report this line"
