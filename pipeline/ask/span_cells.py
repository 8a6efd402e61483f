"""The cell of a form that a text stands in.

A form prints a value in a cell of its own, behind a colon or a gap. A reader that has learnt what
names look like finds the name alone in "POL/Acme for Senate (4711)"; the value is all of it.
"""

from collections.abc import Sequence

from extract_filings.pipeline.decode.span_windows import FEATURES, GAP, Window

LONGEST = 60
"""Characters of a cell: what is longer is a sentence, whose line ends anywhere."""
BEFORE, AFTER = (list(FEATURES).index(name) for name in ("before", "after"))


def whole_cell(window: Window, lines: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """First and last token of the cell that tokens are part of, or they themselves if there is
    none. `lines`: the texts of the window's page.
    """
    line, features = window.line, window.features
    text = lines[line[first]]
    begin, end = first, last
    while (
        features[begin, BEFORE] < GAP
        and line[begin - 1] == line[begin]
        and not text[: window.start[begin]].rstrip().endswith(":")
    ):
        begin -= 1
    while features[end, AFTER] < GAP and line[end + 1] == line[end]:
        end += 1
    cell = text[window.start[begin] : window.end[end]]
    is_cell = line[end] == line[begin] and window.begins[begin] and ":" not in cell
    return (begin, end) if is_cell and len(cell) <= LONGEST else (first, last)
