"""How often the page that prints a value is among the chunks asked, and what share is read: `python
-m extract_filings.benchmarks.accuracy.recall SPLIT_DIR [SCHEMA]`.

SPLIT_DIR holds `pdf/`, `docs.parquet` (true pages of each statement) and `gold.parquet` (page of
each cover value). "At first": by their words, before the embedded model's answers say which are
asked next. With a schema, SPLIT_DIR is what `extract synth --schema SCHEMA` made, and each value is
sought on the pages asked for its field. Tokens are the embedded model's, of the text as printed; a
chunk that is asked for its statements and for its cover counts twice.
"""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

import polars as pl
from tokenizers import Tokenizer

from extract_filings.models import EMBEDDED
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.gold.format import COVER
from extract_filings.pipeline.locate.chunk import chunk_pages
from extract_filings.pipeline.locate.rank import locate, rank
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.records import Chunk
from extract_filings.pipeline.settings import Settings
from extract_filings.schemas.base import Part
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing
from extract_filings.schemas.load import load_schema

SCHEMA = parts(Filing)


def true_pages(doc: dict, gold: pl.DataFrame) -> dict[str, list[int]]:
    """A page for each value that gold has a page of."""
    pages = {p.name: doc.get(f"{p.name}_pages") or [] for p in SCHEMA if p.kind == "statement"}
    return pages | {"filing": gold.filter(pl.col.doc_id == doc["doc_id"])["page"].to_list()}


def read_share(
    chunks: Sequence[Chunk], found: Mapping[str, Sequence[Chunk]], tokens: Tokenizer
) -> tuple[int, int]:
    """Tokens of the chunks asked, of all."""
    many = {c: len(tokens.encode("\n".join(line.text for line in c.lines)).ids) for c in chunks}
    groups: Sequence[Sequence[Part]] = [
        [p for p in SCHEMA if p.opening],
        [p for p in SCHEMA if not p.opening],
    ]
    return sum(many[c] for group in groups for c in {c for p in group for c in found[p.name]}), sum(
        many.values()
    )


def main(split: Path) -> None:
    gold = pl.read_parquet(split / "gold.parquet").filter(
        (pl.col.section == COVER) & pl.col.page.is_not_null()
    )
    tokens, extractor = Tokenizer.from_file(str(EMBEDDED / "tokenizer.json")), Pipeline(Settings())
    first, hit, all_, shares = Counter(), Counter(), Counter(), []
    for doc in pl.read_parquet(split / "docs.parquet").iter_rows(named=True):
        document = read(split / "pdf" / f"{doc['doc_id']}.pdf")
        chunks = chunk_pages(document)
        found, asked = (
            locate(SCHEMA, chunks),
            {part: heard.chunks for part, heard in extractor.ask(document).items()},
        )
        for part, pages in true_pages(doc, gold).items():
            for count, some in ((first, found), (hit, asked)):
                count[part] += sum(page in {c.page for c in some[part]} for page in pages)
            all_[part] += len(pages)
        shares.append(read_share(chunks, asked, tokens))
    for part in all_:
        print(
            f"{part:20} {first[part]:5} of {all_[part]:5} true pages asked at first, {hit[part]:5}"
            f" in all = {hit[part] / all_[part]:.4f}"
        )
    some, every = map(sum, zip(*shares, strict=False))
    print(
        f"{some / every:.1%} of all tokens are read, median of a filing"
        f" {median(a / b for a, b in shares):.1%}"
    )


def by_field(split: Path, schema: str) -> None:
    """Of any schema: the fields that have values on pages not asked for them, and the sum."""
    asked = parts(load_schema(schema))
    gold = pl.read_parquet(split / "gold.parquet").filter(pl.col("printed") != "")
    hit, all_, shares = Counter(), Counter(), []
    for (doc,), facts in gold.group_by("doc_id", maintain_order=True):
        chunks = chunk_pages(read(split / "pdf" / f"{doc}.pdf"))
        found = {
            (part, f): {c.page for c in some}
            for part, fields in rank(asked, chunks).items()
            for f, some in fields.items()
        }
        for at, page in (
            (r[:2], r[2]) for r in facts.select("section", "item", "page").iter_rows()
        ):
            hit[at] += page in found[at]
            all_[at] += 1
        shares += [len(pages) / len(chunks) for pages in found.values()]
    for at in (a for a in all_ if hit[a] < all_[a]):
        print(f"{'.'.join(at):40} {hit[at]:5} of {all_[at]:5}")
    print(
        f"{hit.total()} of {all_.total()} values on a page that is asked for them ="
        f" {hit.total() / all_.total():.4f}; a field is asked on {sum(shares) / len(shares):.1%} of"
        " the pages"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1])) if len(sys.argv) == 2 else by_field(Path(sys.argv[1]), sys.argv[2])
