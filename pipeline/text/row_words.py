"""The words of a row and of what stands around it, as numbers: what a model of words alone reads of
it (decode/row_words.py).

Rules:
- A label that runs over is read whole: from the line above if that prints no amounts behind its
  words and the row goes on in small letters, has only amounts, or is in brackets that opened there.
- Around it stand the nearest line of a few words above, its heading, and the rows before and after.
- A number is the checksum of a word, a pair of words, a few letters and so on, with what it is.

>>> views = ["current assets:", "receivables (net of # in #", "and # in #) # #", "inventories # #"]
>>> texts = ["Current assets:", "Receivables (net of $86 in 2023", "and $72 in 2022) 1 2", "I 3 4"]
>>> [label for label, *_ in labels(views, texts, [2, 3])]
['receivables net of in and in', 'inventories']
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract_filings.pipeline.records import BUCKETS

MOST_WORDS, MOST_LETTERS, MOST_BESIDE = 24, 60, 8
"""Of a label; of the rows beside it."""
MOST_ABOVE = 3
"""Lines that a label may begin above its row."""
HEADING = 8
"""Words that a heading has at most."""

AMOUNTS = re.compile(r"(?:#|%|—|–|-)[\s)%]*$")
GOES_ON = re.compile(r"(?:\b(?:of|and|or|the|to|in|from|by|for|per|less|at|on|with)|[,–—-])$")

Label = tuple[str, str, bool, bool]  # label, heading, prints amounts a share, prints percentages


def row_words(
    views: Sequence[str], texts: Sequence[str], rows: Sequence[int]
) -> Iterator[tuple[int, ...]]:
    """Of each row of a page its words' numbers, each below BUCKETS. `views`: the lines as the model
    sees them, `texts`: as they are printed.
    """
    read = list(labels(views, texts, rows))
    beside = ["^", *(label for label, *_ in read), "$"]
    for label, before, after in zip(read, beside, beside[2:], strict=False):
        told = {zlib.crc32(t.encode()) % BUCKETS for t in _told(*label, before, after)}
        yield tuple(sorted(told))


def labels(views: Sequence[str], texts: Sequence[str], rows: Sequence[int]) -> Iterator[Label]:
    asked, heading = {*rows}, ""
    for i, view in enumerate(views):
        words = _words(view)
        if i in asked:
            label = " ".join(_words(" ".join(views[_first(views, texts, i) : i + 1])))
            yield label, heading, "#.##" in view, "%" in view
        elif words and len(words) <= HEADING:
            heading = " ".join(words)


def _words(view: str) -> list[str]:
    return re.findall("[a-z]+", view)


def _first(views: Sequence[str], texts: Sequence[str], row: int) -> int:
    """The line on which the label of a row begins."""
    at = row
    while at and row - at < MOST_ABOVE and _runs_over(views[at - 1], texts[at]):
        at -= 1
    return at


def _runs_over(above: str, text: str) -> bool:
    inside = above.count("(") > above.count(")")
    goes_on = bool(GOES_ON.search(above))
    if not above:
        return True  # nothing but a remark stood there
    if not _words(above) or above.endswith(":") or not (inside or goes_on or _continues(text)):
        return False
    return inside or goes_on or not AMOUNTS.search(above)


def _continues(text: str) -> bool:
    """Whether a line begins in the middle of a sentence, or has no words."""
    return bool(re.match(r"\s*[a-z]", text)) or not re.search("[A-Za-z]", text)


def _told(
    label: str, heading: str, share: bool, percent: bool, before: str, after: str
) -> Iterator[str]:
    words = label.split()[:MOST_WORDS]
    yield from (f"label {label}", f"begins {' '.join(words[:2])}")
    yield from (f"first {w}" for w in words[:1])
    yield from (f"last {w}" for w in words[-1:])
    yield from (f"word {w}" for w in words)
    yield from (f"pair {a} {b}" for a, b in pairwise(words))
    yield from (f"three {' '.join(words[i : i + 3])}" for i in range(len(words) - 2))
    letters = f" {label[:MOST_LETTERS]} "
    yield from (f"letters {letters[i : i + 4]}" for i in range(len(letters) - 3))
    yield from (f"shape {share}", f"percent {percent}", f"under {heading} {label}")
    yield from (f"heading {w}" for w in heading.split())
    yield from (f"before {w}" for w in before.split()[:MOST_BESIDE])
    yield from (f"after {w}" for w in after.split()[:MOST_BESIDE])
    yield from (f"both {before} {label}", f"next {label} {after}")
