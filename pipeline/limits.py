"""Limits that a process puts on itself before it opens a stranger's file, and how it ended."""

import ctypes
import resource
import signal

import psutil

PR_SET_PDEATHSIG = 1  # from <linux/prctl.h>


def die_with_parent() -> None:
    """Has the kernel kill this process as soon as its parent ends. Linux only."""
    if psutil.LINUX:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def limit_memory(mebibytes: int) -> None:
    """Lets this process allocate this much beyond what it holds now, then MemoryError. Linux only.

    Only the soft limit moves, so that a later call may raise it again.
    """
    if psutil.LINUX:
        held = psutil.Process().memory_info().data
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (held + mebibytes * 2**20, hard))


def exit_reason(exitcode: int | None) -> str:
    """A process's exit code in words: the signal that killed it, by name."""
    if exitcode is not None and exitcode < 0:
        return signal.Signals(-exitcode).name
    return f"exit code {exitcode}"
