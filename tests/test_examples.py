"""The examples are what the command in their README makes, and their gold is exact."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

pytest.importorskip("reportlab")

from oracle_engine import tables

from extract_filings.pipeline.gold.evaluate import evaluate
from extract_filings.training.synth.check import check

EXAMPLES = Path(__file__).parents[1] / "examples"
COMMANDS = re.findall(
    r"    extract (synth --schema (\w+) .*) --out (\S+)", (EXAMPLES / "README.md").read_text()
)


@pytest.mark.parametrize("command, schema, folder", COMMANDS)
def test_the_command_makes_them(command, schema, folder, tmp_path):
    subprocess.run(
        [
            sys.executable,
            "-m",
            "extract_filings.cli.main",
            *shlex.split(command),
            "--out",
            tmp_path,
        ],
        check=True,
        capture_output=True,
    )
    assert folder == f"examples/{schema}"
    assert pl.read_parquet(tmp_path / "gold.parquet").equals(
        pl.read_parquet(EXAMPLES / schema / "gold.parquet")
    )
    assert {p.name for p in (tmp_path / "pdf").iterdir()} == {
        p.name for p in (EXAMPLES / schema / "pdf").iterdir()
    }


@pytest.mark.parametrize("schema", [s for _, s, _ in COMMANDS])
def test_every_gold_cell_can_be_read(schema, tmp_path):
    assert check(EXAMPLES / schema) == []
    tables(schema, EXAMPLES / schema, tmp_path / "out")
    assert [
        j
        for j in evaluate(tmp_path / "out", EXAMPLES / schema / "gold.parquet")
        if j.verdict != "right"
    ] == []


def test_they_are_small():
    assert sum(p.stat().st_size for p in EXAMPLES.rglob("*") if p.is_file()) < 700_000
