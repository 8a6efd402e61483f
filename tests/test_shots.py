"""LabeledPage pages as examples: the most similar one is shown, never the document's own, and
nothing of it can be answered.
"""

import json
import re
import shutil
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import reduce
from pathlib import Path
from typing import Any

import polars as pl
import pypdfium2 as pdfium
import pytest
from bombs import REFUSED
from hidden_text import planted, white

from extract_filings.pipeline.ask.grammar import named
from extract_filings.pipeline.ask.keyed_prompt import in_groups, keyed_prompt
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.ask.skeleton import layout_of, literal
from extract_filings.pipeline.batch.fingerprint import fingerprint, key
from extract_filings.pipeline.batch.jobs import Job, plan
from extract_filings.pipeline.decode.engine import chat
from extract_filings.pipeline.errors import ExamplesError, ModelError
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.gold.answers import says_nothing, taken
from extract_filings.pipeline.gold.few_shot import CHARACTERS, Examples
from extract_filings.pipeline.locate.chunk import chunk_pages
from extract_filings.pipeline.locate.similarity import Similar
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.pdf.sandbox import Sandbox
from extract_filings.pipeline.records import Chunk, Line, Prompt, Turn
from extract_filings.pipeline.settings import Settings
from extract_filings.pipeline.text.candidates import is_open
from extract_filings.schemas.base import FieldSpec, Part
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing
from extract_filings.schemas.invoice import Invoice

PARTS = parts(Invoice)
AS_TEXT = {"parse_float": str, "parse_int": str}
SOLVED = Path(__file__).parents[1] / "examples" / "invoice"
TEMPLATE = "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}{% endfor %}<|assistant|>"


def page(*lines: str) -> Chunk:
    return Chunk(tuple(Line(1, i, text) for i, text in enumerate(lines)))


[ROOT, *_] = in_groups(PARTS)


def answered(turns: Sequence[Turn]) -> list[Any]:
    """What each turn says of an invoice; numbers are texts."""
    return [json.loads(said, **AS_TEXT) for _, said in turns]


def leaves(part: Part, answer: Any) -> list[tuple[Part, FieldSpec, str | None]]:
    """The fields of an answer and what it says of them; a list that is too long is not asked."""
    own = [(part, f, reduce(lambda node, key: node[key], f.at, answer)) for f in part.fields]
    rows = [(p, r) for p in part.lists for r in inside(answer, p.place.at) or ()]
    return own + [leaf for p, row in rows for leaf in leaves(p, row)]


def inside(answer: Any, at: Sequence[str]) -> Any:
    return reduce(lambda node, key: node.get(key, {}), at, answer)


def alone(passage: Passage, part: Part, field: FieldSpec, value: str) -> tuple[str, str]:
    """The grammar of a question for the field alone, and an answer that says this value."""
    some = replace(part, fields=(field,), lists=())
    [question] = keyed_prompt(passage, [some]).questions
    said = "".join(
        one if isinstance(one, str) else literal(field, value) for one in layout_of(some)
    )
    return question.grammar, named(part.own_name, said) if part.kind == "list" else said


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def asking(chunk: Chunk) -> Prompt:
    """As extraction asks a page by itself."""
    return keyed_prompt(Passage((chunk,)), in_groups(PARTS))


def pages(name: str) -> tuple[str, list[Chunk]]:
    document = read(SOLVED / "pdf" / f"{name}.pdf")
    return document.sha256, chunk_pages(document)


@pytest.fixture(scope="module")
def labeled() -> Examples:
    return Examples(SOLVED, PARTS)


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(shutil.copytree(SOLVED, tmp_path / "labeled"))


# which page

ROWS = [
    f"{label} {10 * i:,} {9 * i:,}"
    for i, label in enumerate(
        ("Net sales", "Cost of sales", "Gross profit", "Interest expense", "Net income"), 100
    )
]
OTHERS = [
    page("Table of contents", "Part I 1", "Part II 9"),
    page("Cash and equivalents 1 2", "Receivables 3 4", "Total assets 5 6"),
    page("The board of directors met in March.", "It approved the charter of the audit committee."),
]


@pytest.mark.parametrize("at", range(4))
def test_the_page_with_the_same_words_and_layout_is_found(at):
    planted = page("STATEMENTS OF INCOME", *(row.replace("1", "7").upper() for row in ROWS))
    assert (
        Similar([*OTHERS[:at], planted, *OTHERS[at:]]).ranked(
            page("Consolidated Statements of Income", *ROWS)
        )[0]
        == at
    )


def test_of_pages_with_the_same_words_the_one_with_the_same_layout_is_found():
    prose = page(
        "Net sales rose and cost of sales fell, so gross profit rose. Interest expense fell as"
        " well,",
        "and net income, by all these, was more than in any year before.",
    )
    table, asked = page(*(row.replace("10", "55") for row in ROWS)), page(*ROWS)
    assert Similar([prose, table]).ranked(asked) == [1, 0] and Similar([prose, table]).ranked(
        page(*(n.text[:-1] + ";" for n in prose.lines))
    ) == [0, 1]


def test_pages_without_a_word_in_common_have_an_order_all_the_same():
    assert Similar([page("1"), page("2 3")]).ranked(page("x")) == Similar(
        [page("1"), page("2 3")]
    ).ranked(page("x"))


def test_no_page_of_the_document_itself_is_shown(labeled):
    for name in ("invoice0000", "invoice0001", "invoice0002"):
        sha256, chunks = pages(name)
        for chunk in chunks:
            own, shown = (
                labeled.turns(known, chunk, PARTS)[0][0] for known in ("of another file", sha256)
            )
            assert own.startswith(asking(chunk).text) and not any(
                shown.startswith(asking(c).text) for c in chunks
            )


def test_a_folder_that_holds_nothing_but_the_document_shows_nothing(folder):
    for name in ("docs", "gold"):
        pl.read_parquet(folder / f"{name}.parquet").filter(
            pl.col.doc_id == "invoice0001"
        ).write_parquet(folder / f"{name}.parquet")
    sha256, (chunk, *_) = pages("invoice0001")
    assert Examples(folder, PARTS).turns(sha256, chunk, PARTS) == () and Examples(
        folder, PARTS
    ).turns("other", chunk, PARTS)


# what is shown


def test_an_example_answers_from_gold_what_is_asked_and_says_null_of_little(labeled):
    sha256, (chunk, *_) = pages("invoice0001")
    turns = labeled.turns(sha256, chunk, PARTS)
    shown = next(s for s in labeled.pages if turns[0][0].startswith(asking(s.chunk).text))
    gold = {f["item"]: f for f in shown.page.facts if f["section"] == "invoice"}
    told = {f: v for said in answered(turns) for p, f, v in leaves(ROOT, said) if p == ROOT}
    assert [*told] == [*ROOT.fields]
    for field, value in told.items():
        fact = gold.get(field.name)
        words = fact and (" ".join(fact["printed"].split()) if is_open(field) else fact["value"])
        assert value == words or (field.type is Decimal and Decimal(value) == Decimal(words))
    assert len([v for v in told.values() if v is not None]) == len(gold) > 5
    assert None in told.values() and sum(says_nothing(said) for _, said in turns) <= 4
    assert sum(len(q) + len(a) for q, a in turns) <= CHARACTERS + len(turns)


def test_only_what_the_page_is_asked_for_is_asked_of_the_example(labeled):
    sha256, (chunk, *_) = pages("invoice0002")
    total = replace(PARTS[0], fields=tuple(f for f in PARTS[0].fields if f.name == "total"))
    ((asked, said),) = labeled.turns(sha256, chunk, [total])
    assert "grand total" in asked and [*json.loads(said)] == ["total"]


def test_the_most_similar_page_stands_next_to_the_page(labeled):
    sha256, (chunk, *_) = pages("invoice0001")
    one, two = (Examples(SOLVED, PARTS, shots).turns(sha256, chunk, PARTS) for shots in (1, 2))
    assert two[-len(one) :] == one and len(two) > len(one)


def test_values_that_nobody_looked_at_are_not_shown(folder):
    gold = pl.read_parquet(folder / "gold.parquet")
    gold.with_columns(
        suspect=pl.when(pl.col.item.is_in(["total", "amount"])).then(pl.lit("not reviewed"))
    ).write_parquet(folder / "gold.parquet")
    sha256, (chunk, *_) = pages("invoice0001")
    asked = " ".join(q for q, _ in Examples(folder, PARTS).turns(sha256, chunk, PARTS))
    assert (
        "net total" in asked
        and "grand total" not in asked
        and "The items of the invoice" not in asked
    )


def test_examples_stand_ahead_of_the_page_and_alike_for_all_its_questions(pointing, monkeypatch):
    sha256, (chunk, *_) = pages("invoice0001")
    turns = Examples(SOLVED, PARTS, 2).turns(sha256, chunk, PARTS)
    prompt = keyed_prompt(Passage((chunk,)), in_groups(PARTS, apart=True))
    for template in (None, TEMPLATE):
        monkeypatch.setattr(pointing.tokenizer, "chat_template", template)
        (before, *others), afters = zip(
            *(chat(pointing.tokenizer, prompt.text, q.ask, turns) for q in prompt.questions),
            strict=False,
        )
        assert (
            set(others) == {before}
            and before.endswith(prompt.text)
            and all(q.ask in after for q, after in zip(prompt.questions, afters, strict=False))
        )
        assert [before.index(said, before.index(asked)) for asked, said in turns] == sorted(
            before.index(said, before.index(asked)) for asked, said in turns
        )
    assert before.startswith(
        f"<|user|>{turns[0][0]}<|assistant|>{turns[0][1]}<|user|>{turns[1][0]}"
    )


def test_a_page_that_hides_text_is_not_shown(folder):
    """White words that an example's page has beside its own would be read by the model, and no
    reviewer saw them.
    """
    sha256, (chunk, *_) = pages("invoice0001")
    plain = Examples(folder, PARTS)

    def ahead(examples):
        return next(
            s
            for s in examples.pages
            if examples.turns(sha256, chunk, PARTS)[0][0].startswith(asking(s.chunk).text)
        )

    best = ahead(plain)
    path = folder / "pdf" / f"{best.document.name}.pdf"
    planted(path, path, best.chunk.page - 1, white)
    other = Examples(folder, PARTS)
    assert any(
        "Planted sales" in line.text
        for s in other.pages
        if s.document.name == best.document.name
        for line in s.chunk.lines
    )
    assert (ahead(other).document.name, ahead(other).chunk.page) != (
        best.document.name,
        best.chunk.page,
    )
    assert not any(
        "Planted" in asked
        for name in ("invoice0000", "invoice0001", "invoice0002")
        for c in pages(name)[1]
        for asked, _ in other.turns("new", c, PARTS)
    )


def test_a_bomb_among_the_examples_costs_a_line(folder, pointing):
    (folder / "pdf" / "invoice0001.pdf").write_bytes(REFUSED["a billion laughs"]())
    start, apart = time.monotonic(), Sandbox(3, 400)
    with (
        closing(apart),
        pytest.raises(ExamplesError, match=r"^--examples \S+: \S+invoice0001.pdf: [^\n]+$"),
    ):
        Pipeline(Settings("invoice", pointing.name, examples=folder), apart)
    assert time.monotonic() - start < 30


def test_a_batch_reads_its_examples_within_limits_before_its_workers_do(folder, pointing):
    spoil(folder, "bad pdf")
    with pytest.raises(ExamplesError, match=r"invoice0001\.pdf.*not a PDF"):
        settings = Settings("invoice", pointing.name, examples=folder)
        plan([str(SOLVED / "pdf")], Job(folder.parent / "out", settings))


# what may be answered


def test_the_grammar_takes_nothing_that_only_an_example_prints(labeled):
    """What a model that copied its example would say, of every page and question."""
    tried = Counter()
    for name in ("invoice0000", "invoice0001", "invoice0002"):
        sha256, chunks = pages(name)
        for chunk in chunks:
            printed = " ".join(n.text for n in chunk.lines)
            passage = Passage((chunk,))
            for answer in answered(labeled.turns(sha256, chunk, PARTS)):
                for part, field, value in leaves(ROOT, answer):
                    if value is None or field.choices:
                        continue
                    legal = taken(*alone(passage, part, field, value))
                    if field.type is date:
                        there = value in {c.said for c in passage.offers(field)}
                    elif field.type is str:
                        there = bool(re.search(rf"(?<!\w){re.escape(value)}(?!\w)", printed))
                    else:
                        there = legal and digits(value) in digits(printed)
                    assert legal == there, (name, field.name, value)
                    tried[there] += 1
    assert tried[False] > 15 and tried[True] > 3


def test_random_logits_say_only_what_the_page_prints(extract, pointing, tmp_path):
    """By the command, with the key of a result that was shown these examples."""
    path = SOLVED / "pdf" / "invoice0002.pdf"
    code, _, err = extract(
        path,
        "--schema",
        "invoice",
        "--model",
        pointing.name,
        "--examples",
        SOLVED,
        "--out",
        tmp_path / "out",
    )
    assert code == 0, err
    printed = "".join(
        "".join(p.get_textpage().get_text_range() for p in pdfium.PdfDocument(path)).split()
    )
    quotes = pl.read_parquet(tmp_path / "out" / "evidence" / "*.parquet")["quote"].to_list()
    assert len(quotes) > 5 and [q for q in quotes if "".join(q.split()) not in printed] == []
    settings = Settings("invoice", pointing.name, examples=SOLVED)
    made = key(read(path).sha256, fingerprint(settings), path.stem)
    assert pl.read_parquet(tmp_path / "out" / "documents" / "*.parquet")["key"].to_list() == [made]


# the whole way


def test_the_key_hangs_on_what_the_examples_hold(folder):
    def make(examples: Path | None = None, shots: int = 1) -> str:
        return fingerprint.__wrapped__(Settings("invoice", examples=examples, shots=shots))

    before = make(folder)
    assert len({before, make(), make(folder, 2), make(SOLVED)}) == 3 and make(SOLVED) == before
    gold = pl.read_parquet(folder / "gold.parquet")
    gold.with_columns(
        value=pl.when(pl.col.item == "total").then(pl.lit("1")).otherwise("value")
    ).write_parquet(folder / "gold.parquet")
    assert make(folder) != before


def test_the_embedded_model_refuses_them(extract, samples):
    code, out, err = extract(samples / "synth0006_10-q.pdf", "--examples", samples)
    assert (code, out, len(err.splitlines())) == (
        2,
        "",
        1,
    ) and "answers in tags and reads no examples; name a general model with --model" in err
    with pytest.raises(ModelError):
        Pipeline(Settings(examples=samples))
    with pytest.raises(ModelError, match="reads no examples for schema invoice"):
        Pipeline(Settings("invoice", examples=SOLVED))


def spoil(folder: Path, what: str) -> None:
    gold, docs = (pl.read_parquet(folder / f"{name}.parquet") for name in ("gold", "docs"))
    match what:
        case "gone":
            shutil.rmtree(folder)
        case "no gold":
            (folder / "gold.parquet").unlink()
        case "bad gold":
            (folder / "gold.parquet").write_text("no Parquet")
        case "other schema":
            gold.with_columns(section=pl.lit("lease")).write_parquet(folder / "gold.parquet")
        case "bad pdf":
            (folder / "pdf" / "invoice0001.pdf").write_text("no PDF")
        case "pdf gone":
            (folder / "pdf" / "invoice0001.pdf").unlink()
        case "other pdf":
            gold.with_columns(page=pl.lit(99, pl.Int32)).write_parquet(folder / "gold.parquet")
        case "no documents":
            docs.clear().write_parquet(folder / "docs.parquet")


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("gone", "no such folder; make one with `extract synth"),
        ("no gold", "no gold.parquet in it; make one with"),
        ("bad gold", "gold.parquet is no gold"),
        ("other schema", "gold of another schema, it has lease; the schema asked has"),
        ("bad pdf", "invoice0001.pdf.*not a PDF"),
        ("pdf gone", "invoice0001.pdf"),
        ("other pdf", "its gold does not fit its PDFs"),
        ("no documents", "no page with text"),
    ],
)
def test_a_folder_that_shows_nothing_is_refused_in_one_line(folder, what, says):
    spoil(folder, what)
    with pytest.raises(ExamplesError, match=says) as told:
        Examples(folder, PARTS)
    assert "\n" not in str(told.value)


def test_a_schema_of_statements_needs_their_rows(folder):
    with pytest.raises(ExamplesError, match=r": no rows\.jsonl in it"):
        Examples(folder, parts(Filing))
