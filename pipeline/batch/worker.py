"""The main job on one file in a process of its own, with hard limits: a crash, a hang or a hunger
for memory costs that file alone.

A worker is a process that has loaded schema and model and reads one file after the other. It is
killed when a file takes too long, and replaced when it dies. A borrowed worker is kept for the next
borrower.
"""

import atexit
import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple

from pebble import ProcessExpired, ProcessPool

from extract_filings.pipeline.errors import ExtractError, InputError, unexpected
from extract_filings.pipeline.limits import die_with_parent, exit_reason, limit_memory
from extract_filings.pipeline.records import Record
from extract_filings.pipeline.settings import Settings

SPAWN: Any = multiprocessing.get_context("spawn")  # pebble declares a narrower type
TRIES = 2  # of a file whose process died: the system may have killed it for the sake of others


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one file: `seconds` of wall time, `memory` in MiB beyond what the loaded model takes
    (enforced on Linux).
    """

    seconds: int = 300
    memory: int = 4096


class Done(NamedTuple):
    """A file's record, and the seconds it took."""

    record: Record
    seconds: float


idle: dict[tuple[Settings, Limits], "SimpleQueue[ProcessPool]"] = {}


@contextmanager
def worker(settings: Settings, limits: Limits) -> Iterator[ProcessPool]:
    """A process for these settings: an idle one, or a new one."""
    shelf = idle.setdefault((settings, limits), SimpleQueue())
    pool = _taken(shelf) or ProcessPool(
        max_workers=1,
        initializer=_start,
        initargs=(settings, limits.memory),
        context=SPAWN,
    )
    try:
        yield pool
    finally:
        shelf.put(pool)


def _taken(shelf: "SimpleQueue[ProcessPool]") -> ProcessPool | None:
    """An idle worker. A pool whose process was killed while idle does not work again."""
    try:
        while not (pool := shelf.get_nowait()).active:
            pool.join()
        return pool
    except Empty:
        return None


@atexit.register
def close() -> None:
    """End the idle workers."""
    for shelf in idle.values():
        while not shelf.empty():
            pool = shelf.get()
            pool.stop()
            pool.join()


def run(pool: ProcessPool, path: Path, limits: Limits) -> Done | str:
    """Read a file in the worker; a message if that fails. Raises ExtractError if schema, model or
    machine are at fault: then no file can be read.
    """
    for _ in range(TRIES):
        try:
            return pool.schedule(_read, [path], timeout=limits.seconds).result()
        except ProcessExpired as died:
            reason = exit_reason(died.exitcode)
        except BrokenProcessPool:  # it died before it said which file it has
            return f"{path}: the process that was to read it died; extract it again"
        except TimeoutError:
            return (
                f"{path}: not done after {limits.seconds} s; raise the limit of seconds, or see"
                f" what takes so long: `extract {path} --profile`"
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
        except Exception as error:  # a bug must not end the other files
            return unexpected(path, error)
    return (
        f"{path}: the process that read it died {TRIES} times ({reason}); the file is damaged, or"
        " raise the limit of memory"
    )


def _start(settings: Settings, memory: int) -> None:
    """In the worker, on one core: workers run side by side, and sums come out in the same order on
    every machine.

    An error here is raised at the first file: whoever made the worker waits for that.
    """
    global pipeline
    from extract_filings.pipeline.extract import Pipeline  # takes seconds; only workers need it

    die_with_parent()
    try:
        pipeline = Pipeline(replace(settings, threads=1))
    except ExtractError as error:
        pipeline = error
    limit_memory(memory)


def _read(path: Path) -> Done:
    start = time.perf_counter()
    if isinstance(pipeline, ExtractError):
        raise pipeline
    try:
        return Done(pipeline(path), round(time.perf_counter() - start, 2))
    except RuntimeError as error:
        if "memory" in str(error):  # torch's way to say it
            raise MemoryError from error
        raise
