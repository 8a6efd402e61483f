"""What the network is told of a batch: where values begin, end, and which are of one row."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor
from torch.nn import functional

from extract_filings.training.spans.batches import Batch, Target
from extract_filings.training.spans.network import LONGEST, FieldsRead, SpanReader

MOST_VALUES = 24
"""Of a list in a window, whose ends are learnt."""


WHOSE = 0.5
"""Weight of whose value a place is."""


def loss(network: SpanReader, batch: Batch, from_fields: bool = True) -> Tensor:
    """`from_fields`: whether the encoder learns from how it reads fields, not from pages alone."""
    hidden = network.encode(batch.ids, batch.mask, batch.features, batch.ways)
    fields = network.fields(batch.field_ids, batch.field_mask, batch.kinds, from_fields)
    of_windows = [
        term
        for i, targets in enumerate(batch.targets)
        for term in _of_window(network, batch, i, hidden[i], fields, targets)
    ]
    return torch.stack(of_windows).sum() / len(batch.targets)


def _of_window(
    network: SpanReader,
    batch: Batch,
    i: int,
    hidden: Tensor,
    fields: FieldsRead,
    targets: Sequence[Target],
) -> Iterator[Tensor]:
    """Each summed over the fields, divided by some of them."""
    numbers = torch.tensor([t.field for t in targets])
    asked = fields[numbers]
    score, none = network.begins(hidden, asked, batch.ways[i], batch.mask[i])
    may = batch.begins[i]
    of_fields = [_begin_loss(score[k][may], none[k], t, may) for k, t in enumerate(targets)]
    yield torch.stack(of_fields).mean()
    if single := [k for k, t in enumerate(targets) if not t.many]:
        yield _whose_loss(score[single] - none[single, None], [targets[k] for k in single])
    if stated := [k for k, t in enumerate(targets) if len(t.begins)]:
        some = [targets[k] for k in stated]
        yield _end_loss(network, batch.ends[i], hidden, asked.whole[stated], some)
    for rows in _lists(targets).values():
        yield _row_loss(network, hidden, batch.ways[i], rows)


def _begin_loss(score: Tensor, none: Tensor, target: Target, may: Tensor) -> Tensor:
    """score [tokens that a value may begin with]. All places of one value are right; of a list each
    row is told by itself.
    """
    right = torch.zeros(len(may), dtype=torch.bool)
    right[target.begins] = True
    right = right[may]
    if target.many:
        each = functional.softplus(torch.where(right, none - score, score - none))
        return each[right].sum() / max(1, int(right.sum())) + each[~right].sum() / (
            1 + int(right.sum())
        )
    whole = torch.cat([score, none[None]]).logsumexp(0)
    return whole - (score[right].logsumexp(0) if right.any() else none)


def _whose_loss(score: Tensor, targets: Sequence[Target]) -> Tensor:
    """score [fields, tokens], against null. Of each place where a value begins, whose value it is:
    it tells fields apart that are sought by much the same words.
    """
    claims = torch.zeros(score.shape, dtype=torch.bool)
    for k, t in enumerate(targets):
        claims[k, t.begins] = True
    places = claims.any(0)
    if not places.any():
        return score.new_zeros(())
    score, claims = score[:, places], claims[:, places]
    all_of_them = torch.cat([score, torch.zeros_like(score[:1])]).logsumexp(0)
    return (all_of_them - score.masked_fill(~claims, -1e4).logsumexp(0)).mean() * WHOSE


def _end_loss(
    network: SpanReader, may: Tensor, hidden: Tensor, whole: Tensor, targets: Sequence[Target]
) -> Tensor:
    """whole [targets, width]. The mean over fields of the mean over their values."""
    begins, ends = (
        torch.cat([getattr(t, name)[:MOST_VALUES] for t in targets]) for name in ("begins", "ends")
    )
    many = torch.tensor([min(MOST_VALUES, len(t.begins)) for t in targets])
    of = torch.arange(len(targets)).repeat_interleave(many)
    score = network.finishes(hidden, whole[of], begins).masked_fill(~may, -1e4)
    near = (ends - begins < LONGEST).float()
    each = functional.cross_entropy(score, ends, reduction="none").clamp(max=20) * near
    sums, counts = (torch.zeros(len(targets)).index_add(0, of, some) for some in (each, near))
    return (sums / counts.clamp(min=1)).mean()


def _lists(targets: Sequence[Target]) -> dict[str, list[Target]]:
    """Those with several fields in the window, by what holds them."""
    made: dict[str, list[Target]] = defaultdict(list)
    for t in targets:
        if t.many and len(t.begins):
            made[t.owner].append(t)
    return {owner: some for owner, some in made.items() if len(some) > 1}


def _row_loss(
    network: SpanReader, hidden: Tensor, ways: Tensor, targets: Sequence[Target]
) -> Tensor:
    places = torch.cat([t.begins[:MOST_VALUES] for t in targets])
    rows = torch.cat([t.rows[:MOST_VALUES] for t in targets])
    score = network.same_row(hidden, ways, places)
    same = (rows[:, None] == rows[None]).float()
    weight = torch.where(same > 0, same.numel() / same.sum(), same.numel() / (1 + (1 - same).sum()))
    return functional.binary_cross_entropy_with_logits(score, same, weight / 2)
