"""Pages of pieces of text at given places."""

from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.printed_page import PrintedPage, printed_page
from extract_filings.pipeline.records import Chunk, Line

Piece = tuple[str, float, float]
"""A line of its own: its text, x and y."""


def pieces_page(*pieces: Piece, number: int = 1) -> tuple[Passage, PrintedPage]:
    """Five points a character."""
    lines = [Line(number, n, text) for n, (text, *_) in enumerate(pieces)]
    boxes = [
        [(x + 5.0 * i, y, x + 5.0 * i + 5, y + 10) for i in range(len(text))]
        for text, x, y in pieces
    ]
    return Passage((Chunk(tuple(lines)),)), printed_page(lines, boxes, number)
