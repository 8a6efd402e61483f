"""What a run leaves in Prefect, read back from a server of its own."""

import json
import logging
import time

import pytest
from prefect import flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import Artifact
from prefect.events.filters import EventFilter, EventNameFilter
from prefect.exceptions import FailedRun
from prefect.runtime import flow_run

from extract_filings.flows import report
from extract_filings.flows.events import tell
from extract_filings.pipeline.batch.jobs import Outcome, Plan
from extract_filings.pipeline.sources import Source

pytestmark = pytest.mark.usefixtures("server")

GOOD = Outcome("acme", "k1", True, "", asked=10, values=8, problems=2, seconds=1.26)
DOUBTFUL = Outcome(
    "beta",
    "k2",
    True,
    "",
    asked=1200,
    values=1199,
    problems=1,
    checks_failed=1,
    seconds=2.0,
    to_check=2,
)
EMPTY = Outcome(
    "zeta_2024_q1",
    "k3",
    False,
    "in/zeta_2024_q1.pdf: the file is empty; download or export it again",
)


def finished(*outcomes, unchanged=0, new=(), standing=None, passed_over=(), seconds=60.0):
    """(final state, artifacts by key, id of the flow run)"""

    @flow(persist_result=False)
    def reporting():
        seen.append(flow_run.id)
        planned = Plan((), unchanged, passed_over=passed_over)
        ran = report.Ran(planned, outcomes, new, standing or {}, seconds, "tables")
        return report.finish(ran, tell(ran))

    seen = []
    state = reporting(return_state=True)
    return state, artifacts(seen[0]), seen[0]


def artifacts(run):
    with get_client(sync_client=True) as client:
        found = client.request(
            "POST", "/artifacts/filter", json={"flow_runs": {"id": {"any_": [str(run)]}}}
        ).json()  # read_artifacts needs every filter
    return {a["key"]: Artifact.model_validate(a) for a in found}


def events(run, enough):
    """Our events of the run. They travel a moment after the flow."""
    for _ in range(100):
        wanted = EventFilter(
            event=EventNameFilter(prefix=["extract."])
        )  # made anew: it asks for what was until now
        with get_client(sync_client=True) as client:
            found = [
                e
                for e in client.read_events(wanted, limit=50).events
                if f"prefect.flow-run.{run}" in {r.id for r in e.related}
            ]
        if len(found) >= enough:
            break
        time.sleep(0.1)
    return found


def test_a_run_with_a_failure_is_red_and_begins_with_it():
    state, made, _ = finished(GOOD, EMPTY, unchanged=3, new=["acme", "zeta_2024_q1"])
    assert state.is_failed() and state.name == "Failed"
    words = "1 of 2 filings failed, 1 read, 3 unchanged; tables in tables; failed: zeta_2024_q1"
    assert state.message == words
    text = made[report.SUMMARY].data
    assert text.startswith(
        "## 1 failed\n\n- `in/zeta_2024_q1.pdf`: the file is empty; download or export it again\n"
        "\nMend the file, or type `extract dismiss tables DOCUMENT` once you have seen to it."
    )
    assert (
        "| failed | failed earlier | read | of these new | unchanged | passed over |\n"
        "| ---: | ---: | ---: | ---: | ---: | ---: |\n| 1 | 0 | 1 | 1 | 3 | 0 |" in text
    )
    assert text.endswith("1 min, 2.0 filings a minute. Tables: `tables`")


def test_a_failure_that_stands_keeps_later_runs_red():
    old = {"beta": "in/beta.pdf: not a PDF", "zeta_2024_q1": EMPTY.message}
    state, made, _ = finished(EMPTY, standing=old)
    words = "1 of 1 filing failed, 1 earlier failure stands, 0 read, 0 unchanged; tables in tables"
    assert state.is_failed() and state.message == f"{words}; failed: zeta_2024_q1, beta"
    assert "## 1 failed earlier\n\n- `beta`: `in/beta.pdf`: not a PDF" in made[report.SUMMARY].data
    state = finished(unchanged=5, standing=old)[0]
    words = "Nothing new, 2 earlier failures stand: 5 filings unchanged; tables in tables"
    assert state.is_failed() and state.message == f"{words}; failed: beta, zeta_2024_q1"


def test_files_passed_over_are_named_and_no_fault():
    state, made, _ = finished(GOOD, passed_over=("in/notes.docx",))
    assert (
        state.is_completed() and state.message == "0 failed, 1 read, 0 unchanged; tables in tables"
    )
    assert "## 1 passed over: no filing\n\n- `in/notes.docx`" in made[report.SUMMARY].data


def test_a_group_is_red_if_one_of_its_filings_failed_and_tells_of_all():
    state = report.of_group([GOOD, EMPTY])
    assert state.is_failed() and state.data == [GOOD, EMPTY]
    assert state.message == f"1 of 2 filings failed: {EMPTY.message}"
    assert report.of_group([EMPTY]).message == EMPTY.message
    assert report.of_group([GOOD, DOUBTFUL]).is_completed()


def test_a_run_with_nothing_new_says_so_and_has_no_table_of_filings():
    state, made, _ = finished(unchanged=5000)
    assert (state.name, state.message) == (
        "Completed",
        "Nothing new: 5,000 filings unchanged; tables in tables",
    )
    assert set(made) == {report.SUMMARY} and "Answers" not in made[report.SUMMARY].data


def test_the_table_begins_with_what_to_look_at_and_ends_with_what_is_wide():
    *_, made, _ = finished(GOOD, DOUBTFUL, EMPTY)
    assert made[report.FILINGS].description == "3 filings, those to look at first"
    assert made[report.FILINGS].data.startswith(
        '[{"filing": "zeta_2024_q1", "status": "failed", "checks failed": "", "to check": "",'
        ' "values": "", "not printed": "", "seconds": "", "message": "the file'
    )
    rows = json.loads(made[report.FILINGS].data)
    assert [list(r.values()) for r in rows] == [
        [
            "zeta_2024_q1",
            "failed",
            "",
            "",
            "",
            "",
            "",
            "the file is empty; download or export it again",
            "in/zeta_2024_q1.pdf",
        ],
        ["beta", "ok", 1, 2, 1199, 1, 2.0, "", ""],
        ["acme", "ok", 0, 0, 8, 2, 1.3, "", ""],
    ]


def test_many_failures_are_counted_not_listed():
    *_, made, _ = finished(
        GOOD,
        *[
            Outcome(f"f{i}", f"k{i}", False, f"in/f{i}.pdf: the file is empty")
            for i in range(report.SHOWN)
        ],
    )
    assert len(json.loads(made[report.FILINGS].data)) == report.SHOWN
    assert made[report.FILINGS].description == "200 of 201 filings, those to look at first"
    text = made[report.SUMMARY].data
    assert (
        text.count(": the file is empty") == report.NAMED
        and "\n- and 180 more: see `extract-filings`" in text
    )


def test_events_carry_what_an_alert_needs_and_know_run_and_flow():
    old = {"beta": "in/beta.pdf: not a PDF"}
    *_, run = finished(GOOD, EMPTY, standing=old, passed_over=("in/notes.docx",), unchanged=7)
    found = {e.event: e for e in events(run, 2)}
    assert set(found) == {"extract.filing.failed", "extract.run.failed"}
    one, whole = found["extract.filing.failed"], found["extract.run.failed"].payload
    failure = {
        "document": "zeta_2024_q1",
        "file": "in/zeta_2024_q1.pdf",
        "reason": "the file is empty; download or export it again",
    }
    assert (one.payload, one.resource.name) == (failure, "zeta_2024_q1")
    assert {(r.role, r.name) for r in one.related if r.role == "flow"} == {("flow", "reporting")}
    assert whole["failures"] == [failure]
    assert whole["failures_earlier"] == [{"document": "beta", "reason": "not a PDF"}]
    assert whole["files_passed_over"] == ["in/notes.docx"]
    counts = ("read", "failed", "failed_earlier", "unchanged", "passed_over", "values")
    assert [whole[c] for c in counts] == [1, 1, 1, 7, 1, 8]
    assert whole["text"] == f"zeta_2024_q1: {failure['reason']}\nbeta: not a PDF"


def test_progress_moves_in_place_and_tells_what_is_left():
    @flow(persist_result=False)
    def reading():
        progress = report.Progress(4)
        seen.append(artifacts(flow_run.id)[report.PROGRESS])
        progress.start -= 120
        for done in (1, 4):
            progress(done)
            seen.append(artifacts(flow_run.id)[report.PROGRESS])

    seen = []
    reading()
    assert [(a.data, a.description) for a in seen] == [
        (0, "0 of 4 filings done"),
        (25, "1 of 4 filings done, about 6 min left"),
        (100, "4 of 4 filings done in 2 min"),
    ]
    assert len({a.id for a in seen}) == 1


def test_log_lines_name_the_filing_and_speak_of_checks_only_if_some_failed(caplog):
    log = logging.getLogger("test_report")
    plan = Plan((Source("in/acme.pdf", "acme", "v"),), 1234, passed_over=("in/notes.docx",))
    with caplog.at_level("INFO", "test_report"):
        report.begin(log, plan)
        for o in (GOOD, DOUBTFUL, EMPTY):
            report.line(log, o)
    assert [(r.levelname, r.message) for r in caplog.records] == [
        ("INFO", "1 filing to read, 1,234 unchanged"),
        ("WARNING", "in/notes.docx: passed over, no filing"),
        ("INFO", "acme: 8 values · 2 not printed · 0 to check, 1.3 s"),
        ("INFO", "beta: 1199 values · 1 not printed · 2 to check, 1 check failed, 2.0 s"),
        ("WARNING", EMPTY.message),
    ]


def test_the_log_of_a_red_run_has_no_traceback_through_prefect():
    def record(error):
        told = (type(error), error, None) if error else None
        return logging.LogRecord("prefect.flow_runs", 40, "", 0, "exited", None, told)

    kept = [report.is_news(record(e)) for e in (FailedRun("1 failed"), ValueError("x"), None)]
    assert kept == [False, True, True]
