"""The other rows of the statements: those that are no item of the schema.

This module's own words are those of makers, which other kinds of filers share. Placeholders as in
wording.py; {n} is a whole number of shares, {p} a par value.
"""

from typing import Any, NamedTuple

from extract_filings.training.synth.base.words import load_words


class Other(NamedTuple):
    """A kind of row, and the ways to label it; mostly of no item.

    Sign "+": positive, "-": an outflow that its label words as one (value positive, printed in
    brackets in cash flows), "±": either, "(": natural value negative (contra rows). The weight is
    in thousandths of the statement's base: revenue in income statements and cash flows, total
    assets in balance sheets.
    """

    concept: str  # of us-gaap
    sign: str
    weight: int
    labels: list[str]
    item: str = ""  # of the schema; no labels: its usual wordings
    chance: float = 0.5  # of being there, where the kind's statements are lists


def load_rows(module: str) -> tuple[dict[str, list[Other]], dict[str, Any]]:
    """The `[rows]` of the TOML file beside a module, and its other words."""
    words = load_words(module)
    rows = words.pop("rows")
    return {name: [Other(**row) for row in listed] for name, listed in rows.items()}, words


ROWS, WORDS = load_rows(__name__)
