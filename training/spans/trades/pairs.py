"""Labels and their values: forms, boxes, columns, lines that run on."""

from collections.abc import Callable, Sequence

from extract_filings.training.spans.trades.draft import Draft, Fact
from extract_filings.training.spans.trades.ink import Ink, joined
from extract_filings.training.spans.trades.sheet import Cell

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
    step = draft.sheet.width / columns
    gap = draft.rng.choice((0, 0, 2, 5))
    for row in _grid(draft, facts, columns):
        cells = [cell for column, fact in row for cell in made(fact, column * step, step - 8)]
        draft.sheet.row(cells, gap)


def beside(draft: Draft, facts: Sequence[Fact]) -> None:
    """The value right after the label."""
    columns = draft.rng.choice((1, 1, 1, 2, 2, 3))

    def cell(fact: Fact, at: float, width: float) -> list[Cell]:
        ink = draft.label(fact) + " " + draft.printed(fact)
        return [Cell(draft.sheet.wrap(ink, width), at, width)]

    _cells(draft, facts, columns, cell)


def tabbed(draft: Draft, facts: Sequence[Fact]) -> None:
    """Labels in a column of their own, values in the next; or at the right edge, after dots."""
    columns = draft.rng.choice((1, 1, 2, 2, 3))
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
    columns = draft.rng.choice((1, 2, 2, 3, 3, 4, 5))
    small = draft.rng.choice((0, 0, draft.style.size - 2))
    below = draft.chance(0.06)
    numbered = draft.chance(0.15)

    def cell(fact: Fact, at: float, width: float) -> list[Cell]:
        number = f"{facts.index(fact) + 1}. " if numbered else ""
        label = draft.sheet.wrap(Ink(number + fact.label), width, small)
        value = draft.sheet.wrap(draft.printed(fact), width) or [Ink("")]
        return [Cell([*value, *label] if below else [*label, *value], at, width, 0, 0)]

    _cells(draft, facts, columns, cell)
    draft.sheet.gap(draft.rng.choice((0, 0.5, 1)))


def heads(draft: Draft, facts: Sequence[Fact]) -> None:
    """A line of labels above a line of values."""
    facts = facts[: 5 if draft.sheet.width > 400 else 3]
    step = draft.sheet.width / len(facts)
    align = draft.rng.choice((0, 0, 0.5))
    wrap, width = draft.sheet.wrap, step - 8
    labels = [wrap(Ink(f.label), width) for f in facts]
    values = [wrap(draft.printed(f), width) for f in facts]
    for lines in (labels, values):
        draft.sheet.row([Cell(one, n * step, width, align) for n, one in enumerate(lines)])


def run_on(draft: Draft, facts: Sequence[Fact]) -> None:
    """One after the other in the same line."""
    by = draft.rng.choice((" ", "   ", "; ", " | ", ", ", " · ", " / ", " "))
    draft.sheet.text(joined([draft.label(f) + " " + draft.printed(f) for f in facts], by))


def bullets(draft: Draft, facts: Sequence[Fact]) -> None:
    sign = draft.rng.choice(("• ", "- ", "* ", "{}. ", "({}) ", "o "))
    for n, fact in enumerate(facts, 1):
        draft.sheet.text(sign.format(n) + draft.label(fact) + " " + draft.printed(fact), at=10)


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
            draft.sheet.text(draft.label(fact) + " " + draft.printed(fact))
            continue
        ticked = [
            f"{yes} " + draft.printed(fact) if o == fact.ink.text else Ink(f"{no} {o}")
            for o in options
        ]
        draft.sheet.text(draft.label(fact) + " " + joined(ticked, "  "))


FORMS = (beside, beside, tabbed, tabbed, tabbed, above, above, heads, run_on, bullets, boxes, after)


def pairs(draft: Draft, facts: Sequence[Fact]) -> None:
    """In one of the forms; texts of whole sentences below each other."""
    form = draft.rng.choice(FORMS)
    if form in (boxes, after) and (draft.style.ending == "" or draft.chance(0.5)):
        form = tabbed
    if form is heads:
        for start in range(0, len(facts), 4):
            heads(draft, facts[start : start + 4])
    else:
        form(draft, facts)
    draft.sheet.gap(draft.rng.choice((0, 0.5, 1, 2)))
