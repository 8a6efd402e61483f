"""What a page states: each value, at all of its places."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extract_filings.pipeline.printed_page import PrintedPage
from extract_filings.training.spans.sample import Span
from extract_filings.training.spans.trades.concepts import Concept, type_of
from extract_filings.training.spans.trades.draft import Draft
from extract_filings.training.spans.trades.ink import Key
from extract_filings.training.spans.trades.printing import Piece, Place, printed, span


@dataclass(frozen=True, slots=True)
class Stated:
    """A concept, or a part of it, and all places of the page that print it."""

    concept: Concept
    part: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class View:
    """`seen`: all that is printed, if only in part; `stated`: what can be asked."""

    page: PrintedPage
    seen: tuple[Concept, ...]
    stated: tuple[Stated, ...]


def view(draft: Draft, number: int) -> View:
    pages = draft.sheet.pages
    page, places = printed(pages[number - 1], draft.style, number, len(pages))
    keys = sorted({key for _, key in places if key})
    seen = {draft.names[key].key: draft.names[key] for key in keys}
    return View(page, tuple(seen.values()), tuple(_stated(draft, page, places, seen)))


def _stated(
    draft: Draft, page: PrintedPage, places: dict[Place, list[Piece]], seen: dict[str, Concept]
) -> Iterator[Stated]:
    """All but what runs over to another page, or has no label, and dates, numbers and choices that
    are torn: other text stands between their lines.
    """
    cut = _elsewhere(draft, page.number)
    found: dict[tuple[str, str], list[Span | None]] = {}
    for (part, key), pieces in places.items():
        if key:
            text = type_of(seen[key[0]].kind) == "text"
            whole = None if key in cut else span(page.lines, pieces, key[1], torn=text)
            found.setdefault((key[0], part), []).append(whole)
    for (name, part), spans in found.items():
        if all(spans) and (page.number, name) not in draft.vague:
            yield Stated(seen[name], part, _ordered(spans))


def _ordered(spans: Iterable[Span | None]) -> tuple[Span, ...]:
    return tuple(sorted({s for s in spans if s}, key=lambda s: (s.row, s.line, s.start)))


def _elsewhere(draft: Draft, number: int) -> set[Key | None]:
    """Values that another page prints, or a part of them."""
    others = (run for n, page in enumerate(draft.sheet.pages, 1) if n != number for run in page)
    return {key for run in others for _, _, _, key in run.ink.marks}
