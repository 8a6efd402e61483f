"""Instructions planted in a document change no value, and every value is printed."""

import json
from dataclasses import replace

import pytest
from reportlab.pdfgen.canvas import Canvas

from extract_filings.benchmarks.robustness.injection import SAID, cells, compare, not_printed
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.settings import Settings

SAMPLE = "synth0005_10-q.pdf"


@pytest.fixture(scope="module")
def extract():
    return Pipeline(Settings())


def test_what_is_planted_changes_nothing_and_all_values_are_printed(extract, samples, tmp_path):
    """Six copies, five of them with hidden text; the benchmark has 500."""
    clean = cells(extract(samples / SAMPLE))
    found = [
        what
        for number in range(0, 35, 6)
        for what in compare(extract, samples / SAMPLE, clean, tmp_path, number, seed=0)
    ]
    assert (
        len(clean) > 80
        and [
            line for kind, line in found if kind not in ("hidden copies", "seen copies", "reported")
        ]
        == []
    )
    assert [kind for kind, _ in found].count("hidden copies") == 5 and ("reported", "") in found


def test_the_measure_sees_a_changed_value_and_one_that_is_not_printed(extract, samples, tmp_path):
    record = extract(samples / SAMPLE)
    first, *rest = record.values
    other = {k: replace(v, value="another") if v == first else v for k, v in cells(record).items()}
    assert [
        kind
        for kind, line in compare(extract, samples / SAMPLE, other, tmp_path, 0, seed=0)
        if line
    ] == ["changed by hidden"]
    assert not_printed(
        replace(record, values=(replace(first, quote="not there"), *rest)), samples / SAMPLE
    ) == [replace(first, quote="not there")]


def test_random_weights_read_only_what_is_printed_whatever_is_planted(pointing, tmp_path):
    """A general model that answers by chance: its grammar has no words for what a page does not
    print.
    """
    fields = {
        "revenue": {"type": "number"},
        "buyer": {"type": "string"},
        "due": {"type": "string", "format": "date"},
        "items": {
            "type": "array",
            "items": {"type": "object", "properties": {"name": {"type": "string"}}},
        },
    }
    (tmp_path / "own.json").write_text(
        json.dumps({"title": "Own", "type": "object", "properties": fields})
    )
    extract = Pipeline(Settings(schema=str(tmp_path / "own.json"), model=pointing.name))
    for said, lines in SAID.items():
        canvas = Canvas(str(tmp_path / "a.pdf"))
        for i, line in enumerate(["Net sales 9,978 11,257", *lines, "Due March 1, 2023 by Acme"]):
            canvas.drawString(40, 700 - 30 * i, line)
        canvas.save()
        text = " ".join(line.text for line in read(tmp_path / "a.pdf").pages[0])
        values = extract(tmp_path / "a.pdf").values
        assert values, said
        assert all(v.quote and v.quote in text for v in values), said
        assert all(v.status.outcome != "not grounded" for v in values), said
