"""The days on which something was bought or sold, as sentences before a grid of its parts say them.

"On May 2, 2023, we acquired Pumpworks" may stand a page above the fair values of what was acquired,
whose heads name Pumpworks and no day.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date

from extract_filings.pipeline.records import Line
from extract_filings.pipeline.resolve.head_words import readings
from extract_filings.pipeline.resolve.notes.period_words import apart, sentences

OF_DEALS = re.compile(
    r"(?i)\bacqui(?:red|sitions?)\b|\bpurchase (?:price|consideration)\b|\bconsideration\b"
    r"|\bdisposal groups?\b|\bdate of (?:the )?(?:sale|closing|transaction)\b"
)
"""Words of a grid of what was bought or sold."""
DEAL = re.compile(
    r"(?i)\bacqui(?:re[ds]?|sitions?)\b|\bpurchased?\b|\bcompleted\b|\bclosed\b|\bmerger\b"
    r"|\bs(?:ale|old)\b|\bdivest\w*"
)
NAME = re.compile(r"\b[A-Z][\w&’'-]+")
SMALL = re.compile(r"\b[a-z][\w&’'-]+")


@dataclass(frozen=True, slots=True)
class Deals:
    """Their days with the sentences that say them, the nearest last. `small`: words that the text
    prints in small letters, too."""

    found: tuple[tuple[date, str], ...] = ()
    small: frozenset[str] = frozenset()

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(day for day, _ in self.found)

    def named(self, head: str) -> tuple[date, ...]:
        """The days in sentences with the name that a head has."""
        name = [w for w in NAME.findall(head) if w.lower() not in self.small and not DEAL.match(w)]
        return tuple(d for d, said in self.found if name and all(w in said for w in name))


def deals(words: str, before: Sequence[Line], usual: Container[date]) -> Deals:
    """`words`: those over the grid; other grids have no deals. `usual`: days of the document's own
    periods."""
    if not OF_DEALS.search(words):
        return Deals()
    text = " ".join(n.text for n in before)
    found = (
        (day, sentence)
        for sentence in sentences(text)
        if DEAL.search(sentence)
        for kind, day in apart(readings(sentence))
        if kind == "date" and day not in usual
    )
    return Deals(tuple(found), frozenset(SMALL.findall(text)))
