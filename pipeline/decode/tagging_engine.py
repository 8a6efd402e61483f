"""Prompts -> answers by a small tagging model, such as the embedded one: each page is read once.

Without a model library: the layers are numpy's (encoder.py), the tokens those of `tokenizers`.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from threadpoolctl import ThreadpoolController
from tokenizers import Tokenizer

from extract_filings.models import EMBEDDED
from extract_filings.pipeline.decode.encoder import Encoder, fits
from extract_filings.pipeline.decode.tags import Tags
from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.records import NONE, SHOTS, Answer, Form, Prompt
from extract_filings.pipeline.registry import checksums
from extract_filings.pipeline.registry.presets import AGAIN
from extract_filings.schemas.base import Part

TOKENS = "tokenizer.json"


def is_tagger(folder: Path) -> bool:
    """Whether a folder holds a tagging model that is read here."""
    tokens = folder / TOKENS
    return fits(folder) and tokens.is_file() and f'"{NONE}"' in tokens.read_text(encoding="utf-8")


class TaggingEngine:
    """`threads`: pages that are read side by side, unless said as many as there are cores. Each is
    read on one core, since sums come out otherwise on several. `shots`: how many labeled pages
    ahead of each page the model learnt to read. Raises ModelError.
    """

    form: Form = "tagging"
    at_once = 1

    def __init__(self, name: str, folder: Path, threads: int | None = None) -> None:
        checksums.check(folder, AGAIN[folder == EMBEDDED])
        self.name, self.threads = name, threads or os.cpu_count() or 1
        self.libraries = ThreadpoolController()
        self.tokenizer = tokenizer_of(folder)
        self.encoder = Encoder(folder)
        self.shots: int = self.encoder.config.get(SHOTS, 0)
        vocabulary = self.tokenizer.get_vocab()
        self.tags = Tags(name, folder, vocabulary, self.encoder.head)
        self.blank: int = self.tokenizer.encode(" ", add_special_tokens=False).ids[-1]

    def knows(self, parts: Sequence[Part]) -> None:
        """Raises ModelError for a schema with fields that the model was not trained on."""
        self.tags.knows(parts)

    def answer(self, prompts: Sequence[Prompt]) -> list[list[Answer]]:
        """Answers of each prompt's questions, in their order."""
        with (
            self.libraries.limit(limits=1, user_api="blas"),
            ThreadPoolExecutor(self.threads) as side_by_side,
        ):
            return [*side_by_side.map(self._answers, prompts)]

    def _answers(self, prompt: Prompt) -> list[Answer]:
        if not prompt.questions:
            return []
        before = "".join(asked + said for asked, said in prompt.before)
        encoded = self.tokenizer.encode(before + prompt.text, add_special_tokens=False)
        at = {end: i for i, (_, end) in enumerate(encoded.offsets)}
        places = np.array([at[len(before) + q.seen] for q in prompt.questions])
        ahead = places[self.tags.rows(prompt.questions)] - 1
        hidden = self.encoder(self._known(encoded.ids), np.concatenate([places, ahead]))
        return self.tags.answers(prompt.questions, hidden[: len(places)], hidden[len(places) :])

    def _known(self, tokens: Sequence[int]) -> np.ndarray:
        """Tokens that the weights do not know, added after training, are read as blanks."""
        numbers = np.array(tokens)
        return np.where(numbers < len(self.encoder.embedding), numbers, self.blank)


def tokenizer_of(folder: Path) -> Tokenizer:
    try:
        return Tokenizer.from_file(str(folder / TOKENS))
    except Exception as error:  # the library raises nothing narrower
        raise ModelError(f"model {folder}: {TOKENS} is damaged; copy it anew") from error
