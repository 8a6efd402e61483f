"""A folder of filings into tables, run after run, as a Prefect flow. Arranges the steps of
pipeline/batch/jobs.py.

A run takes up what is new or changed since the last one, reads it in groups, and puts it into the
tables at its end, all or nothing. A run that is killed has lost only the filings it was reading:
the next one finds the rest done.
"""

import os
import time
import warnings
from logging import getLogger
from pathlib import Path
from typing import Annotated, Any

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.futures import PrefectFuture, as_completed
from prefect.runtime import task_run
from prefect.task_runners import ThreadPoolTaskRunner
from pydantic import Field

from extract_filings.flows import events, report
from extract_filings.flows.report import Ran
from extract_filings.pipeline.batch import jobs, worker
from extract_filings.pipeline.batch.jobs import Job, Outcome, Plan
from extract_filings.pipeline.batch.worker import Limits
from extract_filings.pipeline.series import over_time
from extract_filings.pipeline.series import table as series_table
from extract_filings.pipeline.series.vintages import vintages_in
from extract_filings.pipeline.settings import Ocr, Settings
from extract_filings.pipeline.sources import Source
from extract_filings.pipeline.tables import publish as tables
from extract_filings.pipeline.tables.failures import standing

warnings.filterwarnings(
    "ignore", message='Field name "schema"'
)  # the class that Prefect checks parameters with has a method of that name

getLogger("prefect.flow_runs").addFilter(report.is_news)

WORKERS = int(os.environ.get("EXTRACT_WORKERS", os.cpu_count() or 1))
"""Filings read at the same time on this machine, each in a process of its own that holds the model.
"""
WAITS = [10.0, 60.0, 300.0]
"""Seconds before a group with mishaps (a store far away that does not answer) is tried again."""
RUNNER: Any = ThreadPoolTaskRunner(max_workers=WORKERS)  # Prefect declares it of other futures
Positive = Annotated[int, Field(gt=0)]
Seconds = Annotated[float, Field(gt=0)]
Share = Annotated[float, Field(ge=0, le=1)]


class RetryableError(Exception):
    """Some filings of a group could not be fetched; another try may help."""


def may_help(task, run, state) -> bool:
    """The state of a failed task names its exception in its message."""
    return RetryableError.__name__ in (state.message or "")


@task(name="plan", task_run_name="plan", cache_policy=NO_CACHE)
def plan(source: list[str], job: Job, limit: int | None) -> Plan:
    return jobs.plan(source, job, limit)


@task(
    name="read",
    task_run_name="{label}",
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=len(WAITS),
    retry_delay_seconds=WAITS,
    retry_jitter_factor=0.3,
    retry_condition_fn=may_help,
)
def read(label: str, sources: list[Source], job: Job) -> State:
    """Red if one of its filings failed; what became of each comes with the state."""
    outcomes = []
    for source in sources:
        on_step = report.following(get_run_logger(), source.document)
        outcomes.append(jobs.attempt(source, job, on_step))
        report.line(get_run_logger(), outcomes[-1])
    if (mishaps := [o.message for o in outcomes if not o.key]) and task_run.run_count <= len(WAITS):
        raise RetryableError(f"{len(mishaps)} of {len(sources)}, first {mishaps[0]}")
    return report.of_group(outcomes)


@task(name="publish", task_run_name="publish", cache_policy=NO_CACHE, persist_result=False)
def publish(outcomes: list[Outcome], job: Job) -> list[str]:
    return jobs.publish(outcomes, job)


@task(name="push", task_run_name="push", cache_policy=NO_CACHE, retries=2, retry_delay_seconds=30)
def push(out: Path, url: str) -> int:
    return tables.push(out, url)


@task(
    name="series", task_run_name="series", cache_policy=NO_CACHE, retries=2, retry_delay_seconds=30
)
def write_series(out: Path, place: str) -> int:
    """Figures over all filings that the tables hold."""
    figures = over_time.series(vintages_in(out))
    series_table.write(series_table.frame(figures), place)
    return len(figures)


@flow(
    name="extract-filings",
    task_runner=RUNNER,
    persist_result=False,
)
def extract_filings(
    source: list[str],
    out: str,
    schema: str = "filing",
    model: str = "embedded",
    pages: str | None = None,
    exhaustive: bool = False,
    notes: bool = False,
    ocr: Ocr = "auto",
    limit: Positive | None = None,
    group: Positive = 20,
    seconds: Positive = 300,
    memory: Positive = 4096,
    examples: str | None = None,
    shots: Positive = 1,
    calibration: str | None = None,
    min_confidence: Share | None = None,
    target_precision: Share | None = None,
    time_limit: Seconds | None = None,
    series: str | None = None,
) -> State:
    """Long filings (PDF) in, exact tables out.

    Args:
        source: folders, globs or prefixes with PDF files: `filings/`, `s3://bucket/filings/`
        out: folder or prefix (`s3://bucket/tables`) for the tables; what it holds of other
            documents stays
        schema: a name of `extract schemas`, FILE.py:CLASS, or FILE.json
        model: embedded, a preset of `extract models`, a folder, a hub id, or openai:URL#MODEL
        pages: those of each file that are read, such as 1-20,30; all by default
        exhaustive: query every page, not only those that rank high
        notes: read every table of numbers too, into table/ and table_cell/ (docs/notes.md)
        ocr: "auto" reads pages without text from their pictures, if the extra `ocr` is installed;
            "off" leaves them out (docs/scans.md)
        limit: filings to take up in this run, at most
        group: filings that one task reads, at most
        seconds: time that one filing may take
        memory: MiB that one filing may take, beyond the model
        examples: folder of labeled documents that a general model is shown (docs/examples.md)
        shots: labeled pages ahead of each page
        calibration: file of `extract calibrate`, for a model that has none in its folder
        min_confidence: values of less confidence are marked for review; 0.9 if the model is
            calibrated
        target_precision: mark as many values for review as it takes for this share of the others
            to be right, e.g. 0.995
        time_limit: seconds after which a general model is asked no more about a filing; what it has
            found is written, and the next run goes on
        series: Parquet file or URL for the items over time of all filings in the tables
            (docs/statements.md), written anew by each run
    """
    start, log = time.perf_counter(), get_run_logger()
    settings = Settings(
        schema=schema,
        model=model,
        pages=pages,
        exhaustive=exhaustive,
        notes=notes,
        ocr=ocr,
        password=os.environ.get("EXTRACT_PASSWORD"),
        examples=_absolute(examples),
        shots=shots,
        calibration=_absolute(calibration),
        time_limit=time_limit,
        min_confidence=min_confidence,
        target_precision=target_precision,
    )
    folder = tables.stage(out) if tables.remote(out) else Path(out).absolute()
    job = Job(folder, settings, Limits(seconds, memory))
    planned = plan(source, job, limit)
    report.begin(log, planned)
    try:
        outcomes = read_all(planned.todo, job, group)
    finally:
        worker.close()
    new = publish(outcomes, job)
    if tables.remote(out):
        push(folder, out)
    if series:
        write_series(folder, series if tables.remote(series) else str(_absolute(series)))
    place = out if tables.remote(out) else str(folder)
    ran = Ran(planned, outcomes, new, standing(folder), time.perf_counter() - start, place)
    return report.finish(ran, events.tell(ran))


def _absolute(path: str | None) -> Path | None:
    return Path(path).absolute() if path else None


def read_all(todo: tuple[Source, ...], job: Job, group: int) -> list[Outcome]:
    """The groups as they are done, with the share that is done in an artifact. Raises the first
    fault that no filing is to blame for.
    """
    futures = [read.submit(label, sources, job) for label, sources in jobs.groups(todo, group)]
    outcomes, progress = [], report.Progress(len(todo))
    for future in as_completed(futures):
        outcomes += _outcomes(future)
        progress(len(outcomes))
    return outcomes


def _outcomes(future: PrefectFuture[Any]) -> list[Outcome]:
    """Of a group, whether some of its filings failed or not."""
    found = future.result(raise_on_failure=False)
    return found if isinstance(found, list) else future.result()  # raises what came in the way
