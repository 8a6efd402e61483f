"""Many questions of one page are read in groups: the answers are the same, and memory does not grow
with their number.
"""

import pytest
import torch
from transformers import DynamicCache

from extract_filings.pipeline.decode.engine import BRANCHES, Engine
from extract_filings.pipeline.records import Prompt, Question

TEXT = "Registrant: Common Stock ACME New York Stock Exchange\nCost of sales 4,483\n"


def prompt(questions: int) -> Prompt:
    """Questions of many lengths whose answers are of many lengths, too."""
    return Prompt(
        TEXT,
        tuple(
            Question(0, 'start: /[A-Za-z ,]{1,30}/ "\\n"', ask=f"{'Which words? ' * (i % 3)}{i}\n")
            for i in range(questions)
        ),
    )


def test_answers_are_the_same_in_groups(exact, monkeypatch):
    together = exact.answer([prompt(10)])[0]
    monkeypatch.setattr("extract_filings.pipeline.decode.engine.BRANCHES", 3)
    grouped = exact.answer([prompt(10)])[0]
    assert [a.text for a in grouped] == [a.text for a in together] and len(
        {a.text for a in together}
    ) > 1
    assert [a.probability for a in grouped] == pytest.approx(
        [a.probability for a in together], rel=1e-3
    )


def widest(engine: Engine, questions: int) -> tuple[int, ...]:
    """Most tokens of a pass, and most columns that the cache held."""
    passes: list[tuple[int, int]] = []
    hook = engine.model.model.register_forward_hook(
        lambda module, args, named, out: passes.append(
            (
                named["input_ids"].numel(),
                next(n for n in named.values() if isinstance(n, DynamicCache)).get_seq_length(),
            )
        ),
        with_kwargs=True,
    )
    engine.answer(
        [
            Prompt(
                TEXT,
                tuple(
                    Question(0, 'start: "yes"', ask=f"Is it so? {i % BRANCHES:03}")
                    for i in range(questions)
                ),
            )
        ]
    )
    hook.remove()
    return tuple(map(max, zip(*passes, strict=True)))


def test_four_hundred_questions_take_the_memory_of_one_group(exact):
    assert widest(exact, 400) == widest(exact, BRANCHES) > widest(exact, 4)


def test_the_text_is_read_once_for_all_groups(exact, monkeypatch):
    read: list[torch.Tensor] = []
    hook = exact.model.model.register_forward_pre_hook(
        lambda module, args, named: read.append(named["input_ids"].numel()), with_kwargs=True
    )
    monkeypatch.setattr("extract_filings.pipeline.decode.engine.BRANCHES", 2)
    exact.answer([Prompt(TEXT, tuple(Question(0, 'start: "A" | "B"', ask="?") for _ in range(6)))])
    hook.remove()
    assert read[0] > 20 and read[1:] == [1, 1, 1]
