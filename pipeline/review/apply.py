"""A reviewer's corrections -> the tables: `extract apply CORRECTIONS.json OUT --pdf FILES`.

Nothing that a browser says is believed: an accepted value must be the one that evidence/ has, and a
corrected one is read anew, by the code of the pipeline, from the words that the PDF prints at that
place. What does not hold is refused, with a line.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.review.decisions import load_decisions
from extract_filings.pipeline.review.judge import Judge
from extract_filings.pipeline.status import DECIDED, Status
from extract_filings.pipeline.tables.append import parts_of, unify, with_fact
from extract_filings.pipeline.tables.parquet import about_of, put, read_frames, read_part
from extract_filings.pipeline.tables.summary import summarize
from extract_filings.pipeline.tables.swap import replacing
from extract_filings.pipeline.tables.verdicts import reviewed, schema_of


@dataclass(frozen=True, slots=True)
class Applied:
    """`counts`: new verdicts by action. `refused`: a line for each that does not hold. `doubtful`:
    for each corrected cell that breaks a law.
    """

    counts: dict[str, int]
    refused: list[str]
    doubtful: list[str]


def apply(
    files: Sequence[Path], out: Path, pdfs: Sequence[str] = (), password: str | None = None
) -> Applied:
    """Puts the verdicts in force, all at once. Raises InputError if a file or OUT cannot be read,
    OutputError; OUT is then as before.
    """
    items = sorted(
        (i for file in files for i in load_decisions(file)),
        key=lambda i: (i.document, i.when, i.who),
    )
    if not list((out / "documents").glob("*.parquet")):
        raise InputError(f"{out}: no tables in it; give a folder that --out named")
    with replacing(out) as new:
        documents = pl.concat(
            [read_part(p) for p in parts_of(out / "documents")], how="diagonal_relaxed"
        )
        judge, doubtful = Judge(documents, items, pdfs, password, out), []
        for part in parts_of(out / "documents"):
            frames = read_frames(out, part.name)
            if said := judge.file(frames):
                frames = reviewed(frames, said, schema_of(documents))
                summarize(frames, judge.asked)
                rows = frames["evidence"].select("document", "path", "status").iter_rows()
                doubtful += [f"{d}{path}: {s}" for d, path, s in rows if _doubtful(Status.parse(s))]
                put(frames, new, int(part.stem.removeprefix("part-")), about_of(part))
            elif "fact" in frames:
                _link(frames, out, new, part.name)
            else:
                frames = with_fact(frames, judge.asked)
                put(frames, new, int(part.stem.removeprefix("part-")), about_of(part))
        unify(new, about_of(parts_of(out / "documents")[-1]))
    return Applied(judge.counts, judge.refused, doubtful)


def _doubtful(status: Status) -> bool:
    """A correction that breaks a rule."""
    return status.outcome == DECIDED["correct"] and bool(status.failed or status.warned)


def _link(names: Iterable[str], out: Path, new: Path, part: str) -> None:
    for name in names:
        (new / name).mkdir(exist_ok=True)
        os.link(out / name / part, new / name / part)
