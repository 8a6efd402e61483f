"""The automations of deploy/automations.yaml in the Prefect server: made, or brought up to date by
name.

    python -m extract_filings.flows.automations [FILE.yaml]

Waits for a server that was just started.
"""

import sys
import time
from importlib.resources import files
from pathlib import Path

import yaml
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.events.schemas.automations import AutomationCore
from prefect.exceptions import PrefectHTTPStatusError
from prefect.settings import PREFECT_API_URL

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


def wait(seconds: float = 60) -> None:
    """Until the server answers. Ends the program with a line if it does not, or refuses."""
    address = PREFECT_API_URL.value()
    if not address:
        sys.exit(
            "PREFECT_API_URL is not set; set it to the server's, e.g. http://127.0.0.1:4200/api"
        )
    until = time.monotonic() + seconds
    with get_client(sync_client=True) as client:
        while fault := client.api_healthcheck():
            if time.monotonic() > until:
                sys.exit(f"{address}: no Prefect server answers ({fault}); is it started?")
            time.sleep(1)
        try:
            client.read_automations()
        except PrefectHTTPStatusError as error:
            sys.exit(
                f"{address}: refused ({error.response.status_code}); set PREFECT_API_AUTH_STRING to"
                " NAME:WORD as the server has it"
            )


def _put(client: SyncPrefectClient, wanted: AutomationCore) -> None:
    same = [a for a in client.read_automations() if a.name == wanted.name]
    if not same:
        client.create_automation(wanted)
    for found in same:
        client.update_automation(found.id, wanted.model_copy(update={"enabled": found.enabled}))


if __name__ == "__main__":
    wait()
    given = Path(sys.argv[1]).read_text(encoding="utf-8") if len(sys.argv) > 1 else None
    print("\n".join(f"automation: {name}" for name in install(given)))
