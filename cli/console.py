"""Where the command line prints: results on stdout, everything about the work on stderr."""

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from rich.console import Console

from extract_filings.pipeline.errors import ExtractError
from extract_filings.pipeline.text.escape import legible

DEBUG = "EXTRACT_DEBUG"
"""Set in the environment by `--debug`, for this process and those that it starts."""

say = Console(stderr=True, highlight=False, soft_wrap=True)


class Format(StrEnum):
    table, json, csv = "table", "json", "csv"


def tell(line: str) -> None:
    """Print on stderr. File names cannot break the line or send control codes to the terminal."""
    say.print(legible(line), markup=False)


def terminal() -> Console:
    """Stdout. A pipe has no width, so nothing is folded there."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 200)


def use_utf8() -> None:
    """Whatever the locale: results are data, and file names may be no text at all."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def forget_stdout() -> None:
    """Keep Python from writing the rest when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def show_traceback(error: BaseException) -> None:
    """With `--debug`, print where an error was raised, in the process that reads PDFs too."""
    if os.environ.get(DEBUG):
        traceback.print_exception(error)


@contextmanager
def needs(command: str, extra: str) -> Iterator[None]:
    """Turn the missing library of an extra into a line that says what to type."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise ExtractError(
            f"{command} needs {error.name}; type `pip install 'extract-filings[{extra}]'`"
        ) from error
