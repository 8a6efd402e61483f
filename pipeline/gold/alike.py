"""Whether two values say the same, however they are written: dates as ISO, numbers as decimals,
text by its letters and digits without case.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from extract_filings.pipeline.text.candidates import candidates
from extract_filings.schemas.base import FieldSpec


def same(value: Any) -> str:
    """
    >>> same("Acme, Inc."), same("$1,250.00"), same("02/19/20"), same("2 Years")
    ('acmeinc', '1250', '2020-02-19', '2years')
    """
    text = str(value).strip()
    if isinstance(value, bool):
        return text
    days = candidates(FieldSpec("value", date, ""), text)
    if days and (days[0].start, days[0].end) == (0, len(text)):
        return days[0].said
    try:
        return f"{Decimal(re.sub('[$,]', '', text)).normalize():f}"
    except InvalidOperation:
        return re.sub(r"[^0-9a-z%]+", "", text.casefold())
