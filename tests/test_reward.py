"""Laws of training by reward: cells decide what an answer is worth, what is worth more becomes
likelier, and who does not ask for it does not load it.
"""

import re
import shutil
from dataclasses import replace

import polars as pl
import pypdf
import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, AutoTokenizer

pytest.importorskip("reportlab")
pytest.importorskip("peft")

from extract_filings.levers import compare_reward as comparison
from extract_filings.levers import reward
from extract_filings.models import EMBEDDED
from extract_filings.pipeline.ask.tagger import pages_held
from extract_filings.pipeline.ask.tagging_prompt import rows_prompt
from extract_filings.pipeline.decode.engine import Engine
from extract_filings.pipeline.records import NONE, Answers, Chunk, Line, TagScores, tag
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing
from extract_filings.training import loop, tagging
from extract_filings.training.data.pages import save_pages
from extract_filings.training.synth import generate
from extract_filings.training.tagging import TaggingTask

PARTS = parts(Filing)
INCOME = Chunk(
    (
        Line(4, 0, "CONSOLIDATED STATEMENTS OF INCOME (in millions)"),
        Line(4, 1, "Net sales $ 9,978 $ 11,257"),
        Line(4, 2, "Cost of sales 4,483 4,900"),
        Line(4, 3, "Net income 12 3"),
    )
)
AT = [p.name for p in PARTS].index("income_statement")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Two made-up filings with gold."""
    folder = tmp_path_factory.mktemp("made")
    generate(2, folder, seed=1)
    return folder


@pytest.fixture(scope="module")
def unsure(tmp_path_factory):
    """The embedded model, its answers as they were but far less sure."""
    folder = tmp_path_factory.mktemp("unsure")
    model = AutoModelForCausalLM.from_pretrained(EMBEDDED, dtype=torch.float32)
    with torch.no_grad():
        model.model.norm.weight *= 0.2
    model.save_pretrained(folder), AutoTokenizer.from_pretrained(EMBEDDED).save_pretrained(folder)
    (folder / "chain.json").write_bytes((EMBEDDED / "chain.json").read_bytes())
    return folder


@pytest.mark.parametrize("baseline", ["group", "pairs"])
def test_the_command_trains_on_what_the_answers_are_worth(
    lever, made, unsure, tmp_path, monkeypatch, baseline
):
    monkeypatch.setattr(loop, "SAY_EVERY", 0), monkeypatch.setattr(reward, "GROUP", 2)
    code, stdout, stderr = lever(
        reward,
        "--baseline",
        baseline,
        "--data",
        made,
        "--base",
        unsure,
        "--steps",
        2,
        "--threads",
        1,
        "--out",
        tmp_path / "m",
    )
    assert code == 0, stderr
    assert "parameters, 8000 tokens, 2 filings" in stdout and re.search(
        r"^step 2 of 2: loss \S+, \S+ s a step, done, [1-9]\d* tokens/s$", stdout, re.M
    ), stdout
    worths = [float(w) for w in re.findall(r"^step \d answers are worth (\S+)$", stdout, re.M)]
    assert len(worths) == 2 and all(0.2 < w < 1.2 for w in worths), stdout
    before, engine = AutoModelForCausalLM.from_pretrained(unsure), Engine(str(tmp_path / "m"))
    assert (
        engine.form == "tagging"
        and engine.tags.hmm
        and any(
            not torch.equal(a, b)
            for a, b in zip(before.parameters(), engine.model.parameters(), strict=False)
        )
    )


@pytest.mark.slow
def test_the_comparison_with_other_training_runs(made, tmp_path, monkeypatch, capsys):
    (
        monkeypatch.setattr(reward, "GROUP", 2),
        monkeypatch.setattr(tagging, "TOKENS_PER_STEP", 2_000),
    )
    generate(1, tmp_path / "held", seed=5)
    comparison.main(
        list(
            map(
                str,
                (
                    tmp_path / "out",
                    "--data",
                    made,
                    "--dev",
                    tmp_path / "held",
                    "--steps",
                    1,
                    "--seeds",
                    0,
                    "--rates",
                    "4e-4",
                ),
            )
        )
    )
    rows = {
        line.split(" | ")[0]: line.split(" | ")
        for line in capsys.readouterr().out.splitlines()
        if line.startswith("| ")
    }
    assert [*rows] == ["| model", "| ---", "| the base", "| group", "| pairs", "| 4e-4"]
    assert all(
        float(rows[f"| {arm}"][1]) > 50 and float(rows[f"| {arm}"][5].strip("| ")) > 0
        for arm in ("group", "pairs", "4e-4")
    )


def test_right_cells_are_worth_most(made):
    """On real tables: the model's own answers, which are right, against a wrong row, a missed part,
    one wrongly filled, a further page.
    """
    job, [filing, *_] = reward.Pipeline(reward.Settings()), reward.load_filings([str(made)])
    heard = job.ask(filing.document)
    right = job.resolve(filing.document, heard)

    def told(change) -> tuple:
        """Values of the same answers with the marks of rows changed."""
        of = heard["income_statement"]
        tags = tuple(
            TagScores(a.chunk, a.question, change(a)) if a.question.line else a for a in of.tags
        )
        changed = {
            p.name: Answers(of.chunks, tags, holds=pages_held(p, tags)) for p in job.statements
        }
        return job.resolve(filing.document, heard | changed)

    def said(a):
        return max(a.options, key=a.options.get)

    swap = {
        tag("income_statement", "revenue"): tag("income_statement", "net_income"),
        tag("income_statement", "net_income"): tag("income_statement", "revenue"),
    }
    wrong_row, missed = (
        told(lambda a: {swap.get(said(a), said(a)): 1.0}),
        told(lambda a: {NONE: 1.0}),
    )
    known = {v.field for v in right if v.table == "income_statement"} | {
        *filing.gold.filter(section="income_statement")["item"]
    }
    spare = next(f.name for f in PARTS[AT].fields if f.name not in known)
    any_cell = next(v for v in right if v.table == "income_statement")
    filled = (*right, replace(any_cell, field=spare))
    [best, wrong, none, extra, page] = reward.reward(
        job, filing, [(right, 4), (wrong_row, 4), (missed, 4), (filled, 4), (right, 5)]
    )[:, AT].tolist()
    assert (
        1 + reward.LAWS - 4 * reward.PAGE
        < best
        <= 1 + reward.LAWS + reward.NULL - 4 * reward.PAGE + 1e-6
    )
    assert best - page == pytest.approx(reward.PAGE)
    assert extra < best and none < 0.2 and wrong < best - 2 * reward.WRONG / len(PARTS[AT].fields)


def test_a_step_makes_what_is_worth_more_likelier(unsure, tmp_path, monkeypatch):
    monkeypatch.setattr(reward, "GROUP", 2)
    tokenizer, model = (
        AutoTokenizer.from_pretrained(unsure),
        AutoModelForCausalLM.from_pretrained(unsure, dtype=torch.float32),
    )
    sampler = reward.Sampler(str(unsure), "filing", TaggingTask(tokenizer, PARTS), model)
    prompt, names = rows_prompt(INCOME, sampler.job.statements), sampler.task.names
    believed, rewarded = (
        names.index(tag("income_statement", f)) for f in ("revenue", "net_income")
    )  # the opposite of what the model knows of "Net sales"
    shares = torch.zeros(1, len(names))
    shares[0, [believed, rewarded]] = 0.5
    page = reward.SampledPage(
        prompt, sampler.task.asked(prompt), [0], shares, [], {0: [rewarded], 1: [believed]}
    )
    for baseline in reward.BASELINES:
        trainer = reward.RewardLoop(
            sampler,
            [],
            baseline,
            model=model,
            args=reward.tagging_arguments(tmp_path, 1, 0),
            train_dataset=reward.Filings(1, 0),
            processing_class=tokenizer,
        )
        worths = torch.zeros(2, len(PARTS))
        worths[0, AT] = 1.0
        before = trainer.spoken(model, [page])[0].tolist()
        trainer.loss(model, [page], worths).backward()
        with torch.no_grad():
            for p in model.parameters():
                p -= 1e-2 * p.grad / p.grad.norm().clamp(min=1e-9)
        model.zero_grad()
        after = trainer.spoken(model, [page])[0].tolist()
        assert after[0] > before[0] and after[1] < before[1], (baseline, before, after)


def test_advantages_by_hand():
    worths, even = torch.tensor([[1.0], [0.0], [0.0], [1.0]]), torch.zeros(4, 1)
    assert reward.grpo_advantage(worths, even)[:, 0].tolist() == [
        1,
        -1,
        -1,
        1,
    ]  # mean 0.5, deviation 0.5
    assert reward.grpo_advantage(torch.ones(4, 1), even)[:, 0].tolist() == [0] * 4
    two = torch.tensor([[1.0], [0.0]])
    assert reward.lampo_advantage(two, torch.zeros(2, 1))[:, 0].tolist() == [
        1,
        -1,
    ]  # half of 1, over a deviation of 0.5
    learnt = reward.lampo_advantage(two, torch.tensor([[2.0], [0.0]]))[:, 0]
    assert learnt.tolist() == pytest.approx(
        [2 * 0.1192, -2 * 0.1192], abs=1e-4
    )  # 1 / (1 + e^2): the better one is preferred already
    assert reward.lampo_advantage(worths, even)[:, 0].tolist() == pytest.approx(
        [2 / 3, -2 / 3, -2 / 3, 2 / 3]
    )  # two pairs of three, each half of 1, over 0.5


def test_marks_that_label_smoothing_left_are_never_drawn(embedded):
    shares = reward.likely(
        *(
            lambda m: (
                m,
                embedded.model,
                m.asked(rows_prompt(INCOME, [p for p in PARTS if p.kind == "statement"])),
            )
        )(TaggingTask(embedded.tokenizer, PARTS))
    )
    assert (
        torch.allclose(shares.sum(1), torch.ones(len(shares))) and (shares[shares > 0] > 0.09).all()
    )


def test_what_it_cannot_do_is_refused_in_a_line(lever, made, pointing, tmp_path):
    save_pages([], tmp_path / "pages.jsonl")
    for words, said in {
        ("--data", made, "--base", "new"): "goes on from a trained model",
        ("--data", made, "--base", pointing.name): "train a general model with `extract train`",
        ("--data", tmp_path / "pages.jsonl", "--base", EMBEDDED): "is a file of pages",
    }.items():
        code, stdout, stderr = lever(reward, *words, "--out", tmp_path / "out")
        assert (code, stdout, stderr.count("\n")) == (2, "", 1) and said in stderr


@pytest.fixture
def short(made, tmp_path):
    """The first four pages of one of them."""
    shutil.copytree(made, tmp_path / "short")
    docs = pl.read_parquet(made / "docs.parquet")[:1]
    docs.write_parquet(tmp_path / "short" / "docs.parquet")
    path = tmp_path / "short" / "pdf" / f"{docs['doc_id'][0]}.pdf"
    writer = pypdf.PdfWriter()
    writer.append(path, pages=(0, 4))
    writer.write(path)
    return tmp_path / "short"


@pytest.mark.slow
def test_a_resumed_run_ends_with_the_weights_of_one_that_was_never_stopped(
    lever, short, unsure, tmp_path, monkeypatch, stopped
):
    monkeypatch.setattr(loop, "SAVE_EVERY", 1), monkeypatch.setattr(reward, "GROUP", 2)
    ask = (
        "--data",
        short,
        "--base",
        unsure,
        "--steps",
        2,
        "--threads",
        1,
        "--out",
    )
    assert lever(reward, *ask, tmp_path / "whole")[0] == 0
    stopped(1, *ask, tmp_path / "stopped", app=reward.app)
    assert lever(reward, *ask, tmp_path / "stopped", "--resume")[0] == 0
    one, other, start = (
        load_file(folder / "model.safetensors")
        for folder in (tmp_path / "whole", tmp_path / "stopped", unsure)
    )
    assert all(torch.equal(one[k], other[k]) for k in one) and not all(
        torch.equal(one[k].float(), start[k]) for k in one
    )
