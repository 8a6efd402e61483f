"""Many documents, run after run: what is new, the work on one, and its way into the tables.
`flows/` arranges these.

plan ─► work (a document: fetch, read in a limited process, store) ─► publish (all at once into the
tables)
"""

import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from extract_filings.pipeline.batch.fingerprint import fingerprint, key
from extract_filings.pipeline.batch.result_cache import Store
from extract_filings.pipeline.batch.worker import Done, Limits, run, worker
from extract_filings.pipeline.errors import ExtractError, OutputError
from extract_filings.pipeline.gold.few_shot import check, tried
from extract_filings.pipeline.records import Record
from extract_filings.pipeline.registry.checksums import sha256_of
from extract_filings.pipeline.settings import Settings
from extract_filings.pipeline.sources import Source, fetched, find_sources
from extract_filings.pipeline.tables.append import add, batched, keys_in
from extract_filings.pipeline.tables.frames import Failure, Frames, Run, about, tables, versions
from extract_filings.pipeline.tables.summary import summarize
from extract_filings.pipeline.tables.swap import check_writable
from extract_filings.schemas.base import Part
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema

FEW, MANY = 32, 400
"""Groups of a run: more than FEW if there are as many documents, about MANY at most (Prefect's
server slows down beyond a thousand tasks).
"""

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
"""Faults of the disk that results go to: trying again does not help, and no document is to blame.
"""


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked of every document, and where its rows go."""

    out: Path
    settings: Settings = field(default_factory=Settings)
    limits: Limits = field(default_factory=Limits)

    @property
    def parts(self) -> tuple[Part, ...]:
        return parts(load_schema(self.settings.schema))

    def keys(self, document: str, sha256: str) -> tuple[str, str]:
        """Of a result, and of a failure: a failed document is tried again under other limits or
        with another password.
        """
        made = partial(key, sha256, fingerprint(self.settings), document)
        return made(), made(self.limits, self.settings.password)


class Outcome(NamedTuple):
    """What became of a document. `key` is None if a store failed: the document is not at fault."""

    document: str
    key: str | None
    ok: bool
    message: str  # of a failure
    asked: int = 0
    values: int = 0
    problems: int = 0
    checks_failed: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    todo: tuple[Source, ...]
    unchanged: int  # documents that the tables hold as they are
    clashes: tuple[Outcome, ...]  # files that would be a document that another file is
    passed_over: tuple[str, ...] = ()  # files of the folders that are no PDF


def plan(given: Sequence[str], job: Job, limit: int | None = None) -> Plan:
    """What is to be done. Raises ExtractError if schema, model, examples, words or OUT are wrong:
    then nothing can be done.
    """
    asked, examples = job.parts, job.settings.examples
    if examples:
        check(examples, asked)
    fingerprint(job.settings)  # a missing model is reported before anything is read
    check_writable(job.out)
    first: dict[str, Source] = {}
    found = find_sources(given)
    clashes = [s for s in found.sources if first.setdefault(s.document, s) is not s]
    with storing(job.out):
        known, store = keys_in(job.out), Store(job.out)
        todo = [s for s in first.values() if not _in_tables(s, known, store, job)]
    if examples and todo:
        tried(examples, asked)  # workers read them before they have limits
    return Plan(
        tuple(todo[:limit]),
        len(first) - len(todo),
        tuple(_clash(s, first[s.document]) for s in clashes),
        tuple(found.passed_over),
    )


def _in_tables(source: Source, known: Mapping[str, str | None], store: Store, job: Job) -> bool:
    """A file that was only touched or copied back is looked into if it is here: that is cheaper
    than to read it again.
    """
    if not known.get(source.document):
        return False
    try:
        sha256 = store.sha256(source.version)
        if not sha256 and source.here:
            sha256 = _hashed(source, Path(source.url), store)
    except OSError as error:
        if error.errno in FULL:
            raise
        return False  # whoever reads it will tell
    return sha256 is not None and known[source.document] in job.keys(source.document, sha256)


def _hashed(source: Source, path: Path, store: Store) -> str:
    sha256 = sha256_of(path)
    store.saw(source.version, sha256)
    return sha256


def _clash(source: Source, other: Source) -> Outcome:
    return Outcome(
        source.url,
        None,
        False,
        f"{source.url} and {other.url} would both be document {source.document}; rename one",
    )


def groups(todo: Sequence[Source], size: int) -> list[tuple[str, list[Source]]]:
    """Sources in groups with a label each, as many as keep the workers busy and few enough for a
    server that counts tasks.
    """
    size = max(1, min(size, len(todo) // FEW), len(todo) // MANY)
    return [(_label(batch), batch) for batch in batched(todo, size)]


def _label(group: Sequence[Source]) -> str:
    return group[0].document + (f" and {len(group) - 1} more" if len(group) > 1 else "")


def attempt(source: Source, job: Job) -> Outcome:
    """`work`, with the day's mishaps as an outcome without a key. Raises ExtractError: then no
    document can be read.
    """
    try:
        with storing(job.out):
            return work(source, job)
    except ExtractError:
        raise
    except Exception as error:  # each kind of store has exceptions of its own
        return Outcome(
            source.document, None, False, f"{source.url}: {type(error).__name__}: {error}"
        )


@contextmanager
def storing(out: Path) -> Iterator[None]:
    """Raises OutputError if the disk is full, or may only be read."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        todo = (
            f"make {'it writable' if error.errno == errno.EROFS else 'room there'} and start again,"
            " what was read so far is kept"
        )
        raise OutputError(
            f"{error.filename or out}: {os.strerror(error.errno)}; its tables are as before; {todo}"
        ) from error


def work(source: Source, job: Job) -> Outcome:
    """One document, if it is not done yet. Raises OSError and what stores far away raise, where
    another try may help.
    """
    store = Store(job.out)
    with store.lock(source.version):
        sha256 = store.sha256(source.version)
        done = (
            next((k for k in job.keys(source.document, sha256) if store.has(k)), None)
            if sha256
            else None
        )
        done = done or _extract(source, job, store)
    return outcome(source.document, done, store.load(done), job)


def _extract(source: Source, job: Job, store: Store) -> str:
    """Reads the document, stores its rows, and returns their key."""
    with fetched(source, store.folder / "fetch") as path:
        sha256 = _hashed(source, path, store)
        with worker(job.settings, job.limits) as pool:
            done = run(pool, path, job.limits)
    if isinstance(done, Done) and done.record.sha256 != sha256:
        raise OSError("it changed while it was read")
    ok, failed = job.keys(source.document, sha256)
    if isinstance(done, Done):
        store.save(
            ok,
            _frames([done.record], [], job, {source.document: done.seconds}, {source.document: ok}),
        )
        return ok
    store.save(
        failed,
        _frames(
            [], [Failure(source.document, sha256, done.replace(str(path), source.url), failed)], job
        ),
    )
    return failed


def _frames(
    records: Sequence[Record],
    failures: Sequence[Failure],
    job: Job,
    seconds: Mapping[str, float] = {},
    keys: Mapping[str, str] = {},
) -> Frames:
    return tables(
        records,
        failures,
        job.parts,
        Run(job.settings.schema, job.settings.model, versions(), seconds, keys),
    )


def outcome(document: str, key: str, frames: Frames | None, job: Job) -> Outcome:
    """Counts a stored result. One that another run has put into the tables meanwhile counts
    nothing.
    """
    if frames is None:
        return Outcome(document, key, True, "")
    counts = summarize(frames, job.parts)
    about_it = frames["documents"].row(0, named=True)
    ok = about_it["status"] == "ok"
    return Outcome(
        document,
        key,
        ok,
        "" if ok else about_it["status"].removeprefix("failed: "),
        counts.asked,
        counts.values,
        counts.problems,
        counts.checks_failed,
        about_it["seconds"] or 0.0,
    )


def publish(outcomes: Sequence[Outcome], job: Job) -> list[str]:
    """Takes the documents into the tables, all or none, and returns those that were new. Raises
    OutputError.
    """
    with storing(job.out):
        store, by_name = Store(job.out), {o.document: o for o in outcomes}

    def load(document: str) -> Frames | None:
        o = by_name[document]
        return (
            store.load(o.key) if o.key else _frames([], [Failure(document, None, o.message)], job)
        )

    added = add(
        {o.document: o.key for o in outcomes},
        load,
        job.out,
        load_schema(job.settings.schema),
        about(job.settings.schema, job.parts),
    )
    for o in outcomes:
        store.drop(o.key) if o.key else None
    return added
