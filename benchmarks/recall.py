"""How often the page that prints a value is among the chunks asked, and what share is read: `python -m benchmarks.recall SPLIT_DIR`.

SPLIT_DIR holds `pdf/`, `docs.parquet` (true pages of each statement) and `gold.parquet` (page of each cover value).
Tokens are the embedded model's, of the text as printed; a chunk that is asked for its statements and for its cover counts twice.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import polars as pl
from tokenizers import Tokenizer

from models import EMBEDDED
from pipeline.chunk import chunk_pages
from pipeline.locate import locate
from pipeline.read import read
from pipeline.records import Chunk
from schemas.base import Part
from schemas.compile import parts
from schemas.filing import Filing

SCHEMA = parts(Filing)


def true_pages(doc: dict, gold: pl.DataFrame) -> dict[str, list[int]]:
    """A page for each value that gold has a page of."""
    pages = {p.name: doc.get(f"{p.name}_pages") or [] for p in SCHEMA if p.kind == "statement"}
    return pages | {"filing": gold.filter(pl.col.doc_id == doc["doc_id"])["page"].to_list()}


def read_share(chunks: Sequence[Chunk], found: dict[str, list[Chunk]], tokens: Tokenizer) -> tuple[int, int]:
    """Tokens of the chunks asked, of all."""
    many = {c: len(tokens.encode("\n".join(line.text for line in c.lines)).ids) for c in chunks}
    groups: Sequence[Sequence[Part]] = [[p for p in SCHEMA if p.opening], [p for p in SCHEMA if not p.opening]]
    return sum(many[c] for group in groups for c in {c for p in group for c in found[p.name]}), sum(many.values())


def main(split: Path) -> None:
    gold = pl.read_parquet(split / "gold.parquet").filter((pl.col.section == "cover") & pl.col.page.is_not_null())
    tokens, hit, all_, shares = Tokenizer.from_file(str(EMBEDDED / "tokenizer.json")), Counter(), Counter(), []
    for doc in pl.read_parquet(split / "docs.parquet").iter_rows(named=True):
        chunks = chunk_pages(read(split / "pdf" / f"{doc['doc_id']}.pdf"))
        found = locate(SCHEMA, chunks)
        for part, pages in true_pages(doc, gold).items():
            hit[part] += sum(page in {c.page for c in found[part]} for page in pages)
            all_[part] += len(pages)
        shares.append(read_share(chunks, found, tokens))
    for part in all_:
        print(f"{part:20} {hit[part]:5} of {all_[part]:5} true pages among those asked = {hit[part] / all_[part]:.4f}")
    some, every = map(sum, zip(*shares))
    print(f"{some / every:.1%} of all tokens are read, median of a filing {median(a / b for a, b in shares):.1%}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
