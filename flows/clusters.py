"""The flow on a cluster: every group of filings is a task for one of its worker processes.

    EXTRACT_DASK=tcp://10.0.0.5:8786 python -c 'from extract_filings.flows.clusters import on_dask;
    on_dask()(["/data/filings/"], "/data/tables")'

`EXTRACT_RAY=10.0.0.5:6379` and `on_ray` likewise. Without the variable a cluster is started on this
machine, for EXTRACT_WORKERS filings at a time. The machines of a cluster must share: this package
and its libraries in the same versions, the weights at the same path, the sources, PREFECT_API_URL,
and a file system with OUT and `.OUT.work` beside it whose locks (flock) hold between machines; give
absolute paths. Start Dask's workers with DASK_DISTRIBUTED__WORKER__DAEMON=False or --no-nanny.
"""

import os
from typing import Any

from prefect import Flow

from extract_filings.flows.extract import WORKERS, extract_filings
from extract_filings.pipeline.errors import ExtractError


def on_dask() -> Flow:
    """The flow with Dask's task runner. Raises ExtractError without the extra."""
    try:
        import dask.config
        from prefect_dask.task_runners import DaskTaskRunner
    except ModuleNotFoundError as error:
        raise _lacks(error, "dask") from error
    # a daemonic process may have no children, and the model lives in one
    dask.config.set({"distributed.worker.daemon": False})
    address = os.environ.get("EXTRACT_DASK")
    here = {"n_workers": WORKERS, "threads_per_worker": 1}
    runner: Any = (
        DaskTaskRunner(address=address) if address else DaskTaskRunner(cluster_kwargs=here)
    )
    return extract_filings.with_options(task_runner=runner)


def on_ray() -> Flow:
    """The flow with Ray's task runner. Raises ExtractError without the extra."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # or Ray reports every run to its makers
    try:
        from prefect_ray.task_runners import RayTaskRunner
    except ModuleNotFoundError as error:
        raise _lacks(error, "ray") from error
    address = os.environ.get("EXTRACT_RAY")
    here = {"num_cpus": WORKERS, "include_dashboard": False}
    runner: Any = RayTaskRunner(address) if address else RayTaskRunner(init_kwargs=here)
    return extract_filings.with_options(task_runner=runner)


def _lacks(error: ModuleNotFoundError, extra: str) -> ExtractError:
    return ExtractError(f"needs {error.name}; type `pip install 'extract-filings[{extra}]'`")
