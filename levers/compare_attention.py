"""Layers with a sliding window, cost and gain: `python -m extract_filings.levers.compare_attention
--model M --data TRAIN --window W [--dev SPLIT --out DIR] [--tokens 2048 ...]`

With --dev: the choice of `extract tune-attention` on TRAIN against all layers full, every second,
the first half, the last half, and halves drawn at random, each with as many full layers; likelihood
on TRAIN and exactness on SPLIT (intervals by company) of each. TRAIN may be a file of pages.

With --tokens: CPU seconds and memory of reading texts of so many tokens, the model's layers of
random weights, each measurement in a process of its own: all layers full, half of them with the
window as transformers has it (a mask of all pairs, its own cache), and in blocks with the cache of
extraction.
"""

import argparse
import multiprocessing
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import AutoConfig, AutoModelForCausalLM

from extract_filings.benchmarks.accuracy.evaluation import Run, Sample, compared, markdown_table
from extract_filings.benchmarks.speed.end_to_end import UNIT
from extract_filings.levers.attention import (
    FULL,
    drawn,
    likelihood,
    scorer,
    sensitivity,
    windowed,
    write,
)
from extract_filings.pipeline.decode.branching_cache import SLIDING, Tree
from extract_filings.pipeline.decode.sliding_window import NEAR
from extract_filings.pipeline.registry.presets import place
from extract_filings.pipeline.registry.weights import load_weights
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema

DRAWS = 3


def choices(layers: int, tuned: Sequence[int]) -> dict[str, tuple[int, ...]]:
    """The layers that stay full, as many in each choice.

    >>> choices(4, (0, 3))["every second"], choices(4, (0, 3))["last half"]
    ((0, 2), (2, 3))
    """
    kept, everyone = len(tuned), range(layers)
    named = {
        "tuned": tuple(tuned),
        "every second": tuple(i * layers // kept for i in range(kept)),
        "first half": (*everyone[:kept],),
        "last half": (*everyone[-kept:],),
    }
    return named | {
        f"random, seed {seed}": tuple(sorted(random.Random(seed).sample(everyone, kept)))
        for seed in range(DRAWS)
    }


def quality(name: str, data: Sequence[str], window: int, pages: int, dev: Path, out: Path) -> str:
    """Each choice is written as a model, and the main job reads the split with it."""
    model, tokenizer = load_weights(name)
    asked = parts(load_schema("filing"))
    score, chosen = scorer(model, tokenizer, asked), drawn(data, asked, pages)
    layers = model.config.num_hidden_layers
    found = sensitivity(model, score, chosen, window)
    rows, runs = [("all full", "all", f"{found.full:.4f}")], [_read(dev, name, out, "all full")]
    for title, full in choices(layers, found.keep(layers // 2)).items():
        with windowed(model, set(range(layers)) - set(full), window):
            told = likelihood(score, chosen)
        rows.append((title, " ".join(map(str, full)), f"{told:.4f}"))
        write(place(name), full, window, out / title / "model")
        runs.append(_read(dev, str(out / title / "model"), out, title))
    return (
        markdown_table(("choice", "full layers", f"log-likelihood, {len(chosen)} pages"), rows)
        + "\n"
        + compared(runs, Sample.of(runs[0].judged))
    )


def _read(dev: Path, model: str, out: Path, title: str) -> Run:
    to = out / title / "tables"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "extract_filings.cli.main",
            str(dev / "pdf"),
            "--model",
            model,
            "--out",
            str(to),
            "--quiet",
        ],
        check=False,
    )
    return Run.read(f"{title}={to}", dev / "gold.parquet")


def reading(
    name: str, layers: int, window: int, kind: str, tokens: int, marking: bool
) -> tuple[float, int, int]:
    """CPU seconds of reading a text, bytes that its cache then holds, and the process's peak
    memory above what it was before, in MiB.
    """
    torch.set_num_threads(1)
    torch.manual_seed(0)
    config = AutoConfig.from_pretrained(place(name))
    config.num_hidden_layers, config.vocab_size, config.pad_token_id = layers, 1_000, None
    config.layer_types = [FULL if kind == "full" or i % 2 else SLIDING for i in range(layers)]
    config.use_sliding_window, config.sliding_window = (
        kind != "full",
        None if kind == "full" else window,
    )
    model = AutoModelForCausalLM.from_config(
        config,
        dtype=torch.float32 if marking else torch.bfloat16,
        attn_implementation=NEAR if kind == "blocks" else "sdpa",
    ).eval()
    text, before, cache = [i % 1_000 for i in range(tokens)], _peak(), None
    with torch.inference_mode():
        model.model(
            torch.zeros(1, 64, dtype=torch.long), use_cache=False
        )  # the first reading pays for more than itself
        start = time.process_time()
        if marking or kind == "mask":
            cache = model.model(torch.tensor([text]), use_cache=not marking).get("cache")
        else:
            cache = Tree(model, text).cache
    return time.process_time() - start, _held(cache) if cache else 0, _peak() - before


def _held(cache) -> int:
    """Of whole storages: a view of few columns keeps all of them."""
    return sum(
        x.untyped_storage().nbytes() for layer in cache.layers for x in (layer.keys, layer.values)
    )


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // UNIT


def costs(name: str, window: int, lengths: Sequence[int], layers: int | None) -> str:
    """A row a length and kind of reading. CPU time on one thread, so that other work on the machine
    counts little.
    """
    config = AutoConfig.from_pretrained(place(name))
    marking = not getattr(config, "is_causal", True)
    layers, rows, each = (
        layers or config.num_hidden_layers,
        [],
        {
            "full": "all full",
            "mask": f"half window {window}, transformers",
            "blocks": f"half window {window}, blocks",
        },
    )
    for tokens in lengths:
        for kind, title in each.items():
            seconds, held, most = _alone(name, layers, window, kind, tokens, marking)
            rows.append(
                (
                    f"{tokens:,}",
                    title,
                    f"{seconds:.2f}",
                    f"{held / 2**20:.1f}" if held else "none kept",
                    f"{most:,}",
                )
            )
            print(*rows[-1], file=sys.stderr, flush=True)
    return f"{layers} layers, {'float32' if marking else 'bf16'}, one thread\n\n" + markdown_table(
        ("tokens", "layers", "CPU seconds", "cache MiB", "peak memory beside the weights, MiB"),
        rows,
    )


def _alone(*given) -> tuple[float, int, int]:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(reading, given)


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m extract_filings.levers.compare_attention",
        description=__doc__.splitlines()[0],
    )
    parser.add_argument("--model", default="embedded")
    parser.add_argument("--window", type=int, default=128)
    parser.add_argument("--data", nargs="+", default=[])
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--dev", type=Path, help="folder with pdf/ and gold.parquet")
    parser.add_argument("--out", type=Path, help="folder for the models and tables of --dev")
    parser.add_argument("--tokens", type=int, nargs="*", default=[])
    parser.add_argument("--layers", type=int, help="of --tokens, if the whole model takes too long")
    given = parser.parse_args(words)
    if given.dev:
        print(quality(given.model, given.data, given.window, given.pages, given.dev, given.out))
    if given.tokens:
        print(costs(given.model, given.window, given.tokens, given.layers))


if __name__ == "__main__":
    main()
