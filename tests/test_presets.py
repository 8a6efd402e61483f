"""Short names of models: what `extract models` says of them is what transformers makes of their
sizes.
"""

import json
import re

import pytest
import torch
from transformers import Qwen3Config, Qwen3ForCausalLM

from extract_filings.cli.models import installed, known
from extract_filings.pipeline.batch.fingerprint import _model
from extract_filings.pipeline.registry.presets import PRESETS, place


@pytest.mark.parametrize("name", PRESETS)
def test_sizes_are_those_of_transformers(name):
    p = PRESETS[name]
    config = Qwen3Config(
        vocab_size=p.vocabulary,
        hidden_size=p.hidden,
        intermediate_size=p.inner,
        num_hidden_layers=p.layers,
        num_attention_heads=p.heads,
        num_key_value_heads=8,
        head_dim=128,
        tie_word_embeddings=p.tied,
    )
    with torch.device("meta"):
        model = Qwen3ForCausalLM(config)
    assert sum(w.numel() for w in model.parameters()) == p.parameters
    assert (
        sum(
            w.shape[0]
            for n, w in model.named_parameters()
            if n.endswith(("k_proj.weight", "v_proj.weight"))
        )
        == p.cache
    )


@pytest.fixture
def cache(monkeypatch, tmp_path):
    """An empty cache of the hub: make(id, files) puts a model there."""
    for module in ("extract_filings.cli.models", "huggingface_hub"):
        monkeypatch.setattr(
            f"{module}.try_to_load_from_cache",
            lambda hub, file: (
                str(found) if (found := tmp_path / hub / "abc123" / file).exists() else None
            ),
        )

    def make(hub: str, **files: str) -> None:
        (tmp_path / hub / "abc123").mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (tmp_path / hub / "abc123" / name.replace("__", ".")).write_text(content)

    return make


def test_a_preset_is_a_hub_id_and_its_key_that_of_the_copy_here(cache):
    cache("Qwen/Qwen3-4B", config__json="{}")
    assert _model("qwen3-4b") == _model("Qwen/Qwen3-4B") == "Qwen/Qwen3-4B@abc123"


def test_half_a_download_is_not_installed(cache):
    assert not installed("Qwen/Qwen3-4B")
    cache(
        "Qwen/Qwen3-4B",
        config__json="{}",
        model__safetensors__index__json=json.dumps(
            {"weight_map": {"a": "1.safetensors", "b": "2.safetensors"}}
        ),
    )
    cache("Qwen/Qwen3-4B", **{"1.safetensors": ""})
    assert not installed("Qwen/Qwen3-4B")
    cache("Qwen/Qwen3-4B", **{"2.safetensors": ""})
    assert installed("Qwen/Qwen3-4B")


def test_models_shows_what_is_here_what_it_needs_and_what_it_knows(extract, cache):
    cache("Qwen/Qwen3-0.6B", config__json="{}", model__safetensors="")
    code, stdout, _ = extract("models")
    said = [line.split() for line in stdout.splitlines() if line]
    lines = {words[0]: " ".join(words) for words in reversed(said)}  # the table stands first
    assert code == 0 and lines.keys() >= {"embedded", "FOLDER", "HUB_ID", *PRESETS}
    assert lines["embedded"].endswith(f"yes {known()} -") and known().startswith("filing: ")
    runs = "(yes|no memory)"
    assert re.search(rf" ~\d+ yes {runs} any Qwen/Qwen3-0\.6B$", lines["qwen3-0.6b"])
    sizes = "qwen3-4b 4,022.5 M 8.04 GB 16.09 GB 0.15 GB"
    assert re.fullmatch(rf"{sizes} ~\d+ no {runs} any Qwen/Qwen3-4B", lines["qwen3-4b"])
    assert re.search(rf" 2.50 GB \* - 0.15 GB ~\d+ no {runs} any ", lines["qwen3-4b-gguf"])
    assert (
        lines["qwen3.5-4b"] == "qwen3.5-4b no yes any Qwen/Qwen3.5-4B"
        and place("qwen3.5-4b") == "Qwen/Qwen3.5-4B"
    )
