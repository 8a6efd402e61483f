"""A list of names names each thing once, by its fullest form: "Acme" is "Acme, Inc." again."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from extract_filings.pipeline.ask.span_page import SpanPage
from extract_filings.pipeline.ask.span_rows import Row

OnPage = tuple[SpanPage, Row]
Words = dict[int, str]
"""Of each field, a blank around each word."""


def each_once(rows: Sequence[OnPage]) -> list[OnPage]:
    """Without rows whose every text is printed in another row too, as words one after another.
    Letters' case and punctuation do not count; of equals the first one stays.
    """
    said = [_words(row) for _, row in rows]
    saying: dict[tuple[int, str], list[int]] = defaultdict(list)
    for i, one in enumerate(said):
        for word in {(k, w) for k, words in one.items() for w in words.split()}:
            saying[word].append(i)
    return [row for i, row in enumerate(rows) if not _again(i, said, saying)]


def _again(i: int, said: Sequence[Words], saying: Mapping[tuple[int, str], Sequence[int]]) -> bool:
    """Only rows with the row's rarest word can say it: all pairs of a long list take minutes."""
    own = said[i]
    lists = [saying[k, w] for k, words in own.items() for w in words.split()]
    others = (j for j in min(lists, key=len, default=()) if j != i)
    return any(_within(own, said[j]) and (j < i or said[j] != own) for j in others)


def _words(row: Row) -> Words:
    texts = {k: place.candidate.said.casefold() for k, place in row.places.items()}
    plain = {k: re.sub(r"['’]s\b|\.", "", text) for k, text in texts.items()}
    return {k: " ".join(["", *re.findall(r"\w+", text), ""]) for k, text in plain.items()}


def _within(one: Words, other: Words) -> bool:
    return all(words in other.get(k, "") for k, words in one.items())
