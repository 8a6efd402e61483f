"""Qwen3.5, random weights: linear attention cannot hide one question from another, so questions are
read one after the other, each from a copy of the state.
"""

import re
from dataclasses import replace

import pytest
import torch
import transformers
from decoding_case import COVER, INCOME, OPENING, STATEMENTS, plain_outlines
from transformers import (
    AutoConfig,
    Qwen3_5Config,
    Qwen3_5ForCausalLM,
    Qwen3_5ForConditionalGeneration,
    Qwen3_5TextConfig,
)

from extract_filings.levers import attention
from extract_filings.pipeline.ask.keyed_prompt import keyed_prompt
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.ask.statement_prompt import statement_prompt
from extract_filings.pipeline.decode.branching_cache import State, read_once
from extract_filings.pipeline.decode.engine import Engine
from extract_filings.pipeline.errors import ModelError
from extract_filings.training.synth.invoice.invoice import generate

SIZES = dict(
    hidden_size=64,
    intermediate_size=96,
    num_hidden_layers=2,
    layer_types=["linear_attention", "full_attention"],
    num_attention_heads=2,
    num_key_value_heads=1,
    head_dim=32,
    linear_key_head_dim=16,
    linear_value_head_dim=16,
    linear_num_key_heads=2,
    linear_num_value_heads=4,
    initializer_range=0.2,
    tie_word_embeddings=True,
)


@pytest.fixture(scope="module")
def folder(pointing, tmp_path_factory):
    """A layer of linear attention and a full one."""
    made = tmp_path_factory.mktemp("hybrid")
    torch.manual_seed(0)
    Qwen3_5ForCausalLM(
        Qwen3_5TextConfig(vocab_size=len(pointing.tokenizer) + 64, **SIZES)
    ).save_pretrained(made)
    pointing.tokenizer.save_pretrained(made)
    return made


@pytest.fixture(scope="module")
def hybrid(folder) -> Engine:
    """In float32, where a reading in pieces and one in one go agree to the last answer."""
    engine = Engine(str(folder))
    engine.model.float()
    return engine


def test_a_branch_is_read_as_if_it_alone_stood_behind_the_text(hybrid):
    text, branches = list(range(2, 90)), [[100, 101, 102, 103], [7], [200] * 70]
    with torch.inference_mode():
        tree = read_once(hybrid.model, text)
        for branch in branches:
            tree.branch(1)
            first = tree.read(branch, [range(len(branch))], [len(branch) - 1])
            later = tree.read([9, 8], [[0, 1]], [0, 1])
            alone = hybrid.model(torch.tensor([[*text, *branch, 9, 8]])).logits[0, -3:]
            torch.testing.assert_close(torch.cat([first, later]), alone, rtol=1e-3, atol=1e-3)
    assert isinstance(tree, State) and set(hybrid.model.config.layer_types) == {
        "linear_attention",
        "full_attention",
    }


def test_answers_are_those_of_plain_outlines(hybrid):
    rows = statement_prompt(INCOME, STATEMENTS[:1])
    words = [replace(OPENING[0], fields=(f,)) for f in OPENING[0].fields[:2]]
    for prompt in (
        replace(rows, questions=rows.questions[:4]),
        keyed_prompt(Passage((COVER,)), words),
    ):
        ours = hybrid.answer([prompt])[0]
        assert [a.text for a in ours] == [
            plain_outlines(hybrid, prompt.text + q.ask, q.grammar) for q in prompt.questions
        ]
        assert len({a.text for a in ours}) > 1


def test_the_whole_of_a_checkpoint_with_vision_is_loaded_without_it(pointing, tmp_path):
    """As Qwen3.5 is published: the language model below `model.language_model`, and beside it what
    sees pictures.
    """
    config = Qwen3_5Config(
        text_config=dict(vocab_size=len(pointing.tokenizer) + 64, **SIZES),
        tie_word_embeddings=True,
        vision_config=dict(
            depth=1, hidden_size=16, intermediate_size=16, num_heads=2, out_hidden_size=64
        ),
    )
    whole = Qwen3_5ForConditionalGeneration(config)
    whole.save_pretrained(tmp_path), pointing.tokenizer.save_pretrained(tmp_path)
    engine = Engine(str(tmp_path))
    assert torch.equal(
        engine.model.model.layers[0].mlp.up_proj.weight,
        whole.model.language_model.layers[0].mlp.up_proj.weight.bfloat16(),
    )


def test_an_older_transformers_is_told_by_its_number(folder, monkeypatch):
    monkeypatch.setattr(transformers, "__version__", "5.9.1")
    said = re.escape("needs transformers 5.24 or newer; type `pip install -U transformers`")
    with pytest.raises(ModelError, match=said):
        Engine(str(folder))


def test_the_main_job_reads_with_it_and_every_question_ends(extract, folder, tmp_path):
    generate(1, tmp_path, seed=32)
    code, _, stderr = extract(
        tmp_path / "pdf", "--schema", "invoice", "--model", folder, "--out", tmp_path / "out"
    )
    asked, values, missing = map(
        int, re.search(r"(\d+) asked: (\d+) values · (\d+) not printed", stderr).groups()
    )
    assert code == 0 and asked == values + missing > 10


def test_its_layers_cannot_be_tuned_and_the_command_says_why(lever, folder, tmp_path):
    (tmp_path / "pages.jsonl").write_text("")
    code, stdout, stderr = lever(attention, "--model", folder, "--data", tmp_path / "pages.jsonl")
    assert (code, stdout) == (
        2,
        "",
    ) and "layers of qwen3_5_text take no sliding window one by one" in stderr
    assert AutoConfig.from_pretrained(folder).model_type == "qwen3_5_text"
