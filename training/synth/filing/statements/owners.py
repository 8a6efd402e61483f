"""Equity of those that have no stock: partners, and share capital with its premium."""

from typing import Any

from extract_filings.training.synth.filing.statements.balance import closed, own_part
from extract_filings.training.synth.filing.statements.builder import Builder, Vector, minus, plus

PARTS = (
    ("CommonStockValue", 60, "+", "share_capital"),
    ("AdditionalPaidInCapital", 90, "+", "share_premium"),
    ("TreasuryStockCommonValue", 8, "(", "own_shares"),
    ("AccumulatedOtherComprehensiveIncomeLossNetOfTax", 15, "±", "reserves"),
)
"""Concept, weight, sign, and which words."""


def partners(build: Builder, own: Vector, words: dict[str, Any]) -> None:
    """Interests of the general and the limited partners; their total is the item."""
    build.title(words["equity_heads"])
    general = [round(v * build.rng.uniform(-0.02, 0.03)) for v in own]
    build.other("GeneralPartnersCapitalAccount", general, words["general"], level=1)
    limited = minus(own, general)
    build.other("LimitedPartnersCapitalAccount", limited, words["limited"], level=1)
    label = build.pick(words["capital"])
    build.item("stockholders_equity", own, "PartnersCapital", label=label, total=True)


def shares(build: Builder, whole: Vector, words: dict[str, Any]) -> None:
    """Share capital, premium and reserves; retained earnings are the rest."""
    build.title(words["equity_heads"])
    own, minority = own_part(build, whole)
    parts = []
    for concept, weight, sign, key in PARTS:
        if build.rng.random() < 0.75 or not parts:
            parts.append(build.other(concept, build.draw(weight, sign), words[key], level=1))
    rest = minus(own, plus(*parts))
    build.signed("retained_earnings", rest, "RetainedEarningsAccumulatedDeficit", level=1)
    closed(build, own, minority)
