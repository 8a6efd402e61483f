"""Synthetic statements under heads of every kind: gold is where it says, and every kind occurs."""

import gzip
import json
from collections import Counter

import pytest

from extract_filings.pipeline.pdf.read import read
from extract_filings.training.synth.filing.heads.__main__ import generate
from extract_filings.training.synth.filing.heads.choices import DOCUMENT, STATEMENT
from extract_filings.training.synth.filing.heads.document import design


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("heads")
    generate(10, 3, out)
    return out


def tables(folder):
    return [json.loads(line) for line in gzip.open(folder / "facts.jsonl.gz", "rt")]


def test_every_cell_is_printed_where_gold_says(folder):
    documents = {p.name: read(p) for p in (folder / "pdf").iterdir()}
    cells = 0
    for table in tables(folder):
        for row in table["rows"]:
            line = documents[table["pdf"]].pages[row["page"] - 1][row["line"]]
            ends = [0]
            for cell in row["cells"]:
                assert line.text[cell["start"] : cell["end"]] == cell["printed"]
                assert cell["start"] >= ends[-1]
                ends.append(cell["end"])
                cells += 1
    assert cells > 1000


def test_periods_end_with_the_cover_or_before(folder):
    for table in tables(folder):
        told = {c["period_end"] for r in table["rows"] for c in r["cells"]} - {None}
        assert max(told) == table["cover_period_end"]


def test_the_same_seed_gives_the_same_bytes(folder, tmp_path):
    generate(10, 3, tmp_path)
    paths = sorted(p.relative_to(folder) for p in folder.rglob("*") if p.is_file())
    assert len(paths) == 15
    assert all((folder / p).read_bytes() == (tmp_path / p).read_bytes() for p in paths)


def test_every_choice_occurs():
    made = Counter()
    for number in range(300):
        drawn = design(0, number).drawn
        made.update(drawn.document.items())
        for _, choices in drawn.tables:
            made.update(choices.items())
    listed = {(q, answer) for part in (DOCUMENT, STATEMENT) for q in part for answer in part[q]}
    assert not listed - made.keys()
