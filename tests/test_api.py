"""`from extract_filings import ...`: what a notebook or a program of one's own does."""

import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

import extract_filings
from extract_filings import Extractor, Failure, InputError, Settings, write_tables

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.fixture(scope="module")
def result(extractor, samples):
    return extractor(samples / "synth0004_10-q.pdf")


def test_every_name_of_the_package_loads_and_has_a_docstring():
    for name in extract_filings.__all__:
        thing = getattr(extract_filings, name)
        assert name == "OPENING" or thing.__doc__, name


def test_the_documentation_names_what_the_package_offers():
    text = (ROOT / "docs" / "python.md").read_text()
    assert [n for n in extract_filings.__all__ if not re.search(rf"`{n}\b", text)] == []


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, extract_filings; print(*{'torch', 'polars', 'pydantic'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


def test_the_record_is_a_validated_instance_of_the_schema(result):
    assert type(result.record).__name__ == "Filing"
    assert result.record.form_type == "10-Q"
    assert isinstance(result.record.balance_sheet[0].total_assets, Decimal)


def test_tables_are_those_of_the_command_line(result, extract, tmp_path, samples):
    out = tmp_path / "out"
    assert extract(samples / "synth0004_10-q.pdf", "--out", out)[0] == 0
    for name, table in (result.tables | {"evidence": result.evidence}).items():
        assert table.equals(pl.read_parquet(out / name)), name


def test_values_and_problems_add_up_to_what_was_asked(result):
    summary = result.summary
    assert summary.asked == summary.values + summary.problems == 128
    assert (result.evidence.height, result.problems.height) == (summary.values, summary.problems)


def test_show_prints_the_tables(result, capsys):
    result.show()
    assert "total_assets" in capsys.readouterr().out


def test_a_bad_file_raises_and_a_bad_file_among_many_ends_nothing(extractor, samples, tmp_path):
    (tmp_path / "bad.pdf").write_bytes(b"no PDF")
    with pytest.raises(InputError, match=r"bad\.pdf"):
        extractor(tmp_path / "bad.pdf")
    bad, good = extractor.each([tmp_path / "bad.pdf", str(samples / "synth0005_10-q.pdf")])
    assert isinstance(bad, Failure)
    assert good.document == "synth0005_10-q"


def test_results_of_a_program_become_the_tables_of_a_command(extractor, result, tmp_path):
    summary = write_tables([result], [], extractor.schema, extractor.settings, tmp_path / "out")
    assert summary.documents == 1
    assert pl.read_parquet(tmp_path / "out" / "balance_sheet").equals(
        result.tables["balance_sheet"]
    )


def test_unknown_settings_are_refused():
    with pytest.raises(TypeError, match="shema"):
        extract_filings.extract("report.pdf", shema="filing")


def test_a_schema_of_ones_own_is_written_with_names_of_the_package(tmp_path):
    from extract_filings.schemas.compile import parts
    from extract_filings.schemas.load import load_schema

    file = tmp_path / "lease.py"
    file.write_text(
        "from datetime import date\nfrom typing import Annotated\nfrom pydantic import BaseModel\n"
        "from extract_filings import Check, Cue, Flow, Free\n\n\n"
        "class Rents(Flow):\n    rent: Annotated[int | None, Cue(unit='USD')] = None\n\n\n"
        "class Lease(BaseModel):\n    tenant: str | None = None\n    start: date | None = None\n"
        "    summary: Annotated[str | None, Free(100)] = None\n    rents: list[Rents] = []\n\n\n"
        "ROOT = Lease\n"
    )
    assert [p.name for p in parts(load_schema(str(file)))] == ["lease", "rents"]


def test_settings_are_frozen():
    with pytest.raises(AttributeError):
        Settings().schema = "invoice"
