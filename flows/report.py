"""What a run shows of itself in Prefect: log lines, progress, artifacts, and the state it ends in.

A run is green only if all that it was given stands in the tables: a failure, of this run or of an
earlier one, keeps it red until the file is mended or someone types `extract dismiss`.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from logging import LogRecord
from pathlib import PurePosixPath
from typing import Any

from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.client.schemas.objects import State
from prefect.exceptions import FailedRun
from prefect.states import Completed, Failed

from extract_filings.pipeline.batch.jobs import Outcome, Plan
from extract_filings.pipeline.batch.progress import Pace, Ticker, span
from extract_filings.pipeline.profile import OnStep

SHOWN = 200  # rows of the table of filings; a page of thousands cannot be read
NAMED = 20  # of each kind in the summary
FEW = 3  # failed filings in the run's own message, a line in lists and alerts
PROGRESS, SUMMARY, FILINGS = "extract-progress", "extract-summary", "extract-filings"
"""Keys of the artifacts; the page of all keys is shared with every other flow of the server."""


@dataclass(frozen=True)
class Ran:
    """A run that has written its tables. `new` names documents that the tables did not have,
    `standing` {document: reason} of all failures.
    """

    planned: Plan
    outcomes: Sequence[Outcome]
    new: Sequence[str]
    standing: dict[str, str]
    seconds: float
    out: str  # folder or URL

    @cached_property
    def failed(self) -> list[Outcome]:
        return [o for o in self.outcomes if not o.ok]

    @cached_property
    def earlier(self) -> dict[str, str]:
        """Failures of earlier runs that still stand."""
        now = {o.document for o in self.failed}
        return {d: reason for d, reason in self.standing.items() if d not in now}

    @property
    def read(self) -> int:
        return len(self.outcomes) - len(self.failed)

    def total(self, name: str) -> int:
        return sum(getattr(o, name) for o in self.outcomes)


class Progress:
    """A bar in the run's artifacts, moved in place."""

    def __init__(self, total: int) -> None:
        self.total, self.start = total, time.perf_counter()
        self.id: Any = None  # Prefect's functions are declared as coroutines too
        if total:
            none_yet = f"0 of {count(total, 'filing')} done"
            self.id = create_progress_artifact(0.0, key=PROGRESS, description=none_yet)

    def __call__(self, done: int) -> None:
        passed = time.perf_counter() - self.start
        left = (
            f", about {span(passed / done * (self.total - done))} left"
            if 0 < done < self.total
            else f" in {span(passed)}"
        )
        update_progress_artifact(
            self.id,
            100 * done / self.total,
            description=f"{done:,} of {count(self.total, 'filing')} done{left}",
        )


def is_news(record: LogRecord) -> bool:
    """For a logger: not the traceback through its own code with which Prefect repeats that a run
    ended red.
    """
    return not (record.exc_info and isinstance(record.exc_info[1], FailedRun))


def begin(log, planned: Plan) -> None:
    log.info(
        "%s to read, %s unchanged", count(len(planned.todo), "filing"), f"{planned.unchanged:,}"
    )
    for url in planned.passed_over[:NAMED]:
        log.warning("%s: passed over, no filing", url)
    if (more := len(planned.passed_over) - NAMED) > 0:
        log.warning("%s more passed over, no filing", count(more, "file"))


def following(log, document: str) -> OnStep:
    """A line now and then while a document is read."""
    pace, tick = Pace(document), Ticker(log.info)

    def on_step(step: str, done: int = 0, of: int = 0) -> None:
        pace(step, done, of)
        tick(pace)

    return on_step


def line(log, outcome: Outcome) -> None:
    if outcome.ok:
        checks = (
            f", {count(outcome.checks_failed, 'check')} failed" if outcome.checks_failed else ""
        )
        log.info(
            "%s: %s%s, %.1f s",
            outcome.document,
            outcome.counts,
            checks,
            outcome.seconds,
        )
        if outcome.message:
            log.warning(
                "%s: %s, then its time was over; the next run goes on",
                outcome.document,
                outcome.message,
            )
    else:
        log.warning("%s", outcome.message)


def of_group(outcomes: list[Outcome]) -> State:
    """The state of a task: failed if one of its filings did. The outcomes of all come with it."""
    failed = [o for o in outcomes if not o.ok]
    if not failed:
        return Completed(data=outcomes)
    more = f", and {len(failed) - 1} more" if len(failed) > 1 else ""
    of = f"{len(failed)} of {count(len(outcomes), 'filing')} failed: " if len(outcomes) > 1 else ""
    return Failed(message=f"{of}{failed[0].message}{more}", data=outcomes)


def finish(ran: Ran, told: dict[str, Any]) -> State:
    """Artifacts of a run that has written its tables, and the state it ends in. `told`: what a run
    without failures returns to a caller in Python.
    """
    words = _words(ran)
    create_markdown_artifact(_summary(ran), key=SUMMARY, description=words)
    if ran.outcomes:
        caption = _caption(ran.outcomes)
        create_table_artifact(_table(ran.outcomes), key=FILINGS, description=caption)
    if ran.failed or ran.earlier:
        return Failed(message=words + _names(ran))
    return Completed(message=words, data=told)


def _words(ran: Ran) -> str:
    """The news first: a card of the list of artifacts shows about 40 characters."""
    stand = f"{count(len(ran.earlier), 'earlier failure')} stand{'s' * (len(ran.earlier) == 1)}"
    held, rest = f", {stand}" * bool(ran.earlier), f"unchanged; tables in {ran.out}"
    if not ran.outcomes:
        return f"Nothing new{held}: {count(ran.planned.unchanged, 'filing')} {rest}"
    of = f"of {count(len(ran.outcomes), 'filing')} " if ran.failed else ""
    return (
        f"{len(ran.failed):,} {of}failed{held}, {ran.read:,} read, {ran.planned.unchanged:,} {rest}"
    )


def _names(ran: Ran) -> str:
    names = [*sorted(o.document for o in ran.failed), *ran.earlier]
    more = f" and {len(names) - FEW:,} more" if len(names) > FEW else ""
    return f"; failed: {', '.join(names[:FEW])}{more}"


def _summary(ran: Ran) -> str:
    good = {o.document for o in ran.outcomes if o.ok}
    filings = _grid(
        {
            "failed": len(ran.failed),
            "failed earlier": len(ran.earlier),
            "read": len(good),
            "of these new": len(good.intersection(ran.new)),
            "unchanged": ran.planned.unchanged,
            "passed over": len(ran.planned.passed_over),
        }
    )
    answers = _grid(
        {
            "questions asked": ran.total("asked"),
            "values": ran.total("values"),
            "not printed": ran.total("problems"),
            "to check": ran.total("to_check"),
            "checks failed": ran.total("checks_failed"),
        }
    )
    rate = f", {60 * len(ran.outcomes) / ran.seconds:,.1f} filings a minute" if ran.outcomes else ""
    dismiss = (
        f"Mend the file, or type `extract dismiss {ran.out} DOCUMENT` once you have seen to it."
    )
    parts = (
        _list("failed", [_marked(o.message) for o in ran.failed])
        + _list("failed earlier", [f"`{d}`: {_marked(r)}" for d, r in ran.earlier.items()])
        + [dismiss] * bool(ran.failed or ran.earlier)
        + ["## Filings", filings]
        + ["## Answers", answers] * bool(good)
        + _list("passed over: no filing", [f"`{url}`" for url in ran.planned.passed_over])
        + [f"{span(ran.seconds)}{rate}. Tables: `{ran.out}`"]
    )
    return "\n\n".join(parts)


def _list(what: str, items: Sequence[str]) -> list[str]:
    """A chapter, or none."""
    more = [f"and {len(items) - NAMED:,} more: see `{FILINGS}`"] if len(items) > NAMED else []
    lines = [f"- {item}" for item in [*items[:NAMED], *more]]
    return ["\n".join([f"## {len(items):,} {what}\n", *lines])] if items else []


def _marked(message: str) -> str:
    """The file as code, so that no `_` or `*` of its name is taken for markup."""
    file, reason = split(message)
    return f"`{file}`: {reason}" if file else reason


def split(message: str) -> tuple[str, str]:
    """File and reason; a message that does not begin with a file is all reason."""
    file, colon, reason = message.partition(": ")
    return (file, reason) if colon and "`" not in file else ("", message)


def _grid(cells: dict[str, int]) -> str:
    rows = (cells, ["---:"] * len(cells), [f"{n:,}" for n in cells.values()])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _table(outcomes: Sequence[Outcome]) -> list[dict]:
    """Failed filings first, then those with failed checks, then those with most to check."""
    ranked = sorted(outcomes, key=lambda o: (o.ok, -o.checks_failed, -o.to_check, o.document))
    return [_row(o) for o in ranked[:SHOWN]]


def _row(o: Outcome) -> dict:
    """What is wide comes last, as the page cuts it. A failed filing has no counts: zeros would look
    like findings.
    """
    file, reason = split(o.message)
    counts = {
        "checks failed": o.checks_failed,
        "to check": o.to_check,
        "values": o.values,
        "not printed": o.problems,
        "seconds": round(o.seconds, 1),
    }
    return (
        {"filing": PurePosixPath(o.document).name, "status": "ok" if o.ok else "failed"}
        | (counts if o.ok else dict.fromkeys(counts, ""))
        | {"message": reason, "file": file}
    )


def _caption(outcomes: Sequence[Outcome]) -> str:
    of = f"{SHOWN} of " if len(outcomes) > SHOWN else ""
    return f"{of}{count(len(outcomes), 'filing')}, those to look at first"


def count(n: int, thing: str) -> str:
    return f"{n:,} {thing}{'' if n == 1 else 's'}"
