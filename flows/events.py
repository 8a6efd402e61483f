"""Events that automations wait for, with what an alert needs: names, counts, reasons.

Prefect relates each to the run, its flow and its deployment. `deploy/automations.yaml` and
docs/deployment.md show what to make of them.
    extract.filing.failed     once a filing that failed in this run
    extract.run.failed        once a run in which a filing failed, or an earlier failure stands
    extract.run.completed     once a run without; a night without either is worth an alert, too
"""

from typing import Any

from prefect.events import emit_event

from extract_filings.flows.report import NAMED, Ran, split
from extract_filings.pipeline.batch.jobs import Outcome


def tell(ran: Ran) -> dict[str, Any]:
    """Emits them, and returns the payload of the run's own."""
    for outcome in ran.failed:
        emit_event("extract.filing.failed", _filing(outcome), payload=_failure(outcome))
    how = "failed" if ran.failed or ran.earlier else "completed"
    tables = {
        "prefect.resource.id": f"extract.tables.{ran.out}",
        "prefect.resource.name": ran.out,
    }
    about = _payload(ran)
    emit_event(f"extract.run.{how}", tables, payload=about)
    return about


def _payload(ran: Ran) -> dict[str, Any]:
    """Of a run. Lists are cut, counts are not; `text` is an alert that is ready to send."""
    failures = [_failure(o) for o in ran.failed]
    standing = [{"document": d, "reason": split(r)[1]} for d, r in ran.earlier.items()]
    return {
        "tables": ran.out,
        "seconds": round(ran.seconds, 1),
        "read": ran.read,
        "new": len(ran.new),
        "unchanged": ran.planned.unchanged,
        "failed": len(failures),
        "failed_earlier": len(standing),
        "passed_over": len(ran.planned.passed_over),
        "values": ran.total("values"),
        "problems": ran.total("problems"),
        "checks_failed": ran.total("checks_failed"),
        "failures": failures[:NAMED],
        "failures_earlier": standing[:NAMED],
        "files_passed_over": list(ran.planned.passed_over[:NAMED]),
        "text": "\n".join(
            f"{f['document']}: {f['reason']}" for f in [*failures, *standing][:NAMED]
        ),
    }


def _filing(outcome: Outcome) -> dict[str, str]:
    return {
        "prefect.resource.id": f"extract.filing.{outcome.document}",
        "prefect.resource.name": outcome.document,
    }


def _failure(outcome: Outcome) -> dict[str, str]:
    file, reason = split(outcome.message)
    return {"document": outcome.document, "file": file, "reason": reason}
