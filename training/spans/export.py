"""A checkpoint -> the folder that the span reader is loaded from:
`python -m extract_filings.training.spans.export CHECKPOINT --bert FOLDER --out FOLDER`.
"""

import argparse
import shutil
from pathlib import Path

import torch
from safetensors.torch import save_file

from extract_filings.pipeline.registry.checksums import seal
from extract_filings.training.spans.train import CHECKPOINT


def export(folder: Path, bert: Path, out: Path) -> None:
    """Weights of half precision, and BERT's tokenizer."""
    out.mkdir(parents=True, exist_ok=True)
    weights = torch.load(folder / CHECKPOINT, weights_only=True)["network"]
    save_file({k: v.half().contiguous() for k, v in weights.items()}, out / "model.safetensors")
    shutil.copyfile(bert / "tokenizer.json", out / "tokenizer.json")
    seal(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--bert", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    export(given.checkpoint, given.bert, given.out)


if __name__ == "__main__":
    main()
