"""A quantized model in one file: answers under grammars, what is read again, and refusals."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from extract_filings.pipeline.decode.load import load_engine
from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.records import Prompt, Question
from extract_filings.pipeline.registry.gguf_files import GGUFS, architecture
from extract_filings.pipeline.registry.presets import place

pytestmark = pytest.mark.skipif(
    not importlib.util.find_spec("xllamacpp"), reason="the extra [gguf] is not installed"
)
TEMPLATE = "{% for m in messages %}<u>{{ m.content }}{% endfor %}<a>"
WORDS = ("Acme Holdings LLC", "Borealis Coffee, Inc.", "été")
LINE = 'start: LINE "\\n"\nLINE: %regex ' + json.dumps(
    {"substring_chunks": ["Acme", " Ltd", " pays"]}
)
CHOICE = 'start: "{\\"a\\": " A "}\\n"\nA: "null" | ' + " | ".join(
    json.dumps(json.dumps(w, ensure_ascii=False), ensure_ascii=False) for w in WORDS
)


def tokens() -> list[str]:
    """Bytes, as GPT-2's vocabulary spells them, and three marks."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    odd = [b for b in range(256) if b not in plain]
    spelled = {b: chr(b) for b in plain} | {b: chr(256 + i) for i, b in enumerate(odd)}
    return [*(spelled[b] for b in range(256)), "<u>", "<a>", "<end>"]


def write(path: Path, kind: str = "qwen2", context: int = 2048) -> Path:
    """Two layers of 64 numbers, drawn at random."""
    gguf = pytest.importorskip("gguf")
    rng, out, words = np.random.default_rng(7), gguf.GGUFWriter(path, kind), tokens()
    out.add_context_length(context)
    out.add_embedding_length(64)
    out.add_block_count(2)
    out.add_feed_forward_length(128)
    out.add_head_count(2)
    out.add_head_count_kv(1)
    out.add_layer_norm_rms_eps(1e-6)
    out.add_tokenizer_model("gpt2")
    out.add_tokenizer_pre("qwen2")
    out.add_token_list(words)
    out.add_token_types([1] * 256 + [3] * 3)
    out.add_token_merges(["a b"])
    out.add_eos_token_id(258)
    out.add_chat_template(TEMPLATE)
    shapes = {"token_embd.weight": (259, 64), "output.weight": (259, 64)}
    for i in range(2):
        sizes = {
            "attn_q": (64, 64),
            "attn_k": (32, 64),
            "attn_v": (32, 64),
            "attn_output": (64, 64),
        }
        sizes |= {"ffn_gate": (128, 64), "ffn_up": (128, 64), "ffn_down": (64, 128)}
        shapes |= {f"blk.{i}.{n}.weight": s for n, s in sizes.items()}
        shapes |= {f"blk.{i}.attn_{n}.bias": (s,) for n, s in (("q", 64), ("k", 32), ("v", 32))}
    for name, shape in shapes.items():
        out.add_tensor(name, rng.normal(0, 0.3, shape).astype(np.float32))
    for name in ("output_norm", *(f"blk.{i}.{n}_norm" for i in range(2) for n in ("attn", "ffn"))):
        out.add_tensor(f"{name}.weight", np.ones(64, np.float32))
    out.write_header_to_file()
    out.write_kv_data_to_file()
    out.write_tensors_to_file()
    out.close()
    return path


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    return write(tmp_path_factory.mktemp("gguf") / "tiny.gguf")


@pytest.fixture(scope="module")
def engine(file):
    return load_engine(str(file), 1)


def asked(*grammars: str, text: str = "Acme Ltd pays. ") -> Prompt:
    return Prompt(text, tuple(Question(0, g, ask=f"Question {i}.") for i, g in enumerate(grammars)))


def test_answers_are_in_their_grammars_and_the_same_again(engine):
    prompt = asked(CHOICE, LINE, CHOICE)
    (first,), (again,) = engine.answer([prompt]), engine.answer([prompt])
    assert [a.text for a in first] == [a.text for a in again]
    assert json.loads(first[0].text)["a"] in (None, *WORDS)
    assert first[1].text in "Acme Ltd pays"
    for a in first:
        assert 0 < a.probability <= 1 and all(0 <= at <= len(a.text) + 1 for at, _ in a.steps)


def test_answers_do_not_depend_on_how_many_cores_are_idle(file, monkeypatch):
    """Fewer are used where other programs work: a run may be resumed on a busier machine."""
    gguf_engine = pytest.importorskip("extract_filings.pipeline.decode.gguf_engine")
    prompt = asked("start: /[a-z ]{30}/", text="Acme Ltd pays the Landlord each month. " * 40)
    said = []
    for idle in (1, 2, 3):
        monkeypatch.setattr(gguf_engine, "_idle", lambda idle=idle: idle)
        said.append(gguf_engine.GgufEngine("tiny", file).answer([prompt]))
    assert said[0] == said[1] == said[2]


def test_what_the_grammar_forces_is_no_step(engine):
    ((only, open_),) = engine.answer([asked('start: "yes it is\\n"', CHOICE)])
    assert only.text == "yes it is" and only.probability == pytest.approx(1, abs=1e-6)
    assert open_.steps[0][0] == len('{"a": ')  # the first thing that the model chooses


def test_probabilities_are_shared_out_over_what_the_grammar_allows(engine):
    alone, two, four = ('start: "a"', 'start: "a" | "b"', 'start: "a" | "b" | "c" | "d"')
    ((one, of_two, of_four),) = engine.answer([Prompt("Acme", _same(alone, two, four))])
    assert one.probability == pytest.approx(1)
    assert 0.5 <= of_two.probability < 1 and 0.25 <= of_four.probability < 1
    assert of_four.text != of_two.text or of_four.probability < of_two.probability


def _same(*grammars: str) -> tuple[Question, ...]:
    return tuple(Question(0, g, ask="Which?") for g in grammars)


def test_a_text_too_long_for_the_memory_is_one_line(engine):
    with pytest.raises(ModelError, match=r"tiny\.gguf: .*exceeds .*; give it fewer pages"):
        engine.answer([asked(CHOICE, text="word " * 4000)])


@pytest.mark.parametrize("name", ["cut off", "unknown", "text", "absent", "large"])
def test_a_file_that_cannot_be_loaded_is_one_line(name, file, tmp_path, monkeypatch):
    path = tmp_path / "a.gguf"
    match name:
        case "cut off":
            path.write_bytes(file.read_bytes()[:-2000])
        case "unknown":
            path.write_bytes(file.read_bytes().replace(b"qwen2", b"qwenX"))
        case "text":
            path.write_text("hello")
        case "large":
            path.write_bytes(file.read_bytes())
            monkeypatch.setattr("extract_filings.pipeline.decode.gguf_engine.ROOM", 1e9)
    told = {
        "cut off": "damaged or cut off",
        "unknown": "architecture, qwenX;",
        "text": "no GGUF file",
        "absent": "no such file; see `extract models`",
        "large": "GB of memory, .* are free",
    }
    with pytest.raises(ModelError, match=told[name]) as refused:
        load_engine(str(path), 1)
    assert "\n" not in str(refused.value)


def test_a_preset_is_found_where_the_hub_lays_it(file, tmp_path, monkeypatch):
    preset = GGUFS["qwen3-4b-gguf"]
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelError, match=f"type `{preset.command}`"):
        load_engine("qwen3-4b-gguf")
    folder = tmp_path / f"models--{preset.hub.replace('/', '--')}"
    (folder / "blobs").mkdir(parents=True)
    (folder / "blobs" / "abc").write_bytes(file.read_bytes())
    (folder / "refs").mkdir()
    (folder / "refs" / "main").write_text("c0ffee")
    (folder / "snapshots" / "c0ffee").mkdir(parents=True)
    (folder / "snapshots" / "c0ffee" / preset.file).symlink_to("../../blobs/abc")
    assert architecture(place("qwen3-4b-gguf")) == "qwen2"
    ((answer,),) = load_engine("qwen3-4b-gguf", 1).answer([asked(CHOICE)])
    assert json.loads(answer.text)
