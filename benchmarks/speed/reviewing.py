"""The review page of thousands of values: `python -m extract_filings.benchmarks.speed.reviewing
FILINGS [--values 1250 2500 5000]`, FILINGS a folder of PDF files.

Each is extracted once; its tables and its file under other names give as many values as are asked
for. Told are the seconds to write the page, its size, and in Chromium, if there is one
(`--chromium`), the seconds until the page is loaded and until a click on the next value is shown.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from extract_filings.benchmarks.speed.storing import repeated
from extract_filings.pipeline.review.page import review
from extract_filings.pipeline.tables.append import documents_of, held_in, parts_of
from extract_filings.pipeline.tables.parquet import about_of, put

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu"]


def tables_of(source: Path, filings: Path, values: int, place: Path) -> Path:
    """Tables with so many values, some more, and beside them the files that they are of."""
    frames, out = documents_of(source, held_in(source)), place / f"{values}"
    known, found = frames["documents"]["document"].to_list(), frames["evidence"].height
    count = -(-values * len(known) // found)
    names = [f"{i:04} {known[i % len(known)]}" for i in range(count)]
    (files := place / f"{values} files").mkdir()
    for name in names:
        shutil.copy(next(filings.rglob(f"{name[5:]}.pdf")), files / f"{name}.pdf")
    out.mkdir()
    put(repeated(frames, names), out, 0, about_of(parts_of(source / "documents")[0]))
    return out


def opened(html: Path, chromium: str | None) -> tuple[float, float]:
    """Seconds to load, and to go on to the next value; nothing without a browser."""
    if not chromium:
        return float("nan"), float("nan")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=FLAGS)
        tab = browser.new_page()
        tab.set_default_timeout(0)
        start = time.perf_counter()
        tab.goto(html.as_uri())
        tab.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        loaded = time.perf_counter()
        tab.keyboard.press("ArrowDown")
        tab.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        moved = time.perf_counter()
        browser.close()
    return loaded - start, moved - loaded


def line(source: Path, filings: Path, values: int, place: Path, chromium: str | None) -> str:
    out, html = tables_of(source, filings, values, place), place / f"{values}.html"
    start = time.process_time()
    counts, missing = review(out, [str(place / f"{values} files")], html)
    took = time.process_time() - start
    if missing:
        sys.exit(missing[0])
    load, step = opened(html, chromium)
    return (
        f"| {counts['values']:,} | {counts['documents']} | {counts['pages']} | {took:.1f} |"
        f" {html.stat().st_size / 1e6:.1f} | {load:.2f} | {step:.2f} |"
    )


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("filings", type=Path)
    parser.add_argument("--values", type=int, nargs="+", default=[1_250, 2_500, 5_000])
    parser.add_argument("--chromium", default=shutil.which("chromium"), help="the program")
    args = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as name:
        source = Path(name, "source")
        command = [sys.executable, "-m", "extract_filings.cli.main", args.filings]
        subprocess.run([*command, "--out", source, "--quiet", "--jobs", "1"], check=True)
        print("| values | filings | pages | CPU s to write | MB | s to open | s to go on |")
        print("|" + " ---: |" * 7, flush=True)
        for values in args.values:
            print(line(source, args.filings, values, Path(name), args.chromium), flush=True)


if __name__ == "__main__":
    main()
