"""Tables that grow from run to run: documents are added or replaced, parts stay few and of one
shape.

Part n of every table holds the same documents, at most PER_PART of them, sorted. The parts of
earlier runs are linked into the new folder, not copied. What people said of a document's cells
(`reviews.py`) holds in its new rows too. `compact` makes the parts anew from all documents: byte
for byte what one run over all of them had written (but for the seconds).
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from shutil import rmtree
from typing import TypeVar

import polars as pl
from pydantic import BaseModel

from extract_filings.pipeline.errors import OutputError
from extract_filings.pipeline.tables.decimals import DECIMAL, of_one_type
from extract_filings.pipeline.tables.frames import Frames
from extract_filings.pipeline.tables.parquet import about_of, put, read_part, shape_of, whole_file
from extract_filings.pipeline.tables.swap import replacing
from extract_filings.pipeline.tables.verdicts import reviewed, said_in

T = TypeVar("T")
PER_PART = 5_000
"""Documents; half a million rows of evidence, some 20 MB."""


def keys_in(out: Path) -> dict[str, str | None]:
    """{document: key of its result} of all that the tables hold."""
    found = [read_part(p, columns=["document", "key"]) for p in parts_of(out / "documents")]
    return dict(pl.concat(found).iter_rows()) if found else {}


def add(
    keys: Mapping[str, str | None],
    load: Callable[[str], Frames | None],
    out: Path,
    model: type[BaseModel],
    about: Mapping[str, str],
) -> list[str]:
    """Add the documents to the tables in OUT, in place of what these have of them. Returns those
    that were added.

    Three kinds are left alone: documents that the tables hold by the same key, those that `load` no
    longer has (another run put them there), and those without a key, a failure of today, where the
    tables know the document. `model` is the schema, `about` goes into the metadata of the files.
    Raises OutputError; OUT is then as before.
    """
    with replacing(out) as new:
        known, said = keys_in(out), said_in(out)
        fresh = sorted(d for d, k in keys.items() if d not in known or (k and k != known[d]))
        n, added = _carry(out, new, set(fresh), about), []
        for names in batched(fresh, PER_PART):
            if frames := {d: f for d in names if (f := load(d)) is not None}:
                log = (r for r in said if r["document"] in frames)
                put(reviewed(merged([*frames.values()]), log, model), new, n, about)
                n, added = n + 1, [*added, *frames]
        if lost := (set(fresh) - set(added)) & set(known):
            raise OutputError(
                f"{out}: another run has changed {min(lost)} meanwhile; its tables are as that run"
                " left them; start again"
            )
        if added:
            unify(new, about)
        else:
            rmtree(new)
    return added


def merged(frames: Sequence[Frames]) -> dict[str, pl.DataFrame]:
    """One frame a table, in the given order."""
    return {name: pl.concat([f[name] for f in frames]) for name in frames[0]}


def compact(out: Path) -> tuple[int, int]:
    """Parts of all tables -> as few as hold the documents, sorted. Returns the number of files
    before and after. Raises OutputError.
    """
    if not parts_of(out / "documents"):
        raise OutputError(f"{out}: no tables in it; give the folder that --out named")
    with replacing(
        out
    ) as new:  # all is read in here: another run may have added documents until now
        tables = sorted(p.name for p in out.iterdir())
        held = [
            read_part(p, columns=["document"])["document"].to_list()
            for p in parts_of(out / "documents")
        ]
        wanted = [*batched(sorted(chain.from_iterable(held)), PER_PART)]
        shapes = [shape_of(p) for t in tables for p in parts_of(out / t)]
        if held == wanted and all(s == _one_type(s) for s in shapes):
            rmtree(new)
            return len(shapes), len(shapes)
        starts = [
            "",
            *(batch[0] for batch in wanted[1:]),
            None,
        ]  # reviews/ may hold documents that no other table does
        for n in range(len(wanted)):
            put(
                {t: _rows(out / t, *starts[n : n + 2]) for t in tables},
                new,
                n,
                about_of(parts_of(out / "documents")[-1]),
            )
        return len(shapes), len(wanted) * len(tables)


def _rows(table: Path, first: str, end: str | None) -> pl.DataFrame:
    """Of the documents from the first to before the end."""
    parts = [pl.scan_parquet(p) for p in parts_of(table)]
    rows = pl.concat(parts, how="vertical_relaxed").filter(
        (pl.col("document") >= first) & (True if end is None else pl.col("document") < end)
    )
    with whole_file(files := table / "part-*.parquet"):
        found = rows.collect()
    return of_one_type(found, files).sort("document", maintain_order=True)


def batched(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of `size`, the last one of what is left (itertools has it from Python 3.12 on)."""
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch


def parts_of(table: Path) -> list[Path]:
    """In the order of their numbers."""
    return sorted(table.glob("part-*.parquet"), key=part_number)


def part_number(path: Path) -> int:
    """3 of "part-3.parquet"."""
    return int(path.stem.removeprefix("part-"))


def _carry(out: Path, new: Path, replaced: set[str], about: Mapping[str, str]) -> int:
    """Links the old parts into the new folder, those that hold replaced documents written anew
    without them. Returns the next number.
    """
    n = 0
    for old in parts_of(out / "documents"):
        if (was := about_of(old)).get("extract.schema") != about["extract.schema"]:
            raise OutputError(
                f"{out}: holds tables of the schema {was.get('extract.schema', 'unknown')}, not"
                f" {about['extract.schema']}; give another folder"
            )
        documents = set(read_part(old, columns=["document"])["document"])
        paths = {t.name: t / old.name for t in out.iterdir() if (t / old.name).exists()}
        if "reviews" in paths:  # these wait, some of them for documents that no other table holds
            documents |= set(read_part(paths["reviews"], columns=["document"])["document"])
        if documents & replaced:
            kept = {
                name: read_part(p).filter(~pl.col("document").is_in(replaced))
                for name, p in paths.items()
            }
            put(kept if documents - replaced else {}, new, n, was)
        else:
            for name, path in paths.items():
                (new / name).mkdir(exist_ok=True)
                os.link(path, new / name / f"part-{n}.parquet")
        n += bool(documents - replaced)
    return n


def unify(folder: Path, about: Mapping[str, str]) -> None:
    """The parts of a table must have one shape, or readers fail: older parts get the columns that
    are new, and the one type of decimals.
    """
    for table in folder.iterdir():
        parts = parts_of(table)
        shapes = [shape_of(p) for p in parts]
        shape = _shape(table.name, shapes)
        for path, old in zip(parts, shapes, strict=True):
            if list(old.items()) != list(shape.items()):
                frame = read_part(path)
                new = [pl.lit(None, t).alias(c) for c, t in shape.items() if c not in old]
                frame = frame.with_columns(new).cast(pl.Schema(shape)).select(list(shape))
                path.unlink()
                put({table.name: frame}, folder, part_number(path), about)


def _shape(table: str, shapes: Sequence[Mapping[str, pl.DataType]]) -> dict[str, pl.DataType]:
    """Columns of the newest part, decimals of their one type."""
    shape = _one_type(shapes[-1])
    for old in shapes[:-1]:
        for column, kind in old.items():
            if column not in shape or kind.base_type() != shape[column].base_type():
                found = (
                    f"is {kind} in the tables and {shape.get(column, 'not there')} in the schema"
                )
                raise OutputError(
                    f"{table}.{column} {found}; only new columns can be added; give another folder"
                    " with --out"
                )
    return shape


def _one_type(shape: Mapping[str, pl.DataType]) -> dict[str, pl.DataType]:
    """The columns with decimals of their one type."""
    return {c: DECIMAL if isinstance(t, pl.Decimal) else t for c, t in shape.items()}
