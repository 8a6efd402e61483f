"""The printed rows of a page, from pdfium's text: in the order in which the file draws them.

pdfium breaks a row at wide gaps if the file has no space characters there; some writers place every
word alone, or every letter. It joins rows that stand close, or that end in a dash, which it takes
for a hyphen. And some writers draw the labels of a table first and its numbers behind them.
"""

import ctypes
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from extract_filings.pipeline.pdf.rotation import turned
from extract_filings.pipeline.records import Box

# Points: baselines no further apart are one row, baselines further apart are two.
SAME_ROW, NEXT_ROW = 1.0, 5.0
TOUCHING = 0.05  # of a line's height: letters no further apart are of one word
ORDINAL = re.compile(r"(?<=\d)[\r\n]+(?:st|nd|rd|th)\b")
JOINER = "\u200b"
LINE = re.compile(r"[^\r\n]+")
NUMBERS = re.compile(r"(?=[^\d—–]*[\d—–])[\s$€£¥%().,*\d—–−-]+")
APART = 2
"""Lines of numbers alone, each right of a label that is drawn elsewhere, from which on a page is
taken for one whose tables are drawn column by column.
"""


@dataclass(frozen=True, slots=True)
class Rows:
    """`text`: a line for each printed row. `order`: where pdfium's text has each character."""

    text: str
    order: Sequence[int]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line as it is drawn; its characters, and where it stands. `numbers`: it has no words."""

    start: int
    end: int
    left: float
    right: float
    level: float
    numbers: bool


def printed_rows(text: pypdfium2.PdfTextPage) -> Rows:
    raw = whole_rows(text)
    lines = [m.span() for m in LINE.finditer(raw)]
    alone = sum(bool(NUMBERS.fullmatch(raw, *span)) for span in lines)
    if alone < APART:
        return Rows(raw, range(len(raw)))
    drawn = [_drawn(text, raw, *span) for span in lines]
    beside = _beside(drawn)
    if sum(map(len, beside.values())) < APART:
        return Rows(raw, range(len(raw)))
    return _joined(raw, drawn, beside)


def _drawn(text: pypdfium2.PdfTextPage, raw: str, start: int, end: int) -> Drawn:
    (left, level), (right, _) = _origin(text, start), _origin(text, end - 1)
    return Drawn(start, end, left, right, level, bool(NUMBERS.fullmatch(raw, start, end)))


def _beside(drawn: Sequence[Drawn]) -> Mapping[Drawn, list[Drawn]]:
    """Of labels, the lines of numbers alone right of them, which are drawn elsewhere. A label may
    end in such a line: "allowances of $212 and", "$198".
    """
    made: dict[Drawn, list[Drawn]] = {}
    lefts = {round(line.left) for line in drawn if not line.numbers}
    for row in _levels(drawn):
        label = None
        for line in sorted(row, key=lambda d: d.left):
            if not line.numbers or (label is None and round(line.left) in lefts):
                label = line
            elif label and label.right < line.left:
                made.setdefault(label, []).append(line)
    return made


def _levels(drawn: Sequence[Drawn]) -> Iterator[list[Drawn]]:
    """Those that stand at one height."""
    row: list[Drawn] = []
    for line in sorted(drawn, key=lambda d: -d.level):
        if row and row[0].level - line.level > SAME_ROW:
            yield row
            row = []
        row.append(line)
    if row:
        yield row


def _joined(raw: str, drawn: Sequence[Drawn], beside: Mapping[Drawn, list[Drawn]]) -> Rows:
    """Two blanks stand between a label and its numbers."""
    said, order = [], []
    for line, *others in _downwards(drawn, beside):
        for n, part in enumerate((line, *others)):
            said += ["  " * (n > 0), raw[part.start : part.end]]
            order += [part.start] * 2 * (n > 0) + [*range(part.start, part.end)]
        said.append("\n")
        order.append(line.end - 1)
    return Rows("".join(said), order)


def _downwards(
    drawn: Sequence[Drawn], beside: Mapping[Drawn, list[Drawn]]
) -> Iterator[Sequence[Drawn]]:
    """Rows: lines and what stands beside them. Those that are drawn before the last part of a row,
    and stand above it, come first: "September 30," and "December 31," of a head whose last line
    begins with "Note".
    """
    left = dict.fromkeys(drawn)
    for line in (line for some in beside.values() for line in some):
        del left[line]
    for line in drawn:
        if line not in left:
            continue
        for row in _levels(_late(line, beside, left)):
            yield sorted(row, key=lambda d: d.left)
            for one in row:
                del left[one]
        del left[line]
        yield line, *beside.get(line, ())


def _late(line: Drawn, beside: Mapping[Drawn, list[Drawn]], left: Iterable[Drawn]) -> list[Drawn]:
    if line not in beside:
        return []
    last = max(part.start for part in beside[line])
    drawn = (d for d in left if line.start < d.start < last and d not in beside)
    return [d for d in drawn if d.level - line.level > NEXT_ROW]


def whole_rows(text: pypdfium2.PdfTextPage) -> str:
    """The page's text with a line for each row that is drawn as one; as long as pdfium's."""
    # a break is \r\n; \n alone is how some fonts spell the space
    raw = re.sub("(?<!\r)\n", " ", text.get_text_range())
    rows, end = list(raw), None  # end: where the last character of the line before stands
    for line in LINE.finditer(raw):
        first, last = _origin(text, line.start()), _origin(text, line.end() - 1)
        if end and end[0] < first[0] and abs(end[1] - first[1]) < NEXT_ROW:
            broken = slice(line.start() - 2, line.start())
            rows[broken] = _joint(text, raw, broken, abs(end[1] - first[1])) or rows[broken]
        if abs(first[1] - last[1]) > NEXT_ROW:
            for space in re.finditer(r"(?<=\S) (?=\S)", line.group()):
                at = line.start() + space.start()
                below = _goes_on_below(_origin(text, at - 1), _origin(text, at + 1))
                rows[at] = "\n" if below else " "
        end = last
    return "".join(rows)


def _joint(text: pypdfium2.PdfTextPage, raw: str, broken: slice, rise: float) -> str:
    """What stands for a break in a row: blanks, or what is dropped where letters touch; nothing if
    another row begins there. `rise`: between the letters on both sides.
    """
    level, raised = rise < SAME_ROW, ORDINAL.match(raw, broken.start)
    if not level and not raised:
        return ""
    (*_, right, _), (left, bottom, _, top) = (
        _box(text, at) for at in (broken.start - 1, broken.stop)
    )
    touching = left - right < TOUCHING * (top - bottom)
    return JOINER * 2 if touching else "  " if level else ""


def _goes_on_below(left: tuple[float, float], right: tuple[float, float]) -> bool:
    return left[1] - right[1] > NEXT_ROW and right[0] < left[0]


def _origin(text: pypdfium2.PdfTextPage, index: int) -> tuple[float, float]:
    """Where a character stands on the page as it is turned: rightwards, upwards."""
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(
        text, pdfium.FPDFText_GetCharIndexFromTextIndex(text, index), x, y
    )
    at = (x.value, y.value, x.value, y.value)
    return turned(at, text.page.get_rotation())[:2]


def _box(text: pypdfium2.PdfTextPage, index: int) -> Box:
    """As high as the line, as wide as the character's advance, on the page as it is turned."""
    at = pdfium.FPDFText_GetCharIndexFromTextIndex(text, index)
    return turned(text.get_charbox(at, loose=True), text.page.get_rotation())
