"""A row of a list: the places of its values, and the page that they stand on."""

from dataclasses import dataclass, field

from extract_filings.pipeline.ask.spans.page import Place, SpanPage


@dataclass(slots=True)
class Row:
    """`places`: {number of a field: its place}. `fit`: of its table, if it has one: the share of
    the list's fields that its columns have, each counted by its probability.
    """

    places: dict[int, Place] = field(default_factory=dict)
    fit: float | None = None


OnPage = tuple[SpanPage, Row]
