"""Which companies a folder of filings holds, and that none is both trained on and measured on.

Filings of one company are alike, so a company that was trained on says nothing of the next one. A
company is known by its ticker (a document's name up to the first "_", as in
`ibm_10-k_0000051143-24-000012`) and by the registrant's name that gold has for it, if it has one.
Files without gold are named after the company, by whatever hand (`3M_2018_10K.pdf`,
`IBM_2015_10K.pdf`), so their names are compared with care: rather a file too many left out than one
too few. Made-up filings have no company.

>>> company("JOHNSON_JOHNSON_2015_10K"), company("ibm_10-k_0000051143-24-000012")
('johnsonjohnson', 'ibm')
>>> core("THE PROCTER & GAMBLE CO")
('procter', 'gamble')
"""

import json
import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from pathlib import Path

import polars as pl

from extract_filings.pipeline.errors import InputError

LEGAL = {
    "the",
    "and",
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "co",
    "company",
    "plc",
    "ltd",
    "limited",
    "llc",
    "lp",
    "nv",
    "sa",
    "ag",
    "se",
}
MADE_UP = re.compile(r"synth\d+")
ALIKE = 0.9  # of two names' letters: a misspelt name is still the company's

Name = tuple[str, ...]  # a registrant's words in lower case, without those of its legal form
Companies = dict[str, set[Name]]  # ticker -> names


def company(stem: str) -> str:
    """Whose filing a file's name says it is: what stands before the year or the form, letters and
    digits only.
    """
    return _squeeze(re.split(r"_(?=(?:19|20)\d\d|10-?[kq])", stem, maxsplit=1, flags=re.I)[0])


def core(name: str) -> Name:
    return tuple(
        w for w in re.findall(r"[a-z\d]+", re.sub("['’]", "", name.lower())) if w not in LEGAL
    )


def companies(split: Path) -> Companies:
    """Of a folder with gold, or of a file of pages made from one (`training/data/pages.py`; it
    knows no names).
    """
    if split.is_file():
        with (
            split.open() as file
            # not str.splitlines, which also parts a page's text where it holds a rare kind of line
            # end
        ):
            documents = {json.loads(page)["document"] for page in file}
        return {company(d): set() for d in documents if not MADE_UP.match(d)}
    found: Companies = {company(d): set() for d in _column(split / "docs.parquet", pl.col.doc_id)}
    named = _column(
        split / "gold.parquet", pl.struct("doc_id", "value"), pl.col.item == "registrant_name"
    )
    for row in named:
        found.setdefault(company(row["doc_id"]), set()).update({core(row["value"])} - {()})
    return {ticker: names for ticker, names in found.items() if not MADE_UP.fullmatch(ticker)}


def shared(data: Path, judge: Path) -> list[str]:
    """Tickers of the judge's companies that the data holds too, under this ticker or another."""
    ours, theirs = companies(data), companies(judge)
    names = {n for known in ours.values() for n in known}
    return sorted(ticker for ticker, known in theirs.items() if ticker in ours or known & names)


def refuse_shared(data: Iterable[Path], judge: Sequence[Path]) -> None:
    """Raises InputError if a company is both trained on and measured on."""
    for folder in data:
        for held in judge:
            if both := shared(folder, held):
                raise InputError(
                    f"--data {folder} and --judge {held} share {_count(both)}:"
                    f" {', '.join(t.upper() for t in both)}; what is trained on measures nothing:"
                    " keep each company's filings, gold and docs in one of the two folders"
                )


def leave_out(text: Path, judge: Sequence[Path]) -> list[Path]:
    """Files of a folder without gold whose names say that they are of a company of the judge's: not
    to be read as text.
    """
    held = [one for split in judge for one in companies(split).items()]
    return [
        p
        for p in sorted(text.glob("*.pdf"))
        if any(of(company(p.stem), ticker, names) for ticker, names in held)
    ]


def of(key: str, ticker: str, names: Iterable[Name]) -> bool:
    """Whether a file's `company` is the company: its ticker, initials, first words, or its name
    with something behind.
    """
    return key == ticker or any(_names(key, name) for name in names)


def _names(key: str, name: Name) -> bool:
    whole = "".join(name)
    starts = {*accumulate(name), "".join(w[0] for w in name) if len(name) > 1 else whole}
    return (
        key in starts or key.startswith(whole) or SequenceMatcher(None, key, whole).ratio() >= ALIKE
    )


def _squeeze(text: str) -> str:
    return re.sub(r"[^a-z\d]", "", text.lower())


def _count(names: Sequence[str]) -> str:
    return f"{len(names)} {'company' if len(names) == 1 else 'companies'}"


def _column(path: Path, column: pl.Expr, where: pl.Expr | None = None) -> list:
    try:
        frame = pl.read_parquet(path)
        return (
            frame.filter(pl.lit(True) if where is None else where)
            .select(column)
            .to_series()
            .to_list()
        )
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputError(
            f"{path}: cannot be read; a split holds pdf/, docs.parquet and gold.parquet"
        ) from error
