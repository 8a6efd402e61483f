"""The form of a gold file: its columns, and the two ways in which a row names its cell.

Gold of most schemas names the schema's own parts and fields. Gold of filings keeps the facts of the
first page in one section, "cover", under names of its own; nothing but this module knows them.
"""

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from extract_filings.schemas.base import Part

COLUMNS = {
    "doc_id": pl.String,
    "section": pl.String,
    "item": pl.String,
    "period_start": pl.String,
    "period_end": pl.String,
    "value": pl.String,
    "unit": pl.String,
    "decimals": pl.String,
    "printed": pl.String,
    "concept": pl.String,
    "dimension": pl.String,
    "label": pl.String,
    "printed_negative": pl.Boolean,
    "scale": pl.Int32,
    "table_index": pl.Int32,
    "row_index": pl.Int32,
    "page": pl.Int32,
    "suspect": pl.String,
}
"""One row a value."""

PARENT = "parent_row"
"""The item that says in which row of the list around it a row lies."""

COVER, ROOT, LIST = "cover", "filing", "security"
SECURITY = {"title": "security_title", "trading_symbol": "trading_symbol", "exchange": "exchange"}
"""Fields of the list of securities, and the items that stand for them in gold."""
_FIELDS = {item: field for field, item in SECURITY.items()}
AMOUNTS = ("shares_outstanding", "public_float")
"""Items of the cover that are amounts. Those of statements all are."""
DIGITS_ONLY = ("phone", "employer_id")


def place_of(section: str, item: str) -> tuple[str, str]:
    """Part and field that a row of gold is about.

    >>> place_of("cover", "security_title"), place_of("cover", "city"), place_of("lease", "rent")
    (('security', 'title'), ('filing', 'city'), ('lease', 'rent'))
    """
    if section != COVER:
        return section, item
    return (LIST, _FIELDS[item]) if item in _FIELDS else (ROOT, item)


def name_of(root: str, part: str, field: str) -> tuple[str, str]:
    """Section and item of a cell, the other way. `root` is the schema's root part.

    >>> name_of("filing", "security", "title"), name_of("invoice", "security", "title")
    (('cover', 'security_title'), ('security', 'title'))
    """
    if root != ROOT or part not in (ROOT, LIST):
        return part, field
    return COVER, SECURITY[field] if part == LIST else field


def sections(parts: Sequence[Part]) -> set[str]:
    """The sections that gold of a schema may have."""
    return {p.name for p in parts} | ({COVER} if parts[0].name == ROOT else set())


def rows_beside(gold: Path) -> Iterator[dict[str, Any]]:
    """The printed rows of statements that stand beside a gold file, none if they do not."""
    plain = gold.with_name("rows.jsonl")
    packed = gold.with_name("rows.jsonl.gz")
    if plain.exists() or packed.exists():
        with plain.open() if plain.exists() else gzip.open(packed, "rt") as lines:
            yield from map(json.loads, lines)
