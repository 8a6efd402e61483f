"""Where the rows of a printed document stand when it is read back."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from extract_filings.pipeline.records import Document, Line
from extract_filings.training.synth.filing.heads.cells import Cell
from extract_filings.training.synth.filing.heads.page import Placed


def found(document: Document, rows: Sequence[Placed]) -> list[dict[str, Any]]:
    """Each row with page, line, label and cells. Rows of a page stand in the order of printing."""
    reached: dict[int, int] = defaultdict(int)
    made = []
    for row in rows:
        lines = document.pages[row.page - 1][reached[row.page] :]
        line, match = _line(lines, row)
        reached[row.page] = line.number + 1
        cells = [
            _cell(row.cells[column], match.start(f"c{column}"), match[f"c{column}"])
            for _, column in row.pieces
            if column is not None
        ]
        label = " ".join(row.row.label.split())
        made.append({"page": line.page, "line": line.number, "label": label, "cells": cells})
    return made


def _line(lines: Sequence[Line], row: Placed) -> tuple[Line, re.Match[str]]:
    pattern = _pattern(row)
    for line in lines:
        if match := pattern.fullmatch(line.text):
            return line, match
    raise AssertionError(f"page {row.page}: no line reads {row.line!r} {row.pieces}")


def _pattern(row: Placed) -> re.Pattern[str]:
    """The label, leaders, then what the cells print."""
    spaced = r"\s*".join(map(re.escape, row.line.split()))
    pieces = [_piece(text, column) for text, column in row.pieces]
    return re.compile(r"\s*".join([spaced + r"[\s.]*", *pieces]))


def _piece(text: str, column: int | None) -> str:
    words = r"\s*".join(map(re.escape, text.split()))
    return words if column is None else f"(?P<c{column}>{words})"


def _cell(cell: Cell, start: int, text: str) -> dict[str, Any]:
    at = start + text.index(cell.printed)
    period = cell.period
    return {
        "start": at,
        "end": at + len(cell.printed),
        "printed": cell.printed,
        "period_start": period.start.isoformat() if period and period.start else None,
        "period_end": period.end.isoformat() if period else None,
        "dims": [],
        "unit": cell.unit,
        "scale": cell.scale,
        "negative": cell.negative,
        "printed_negative": cell.printed_negative,
    }
