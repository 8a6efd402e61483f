"""Throughput and memory of the flow, and whether both are linear: `python -m
extract_filings.benchmarks.speed.batches --n 100 500`.

Makes so many made-up filings, runs the flow over them in a process of its own against a Prefect
server of its own, and looks at the memory of all its processes once a second. Then runs it again
over the same folder, with nothing to do.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import polars as pl
import psutil
from prefect.settings import PREFECT_API_URL
from prefect.testing.utilities import prefect_test_harness

RUN = """
import sys
from extract_filings.flows.extract import extract_filings
if __name__ == "__main__":
    extract_filings(sys.argv[1:2], sys.argv[2])
"""


def memory(process: psutil.Process) -> float:
    """MiB of a process and all that it started; what they share counts for each of them."""
    total = 0
    for p in (process, *process.children(recursive=True)):
        try:
            total += p.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / 2**20


def run(filings: Path, out: Path, place: Path) -> tuple[float, list[float]]:
    """Seconds of a run, and its memory once a second."""
    (place / "run.py").write_text(RUN)
    start, seen = time.perf_counter(), []
    env = os.environ | {
        "PREFECT_API_URL": PREFECT_API_URL.value(),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    with (place / f"{out.name}.log").open("w") as log:
        process = psutil.Popen(
            [sys.executable, place / "run.py", filings, out], env=env, stdout=log, stderr=log
        )
        while process.poll() is None:
            seen.append(memory(process))
            time.sleep(1)
    if process.returncode:
        sys.exit((place / f"{out.name}.log").read_text()[-2000:])
    return time.perf_counter() - start, seen


def measure(n: int, place: Path) -> None:
    filings, out = place / f"in{n}", place / f"out{n}"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "extract_filings.cli.main",
            "synth",
            "--n",
            str(n),
            "--seed",
            "7",
            "--out",
            str(filings),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    seconds, seen = run(filings, out, place)
    again, _ = run(filings, out, place)
    done = pl.read_parquet(out / "documents" / "*.parquet")
    third = max(1, len(seen) // 3)
    print(
        f"| {n} | {done['pages'].sum()} | {(done['status'] == 'ok').sum()} | {seconds:.0f} |"
        f" {seconds / n:.2f} | {60 * n / seconds:.0f} | {median(seen[third : 2 * third]):.0f} |"
        f" {median(seen[2 * third :]):.0f} | {max(seen):.0f} | {again:.1f} |",
        flush=True,
    )


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, nargs="+", default=[100, 500])
    args = parser.parse_args(words)
    print(
        "| filings | pages | read | seconds | a filing | a minute | MiB, second third | MiB, last"
        " third | MiB, most | seconds of a run with nothing to do |"
    )
    print("|" + " ---: |" * 10, flush=True)
    with prefect_test_harness(server_startup_timeout=120), tempfile.TemporaryDirectory() as place:
        for n in args.n:
            measure(n, Path(place))


if __name__ == "__main__":
    main()
