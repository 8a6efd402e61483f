"""Gold for what a filing does not print: an item is absent from a statement if none of its facts is
the item, and every row of it is known to be something else.

Gold has each item whose concepts the statement carries, so an item that gold lacks is absent unless
a row that nobody tagged might be it. The rows stand in `rows.jsonl[.gz]` beside `gold.parquet`;
without that file nothing is known to be absent.

Rules:
- A row is known if one of its facts without dimensions has a concept of us-gaap or ifrs-full.
- Any other row that prints a number leaves open the items with whose usual labels it has a telling
  word in common: a filer's own concept, a fact of one class of stock, an untagged row.
- Rows without their `texts` are some of a statement's, as reviewers write them: nothing is absent.
- What gold calls suspect is not absent.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from extract_filings.pipeline.gold.format import COVER, rows_beside

KNOWN = ("us-gaap:", "ifrs-full:")
USUAL = 0.25
"""Share of an item's labels that have a word, from which the word tells of it."""

IDLE = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "less", "net", "of", "on"))
IDLE |= {"or", "other", "the", "to", "total", "with"}

Absent = dict[tuple[str, str], frozenset[str]]
"""Document and section -> the items that it does not print."""


def absent(gold_file: Path, gold: Sequence[dict[str, Any]]) -> Absent:
    """`gold`: the lines of the file. Raises InputError if the rows cannot be read."""
    told = [g for g in gold if g["section"] != COVER and g.get("period_end")]
    items, telling = defaultdict(set), _telling(told)
    for g in told:
        items[g["section"]].add(g["item"])
    found, left_open = defaultdict(set), defaultdict(set)
    for g in told:
        found[g["doc_id"], g["section"]].add(g["item"])
    for row in rows_beside(gold_file):
        place = row["doc_id"], row["statement"]
        left_open[place] |= _may_be(row, telling)
    return {
        place: frozenset(items[place[1]] - found[place] - some) for place, some in left_open.items()
    }


def _telling(gold: Iterable[dict[str, Any]]) -> dict[tuple[str, str], frozenset[str]]:
    """Section and item -> the words that many of its labels have."""
    labels: dict[tuple[str, str], set[str]] = defaultdict(set)
    for g in gold:
        labels[g["section"], g["item"]].add((g.get("label") or "").lower())
    made = {}
    for name, some in labels.items():
        seen = Counter(word for label in some for word in _words(label))
        made[name] = frozenset(w for w, n in seen.items() if n >= USUAL * len(some))
    return made


def _may_be(row: dict[str, Any], telling: dict[tuple[str, str], frozenset[str]]) -> set[str]:
    """The items that a row may be whose concept nobody knows."""
    here = {item: some for (at, item), some in telling.items() if at == row["statement"]}
    if "texts" not in row:
        return {*here}
    facts = [f for cell in row["cells"] for f in cell["facts"]]
    known = any(f["concept"].startswith(KNOWN) and not f.get("dims") for f in facts)
    printed = any(re.search(r"\d", text) for text in row["texts"][1:])
    if known or not (facts or printed) or row["kind"] == "header":
        return set()
    words = _words(row["label"] or "")
    return {item for item, some in here.items() if words & some or not words}


def _words(label: str) -> frozenset[str]:
    """Of a label, in the singular, without those that say nothing.

    >>> sorted(_words("Total inventories, net of reserves"))
    ['inventory', 'reserve']
    """
    plain = (re.sub("ies$", "y", w).removesuffix("s") for w in re.findall("[a-z]+", label.lower()))
    return frozenset(plain) - IDLE
