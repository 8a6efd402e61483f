"""How well code reads the columns of any table: periods, scale and sign of every tagged cell of
every table, told the rows.

python -m extract_filings.benchmarks.accuracy.structure SPLIT_DIR FACTS.jsonl.gz [--misses N]

FACTS is what `python -m extract_filings.training.data.fact_tables` writes. Cells whose column is no
period by itself are reported apart: balances among flows, where the row says which end of the
period is meant; columns told by members, such as segments; ratios and percentages.
"""

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from extract_filings.pipeline.pdf.boxes import boxes
from extract_filings.pipeline.pdf.read import read as read_pdf
from extract_filings.pipeline.records import Document, Line
from extract_filings.pipeline.resolve.amounts import Boxes
from extract_filings.pipeline.resolve.periods import Known
from extract_filings.pipeline.resolve.sheet import read_sheet
from extract_filings.pipeline.resolve.statement import Cell
from extract_filings.pipeline.text.scale import Scale, read_scale

UNITS = {"USD": "USD", "shares": "shares", "USD/shares": "USD/share", "pure": None}
SURE = 0.9  # of a column's period that other tables are told of
HEAD = 8  # lines above a table's first row that --misses shows
GROUPS = (
    "statements",
    "notes",
    "no period",
    "balances among flows",
    "columns by members",
    "ratios",
)
Period = tuple[date, int | None]  # last day, months (None for instants)
Place = tuple[Line, int, str]  # first character of the number in its line; unit
Table = dict[str, Any]  # a line of FACTS


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What the rest of a document says of a table."""

    known: Known
    scale: Scale | None


def read(
    lines: Sequence[Line],
    boxes: Boxes,
    rows: Sequence[tuple[Line, str]],
    flow: bool,
    elsewhere: Elsewhere,
) -> dict[Place, Cell]:
    """The cells that the pipeline reads in rows, each told with its unit."""
    sheet = read_sheet(lines, boxes, flow, elsewhere.known)
    found: dict[Place, Cell] = {}
    for line, unit in rows:
        scale = read_scale(sheet.lines, line, _unit(unit), elsewhere.scale)
        for a, at in sheet.rows.get(line, []):
            end_, months = at.period or (date.max, None)
            value = a.value.scaleb(scale.power)
            found[line, a.start, unit] = Cell(
                line, a.start, a.end, end_, months, value, at.probability, scale.probability
            )
    return found


def _unit(unit: str | None) -> str | None:
    """As the schemas name it; a currency of any name is money."""
    return "USD/share" if (unit or "").endswith("/shares") else UNITS.get(unit or "", "USD")


def _annual(form: str) -> bool | None:
    """Of a form that says it."""
    return True if form in ("10-K", "20-F", "40-F") else False if form == "10-Q" else None


def _elsewhere(document: Document, placed: Boxes, tables: Sequence[Table]) -> Elsewhere:
    """By the cover and the primary statements, as they are read."""
    end, annual = date.fromisoformat(tables[0]["cover_period_end"]), _annual(tables[0]["form"])
    known = Known(annual, end, (), end if annual else None)
    ends, stated = [], []
    for table in (t for t in tables if t["statement"]):
        first = _line(document, table["rows"][0])
        lines = document.pages[first.page - 1]
        stated.append(read_scale(lines, first, None))
        columns = read_sheet(lines, placed, table["statement"] != "balance_sheet", known).columns
        ends += [c.period[0] for c in columns if c.period and c.probability > SURE]
    scale = next((s for s in stated if s.line), None)
    return Elsewhere(replace(known, newest=tuple(dict.fromkeys(ends))), scale)


@dataclass(frozen=True, slots=True)
class Judged:
    """A gold cell, and what was read of it; `read` is None if no period was."""

    group: str
    line: Line
    gold: Mapping[str, Any]
    read: Cell | None

    @property
    def wanted(self) -> Period | None:
        """None of a column that is no period."""
        if self.gold["period_end"] is None:
            return None
        end, start = date.fromisoformat(self.gold["period_end"]), self.gold["period_start"]
        return end, start and round(((end - date.fromisoformat(start)).days + 1) / 30.4)

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
    document: Document, placed: Boxes, table: Table, elsewhere: Elsewhere
) -> Iterator[Judged]:
    """All gold cells of a table, flows and balances read by themselves."""
    shown = range(max(1, table["pages"][0] - 1), table["pages"][-1] + 1)
    lines = [line for page in shown for line in document.pages[page - 1]]
    dated = [c for row in table["rows"] for c in row["cells"] if c["period_end"]]
    kinds = {c["period_start"] is not None for c in dated}
    for flow in kinds:
        rows = [(_line(document, row), _of(row, flow)) for row in table["rows"]]
        told = list(dict.fromkeys((line, c["unit"]) for line, cells in rows for c in cells))
        found = read(lines, placed, told, flow, elsewhere)
        for line, gold in ((line, c) for line, cells in rows for c in cells):
            cell = found.get((line, gold["start"], gold["unit"]))
            yield Judged(_group(table, gold, len(kinds) > 1), line, gold, cell)


def _of(row: Mapping[str, Any], flow: bool) -> list[dict[str, Any]]:
    return [
        c for c in row["cells"] if not c["period_end"] or (c["period_start"] is not None) == flow
    ]


def _line(document: Document, row: Mapping[str, Any]) -> Line:
    return document.pages[row["page"] - 1][row["line"]]


def _group(table: Table, gold: Mapping[str, Any], mixed: bool) -> str:
    if gold["period_end"] is None:
        return "no period"
    if gold["unit"] == "pure":
        return "ratios"
    if mixed and gold["period_start"] is None:
        return "balances among flows"
    if table["statement"]:
        return "statements"
    return "columns by members" if _by_members(table) else "notes"


def _by_members(table: Table) -> bool:
    """Whether most rows of several cells show one period twice."""
    rows = [
        [(c["period_start"], c["period_end"]) for c in row["cells"]]
        for row in table["rows"]
        if len(row["cells"]) > 1
    ]
    return 2 * sum(len(set(periods)) < len(periods) for periods in rows) > len(rows)


def compare(split: Path, tables: Iterable[Table]) -> Iterator[tuple[Document, Table, list[Judged]]]:
    """Each table with its cells. A document's pages are read once."""
    for pdf, some in groupby(tables, lambda t: t["pdf"]):
        document, own = read_pdf(split / "pdf" / pdf), list(some)
        pages = {p for t in own for p in range(max(1, t["pages"][0] - 1), t["pages"][-1] + 1)}
        placed = boxes(document, pages)
        elsewhere = _elsewhere(document, placed, own)
        for table in own:
            yield document, table, list(judged(document, placed, table, elsewhere))


def report(cells: Iterable[Judged]) -> str:
    """A line per group, and one for all."""
    groups = defaultdict(Counter)
    for cell in cells:
        count = {
            "cells": 1,
            "read": cell.read is not None,
            "period": cell.given == cell.wanted,
            "scale": cell.scale is True,
            "scaled": cell.scale is not None,
            "sign": cell.sign is True,
            "signed": cell.sign is not None,
        }
        for group in (cell.group, "all"):
            groups[group].update(count)
    shown = [_row(group, groups[group]) for group in (*GROUPS, "all") if group in groups]
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
        f"{share(n['read'] - n['period'], n['read']):>15}"
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
    title = f"{table['document']} page {first.page} table {table['table_index']}"
    kind = table["statement"] or "note"
    return "\n".join(
        [
            f"\n{title} ({kind}): {sum(c.right for c in cells)} of {len(cells)} right",
            *(f"    | {line.text[:110]}" for line in head),
            *(f"  {len(some)} x {told}: {some[0].line.text[:80]}" for told, some in wrong.items()),
        ]
    )


def _told(cell: Judged) -> str:
    periods = f"{cell.group}, {_say(cell.wanted)} read as {_say(cell.given)}"
    faults = [name for name in ("scale", "sign") if getattr(cell, name) is False]
    return periods + "".join(f", wrong {name}" for name in faults)


def _say(period: Period | None) -> str:
    return "nothing" if period is None else f"{period[0]}" + (f"/{period[1]}" if period[1] else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("split", type=Path)
    parser.add_argument("facts", type=Path)
    parser.add_argument("--misses", type=int, default=0, help="print so many tables with faults")
    parser.add_argument("--statements-only", action="store_true")
    parser.add_argument("--limit", type=int, help="read so many tables only")
    arguments = parser.parse_args()
    with gzip.open(arguments.facts, "rt") as file:
        tables = [
            t for t in map(json.loads, file) if t["statement"] or not arguments.statements_only
        ]
    cells, left = [], arguments.misses
    for document, table, own in compare(arguments.split, islice(tables, arguments.limit)):
        cells += own
        if left and not all(c.right for c in own):
            print(misses(document, table, own))
            left -= 1
    print(report(cells))


if __name__ == "__main__":
    main()
