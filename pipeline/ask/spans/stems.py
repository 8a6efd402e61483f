"""Words of names and labels, compared by how they begin: "Contract No." and `contract_num`."""

import re

WORD, STEM = re.compile(r"[a-z]+"), 5
_MANY = "the of a an and or to in for by on at is no num numbe date"
SAYS_NOTHING = frozenset(_MANY.split())
"""Stems of words that labels of many fields have."""


def stems(text: str) -> frozenset[str]:
    """
    >>> sorted(stems("Gross amount, No."))
    ['amoun', 'gross']
    """
    return frozenset(w[:STEM] for w in WORD.findall(text.lower())) - SAYS_NOTHING
