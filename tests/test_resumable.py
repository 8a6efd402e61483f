"""Long work: answers are kept as they come, what was answered is not asked again, and once the time
is over no more is asked.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest
from reportlab.pdfgen.canvas import Canvas
from test_gguf import write as write_gguf

from extract_filings.pipeline.decode import resumable
from extract_filings.pipeline.decode.resumable import KeptAnswers, Resumable
from extract_filings.pipeline.records import UNASKED, Answer, Prompt, Question

PROMPTS = [Prompt(f"page {n}", (Question(0, "g", ask="Who?"),)) for n in range(5)]
LEASE = {
    "title": "Lease",
    "type": "object",
    "properties": {
        name: {"type": ["string", "null"], "description": f"name of the {name}"}
        for name in ("tenant", "landlord")
    },
}
LEASE["properties"]["deed"] = {"type": "string", "description": "name of the deed"}
LEASE["required"] = ["deed"]  # a model of random choices says null of all else


class Echo:
    """Says the text of its prompt; interrupted at prompt `stop`."""

    form, shots = "pointing", 0

    def __init__(self, stop: int | None = None, at_once: int = 1) -> None:
        self.stop, self.at_once, self.heard = stop, at_once, []

    def knows(self, parts) -> None: ...

    def answer(self, prompts):
        for p in prompts:
            if len(self.heard) == self.stop:
                raise KeyboardInterrupt
            self.heard.append(p.text)
        return [[Answer(p.text, 0.1 + 0.2, steps=((3, 1 / 3),))] for p in prompts]


def said(file: Path | None, engine: Echo, **how) -> list[list[Answer]]:
    return Resumable(engine, KeptAnswers(file), **how).answer(PROMPTS)


def test_what_was_answered_is_not_asked_again(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        said(tmp_path / "a" / "kept", Echo(stop=3))
    second, whole = Echo(), Echo()
    assert said(tmp_path / "a" / "kept", second) == said(None, whole)
    assert (second.heard, len(whole.heard)) == (["page 3", "page 4"], 5)


def test_another_question_on_the_same_text_is_asked(tmp_path):
    said(tmp_path / "kept", Echo())
    other = Prompt("page 0", (Question(0, "another g", ask="Who?"),))
    shown = Prompt("page 0", PROMPTS[0].questions, (("page 9", "solved"),))
    engine = Echo()
    Resumable(engine, KeptAnswers(tmp_path / "kept")).answer([PROMPTS[0], other, shown])
    assert len(engine.heard) == 2


@pytest.mark.parametrize("spoil", [lambda b: b[:-7], lambda b: b[:-1], lambda b: b + b"\xff\n"])
def test_a_line_that_a_kill_has_cut_is_asked_again(tmp_path, spoil):
    whole = said(tmp_path / "kept", Echo())
    kept = (tmp_path / "kept").read_bytes()
    (tmp_path / "kept").write_bytes(spoil(kept))
    engine = Echo()
    assert said(tmp_path / "kept", engine) == whole
    assert len(engine.heard) == (len(kept) > len(spoil(kept)))
    assert (tmp_path / "kept").read_bytes() == kept, "and what is whole again stands behind it"


def test_a_folder_that_cannot_be_written_costs_nothing_but_the_resuming(tmp_path):
    (tmp_path / "file").write_text("")
    assert said(tmp_path / "file" / "kept", Echo()) == said(None, Echo())


def test_when_the_time_is_over_no_more_is_asked(tmp_path, monkeypatch):
    now = iter(range(100))
    monkeypatch.setattr(resumable.time, "monotonic", lambda: next(now))
    engine = Echo(at_once=2)
    made = Resumable(engine, KeptAnswers(tmp_path / "kept"), until=2)
    answers = made.answer(PROMPTS)
    assert engine.heard == ["page 0", "page 1", "page 2", "page 3"]
    assert [a.asked for (a,) in answers] == [True] * 4 + [False] and answers[4] == [UNASKED]
    assert made.told() == "asked 4 of 5 prompts"


def test_how_many_are_done_is_told_those_of_an_earlier_run_first(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        said(tmp_path / "kept", Echo(stop=2))
    told = []
    said(tmp_path / "kept", Echo(), on_step=lambda *step: told.append(step))
    assert told == [("asking", n, 5) for n in (2, 3, 4, 5)]


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """A folder with a lease of three full pages, its schema, and a model."""
    folder = tmp_path_factory.mktemp("long")
    write_gguf(folder / "tiny.gguf", context=16_384)
    (folder / "lease.json").write_text(json.dumps(LEASE))
    canvas = Canvas(str(folder / "lease.pdf"), invariant=True)
    for page in range(1, 4):
        canvas.setFont("Helvetica", 8)
        for n in range(66):
            words = f"Clause {page}.{n}: the Tenant Acme {page} pays the Landlord Borealis {n} "
            canvas.drawString(40, 790 - 11 * n, (words * 2)[:100])
        canvas.showPage()
    canvas.save()
    return folder


def command(place: Path, out: str, *words: str) -> list[str | Path]:
    start = "from extract_filings.cli.start import main; main()"
    asked = ["lease.pdf", "--schema", "lease.json", "--model", "tiny.gguf", "--exhaustive"]
    return [sys.executable, "-c", start, *asked, "--out", out, *words]


def run(place: Path, out: str, *words: str) -> tuple[int, str]:
    done = subprocess.run(command(place, out, *words), cwd=place, capture_output=True, text=True)
    return done.returncode, done.stderr


def rows(place: Path, out: str) -> dict[str, list]:
    """Of all tables, without the seconds that reading took."""
    return {
        table.name: pl.read_parquet(table / "*.parquet").drop("seconds", strict=False).rows()
        for table in sorted((place / out).iterdir())
    }


def kept_lines(place: Path, out: str) -> int:
    files = (place / f".{out}.work" / "answers").glob("*/*")
    return sum(file.read_bytes().count(b"\n") for file in files)


def test_a_run_that_is_killed_goes_on_and_writes_the_same_bytes(place):
    assert run(place, "whole")[0] == 0
    with subprocess.Popen(command(place, "killed"), cwd=place, stderr=subprocess.DEVNULL) as first:
        give_up = time.monotonic() + 120
        while kept_lines(place, "killed") < 2 and time.monotonic() < give_up:
            time.sleep(0.02)
        os.kill(first.pid, signal.SIGKILL)
    before = kept_lines(place, "killed")
    assert before >= 2 and not (place / "killed").exists()
    assert run(place, "killed")[0] == 0
    assert rows(place, "killed") == rows(place, "whole")
    assert not kept_lines(place, "killed"), "the document is done"


def test_a_document_whose_time_is_over_keeps_what_it_has_and_goes_on(place):
    code, told = run(place, "cut", "--time-limit", "0.01s")
    assert code == 1 and "prompts, then its time was over; type the same to go on" in told
    assert "0 files failed, 1 partly read" in told
    made = rows(place, "cut")
    (status,) = pl.read_parquet(place / "cut" / "documents" / "*.parquet")["status"]
    assert status.startswith("partial: asked 0 of ")
    lacking = [(path, reason) for _, _, path, reason, _ in made["problems"]]
    assert lacking == [
        (f"/lease/{name}", "time limit") for name in ("tenant", "landlord", "deed")
    ] + [("", "invalid")]
    assert run(place, "cut", "--time-limit", "1h")[0] == 0
    assert run(place, "cut", "--time-limit", "0.01s")[0] == 0, "it is done, so nothing is asked"
    assert rows(place, "cut") == rows(place, "whole")
