"""Changes in equity whose columns are periods: the heading over a row names its component.

Rules:
- A balance at the beginning of a period is of the day before it, one at its end, or at both, of its
  last day.
- A sum that begins with an opening balance is a balance, whatever it is called; so is what a total
  of balances adds up.
- What nothing says otherwise is money.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extract_filings.pipeline.records import Line, LineAmount, LineItem
from extract_filings.pipeline.resolve.equity.equity_sums import closings, of_all
from extract_filings.pipeline.resolve.equity.section_rows import Told
from extract_filings.pipeline.resolve.equity.statement_titles import ALL_EQUITY, BALANCE, Section
from extract_filings.pipeline.resolve.head_words import readings
from extract_filings.pipeline.resolve.line_items import (
    MONEY,
    PER_SHARE,
    SHARES,
    called,
    parts_of,
)
from extract_filings.pipeline.resolve.notes.period_choices import before
from extract_filings.pipeline.resolve.periods import Known
from extract_filings.pipeline.resolve.statement import in_base_units
from extract_filings.pipeline.resolve.subtotals import Sum, proven
from extract_filings.pipeline.text.scale import Scale, read_scale

NUMBER_OF = re.compile(r"(?i)\bnumber of\b|^\W*shares\W*$")
COUNTS = re.compile(r"(?i)^[a-z ]*\bshares (?:issued|outstanding)\W*$")
ABOUT_SHARES = re.compile(r"(?i)\bshares? (?:information|data)\b")
"""Headings over numbers of shares: a component, any."""
OPENING = re.compile(r"(?i)\bbegin(?!.*\bend)")


def with_components(items: Sequence[LineItem], section: Section, told: Told) -> Iterator[LineItem]:
    """Each row with the component that it is under, its sum, and balances of their days."""
    components = [*components_of([(i.label, bool(i.amounts)) for i in items])]
    labels = [*_labels(items)]
    items = _with_sums(items, labels, components)
    balances = _balances(items, labels, components)
    for i, (item, component) in enumerate(zip(items, components, strict=True)):
        words = f"{component} {item.label}"
        counts = COUNTS.search(component) or ABOUT_SHARES.search(item.section)
        unit = SHARES if counts or NUMBER_OF.search(words) else MONEY
        still = i in balances
        dated = (_of_day(a, labels[i], told.known) if still else a for a in item.amounts)
        counted = (_counted(a, unit, words, section.lines, told.elsewhere) for a in dated)
        yield replace(item, amounts=tuple(replace(a, member=component) for a in counted))


def _labels(items: Sequence[LineItem]) -> Iterator[str]:
    """What tells balances: a row's own words, else with those of the line without numbers above."""
    above = ""
    for item in items:
        own = not item.amounts or BALANCE.search(item.label)
        yield item.label if own else f"{above} {item.label}".strip()
        above = "" if item.amounts else item.label


def components_of(rows: Sequence[tuple[str, bool]]) -> Iterator[str]:
    """Of each row the heading over an opening balance, up to the closing one. `rows`: label, and
    whether it has numbers.
    """
    now, balances = "", 0
    behind = [label for label, _ in rows[1:]]
    for (label, numbers), below in zip(rows, [*behind, ""], strict=False):
        balance = bool(BALANCE.search(label))
        if not numbers and not balance and BALANCE.search(below):
            now, balances = label.rstrip(":"), 0
        balances += balance
        yield now
        if balances > 1 and numbers:
            now, balances = "", 0


def _with_sums(
    items: Sequence[LineItem], labels: Sequence[str], components: Sequence[str]
) -> list[LineItem]:
    """With the sums that the form says."""
    periods = [*dict.fromkeys((a.period_end, a.months) for i in items for a in i.amounts)]
    columns = [[periods.index((a.period_end, a.months)) for a in i.amounts] for i in items]
    values = [
        {c: _as_printed(a) for c, a in zip(of, i.amounts, strict=True)}
        for of, i in zip(columns, items, strict=True)
    ]
    balances = [
        bool(i.amounts and (BALANCE.search(n) or ALL_EQUITY.search(n)))
        for i, n in zip(items, labels, strict=True)
    ]
    found = _known(items)
    found += closings(values, balances, found, components)
    found += of_all(values, balances, components, found)
    sums, right = {s.row: s for s in found}, proven(values, found)
    return [
        replace(
            item,
            parts=parts_of(sums.get(i), items[0].line - 1),
            amounts=tuple(
                replace(a, adds_up=a.adds_up or (i, c) in right)
                for a, c in zip(item.amounts, columns[i], strict=True)
            ),
        )
        for i, item in enumerate(items)
    ]


def _as_printed(a: LineAmount) -> Decimal:
    """With as many decimals: what rounding makes of parts is of the last digit."""
    decimals = len(a.place.text[a.start : a.end].partition(".")[2])
    return a.value.scaleb(-a.scale).quantize(Decimal(1).scaleb(-decimals))


def _known(items: Sequence[LineItem]) -> list[Sum]:
    first = items[0].line if items else 0
    return [
        Sum(i, tuple((abs(p) - first, 1 if p > 0 else -1) for p in item.parts))
        for i, item in enumerate(items)
        if item.parts
    ]


def _balances(
    items: Sequence[LineItem], labels: Sequence[str], components: Sequence[str]
) -> set[int]:
    """The rows that are balances: by their words, or by what adds up to them or they add up to."""
    told = {
        i
        for i, (label, component) in enumerate(zip(labels, components, strict=True))
        if BALANCE.search(label) or (not component and ALL_EQUITY.search(label))
    }
    found = _known(items)
    rolled = {s.row for s in found if components[s.row] and s.parts[0][0] in told}
    totals = [s for s in found if ALL_EQUITY.search(labels[s.row]) and not components[s.row]]
    return told | rolled | {i for s in totals for i, _ in s.parts if not components[i]}


def _of_day(a: LineAmount, label: str, known: Known) -> LineAmount:
    """A balance is of the day before its period, or of its last one."""
    if not a.months:
        return a
    days = [v for kind, *_, v in readings(label) if kind == "day"]
    opening = OPENING.search(label) or (days and days[0][0] != a.period_end.month)
    end = before(a.period_end, a.months, known) if opening else a.period_end
    return replace(a, period_end=end, months=None)


def _counted(
    a: LineAmount, unit: str, words: str, lines: Sequence[Line], elsewhere: Scale | None
) -> LineAmount:
    """With its row's unit, or what its words say, if that is no money."""
    if "." in a.place.text[a.start : a.end] and called(words) == PER_SHARE:
        unit = PER_SHARE
    if unit == MONEY:
        return a
    scale = read_scale(lines, a.place, unit, elsewhere)
    value = in_base_units(a.value.scaleb(-a.scale), scale.power)
    return replace(a, unit=unit, value=value, scale=scale.power)
