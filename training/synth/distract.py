"""Pages that are not the statements: contents, prose, and tables that look like statements but must not be taken for them."""

import random
from collections.abc import Callable

from training.synth import phrases
from training.synth.draw import Record
from training.synth.layout import Manner
from training.synth.paper import Paper
from training.synth.statements import Sheet


def opening(rng: random.Random, paper: Paper, record: Record) -> None:
    """The heading over the first statement."""
    for line in (phrases.ITEM8 if record.annual else phrases.ITEM1)[: rng.choice((1, 1, 2)) + 1][-1:]:
        paper.write(line, bold=True)
    paper.down(0.4)


def between(rng: random.Random, paper: Paper, record: Record, sheet: Sheet, how: Manner) -> None:
    pass


def body(rng: random.Random, paper: Paper, record: Record, sheets: list[Sheet], how: Manner, statements: Callable[[], None], full: bool) -> None:
    statements()
