"""The embedded model's own small tokenizer, and where its word embeddings may start from."""

import pickle
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

from pipeline.prompt import row_view, word_view
from pipeline.records import NO, NONE, YES, mark
from pipeline.text import words
from schemas.base import Part, parts
from schemas.filing import Filing
from training.examples import CONCEPT, RowPage, WordPage, bare_pages, examples

VOCABULARY = 8_000  # of which some 700 are marks; a larger one sees each label's words too rarely
RARE = 2            # a concept on fewer training rows teaches nothing


def load_pages(sources: Iterable[str]) -> Iterator[tuple[float, list[RowPage | WordPage]]]:
    """`WEIGHT:DIR` -> weight and pages; pages are kept beside the data's name in the system's cache of this run."""
    for source in sources:
        weight, _, folder = source.partition(":")
        path = Path(folder)
        if path.suffix == ".pkl":
            yield float(weight), pickle.loads(path.read_bytes())
        else:
            yield float(weight), list(examples(path, parts(Filing)))


def marks(pages: Iterable[RowPage | WordPage], schema: tuple[Part, ...]) -> list[str]:
    """Special tokens: fields and parts of the schema, and the concepts seen often enough to be learnt."""
    fields = [mark(p.name, f.name) for p in schema for f in p.fields if not f.choices and not f.cue.within]
    concepts = Counter(c for page in pages if isinstance(page, RowPage) for c in page.concepts if c)
    return ["<pad>", "<eos>", NONE, YES, NO, *(mark(p.name) for p in schema), *fields,
            *(CONCEPT.format(c) for c, n in sorted(concepts.items()) if n >= RARE)]


def views(pages: Iterable[RowPage | WordPage]) -> Iterator[str]:
    for page in pages:
        if isinstance(page, RowPage):
            yield "\n".join(map(row_view, page.lines))
        else:
            yield "\n".join(" ".join(word_view(line[s:e]) for s, e in words(line)) for line in page.lines)


def make_tokenizer(pages: list[RowPage | WordPage], out: Path, schema: tuple[Part, ...], text: Path | None) -> PreTrainedTokenizerFast:
    """Byte-level BPE over the views; a new line is always a token of its own. Kept in `out` and reused from there."""
    if (out / "tokenizer.json").exists():
        return PreTrainedTokenizerFast.from_pretrained(out)
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split("\n", "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=VOCABULARY, special_tokens=marks(pages, schema), initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    bare = list(bare_pages(text, schema)) if text else []
    tokenizer.train_from_iterator(list(views([*pages, *bare])), trainer)
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<eos>", pad_token="<pad>")
    fast.save_pretrained(out)
    return fast


def embed_words(model, tokenizer: PreTrainedTokenizerFast, folder: Path) -> None:
    """Start each token's embedding from the mean of a pretrained WordPiece model's embeddings of the same text.

    Nearness of words ("spending", "expenditures") is what a few thousand rows cannot teach. [V', 384] -> [V, 384]
    """
    from safetensors import safe_open

    with safe_open(folder / "model.safetensors", "pt") as weights:
        name = next(k for k in weights.keys() if k.endswith("word_embeddings.weight"))
        table = weights.get_tensor(name).float()
    pieces = Tokenizer.from_file(str(folder / "tokenizer.json"))
    pieces.no_truncation(); pieces.no_padding()
    table = (table - table.mean(0)) / table.std() * 0.02
    with torch.no_grad():
        for token, i in tokenizer.get_vocab().items():
            words_of = tokenizer.decode([i]).strip()
            ids = pieces.encode(words_of, add_special_tokens=False).ids if words_of and not token.startswith("<") else []
            if ids:
                model.model.embed_tokens.weight[i] = table[ids].mean(0)
