"""The flow on a cluster of several processes, one of which is killed in the middle of its work: the
tables must be those of a run without a cluster.

    prefect server start; PREFECT_API_URL=http://127.0.0.1:4200/api \\
        python -m extract_filings.benchmarks.robustness.scale_out dask FILINGS WORK
    … ray FILINGS WORK

FILINGS is a folder of PDF files; WORK takes the tables, and keeps those of the run without a
cluster for the next call. Exit code 1 if a table differs or no work was lost.
"""

import argparse
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import psutil

from extract_filings.pipeline.tables.swap import beside

WORKERS = 3
RUN = """
import sys
from extract_filings.flows.extract import extract_filings
from extract_filings.flows.clusters import on_dask, on_ray
flow = {"dask": on_dask, "ray": on_ray}.get(sys.argv[1], lambda: extract_filings)()
state = flow([sys.argv[2]], sys.argv[3], seconds=3600, return_state=True)  # the machine may be busy
print(state.message, flush=True)
"""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    ask.add_argument("kind", choices=CLUSTERS)
    ask.add_argument("filings", type=Path)
    ask.add_argument("work", type=Path)
    ask.add_argument("--kill-after", type=float, default=0.3, help="share of filings done")
    given = ask.parse_args()
    alone, out = given.work / "alone", given.work / given.kind
    if not alone.exists():
        print("without a cluster:", started("alone", given.filings, alone).communicate()[0].strip())
    clear(out)
    with CLUSTERS[given.kind]() as (address, workers):
        env = {f"EXTRACT_{given.kind.upper()}": address}
        begin = time.monotonic()
        run = started(given.kind, given.filings, out, env)
        lost = kill_one(
            run, workers, out, given.kill_after * len(list(given.filings.rglob("*.pdf")))
        )
        said = run.communicate()[0].strip().splitlines()
    print(f"on {given.kind}, {time.monotonic() - begin:.0f} s: {said[-1] if said else 'nothing'}")
    same = tables(out) == tables(alone)
    print("tables are those without a cluster:", same)
    sys.exit(0 if same and lost else 1)


def started(kind: str, filings: Path, out: Path, env: Mapping[str, str] = {}) -> subprocess.Popen:
    words = [sys.executable, "-c", RUN, kind, filings.absolute(), out.absolute()]
    return subprocess.Popen(words, env=os.environ | env, stdout=subprocess.PIPE, text=True)


def kill_one(run: subprocess.Popen, workers: list[psutil.Process], out: Path, after: float) -> bool:
    """kill -9 of a worker that is reading a filing, once so many are done, with all below it. False
    if the run was over before.
    """
    done, busy = beside(out, "work") / "done", []
    while not busy:
        if run.poll() is not None:
            return False
        time.sleep(0.5)
        if len(list(done.glob("*/*"))) >= after:
            busy = [w for w in workers if any(map(reads, w.children(recursive=True)))]
    victim, before = busy[-1], len(list(done.glob("*/*")))
    family = [victim, *victim.children(recursive=True)]
    for process in family:
        process.kill()
    words = f"{before} results stored; kill -9 of a worker and {len(family) - 1} processes below it"
    print(f"{words}, {len(workers) - 1} workers are left", flush=True)
    return True


def reads(process: psutil.Process) -> bool:
    """A process that holds the model."""
    return "multiprocessing.spawn" in " ".join(_words(process))


@contextmanager
def dask() -> Iterator[tuple[str, list[psutil.Process]]]:
    """A scheduler, and workers that are processes of their own."""
    port = free_port()
    command = str(Path(sys.executable).with_name("dask"))
    address = f"tcp://127.0.0.1:{port}"
    words = ["worker", address, "--nworkers", "1", "--nthreads", "1", "--no-nanny"]
    with running([command, "scheduler", "--port", port, "--dashboard-address", ":0"]):
        time.sleep(5)
        each = [running([command, *words, "--dashboard-address", ":0"]) for _ in range(WORKERS)]
        with each[0] as a, each[1] as b, each[2] as c:
            yield address, [a, b, c]


@contextmanager
def ray() -> Iterator[tuple[str, list[psutil.Process]]]:
    """Nodes of one core each, as machines would be; a worker is a node that is not the head."""
    port = free_port()
    token = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    os.environ.update(token)  # Ray's clusters ask for one
    start = [str(Path(sys.executable).with_name("ray")), "start", "--num-cpus", "1"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": True}
    try:
        head = [*start, "--head", "--port", port, "--include-dashboard", "false"]
        subprocess.run(head, **quiet)
        first = nodes(port)
        for _ in range(WORKERS - 1):
            subprocess.run([*start, "--address", f"127.0.0.1:{port}"], **quiet)
        yield f"127.0.0.1:{port}", [n for n in nodes(port) if n not in first]
    finally:
        for process in of_cluster(port):
            process.kill()


def nodes(port: str) -> list[psutil.Process]:
    return [p for p in of_cluster(port) if p.name() == "raylet"]


def of_cluster(port: str) -> list[psutil.Process]:
    """All processes that know the cluster's port."""
    known = (f":{port}", f"gcs_server_port={port}")
    return [
        p
        for p in psutil.process_iter()
        if any(word.endswith(known) for word in _words(p)) and p.pid != os.getpid()
    ]


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


CLUSTERS = {"dask": dask, "ray": ray}


@contextmanager
def running(words: list[str]) -> Iterator[psutil.Process]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = psutil.Process(subprocess.Popen(words, start_new_session=True, **quiet).pid)
    try:
        yield process
    finally:
        if process.is_running():
            for one in [*process.children(recursive=True), process]:
                one.kill()


def free_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


def clear(out: Path) -> None:
    for place in (out, beside(out, "work")):
        shutil.rmtree(place, ignore_errors=True)


def tables(out: Path) -> dict[str, object]:
    """The bytes of all tables; of documents/ the cells, for the seconds differ from run to run."""
    found: dict[str, object] = {
        str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*.parquet"))
    }
    documents = out / "documents" / "part-0.parquet"
    return found | {"documents/part-0.parquet": pl.read_parquet(documents).drop("seconds").rows()}


if __name__ == "__main__":
    main()
