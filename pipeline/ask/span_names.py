"""A list of names names each thing once, by its fullest form: "Acme" is "Acme, Inc." again."""

import re
from collections.abc import Sequence

from extract_filings.pipeline.ask.span_page import SpanPage
from extract_filings.pipeline.ask.span_rows import Row

OnPage = tuple[SpanPage, Row]


def each_once(rows: Sequence[OnPage]) -> list[OnPage]:
    """Without rows whose every text is printed in another row too, as words one after another.
    Letters' case and punctuation do not count; of equals the first one stays.
    """
    said = [_words(row) for _, row in rows]
    return [
        one
        for i, one in enumerate(rows)
        if not any(_within(said[i], other) for other in said[:i])
        and not any(said[i] != other and _within(said[i], other) for other in said[i:])
    ]


def _words(row: Row) -> dict[int, str]:
    """Of each field, a blank around each word."""
    texts = {k: place.candidate.said.casefold() for k, place in row.places.items()}
    plain = {k: re.sub(r"['’]s\b|\.", "", text) for k, text in texts.items()}
    return {k: " ".join(["", *re.findall(r"\w+", text), ""]) for k, text in plain.items()}


def _within(one: dict[int, str], other: dict[int, str]) -> bool:
    return all(words in other.get(k, "") for k, words in one.items())
