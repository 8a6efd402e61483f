"""Filings an hour and memory of the command over many real files: `python -m
extract_filings.benchmarks.speed.real_batch DIR... [--filings 1000] [--jobs 2]`.

The PDF files of the folders, round after round under other names, are read by one `extract FOLDER
--out OUT`. Every two seconds the memory of all its processes is looked at, pages that they share
counted once (PSS). Processor seconds tell the speed, since they depend little on what else the
machine does: so many cores read `cores * 3600 / (processor seconds of a filing)` an hour. Linux.
"""

import argparse
import contextlib
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import polars as pl
import psutil

EVERY = 2.0  # seconds
SHARES = 40  # lines of the table


class Seen(NamedTuple):
    """At one moment: files read, processor seconds so far, MiB of the command's own process and of
    all.
    """

    done: int
    cpu: float
    command: float
    memory: float


def linked(folders: Sequence[Path], count: int, place: Path) -> None:
    """All files, then all again, each round under names that sort behind those of the last."""
    found = sorted(p for folder in folders for p in folder.rglob("*.pdf"))
    for i in range(count):
        (place / f"{i:06}-{found[i % len(found)].name}").symlink_to(
            found[i % len(found)].absolute()
        )


def shared_once(process: psutil.Process) -> float:
    """MiB of one process; a page that n processes share counts a n-th."""
    with contextlib.suppress(OSError, psutil.Error):
        for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def spent(process: psutil.Process) -> float:
    with contextlib.suppress(psutil.Error):
        times = process.cpu_times()
        return times.user + times.system + times.children_user + times.children_system
    return 0.0


def look(process: psutil.Process, log: Path) -> Seen:
    all_of = [process, *process.children(recursive=True)]
    memory = [shared_once(p) for p in all_of]
    done = sum(line.endswith(b" s") for line in log.read_bytes().splitlines())
    return Seen(done, sum(map(spent, all_of)), memory[0], sum(memory))


def run(filings: Path, out: Path, jobs: int, limit: float) -> Iterator[Seen]:
    """One look after the other. After so many seconds the command is stopped as by Ctrl-C, at which
    it puts what is read into the tables.
    """
    command = [sys.executable, "-m", "extract_filings.cli.main", filings, "--out", out]
    log, end = out.with_name("log"), time.monotonic() + limit
    with log.open("w") as told:
        process = psutil.Popen([*command, "--jobs", str(jobs)], stdout=told, stderr=told)
        while process.poll() is None:
            yield look(process, log)
            time.sleep(EVERY)
            if time.monotonic() > end:
                process.send_signal(signal.SIGINT)
                process.wait()


def line(some: Sequence[Seen]) -> str:
    cpu = (some[-1].cpu - some[0].cpu) / (some[-1].done - some[0].done)
    memory, command = (median(getattr(s, of) for s in some) for of in ("memory", "command"))
    most = max(s.memory for s in some)
    return f"| {some[-1].done} | {cpu:.2f} | {command:.0f} | {memory:.0f} | {most:.0f} |"


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--filings", type=int, default=1_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=600, help="most time it may take")
    args = parser.parse_args(words)
    print("| files read | CPU s a file | MiB, command | MiB, all | most |\n|" + " ---: |" * 5)
    with tempfile.TemporaryDirectory() as name:
        (place := Path(name, "in")).mkdir()
        linked(args.folders, args.filings, place)
        some, start = [], time.perf_counter()
        for seen in run(place, out := Path(name, "out"), args.jobs, 60 * args.minutes):
            some.append(seen)
            if seen.done - some[0].done >= args.filings / SHARES:
                print(line(some), flush=True)
                some = some[-1:]
        wall = time.perf_counter() - start
        done = pl.read_parquet(out / "documents" / "*.parquet")
    cpu, pages, read = some[-1].cpu, done["pages"].sum(), (done["status"] == "ok").sum()
    print(
        f"\n{done.height:,} files, {read:,} read, {pages:,} pages; {cpu:,.0f} CPU s, {wall:,.0f} s;"
        f" {args.jobs * 3600 * done.height / cpu:,.0f} files an hour on {args.jobs} cores"
    )


if __name__ == "__main__":
    main()
