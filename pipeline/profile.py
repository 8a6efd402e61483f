"""The steps of a document's reading, told as they go on, and where their seconds went: what
`extract --profile` prints.
"""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

WAITING = "waiting"
"""A step that is none."""


T = TypeVar("T")


class OnStep(Protocol):
    """Told each step as it begins; of one that takes long also how many of its prompts, or pages,
    are done.
    """

    def __call__(self, step: str, done: int = 0, of: int = 0) -> None: ...


def silent(step: str, done: int = 0, of: int = 0) -> None:
    """For callers that do not follow the steps."""


def each(things: Sequence[T], step: str, on_step: OnStep) -> Iterator[T]:
    """The things one by one, told as they are done."""
    for done, thing in enumerate(things):
        on_step(step, done, len(things))
        yield thing


class Profile:
    """A watch that is told what begins. Wall seconds, from `start` (of time.perf_counter) on."""

    def __init__(self, step: str, start: float | None = None) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.step = step
        self.start = self.since = time.perf_counter() if start is None else start

    def __call__(self, step: str, done: int = 0, of: int = 0) -> None:
        """What went on until now ends, `step` begins."""
        now = time.perf_counter()
        self.seconds[self.step] += now - self.since
        self.step, self.since = step, now

    def taken(self) -> dict[str, float]:
        """Seconds by step; the watch begins anew, and waits."""
        self(WAITING)
        taken, self.seconds = self.seconds, defaultdict(float)
        return {step: seconds for step, seconds in taken.items() if step != WAITING}

    def add(self, steps: Mapping[str, float]) -> None:
        """The seconds of other processes, which may have run side by side."""
        for step, seconds in steps.items():
            self.seconds[step] += seconds

    def lines(self) -> list[str]:
        """`asking  1.93 s  48.1 %`, in the order in which the steps first began, and the time that
        passed: less than their sum if they ran side by side.
        """
        steps, passed = self.taken(), self.since - self.start
        whole = sum(steps.values())
        shares = [f"{step:20} {s:8.2f} s {s / whole:6.1%}" for step, s in steps.items()]
        return [*shares, f"{'all':20} {passed:8.2f} s"]
