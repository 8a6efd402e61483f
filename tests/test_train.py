"""Laws of training: a run can be repeated and resumed to the bit, both forms learn, and what is
written answers under the grammar.
"""

import json
import random
import re
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

pytest.importorskip("reportlab")
pytest.importorskip("peft")

from llguidance import LLMatcher
from tiny_training import shrink

from extract_filings.pipeline.ask.statement_prompt import label, statement_prompt
from extract_filings.pipeline.decode.engine import Engine
from extract_filings.pipeline.errors import OutputError
from extract_filings.pipeline.gold import answers
from extract_filings.pipeline.gold.pages import UNKNOWN, RowPage, WordPage, examples
from extract_filings.pipeline.records import NONE, Chunk, Line, tag
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing
from extract_filings.training import loop, tagging
from extract_filings.training import pointing as point_form
from extract_filings.training.data import batches
from extract_filings.training.data.pages import load_pages, save_pages
from extract_filings.training.synth import generate
from extract_filings.training.tokenizer import Spelling

PARTS = parts(Filing)
INCOME = RowPage(
    "acme",
    ["Statements of Income", "Net sales 9,978 11,257", "Net income 12 (3)"],
    [NONE, tag("income_statement", "revenue"), NONE],
    [None] * 3,
    frozenset({"income_statement"}),
)
COVER = WordPage(
    "acme",
    ["ACME TOOLS, INC.", "Common Stock ACME New York Stock Exchange"],
    [
        [tag("filing", "registrant_name")] * 3,
        [tag("security", "title")] * 2
        + [tag("security", "trading_symbol")]
        + [tag("security", "exchange")] * 4,
    ],
)


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """File of the pages of three made-up filings."""
    folder = tmp_path_factory.mktemp("made")
    generate(3, folder, seed=1)
    made = list(examples(folder, PARTS))
    save_pages(made, folder / "pages.jsonl")
    save_pages(made[::6], folder / "few.jsonl")
    return folder / "pages.jsonl"


@pytest.fixture
def small(monkeypatch):
    shrink(monkeypatch.setattr)


def halt(*words: object) -> list[tuple[int, list[str]]]:
    """`python interrupted_training.py …`: of each run that was killed its exit status, and the
    checkpoints that it left.
    """
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("interrupted_training.py"), *map(str, words)],
        capture_output=True,
        text=True,
        check=True,
    )
    return [tuple(json.loads(line)) for line in done.stdout.splitlines() if line.startswith("[")]


@pytest.mark.slow
def test_a_run_killed_while_it_writes_a_checkpoint_goes_on_from_the_whole_one(
    extract, pages, tmp_path, small
):
    """Killed by the system in the middle of the weights; behind them; when all of it is sealed, and
    the one before still there.
    """
    ask, kills = (
        ("train", "--data", pages, "--steps", 5, "--threads", 1, "--out"),
        {"bytes:20000": 2, "change:7": 2, "change:12": 4},
    )
    assert extract(*ask, tmp_path / "whole")[0] == 0
    assert halt(pages, tmp_path, *kills) == [
        (status, ["checkpoint-2", "checkpoint-4"])
        for status in (-signal.SIGXFSZ, -signal.SIGKILL, -signal.SIGKILL)
    ]
    for kill, last in kills.items():
        code, stdout, stderr = extract(*ask, tmp_path / kill, "--resume")
        began = re.search(r"^step (\d) of 5: training begins", stdout, re.M)
        assert code == 0 and began and began[1] == str(last), stderr
        assert (
            "checkpoint-4: half written or damaged, passed over; going on from checkpoint-2\n"
            in stdout
        ) == (last == 2), stdout
        one, other = weights(tmp_path / "whole"), weights(tmp_path / kill)
        assert one.keys() == other.keys() and all(torch.equal(one[k], other[k]) for k in one)


def test_without_a_whole_checkpoint_there_is_nothing_to_resume(tmp_path):
    (half := tmp_path / "checkpoints" / "checkpoint-200").mkdir(parents=True)
    (half / "config.json").write_text("{")
    with pytest.raises(
        OutputError,
        match=(
            "checkpoints: no checkpoint to resume, only half written ones; type `rm -r"
            f" {tmp_path}/checkpoints` and leave out --resume"
        ),
    ):
        loop.checkpoint(tmp_path, True)


def losses(stdout: str) -> list[float]:
    said = r"^step \d+ of \d+: loss (\S+), \S+ s a step, .*, \d+ tokens/s$"
    return [float(x) for x in re.findall(said, stdout, re.M)]


def weights(folder):
    return load_file(folder / "model.safetensors")


def test_a_resumed_run_ends_with_the_weights_of_one_that_was_never_stopped(
    extract, pages, tmp_path, small, stopped
):
    ask = ("train", "--data", pages, "--steps", 5, "--threads", 1, "--out")
    assert extract(*ask, tmp_path / "whole")[0] == 0
    stopped(3, *ask, tmp_path / "stopped")
    assert [p.name for p in (tmp_path / "stopped" / "checkpoints").iterdir()] == ["checkpoint-2"]
    code, _, stderr = extract(*ask, tmp_path / "stopped")
    assert code == 2 and "add --resume" in stderr
    assert extract(*ask, tmp_path / "stopped", "--resume")[0] == 0
    one, other = weights(tmp_path / "whole"), weights(tmp_path / "stopped")
    assert one.keys() == other.keys() and all(torch.equal(one[k], other[k]) for k in one)
    assert not (tmp_path / "stopped" / "checkpoints").exists()


def test_the_mark_form_learns_and_its_folder_is_a_base_and_answers(extract, pages, tmp_path, small):
    code, first, _ = extract(
        "train",
        "--data",
        f"0.5:{pages}",
        "--validation",
        pages.with_name("few.jsonl"),
        "--steps",
        40,
        "--threads",
        1,
        "--out",
        tmp_path / "a",
    )
    start, end = losses(first)[:10], losses(first)[-10:]  # of pages of words and of rows, mixed
    assert code == 0 and max(end) < 0.9 * max(start) and min(end) < 0.9 * min(start)
    assert re.search(r'^step 40 of 40, held out: \{"chunk": ', first, re.M)
    code, further, _ = extract(
        "train",
        "--data",
        pages,
        "--base",
        tmp_path / "a",
        "--steps",
        2,
        "--threads",
        1,
        "--out",
        tmp_path / "b",
    )
    assert code == 0 and sum(losses(further)) / 2 < sum(losses(first)[:10]) / 10
    engine = Engine(str(tmp_path / "b"))
    assert (
        engine.form == "tagging"
        and engine.model.config.is_causal is False
        and weights(tmp_path / "b")["model.norm.weight"].dtype == torch.bfloat16
    )


@pytest.mark.slow
@pytest.mark.parametrize("lora", [True, False])
def test_a_general_model_learns_to_answer_as_extraction_asks(
    extract, pointing, tmp_path, small, monkeypatch, lora
):
    """Two pages by heart: what the grammar lets it say is gold, so training and extraction word
    questions alike.
    """
    base, out = tmp_path / "base", tmp_path / "model"
    pointing.model.save_pretrained(base), pointing.tokenizer.save_pretrained(base)
    (base / "chat_template.jinja").write_text(
        "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}{% endfor %}<|assistant|>"
    )
    (
        save_pages([INCOME, COVER], tmp_path / "pages.jsonl"),
        save_pages([replace(INCOME, document="other")], tmp_path / "held.jsonl"),
    )
    (
        monkeypatch.setattr(batches, "vary_rows", lambda page, *_: page),
        monkeypatch.setattr(batches, "vary_words", lambda page, *_: page),
    )
    code, stdout, stderr = extract(
        "train",
        "--data",
        tmp_path / "pages.jsonl",
        "--validation",
        tmp_path / "held.jsonl",
        "--base",
        base,
        *["--lora"] * lora,
        "--steps",
        240,
        "--threads",
        1,
        "--out",
        out,
    )
    assert code == 0, stderr
    assert losses(stdout)[-1] < 0.1 * losses(stdout)[0], stdout
    assert '"row": 1.0' in stdout
    assert (out / "adapter" / "adapter_model.safetensors").exists() == lora
    engine, asker = Engine(str(out)), point_form.PointingTask(pointing.tokenizer, PARTS)
    for page, group, number in ((INCOME, asker.statements, 44), (COVER, asker.opening, 2)):
        chunk = Chunk(tuple(Line(number, i, text) for i, text in enumerate(page.lines)))
        prompt, golds = answers.solved(page, chunk, group)
        said = [a.text for a in engine.answer([prompt])[0]]
        pairs = [p for p in zip(said, golds, strict=True) if p[1] is not None]
        found = [pair for pair in pairs if not answers.says_nothing(pair[1])]
        values = [
            v for a, gold in found for v in zip(a.split(", "), gold.split(", "), strict=False)
        ]
        assert found and sum(v == known for v, known in values) > 0.75 * len(values)
        assert sum(a == gold for a, gold in pairs) >= 0.9 * len(pairs) - 1


def test_gold_answers_are_what_the_grammar_takes_and_stop_it(pointing, pages):
    asker = point_form.PointingTask(pointing.tokenizer, PARTS)
    [(_, made)] = load_pages([str(pages)], PARTS)
    refused, asked = Counter(), Counter()
    for page in made[:60]:
        chunk = Chunk(tuple(Line(1, i, t) for i, t in enumerate(page.lines)))
        kind = type(page)
        parts_asked = asker.statements if kind is RowPage else asker.opening
        prompt, said = answers.solved(page, chunk, parts_asked)
        for q, answer in zip(prompt.questions, said, strict=True):
            if answer is None:
                continue
            matcher = LLMatcher(asker.grammars, q.grammar)
            tokens = pointing.tokenizer(answer + "\n", add_special_tokens=False)["input_ids"]
            taken = matcher.validate_tokens(tokens) == len(tokens)
            refused[kind] += not taken
            asked[kind] += 1
            assert not taken or (
                matcher.consume_tokens(tokens) and matcher.is_stopped() and matcher.is_accepting()
            )
    assert asked[RowPage] > 500 and refused[RowPage] < 0.01 * asked[RowPage]
    assert asked[WordPage] > 10 and not refused[WordPage]


def test_targets_of_the_point_form():
    chunk = Chunk(tuple(Line(1, i, t) for i, t in enumerate(INCOME.lines)))
    prompt, said = answers.solved(INCOME, chunk, [p for p in PARTS if p.kind == "statement"])
    by_name = {(q.part, q.field): a for q, a in zip(prompt.questions, said, strict=True)}
    assert [by_name["income_statement", f] for f in ("", "revenue", "net_income")] == [
        "yes",
        f"{label(INCOME.lines[1])} [1]",
        "null",
    ]
    assert by_name["balance_sheet", ""] == "no"
    chunk = Chunk(tuple(Line(1, i, t) for i, t in enumerate(COVER.lines)))
    prompt, said = answers.solved(COVER, chunk, [p for p in PARTS if p.opening])
    [cover] = (json.loads(a) for a in said)
    assert cover["registrant_name"] == "ACME TOOLS, INC." and cover["city"] is None
    row = {"title": "Common Stock", "trading_symbol": "ACME", "exchange": "New York Stock Exchange"}
    assert cover["security"] == [row]
    assert [*cover] == [*prompt.questions[0].fields, *prompt.questions[0].lists]


def test_marked_words_are_said_without_a_sign_that_only_joins():
    """A word has the sign behind it: with it the grammar would not let them be learnt."""
    page = replace(COVER, lines=["ACME TOOLS, INC.,", COVER.lines[1]])
    chunk = Chunk(tuple(Line(1, i, t) for i, t in enumerate(page.lines)))
    prompt, [said] = answers.solved(page, chunk, [p for p in PARTS if p.kind == "root"], must=True)
    assert json.loads(said) == {"registrant_name": "ACME TOOLS, INC."}
    assert answers.taken(prompt.questions[0].grammar, said)


def test_what_gold_does_not_tell_is_not_asked_of_a_page():
    """Choices that no word is marked as; on a page that is known in part all that it may lack."""
    root = [p for p in PARTS if p.kind == "root"]
    opening = [p for p in PARTS if p.opening]
    chunk = Chunk(tuple(Line(1, i, t) for i, t in enumerate(COVER.lines)))
    [known] = answers.solved(COVER, chunk, root).prompt.questions
    assert {f.name for f in root[0].fields if f.choices}.isdisjoint(known.fields)
    cover = replace(COVER, targets=[COVER.targets[0], [UNKNOWN] * 7])
    (prompt, [said]) = answers.solved(cover, chunk, opening)
    assert [(q.part, q.fields) for q in prompt.questions] == [("filing", ("registrant_name",))]
    assert json.loads(said) == {"registrant_name": "ACME TOOLS, INC."}
    must, [said] = answers.solved(COVER, chunk, root, must=True)
    assert must.questions[0].fields == ("registrant_name",) and answers.taken(
        must.questions[0].grammar, said
    )


def test_what_is_not_known_is_not_asked(embedded, pointing):
    page = RowPage("x", INCOME.lines, [NONE, UNKNOWN, NONE], INCOME.concepts, INCOME.holds)
    asker = tagging.TaggingTask(embedded.tokenizer, PARTS)
    [(_, asked)], [(_, known)] = asker.ask(page, None), asker.ask(INCOME, None)
    assert len(asked) == len(known) - 1
    cover = WordPage("x", COVER.lines, [[UNKNOWN] * 3, COVER.targets[1]])
    assert len(asker.ask(cover, None)[0][1]) == len(asker.ask(COVER, None)[0][1]) - 3
    q = next(
        q
        for q in statement_prompt(
            Chunk((Line(1, 0, "Net sales 1"),)), [p for p in PARTS if p.name == "income_statement"]
        ).questions
        if q.field == "revenue"
    )
    assert answers.row_answer(page, q) is None


def test_words_spelt_anew_are_the_same_text_from_the_same_seed(embedded):
    spell, text = (
        Spelling(embedded.tokenizer),
        "net sales # #\ncost of goods sold #\n<income_statement>",
    )
    plain, at = spell(text, None)
    one, ends = spell(text, random.Random(1))
    assert (
        one == spell(text, random.Random(1))[0]
        and len(one) > len(plain)
        and ends.keys() <= at.keys()
    )
    assert embedded.tokenizer.decode(one) == embedded.tokenizer.decode(plain)
    assert embedded.tokenizer.decode(one[: ends[9] + 1]) == "net sales"


def test_pages_come_back_as_they_were_saved(tmp_path):
    save_pages([INCOME, COVER], tmp_path / "pages.jsonl")
    assert load_pages([f"0.5:{tmp_path}/pages.jsonl"], PARTS) == [(0.5, [INCOME, COVER])]


def test_errors_are_one_line_that_says_what_to_type(
    extract, pages, tmp_path, pointing, embedded, monkeypatch
):
    (tmp_path / "empty").mkdir(), (tmp_path / "x.pkl").write_bytes(b"\x80\x04\x95")

    def ask(*more, data=pages):
        return extract("train", "--data", data, "--out", tmp_path / "out", *more)

    assert ask(data=tmp_path / "gone") == (
        2,
        "",
        f"extract: {tmp_path}/gone: no such folder; look with `ls {tmp_path}`\n",
    )
    assert ask(data=f"2:{tmp_path / 'empty'}") == (
        2,
        "",
        (
            f"extract: {tmp_path}/empty: no pdf, gold.parquet, docs.parquet, rows.jsonl or"
            " rows.jsonl.gz; make a folder to train on with `extract synth --n 20 --out DIR`, see"
            " training/README.md\n"
        ),
    )
    for words, said in {
        ("--resume",): "leave out --resume",
        ("--lora",): "--lora is for general models",
        ("--base", tmp_path / "gone"): f"base {tmp_path}/gone: ",
        ("--base", pointing.name, "--tokenizer-text", tmp_path): "leave out --tokenizer-text",
    }.items():
        code, stdout, stderr = ask(*words)
        assert (code, stdout, stderr.count("\n")) == (2, "", 1) and said in stderr
    code, _, stderr = ask(data=tmp_path / "x.pkl")
    assert code == 2 and "write it with `save_pages`" in stderr
    monkeypatch.setitem(sys.modules, "extract_filings.training.train", None)
    assert ask()[0] == 2
