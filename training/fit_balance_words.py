"""Fits the words that tell balances from amounts over time: `python -m
extract_filings.training.fit_balance_words SPLIT_DIR FACTS.jsonl.gz ... OUT.json`.

A logistic regression on the words of each row of every table with facts, of the head and the
sentence above it, as code reads them (`pipeline/resolve/balances.py`). Words that fewer than four
companies use are left out. FACTS is what `training/data/fact_tables.py` writes; companies are told
apart by their files' names up to the first `_`.
"""

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from extract_filings.pipeline.pdf.boxes import boxes
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.pdf.rotation import upright
from extract_filings.pipeline.resolve.balances import features
from extract_filings.pipeline.resolve.grid_periods import context_of
from extract_filings.pipeline.resolve.grids import grids
from extract_filings.pipeline.resolve.statement import in_place

COMPANIES = 4
DECAY, STEPS = 2e-4, 60
LEAST = 0.1  # of a weight that is kept
Row = tuple[str, set[str], bool]  # company, words, whether it is of balances


def rows_of(split: Path, facts: Path) -> Iterator[Row]:
    """The rows of all grids with facts; most of a row's cells say which it is."""
    with gzip.open(facts, "rt") as file:
        tables = [json.loads(line) for line in file]
    for pdf, own in groupby(tables, lambda t: t["pdf"]):
        balance = {
            (row["page"], row["line"], cell["start"]): cell["period_start"] is None
            for table in own
            for row in table["rows"]
            for cell in row["cells"]
        }
        document = read(split / "pdf" / pdf)
        for number, page in enumerate(document.pages, 1):
            placed = {number: upright(boxes(document, [number])[number])} if page else {}
            for grid in grids(in_place(page, placed), placed):
                for row in grid.rows:
                    places = [(a.line.page, a.line.number, a.start) for a, _ in row.amounts]
                    said = [balance[p] for p in places if p in balance]
                    if said:
                        words = features(row.label, context_of(grid))
                        yield pdf.split("_")[0], words, 2 * sum(said) > len(said)


def fit(rows: Sequence[Row]) -> dict[str, float]:
    """The weight of each word; that of "" is the bias."""
    companies: dict[str, set[str]] = defaultdict(set)
    for company, words, _ in rows:
        for word in words:
            companies[word].add(company)
    known = sorted(w for w, some in companies.items() if len(some) >= COMPANIES)
    column = {w: i for i, w in enumerate(known)}
    places = [(i, column[w]) for i, (_, ws, _) in enumerate(rows) for w in ws if w in column]
    inputs = torch.sparse_coo_tensor(
        torch.tensor(places).T, torch.ones(len(places)), (len(rows), len(known))
    )
    wanted = torch.tensor([float(y) for *_, y in rows])
    weights = torch.zeros(len(known), requires_grad=True)
    bias = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=STEPS)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        odds = torch.sparse.mm(inputs, weights[:, None])[:, 0] + bias
        value = binary_cross_entropy_with_logits(odds, wanted) + DECAY / 2 * weights.square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    made = {w: round(weights[i].item(), 2) for w, i in column.items()}
    return {"": round(bias.item(), 2)} | {w: v for w, v in made.items() if abs(v) >= LEAST}


def main() -> None:
    parser = argparse.ArgumentParser(description="fits the words of balances")
    parser.add_argument("splits", type=Path, nargs="+", help="SPLIT_DIR FACTS pairs, then OUT.json")
    words = parser.parse_args().splits
    pairs = zip(words[:-1:2], words[1::2], strict=True)
    weights = fit([row for split, facts in pairs for row in rows_of(split, facts)])
    words[-1].write_text(json.dumps(weights, indent=0, sort_keys=True) + "\n")
    print(f"{len(weights)} words")


if __name__ == "__main__":
    main()
