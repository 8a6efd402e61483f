"""How near to the machine's limit the embedded model runs: `python -m
extract_filings.benchmarks.speed.roofline DIR`, DIR a folder of PDF files.

Counts the multiplications and additions that the tokens read need, measures what the machine's
matrix product does at best, in bf16 and in the fp32 that the model computes in, and what the model
and the whole job took. Prints the fractions, and which operations the time went to.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import torch
from torch.profiler import ProfilerActivity, profile

from extract_filings.pipeline.ask.tagging_prompt import rows_prompt, words_prompt
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.records import Prompt
from extract_filings.pipeline.settings import Settings

SIDE = 2048  # of the matrices that the machine's rate is measured with
SHOWN = 8  # operations


def best_rate(dtype: torch.dtype, rounds: int = 10) -> float:
    """Operations a second of a square matrix product."""
    a, b = torch.randn(2, SIDE, SIDE).to(dtype)
    return 2 * SIDE**3 / median(seconds(lambda: a @ b) for _ in range(rounds))


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def needed(config, tokens: int, questions: int) -> float:
    """Operations to read a text of so many tokens once and to answer at so many places."""
    width, heads = config.hidden_size, config.num_attention_heads * config.head_dim
    keys = config.num_key_value_heads * config.head_dim
    weights = (
        2 * width * heads + 2 * width * keys + 3 * width * config.intermediate_size
    )  # of a layer
    layers = config.num_hidden_layers * (2 * weights * tokens + 4 * heads * tokens**2)
    return layers + 2 * questions * width * config.vocab_size


def prompts(extractor: Pipeline, path: Path) -> list[Prompt]:
    """What the main job asks of a file."""
    asked = extractor.ask(read(path))

    def chunks(part):
        return asked[part.name].chunks

    statements, opening = extractor.statements, extractor.others
    return [rows_prompt(c, statements) for c in chunks(statements[0])] + [
        words_prompt(c, opening) for c in chunks(opening[0])
    ]


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args(words)
    extractor, files = Pipeline(Settings()), sorted(args.folder.glob("*.pdf"))
    engine, asked = extractor.engine, [p for path in files for p in prompts(extractor, path)]

    def count(p):
        return len(engine.tokenizer(p.text, add_special_tokens=False)["input_ids"])

    tokens, work = (
        sum(map(count, asked)),
        sum(needed(engine.model.config, count(p), len(p.questions)) for p in asked),
    )
    spent = median(seconds(lambda: engine.answer(asked)) for _ in range(args.rounds))
    whole = median(seconds(lambda: [extractor(path) for path in files]) for _ in range(args.rounds))
    print(f"{len(files)} files, {len(asked)} prompts, {tokens:,} tokens, {work / 1e9:,.0f} GFLOP")
    print(
        "\n| limit | GFLOP/s | seconds needed | of the model's time | of the whole job"
        " |\n|---|---|---|---|---|"
    )
    for name, dtype in (("bf16", torch.bfloat16), ("fp32", torch.float32)):
        rate = best_rate(dtype)
        print(
            f"| {name} | {rate / 1e9:,.0f} | {work / rate:.2f} | {work / rate / spent:.0%} |"
            f" {work / rate / whole:.0%} |"
        )
    print(f"\nthe model took {spent:.2f} s, the whole job {whole:.2f} s; by operation:\n")
    operations(lambda: engine.answer(asked))


def operations(work: Callable[[], object]) -> None:
    """Prints the operations that took most of the model's time, without those they call."""
    with profile(activities=[ProfilerActivity.CPU]) as seen:
        work()
    events = sorted(seen.key_averages(), key=lambda e: -e.self_cpu_time_total)
    every = sum(e.self_cpu_time_total for e in events)
    print("| operation | share | calls |\n|---|---|---|")
    for e in events[:SHOWN]:
        print(f"| `{e.key}` | {e.self_cpu_time_total / every:.1%} | {e.count:,} |")


if __name__ == "__main__":
    main()
