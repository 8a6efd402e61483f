"""No wording of the generator is taken from the dev filings: a phrase that they print must also
stand in filings to learn from.

A model would learn by heart, through synthetic filings, what only dev prints, and its score on dev
would mean nothing.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extract_filings.pipeline.pdf.read import read

ROOT = Path(__file__).parents[1]
FILINGS = ROOT.parent / "shared" / "filings"
WORDS = 3  # shorter ones are everyone's


def bare(text: str) -> str:
    return " " + re.sub(r"[^a-z]+", " ", text.lower()).strip() + " "


def printed(path: Path) -> str:
    """The words of a filing, as one line."""
    return " ".join(bare(line.text) for page in read(path).pages for line in page)


def printed_in(*folders: str) -> Iterator[str]:
    for folder in folders:
        yield from map(printed, sorted((FILINGS / folder).glob("*.pdf")))


def held(phrases: set[str], text: str) -> set[str]:
    """Those that stand in the text. Few of them have their first words in common with it."""
    words = text.split()
    begun = set(zip(words, words[1:], words[2:], strict=False))
    return {p for p in phrases if tuple(p.split()[:WORDS]) in begun and p in text}


def in_code(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def in_data(value: Any) -> Iterator[str]:
    """Every string of a word list, the keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from in_data(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from in_data(inner)


def wordings() -> set[str]:
    folder = ROOT / "training" / "synth"
    texts = {text for path in folder.rglob("*.py") for text in in_code(path)}
    for path in folder.rglob("*.toml"):
        texts.update(in_data(tomllib.loads(path.read_text())))
    phrases = (bare(re.sub(r"\{[^}]*\}", " ", text)) for text in texts)
    return {phrase for phrase in phrases if len(phrase.split()) >= WORDS}


def test_all_words_of_the_generator_are_looked_at():
    """One of each place: code, a list, a list of rows, the name of a table."""
    assert wordings() >= {
        bare("Report of Independent Registered Public Accounting Firm"),
        bare("Net cash provided by operating activities"),
        bare("Fuel used in electric generation and purchased power"),
        bare("Note 3. Property, Plant and Equipment"),
    }


@pytest.mark.slow
@pytest.mark.skipif(not FILINGS.is_dir(), reason="needs ../shared/filings")
def test_no_wording_stands_in_dev_alone():
    phrases = wordings()
    alone = set().union(*(held(phrases, text) for text in printed_in("dev/pdf")))
    assert alone
    for text in printed_in("train/pdf", "unlabelled"):
        if not (alone := alone - held(alone, text)):
            break
    assert sorted(alone) == []
