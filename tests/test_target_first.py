"""The comparison of labels written first with labels found afterwards: on equal documents, with
other words to be tested on.
"""

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

pytest.importorskip("reportlab")

from oracle_engine import tables

from extract_filings.levers import compare_synthetic
from extract_filings.levers.compare_synthetic import relabelled, wording
from extract_filings.pipeline.gold.pages import labeled_pages
from extract_filings.pipeline.records import NONE, tag
from extract_filings.schemas.compile import parts
from extract_filings.schemas.invoice import Invoice
from extract_filings.training import tagging
from extract_filings.training.synth.invoice import invoice

PARTS = parts(Invoice)
CHOICES = [f.name for p in PARTS for f in p.fields if f.choices]


def test_no_word_is_in_both_halves_and_none_is_lost():
    seen = []
    for half in (0, 1):
        with wording(half):
            seen.append(
                {
                    (k, w)
                    for name in ("WORDS", "HEADS")
                    for k, some in getattr(invoice, name).items()
                    for w in some
                }
                | {("", w) for w in invoice.DATES + invoice.TERMS}
            )
    assert not seen[0] & seen[1] and len(seen[0] | seen[1]) == sum(
        map(len, [*invoice.WORDS.values(), *invoice.HEADS.values(), invoice.DATES, invoice.TERMS])
    )


def test_all_words_of_what_the_labeller_found_are_marked_and_no_others(tmp_path):
    """A labeller without fault, over lines and pages."""
    invoice.generate(2, tmp_path, seed=6)
    said = {
        r.document: [v for v in r.values if v.field not in CHOICES]
        for r in tables("invoice", tmp_path, tmp_path / "out")
    }
    wanted, found = Counter(), Counter()
    for values in said.values():
        wanted.update(tag(v.table, v.field) for v in values for _ in v.quote.split())
    for s in labeled_pages(tmp_path, PARTS):
        page = relabelled(s, said[s.document.name])
        found.update(
            m
            for n, spoken in zip(s.chunk.lines, page.targets, strict=False)
            if n.page == s.chunk.page
            for m in spoken
            if m != NONE
        )  # not heads repeated from the page before
    assert found == wanted and wanted[tag("lines", "description")] > 10


def test_the_command_runs_from_documents_to_the_table(pointing, tmp_path, monkeypatch, capsys):
    for name, value in {
        "HIDDEN": 32,
        "LAYERS": 2,
        "HEADS": 2,
        "KV_HEADS": 1,
        "MLP": 64,
        "PAGES": 4,
        "TOKENS_PER_STEP": 600,
    }.items():
        monkeypatch.setattr(tagging, name, value)
    (audited := tmp_path / "audited").mkdir()
    shutil.copy(
        Path(__file__).parents[1] / "examples" / "invoice" / "pdf" / "invoice0001.pdf", audited
    )
    compare_synthetic.main(
        [
            str(tmp_path),
            "--labeller",
            pointing.name,
            "--documents",
            "1",
            "--test",
            "1",
            "--steps",
            "3",
            "--seeds",
            "0",
            "1",
            "--audit",
            str(audited),
        ]
    )
    printed = capsys.readouterr().out
    assert (
        "labelled afterwards: " in printed
        and printed.count("| target-first |") == 2
        and printed.count("| labelled afterwards |") == 2
    )
    changed, of = map(
        int, re.search(r"audit, cells changed: target-first (\d+) of (\d+)", printed).groups()
    )
    assert 0 <= changed <= of and of > 20
