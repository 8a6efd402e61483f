"""What people call a field: the same words as prose and code write them, shortened, abbreviated.

>>> import random
>>> [styled("maturity date", random.Random(n)) for n in (1, 2, 3)]
['MaturityDate', 'maturity-date', 'maturityDate']
"""

import re
from collections.abc import Callable, Iterable, Sequence
from random import Random

from extract_filings.schemas.names import WHOLE

SHORT = {whole: short for short, whole in WHOLE.items()}
LINKS = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to")
)


def _camel(words: Sequence[str]) -> str:
    return words[0].lower() + "".join(w[:1].upper() + w[1:] for w in words[1:])


STYLES: tuple[tuple[int, Callable[[Sequence[str]], str]], ...] = (
    (30, lambda words: "_".join(words).lower()),
    (20, " ".join),
    (15, _camel),
    (12, lambda words: " ".join(w if w in LINKS else w[:1].upper() + w[1:] for w in words)),
    (8, lambda words: "".join(w[:1].upper() + w[1:] for w in words)),
    (4, lambda words: "-".join(words).lower()),
    (3, lambda words: "_".join(words).upper()),
)


def styled(words: str, rng: Random) -> str:
    """A name in one of the styles; now and then with a word cut short, as code has it."""
    parts = re.findall(r"[\w.&']+", words)
    if rng.random() < 0.1:
        parts = [SHORT.get(w, w) for w in parts]
    [style] = rng.choices([s for _, s in STYLES], [weight for weight, _ in STYLES])
    return style(parts) if parts else words


def shortened(words: str, others: Iterable[str], rng: Random) -> str:
    """A run of its words, its last ones mostly, since heads of names end them; all of them where
    they would name one of the others, too. `others`: what else the page says.
    """
    parts = words.split()
    if len(parts) < 3:
        return words
    count = rng.randint(2, min(len(parts) - 1, 5))
    first = len(parts) - count if rng.random() < 0.7 else rng.randint(0, len(parts) - count)
    run = parts[first : first + count]
    while len(run) > 1 and run[0] in LINKS:
        run = run[1:]
    while len(run) > 1 and run[-1] in LINKS:
        run = run[:-1]
    if len(run) < 2 or any(set(run) <= set(other.split()) for other in others):
        return words
    return " ".join(run)


def alike(one: str, other: str) -> float:
    """The share of words that two names have in common.

    >>> alike("accounts payable", "accounts receivable")
    0.3333333333333333
    """
    a, b = set(one.lower().split()), set(other.lower().split())
    return len(a & b) / max(1, len(a | b))
