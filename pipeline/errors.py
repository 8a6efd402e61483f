"""What can go wrong for a user, as a tree. A message says where, what was found, and what to type.

ExtractError
├── InputError    this file cannot be read; the others go on
├── SchemaError   no such schema, or one that cannot be asked
├── ModelError    weights missing or not usable
├── ExamplesError labelled documents that cannot be shown to a model
└── OutputError   the tables cannot be written
"""

import os
import traceback
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
    "show_traceback",
    "unexpected",
]

DEBUG = "EXTRACT_DEBUG"
"""Set in the environment by `--debug`, for this process and those that it starts."""

REMEDIES = {
    "ENOSPC": "make room there",
    "EDQUOT": "make room there",
    "EFBIG": "make room there",
    "ENOENT": "check the path",
}


class InputError(ExtractError):
    """This file cannot be read; the others go on."""


class ModelError(ExtractError):
    """The weights are missing or unusable."""


class ExamplesError(ExtractError):
    """Labelled documents that cannot be shown to a model."""


class OutputError(ExtractError):
    """The tables cannot be written."""


def of_system(error: OSError) -> str:
    """What the system refused, in one line: the disk is full, a folder cannot be written, a file is
    gone.
    """
    where = f"{error.filename}: " if isinstance(error.filename, str) else ""
    remedy = REMEDIES.get(errorcode.get(error.errno or 0, ""), "name another place")
    return f"{where}{error.strerror or error}; {remedy}"


def unexpected(where: object, error: Exception) -> str:
    """A bug that a file has brought to light, in one line."""
    found = f"unexpected {type(error).__name__}: {error}"
    return f"{where}: {found}; run it again with --debug and report what is printed"


def show_traceback(error: BaseException) -> None:
    """With `--debug`, print where an error was raised, in the process that reads PDFs too."""
    if os.environ.get(DEBUG):
        traceback.print_exception(error)
