"""Records, schemas and scores -> tables on the terminal. Nothing here changes a value.

Amounts are shown in thousands or millions where all amounts of a table are whole ones, so that none
loses a digit.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extract_filings.pipeline.records import NO_QUESTION, Record, Value
from extract_filings.pipeline.tables.dictionary import PER_ROW
from extract_filings.pipeline.tables.frames import currency_of_rows
from extract_filings.pipeline.tables.instance import rows_named
from extract_filings.pipeline.tables.row_order import rows
from extract_filings.pipeline.tables.summary import counted_of
from extract_filings.pipeline.text.escape import legible
from extract_filings.schemas.base import Part
from extract_filings.schemas.names import plural

WORDS = {0: "", 3: " in thousands", 6: " in millions"}
AMOUNTS = "amounts"
"""Their unit where nothing says the currency."""
DOUBT = "?"
MEANT = "to check: perhaps wrong, compare it with the page (`extract review` of --out shows both)"


def show(console: Console, asked: Sequence[Part], record: Record) -> None:
    """Prints a document's tables: values, periods, pages, a mark at values to check, and what was
    not found.
    """
    head = f"{record.document}: {plural(record.pages, 'page')} · {counted_of(record)}"
    console.print(Text(legible(head), style="bold"))
    for part in asked:
        if found := [row for row in rows(part, record.values) if row[1]]:
            title, table = (
                _columns(part, found, _currency(part, record))
                if part.kind == "statement"
                else _listed(part, found)
            )
            console.print(
                Text(title, style="italic")
            )  # a rich title would be folded to the table's width
            console.print(table)
        if lacking := _lacking(part, found):
            console.print(Text(lacking, style="dim"))
    if any(_mark(v) == DOUBT for v in record.values):
        console.print(Text(f"  {DOUBT} {MEANT}", style="yellow"))
    docs = {c.name: c.doc for c in asked[0].checks}
    for kind, sign, style in (("failed", "✗", "red"), ("warned", "!", "yellow")):
        for name in dict.fromkeys(n for v in record.values for n in getattr(v.status, kind)):
            console.print(
                Text(f"  {sign} {name}: {docs.get(name, name)} does not hold", style=style)
            )
    for p in (p for p in record.problems if p.reason in NO_QUESTION):
        sign, style = ("!", "yellow") if p.reason == "ocr" else ("✗", "red")
        console.print(Text(f"  {sign} {p.field}: {p.detail}", style=style))
    console.print()


def _lacking(part: Part, found: Sequence[tuple]) -> str:
    """What has no value: of a list in which rows, of other tables what no row has."""
    if not found:
        return f"{part.name}: nothing found"
    if part.kind != "list":
        named = [f.name for f in part.fields if not any(f.name in cells for _, cells in found)]
        return f"  not printed: {', '.join(named)}" if named else ""
    by_names = defaultdict(list)
    for n, (_, cells) in enumerate(found, 1):
        by_names[", ".join(f.name for f in part.fields if f.name not in cells)].append(n)
    told = [f"{names} ({rows_named(at)})" for names, at in by_names.items() if names]
    return f"  not printed: {'; '.join(told)}" if told else ""


def _table(show_header: bool = True) -> Table:
    return Table(show_header=show_header, box=None, pad_edge=False, padding=(0, 2, 0, 0))


def _currency(part: Part, record: Record) -> str:
    """What a statement's amounts are in, if all of them are in one currency that is known."""
    rows = currency_of_rows(record).items()
    found = {currency for (table, *_), currency in rows if table == part.name}
    return found.pop() or AMOUNTS if len(found) == 1 else AMOUNTS


def _columns(part: Part, found: Sequence[tuple], currency: str) -> tuple[str, Table]:
    """Title and table: items down, periods across."""
    scales = {
        u: _scale(
            [
                row[f.name].value
                for _, row in found
                for f in part.fields
                if f.name in row and f.cue.unit == u
            ]
        )
        for u in ("USD", "shares")
    }
    names = {"USD": currency}
    units = ", ".join(f"{names.get(u, u)}{WORDS[k]}" for u, k in scales.items() if k is not None)
    table = _table()
    table.add_column("")
    for key, _ in found:
        table.add_column(_period(dict(key)), justify="right")
    table.add_column("page", justify="right", style="dim")
    for f in part.fields:
        cells = [row.get(f.name) for _, row in found]
        if any(cells):
            table.add_row(
                Text(f.name),
                *(_cell(v, scales.get(f.cue.unit or "") or 0) for v in cells),
                _pages(cells),
            )
    return f"{part.name} ({units})" if units else part.name, table


def _listed(part: Part, found: Sequence[tuple]) -> tuple[str, Table]:
    """Title and table: a field and its value on a line; rows of a list are told apart by their
    number.
    """
    table = _table()
    for name in ("", "value"):
        table.add_column(name)
    table.add_column("page", justify="right", style="dim")
    for i, (_, row) in enumerate(found):
        for f in (f for f in part.fields if f.name in row):
            name = f.name if part.kind == "root" else f"{i + 1} {f.name}"
            table.add_row(Text(name), _cell(row[f.name], 0), _pages([row[f.name]]))
    return part.name, table


def _period(key: dict[str, Any]) -> str:
    return (
        f"{key['months']} months to\n{key['period_end']}"
        if "months" in key
        else str(key["period_end"])
    )


def _scale(values: Sequence[Decimal]) -> int | None:
    """The largest of million, thousand and one that divides all values; None without values."""
    return next((k for k in (6, 3) if all(v % 10**k == 0 for v in values)), 0) if values else None


def _cell(value: Value | None, scale: int) -> Text:
    if value is None:
        return Text("")
    told = value.value
    text = _number(told.scaleb(-scale)) if isinstance(told, Decimal) else legible(str(told))
    if mark := _mark(value):
        return Text(f"{text} {mark}", style="red" if value.status.failed else "yellow")
    return Text(text)


def _mark(value: Value) -> str:
    if value.status.failed:
        return "✗"
    return "!" if value.status.warned else DOUBT if value.status.doubted else ""


def _number(number: Decimal) -> str:
    """Without the zeros of its type, but cents have two places.

    >>> _number(Decimal("1234.10000000")), _number(Decimal("2E+3")), _number(Decimal("0.125"))
    ('1,234.10', '2,000', '0.125')
    """
    whole, _, part = f"{number:,f}".partition(".")
    part = part.rstrip("0")
    return f"{whole}.{part:0<2}" if part else whole


def _pages(cells: Sequence[Value | None]) -> Text:
    return Text(", ".join(str(p) for p in sorted({v.line.page for v in cells if v})))


def explain(console: Console, asked: Sequence[Part]) -> None:
    """Prints what a schema asks for, and the checks of its values."""
    for part in asked:
        console.print(Text(f"{part.name}: {PER_ROW[part.kind]}", style="bold"))
        if part.description:
            console.print(Text(f"  {part.description}", style="dim"))
        table = _table(show_header=False)
        for key in part.keys:
            table.add_row(f"  {key}", "key", "", "")
        for f in part.fields:
            table.add_row(
                f"  {f.name}",
                "choice" if f.choices else f.type.__name__.lower(),
                f.cue.unit or "",
                Text(f.description),
            )
        console.print(table)
    for check in asked[0].checks:
        console.print(Text(f"  check {check.table}.{check.name} ({check.severity}): {check.doc}"))


def score(console: Console, counts: Mapping[str, Mapping[Any, int]]) -> None:
    """Prints a line for each group of gold cells. Precision is the share of right ones among those
    that have a value and the invented values.
    """
    table = _table()
    shown = ("right", "wrong", "missing", "invented")
    for name in ("", "gold", *shown, "exact match", "precision"):
        table.add_column(name, justify="right" if name else "left")
    for name, row in counts.items():
        gold = row["right"] + row["wrong"] + row["missing"]
        said = row["right"] + row["wrong"] + row["invented"]
        shares = (f"{row['right'] / of:.1%}" if of else "-" for of in (gold, said))
        table.add_row(name, str(gold), *(str(row[v]) for v in shown), *shares)
    console.print(table)
