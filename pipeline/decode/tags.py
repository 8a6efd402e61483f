"""A tagging model's view of a page -> answers to the questions there: at each place the best of the
legal tags.

Tags of words are smoothed over the page by an HMM (hmm), tags of rows weighed with their concepts
(second_opinion) and their words (row_words). All three stand in the model's folder.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from extract_filings.pipeline.decode.encoder import softmax
from extract_filings.pipeline.decode.hmm import load_hmm
from extract_filings.pipeline.decode.row_words import load_row_words
from extract_filings.pipeline.decode.second_opinion import (
    Counted,
    load_counted,
    name_of,
)
from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.records import Answer, Likely, Question, tag
from extract_filings.schemas.base import Part

BLOCK = 64  # columns that matrix products compute at once, at most
Rows = Iterator[tuple[int, np.ndarray, tuple[dict[str, float], np.ndarray | None]]]


class Tags:
    """`vocabulary`: numbers of the tokens. `head`: what the hidden states are compared with.
    [tokens, width]"""

    def __init__(
        self, name: str, folder: Path, vocabulary: Mapping[str, int], head: np.ndarray
    ) -> None:
        self.name, self.vocabulary, self.head = name, vocabulary, head
        self.hmm = load_hmm(folder)
        self.row_words = load_row_words(folder)
        self.use_opinion(load_counted(folder))
        self.legal = lru_cache(100_000)(self._legal)

    def knows(self, parts: Sequence[Part]) -> None:
        """Raises ModelError for a schema with fields that the model was not trained on."""
        fields = [tag(p.name, f.name) for p in parts for f in p.fields if f.pointed]
        if unknown := [m for m in fields if m not in self.vocabulary]:
            raise ModelError(
                f"model {self.name}: not trained on {len(unknown)} fields of this schema, first"
                f" {unknown[0]}; train it on the schema or name a general model with --model"
            )

    def use_opinion(self, counted: Counted | None) -> None:
        """Weighs what the model says of a row's concept as was counted."""
        self.opinion = counted.bound(self.vocabulary) if counted else None
        names = self.opinion.concepts if self.opinion else ()
        self.concepts = [self.vocabulary[c] for c in names]
        self.words = self.row_words and self.row_words.bound([*map(name_of, names)])

    def rows(self, questions: Sequence[Question]) -> list[int]:
        """Numbers of the questions that ask for the item of a row, whose concept is weighed too."""
        known = {*self.opinion.items} if self.opinion else set()
        return [i for i, q in enumerate(questions) if q.line and known.issuperset(q.choices)]

    def answers(
        self, questions: Sequence[Question], hidden: np.ndarray, before: np.ndarray
    ) -> list[Answer]:
        """`hidden`: at the token behind which each question stands. [questions, width] `before`: at
        the token before each of `rows`. [rows, width]
        """
        options = self._smoothed(questions, self._options(questions, hidden))
        excludes: dict[int, dict[str, float]] = {}
        likely: dict[int, Likely] = {}
        if opinion := self.opinion:
            for i, concepts, words in self._rows(questions, before):
                options[i] = opinion(options[i], concepts, words[0])
                excludes[i] = opinion.excluded(concepts)
                likely[i] = opinion.named(concepts, words[1])
        return [
            Answer(
                *max(o.items(), key=lambda o: o[1]),
                tuple(o.items()),
                excludes=tuple(excludes.get(i, {}).items()),
                concepts=likely.get(i, ()),
            )
            for i, o in enumerate(options)
        ]

    def _legal(self, choices: tuple[str, ...]) -> tuple[np.ndarray, tuple[str, ...]]:
        """Numbers of the tokens of the choices, and these, in the vocabulary's order."""
        told = sorted((self.vocabulary[c], c) for c in choices)
        return np.array([n for n, _ in told]), tuple(c for _, c in told)

    def _options(self, questions: Sequence[Question], hidden: np.ndarray) -> list[dict[str, float]]:
        """The probabilities of each question's choices. `hidden`: [questions, width]. Of all
        tokens, those alone that are a choice are compared, one in fifty, in whole blocks, so that
        sums come out as over all.
        """
        legal = {choices: self.legal(choices) for choices in {q.choices for q in questions}}
        some = np.unique(np.concatenate([numbers for numbers, _ in legal.values()]))
        at = {choices: np.searchsorted(some, numbers) for choices, (numbers, _) in legal.items()}
        filled = np.resize(some, -(-len(some) // BLOCK) * BLOCK)
        logits = hidden @ self.head[filled].T
        return [
            dict(zip(legal[q.choices][1], softmax(row[at[q.choices]]).tolist(), strict=True))
            for row, q in zip(logits, questions, strict=True)
        ]

    def _smoothed(
        self, questions: Sequence[Question], options: list[dict[str, float]]
    ) -> list[dict[str, float]]:
        """Each word in view of the page's others, if the model's HMM knows all their tags."""
        if not self.hmm or not set().union(*options) <= set(self.hmm.tags):
            return options
        opens = [
            before is None or q.line != before.line
            for before, q in zip((None, *questions[:-1]), questions, strict=True)
        ]
        return self.hmm(options, opens)

    def _rows(self, questions: Sequence[Question], before: np.ndarray) -> Rows:
        """Number of each row's question, the probabilities of the row's concept, which the model
        says at the token before, and what its words say of its item and its concept.
        """
        rows, said = self.rows(questions), before @ self.head[self.concepts].T
        words = self._words([questions[i].words for i in rows])
        yield from zip(rows, softmax(said), words, strict=True)

    def _words(
        self, rows: Sequence[Sequence[int]]
    ) -> Iterator[tuple[dict[str, float], np.ndarray | None]]:
        if self.words is None:
            yield from (({}, None) for _ in rows)
            return
        items, concepts = self.words(rows)
        for said, named in zip(items.tolist(), concepts, strict=True):
            yield dict(zip(self.words.item_names, said, strict=True)), named
