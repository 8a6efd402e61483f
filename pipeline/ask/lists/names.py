"""A list of names names each thing once, by its fullest form: "Acme" is "Acme, Inc." again."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from extract_filings.pipeline.ask.spans.row import OnPage, Row

Words = dict[int, str]
"""Of each field, a blank around each word."""
SHORT = {"incorporated": "inc", "corporation": "corp", "company": "co", "limited": "ltd"}
ALIKE = 0.93
"""Share of letters that two names have in common if one of them is misspelt."""


def each_once(rows: Sequence[OnPage]) -> list[OnPage]:
    """Without rows whose every text is printed in another row too, as words one after another, or
    but for a slip of the pen. Letters' case, punctuation, initials ("Ann B. Lee") and the long
    forms of "Inc." do not count; of equals the first one stays. Where rows have several texts, one
    text by itself is no row said again: it stays.
    """
    said = [_words(row) for _, row in rows]
    least = min(2, max(map(len, said), default=0))
    saying: dict[tuple[int, str], list[int]] = defaultdict(list)
    for i, one in enumerate(said):
        for word in {(k, w) for k, words in one.items() for w in words.split()}:
            saying[word].append(i)
    return [r for i, r in enumerate(rows) if len(said[i]) < least or not _again(i, said, saying)]


def spelled(row: Row) -> str:
    """Its words, so that they tell whether another row says the same."""
    return "|".join(_words(row).values())


def _again(i: int, said: Sequence[Words], saying: Mapping[tuple[int, str], Sequence[int]]) -> bool:
    """Only rows that share one of the row's two rarest words can say it: all pairs of a long list
    take minutes.
    """
    own = said[i]
    lists = [saying[k, w] for k, words in own.items() for w in words.split()]
    others = {j for some in sorted(lists, key=len)[:2] for j in some if j != i}
    return any(
        (_within(own, said[j]) and (j < i or said[j] != own)) or (j < i and _alike(own, said[j]))
        for j in others
    )


def _words(row: Row) -> Words:
    texts = {k: place.candidate.said.casefold() for k, place in row.places.items()}
    plain = {k: re.sub(r"['’]s\b|\.", "", text) for k, text in texts.items()}
    return {k: " ".join(["", *_plain(re.findall(r"\w+", text)), ""]) for k, text in plain.items()}


def _plain(words: Sequence[str]) -> list[str]:
    """Initials stand ahead of a name.

    >>> _plain(["ann", "b", "lee"]), _plain(["acme", "incorporated"]), _plain(["class", "a"])
    (['ann', 'lee'], ['acme', 'inc'], ['class', 'a'])
    """
    *ahead, last = words or [""]
    return [SHORT.get(w, w) for w in (*(w for w in ahead if len(w) > 1 or w.isdigit()), last)]


def _within(one: Words, other: Words) -> bool:
    return all(words in other.get(k, "") for k, words in one.items())


def _alike(one: Words, other: Words) -> bool:
    """The same number of words, and hardly a letter that differs; digits all count."""
    return one.keys() == other.keys() and all(
        len(words.split()) == len(other[k].split())
        and re.findall(r"\d", words) == re.findall(r"\d", other[k])
        and SequenceMatcher(None, words, other[k]).ratio() > ALIKE
        for k, words in one.items()
    )
