"""Time and memory of reading: `python -m extract_filings.benchmarks.speed.reading DIR [--rounds N]
[--growth] [--others FOLDER]`, DIR a folder of PDF files.

Every figure is a ratio of two readers that took turns, file by file, so that other work on the
machine slows both: the median of the rounds of each file, added up. CPU seconds stand beside wall
seconds, since only they are free of waiting. `--others`: pypdf, pdfplumber and pymupdf4llm too,
which are so slow that all readers get some pages of each file, spread evenly over it:

    pip install --target OTHERS pdfplumber "pymupdf4llm<2"
    python -m extract_filings.benchmarks.speed.reading DIR --others OTHERS --rounds 2

Raw pdfium stands for `get_text_range()` of each page, which is neither rows, nor cleaned lines, nor
checks of the file. `--growth`: time and peak memory of files of 50 to 400 pages, made of the first
pages of the largest file.
"""

import argparse
import contextlib
import importlib
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median

import pypdfium2

from extract_filings.benchmarks.speed.end_to_end import UNIT
from extract_filings.pipeline.pdf.boxes import boxes
from extract_filings.pipeline.pdf.read import read

Took = tuple[float, float]  # wall and CPU seconds
SPAWN = multiprocessing.get_context("spawn")
STEP = 5  # boxes are asked of each fifth page, as many as the main job asks
BLOCK, GROWTH = 50, (50, 100, 200, 400)  # pages
SOME = 4  # pages of each file that slow readers read


def pdfium(path: Path) -> None:
    with pypdfium2.PdfDocument(path) as pdf:
        for number in range(len(pdf)):
            pdf[number].get_textpage().get_text_range()


def pypdf(path: Path) -> None:
    for page in importlib.import_module("pypdf").PdfReader(path).pages:
        page.extract_text()


def pdfplumber(path: Path) -> None:
    with importlib.import_module("pdfplumber").open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()


def pymupdf4llm(path: Path) -> None:
    with contextlib.redirect_stdout(sys.stderr):  # it prints advice
        importlib.import_module("pymupdf4llm").to_markdown(path, use_ocr=False)  # as ours


def size(path: Path) -> int:
    return path.stat().st_size


def took(work: Callable[[], object]) -> Took:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def middle(rounds: Iterable[Took]) -> Took:
    walls, cpus = zip(*rounds, strict=False)
    return median(walls), median(cpus)


def total(files: Iterable[Took]) -> Took:
    walls, cpus = zip(*files, strict=False)
    return sum(walls), sum(cpus)


def in_turns(
    files: Sequence[Path], readers: Sequence[Callable], rounds: int
) -> dict[Callable, dict[Path, Took]]:
    """{reader: {file: median seconds}}."""
    times = {reader: {file: [] for file in files} for reader in readers}
    for _ in range(rounds):
        for file in files:
            for reader in readers:
                times[reader][file].append(took(partial(reader, file)))
    return {
        reader: {file: middle(seen) for file, seen in of.items()} for reader, of in times.items()
    }


def compare(files: dict[Path, int], readers: Sequence[Callable], rounds: int) -> None:
    """Prints the table of the readers, the first of which is the measure; `files` has the pages of
    each.
    """
    times = in_turns(list(files), readers, rounds)
    raw, pages = total(times[readers[0]].values()), sum(files.values())
    print(f"{len(files)} files, {pages:,} pages, {rounds} rounds, one process\n")
    print("| reader | pages/s | wall to raw pdfium | CPU to raw pdfium |\n|---|---|---|---|")
    for reader, of in times.items():
        wall, cpu = total(of.values())
        print(
            f"| {reader.__name__} | {pages / wall:,.1f} | {wall / raw[0]:.2f} |"
            f" {cpu / raw[1]:.2f} |"
        )


def with_others(found: Sequence[Path], folder: Path, rounds: int) -> None:
    """What is installed here goes before what the folder brings along."""
    sys.path.append(str(folder))
    with tempfile.TemporaryDirectory() as place:
        some = [cut(file, SOME, Path(place, file.name)) for file in found]
        readers = (pdfium, read, pypdf, pdfplumber, pymupdf4llm)
        first = cut(found[0], 1, Path(place, "first"))
        for reader in readers:
            reader(first)  # what is loaded at the first call is not part of its time
        compare({file: len(read(file).pages) for file in some}, readers, rounds)


def cut(file: Path, count: int, path: Path) -> Path:
    """So many pages, or all if there are fewer."""
    library = importlib.import_module("pypdf")
    old, writer = library.PdfReader(file), library.PdfWriter()
    writer.append(old, pages=[*range(len(old.pages))][:: max(1, len(old.pages) // count)][:count])
    writer.write(path)
    return path


def places(files: Iterable[Path], rounds: int) -> None:
    """Prints what the boxes cost."""
    documents = [read(file) for file in files]
    asked = [range(1, len(document.pages) + 1, STEP) for document in documents]
    seconds = [
        took(lambda: [boxes(*of) for of in zip(documents, asked, strict=False)])
        for _ in range(rounds)
    ]
    pages = sum(map(len, asked))
    wall, cpu = middle(seconds)
    print(
        f"\n`boxes`: {1000 * wall / pages:.1f} ms wall, {1000 * cpu / pages:.1f} ms CPU a page"
        f" asked ({pages} pages, {rounds} rounds)"
    )


def work(file: Path) -> float:
    """CPU seconds of a read in a worker; the document stays there."""
    return took(lambda: read(file))[1]


def cores(files: Sequence[Path], rounds: int) -> None:
    """Prints wall seconds of one worker over those of two, both warm. The largest file is taken up
    first.
    """
    order = sorted(files, key=size, reverse=True)
    with ProcessPoolExecutor(1, SPAWN) as one, ProcessPoolExecutor(2, SPAWN) as two:
        for pool in (one, two):
            list(pool.map(work, order))
        pairs = [(over(one, order), over(two, order)) for _ in range(rounds)]
    faster, dearer = median(a[0] / b[0] for a, b in pairs), median(b[1] / a[1] for a, b in pairs)
    print(
        f"\n`read` in two processes: {faster:.2f} times the speed of one, for {dearer:.2f} times"
        f" the CPU seconds ({rounds} rounds)"
    )


def over(pool: ProcessPoolExecutor, files: Sequence[Path]) -> Took:
    """Wall seconds, and the CPU seconds of all workers."""
    start = time.perf_counter()
    cpu = sum(pool.map(work, files))
    return time.perf_counter() - start, cpu


def growth(file: Path, rounds: int) -> None:
    """Prints time and memory of longer and longer files. A process for each, started by one that
    holds little: a process begins with the peak of the one that started it."""
    print(
        "\n| pages | MB | CPU s | CPU ms a page | MiB over start | KiB a page"
        " |\n|---|---|---|---|---|---|"
    )
    with (
        tempfile.TemporaryDirectory() as place,
        ProcessPoolExecutor(1, SPAWN, max_tasks_per_child=1) as pool,
    ):
        for pages in GROWTH:
            path = Path(place, f"{pages}.pdf")
            pool.submit(join, file, pages, path).result()
            seen = [pool.submit(alone, path).result() for _ in range(rounds)]
            cpu, memory = median(s for s, _ in seen), median(m for _, m in seen)
            print(
                f"| {pages} | {size(path) / 1e6:.2f} | {cpu:.2f} | {1000 * cpu / pages:.2f} |"
                f" {memory / 1024:.1f} | {memory / pages:.0f} |",
                flush=True,
            )


def join(file: Path, pages: int, path: Path) -> None:
    """The first `BLOCK` pages again and again, each time with content of their own."""
    library = importlib.import_module("pypdf")
    writer = library.PdfWriter()
    for _ in range(pages // BLOCK):
        writer.append(library.PdfReader(file), pages=(0, BLOCK))
    writer.write(path)


def alone(path: Path) -> tuple[float, float]:
    """CPU seconds, and KiB by which the peak of this process rose."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cpu = work(path)
    return cpu, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 / UNIT


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--others", type=Path, help="folder with the slow readers")
    parser.add_argument("--growth", action="store_true", help="time and memory by pages instead")
    args = parser.parse_args(words)
    found = sorted(args.folder.glob("*.pdf"))
    if args.growth:
        return growth(max(found, key=size), args.rounds)
    if args.others:
        return with_others(found, args.others, args.rounds)
    compare({file: len(read(file).pages) for file in found}, (pdfium, read), args.rounds)
    places(found, args.rounds)
    cores(found, args.rounds)
    return None


if __name__ == "__main__":
    main()
