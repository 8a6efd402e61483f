"""What a run shows of itself in Prefect: artifacts, log lines, events, its final state."""

import time
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.client.schemas.objects import State
from prefect.events import emit_event
from prefect.states import Completed, Failed

from extract_filings.pipeline.batch.jobs import Outcome, Plan

SHOWN = 200  # rows of the table of filings; a page of thousands cannot be read
NAMED = 20  # failed filings in the summary; the table has more of them
PROGRESS, SUMMARY, FILINGS = "extract-progress", "extract-summary", "extract-filings"
"""Keys of the artifacts; the page of all keys is shared with every other flow of the server."""


class Progress:
    """A bar in the run's artifacts, moved in place."""

    def __init__(self, total: int) -> None:
        self.total, self.start = total, time.perf_counter()
        self.id: Any = None  # Prefect's functions are declared as coroutines too
        if total:
            none_yet = f"0 of {_count(total, 'filing')} done"
            self.id = create_progress_artifact(0.0, key=PROGRESS, description=none_yet)

    def __call__(self, done: int) -> None:
        passed = time.perf_counter() - self.start
        left = (
            f", about {_span(passed / done * (self.total - done))} left"
            if 0 < done < self.total
            else f" in {_span(passed)}"
        )
        update_progress_artifact(
            self.id,
            100 * done / self.total,
            description=f"{done:,} of {_count(self.total, 'filing')} done{left}",
        )


def begin(log, planned: Plan) -> None:
    log.info(
        "%s to read, %s unchanged", _count(len(planned.todo), "filing"), f"{planned.unchanged:,}"
    )
    for clash in planned.clashes:
        line(log, clash)


def line(log, outcome: Outcome) -> None:
    if outcome.ok:
        checks = (
            f", {_count(outcome.checks_failed, 'check')} failed" if outcome.checks_failed else ""
        )
        log.info(
            "%s: %d values, %s%s, %.1f s",
            outcome.document,
            outcome.values,
            _count(outcome.problems, "problem"),
            checks,
            outcome.seconds,
        )
    else:
        log.warning("%s", outcome.message)


def finish(
    planned: Plan, outcomes: Sequence[Outcome], new: Sequence[str], seconds: float, out: str
) -> State:
    """Artifacts and events of a run that has written its tables, and the state it ends in.
    `outcomes` has those of the plan's clashes too.
    """
    failed = [o for o in outcomes if not o.ok]
    words = _words(outcomes, failed, planned.unchanged, out)
    create_markdown_artifact(
        _summary(outcomes, failed, new, planned.unchanged, seconds, out),
        key=SUMMARY,
        description=words,
    )
    if outcomes:
        create_table_artifact(_table(outcomes), key=FILINGS, description=_caption(outcomes))
    for o in failed:
        _tell(o)
    if failed and len(failed) == len(outcomes) > len(
        planned.clashes
    ):  # a file that no one renames must not turn every quiet night red
        return Failed(message=words)
    return Completed(message=words, name="CompletedWithFailures" if failed else None)


def _words(outcomes: Sequence[Outcome], failed: Sequence[Outcome], unchanged: int, out: str) -> str:
    """The news first: a card of the list of artifacts shows about 40 characters."""
    if not outcomes:
        return f"Nothing new: {_count(unchanged, 'filing')} unchanged; tables in {out}"
    read = f"{len(outcomes) - len(failed):,} read, {unchanged:,} unchanged; tables in {out}"
    return (
        f"{len(failed):,} of {_count(len(outcomes), 'filing')} failed, {read}"
        if failed
        else f"0 failed, {read}"
    )


def _tell(outcome: Outcome) -> None:
    """An event that automations can wait for: Prefect relates it to the run, so that `for_each:
    ["prefect.resource.id"]` acts once a filing, and `match_related: {"prefect.resource.role":
    "flow", "prefect.resource.name": "extract-filings"}` picks this flow.
    """
    resource = {
        "prefect.resource.id": f"extract.filing.{outcome.document}",
        "prefect.resource.name": outcome.document,
    }
    emit_event("extract.filing.failed", resource=resource, payload={"message": outcome.message})


def _summary(
    outcomes: Sequence[Outcome],
    failed: Sequence[Outcome],
    new: Sequence[str],
    unchanged: int,
    seconds: float,
    out: str,
) -> str:

    def total(name: str) -> int:
        return sum(getattr(o, name) for o in outcomes)

    good = {o.document for o in outcomes if o.ok}
    filings = _grid(
        {
            "failed": len(failed),
            "read": len(good),
            "of these new": len(good.intersection(new)),
            "unchanged": unchanged,
        }
    )
    answers = _grid(
        {
            "questions asked": total("asked"),
            "values": total("values"),
            "problems": total("problems"),
            "checks failed": total("checks_failed"),
        }
    )
    rate = f", {60 * len(outcomes) / seconds:,.1f} filings a minute" if outcomes else ""
    parts = (
        [_reasons(failed)] * bool(failed)
        + ["## Filings", filings]
        + ["## Answers", answers] * bool(good)
        + [f"{_span(seconds)}{rate}. Tables: `{out}`"]
    )
    return "\n\n".join(parts)


def _reasons(failed: Sequence[Outcome]) -> str:
    lines = [f"- {_marked(o.message)}" for o in failed[:NAMED]]
    more = (
        [f"- and {len(failed) - NAMED:,} more: see `{FILINGS}`, or status in `documents/`"]
        if len(failed) > NAMED
        else []
    )
    return "\n".join([f"## {len(failed):,} failed\n", *lines, *more])


def _marked(message: str) -> str:
    """The file as code, so that no `_` or `*` of its name is taken for markup."""
    file, reason = _split(message)
    return f"`{file}`: {reason}" if file else reason


def _split(message: str) -> tuple[str, str]:
    """File and reason; a message that does not begin with a file is all reason."""
    file, colon, reason = message.partition(": ")
    return (file, reason) if colon and "`" not in file else ("", message)


def _grid(cells: dict[str, int]) -> str:
    rows = (cells, ["---:"] * len(cells), [f"{n:,}" for n in cells.values()])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _table(outcomes: Sequence[Outcome]) -> list[dict]:
    """Failed filings first, then those with failed checks, then those with most problems."""
    ranked = sorted(outcomes, key=lambda o: (o.ok, -o.checks_failed, -o.problems, o.document))
    return [_row(o) for o in ranked[:SHOWN]]


def _row(o: Outcome) -> dict:
    """What is wide comes last, as the page cuts it. A failed filing has no counts: zeros would look
    like findings.
    """
    file, reason = _split(o.message)
    counts = {
        "checks failed": o.checks_failed,
        "problems": o.problems,
        "values": o.values,
        "seconds": round(o.seconds, 1),
    }
    return (
        {"filing": PurePosixPath(o.document).name, "status": "ok" if o.ok else "failed"}
        | (counts if o.ok else dict.fromkeys(counts, ""))
        | {"message": reason, "file": file}
    )


def _caption(outcomes: Sequence[Outcome]) -> str:
    of = f"{SHOWN} of " if len(outcomes) > SHOWN else ""
    return f"{of}{_count(len(outcomes), 'filing')}, those to look at first"


def _count(n: int, thing: str) -> str:
    return f"{n:,} {thing}{'' if n == 1 else 's'}"


def _span(seconds: float) -> str:
    """59.4 -> 59 s, 681 -> 11 min, 9000 -> 2 h 30 min"""
    if seconds < 59.5:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
