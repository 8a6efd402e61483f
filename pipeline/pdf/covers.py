"""Two filings in one file: a second cover, of another registrant or a period far from the first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extract_filings.pipeline.records import Document, LeftOut, Line
from extract_filings.pipeline.text.parse import typed
from extract_filings.pipeline.text.patterns import spans
from extract_filings.schemas.base import FieldSpec

FORM = re.compile(r"(?i)\bform\s+(?:10|20|40|8|6)-?[KQF]")
FILE = re.compile(r"(?i)\bcommission\s+file\s+n")
NUMBER = re.compile(r"(?<![\d-])\d{1,3}-\d{2,6}(?![\d-])")  # 001-12345
NAME = re.compile(r"(?i)\bname\s+of\s+(?:the\s+)?registrant\b|\bregistrant\s+as\s+specified\b")
ENDED = re.compile(r"(?i)\bended\b|\breport\b")
END = FieldSpec("period_end", date, "")
APART = 5  # pages: the cover of several registrants runs over two or three
FAR = 45  # days between the periods of two filings


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover of a filing says; None where that is not read. `numbers`: of commission files,
    and some of other kinds.
    """

    page: int
    name: str | None
    end: date | None
    numbers: frozenset[str]

    def __str__(self) -> str:
        return f"{self.name or 'a registrant'}" + (f", {self.end}" if self.end else "")

    def differs(self, other: "Cover") -> bool:
        """Whether the two are of different filings."""
        registrants = self.numbers and other.numbers and not self.numbers & other.numbers
        periods = self.end and other.end and abs((self.end - other.end).days) > FAR
        return other.page - self.page >= APART and bool(registrants or periods)


def other_filing(document: Document) -> list[LeftOut]:
    """The pages from the second filing's cover on, if there is a second one."""
    covers = [c for page in document.pages if (c := cover(page))]
    other = next((c for c in covers[1:] if covers[0].differs(c)), None)
    if other is None:
        return []
    told = (
        f"another filing ({other}) than that of page {covers[0].page} ({covers[0]}), and was not"
        f" read; try `qpdf in.pdf --pages . {other.page}-z -- other.pdf` and extract that"
    )
    return [LeftOut(tuple(range(other.page, len(document.pages) + 1)), "other filing", told)]


def cover(page: Sequence[Line]) -> Cover | None:
    """None if the page is no cover of a filing."""
    text = "\n".join(line.text for line in page)
    if not all(words.search(text) for words in (FORM, FILE, NAME)):
        return None
    return Cover(
        page[0].page, _name(page), _end(page), frozenset(NUMBER.findall(text.replace("–", "-")))
    )


def _name(page: Sequence[Line]) -> str | None:
    """The line above "(Exact name of registrant as specified in its charter)"."""
    at = next((i for i, line in enumerate(page) if NAME.search(line.text)), 0)
    return page[at - 1].text.strip(" _-") or None if at else None


def _end(page: Sequence[Line]) -> date | None:
    """The first date behind "ended", or "date of report", on its line or the next."""
    for at, line in enumerate(page):
        if ended := ENDED.search(line.text):
            text = " ".join(n.text for n in page[at : at + 2])[ended.end() :]
            for start, end in spans(END, text)[:1]:
                return typed(END, text, start, end)
    return None
