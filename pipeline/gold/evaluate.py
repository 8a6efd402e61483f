"""Tables and gold -> a verdict for each gold cell: right, wrong or missing; and for values of
items that the filing does not print: invented (absent.py). Knows nothing of how tables were made.

A cell is right only if it equals the gold exactly: amounts as decimals, text after white space is
collapsed and quotes and dashes are unified, phone numbers and employer ids by their digits. Of the
securities of a filing the set of all values must be right. Gold is the long table that `extract
synth` writes. Its section names the table (`format.py`). A line with a period end is a cell of a
statement, one with a row index of a list.

A list's rows have no names, so each row of gold is paired with the row found that has most of its
cells, and every cell is judged by itself; the cells of rows without a partner are missing or wrong.
Gold's item `parent_row` says in which row of the list around it a row lies: right if that row's
partner is it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any, Literal

import polars as pl

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.gold.absent import Absent, absent
from extract_filings.pipeline.gold.documents import renamed
from extract_filings.pipeline.gold.format import (
    AMOUNTS,
    COVER,
    DIGITS_ONLY,
    PARENT,
    ROOT,
    SECURITY,
    name_of,
)
from extract_filings.pipeline.tables.paths import CURRENCY, PERIOD

LIST = "row"  # stands where a statement's key has its period
NOTHING: frozenset[Any] = frozenset()
ALIKE = 10**6  # a cell in common is worth more than any number of pairs
PLAIN = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014\u00a0", "''\"\"-- ")

# document, section, item, period end or LIST, months or row
CellKey = tuple[str, str, str, str | None, int | None]
Rows = dict[int, dict[str, Any]]  # by their number
Names = dict[tuple[str, str], list[tuple[str, int | None]]]
Pairs = dict[tuple[str, str], dict[int, int]]  # document, section: row found -> row of gold
Verdict = Literal["right", "wrong", "missing", "invented"]
VERDICTS: tuple[Verdict, ...] = ("right", "wrong", "missing", "invented")


@dataclass(frozen=True, slots=True)
class ScoredCell:
    key: CellKey
    verdict: Verdict
    want: frozenset[Any]  # any of these is right; of a list: all of them
    got: Any


def evaluate(out: Path, gold: Path) -> list[ScoredCell]:
    """A verdict for each cell of the gold, sorted. Raises InputError if either cannot be read."""
    lines, without = _told(out, gold)
    wanted, doubtful = _gold(lines)
    if not wanted:
        raise InputError(
            f"{gold}: holds no cell to score; give the gold.parquet of the documents in {out}"
        )
    have, told = {row["document"] for row in _read(out / "documents")}, {k[0] for k in wanted}
    if not have & told:
        raise InputError(
            f"{gold}: has no document in common with {out}; it has {_few(told)}, the tables"
            f" {_few(have)}"
        )
    found = (
        dict(_found(out, [k for k in wanted if k[3] != LIST]))
        | _paired(out, _listed(doubtful | wanted))[0]
    )
    rows = {_row(k) for k in (*wanted, *doubtful)}
    judged = {*wanted, *(k for k in found if k[3] == LIST and _row(k) not in rows)}
    cells = [
        ScoredCell(
            k, _verdict(wanted.get(k, NOTHING), found.get(k)), wanted.get(k, NOTHING), found.get(k)
        )
        for k in judged
    ] + [
        ScoredCell(k, "invented", NOTHING, got)
        for k, got in found.items()
        if got is not None and _is_absent(k, without)
    ]
    return sorted(cells, key=lambda c: str(c.key))


def _few(names: Iterable[str]) -> str:
    """
    >>> _few("abcde")
    'a, b, c and 2 more'
    """
    ordered = sorted(names)
    return ", ".join(ordered[:3]) + (f" and {len(ordered) - 3} more" if len(ordered) > 3 else "")


def _told(out: Path, gold: Path) -> tuple[list[dict[str, Any]], Absent]:
    """The lines of the gold, and what it says is absent, under the tables' names of documents."""
    lines = _read(gold)
    mine, names = renamed(lines, {row["document"] for row in _read(out / "documents")})
    without = absent(gold, lines).items()
    return mine, {(names.get(d, d), section): items for (d, section), items in without}


def _is_absent(key: CellKey, without: Absent) -> bool:
    return key[2] in without.get(key[:2], ())


def verdicts(out: Path, gold: Path) -> dict[tuple[str, str], bool]:
    """(document, path in evidence/) -> whether the value is right; values of which gold says
    nothing are not among them. A value of an absent item is not right.

    Of a security each value is judged by itself: it is right if gold has it. Raises InputError if
    either cannot be read.
    """
    lines, without = _told(out, gold)
    wanted, doubtful = _gold(lines)
    rows = {_row(k) for k in (*wanted, *doubtful)}
    pairs = _paired(out, _listed(doubtful | wanted))[1]
    names = _names(out, {k[1] for k in wanted})
    made = {}
    for e in _read(out / "evidence"):
        key, got = _cell_of(e, names, pairs)
        told = key in wanted or (key[3] == LIST and _row(key) not in rows)
        if told or _is_absent(key, without):
            made[e["document"], e["path"]] = got in wanted.get(key, NOTHING)
    return made


def _names(out: Path, sections: Iterable[str]) -> Names:
    """(table, document) -> what names each row of a statement."""
    made: Names = {}
    for table in sections:
        for row in _read(out / table) if (out / table).is_dir() else ():
            if "period_end" in row:
                made.setdefault((table, row["document"]), []).append(
                    (str(row["period_end"]), row.get("months"))
                )
    return made


def _cell_of(e: dict[str, Any], names: Names, pairs: Pairs) -> tuple[CellKey, Any]:
    """The key that gold has for a row of evidence/, and the value in gold's form."""
    document, table, item = e["document"], e["table"], e["path"].rpartition("/")[2]
    section, name = name_of(ROOT, table, item)
    if section == COVER:
        return (document, COVER, name, None, None), _comparable(COVER, name, e["value"])
    row = e["path"].split("/")[-2]
    if (table, document) in names:
        return (document, table, item, *names[table, document][int(row)]), _comparable(
            "", item, e["value"]
        )
    key: CellKey = (document, table, item, None, None)
    if (document, table) in pairs:
        key = (document, table, item, LIST, pairs[document, table][int(row)])
    return key, _text(e["value"])


def counts(
    judged: Sequence[ScoredCell], by: Literal["section", "item", "document"]
) -> dict[str, dict[Verdict, int]]:
    """How many cells of each group are right, wrong, missing and invented; the groups sorted, TOTAL
    last.
    """
    name = {
        "section": lambda k: k[1],
        "item": lambda k: f"{k[1]}.{k[2]}",
        "document": lambda k: k[0],
    }[by]
    groups: dict[str, dict[Verdict, int]] = {}
    for j in judged:
        for group in (name(j.key), "TOTAL"):
            groups.setdefault(group, dict.fromkeys(VERDICTS, 0))[j.verdict] += 1
    return dict(sorted(groups.items(), key=lambda g: (g[0] == "TOTAL", g[0])))


def _verdict(want: frozenset[Any], got: Any) -> Verdict:
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
    text = (
        str(value).lower() if isinstance(value, bool) or value in ("True", "False") else str(value)
    )
    return None if value is None else re.sub(r"\s+", " ", text.translate(PLAIN)).strip()


def _gold(
    lines: Iterable[dict[str, Any]],
) -> tuple[dict[CellKey, frozenset[Any]], dict[CellKey, frozenset[Any]]]:
    """A cell may be right in several forms: as printed, or as the filer's tag normalises it. Behind
    the cells the suspect ones.
    """
    kinds: tuple[dict[CellKey, set[Any]], ...] = ({}, {})
    for r in lines:
        key, values = _cell(r)
        kinds[bool(r.get("suspect"))].setdefault(key, set()).update(values)
    sure, doubtful = ({k: frozenset(v) for k, v in cells.items()} for cells in kinds)
    return sure, doubtful


def _cell(r: dict[str, Any]) -> tuple[CellKey, set[Any]]:
    section, item, row = r["section"], r["item"], r.get("row_index")
    if section == COVER:
        forms = (
            {"printed"}
            if item in SECURITY.values()
            else {"value"}
            if item in AMOUNTS
            else {"printed", "value"}
        )
        return (r["doc_id"], section, item, None, None), {
            _comparable(section, item, r[f]) for f in forms
        }
    if r.get("period_end") is not None:
        return (r["doc_id"], section, item, r["period_end"], months(r)), {
            _comparable("", item, r["value"])
        }
    return (r["doc_id"], section, item, None if row is None else LIST, row), {_text(r["value"])}


def _row(key: CellKey) -> tuple:
    return key[:2], key[3:]


def months(row: dict[str, Any]) -> int | None:
    """Length of the period in whole months (13 weeks are 3). Balance sheets have none."""
    if row["section"] == "balance_sheet" or row["period_start"] is None:
        return None
    days = date.fromisoformat(row["period_end"]) - date.fromisoformat(row["period_start"])
    return round((days.days + 1) / 30.4)


def _found(out: Path, wanted: Iterable[CellKey]) -> Iterator[tuple[CellKey, Any]]:
    """The cells of the tables that gold is about."""
    readers = {
        (s, _cover if s == COVER else _statement if end else _root): None
        for _, s, _, end, _ in wanted
    }
    for section, read in sorted(readers, key=lambda r: r[1] is not _statement):
        yield from read(out, section)


def _statement(out: Path, table: str) -> Iterator[tuple[CellKey, Any]]:
    for row in _read(out / table):
        for item in row.keys() - {"document", "period_end", "months", CURRENCY, *PERIOD}:
            yield (
                (row["document"], table, item, str(row["period_end"]), row.get("months")),
                _comparable("", item, row[item]),
            )


def _root(out: Path, table: str) -> Iterator[tuple[CellKey, Any]]:
    for row in _read(out / table):
        yield from (
            ((row["document"], table, item, None, None), _text(row[item]))
            for item in row.keys() - {"document"}
        )


def _cover(out: Path, _: str) -> Iterator[tuple[CellKey, Any]]:
    for row in _read(out / "filing"):
        for item in row.keys() - {"document"}:
            yield (
                (row["document"], COVER, item, None, None),
                _comparable(COVER, item, row[item]),
            )
    yield from _sets(
        ((row["document"], COVER, item, None, None), _comparable(COVER, item, row[column]))
        for row in _read(out / "security")
        for column, item in SECURITY.items()
    )


def _listed(wanted: dict[CellKey, frozenset[Any]]) -> dict[CellKey, frozenset[Any]]:
    return {k: v for k, v in wanted.items() if k[3] == LIST}


def _paired(out: Path, wanted: dict[CellKey, frozenset[Any]]) -> tuple[dict[CellKey, Any], Pairs]:
    """The cells of all lists, under the number of the gold row that they are paired with, else
    under one of their own; and the pairs.
    """
    sections = sorted({k[1] for k in wanted})
    cells: dict[CellKey, Any] = {}
    pairs: Pairs = {}
    for section in sections:
        gold: dict[str, Rows] = {}
        for (document, _, item, _, row), want in (
            (k, w) for k, w in wanted.items() if k[1] == section
        ):
            assert row is not None, "the key of a list's cell has its row"
            gold.setdefault(document, {}).setdefault(row, {})[item] = want
        around = max((s for s in sections if section.startswith(f"{s}_")), key=len, default="")
        for document, rows in _rows(out / section).items():
            if document in gold:
                homes = pairs.get((document, around), {})
                rows = {
                    n: (
                        row
                        | (
                            {PARENT: str(homes.get(int(row[PARENT]), f"row {row[PARENT]} found"))}
                            if row.get(PARENT)
                            else {}
                        )
                    )
                    for n, row in rows.items()
                }
                pairs[document, section] = _pairs(gold[document], rows)
                cells |= {
                    (document, section, item, LIST, pairs[document, section][n]): v
                    for n, row in rows.items()
                    for item, v in row.items()
                }
    return cells, pairs


def _rows(table: Path) -> dict[str, Rows]:
    """By document; rows that have no number of their own are numbered as they stand."""
    made: dict[str, Rows] = {}
    for row in _read(table):
        mine = made.setdefault(row["document"], {})
        mine[row.get("row", len(mine))] = {
            c: _text(v) for c, v in row.items() if c not in ("document", "row") and v is not None
        }
    return made


def _pairs(gold: Rows, found: Rows) -> dict[int, int]:
    """The pairs in the order of both that have most cells in common, and as many as there can be;
    other rows found get a number behind gold's.
    """
    mine, theirs = [*found], sorted(gold)
    alike = [
        [
            1 + ALIKE * sum(v in gold[g].get(item, NOTHING) for item, v in found[n].items())
            for g in theirs
        ]
        for n in mine
    ]
    best = [[0] * (len(theirs) + 1) for _ in range(len(mine) + 1)]
    for i, j in product(reversed(range(len(mine))), reversed(range(len(theirs)))):
        best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + alike[i][j])
    i = j = 0
    pairs: dict[int, int] = {}
    while i < len(mine) and j < len(theirs):
        if best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            pairs[mine[i]], i, j = theirs[j], i + 1, j + 1
        else:
            i, j = (i + 1, j) if best[i][j] == best[i + 1][j] else (i, j + 1)
    return {n: pairs.get(n, theirs[-1] + 1 + k) for k, n in enumerate(mine)}


def _sets(cells: Iterable[tuple[CellKey, Any]]) -> Iterator[tuple[CellKey, Any]]:
    """All values of a column of a list are one cell."""
    listed: dict[CellKey, set[Any]] = {}
    for key, value in cells:
        if value is not None:
            listed.setdefault(key, set()).add(value)
    yield from ((k, frozenset(v)) for k, v in listed.items())


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        return pl.read_parquet(path / "*.parquet" if path.is_dir() else path).to_dicts()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputError(
            f"{path}: no Parquet table to read there; type `extract eval OUT GOLD`, OUT as --out"
            " wrote it"
        ) from error
