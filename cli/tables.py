"""Commands over tables that a run has written, and over schemas."""

import sys
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from extract_filings.cli import options
from extract_filings.cli.console import Format, tell, terminal
from extract_filings.pipeline.text.escape import legible
from extract_filings.schemas.names import plural


class By(StrEnum):
    section, item, document = "section", "item", "document"


def schemas(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME", help="a name, FILE.py:CLASS or a JSON Schema file", show_default=False
        ),
    ] = None,
) -> None:
    """List the schemas, or explain one: tables, fields, units, checks."""
    from extract_filings.api.render import explain
    from extract_filings.schemas.compile import parts
    from extract_filings.schemas.load import load_schema, schema_names

    if name:
        explain(terminal(), parts(load_schema(name)))
        return
    for known in schema_names():
        print(f"{known:16} {' '.join((load_schema(known).__doc__ or '').split())}")


def models() -> None:
    """List the models that can be named: on this machine or not, what each needs and knows."""
    from extract_filings.cli.models import print_models

    print_models(terminal())


def evaluate(
    out: options.Out,
    gold: Annotated[
        Path,
        typer.Argument(metavar="GOLD", help="Parquet file with the true cells", show_default=False),
    ],
    by: Annotated[By, typer.Option(help="print a line for each")] = By.section,
    misses: Annotated[int, typer.Option(help="cells that are not right to print, at most")] = 0,
) -> None:
    """Score tables against gold. A cell is right only if it equals the gold exactly.

    With rows.jsonl beside the gold, values of items that a statement does not print are counted as
    invented.
    """
    from extract_filings.api.render import score
    from extract_filings.pipeline.gold.evaluate import counts, evaluate

    cells = evaluate(out, gold)
    score(terminal(), counts(cells, by.value))
    for cell in [c for c in cells if c.verdict != "right"][:misses]:
        where = " ".join(str(k) for k in cell.key if k is not None)
        want = " | ".join(sorted(map(_plain, cell.want)))
        print(legible(f"{cell.verdict:9}{where}: want {want or 'nothing'}, got {_plain(cell.got)}"))


def _plain(value: Any) -> str:
    """Amounts with all their digits.

    >>> _plain(Decimal("8.2572E+7")), _plain(None)
    ('82572000', 'nothing')
    """
    if value is None:
        return "nothing"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def compact(out: options.Out) -> None:
    """Merge the many small files that runs have added to tables into few large ones."""
    from extract_filings.pipeline.tables.append import compact

    before, after = compact(out)
    print(f"{out}: {before} files -> {after}")


def diff(
    before: Annotated[
        Path, typer.Argument(metavar="OUT1", help="folder of tables (--out)", show_default=False)
    ],
    after: Annotated[Path, typer.Argument(metavar="OUT2", help="another one", show_default=False)],
    format: Annotated[Format, typer.Option(help="how to print the cells")] = Format.table,
) -> None:
    """Show the cells that differ between two runs, models or versions.

    Exit code 1 if any does.
    """
    from extract_filings.pipeline.tables.diff import diff
    from extract_filings.pipeline.tables.export import safe_csv

    cells = diff(before, after)
    if format == Format.table:
        for table, document, row, field, old, new in cells.iter_rows():
            values = " -> ".join("nothing" if v is None else str(v) for v in (old, new))
            print(legible(f"{document} {table} {row} {field}: {values}"))
    else:
        sys.stdout.write(safe_csv(cells) if format == Format.csv else cells.write_json() + "\n")
    tell(
        f"{plural(cells.height, 'cell')} differ{'s' * (cells.height == 1)} in"
        f" {plural(cells['document'].n_unique(), 'document')}"
    )
    raise typer.Exit(1 if cells.height else 0)


def check(
    out: options.Out,
    format: Annotated[Format, typer.Option(help="how to print the failing rows")] = Format.table,
) -> None:
    """Run the schema's rules, as they are now, over the tables, and print the rows that break one.

    Exit code 1 if one is an error.

    Example: `extract check out --format csv > failing.csv`
    """
    from extract_filings.pipeline.tables.failing_rows import as_csv, as_json, as_lines, failing

    found = failing(out)
    write = {Format.table: as_lines, Format.json: as_json, Format.csv: as_csv}[format]
    sys.stdout.write(write(found.rows))
    errors = sum(row["severity"] == "error" for row in found.rows)
    tell(
        f"{plural(found.documents, 'document')}, rules applied {plural(found.judged, 'time')}:"
        f" {errors} failed, {len(found.rows) - errors} warned"
    )
    if not found.judged:
        tell(
            "no rule applied: docs/checks.md says how a schema gets some; what an instance lacks is"
            " in problems/, reason invalid"
        )
    raise typer.Exit(1 if errors else 0)
