"""The note that each line of a document stands in, and the title of a table."""

import re
from collections.abc import Mapping, Sequence

from extract_filings.pipeline.records import Line
from extract_filings.pipeline.resolve.notes.grids import Grid
from extract_filings.pipeline.resolve.notes.note_scales import SIZED
from extract_filings.pipeline.resolve.notes.period_words import last_sentence

NOTE = re.compile(
    r"(?i)^(?:foot)?note\s+(?P<number>\d{1,2}[A-Z]?)\b\s*[-–—.:]*\s*(?P<title>.{0,90})$"
)
NUMBERED = re.compile(r"^\(?(?P<number>\d{1,2})[.)]\s+(?P<title>[A-Z][^.:;]{2,80})[.:]?$")
LETTERED = re.compile(r"^(?P<number>[A-Z])\.\s+(?P<title>[A-Z][A-Z ,&’'-]{3,80})$")
ITEM = re.compile(
    r"(?i)^item\s+\d{1,2}[A-C]?\s*[.:–—-]*\s+(?!.*\bfinancial statements\b)"
    r"(?:[A-Z]|\().{3,110}[^.,;]$|^management[’']s discussion and analysis\b[^.,;]{0,80}$"
)
"""The heading of another item of the form, behind the notes; the one right behind them often stands
without its number.
"""
CONTINUED = re.compile(r"(?i)\s*[-–—(]*\s*\(?continued\)?\.?\s*$")
TITLE_WORDS = 14


def notes_of(lines: Mapping[int, Sequence[Line]]) -> dict[int, list[tuple[int, str, str]]]:
    """{page: (place of the line, number, title) of each note that begins or goes on there}. Behind
    the heading of another item of the form stands none.
    """
    made: dict[int, list[tuple[int, str, str]]] = {}
    now: tuple[str, str] = "", ""
    last = ""
    for page, some in lines.items():
        made[page] = [(-1, now[0], now[1])]
        for at, line in enumerate(some):
            found = _note(line.text, last)
            if found or ITEM.match(line.text.strip()):
                now = found or ("", "")
                last = now[0] or last
                made[page].append((at, now[0], now[1]))
    return made


def _note(text: str, last: str) -> tuple[str, str] | None:
    """Number and title of a note, if a line is its heading; plain numbers only in their order."""
    text = " ".join(text.split())
    if m := NOTE.match(text):
        title = CONTINUED.sub("", m["title"]).strip()
        sentence = re.search(r"[a-z]{2,}[.,;]\s|\bof the\b|[.,;]$", title)
        return (m["number"], title) if title and not sentence else None
    for pattern in (NUMBERED, LETTERED):
        m = pattern.match(text)
        if m and m["number"] == _next(last, m["number"]) and len(text.split()) < TITLE_WORDS:
            return m["number"], CONTINUED.sub("", m["title"]).strip()
    return None


def _next(last: str, now: str) -> str:
    if now.isdigit():
        return str(int(last) + 1) if last.isdigit() else "1"
    return chr(ord(last) + 1) if len(last) == 1 and last.isalpha() else "A"


def title_of(grid: Grid) -> tuple[str, str]:
    """The nearest line above that is a heading, and the sentence that leads to the table."""
    over = {c.line for words in grid.words for c in words}
    above = [*grid.above, *(n for n in grid.heading if n not in over)]
    texts = [" ".join(n.text.split()) for n in above]
    at = max((i for i, t in enumerate(texts) if _is_heading(t)), default=-1)
    heading = texts[at] if at >= 0 else ""
    behind = texts[at + 1 :] or texts[:at]
    return heading, last_sentence(" ".join(behind[-6:])) if behind else ""


def _is_heading(text: str) -> bool:
    words = text.split()
    plain = re.sub(r"\(.*?\)", "", text).strip()
    return (
        0 < len(words) <= TITLE_WORDS
        and bool(re.match(r"[A-Z]", plain))
        and not re.search(r"[.,;:]$|\b(?:are|is|was|were|follows)\b", plain)
        and not SIZED.search(text)
    )
