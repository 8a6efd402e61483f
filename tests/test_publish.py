"""Tables in an object store: readers see whole tables while they are written, a second writer is
refused, a killed one is made good. Against a folder by fsspec's and deltalake's own `file://`, and
against S3 (moto's server, a process of its own).
"""

import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import fsspec
import polars as pl
import pytest
from make_tables import bytes_of, named, put

from extract_filings.pipeline.errors import OutputError
from extract_filings.pipeline.tables import append, delta, publish
from extract_filings.pipeline.tables.delta import storage_options
from extract_filings.pipeline.tables.publish import pull, push, stage

deltalake = pytest.importorskip("deltalake")


@pytest.fixture(scope="module")
def s3():
    """The address of an S3 that is not Amazon's."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    words = [sys.executable, "-m", "moto.server", "-p", port]
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    for _ in range(120):
        with suppress(OSError), urlopen(url):
            break
        time.sleep(0.5)
    yield url
    server.kill()
    server.wait()


@pytest.fixture
def here(tmp_path, monkeypatch) -> str:
    monkeypatch.setenv("EXTRACT_STAGE", str(tmp_path / "stage"))
    return f"file://{tmp_path}/store/tables"


@pytest.fixture(params=["file", "s3"])
def url(request, here, tmp_path, monkeypatch) -> str:
    if request.param == "file":
        return here
    for name, value in {
        "AWS_ENDPOINT_URL": request.getfixturevalue("s3"),
        "AWS_ACCESS_KEY_ID": "any",
        "AWS_SECRET_ACCESS_KEY": "any",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    fsspec.filesystem("s3", skip_instance_cache=True).mkdir(f"s3://{tmp_path.name}")
    return f"s3://{tmp_path.name}/tables"


def read(url: str, table: str) -> pl.DataFrame:
    return pl.scan_delta(f"{url}/{table}", storage_options=storage_options()).collect()


def test_what_is_pushed_is_read_and_comes_back_byte_for_byte(url, tmp_path):
    out = tmp_path / "out"
    put(out, named("a", "1"), named("b", "2"))
    assert push(out, url) == len(bytes_of(out))
    for table in out.iterdir():
        assert read(url, table.name).equals(pl.read_parquet(table / "*.parquet"))
    assert push(out, url) == 0, "nothing is new"
    pull(url, tmp_path / "back")
    assert bytes_of(tmp_path / "back") == bytes_of(out)
    push(tmp_path / "back", url)


def test_only_new_parts_travel_and_replaced_ones_leave_the_tables(url, tmp_path, monkeypatch):
    monkeypatch.setattr(append, "PER_PART", 1)
    out = tmp_path / "out"
    put(out, named("a", "1"), named("b", "2"))
    push(out, url)
    put(out, named("b", "9"), tag=" anew")
    assert push(out, url) <= len(list(out.iterdir()))
    assert sorted(read(url, "income_statement")["revenue"]) == [1, 9]
    append.compact(out)
    push(out, url)
    assert sorted(read(url, "income_statement")["revenue"]) == [1, 9]


def test_who_comes_second_is_refused_and_goes_on_from_what_is_there(url, tmp_path):
    first, second = tmp_path / "first", stage(url)
    put(first, named("a"))
    put(second, named("b"))
    push(first, url)
    with pytest.raises(OutputError, match="someone else has published there since"):
        push(second, url)
    assert stage(url) == second and bytes_of(second) == bytes_of(first)
    put(second, named("b"))
    push(second, url)
    assert sorted(read(url, "documents")["document"]) == ["a", "b"]


@pytest.mark.parametrize("cut", ["upload", "claim", "one table", "remember"])
def test_a_push_that_is_cut_short_is_made_good_by_the_next(here, monkeypatch, cut):
    out = stage(here)
    put(out, named("a"))
    push(out, here)
    put(out, named("b"))
    with monkeypatch.context() as m, pytest.raises(OutputError, match="killed"):
        kill_at(cut, m)
        push(out, here)
    assert sorted(read(here, "documents")["document"]) == ["a"], "documents/ comes last"
    out = stage(here)
    put(out, named("b"))
    push(out, here)
    assert sorted(read(here, "documents")["document"]) == ["a", "b"]
    assert sorted(read(here, "income_statement")["document"]) == ["a", "b"]


def kill_at(cut: str, patch: pytest.MonkeyPatch) -> None:
    """The push ends at this point."""
    shown = iter([delta.show])  # the first table is shown, then it ends

    def dies(*_, **__):
        raise OutputError("killed")

    def once(*given):
        return next(shown, dies)(*given)

    place = {
        "upload": (publish.Store, "upload", dies),
        "claim": (publish.Store, "claim", dies),
        "one table": (delta, "show", once),
        "remember": (publish, "_remember", dies),
    }[cut]
    patch.setattr(*place)


def test_readers_see_whole_tables_while_they_are_written(url, tmp_path):
    """Each push replaces all documents by those of one number; a reader never sees two."""
    out, seen, done = tmp_path / "out", [], []

    def watch():
        while not done:
            seen.append(sorted(read(url, "income_statement")["revenue"]))

    put(out, *(named(d, "0") for d in "abc"))
    push(out, url)
    reader = Thread(target=watch)
    reader.start()
    for i in range(1, 4):
        put(out, *(named(d, str(i)) for d in "abc"), tag=f" {i}")
        push(out, url)
    done.append(True)
    reader.join()
    assert len(seen) > 3 and all(len(s) == 3 and len(set(s)) == 1 for s in seen)


def test_a_new_column_comes_to_all_parts(here, tmp_path):
    out = tmp_path / "out"
    put(out, named("a"))
    push(out, here)
    later = tmp_path / "later"
    pull(here, later)
    for part in (later / "filing").glob("*.parquet"):
        pl.read_parquet(part).with_columns(new=pl.lit("x")).write_parquet(part)
    push(later, here)
    assert read(here, "filing")["new"].to_list() == ["x"]


def test_what_was_never_published_is_not_replaced(tmp_path):
    url, out = f"file://{tmp_path}/store", tmp_path / "out"
    put(out, named("a"))
    push(out, url)
    pull(url, tmp_path / "other")
    put(tmp_path / "other", named("b"))
    push(tmp_path / "other", url)
    pull(url, out)
    assert bytes_of(out) == bytes_of(tmp_path / "other")
    put(out, named("c"))
    put(tmp_path / "other", named("d"))
    push(tmp_path / "other", url)
    before = bytes_of(out)
    with pytest.raises(OutputError, match=r"never published at file://.*, or changes since; give"):
        pull(url, out)
    assert bytes_of(out) == before


def test_a_store_that_is_not_there_is_told(tmp_path):
    put(tmp_path / "out", named("a"))
    with pytest.raises(OutputError, match="nosuch://b: ValueError: Protocol not known: nosuch"):
        push(tmp_path / "out", "nosuch://b")
    with pytest.raises(OutputError, match="no tables in it"):
        push(Path(tmp_path / "empty"), f"file://{tmp_path}/store")
