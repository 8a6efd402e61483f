"""Draws how a document and its statements are printed: one word per question.

The questions and weights are in choices.toml. Answers that cannot go together are drawn again.
"""

import random
from dataclasses import dataclass

from extract_filings.training.synth.base.words import load_words

_WORDS = load_words(__name__)
DOCUMENT: dict[str, dict[str, int]] = _WORDS["document"]
STATEMENT: dict[str, dict[str, int]] = _WORDS["statement"]
Choices = dict[str, str]
FLOWS = ("income_statement", "cash_flow")
SPECIAL = ("four_quarters", "estimates", "predecessor", "guarantors")
"""Columns that bring a head of their own."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The answers for a document and for each of its tables. A note repeats a statement's kind."""

    document: Choices
    tables: tuple[tuple[str, Choices], ...]


PLAIN = 0.1
"""Share of a question's answers that makes one of them plain."""


def pick(
    rng: random.Random, weights: dict[str, int], allowed: set[str] | None = None, odd: bool = True
) -> str:
    least = 0 if odd else PLAIN * sum(weights.values())
    kept = {k: w for k, w in weights.items() if allowed is None or k in allowed}
    kept = {k: w for k, w in kept.items() if w >= least} or kept
    return rng.choices(list(kept), list(kept.values()))[0]


def draw(rng: random.Random) -> Drawn:
    odd = pick(rng, DOCUMENT["manner"]) == "odd"
    document = {q: pick(rng, weights, odd=odd) for q, weights in DOCUMENT.items()}
    document["manner"] = "odd" if odd else "plain"
    _settle_document(rng, document)
    names = ["income_statement", "balance_sheet", "cash_flow"]
    if document["note"] == "yes":
        names.append(rng.choice(("note_flow", "note_instant")))
    tables = tuple((name, _table(rng, name, document)) for name in names)
    return Drawn(document, tables)


def _settle_document(rng: random.Random, made: Choices) -> None:
    if made["form"] == "20-F":
        made["currency"] = pick(rng, DOCUMENT["currency"], {"CNY", "JPY", "EUR", "INR", "USD"})
    if made["form"] == "10-KT" or made["date_style"] == "month_year":
        made["calendar"] = "months"  # "Dec-21" names a month
    if made["currency"] == "INR" and made["scale"] != "units":
        made["scale"] = rng.choice(("crore", "lakh"))
        made["shares"] = rng.choice(("full", "row"))
    if made["scale"] == "units":
        made |= {"scale_place": "nowhere", "shares": "full"}
    if made["minus"] == "bare" and made["fate"] == "mixed":
        made["fate"] = "loss"
    if made["labels"] == "month_year" and made["calendar"] != "months":
        made["labels"] = "fiscal"


def _table(rng: random.Random, name: str, document: Choices) -> Choices:
    odd = document["manner"] == "odd"
    made = {q: pick(rng, weights, odd=odd) for q, weights in STATEMENT.items()}
    made["columns"] = pick(rng, STATEMENT["columns"], _columns(name, document), odd)
    if document["currency"] in ("CNY", "JPY") and rng.random() < 0.5:
        made["columns"] = "convenience"
    made["length"] = pick(rng, STATEMENT["length"], _lengths(document), odd)
    flow = name in (*FLOWS, "note_flow")
    del made["instant" if flow else "flow"]
    if not flow:
        del made["length"], made["groups"]
    if made["columns"] in SPECIAL:
        made.pop("flow", None)
        made.pop("instant", None)
    return made


def _columns(name: str, document: Choices) -> set[str]:
    """Which sets of columns a table can have."""
    allowed = {"plain", "notes", "change_after"}
    annual = document["form"] in ("10-K", "20-F")
    if name in FLOWS:
        allowed |= {"predecessor", "cumulative"} if document["form"] == "10-K" else set()
        allowed |= {"trailing"} if document["form"] == "10-Q" else set()
    if name == "income_statement":
        allowed |= {"percent", "change_between"}
        allowed |= {"four_quarters", "estimates"} if annual else set()
    if name == "balance_sheet":
        allowed |= {"pro_forma", "percent"}
    if name.startswith("note") and annual:
        allowed |= {"guarantors"}
    return allowed


def _lengths(document: Choices) -> set[str]:
    weeks = {"weeks_digits", "weeks_words", "fiscal", "ordinal"}
    if document["calendar"] == "twelve_weeks":
        return weeks
    months = set(STATEMENT["length"]) - {"weeks_digits", "weeks_words"}
    return months if document["calendar"] == "months" else months | weeks
