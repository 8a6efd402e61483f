"""No wording of the generator is taken from the dev filings: a phrase that they print must stand in
filings to learn from too.

What is only in dev would be learnt by heart through made-up filings, and the score on dev would say
nothing.
"""

import ast
import re
from pathlib import Path

import pytest

from extract_filings.pipeline.pdf.read import read

ROOT = Path(__file__).parents[1]
FILINGS = ROOT.parent / "shared" / "filings"
WORDS = 3  # shorter ones are everyone's


def bare(text: str) -> str:
    return " " + re.sub(r"[^a-z]+", " ", text.lower()).strip() + " "


def printed(folder: Path) -> str:
    return " ".join(
        bare(line.text)
        for path in sorted(folder.glob("*.pdf"))
        for page in read(path).pages
        for line in page
    )


def wordings() -> set[str]:
    trees = [ast.parse(path.read_text()) for path in (ROOT / "training" / "synth").rglob("*.py")]
    texts = {
        n.value
        for tree in trees
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str)
    }
    return {
        phrase
        for text in texts
        if len((phrase := bare(re.sub(r"\{[^}]*\}", " ", text))).split()) >= WORDS
    }


@pytest.mark.slow
@pytest.mark.skipif(not FILINGS.is_dir(), reason="needs ../shared/filings")
def test_no_wording_stands_in_dev_alone():
    dev, known = (
        printed(FILINGS / "dev" / "pdf"),
        printed(FILINGS / "train" / "pdf") + printed(FILINGS / "unlabelled"),
    )
    assert sorted(p for p in wordings() if p in dev and p not in known) == []
