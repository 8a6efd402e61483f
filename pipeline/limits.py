"""Limits that a process puts on itself before it opens a stranger's file, and how it ended."""

import ctypes
import math
import resource
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker

PR_SET_PDEATHSIG = 1  # from <linux/prctl.h>
NO_WARNING = "ignore:resource_tracker"
OPENING_LIMIT = (
    120  # seconds of processor time that opening one PDF may take, unless told otherwise
)


def die_with_parent() -> None:
    """Has the kernel kill this process as soon as its parent ends. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def limit_memory(mebibytes: int) -> None:
    """Lets this process allocate this much beyond what it holds now. Linux only."""
    if sys.platform == "linux":
        import psutil  # commands that only start a child need not wait for it

        held = psutil.Process().memory_info().data
        _set_soft(resource.RLIMIT_DATA, held + mebibytes * 2**20)


def limit_cpu_time(seconds: int) -> None:
    """Lets this process compute for this long from now on, then the kernel ends it by SIGXCPU."""
    _set_soft(resource.RLIMIT_CORE, 0)  # that signal would leave a core dump
    _set_soft(resource.RLIMIT_CPU, math.ceil(time.process_time()) + seconds)


@contextmanager
def cpu_time(seconds: int) -> Iterator[None]:
    """The same for as long as the block runs."""
    limit_cpu_time(seconds)
    try:
        yield
    finally:
        _set_soft(resource.RLIMIT_CPU, resource.RLIM_INFINITY)


def leave_interrupts_to_others() -> set[int | signal.Signals]:
    """Has this thread, and each process that it starts, take no notice of Ctrl-C: the one who waits
    for them does. A process that is starting would print where it was interrupted. Returns the
    signals that were blocked before.
    """
    # multiprocessing's own helper unblocks Ctrl-C in whoever starts it: it is to run already
    _start_helper()
    return signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _start_helper() -> None:
    """It clears away what a killed process leaves; that it warns of it would alarm people."""
    sys.warnoptions.append(NO_WARNING)  # processes that are started take these over
    try:
        resource_tracker.ensure_running()
    finally:
        sys.warnoptions.remove(NO_WARNING)


def _set_soft(kind: int, limit: int) -> None:
    """Sets a limit that a later call may raise again, within what the system allows."""
    _, hard = resource.getrlimit(kind)
    bounded = hard != resource.RLIM_INFINITY
    allowed = hard if limit == resource.RLIM_INFINITY else min(limit, hard) if bounded else limit
    resource.setrlimit(kind, (allowed, hard))


def exit_reason(exitcode: int | None) -> str:
    """A process's exit code in words: the signal that killed it, by name."""
    if exitcode is not None and exitcode < 0:
        return signal.Signals(-exitcode).name
    return f"exit code {exitcode}"
