"""What a batch takes up, and what its work hangs on."""

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import fsspec
import polars as pl
import pytest
from make_records import PARTS, acme

from extract_filings.pipeline.batch import fingerprint, jobs
from extract_filings.pipeline.batch.jobs import Job, Outcome, groups, outcome, plan, publish
from extract_filings.pipeline.batch.names import named as names_of
from extract_filings.pipeline.batch.result_cache import Store
from extract_filings.pipeline.batch.worker import Limits
from extract_filings.pipeline.errors import InputError, ModelError, OutputError, SchemaError
from extract_filings.pipeline.settings import Settings
from extract_filings.pipeline.sources import Source, fetched, find_sources
from extract_filings.pipeline.tables.append import Held
from extract_filings.pipeline.tables.frames import Run, tables


@pytest.fixture
def folder(tmp_path):
    """Files of three names, one of them no PDF."""
    (tmp_path / "in" / "deep").mkdir(parents=True)
    for name in ("b.pdf", "deep/a.PDF", "note.txt"):
        (tmp_path / "in" / name).write_text(name)
    return tmp_path / "in"


@pytest.fixture
def bucket():
    """A store that is not this machine's disk."""
    fs = fsspec.filesystem("memory")
    fs.pipe({"/filings/2024/x.pdf": b"one", "/filings/y.pdf": b"two", "/filings/z.csv": b"three"})
    yield "memory://filings"
    fs.rm("/filings", recursive=True)


def names(*given: str) -> list[str]:
    return [s.document for s in find_sources([str(g) for g in given]).sources]


def test_folders_globs_files_and_prefixes_name_pdf_files(folder, bucket):
    assert names(folder) == ["a", "b"]
    assert names(folder / "*.pdf") == ["b"]
    assert names(folder / "**" / "*.PDF") == ["a"]
    assert names(folder, folder / "b.pdf", bucket) == ["a", "b", "x", "y"]
    assert names(f"{bucket}/*.pdf") == ["y"]
    assert names(f"{bucket}/2024/x.pdf") == ["x"]
    assert names(folder / "deep" / "a.PDF") == ["a"]


def test_what_a_folder_holds_beside_pdf_files_is_named(folder, bucket):
    (folder / ".hidden").touch()
    (folder / "lost.pdf").symlink_to(folder / "gone.pdf")
    others = find_sources([str(folder), bucket, str(folder / "*.pdf")]).passed_over
    assert others == [f"{folder}/lost.pdf", f"{folder}/note.txt", "memory:///filings/z.csv"]


def test_an_empty_folder_is_no_fault_and_a_missing_one_is(tmp_path):
    assert names(tmp_path) == []
    with pytest.raises(InputError, match="nowhere: no such file or folder; look with"):
        names(tmp_path / "nowhere")


def test_a_name_with_signs_of_a_glob_and_a_link_are_files_too(folder):
    (folder / "[ab].pdf").write_text("one")
    (folder / "linked.pdf").symlink_to(folder / "note.txt")
    (folder / "broken.pdf").symlink_to(folder / "gone.txt")
    assert names(folder / "[ab].pdf") == ["[ab]"]
    assert names(folder) == ["[ab]", "a", "b", "linked"]
    assert [s.url for s in find_sources([f"{folder}/deep/../b.pdf"]).sources] == [f"{folder}/b.pdf"]


def test_an_unknown_kind_of_store_is_told():
    with pytest.raises(InputError, match="nosuch://b: Protocol not known: nosuch"):
        names("nosuch://b")


def test_a_file_far_away_is_here_for_as_long_as_it_is_needed(bucket, tmp_path):
    (source,) = find_sources([f"{bucket}/2024/x.pdf"]).sources
    assert source.url == "memory:///filings/2024/x.pdf"
    with fetched(source, tmp_path) as path:
        assert (path.name, path.read_bytes()) == ("x.pdf", b"one")
    assert list(tmp_path.iterdir()) == []


def test_a_changed_file_has_a_new_version(folder):
    before = {s.document: s.version for s in find_sources([str(folder)]).sources}
    (folder / "b.pdf").write_text("changed")
    after = {s.document: s.version for s in find_sources([str(folder)]).sources}
    assert before["a"] == after["a"] and before["b"] != after["b"]


def test_schema_model_code_and_options_each_change_the_key(tmp_path, monkeypatch):
    own = tmp_path / "own.py"
    own.write_text("1")
    asked = Settings(schema=f"{own}:ROOT")
    base = fingerprint.fingerprint(asked)
    assert fingerprint.fingerprint(replace(asked, exhaustive=True)) != base
    fingerprint.fingerprint.cache_clear()
    assert fingerprint.fingerprint(asked) == base
    fingerprint.fingerprint.cache_clear()
    own.write_text("2")
    assert (changed := fingerprint.fingerprint(asked)) != base
    fingerprint.fingerprint.cache_clear()
    monkeypatch.setattr(fingerprint, "CODE", "of tomorrow")
    assert fingerprint.fingerprint(asked) != changed
    fingerprint.fingerprint.cache_clear()
    (tmp_path / "config.json").write_text("{}")
    assert (
        len(
            {
                fingerprint.fingerprint(Settings(model=str(tmp_path))),
                fingerprint.fingerprint(Settings()),
            }
        )
        == 2
    )


def test_other_limits_are_another_try_for_a_failed_document_only():
    ok, failed = Job(Path("out")).keys("a", "5e")
    more = Job(Path("out"), limits=Limits(seconds=900)).keys("a", "5e")
    assert ok == more[0] and failed != more[1] and ok != failed


def store_result(job: Job, source: Source, key: str, sha256: str = "0" * 64) -> Outcome:
    Store(job.out).saw(source.version, sha256)
    frames = tables(
        [acme()], [], PARTS, Run("filing", "embedded", "", {"acme": 2.0}, {"acme": key})
    )
    Store(job.out).save(key, frames)
    return outcome("acme", key, frames, job)


def test_a_stored_result_comes_back_as_it_was(tmp_path):
    frames = tables([acme()], [], PARTS, Run("filing", "embedded", "", {}))
    store = Store(tmp_path / "out")
    store.save("ab12", frames)
    back = store.load("ab12")
    assert list(back) == list(frames) and all(
        back[n].equals(frames[n]) and back[n].schema == frames[n].schema for n in frames
    )
    assert store.has("ab12") and not store.has("ab13") and store.load("ab13") is None


def test_a_document_in_the_tables_is_not_taken_up_until_it_changes(tmp_path):
    (tmp_path / "acme.pdf").write_text("%PDF- one")
    job = Job(tmp_path / "out")
    (source,) = plan([str(tmp_path)], job).todo
    sha256 = hashlib.sha256(b"%PDF- one").hexdigest()
    done = store_result(job, source, job.keys("acme", sha256)[0], sha256)
    assert (done.values, done.ok, done.seconds) == (11, True, 2.0)
    assert publish([done], job) == ["acme"]
    again = plan([str(tmp_path)], job)
    assert (again.todo, again.unchanged) == ((), 1)
    assert plan([str(tmp_path)], Job(tmp_path / "out", Settings(exhaustive=True))).todo == (source,)
    os.utime(tmp_path / "acme.pdf", (0, 0))
    assert find_sources([str(tmp_path)]).sources[0].version != source.version
    assert plan([str(tmp_path)], job).unchanged == 1, "touched, but the same bytes"
    (tmp_path / "acme.pdf").write_text("%PDF- two")
    assert len(plan([str(tmp_path)], job).todo) == 1


def test_published_results_leave_the_store_and_a_second_run_adds_nothing(tmp_path):
    job = Job(tmp_path / "out")
    done = store_result(job, Source("acme.pdf", "acme", "v1"), "ab12")
    assert publish([done], job) == ["acme"]
    assert not Store(job.out).has("ab12")
    assert publish([done], job) == []
    assert pl.read_parquet(tmp_path / "out" / "filing" / "*.parquet").height == 1


def held(tmp_path: Path, **files: str) -> dict[str, Held]:
    """Documents of the tables, and the place and content of the file of each."""
    told = {d: file.split() for d, file in files.items()}
    return {d: Held(sha256, "key", source) for d, (source, sha256) in told.items()}


def named(tmp_path: Path, held: dict[str, Held], **contents: str) -> dict[str, str]:
    """{path: name} of files x/a.pdf, written x_a, by what they hold."""
    found = [
        Source(str(tmp_path / f"{name.replace('_', '/')}.pdf"), name.rpartition("_")[2], sha256)
        for name, sha256 in contents.items()
    ]
    made = names_of(found, held, lambda source: source.version, tmp_path / "out")
    return {os.path.relpath(s.url, tmp_path).removesuffix(".pdf"): s.document for s in made}


def test_files_are_told_apart_by_path_and_content(tmp_path):
    known = held(tmp_path, a="x/a.pdf 1", b="x/b.pdf 2")
    assert named(tmp_path, known, x_a="1", x_b="new") == {"x/a": "a", "x/b": "b"}
    assert named(tmp_path, known, y_a="3", y_c="4") == {"y/a": "y/a", "y/c": "c"}
    assert named(tmp_path, known, y_moved="1") == {"y/moved": "a"}
    assert named(tmp_path, known, x_a="1", y_copy="1") == {"x/a": "a", "y/copy": "copy"}
    alike = {"x/p/k": "x/p/k", "y/p/k": "y/p/k", "y/q/k": "y/q/k", "z": "z"}
    assert named(tmp_path, {}, x_p_k="1", y_p_k="1", y_q_k="2", z="3") == alike
    assert named(tmp_path, {"a": Held("1", "key", None)}, y_a="2") == {"y/a": "a"}, "older tables"


def test_what_no_document_is_to_blame_for_is_told_before_the_work(tmp_path):
    with pytest.raises(SchemaError, match="schema nosuch: not found"):
        plan([str(tmp_path)], Job(tmp_path / "out", Settings(schema="nosuch")))
    with pytest.raises(
        ModelError,
        match=r"model no/such: (not a folder, )?not on this machine, and (the hub|http\S+) does",
    ):
        plan([str(tmp_path)], Job(tmp_path / "out", Settings(model="no/such")))
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="is a file"):
        plan([str(tmp_path)], Job(tmp_path / "file"))


def test_a_store_that_does_not_answer_is_a_mishap_without_a_key(tmp_path):
    gone = jobs.attempt(Source("memory:///gone/x.pdf", "x", "v" * 32), Job(tmp_path / "out"))
    told = "memory:///gone/x.pdf: FileNotFoundError: /gone/x.pdf"
    assert gone == Outcome("x", None, False, told, url="memory:///gone/x.pdf")


def test_groups_keep_workers_busy_and_the_server_calm():
    def grouped(n: int, size: int) -> list[tuple[str, list[Source]]]:
        return groups([Source(f"{i}.pdf", f"{i}", f"{i}") for i in range(n)], size)

    def sizes(n: int, size: int = 20) -> list[int]:
        return [len(group) for _, group in grouped(n, size)]

    assert sizes(0) == []
    assert sizes(8) == [1] * 8
    assert sizes(500) == [15] * 33 + [5]
    assert len(sizes(100_000)) == 400
    assert grouped(66, 2)[0][0] == "0 and 1 more"
    assert grouped(1, 2)[0][0] == "0"
