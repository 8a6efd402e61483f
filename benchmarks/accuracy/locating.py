"""How often the page that prints a value is asked for its field, for schemas of strangers: `python
-m extract_filings.benchmarks.accuracy.locating FILING.html.gz ...`.

Filings in inline XBRL; their tags tell the pages (`training/data/tagged_pages.py`). Printed, for
each schema of `training/data/foreign/`: the share of values on a page that is asked for their field
(of the tagged fact; in brackets of any page that prints the same characters), for the root's fields
and for those of lists; the pages asked of a document, for the root and in all; the least pages that
print every value of the root, as one would choose who knows them; and the processor's time.
"""

import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

from extract_filings.pipeline.locate.chunk import chunk_pages
from extract_filings.pipeline.locate.rank import Ranking, rank
from extract_filings.training.data.tagged_pages import (
    SCHEMAS,
    Stands,
    facts_of,
    filing,
    schema,
    values,
)


@dataclass(slots=True)
class Seen:
    """What was seen of a schema: of each value whether its page is asked, by kind of table; of each
    document the pages asked and needed, and milliseconds."""

    tagged: dict[str, list[bool]] = field(default_factory=lambda: {"root": [], "list": []})
    printed: dict[str, list[bool]] = field(default_factory=lambda: {"root": [], "list": []})
    of_root: list[int] = field(default_factory=list)
    in_all: list[int] = field(default_factory=list)
    needed: list[int] = field(default_factory=list)
    spent: list[float] = field(default_factory=list)

    def add(self, found: Ranking, root: str, gold: Sequence[Stands], spent: float) -> None:
        pages = {
            p: {f: {c.page for c in some} for f, some in fs.items()} for p, fs in found.items()
        }
        for value in gold:
            asked, kind = pages[value.part][value.field], "root" if value.part == root else "list"
            self.tagged[kind].append(not asked.isdisjoint(value.tagged))
            self.printed[kind].append(not asked.isdisjoint(value.printed))
        self.of_root.append(len(set().union(*pages[root].values())))
        self.in_all.append(len(set().union(*(s for fs in pages.values() for s in fs.values()))))
        self.needed.append(least_pages([v.tagged for v in gold if v.part == root]))
        self.spent.append(spent)

    def __str__(self) -> str:
        shares = "  ".join(
            f"{kind} {len(found):5}: {mean(found):6.1%} ({mean(self.printed[kind]):6.1%})"
            if found
            else " " * 28
            for kind, found in self.tagged.items()
        )
        return (
            f"{shares}  pages {mean(self.of_root):4.1f}, in all {mean(self.in_all):4.1f}"
            f" (most {max(self.in_all)}), needed {mean(self.needed):3.1f};"
            f" {mean(self.spent):4.0f} ms"
        )


def least_pages(values: Iterable[frozenset[int]]) -> int:
    """How many pages one needs that print each value once: the page that prints most, again and
    again.

    >>> least_pages([frozenset({1, 2}), frozenset({2, 3}), frozenset({9})])
    2
    """
    left, count = [*values], 0
    while left:
        pages = sorted(set().union(*left))
        best = max(pages, key=lambda page: sum(page in value for value in left))
        left, count = [value for value in left if best not in value], count + 1
    return count


def main(paths: Sequence[str]) -> None:
    seen, every = {name: Seen() for name in SCHEMAS}, Seen()
    for path in paths:
        document = filing(Path(path))
        chunks, facts = chunk_pages(document), facts_of(document)
        for name in SCHEMAS:
            _, parts = schema(name)
            gold, start = [*values(name, document, facts)], time.process_time()
            found = rank(parts, chunks)
            spent = 1e3 * (time.process_time() - start)
            for one in (seen[name], every):
                one.add(found, parts[0].name, gold, spent)
    for name in SCHEMAS:
        print(f"{name:14} {seen[name]}")
    print(f"{'ALL':14} {every}")


if __name__ == "__main__":
    main(sys.argv[1:])
