"""Decisions of a reviewer, as the review page exports them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ValidationError

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.tables.index import CellAddress
from extract_filings.pipeline.tables.paths import field_of

AGAIN = "make the page anew with `extract review`"


class Decision(BaseModel):
    """A decision as the review page exports it. `box` in points as the page is shown; `was`: the
    value that the reviewer saw. `scale`: power of ten that the reviewer gave the amounts of the
    table.

    A row that is added or removed has the path of its cells without a field, "/security/-/", and no
    value.
    """

    document: str
    sha256: str
    path: str
    row: str
    action: Literal["accept", "correct", "reject", "add", "remove"]
    value: str | None
    quote: str | None
    page: int | None
    line: int | None
    box: tuple[float, float, float, float] | None
    was: str | None
    scale: int | None = None
    when: AwareDatetime
    who: str = ""  # of the file

    @property
    def cell(self) -> CellAddress:
        table, field = [*self.path.split("/"), ""][1], field_of(self.path)
        return CellAddress(self.document, self.sha256, table, self.row, field)

    @property
    def utc(self) -> datetime:
        return self.when.astimezone(UTC)

    @property
    def place(self) -> str:
        """For a line that tells of it. Paths do not tell new rows apart."""
        return (
            self.document
            + self.path
            + (f" (row {self.row})" if self.row and "/-/" in self.path else "")
        )


class Corrections(BaseModel):
    who: str
    items: list[Decision]


def load_decisions(file: Path) -> list[Decision]:
    """Raises InputError."""
    try:
        found = Corrections.model_validate(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else None
        why = (
            f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
            if first
            else getattr(error, "strerror", None) or str(error)
        )
        raise InputError(
            f"{file}: no corrections ({why}); give a file that the page of `extract review`"
            " exported"
        ) from error
    if not found.who.strip():
        raise InputError(
            f'{file}: does not say who; type a name into "Your name" on the page and export again'
        )
    return [i.model_copy(update={"who": found.who.strip()}) for i in found.items]
