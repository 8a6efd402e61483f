"""Trains the embedded model: `python -m training.train --data DIR [DIR ...] --out models/embedded --minutes 60`.

A Qwen3 of some ten million parameters from scratch, on two cores. One example is one prompt; the loss is the cross entropy of the right
mark among the marks legal at each question, just what extraction reads. Each row's us-gaap concept is asked too, at the
token before: the richer marks teach wording (no concept is ever asked in extraction). Checkpoints every few minutes;
`--resume` goes on from the last.
"""

import argparse
import json
import math
import random
import time
from pathlib import Path

import torch
from torch import Tensor
from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

from pipeline.prompt import rows_prompt, words_prompt
from pipeline.records import NO, NONE, YES, Chunk, Line
from schemas.base import parts
from schemas.filing import Filing
from training.augment import Pool, vary_rows, vary_words
from training.examples import CONCEPT, RowPage, WordPage
from training.tokenizer import embed_words, load_pages, make_tokenizer

HIDDEN, LAYERS, HEADS, KV_HEADS, MLP = 384, 6, 6, 2, 1024
TOKENS_PER_STEP = 7_000  # some ten pages: many small steps learn faster on two cores than few large ones
PEAK_RATE, WARMUP = 1.5e-3, 60
BPE_DROPOUT, TOKEN_NOISE, LABEL_SMOOTHING = 0.1, 0.03, 0.05
CONCEPT_WEIGHT = 0.3
SHARES = {"statement": 0.5, "other rows": 0.17, "cover": 0.28, "other words": 0.05}  # of the pages drawn; pages without an answer are many and alike
PARTS = parts(Filing)
STATEMENTS = [p for p in PARTS if p.kind == "statement"]
COVER = [p for p in PARTS if p.opening]


def row_slots(page: RowPage) -> tuple[str, list[tuple[int, tuple[str, ...], str]]]:
    """Prompt text and its questions as (characters seen, choices, right mark); concepts one character earlier."""
    lines = tuple(Line(1, i, text) for i, text in enumerate(page.lines))
    prompt, slots = rows_prompt(Chunk(lines), STATEMENTS), []
    for q in prompt.questions:
        if q.line is None:
            name = prompt.text[: q.seen].rsplit("<", 1)[1].rstrip(">")
            slots.append((q.seen, q.choices, YES if name in page.holds else NO))
            continue
        slots.append((q.seen, q.choices, page.targets[q.line.number]))
        if concept := page.concepts[q.line.number]:
            slots.append((q.seen - 1, ("concept",), CONCEPT.format(concept)))
    return prompt.text, slots


def word_slots(page: WordPage) -> tuple[str, list[tuple[int, tuple[str, ...], str]]]:
    """The same for a cover page; a right mark that the grammar would not allow counts as none."""
    lines = tuple(Line(1, i, text) for i, text in enumerate(page.lines))
    prompt, slots, at = words_prompt(Chunk(lines), COVER), [], {}
    for q in prompt.questions:
        at[q.line.number] = at.get(q.line.number, -1) + 1
        right = page.targets[q.line.number][at[q.line.number]]
        slots.append((q.seen, q.choices, right if right in q.choices else NONE))
    return prompt.text, slots


def by_kind(pages: list[RowPage | WordPage]) -> dict[str, list[RowPage | WordPage]]:
    """Pages that hold answers and pages that do not, apart."""
    kinds: dict[str, list[RowPage | WordPage]] = {}
    for page in pages:
        if isinstance(page, RowPage):
            kind = "statement" if page.holds else "other rows"
        else:
            kind = "cover" if any(m != NONE for marks in page.targets for m in marks) else "other words"
        kinds.setdefault(kind, []).append(page)
    return kinds


class Batcher:
    """Draws pages, varies them, tokenizes them and packs them by length."""

    def __init__(self, sources: list[tuple[float, list]], pool: Pool, tokenizer: PreTrainedTokenizerFast, rng: random.Random):
        self.groups = [(weight * SHARES[kind], group) for weight, pages in sources for kind, group in by_kind(pages).items()]
        self.pool, self.rng, self.tokenizer = pool, rng, tokenizer
        vocab = tokenizer.get_vocab()
        self.marks = sorted((m for m in vocab if m.startswith("<") and m.endswith(">") and len(m) > 2), key=vocab.get)
        self.mark_ids = torch.tensor([vocab[m] for m in self.marks])
        self.index = {m: i for i, m in enumerate(self.marks)}
        self.concepts = tuple(i for i, m in enumerate(self.marks) if m.startswith(CONCEPT[:4]))
        self.cache: dict[tuple[str, ...], tuple[int, ...]] = {}

    def legal(self, choices: tuple[str, ...]) -> tuple[int, ...]:
        if choices not in self.cache:
            self.cache[choices] = self.concepts if choices == ("concept",) else tuple(self.index[c] for c in choices)
        return self.cache[choices]

    def example(self, vary: bool = True, page=None):
        if page is None:
            page = self.rng.choice(self.rng.choices(self.groups, [w for w, _ in self.groups])[0][1])
        rows = isinstance(page, RowPage)
        if vary:
            page = (vary_rows if rows else vary_words)(page, self.pool, self.rng)
        text, slots = (row_slots if rows else word_slots)(page)
        return self.encode(text, slots, vary)

    def encode(self, text, slots, vary):
        """Token ids, and per slot: position, legal marks, right mark (indices into `marks`)."""
        self.tokenizer.backend_tokenizer.model.dropout = BPE_DROPOUT if vary and self.rng.random() < 0.7 else None
        encoded = self.tokenizer.backend_tokenizer.encode(text)
        ids, at = list(encoded.ids), {end: i for i, (_, end) in enumerate(encoded.offsets)}
        if vary:
            for i in range(len(ids)):
                if self.rng.random() < TOKEN_NOISE and ids[i] > len(self.marks) + 300:
                    ids[i] = self.rng.randrange(len(self.marks) + 300, len(self.tokenizer))
        asked = [(at[seen], self.legal(choices), self.index[right]) for seen, choices, right in slots if right in self.index and seen in at]
        return ids, asked

    def batches(self):
        """Endless batches of about TOKENS_PER_STEP tokens, pages of like length together."""
        while True:
            pages = sorted((self.example() for _ in range(120)), key=lambda e: len(e[0]))
            groups, start = [], 0
            for i in range(1, len(pages) + 1):
                if i == len(pages) or len(pages[i][0]) * (i - start + 1) > TOKENS_PER_STEP:
                    groups.append(pages[start:i])
                    start = i
            self.rng.shuffle(groups)
            yield from (self.collate(g) for g in groups)

    def collate(self, group):
        width = max(len(ids) for ids, _ in group)
        batch = torch.zeros(len(group), width, dtype=torch.long)
        where, legal, right, weight = [], [], [], []
        for row, (ids, asked) in enumerate(group):
            batch[row, : len(ids)] = torch.tensor(ids)
            for position, choices, target in asked:
                where.append(row * width + position)
                legal.append(choices)
                right.append(target)
                weight.append(CONCEPT_WEIGHT if choices is self.concepts else 1.0)
        closed = torch.full((len(where), len(self.marks)), True)
        for i, choices in enumerate(legal):
            closed[i, list(choices)] = False
        return batch, torch.tensor(where), closed, torch.tensor(right), torch.tensor(weight)


def mark_logits(model: Qwen3ForCausalLM, batch: Tensor, where: Tensor, mark_ids: Tensor) -> Tensor:
    """Logits of the marks at the questions. [B, T] -> [questions, marks]"""
    hidden = model.model(input_ids=batch, use_cache=False).last_hidden_state
    return hidden.reshape(-1, hidden.shape[-1])[where].float() @ model.lm_head.weight[mark_ids].float().T


def loss_of(model, batch, where, closed, right, weight, mark_ids) -> Tensor:
    logits = mark_logits(model, batch, where, mark_ids).masked_fill(closed, -1e4)
    logp = logits.log_softmax(-1)
    hit = logp.gather(1, right[:, None])[:, 0]
    legal = (~closed).float()
    smooth = (logp * legal).sum(1) / legal.sum(1)
    return -((hit * (1 - LABEL_SMOOTHING) + smooth * LABEL_SMOOTHING) * weight).sum() / weight.sum()


def rate(done: float, step: int) -> float:
    """Warm-up by steps, then a cosine over the time granted."""
    return PEAK_RATE * min(1, (step + 1) / WARMUP) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1, done))))


@torch.no_grad()
def judge(model, batcher: Batcher, pages: list) -> dict[str, float]:
    """Share of questions answered right, by kind, on pages as they are."""
    model.eval()
    counts: dict[str, list[int]] = {}
    for page in pages:
        ids, asked = batcher.example(False, page)
        if not asked:
            continue
        batch, where, closed, right, _ = batcher.collate([(ids, asked)])
        with torch.autocast("cpu", torch.bfloat16):
            guess = mark_logits(model, batch, where, batcher.mark_ids).masked_fill(closed, -1e4).argmax(-1)
        for g, r, (_, choices, _) in zip(guess.tolist(), right.tolist(), asked):
            name = batcher.marks[r]
            kind = "concept" if choices is batcher.concepts else "chunk" if name in (YES, NO) else "none" if name == NONE else "row" if isinstance(page, RowPage) else "word"
            kind += "/none" if kind == "none" and isinstance(page, RowPage) else ""
            count = counts.setdefault(kind, [0, 0])
            count[0] += g == r
            count[1] += 1
    model.train()
    return {k: round(a / b, 4) for k, (a, b) in sorted(counts.items())}


def new_model(tokenizer: PreTrainedTokenizerFast, seed: int) -> Qwen3ForCausalLM:
    torch.manual_seed(seed)
    config = Qwen3Config(vocab_size=len(tokenizer), hidden_size=HIDDEN, num_hidden_layers=LAYERS, num_attention_heads=HEADS,
                         num_key_value_heads=KV_HEADS, head_dim=HIDDEN // HEADS, intermediate_size=MLP, tie_word_embeddings=True,
                         max_position_embeddings=8192, rope_theta=10_000.0, bos_token_id=None, eos_token_id=tokenizer.eos_token_id,
                         pad_token_id=tokenizer.pad_token_id, attention_dropout=0.0)
    return Qwen3ForCausalLM(config)


def train(args: argparse.Namespace) -> None:
    rng = random.Random(args.seed)
    torch.set_num_threads(args.threads)
    sources = [(weight, pages) for weight, pages in load_pages(args.data)]
    everything = [p for _, pages in sources for p in pages]
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer = make_tokenizer(everything, args.out, PARTS, args.text)
    batcher = Batcher(sources, Pool(everything), tokenizer, rng)
    model = new_model(tokenizer, args.seed)
    if args.words:
        embed_words(model, tokenizer, args.words)
    held = [p for _, pages in load_pages(args.judge) for p in pages] if args.judge else []
    wd = [p for p in model.parameters() if p.ndim == 2]
    optimizer = torch.optim.AdamW([{"params": wd, "weight_decay": 0.05}, {"params": [p for p in model.parameters() if p.ndim < 2], "weight_decay": 0.0}], lr=PEAK_RATE, betas=(0.9, 0.97), fused=True)
    state, step, spent, checkpoint = {}, 0, 0.0, args.out / "checkpoint.pt"
    if args.resume and checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"]); optimizer.load_state_dict(state["optimizer"])
        step, spent = state["step"], state["spent"]
    print(f"{sum(p.numel() for p in model.parameters()):,} parameters, {len(tokenizer)} tokens, {len(everything)} pages", flush=True)
    last, seen, total, saved = time.time(), 0, 0.0, spent
    for batch in batcher.batches():
        for group in optimizer.param_groups:
            group["lr"] = rate(spent / (60 * args.minutes), step)
        with torch.autocast("cpu", torch.bfloat16):
            loss = loss_of(model, *batch, batcher.mark_ids)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step(); optimizer.zero_grad(set_to_none=True)
        now = time.time(); spent += now - last; last = now
        step += 1; seen += batch[0].numel(); total += loss.item()
        if step % 25 == 0:
            print(f"step {step} {spent:.0f}s loss {total / 25:.3f} {seen / spent:.0f} tokens/s", flush=True); total = 0.0
        done = spent > 60 * args.minutes
        if done or step % args.every == 0:
            print(f"step {step} {spent:.0f}s held out: {json.dumps(judge(model, batcher, held))}", flush=True)
            last = time.time()
        if done or spent - saved > 300:
            saved = spent
            save(model, tokenizer, args.out)
            torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "spent": spent}, checkpoint)
        if done:
            return


def save(model: Qwen3ForCausalLM, tokenizer: PreTrainedTokenizerFast, out: Path) -> None:
    """bf16 weights, config and tokenizer, as `from_pretrained` reads them."""
    tokenizer.backend_tokenizer.model.dropout = None
    copy = Qwen3ForCausalLM(model.config).to(torch.bfloat16)
    copy.load_state_dict(model.state_dict())
    copy.save_pretrained(out)
    tokenizer.save_pretrained(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", nargs="+", required=True, help="WEIGHT:DIR of a split with gold, or of a pages file made from one")
    parser.add_argument("--judge", nargs="*", help="WEIGHT:DIR to report on, never trained on")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--text", type=Path, help="folder of further PDFs for the tokenizer")
    parser.add_argument("--words", type=Path, help="safetensors with word embeddings to start from, and vocab.txt beside it")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--every", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--resume", action="store_true")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
