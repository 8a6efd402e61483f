"""Tables and gold -> a verdict for each gold cell: right, wrong or missing. Knows nothing of how the tables were made.

A cell is right only if it equals the gold exactly: amounts as decimals, text after white space is collapsed and quotes
and dashes are unified, phone numbers and employer ids by their digits. Of a list (the securities) the set of all values
must be right. Gold is the long table that `filings/README.md` and `extract synth` describe.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import polars as pl

from pipeline.errors import InputError

STATEMENTS = ("income_statement", "balance_sheet", "cash_flow")
SECURITY = {"title": "security_title", "trading_symbol": "trading_symbol", "exchange": "exchange"}  # column -> gold item
DIGITS_ONLY = ("phone", "employer_id")
AMOUNTS = ("shares_outstanding", "public_float")  # amounts of the cover page; those of the statements all are
PLAIN = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014\u00a0", "''\"\"-- ")

Key = tuple[str, str, str, str | None, int | None]  # document, section, item, period end, months
Verdict = Literal["right", "wrong", "missing"]


@dataclass(frozen=True, slots=True)
class Judged:
    key: Key
    verdict: Verdict
    want: frozenset[Any]  # any of these is right; of a list: all of them
    got: Any


def evaluate(out: Path, gold: Path) -> list[Judged]:
    """A verdict for each cell of the gold, sorted. Raises InputError if either cannot be read."""
    wanted, found = _gold(gold), dict(_found(out))
    if not wanted:
        raise InputError(f"{gold}: holds no cell to score; give the gold.parquet of the documents in {out}")
    return [Judged(k, _verdict(k, want, found.get(k)), want, found.get(k)) for k, want in sorted(wanted.items(), key=str)]


def counts(judged: Sequence[Judged], by: Literal["section", "item", "document"]) -> dict[str, dict[Verdict, int]]:
    """How many cells of each group are right, wrong and missing; the groups sorted, TOTAL last."""
    name = {"section": lambda k: k[1], "item": lambda k: f"{k[1]}.{k[2]}", "document": lambda k: k[0]}[by]
    groups: dict[str, dict[Verdict, int]] = {}
    for j in judged:
        for group in (name(j.key), "TOTAL"):
            groups.setdefault(group, {"right": 0, "wrong": 0, "missing": 0})[j.verdict] += 1
    return dict(sorted(groups.items(), key=lambda g: (g[0] == "TOTAL", g[0])))


def _verdict(key: Key, want: frozenset[Any], got: Any) -> Verdict:
    if got is None:
        return "missing"
    return "right" if (got == want if isinstance(got, frozenset) else got in want) else "wrong"


def _comparable(section: str, item: str, value: Any) -> Any:
    if value is None:
        return None
    if section != "cover" or item in AMOUNTS:
        return Decimal(str(value).replace(",", "")).normalize()
    if item in DIGITS_ONLY:
        return re.sub(r"\D", "", str(value))
    return re.sub(r"\s+", " ", str(value).translate(PLAIN)).strip()


def _gold(path: Path) -> dict[Key, frozenset[Any]]:
    """A cell may be right in several forms: as printed, or as the filer's tag normalises it."""
    cells: dict[Key, set[Any]] = {}
    for r in _read(path):
        section, item = r["section"], r["item"]
        if r["suspect"]:
            continue  # the filer's own tag is wrong
        if section == "cover":
            forms = {"printed"} if item in SECURITY.values() else {"value"} if item in AMOUNTS else {"printed", "value"}
            key = (r["doc_id"], section, item, None, None)
        else:
            forms, key = {"value"}, (r["doc_id"], section, item, r["period_end"], _months(r))
        cells.setdefault(key, set()).update(_comparable(section, item, r[f]) for f in forms)
    return {k: frozenset(v) for k, v in cells.items()}


def _months(row: dict[str, Any]) -> int | None:
    """Length of the period in whole months (13 weeks are 3). Balance sheets have none."""
    if row["section"] == "balance_sheet" or row["period_start"] is None:
        return None
    days = date.fromisoformat(row["period_end"]) - date.fromisoformat(row["period_start"])
    return round((days.days + 1) / 30.4)


def _found(out: Path) -> Iterator[tuple[Key, Any]]:
    for table in STATEMENTS:
        for row in _read(out / table):
            for item in row.keys() - {"document", "period_end", "months"}:
                yield (row["document"], table, item, str(row["period_end"]), row.get("months")), _comparable(table, item, row[item])
    for row in _read(out / "filing"):
        for item in row.keys() - {"document"}:
            yield (row["document"], "cover", item, None, None), _comparable("cover", item, row[item])
    listed: dict[Key, set[Any]] = {}
    for row in _read(out / "security"):
        for column, item in SECURITY.items():
            if row[column] is not None:
                listed.setdefault((row["document"], "cover", item, None, None), set()).add(_comparable("cover", item, row[column]))
    yield from ((k, frozenset(v)) for k, v in listed.items())


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        return pl.read_parquet(path / "*.parquet" if path.is_dir() else path).to_dicts()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputError(f"{path}: no Parquet table to read there; type `extract eval OUT GOLD`, OUT as --out wrote it") from error
