"""Tables and gold -> a verdict for each gold cell: right, wrong or missing. Knows nothing of how the tables were made.

A cell is right only if it equals the gold exactly: amounts as decimals, text after white space is collapsed and quotes
and dashes are unified, phone numbers and employer ids by their digits. Of a list (the securities) the set of all values
must be right. Gold is the long table that `extract synth` writes. Its section names the table; "cover" stands for two
tables of the filing schema. A line with a period end is a cell of a statement, one with a row index of a list.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import polars as pl

from pipeline.errors import InputError

SECURITY = {"title": "security_title", "trading_symbol": "trading_symbol", "exchange": "exchange"}  # column -> gold item
DIGITS_ONLY = ("phone", "employer_id")
AMOUNTS = ("shares_outstanding", "public_float")  # amounts of the cover page; those of the statements all are
LIST = "all rows"  # stands where a statement's key has its period
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
    wanted = _gold(gold)
    found = dict(_found(out, wanted))
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
    """Of a statement (no section is given) and of the cover page."""
    if value is None:
        return None
    if not section or item in AMOUNTS:
        return Decimal(str(value).replace(",", "")).normalize()
    if item in DIGITS_ONLY:
        return re.sub(r"\D", "", str(value))
    return re.sub(r"\s+", " ", str(value).translate(PLAIN)).strip()


def _text(value: Any) -> str | None:
    """A cell of a schema's own root or list in the words of gold: "true", "2023-03-01", "5000"."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return None if value is None else re.sub(r"\s+", " ", text.translate(PLAIN)).strip()


def _gold(path: Path) -> dict[Key, frozenset[Any]]:
    """A cell may be right in several forms: as printed, or as the filer's tag normalises it."""
    cells: dict[Key, set[Any]] = {}
    for r in _read(path):
        section, item = r["section"], r["item"]
        if r.get("suspect"):
            continue  # the filer's own tag is wrong
        if section == "cover":
            forms = {"printed"} if item in SECURITY.values() else {"value"} if item in AMOUNTS else {"printed", "value"}
            key, values = (r["doc_id"], section, item, None, None), {_comparable(section, item, r[f]) for f in forms}
        elif r.get("period_end") is not None:
            key, values = (r["doc_id"], section, item, r["period_end"], _months(r)), {_comparable("", item, r["value"])}
        else:
            key, values = (r["doc_id"], section, item, LIST if r.get("row_index") is not None else None, None), {_text(r["value"])}
        cells.setdefault(key, set()).update(values)
    return {k: frozenset(v) for k, v in cells.items()}


def _months(row: dict[str, Any]) -> int | None:
    """Length of the period in whole months (13 weeks are 3). Balance sheets have none."""
    if row["section"] == "balance_sheet" or row["period_start"] is None:
        return None
    days = date.fromisoformat(row["period_end"]) - date.fromisoformat(row["period_start"])
    return round((days.days + 1) / 30.4)


def _found(out: Path, wanted: Iterable[Key]) -> Iterator[tuple[Key, Any]]:
    """The cells of the tables that gold is about."""
    readers = {(s, _cover if s == "cover" else _list if end == LIST else _statement if end else _root): None for _, s, _, end, _ in wanted}
    for section, read in sorted(readers, key=lambda r: r[1] is not _statement):
        yield from read(out, section)


def _statement(out: Path, table: str) -> Iterator[tuple[Key, Any]]:
    for row in _read(out / table):
        for item in row.keys() - {"document", "period_end", "months"}:
            yield (row["document"], table, item, str(row["period_end"]), row.get("months")), _comparable("", item, row[item])


def _root(out: Path, table: str) -> Iterator[tuple[Key, Any]]:
    for row in _read(out / table):
        yield from (((row["document"], table, item, None, None), _text(row[item])) for item in row.keys() - {"document"})


def _cover(out: Path, _: str) -> Iterator[tuple[Key, Any]]:
    for row in _read(out / "filing"):
        for item in row.keys() - {"document"}:
            yield (row["document"], "cover", item, None, None), _comparable("cover", item, row[item])
    yield from _sets(((row["document"], "cover", item, None, None), _comparable("cover", item, row[column]))
                     for row in _read(out / "security") for column, item in SECURITY.items())


def _list(out: Path, table: str) -> Iterator[tuple[Key, Any]]:
    yield from _sets(((row["document"], table, item, LIST, None), _text(row[item])) for row in _read(out / table) for item in row.keys() - {"document"})


def _sets(cells: Iterable[tuple[Key, Any]]) -> Iterator[tuple[Key, Any]]:
    """All values of a column of a list are one cell."""
    listed: dict[Key, set[Any]] = {}
    for key, value in cells:
        if value is not None:
            listed.setdefault(key, set()).add(value)
    yield from ((k, frozenset(v)) for k, v in listed.items())


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        return pl.read_parquet(path / "*.parquet" if path.is_dir() else path).to_dicts()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputError(f"{path}: no Parquet table to read there; type `extract eval OUT GOLD`, OUT as --out wrote it") from error
