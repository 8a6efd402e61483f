"""Trains the span reader: `python -m extract_filings.training.spans.train trades.jsonl.gz
3:filings.jsonl.gz --bert FOLDER --out FOLDER --minutes 60`, here with each third sample of filings.
Run again, it goes on where it was. `--base` instead of `--bert` starts from exported weights, for
which a lower `--rate` does.

A checkpoint and a line of the log every so many steps. Of each file a small part is left out, for
judging.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
from tokenizers import Tokenizer
from torch.utils.data import DataLoader, IterableDataset

from extract_filings.training.optimizer import MuonAdamW
from extract_filings.training.spans.batches import Batch, Item, batch, items
from extract_filings.training.spans.judge import judged
from extract_filings.training.spans.loss import loss
from extract_filings.training.spans.network import SpanReader
from extract_filings.training.spans.sample import Sample, read

RATES = {"known": 3e-4, "new": 1e-3, "numbers": 1e-2}
"""Of what BERT knows already, of new matrices, and of single numbers, which have far to go."""
NUMBERS = ("ways", "from_label", "none_bias", "length", "row_ways", "alike")
TABLES = ("tokens", "places", "features", "kind", *NUMBERS)
WARM = 60  # steps
FROM_FIELDS = 2
"""Steps of which one learns from fields too: they take as long as pages, and MiniLM knows them."""
AT_ONCE = 2_500
"""Tokens of a batch, about."""
CHECKPOINT = "checkpoint.pt"
EVERY = 250
JUDGED = 300
"""Of a file's samples each such one is left out."""


def main() -> None:
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("files", nargs="+", help="FILE, or N:FILE for each Nth sample")
    start = a.add_mutually_exclusive_group(required=True)
    start.add_argument("--bert", type=Path, help="folder of MiniLM")
    start.add_argument("--base", type=Path, help="folder that spans.export wrote")
    a.add_argument("--rate", type=float, default=1, help="share of the usual rates")
    a.add_argument("--out", type=Path, required=True)
    a.add_argument("--minutes", type=float, default=60)
    a.add_argument("--steps", type=int, default=4_000, help="after which the rates are 0")
    given = a.parse_args()
    torch.manual_seed(0)
    network = SpanReader.exported(given.base) if given.base else SpanReader.from_bert(given.bert)
    optimizer = _optimizer(network, given.rate)
    tokenizer = tokenizer_of(given.base or given.bert)
    train(network, optimizer, tokenizer, given.files, given.out, given.minutes, given.steps)


def train(
    network: SpanReader,
    optimizer: torch.optim.Optimizer,
    tokenizer: Tokenizer,
    files: Sequence[str],
    out: Path,
    minutes: float,
    steps: int,
) -> None:
    """Until so many minutes are over, or so many steps."""
    most = [group["lr"] for group in optimizer.param_groups]
    done = _resumed(network, optimizer, out)
    kept = _samples(files)
    left = Batches(_left(kept, judging=False), tokenizer, done)
    stream = iter(DataLoader(left, batch_size=None, num_workers=1, prefetch_factor=4))
    until, since, seen = time.monotonic() + 60 * minutes, time.monotonic(), []
    for step in range(done, steps):
        for group, rate in zip(optimizer.param_groups, most, strict=True):
            group["lr"] = rate * min(1, (step + 1) / WARM) * (1 - step / steps)
        with torch.autocast("cpu", torch.bfloat16):  # takes 0.6 of the time
            value = loss(network, next(stream), step % FROM_FIELDS == 0)
        value.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step(), optimizer.zero_grad()
        seen.append(value.item())
        over = time.monotonic() > until or step + 1 == steps
        if (step + 1) % EVERY == 0 or over:
            _save(network, optimizer, out, step + 1)
            told = judged(network, _left(kept, judging=True), tokenizer)
            mean, took = sum(seen) / len(seen), time.monotonic() - since
            print(f"{step + 1} loss {mean:.3f} {took:.0f} s {told}", flush=True)
            seen.clear()
        if over:
            return


def tokenizer_of(folder: Path) -> Tokenizer:
    made = Tokenizer.from_file(str(folder / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made


def _samples(files: Sequence[str]) -> list[list[Sample]]:
    made = []
    for word in files:
        each, _, file = word.rpartition(":")
        made.append([s for i, s in enumerate(read(Path(file))) if i % int(each or 1) == 0])
    return made


def _left(kept: Sequence[Sequence[Sample]], judging: bool) -> list[Sample]:
    return [s for some in kept for i, s in enumerate(some) if (i % JUDGED == 0) == judging]


@dataclass(frozen=True, slots=True)
class Batches(IterableDataset[Batch]):
    """Without end; windows of about the same length together. Made by a process of their own while
    the network learns from those before.
    """

    samples: Sequence[Sample]
    tokenizer: Tokenizer
    seed: int

    def __iter__(self) -> Iterator[Batch]:
        random = Random(self.seed)
        while True:
            order = random.sample(self.samples, len(self.samples))
            for at in range(0, len(order), 64):
                yield from self._of(order[at : at + 64], random)

    def _of(self, some: Sequence[Sample], random: Random) -> Iterator[Batch]:
        made = [i for s in some for i in items(s, self.tokenizer, random)]
        groups = [*_grouped(sorted(made, key=lambda i: len(i[0].ids)))]
        random.shuffle(groups)
        yield from (batch(g, self.tokenizer) for g in groups)


def _grouped(made: Sequence[Item]) -> Iterator[list[Item]]:
    group: list[Item] = []
    for one in made:
        if group and (len(group) + 1) * len(one[0].ids) > AT_ONCE:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _optimizer(network: SpanReader, rate: float) -> MuonAdamW:
    learnt = [(name, p) for name, p in network.named_parameters() if p.requires_grad]
    return MuonAdamW(learnt, lambda name: rate * RATES[_kind(name.split(".")[0])], TABLES)


def _kind(name: str) -> str:
    if name in NUMBERS:
        return "numbers"
    return "known" if name in ("tokens", "places", "norm", "blocks") else "new"


def _save(network: SpanReader, optimizer: torch.optim.Optimizer, out: Path, step: int) -> None:
    out.mkdir(parents=True, exist_ok=True)
    made = {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "step": step}
    torch.save(made, out / "checkpoint.part")
    (out / "checkpoint.part").rename(out / CHECKPOINT)


def _resumed(network: SpanReader, optimizer: torch.optim.Optimizer, out: Path) -> int:
    """The steps that are done."""
    file = out / CHECKPOINT
    if not file.exists():
        return 0
    kept = torch.load(file, weights_only=True)
    network.load_state_dict(kept["network"])
    optimizer.load_state_dict(kept["optimizer"])
    return kept["step"]


if __name__ == "__main__":
    main()
