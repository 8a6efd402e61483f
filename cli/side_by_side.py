"""How many files are read side by side. Loads nothing, so that the first process starts at once."""

import os
from collections.abc import Sequence
from pathlib import Path

MOST = 4
"""Processes, unless told: each holds the model, 600 MiB."""


def workers(wanted: int | None, model: str, words: Sequence[str]) -> tuple[int, int]:
    """How many files are read at the same time, and how many cores are left to each: the embedded
    model reads pages of a lone file side by side; general models take all.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    lone = len(words) == 1 and Path(words[0]).is_file() and Path(words[0]).suffix != ".zip"
    most = MOST if model == "embedded" and not lone else 1
    number = wanted or min(most, cores or 1)
    return number, max(1, (cores or 1) // number)
