"""Where the seconds of a run went, step by step: what `extract --profile` prints."""

import time
from collections import defaultdict


class Profile:
    """A watch that is told what begins. Wall seconds, from `start` (of time.perf_counter) on."""

    def __init__(self, step: str, start: float) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.step, self.since = step, start

    def __call__(self, step: str) -> None:
        """What went on until now ends, `step` begins."""
        now = time.perf_counter()
        self.seconds[self.step] += now - self.since
        self.step, self.since = step, now

    def lines(self) -> list[str]:
        """`asking  1.93 s  48.1 %`, in the order in which the steps first began, and the sum."""
        self(self.step)
        whole = sum(self.seconds.values())
        return [
            f"{step:20} {s:8.2f} s {s / whole:6.1%}"
            for step, s in [*self.seconds.items(), ("all", whole)]
        ]
