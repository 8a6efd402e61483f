"""Laws of confidence: signs are what they are called, a calibrated share is kept, the bar does what
it promises.
"""

import re
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from make_records import PARTS, Q1, Q2, acme, cell
from typer.testing import CliRunner

from extract_filings.cli.main import app
from extract_filings.pipeline.ask.tagging_prompt import words_prompt
from extract_filings.pipeline.batch.fingerprint import fingerprint
from extract_filings.pipeline.errors import InputError, ModelError
from extract_filings.pipeline.records import NONE, Chunk, Line, Occurrence, Pointer, TagScores, tag
from extract_filings.pipeline.resolve.confidence import (
    ANY,
    FILE,
    LEAST,
    SIGNS,
    SPEAKS,
    Calibration,
    calibration_of,
    load_calibration,
    rated,
    review_threshold,
    signs,
)
from extract_filings.pipeline.resolve.cover.cover_fields import cover
from extract_filings.pipeline.resolve.cover.list_rows import list_rows
from extract_filings.pipeline.resolve.merge import best_answer, statement_values
from extract_filings.pipeline.settings import Settings
from extract_filings.training.calibrate import FEWEST, Seen, curve, error_of, fit, kept

SAMPLES = Path(__file__).parents[1] / "samples"
SIMPLE = Calibration(
    "filing",
    {
        "root": (1.0, -1.0, -2.0, -3.0, 0.0, 0.0, 0.5),
        "statement": (2.0, 0.0, 0.0, -1.0, 0.5, 0.5, -6.9),
    },
    ((0.99, 0.999), (0.9, 0.99), (0.5, 0.95)),
    "by hand",
)
INCOME, SECURITY = (
    next(p for p in PARTS if p.name == "income_statement"),
    next(p for p in PARTS if p.name == "security"),
)


def test_a_calibration_is_read_as_it_was_saved(tmp_path):
    SIMPLE.save(tmp_path / FILE)
    assert load_calibration(tmp_path / FILE) == SIMPLE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"schema": "filing", "weights": {"root": [1]}, "curve": [], "made": "", "signs": []}',
    ],
)
def test_a_broken_calibration_is_told_by_name(tmp_path, text):
    (tmp_path / FILE).write_text(text)
    with pytest.raises(ModelError, match=f"{FILE}: cannot be read .*extract calibrate"):
        load_calibration(tmp_path / FILE)


def test_signs_are_what_they_are_called():
    values = [
        replace(
            cell("security", (("row", 0),), "title", "Common Stock"), confidence=0.8, rival=0.5
        ),
        cell("income_statement", Q1, "revenue", Decimal(5), status="check failed: gross"),
        replace(cell("income_statement", Q2, "revenue", Decimal(5)), column=0.8, scale=0.5),
    ]
    made = signs(PARTS, values)
    assert made.shape == (3, len(SIGNS))
    sure = np.log((1 - LEAST) / LEAST)
    assert made[0] == pytest.approx([np.log(4), 0.0, 2 / 3, 0.0, sure, sure])
    assert made[1][:4] == pytest.approx(made[2][:4]) and made[1][3] == 0.5 and made[1][1] < -6
    assert made[2][4:] == pytest.approx([np.log(4), 0.0])


def test_no_value_is_surer_than_a_doubtful_column():
    first, second = (
        replace(cell("income_statement", Q2, "revenue", Decimal(5)), column=c) for c in (0.5, 0.995)
    )
    doubtful, sure = rated(PARTS, [first, second], SIMPLE, 0.0)
    assert doubtful.confidence == pytest.approx(0.5) and sure.confidence > 0.99


def test_a_value_found_below_the_bar_is_for_review_and_any_other_status_stays():
    values = acme().values
    after = rated(PARTS, values, SIMPLE, 1.0)
    assert {str(v.status) for v in after} == {"review", "check failed: balance"}
    assert [
        replace(a, confidence=b.confidence, status=b.status)
        for a, b in zip(after, values, strict=False)
    ] == list(values)
    assert {str(v.status) for v in rated(PARTS, values, SIMPLE, 0.0)} == {
        "found",
        "check failed: balance",
    }


def test_without_a_calibration_the_models_probability_is_the_confidence():
    assert rated(PARTS, acme().values, None, 0.0) == acme().values
    lists = [v for v in rated(PARTS, acme().values, SIMPLE, 0.0) if v.table == "security"]
    assert lists and {v.confidence for v in lists} == {0.9}  # of a kind that it knows nothing of


def test_the_bar_is_the_lowest_confidence_that_keeps_the_share():
    assert [SIMPLE.least(p) for p in (0.9, 0.97, 0.99, 0.995, 0.9999)] == [
        0.5,
        0.9,
        0.9,
        0.99,
        None,
    ]
    assert (
        review_threshold(SIMPLE, 0.95, 0.97) == 0.95
        and review_threshold(SIMPLE, 0.0, 0.995) == 0.99
        and review_threshold(None, 0.3, None) == 0.3
    )
    with pytest.raises(ModelError, match=r"at best 0\.9990"):
        review_threshold(SIMPLE, 0.0, 0.9999)
    with pytest.raises(
        ModelError, match="no calibration for this schema; make one with `extract calibrate`"
    ):
        review_threshold(None, 0.0, 0.99)


def test_the_curve_promises_no_more_than_was_right():
    draw = np.random.default_rng(0)
    sure = draw.random(3_000)
    right = draw.random(3_000) < sure
    for least, share in curve(sure, right):
        assert right[sure >= least].mean() >= share - 1e-5


def drawn(n: int, seed: int, odds: float = 2.0) -> Seen:
    """Values of 20 companies, of which the signs say how likely they are right."""
    draw = np.random.default_rng(seed)
    seen = np.column_stack(
        [
            draw.normal(2, 1.5, n),
            draw.normal(-4, 2, n),
            draw.random(n) < 0.1,
            draw.random(n) < 0.05,
            *draw.normal(7, 0.5, (2, n)),
        ]
    )
    share = 1 / (1 + np.exp(-(seen @ (0.8, -0.4, -3, -2, 0, 0) + odds - 1)))
    return Seen(
        draw.choice(["root", "statement"], n),
        seen,
        draw.random(n) < share,
        draw.integers(0, 20, n).astype(str),
    )


def test_confidence_is_the_share_of_right_values_also_of_companies_not_fitted_on():
    seen = drawn(6_000, 1)
    made, held_out = fit(seen, "filing", "drawn")
    assert error_of(held_out, seen.right) < 0.01
    fresh = drawn(6_000, 2)
    sure = np.array([made(k, s[None])[0] for k, s in zip(fresh.kind, fresh.signs, strict=False)])
    assert error_of(sure, fresh.right) < 0.015
    through = sure >= made.least(0.99)
    assert (
        through.mean() > 0.5 and fresh.right[through].mean() > 0.985 and fresh.right.mean() < 0.97
    )


def test_no_weight_speaks_against_its_sign():
    """Where likelier rows are less often right, as they may be by chance, they count as nothing."""
    seen = drawn(2_000, 4)
    odd = replace(seen, signs=seen.signs * (-1, -1, -1, -1, 1, 1))
    made, _ = fit(odd, "filing", "drawn")
    for weights in made.weights.values():
        assert all(w * s >= 0 for w, s in zip(weights, SPEAKS.values(), strict=False))
        assert weights[0] < 0.2


def test_too_few_wrong_values_are_refused():
    seen = drawn(300, 3, odds=9.0)
    with pytest.raises(InputError, match="too few to tell"):
        fit(seen, "filing", "")


def test_what_is_kept_is_the_largest_share_that_is_right_enough():
    sure, right = np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, True, False, True])
    assert (
        kept(sure, right, 1.0) == 0.5
        and kept(sure, right, 0.75) == 1.0
        and kept(sure, ~right, 1.0) == 0.0
    )


def asked(
    text: list[str], shares: dict[tuple[int, int], tuple[str, float]], part
) -> list[TagScores]:
    """Words of some lines, each with a mark and its probability; all others have none."""
    chunk = Chunk(tuple(Line(1, i, t) for i, t in enumerate(text)))
    made, at = [], {}
    for q in words_prompt(chunk, [part]).questions:
        word = at[q.line.number] = at.get(q.line.number, -1) + 1
        name, p = shares.get((q.line.number, word), (NONE, 1.0))
        made.append(TagScores(chunk, q, {NONE: 1 - p, name: p} if name != NONE else {NONE: 1.0}))
    return made


def test_a_span_that_is_cut_short_has_the_word_beside_it_as_rival():
    title = tag("security", "title")
    said = {(0, i): (title, 0.9) for i in range(2)} | {(1, 0): (title, 0.4)}
    [whole] = list_rows(SECURITY, asked(["Common Stock", "per share"], said, SECURITY))
    assert (whole.end, whole.rival) == (12, 0.4)


def test_a_span_elsewhere_that_says_something_else_is_a_rival_and_one_that_says_the_same_is_none():
    city, root = tag("filing", "city"), PARTS[0]
    said = {(0, 0): (city, 0.9), (2, 0): (city, 0.6)}
    assert [p.rival for p in cover(root, asked(["Dallas", "of", "Austin"], said, root))] == [0.6]
    assert [p.rival for p in cover(root, asked(["Dallas", "of", "DALLAS"], said, root))] == [0.0]


def test_the_likeliest_other_row_and_a_printing_that_differs_are_rivals():
    class Found:
        def __init__(self, value):
            self.period_end, self.months, self.value, self.line, self.start, self.end = (
                Q1[0][1],
                3,
                Decimal(value),
                Line(1, 1, "Net sales 5"),
                10,
                11,
            )
            self.column, self.scale = 0.9, 0.8

    row = Pointer("income_statement", "revenue", Line(1, 1, "Net sales 5"), 0, 11, 0.9)
    other = replace(row, line=Line(1, 2, "Sales 4"), probability=0.3)
    surest, again = (
        Occurrence((), (row,), 1.0, (row, other)),
        Occurrence((), (replace(row, probability=0.7),), 0.9, ()),
    )
    [value] = statement_values(INCOME, [(surest, {"revenue": (Found(5),)})])
    assert (value.rival, value.column, value.scale) == (0.3, 0.9, 0.8)
    [value] = statement_values(
        INCOME, [(surest, {"revenue": (Found(5),)}), (again, {"revenue": (Found(4),)})]
    )
    assert (value.value, value.rival) == (5, pytest.approx(0.63))


def test_an_answer_of_another_page_that_differs_is_a_rival():
    here = Pointer("filing", "city", Line(1, 0, "Dallas"), 0, 6, 0.8)
    [best] = best_answer(
        PARTS[0], [here, replace(here, line=Line(2, 0, "Austin"), probability=0.5)], {}
    )
    assert best.rival == 0.5


def test_a_result_hangs_on_what_is_for_review(tmp_path):
    SIMPLE.save(tmp_path / FILE)
    asked = [
        {},
        {"min_confidence": 0.5},
        {"target_precision": 0.99},
        {"calibration": tmp_path / FILE},
    ]
    assert len({fingerprint(Settings(**a)) for a in asked}) == len(asked)


def test_what_is_wrong_one_time_in_ten_is_for_review_unless_the_user_says_otherwise():
    assert review_threshold(SIMPLE, None, None) == 0.9
    assert review_threshold(None, None, None) == 0.0
    assert review_threshold(SIMPLE, 0.0, None) == 0.0


def test_a_calibration_is_of_one_schema(tmp_path):
    replace(SIMPLE, schema="invoice").save(tmp_path / FILE)
    with pytest.raises(ModelError, match="is of schema invoice, not of filing"):
        calibration_of("embedded", tmp_path / FILE, "filing")


def test_the_embedded_model_is_calibrated_and_the_command_line_says_how_much_is_for_review(
    tmp_path,
):
    one = str(SAMPLES / "synth0006_10-q.pdf")
    own, of_any = (calibration_of("embedded", None, name) for name in ("filing", "invoice"))
    assert own and own.schema == "filing" and of_any and of_any.schema == ANY
    done = CliRunner().invoke(app, [one, "--min-confidence", "1", "--out", str(tmp_path / "out")])
    assert done.exit_code == 0
    assert re.search(r": (\d+) values · \d+ not printed · \1 to check; 0 checks", done.stderr)
    done = CliRunner().invoke(
        app, [one, "--target-precision", "0.99", "--out", str(tmp_path / "out")]
    )
    assert done.exit_code == 0 and " values" in done.stderr


def test_calibrate_writes_what_extract_reads(tmp_path):
    """Gold that is wrong in every third amount stands for a model that is."""
    (tmp_path / "data" / "pdf").mkdir(parents=True)
    for pdf in sorted(SAMPLES.glob("*10-q.pdf"))[:2]:
        shutil.copy(pdf, tmp_path / "data" / "pdf")
    gold = pl.read_parquet(SAMPLES / "gold.parquet").with_row_index("n")
    amount = pl.col("section") == "income_statement"
    gold.with_columns(
        pl.when(amount & (pl.col("n") % 3 == 0)).then(pl.lit("1")).otherwise("value").alias("value")
    ).drop("n").write_parquet(tmp_path / "data" / "gold.parquet")
    done = CliRunner().invoke(
        app, ["calibrate", "--data", str(tmp_path / "data"), "--out", str(tmp_path / FILE)]
    )
    assert done.exit_code == 0, done.output
    made = load_calibration(tmp_path / FILE)
    wrong = int(re.search(r"(\d+) of them wrong", done.stdout)[1])
    assert made.schema == "filing" and FEWEST <= wrong < 40
    assert (
        made.least(0.8) is not None and made.least(0.99) is None
    )  # the signs do not tell which cells were made wrong


def test_calibrate_wants_documents_and_gold(tmp_path):
    done = CliRunner().invoke(app, ["calibrate", "--data", str(tmp_path)])
    assert isinstance(done.exception, InputError) and "needs pdf/" in str(done.exception)
