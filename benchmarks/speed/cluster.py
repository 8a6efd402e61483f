"""What a cluster costs: `python -m extract_filings.benchmarks.speed.cluster dask FILINGS
[--workers 4]`, or `ray`; FILINGS is a folder of PDF files.

The flow reads it without a cluster and on one of so many worker processes, each time with as many
filings at once, then again with nothing to do. Told are processor seconds of all processes but the
Prefect server, and whether the tables are the same; what the second run takes is no cost of a
filing.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from prefect.settings import PREFECT_API_URL
from prefect.testing.utilities import prefect_test_harness

from extract_filings.benchmarks.robustness.scale_out import RUN, tables

ALONE = "alone"


def run(kind: str, filings: Path, out: Path, workers: int) -> tuple[float, float]:
    """Processor and wall seconds. A run that fails ends the measurement."""
    start = time.perf_counter()
    env = {"PREFECT_API_URL": PREFECT_API_URL.value(), "EXTRACT_WORKERS": str(workers)}
    (script := out.parent / "run.py").write_text(f'if __name__ == "__main__":\n    exec({RUN!r})\n')
    process = subprocess.Popen([sys.executable, script, kind, filings, out], env=os.environ | env)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{kind}: ended with {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - start


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=("dask", "ray"))
    parser.add_argument("filings", type=Path)
    parser.add_argument("--workers", type=int, default=4)
    args = parser.parse_args(words)
    count, spent = len(list(args.filings.rglob("*.pdf"))), {}
    print("| | CPU s | wall s | CPU s with nothing to do | a filing |\n|---|---|---|---|---|")
    with prefect_test_harness(server_startup_timeout=600), tempfile.TemporaryDirectory() as name:
        for kind in (ALONE, args.kind):
            out = Path(name, kind)
            cpu, wall = run(kind, args.filings.absolute(), out, args.workers)
            empty, _ = run(kind, args.filings.absolute(), out, args.workers)
            spent[kind] = (cpu - empty) / count
            print(
                f"| {kind} | {cpu:.1f} | {wall:.0f} | {empty:.1f} | {spent[kind]:.2f} |", flush=True
            )
        same = tables(Path(name, ALONE)) == tables(Path(name, args.kind))
    more = spent[args.kind] - spent[ALONE]
    print(f"\n{count} filings, {args.workers} workers: {more:+.2f} CPU s a filing on {args.kind}")
    print("tables are those without a cluster:", same)
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
