"""Time and memory of the main job: `python -m extract_filings.benchmarks.speed.end_to_end DIR`, DIR
a folder of PDF files.

Runs `extract` in processes of their own: once for the first file alone, from the command to its
tables, and once for the folder, from which come the median seconds of a filing (model loaded once,
as `documents/` has them) and the most memory.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import polars as pl

UNIT = (
    2**20 if sys.platform == "darwin" else 2**10
)  # of ru_maxrss in MiB: macOS counts bytes, Linux KiB


def extract(words: Sequence[str], out: Path) -> float:
    """Runs the main job and gives its seconds. A file that fails ends the measurement."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "extract_filings.cli.main", *words, "--out", str(out), "--quiet"],
        check=True,
    )
    return time.perf_counter() - start


def peak() -> int:
    """Most memory that a child process has held so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // UNIT


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default="embedded")
    args = parser.parse_args(words)
    first = min(args.folder.glob("*.pdf"))
    with tempfile.TemporaryDirectory() as place:
        cold, alone = extract([str(first), "--model", args.model], Path(place, "one")), peak()
        extract([str(args.folder), "--model", args.model], Path(place, "all"))
        done = pl.read_parquet(Path(place, "all", "documents", "*.parquet"))
    print(
        f"{len(done)} filings of {done['pages'].median():.0f} pages (median), {os.cpu_count()}"
        " cores"
    )
    print(
        f"seconds a filing, model loaded once: median {done['seconds'].median():.2f}, most"
        f" {done['seconds'].max():.2f}"
    )
    print(f"cold start, {first.name} from command to tables: {cold:.1f} s, {alone:,} MiB")
    print(f"most memory: {peak():,} MiB")


if __name__ == "__main__":
    main()
