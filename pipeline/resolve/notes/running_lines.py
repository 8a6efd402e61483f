"""Lines that printed pages have and no table: numbers of pages, and first lines that many share.

A table may go on below them. A PDF's pages need not be those of the filing: in one that was printed
anew both may stand anywhere.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from extract_filings.pipeline.records import Line
from extract_filings.pipeline.resolve.head_words import readings
from extract_filings.pipeline.resolve.notes.note_scales import SIZED

RUNNING, FEWEST_PAGES, MANY_PAGES = 3, 4, 0.1
"""First lines of a page that many may share; pages that do, at least, and of all."""
NUMBERED = re.compile(
    r"\W*(?:(?P<first>\d{1,3})\b(?P<behind>.*)|(?P<before>.*?)(?<![\d.,$-])(?P<last>\d{1,3}))\W*"
)
"""A line that begins or ends with what may be a page's number."""
WORDS, LETTERS = 12, 200
"""Of such a line, at most; the pattern takes its time with long lines of dots."""
BACK = 40
"""Lines before one that may have the number before its own."""
STEP = 3
"""The same number of two pages is apart by this much a page, at most."""

Pages = Sequence[Sequence[Line]]


def running_lines(pages: Pages) -> set[Line]:
    numbers = page_numbers(pages)
    first = [*_first_lines(pages, numbers)]
    often = running_heads(first, len(pages))
    return numbers | {n for some in first for n in some if plain(n) in often}


def page_numbers(pages: Pages) -> set[Line]:
    """Lines of the same words, if any, with a number that counts the pages."""
    alike: dict[str, list[tuple[Line, int]]] = defaultdict(list)
    for line in (n for page in pages for n in page):
        short = len(line.text) <= LETTERS and len(line.text.split()) <= WORDS
        if short and (found := NUMBERED.fullmatch(line.text)):
            words = (found["behind"] or found["before"] or "").lower()
            alike[" ".join(words.split())].append((line, int(found["first"] or found["last"])))
    return {n for some in alike.values() for n in _counting(some, _many(len(pages)))}


def _counting(some: Sequence[tuple[Line, int]], many: float) -> Iterable[Line]:
    """The longest run of numbers that rise with the pages, if it is long."""
    longest: list[tuple[int, int]] = []  # of the run that ends here: its pages, the one before
    for i, (line, number) in enumerate(some):
        before = [
            (longest[k][0] + (some[k][0].page < line.page), k)
            for k in range(max(0, i - BACK), i)
            if 0 < number - some[k][1] <= STEP * max(1, line.page - some[k][0].page)
        ]
        longest.append(max(before, default=(1, -1)))
    if not longest or max(longest)[0] < many:
        return
    at = longest.index(max(longest))
    while at >= 0:
        yield some[at][0]
        at = longest[at][1]


def _first_lines(pages: Pages, numbers: set[Line]) -> Iterator[list[Line]]:
    """Of each page of the PDF, and behind the number of each of the filing's."""
    for page in pages:
        starts = [0, *(i + 1 for i, n in enumerate(page) if n in numbers)]
        yield from ([*page[i : i + RUNNING]] for i in starts)


def running_heads(first: Pages, many: int) -> set[str]:
    """What the first lines of many pages say, but for periods, scales and lines without words."""
    said = Counter(text for some in first for text in {plain(n) for n in some})
    often = (t for t, n in said.items() if n >= _many(many) and re.search("[a-z]{2}", t))
    return {t for t in often if not SIZED.search(t) and not _dated(t)}


def _many(pages: int) -> float:
    return max(FEWEST_PAGES, MANY_PAGES * pages)


def plain(line: Line) -> str:
    return " ".join(line.text.lower().split())


def _dated(text: str) -> bool:
    return any(kind not in ("no period", "compared") for kind, *_ in readings(text))
