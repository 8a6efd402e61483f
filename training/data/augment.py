"""One epoch's view of an example: the same targets under other words, columns and noise.

What a filing's rows are called differs most between companies, so labels are exchanged for others
of the same item or concept; values of the cover page likewise. Everything is drawn from the
`random.Random` handed in.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from extract_filings.pipeline.gold.pages import UNKNOWN, RowPage, WordPage
from extract_filings.pipeline.records import NONE
from extract_filings.training.synth.filing.wording.wording import variants

CELLS = re.compile(
    r"(?:\s*+(?:\(?\$?\s?\d[\d,.]*+\)?%?|[—–-]|\$|%|\)))++$"
)  # possessive: a long run of digits must not be split in all ways

SWAP_LABEL, SWAP_VALUE, DROP_LINE, FEWER_COLUMNS, UPPER = 0.45, 0.4, 0.03, 0.2, 0.15
# of the pages with one statement: those broken over pages, and those of filers that print little
BROKEN, TERSE, LEFT_OUT = 0.1, 0.1, 0.7
FEWEST = 3  # items that are left on a page that still counts as holding its statement
BARE_TOTAL = (
    0.05  # of the totals: some filers print only the numbers, and what stands above must tell
)
# of the pairs "basic", "diluted" on neighbouring rows: the words must decide, not the order
OTHER_ORDER = 0.15
TWINS = {("basic", "diluted"), ("diluted", "basic")}
# of the exchanged labels come from training/synth/filing/wording/wording.py where it has the item,
# the others from
# other filings
WRITTEN = 0.5
BARE = {"basic", "diluted", "total"}  # say nothing without the heading they stand under


def meant(target: str, concept: str | None) -> str | None:
    """What a row is: its item, else its concept, if either is known."""
    return target if target not in (NONE, UNKNOWN) else concept


class Pool:
    """Labels seen for each item or concept, and values seen for each cover field."""

    def __init__(self, pages: Iterable[RowPage | WordPage]):
        self.labels: dict[str, list[str]] = defaultdict(list)
        self.values: dict[str, list[list[str]]] = defaultdict(list)
        for page in pages:
            self._rows(page) if isinstance(page, RowPage) else self._words(page)

    def _rows(self, page: RowPage) -> None:
        for line, target, concept in zip(page.lines, page.targets, page.concepts, strict=False):
            label = CELLS.sub("", line)
            name = meant(target, concept)
            if name and re.search("[A-Za-z]{3}", label) and label.strip().lower() not in BARE:
                self.labels[name].append(label)

    def label(self, name: str, rng: random.Random) -> str | None:
        """Another label of the item or concept."""
        written = (
            variants(name.strip("<>").partition(".")[2])
            if name.startswith("<") and rng.random() < WRITTEN
            else []
        )
        if written:
            return fill(rng.choice(written), rng)
        return rng.choice(self.labels[name]) if self.labels.get(name) else None

    def _words(self, page: WordPage) -> None:
        for line, targets in zip(page.lines, page.targets, strict=False):
            for target, _, value in runs(line.split(), targets):
                if target not in (NONE, UNKNOWN):
                    self.values[target].append(value)


def fill(label: str, rng: random.Random) -> str:
    """The placeholders of a written label with something plausible in them."""
    holders = rng.choice(("stockholders", "shareholders", "shareowners", "common stockholders"))
    return label.format(
        d=rng.choice((" - ", ", ", " – ", ": ")),
        h=holders + "’",
        H=holders,
        co=rng.choice(("the Company", "Acme", "Norwell Inc.", "Halden")),
        a=rng.randrange(900),
        b=rng.randrange(900),
        y=2023,
        z=2022,
    )


def runs(words: list[str], targets: list[str]) -> Iterable[tuple[str, int, list[str]]]:
    """Maximal runs of words with one target: target, first index, words."""
    start = 0
    for i in range(1, len(words) + 1):
        if i == len(words) or targets[i] != targets[start]:
            yield targets[start], start, words[start:i]
            start = i


def _columns(line: str, keep: int) -> str:
    cells = CELLS.search(line)
    if not cells:
        return line
    numbers = re.findall(r"\(?\$?\s?\d[\d,.]*\)?%?|[—–-]", cells.group())
    return line[: cells.start()] + " " + " ".join(numbers[:keep])


Row = tuple[str, str, str | None]  # line, target, concept


def reordered(rows: list[Row], rng: random.Random) -> list[Row]:
    """Some neighbouring rows of basic and diluted figures in the other order."""
    rows = list(rows)

    def side(row):
        return row[1].strip("<>").rpartition("_")[2]

    for i in range(len(rows) - 1):
        if (side(rows[i]), side(rows[i + 1])) in TWINS and rng.random() < OTHER_ORDER:
            rows[i], rows[i + 1] = rows[i + 1], rows[i]
    return rows


def broken(rows: list[Row], rng: random.Random) -> list[Row]:
    """The end of a statement that began a page before, or the beginning of one that goes on."""
    cut = rng.randrange(len(rows))
    return rows[cut:] if rng.random() < 0.5 else rows[:cut]


def terse(rows: list[Row], rng: random.Random) -> list[Row]:
    """Most of the rows gone that are no item."""
    return [r for r in rows if r[1] != NONE or r[2] is None or rng.random() > LEFT_OUT]


def shorter(page: RowPage, rng: random.Random) -> list[Row]:
    """The rows of the page, some of them of a page that holds less of its statement."""
    rows = list(zip(page.lines, page.targets, page.concepts, strict=False))
    drawn = rng.random()
    if len(page.holds) != 1 or drawn > BROKEN + TERSE:
        return rows
    fewer = (broken if drawn < BROKEN else terse)(rows, rng)
    items = sum(target not in (NONE, UNKNOWN) for _, target, _ in fewer)
    return fewer if items >= FEWEST else rows


def vary_rows(page: RowPage, pool: Pool, rng: random.Random) -> RowPage:
    """Other labels, fewer columns and rows, totals without a label, pairs in the other order."""
    keep = rng.choice((1, 2, 2, 3, 4)) if rng.random() < FEWER_COLUMNS else 99
    lines, targets, concepts = [], [], []
    for line, target, concept in reordered(shorter(page, rng), rng):
        if target == NONE and rng.random() < DROP_LINE:
            continue
        label = CELLS.sub("", line)
        if rng.random() < SWAP_LABEL and re.search("[A-Za-z]{3}", label):
            other = pool.label(meant(target, concept) or "", rng)
            line = other + line[len(label) :] if other and other.lower() not in BARE else line
        elif (
            label.lower().startswith("total ")
            and line[len(label) :].strip()
            and rng.random() < BARE_TOTAL
        ):
            line = line[len(label) :].strip()
        lines.append(_columns(line, keep))
        targets.append(target)
        concepts.append(concept)
    return replace(page, lines=lines, targets=targets, concepts=concepts)


def vary_words(page: WordPage, pool: Pool, rng: random.Random) -> WordPage:
    """Other values in the same places; some pages in capitals."""
    upper = rng.random() < UPPER
    lines, targets = [], []
    for line, marks in zip(page.lines, page.targets, strict=False):
        words_out, marks_out = [], []
        for target, _, value in runs(line.split(), marks):
            if target not in (NONE, UNKNOWN) and rng.random() < SWAP_VALUE:
                value = rng.choice(pool.values[target])
            words_out += [w.upper() if upper else w for w in value]
            marks_out += [target] * len(value)
        if words_out and not (set(marks_out) == {NONE} and rng.random() < DROP_LINE):
            lines.append(" ".join(words_out))
            targets.append(marks_out)
    return replace(page, lines=lines, targets=targets)
