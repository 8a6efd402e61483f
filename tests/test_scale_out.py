"""The flow on a cluster of several worker processes, Dask's or Ray's: the tables are those of a run
without one.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from make_tables import bytes_of

pytestmark = pytest.mark.slow

TRACING = """
import os, sys
from pathlib import Path
from extract_filings.schemas.filing import ROOT
# in a process that holds a model; its parent is the worker that had the task
if "extract_filings.pipeline.extract" in sys.modules:
    (Path(__file__).parent / f"{os.getppid()}.worker").touch()
"""
"""The schema of filings, but a process with a model leaves beside it the id of the process that
started it.
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory, samples, server):
    """run(flow) -> (OUT, ids of the processes that did the work), with two workers at a time"""
    folder = tmp_path_factory.mktemp("scale")
    (folder / "in").mkdir()
    for path in samples.glob("*10-q.pdf"):
        shutil.copy2(path, folder / "in")
    schema = folder / "tracing.py"
    schema.write_text(TRACING)

    def call(flow: str) -> tuple[Path, set[str]]:
        out = folder / flow.strip("()") / "out"
        code = (
            "import sys; from extract_filings.flows.extract import extract_filings;"
            "from extract_filings.flows.clusters import on_dask, on_ray;"
            f"{flow}([sys.argv[1]], sys.argv[2], schema=sys.argv[3])"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, folder / "in", out, schema],
            env=server | {"EXTRACT_WORKERS": "2"},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        workers = {trace.stem for trace in folder.glob("*.worker")}
        for worker in workers:
            (folder / f"{worker}.worker").unlink()
        return out, workers

    return call


@pytest.fixture(scope="module")
def local(run):
    return run("extract_filings")


def all_but_seconds(out: Path) -> dict[str, object]:
    """The bytes of all tables; of documents/ the cells, for the seconds differ from run to run."""
    tables = bytes_of(out)
    return tables | {
        "documents/part-0.parquet": (
            pl.read_parquet(tables["documents/part-0.parquet"]).drop("seconds").rows()
        )
    }


def test_without_a_cluster_one_process_does_the_work(local):
    out, workers = local
    assert len(workers) == 1
    assert pl.read_parquet(out / "documents" / "*.parquet")["status"].to_list() == ["ok"] * 4


@pytest.mark.parametrize(
    ("flow", "library"), [("on_dask()", "prefect_dask"), ("on_ray()", "prefect_ray")]
)
def test_two_workers_of_a_cluster_write_the_tables_that_one_process_writes(
    run, local, flow, library
):
    pytest.importorskip(library)
    out, workers = run(flow)
    assert len(workers) >= 2
    assert all_but_seconds(out) == all_but_seconds(local[0])
