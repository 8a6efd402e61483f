"""What a run leaves in Prefect, read back from a server of its own."""

import json
import logging
import time

import pytest
from prefect import flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import Artifact
from prefect.events.filters import EventFilter, EventNameFilter
from prefect.runtime import flow_run

from extract_filings.flows import report
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
CLASH = Outcome(
    "in/sub/acme.pdf",
    None,
    False,
    "in/sub/acme.pdf and in/acme.pdf would both be document acme; rename one",
)


def finished(*outcomes, clashes=(), unchanged=0, new=(), seconds=60.0):
    """(final state, artifacts by key, id of the flow run)"""

    @flow(persist_result=False)
    def reporting():
        seen.append(flow_run.id)
        return report.finish(
            Plan((), unchanged, clashes), [*clashes, *outcomes], new, seconds, "tables"
        )

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
    """Events of the run about failed filings. They travel a moment after the flow."""
    for _ in range(100):
        wanted = EventFilter(
            event=EventNameFilter(name=["extract.filing.failed"])
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


def test_a_run_with_some_failures_is_complete_but_named_so_and_begins_with_them():
    state, made, _ = finished(GOOD, EMPTY, unchanged=3, new=["acme", "zeta_2024_q1"])
    assert (state.name, state.type.value, state.message) == (
        "CompletedWithFailures",
        "COMPLETED",
        "1 of 2 filings failed, 1 read, 3 unchanged; tables in tables",
    )
    text = made[report.SUMMARY].data
    assert text.startswith(
        "## 1 failed\n\n- `in/zeta_2024_q1.pdf`: the file is empty; download or export it again\n"
    )
    assert (
        "| failed | read | of these new | unchanged |\n| ---: | ---: | ---: | ---: |\n| 1 | 1 | 1"
        " | 3 |" in text
    )
    assert text.endswith("1 min, 2.0 filings a minute. Tables: `tables`")


def test_a_run_that_read_nothing_of_what_it_tried_has_failed():
    assert finished(EMPTY, clashes=(CLASH,), unchanged=5)[0].is_failed()


def test_a_name_that_is_taken_does_not_make_a_quiet_run_fail():
    assert finished(clashes=(CLASH,), unchanged=5)[0].name == "CompletedWithFailures"


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


def test_every_failed_filing_is_an_event_that_knows_its_run_and_its_flow():
    *_, run = finished(GOOD, EMPTY, clashes=(CLASH,))
    found = {e.resource.id: e for e in events(run, 2)}
    assert set(found) == {"extract.filing.zeta_2024_q1", "extract.filing.in/sub/acme.pdf"}
    event = found["extract.filing.zeta_2024_q1"]
    assert (event.payload, event.resource.name) == ({"message": EMPTY.message}, "zeta_2024_q1")
    assert {(r.role, r.name) for r in event.related if r.role == "flow"} == {("flow", "reporting")}


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
    with caplog.at_level("INFO", "test_report"):
        report.begin(log, Plan((Source("in/acme.pdf", "acme", "v"),), 1234, (CLASH,)))
        for o in (GOOD, DOUBTFUL, EMPTY):
            report.line(log, o)
    assert [(r.levelname, r.message) for r in caplog.records] == [
        ("INFO", "1 filing to read, 1,234 unchanged"),
        ("WARNING", CLASH.message),
        ("INFO", "acme: 8 values · 2 not printed · 0 to check, 1.3 s"),
        ("INFO", "beta: 1199 values · 1 not printed · 2 to check, 1 check failed, 2.0 s"),
        ("WARNING", EMPTY.message),
    ]


def test_spans_of_time_have_the_unit_that_people_use():
    assert [report._span(s) for s in (0.4, 59.4, 59.9, 681, 3599, 9000)] == [
        "0 s",
        "59 s",
        "1 min",
        "11 min",
        "1 h 0 min",
        "2 h 30 min",
    ]
