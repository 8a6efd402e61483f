"""How well documents of many kinds are read, each by a schema of its own: `python -m
extract_filings.benchmarks.accuracy.kinds kinds/held_out`.

What a folder holds and what counts as right is said in `training/spans/judged.py`. Printed for
single values and for cells of lists: values of gold, right and given ones, precision, recall, F1,
values without a flag and wrong ones of these; for single fields that a document does not state, how
many there are, how many got a value, and how many of these without a flag. `--misses` lists the
documents, worst first.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from extract_filings.benchmarks.accuracy.evaluation import markdown_table
from extract_filings.pipeline.status import FOUND
from extract_filings.training.spans.judged import Document, judged

HEAD = (
    *("values", "gold", "right", "given", "precision", "recall", "F1"),
    *("no flag", "of these wrong", "absent", "filled", "filled, no flag"),
)
NAMES = {"root": "single", "list": "cells of lists"}


def table(documents: Sequence[Document]) -> str:
    seen: Counter[str] = sum(map(_counts, documents), Counter())
    return markdown_table(HEAD, [_row(kind, seen) for kind in NAMES])


def _counts(document: Document) -> Counter[str]:
    made = Counter({f"{kind} gold": n for kind, n in document.stated.items()})
    made["root absent"] = document.absent
    for one in document.values:
        plain = one.value.status.outcome == FOUND and not one.value.status.failed
        made[f"{one.kind} right"] += one.right
        made[f"{one.kind} given"] += not one.absent
        made[f"{one.kind} filled"] += one.absent
        made[f"{one.kind} trusted"] += plain and one.absent
        made[f"{one.kind} plain"] += plain
        made[f"{one.kind} silent"] += plain and not one.right
    return made


def _row(kind: str, seen: Counter[str]) -> tuple[str, ...]:
    gold, right, given = (seen[f"{kind} {what}"] for what in ("gold", "right", "given"))
    shares = right / max(1, given), right / max(1, gold), 2 * right / max(1, gold + given)
    counts = (seen[f"{kind} {what}"] for what in ("plain", "silent", "absent", "filled", "trusted"))
    return (
        NAMES[kind],
        *map(str, (gold, right, given)),
        *(f"{s:.1%}" for s in shares),
        *map(str, counts),
    )


def _missed(document: Document) -> int:
    counts = _counts(document)
    return sum(counts[f"{kind} gold"] - counts[f"{kind} right"] for kind in NAMES)


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true", help="list the documents, worst first")
    asked = parser.parse_args(words)
    documents = [*judged(asked.folder.resolve())]
    print(f"{len(documents)} documents\n{table(documents)}")
    for one in sorted(documents, key=_missed, reverse=True) if asked.misses else ():
        print(f"{one.name}: {_missed(one)} of {sum(one.stated.values())} values not right")


if __name__ == "__main__":
    main()
