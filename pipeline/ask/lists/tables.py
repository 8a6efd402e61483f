"""Rows of a list as a table prints them: each of its fields fills one column.

The span reader judges each place by itself: of a column of prices it may be sure of three and miss
two, and take the net amount below for one more. Here fields and columns are matched as a whole, by
the probabilities of all their places; then each line that has values of most columns is a row, and
all of its cells are read. A cell is as likely as its column at least.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extract_filings.pipeline.ask.lists.bands import bands, merged, moved, with_blank_cells
from extract_filings.pipeline.ask.lists.columns import Column, Columns, Placed, columns, mean
from extract_filings.pipeline.ask.lists.entries import entry_rows
from extract_filings.pipeline.ask.lists.left_over import left_over
from extract_filings.pipeline.ask.lists.parts import likeliest_of, parts_of, sure_parts_of
from extract_filings.pipeline.ask.lists.rows import DOUBTFUL, Found, in_rows
from extract_filings.pipeline.ask.lists.table_rows import APART, Cells, apart, rows_told
from extract_filings.pipeline.ask.spans.cells import Cell
from extract_filings.pipeline.ask.spans.page import EDGES, Place, SpanPage, overlap
from extract_filings.pipeline.ask.spans.pieces import together
from extract_filings.pipeline.ask.spans.row import Row
from extract_filings.pipeline.ask.spans.wrapped import wrapped
from extract_filings.pipeline.text.candidates import Candidate, is_open
from extract_filings.pipeline.text.parse import legal
from extract_filings.schemas.base import FieldSpec

FAINT = 0.02
"""Probability from which on a place says something of its column."""
LIKELY = 0.15
"""Mean probability of a table's likeliest column."""
AS_TABLE = 0.7
"""Of a table's fit, times its rows, from which entries with numbers in front are the list's."""
FAIR = 0.05
"""Mean probability of a column from which on its cells are read."""
Specs = Mapping[int, FieldSpec]
Lists = Mapping[str, Sequence[Found]]
"""What was found of each list's fields."""


@dataclass(frozen=True, slots=True)
class Table:
    """`lines`: one for each row. `values`: of `lead`, the columns that tell rows, by line and
    field. `texts`: columns of any words; `parts`: by field and line, what is read of cells that
    are not read whole. `others`: rows of further tables with the same columns.
    """

    lines: Sequence[int]
    lead: Columns
    values: Cells
    texts: Columns
    parts: Mapping[int, Mapping[int, Candidate]]
    others: frozenset[int] = frozenset()

    @property
    def likely(self) -> float:
        """Mean probability of its likeliest column."""
        some = self.lead or self.texts
        return max(mean(c, self.lines) for c in some.values())

    def fit(self, fields: int) -> float:
        """As of its rows. `fields`: of the list."""
        lead = sum(mean(c, self.lines) for c in self.lead.values())
        return (lead + sum(_spread(c, self.lines) for c in self.texts.values())) / fields


def rows_of(page: SpanPage, found: Lists, specs: Mapping[str, Specs]) -> dict[str, list[Row]]:
    """The rows of each list. What a list's table prints is of no other list: the surest has it."""
    left = {name: [f for f in some if f[1].probability > FAINT] for name, some in found.items()}
    rows = _entered(page, left, specs)
    for some in rows.values():
        left = _free(left, some)
    tables = {n: [] if rows[n] else _tables(page, some, specs[n]) for n, some in left.items()}
    while any(tables.values()):
        fits = [(name, t, t.fit(len(specs[name]))) for name, some in tables.items() for t in some]
        name, table, _ = max(fits, key=lambda one: (not rows[one[0]], _ahead(one, fits)))
        made = _rows(page, table, specs[name])
        rows[name] += [row for row in made if row.places]
        free = _free(left, made) | {name: [*_left(page, left[name], table, made)]}
        changed = [n for n in left if n == name or len(free[n]) < len(left[n])]
        left, tables = free, tables | {n: _tables(page, free[n], specs[n]) for n in changed}
    return {name: _sorted(some + in_rows(page, left[name])) for name, some in rows.items()}


def _entered(page: SpanPage, left: Lists, specs: Mapping[str, Specs]) -> dict[str, list[Row]]:
    """By list the entries that are its rows, if they fit it about as well as any table does; no two
    lists have the same.
    """
    read = {name: entry_rows(page, some, specs[name]) for name, some in left.items()}
    fit = {name: sum(row.fit or 0.0 for row in rows) for name, rows in read.items()}
    made: dict[str, list[Row]] = {name: [] for name in left}
    for name in sorted((n for n in read if read[n]), key=lambda n: -fit[n]):
        tables = _tables(page, left[name], specs[name])
        rival = max((t.fit(len(specs[name])) * len(t.lines) for t in tables), default=0.0)
        others = [row for rows in made.values() for row in rows]
        own = [one for row in read[name] for one in row.places.items()]
        apart = _free({name: own}, others)[name] == own
        if fit[name] > AS_TABLE * rival and apart:
            made[name] = read[name]
    return made


def _free(left: Lists, rows: Sequence[Row]) -> dict[str, list[Found]]:
    """What overlaps no value of the rows."""
    spans = sorted((p.candidate.start, p.candidate.end) for r in rows for p in r.places.values())
    return {name: [f for f in some if not _within(spans, f[1])] for name, some in left.items()}


def _within(spans: Sequence[tuple[int, int]], place: Place) -> bool:
    """`spans`: in order, apart."""
    at = bisect_left(spans, (place.candidate.end, 0)) - 1
    return at >= 0 and spans[at][1] > place.candidate.start


def _sorted(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda r: min(p.candidate.start for p in r.places.values()))


def _ahead(one: tuple[str, Table, float], all_of: Sequence[tuple[str, Table, float]]) -> float:
    """How much better a table fits a list than its rows fit any other list."""
    name, table, fit = one
    others = (f for n, t, f in all_of if n != name and {*t.lines} & {*table.lines})
    return fit - max(others, default=0.0)


def _tables(page: SpanPage, found: Sequence[Found], specs: Specs) -> list[Table]:
    """Those that may be a list's, by what was found of its fields."""
    placed: dict[int, list[tuple[Place, Cell]]] = defaultdict(list)
    for k, place in found:
        start, end = place.candidate.start, place.candidate.end
        if cell := page.grid.cell(start, start + 1 if is_open(specs[k]) else end):  # texts wrap
            placed[k].append((place, cell))
    texts = [k for k, spec in specs.items() if is_open(spec)]
    typed = columns(placed, [k for k in specs if k not in texts])
    values = _values(page, {k: (specs[k], c) for k, c in typed.items()}, placed)
    worded = columns(placed, texts)
    rows = bands(page.grid, values, typed, worded)
    typed, values = moved(typed, rows.of), merged(values, rows.of)
    told = rows.firsts or rows_told(page, typed, values, worded) if len(specs) > 1 else []
    parts = apart(page, told, typed, values, worded)
    made = [_of_rows(page, some, placed, specs, typed, rows.of) for some in parts if len(told) > 1]
    return [replace(t, others=frozenset(told) - {*t.lines}) for t in made if t]


def _of_rows(
    page: SpanPage,
    lines: Sequence[int],
    placed: Placed,
    specs: Specs,
    typed: Columns,
    rows: Mapping[int, int],
) -> Table | None:
    """A table of these rows. `rows`: of other lines than their first."""
    lead = {k: c for k, c in typed.items() if mean(c, lines) >= FAIR}
    read = parts_of if lead else sure_parts_of
    open_ones = [k for k, spec in specs.items() if is_open(spec)]
    beside = columns(placed, open_ones, [c.cell for c in lead.values()])
    texts = {k: c for k, c in beside.items() if _spread(c, lines) >= FAIR}
    if not (lead or texts):
        return None
    if not rows:
        cells = [c.cell for c in (*lead.values(), *texts.values())]
        lines = with_blank_cells(page.grid, lines, cells)
    others = left_over(page, specs, lines, {**lead, **texts})
    texts |= {k: c for k, c in others.items() if is_open(specs[k])}
    lead |= {k: c for k, c in others.items() if k not in texts}
    values = merged(_values(page, {k: (specs[k], c) for k, c in lead.items()}, placed), rows)
    parts = {k: read(page.passage.text, c, placed[k]) for k, c in texts.items()}
    made = Table(lines, lead, values, texts, parts)
    return made if made.likely >= LIKELY else None


def _values(
    page: SpanPage, lead: Mapping[int, tuple[FieldSpec, Column]], placed: Placed
) -> dict[int, dict[int, Candidate]]:
    """What each line prints in the columns."""
    made: dict[int, dict[int, Candidate]] = defaultdict(dict)
    for k, (spec, column) in lead.items():
        likely = {p.candidate: p.probability for p, _ in placed[k]}
        cells = [c for row in page.grid.rows for c in row if c.under(column.cell)]
        offered = [(c, some) for c in cells if (some := page.offers_in(spec, c))]
        which = likeliest_of([some for _, some in offered], likely)
        for cell, some in offered:
            made[cell.row].setdefault(k, some[which[len(some)]])
    return made


def _words(page: SpanPage, spec: FieldSpec, spans: Sequence[tuple[int, int]]) -> list[Candidate]:
    """One, or none if they break the schema's bounds."""
    (start, end), *more = together(page.passage.text, spans)
    text = " ".join(page.passage.text[a:b] for a, b in ((start, end), *more))
    left, right = len(text) - len(text.lstrip(EDGES)), len(text) - len(text.rstrip(EDGES))
    said = " ".join(text.strip(EDGES).split())
    if not said or not legal(spec, said):
        return []
    if more:
        more[-1] = more[-1][0], more[-1][1] - right
        return [Candidate(said, start + left, end, more=tuple(more))]
    return [Candidate(said, start + left, end - right)]


def _rows(page: SpanPage, table: Table, specs: Specs) -> list[Row]:
    rows, fit = [], table.fit(len(specs))
    texts = {k: _wrapped(page, column.cell, table) for k, column in table.texts.items()}
    for n in table.lines:
        row = Row(fit=fit)
        for k, column in table.lead.items():
            if value := table.values.get(n, {}).get(k):
                row.places[k] = _cell_place(page, value, column, table, n)
        for k, column in table.texts.items():
            part = table.parts.get(k, {}).get(n)
            at = [(part.start, part.end)] if part else texts[k].get(n)
            for value in _words(page, specs[k], at) if at else ():
                row.places[k] = page.place(value, _spread(column, table.lines))
        rows.append(row)
    return rows


def _wrapped(page: SpanPage, column: Cell, table: Table) -> dict[int, list[tuple[int, int]]]:
    """The cells of a column of texts, by row."""
    first, last = table.lines[0], table.lines[-1]
    near = range(max(0, first - APART), min(len(page.grid.rows), last + APART + 1))
    some = [cells[0] for n in near if (cells := [*_free_cells(page, column, table, n)])]
    some.sort(key=lambda cell: -cell.level)
    levels = {n: page.grid.rows[n][0].level for n in table.lines}
    blocks = wrapped(page.passage.text, some, table.lines, levels)
    return {n: [(c.start, c.end) for c in block] for n, block in blocks.items()}


def _free_cells(page: SpanPage, column: Cell, table: Table, row: int) -> Iterator[Cell]:
    """A row of the grid's cells in the column: of one of the table's rows, or of one that prints
    nothing in the columns that tell rows.
    """
    held = [*table.values.get(row, {}).values()]
    if row in table.lines or not held:
        for cell in page.grid.rows[row]:
            if cell.under(column) and not any(cell.holds(c.start, c.end) for c in held):
                yield cell


def _cell_place(page: SpanPage, value: Candidate, column: Column, table: Table, line: int) -> Place:
    share = max(column.shares.get(line, 0.0), mean(column, table.lines))
    return page.place(value, share)


def _spread(column: Column, lines: Sequence[int]) -> float:
    """Mean probability of a column whose cells begin above their rows' lines where they are
    wrapped.
    """
    inside = (p for n, p in column.shares.items() if lines[0] - APART <= n <= lines[-1])
    return min(1.0, sum(inside) / len(lines))


def _left(
    page: SpanPage, found: Sequence[Found], table: Table, rows: Sequence[Row]
) -> Iterator[Found]:
    """What else was found. Of other fields, what stands on a row's line is its value; of these,
    what stands in their columns is none: totals.
    """
    own, at = {**table.lead, **table.texts}, dict(zip(table.lines, rows, strict=True))
    for k, place in sorted(found, key=lambda f: -f[1].probability):
        cell = page.grid.cell(place.candidate.start, place.candidate.end)
        stands = page.grid.row(place.candidate.start)
        row = at.get(stands)
        if k in own:
            inside = table.lines[0] <= stands <= table.lines[-1]
            if stands in table.others or (not inside and not (cell and cell.under(own[k].cell))):
                yield k, place
        elif row is None:
            yield k, place
        elif k not in row.places and place.probability > DOUBTFUL and not _taken(place, row):
            row.places[k] = place


def _taken(place: Place, row: Row) -> bool:
    return any(overlap(place, other) for other in row.places.values())
