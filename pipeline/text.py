"""What printed lines look like: words, numbers, dates, table rows. Shared by the steps; knows only text."""

import re
from collections.abc import Iterator
from datetime import date

from pipeline.records import Line
from schemas.base import FieldSpec

NUMBER = re.compile(r"\(?\$?\s*\d[\d,.]*\s*\)?\s*%?")
CELL = re.compile(r"(?:\d|[—–-])\)?\s*%?\s*$|\d[\d,]*\.?\d*\)?(?:\s|$)")
MONTHS = "January February March April May June July August September October November December".split()
DATE = re.compile(r"(?:%s)\s+\d{1,2}\s*,?\s+\d{4}" % "|".join(f"{m}|{m.upper()}" for m in MONTHS))
ROW = re.compile(r"[A-Za-z’')].*\s\(?[$]?\s?(?:\d[\d,.]*|[—–-])\s*\)?\s*%?$")


def is_row(line: Line) -> bool:
    """A label with a number at the end that is no year."""
    return bool(ROW.search(line.text)) and not re.search(r"(?:19|20)\d\d$|Page \d+$", line.text)


def words(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the words of a line."""
    return ((m.start(), m.end()) for m in re.finditer(r"\S+", text))


def spans(field: FieldSpec, text: str) -> list[tuple[int, int]]:
    """Where the line holds something that could be the field, by its type and pattern; the whole line if it has none."""
    pattern = DATE if field.type is date else re.compile(rf"(?<!\w)(?:{field.cue.pattern})(?!\w)") if field.cue.pattern else re.compile(r".+")
    return [m.span() for m in pattern.finditer(text)]
