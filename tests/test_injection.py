"""Instructions planted in a document change no value, and no value is said that is not printed."""

import random
from dataclasses import replace

import pytest

from benchmarks.injection import HIDDEN, SAID, cells, compare, not_printed, plant
from pipeline.extract import Extractor, Settings
from pipeline.read import read

SAMPLE = "synth0005_10-q.pdf"


@pytest.fixture(scope="module")
def extract():
    return Extractor(Settings())


def test_what_is_planted_changes_nothing_and_all_values_are_printed(extract, samples, tmp_path):
    """Ten copies, of which seven hide what they say: `python -m benchmarks.injection` has 500."""
    clean = cells(extract(samples / SAMPLE))
    found = [what for number in range(0, 35, 4) for what in compare(extract, samples / SAMPLE, clean, tmp_path, number, seed=0)]
    assert len(clean) > 80 and [line for kind, line in found if kind not in ("hidden copies", "seen copies", "told")] == []
    assert [kind for kind, _ in found].count("hidden copies") == 7 and ("told", "") in found


def test_the_measure_sees_a_changed_value_and_one_that_is_not_printed(extract, samples, tmp_path):
    record = extract(samples / SAMPLE)
    first, *rest = record.values
    other = {k: replace(v, value="another") if v == first else v for k, v in cells(record).items()}
    assert [kind for kind, line in compare(extract, samples / SAMPLE, other, tmp_path, 0, seed=0) if line] == ["changed by hidden"]
    assert not_printed(replace(record, values=(replace(first, quote="not there"), *rest)), samples / SAMPLE) == [replace(first, quote="not there")]


def test_random_weights_read_only_what_is_printed_whatever_is_planted(pointing, samples, tmp_path):
    """A general model that answers by chance: its grammar has no words for what a page does not print."""
    extract = Extractor(Settings(model=pointing.name))
    source = samples / SAMPLE
    short = tmp_path / "short.pdf"
    _pages(source, short, 2)
    for number, said in enumerate(SAID):
        path = tmp_path / f"{number}.pdf"
        plant(short, path, random.Random(number), len(SAID) * (len(HIDDEN) + number % 2) + number)
        record = extract(path)
        lines = [" ".join(line.text for line in page) for page in read(path).pages]
        assert record.values and all(v.quote in lines[v.line.page - 1] for v in record.values), said


def _pages(source, to, count):
    import pypdf

    writer = pypdf.PdfWriter()
    writer.append(pypdf.PdfReader(source), pages=(0, count))
    writer.write(to)
