"""All speed figures as one page: `python -m extract_filings.benchmarks SPLIT > page.md`, SPLIT a
folder with pdf/, html/, docs.parquet, gold.parquet.

Each measurement runs in a process of its own, one after the other; what needs more than a folder of
filings (other models, other readers, a Prefect server) is run by its own command, see
benchmarks/README.md.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def measurements(split: Path) -> dict[str, list[str]]:
    pdf = str(split / "pdf")
    return {
        "Decoding": ["extract_filings.benchmarks.speed.decoding"],
        "Reading": ["extract_filings.benchmarks.speed.reading", pdf],
        "Reading longer files": ["extract_filings.benchmarks.speed.reading", pdf, "--growth"],
        "Locating": ["extract_filings.benchmarks.accuracy.recall", str(split)],
        "Locating, any schema": [
            "extract_filings.benchmarks.accuracy.locating",
            *map(str, sorted((split / "html").glob("*.html*"))),
        ],
        "Steps": ["extract_filings.benchmarks.speed.steps", pdf],
        "From command to tables": ["extract_filings.benchmarks.speed.end_to_end", pdf],
        "Growth": ["extract_filings.benchmarks.speed.growth", pdf],
        "Limit": ["extract_filings.benchmarks.speed.roofline", pdf],
    }


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m extract_filings.benchmarks", description=__doc__.splitlines()[0]
    )
    parser.add_argument("split", type=Path)
    for title, command in measurements(parser.parse_args(words).split).items():
        print(f"\n## {title}\n\n`python -m {' '.join(command)}`\n", flush=True)
        subprocess.run([sys.executable, "-m", *command], check=True)


if __name__ == "__main__":
    main()
