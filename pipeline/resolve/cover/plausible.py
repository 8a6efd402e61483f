"""How plausible a span of a cover is as a field's value, by its shape and by the words around it: a
model that sees a page without the field still likes some number best.

Rules:
- A value stands in one sentence with its field's `near` words, or a few lines from them.
- A value does not stand as `unlike` says: "$0.01 par value" is no number of shares.
- A value prints what the field's `looks` says; one that does not is half as likely.
- Words may tell a value by themselves, as `told` says: "state of incorporation: Ohio".
- An amount of a field with `near` words is grouped, has a scale word or many digits; a bare year
  or page number is none.

A field of which the schema says nothing of the kind is as plausible as the model finds it.
"""

import re
from collections.abc import Sequence

from extract_filings.pipeline.records import Line
from extract_filings.pipeline.text.parse import SCALE_WORD
from extract_filings.pipeline.text.patterns import CURRENCY, spans
from extract_filings.schemas.base import FieldSpec

FAR = 0.05
"""Of a value without its `near` words, or that stands as `unlike` says: even one that the model is
sure of must then be none.
"""

ODD = 0.5
"""Of a value that does not look like most."""

SMALL, STRAY = 0.5, 0.02
"""Of an amount of few digits, with a currency or "shares" beside it and without."""

BEFORE, BEHIND = 8, 3
"""Lines of a sentence before and behind a value: the market value of the shares comes at the end of
a long one, in narrow columns too.
"""

SENTENCE = re.compile(r"(?:\b[a-z]{3,}|\b[A-Z][a-z]{4,}|\d|[a-z][)\]”\"])\s?[.;]\s+(?=[A-Z“\"(])")
"""The end of one: behind a small word, a long one or a number, not behind "Inc." or "No."."""

VALUE = "¦"
"""Stands for the value in the words around it."""


def plausibility(spec: FieldSpec, lines: Sequence[Line], at: int, start: int, end: int) -> float:
    """From 0 to 1. The value is the span of the line `lines[at]` of a page."""
    before, behind = _sentence(lines, at, start, end)
    around, text = before + VALUE + behind, lines[at].text[start:end]
    share = 1.0
    if spec.cue.looks and not re.search(spec.cue.looks, text):
        share *= ODD
    if spec.cue.near and not re.search(spec.cue.near, around):
        share *= FAR
    if spec.cue.unlike and re.search(spec.cue.unlike, around):
        share *= FAR
    if spec.cue.unit and spec.cue.near:
        share *= _amount(text, before, behind)
    return share


def told(spec: FieldSpec, lines: Sequence[Line], at: int) -> list[tuple[int, int]]:
    """The field's spans of the line `lines[at]` that the words around tell."""
    if not spec.cue.told:
        return []
    found = []
    for start, end in spans(spec, lines[at].text):
        around = VALUE.join(_sentence(lines, at, start, end))
        if re.search(spec.cue.told, around):
            found.append((start, end))
    return found


def _sentence(lines: Sequence[Line], at: int, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind a span, up to the ends of its sentence."""
    text = lines[at].text
    before = " ".join((*(n.text for n in lines[max(0, at - BEFORE) : at]), text[:start]))
    behind = " ".join((text[end:], *(n.text for n in lines[at + 1 : at + 1 + BEHIND])))
    ends = [m.end() for m in SENTENCE.finditer(before)]
    stop = SENTENCE.search(VALUE.join(("0", behind)))
    return before[ends[-1] if ends else 0 :], behind[: stop.end() - 2] if stop else behind


def _amount(text: str, before: str, behind: str) -> float:
    """By the shape of a number.

    >>> _amount("93,800,000", "", ""), _amount("2.4", "$", " billion."), _amount("2022", "", "")
    (1.0, 1.0, 0.02)
    >>> _amount("100", "", " shares"), _amount("2", "", ""), _amount("2.4", "$", ".")
    (0.5, 0.02, 0.02)
    """
    digits = len(re.sub(r"\D", "", text.split(".")[0]))
    if digits > 4 or "," in text or SCALE_WORD.match(behind):
        return 1.0
    counted = re.match(r"\s+(?:\w+\s+){0,3}(?:share|unit|interest)s?\b", behind)
    beside = counted or re.search(rf"{CURRENCY}\s*$", before)
    return SMALL if beside and "." not in text else STRAY
