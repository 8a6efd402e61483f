"""The flow of extract_filings on Dask: every group of filings is a task for one of the cluster's
worker processes.

    EXTRACT_DASK=tcp://10.0.0.5:8786 python -c 'from extract_filings.flows.on_dask import extract_filings;
    extract_filings(["/data/filings/"], "/data/tables")'

Without EXTRACT_DASK it starts EXTRACT_WORKERS processes on this machine. The machines of a cluster
must share: this package and its libraries in the same versions, the weights at the same path, the
sources, PREFECT_API_URL, and a file system with OUT and `.OUT.work` beside it whose locks (flock)
hold between machines; give paths from the root. Start workers with
DASK_DISTRIBUTED__WORKER__DAEMON=False or --no-nanny.
"""

import os

import dask
from prefect_dask import DaskTaskRunner

from extract_filings.flows import extract as local

dask.config.set(
    {"distributed.worker.daemon": False}
)  # a daemon may have no children, and the model lives in one
ADDRESS = os.environ.get("EXTRACT_DASK")
HERE = {"n_workers": local.WORKERS, "threads_per_worker": 1}

extract_filings = local.extract_filings.with_options(
    task_runner=DaskTaskRunner(address=ADDRESS) if ADDRESS else DaskTaskRunner(cluster_kwargs=HERE)
)
