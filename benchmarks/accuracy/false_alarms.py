"""False alarms: every rule of a schema over gold, where each cell is true, so that whatever it
marks is its own fault.

    python -m extract_filings.benchmarks.accuracy.false_alarms train/gold.parquet dev/gold.parquet
    [--schema filing] [--show | --plant]

Prints a line per rule: its severity, and of each file the rows that it applies to and how many of
them it marks. Gold has no layout, so `printed` stands for the quote by which roundings are known.
`--plant`: how many of the statements' cells a rule marks if the one cell is a thousand times too
large, of the wrong sign, or has the value of the cell behind it in gold.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from extract_filings.pipeline.gold.evaluate import months
from extract_filings.pipeline.gold.format import COVER, PARENT, place_of
from extract_filings.pipeline.records import Line, Value
from extract_filings.pipeline.resolve.rules import RuleVerdict, judged
from extract_filings.pipeline.text.parse import printed, typed_value
from extract_filings.schemas.base import Part
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema


def values(gold: pl.DataFrame, asked: tuple[Part, ...]) -> list[Value]:
    """The cells of one document. Of several in one place (shares of two classes) the first."""
    specs, made = {(p.name, f.name): f for p in asked for f in p.fields}, {}
    rows: dict[Any, int] = {}
    homes = {
        (g["section"], g["row_index"]): int(g["value"])
        for g in gold.iter_rows(named=True)
        if g["item"] == PARENT
    }
    for g in gold.iter_rows(named=True):
        table, field = place_of(g["section"], g["item"])
        spec = specs.get((table, field))
        if spec is None:
            continue
        key = _key(g, next(p for p in asked if p.name == table), rows, homes)
        text = (
            g["value"] if spec.type in (Decimal, int, date, bool) or spec.choices else g["printed"]
        )
        made.setdefault(
            (table, key, field),
            Value(
                table,
                key,
                field,
                typed_value(spec, text),
                g["printed"],
                Line(g["page"] or 1, 0, ""),
                0,
                0,
                1.0,
            ),
        )
    return [*made.values()]


def _key(
    g: dict[str, Any], part: Part, rows: dict[Any, int], homes: dict[tuple[str, int], int]
) -> tuple[tuple[str, Any], ...]:
    if part.kind == "root":
        return ()
    if part.kind == "statement":
        return tuple(
            (k, date.fromisoformat(g["period_end"]) if k == "period_end" else months(g))
            for k in part.keys
        )
    number = g["row_index"] if g["section"] != COVER else rows.setdefault(g["dimension"], len(rows))
    return (("row", number),) + (
        (("parent_row", homes.get((g["section"], number), 0)),) if "parent_row" in part.keys else ()
    )


def documents(path: Path, asked: tuple[Part, ...]) -> list[tuple[str, list[Value]]]:
    gold = pl.read_parquet(path).filter(pl.col("suspect").is_null())
    return [
        (name, values(cells, asked))
        for (name,), cells in gold.group_by("doc_id", maintain_order=True)
    ]


def false_alarms_of(path: Path, asked: tuple[Part, ...]) -> list[tuple[str, RuleVerdict]]:
    """(document, rule on a row) of all documents of a gold file."""
    return [(name, j) for name, told in documents(path, asked) for j in judged(asked, told)]


def planted(told: Sequence[Value], asked: tuple[Part, ...]) -> Iterator[tuple[str, Value, Value]]:
    """(kind of mistake, the true cell, the wrong one) for the amounts of the statements."""
    statements = {p.name for p in asked if p.kind == "statement"}
    cells = [v for v in told if v.table in statements and isinstance(v.value, Decimal) and v.value]
    for v, below in zip(cells, [*cells[1:], None], strict=False):
        yield "x 1,000", v, replace(v, value=v.value * 1000)
        yield "sign", v, replace(v, value=-v.value)
        if below is not None and below.table == v.table and below.value != v.value:
            yield "next cell", v, replace(v, value=below.value, quote=below.quote)


def caught(path: Path, asked: tuple[Part, ...]) -> dict[str, Counter]:
    """By kind of mistake: how many cells were planted, and how many of them an error, or only a
    warning, marks.
    """
    counts: dict[str, Counter] = {}
    for _, told in documents(path, asked):
        for kind, true, wrong in planted(told, asked):
            marked = {
                j.check.severity
                for j in judged(asked, [wrong if v is true else v for v in told])
                if j.broken and wrong in j.cells
            }
            counts.setdefault(kind, Counter()).update(
                ["planted", *(["error"] if "error" in marked else sorted(marked))]
            )
    return counts


def print_alarms(paths: Sequence[Path], asked: tuple[Part, ...], show: bool) -> None:
    """A Markdown table, and with `show` each alarm."""
    found = [false_alarms_of(path, asked) for path in paths]
    names = [path.parent.name for path in paths]
    print(
        f"| rule | severity | {' | '.join(f'{n}: rows | alarms' for n in names)}"
        f" |\n|---|---|{'---|' * 2 * len(names)}"
    )

    def line(name: str, severity: str, mine: Callable[[RuleVerdict], bool]) -> None:
        counts = []
        for some in found:
            of = [verdict for _, verdict in some if mine(verdict)]
            counts.append(f"{len(of):,} | {sum(v.broken for v in of)}")
        print(f"| {name} | {severity} | {' | '.join(counts)} |")

    for check in asked[0].checks:
        name = f"`{check.table}.{check.name}`"
        line(name, check.severity, lambda v, check=check: v.check == check)
    for severity in ("error", "warning"):
        line("all", severity, lambda v, severity=severity: v.check.severity == severity)
    for name, j in (alarm for some in found for alarm in some if show and alarm[1].broken):
        print(
            name,
            j.check.name,
            *(printed(x) for _, x in j.key),
            "; ".join(f"{v.field} {printed(v.value)}" for v in j.cells),
        )


def print_caught(path: Path, asked: tuple[Part, ...]) -> None:
    for kind, c in caught(path, asked).items():
        print(
            f"{path.parent.name}: {kind}: {c['planted']:,} planted, {c['error'] / c['planted']:.1%}"
            f" marked by an error, {c['warning'] / c['planted']:.1%} by a warning alone"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--schema", default="filing")
    parser.add_argument("--show", action="store_true", help="print each alarm")
    parser.add_argument("--plant", action="store_true", help="plant one mistake at a time instead")
    arguments = parser.parse_args()
    asked = parts(load_schema(arguments.schema))
    if arguments.plant:
        for path in arguments.gold:
            print_caught(path, asked)
    else:
        print_alarms(arguments.gold, asked, arguments.show)


if __name__ == "__main__":
    main()
