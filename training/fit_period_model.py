"""Fits what tells the periods of numbers in tables: `python -m
extract_filings.training.fit_period_model SPLIT_DIR FACTS.jsonl.gz ... OUT.json`.

FACTS is what `python -m extract_filings.training.data.fact_tables` writes. Code reads the tables
and the periods that each number may be of (`pipeline/resolve/notes/grid_periods.py`); gold says
which it is.
Two fits, both by maximum likelihood with a normal prior:

1. what speaks for a choice, and the words around the number, each number for itself;
2. what its neighbours are besides: fitted on what models say of companies that they have not seen.

With `--unlabelled FOLDER` both learn from further filings, without gold: of their numbers the first
weights say which they are, and those that are sure are learned from as if gold said so. Words that
few companies with gold use become known.

Words that fewer than four companies use are left out. Companies are told apart by their files'
names up to the first `_`. Printed: the share of numbers whose period is right, of companies left
out. `--pages FOLDER` keeps what was read of the PDFs there, for the next time.
"""

import argparse
import gzip
import json
import pickle
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from extract_filings.pipeline.pdf.boxes import boxes
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.pdf.rotation import upright
from extract_filings.pipeline.records import Document
from extract_filings.pipeline.resolve.notes.document_grids import grids_of
from extract_filings.pipeline.resolve.notes.filing_cover import known_by_cover
from extract_filings.pipeline.resolve.notes.grid_periods import Asked, asked_of, only, told
from extract_filings.pipeline.resolve.notes.period_model import (
    LEAST,
    Weights,
    again,
    design,
    kinds_of,
)
from extract_filings.pipeline.resolve.notes.period_neighbours import (
    NEIGHBOURS,
    Numbers,
    neighbours,
)
from extract_filings.training.data.fact_tables import period_of

COMPANIES, FOLDS = 4, 3
A_ROW, A_GRID = 2, 16
"""Numbers of a row and of a grid that are learned from, at most: the others say the same."""
FEATURES_WEIGH, NEAR_WEIGH, WORDS_WEIGH, FAR_WEIGH = 4.0, 2.0, 4.0, 12.0
"""The priors' precisions: words of a row, of those it stands under and of its head are trusted more
than those that a whole grid shares."""
NEAR, FAR = "lsuxh", "acgrz"
"""Kinds of words (period_bags.py)."""
STEPS = 60
SURE = 0.95
"""Probability of a number of a filing without gold, at least, that is learned from."""
SMALLEST = 0.04  # of a word's weights that are kept
Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Filing:
    """`asked`: its grids; `gold`: of each grid, each number's choice, -1 where none is right or
    nothing is known."""

    company: str
    asked: list[Asked]
    gold: list[np.ndarray]


# Filings


def filings_of(split: Path, facts: Path, pages: Path | None) -> Iterator[Filing]:
    with gzip.open(facts, "rt") as file:
        tables = [json.loads(line) for line in file]
    for pdf, own in groupby(tables, lambda t: t["pdf"]):
        gold = {
            (row["page"], row["line"], cell["start"]): period_of(cell)
            for table in own
            for row in table["rows"]
            for cell in row["cells"]
        }
        asked = _asked(split / "pdf" / pdf, pages)
        yield Filing(pdf.split("_")[0], asked, [_right(a, gold) for a in asked])


def without_gold(folder: Path, pages: Path | None) -> Iterator[Filing]:
    for pdf in sorted(folder.glob("*.pdf")):
        asked = _asked(pdf, pages)
        yield Filing(pdf.stem.split("_")[0], asked, [])


def _asked(pdf: Path, pages: Path | None) -> list[Asked]:
    document, placed = _pages(pdf, pages)
    known = known_by_cover(document)
    return [a for a in asked_of(grids_of(document, placed), known)[1] if a]


def _pages(pdf: Path, kept: Path | None) -> tuple[Document, dict]:
    """A document, and the boxes of its upright pages."""
    at = kept / f"{pdf.stem}.pickle" if kept else None
    if at and at.exists():
        return pickle.loads(at.read_bytes())
    document = read(pdf)
    pages = [n for n, page in enumerate(document.pages, 1) if page]
    made = document, {n: upright(page) for n, page in boxes(document, pages).items()}
    if at:
        at.write_bytes(pickle.dumps(made))
    return made


def _right(asked: Asked, gold: Mapping[Place, tuple]) -> np.ndarray:
    at = {p: i for i, p in enumerate(asked.choices.periods)}
    places = ((a.line.page, a.line.number, a.start) for a, *_ in asked.amounts)
    return np.array([at.get(gold[p], -1) if p in gold else -1 for p in places])


# Both fits


@dataclass(frozen=True, slots=True)
class Units:
    """Choices of many numbers below each other: `inputs` (choices, features), `number` of each,
    `first` choice of each number, `gold` among all choices."""

    inputs: np.ndarray
    number: np.ndarray
    first: np.ndarray
    gold: np.ndarray

    @staticmethod
    def of(parts: Sequence[np.ndarray], gold: Sequence[int]) -> "Units":
        sizes = np.array([len(p) for p in parts])
        first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        number = np.repeat(np.arange(len(parts)), sizes)
        return Units(np.concatenate(parts), number, first, first + np.array(gold))

    def wrong(self, score: np.ndarray) -> tuple[float, np.ndarray]:
        """Minus the log likelihood, and its slope at each choice."""
        made = np.exp(score - np.maximum.reduceat(score, self.first)[self.number])
        made /= np.add.reduceat(made, self.first)[self.number]
        lost = -np.log(np.maximum(made[self.gold], 1e-12)).sum()
        made[self.gold] -= 1
        return float(lost), made.astype(np.float32)


def first_fit(filings: Sequence[Filing]) -> Weights:
    """Weights of features and words; of neighbours none."""
    words = _words(filings)
    column = {w: i for i, w in enumerate(words)}
    units, kinds, bags = _first_units(filings, column)
    weigh = np.array([_weigh(w) for w in words], np.float32)
    features, of_words, of_kinds = _minimum(units, kinds, bags, weigh)
    kept = {w: of_words[i] for w, i in column.items() if np.abs(of_words[i]).max() >= SMALLEST}
    return Weights(features, of_kinds, kept, np.zeros(1 + NEIGHBOURS))


def _words(filings: Sequence[Filing]) -> list[str]:
    companies: dict[str, set[str]] = defaultdict(set)
    for f in filings:
        for asked, gold in zip(f.asked, f.gold, strict=True):
            for bag in (*asked.bags.rows, *asked.bags.columns, asked.bags.grid):
                for word in bag if (gold >= 0).any() else ():
                    companies[word].add(f.company)
    return sorted(w for w, some in companies.items() if len(some) >= COMPANIES)


def _weigh(word: str) -> float:
    kind, _, rest = word.partition(":")
    if not rest:
        return WORDS_WEIGH
    return NEAR_WEIGH if kind in NEAR else FAR_WEIGH if kind in FAR else WORDS_WEIGH


def _sample(asked: Asked, gold: np.ndarray) -> list[int]:
    rows, _ = asked.places
    made: list[int] = []
    for row in np.unique(rows):
        known = np.flatnonzero((rows == row) & (gold >= 0))
        made += [*known[np.linspace(0, len(known) - 1, min(A_ROW, len(known))).astype(int)]]
    return [made[i] for i in np.linspace(0, len(made) - 1, min(A_GRID, len(made))).astype(int)]


def _first_units(
    filings: Sequence[Filing], column: Mapping[str, int]
) -> tuple[Units, np.ndarray, csr_matrix]:
    """With the kind of each choice, counted on by number, and the words of each number."""
    parts, answers, kinds, words, ends = [], [], [], [], [0]
    for f in filings:
        for asked, gold in zip(f.asked, f.gold, strict=True):
            for n in _sample(asked, gold):
                _, i, j = asked.amounts[n]
                parts.append(design(asked.choices, i, j))
                kind = kinds_of(asked.choices, np.array([i]), np.array([j]))[0]
                kinds.append(3 * len(answers) + kind)
                answers.append(gold[n])
                bag = (*asked.bags.rows[i], *asked.bags.columns[j], *asked.bags.grid)
                words += [column[w] for w in bag if w in column]
                ends.append(len(words))
    shape = len(answers), len(column)
    bags = csr_matrix((np.ones(len(words), np.float32), words, ends), shape=shape)
    return Units.of(parts, answers), np.concatenate(kinds), bags


def _minimum(
    units: Units, kinds: np.ndarray, bags: csr_matrix, weigh: np.ndarray
) -> tuple[np.ndarray, ...]:
    """Weights of features, of words (words, 3), of kinds (3). `weigh`: the words' priors."""
    many, words, turned = units.inputs.shape[1], bags.shape[1], bags.T.tocsr()
    edges = [many, many + 3 * words]

    def loss(at: np.ndarray) -> tuple[float, np.ndarray]:
        w, v, b = np.split((at / steep).astype(np.float32), edges)
        v = v.reshape(words, 3)
        score = units.inputs @ w + (bags @ v + b).ravel()[kinds]
        lost, slope = units.wrong(score)
        of_kind = np.bincount(kinds, slope, 3 * bags.shape[0]).reshape(-1, 3).astype(np.float32)
        prior = FEATURES_WEIGH * (w @ w) + weigh @ (v * v).sum(1)
        back = (
            units.inputs.T @ slope + FEATURES_WEIGH * w,
            (turned @ of_kind + weigh[:, None] * v).ravel(),
            of_kind.sum(0),
        )
        return lost + float(prior) / 2, np.concatenate(back) / steep

    # every variable of about the same curvature, so that few steps are enough
    often = np.asarray(bags.sum(0)).ravel()
    steep = np.concatenate(
        [
            np.sqrt(0.005 * (units.inputs**2).sum(0) + FEATURES_WEIGH),
            np.repeat(np.sqrt(0.05 * often + weigh), 3),
            np.sqrt(0.05 * bags.shape[0]) * np.ones(3),
        ]
    )
    found = minimize(
        loss,
        np.zeros(len(steep)),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": STEPS, "maxcor": 15},
    )
    w, v, b = np.split(found.x / steep, edges)
    return w, v.reshape(words, 3), b


def second_fit(filings: Sequence[Filing], first: Sequence[Sequence[Numbers]]) -> np.ndarray:
    """Weights of a choice's own probability and of what the neighbours say."""
    parts, answers = [], []
    for filing, some in zip(filings, first, strict=True):
        for grid, said, gold in zip(some, neighbours(some), filing.gold, strict=True):
            for n in np.flatnonzero(gold >= 0):
                own = np.log(grid.chosen[n] + LEAST)[:, None]
                parts.append(np.concatenate([own, said[n]], 1).astype(np.float32))
                answers.append(gold[n])
    units = Units.of(parts, answers)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        lost, slope = units.wrong(units.inputs @ w.astype(np.float32))
        return lost + w @ w / 2, units.inputs.T @ slope + w

    start = np.eye(1, 1 + NEIGHBOURS)[0]
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 60}).x


def right(filings: Sequence[Filing], told_of: Sequence[Sequence[Numbers]]) -> float:
    """The share of numbers whose choice is right, of those that have a right one."""
    hits = [
        grid.chosen[gold >= 0].argmax(1) == gold[gold >= 0]
        for filing, some in zip(filings, told_of, strict=True)
        for grid, gold in zip(some, filing.gold, strict=True)
    ]
    return float(np.concatenate(hits).mean())


def numbers_of(filing: Filing, by: Weights) -> list[Numbers]:
    """As the product reads it."""
    return [
        only(n, a)
        for n, a in zip(again([told(a, by) for a in filing.asked], by), filing.asked, strict=True)
    ]


def surely(filing: Filing, by: Weights) -> Filing:
    """A filing without gold: its sure numbers are what they are read as."""
    chosen = [n.chosen for n in numbers_of(filing, by)]
    return replace(filing, gold=[np.where(c.max(1) >= SURE, c.argmax(1), -1) for c in chosen])


def both_fits(filings: Sequence[Filing], others: Sequence[Filing]) -> Weights:
    """`others`: without gold, told by weights that are fitted without them."""
    made = _both(filings, [])
    return _both(filings, [surely(f, made) for f in others]) if others else made


def _both(filings: Sequence[Filing], others: Sequence[Filing]) -> Weights:
    """The second fit learns from filings that the first has not seen."""
    first: dict[int, list[Numbers]] = {}
    for own in _folds(filings):
        by = first_fit([*(f for f in filings if f.company not in own), *others])
        first |= {
            i: [told(a, by) for a in f.asked] for i, f in enumerate(filings) if f.company in own
        }
    by = first_fit([*filings, *others])
    return replace(by, again=second_fit(filings, [first[i] for i in range(len(filings))]))


def _folds(filings: Sequence[Filing]) -> list[set[str]]:
    companies = sorted({f.company for f in filings})
    return [{*companies[k::FOLDS]} for k in range(FOLDS)]


def left_out(filings: Sequence[Filing], others: Sequence[Filing]) -> float:
    """The share of periods that are right in filings of companies left out."""
    told_of: dict[int, list[Numbers]] = {}
    for own in _folds(filings):
        by = both_fits([f for f in filings if f.company not in own], others)
        told_of |= {i: numbers_of(f, by) for i, f in enumerate(filings) if f.company in own}
    return right(filings, [told_of[i] for i in range(len(filings))])


def main() -> None:
    parser = argparse.ArgumentParser(description="fits what tells the periods of numbers")
    parser.add_argument("paths", type=Path, nargs="+", help="SPLIT_DIR FACTS pairs, then OUT.json")
    parser.add_argument("--pages", type=Path, help="folder that keeps what was read of the PDFs")
    parser.add_argument("--unlabelled", type=Path, help="folder of PDFs without gold")
    asked = parser.parse_args()
    pairs = zip(asked.paths[:-1:2], asked.paths[1::2], strict=True)
    filings = [f for split, facts in pairs for f in filings_of(split, facts, asked.pages)]
    others = [*without_gold(asked.unlabelled, asked.pages)] if asked.unlabelled else []
    print(f"companies left out: {left_out(filings, others):.2%} of periods right")
    by = both_fits(filings, others)
    made = {
        "features": [round(float(w), 3) for w in by.features],
        "kinds": [round(float(w), 3) for w in by.kinds],
        "again": [round(float(w), 3) for w in by.again],
        "words": {w: [round(float(x), 2) for x in v] for w, v in sorted(by.words.items())},
    }
    asked.paths[-1].write_text(json.dumps(made, separators=(",", ":")) + "\n")
    print(f"{len(by.words)} words")


if __name__ == "__main__":
    main()
