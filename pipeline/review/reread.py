"""A correction's value, read anew from the words that the PDF prints where a person clicked."""

import re
from decimal import Decimal
from typing import NamedTuple

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.ocr.document import seen
from extract_filings.pipeline.pdf.boxes import hull
from extract_filings.pipeline.reader import boxes
from extract_filings.pipeline.records import Box, Document
from extract_filings.pipeline.review.cells import ReviewCell, reading, spec_of
from extract_filings.pipeline.review.decisions import AGAIN, Decision
from extract_filings.pipeline.review.page_images import Words, view, words_of
from extract_filings.pipeline.text.parse import printed
from extract_filings.pipeline.text.patterns import words
from extract_filings.pipeline.text.scale import line_scales
from extract_filings.schemas.base import FieldSpec, Part

NEAR = 0.15  # points: the page's script has boxes in tenths
LINES = 6  # the most that a quote may take


class Word(NamedTuple):
    line: int
    start: int
    end: int
    box: Box  # as the page is shown


def value_of(item: Decision, cell: ReviewCell, part: Part, behind: str, document: Document) -> str:
    """As evidence/ prints it. A person may turn the sign of a number, and says which choice is
    meant; all else is read.
    """
    spec = spec_of(part, cell.field)
    if cell.choices:
        if item.value not in cell.choices:
            raise InputError(f"{item.value!r} is none of {', '.join(cell.choices)}")
        return item.value
    assert item.quote, "found_at has found it"
    shift = scale_of(item, cell, document)
    value = reading(part, spec, item.quote, behind, shift)
    if value is None:
        raise InputError(
            f"“{item.quote}” does not read as a {cell.kind}{_limits(spec)}; click other words"
        )
    either = {printed(value), printed(-value)} if isinstance(value, Decimal) else {printed(value)}
    if item.value in either:
        return item.value
    if cell.kind == "text":
        return printed(value)
    raise InputError(
        f"“{item.quote}” reads as {printed(value)}, and the corrections say {item.value}; {AGAIN}"
    )


def scale_of(item: Decision, cell: ReviewCell, document: Document) -> int:
    """As the reviewer says, if amounts may be printed in full or the page states it; else as other
    values of the table have it, or the page.
    """
    assert item.page, "found_at has found the quote on it"
    if item.scale is None and cell.shift is not None:
        return cell.shift
    document = seen(document, (item.page - 1, item.page))
    stated = line_scales(document, item.page)
    if item.scale is None:
        return stated[item.line or 0][cell.unit == "shares"]
    if item.scale not in {0, cell.shift, *(power for powers in stated for power in powers)}:
        raise InputError(
            f"amounts times 10^{item.scale}: neither page {item.page} nor the one before says so"
        )
    if cell.unit in ("shares", "USD/share"):
        raise InputError("the scale of a table is of its amounts of money, not of shares")
    return item.scale


def year_printed(document: Document, page: int, row: str) -> bool:
    """Whether the page, or the one before it, prints the year of a row's period, or the year before
    as fiscal years are named.
    """
    year = int(row[:4])
    pages = seen(document, (page - 1, page)).pages[max(page - 2, 0) : page]
    text = " ".join(line.text for lines in pages for line in lines)
    years = "|".join(f"{n}|[’'‘/.-]\\s?{n % 100:02}" for n in (year, year - 1))
    return bool(re.search(rf"(?<!\d)(?:{years})(?!\d)", text))


def _limits(spec: FieldSpec) -> str:
    """What the schema says of the value besides its type."""
    limits = [f"like {spec.cue.pattern}"] * bool(spec.cue.pattern) + [
        f"{k} {v}" for k, v in spec.rules if k != "pattern"
    ]
    return f" ({', '.join(limits)})" if limits else ""


def found_at(document: Document, item: Decision) -> tuple[str, Box] | None:
    """What follows the quote on its line, and the box around it in the PDF's points; None if it
    does not stand in the item's box.
    """
    if not (item.quote and item.box and item.page and 0 < item.page <= len(document.pages)):
        return None
    document = seen(document, [item.page])
    if not 0 <= (item.line or 0) < len(document.pages[item.page - 1]):
        return None
    lines, around, how = (
        document.pages[item.page - 1],
        boxes(document, [item.page])[item.page],
        view(document, item.page),
    )
    near = range(item.line or 0, min((item.line or 0) + LINES, len(lines)))
    placed = [
        Word(n, start, end, box)
        for n in near
        for (start, end), box in zip(
            words(lines[n].text), shown(words_of(lines[n], around[n], how)), strict=True
        )
    ]
    wanted = item.quote.split()
    for i in range(sum(w.line == near[0] for w in placed)):
        run = placed[i : i + len(wanted)]
        if [lines[w.line].text[w.start : w.end] for w in run] == wanted and max(
            abs(a - b) for a, b in zip(hull([w.box for w in run]), item.box, strict=True)
        ) < NEAR:
            return lines[run[-1].line].text[run[-1].end :], hull(
                [box for w in run for box in around[w.line][w.start : w.end]]
            )
    return None


def shown(line: Words) -> list[Box]:
    """The box of each word, as the page's script has it."""
    points = [x / 10 for x in line[1]]
    return [*zip(points[::4], points[1::4], points[2::4], points[3::4], strict=True)]
