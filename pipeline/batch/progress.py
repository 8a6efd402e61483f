"""How far the reading of a file is: told from process to process, and in words, with the time that
is left as far as it was measured.
"""

import time
from collections.abc import Callable
from typing import Any

EVERY = 10.0
"""Seconds between lines of progress where no line can be drawn anew."""
ROOM = 128  # bytes
THINGS = {"asking": "prompts", "looking at pictures": "pages", "reading pictures": "pages"}
"""What is counted in a step that takes long."""


class Board:
    """Memory that two processes share: one writes the step it is at, the other reads the newest.
    Nobody waits for the other; what is read while it is written may be garbled, and is None then.
    """

    def __init__(self, context: Any) -> None:
        """`context`: of multiprocessing."""
        self.shared = context.RawArray("c", ROOM)

    def __call__(self, step: str, done: int = 0, of: int = 0) -> None:
        self.shared.value = f"{done}/{of}/{step}".encode()[: ROOM - 1]

    def newest(self) -> tuple[str, int, int] | None:
        done, _, rest = self.shared.value.decode(errors="replace").partition("/")
        of, _, step = rest.partition("/")
        return (step, int(done), int(of)) if done.isdecimal() and of.isdecimal() else None


class Pace:
    """How far a file is; an `OnStep`."""

    def __init__(self, name: str) -> None:
        self.name, self.step, self.done, self.of = name, "", 0, 0
        self.began, self.before = time.monotonic(), 0

    def __call__(self, step: str, done: int = 0, of: int = 0) -> None:
        if (step, of) != (self.step, self.of) or done < self.done:
            self.began, self.before = time.monotonic(), done
        self.step, self.done, self.of = step, done, of

    @property
    def share(self) -> float:
        """Of the step that takes long, from 0 to 1."""
        return self.done / self.of if self.of else 0.0

    def __str__(self) -> str:
        """`report.pdf: asking, 12 of 48 prompts, about 3 min left`"""
        if not self.of:
            return f"{self.name}: {self.step}" if self.step else self.name
        counted = f"{self.done} of {self.of} {THINGS.get(self.step, '')}".rstrip()
        return f"{self.name}: {self.step}, {counted}{self._left()}"

    def _left(self) -> str:
        """What was answered by an earlier run took no time, so it does not count."""
        made = self.done - self.before
        if not made:
            return ""
        seconds = (time.monotonic() - self.began) / made * (self.of - self.done)
        return f", about {span(seconds)} left"


class Ticker:
    """Says at most a line every EVERY seconds, and none within that time of other news."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say, self.last = say, time.monotonic()

    def news(self) -> None:
        self.last = time.monotonic()

    def __call__(self, line: object) -> None:
        if time.monotonic() - self.last >= EVERY:
            self.news()
            self.say(str(line))


def span(seconds: float) -> str:
    """
    >>> span(59.4), span(681), span(9000)
    ('59 s', '11 min', '2 h 30 min')
    """
    if seconds < 59.5:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
