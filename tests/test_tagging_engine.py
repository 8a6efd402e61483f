"""The embedded model without a model library: it answers as with torch, and imports none."""

import json
import subprocess
import sys

import numpy as np
import pytest

from extract_filings.models import EMBEDDED
from extract_filings.pipeline.ask.tagging_prompt import rows_prompt
from extract_filings.pipeline.decode.encoder import Encoder, fits
from extract_filings.pipeline.decode.engine import Engine
from extract_filings.pipeline.decode.load import load_engine
from extract_filings.pipeline.decode.tagging_engine import TaggingEngine
from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.locate.chunk import chunk_pages
from extract_filings.pipeline.pdf.read import read
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema

HEAVY = ("torch", "transformers", "outlines", "huggingface_hub.hf_api")


def test_answers_are_those_of_torch(samples):
    statements = [p for p in parts(load_schema("filing")) if p.kind == "statement"]
    chunks = chunk_pages(read(samples / "synth0006_10-q.pdf"))[3:7]
    prompts = [rows_prompt(c, statements) for c in chunks]
    small, whole = load_engine("embedded", 1), Engine("embedded", 1)
    assert isinstance(small, TaggingEngine)

    for ours, theirs in zip(small.answer(prompts), whole.answer(prompts), strict=True):
        for a, b in zip(ours, theirs, strict=True):
            assert (a.text, [name for name, _ in a.concepts[:1]], dict(a.options).keys()) == (
                b.text,
                [name for name, _ in b.concepts[:1]],
                dict(b.options).keys(),
            )
            assert np.allclose([s for _, s in a.options], [s for _, s in b.options], atol=1e-4)


def test_a_causal_model_sees_nothing_ahead():
    encoder, tokens, at = Encoder(EMBEDDED), np.arange(40) + 100, np.arange(20)
    encoder.causal = True

    assert np.allclose(encoder(tokens, at), encoder(tokens[:20], at), atol=1e-4)


@pytest.mark.parametrize("causal", [False, True])
def test_a_place_is_told_the_same_alone_and_among_all(causal):
    encoder, tokens, at = Encoder(EMBEDDED), np.arange(40) + 100, np.array([31, 3, 3])
    encoder.causal = causal

    assert np.allclose(encoder(tokens, at), encoder(tokens, np.arange(40))[at], atol=1e-4)


def test_the_embedded_model_needs_no_model_library(samples):
    code = (
        "import sys; from extract_filings import extract;"
        f" extract({str(samples / 'synth0006_10-q.pdf')!r});"
        f" print([m for m in {HEAVY} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    "change", [{"model_type": "llama"}, {"use_sliding_window": True}, {"attention_bias": True}]
)
def test_other_kinds_of_models_are_left_to_torch(tmp_path, change):
    config = json.loads((EMBEDDED / "config.json").read_text()) | change
    (tmp_path / "config.json").write_text(json.dumps(config))
    (tmp_path / "model.safetensors").write_bytes(b"")

    assert fits(EMBEDDED) and not fits(tmp_path)


def test_damaged_weights_are_told(tmp_path):
    (tmp_path / "config.json").write_bytes((EMBEDDED / "config.json").read_bytes())
    (tmp_path / "model.safetensors").write_bytes(b"no weights")

    with pytest.raises(ModelError, match=r"model\.safetensors is damaged .*; copy it anew"):
        Encoder(tmp_path)
