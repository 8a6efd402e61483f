"""Runs of text to a page with its words, and where each value is printed on it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from extract_filings.pipeline.printed_page import PrintedPage, Word
from extract_filings.training.spans.sample import Span
from extract_filings.training.spans.trades.ink import Key
from extract_filings.training.spans.trades.sheet import Run
from extract_filings.training.spans.trades.style import Style

NEAR = 2.0  # points between baselines of one line

Place = tuple[str, Key]
Piece = tuple[int, int, int]
"""A line, and from where to where on it."""


def lined(runs: Sequence[Run], style: Style) -> list[list[Run]]:
    """The runs of each line. In a stream a line ends where the baseline changes."""
    ordered = runs if style.stream else sorted(runs, key=lambda r: (-r.y, r.x))
    lines: list[list[Run]] = []
    for run in ordered:
        same = lines and abs(lines[-1][-1].y - run.y) < NEAR
        if same and (not style.stream or run.x >= lines[-1][-1].x):
            lines[-1].append(run)
        else:
            lines.append([run])
    return [sorted(line, key=lambda r: r.x) for line in lines]


def printed(
    runs: Sequence[Run], style: Style, number: int, of: int
) -> tuple[PrintedPage, dict[Place, list[Piece]]]:
    """The page, and of each value and its parts the pieces that print it."""
    lines, words, places = [], [], {}
    for n, line in enumerate(lined(runs, style)):
        start = 0
        for run in line:
            words += _words(run, style, n, start)
            for a, b, part, key in run.ink.marks:
                places.setdefault((part, key), []).append((n, start + a, start + b))
            start += len(run.ink.text) + 1
        lines.append(" ".join(run.ink.text for run in line))
    return PrintedPage(tuple(lines), tuple(words), number, of), places


def _words(run: Run, style: Style, line: int, start: int) -> Iterator[Word]:
    bottom, top = round(run.y - 0.22 * run.size, 1), round(run.y + 0.78 * run.size, 1)
    for a, b in run.ink.words():
        left = run.x + style.length(run.ink.text[:a], run.size)
        right = left + style.length(run.ink.text[a:b], run.size)
        box = (round(left, 1), bottom, round(right, 1), top)
        yield Word(line, start + a, start + b, box)


def span(lines: Sequence[str], pieces: Iterable[Piece], row: int, torn: bool) -> Span | None:
    """From the first piece to the last, if nothing else is printed in between; else, if it may be
    `torn`, the first piece: what is read begins there, and goes on below it.
    """
    pieces = sorted(pieces)
    for (line, _, end), (after, start, _) in pairwise(pieces):
        between = (
            lines[line][end:start] if line == after else lines[line][end:] + lines[after][:start]
        )
        if between.strip() or after > line + 1:
            line, start, end = pieces[0]
            return Span(line, start, line, end, row) if torn else None
    return Span(pieces[0][0], pieces[0][1], pieces[-1][0], pieces[-1][2], row)
