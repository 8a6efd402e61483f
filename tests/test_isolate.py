"""A file that hangs, crashes or eats memory costs itself, and nothing else."""

import os
import shutil
import subprocess
import sys
import time
import zlib
from dataclasses import replace
from pathlib import Path

import psutil
import pypdf
import pytest
from pypdf.generic import NameObject, StreamObject

from extract_filings.pipeline.batch import worker as module
from extract_filings.pipeline.batch.worker import Done, Limits, run, worker
from extract_filings.pipeline.errors import ModelError, SchemaError
from extract_filings.pipeline.limits import exit_reason
from extract_filings.pipeline.settings import Settings

SETTINGS = Settings(schema=f"{Path(__file__).parent / 'crashing_schema.py'}:ROOT")
QUICK = Limits(seconds=20, memory=1024)
HURRY = replace(QUICK, seconds=6)
"""For a worker that has its model already."""


@pytest.fixture
def sample(samples, tmp_path):
    """sample(name) -> a real filing of that name"""
    return lambda name: Path(shutil.copy(samples / "synth0004_10-q.pdf", tmp_path / f"{name}.pdf"))


@pytest.fixture(scope="module", autouse=True)
def closed():
    yield
    module.close()


def done(path: Path, limits: Limits = QUICK) -> Done | str:
    with worker(SETTINGS, QUICK if limits == HURRY else limits) as pool:
        return run(pool, path, path.stem, limits)


def workers() -> set[int]:
    return {
        p.pid
        for p in psutil.Process().children(recursive=True)
        if "spawn_main" in " ".join(p.cmdline())
    }


def test_a_good_file_gives_its_record_and_the_worker_is_kept_for_the_next(sample):
    first = done(sample("good"))
    before = workers()
    assert first.record.document == "good" and len(first.record.values) > 90 and first.seconds > 0
    assert done(sample("good")).record == first.record
    assert workers() == before


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (
            "hang",
            (
                "not done after 6 s; raise the limit of seconds, or see what takes so long:"
                " `extract {path} --profile`"
            ),
        ),
        (
            "crash",
            (
                "the process that read it died 2 times (SIGSEGV); the file is damaged, or raise the"
                " limit of memory"
            ),
        ),
        (
            "bomb",
            (
                "needs more than 1024 MiB of memory; raise the limit of memory, or split it, e.g."
                " `qpdf --split-pages=500 in.pdf out.pdf`"
            ),
        ),
        (
            "fault",
            (
                "unexpected ZeroDivisionError: integer division or modulo by zero; run it again"
                " with --debug and report what is printed"
            ),
        ),
    ],
)
def test_a_bad_file_is_told_and_the_next_one_is_read(sample, name, found):
    path = sample(name)
    told = done(path, HURRY if name == "hang" else QUICK)
    assert told == f"{path}: {found.format(path=path)}"
    assert done(sample("good")).record.document == "good"


def test_a_process_that_ended_itself_is_told_by_its_code():
    assert (exit_reason(7), exit_reason(-9)) == ("exit code 7", "SIGKILL")


def test_a_file_whose_reader_was_killed_once_is_read_by_another(sample):
    assert done(sample("once-killed")).record.document == "once-killed"


def test_a_page_that_unfolds_to_gigabytes_keeps_to_the_limit(tmp_path):
    """A real bomb: 3 MB that unfold to 1.5 GB of text operators."""
    packer, line = zlib.compressobj(9), b"BT /F1 12 Tf 72 720 Td (Net sales 1,234) Tj ET\n" * 10**5
    content = b"".join(packer.compress(line) for _ in range(320)) + packer.flush()
    writer, stream = pypdf.PdfWriter(), StreamObject()
    stream._data = content
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    page = writer.add_blank_page(612, 792)
    page[NameObject("/Contents")] = writer._add_object(stream)
    writer.write(tmp_path / "unfolds.pdf")
    start = time.monotonic()
    assert isinstance(done(tmp_path / "unfolds.pdf", Limits(seconds=20, memory=256)), str)
    assert time.monotonic() - start < 60


def test_a_model_that_cannot_be_loaded_is_told_as_such(sample, tmp_path):
    with (
        worker(replace(SETTINGS, model=str(tmp_path)), QUICK) as pool,
        pytest.raises(ModelError, match=r"no config\.json"),
    ):
        run(pool, sample("good"), "good", QUICK)


def test_a_schema_that_is_not_there_is_told_as_such(sample):
    with (
        worker(replace(SETTINGS, schema="nosuch"), QUICK) as pool,
        pytest.raises(SchemaError, match="schema nosuch: not found"),
    ):
        run(pool, sample("good"), "good", QUICK)


HOLDER = """
import sys
from pathlib import Path
from extract_filings.pipeline.batch.worker import Limits, run, worker
from extract_filings.pipeline.settings import Settings
if __name__ == "__main__":
    with worker({settings!r}, Limits()) as pool:
        run(pool, Path({good!r}), "good", Limits())
        print(*[p.pid for p in __import__("psutil").Process().children(recursive=True)], flush=True)
        run(pool, Path({hang!r}), "hang", Limits())
"""


def test_workers_die_with_whoever_is_killed(sample, tmp_path):
    (tmp_path / "holder.py").write_text(
        HOLDER.format(settings=SETTINGS, good=str(sample("good")), hang=str(sample("hang")))
    )
    root = Path(__file__).parents[1]
    holder = subprocess.Popen(
        [sys.executable, tmp_path / "holder.py"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(root)},
    )
    pids = [int(p) for p in holder.stdout.readline().split()]
    holder.kill()
    assert holder.communicate()[1] == "", "those who clear up after it have nothing to say"
    _, alive = psutil.wait_procs(
        [psutil.Process(p) for p in pids if psutil.pid_exists(p)], timeout=10
    )
    assert pids and not alive


def test_a_worker_that_is_killed_while_idle_costs_nothing(sample):
    """The system kills the largest process first when memory is short."""
    done(sample("good"))
    for pid in workers():
        psutil.Process(pid).kill()
    time.sleep(0.5)
    assert done(sample("good")).record.document == "good"
