"""How well code reads the columns of statements: period, scale and sign of every tagged cell, told
the rows. Heads are read as `extract` reads them: each twice, knowing what the others say.

python -m extract_filings.benchmarks.accuracy.structure SPLIT_DIR FACTS.jsonl.gz [--misses N]

FACTS is what `python -m extract_filings.training.data.fact_tables` writes; its tables of notes are
`benchmarks/accuracy/tables.py`'s. Cells whose column is no period, such as changes, have a line of
their own. Balances within a cash flow are left out: no column says which end of a period is meant.
"""

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from extract_filings.pipeline.pdf.boxes import boxes
from extract_filings.pipeline.pdf.read import read as read_pdf
from extract_filings.pipeline.records import Document, Line, Occurrence, Pointer
from extract_filings.pipeline.resolve.sheet import Sheet
from extract_filings.pipeline.resolve.statement import Cell
from extract_filings.pipeline.resolve.values import Pages, common_scale, known_of, read_sheets
from extract_filings.pipeline.text.scale import Scale, before, read_scale
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing
from extract_filings.training.data.fact_tables import period_of

STATEMENTS = {p.name: p for p in parts(Filing) if p.kind == "statement"}
UNITS = {"USD": "USD", "shares": "shares", "USD/shares": "USD/share", "pure": None}
HEAD = 8  # lines above a table's first row that --misses shows
GROUPS = ("periods", "no period")
Period = tuple[date, int | None]  # last day, months (None for instants)
Place = tuple[Line, int, str]  # first character of the number in its line; unit
Table = dict[str, Any]  # a line of FACTS


def read(
    sheet: Sheet, rows: Sequence[tuple[Line, str]], elsewhere: Scale | None
) -> dict[Place, Cell]:
    """The cells that the pipeline reads in rows, each told with its unit."""
    found: dict[Place, Cell] = {}
    for line, unit in rows:
        scale = read_scale(sheet.lines, line, _unit(unit), elsewhere)
        for a, at in sheet.rows.get(line, []):
            assert at.period
            value = a.value.scaleb(scale.power)
            found[line, a.start, unit] = Cell(
                line, a.start, a.end, *at.period, value, at.probability, scale.probability
            )
    return found


def _unit(unit: str | None) -> str | None:
    """As the schemas name it; a currency of any name is money."""
    return "USD/share" if (unit or "").endswith("/shares") else UNITS.get(unit or "", "USD")


def printed(document: Document, table: Table) -> Pages:
    """The statement's pages, as the pipeline has them once its rows are found."""
    part, (first, *_) = STATEMENTS[table["statement"]], table["pages"]
    own = tuple(n for p in range(first, table["pages"][-1] + 1) for n in document.pages[p - 1])
    lines = (_line(document, row) for row in table["rows"])
    rows = tuple(Pointer(part.name, "", line, 0, len(line.text), 1.0) for line in lines)
    return Pages(part, Occurrence(own, rows, 1.0), before(document, first) + own)


@dataclass(frozen=True, slots=True)
class Judged:
    """A gold cell, and what was read of it; `read` is None if no period was."""

    line: Line
    gold: Mapping[str, Any]
    read: Cell | None

    @property
    def group(self) -> str:
        return "periods" if self.wanted else "no period"

    @property
    def wanted(self) -> Period | None:
        """None of a column that is no period."""
        return period_of(self.gold) if self.gold["period_end"] else None

    @property
    def given(self) -> Period | None:
        return self.read and (self.read.period_end, self.read.months)

    @property
    def scale(self) -> bool | None:
        """Whether it is right; None where nothing was read, or nothing that has a scale."""
        size = Decimal(self.gold["printed"].replace(",", "")) if self.scaled else Decimal(0)
        return (
            abs(self.read.value) == size.scaleb(self.gold["scale"]) if self.read and size else None
        )

    @property
    def scaled(self) -> bool:
        return self.gold["scale"] is not None and self.gold["unit"] != "pure"

    @property
    def sign(self) -> bool | None:
        """Whether what is printed below zero was read so; None for all else: a label may say that
        it is a loss."""
        if not self.read or not self.read.value or not self.gold["printed_negative"]:
            return None
        return self.read.value < 0

    @property
    def right(self) -> bool:
        return self.given == self.wanted and self.scale is not False and self.sign is not False


def judged(
    document: Document, table: Table, sheet: Sheet, flow: bool, elsewhere: Scale | None
) -> Iterator[Judged]:
    """The gold cells of a statement."""
    rows = [(_line(document, row), [*_of(row, flow)]) for row in table["rows"]]
    told = list(dict.fromkeys((line, c["unit"]) for line, cells in rows for c in cells))
    found = read(sheet, told, elsewhere)
    for line, gold in ((line, c) for line, cells in rows for c in cells):
        yield Judged(line, gold, found.get((line, gold["start"], gold["unit"])))


def _of(row: Mapping[str, Any], flow: bool) -> Iterator[dict[str, Any]]:
    for c in row["cells"]:
        if not c["period_end"] or (c["period_start"] is not None) == flow:
            yield c


def _line(document: Document, row: Mapping[str, Any]) -> Line:
    return document.pages[row["page"] - 1][row["line"]]


def compare(split: Path, tables: Iterable[Table]) -> Iterator[tuple[Document, Table, list[Judged]]]:
    """Each statement with its cells. A document is read once."""
    statements = (t for t in tables if t["statement"] in STATEMENTS)
    for pdf, some in groupby(statements, lambda t: t["pdf"]):
        document, own = read_pdf(split / "pdf" / pdf), list(some)
        pages = [printed(document, t) for t in own]
        placed = boxes(document, {line.page for p in pages for line in p.lines})
        known = known_of(own[0]["form"], date.fromisoformat(own[0]["cover_period_end"]))
        sheets = read_sheets(pages, placed, known)
        scale = common_scale(sheets)
        for table, (of, sheet) in zip(own, sheets, strict=True):
            yield document, table, list(judged(document, table, sheet, of.flow, scale))


def report(cells: Iterable[Judged]) -> str:
    """A line per group."""
    groups = defaultdict(Counter)
    for cell in cells:
        count = {
            "cells": 1,
            "read": cell.read is not None,
            "period": cell.given == cell.wanted,
            "wrong": cell.read is not None and cell.given != cell.wanted,
            "scale": cell.scale is True,
            "scaled": cell.scale is not None,
            "sign": cell.sign is True,
            "signed": cell.sign is not None,
        }
        groups[cell.group].update(count)
    shown = [_row(group, groups[group]) for group in GROUPS if group in groups]
    return "\n".join([HEADING, *shown])


HEADING = (
    f"{'':22}{'cells':>8}{'read':>8}{'right period':>14}{'wrong of read':>15}{'wrong scale':>13}"
    f"{'wrong sign':>12}"
)


def _row(group: str, n: Counter) -> str:
    """Right periods of all cells; the rest of those read, that have a scale, that have a sign."""

    def share(part: int, whole: int) -> str:
        return f"{part / whole:.2%}" if whole else "-"

    return (
        f"{group:22}{n['cells']:8}{n['read']:8}{share(n['period'], n['cells']):>14}"
        f"{share(n['wrong'], n['read']):>15}"
        f"{share(n['scaled'] - n['scale'], n['scaled']):>13}"
        f"{share(n['signed'] - n['sign'], n['signed']):>12}"
    )


def misses(document: Document, table: Table, cells: Sequence[Judged]) -> str:
    """A table's head, and what was read in place of what, how often, with the first row of each."""
    first = _line(document, table["rows"][0])
    head = document.pages[first.page - 1][max(0, first.number - HEAD) : first.number + 1]
    wrong = defaultdict(list)
    for c in cells:
        if not c.right:
            wrong[_told(c)].append(c)
    title = f"{table['document']} page {first.page} ({table['statement']})"
    return "\n".join(
        [
            f"\n{title}: {sum(c.right for c in cells)} of {len(cells)} right",
            *(f"    | {line.text[:110]}" for line in head),
            *(f"  {len(some)} x {told}: {some[0].line.text[:80]}" for told, some in wrong.items()),
        ]
    )


def _told(cell: Judged) -> str:
    periods = f"{_say(cell.wanted)} read as {_say(cell.given)}"
    faults = [name for name in ("scale", "sign") if getattr(cell, name) is False]
    return periods + "".join(f", wrong {name}" for name in faults)


def _say(period: Period | None) -> str:
    return "nothing" if period is None else f"{period[0]}" + (f"/{period[1]}" if period[1] else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("split", type=Path)
    parser.add_argument("facts", type=Path)
    parser.add_argument("--misses", type=int, default=0, help="print so many tables with faults")
    parser.add_argument("--limit", type=int, help="read so many tables only")
    arguments = parser.parse_args()
    with gzip.open(arguments.facts, "rt") as file:
        tables = [json.loads(line) for line in file]
    cells, left = [], arguments.misses
    for document, table, own in compare(arguments.split, islice(tables, arguments.limit)):
        cells += own
        if left and not all(c.right for c in own):
            print(misses(document, table, own))
            left -= 1
    print(report(cells))


if __name__ == "__main__":
    main()
