"""What pointing is worth: a model of the same size that copies digits instead. `python -m
benchmarks.ungrounded train|extract`.

    python -m benchmarks.ungrounded train --data SPLITS/train --data 0.8:synth --out runs/ungrounded
    --steps 2400 python -m benchmarks.ungrounded extract SPLITS/dev/pdf --model runs/ungrounded
    --out out_ungrounded python -m benchmarks.evaluation pointing=out copying=out_ungrounded --gold
    SPLITS/dev/gold.parquet

The same: layers and widths, tokens a step, optimizer and rates, pages and how often and in what
variation they are drawn, pages asked, thresholds, and all code that turns rows into values.
Different: attention is causal, since text is written; digits are shown, a token each; the answer is
JSON under a JSON schema (`copying.py`), greedy. Numbers written are laid over the printed row that
is most like them (`written.py`), so columns, periods and scale are not lost. In training every
page's digits are exchanged for others, else they would be learnt by heart. There is no counterpart
to the us-gaap concepts, which the embedded model is asked in training. Pages with digits are
longer: with as many tokens a step there are fewer pages in it.
"""

import argparse
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import llguidance.hf
import llguidance.torch
import torch
from llguidance import LLMatcher
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
from torch import Tensor
from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

from benchmarks import written
from benchmarks.copying import as_json, keys, row_text, rows_answer, schema, word_text, words_answer
from benchmarks.written import Written
from pipeline.chunk import chunk_pages
from pipeline.frames import Run, versions
from pipeline.inputs import find
from pipeline.locate import locate
from pipeline.pick import HOLDS, SURE
from pipeline.read import read
from pipeline.records import Chunk, Record
from pipeline.reply import take
from pipeline.swap import check_writable
from pipeline.write import write
from schemas.base import Part
from schemas.compile import parts
from schemas.filing import Filing
from training.batches import Batches, Drawer
from pipeline.solved import UNKNOWN, RowPage
from training.loop import Loop, Report, checkpoint, run
from training.marks import (
    HEADS,
    HIDDEN,
    KV_HEADS,
    LAYERS,
    MLP,
    PAGES,
    SPELT_ANEW,
    TOKENS_PER_STEP,
    mark_arguments,
)
from training.muon import MuonAdamW
from training.pages import Page, load_pages
from training.tokenizer import VOCABULARY, Spelling, embed_words

PARTS = parts(Filing)
STATEMENTS, COVER = (
    tuple(p for p in PARTS if p.kind == "statement"),
    tuple(p for p in PARTS if p.kind != "statement"),
)
ANSWER, END, NOT_ASKED = "<answer>", "<eos>", -100
LONGEST = 3_000  # tokens of a page that is trained on; a cover of 40 securities has more
MOST = 2_000  # tokens of an answer
LEAST = {
    "{": HOLDS,
    "[": SURE,
    '"': 0.5,
}  # probability from which something is written rather than null, as the main job has it


def texts(page: Page) -> tuple[str, str]:
    """What is read of a page and what is to be written."""
    if isinstance(page, RowPage):
        return "\n".join(map(row_text, page.lines)), as_json(rows_answer(page, STATEMENTS))
    return "\n".join(map(word_text, page.lines)), as_json(words_answer(page, COVER))


def known(page: Page) -> bool:
    """Whether gold says of every place what it is; else no whole answer can be given."""
    return UNKNOWN not in (
        page.targets if isinstance(page, RowPage) else [m for marks in page.targets for m in marks]
    )


def make_tokenizer(pages: Sequence[Page]) -> PreTrainedTokenizerFast:
    """Byte-level BPE of as many tokens as the embedded model has; digits and JSON's signs stand
    alone, a key is one token.
    """
    tokenizer = Tokenizer(models.BPE())
    alone = pre_tokenizers.Split(Regex(r'[{}\[\]:,"\n]|\d'), "isolated")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [alone, pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.decoder, names = decoders.ByteLevel(), keys(PARTS)
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY - len(names),
        special_tokens=["<pad>", END, ANSWER],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator((text for page in pages for text in texts(page)), trainer)
    tokenizer.add_tokens([AddedToken(name, normalized=False, special=False) for name in names])
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token=END, pad_token="<pad>")


class Copying:
    """Asks a page in tokens: read it, then write. An example is (ids, how many of them are read)."""

    def __init__(self, tokenizer: PreTrainedTokenizerFast) -> None:
        self.spell, self.encode, self.pad = (
            Spelling(tokenizer),
            tokenizer.backend_tokenizer.encode,
            tokenizer.pad_token_id,
        )

    def ask(self, page: Page, rng: random.Random) -> list[tuple[list[int], int]]:
        if not known(page):
            return []
        page = other_digits(page, rng) if isinstance(page, RowPage) else page
        text, answer = texts(page)
        shown, _ = self.spell(text, rng if rng.random() < SPELT_ANEW else None)
        shown = shown + self.encode(ANSWER).ids
        ids = shown + self.encode(answer).ids + self.encode(END).ids
        return [(ids, len(shown))] if len(ids) <= LONGEST else []

    def collate(self, group: list[tuple[list[int], int]]) -> dict[str, Tensor]:
        """input_ids, attention_mask and labels. [B, T]"""
        width = max(len(ids) for ids, _ in group)
        padded = lambda ids, filler: ids + [filler] * (width - len(ids))
        return {
            "input_ids": torch.tensor([padded(ids, self.pad) for ids, _ in group]),
            "attention_mask": torch.tensor([padded([1] * len(ids), 0) for ids, _ in group]),
            "labels": torch.tensor(
                [padded([NOT_ASKED] * shown + ids[shown:], NOT_ASKED) for ids, shown in group]
            ),
        }


def other_digits(page: RowPage, rng: random.Random) -> RowPage:
    """The same page with each digit exchanged for another, equal ones for equal ones."""
    table = str.maketrans("0123456789", "".join(rng.sample("0123456789", 10)))
    return RowPage(
        page.document,
        [line.translate(table) for line in page.lines],
        page.targets,
        page.concepts,
        page.holds,
    )


class CopyLoop(Loop):
    def create_optimizer(self, model=None) -> MuonAdamW:
        self.optimizer = MuonAdamW(self.model.named_parameters(), self.args.learning_rate)
        return self.optimizer

    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None) -> Tensor:
        """Mean over the tokens to write; logits only where there are some, for 8,000 at every place
        fill the memory.
        """
        with self.autocast():
            hidden = model.model(
                input_ids=inputs["input_ids"],
                attention_mask=inputs["attention_mask"],
                use_cache=False,
            ).last_hidden_state
            right = inputs["labels"][:, 1:]
            logits = model.lm_head(hidden[:, :-1][right != NOT_ASKED])
        return torch.nn.functional.cross_entropy(logits.float(), right[right != NOT_ASKED])


def new_model(tokenizer: PreTrainedTokenizerFast) -> Qwen3ForCausalLM:
    """The embedded model's network, but causal."""
    return Qwen3ForCausalLM(
        Qwen3Config(
            vocab_size=len(tokenizer),
            hidden_size=HIDDEN,
            num_hidden_layers=LAYERS,
            num_attention_heads=HEADS,
            num_key_value_heads=KV_HEADS,
            head_dim=HIDDEN // HEADS,
            intermediate_size=MLP,
            tie_word_embeddings=True,
            max_position_embeddings=8192,
            rope_theta=10_000.0,
            bos_token_id=None,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )
    )


def train(args: argparse.Namespace) -> None:
    torch.set_num_threads(args.threads)
    last = checkpoint(args.out, args.resume)
    sources = load_pages(args.data, PARTS)
    tokenizer = make_tokenizer([page for _, pages in sources for page in pages])
    settings = mark_arguments(args.out, args.steps, args.seed)  # seeds the weights too
    model, form = new_model(tokenizer), Copying(tokenizer)
    if args.words:
        embed_words(model, tokenizer, args.words)
    print(
        f"{sum(p.numel() for p in model.parameters()):,} parameters, {len(tokenizer)} tokens",
        flush=True,
    )
    batches = Batches(Drawer(sources), form.ask, form.collate, args.tokens, PAGES, args.seed)
    run(CopyLoop(model=model, args=settings, train_dataset=batches), Report(None), last)
    model.to(torch.bfloat16).save_pretrained(args.out)
    tokenizer.save_pretrained(args.out)


class Writer:
    """A trained model that writes answers under the JSON schema."""

    def __init__(self, folder: Path) -> None:
        self.tokenizer = PreTrainedTokenizerFast.from_pretrained(folder)
        self.model = Qwen3ForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
        self.llg = llguidance.hf.from_tokenizer(self.tokenizer)
        self.grammars = {
            group: LLMatcher.grammar_from_json_schema(
                schema(group), overrides={"whitespace_flexible": False}
            )
            for group in (STATEMENTS, COVER)
        }
        self.open = {sign: self.tokenizer.convert_tokens_to_ids(sign) for sign in LEAST}

    def __call__(self, chunk: Chunk, group: tuple[Part, ...]) -> Written | None:
        """None where the answer does not end."""
        view = row_text if group is STATEMENTS else word_text
        text, shares = self.write(
            "\n".join(view(line.text) for line in chunk.lines) + ANSWER, self.grammars[group]
        )
        return Written(chunk, json.loads(text), sure(text, shares)) if text else None

    @torch.inference_mode()
    def write(self, text: str, grammar: str) -> tuple[str, dict[int, float]]:
        """The answer, and at each of its characters where something or null was to be chosen the
        probability of something.
        """
        matcher, bits, cache = (
            LLMatcher(self.llg, grammar),
            llguidance.torch.allocate_token_bitmask(1, self.llg.vocab_size),
            None,
        )
        pending, ids, said, shares = (
            self.tokenizer(text, add_special_tokens=False)["input_ids"],
            [],
            "",
            {},
        )
        for _ in range(MOST):
            out = self.model(
                input_ids=torch.tensor([pending]),
                past_key_values=cache,
                use_cache=True,
                logits_to_keep=1,
            )
            cache = out.past_key_values
            llguidance.torch.fill_next_token_bitmask(matcher, bits)
            llguidance.torch.apply_token_bitmask_inplace(logits := out.logits[:, -1].float(), bits)
            token, shares[len(said)] = self.choose(logits[0].softmax(-1), said)
            pending = take(matcher, token)
            ids += pending
            said = self.tokenizer.decode(
                ids, skip_special_tokens=True, clean_up_tokenization_spaces=False
            )  # whole, for a letter may take two tokens
            if matcher.is_stopped():
                return (
                    (said, shares)
                    if matcher.is_accepting() and not matcher.get_error()
                    else ("", {})
                )
        return "", {}

    def choose(self, shares: Tensor, said: str) -> tuple[int, float]:
        """The likeliest token; behind a key, what opens a value if it is likely enough. And the
        probability of that.
        """
        best = shares.argmax().item()
        opens = max(self.open, key=lambda sign: shares[self.open[sign]].item())
        p = shares[self.open[opens]].item()
        return (self.open[opens] if said.endswith('":') and p >= LEAST[opens] else best), p


def sure(text: str, shares: dict[int, float]) -> dict[written.Path, float]:
    """The probabilities by path. Keys come in the schema's order, so each is sought behind the one
    before.
    """
    found, at = {}, 0
    for part, answer in json.loads(text).items():
        at = text.index(f'"{part}":', at) + len(part) + 3
        found[part,] = shares.get(at, 1.0)
        rows = enumerate(answer) if isinstance(answer, list) else [(None, answer or {})]
        for i, row in rows:
            for field in row:
                at = text.index(f'"{field}":', at) + len(field) + 3
                found[(part, field) if i is None else (part, i, field)] = shares.get(at, 1.0)
    return found


def extract(args: argparse.Namespace) -> None:
    """Prints `NAME: 123 values, 4.5 s` a file and writes the tables as the main job does."""
    torch.set_num_threads(args.threads)
    check_writable(args.out)
    writer, records, seconds = Writer(args.model), [], {}
    for path in [p for word in args.files for p in find(word)]:
        start = time.perf_counter()
        records.append(record(path, writer))
        seconds[path.stem] = round(time.perf_counter() - start, 2)
        print(f"{path.name}: {len(records[-1].values)} values, {seconds[path.stem]} s", flush=True)
    write(records, [], Filing, args.out, Run("filing", args.model.name, versions(), seconds))


def record(path: Path, writer: Writer) -> Record:
    """The pages that the main job asks, each once for its statements and once for its cover."""
    document = read(path)
    chunks = chunk_pages(document)
    found, answers = locate(PARTS, chunks), []
    for group in (STATEMENTS, COVER):
        wanted = {c for p in group for c in found[p.name]}
        answers.append([w for c in chunks if c in wanted and (w := writer(c, group))])
    return written.record(document, PARTS, *answers)


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("train")
    one.set_defaults(do=train)
    one.add_argument(
        "--data",
        action="append",
        required=True,
        help="[WEIGHT:]DIR or [WEIGHT:]FILE.jsonl, as `extract train` takes it; may be given again",
    )
    one.add_argument("--out", type=Path, required=True)
    one.add_argument("--steps", type=int, default=2_400)
    one.add_argument(
        "--tokens",
        type=int,
        default=TOKENS_PER_STEP,
        help="a step; the default is what the embedded model has",
    )
    one.add_argument(
        "--words",
        type=Path,
        help="folder of a sentence encoder whose word embeddings to start from",
    )
    one.add_argument("--seed", type=int, default=0)
    one.add_argument("--threads", type=int, default=2)
    one.add_argument("--resume", action="store_true")
    two = commands.add_parser("extract")
    two.set_defaults(do=extract)
    two.add_argument("files", nargs="+", help="PDF files, or folders that hold some")
    two.add_argument("--model", type=Path, required=True)
    two.add_argument("--out", type=Path, required=True)
    two.add_argument("--threads", type=int, default=2)
    args = parser.parse_args(words)
    args.do(args)


if __name__ == "__main__":
    main()
