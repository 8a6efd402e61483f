"""How well a network reads samples that it was not trained on."""

from collections import Counter
from collections.abc import Sequence
from random import Random

import torch
from tokenizers import Tokenizer
from torch import Tensor

from extract_filings.training.spans.batches import Batch, batch, items
from extract_filings.training.spans.network import SpanReader
from extract_filings.training.spans.sample import Sample

MOST = 250  # samples


@torch.no_grad()
def judged(network: SpanReader, samples: Sequence[Sample], tokenizer: Tokenizer) -> str:
    """Of single fields: values right of stated, fields given of absent. Of lists: F1 of values."""
    count: Counter[str] = Counter()
    network.eval()
    for sample in samples[:MOST]:
        for one in items(sample, tokenizer, Random(0)):
            _count(network, batch([one], tokenizer), count, sample.source)
    network.train()
    sources = sorted({k.split("/")[0] for k in count})
    return " ".join(f"{s}: {_told(count, s)}" for s in sources)


def _told(count: Counter[str], source: str) -> str:
    c = {k.split("/")[1]: v for k, v in count.items() if k.split("/")[0] == source}
    get = lambda k: c.get(k, 0)  # noqa: E731
    f1 = 2 * get("hit") / max(1, get("said") + get("rows"))
    return (
        f"{get('right')}/{get('stated')} begun {get('begun')}, invented"
        f" {get('invented')}/{get('absent')}, lists {f1:.2f}"
    )


def _count(network: SpanReader, b: Batch, count: Counter[str], source: str) -> None:
    hidden = network.encode(b.ids, b.mask, b.features, b.ways)[0]
    fields = network.fields(b.field_ids, b.field_mask, b.kinds)
    numbers = torch.tensor([t.field for t in b.targets[0]])
    score, none = network.begins(hidden, fields[numbers], b.ways[0], b.mask[0])
    score = score.masked_fill(~b.begins[0], -1e4)
    of = _source(source)
    for k, t in enumerate(b.targets[0]):
        wanted = {(int(i), int(j)) for i, j in zip(t.begins, t.ends, strict=True)}
        if t.many:
            begins = (score[k] > none[k]).nonzero()[:, 0]
            got = {*_spans(network, b, hidden, fields.whole[t.field], begins)}
            count[f"{of}/hit"] += len(got & wanted)
            count[f"{of}/said"] += len(got)
            count[f"{of}/rows"] += len(wanted)
            continue
        best = score[k].argmax()
        given = bool(score[k][best] > none[k])
        (span,) = _spans(network, b, hidden, fields.whole[t.field], best[None])
        count[f"{of}/stated"] += bool(wanted)
        count[f"{of}/right"] += given and span in wanted
        count[f"{of}/begun"] += given and span[0] in {i for i, _ in wanted}
        count[f"{of}/absent"] += not wanted
        count[f"{of}/invented"] += given and not wanted


def _spans(network: SpanReader, b: Batch, hidden: Tensor, field: Tensor, begins: Tensor) -> list:
    if not len(begins):
        return []
    score = network.finishes(hidden, field[None].expand(len(begins), -1), begins)
    ends = score.masked_fill(~b.ends[0], -1e4).argmax(1)
    return [*zip(begins.tolist(), ends.tolist(), strict=True)]


def _source(source: str) -> str:
    return source.split("/")[0].split(":")[0]
