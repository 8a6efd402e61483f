"""The flow against a real Prefect server: kills, two runs at once, bad files, a deployment, a
schedule.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Thread

import fsspec
import polars as pl
import pytest
from make_tables import bytes_of
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
from prefect.client.schemas.objects import State

from extract_filings.deploy import copy_to
from extract_filings.flows import automations
from extract_filings.flows import extract as module
from extract_filings.flows.extract import extract_filings
from extract_filings.pipeline.tables.swap import beside

MINUTE = "each-minute"
PLANTED = f"{Path(__file__).parent / 'crashing_schema.py'}:ROOT"
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("server", "one_at_a_time")]

RUN = """
import sys
from extract_filings.flows.extract import extract_filings
if __name__ == "__main__":
    state = extract_filings(sys.argv[1:2], sys.argv[2], return_state=True)
    print(state.message, flush=True)
"""


@pytest.fixture(scope="module")
def one_at_a_time(server):
    """A run starts one process that holds the model, not one a core: most of a run's time here."""
    with pytest.MonkeyPatch.context() as m:
        m.setenv("EXTRACT_WORKERS", "1")
        m.setitem(server, "EXTRACT_WORKERS", "1")
        yield


@pytest.fixture(scope="module")
def script(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("script") / "run.py"
    path.write_text(RUN)
    return path


@pytest.fixture(scope="module")
def filings(tmp_path_factory, samples) -> Path:
    """Two good filings and two that are none."""
    folder = tmp_path_factory.mktemp("filings")
    for name in ("synth0003_10-q", "synth0004_10-q"):
        shutil.copy2(samples / f"{name}.pdf", folder)
    (folder / "broken.pdf").write_text("years of work")
    (folder / "zero.pdf").touch()
    return folder


def started(script: Path, filings: Path, out: Path, server: dict) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, script, filings, out],
        env=server,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def same(a: Path, b: Path) -> bool:
    """All bytes but the seconds."""

    def timed(out):
        return pl.read_parquet(out / "documents" / "*.parquet").drop("seconds")

    def rest(out):
        return {n: v for n, v in bytes_of(out).items() if not n.startswith("documents")}

    return rest(a) == rest(b) and timed(a).equals(timed(b))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory, script, filings, server, one_at_a_time) -> tuple[Path, float]:
    """Tables of a run in peace, and the seconds it took."""
    out, start = tmp_path_factory.mktemp("peace") / "out", time.monotonic()
    told, _ = started(script, filings, out, server).communicate()
    failed = f"2 of 4 filings failed, 2 read, 0 unchanged; tables in {out}; failed: broken, zero\n"
    assert told == failed
    return out, time.monotonic() - start


@pytest.fixture(scope="module")
def served(
    tmp_path_factory, filings, server, one_at_a_time
) -> Iterator[tuple[Path, Callable[[], str]]]:
    """`extract serve`, each minute, until there are tables; and what it said, once it has ended.
    The other tests run while it waits.
    """
    folder = tmp_path_factory.mktemp("served")
    code = "from extract_filings.cli.main import main; main()"
    words = ["serve", filings, "--out", folder / "out", "--cron", "* * * * *", "--name", MINUTE]
    process = subprocess.Popen(
        [sys.executable, "-c", code, *words],
        env=server,
        cwd=folder,
        stdout=(folder / "said").open("w"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )

    def stop() -> None:
        end = time.monotonic() + timedelta(minutes=3).total_seconds()
        while time.monotonic() < end and not (folder / "out").exists():
            time.sleep(0.5)
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()

    waits = Thread(target=stop)
    waits.start()
    yield folder / "out", lambda: (waits.join(), (folder / "said").read_text())[1]
    waits.join()


def status(out: Path) -> dict[str, str]:
    return dict(
        pl.read_parquet(out / "documents" / "*.parquet").select("document", "status").iter_rows()
    )


@pytest.mark.usefixtures("served")
def test_bad_filings_have_their_reason_in_the_tables(undisturbed, filings):
    out, _ = undisturbed
    assert {d: s for d, s in status(out).items() if s != "ok"} == {
        "broken": (
            f"failed: {filings}/broken.pdf: not a PDF (starts with b'years of'); convert it to PDF"
            " first"
        ),
        "zero": f"failed: {filings}/zero.pdf: the file is empty; download or export it again",
    }
    problems = pl.read_parquet(out / "problems" / "*.parquet").filter(pl.col("reason") == "failed")
    assert problems["document"].to_list() == ["broken", "zero"]


def test_a_run_killed_at_random_points_ends_in_the_same_bytes(
    undisturbed, script, filings, server, tmp_path
):
    """While it starts, at any time of a run in peace, and when so many results wait for the tables,
    of which all may be there: each kill a moment later. A run that gets through begins new tables.
    """
    want, seconds = undisturbed
    chance, out, kills, halfway = random.Random(0), tmp_path / "0", 0, 0
    for i, least in enumerate((0, 1, 3, 4), 1):
        run = started(script, filings, out, server)
        while run.poll() is None and waiting(out) < least:
            time.sleep(0.02)
        with suppress(subprocess.TimeoutExpired):
            run.wait(chance.uniform(0, 0.5 if least else seconds / 2))
        kills += run.poll() is None
        run.kill()
        run.communicate()
        halfway += 0 < waiting(out) < 4
        if run.returncode == 0:
            assert same(out, want)
            out = tmp_path / str(i)
    started(script, filings, out, server).communicate()
    assert kills >= 3 and halfway >= 1, "runs were too fast to be killed at work"
    assert same(out, want)


def waiting(out: Path) -> int:
    """Results that are read and not yet in the tables."""
    return sum(1 for _ in (beside(out, "work") / "done").glob("*/*"))


def test_two_runs_at_once_neither_double_nor_drop_a_row(
    undisturbed, script, filings, server, served, tmp_path
):
    served[1]()  # has ended: two runs at once, not three
    runs = [started(script, filings, tmp_path / "out", server) for _ in range(2)]
    told = [run.communicate()[0] for run in runs]
    end = f"tables in {tmp_path / 'out'}; failed: broken, zero\n"
    assert [t[-len(end) :] for t in told] == [end, end], told
    assert same(tmp_path / "out", undisturbed[0])


def test_a_rerun_takes_up_what_is_new_or_changed_and_failures_stay_seen(
    samples, filings, extract, tmp_path
):
    given, out = [str(tmp_path / "in")], str(tmp_path / "out")
    shutil.copytree(filings, tmp_path / "in")
    (tmp_path / "in" / "synth0003_10-q.pdf").unlink()
    first = extract_filings(given, out, return_state=True)
    assert first.is_failed() and tasks(first)["broken"] == tasks(first)["zero"] == "FAILED"
    assert [*tasks(first).values()].count("COMPLETED") == 1 + len(("plan", "publish"))

    shutil.copy(samples / "synth0006_10-q.pdf", tmp_path / "in" / "new.pdf")
    shutil.copy(samples / "synth0003_10-q.pdf", tmp_path / "in" / "zero.pdf")
    (tmp_path / "in" / "notes.docx").touch()
    state = extract_filings(given, out, return_state=True)
    words = f"0 failed, 1 earlier failure stands, 2 read, 2 unchanged; tables in {out}"
    assert state.is_failed() and state.message == f"{words}; failed: broken"
    broken = f"{tmp_path}/in/broken.pdf: not a PDF (starts with b'years of'); convert it to PDF"
    assert set(status(tmp_path / "out").values()) == {"ok", f"failed: {broken} first"}
    told = told_by(state)["extract.run.failed"]
    assert (told["failed"], told["failed_earlier"], told["read"]) == (0, 1, 2)
    assert told["text"] == "broken: not a PDF (starts with b'years of'); convert it to PDF first"
    assert told["files_passed_over"] == [f"{tmp_path}/in/notes.docx"]

    assert extract("dismiss", out)[1] == f"broken: {broken} first\n"
    assert extract("dismiss", out, "brocken")[0] == 2
    assert extract("dismiss", out, "broken")[2] == "1 dismissed, 0 stand\n"
    quiet = extract_filings(given, out, return_state=True)
    assert quiet.is_completed() and quiet.message.startswith("Nothing new: 4 filings unchanged;")


def tasks(state: State) -> dict[str, str]:
    """{name: state} of a run's tasks, once the server has written them all down."""
    run, client = state.state_details.flow_run_id, get_client(sync_client=True)
    for _ in range(60):
        only = FlowRunFilter(id=FlowRunFilterId(any_=[run]))
        found = {t.name: t.state_type.value for t in client.read_task_runs(flow_run_filter=only)}
        if found and not {"RUNNING", "PENDING"} & set(found.values()) and "publish" in found:
            return found
        time.sleep(0.5)
    raise AssertionError(f"unfinished tasks: {found}")


def told_by(state: State) -> dict[str, dict]:
    """{event: payload} of the run's own events, once the server has them."""
    related = {"id": [f"prefect.flow-run.{state.state_details.flow_run_id}"]}
    asked = {"filter": {"event": {"prefix": ["extract."]}, "related": related}}
    for _ in range(60):
        answer = get_client(sync_client=True).request("POST", "/events/filter", json=asked).json()
        if found := {e["event"]: e["payload"] for e in answer["events"]}:
            return found
        time.sleep(0.5)
    raise AssertionError("no event came")


def test_what_crashes_or_eats_memory_takes_no_other_filing_along(samples, tmp_path, monkeypatch):
    """What hangs is in test_isolate.py; here it would cost its whole time once more."""
    monkeypatch.setenv("EXTRACT_WORKERS", "2")
    for name in ("crash", "bomb", "a", "z"):
        shutil.copy(samples / "synth0004_10-q.pdf", tmp_path / f"{name}.pdf")
    state = extract_filings(
        [str(tmp_path)],
        str(tmp_path / "out"),
        schema=PLANTED,
        seconds=20,
        memory=1024,
        return_state=True,
    )
    words = f"2 of 4 filings failed, 2 read, 0 unchanged; tables in {tmp_path / 'out'}"
    ended = [f"{words}; failed: {names}" for names in ("bomb, crash", "crash, bomb")]
    assert state.name == "Failed" and state.message in ended
    told = status(tmp_path / "out")
    assert (told["a"], told["z"]) == ("ok", "ok")
    for name, reason in (
        ("crash", "died 2 times (SIGSEGV)"),
        ("bomb", "needs more than 1024 MiB"),
    ):
        assert told[name].startswith(f"failed: {tmp_path / name}.pdf: ") and reason in told[name]


def test_a_store_that_stumbles_is_tried_again_and_a_broken_file_is_not(
    samples, tmp_path, monkeypatch
):
    """The store is real but for its second answer; the file it stumbles over is read at the second
    try.
    """
    fs = fsspec.filesystem("memory")
    fs.put_file(str(samples / "synth0004_10-q.pdf"), "/far/x.pdf")
    fs.pipe("/far/broken.pdf", b"no PDF")
    asked, real = [], type(fs).get_file

    def stumble(self, path, *args, **kw):
        asked.append(path)
        if asked.count("/far/x.pdf") == 1 and path == "/far/x.pdf":
            raise TimeoutError("no answer")
        return real(self, path, *args, **kw)

    monkeypatch.setattr(type(fs), "get_file", stumble)
    monkeypatch.setattr(module, "read", module.read.with_options(retry_delay_seconds=0, retries=3))
    state = extract_filings(["memory://far"], str(tmp_path / "out"), return_state=True)
    assert (state.name, status(tmp_path / "out")["x"]) == ("Failed", "ok")
    assert status(tmp_path / "out")["broken"].startswith(
        "failed: memory:///far/broken.pdf: not a PDF"
    )
    assert sorted(asked) == ["/far/broken.pdf", "/far/x.pdf", "/far/x.pdf"]


def test_a_store_that_never_answers_is_a_failure_of_today_and_tried_by_the_next_run(
    samples, tmp_path, monkeypatch
):
    fs = fsspec.filesystem("memory")
    fs.put_file(str(samples / "synth0004_10-q.pdf"), "/away/x.pdf")
    monkeypatch.setattr(module, "read", module.read.with_options(retry_delay_seconds=0, retries=3))
    with monkeypatch.context() as broken:
        broken.setattr(
            type(fs), "get_file", lambda *a, **k: (_ for _ in ()).throw(TimeoutError("no answer"))
        )
        state = extract_filings(["memory://away"], str(tmp_path / "out"), return_state=True)
    assert (
        state.is_failed()
        and status(tmp_path / "out")["x"] == "failed: memory:///away/x.pdf: TimeoutError: no answer"
    )
    series = tmp_path / "series.parquet"
    extract_filings(["memory://away"], str(tmp_path / "out"), series=str(series))
    assert status(tmp_path / "out") == {"x": "ok"}
    assert set(pl.read_parquet(series)["last_document"]) == {"x"}


def test_a_model_that_is_not_there_fails_the_run_in_one_line_and_leaves_no_tables(
    filings, tmp_path
):
    state = extract_filings(
        [str(filings)], str(tmp_path / "out"), model=str(tmp_path / "nowhere"), return_state=True
    )
    assert state.is_failed() and "ModelError" in state.message and not (tmp_path / "out").exists()


def prefect(server: dict, *words: str) -> str:
    return called(server, Path(sys.executable).with_name("prefect"), "--no-prompt", *words)


def called(server: dict, *words: str | Path) -> str:
    path = f"{Path(sys.executable).parent}:{server['PATH']}"
    done = subprocess.run(words, env=server | {"PATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_deployments_run_on_a_real_worker(undisturbed, filings, server, tmp_path):
    """As docs/deployment.md says; the run is started by hand, not at night. Automations that are
    installed again stay one of a kind.
    """
    copy_to(tmp_path / "deployment")
    called(server, "sh", tmp_path / "deployment" / "setup.sh")
    automations.install()
    names = [a.name for a in get_client(sync_client=True).read_automations()]
    assert sorted(names) == [
        "extract: end runs that never began",
        "extract: end runs that were killed",
        "extract: end runs that were killed, started by hand",
    ]
    crons = {
        (d.name, s.schedule.cron)
        for d in get_client(sync_client=True).read_deployments()
        for s in d.schedules
        if d.name != MINUTE
    }
    assert crons == {("nightly", "0 2 * * *"), ("weekly", "0 6 * * 0")}
    given = {"source": [str(filings)], "out": str(tmp_path / "out")}
    prefect(server, "deployment", "run", "extract-filings/nightly", "--params", json.dumps(given))
    prefect(server, "worker", "start", "--pool", "filings", "--run-once")
    assert same(tmp_path / "out", undisturbed[0])
    prefect(
        server,
        "deployment",
        "run",
        "compact-tables/weekly",
        "--params",
        json.dumps({"out": str(tmp_path / "out")}),
    )
    prefect(server, "worker", "start", "--pool", "filings", "--run-once")
    assert same(tmp_path / "out", undisturbed[0])


def test_a_served_schedule_runs_by_itself(undisturbed, served):
    out, said = served
    told = said()
    assert out.exists(), told
    assert same(out, undisturbed[0])


def test_a_word_that_is_no_schedule_is_told(extract, tmp_path):
    code, _, told = extract("serve", tmp_path, "--out", tmp_path / "out", "--cron", "at night")
    assert (code, told) == (
        2,
        (
            'extract: cron at night: not the five fields of a schedule; e.g. --cron "0 2 * * *" is'
            " every night at two\n"
        ),
    )
