"""One occurrence of a statement, read with whichever rows its fields take, and how well its values
fit together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract_filings.pipeline.records import Line, Occurrence
from extract_filings.pipeline.resolve.merge import statement_values
from extract_filings.pipeline.resolve.rules import rule_score
from extract_filings.pipeline.resolve.sheet import Sheet
from extract_filings.pipeline.resolve.statement import Cell, read_statement
from extract_filings.pipeline.text.scale import Scale
from extract_filings.schemas.base import Part

SHARE_SCALES = (0, 3, 6)
AGREED = 0.97
"""Probability of a scale that a rule confirms and no words do."""
GAIN = 1.0
"""Rules that another scale must mend at least, each counted by the share of its columns."""


@dataclass(frozen=True, slots=True)
class StatementReader:
    """`elsewhere`: the scale of the document's other statements, if the pages state none."""

    parts: Sequence[Part]
    part: Part
    sheet: Sheet
    elsewhere: Scale | None

    def cells(self, place: Occurrence) -> dict[str, tuple[Cell, ...]]:
        rows = {r.field: r.line for r in place.rows}
        return read_statement(self.sheet, rows, self.part, self.elsewhere)

    def score(self, place: Occurrence) -> float:
        """Rules held less rules broken."""
        values = statement_values(self.part, [(place, self.cells(place))])
        return rule_score(self.parts, values)

    def with_agreeing_shares(self, place: Occurrence) -> "StatementReader":
        """With shares printed in full, in thousands or in millions, as they fit the amounts per
        share. "In thousands, except per share data" does not tell.
        """
        lines = self._lines_of_shares(place)
        if not lines:
            return self
        others = [*self._in_other_scales(lines)]
        best = max(others, key=lambda r: r.score(place))
        return best if best.score(place) >= self.score(place) + GAIN else self

    def _lines_of_shares(self, place: Occurrence) -> list[Line]:
        shares = {f.name for f in self.part.fields if f.cue.unit == "shares"}
        return [r.line for r in place.rows if r.field in shares]

    def _in_other_scales(self, lines: Sequence[Line]) -> Iterator["StatementReader"]:
        for power in SHARE_SCALES:
            scales = dict.fromkeys(lines, Scale(power, AGREED))
            yield replace(self, sheet=replace(self.sheet, scales=scales))
