"""Which of the periods that numbers may be of end on a day, or last so many months."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import numpy as np

from extract_filings.pipeline.resolve.periods import Period

Mask = np.ndarray


class Masks:
    """Which choices end on a day, and last so many months."""

    def __init__(self, periods: Sequence[Period]) -> None:
        self.none = np.zeros(len(periods), bool)
        self.flow = np.array([m is not None for _, m in periods], bool)
        self._ends: dict[date, Mask] = {}
        self._lasting: dict[int | None, Mask] = {}
        for i, (end, months) in enumerate(periods):
            self._ends.setdefault(end, self.none.copy())[i] = True
            self._lasting.setdefault(months, self.none.copy())[i] = True

    def ends(self, days: Iterable[date]) -> Mask:
        made = self.none
        for day in days:
            if day in self._ends:
                made = made | self._ends[day]
        return made

    def on(self, days: Sequence[tuple[int, int]], later: int) -> Mask:
        """Those that end on a day of the year, or so many days before it."""
        following = {d: d + timedelta(later) for d in self._ends} if days else {}
        return self.ends([d for d, f in following.items() if (f.month, f.day) in days])

    def lasting(self, some: Iterable[int | None]) -> Mask:
        made = self.none
        for months in some:
            if months in self._lasting:
                made = made | self._lasting[months]
        return made

    def exact(self, some: Iterable[Period]) -> Mask:
        made = self.none
        for end, months in some:
            if end in self._ends and months in self._lasting:
                made = made | (self._ends[end] & self._lasting[months])
        return made
