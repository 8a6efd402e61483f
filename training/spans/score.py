"""How well the span reader reads samples that it was not trained on:
`python -m extract_filings.training.spans.score FOLDER FILES...`.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from extract_filings.pipeline.decode.span_engine import SpanEngine
from extract_filings.training.spans.reading import read_sample
from extract_filings.training.spans.sample import Sample, read


def score(folder: Path, files: Sequence[Path]) -> str:
    """Right of given values, of all that the samples state; absent fields that got one."""
    engine, seen = SpanEngine("embedded", folder), Counter[str]()
    for sample in (s for file in files for s in read(file)):
        seen += _stated(sample)
        for one in read_sample(engine, sample):
            seen[f"{one.kind} given"] += 1
            seen[f"{one.kind} right"] += one.right
            seen["invented"] += one.kind == "root" and not one.field.spans
    told = [_told(name, kind, seen) for name, kind in (("single", "root"), ("lists", "list"))]
    return "; ".join([*told, f"absent {seen['absent']}, {seen['invented']} of them filled"])


def _stated(sample: Sample) -> Counter[str]:
    made = Counter[str]()
    for field in sample.fields:
        rows = len({s.row for s in field.spans})
        made["list" if field.many else "root"] += rows
        made["absent"] += not field.many and not field.spans
    return made


def _told(name: str, kind: str, seen: Counter[str]) -> str:
    stated, given, right = (seen[k] for k in (kind, f"{kind} given", f"{kind} right"))
    f1 = 2 * right / max(1, stated + given)
    return f"{name} {right} right of {given} given, {stated} stated, F1 {f1:.1%}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    given = parser.parse_args()
    print(score(given.folder, given.files))


if __name__ == "__main__":
    main()
