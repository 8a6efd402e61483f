"""What brackets around a provision for taxes mean: that it was paid, or that it is a benefit."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import accumulate

from extract_filings.pipeline.records import Line
from extract_filings.pipeline.resolve.dated_rows import Row
from extract_filings.pipeline.resolve.sheet import Sheet
from extract_filings.pipeline.resolve.totals import figures

ABOVE = 3
"""Rows between which the sum begins that a provision is deducted from."""


def brackets_are_costs(line: Line, sheet: Sheet, costs: Sequence[Decimal]) -> bool:
    """Whether brackets around a provision mean that it was paid: the sums say so, else the label,
    else the other `costs`.
    """
    if fits := _sums(line, sheet.rows):
        return fits < 0
    label = line.text
    if not re.match(r"[A-Z]", label):
        lines = sheet.lines
        label = lines[max(0, lines.index(line) - 1)].text + " " + label
    if re.search(r"\([^)]*(?:provision|expense)", label, re.I):
        return True
    if re.search("benefit", label, re.I):
        return not re.search("provision|expense", label, re.I)
    return bool(costs) and sum(v < 0 for v in costs) > len(costs) / 2


def _sums(line: Line, table: Mapping[Line, Row]) -> int:
    """How many columns add up with brackets as minus, less how many add up with brackets as plus.

    They add up if a row close above and those between, less the tax, plus none to three rows that
    follow, is the row after them.
    """
    order = list(table)
    at = order.index(line)
    above = [figures(table[one]) for one in reversed(order[max(0, at - ABOVE) : at])]
    below = [figures(table[one]) for one in order[at + 1 : at + 5]]
    fits = 0
    for when, tax in figures(table[line]).items():
        if not tax:
            continue
        ahead = [*accumulate(row[when] for row in above if when in row)]
        column = [row[when] for row in below if when in row]
        for sign in (1, -1):
            fits += sign * any(_adds_up(rest - sign * tax, column) for rest in ahead)
    return fits


def _adds_up(rest: Decimal, column: Sequence[Decimal]) -> bool:
    """Whether some value below is the sum of the rest and the values before it."""
    for value in column:
        if rest == value:
            return True
        rest += value
    return False
