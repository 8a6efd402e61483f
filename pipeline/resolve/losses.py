"""Rows that print losses without brackets: what they are called says so."""

import re
from collections.abc import Sequence
from decimal import Decimal

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
