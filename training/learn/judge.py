"""How many values of solved documents are read rightly: those that say what one of gold's places
says, each value of gold once."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from extract_filings.pipeline.ask.span_asker import SpanAsker
from extract_filings.pipeline.decode.span_reader import Fields
from extract_filings.training.learn.lesson import Lesson, Right


@dataclass(frozen=True, slots=True)
class Judged:
    """Numbers of values."""

    gold: int = 0
    given: int = 0
    right: int = 0

    def __add__(self, other: "Judged") -> "Judged":
        return Judged(self.gold + other.gold, self.given + other.given, self.right + other.right)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, self.gold + self.given)


def judged(asker: SpanAsker, lessons: Iterable[Lesson], fields: Fields) -> Judged:
    return sum((_judged(asker, one, fields) for one in lessons), Judged())


def _judged(asker: SpanAsker, lesson: Lesson, fields: Fields) -> Judged:
    other = copy(asker)
    other.fields = fields
    pages = [page.sought(fields) for page in lesson.pages]
    given: dict[int, list[str]] = defaultdict(list)
    for one in (c for some in other.chosen(pages).values() for c in some):
        at = one.place.candidate
        given[one.field].append(_squeezed(one.page.passage.text[at.start : at.end]))
    made = (_of_field(lesson, right, given[k]) for k, right in lesson.right.items())
    return sum(made, Judged())


def _of_field(lesson: Lesson, right: Right, given: Sequence[str]) -> Judged:
    rows: dict[int, set[str]] = defaultdict(set)
    for place in right.places:
        text = lesson.pages[place.page].passage.text[place.start : place.end]
        rows[place.row].add(_squeezed(text))
    hits = _hits(rows, given)
    return Judged(len(rows), len(given), hits)


def _hits(rows: Mapping[int, set[str]], given: Sequence[str]) -> int:
    left, count = dict(rows), 0
    for text in given:
        row = next((n for n, texts in sorted(left.items()) if text in texts), None)
        if row is not None:
            left.pop(row)
            count += 1
    return count


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
