"""A checkpoint -> the folder that the span reader is loaded from:
`python -m extract_filings.training.spans.export CHECKPOINT --bert FOLDER --out FOLDER`.

`--mean-with FOLDER` takes the mean with the weights of that folder, which such a command wrote;
`--share` is how much the checkpoint counts.
"""

import argparse
import shutil
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor

from extract_filings.pipeline.registry.checksums import seal
from extract_filings.training.spans.network import SpanReader
from extract_filings.training.spans.train import CHECKPOINT


def export(weights: dict[str, Tensor], tokenizer: Path, out: Path) -> None:
    """Weights of half precision, those of tokens in eight bits, and BERT's tokenizer."""
    out.mkdir(parents=True, exist_ok=True)
    tokens = weights.pop("tokens.weight")
    scale = tokens.abs().amax(1, keepdim=True) / 127
    made = {name: w.half().contiguous() for name, w in weights.items()}
    made |= {"tokens.weight": (tokens / scale).round().to(torch.int8), "tokens.scale": scale}
    save_file(made, out / "model.safetensors")
    shutil.copyfile(tokenizer, out / "tokenizer.json")
    seal(out)


def mean(one: dict[str, Tensor], other: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """`share`: of the first."""
    return {name: share * w + (1 - share) * other[name] for name, w in one.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--bert", type=Path, required=True, help="folder with tokenizer.json")
    parser.add_argument("--mean-with", type=Path, help="exported weights, such as those of --base")
    parser.add_argument("--share", type=float, default=0.5, help="of the checkpoint in the mean")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    weights = torch.load(given.checkpoint / CHECKPOINT, weights_only=True)["network"]
    if given.mean_with:
        other = SpanReader.exported(given.mean_with).state_dict()
        weights = mean(weights, other, given.share)
    export(weights, given.bert / "tokenizer.json", given.out)


if __name__ == "__main__":
    main()
