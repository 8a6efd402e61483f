"""The main job on one file in a process of its own, with hard limits: a crash, a hang or a hunger
for memory costs that file alone.

A worker is a process that has loaded schema and model and reads one file after the other. It is
killed when a file takes too long, and replaced when it dies. A borrowed worker is kept for the next
borrower.
"""

import atexit
import multiprocessing
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import RLock
from typing import Any, NamedTuple

from pebble import ProcessExpired, ProcessPool

from extract_filings.pipeline.batch.progress import Board
from extract_filings.pipeline.errors import ExtractError, InputError, show_traceback, unexpected
from extract_filings.pipeline.limits import (
    OPENING_LIMIT,
    cpu_time,
    die_with_parent,
    exit_reason,
    leave_interrupts_to_others,
    limit_memory,
)
from extract_filings.pipeline.pdf.sandbox import out_of_time
from extract_filings.pipeline.profile import OnStep, Profile, silent
from extract_filings.pipeline.records import Record
from extract_filings.pipeline.settings import Settings

SPAWN: Any = multiprocessing.get_context("spawn")  # pebble declares a narrower type
TRIES = 2  # of a file whose process died: the system may have killed it for the sake of others


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one file: `seconds` of wall time, None for any, `memory` in MiB beyond what the loaded
    model takes (enforced on Linux).
    """

    seconds: int | None = 300
    memory: int = 4096


class Done(NamedTuple):
    """A file's record, the seconds it took, and where they went, step by step; those of loading the
    model come with a worker's first file.
    """

    record: Record
    seconds: float
    steps: Mapping[str, float] = {}


pools: dict[ProcessPool, Board] = {}
"""All that were started and not ended, and where they write the step they are at."""
idle: dict[tuple[Settings, Limits], "SimpleQueue[ProcessPool]"] = {}


@contextmanager
def worker(settings: Settings, limits: Limits) -> Iterator[ProcessPool]:
    """A process for these settings: an idle one, or a new one."""
    shelf = idle.setdefault((settings, limits), SimpleQueue())
    pool = _taken(shelf) or _new(settings, limits)
    try:
        yield pool
    finally:
        shelf.put(pool)


def start(settings: Settings, limits: Limits) -> None:
    """A process for the first borrower, which loads schema and model while whoever calls loads
    other things.
    """
    mask = leave_interrupts_to_others()
    try:
        with worker(settings, limits) as pool:
            _ = pool.active  # asked, it starts its threads and these the process
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _new(settings: Settings, limits: Limits) -> ProcessPool:
    shared = Board(SPAWN)
    pool = ProcessPool(
        max_workers=1,
        initializer=_start,
        initargs=(settings, limits.memory, shared),
        context=SPAWN,
    )
    pools[pool] = shared
    return pool


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
    """End the workers. What one was just reading is no failure: `run` raises CancelledError."""
    idle.clear()
    while pools:
        pool, _ = pools.popitem()
        pool.stop()
        pool.join()


def run(
    pool: ProcessPool,
    path: Path,
    document: str,
    limits: Limits,
    opening_limit: int = OPENING_LIMIT,
    on_step: OnStep = silent,
    answers_file: Path | None = None,
) -> Done | str:
    """Read a file in the worker; a message if that fails. `on_step` is told about once a second.
    `answers_file`: as of Pipeline. Raises ExtractError if schema, model or machine are at fault:
    then no file can be read.
    """
    for _ in range(TRIES):
        try:
            future = _scheduled(pool, limits, path, document, answers_file)
            return _awaited(pool, future, on_step)
        except ProcessExpired as died:
            if pool not in pools:
                raise CancelledError from died
            if died.exitcode == -signal.SIGXCPU:
                return out_of_time(path, opening_limit)
            reason = exit_reason(died.exitcode)
        except CancelledError:
            raise
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
            show_traceback(error)
            return unexpected(path, error)
    return (
        f"{path}: the process that read it died {TRIES} times ({reason}); the file is damaged, or"
        " raise the limit of memory"
    )


def _scheduled(pool: ProcessPool, limits: Limits, *file: Any) -> Future:
    """The pool starts its threads here, and these its process: none of them is to hear Ctrl-C."""
    mask = leave_interrupts_to_others()
    try:
        return pool.schedule(_read, [*file], timeout=limits.seconds)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _awaited(pool: ProcessPool, future: Future, on_step: OnStep) -> Done:
    """Its result. Raises CancelledError if the pool is ended, where pebble would wait for ever."""
    while not wait([future], timeout=1).done:
        shared = pools.get(pool)
        if shared is None:
            raise CancelledError
        if step := shared.newest():
            on_step(*step)
    return future.result()


def _start(settings: Settings, memory: int, shared: Board) -> None:
    """In the worker, on one core if nothing else is said: workers run side by side, and sums come
    out in the same order on every machine.

    An error here is raised at the first file: whoever made the worker waits for that.
    """
    global pipeline, watch, board
    die_with_parent()
    watch, board = Profile("loading the model"), shared
    board("loading the model")
    from tqdm import tqdm

    from extract_filings.pipeline.extract import Pipeline  # takes seconds; only workers need it

    tqdm.set_lock(
        RLock()
    )  # its own is a semaphore, which a worker that is ended would leave behind
    try:
        pipeline = Pipeline(replace(settings, threads=settings.threads or 1), _timed(settings))
    except ExtractError as error:
        pipeline = error
    limit_memory(memory)


def _timed(settings: Settings) -> Callable:
    """A sandbox's signature: what opens a PDF has its share of processor time in this process."""

    def call(function: Callable, *given: Any) -> Any:
        with cpu_time(settings.opening_limit):
            return function(*given)

    return call


def _on_step(step: str, done: int = 0, of: int = 0) -> None:
    watch(step)
    board(step, done, of)


def _read(path: Path, document: str, answers_file: Path | None) -> Done:
    if isinstance(pipeline, ExtractError):
        raise pipeline
    start = time.perf_counter()
    try:
        record = replace(pipeline(path, _on_step, answers_file), document=document)
    except RuntimeError as error:
        if "memory" in str(error):  # torch's way to say it
            raise MemoryError from error
        raise
    return Done(record, round(time.perf_counter() - start, 2), watch.taken())
