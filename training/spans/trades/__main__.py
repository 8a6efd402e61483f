"""Writes samples, or shows them to be read by eye.

`python -m extract_filings.training.spans.trades --n 20000 --seed 1 --out FILE.jsonl.gz`
"""

import argparse
from pathlib import Path

from extract_filings.training.spans.sample import Sample, Span, write
from extract_filings.training.spans.trades import samples


def printed(sample: Sample, span: Span) -> str:
    lines = sample.page.lines
    if span.line == span.last:
        return lines[span.line][span.start : span.end]
    middle = lines[span.line + 1 : span.last]
    return " / ".join((lines[span.line][span.start :], *middle, lines[span.last][: span.end]))


def show(sample: Sample) -> None:
    print(f"\n== {sample.source}, page {sample.page.number} of {sample.page.of}")
    print(*(f"{n:3} {line}" for n, line in enumerate(sample.page.lines)), sep="\n")
    for field in sample.fields:
        values = [f"{s.row or ''}<{printed(sample, s)}>" for s in field.spans] or ["-"]
        print(f"  [{field.owner}] {field.name} ({field.kind}): {field.description!r}:", *values)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--show", action="store_true", help="print them to be read by eye")
    given = parser.parse_args()
    made = samples(given.n, given.seed)
    if given.out:
        write(made, given.out)
    for one in made if given.show else ():
        show(one)


if __name__ == "__main__":
    main()
