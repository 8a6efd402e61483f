"""Where the pages to learn from come from: folders with gold, or files of pages that were made from
them before.

Reading hundreds of filings takes minutes, a file of their pages a second: `python -m
extract_filings.training.data.pages DIR FILE.jsonl`. A line of it is a page:

    {"document": "acme", "lines": ["Net sales 9,978"], "targets": ["<income_statement.revenue>"],
    "concepts": [null], "holds": ["income_statement"]}
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.gold.pages import RowPage, WordPage, examples
from extract_filings.pipeline.records import Turn
from extract_filings.schemas.base import Part
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing

Page = RowPage | WordPage
Sources = list[tuple[float, list[Page]]]  # weight and pages of each
Ahead = Callable[[Page, Sequence[Part]], tuple[Turn, ...]]
"""What stands ahead of a page that these parts are asked of."""


def nothing(page: Page, asked: Sequence[Part]) -> tuple[Turn, ...]:
    return ()


def save_pages(pages: Iterable[Page], path: Path) -> None:
    """Writes a file that `--data` takes in place of the folder: `save_pages(examples(DIR, parts),
    Path("train.jsonl"))`.
    """
    part = path.with_name(
        path.name + ".part"
    )  # a run cut short must not leave half of the pages under the right name
    with part.open("w") as file:
        for page in pages:
            print(
                json.dumps(asdict(page), ensure_ascii=False, default=sorted), file=file
            )  # `holds` is a set
    part.replace(path)


def load_pages(sources: Iterable[str], schema: tuple[Part, ...]) -> Sources:
    """`[WEIGHT:]DIR` or `[WEIGHT:]FILE.jsonl` -> weight (1 if not given) and pages. Raises
    InputError.
    """
    return [
        (weight, _from_file(path) if path.is_file() else list(examples(path, schema)))
        for weight, path in map(weighted, sources)
    ]


def weighted(source: str) -> tuple[float, Path]:
    """
    >>> weighted("0.8:synth"), weighted("synth")
    ((0.8, PosixPath('synth')), (1.0, PosixPath('synth')))
    """
    weight, path = re.fullmatch(r"(?:(\d*\.?\d+):)?(.+)", source, re.S).groups()
    return float(weight or 1), Path(path)


def check(path: Path) -> None:
    """Raises InputError if this cannot hold pages. To be called for all before one is read: that
    takes minutes.
    """
    if not path.exists():
        raise InputError(f"{path}: no such folder; look with `ls {path.parent}`")
    wanted = {name: (path / name).exists() for name in ("pdf", "gold.parquet", "docs.parquet")}
    wanted["rows.jsonl or rows.jsonl.gz"] = any(
        (path / name).exists() for name in ("rows.jsonl", "rows.jsonl.gz")
    )
    if path.is_dir() and not all(wanted.values()):
        missing = ", ".join(name for name, there in wanted.items() if not there)
        raise InputError(
            f"{path}: no {missing}; make a folder to train on with `extract synth --n 20 --out"
            " DIR`, see training/README.md"
        )


def _from_file(path: Path) -> list[Page]:
    try:
        with path.open() as file:
            return [_page(json.loads(line)) for line in file]
    except (ValueError, TypeError) as error:
        raise InputError(
            f"{path}: not a file of pages ({str(error)[:80]}); write it with `save_pages` of"
            " training/data/pages.py"
        ) from error


def _page(row: dict) -> Page:
    return (
        RowPage(**row | {"holds": frozenset(row["holds"])}) if "holds" in row else WordPage(**row)
    )


if __name__ == "__main__":
    folder, file = map(Path, sys.argv[1:3])
    save_pages(examples(folder, parts(Filing)), file)
