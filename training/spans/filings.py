"""Samples for the span reader from filings in inline XBRL, whose facts are tagged by their filers:
`python -m extract_filings.training.spans.filings --filings DIR --out FILE.jsonl.gz`.

A field is a concept, named by its words, by people's own (filings.toml) or by the row of another
company. Its spans are the places on the page that are tagged with it, of one period and of one part
of the company; its description says which, where the page prints several. A list is what several
members of an axis have in common: the securities of a cover, the segments of a note.

Not printed are concepts that the same filing tags elsewhere, those like the page's own first, if
the page has neither their concept nor their number; and a period that the page does not show.
"""

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.printed_page import PrintedPage
from extract_filings.training.data.tagged_pages import filing
from extract_filings.training.spans.absent import Absent
from extract_filings.training.spans.asked import Printed
from extract_filings.training.spans.in_print import in_print
from extract_filings.training.spans.naming import Labels
from extract_filings.training.spans.places import MOST, moved, printed_pages, window
from extract_filings.training.spans.sample import Asked, Sample, write
from extract_filings.training.spans.tagged import Fact, facts_of

FIELDS, AMOUNTS = 12, 6
"""Of a sample; amounts of tables among them."""
ENDS = re.compile(r"(?: (?:was|were|is|are|of|at|approximately))?[ $(—–:-]*$")
PROSE = 60  # characters of a line that is no row of a table
COVER, WORDED, TABLE, UNTAGGED = 6, 2, 0.3, 0.02
"""Samples of a page: of a cover, of one with dates, names, durations and sentences, of tables; and
of one without a fact, which has much that could be mistaken for one."""


@dataclass(frozen=True, eq=False)
class Filing:
    name: str
    pages: Sequence[PrintedPage]
    facts: Sequence[Fact]

    def on(self, page: int) -> list[Fact]:
        return [f for f in self.facts if f.page == page]


def sources(folders: Iterable[Path]) -> Iterator[tuple[Path, Filing]]:
    """Each as it is laid out here, and where its print should be."""
    for folder in folders:
        for path in sorted((folder / "html").glob("*.html*")):
            document, name = filing(path), path.name.split(".")[0]
            made = Filing(name, printed_pages(document), [*facts_of(document)])
            yield folder / "pdf" / f"{name}.pdf", made


def with_prints(found: Iterable[tuple[Path, Filing]]) -> Iterator[Filing]:
    """Each source, then its print."""
    for pdf, one in found:
        yield one
        if pdf.exists():
            prints = printed_pages(read(pdf))
            yield Filing(one.name, prints, [*in_print(one.facts, one.pages, prints)])


def labels_of(filings: Iterable[Filing]) -> Labels:
    """What the rows of each company call a concept: the words ahead of a row's first number."""
    found: Labels = defaultdict(dict)
    for one in filings:
        for fact in one.facts:
            line = one.pages[fact.page - 1].lines[fact.span.line]
            label = ENDS.sub("", line[: fact.span.start])
            if not fact.members and 3 < len(label) < PROSE and not _digits(label):
                found[fact.concept].setdefault(label, one.name.partition("_")[0])
    return found


def _digits(text: str) -> bool:
    return any(map(str.isdigit, text))


def samples(one: Filing, labels: Labels, rng: Random) -> Iterator[Sample]:
    for page in one.pages:
        facts = one.on(page.number)
        for _ in range(_times(page, facts, rng)):
            if made := _sample(one, page, facts, labels, rng):
                yield made


def _times(page: PrintedPage, facts: Sequence[Fact], rng: Random) -> int:
    if not facts:
        return int(rng.random() < UNTAGGED and len(page.lines) > 5)
    concepts = {f.concept for f in facts}
    if "entity registrant name" in concepts:
        return COVER
    worded = [f for f in facts if _is_worded(f, page.lines)]
    return WORDED if len(worded) > 2 else int(rng.random() < TABLE)


def _is_worded(fact: Fact, lines: Sequence[str]) -> bool:
    """Whether it is no amount of a table."""
    letters = sum(map(str.isalpha, lines[fact.span.line]))
    return fact.kind != "number" or letters > PROSE


def _sample(
    one: Filing, page: PrintedPage, facts: Sequence[Fact], labels: Labels, rng: Random
) -> Sample | None:
    first = _first(page, facts, rng)
    shown = window(page, first)
    there = [replace(f, span=s) for f in facts if (s := moved(f.span, first, shown))]
    if facts and not there:
        return None
    seen = shown, there, one.facts, labels, one.name.partition("_")[0], rng
    fields = [*_printed(Printed(*seen), rng)]
    absent = Absent(*seen).fields(rng.randint(2, 4) if fields else 6)
    fields = _once([*fields[: FIELDS - len(absent)], *absent])
    rng.shuffle(fields)
    return Sample(shown, tuple(fields), "filing") if fields else None


def _first(page: PrintedPage, facts: Sequence[Fact], rng: Random) -> int:
    """Where a window begins that shows some fact, if the page has one."""
    most = max(0, len(page.lines) - MOST)
    if not facts:
        return rng.randint(0, most)
    line = rng.choice(facts).span.line
    return rng.randint(max(0, min(most, line - MOST + 1)), min(most, line))


def _printed(asker: Printed, rng: Random) -> Iterator[Asked]:
    """Fields that the window prints, lists first now and then, and few amounts of tables."""
    groups: dict[str, list[Fact]] = defaultdict(list)
    for fact in asker.facts:
        groups[fact.concept].append(fact)
    if rng.random() < 0.5:
        yield from asker.rows()
    lines = asker.page.lines
    worded = [c for c, some in groups.items() if any(_is_worded(f, lines) for f in some)]
    amounts = [c for c in groups if c not in worded]
    chosen = worded + rng.sample(amounts, min(len(amounts), rng.randint(1, AMOUNTS)))
    for concept in rng.sample(chosen, len(chosen)):
        if made := asker.field(groups[concept]):
            yield made


def _once(fields: Sequence[Asked]) -> list[Asked]:
    """No two that say the same, as then either may be meant."""
    said = Counter((f.owner, f.name) for f in fields if not f.description)
    return [f for f in fields if f.description or said[f.owner, f.name] == 1]


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--filings", type=Path, nargs="+", required=True, help="have html/, pdf/")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(words)
    labels, rng = labels_of(one for _, one in sources(given.filings)), Random(given.seed)
    counts: Counter[str] = Counter()
    found = with_prints(sources(given.filings))
    write(_counted((s for one in found for s in samples(one, labels, rng)), counts), given.out)
    print(dict(counts))


def _counted(made: Iterable[Sample], counts: Counter[str]) -> Iterator[Sample]:
    for one in made:
        counts["samples"] += 1
        for field in one.fields:
            counts[field.kind if field.spans else "not printed"] += 1
        yield one


if __name__ == "__main__":
    main()
