"""The filing schema, and faults that a document's name calls up in the process that reads it.

No PDF at hand hangs pdfium or breaks it for sure on every version, so the fault is planted where
the reading would be; the process, its limits and its death are real. Loaded by the worker as any
schema file is.
"""

import multiprocessing
import os
import signal
import time
from pathlib import Path

import extract_filings.pipeline.extract
from extract_filings.schemas import filing

ROOT = filing.ROOT
FAULTS = {
    "hang": lambda: time.sleep(1000),
    "crash": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "bomb": lambda: [bytearray(2**28) for _ in range(1000)],
    "fault": lambda: 1 // 0,
}
real = extract_filings.pipeline.extract.read


def read(path: Path, password: str | None = None):
    """The real reading, after the fault that the name begins with. `once-…`: only once."""
    kind = path.stem.partition("-")[0]
    if kind == "once":
        mark = path.with_suffix(".seen")
        kind = "" if mark.exists() else "crash"
        mark.touch()
    FAULTS.get(kind, lambda: None)()
    return real(path, password)


# Only in a worker: the process of the tests loads the schema too, and goes on to other tests.
if multiprocessing.parent_process():
    extract_filings.pipeline.extract.read = read
