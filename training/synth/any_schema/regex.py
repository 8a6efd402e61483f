"""A random text that a regular expression matches in full.

Not `rstr`, which reads the same private parser: its negated classes are drawn from a set, so that a
seed gives another text in every process, and its `.`, `\\s` and `+` print line breaks and a hundred
characters.

>>> sample(r"LS-\\d{4}", random.Random(0))
'LS-6048'
"""

import random
import re
import string
from re import _constants as op
from re import _parser

MOST = 6  # repeats of `*` and `+`
CLASSES = {
    op.CATEGORY_DIGIT: string.digits,
    op.CATEGORY_WORD: string.ascii_letters + string.digits,
    op.CATEGORY_SPACE: " ",
}
PLAIN = string.ascii_letters + string.digits + " -"
ENDS = (op.AT, op.ASSERT, op.ASSERT_NOT)  # print nothing; the full match checks them


def sample(pattern: str, rng: random.Random, tries: int = 100) -> str | None:
    """None if no try matches: look-arounds and back references are not understood."""
    tree = _parser.parse(pattern)
    try:
        drawn = (_all(tree, rng) for _ in range(tries))
        return next(
            (text for text in drawn if re.fullmatch(pattern, text) and text == text.strip()), None
        )
    except ValueError:
        return None


def _all(nodes, rng: random.Random) -> str:
    return "".join(_one(kind, what, rng) for kind, what in nodes)


def _one(kind, what, rng: random.Random) -> str:
    if kind in ENDS:
        return ""
    if kind is op.LITERAL:
        return chr(what)
    if kind in (op.ANY, op.NOT_LITERAL):
        return rng.choice([c for c in PLAIN if c != (chr(what) if what else "")])
    if kind is op.IN:
        return rng.choice(_members(what))
    if kind is op.BRANCH:
        return _all(rng.choice(what[1]), rng)
    if kind is op.SUBPATTERN:
        return _all(what[-1], rng)
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
        low, high, inner = what
        return "".join(
            _all(inner, rng) for _ in range(rng.randint(low, min(int(high), max(low, MOST))))
        )
    raise ValueError(kind)


def _members(items) -> list[str]:
    """The characters of a class such as [A-Z\\d-]."""
    found = []
    for kind, what in items:
        if kind is op.LITERAL:
            found.append(chr(what))
        elif kind is op.RANGE:
            found += [chr(c) for c in range(what[0], what[1] + 1)]
        elif kind is op.CATEGORY and what in CLASSES:
            found += CLASSES[what]
        elif kind is not op.NEGATE:
            raise ValueError(what)
    return [c for c in PLAIN if c not in found] if items[0][0] is op.NEGATE else found
