"""The optimizer: Muon for the layers' matrices, AdamW for embeddings and norms (Jordan et al. 2024,
kellerjordan.github.io/posts/muon).

On the first 100 steps of the recipe Muon is where AdamW is after 200, at a tenth more time a step
(LOG.md).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import torch
from torch import nn

DECAY, MOMENTUM, BETAS = 0.05, 0.95, (0.9, 0.97)


class MuonAdamW(torch.optim.Optimizer):
    """Both as one optimizer, so that one schedule drives them. Muon's step is scaled to the size of
    Adam's: one rate for both. `rate`: by the name of a parameter, where they differ. `tables`:
    parts of the names of two-dimensional parameters that rows are looked up in.
    """

    def __init__(
        self,
        parameters: Iterable[tuple[str, nn.Parameter]],
        rate: Callable[[str], float],
        tables: Sequence[str] = ("embed",),
    ) -> None:
        hidden: dict[float, list[nn.Parameter]] = defaultdict(list)
        rest: dict[float, list[nn.Parameter]] = defaultdict(list)
        for name, p in parameters:
            matrix = p.ndim == 2 and not any(table in name for table in tables)
            (hidden if matrix else rest)[rate(name)].append(p)
        self.both = (
            torch.optim.Muon(
                _groups(hidden),
                weight_decay=DECAY,
                momentum=MOMENTUM,
                adjust_lr_fn="match_rms_adamw",
            ),
            torch.optim.AdamW(_groups(rest), weight_decay=0.0, betas=BETAS, fused=True),
        )
        super().__init__([group for o in self.both for group in o.param_groups], {})

    @torch.no_grad()
    def step(self, closure=None) -> None:
        for optimizer in self.both:
            optimizer.step()

    def state_dict(self) -> dict:
        return {"both": [o.state_dict() for o in self.both]}

    def load_state_dict(self, state: dict) -> None:
        for optimizer, mine in zip(self.both, state["both"], strict=False):
            optimizer.load_state_dict(mine)
        self.param_groups = [
            group for o in self.both for group in o.param_groups
        ]  # loading makes new ones


def _groups(by_rate: dict[float, list[nn.Parameter]]) -> list[dict]:
    return [{"params": some, "lr": rate} for rate, some in by_rate.items()]
