"""A few solved documents -> what the span reader learns from them of their schema.

What is learnt from all documents is learnt beside it from a part of them, each time, so that the
others, left out, tell how many steps are enough: with few documents soon each step makes it worse.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from random import Random

import numpy as np

from extract_filings.pipeline.ask.span_asker import SpanAsker
from extract_filings.pipeline.decode.span_offsets import Offsets
from extract_filings.training.learn.judge import Judged, judged
from extract_filings.training.learn.lesson import Lesson
from extract_filings.training.learn.loss import slope
from extract_filings.training.learn.steps import Steps

MOST, EVERY = 120, 10
"""Steps, and after how many the documents left out are read."""
PATIENCE = 4
"""Readings without a better one after which more steps are of no use."""
PARTS = 5
"""Of the documents, each left out once."""
MANY, AT_ONCE = 30, 12
"""From so many documents on a fifth of them is left out, once. Documents of a step, at most."""
Note = Callable[[int, int, str], None]


@dataclass(slots=True)
class Course:
    """What documents left out say after each reading; `best`: what was learnt from all of them when
    they were read best. `left_out`: how many there are.
    """

    left_out: int
    readings: list[Judged] = field(default_factory=list)
    best: Offsets | None = None
    stopped: bool = False

    @property
    def before(self) -> Judged:
        return self.readings[0]

    @property
    def after(self) -> Judged:
        """The first of the best."""
        return max(self.readings, key=lambda r: r.f1)

    @property
    def over(self) -> bool:
        return len(self.readings) - self.readings.index(self.after) > PATIENCE


class _Run:
    """Learns from some documents."""

    def __init__(self, asker: SpanAsker, some: Sequence[Lesson], others: Sequence[Lesson]) -> None:
        self.asker, self.some, self.others = asker, some, others
        self.many = np.array([part.kind == "list" for part, _ in asker.asked])
        self.steps, self.drawn = Steps(Offsets.none_of(asker.fields)), self._drawn()

    def _drawn(self) -> Iterator[Sequence[Lesson]]:
        random = Random(0)
        while True:
            order = random.sample(self.some, len(self.some))
            for first in range(0, len(order), AT_ONCE):
                yield order[first : first + AT_ONCE]

    def walk(self, count: int) -> None:
        for _ in range(count):
            some = next(self.drawn)
            fields = self.steps.offsets.added(self.asker.fields)
            slopes = [asdict(slope(self.asker.engine.reader, s, fields, self.many)) for s in some]
            self.steps.take({k: sum(s[k] for s in slopes) / len(some) for k in slopes[0]})

    def judged(self) -> Judged:
        return judged(self.asker, self.others, self.steps.offsets.added(self.asker.fields))


def learn(asker: SpanAsker, lessons: Sequence[Lesson], note: Note) -> Course:
    """Ends early by Ctrl-C, with the best so far."""
    whole = _Run(asker, lessons, ())
    parts = [_Run(asker, *split) for split in splits(lessons)]
    made = Course(sum(len(run.others) for run in parts))
    try:
        with (
            asker.engine.libraries.limit(limits=1, user_api="blas"),
            ThreadPoolExecutor(asker.engine.threads) as side_by_side,
        ):
            _read(made, parts, whole)
            for step in range(0, MOST, EVERY):
                note(step, MOST, f"learning; left out: {told(made.after)}")
                [*side_by_side.map(lambda run: run.walk(EVERY), [whole, *parts])]
                _read(made, parts, whole)
                if made.over:
                    break
    except KeyboardInterrupt:
        made.stopped = True
    return made


def _read(made: Course, parts: Sequence[_Run], whole: _Run) -> None:
    made.readings.append(sum((run.judged() for run in parts), Judged()))
    if made.after is made.readings[-1]:
        made.best = whole.steps.offsets


def splits(lessons: Sequence[Lesson]) -> list[tuple[list[Lesson], list[Lesson]]]:
    """Those that are learnt from, and those that are left out."""
    count = min(PARTS, len(lessons))
    some = range(1 if len(lessons) >= MANY else count)
    return [
        ([one for i, one in enumerate(lessons) if i % count != n], [*lessons[n::count]])
        for n in some
    ]


def told(judged: Judged) -> str:
    """
    >>> told(Judged(gold=10, given=8, right=7))
    '7 of 10 right, 1 wrong'
    """
    return f"{judged.right} of {judged.gold} right, {judged.given - judged.right} wrong"
