"""Dates of three numbers as the whole document prints them: a page may print none that tells
whether the day or the month is first, another one does.

Where nothing tells, a date is read with the month first and says that it could be the other way
round.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from extract_filings.pipeline.records import Document, Value
from extract_filings.pipeline.status import FOUND, Status
from extract_filings.pipeline.text.date_order import DateOrder, date_order, either, swapped

GUESSED = 0.5
"""Probability of an order that nothing tells."""


def with_ordered_dates(values: Sequence[Value], document: Document) -> list[Value]:
    """The values in their order."""
    if not any(_either(v) for v in values):
        return [*values]
    order = date_order("\n".join(line.text for page in document.pages for line in page))
    return [_read(v, order) if _either(v) else v for v in values]


def _either(value: Value) -> bool:
    return isinstance(value.value, date) and either(value.quote)


def _read(value: Value, order: DateOrder) -> Value:
    first = int(re.split("[/-]", value.quote)[0])
    day_first = value.value.day == first
    if order.sure:
        right = day_first == order.day_first
        return value if right else replace(value, value=swapped(value.value))
    other = f"with the {'month' if day_first else 'day'} first it is {swapped(value.value)}"
    plain = value.status == Status(FOUND)
    status = Status(f"conflicting: {other}") if plain else value.status
    return replace(value, status=status, column=GUESSED)
