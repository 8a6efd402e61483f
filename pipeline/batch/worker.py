"""The main job on one file in a process of its own, with hard limits: what crashes, hangs or eats
memory takes only itself along.

A worker is a process that has loaded schema and model and reads one file after the other. It is
killed when a file takes too long, and replaced when it dies. Whoever needs one borrows it; the idle
ones are kept for the next.
"""

import atexit
import ctypes
import multiprocessing
import resource
import signal
import time
from collections.abc import Iterator
from concurrent.futures import TimeoutError
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import NamedTuple

import psutil
from pebble import ProcessExpired, ProcessPool

from extract_filings.pipeline.errors import ExtractError, InputError, unexpected
from extract_filings.pipeline.records import Record

TRIES = 2  # of a file whose process died: the system may have killed it for the sake of others
DEATH_OF_PARENT = 1  # PR_SET_PDEATHSIG


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one file: `seconds` of wall time, `memory` in MiB beyond what the loaded model takes (kept
    to on Linux).
    """

    seconds: int = 300
    memory: int = 4096


class Done(NamedTuple):
    """What came of a file, and how long its reading took."""

    record: Record
    seconds: float


idle: dict[tuple, SimpleQueue] = {}


@contextmanager
def worker(settings: dict, limits: Limits) -> Iterator[ProcessPool]:
    """A process for these settings: an idle one, or a new one."""
    shelf = idle.setdefault((*sorted(settings.items()), limits), SimpleQueue())
    try:
        pool = shelf.get_nowait()
    except Empty:
        pool = ProcessPool(
            max_workers=1,
            initializer=_start,
            initargs=(settings, limits.memory),
            context=multiprocessing.get_context("spawn"),
        )
    try:
        yield pool
    finally:
        shelf.put(pool)


@atexit.register
def close() -> None:
    """Ends the idle workers."""
    for shelf in idle.values():
        while not shelf.empty():
            pool = shelf.get()
            pool.stop()
            pool.join()


def run(pool: ProcessPool, path: Path, limits: Limits) -> Done | str:
    """Reads a file in the worker; a message if that fails. Raises ExtractError of the schema, model
    or machine: then no file can be read.
    """
    for left in reversed(range(TRIES)):
        try:
            return pool.schedule(_read, [path], timeout=limits.seconds).result()
        except TimeoutError:
            return (
                f"{path}: not done after {limits.seconds} s; raise the limit of seconds, or look"
                f" what keeps it: `extract {path}`"
            )
        except ProcessExpired as died:
            if not left:
                return (
                    f"{path}: the process that read it died {TRIES} times ({_how(died.exitcode)});"
                    " the file is damaged, or raise the limit of memory"
                )
        except MemoryError:
            return (
                f"{path}: needs more than {limits.memory} MiB of memory; raise the limit of memory,"
                " or split it, e.g. `qpdf --split-pages=500 in.pdf out.pdf`"
            )
        except InputError as error:
            return str(error)
        except ExtractError:
            raise
        except Exception as error:  # a fault of ours must not end the others
            return unexpected(path, error)


def _how(exitcode: int | None) -> str:
    return signal.Signals(-exitcode).name if exitcode and exitcode < 0 else f"exit code {exitcode}"


def _start(settings: dict, memory: int) -> None:
    """In the worker, on one core: workers stand side by side, and sums come out in the same order
    on every machine.

    What goes wrong here is told at the first file: whoever made the worker waits for that.
    """
    global extractor
    from extract_filings.pipeline.extract import (  # takes seconds, and only the worker needs it
        Pipeline,
        Settings,
    )

    (
        ctypes.CDLL(None).prctl(DEATH_OF_PARENT, signal.SIGKILL)
        if hasattr(ctypes.CDLL(None), "prctl")
        else None
    )
    try:
        extractor = Pipeline(Settings(**settings, threads=1))
    except ExtractError as error:
        extractor = error
    taken = psutil.Process().memory_info().data if psutil.LINUX else 0
    resource.setrlimit(resource.RLIMIT_DATA, (taken + memory * 2**20, resource.RLIM_INFINITY))


def _read(path: Path) -> Done:
    start = time.perf_counter()
    if isinstance(extractor, ExtractError):
        raise extractor
    try:
        return Done(extractor(path), round(time.perf_counter() - start, 2))
    except RuntimeError as error:
        raise MemoryError if "memory" in str(error) else error  # torch's way to say it
