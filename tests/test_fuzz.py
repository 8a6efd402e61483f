"""Mutated PDFs are read or refused with a line: a few of those of benchmarks/robustness/fuzz.py."""

from extract_filings.benchmarks.robustness.fuzz import fuzz, mutants


def test_mutants_are_the_same_for_the_same_seed():
    assert [*mutants(4, 7)] == [*mutants(4, 7)] != [*mutants(4, 8)]


def test_mutants_are_read_or_refused():
    counts, seconds, _ = fuzz(40, seed=5000, every=0)
    assert (
        counts["read"] + counts["refused"] == 40 and counts["read"] > 10 and counts["refused"] > 3
    ), counts
    assert max(seconds) < 20
