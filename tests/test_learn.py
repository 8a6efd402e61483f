"""`extract learn`: a few solved documents teach the span reader a schema."""

import json
import shutil
import signal
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from extract_filings.cli.main import app
from extract_filings.pipeline.ask.span_asker import SpanAsker
from extract_filings.pipeline.decode.span_offsets import FILE, Offsets
from extract_filings.pipeline.errors import InputError, ModelError
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.registry.checksums import SUMS
from extract_filings.pipeline.registry.presets import ADAPTER
from extract_filings.pipeline.settings import Settings
from extract_filings.training.learn import learn as learning
from extract_filings.training.learn.judge import Judged, judged
from extract_filings.training.learn.learn import Course, learn, splits
from extract_filings.training.learn.lesson import Lesson, lesson
from extract_filings.training.learn.loss import slope
from extract_filings.training.learn.printed import Place, in_rows
from extract_filings.training.learn.solved import solved
from extract_filings.training.synth import generator

SCHEMA = '''
from datetime import date
from decimal import Decimal
from pydantic import BaseModel, Field
class Stop(BaseModel):
    """Places at which goods are loaded."""
    day: date = Field(description="day of loading")
    weight: Decimal = Field(description="kilograms loaded", gt=0, le=90000)
class Haul(BaseModel):
    """Order to a haulier."""
    haulier: str = Field(description="name of the haulier, carrier")
    number: str | None = Field(default=None, description="number of the order")
    ordered: date = Field(description="date of the order")
    fee: Decimal | None = Field(default=None, description="fee of the haulier", ge=100)
    stops: list[Stop] = Field(default_factory=list, max_length=6)
'''
TAUGHT = 4


@pytest.fixture(scope="module")
def schema(tmp_path_factory) -> str:
    file = tmp_path_factory.mktemp("schema") / "hauls.py"
    file.write_text(SCHEMA)
    return f"{file}:Haul"


@pytest.fixture(scope="module")
def pipeline(schema) -> Pipeline:
    return Pipeline(Settings(schema, threads=2))


@pytest.fixture(scope="module")
def folder(schema, pipeline, tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("hauls")
    generator(schema, pipeline.schema)(TAUGHT + 16, made, 18, False)
    return made


@pytest.fixture(scope="module")
def lessons(folder, pipeline) -> list[Lesson]:
    return [lesson(pipeline, one) for one in solved(folder, pipeline.parts)]


@pytest.fixture(scope="module")
def few(folder, tmp_path_factory) -> Path:
    """The first ones of the folder."""
    made = tmp_path_factory.mktemp("few")
    gold = pl.read_parquet(folder / "gold.parquet")
    names = gold["doc_id"].unique(maintain_order=True).to_list()[:TAUGHT]
    gold.filter(pl.col("doc_id").is_in(names)).write_parquet(made / "gold.parquet")
    (made / "pdf").mkdir()
    for name in names:
        shutil.copyfile(folder / "pdf" / f"{name}.pdf", made / "pdf" / f"{name}.pdf")
    return made


@pytest.fixture(scope="module")
def model(few, schema, tmp_path_factory) -> Path:
    """Learnt by the command, in ten steps."""
    return taught(few, schema, tmp_path_factory.mktemp("model"))


def taught(few: Path, schema: str, out: Path) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learning, "MOST", 10)
        app(["learn", str(few), "--schema", schema, "--out", str(out)], standalone_mode=False)
    return out


def asker_of(pipeline: Pipeline) -> SpanAsker:
    assert isinstance(pipeline.asker, SpanAsker)
    return pipeline.asker


def test_all_values_of_gold_are_found_on_their_pages(lessons, folder):
    gold = pl.read_parquet(folder / "gold.parquet")
    count = sum(len({p.row for p in r.places}) for one in lessons for r in one.right.values())
    assert not [one.lost for one in lessons if one.lost]
    assert count == len(gold)


def test_four_documents_teach_to_read_others_better(pipeline, lessons):
    asker, unseen = asker_of(pipeline), lessons[TAUGHT:]
    course = learn(asker, lessons[:TAUGHT], lambda *_: None)
    assert course.best is not None and course.after.f1 > course.before.f1
    before = judged(asker, unseen, asker.fields)
    after = judged(asker, unseen, course.best.added(asker.fields))
    assert after.right > before.right and after.f1 > before.f1 + 0.03


def test_the_slope_is_that_of_the_loss(pipeline, lessons):
    """Of a root's field: log(1 + all odds) - log(right odds), summed over the pages, with
    what labels add.
    """
    asker, one = asker_of(pipeline), lessons[0]
    k = next(i for i, (_, f) in enumerate(asker.asked) if f.name == "ordered")
    many = np.array([p.kind == "list" for p, _ in asker.asked])
    start = Offsets.none_of(asker.fields)
    rises = slope(asker.engine.reader, one, asker.fields, many)

    def loss(name: str, at: tuple[int, ...], by: float) -> float:
        moved = getattr(start, name).copy()
        moved[at] += by
        fields = replace(start, **{name: moved}).added(asker.fields)
        whole, right = 1.0, 0.0
        for p, page in enumerate(one.pages):
            for w, read in enumerate(page.sought(fields).windows):
                score = read.begin[k].astype(float) + one.labels[p, w][k] - read.none[k]
                odds = np.exp(score) * read.window.begins
                whole += odds.sum()
                right += odds[one.right[k].begins.get((p, w), np.zeros(0, int))].sum()
        return float(np.log(whole) - np.log(right))

    for name, at in (("no_value", (k,)), ("begin", (k, 5)), ("label", (k, 9)), ("none", (k, 3))):
        measured = (loss(name, at, 1e-2) - loss(name, at, -1e-2)) / 2e-2
        assert getattr(rises, name)[at] == pytest.approx(measured, rel=0.1, abs=0.01), name


def test_each_document_is_left_out_once_and_of_many_a_fifth():
    for count in (2, 5, 12):
        some = splits([*range(count)])  # type: ignore[arg-type]  whatever they are
        assert sorted(one for _, left in some for one in left) == [*range(count)]
        assert all(sorted(taught + left) == [*range(count)] for taught, left in some)
    assert [len(left) for _, left in splits([*range(40)])] == [8]  # type: ignore[arg-type]


def test_the_first_of_the_best_readings_counts():
    course = Course(5, [Judged(9, 9, 3), Judged(9, 9, 5), Judged(9, 9, 5), Judged(9, 9, 4)])
    assert course.after is course.readings[1] and not course.over


def test_a_model_is_the_same_bytes_twice_and_extract_reads_with_it(
    few, folder, schema, model, tmp_path
):
    again = taught(few, schema, tmp_path / "again")
    names = sorted(p.name for p in model.iterdir())
    assert names == sorted([SUMS, FILE, ADAPTER, "calibration.json"])
    assert all((model / n).read_bytes() == (again / n).read_bytes() for n in names)
    path = sorted((folder / "pdf").iterdir())[-1]
    record, plain = (
        Pipeline(Settings(schema, m, threads=1))(path) for m in (str(model), "embedded")
    )
    sure = [[v.confidence for v in r.values] for r in (record, plain)]
    assert record.values and sure[0] != sure[1]


def test_other_schemas_weights_and_damage_are_refused_in_a_line(model, schema, tmp_path):
    file = tmp_path / "other.py"
    file.write_text(SCHEMA.replace("number of the order", "number of the invoice"))
    with pytest.raises(ModelError, match="learnt another schema, 2 fields differ"):
        Pipeline(Settings(f"{file}:Haul", str(model)))
    shutil.copytree(model, tmp_path / "moved")
    config = tmp_path / "moved" / ADAPTER
    config.write_text(json.dumps(json.loads(config.read_text()) | {"weights": "0" * 64}))
    with pytest.raises(ModelError, match="damaged"):
        Pipeline(Settings(schema, str(tmp_path / "moved")))
    (tmp_path / "moved" / SUMS).unlink()
    with pytest.raises(ModelError, match="other weights of the embedded model"):
        Pipeline(Settings(schema, str(tmp_path / "moved")))
    (tmp_path / "moved" / FILE).write_bytes(b"no tensors")
    with pytest.raises(ModelError, match="cannot be read"):
        Pipeline(Settings(schema, str(tmp_path / "moved")))


ENDLESS = """
import sys
from extract_filings.cli.start import main
from extract_filings.pipeline.batch import progress
from extract_filings.training.learn import learn
progress.EVERY, learn.MOST, learn.PATIENCE = 0, 10**6, 10**6
main()
"""


def test_ctrl_c_keeps_what_was_learnt(few, schema, tmp_path):
    out = tmp_path / "model"
    words = ["learn", str(few), "--schema", schema, "--out", str(out)]
    run = subprocess.Popen(
        [sys.executable, "-c", ENDLESS, *words], stderr=subprocess.PIPE, text=True
    )
    assert run.stderr
    line = next(line for line in run.stderr if line.startswith("100 of"))
    run.send_signal(signal.SIGINT)
    rest = run.stderr.read()
    assert "left out" in line and run.wait() == 130
    assert f"stopped early; {out} holds the best so far" in rest and "Traceback" not in rest
    offsets = Pipeline(Settings(schema, str(out))).engine.learnt.offsets  # type: ignore[union-attr]
    assert any(np.abs(v).max() > 0 for v in asdict(offsets).values())


def test_gold_by_hand_says_the_same_as_gold_of_tables(folder, pipeline, tmp_path):
    by_table = solved(folder, pipeline.parts)
    (tmp_path / "pdf").symlink_to(folder / "pdf")
    with (tmp_path / "gold.jsonl").open("w") as file:
        for one in by_table:
            root = {f: v for row in one.rows["haul"] for (_, f), v in row.items()}
            stops = [{f: v for (_, f), v in row.items()} for row in one.rows.get("stops", ())]
            print(json.dumps({"document": one.path.stem, **root, "stops": stops}), file=file)
    by_hand = solved(tmp_path, pipeline.parts)
    assert [{k: [*v] for k, v in one.rows.items()} for one in by_hand] == [
        {k: [*v] for k, v in one.rows.items()} for one in by_table
    ]
    assert all(one.known == by_table[0].known for one in by_hand)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"document": "a"', "line 1: no JSON"),
        ('{"number": "7"}', "line 1: expected"),
        ('{"document": "a", "rent": 5}', "gold of another schema, it has rent"),
        ('{"document": "a", "stop": []}', "gold of another schema, it has stop"),
        ('{"document": "a", "stops": 5}', "gold of another schema, it has stops"),
        ('{"document": "a", "number": 5}', "a.pdf: no such file"),
        ("", "no solved documents"),
    ],
)
def test_bad_gold_is_refused_in_a_line(line, said, pipeline, tmp_path):
    (tmp_path / "gold.jsonl").write_text(line)
    with pytest.raises(InputError, match=said):
        solved(tmp_path, pipeline.parts)


def test_values_that_no_one_looked_at_are_not_known(folder, pipeline, tmp_path):
    gold = pl.read_parquet(folder / "gold.parquet")
    doubt = pl.when(pl.col("item") == "fee").then(pl.lit("not reviewed"))
    gold.with_columns(suspect=doubt).write_parquet(tmp_path / "gold.parquet")
    (tmp_path / "pdf").symlink_to(folder / "pdf")
    for one in solved(tmp_path, pipeline.parts):
        stated = any(("haul", "fee") in row for row in one.rows["haul"])
        assert (("haul", "fee") in one.known) != stated


def test_the_values_of_a_row_stand_together():
    twice = [Place(0, 10, 12), Place(0, 110, 112)]
    rows = [{0: [Place(0, 100, 105)], 1: twice}, {0: [Place(0, 200, 205)], 1: twice}]
    assert [{k: [p.start for p in v] for k, v in row.items()} for row in in_rows(rows, False)] == [
        {0: [100], 1: [110]},
        {0: [200], 1: [110]},
    ]
    assert in_rows([{1: twice}, {1: twice}], True)[1][1] == [replace(p, row=1) for p in twice]
