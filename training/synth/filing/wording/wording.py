"""What companies call the items of the three statements, in as many ways as we could think of.

Three kinds of list. `PLAIN`: items whose sign goes without saying. `SIGNED`: items whose wording
follows the sign, in four shades: all columns positive, mixed, all negative, and (only where filers
do so) the words of a row printed with the other sign ("Benefit (provision) for income taxes").
`SHORT`, `LONG`, `BOTH`: rows per share, which may stand under a heading.

Placeholders: {d} a dash or comma, {h} holder word with apostrophe (stockholders’), {H} the same
without, {co} the company, {a} and {b} two amounts in dollars, {y} and {z} the two balance dates'
years.
"""

from extract_filings.training.synth.base.words import load_words

_WORDS = load_words(__name__)
PER_SHARE_HEADS: list[str] = _WORDS["per_share_heads"]
PER_SHARE_HEADS_LOSS: list[str] = _WORDS["per_share_heads_loss"]
SHARES_HEADS: list[str] = _WORDS["shares_heads"]
PLAIN: dict[str, list[str]] = _WORDS["plain"]
SIGNED: dict[str, dict[str, list[str]]] = _WORDS["signed"]
SHORT: dict[str, list[str]] = _WORDS["short"]
"""Labels under one of the headings above, index by index the same for basic and diluted."""
LONG: dict[str, list[str]] = _WORDS["long"]
"""Labels that need no heading, index by index the same wording for basic and diluted."""
BOTH: dict[str, list[str]] = _WORDS["both"]
"""One row for basic and diluted."""


def variants(item: str) -> list[str]:
    """All wordings of one item of the filing schema; none for any other name."""
    both = {
        "eps_basic": "eps",
        "eps_diluted": "eps",
        "shares_basic": "shares",
        "shares_diluted": "shares",
    }
    if item in both:
        return LONG[item] + SHORT[item] + BOTH[both[item]]
    if item in PLAIN:
        return PLAIN[item]
    others = {
        "net_income": "net_income_attributable",
        "stockholders_equity": "stockholders_equity_parent",
    }
    shades = [*SIGNED.get(item, {}).values(), *SIGNED.get(others.get(item, ""), {}).values()]
    return [label for shade in shades for label in shade]
