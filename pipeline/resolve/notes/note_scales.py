"""The scale of a number of a table: what its head, its row, the lines above or the document say."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extract_filings.pipeline.records import Line
from extract_filings.pipeline.resolve.amounts import Amount
from extract_filings.pipeline.resolve.line_items import PER_SHARE, SHARES
from extract_filings.pipeline.resolve.notes.grids import Grid
from extract_filings.pipeline.resolve.notes.note_units import PERCENT, YEARS
from extract_filings.pipeline.text.scale import ELSEWHERE, Scale, read_scale

MOST_SHARES = 50_000_000_000
"""No filing prints more shares: what states their scale elsewhere is of amounts."""
HEAD_SIZED = re.compile(r"(?i)\bin (?P<word>thousand|million|billion)s\b")
POWERS = {"thousand": 3, "million": 6, "billion": 9}
SIZED = re.compile(r"(?i)\bin (?:thousands|millions|billions)\b|\(000")
STATEMENT = re.compile(
    r"(?i)^\W*(?:\w+ )?(?:consolidated )?"
    r"(?:statements? of (?:\w+ )?(?:income|operations|earnings|cash flows)"
    r"|balance sheets?|income statements?)\b(?!.*[.,]$)"
)
"""Title of a statement."""
TOP = 8
"""Lines of a page where a title stands."""
UNDATED = 0.5
"""Confidence at most of a number whose period nothing says."""


@dataclass(frozen=True)
class Scales:
    """`lines`: of each page, in place. `elsewhere`: the scale that most tables state. `read`: what
    was read already."""

    lines: Mapping[int, Sequence[Line]]
    elsewhere: Scale | None
    read: dict[tuple, Scale] = field(default_factory=dict)

    def of(self, grid: Grid, amount: Amount, unit: str, head: str) -> Scale:
        """A head over some columns alone says theirs."""
        if unit in (PERCENT, YEARS, PER_SHARE):
            return Scale(0, 1.0)
        found = self._scale(grid, amount.line, unit)
        if said := HEAD_SIZED.search(head):
            return Scale(POWERS[said["word"].lower()], found.probability, found.line)
        many = abs(amount.value).scaleb(found.power) > MOST_SHARES
        return Scale(0, UNDATED) if unit == SHARES and many else found

    def _scale(self, grid: Grid, line: Line, unit: str) -> Scale:
        own = bool(SIZED.search(line.text))
        at = line if own else _first(grid)
        key = at, unit
        if key not in self.read:
            lines = [*self.lines.get(grid.page - 1, ()), *self.lines[grid.page]]
            self.read[key] = read_scale(lines, at, unit, self.elsewhere)
        return self.read[key]


def scales_of(grids: Sequence[Grid], lines: Mapping[int, Sequence[Line]]) -> Scales:
    return Scales(lines, _elsewhere(grids, lines))


def _elsewhere(grids: Sequence[Grid], lines: Mapping[int, Sequence[Line]]) -> Scale | None:
    """The scale that most pages of statements state, else most pages with tables."""
    firsts = {g.page: _first(g) for g in grids}
    titled = [n for n in firsts if any(STATEMENT.search(line.text) for line in lines[n][:TOP])]
    for pages in (titled, firsts):
        found = (read_scale(lines[n], firsts[n], None) for n in pages)
        stated = [s for s in found if s.line]
        powers = Counter(s.power for s in stated).most_common(1)
        if best := next((s for s in stated if s.power == powers[0][0]), None):
            return Scale(best.power, ELSEWHERE, best.line)
    return None


def _first(grid: Grid) -> Line:
    """Its first line with numbers."""
    return next(r.amounts[0][0].line for r in grid.rows if r.amounts)
