"""The simple case of a schedule: one process that waits for the hour and runs the flow. Anything
more: deploy/prefect.yaml.
"""

import os

from prefect.client.schemas.schedules import CronSchedule
from prefect.types.entrypoint import EntrypointType

from extract_filings.flows import automations
from extract_filings.flows.extract import extract_filings
from extract_filings.pipeline.errors import ExtractError


def serve(name: str, cron: str, parameters: dict) -> None:
    """Blocks until it is stopped. Raises ExtractError if the words are no schedule."""
    try:
        CronSchedule(cron=cron)
    except ValueError as error:
        raise ExtractError(
            f'cron {cron}: not the five fields of a schedule; e.g. --cron "0 2 * * *" is every'
            " night at two"
        ) from error
    automations.install()
    os.environ["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"] = "30"  # of the runs; what the tag says of them
    extract_filings.serve(
        name=name,
        cron=cron,
        parameters=parameters,
        entrypoint_type=EntrypointType.MODULE_PATH,
        limit=1,
        tags=["heartbeat-30s"],
    )
