"""Reads a PDF in a separate process, so that a file that crashes pdfium, never ends or eats memory
costs itself and nothing else.

The process holds no model and starts while the model loads. It takes one request at a time, and is
replaced when it dies. It contains accidents and bombs; it is no defence against a file that takes
control of pdfium.
"""

import multiprocessing
import signal
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from extract_filings.pipeline.errors import ExtractError, InputError, unexpected
from extract_filings.pipeline.limits import (
    OPENING_LIMIT,
    die_with_parent,
    exit_reason,
    leave_interrupts_to_others,
    limit_cpu_time,
    limit_memory,
)

MEMORY_LIMIT = 2048  # MiB
# Seconds of waiting for each second of processor time, before a process that does not compute is
# given up. Only a hung disk or network share waits so long: a busy machine shares its cores.
PATIENCE = 10
SPLIT = "split it, e.g. `qpdf --split-pages=100 in.pdf out.pdf`"


def in_process(function: Callable, *given: Any) -> Any:
    """Calls the function in this process: a sandbox's signature without the sandbox."""
    return function(*given)


class Sandbox:
    """`sandbox(function, file, ...)` returns `function(file, ...)`, computed in a separate process.

    `file` is a path or a Document. `time_limit` is in seconds of processor time per request,
    `memory_limit` in MiB (enforced on Linux). Raises InputError if the process dies or hangs.
    """

    # Plain multiprocessing: a pool of pebble's is unusable once its worker is killed while idle.

    def __init__(self, time_limit: int = OPENING_LIMIT, memory_limit: int = MEMORY_LIMIT) -> None:
        self.time_limit, self.memory_limit = time_limit, memory_limit
        self._start()

    def _start(self) -> None:
        spawn = multiprocessing.get_context("spawn")
        self.pipe, other = spawn.Pipe()
        self.process = spawn.Process(
            target=_serve, args=(other, self.time_limit, self.memory_limit), daemon=True
        )
        mask = leave_interrupts_to_others()
        self.process.start()
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        other.close()

    def __call__(self, function: Callable, file: Any, *rest: Any) -> Any:
        try:
            self.pipe.send((function, file, *rest))
            if not self.pipe.poll(PATIENCE * self.time_limit):
                raise InputError(self._hung(_path(file)))
            answer = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join()
            message = self._died(_path(file), self.process.exitcode)
            self._restart()
            raise InputError(message) from None
        except BaseException:  # also Ctrl-C: the next request must not get this one's answer
            self._restart()
            raise
        if isinstance(answer, ExtractError):
            raise answer
        return answer

    def _hung(self, path: Any) -> str:
        return (
            f"{path}: not read after {PATIENCE * self.time_limit} s, and not for want of processor"
            " time; copy it to a local disk and try again"
        )

    def _died(self, path: Any, exitcode: int | None) -> str:
        if exitcode == -signal.SIGXCPU:
            return out_of_time(path, self.time_limit)
        remedy = f"try `qpdf in.pdf repaired.pdf`, or {SPLIT}"
        if Path(path).suffix.lower() != ".pdf":
            remedy = "open it in a browser and print it to PDF"
        return (
            f"{path}: the process that read it died ({exit_reason(exitcode)}): the file is damaged"
            f" or too large; {remedy}"
        )

    def _restart(self) -> None:
        self.close()
        self._start()

    def close(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def out_of_time(path: Any, seconds: int) -> str:
    return (
        f"{path}: not read after {seconds} s of processor time; allow more with `--opening-limit"
        f" {5 * seconds}`, or {SPLIT}"
    )


def _path(file: Any) -> Any:
    return getattr(file, "path", file)


def _serve(pipe: Connection, time_limit: int, memory_limit: int) -> None:
    """In the separate process: answers requests until the other end closes."""
    # imported now, while the other process loads the model
    import extract_filings.pipeline.pdf.visible  # noqa: F401

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent()
    limit_memory(memory_limit)
    while True:
        try:
            function, *given = pipe.recv()
        except EOFError:
            return
        limit_cpu_time(time_limit)
        pipe.send(_answer(function, *given))


def _answer(function: Callable, file: Any, *rest: Any) -> Any:
    """What the function returns, or an error to raise in the other process."""
    path = _path(file)
    try:
        return function(file, *rest)
    except ExtractError as error:
        return error
    except MemoryError:
        return InputError(f"{path}: needs more memory than one file may have; {SPLIT}")
    except RecursionError:
        return InputError(f"{path}: its parts are nested without end; print it to a new PDF")
    except Exception as error:  # damaged files raise anything
        refusal = InputError(unexpected(path, error))
        refusal.add_note(traceback.format_exc())  # a traceback does not travel to the other process
        return refusal
