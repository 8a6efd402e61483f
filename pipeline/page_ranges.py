"""Which pages of a file are read: `1-20,30,-5`."""

import re
from collections.abc import Iterator, Sequence

from extract_filings.pipeline.errors import ExtractError

RANGE = re.compile(r"(?P<first>\d*)(?P<to>-?)(?P<last>\d*)")
EXPECTED = "page numbers such as 1-20,30 or 7- (to the end) or -5 (the last five)"


def chosen(text: str, all_: int) -> list[int]:
    """The numbers of the pages of a file with so many. A range that begins in the file ends with
    it. Raises ExtractError for other words, and ValueError, with the range, for one that names no
    page of the file.

    >>> chosen("1-3,8,-2", 9), chosen("7-20", 9), chosen("8-", 9), chosen("-20", 3)
    ([1, 2, 3, 8, 9], [7, 8, 9], [8, 9], [1, 2, 3])
    """
    pages: set[int] = set()
    for told, first, last in _ranges(text):
        if first > all_:
            raise ValueError(told)
        pages |= {*range(max(1, all_ + first + 1) if first < 0 else first, all_ + 1)} & {
            *range(1, (last or all_) + 1)
        }
    return sorted(pages)


def check(text: str) -> None:
    """Raises ExtractError for words that name no pages."""
    for _ in _ranges(text):
        pass


def _ranges(text: str) -> Iterator[tuple[str, int, int | None]]:
    """Each as it is written, its first page, below 0 if it counts from the end, and its last, None
    for the end of the file.
    """
    for told in text.replace(" ", "").split(","):
        found = RANGE.fullmatch(told)
        first, to, last = found.groups() if found else ("", "", "")
        if not (first or last) or "0" in (first[:1], last[:1]):
            raise ExtractError(f"pages {text}: expected {EXPECTED}, found {told or 'nothing'!r}")
        if not first:
            yield told, -int(last), None
        else:
            end = int(last) if last else None if to else int(first)
            if end is not None and end < int(first):
                raise ExtractError(f"pages {text}: {told} runs backwards; type {last}-{first}")
            yield told, int(first), end


def ranges(pages: Sequence[int]) -> str:
    """Sorted numbers as they are named.

    >>> ranges([1, 2, 3, 8])
    '1-3,8'
    """
    return ",".join(f"{r[0]}-{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs(pages))


def runs(pages: Sequence[int]) -> list[list[int]]:
    """Sorted numbers in runs without a gap."""
    made: list[list[int]] = []
    for page in pages:
        if made and page == made[-1][-1] + 1:
            made[-1].append(page)
        else:
            made.append([page])
    return made
