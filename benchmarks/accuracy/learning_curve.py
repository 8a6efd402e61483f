"""How much better the embedded model reads a schema after `extract learn`: `python -m
extract_filings.benchmarks.accuracy.learning_curve LEARN TEST --schema S --counts 0,5,20,100`.

LEARN and TEST: folders of solved documents, as of `extract learn`, that share none. The first so
many of LEARN teach, all of TEST are read. Right is what `any_schema.py` counts as right. Each
document's pages are read once, without a look for hidden text, and asked anew for each count.
"""

import argparse
import time
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from extract_filings.benchmarks.accuracy.any_schema import Given, Seen, given
from extract_filings.benchmarks.accuracy.evaluation import markdown_table
from extract_filings.pipeline.ask.span_asker import SpanAsker
from extract_filings.pipeline.ask.spans.page import SpanPage
from extract_filings.pipeline.decode.span_reader import Fields
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.locate.rank import Ranking
from extract_filings.pipeline.reader import boxes, read
from extract_filings.pipeline.records import Document
from extract_filings.pipeline.settings import Settings
from extract_filings.schemas.base import Part
from extract_filings.training.learn.learn import learn
from extract_filings.training.learn.lesson import Lesson, lesson
from extract_filings.training.learn.solved import Solved, path_of, solved

HEAD = ("learnt from", "gold", "right", "given", "precision", "recall", "F1", "absent", "invented")


@dataclass(frozen=True, slots=True)
class Test:
    one: Solved
    document: Document
    pages: Sequence[SpanPage]


class Kept(SpanAsker):
    """Asks pages that were read before."""

    def __init__(self, asker: SpanAsker, fields: Fields, pages: Sequence[SpanPage]) -> None:
        vars(self).update(vars(asker))
        self.fields, self.pages = fields, pages

    def read(self, document: Document, ranking: Ranking) -> list[SpanPage]:
        return [page.sought(self.fields) for page in self.pages]


def test_of(pipeline: Pipeline, one: Solved) -> Test:
    return Test(one, pipeline.legible(read(one.path)), lesson(pipeline, one).pages)


def said(pipeline: Pipeline, fields: Fields, test: Test) -> list[Given]:
    assert isinstance(pipeline.asker, SpanAsker)
    other = copy(pipeline)
    other.asker = Kept(pipeline.asker, fields, test.pages)
    return given(pipeline.parts, other.of(test.document, boxes=boxes).values)


def gold_of(parts: Sequence[Part], one: Solved) -> Mapping[str, list[str]]:
    """Values by the paths of the fields."""
    keys = {(p.name, f.name): path_of(parts, p, f) for p in parts for f in p.fields}
    rows = [row for some in one.rows.values() for row in some]
    return {keys[k]: [row[k] for row in rows if k in row] for k in keys if k in one.known}


def measured(pipeline: Pipeline, lessons: Sequence[Lesson], tests: Sequence[Test]) -> Seen:
    asker = pipeline.asker
    assert isinstance(asker, SpanAsker)
    fields = asker.fields
    if lessons and (best := learn(asker, lessons, lambda *_: None).best):
        fields = best.added(fields)
    seen = Seen()
    for test in tests:
        seen.add(gold_of(pipeline.parts, test.one), said(pipeline, fields, test))
    return seen


def main(words: Sequence[str] | None = None) -> None:
    asked = _arguments(words)
    pipeline = Pipeline(Settings(asked.schema, threads=asked.threads))
    counts = [int(n) for n in asked.counts.split(",")]
    lessons = [lesson(pipeline, s) for s in solved(asked.learn, pipeline.parts)[: max(counts)]]
    tests = [test_of(pipeline, s) for s in solved(asked.test, pipeline.parts)]
    if {t.document.sha256 for t in tests} & {one.sha256 for one in lessons}:
        raise SystemExit(f"{asked.test}: has documents of {asked.learn}")
    rows = []
    for count in counts:
        start = time.process_time()
        seen = measured(pipeline, lessons[:count], tests)
        rows.append((str(count), *seen.total()[1:], f"{time.process_time() - start:.0f}"))
        print(*rows[-1], flush=True)
    print(markdown_table((*HEAD, "CPU s"), rows))


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m extract_filings.benchmarks.accuracy.learning_curve",
        description=__doc__.splitlines()[0],
    )
    parser.add_argument("learn", type=Path, help="folder of solved documents to learn from")
    parser.add_argument("test", type=Path, help="folder of solved documents to read")
    parser.add_argument("--schema", required=True, help="as of `extract`")
    parser.add_argument("--counts", default="0,5,20,100", help="of documents to learn from")
    parser.add_argument("--threads", type=int, help="cores to use")
    return parser.parse_args(words)


if __name__ == "__main__":
    main()
