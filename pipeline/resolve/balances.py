"""Whether numbers are balances of a day or amounts over time, by the words around them.

A head of bare years says neither. `balance_words.json` holds the weight of each word of a row's
label (`l:`) and of the head and sentence above it (`c:`), fitted by
`python -m extract_filings.training.fit_balance_words`.
"""

import json
import re
from functools import lru_cache
from pathlib import Path

TOKEN = re.compile(r"[a-z]{3,}")
WEIGHTS = Path(__file__).with_name("balance_words.json")
LABEL, CONTEXT = "l:", "c:"


@lru_cache(1)
def _weights() -> dict[str, float]:
    return json.loads(WEIGHTS.read_text())


def features(label: str, context: str) -> set[str]:
    """The words of a row's label and of what stands over it."""
    return {LABEL + w for w in TOKEN.findall(label.lower())} | {
        CONTEXT + w for w in TOKEN.findall(context.lower())
    }


def balance_odds(label: str, context: str) -> float:
    """Log odds that a row is of balances."""
    weights = _weights()
    return weights[""] + sum(weights.get(f, 0.0) for f in features(label, context))
