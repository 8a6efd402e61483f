"""How time and memory of the main job grow: `python -m extract_filings.benchmarks.speed.growth DIR
[--pages 50 100 200 400] [--filings 10 100 1000]`.

DIR is a folder of PDF files: the largest, again and again, gives the files of so many pages. The
filings are made up. Each run is `extract INPUT --out OUT` in a process of its own, from the command
to its tables: its CPU seconds, which other work on the machine does not lengthen much, its wall
seconds, and its most memory.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from extract_filings.benchmarks.speed.end_to_end import UNIT
from extract_filings.benchmarks.speed.reading import join, size

EXTRACT = (sys.executable, "-m", "extract_filings.cli.main")


def run(given: Path, out: Path) -> tuple[float, float, float]:
    """CPU seconds, wall seconds, MiB. A file that fails ends the measurement."""
    start = time.perf_counter()
    process = subprocess.Popen([*EXTRACT, str(given), "--out", str(out), "--quiet"])
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{given}: extract ended with {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss / UNIT


def line(what: str, given: Path, out: Path) -> None:
    cpu, wall, memory = run(given, out)
    print(f"| {what} | {cpu:.1f} | {wall:.1f} | {memory:,.0f} |", flush=True)


def pages(file: Path, counts: Sequence[int], place: Path) -> None:
    for count in counts:
        path = place / f"{count}.pdf"
        join(file, count, path)
        line(f"1 filing of {count} pages", path, place / f"out{count}")


def filings(counts: Sequence[int], place: Path) -> None:
    """The first so many of one folder, by links."""
    made = place / "made"
    subprocess.run(
        [*EXTRACT, "synth", "--n", str(max(counts)), "--seed", "7", "--out", str(made)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    for count in counts:
        (some := place / f"first{count}").mkdir()
        for path in sorted(made.rglob("*.pdf"))[:count]:
            (some / path.name).symlink_to(path)
        line(f"{count:,} made-up filings", some, place / f"all{count}")


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, nargs="*", default=[50, 100, 200, 400])
    parser.add_argument("--filings", type=int, nargs="*", default=[10, 100, 1000])
    args = parser.parse_args(words)
    print("| | CPU s | wall s | MiB |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as place:
        pages(max(args.folder.glob("*.pdf"), key=size), args.pages, Path(place))
        if args.filings:
            filings(args.filings, Path(place))


if __name__ == "__main__":
    main()
