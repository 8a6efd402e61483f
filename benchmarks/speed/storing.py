"""How the tables grow: `python -m extract_filings.benchmarks.speed.storing OUT`, OUT of `extract
FOLDER --out OUT`.

Its documents again and again, under names in no order, give tables of so many documents. Each size
has a process of its own: CPU seconds to compact its small parts, and the most memory.
"""

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random

import polars as pl

from extract_filings.benchmarks.speed.end_to_end import UNIT
from extract_filings.pipeline.tables.append import compact, documents_of, held_in
from extract_filings.pipeline.tables.frames import Frames
from extract_filings.pipeline.tables.parquet import about_of, put

SMALL = 1_000  # documents of a part before
SPAWN = multiprocessing.get_context("spawn")


def repeated(frames: Frames, names: Sequence[str]) -> Frames:
    """The documents under other names, again and again."""
    known = frames["documents"]["document"].to_list()
    of = [known[i % len(known)] for i in range(len(names))]
    pairs = pl.DataFrame({"document": of, "named": names})
    return {
        name: pairs.join(frame, on="document", maintain_order="left")
        .with_columns(document="named")
        .select(frame.columns)
        for name, frame in frames.items()
    }


def tables_of(source: Path, count: int, out: Path) -> None:
    """Tables of so many documents, in small parts."""
    frames, parts = documents_of(source, held_in(source)), sorted(source.glob("documents/*"))
    out.mkdir()
    names = [f"{i:07}" for i in range(count)]
    Random(1).shuffle(names)
    for part, start in enumerate(range(0, count, SMALL)):
        put(repeated(frames, names[start : start + SMALL]), out, part, about_of(parts[0]))


def measure(source: Path, count: int, place: Path) -> str:
    """A line of the table."""
    out = place / str(count)
    tables_of(source, count, out)
    files = sum(1 for _ in out.rglob("*.parquet"))
    size = sum(p.stat().st_size for p in out.rglob("*.parquet")) / 1e6
    before = peak()
    start = time.process_time()
    after = compact(out)[1]
    cpu = time.process_time() - start
    return (
        f"| {count:,} | {size:,.0f} | {files} | {after} | {cpu:.1f} | {1000 * cpu / count:.2f} |"
        f" {before:,.0f} | {peak():,.0f} |"
    )


def peak() -> float:
    """MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNIT


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--documents", type=int, nargs="+", default=[5_000, 20_000, 100_000])
    args = parser.parse_args(words)
    print(
        "| documents | MB | files | after | CPU s to compact | ms a document | MiB before | MiB at"
        " most |\n|" + " ---: |" * 8,
        flush=True,
    )
    with (
        tempfile.TemporaryDirectory() as place,
        ProcessPoolExecutor(1, SPAWN, max_tasks_per_child=1) as alone,
    ):
        for count in args.documents:
            print(alone.submit(measure, args.out, count, Path(place)).result(), flush=True)


if __name__ == "__main__":
    main()
