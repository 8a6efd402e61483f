"""The automations of deploy/automations.yaml in the Prefect server: made, or brought up to date by
name.

    python -m extract_filings.flows.automations [FILE.yaml]
"""

import sys
from importlib.resources import files
from pathlib import Path

import yaml
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.events.schemas.automations import AutomationCore

SHIPPED = files("extract_filings.deploy") / "automations.yaml"


def install(text: str | None = None) -> list[str]:
    """Names of the automations that the server at PREFECT_API_URL has now. Does not touch others,
    nor whether someone has switched one of these off.
    """
    asked = yaml.safe_load(text or SHIPPED.read_text(encoding="utf-8"))["automations"]
    with get_client(sync_client=True) as client:
        for wanted in asked:
            _put(client, AutomationCore.model_validate(wanted))
    return [wanted["name"] for wanted in asked]


def _put(client: SyncPrefectClient, wanted: AutomationCore) -> None:
    same = [a for a in client.read_automations() if a.name == wanted.name]
    if not same:
        client.create_automation(wanted)
    for found in same:
        client.update_automation(found.id, wanted.model_copy(update={"enabled": found.enabled}))


if __name__ == "__main__":
    given = Path(sys.argv[1]).read_text(encoding="utf-8") if len(sys.argv) > 1 else None
    print("\n".join(f"automation: {name}" for name in install(given)))
