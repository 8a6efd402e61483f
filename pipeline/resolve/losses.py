"""Rows that print losses without brackets: what they are called says so, unless the sums of the
balance sheet say otherwise.
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from decimal import Decimal

from extract_filings.pipeline.records import Line
from extract_filings.pipeline.resolve.dated_rows import Row
from extract_filings.pipeline.resolve.deficits import counted
from extract_filings.pipeline.resolve.totals import figures

LOSS = re.compile(
    r"(?i)^[\s—–-]*(?:(?:net|total|consolidated|operating|pre-?tax|accumulated|comprehensive|basic"
    r"|diluted|and|(?:stock|share)(?:holders?|owners?)['’]?s?['’]?)\s+)*"
    r"(?:loss(?:es)?|deficit|cash(?:\s+flows?)?\s+used)\b"
)
TURNED = re.compile(
    r"(?i)^[\s—–-]*(?:(?:net|operating|pre-?tax|comprehensive|basic|diluted|and)\s+)*"
    r"loss(?:es)?\s*\((?:income|earnings|profits?)\)\s*"
    r"(?!\s*(?:from|of|in)\b(?!\s+(?:continuing\s+)?operations))(?!.*(?:controlling|minority))"
)
"""A row whose losses stand without brackets, and whose income in brackets. What others lose of it
is added to net income.
"""
GAIN = re.compile(
    r"(?i)\b(?:incomes?|earnings|profits?|gains?|provided|generated|surplus|inflows?)\b"
    r"|\((?:loss|deficit|used)|\b(?:loss|deficit)\s*\)"
)
TAXES = re.compile(r"(?i)\bincome tax(?:es)?\b|\btaxes on income\b")
DEDUCTED = re.compile(r"(?i)\btreasury\b|^\W*less\b|\b(?:subscription|note)s? receivable\b")
"""Rows of equity that are printed as plain numbers, too, and deducted."""


def with_losses(
    rows: Mapping[Line, Row], flow: bool, lines: Sequence[Line]
) -> tuple[dict[Line, Row], frozenset[Line]]:
    """The rows with losses negative, and those of balances whose sign no sum settles. `lines`: all
    of their pages."""
    made = dict(rows)
    labels = _labels(rows, lines)
    called = [n for n, row in rows.items() if is_turned(labels[n], [a.value for a, _ in row])]
    unsettled = {n for n in rows if n in called or DEDUCTED.search(labels[n])}
    doubtful: set[Line] = set()
    for line in called:
        sign = 0 if flow else _by_sums(line, made, unsettled)
        if sign < 1:
            made[line] = [(replace(a, value=-a.value or a.value), c) for a, c in rows[line]]
        if not (sign or flow):
            doubtful.add(line)
        unsettled.discard(line)
    return made, frozenset(doubtful)


def _labels(rows: Mapping[Line, Row], lines: Sequence[Line]) -> dict[Line, str]:
    """What stands ahead of each row's amounts, and the line above if the label goes on from there:
    "Net loss per share" over "basic and diluted"."""
    before = dict(zip(lines[1:], lines, strict=False))
    labels = {line: line.text[: row[0][0].start] for line, row in rows.items()}
    wrapped = (n for n in rows if labels[n][:1].islower() and before.get(n, n) not in rows)
    return labels | {n: f"{before[n].text} {labels[n]}" for n in wrapped}


def _by_sums(line: Line, rows: Mapping[Line, Row], unsettled: Set[Line]) -> int:
    """As of `counted`."""
    order = [*rows]
    either = {i for i, n in enumerate(order) if n in unsettled and n != line}
    return counted(order.index(line), [figures(r) for r in rows.values()], either)


def is_turned(label: str, values: Sequence[Decimal]) -> bool:
    """Whether its plain numbers are losses: it is called a loss, and none is in brackets, or its
    words say that income stands in brackets.

    >>> is_turned("Net loss", [Decimal(5)]), is_turned("Net loss", [Decimal(5), Decimal(-4)])
    (True, False)
    >>> is_turned("Net loss (income)", [Decimal(5), Decimal(-4)])
    True
    """
    label = TAXES.sub("", label)
    if TURNED.search(label):
        return True
    return bool(LOSS.search(label)) and not GAIN.search(label) and all(v >= 0 for v in values)
