"""No company is both trained on and measured on: the rule, and the folders of the recipe."""

import re
import shlex
from pathlib import Path

import polars as pl
import pytest

from extract_filings.pipeline.errors import InputError
from extract_filings.training.data.splits import companies, leave_out, refuse_shared, shared

ROOT = Path(__file__).parents[1]
FILINGS = ROOT.parent / "shared" / "filings"
on_this_machine = pytest.mark.skipif(
    not FILINGS.exists(), reason="../shared/filings, the real filings, are not on this machine"
)


def split(folder: Path, **names: str) -> Path:
    """A split with a document a company: ticker and registrant's name."""
    folder.mkdir()
    ids = [f"{ticker}_10-k_0000000000-24-000001" for ticker in names]
    pl.DataFrame({"doc_id": ids}).write_parquet(folder / "docs.parquet")
    pl.DataFrame(
        {"doc_id": ids, "item": "registrant_name", "value": list(names.values())}
    ).write_parquet(folder / "gold.parquet")
    return folder


@pytest.fixture
def dev(tmp_path) -> Path:
    return split(
        tmp_path / "dev",
        ibm="INTERNATIONAL BUSINESS MACHINES CORPORATION",
        pg="PROCTER & GAMBLE CO",
        dow="Dow Inc.",
        axp="AMERICAN EXPRESS COMPANY",
        pltr="Palantir Technologies Inc.",
        xom="Exxon Mobil Corporation",
        pep="PepsiCo, Inc.",
    )


def test_companies_that_do_not_meet_pass(tmp_path, dev):
    refuse_shared(
        [split(tmp_path / "train", aapl="Apple Inc.", ge="General Electric Company")], [dev]
    )


def test_a_company_on_both_sides_is_refused_by_name_and_with_what_to_do(tmp_path, dev):
    train = split(tmp_path / "train", ibm="IBM", aapl="Apple Inc.", dow="Dow Inc.")
    with pytest.raises(
        InputError,
        match=(
            r"train and --judge \S*dev share 2 companies: DOW, IBM; .*keep each company's filings"
        ),
    ):
        refuse_shared([train], [dev])


def test_a_company_under_another_ticker_is_refused(tmp_path, dev):
    assert shared(split(tmp_path / "train", pgn="The Procter & Gamble Company"), dev) == ["pg"]


def test_made_up_filings_have_no_company(tmp_path):
    one, other = (
        split(tmp_path / "synth", synth0001="Acme Inc."),
        split(tmp_path / "samples", synth0001="Acme Inc."),
    )
    assert companies(one) == {} and shared(one, other) == []


def test_a_split_that_cannot_be_read_says_what_it_must_hold(tmp_path, dev):
    with pytest.raises(InputError, match="a split holds"):
        refuse_shared([tmp_path / "nowhere"], [dev])


@pytest.mark.parametrize(
    "name",
    [
        "IBM_2015_10K",
        "PG_2015_10K",
        "PROCTERGAMBLE_2015_10K",
        "PROCTER_GAMBLE_2015_10K",
        "P&G_2015_10K",
        "DOW_2022Q1_10Q",
        "DOWCHEMICAL_2015_10K",
        "AMERICANEXPRESS_2019_10K",
        "AMERCIANEXPRESS_2019_10K",
        "AXP_2019_10K",
        "EXXONMOBIL_2015_10K",
        "EXXON_2015_10K",
        "PEPSICO_2021_10K",
        "PALANTIR_2021_10K",
        "pltr_10-q_0001321655-23-000090",
    ],
)
def test_files_of_a_judged_company_are_left_out(tmp_path, dev, name):
    (tmp_path / f"{name}.pdf").touch()
    assert [p.stem for p in leave_out(tmp_path, [dev])] == [name]


@pytest.mark.parametrize(
    "name",
    [
        "AMERICANWATERWORKS_2015_10K",
        "3M_2018_10K",
        "APPLE_2015_10K",
        "PFIZER_2020_10K",
        "DOORDASH_2021_10K",
        "BLOCK_2015_10K",
    ],
)
def test_files_of_other_companies_stay(tmp_path, dev, name):
    (tmp_path / f"{name}.pdf").touch()
    assert leave_out(tmp_path, [dev]) == []


def folders(flag: str, *always: str) -> set[Path]:
    """The folders that training/README.md names behind a flag, where this machine has them, and
    some that it had.
    """
    text = (ROOT / "training" / "README.md").read_text().replace("\\\n", " ")
    commands = [shlex.split(line) for line in re.findall(r"^[\w./ -]+ --data .*$", text, re.M)]
    named = [
        m[1] for c in commands for m in re.finditer(rf"{flag} ((?:(?!--)\S+ ?)+)", " ".join(c))
    ]
    found = {
        FILINGS / re.sub(r"^[\d.]+:", "", word).removeprefix("SPLITS/")
        for words in named
        for word in words.split()
    }
    return {f for f in found | {FILINGS / a for a in always} if f.is_dir()}


@on_this_machine
def test_no_company_of_dev_is_in_a_folder_of_the_recipe():
    data, judge = folders("--data", "train"), folders("--validation", "dev")
    assert FILINGS / "train" in data and FILINGS / "dev" in judge
    assert {(d.name, j.name): both for d in data for j in judge if (both := shared(d, j))} == {}


@on_this_machine
def test_no_filing_of_a_company_of_dev_is_among_those_without_gold():
    judge = sorted(folders("--validation", "dev"))
    assert {
        p.name for text in folders("--tokenizer-text", "unlabelled") for p in leave_out(text, judge)
    } == set()


@on_this_machine
def test_a_filing_without_gold_is_matched_by_the_names_that_gold_has():
    """The judge's companies swapped for those trained on: of them the folder does hold filings."""
    left = {p.name.split("_")[0] for p in leave_out(FILINGS / "unlabelled", [FILINGS / "train"])}
    assert left == {"AMAZON", "AMD", "APPLE", "BOEING", "COCACOLA", "ORACLE", "PFIZER", "VERIZON"}
