"""Which printed row carries which item, told the statement's pages: `python -m
extract_filings.benchmarks.accuracy.rows SPLIT_DIR [MODEL]`.

The same work as a linear model on character n-grams is measured on (97.8 % on the dev split): for
each item that gold has, the line of the statement's pages that the model marks for it with the
highest probability; where quarter and year to date stand on two pages either is right. Prints rows
right and misses.
"""

import sys
from collections import Counter
from pathlib import Path

import polars as pl

from extract_filings.pipeline.ask.tagging_prompt import rows_prompt
from extract_filings.pipeline.decode.engine import Engine
from extract_filings.pipeline.gold.pages import gold_rows, row_targets
from extract_filings.pipeline.locate.chunk import chunk_pages
from extract_filings.pipeline.pdf.read import read
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing


def main(split: Path, model: str = "embedded") -> None:
    engine, rows = Engine(model), gold_rows(split)
    statements = [p for p in parts(Filing) if p.kind == "statement"]
    right: Counter[bool] = Counter()
    for doc in pl.read_parquet(split / "docs.parquet").iter_rows(named=True):
        document = read(split / "pdf" / f"{doc['doc_id']}.pdf")
        chunks = {c.page: c for c in chunk_pages(document)}
        for part in statements:
            pages = doc[f"{part.name}_pages"] or []
            prompts = [rows_prompt(chunks[n], statements) for n in pages]
            offers = [
                (q.line, dict(a.options))
                for p, answers in zip(prompts, engine.answer(prompts), strict=False)
                for q, a in zip(p.questions, answers, strict=False)
                if q.line
            ]
            places: dict[str, list[tuple[int, int]]] = {}
            for place, (name, _) in row_targets(
                document, rows[doc["doc_id"]], {part.name: pages}
            ).items():
                places.setdefault(name, []).append(place)
            for name in sorted(set(places) - {None}):
                guess = max(offers, key=lambda o: o[1].get(name, 0.0))[0] if offers else None
                hit = guess is not None and (guess.page, guess.number) in places[name]
                right[hit] += 1
                if not hit:
                    page, number = places[name][0]
                    true = document.pages[page - 1][number].text
                    print(
                        f"  {doc['doc_id']} {name}: want {true[:60]!r}, got"
                        f" {guess and guess.text[:60]!r}"
                    )
    print(f"rows right: {right[True]} of {right.total()} = {right[True] / right.total():.4f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
