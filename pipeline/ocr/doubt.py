"""What OCR was unsure of makes the values read from it less sure: their own words, and those of the
head of their column. A number that adds up in its statement is read rightly: sums decide.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from extract_filings.pipeline.records import (
    Document,
    Line,
    LineItem,
    OcrWord,
    ReadColumn,
    Value,
)

WRONG = 0.3
"""Share of what the network doubts that is wrong: of numbers on faxes of train it was 0.5 to 0.7
sure of, 86 % were right; of those above 0.7, 99 %.
"""

Words = Mapping[tuple[int, int], Sequence[OcrWord]]
"""By page and line."""
Span = tuple[Line, int, int]


def doubted(
    document: Document,
    values: Sequence[Value],
    columns: Sequence[ReadColumn],
    items: Iterable[LineItem],
    marked: Callable[[Value], Value],
) -> tuple[Value, ...]:
    """The values, those of pages that OCR read no surer than its reading. `marked`: a value whose
    confidence has fallen, with the status that it then has.
    """
    if not document.ocr:
        return tuple(values)
    words: dict[tuple[int, int], list[OcrWord]] = {}
    for page in document.ocr:
        for word in page.words:
            words.setdefault((page.page, word.line), []).append(word)
    proven = {(a.place, a.start, a.end) for i in items for a in i.amounts if a.adds_up}

    def sure(value: Value) -> float:
        own = () if (value.line, value.start, value.end) in proven else spans(value)
        head = (s for c in columns if _of(c, value) for s in c.head)
        return _sure(words, own) * _sure(words, head)

    made = ((v, sure(v)) for v in values)
    return tuple(v if s == 1 else marked(replace(v, confidence=v.confidence * s)) for v, s in made)


def spans(value: Value) -> Iterator[Span]:
    """Where a value's quote stands, line by line."""
    yield value.line, value.start, value.end
    yield from ((p.line, p.start, p.end) for p in value.rest)


def _of(column: ReadColumn, value: Value) -> bool:
    key = dict(value.key)
    return (column.table, column.page) == (value.table, value.line.page) and (
        column.period_end,
        column.months,
    ) == (key.get("period_end"), key.get("months"))


def _sure(words: Words, places: Iterable[Span]) -> float:
    """The probability that the least sure of the words was read rightly; 1 where none was read."""
    read = [
        w.sure
        for line, start, end in places
        for w in words.get((line.page, line.number), ())
        if w.start < end and w.end > start
    ]
    return 1 - WRONG * (1 - min(read, default=1.0))
