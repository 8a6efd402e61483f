"""What `--model` may name: whole models and LoRA adapters on them; never pickles, never code that
comes with a model.
"""

import json
import re
import sys
from pathlib import Path

import pytest
import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM

from extract_filings.pipeline.batch.fingerprint import fingerprint
from extract_filings.pipeline.decode.engine import Engine
from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.records import Prompt, Question
from extract_filings.pipeline.registry import weights
from extract_filings.pipeline.registry.weights import load_weights
from extract_filings.pipeline.settings import Settings

ASKED = [
    Prompt(
        "Net sales 9,978\n",
        tuple(Question(0, 'start: /[a-z ]{1,20}/ "\\n"', ask=f"{n}?\n") for n in "abcdef"),
    )
]


@pytest.fixture
def copy(pointing, tmp_path) -> Path:
    """The model's folder, to be spoilt."""
    for file in Path(pointing.name).iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


@pytest.fixture(scope="module")
def adapter(pointing, tmp_path_factory) -> Path:
    folder, other = (
        tmp_path_factory.mktemp("adapter"),
        AutoModelForCausalLM.from_pretrained(pointing.name),
    )
    torch.manual_seed(3)
    tuned = get_peft_model(
        other,
        LoraConfig(
            task_type="CAUSAL_LM",
            r=4,
            target_modules=["q_proj", "down_proj"],
            init_lora_weights=False,
        ),
    )
    tuned.save_pretrained(folder)
    return folder


def edit(file: Path, **words) -> None:
    file.write_text(json.dumps(json.loads(file.read_text()) | words))


def refused(folder: Path) -> str:
    with pytest.raises(ModelError) as error:
        load_weights(str(folder))
    assert "\n" not in str(error.value) and str(folder) in str(error.value)
    return str(error.value)


def test_a_general_model_computes_in_what_is_quickest_and_a_marking_one_in_float32(
    pointing, embedded
):
    assert (pointing.model.dtype, embedded.model.dtype) == (weights.quickest(), torch.float32)


def test_bfloat16_is_used_only_where_the_processor_computes_it(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    for told, chosen in (
        ({"avx2": True, "avx512_bf16": False}, torch.float32),
        ({"avx512_bf16": True, "amx_bf16": False}, torch.bfloat16),
        ({}, torch.float32),
    ):
        monkeypatch.setattr(torch.cpu, "get_capabilities", lambda told=told: told, raising=False)
        assert weights.quickest() is chosen


def test_an_adapter_is_added_to_the_weights_of_its_base(pointing, adapter):
    model, tokenizer = load_weights(str(adapter))
    lora = load_file(adapter / "adapter_model.safetensors")
    name = next(n for n in lora if "layers.0.self_attn.q_proj.lora_A" in n)
    change = lora[name.replace("lora_A", "lora_B")] @ lora[name] * 2  # lora_alpha / r = 8 / 4
    before, after = (
        m.model.layers[0].self_attn.q_proj.weight.float() for m in (pointing.model, model)
    )
    torch.testing.assert_close(after, before + change, rtol=0.01, atol=0.01)
    assert not any("lora" in n for n, _ in model.named_parameters()) and type(model) is type(
        pointing.model
    )
    assert tokenizer.get_vocab() == pointing.tokenizer.get_vocab()


def test_an_adapter_changes_answers_and_the_key_of_results(pointing, adapter):
    [adapted], [plain] = Engine(str(adapter)).answer(ASKED), pointing.answer(ASKED)
    assert [a.text for a in adapted] != [a.text for a in plain]
    keys = [fingerprint(Settings(model=str(name))) for name in (adapter, pointing.name)]
    assert keys[0] != keys[1]


def test_an_adapter_without_peft_says_what_to_install(adapter, monkeypatch):
    monkeypatch.setitem(sys.modules, "peft", None)
    assert "pip install 'extract-filings[train]'" in refused(adapter)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (
            lambda f: (f / "adapter_model.safetensors").rename(f / "adapter_model.bin"),
            "without adapter_model.safetensors",
        ),
        (
            lambda f: edit(f / "adapter_config.json", base_model_name_or_path=None),
            "names no base_model_name_or_path",
        ),
        (
            lambda f: edit(f / "adapter_config.json", base_model_name_or_path="/nowhere"),
            "no config.json in /nowhere",
        ),
    ],
)
def test_an_adapter_that_cannot_be_used_is_refused_with_one_line(adapter, tmp_path, spoil, message):
    for file in adapter.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    spoil(tmp_path)
    with pytest.raises(ModelError, match=message):
        load_weights(str(tmp_path))


def test_code_that_comes_with_a_model_is_never_run(copy):
    (copy / "evil.py").write_text(f"open({str(copy / 'ran')!r}, 'w')\n")
    edit(
        copy / "config.json",
        model_type="own",
        auto_map={"AutoConfig": "evil.Config", "AutoModelForCausalLM": "evil.Model"},
    )
    assert "code of its own, which is never run" in refused(copy)
    assert not (copy / "ran").exists()


def test_a_tokenizer_with_code_is_not_run_either(copy):
    (copy / "evil.py").write_text(f"open({str(copy / 'ran')!r}, 'w')\n")
    edit(
        copy / "tokenizer_config.json",
        tokenizer_class="Own",
        auto_map={"AutoTokenizer": [None, "evil.Own"]},
    )
    assert type(load_weights(str(copy))[1]).__module__.startswith("transformers.")
    assert not (copy / "ran").exists()


def test_pickled_weights_are_refused(copy):
    torch.save(load_file(copy / "model.safetensors"), copy / "pytorch_model.bin")
    (copy / "model.safetensors").unlink()
    assert "safetensors" in refused(copy)


def test_weights_that_lack_a_matrix_are_not_made_up(copy):
    weights = load_file(copy / "model.safetensors")
    del weights["model.layers.1.mlp.up_proj.weight"]
    save_file(weights, copy / "model.safetensors", {"format": "pt"})
    assert "lack 1 matrices, first model.layers.1.mlp.up_proj.weight" in refused(copy)


def test_a_file_that_was_cut_off_is_one_line(copy):
    whole = (copy / "model.safetensors").read_bytes()
    (copy / "model.safetensors").write_bytes(whole[:-1000])
    assert re.search("incomplete|size|not", refused(copy))


def narrow(folder: Path, tokens: int, *added: str) -> Path:
    """The model with so many tokens, and a tokenizer with more."""
    model, tokenizer = load_weights(str(folder))
    model.resize_token_embeddings(tokens)
    tokenizer.add_special_tokens({"additional_special_tokens": [*added]})
    model.save_pretrained(folder), tokenizer.save_pretrained(folder)
    return folder


def test_tokens_that_were_added_and_have_no_weights_are_never_said_and_read_as_a_blank(
    pointing, copy
):
    engine = Engine(str(narrow(copy, len(pointing.tokenizer), "[PAD]", "<image>")))
    assert (
        engine.llg.vocab_size
        > engine.rows
        == engine.model.lm_head.out_features
        == len(pointing.tokenizer)
    )
    assert engine.answer(ASKED) == pointing.answer(ASKED)
    added, image = (
        [Prompt(f"Net{word}sales 9,978\n", ASKED[0].questions)] for word in ("[PAD]", "<image>")
    )
    assert engine.answer(added) == engine.answer(image) != pointing.answer(added)


def test_weights_that_do_not_know_the_tokenizer_s_own_words_are_refused(pointing, copy):
    assert "its weights know 300 tokens and its tokenizer 326, so it is another model's" in refused(
        narrow(copy, 300)
    )


def test_a_chat_template_that_says_what_the_weights_do_not_know_is_refused(pointing, copy):
    (narrow(copy, len(pointing.tokenizer), "<user>") / "chat_template.jinja").write_text(
        "{% for m in messages %}<user>{{ m.content }}{% endfor %}"
    )
    with pytest.raises(
        ModelError,
        match=(
            "its chat template says <user>, and its weights know only 326 tokens, not that one;"
            " name the model"
        ),
    ):
        Engine(str(copy))
