"""Synthetic statements under heads of every kind: gold is where it says, and every kind occurs."""

import gzip
import json
from collections import Counter

import pytest

from extract_filings.pipeline.pdf.read import read
from extract_filings.training.synth.filing.heads.__main__ import generate
from extract_filings.training.synth.filing.heads.choices import DOCUMENT, STATEMENT
from extract_filings.training.synth.filing.heads.design import design
from extract_filings.training.synth.filing.heads.wording import UNITS


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


def values(table):
    """Amounts in base units by item, column by column."""
    return {r.item: list(r.values.values()) for r in table.rows if r.item}


def test_sums_hold():
    for number in range(40):
        made = design(1, number)
        income, balance = (values(t) for t in made.tables[:2])
        assert balance["total_assets"] == balance["total_liabilities_and_equity"]
        parts = zip(income["revenue"], income["cost_of_revenue"], strict=True)
        assert income["gross_profit"] == [a - b for a, b in parts]
        company = made.company
        unit = 10 ** (UNITS[company.scale] - company.places)
        share = 10 ** (company.share_scale - company.share_places)
        told = zip(
            income["net_income"], income["eps_diluted"], income["shares_diluted"], strict=True
        )
        for net, cents, shares in told:
            assert abs(net * unit - cents * shares * share / 100) <= shares * share * 0.0051


def test_every_choice_occurs():
    made = Counter()
    for number in range(300):
        drawn = design(0, number).drawn
        made.update(drawn.document.items())
        for _, choices in drawn.tables:
            made.update(choices.items())
    listed = {(q, answer) for part in (DOCUMENT, STATEMENT) for q in part for answer in part[q]}
    assert not listed - made.keys()
