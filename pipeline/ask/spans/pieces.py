"""A text that goes on behind other words: the spans of a page's text that print it."""

from collections.abc import Sequence


def together(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those with nothing but blanks between them as one.

    >>> together("Spare filters, 5\\nwith gaskets", [(0, 5), (6, 13), (17, 29)])
    [(0, 13), (17, 29)]
    """
    made = [spans[0]]
    for start, end in spans[1:]:
        if made[-1][1] <= start and not text[made[-1][1] : start].strip():
            made[-1] = made[-1][0], end
        else:
            made.append((start, end))
    return made
