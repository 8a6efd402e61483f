"""Processor time of each step: `python -m extract_filings.benchmarks.speed.steps DIR`, DIR a folder
of PDF files.

In one process, the model loaded, one thread, pictures left out. Processor time depends far less
than wall time on what else the machine does, though caches and clock rates are shared.
"""

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.settings import Settings

END = "end"


class Watch:
    """Told each step as it begins. `seconds`: of this process's processor time, by step."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self.step, self.since = END, time.process_time()

    def __call__(self, step: str, done: int = 0, of: int = 0) -> None:
        now = time.process_time()
        self.seconds[self.step] += now - self.since
        self.step, self.since = step, now


def measure(pipeline: Pipeline, path: Path) -> tuple[int, Counter[str]]:
    """Pages of a filing and seconds by step."""
    watch = Watch()
    pages = pipeline(path, watch).pages
    watch(END)
    del watch.seconds[END]
    return pages, watch.seconds


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    start = time.process_time()
    pipeline = Pipeline(Settings(threads=1, ocr="off"))
    print(f"loading the model: {time.process_time() - start:.2f} s")
    made = [
        measure(pipeline, path) for path in sorted(parser.parse_args(words).folder.glob("*.pdf"))
    ]
    files, pages = len(made), sum(pages for pages, _ in made)
    print(f"\n{files} filings, {pages:,} pages\n")
    print("| step | CPU s a filing | CPU ms a page of it | most |\n|---|---|---|---|")
    steps = {step: [seconds[step] for _, seconds in made] for step in made[0][1]}
    for step, told in (*steps.items(), ("all", [seconds.total() for _, seconds in made])):
        mean, page = sum(told) / files, 1000 * sum(told) / pages
        print(f"| {step} | {mean:.2f} | {page:.1f} | {max(told):.2f} |")


if __name__ == "__main__":
    main()
