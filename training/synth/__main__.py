"""`python -m extract_filings.training.synth --n 100 --out DIR --seed 0 [--full]`"""

import argparse
from pathlib import Path

from extract_filings.training.synth import generate


def main() -> None:
    ask = argparse.ArgumentParser(description="Synthetic filings with exact gold.")
    ask.add_argument("--n", type=int, default=100, help="how many")
    ask.add_argument("--out", type=Path, required=True, help="folder to write")
    ask.add_argument("--seed", type=int, default=0)
    ask.add_argument("--first", type=int, default=0, help="number of the first filing")
    ask.add_argument(
        "--full", action="store_true", help="15 to 60 pages in the order of a real filing"
    )
    ask.add_argument("--flat", action="store_true", help="PDFs beside gold.parquet, no rows.jsonl")
    a = ask.parse_args()
    generate(a.n, a.out, a.seed, a.full, a.first, a.flat)


if __name__ == "__main__":
    main()
