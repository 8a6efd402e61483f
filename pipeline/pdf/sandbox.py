"""Reading in a process of its own, so that a PDF that crashes pdfium, never ends or eats memory
costs itself and nothing else.

The process holds no model and starts while the model is loaded. It is asked one thing at a time,
gets an answer or an end, and is begun anew for the next file. It keeps bombs off this one; it is no
sandbox against a file that takes pdfium over.
"""

import ctypes
import multiprocessing
import resource
import signal
import sys
from collections.abc import Callable
from typing import Any

from extract_filings.pipeline.errors import ExtractError, InputError, unforeseen

SECONDS, MEMORY = 120, 2048  # wall time that one request may take, and MiB (kept to on Linux)
DEATH_OF_PARENT = 1  # PR_SET_PDEATHSIG
SPLIT = "split it, e.g. `qpdf --split-pages=100 in.pdf out.pdf`"


def in_process(function: Callable, *given: Any) -> Any:
    """The same without a process of its own."""
    return function(*given)


class Sandbox:
    """`apart(function, file, ...)` is what `function(file, ...)` is, worked out elsewhere. Raises
    InputError where that dies or does not end.

    `file`: a path, or a Document.
    """

    def __init__(self, seconds: int = SECONDS, memory: int = MEMORY) -> None:
        self.seconds, self.memory = seconds, memory
        self._start()

    def _start(self) -> None:
        spawn = multiprocessing.get_context("spawn")
        self.pipe, other = spawn.Pipe()
        self.process = spawn.Process(target=_serve, args=(other, self.memory), daemon=True)
        self.process.start()
        other.close()

    def __call__(self, function: Callable, file: Any, *rest: Any) -> Any:
        path = _path(file)
        try:
            self.pipe.send((function, file, *rest))
            if not self.pipe.poll(self.seconds):
                raise InputError(
                    f"{path}: not read after {self.seconds} s; {SPLIT}, or print it anew"
                )
            good, answer = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join()
            raise self._again(
                InputError(
                    f"{path}: the process that read it died ({_how(self.process.exitcode)}): the"
                    f" file is damaged or too large; try `qpdf in.pdf repaired.pdf`, or {SPLIT}"
                )
            ) from None
        except InputError as late:
            raise self._again(late) from None
        if good:
            return answer
        raise answer

    def _again(self, error: InputError) -> InputError:
        self.close()
        self._start()
        return error

    def close(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _path(file: Any) -> Any:
    return getattr(file, "path", file)


def _how(exitcode: int | None) -> str:
    return signal.Signals(-exitcode).name if exitcode and exitcode < 0 else f"exit code {exitcode}"


def _serve(pipe, memory: int) -> None:
    """In the process: answers until whoever asks is gone."""
    import extract_filings.pipeline.pdf.read  # noqa: F401  while the other one loads the model

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DEATH_OF_PARENT, signal.SIGKILL)
        taken = (
            int(
                next(
                    line for line in open("/proc/self/status") if line.startswith("VmData")
                ).split()[1]
            )
            * 1024
        )
        resource.setrlimit(resource.RLIMIT_DATA, (taken + memory * 2**20,) * 2)
    while True:
        try:
            function, *given = pipe.recv()
        except EOFError:
            return
        pipe.send(_answer(function, *given))


def _answer(function: Callable, file: Any, *rest: Any) -> tuple[bool, Any]:
    path = _path(file)
    try:
        return True, function(file, *rest)
    except ExtractError as error:
        return False, error
    except MemoryError:
        return False, InputError(f"{path}: needs more memory than a file may have; {SPLIT}")
    except RecursionError:
        return False, InputError(f"{path}: its parts are nested without end; print it anew")
    except Exception as error:  # damaged files raise anything
        return False, InputError(unforeseen(path, error))
