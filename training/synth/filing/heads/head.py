"""A table's head: what is written above which columns, in the title and beside the first line."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from extract_filings.training.synth.filing.heads.columns import Column

Span = tuple[int, int, str]


@dataclass(slots=True)
class Head:
    """`levels`: from top to bottom. `stub`: left of the last level. `of_title`: the title's time,
    `above`: a line over the title."""

    columns: list[Column]
    levels: list[list[Span]] = field(default_factory=list)
    stub: str = ""
    of_title: str = ""
    above: str = ""

    def each(self, words: Callable[[Column], str]) -> list[Span]:
        """A level with words for each column that has any."""
        told = [(n, n, words(c)) for n, c in enumerate(self.columns)]
        return [span for span in told if span[2]]

    def groups(self, words: Callable[[list[Column]], str]) -> list[Span]:
        """A level with words over each group of columns."""
        numbers = [c.group for c in self.columns]
        spans = []
        for n in dict.fromkeys(g for g in numbers if g >= 0):
            last = len(numbers) - 1 - numbers[::-1].index(n)
            members = [c for c in self.columns if c.group == n and c.kind == "period"]
            spans.append((numbers.index(n), last, words(members)))
        return spans


def scale_under(head: Head, tags: Callable[[Column], str]) -> Head:
    """With a last level that tells the unit of each column of amounts."""
    units = head.each(lambda c: tags(c) if c.amounts else "")
    return replace(head, levels=[*head.levels, units])
