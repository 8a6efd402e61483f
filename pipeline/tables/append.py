"""Tables that grow from run to run: documents are added or replaced, parts stay few and of one
shape.

Part n of every table holds the same documents, at most PER_PART of them, sorted. New documents
fill the last part, then make more; the other parts of earlier runs are linked into the new folder,
not copied. So tables of one part are byte for byte what one run over all of their documents had
written (but for the seconds), whatever came when; `compact` does the same for larger ones. What
people said of a document's cells (`verdicts.py`) holds in its new rows too.
"""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from shutil import rmtree
from typing import NamedTuple, TypeVar

import polars as pl
from pydantic import BaseModel

from extract_filings.pipeline.errors import OutputError
from extract_filings.pipeline.tables.deal import dealt
from extract_filings.pipeline.tables.decimals import DECIMAL
from extract_filings.pipeline.tables.frames import Frames, completed
from extract_filings.pipeline.tables.parquet import about_of, put, read_part, shape_of
from extract_filings.pipeline.tables.swap import replacing
from extract_filings.pipeline.tables.verdicts import reviewed, said_in
from extract_filings.schemas.base import Part
from extract_filings.schemas.compile import parts

T = TypeVar("T")
PER_PART = 500
"""Documents. The last part is in memory while new ones join it, some 0.8 MiB a filing."""


class Held(NamedTuple):
    """What the tables say of a document: `source` is the place of its file."""

    sha256: str | None
    key: str | None
    source: str | None


def held_in(out: Path) -> dict[str, Held]:
    """By document, all that the tables hold. Raises OutputError."""
    found = {}
    for part in parts_of(out / "documents"):
        rows = read_part(part)
        source = [] if "source" in rows.columns else [pl.lit(None).alias("source")]
        rows = rows.with_columns(source).select("document", *Held._fields)
        found |= {document: Held(*told) for document, *told in rows.iter_rows()}
    return found


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
    only: Collection[str] | None = None,
) -> list[str]:
    """Add the documents to the tables in OUT, in place of what these have of them. Returns those
    that were added.

    Three kinds are left alone: documents that the tables hold by the same key, those that `load` no
    longer has (another run put them there), and those without a key, a failure of today, where the
    tables know the document. `model` is the schema, `about` goes into the metadata of the files.
    `only`: all documents but these and the new ones go. Raises OutputError; OUT is then as before.
    """
    with replacing(out) as new:
        known, said = keys_in(out), said_in(out)
        fresh = sorted(d for d, k in keys.items() if d not in known or (k and k != known[d]))
        gone = set() if only is None else known.keys() - {*only, *fresh}
        n, last = _carry(out, new, set(fresh), gone, about, parts(model))
        room, added = PER_PART - last["documents"].height if last else 0, []
        for names in [fresh[:room], *batched(fresh[room:], PER_PART)]:
            if frames := {d: f for d in names if (f := load(d)) is not None}:
                log = (r for r in said if r["document"] in frames)
                last = joined(last, reviewed(merged([*frames.values()]), log, model))
            if last:
                put(last, new, n, about)
            n, added, last = n + bool(last), [*added, *frames], {}
        if lost := (set(fresh) - set(added)) & set(known):
            raise OutputError(
                f"{out}: another run has changed {min(lost)} meanwhile; its tables are as that run"
                " left them; start again"
            )
        if added or gone:
            unify(new, about)
        else:
            rmtree(new)
    return added


def joined(old: Frames, new: Frames) -> dict[str, pl.DataFrame]:
    """Documents of both, sorted, in the columns of the newer ones. Raises OutputError."""
    made = {**new, **old}
    for name in old.keys() & new.keys():
        shape = _shape(name, [old[name].schema, new[name].schema])
        rows = pl.concat([_shaped(old[name], shape), _shaped(new[name], shape)])
        made[name] = rows.sort("document", maintain_order=True)
    return made


def documents_of(out: Path, documents: Collection[str]) -> dict[str, pl.DataFrame]:
    """What the tables in OUT hold of these documents. Raises OutputError."""
    made: dict[str, pl.DataFrame] = {}
    for table in sorted(out.iterdir()):
        mine = pl.col("document").is_in([*documents])
        parts = [read_part(p).filter(mine) for p in parts_of(table)]
        made[table.name] = pl.concat(parts).sort("document", maintain_order=True)
    return made


def merged(frames: Sequence[Frames]) -> dict[str, pl.DataFrame]:
    """One frame a table, in the given order. Not all documents have all tables."""
    names = dict.fromkeys(name for f in frames for name in f)
    return {name: pl.concat([f[name] for f in frames if name in f]) for name in names}


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
        # reviews/ may hold documents that no other table does, before the first and after the last
        borders = [batch[0] for batch in wanted[1:]]
        about = about_of(parts_of(out / "documents")[-1])
        for name in tables:  # one by one: a part of all of them takes a sixth more
            for n, rows in enumerate(dealt(parts_of(out / name), borders, new / "aside")):
                put({name: rows}, new, n, about)
                del rows  # or it stays while the next ones are gathered
        return len(shapes), len(wanted) * len(tables)


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


def _carry(
    out: Path,
    new: Path,
    replaced: set[str],
    gone: set[str],
    about: Mapping[str, str],
    asked: Sequence[Part],
) -> tuple[int, Frames]:
    """Links the old parts into the new folder, those that hold documents that leave written anew
    without them, and those of earlier versions with fact/. Returns the next number, and the rows of
    the last part if it has room for more.
    """
    n, last, olds = 0, {}, parts_of(out / "documents")
    for old in olds:
        _same_schema(out, old, about)
        paths = {t.name: t / old.name for t in out.iterdir() if (t / old.name).exists()}
        documents = read_part(old, columns=["document"])["document"]
        held = {*documents, *_waiting(paths)}
        kept = None
        room = old == olds[-1] and len(documents) < PER_PART
        if "fact" not in paths or room or held & (replaced | gone):
            rows = with_fact({name: read_part(p) for name, p in paths.items()}, asked)
            kept = {name: _kept(name, frame, replaced, gone) for name, frame in rows.items()}
        if kept and old == olds[-1] and kept["documents"].height < PER_PART:
            last = kept
        elif kept:
            some = any(frame.height for frame in kept.values())
            put(kept if some else {}, new, n, about_of(old))
            n += some
        else:
            _link(paths, new, n)
            n += 1
    return n, last


def with_fact(frames: Frames, asked: Sequence[Part]) -> Frames:
    """Tables of earlier versions have no fact/."""
    return frames if "fact" in frames else completed(frames, asked)


def _waiting(paths: Mapping[str, Path]) -> Iterable[str]:
    """Documents with verdicts; no other table may have them."""
    if "reviews" not in paths:
        return ()
    return read_part(paths["reviews"], columns=["document"])["document"]


def check_schema(out: Path, about: Mapping[str, str]) -> None:
    """Raises OutputError for tables of another schema. To be called before the long work."""
    for part in parts_of(out / "documents")[:1]:
        _same_schema(out, part, about)


def _same_schema(out: Path, part: Path, about: Mapping[str, str]) -> None:
    if (was := about_of(part).get("extract.schema")) != about["extract.schema"]:
        raise OutputError(
            f"{out}: holds tables of the schema {was or 'unknown'}, not"
            f" {about['extract.schema']}; give another folder"
        )


def _kept(name: str, rows: pl.DataFrame, replaced: set[str], gone: set[str]) -> pl.DataFrame:
    """Without the documents that leave. What people said of those that go waits for them."""
    if name != "reviews":
        return rows.filter(~pl.col("document").is_in(replaced | gone))
    holds = pl.col("document").is_in(gone) & (pl.col("state") == "holds")
    state = pl.when(holds).then(pl.lit("waits")).otherwise("state").alias("state")
    return rows.filter(~pl.col("document").is_in(replaced)).with_columns(state)


def _link(paths: Mapping[str, Path], new: Path, n: int) -> None:
    for name, path in paths.items():
        (new / name).mkdir(exist_ok=True)
        os.link(path, new / name / f"part-{n}.parquet")


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
                frame = _shaped(read_part(path), shape)
                path.unlink()
                put({table.name: frame}, folder, part_number(path), about)


def _shaped(frame: pl.DataFrame, shape: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """With these columns; those that it lacks are empty."""
    new = [pl.lit(None, t).alias(c) for c, t in shape.items() if c not in frame.columns]
    return frame.with_columns(new).cast(pl.Schema(shape)).select(list(shape))


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
