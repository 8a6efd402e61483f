"""Where comprehensive income and changes in equity stand: below titles near the other statements.

Rules:
- A line is a title if it is "statements of" something, short, and no sentence.
- A page with many titles is a table of contents.
- A statement goes from its title to the next one. Changes in equity go on over a page without one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract_filings.pipeline.records import Document, Line, LineItem
from extract_filings.pipeline.resolve.amounts import Boxes
from extract_filings.pipeline.resolve.sheet import in_place

COMPREHENSIVE, EQUITY = "comprehensive_income", "changes_in_equity"
TITLE = re.compile(r"(?i)^(?:[\w.,&’'()-]+\s+){0,5}?statements?\s+of\s+(?P<of>.{3,110})$")
TITLES = (
    (EQUITY, r"\b(?:equity|deficit|deficiency|capital|investment)\b"),
    (COMPREHENSIVE, r"\bcomprehensive\b"),
    ("", r""),
)
"""The first whose words a title has; others end a statement."""
SENTENCE = re.compile(r"(?i)\b(?:the|see|notes?|are|is|related|accompanying|from|our)\b|[.;]$")
CONTENTS = re.compile(r"(?<!20\d\d)\s\d{1,3}$|[.…]{3}|—|\d,\d|\(\d")
BALANCE_SHEET = re.compile(r"(?i)^(?:[\w.,&’'-]+\s+){0,4}balance sheets?\b")
BALANCE = re.compile(
    r"(?i)\bbalances?\b|\b(?:beginning|end) of\b|\b(?:at|as of) (?=[a-z]{3,9}\.? \d{1,2}\b)"
)
"""In the label of a row of balances."""
ALL_EQUITY = re.compile(
    r"(?i)^total\b(?!.*\bchanges?\b).*\b(?:equity|deficit|investment|capital)\b"
)
"""The label of a total of balances."""
NEAR = 4
"""Pages from the other statements, at most."""
MOST = 3
"""Titles on a page of statements."""


@dataclass(frozen=True, slots=True)
class Section:
    """The lines below a title, in place. `taken`: lines that another statement has. `titled`: or
    what goes on from the page before.
    """

    statement: str
    lines: tuple[Line, ...]
    taken: frozenset[Line]
    titled: bool = True


def pages_with_titles(document: Document, items: Sequence[LineItem]) -> list[int]:
    """And those that go on behind. `items`: rows of the other statements."""
    near = _pages_near(document, items)
    pages = [n for n in near if _is_titled(document.pages[n - 1])]
    return pages + [n + 1 for n in pages if n + 1 in near and _goes_on(document, n)]


def _pages_near(document: Document, items: Sequence[LineItem]) -> Sequence[int]:
    own = {i.page for i in items}
    if not own:
        return ()
    return range(max(1, min(own) - NEAR), min(len(document.pages), max(own) + NEAR) + 1)


def _is_titled(page: Sequence[Line]) -> bool:
    named = [s for n in page if (s := titled(n.text)) is not None]
    return len(named) <= MOST and any(named)


def _goes_on(document: Document, page: int) -> bool:
    """Whether the page behind one of changes in equity has balances too, and no title."""
    named = [s for n in document.pages[page - 1] if (s := titled(n.text)) is not None]
    behind = document.pages[page]
    begins = any(titled(n.text) is not None for n in behind)
    return named[-1] == EQUITY and not begins and any(BALANCE.match(n.text) for n in behind)


def titled(text: str) -> str | None:
    """The statement that a line is the title of, "" for another one; None if it is no title.

    >>> titled("CONSOLIDATED STATEMENTS OF COMPREHENSIVE INCOME (LOSS)")
    'comprehensive_income'
    >>> titled("Statements of Changes in Members’ Capital"), titled("Statements of Income")
    ('changes_in_equity', '')
    >>> titled("See the accompanying statements of equity.")
    """
    text = " ".join(text.split())
    if BALANCE_SHEET.match(text) and len(text.split()) < 9:
        return ""
    found = TITLE.match(text)
    if not found or SENTENCE.search(text) or CONTENTS.search(text) or len(text.split()) > 16:
        return None
    return next(name for name, words in TITLES if re.search(words, found["of"], re.I))


def sections(page: Sequence[Line], boxes: Boxes, taken: frozenset[Line]) -> Iterator[Section]:
    """From each title to the next. A page without a title goes on with changes in equity."""
    lines = in_place(page, boxes)
    starts = [(i, s) for i, n in enumerate(lines) if (s := titled(n.text)) is not None]
    starts = starts or [(-1, EQUITY)]
    for (first, name), (end, _) in zip(starts, [*starts[1:], (len(lines), "")], strict=True):
        if name and end > first + 1:
            yield Section(name, tuple(lines[first + 1 : end]), taken, first >= 0)
