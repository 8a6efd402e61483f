"""Branches read together say what each says alone, and a draft changes passes, never answers."""

from dataclasses import replace

import pytest
import torch
from llguidance import LLMatcher
from torch.profiler import ProfilerActivity, profile
from transformers import AutoTokenizer, Lfm2Config, Lfm2ForCausalLM, Qwen3Config, Qwen3ForCausalLM

from extract_filings.benchmarks.speed.decoding import Count
from extract_filings.levers import compare_speculation
from extract_filings.pipeline.ask.grammar import Cell, Span, literal, object_grammar, row_of
from extract_filings.pipeline.ask.keyed_prompt import keyed_prompt
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.decode.branching_cache import Tree
from extract_filings.pipeline.decode.constrained import Reply
from extract_filings.pipeline.decode.engine import Engine
from extract_filings.pipeline.decode.prompt_lookup import DraftSource, woven
from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.locate.chunk import chunk_pages
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.records import Prompt, Question
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing

COVER = [p for p in parts(Filing) if p.kind == "root"]
TEXT = "Registrant: Common Stock ACME New York Stock Exchange\nCost of sales 4,483\n"
SIZES = dict(
    hidden_size=64,
    num_hidden_layers=2,
    num_attention_heads=4,
    num_key_value_heads=2,
    head_dim=16,
    intermediate_size=128,
    initializer_range=0.2,
)


def words(number: int, text: str = TEXT) -> Question:
    """Random weights would say null; here they must copy, and may end at any word."""
    span = Span(text.replace("\n", " "), 6, 60)
    grammar = object_grammar(['{"words": ', Cell(span, null=False), "}"])
    return Question(0, grammar, ask=f"Which words, {number}?\n")


def test_answers_are_the_same_with_drafts_and_without(exact, samples, monkeypatch):
    count = Count()
    for name in ("synth0000_10-k", "synth0003_10-q"):
        passage = Passage((chunk_pages(read(samples / f"{name}.pdf"))[0],))
        prompt = keyed_prompt(
            passage, [replace(COVER[0], fields=(f,)) for f in COVER[0].fields[:2]]
        )
        prompt = replace(
            prompt, questions=(*prompt.questions, *(words(i, passage.run_on) for i in range(6)))
        )
        with count.watching(exact):
            drafted = exact.answer([prompt])[0]
        with monkeypatch.context() as patch:
            patch.setattr(DraftSource, "after", lambda page, said: [])
            plain = exact.answer([prompt])[0]
        assert [a.text for a in drafted] == [a.text for a in plain]
        assert [a.probability for a in drafted] == pytest.approx(
            [a.probability for a in plain], rel=1e-3
        )
    assert count.proposed > 0  # which of them a random model takes is chance


def test_the_comparison_with_and_without_drafts_runs(pointing, samples, capsys):
    with pytest.raises(SystemExit) as end:
        compare_speculation.main(
            [str(samples), "--model", str(pointing.name), "--files", "1", "--fields", "3"]
        )
    *_, row = capsys.readouterr().out.splitlines()
    name, questions, passes, *_, same = (cell.strip() for cell in row.strip("|").split(" | "))
    assert (
        end.value.code == 0 and name.startswith("synth") and same == f"{questions} of {questions}"
    )
    drafted, plain = map(int, passes.split(", "))
    assert 0 < drafted <= plain


@pytest.mark.parametrize("agreed", [0, 1, 2])
def test_a_draft_is_kept_as_far_as_the_model_agrees(exact, agreed):
    def encode(text: str) -> list[int]:
        return exact.tokenizer(text)["input_ids"]

    reply, (quote,) = Reply(LLMatcher(exact.llg, words(0).grammar), []), encode('"')
    said = encode('{"words": "Common Stock')
    reply.matcher.consume_tokens(said)
    reply.propose(encode(" ACME New York"))
    choices = [token for token, chosen in reply.draft if chosen]
    assert (
        len(choices) >= 3 and reply.matcher.validate_tokens([quote]) == 1
    )  # the matcher stands where it stood
    places = [i for i, (_, chosen) in enumerate(reply.draft) if chosen]
    stop = places[agreed]
    assert (
        reply.accept(
            [(0.5, token if i < stop else quote) for i, (token, _) in enumerate(reply.draft)]
        )
        == stop
    )
    assert reply.said[: stop + 1] == [*(token for token, _ in reply.draft[:stop]), quote]
    assert [share for _, share in reply.chosen] == [0.5] * (agreed + 1) and [
        at for at, _ in reply.chosen
    ] == places[: agreed + 1]


def sliding(vocabulary: int) -> Qwen3ForCausalLM:
    torch.manual_seed(1)
    return Qwen3ForCausalLM(
        Qwen3Config(
            vocab_size=vocabulary,
            **SIZES,
            use_sliding_window=True,
            sliding_window=5,
            layer_types=["sliding_attention", "full_attention"],
        )
    ).eval()


@pytest.mark.parametrize("kind", ["full", "sliding"])
def test_a_branch_sees_the_text_and_itself_alone(exact, kind):
    model = exact.model if kind == "full" else sliding(100)
    text, branches = list(range(2, 14)), [[20, 21, 22, 23, 24, 25, 26], [20, 21, 30], [40]]
    with torch.inference_mode():
        tokens, paths = woven(branches, together=True)
        tree = Tree(model, text)
        tree.branch(3)
        first = tree.read(tokens, paths, [p[-1] for p in paths])
        tree.forget([(0, paths[0][-1])])
        later = tree.read([50, 51], [[0], [1], []], [0, 1])
        alone = [
            model(torch.tensor([text + ids])).logits[0, -1]
            for ids in (*branches, [*branches[0][:-1], 50], [*branches[1], 51])
        ]
    torch.testing.assert_close(torch.cat([first, later]), torch.stack(alone), rtol=1e-3, atol=1e-3)


def test_nothing_is_read_for_an_answer_that_has_ended(exact, monkeypatch):
    monkeypatch.setattr(DraftSource, "after", lambda page, said: [])
    tokens: list[int] = []
    hook = exact.model.model.register_forward_pre_hook(
        lambda module, args, named: tokens.append(named["input_ids"].numel()), with_kwargs=True
    )
    exact.answer(
        [
            Prompt(
                TEXT,
                (
                    *(Question(0, literal(("yes",)), ask="?") for _ in range(9)),
                    Question(0, 'start: /[ab]{30}/ "\\n"', ask="?"),
                ),
            )
        ]
    )
    hook.remove()
    assert len(tokens) > 15 and max(tokens[-10:]) == 1


@pytest.mark.parametrize("asked", [2, 12])
def test_reads_of_single_numbers_do_not_grow_with_rows(exact, asked):
    """On a GPU each of them would wait for the device."""
    count = Count()
    with count.watching(exact), profile(activities=[ProfilerActivity.CPU]) as seen:
        exact.answer([Prompt(TEXT, tuple(words(i) for i in range(asked)))])
    reads = sum(
        e.count for e in seen.key_averages() if e.key in ("aten::item", "aten::_local_scalar_dense")
    )
    assert reads <= 4 * count.passes, f"{reads} reads in {count.passes} passes of {asked} rows"


def test_a_question_that_one_token_decides_takes_one_pass(exact):
    count, prompt = (
        Count(),
        Prompt(
            TEXT,
            (Question(0, 'start: "A" | "B"', ask="?"), Question(0, 'start: "C" | "D"', ask="!")),
        ),
    )
    with count.watching(exact):
        exact.answer([prompt])
    assert count.passes == 2  # the text, and all questions


def test_a_model_that_cannot_be_told_what_to_see_is_refused(pointing, tmp_path):
    Lfm2ForCausalLM(
        Lfm2Config(
            vocab_size=500,
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            num_key_value_heads=1,
            intermediate_size=32,
            layer_types=["conv", "full_attention"],
        )
    ).save_pretrained(tmp_path)
    AutoTokenizer.from_pretrained(pointing.name).save_pretrained(tmp_path)
    with pytest.raises(ModelError, match=r"layers of conv.*name a model"):
        Engine(str(tmp_path))


def test_the_number_of_a_line_is_no_draft():
    assert (
        DraftSource(
            "1: Net\n12: Tax\n",
            [1, 2, 3, 4, 5, 6],
            [(0, 1), (1, 6), (6, 7), (7, 9), (9, 14), (14, 15)],
        ).after("12")
        == []
    )


def test_rows_of_one_label_are_told_apart_by_their_lines(exact):
    answers = exact.answer(
        [
            Prompt(
                TEXT,
                tuple(
                    Question(
                        0,
                        row_of({3: "Net sales", 12: "Net sales", 120: "Cost"}),
                        ask=f"{i}?",
                    )
                    for i in range(3)
                ),
            )
        ]
    )[0]
    assert {a.text for a in answers} <= {
        "Net sales [3]",
        "Net sales [12]",
        "Cost [120]",
        "null",
    } and all(a.probability > 0 for a in answers)
