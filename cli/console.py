"""Where the command line prints: results on stdout, everything about the work on stderr."""

import os
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from extract_filings.cli import usage
from extract_filings.pipeline.batch.progress import Ticker
from extract_filings.pipeline.errors import (
    DEBUG,
    ExtractError,
    of_system,
    show_traceback,
    unexpected,
)
from extract_filings.pipeline.text.escape import legible

BAR = (
    TextColumn("{task.description}", markup=False),
    BarColumn(),
    MofNCompleteColumn(),
    TimeElapsedColumn(),
)

# names and values are printed as they are: `:key:` is no emoji, `[b]` no markup
say = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False, markup=False)


class Stopped(Exception):  # noqa: N818
    """By Ctrl-C; the message says what stands."""


class Format(StrEnum):
    table, json, csv = "table", "json", "csv"


def tell(line: str) -> None:
    """Print on stderr. File names cannot break the line or send control codes to the terminal."""
    say.print(legible(line))


def terminal() -> Console:
    """Stdout. A pipe has no width, so nothing is folded there."""
    width = None if sys.stdout.isatty() else 200
    return Console(highlight=False, width=width, emoji=False, markup=False)


@contextmanager
def counting() -> Iterator[Callable[[int, int, str], None]]:
    """Show how far a command is: done, of how many, and what is begun. A bar on a terminal, else a
    line every ten seconds.
    """
    tick = Ticker(tell)
    with Progress(*BAR, console=say, transient=True, disable=not say.is_terminal) as progress:
        task = progress.add_task("")

        def note(done: int, of: int, begun: str) -> None:
            progress.update(task, completed=done, total=of, description=legible(begun))
            if not say.is_terminal:
                tick(f"{done} of {of} done; {begun}")

        yield note


def use_utf8() -> None:
    """Whatever the locale: results are data, and file names may be no text at all."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def forget_stdout() -> None:
    """Keep Python from writing the rest when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def needs(command: str, extra: str) -> Iterator[None]:
    """Turn the missing library of an extra into a line that says what to type."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise ExtractError(
            f"{command} needs {error.name}; type `pip install 'extract-filings[{extra}]'`"
        ) from error


def start(app: typer.Typer, name: str) -> NoReturn:
    """Run a program with the words of the command line, and exit. `--debug` may stand anywhere."""
    use_utf8()
    words = [w for w in sys.argv[1:] if w != "--debug"]
    if len(words) < len(sys.argv) - 1:
        os.environ[DEBUG] = "1"
    sys.exit(_run(app, words, name))


def _run(app: typer.Typer, words: list[str], name: str) -> int:
    """The exit code. No error reaches the user as a traceback, unless they ask for it."""
    try:
        try:
            code = app(words, prog_name=name, standalone_mode=False) or 0
        finally:
            sys.stdout.flush()
    except SystemExit as end:
        code = int(end.code or 0)
    except BrokenPipeError:  # `extract … | head`: the reader has seen enough
        forget_stdout()
        return 1
    except (KeyboardInterrupt, Stopped) as end:
        tell(f"{name}: {str(end) or 'interrupted'}")
        return 130
    except usage.UsageError as error:
        return _misused(error, _command(app, words, name), name)
    except Exception as error:
        return _refused(error, name)
    if code == 130:
        tell(f"{name}: interrupted")
    return code


def _command(app: typer.Typer, words: list[str], name: str) -> str:
    """What to type ahead of `-h`: `extract review`, `extract report.pdf`; `extract files` where the
    first word is neither a command nor a file.
    """
    commands = [c.name for c in app.registered_commands if c.name]
    first = next((shlex.quote(w) for w in words[:1] if not w.startswith("-")), commands[0])
    return f"{name} {first}"


def _misused(error: Any, command: str, name: str) -> int:
    """Wrong words: a line, after the help where there are none."""
    if type(error).__name__ != "NoArgsIsHelpError":  # the help is printed by now
        tell(f"{name}: {usage.line(error, command)}")
    return 2


def _refused(error: Exception, name: str) -> int:
    """Nothing could be done."""
    show_traceback(error)
    if isinstance(error, ExtractError):
        tell(f"{name}: {error}")
    elif isinstance(error, OSError):
        tell(f"{name}: {of_system(error)}")
        forget_stdout()
    else:
        tell(f"{name}: {unexpected('this command', error)}")
    return 2
