"""How well documents are read by a schema of your own: `python -m
extract_filings.benchmarks.accuracy.any_schema GOLD.jsonl PDFS --schema S`.

GOLD and what counts as right are those of `plain_json.py`. Printed for each field, and for all:
values of gold, right and given ones, precision, recall, F1, documents that do not state it and
share of these for which one was invented. Below: how many of gold's values are right above the
lowest confidence at which at most 5 % are wrong, and the processor time.

`--floor` reads without a model, for comparing (floor.py beside it).
"""

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from extract_filings.benchmarks.accuracy.evaluation import markdown_table
from extract_filings.benchmarks.accuracy.floor import guesses
from extract_filings.benchmarks.accuracy.plain_json import flat
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.gold.alike import same
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.records import Value
from extract_filings.pipeline.settings import Settings
from extract_filings.pipeline.tables.instance import assemble
from extract_filings.schemas.base import Part
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema

ERROR = 0.05  # of accepted values, at most
Given = tuple[str, Any, float]
"""A value that was read: the path of its field, itself as JSON has it, its confidence."""
Reader = Callable[[Path], list[Given]]


@dataclass(slots=True)
class Seen:
    """`counts`: of each field. `judged`: of each value its confidence and whether it is right."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    judged: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, gold: Mapping[str, Any], said: Sequence[Given]) -> None:
        """One document."""
        for name in (k for k in gold if k != "document"):
            want = Counter(same(v) for _, v in flat(gold[name]))
            given = [(same(v), sure) for path, v, sure in said if path == name]
            verdicts = [*_verdicts(want, given)]
            self.judged += verdicts
            self.counts.setdefault(name, Counter()).update(
                gold=want.total(),
                right=sum(right for _, right in verdicts),
                given=len(given),
                absent=int(not want),
                invented=int(bool(given) and not want),
            )

    def __str__(self) -> str:
        head = "field", "gold", "right", "given", "precision", "recall", "F1", "absent", "invented"
        rows = [*(_row(name, c) for name, c in self.counts.items()), self.total()]
        right, least = coverage(self.judged)
        gold = sum(c["gold"] for c in self.counts.values())
        shares = f"{right / max(1, gold):.1%} of gold, from confidence {least:.2f} on"
        return f"{markdown_table(head, rows)}\nright at most {ERROR:.0%} wrong: {right} ({shares})"

    def total(self) -> tuple[str, ...]:
        """Of all fields, as a row of the table."""
        return _row("TOTAL", sum(self.counts.values(), Counter()))


def _verdicts(want: Counter[str], given: Sequence[tuple[str, float]]) -> Iterator[tuple]:
    """The surest first, as of two that say the same one may be right."""
    left = want.copy()
    for text, sure in sorted(given, key=lambda one: -one[1]):
        yield sure, left[text] > 0
        left[text] -= 1


def coverage(judged: Sequence[tuple[float, bool]]) -> tuple[int, float]:
    """How many right values may be accepted, and from which confidence on.

    >>> coverage([(0.9, True)] * 19 + [(0.8, False), (0.8, True), (0.7, False)])
    (20, 0.8)
    """
    best, right, count = (0, 1.0), 0, 0
    ranked = sorted(judged, key=lambda one: -one[0])
    for sure, some in groupby(ranked, key=lambda one: one[0]):
        for _, is_right in some:
            right, count = right + is_right, count + 1
        if count - right <= ERROR * count:
            best = right, sure
    return best


def _row(name: str, c: Counter[str]) -> tuple[str, ...]:
    precision, recall = c["right"] / max(1, c["given"]), c["right"] / max(1, c["gold"])
    f1 = 2 * precision * recall / ((precision + recall) or 1)
    shares = (f"{share:.1%}" for share in (precision, recall, f1))
    counts = (str(c[k]) for k in ("gold", "right", "given"))
    return name, *counts, *shares, str(c["absent"]), f"{c['invented'] / max(1, c['absent']):.1%}"


def by_model(settings: Settings) -> Reader:
    """As `extract` reads."""
    pipeline = Pipeline(settings)
    return lambda path: given(pipeline.parts, pipeline(path).values)


def given(parts: Sequence[Part], values: Sequence[Value]) -> list[Given]:
    """What the instance holds."""
    made = assemble(parts, values)
    sure = {place: value.confidence for place, value in made.places.items()}
    return [
        (_path(place), value, sure.get(place, 0.0))
        for place, value in _leaves(json.loads(made.text))
    ]


def _leaves(node: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Each value with its JSON pointer."""
    if isinstance(node, dict | list):
        steps = node.items() if isinstance(node, dict) else enumerate(node)
        for step, child in steps:
            name = str(step).replace("~", "~0").replace("/", "~1")
            yield from _leaves(child, f"{place}/{name}")
    elif node is not None and node != "":
        yield place, node


def _path(pointer: str) -> str:
    """
    >>> _path("/lines/0/amount"), _path("/party/1")
    ('lines.amount', 'party')
    """
    return ".".join(step for step in pointer.split("/")[1:] if not re.fullmatch(r"\d+", step))


def by_words(schema: str) -> Reader:
    asked = parts(load_schema(schema))
    return lambda path: guesses(asked, read(path))


def main(words: Sequence[str] | None = None) -> None:
    asked = _arguments(words)
    settings = Settings(asked.schema, asked.model, threads=asked.threads)
    reader = by_words(asked.schema) if asked.floor else by_model(settings)
    seen, pages, seconds = Seen(), 0, 0.0
    for line in asked.gold.read_text().splitlines()[: asked.most]:
        gold = json.loads(line)
        path = asked.pdf / f"{gold['document']}.pdf"
        start = time.process_time()
        said = reader(path)
        seconds += time.process_time() - start
        pages += len(read(path).pages)
        seen.add(gold, said)
        if asked.keep:
            _keep(asked.keep, gold["document"], said)
    print(f"{seen}\n{pages} pages, {seconds / max(1, pages):.2f} s a page of processor time")


def _keep(file: Path, document: str, said: Sequence[Given]) -> None:
    """As lines like gold's; all values of a field as a list."""
    data: dict[str, list[Any]] = {}
    for path, value, _ in said:
        data.setdefault(path, []).append(value)
    with file.open("a") as lines:
        print(json.dumps({"document": document, "data": data}), file=lines)


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m extract_filings.benchmarks.accuracy.any_schema",
        description=__doc__.splitlines()[0],
    )
    parser.add_argument("gold", type=Path, help="a line of JSON a document")
    parser.add_argument("pdf", type=Path, help="folder of the documents")
    parser.add_argument("--schema", required=True, help="as of `extract`")
    parser.add_argument("--model", default="embedded", help="as of `extract`")
    parser.add_argument("--floor", action="store_true", help="no model: words in common alone")
    parser.add_argument("--most", type=int, help="documents at most, the first ones")
    parser.add_argument("--threads", type=int, help="cores to use")
    parser.add_argument("--keep", type=Path, help="file for what was said, lines of JSON")
    return parser.parse_args(words)


if __name__ == "__main__":
    main()
