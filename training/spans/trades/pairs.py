"""Labels and their values: forms, boxes, columns, lines that run on."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from extract_filings.training.spans.trades.draft import Draft, Fact
from extract_filings.training.spans.trades.grids import boxed, grid, heads, small, widths
from extract_filings.training.spans.trades.ink import Ink, joined
from extract_filings.training.spans.trades.sheet import Cell
from extract_filings.training.spans.trades.soiled import soiled

BOXES = (("[X]", "[ ]"), ("[x]", "[ ]"), ("(X)", "( )"), ("☒", "☐"), ("X", "_"), ("■", "□"))


def _grid(draft: Draft, facts: Sequence[Fact], columns: int) -> list[list[tuple[int, Fact]]]:
    """In rows of cells; down the columns or along the rows."""
    rows = -(-len(facts) // columns)
    down = draft.chance(0.3)
    place = (lambda n: (n % rows, n // rows)) if down else (lambda n: divmod(n, columns))
    grid: list[list[tuple[int, Fact]]] = [[] for _ in range(rows)]
    for n, fact in enumerate(facts):
        row, column = place(n)
        grid[row].append((column, fact))
    return grid


def _cells(draft: Draft, facts: Sequence[Fact], columns: int, made: Callable) -> None:
    places = widths(draft, columns)
    gap = draft.rng.choice((0, 0, 2, 5))
    for row in _grid(draft, facts, columns):
        cells = [cell for column, fact in row for cell in made(fact, *places[column])]
        draft.sheet.row(cells, gap)


def beside(draft: Draft, facts: Sequence[Fact]) -> None:
    """The value right after the label."""
    columns = draft.sheet.columns(draft.rng.choice((1, 1, 1, 2, 2, 3)))

    def cell(fact: Fact, at: float, width: float) -> list[Cell]:
        ink = draft.headed(fact)
        return [Cell(draft.sheet.wrap(ink, width), at, width)]

    _cells(draft, facts, columns, cell)


def tabbed(draft: Draft, facts: Sequence[Fact]) -> None:
    """Labels in a column of their own, values in the next; or at the right edge, after dots."""
    columns = draft.sheet.columns(draft.rng.choice((1, 1, 2, 2, 3)))
    bound = draft.rng.choice((0, 0, 0, 1))
    right = draft.rng.choice((0, 0, 0, 1))
    dots = columns == 1 and draft.chance(0.12)
    longest = max(draft.style.length(draft.label(f), draft.style.size) for f in facts) + 10
    first = min(longest, draft.sheet.width / columns * 0.6) + draft.rng.choice((0, 0, 20, 50))

    def cells(fact: Fact, at: float, width: float) -> list[Cell]:
        label = Ink(draft.label(fact) + (" " + "." * draft.rng.randint(5, 30) if dots else ""))
        label_lines = [label] if dots else draft.sheet.wrap(label, first)
        rest = max(width - first, 60)
        lines = draft.sheet.wrap(draft.printed(fact), rest)
        return [Cell(label_lines, at, first - 6, bound), Cell(lines, at + first, rest, right)]

    _cells(draft, facts, columns, cells)


def above(draft: Draft, facts: Sequence[Fact]) -> None:
    """Boxes: a small label, its value in the line below; or the value above its label."""
    columns = draft.sheet.columns(draft.rng.choice((1, 2, 2, 3, 3, 4, 5)))
    size, below = small(draft), draft.chance(0.06)
    if draft.chance(0.15):
        facts = [replace(f, label=f"{n}. {f.label}") for n, f in enumerate(facts, 1)]

    def cell(fact: Fact, at: float, width: float) -> list[Cell]:
        return boxed(draft, fact, (at, width), size, below)

    _cells(draft, facts, columns, cell)
    draft.sheet.gap(draft.rng.choice((0, 0.5, 1)))


def run_on(draft: Draft, facts: Sequence[Fact]) -> None:
    """One after the other in the same line."""
    by = draft.rng.choice((" ", "   ", "; ", " | ", ", ", " · ", " / ", " "))
    draft.sheet.text(joined([draft.headed(f) for f in facts], by))


def bullets(draft: Draft, facts: Sequence[Fact]) -> None:
    sign = draft.rng.choice(("• ", "- ", "* ", "{}. ", "({}) ", "o "))
    for n, fact in enumerate(facts, 1):
        draft.sheet.text(sign.format(n) + draft.headed(fact), at=10)


def after(draft: Draft, facts: Sequence[Fact]) -> None:
    """The value before its label, in parentheses or after dots."""
    form = draft.rng.choice((" ({})", " - {}", "   {}", " {}"))
    for fact in facts:
        draft.sheet.text(draft.printed(fact) + form.format(fact.label))


def boxes(draft: Draft, facts: Sequence[Fact]) -> None:
    """Choices to be ticked; what is no choice stands beside its label."""
    yes, no = draft.rng.choice(BOXES)
    for fact in facts:
        options = list(fact.concept.options[:5])
        if fact.concept.kind != "choice" or fact.ink is None or fact.ink.text not in options:
            draft.sheet.text(draft.headed(fact))
            continue
        ticked = [
            f"{yes} " + draft.printed(fact) if o == fact.ink.text else Ink(f"{no} {o}")
            for o in options
        ]
        draft.sheet.text(draft.label(fact) + " " + joined(ticked, "  "))


FORMS = (
    beside, beside, tabbed, tabbed, tabbed, above, above, grid, grid, heads, run_on, bullets, boxes,
    after,
)  # fmt: skip


def _coupled(draft: Draft, facts: Sequence[Fact]) -> list[Fact]:
    """Some two by two: "Order No. / Date: 4711 / May 1"."""
    made = list(facts)
    for n in range(len(made) - 1, 0, -1):
        one, other = made[n - 1 : n + 1]
        if one.ink and other.ink and one.row == 0 and draft.chance(draft.style.coupled):
            by = draft.rng.choice((" / ", "/", " - ", " & ", ", "))
            between = draft.rng.choice((by, by, " ", "  ")) if by != " & " else " / "
            ink = draft.printed(one) + between + draft.printed(other)
            made[n - 1 : n + 1] = [Fact(one.concept, one.label + by + other.label, ink, -1)]
    return made


def pairs(draft: Draft, facts: Sequence[Fact]) -> None:
    """In one of the forms."""
    facts = soiled(draft, _coupled(draft, facts))
    form = draft.rng.choice(FORMS)
    if form in (boxes, after) and (draft.style.ending == "" or draft.chance(0.5)):
        form = tabbed
    form(draft, facts)
    draft.sheet.gap(draft.rng.choice((0, 0.5, 1, 2)))
