"""The facts of a filing in its print: a PDF of it says the same words in nearly the same order, on
other lines and pages, so the two sequences of words are matched as wholes."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract_filings.pipeline.printed_page import PrintedPage, Word
from extract_filings.training.data.fact_tables import matched
from extract_filings.training.spans.sample import Span
from extract_filings.training.spans.tagged import Fact

Place = tuple[int, int, int]
"""Page, line, character."""


@dataclass(frozen=True, eq=False)
class Said:
    """The words of all pages, in order."""

    words: Sequence[tuple[int, Word]]
    texts: Sequence[str]
    places: Sequence[Place]

    def at(self, place: Place) -> int:
        """The word that a place lies in."""
        return bisect_right(self.places, place) - 1


def said(pages: Sequence[PrintedPage]) -> Said:
    words = [(page.number, word) for page in pages for word in page.words]
    texts = [page.lines[w.line][w.start : w.end] for page in pages for w in page.words]
    return Said(words, texts, [(n, w.line, w.start) for n, w in words])


def in_print(
    facts: Sequence[Fact], pages: Sequence[PrintedPage], prints: Sequence[PrintedPage]
) -> Iterator[Fact]:
    """Those whose words all stand in the print one after the other, on one page."""
    ours, theirs = said(pages), said(prints)
    partner = dict(matched(ours.texts, theirs.texts))
    for fact in facts:
        first = ours.at((fact.page, fact.span.line, fact.span.start))
        last = ours.at((fact.page, fact.span.last, fact.span.end - 1))
        start, end = partner.get(first), partner.get(last)
        if start is None or end is None or end - start != last - first:
            continue
        (page, begins), (other, ends) = theirs.words[start], theirs.words[end]
        if page == other and ours.texts[first : last + 1] == theirs.texts[start : end + 1]:
            inside = fact.span.start - ours.words[first][1].start
            beyond = fact.span.end - ours.words[last][1].start
            span = Span(begins.line, begins.start + inside, ends.line, ends.start + beyond)
            yield replace(fact, page=page, span=span)
