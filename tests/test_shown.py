"""Training with labeled pages ahead of each page: never of its own company, as extraction shows
them, and off means not loaded.
"""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

pytest.importorskip("reportlab")
pytest.importorskip("peft")

from extract_filings.levers import compare_few_shot, few_shot_training
from extract_filings.levers.few_shot_training import Shown
from extract_filings.pipeline.ask.statement_prompt import statement_prompt
from extract_filings.pipeline.ask.tagging_prompt import rows_prompt, words_prompt
from extract_filings.pipeline.decode.engine import Engine, chat
from extract_filings.pipeline.gold.few_shot import Examples
from extract_filings.pipeline.gold.pages import RowPage, WordPage
from extract_filings.pipeline.gold.tagged_text import marked
from extract_filings.pipeline.records import NONE, YES, Chunk, Line, Prompt, tag
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing
from extract_filings.training import pointing as point_form
from extract_filings.training import tagging
from extract_filings.training.synth import generate

PARTS = parts(Filing)
STATEMENTS, OPENING = (
    [p for p in PARTS if p.kind == "statement"],
    [p for p in PARTS if p.kind != "statement"],
)
SMALL = {
    "HIDDEN": 32,
    "LAYERS": 2,
    "HEADS": 2,
    "KV_HEADS": 1,
    "MLP": 64,
    "PAGES": 4,
    "TOKENS_PER_STEP": 1200,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    generate(3, made := tmp_path_factory.mktemp("solved"), seed=3)
    return made


@pytest.fixture(scope="module")
def examples(folder) -> Examples:
    return Examples(folder, PARTS, tagging=True)


@pytest.fixture
def small(monkeypatch):
    for name, value in SMALL.items():
        monkeypatch.setattr(tagging, name, value)


def text(turns) -> str:
    return "".join(asked + said for asked, said in turns)


def test_another_filing_of_the_company_is_never_shown(examples):
    shown, pages = Shown(examples), [s.page for s in examples.pages]
    for page in pages[:: len(pages) // 20]:
        asked = STATEMENTS if isinstance(page, RowPage) else OPENING
        owner = page.document.partition("_")[0]
        own = {text(marked(p, asked)) for p in pages if p.document.startswith(owner)}
        for name in (page.document, f"{owner}_10-q_0000000001-24-000001"):
            assert (said := text(shown(replace(page, document=name), asked))) and said not in own
        assert (
            text(shown(replace(page, document="acme_10-k_1"), asked)) in own
        )  # nothing is more like a page than the page


def test_rows_are_shown_rows_and_words_words_with_their_marks(examples):
    shown = Shown(examples)
    page = next(
        s.page
        for s in examples.pages
        if isinstance(s.page, RowPage) and "balance_sheet" in s.page.holds
    )
    said = text(shown(page, STATEMENTS))
    assert (
        tag("balance_sheet") + YES in said
        and f"{tag('balance_sheet', 'total_assets')}\n" in said
        and NONE not in said
    )
    cover = next(s.page for s in examples.pages if isinstance(s.page, WordPage) and s.page.targets)
    assert text(shown(cover, OPENING)).endswith(f"{tag('filing')}{tag('security')}\n")


def test_gold_that_no_one_looked_at_is_not_shown(folder, tmp_path):
    (tmp_path / "pdf").symlink_to(folder / "pdf")
    for name in ("docs.parquet", "rows.jsonl"):
        (tmp_path / name).symlink_to(folder / name)
    gold = pl.read_parquet(folder / "gold.parquet")
    first = gold["doc_id"][0]
    gold.with_columns(
        suspect=pl.when(pl.col.doc_id == first, pl.col.section == "balance_sheet").then(
            pl.lit("not reviewed")
        )
    ).write_parquet(tmp_path / "gold.parquet")
    some = Examples(tmp_path, PARTS, tagging=True)
    page = next(
        s
        for s in some.pages
        if s.document.name == first
        and isinstance(s.page, RowPage)
        and "balance_sheet" in s.page.holds
    )
    assert text(some.turns("other", page.chunk, STATEMENTS)) not in (
        "",
        text(marked(page.page, STATEMENTS)),
    )


def test_places_are_found_behind_what_stands_ahead(marking):
    chunk = Chunk((Line(1, 0, "Net sales $ 9,978 $ 11,257"), Line(1, 1, "Net income 12 13")))
    before = marked(
        RowPage("a", ["Sales 1"], [tag("income_statement", "revenue")], [None], frozenset()),
        STATEMENTS,
    )
    for prompt in (rows_prompt(chunk, STATEMENTS), words_prompt(chunk, OPENING)):
        whole = Prompt(
            text(before) + prompt.text,
            tuple(replace(q, seen=q.seen + len(text(before))) for q in prompt.questions),
        )
        plain, ahead, joined = marking.answer([prompt, replace(prompt, before=before), whole])
        assert ahead == joined and ahead != plain


def test_training_reads_what_extraction_shows(examples, folder, embedded, pointing):
    """The same tokens ahead of a page of a company that has no example, in both forms."""
    page = replace(
        next(s.page for s in examples.pages if isinstance(s.page, RowPage)), document="acme_10-k_1"
    )
    chunk = Chunk(tuple(Line(1, i, t) for i, t in enumerate(page.lines)))
    [(ids, asked)] = tagging.TaggingTask(embedded.tokenizer, PARTS, Shown(examples)).ask(page, None)
    shown = examples.turns("other", chunk, STATEMENTS)
    assert (
        ids
        == embedded.tokenizer(
            text(shown) + rows_prompt(chunk, STATEMENTS).text, add_special_tokens=False
        )["input_ids"]
    )
    assert min(at for at, *_ in asked) >= len(
        embedded.tokenizer(text(shown), add_special_tokens=False)["input_ids"]
    )
    general = Examples(folder, PARTS)
    asker = point_form.PointingTask(pointing.tokenizer, PARTS, Shown(general))
    turns = asker.ahead(page, STATEMENTS)
    assert turns == general.turns("other", chunk, STATEMENTS) != ()
    prompt = statement_prompt(chunk, STATEMENTS)
    ids, (said, _) = asker._example(turns, prompt.text, prompt.questions[0], "yes")
    assert pointing.tokenizer.decode(ids[:-said]) == "".join(
        chat(pointing.tokenizer, prompt.text, prompt.questions[0].ask, turns)
    )


def test_the_command_trains_and_extraction_reads_examples(
    extract, lever, folder, samples, tmp_path, small
):
    code, _, err = lever(
        few_shot_training,
        "--data",
        folder,
        "--examples",
        folder,
        "--steps",
        2,
        "--threads",
        1,
        "--out",
        tmp_path / "model",
    )
    assert code == 0 and Engine(str(tmp_path / "model")).shots == 1, err
    code, _, err = extract(
        samples / "synth0006_10-q.pdf",
        "--model",
        tmp_path / "model",
        "--examples",
        folder,
        "--out",
        tmp_path / "out",
    )
    assert code == 0, err
    code, _, err = lever(
        few_shot_training,
        "--data",
        tmp_path / "gone",
        "--examples",
        folder,
        "--validation",
        folder,
        "--out",
        tmp_path / "no",
    )
    assert code == 2 and len(err.splitlines()) == 1
    code, _, err = lever(
        few_shot_training,
        *("--data", folder, "--examples", tmp_path / "gone", "--out", tmp_path / "no"),
    )
    assert code == 2
    assert err == f"few_shot_training: {tmp_path}/gone: no such folder; look with `ls {tmp_path}`\n"


@pytest.mark.slow
def test_the_comparison_of_the_two_arms_runs(folder, tmp_path, small, capsys):
    generate(1, tmp_path / "held", seed=5)
    compare_few_shot.main(
        list(
            map(
                str,
                (
                    tmp_path / "out",
                    "--data",
                    folder,
                    "--examples",
                    folder,
                    "--dev",
                    tmp_path / "held",
                    "--steps",
                    1,
                    "--seeds",
                    0,
                ),
            )
        )
    )
    printed = capsys.readouterr().out
    rows = {
        line.split(" | ")[0]: line.split(" | ")
        for line in printed.splitlines()
        if line.startswith("| ")
    }
    assert (
        printed.count("parameters") == 2 and float(rows["| the base, no further training"][1]) > 85
    )
    assert float(rows["| 1 steps with"][5]) > 0 and float(rows["| 1 steps with"][6].strip("| ")) > 0
