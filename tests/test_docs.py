"""What docstrings show is what the code says."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHOWN = sorted(
    p
    for folder in ("pipeline", "schemas", "cli", "training", "levers", "benchmarks")
    for p in (ROOT / folder).rglob("*.py")
    if ">>>" in p.read_text()
)


@pytest.mark.parametrize("path", SHOWN, ids=lambda p: str(p.relative_to(ROOT)))
def test_examples_of_docstrings_hold(path):
    module = import_module(
        ".".join(("extract_filings", *path.relative_to(ROOT).with_suffix("").parts))
    )
    assert doctest.testmod(module).failed == 0
