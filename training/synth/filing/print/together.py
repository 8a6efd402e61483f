"""Two registrants on one cover, a holding company and what it holds; gold knows the first of them
only.
"""

import random
from dataclasses import replace
from itertools import pairwise

from extract_filings.training.synth.base import names
from extract_filings.training.synth.base.words import load_words
from extract_filings.training.synth.filing.print.registrant import (
    Cover,
    Registrant,
    employer,
    file_number,
    note_address,
    note_phone,
    numbered,
    print_address,
    print_name,
    print_pair,
)

WORDS = load_words(__name__)
LEAST_SIZE = 6


def second(rng: random.Random, first: Registrant) -> Registrant:
    """At the same address, incorporated there too or elsewhere."""
    head = first.name.removeprefix("THE ").removeprefix("The ").split(" ")[0]
    name = rng.choice(WORDS["subsidiaries"]).format(head)
    state, code = (
        (first.state, first.code)
        if rng.random() < 0.6
        else rng.choice(list(names.INCORPORATION.items()))
    )
    number = (
        f"{first.number[:4]}{rng.randint(10000, 39999)}"
        if len(first.number) > 8
        else f"1-{rng.randint(1000, 16999)}"
    )
    return replace(
        first,
        name=name.upper() if first.name.isupper() else name,
        number=number,
        state=state,
        code=code,
        employer=employer(rng),
    )


def print_both(cover: Cover, first: Registrant, other: Registrant) -> None:
    (_table if cover.rng.random() < 0.5 else _stacked)(cover, first, other)


def _stacked(cover: Cover, first: Registrant, other: Registrant) -> None:
    """One below the other, file numbers before each or together; the address is shared or printed
    again.
    """
    apart, shared = cover.rng.random() < 0.5, cover.rng.random() < 0.6
    if not apart:
        cover.note(
            "commission_file_number",
            first.number,
            cover.centre(f"{numbered(cover.rng, first)} ({first.name})"),
        )
        cover.centre(f"{numbered(cover.rng, other)} ({other.name})")
    for who in (first, other):
        if apart:
            file_number(cover, who) if who is first else cover.centre(numbered(cover.rng, who))
        cover.paper.down(0.5)
        print_name(cover, who, who is first)
        print_pair(cover, who, who is first)
        if who is first and not shared:
            print_address(cover, first)
    if shared:
        print_address(cover, first)


def _table(cover: Cover, first: Registrant, other: Registrant) -> None:
    """Number, name and what belongs to it, employer number side by side."""
    paper, rng = cover.paper, cover.rng
    edges = [paper.margin + (paper.right - paper.margin) * share for share in (0, 0.2, 0.8, 1)]
    _heads(cover, edges)
    words = rng.choice(WORDS["states"])
    for who in (first, other):
        paper.need(7)
        page = paper.page
        _row(cover, edges, [who.number, who.name, who.employer])
        for line in (
            _state(words, who.state),
            who.whole_street,
            f"{who.town} {who.postal}",
            who.phone,
        ):
            _row(cover, edges, ["", line, ""])
        if who is first:
            _note(cover, who, page)
        paper.down(0.5)


def _state(words: str, state: str) -> str:
    """Corporations are said to be of states of the union only: "an Ohio corporation"."""
    text = (words if state in names.STATES else "{}").format(state)
    return text.replace("(a ", "(an ").replace("(A ", "(An ") if state[0] in "AEIO" else text


def _note(cover: Cover, who: Registrant, page: int) -> None:
    cover.note("commission_file_number", who.number, page)
    cover.note("registrant_name", who.name, page)
    cover.note("state_of_incorporation", who.state, page, who.code)
    cover.note("employer_id", who.employer, page)
    note_address(cover, who, page)
    note_phone(cover, who.phone, page)


def _heads(cover: Cover, edges: list[float]) -> None:
    paper = cover.paper
    top, deepest = paper.y, 0
    keys = ("number", "name", "employer")
    for key, (x0, x1) in zip(keys, pairwise(edges), strict=True):
        lines = paper.wrap(cover.rng.choice(WORDS["heads"][key]), x1 - x0 - 8, size=paper.size - 1)
        for i, line in enumerate(lines):
            paper.y = top - i * paper.lead
            _middle(cover, line, x0, x1, paper.size - 1)
        deepest = max(deepest, len(lines))
    paper.y = top
    paper.down(deepest + 0.5)


def _row(cover: Cover, edges: list[float], cells: list[str]) -> None:
    for text, (x0, x1) in zip(cells, pairwise(edges), strict=True):
        _middle(cover, text, x0, x1, cover.paper.size)
    cover.paper.down()


def _middle(cover: Cover, text: str, x0: float, x1: float, size: float) -> None:
    """In the middle of its column, smaller where it would not fit."""
    paper = cover.paper
    while paper.width(text, size=size) > x1 - x0 - 4 and size > LEAST_SIZE:
        size -= 0.25
    if text:
        paper.put(x0 + (x1 - x0 - paper.width(text, size=size)) / 2, text, size=size)
