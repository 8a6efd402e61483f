"""A folder with gold -> two, each with the filings of every other company: `python -m
extract_filings.training.data.split_by_company DIR OUT` makes OUT/a and OUT/b.

A model that was trained on one half has not seen the companies of the other: what it says of them
tells how often it is right (training/calibrate.py). PDFs are linked, not copied.
"""

import gzip
import json
import sys
from pathlib import Path

import polars as pl

from extract_filings.training.data.splits import company


def halve(split: Path, out: Path) -> None:
    documents = pl.read_parquet(split / "docs.parquet")["doc_id"].to_list()
    owners = sorted({company(d) for d in documents})
    for name, mine in (("a", set(owners[::2])), ("b", set(owners[1::2]))):
        _half(split, out / name, {d for d in documents if company(d) in mine})


def _half(split: Path, half: Path, documents: set[str]) -> None:
    (half / "pdf").mkdir(parents=True, exist_ok=True)
    for table in ("docs.parquet", "gold.parquet"):
        pl.read_parquet(split / table).filter(
            pl.col("doc_id").is_in(list(documents))
        ).write_parquet(half / table)
    packed = split / "rows.jsonl.gz"
    with (
        gzip.open(packed, "rt") if packed.exists() else (split / "rows.jsonl").open() as rows,
        (half / "rows.jsonl").open("w") as mine,
    ):
        mine.writelines(row for row in rows if json.loads(row)["doc_id"] in documents)
    for document in documents:
        link = half / "pdf" / f"{document}.pdf"
        link.unlink(missing_ok=True)
        link.symlink_to((split / "pdf" / link.name).resolve())


if __name__ == "__main__":
    halve(*map(Path, sys.argv[1:3]))
