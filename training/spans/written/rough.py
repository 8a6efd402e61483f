"""What tables do besides printing a row below a row: numbers in front, empty cells, headings and
sums between rows, a column that stands below the others, notes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from extract_filings.training.spans.trades.draft import EMPTY, Draft
from extract_filings.training.spans.trades.drawn import pick
from extract_filings.training.spans.trades.ink import Ink
from extract_filings.training.spans.written.table import Line, Table

NUMBERED, GAPPY, GROUPED, SUMMED, NOTED = 0.1, 0.12, 0.1, 0.5, 0.05  # of the tables
BLANKS = (*EMPTY, "–", "—")
EMPTIED = 0.4  # of the cells of a column with gaps
HEADS = ("No.", "#", "", "Item", "Nr", "Line", "S/N")
NOTES = (
    "see note {}",
    "* subject to confirmation",
    "(revised)",
    "amended {}",
    "ref. {}",
    "checked",
)


def roughened(draft: Draft, one: Table) -> Table:
    """As its rows are printed below each other."""
    for share, change in CHANGES:
        one = change(draft, one) if draft.chance(share) and len(one.heads) > 1 else one
    return one


def _numbered(draft: Draft, one: Table) -> Table:
    """In a column of its own."""
    form = draft.rng.choice(("{}", "{}.", "({})", "{:03}", "{}0"))
    rows = [Line([Ink(form.format(n)), *row.cells]) for n, row in enumerate(one.rows, 1)]
    below = [Line([Ink(""), *line.cells]) for line in one.below]
    head = Ink(draft.rng.choice(HEADS) if any(h.text for h in one.heads) else "")
    return Table([head, *one.heads], rows, below)


def _gappy(draft: Draft, one: Table) -> Table:
    """A column, not the first, that some rows print nothing in."""
    column, empty = draft.rng.randrange(1, len(one.heads)), Ink(draft.rng.choice(BLANKS))

    def changed(row: Line) -> Line:
        shown = [empty if n == column else c for n, c in enumerate(row.cells)]
        return replace(row, cells=shown) if draft.chance(EMPTIED) else row

    return replace(one, rows=[changed(row) for row in one.rows])


def _grouped(draft: Draft, one: Table) -> Table:
    """Rows below headings, mostly with sums of their own."""
    every, summed = draft.rng.choice((1, 2, 2, 3)), draft.chance(SUMMED)
    return replace(one, rows=[*_in_groups(draft, one, every, summed)])


def _in_groups(draft: Draft, one: Table, every: int, summed: bool) -> Iterator[Line]:
    name = pick(draft.rng, "things")
    for n, row in enumerate(one.rows):
        if n % every == 0:
            if n and summed:
                yield _sum(draft, one.heads, one.rows[n - 1].cells, name)
            name = pick(draft.rng, "things")
            yield Line([Ink(name), *[Ink("")] * (len(one.heads) - 1)])
        yield row


def _sum(draft: Draft, heads: Sequence[Ink], like: Sequence[Ink], name: str) -> Line:
    """Numbers in some of the columns that print numbers."""
    called = Ink(draft.rng.choice(("Subtotal", "Sub-total", f"Total {name}", "carried forward")))
    return Line([called, *(_other_number(draft, c) for c in like[1 : len(heads)])])


def _other_number(draft: Draft, cell: Ink) -> Ink:
    plain = cell.text.replace(",", "").replace(".", "")
    if not plain.isdigit() or draft.chance(0.3):
        return Ink("")
    return Ink("".join(str(draft.rng.randint(1, 9)) if c.isdigit() else c for c in cell.text))


def _noted(draft: Draft, one: Table) -> Table:
    """Below some rows stand a few words of small print."""

    def changed(row: Line) -> Line:
        said = draft.rng.choice(NOTES).format(draft.rng.randint(1, 40))
        return replace(row, below=Ink(said)) if draft.chance(EMPTIED) else row

    return replace(one, rows=[changed(row) for row in one.rows])


CHANGES: Sequence[tuple[float, Callable[[Draft, Table], Table]]] = (
    (NUMBERED, _numbered),
    (GAPPY, _gappy),
    (NOTED, _noted),
    (GROUPED, _grouped),
)
