"""What a run shows of itself in Prefect: artifacts, log lines, events, its final state."""

from collections.abc import Sequence

from prefect.artifacts import create_markdown_artifact, create_progress_artifact, create_table_artifact, update_progress_artifact
from prefect.events import emit_event
from prefect.states import Completed, Failed, State

from pipeline.batch import Outcome

SHOWN = 200  # rows of the table of filings; a page of thousands cannot be read


class Progress:
    """A bar in the run's artifacts, moved in place."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.id = create_progress_artifact(0.0, key="filings-read", description=self._words(0)) if total else None

    def __call__(self, done: int) -> None:
        update_progress_artifact(self.id, 100 * done / self.total, description=self._words(done))

    def _words(self, done: int) -> str:
        return f"{done:,} of {self.total:,} filings read"


def line(log, outcome: Outcome) -> None:
    if outcome.ok:
        log.info("%s: %d values, %d problems, %d checks failed, %.2f s", outcome.document, outcome.values, outcome.problems, outcome.checks_failed, outcome.seconds)
    else:
        log.warning("%s", outcome.message)


def finish(outcomes: Sequence[Outcome], new: Sequence[str], unchanged: int, seconds: float, out: str) -> State:
    """Artifacts and events of a run that has written its tables, and the state it ends in."""
    failed = [o for o in outcomes if not o.ok]
    words = f"{_count(len(outcomes) - len(failed), 'filing')} read, {len(failed)} failed, {unchanged} unchanged; {len(new)} new in the tables of {out}"
    create_markdown_artifact(_summary(outcomes, failed, unchanged, seconds, out), key="run", description=words)
    create_table_artifact(_table(outcomes), key="filings", description=f"{min(len(outcomes), SHOWN)} of {_count(len(outcomes), 'filing')}, those to look at first")
    for o in failed:
        _tell(o)
    if failed and len(failed) == len(outcomes):
        return Failed(message=words)
    return Completed(message=words, name="CompletedWithFailures" if failed else None)


def _tell(outcome: Outcome) -> None:
    """An event that automations can wait for."""
    emit_event("extract.filing.failed", resource={"prefect.resource.id": f"extract.filing.{outcome.document}", "prefect.resource.name": outcome.document}, payload={"message": outcome.message})


def _summary(outcomes: Sequence[Outcome], failed: Sequence[Outcome], unchanged: int, seconds: float, out: str) -> str:
    total = lambda name: sum(getattr(o, name) for o in outcomes)
    rows = [
        ("read", f"{len(outcomes) - len(failed):,}"), ("failed", f"{len(failed):,}"), ("unchanged", f"{unchanged:,}"),
        ("asked", f"{total('asked'):,}"), ("values", f"{total('values'):,}"), ("problems", f"{total('problems'):,}"), ("checks failed", f"{total('checks_failed'):,}"),
        ("seconds", f"{seconds:,.1f}"), ("filings a minute", f"{60 * len(outcomes) / seconds:,.1f}"), ("tables", f"`{out}`"),
    ]  # fmt: skip
    text = "# Filings\n\n| | |\n|---|---:|\n" + "\n".join(f"| {name} | {value} |" for name, value in rows)
    reasons = "\n".join(f"- **{o.document}**: {o.message}" for o in failed[:SHOWN])
    return text + (f"\n\n## Failed\n\n{reasons}" if failed else "")


def _table(outcomes: Sequence[Outcome]) -> list[dict]:
    """Failed filings first, then those with failed checks, then those with most problems."""
    ranked = sorted(outcomes, key=lambda o: (o.ok, -o.checks_failed, -o.problems, o.document))
    return [
        {"filing": o.document, "status": "ok" if o.ok else f"failed: {o.message}", "values": o.values, "problems": o.problems, "checks failed": o.checks_failed, "seconds": o.seconds}
        for o in ranked[:SHOWN]
    ]  # fmt: skip


def _count(n: int, thing: str) -> str:
    return f"{n:,} {thing}{'' if n == 1 else 's'}"
