"""Where a passage sends its reader: "the Maturity Date (as defined in Section 1.1)" has no date;
the page that defines the words has one.

>>> page = Chunk((Line(9, 0, "on the Maturity Date (as defined in Section 1.1) all loans"),))
>>> other = Chunk((Line(3, 0, "“Maturity Date” means May 1, 2030."),))
>>> defining(("maturity date",), page, [other, page])
0
"""

import re
from collections.abc import Sequence

from extract_filings.pipeline.records import Chunk, Line

REFERS = re.compile(
    r"(?i:\b(?:as\s+)?defined|\bmeanings?\b[^.;]{0,40}?|\bset\s+(?:forth|out))\s+(?:to\s+it\s+)?"
    r"(?i:in|on|by)\s+(?P<kind>(?i:section|article|clause|schedule|exhibit|annex|appendix|note))\s+"
    r"(?P<number>\d+(?:\.\d+)*|[A-Z]\b)"
)
NEAR = 3
"""Lines in which a passage names a field and says where its words are defined."""
MEANS = r"\s*,?\s*[\"”“]\s*(?:\([^)]{0,60}\)\s*)?(?:,\s*)?(?:shall\s+)?(?:means?|has|have|is|:)\b"


def defining(labels: Sequence[str], best: Chunk, chunks: Sequence[Chunk]) -> int | None:
    """The number of the chunk that defines a field's words, if its best one refers to it: by the
    words in quotation marks, else by the heading that is named.
    """
    text = _text(best.lines)
    if not REFERS.search(text):
        return None
    named = "|".join(r"\s+".join(map(re.escape, n.split())) for n in labels if n)
    for window in (_text(best.lines[i : i + NEAR]) for i in range(len(best.lines))):
        refers = REFERS.search(window)
        if refers and re.search(rf"(?i)(?<!\w)(?:{named})(?!\w)", window):
            means = re.compile(rf"(?i)[“\"”]\s*(?:the\s+)?(?:{named}){MEANS}")
            found = (_first(p, best, chunks) for p in (means, _heading(refers)))
            return next((i for i in found if i is not None), None)
    return None


def _heading(refers: re.Match[str]) -> re.Pattern[str]:
    """At the beginning of a line, which is no entry of a table of contents."""
    kind, number = refers["kind"], re.escape(refers["number"])
    return re.compile(
        rf"(?im)^\s*(?:{kind}\s+|§\s*)?{number}(?![\w.]*\d)[.:\s—–-](?!.*\s\d{{1,3}}$)"
    )


def _first(pattern: re.Pattern[str], best: Chunk, chunks: Sequence[Chunk]) -> int | None:
    found = (i for i, c in enumerate(chunks) if c != best and pattern.search(_lined(c)))
    return next(found, None)


def _text(lines: Sequence[Line]) -> str:
    return " ".join(n.text for n in lines)


def _lined(chunk: Chunk) -> str:
    return "\n".join(n.text for n in chunk.lines)
