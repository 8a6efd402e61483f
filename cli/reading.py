"""Files read side by side, each in a process of its own: into the tables, or by themselves."""

import signal
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from extract_filings.cli.console import Stopped, tell
from extract_filings.cli.following import Following
from extract_filings.pipeline.batch import jobs, names, worker
from extract_filings.pipeline.batch.jobs import Job, Outcome, Plan, Publisher
from extract_filings.pipeline.batch.loose_answers import loose_answers
from extract_filings.pipeline.batch.worker import Done
from extract_filings.pipeline.limits import leave_interrupts_to_others
from extract_filings.pipeline.profile import OnStep, Profile
from extract_filings.pipeline.sources import Source, fetched, find_sources
from extract_filings.pipeline.tables.append import documents_of, held_in, joined, merged
from extract_filings.pipeline.tables.frames import Failure, Frames, Run, tables
from extract_filings.pipeline.tables.summary import counted_of

T = TypeVar("T")


@dataclass(frozen=True)
class How:
    """`jobs`: files read at the same time."""

    jobs: int
    quiet: bool
    watch: Profile


@dataclass(frozen=True)
class Read:
    """What became of the files. `frames`: all tables of their documents. `end`: what was written,
    in words.
    """

    frames: Frames
    failed: int = 0
    end: str = "nothing written"
    sources: Mapping[str, Source] = field(default_factory=dict)


def into_tables(words: Sequence[str], job: Job, how: How, replace: bool) -> Read:
    """Each file is in the tables, or safe beside them, as soon as it is read."""
    planned = jobs.plan(words, job, again=True)
    publisher = Publisher(job)
    failed = 0
    try:
        with reading(planned.todo, lambda s, told: jobs.attempt(s, job, told), how) as outcomes:
            for outcome in outcomes:
                publisher.waiting.append(outcome)
                failed += not told(outcome, how)  # or not done
                if not replace:
                    publisher.flush_if_due()
    except KeyboardInterrupt:
        raise Stopped(stopped(publisher, planned, job, replace)) from None
    publisher.flush(planned.by_name if replace else None)
    frames = documents_of(job.out, planned.by_name)
    return Read(frames, failed, written(publisher, planned, job, replace), planned.by_name)


def told(outcome: Outcome, how: How) -> bool:
    """Prints what became of a file; whether it was read and asked for everything."""
    how.watch.add(outcome.steps)
    if not outcome.ok:
        tell(f"extract: {outcome.message}")
        return False
    if not how.quiet:
        tell(f"{outcome.document}: {outcome.counts}, {outcome.seconds} s")
    return asked_all(outcome.document, outcome.message)


def asked_all(document: str, unasked: str) -> bool:
    """Prints what was not asked, if anything."""
    if unasked:
        tell(f"extract: {document}: {unasked}, then its time was over; type the same to go on")
    return not unasked


def stopped(publisher: Publisher, planned: Plan, job: Job, replace: bool) -> str:
    """What stands after Ctrl-C; what is read goes into the tables before."""
    done = planned.unchanged + len(publisher.added) + len(publisher.waiting)
    of = f"{done} of {len(planned.by_name)} files"
    if replace:
        return f"stopped; {job.out} is as before, {of} are read; type the same again to go on"
    publisher.flush()
    return f"stopped; {of} are in {job.out}; type the same again to go on"


def written(publisher: Publisher, planned: Plan, job: Job, replace: bool) -> str:
    """`out: 2 added, 1 replaced, 16 unchanged; 40 in all`"""
    added = {*publisher.added}
    counts = {
        "added": len(added - planned.held),
        "replaced": len(added & planned.held),
        "unchanged": planned.unchanged,
        "dropped": len(planned.held - {*planned.by_name}) if replace else 0,
    }
    did = ", ".join(f"{n} {what}" for what, n in counts.items() if n)
    return f"{job.out}: {did or 'nothing new'}; {len(held_in(job.out))} in all"


def apart(words: Sequence[str], job: Job, how: How) -> Read:
    """Nothing is written."""
    sources = names.named(find_sources(words).sources, {}, lambda source: None, job.out)
    made, failed = [], 0

    def read(source: Source, on_step: OnStep) -> tuple[Source, Done | str]:
        with tempfile.TemporaryDirectory() as folder, fetched(source, Path(folder)) as path:
            answers = loose_answers(path, job.settings)
            done = jobs.read(path, source.document, job, on_step, answers)
        if answers and isinstance(done, Done) and not done.record.unasked:
            answers.unlink(missing_ok=True)
        return source, done

    try:
        with reading(sources, read, how) as all_done:
            for source, done in all_done:
                made.append(_rows(source, done, job, how))
                failed += isinstance(done, str) or not asked_all(
                    source.document, done.record.unasked
                )
    except KeyboardInterrupt:
        raise Stopped("stopped, nothing written") from None
    frames = [f for _, f in sorted(made, key=lambda m: m[0])]
    frames = merged(frames) if frames else without_files([], job)
    return Read(frames, failed, sources={s.document: s for s in sources})


def _rows(source: Source, done: Done | str, job: Job, how: How) -> tuple[str, Frames]:
    if isinstance(done, str):
        tell(f"extract: {done}")
        return source.document, jobs.rows([], [Failure(source.document, None, done)], job, source)
    how.watch.add(done.steps)
    record = done.record
    if not how.quiet:
        tell(f"{record.document}: {counted_of(record)}, {done.seconds} s")
    return source.document, jobs.rows([record], [], job, source, done.seconds)


def without_files(missing: Sequence[Failure], job: Job) -> Frames:
    """The tables of words that name no file."""
    return tables([], missing, job.parts, Run(job.settings.schema, job.settings.model, "", {}))


def with_missing(read: Read, missing: Sequence[Failure], job: Job) -> Read:
    frames = joined(read.frames, without_files(missing, job))
    return Read(frames, read.failed + len(missing), read.end, read.sources)


@contextmanager
def reading(
    sources: Sequence[Source], read: Callable[[Source, OnStep], T], how: How
) -> Iterator[Iterator[T]]:
    """What each file's reading gives, as they are done; how far they are is shown. Ends the
    processes, come what may.
    """
    threads = ThreadPoolExecutor(
        max(1, min(how.jobs, len(sources))), initializer=leave_interrupts_to_others
    )
    # polars has the system take up an interrupted wait again: Ctrl-C would be heard at its end
    signal.siginterrupt(signal.SIGINT, True)
    try:
        with Following(len(sources), how.quiet) as following:

            def noted(source: Source) -> T:
                with following.file(source.url.rpartition("/")[2]) as on_step:
                    return read(source, on_step)

            def done() -> Generator[T]:
                for future in as_completed([threads.submit(noted, s) for s in sources]):
                    yield future.result()
                    following.done()

            how.watch("waiting")
            with closing(done()) as results:
                yield results
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        worker.close()
