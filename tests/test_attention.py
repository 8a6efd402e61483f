"""Laws of windows: a cut layer sees what its window says and nothing else is changed; the layers
that matter are found and stay full.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from peft import LoraConfig, get_peft_model
from torch.nn.functional import scaled_dot_product_attention
from transformers import (
    AutoModelForCausalLM,
    LlamaConfig,
    LlamaForCausalLM,
    Qwen3Config,
    Qwen3ForCausalLM,
)

from extract_filings.levers import attention
from extract_filings.levers.attention import FULL, SLIDING, windowed, write
from extract_filings.levers.compare_attention import choices, reading
from extract_filings.models import EMBEDDED
from extract_filings.pipeline.ask.tagging_prompt import rows_prompt
from extract_filings.pipeline.decode import sliding_window
from extract_filings.pipeline.decode.branching_cache import Tree
from extract_filings.pipeline.decode.engine import Engine
from extract_filings.pipeline.records import Chunk, Line
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing
from extract_filings.training.synth import generate

STATEMENTS = [p for p in parts(Filing) if p.kind == "statement"]
PAGE = rows_prompt(
    Chunk(tuple(Line(4, i, f"Net sales of segment {i} {i},978 {i},257") for i in range(12))),
    STATEMENTS,
)
WINDOW = 5


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """One made-up filing with gold."""
    folder = tmp_path_factory.mktemp("made")
    generate(1, folder, seed=4)
    return folder


@pytest.fixture(scope="module")
def deaf(pointing, tmp_path_factory) -> Path:
    """A general model whose layers 1 and 2 add nothing that attention brings, so that a window
    there changes nothing.
    """
    folder = tmp_path_factory.mktemp("deaf")
    torch.manual_seed(5)
    model = Qwen3ForCausalLM(
        Qwen3Config(
            vocab_size=len(pointing.tokenizer),
            hidden_size=32,
            num_hidden_layers=4,
            num_attention_heads=2,
            num_key_value_heads=1,
            head_dim=16,
            intermediate_size=48,
            tie_word_embeddings=True,
            initializer_range=0.2,
        )
    )
    for i in (1, 2):
        torch.nn.init.zeros_(model.model.layers[i].self_attn.o_proj.weight)
    model.save_pretrained(folder), pointing.tokenizer.save_pretrained(folder)
    return folder


def hand(tokens: int, window: int | None, both: bool) -> torch.Tensor:
    """Who sees whom. [tokens, tokens]"""
    rows = [
        [
            (abs(i - j) <= (window or tokens)) if both else 0 <= i - j < (window or tokens)
            for j in range(tokens)
        ]
        for i in range(tokens)
    ]
    return torch.tensor(rows)


@pytest.mark.parametrize("both", [True, False])
@pytest.mark.parametrize(("tokens", "window"), [(50, 7), (64, 16), (65, 16), (17, 16)])
def test_attention_in_blocks_is_attention_under_the_mask(tokens, window, both):
    torch.manual_seed(0)
    query, key, value = (torch.randn(2, heads, tokens, 8) for heads in (4, 2, 2))
    want = scaled_dot_product_attention(
        query,
        key.repeat_interleave(2, 1),
        value.repeat_interleave(2, 1),
        attn_mask=hand(tokens, window, both),
        scale=0.3,
    )
    torch.testing.assert_close(
        sliding_window.in_blocks(query, key, value, window, both, 0.3), want.transpose(1, 2)
    )


@pytest.mark.parametrize("both", [True, False])
def test_a_written_choice_is_read_as_masks_made_by_hand_say(deaf, tmp_path, both, monkeypatch):
    """With layer 3 alone cut; logits change only where the window hides something."""
    blocks = []
    monkeypatch.setattr(
        sliding_window,
        "in_blocks",
        lambda *given, real=sliding_window.in_blocks: blocks.append(given) or real(*given),
    )
    write(deaf, (0, 1, 2), WINDOW, tmp_path / "cut")
    edit(tmp_path / "cut" / "config.json", is_causal=not both)
    text = torch.arange(2, 20)[None]
    engine, plain = (
        Engine(str(tmp_path / "cut")),
        AutoModelForCausalLM.from_pretrained(
            deaf, dtype=torch.bfloat16, attn_implementation="eager"
        ).float(),
    )
    assert (
        engine.model.config.layer_types == [FULL, FULL, FULL, SLIDING]
        and engine.model.config._attn_implementation == sliding_window.NEAR
    )

    def added(seen: torch.Tensor) -> torch.Tensor:
        least = torch.finfo(torch.float32).min
        return torch.zeros(seen.shape).masked_fill(~seen, least)[None, None]

    with torch.inference_mode():
        ours = engine.model.float()(text, use_cache=False).logits[0]
        with windowed(plain, [3], WINDOW):
            want = plain(
                text,
                attention_mask={
                    FULL: added(hand(18, None, both)),
                    SLIDING: added(hand(18, WINDOW, both)),
                },
                use_cache=False,
            ).logits[0]
        full = plain(text, attention_mask=added(hand(18, None, both)), use_cache=False).logits[0]
    assert len(blocks) == 1
    torch.testing.assert_close(ours, want, rtol=1e-3, atol=1e-3)
    changed = (ours - full).abs().amax(1) > 1e-2
    assert changed.tolist() == [
        (not both and i >= WINDOW) or (both and not 18 - 1 - WINDOW <= i <= WINDOW)
        for i in range(18)
    ]


def edit(file: Path, **words) -> None:
    """Of a folder of ours, so without its seal."""
    file.write_text(json.dumps(json.loads(file.read_text()) | words))
    (file.parent / "SHA256SUMS").unlink()


def test_a_window_as_long_as_the_page_gives_the_same_answers_to_the_last_bit_and_a_short_one_others(
    embedded, tmp_path
):
    wanted, tokens = embedded.answer([PAGE]), len(embedded.tokenizer(PAGE.text)["input_ids"])
    for window, same in ((tokens + 1, True), (tokens, True), (8, False)):
        write(EMBEDDED, (0, 1, 2), window, tmp_path / str(window))
        assert (Engine(str(tmp_path / str(window))).answer([PAGE]) == wanted) is same


def test_a_cut_layer_keeps_of_a_text_only_what_questions_behind_it_can_see(deaf, tmp_path):
    write(deaf, (0, 3), WINDOW, tmp_path / "cut")
    model, text = Engine(str(tmp_path / "cut")).model, list(range(2, 40))
    with torch.inference_mode():
        tree = Tree(model.float(), text)
        assert [layer.keys.shape[2] for layer in tree.cache.layers] == [
            38,
            WINDOW - 1,
            WINDOW - 1,
            38,
        ]
        assert (
            sum(layer.keys.untyped_storage().nbytes() for layer in tree.cache.layers)
            == (2 * 38 + 2 * (WINDOW - 1)) * 16 * 4
        )
        for branches in ([[50, 51, 52], [60]], [[70]]):
            tree.branch(len(branches))
            paths = [[0, 1, 2], [3]][: len(branches)] if len(branches) > 1 else [[0]]
            told = tree.read([t for b in branches for t in b], paths, [p[-1] for p in paths])
            alone = torch.stack([model(torch.tensor([text + b])).logits[0, -1] for b in branches])
            torch.testing.assert_close(told, alone, rtol=1e-3, atol=1e-3)


def test_a_model_whose_layers_are_all_full_keeps_all_of_a_text_whatever_its_window(deaf, tmp_path):
    write(deaf, (0, 1, 2, 3), WINDOW, tmp_path / "full")
    model, text = Engine(str(tmp_path / "full")).model.float(), list(range(2, 40))
    with torch.inference_mode():
        tree = Tree(model, text)
        tree.branch(1)
        torch.testing.assert_close(
            tree.read([50], [[0]], [0])[0],
            model(torch.tensor([[*text, 50]])).logits[0, -1],
            rtol=1e-3,
            atol=1e-3,
        )


def tuned(lever, *words):
    code, stdout, stderr = lever(attention, *words)
    assert code == 0, stderr
    return stdout


def test_layers_that_matter_are_found_in_the_pointing_form(lever, deaf, made, tmp_path):
    stdout = tuned(
        lever,
        "--model",
        deaf,
        "--data",
        made,
        "--window",
        4,
        "--pages",
        2,
        "--out",
        tmp_path / "cut",
    )
    falls = [float(x) for x in re.findall(r"^layer \d cut: \S+ \((\S+)\)", stdout, re.M)]
    kept = sorted(sorted(range(4), key=lambda i: (falls[i], -i))[:2])
    assert falls[1] == falls[2] == 0 and falls[0] and falls[3]
    assert [*map(int, re.findall(r"^layer (\d) cut: .*, stays full$", stdout, re.M))] == kept
    config = json.loads((tmp_path / "cut" / "config.json").read_text())
    assert (config["layer_types"], config["sliding_window"], config["use_sliding_window"]) == (
        [FULL if i in kept else SLIDING for i in range(4)],
        4,
        True,
    )
    assert (tmp_path / "cut" / "model.safetensors").read_bytes() == (
        deaf / "model.safetensors"
    ).read_bytes()


def test_the_embedded_model_is_tuned_and_the_main_job_reads_with_it(
    extract, lever, made, samples, tmp_path
):
    stdout = tuned(
        lever,
        "--model",
        "embedded",
        "--data",
        made,
        "--window",
        64,
        "--keep",
        2,
        "--pages",
        2,
        "--out",
        tmp_path / "cut",
    )
    full, together = (
        float(x)
        for x in re.findall(
            r"^(?:2 pages, window 64: .*|2 of 6 layers full:) (-?\d\.\d{4})", stdout, re.M
        )
    )
    assert len(re.findall("stays full", stdout)) == 2 and -0.2 < together < 0 and -0.2 < full < 0
    code, _, stderr = extract(
        samples / "synth0006_10-q.pdf",
        "--model",
        tmp_path / "cut",
        "--out",
        tmp_path / "out",
        "--target-precision",
        0.9,
    )
    assert code == 0 and int(re.search(r"asked: (\d+) values", stderr)[1]) > 100
    (tmp_path / "cut" / "config.json").write_text("{}")
    assert "damaged" in extract(samples / "synth0006_10-q.pdf", "--model", tmp_path / "cut")[2]


def test_off_is_not_imported(samples):
    package = "extract_filings"
    asked = {
        *(f"{package}.pipeline.decode.{m}" for m in ("engine", "sliding_window")),
        *(f"{package}.training", f"{package}.levers.attention"),
    }
    words = ["show", str(samples / "synth0005_10-q.pdf")]  # in this process
    code = (
        f"import sys\nsys.argv[1:] = {words!r}\nfrom {package}.cli.main import main\n"
        f"try: main()\nexcept SystemExit: print(sorted(sys.modules.keys() & {asked!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=samples.parent, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_what_cannot_be_tuned_is_one_line_that_says_why(lever, deaf, made, pointing, tmp_path):
    write(deaf, (0,), WINDOW, tmp_path / "cut")
    LlamaForCausalLM(
        LlamaConfig(
            vocab_size=500,
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=32,
        )
    ).save_pretrained(tmp_path / "llama")
    pointing.tokenizer.save_pretrained(tmp_path / "llama")
    get_peft_model(
        AutoModelForCausalLM.from_pretrained(deaf), LoraConfig(task_type="CAUSAL_LM", r=2)
    ).save_pretrained(tmp_path / "adapter")
    (tmp_path / "none.jsonl").write_text("")
    for words, why in {
        ("--model", deaf, "--data", tmp_path / "none.jsonl"): "no page holds an answer",
        ("--model", tmp_path / "cut"): "has layers with a sliding window already",
        (
            "--model",
            tmp_path / "llama",
        ): "layers of llama take no sliding window one by one; name a model",
        ("--model", tmp_path / "adapter"): f"a LoRA adapter; tune its base, {deaf}",
        ("--model", "openai:http://127.0.0.1:9/v1#m"): "stands on a server",
        ("--model", deaf, "--keep", 4): "the model has 4 layers; give fewer",
        ("--model", deaf, "--out", made): "holds files already",
        ("--model", deaf, "--data", tmp_path / "gone"): "no such folder",
    }.items():
        data = [] if "none.jsonl" in str(words) else ["--data", made]
        code, stdout, stderr = lever(attention, *data, *words)
        assert (code, stdout, stderr.count("\n")) == (2, "", 1) and why in stderr, stderr


def test_choices_that_are_compared_keep_as_many_layers():
    made = choices(6, (0, 4, 5))
    assert (
        made["every second"] == (0, 2, 4)
        and made["first half"] == (0, 1, 2)
        and made["last half"] == (3, 4, 5)
    )
    assert {len(set(full)) for full in made.values()} == {3} and len(
        {made[name] for name in made if "seed" in name}
    ) == 3


def test_blocks_and_their_cache_hold_less_than_transformers_does_of_the_same_text(deaf):
    """The benchmark, small: half the layers cut to 16 of 300 tokens."""
    full, theirs, ours = (
        reading(str(deaf), 4, 16, kind, 300, False)[1] for kind in ("full", "mask", "blocks")
    )
    assert full == theirs == 4 * 2 * 300 * 16 * 2 and ours == 2 * 2 * (300 + 15) * 16 * 2
