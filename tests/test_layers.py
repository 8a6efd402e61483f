"""Who may import whom stands in pyproject.toml (`lint-imports`); here is what it cannot say."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("pipeline", "schemas", "flows", "cli", "training", "levers", "benchmarks")


def test_the_import_contracts_hold():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_every_module_says_what_it_does():
    files = [p for folder in FOLDERS for p in (ROOT / folder).rglob("*.py")]
    assert [str(p) for p in files if not ast.get_docstring(ast.parse(p.read_text()))] == []


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("cli.main", "torch|polars|pypdf|pydantic|prefect"),
        ("pipeline.extract", "torch._inductor|llguidance.torch|polars|pypdf|prefect"),
    ],
)
def test_a_command_loads_only_what_it_needs(module, heavy):
    """The help is there at once, and no compiler is loaded on the way to the first answer."""
    code = (
        f"import sys, extract_filings.{module}; print(*(set({heavy!r}.split('|')) & "
        f"set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"
