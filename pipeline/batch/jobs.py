"""Many documents, run after run: what is new, the work on one, and its way into the tables.
`flows/` arranges these.

plan ─► work (a document: fetch, read in a limited process, store) ─► publish (all at once into the
tables)
"""

import errno
import os
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from extract_filings.pipeline.batch.fingerprint import fingerprint, key, part_of
from extract_filings.pipeline.batch.names import named, place
from extract_filings.pipeline.batch.result_cache import Store
from extract_filings.pipeline.batch.worker import Done, Limits, run, worker
from extract_filings.pipeline.errors import ExtractError, OutputError
from extract_filings.pipeline.profile import OnStep, silent
from extract_filings.pipeline.records import Record
from extract_filings.pipeline.registry.checksums import sha256_of
from extract_filings.pipeline.settings import Settings
from extract_filings.pipeline.sources import Source, fetched, find_sources
from extract_filings.pipeline.tables.append import Held, add, batched, check_schema, held_in
from extract_filings.pipeline.tables.frames import Failure, Frames, Run, about, tables, versions
from extract_filings.pipeline.tables.own_tables import FAILED, OK, PARTIAL
from extract_filings.pipeline.tables.summary import counted, summarize
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
    message: str  # of a failure; of a document whose time was over what was not asked
    asked: int = 0
    values: int = 0
    problems: int = 0
    checks_failed: int = 0
    seconds: float = 0.0
    url: str = ""
    steps: Mapping[str, float] = {}
    to_check: int = 0
    not_asked: int = 0

    @property
    def counts(self) -> str:
        return counted(self.values, self.problems, self.to_check, self.not_asked)


@dataclass(frozen=True, slots=True)
class Plan:
    """`by_name`: all files of the run. `held`: the documents that the tables had before."""

    todo: tuple[Source, ...]
    unchanged: int  # documents that the tables hold as they are
    passed_over: tuple[str, ...] = ()  # files of the folders that are no filings
    by_name: Mapping[str, Source] = field(default_factory=dict)
    held: frozenset[str] = frozenset()


def plan(given: Sequence[str], job: Job, limit: int | None = None, again: bool = False) -> Plan:
    """What is to be done. `again`: what has failed is tried again. Raises ExtractError if schema,
    model, examples, words or OUT are wrong: then nothing can be done.
    """
    asked, examples = job.parts, job.settings.examples
    if examples:  # imported here: hardly a run has any, and all would wait
        from extract_filings.pipeline.gold.few_shot import check

        check(examples, asked)
    fingerprint(job.settings)  # a missing model is reported before anything is read
    check_writable(job.out)
    check_schema(job.out, about(job.settings.schema, asked))
    found = find_sources(given)
    with storing(job.out):
        held, content = held_in(job.out), partial(_content, store=Store(job.out))
        sources = named(found.sources, held, content, job.out)
        todo = [s for s in sources if not _in_tables(s, held, content, job, again)]
    if examples and todo:
        from extract_filings.pipeline.gold.few_shot import tried

        tried(examples, asked)  # workers read them before they have limits
    return Plan(
        tuple(todo[:limit]),
        len(sources) - len(todo),
        tuple(found.passed_over),
        {s.document: s for s in sources},
        frozenset(held),
    )


def _in_tables(
    source: Source,
    held: Mapping[str, Held],
    content: Callable[[Source], str | None],
    job: Job,
    again: bool,
) -> bool:
    """As this job would write it."""
    key = held[source.document].key if source.document in held else None
    sha256 = content(source) if key else None
    ok, failed = job.keys(source.document, sha256 or "")
    return sha256 is not None and (key == ok or (key == failed and not again))


def _content(source: Source, store: Store) -> str | None:
    """The sha256 of a file, None if it would have to be fetched. A file that was only touched or
    copied back is looked into if it is here: that is cheaper than to read it again.
    """
    try:
        sha256 = store.sha256(source.version)
        return sha256 or (_hashed(source, Path(source.url), store) if source.here else None)
    except OSError as error:
        if error.errno in FULL:
            raise
        return None  # whoever reads it will tell


def _hashed(source: Source, path: Path, store: Store) -> str:
    sha256 = sha256_of(path)
    store.saw(source.version, sha256)
    return sha256


def groups(todo: Sequence[Source], size: int) -> list[tuple[str, list[Source]]]:
    """Sources in groups with a label each, as many as keep the workers busy and few enough for a
    server that counts tasks.
    """
    size = max(1, min(size, len(todo) // FEW), len(todo) // MANY)
    return [(_label(batch), batch) for batch in batched(todo, size)]


def _label(group: Sequence[Source]) -> str:
    return group[0].document + (f" and {len(group) - 1} more" if len(group) > 1 else "")


def attempt(source: Source, job: Job, on_step: OnStep = silent) -> Outcome:
    """`work`, with the day's mishaps as an outcome without a key. Raises ExtractError: then no
    document can be read.
    """
    try:
        with storing(job.out):
            return work(source, job, on_step)
    except ExtractError:
        raise
    except Exception as error:  # each kind of store has exceptions of its own
        told = f"{source.url}: {type(error).__name__}: {error}"
        return Outcome(source.document, None, False, told, url=source.url)


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


def work(source: Source, job: Job, on_step: OnStep = silent) -> Outcome:
    """One document, if it is not done yet. Raises OSError and what stores far away raise, where
    another try may help.
    """
    store = Store(job.out)
    with store.lock(source.version):
        sha256 = store.sha256(source.version)
        known = job.keys(source.document, sha256) if sha256 else ()
        done = next((k for k in known if store.has(k)), None)
        key, steps = (done, {}) if done else _extract(source, job, store, on_step)
    return outcome(source.document, key, store.load(key), job)._replace(steps=steps)


def _extract(
    source: Source, job: Job, store: Store, on_step: OnStep
) -> tuple[str, Mapping[str, float]]:
    """Reads the document, stores its rows, and returns their key, and where the seconds went."""
    with fetched(source, store.folder / "fetch") as path:
        sha256 = _hashed(source, path, store)
        ok, failed = job.keys(source.document, sha256)
        done = read(path, source.document, job, on_step, store.answers(ok))
    if isinstance(done, Done) and done.record.sha256 != sha256:
        raise OSError("it changed while it was read")
    if isinstance(done, Done):
        unasked = done.record.unasked
        made = part_of(ok, unasked) if unasked else ok
        store.save(made, rows([done.record], [], job, source, done.seconds, made))
        if made == ok:
            store.answers(ok).unlink(missing_ok=True)
        return made, done.steps
    failure = Failure(source.document, sha256, done.replace(str(path), source.url), failed)
    store.save(failed, rows([], [failure], job, source))
    return failed, {}


def read(
    path: Path,
    document: str,
    job: Job,
    on_step: OnStep = silent,
    answers_file: Path | None = None,
) -> Done | str:
    """One file in a process of its own; a message if that fails."""
    opening = job.settings.opening_limit
    with worker(job.settings, job.limits) as pool:
        return run(pool, path, document, job.limits, opening, on_step, answers_file)


def rows(
    records: Sequence[Record],
    failures: Sequence[Failure],
    job: Job,
    source: Source,
    seconds: float | None = None,
    key: str | None = None,
) -> Frames:
    """The tables of one document."""
    name, settings = source.document, job.settings
    took = {} if seconds is None else {name: seconds}
    places = {name: place(source, job.out)}
    keys = {name: key} if key else {}
    how = Run(settings.schema, settings.model, versions(), took, keys, places)
    return tables(records, failures, job.parts, how)


def outcome(document: str, key: str, frames: Frames | None, job: Job) -> Outcome:
    """Counts a stored result. One that another run has put into the tables meanwhile counts
    nothing.
    """
    if frames is None:
        return Outcome(document, key, True, "")
    counts = summarize(frames, job.parts)
    about_it = frames["documents"].row(0, named=True)
    status = about_it["status"]
    ok = not status.startswith(FAILED)
    return Outcome(
        document,
        key,
        ok,
        status.removeprefix(PARTIAL if ok else FAILED).removeprefix(OK),
        counts.asked,
        counts.values,
        counts.problems,
        counts.checks_failed,
        about_it["seconds"] or 0.0,
        to_check=counts.to_check,
        not_asked=counts.not_asked,
    )


def publish(
    outcomes: Sequence[Outcome], job: Job, only: Collection[str] | None = None
) -> list[str]:
    """Takes the documents into the tables, all or none, and returns those that were new. `only`:
    all documents but these and the new ones go. Raises OutputError.
    """
    with storing(job.out):
        store, by_name = Store(job.out), {o.document: o for o in outcomes}

    def load(document: str) -> Frames | None:
        o = by_name[document]
        return store.load(o.key) if o.key else mishap(o, job)

    added = add(
        {o.document: o.key for o in outcomes},
        load,
        job.out,
        load_schema(job.settings.schema),
        about(job.settings.schema, job.parts),
        only,
    )
    for o in outcomes:
        store.drop(o.key) if o.key else None
    return added


def mishap(outcome: Outcome, job: Job) -> Frames:
    """The tables of a document that could not be fetched."""
    source = Source(outcome.url or outcome.document, outcome.document, "")
    return rows([], [Failure(outcome.document, None, outcome.message)], job, source)


class Publisher:
    """Takes documents into the tables while others are read: after each one, as long as that takes
    a tenth of the time at most, else some at once. Those between are safe in the store.
    """

    def __init__(self, job: Job) -> None:
        self.job, self.waiting, self.added = job, [], []
        self.last = self.cost = 0.0

    def flush_if_due(self) -> None:
        if time.perf_counter() - self.last > 10 * self.cost:
            self.flush()

    def flush(self, only: Collection[str] | None = None) -> None:
        start = time.perf_counter()
        self.added += publish(self.waiting, self.job, only)
        self.waiting, self.last = [], time.perf_counter()
        self.cost = self.last - start
