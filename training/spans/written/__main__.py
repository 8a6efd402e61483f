"""Writes samples of the templates, checks them, or shows some to be read by eye.

`python -m extract_filings.training.spans.written --n 9000 --seed 1 --out FILE.jsonl.gz`
"""

import argparse
import sys
from pathlib import Path

from extract_filings.pipeline.errors import InputError
from extract_filings.training.spans.sample import write
from extract_filings.training.spans.trades.__main__ import show
from extract_filings.training.spans.written import sample, samples, templates


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="default: all that stand here")
    parser.add_argument("--n", type=int, default=9000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--check", action="store_true", help="each template, three times")
    parser.add_argument("--show", type=int, default=0, help="print so many to be read by eye")
    given = parser.parse_args()
    if given.check:
        sys.exit(_check(given.files))
    some = templates(given.files)
    if given.out:
        write(samples(some, given.n, given.seed), given.out)
    for one in samples(some[:: max(1, len(some) // max(1, given.show))], given.show, given.seed):
        show(one)


def _check(files: list[Path]) -> int:
    """What is wrong in each file; a template's first fault only."""
    try:
        some = templates(files)
        for one in some:
            for number in range(3):
                sample(one, 0, number)
    except InputError as fault:
        print(fault)
        return 1
    names = [t.names[0] for t in some]
    twice = sorted({n for n in names if names.count(n) > 1})
    print(f"{len(some)} templates are well formed" + f"; twice: {twice}" * bool(twice))
    return 0


if __name__ == "__main__":
    main()
