"""Gold for what a filing does not print: an item is absent from a statement if none of its facts is
the item, and every row of it is known to be something else.

Gold has each item whose concepts the statement carries, so an item that gold lacks is absent unless
a row that nobody tagged might be it. The rows stand in `rows.jsonl[.gz]` beside `gold.parquet`;
without that file nothing is known to be absent.

Rules:
- A row is known if one of its facts without dimensions has a concept of us-gaap or ifrs-full; if it
  is labelled just as other filings label an item, it leaves that open all the same.
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
    items, labels = defaultdict(set), _labels(told)
    for g in told:
        items[g["section"]].add(g["item"])
    found, left_open = defaultdict(set), defaultdict(set)
    for g in told:
        found[g["doc_id"], g["section"]].add(g["item"])
    for row in rows_beside(gold_file):
        place = row["doc_id"], row["statement"]
        left_open[place] |= _may_be(row, labels)
    return {
        place: frozenset(items[place[1]] - found[place] - some) for place, some in left_open.items()
    }


Labels = dict[tuple[str, str], set[frozenset[str]]]
"""Section and item -> the words of each of its labels."""


def _labels(gold: Iterable[dict[str, Any]]) -> Labels:
    made: Labels = defaultdict(set)
    for g in gold:
        made[g["section"], g["item"]].add(_words(g.get("label") or ""))
    return made


def _telling(labels: set[frozenset[str]]) -> set[str]:
    """The words that many of an item's labels have."""
    seen = Counter(word for label in labels for word in label)
    return {word for word, n in seen.items() if n >= USUAL * len(labels)}


def _may_be(row: dict[str, Any], labels: Labels) -> set[str]:
    """The items that a row of another concept, or of none, may be all the same."""
    here = {item: some for (at, item), some in labels.items() if at == row["statement"]}
    if "texts" not in row:
        return {*here}
    words = _words(row["label"] or "")
    facts = [f for cell in row["cells"] for f in cell["facts"]]
    if any(f["concept"].startswith(KNOWN) and not f.get("dims") for f in facts):
        return {item for item, some in here.items() if words and words in some}
    printed = any(re.search(r"\d", text) for text in row["texts"][1:])
    if not (facts or printed) or row["kind"] == "header":
        return set()
    return {item for item, some in here.items() if words & _telling(some) or not words}


def _words(label: str) -> frozenset[str]:
    """Of a label, in the singular, without those that say nothing.

    >>> sorted(_words("Total inventories, net of reserves"))
    ['inventory', 'reserve']
    """
    plain = (re.sub("ies$", "y", w).removesuffix("s") for w in re.findall("[a-z]+", label.lower()))
    return frozenset(plain) - IDLE
