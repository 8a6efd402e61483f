"""Questions a second of our GGUF engine against llama.cpp with its own grammars: `python -m
extract_filings.benchmarks.speed.quantized FILE`, the same weights in the same process, in turn.

Asked are the two pages of `decoding`: our questions one after another behind the page that is read
once, and llama.cpp's way, one JSON record of all fields, whose schema it turns into a grammar
itself. Tokens read a question are counted by llama.cpp; without reuse each question would read its
whole prompt.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extract_filings.benchmarks.counting import Counting
from extract_filings.benchmarks.speed.decoding import RECORD, pages, whole_prompt
from extract_filings.pipeline.ask.statement_prompt import statement_prompt
from extract_filings.pipeline.decode.gguf_engine import GgufEngine
from extract_filings.pipeline.records import Prompt, messages
from extract_filings.schemas.base import Part


def record(server: Any, prompt: Prompt, part: Part) -> None:
    """Values copied, by llama.cpp's own grammar."""
    names = [f.name for f in part.fields if f.pointed]
    kinds = {name: {"type": ["string", "null"]} for name in names}
    ask = f"\nCopy from this page as JSON: {', '.join(names)}. null for what is not there.\n"
    schema = {"type": "object", "properties": kinds, "required": names}
    said = server.handle_chat_completions(
        {
            "messages": messages((), prompt.text + ask),
            "response_format": {"type": "json_schema", "json_schema": {"schema": schema}},
            "temperature": 0,
            "max_tokens": RECORD,
            "cache_prompt": False,
        }
    )
    if "error" in said:
        raise RuntimeError(said["error"]["message"])


def line(engine: GgufEngine, prompt: Prompt, part: Part) -> str:
    fields = sum(1 for f in part.fields if f.pointed)
    engine.server = counting = Counting(engine.server)
    start = time.perf_counter()
    engine.answer([prompt])
    ours = time.perf_counter() - start
    engine.server, start, counts = counting.server, time.perf_counter(), counting.counts
    record(engine.server, prompt, part)
    theirs = time.perf_counter() - start
    return (
        f"| {part.name} | {counts['asked']} | {counts['read'] / fields:.0f} |"
        f" {counts['prompts'] / fields:.0f} | {fields / ours:.2f} | {fields / theirs:.2f} |"
        f" {theirs / ours:.1f} |"
    )


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    engine = GgufEngine("measured", parser.parse_args(words).file)
    print(
        "| page | our questions | tokens read a field | without reuse | our fields a second |"
        " llama.cpp's record | times as fast |\n|---|" + " ---: |" * 6,
        flush=True,
    )
    for chunk, asked in pages():
        make = statement_prompt if asked[0].kind == "statement" else whole_prompt
        print(line(engine, make(chunk, asked), asked[0]), flush=True)


if __name__ == "__main__":
    main()
