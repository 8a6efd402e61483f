"""The flow of extract_filings on Ray: every group of filings is a task for one of the cluster's
worker processes.

    EXTRACT_RAY=10.0.0.5:6379 python -c 'from extract_filings.flows.on_ray import extract_filings;
    extract_filings(["/data/filings/"], "/data/tables")'

Without EXTRACT_RAY it starts Ray on this machine, for EXTRACT_WORKERS tasks at a time. The machines
of a cluster must share: this package and its libraries in the same versions, the weights at the
same path, the sources, PREFECT_API_URL, and a file system with OUT and `.OUT.work` beside it whose
locks (flock) hold between machines; give paths from the root.
"""

import os

from prefect_ray import RayTaskRunner

from extract_filings.flows import extract as local

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # it tells its makers of every run otherwise
ADDRESS = os.environ.get("EXTRACT_RAY")
HERE = {"num_cpus": local.WORKERS, "include_dashboard": False}

extract_filings = local.extract_filings.with_options(
    task_runner=RayTaskRunner(address=ADDRESS) if ADDRESS else RayTaskRunner(init_kwargs=HERE)
)
