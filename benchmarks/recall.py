"""How often the page that prints a value is among the chunks asked: `python -m benchmarks.recall SPLIT_DIR`.

SPLIT_DIR holds `pdf/`, `docs.parquet` (true pages of each statement) and `gold.parquet` (page of each cover value).
"""

import sys
from collections import Counter
from pathlib import Path

import polars as pl

from pipeline.chunk import chunk_pages
from pipeline.locate import KEEP, OPENING_PAGES, locate
from pipeline.read import read
from schemas.base import parts
from schemas.filing import Filing


def main(split: Path) -> None:
    schema = parts(Filing)
    gold = pl.read_parquet(split / "gold.parquet").filter((pl.col.section == "cover") & pl.col.page.is_not_null())
    hit, all_, asked, lines = Counter(), Counter(), 0, 0
    for doc in pl.read_parquet(split / "docs.parquet").iter_rows(named=True):
        chunks = chunk_pages(read(split / "pdf" / f"{doc['doc_id']}.pdf"))
        found = locate(schema, chunks)
        true = {p.name: doc.get(f"{p.name}_pages") or [] for p in schema if p.kind == "statement"}
        true["filing"] = gold.filter(pl.col.doc_id == doc["doc_id"])["page"].to_list()
        for part, pages in true.items():
            have = {c.page for c in found[part]}
            hit[part] += sum(page in have for page in pages)
            all_[part] += len(pages)
        asked += sum(len(c.lines) for c in {c for cs in found.values() for c in cs})
        lines += sum(len(c.lines) for c in chunks)
    for part in all_:
        print(f"{part:20} {hit[part]:5} of {all_[part]:5} true pages among those asked = {hit[part] / all_[part]:.4f}")
    print(f"{KEEP} pages a statement, the first {OPENING_PAGES} for the cover: {asked / lines:.1%} of all lines are asked")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
