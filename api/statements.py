"""A document's statements on the terminal, row by row as printed, and what became of each."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extract_filings.pipeline.records import LineAmount, LineItem, Record
from extract_filings.pipeline.text.escape import legible

SUM = "Σ"
LABEL = 28
"""Characters of a label on a line, at least."""
Period = tuple  # last day, months


def show_statements(console: Console, record: Record) -> None:
    """Prints every row: label, numbers as printed, Σ where rows add up to it, item, concept."""
    for name, found in groupby(record.line_items, attrgetter("statement")):
        items = list(found)
        console.print(Text(f"{legible(record.document)}: {name} · {proof(items)}", style="bold"))
        if any(a.member for i in items for a in i.amounts):
            for _, page in groupby(items, attrgetter("page")):
                console.print(_of_equity(list(page)))
        else:
            for pages in _by_columns(items):
                console.print(_table(pages))
        console.print()


def proof(items: Sequence[LineItem]) -> str:
    """How many of the rows of money stand in a sum that holds.

    >>> proof([])
    '0 of 0 rows of money add up'
    """
    money = [i for i in items if i.unit == "USD" and i.amounts]
    right = sum(any(a.adds_up for a in i.amounts) for i in money)
    return f"{right} of {len(money)} rows of money add up"


def _by_columns(items: Sequence[LineItem]) -> list[list[LineItem]]:
    """Rows that follow each other and have columns of the same periods."""
    made: list[list[LineItem]] = []
    known: set[Period] = set()
    for item in items:
        periods = {(a.period_end, a.months) for a in item.amounts}
        if made and (not periods or not known or periods & known):
            made[-1].append(item)
            known |= periods
        else:
            made.append([item])
            known = periods
    return made


def _table(items: Sequence[LineItem]) -> Table:
    periods = list(dict.fromkeys((a.period_end, a.months) for i in items for a in i.amounts))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(f"page {items[0].page}", ratio=3)
    for end, months in periods:
        table.add_column(f"{end}" + (f"\n{months} months" if months else "\n "), justify="right")
    table.add_column("")
    table.add_column("item\nconcept", style="dim")
    for item in items:
        table.add_row(*_cells(item, periods))
    return table


def _cells(item: LineItem, periods: Sequence[Period]) -> list[Text]:
    by_period: dict[Period, LineAmount] = {}
    for amount in item.amounts:
        by_period.setdefault((amount.period_end, amount.months), amount)
    numbers = [_number(by_period[p]) if p in by_period else "" for p in periods]
    label = Text(legible("  " * item.level + item.label), style="" if item.amounts else "italic")
    named = item.item or item.concept
    sign = SUM if item.parts else ""
    return [label, *map(Text, numbers), Text(sign), Text(named, style="cyan" if item.item else "")]


def _of_equity(items: Sequence[LineItem]) -> Table:
    """Columns are components, or periods as in the fullest row; a number stands where it does."""
    widest = max(items, key=lambda i: (len(i.amounts), _flows(i.amounts)))
    fullest = widest.amounts
    by_member = len({a.member for a in fullest}) > 1
    apart = len({_period(a) for a in fullest}) > 1
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(f"page {items[0].page}", ratio=3, min_width=LABEL)
    for amount in fullest:
        own = amount.member.removeprefix(f"{widest.section} | ").replace(" | ", " ")
        told = [own] * by_member + [_period(amount)] * (apart or not by_member)
        table.add_column(Text("\n".join(map(legible, told))), justify="right")
    table.add_column("period" if by_member else "")
    table.add_column("concept", style="dim")
    for item in items:
        places = [_place(a, i, fullest) for i, a in enumerate(item.amounts)]
        at = dict(zip(places, item.amounts, strict=True))
        numbers = [_number(at[i]) if i in at else "" for i in range(len(fullest))]
        label = Text(legible("  " * item.level + item.label))
        label.stylize("" if item.amounts else "italic")
        one = by_member and not apart and item.amounts
        period = f"{_period(item.amounts[0])} " if one else ""
        sign = SUM if item.parts else ""
        table.add_row(label, *map(Text, numbers), Text(period + sign), Text(item.concept))
    return table


def _flows(amounts: Sequence[LineAmount]) -> bool:
    return any(a.months for a in amounts)


def _place(amount: LineAmount, i: int, fullest: Sequence[LineAmount]) -> int:
    """The column of a row's i-th number: that whose number ends nearest."""
    if not amount.box:
        return i
    edge = amount.box[2]
    ends = [abs(a.box[2] - edge) if a.box else float("inf") for a in fullest]
    return min(range(len(fullest)), key=lambda n: ends[n])


def _period(a: LineAmount) -> str:
    return f"{a.period_end}" + (f", {a.months} months" if a.months else "")


def _number(amount: LineAmount) -> str:
    """As printed, with brackets for what is negative."""
    quote = amount.place.text[amount.start : amount.end]
    return f"({quote})" if amount.value < Decimal(0) else quote
