"""Plain text of fixed pitch, as filings of the 1990s are, -> the same text as HTML.

Pages end at form feeds and at `<PAGE>`. The marks of tables, `<TABLE>`, `<S>`, `<C>`, `<CAPTION>`,
are for machines and are no text.
"""

import html
import re

from extract_filings.pipeline.html.source import MAX_TEXT, TooMuch

PAGE = re.compile(r"(?i)\f|^[ \t]*</?PAGE>[^\n]*$", re.M)
MARKS = re.compile(r"(?i)</?(?:TABLE|CAPTION|S|C|FN|F\d+|ARTICLE|LEGEND|MULTIPLIER)>")
MAX_MARKS = 1_000_000
HEADER = re.compile(r"(?is)\A.{0,200}?<SEC-HEADER>.*?</SEC-HEADER>")


def as_html(text: str) -> str:
    """
    >>> as_html("Sales   5\\n<PAGE>\\nCosts")
    '<pre>Sales   5\\n</pre><hr style="page-break-after:always"><pre>\\nCosts</pre>'
    """
    if len(text) > MAX_TEXT or sum(map(text.count, "\f\t")) > MAX_MARKS:
        raise TooMuch(f"over {MAX_TEXT:,} characters, or {MAX_MARKS:,} pages and tabs")
    text = HEADER.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    pages = (html.escape(_plain(page), quote=False) for page in PAGE.split(text))
    return '<hr style="page-break-after:always">'.join(f"<pre>{page}</pre>" for page in pages)


def _plain(page: str) -> str:
    """Marks leave no blanks where a line is nothing else, else as many as they are long."""
    lines = (MARKS.sub(lambda m: " " * len(m[0]), line.expandtabs()) for line in page.split("\n"))
    return "\n".join(line.rstrip() for line in lines)
