"""A model in the full size of Qwen3-4B fits into a machine of 24 GiB and says only what is printed.
Takes an hour on two cores.

EXTRACT_FULL_SIZE names a folder that `python -m extract_filings.benchmarks.speed.full_size` made.
"""

import os
from pathlib import Path

import pytest
from transformers import AutoConfig, AutoTokenizer

from extract_filings.benchmarks.speed.full_size import SIZES, measure
from extract_filings.pipeline.decode.engine import chat

FOLDER = os.environ.get("EXTRACT_FULL_SIZE")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER, reason="EXTRACT_FULL_SIZE names no folder"),
]


def test_it_has_the_full_size_and_more_logits_than_tokens():
    config = AutoConfig.from_pretrained(FOLDER)
    assert (config.num_hidden_layers, config.hidden_size, config.vocab_size) == (
        SIZES.layers,
        SIZES.hidden,
        151_936,
    )
    assert len(AutoTokenizer.from_pretrained(FOLDER)) == 151_669


def test_thinking_is_off():
    before, after = chat(AutoTokenizer.from_pretrained(FOLDER), "the page\n", "the question\n")
    assert before == "<|im_start|>user\nthe page\n"
    assert after == "the question\n<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n"


def test_records_are_grounded_within_24_gib(samples):
    report = measure(Path(FOLDER), [samples / "synth0006_10-q.pdf"])
    assert report.memory < 24 * 1024
    assert report.values and report.grounded == report.values
