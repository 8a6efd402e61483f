"""How likely each page is the one that prints a field: a conditional logit over the pages.

Its weights, one for each of `SIGNS`, were learned by `training/fit_locating.py` from the tags of
filings, for schemas in `training/data/foreign/`; `locating.json` holds them.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from extract_filings.pipeline.locate.page_words import PageWords, Scores
from extract_filings.pipeline.locate.signs import SIGNS, signs
from extract_filings.pipeline.records import Chunk
from extract_filings.schemas.base import Part

WEIGHTS = Path(__file__).with_name("locating.json")


def likelihoods(parts: Sequence[Part], chunks: Sequence[Chunk]) -> Mapping[tuple[str, str], Scores]:
    """By part and field, the probability of each chunk to print it; they sum to 1."""
    learned = weights()
    return {
        (part.name, name): softmax(found @ learned)
        for part, name, found in signs(parts, page_words(tuple(chunks)))
    }


@lru_cache(1)
def page_words(chunks: tuple[Chunk, ...]) -> PageWords:
    """Made once for a document."""
    return PageWords(chunks)


@cache
def weights() -> Scores:
    learned = json.loads(WEIGHTS.read_text())
    return np.array([learned[sign] for sign in SIGNS])


def softmax(scores: Scores) -> Scores:
    most = np.exp(scores - scores.max())
    return most / most.sum()
