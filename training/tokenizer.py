"""The embedded model's own small tokenizer, how its words are spelt in training, and where its word
embeddings may start from.
"""

import itertools
import json
import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

from extract_filings.pipeline.ask.tagging_prompt import row_view, word_view
from extract_filings.pipeline.gold.pages import RowPage, WordPage, bare_pages
from extract_filings.pipeline.records import CONCEPT, NO, NONE, YES, tag
from extract_filings.pipeline.text.patterns import words
from extract_filings.schemas.base import Part

VOCABULARY = 8_000  # of which some 700 are marks; a larger one sees each label's words too rarely
RARE = 2  # a concept on fewer training rows teaches nothing
DROPOUT = 0.1  # of the merges, in words that are spelt anew


def marks(pages: Iterable[RowPage | WordPage], schema: tuple[Part, ...]) -> list[str]:
    """Special tokens: fields and parts of the schema, and the concepts seen often enough to be
    learnt.
    """
    fields = [tag(p.name, f.name) for p in schema for f in p.fields if f.pointed]
    concepts = Counter(c for page in pages if isinstance(page, RowPage) for c in page.concepts if c)
    return [
        "<pad>",
        "<eos>",
        NONE,
        YES,
        NO,
        *(tag(p.name) for p in schema),
        *fields,
        *(CONCEPT.format(c) for c, n in sorted(concepts.items()) if n >= RARE),
    ]


def views(pages: Iterable[RowPage | WordPage]) -> Iterator[str]:
    for page in pages:
        if isinstance(page, RowPage):
            yield "\n".join(map(row_view, page.lines))
        else:
            yield "\n".join(
                " ".join(word_view(line[s:e]) for s, e in words(line)) for line in page.lines
            )


def make_tokenizer(
    pages: list[RowPage | WordPage], schema: tuple[Part, ...], text: Path | None
) -> PreTrainedTokenizerFast:
    """Byte-level BPE over the views; a new line is always a token of its own."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split("\n", "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=marks(pages, schema),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    bare = list(bare_pages(text, schema)) if text else []
    tokenizer.train_from_iterator(list(views([*pages, *bare])), trainer)
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<eos>", pad_token="<pad>")


class Spelling:
    """Token ids of a text, its words spelt anew from smaller pieces if a `rng` is given (BPE
    dropout).

    `tokenizers` can do that too, but draws from a source that takes no seed, and no run could be
    repeated.
    """

    def __init__(self, tokenizer: PreTrainedTokenizerFast) -> None:
        model = json.loads(tokenizer.backend_tokenizer.to_str())["model"]
        self.encode, self.vocab = tokenizer.backend_tokenizer.encode, model["vocab"]
        self.ranks = {tuple(pair): rank for rank, pair in enumerate(model["merges"])}
        self.whole = set(tokenizer.get_added_vocab())

    def __call__(self, text: str, rng: random.Random | None) -> tuple[list[int], dict[int, int]]:
        """Ids, and {end of a token in characters: its index}; spelt anew, only ends of words are
        there.
        """
        encoded = self.encode(text)
        if not rng:
            return list(encoded.ids), {end: i for i, (_, end) in enumerate(encoded.offsets)}
        ids, at, plain, start = [], {}, encoded.ids, 0
        tokens, ends, breaks = (
            encoded.tokens,
            [end for _, end in encoded.offsets],
            [*encoded.word_ids[1:], None],
        )
        for i, (word, following) in enumerate(zip(encoded.word_ids, breaks, strict=False)):
            if word != following:
                ids += self.pieces(tokens[start : i + 1], plain[start : i + 1], rng)
                at[ends[i]], start = len(ids) - 1, i + 1
        return ids, at

    def pieces(self, tokens: list[str], plain: list[int], rng: random.Random) -> list[int]:
        """A word's merges from single characters up, the lowest rank first, each overlooked with
        DROPOUT at each step.

        So many merges are sure to go as ever, drawn at once, that most words need not be spelt at
        all.
        """
        word = "".join(tokens)
        sure = int(math.log(1 - rng.random()) / math.log(1 - DROPOUT))
        if sure >= len(word) - len(tokens) or tokens[0] in self.whole:
            return plain
        pieces, step = list(word), 0
        while ranked := sorted(
            (self.ranks[pair], i)
            for i, pair in enumerate(itertools.pairwise(pieces))
            if pair in self.ranks
        ):
            seen = (i for _, i in ranked[step == sure :] if step < sure or rng.random() >= DROPOUT)
            if (i := next(seen, None)) is None:
                break
            pieces[i : i + 2] = [pieces[i] + pieces[i + 1]]
            step += 1
        return [self.vocab[piece] for piece in pieces]


def embed_words(model, tokenizer: PreTrainedTokenizerFast, folder: Path) -> None:
    """Start each token's embedding from the mean of a pretrained WordPiece model's embeddings of
    the same text.

    Nearness of words ("spending", "expenditures") is what a few thousand rows cannot teach. [V',
    384] -> [V, 384]
    """
    from safetensors import safe_open

    with safe_open(folder / "model.safetensors", "pt") as weights:
        keys = weights.keys()  # safetensors gives no iterator
        name = next(k for k in keys if k.endswith("word_embeddings.weight"))
        table = weights.get_tensor(name).float()
    pieces = Tokenizer.from_file(str(folder / "tokenizer.json"))
    pieces.no_truncation()
    pieces.no_padding()
    table = (table - table.mean(0)) / table.std() * 0.02
    with torch.no_grad():
        for token, i in tokenizer.get_vocab().items():
            words_of = tokenizer.decode([i]).strip()
            ids = (
                pieces.encode(words_of, add_special_tokens=False).ids
                if words_of and not token.startswith("<")
                else []
            )
            if ids:
                model.model.embed_tokens.weight[i] = table[ids].mean(0)
