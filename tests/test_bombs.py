"""Files made to crash, hang or eat memory cost seconds and one line, and the next file is read."""

import os
import time
from contextlib import closing
from multiprocessing import Process
from pathlib import Path

import pytest
from bombs import READ, REFUSED

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.pdf import sandbox as sandbox_module
from extract_filings.pipeline.pdf.boxes import boxes
from extract_filings.pipeline.pdf.legible import with_text
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.pdf.sandbox import Sandbox
from extract_filings.pipeline.pdf.visible import find_hidden, with_lines

SECONDS, MEMORY = 5, 400  # of processor time, MiB
BUSY = 4  # times slower than alone, at most, that a machine runs the tests


@pytest.fixture(scope="module")
def sandbox():
    with closing(Sandbox(SECONDS, MEMORY)) as made:
        yield made


def outcome(sandbox: Sandbox, path: Path):
    """What a whole reading gives: the visible document, or the message."""
    try:
        document = with_text(sandbox(read, path))
        pages = range(1, len(document.pages) + 1)
        document = with_lines(document, *sandbox(find_hidden, document, pages))
        sandbox(boxes, document, pages)
        return document
    except InputError as error:
        return str(error)


@pytest.mark.parametrize("name", [*REFUSED, *READ])
def test_a_bomb_costs_seconds_and_a_line(sandbox, samples, tmp_path, name):
    path = tmp_path / "bomb.pdf"
    path.write_bytes((REFUSED | READ)[name]())
    start = time.monotonic()
    found = outcome(sandbox, path)
    assert time.monotonic() - start < BUSY * (3 * SECONDS + 5)
    if isinstance(found, str):
        assert found.startswith(f"{path}: ") and "\n" not in found and "unexpected" not in found
    assert isinstance(found, str) or name in READ, found
    assert outcome(sandbox, samples / "synth0004_10-q.pdf").name == "synth0004_10-q"


def spin(path: Path) -> None:
    """Never ends, and computes all the time."""
    while True:
        pass


def wait(path: Path, seconds: float) -> str:
    """Computes nothing, as a process does whose cores others take."""
    time.sleep(seconds)
    return "read"


@pytest.fixture
def quick():
    with closing(Sandbox(time_limit=1)) as made:
        yield made


def test_a_file_that_takes_too_much_processor_time_is_refused_and_the_next_one_is_read(
    quick, samples
):
    with pytest.raises(InputError) as refused:
        quick(spin, Path("a.pdf"))
    assert str(refused.value) == (
        "a.pdf: not read after 1 s of processor time; allow more with `--opening-limit 5`, or split"
        " it, e.g. `qpdf --split-pages=100 in.pdf out.pdf`"
    )
    assert quick(read, samples / "synth0004_10-q.pdf").name == "synth0004_10-q"


def test_a_file_that_only_waits_for_a_busy_machine_is_read(quick):
    busy = [Process(target=spin, args=("",), daemon=True) for _ in range(os.cpu_count() or 1)]
    for process in busy:
        process.start()
    try:
        assert quick(wait, Path("a.pdf"), 2.5) == "read"
    finally:
        for process in busy:
            process.kill()


def test_each_file_has_the_whole_time(quick):
    for _ in range(4):
        assert quick(compute, Path("a.pdf"), 0.6) == "read"


def compute(path: Path, seconds: float) -> str:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return "read"


def test_a_process_that_hangs_without_computing_is_given_up(quick, monkeypatch):
    monkeypatch.setattr(sandbox_module, "PATIENCE", 2)
    with pytest.raises(InputError, match=r"^a.pdf: not read after 2 s, and not for want of"):
        quick(wait, Path("a.pdf"), 60)
    assert quick(wait, Path("b.pdf"), 0) == "read"


def test_a_process_that_is_killed_between_two_files_costs_one_line(quick):
    assert quick(wait, Path("a.pdf"), 0) == "read"
    quick.process.kill()
    quick.process.join()
    with pytest.raises(InputError, match=r"^b.pdf: the process that read it died \(SIGKILL\)"):
        quick(wait, Path("b.pdf"), 0)
    assert quick(wait, Path("b.pdf"), 0) == "read"
