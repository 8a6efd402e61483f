"""Keys beside what was read: of the company and filing in documents/, of the periods in statements,
of the rows in evidence/. They follow from the tables, so they are made anew whenever these change.

A schema whose fields are called as those of `schemas/filing.py` has keys of companies; of another
one they are empty. Null is an answer: a key that the document does not tell is null.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from extract_filings.pipeline.resolve.cover.company import (
    common_stock,
    normal_exchange,
    normal_file_number,
    normal_form,
)
from extract_filings.pipeline.resolve.fiscal_calendar import (
    Calendar,
    period_start,
    weeks_in,
    year_end,
)
from extract_filings.pipeline.resolve.head_words import last_of_month
from extract_filings.pipeline.tables.own_tables import DERIVED_KEYS, READ_KEYS, ROW_KEYS, types
from extract_filings.pipeline.tables.paths import (
    CURRENCY,
    FIELD,
    PERIOD,
    POSITION,
    columns,
    period_columns,
)
from extract_filings.schemas.base import Part

Frames = Mapping[str, pl.DataFrame]


@dataclass(slots=True)
class Periods:
    """Of one document: the last days and months of its flows, and the days of its balances."""

    flows: set[tuple[date, int]] = field(default_factory=set)
    balances: set[date] = field(default_factory=set)

    @property
    def ends(self) -> set[date]:
        return self.balances | {end for end, _ in self.flows}

    @property
    def calendar_months(self) -> bool:
        """Whether all end with a month."""
        return all(end == last_of_month(end.year, end.month) for end in self.ends)


def with_keys(frames: Frames, asked: Sequence[Part]) -> dict[str, pl.DataFrame]:
    """The tables with their keys, whatever these were."""
    statements = [p for p in asked if p.kind == "statement"]
    periods = _periods(frames, statements)
    documents = _documents(frames, asked, periods)
    made = {**frames, "documents": documents}
    calendars = {
        name: Calendar(end, shift)
        for name, end, shift in documents.select(
            "document", "fiscal_year_end", "year_shift"
        ).iter_rows()
    }
    weeks = _weeks(frames)
    for part in statements:
        made[part.name] = _statement(frames[part.name], part, periods, calendars, weeks)
    made["evidence"] = _evidence(made, asked)
    return made


def _periods(frames: Frames, statements: Sequence[Part]) -> dict[str, Periods]:
    """By document."""
    made: dict[str, Periods] = defaultdict(Periods)
    for part in statements:
        for document, end, *months in frames[part.name].select("document", *part.keys).iter_rows():
            if months:
                made[document].flows.add((end, *months))
            else:
                made[document].balances.add(end)
    return made


def _documents(
    frames: Frames, asked: Sequence[Part], periods: Mapping[str, Periods]
) -> pl.DataFrame:
    documents = frames["documents"]
    lacking = [
        pl.lit(None, t).alias(c) for c, t in types(READ_KEYS).items() if c not in documents.columns
    ]
    documents = documents.drop(DERIVED_KEYS, strict=False).with_columns(lacking)
    root = _by_document(frames[asked[0].name])
    listed = next((p.name for p in asked if _has(p, "trading_symbol")), None)
    securities = frames[listed].rows_by_key("document", named=True) if listed else {}
    rows = [
        _keys(
            next(iter(root.get(d, ())), {}), securities.get(d, ()), periods.get(d, Periods()), a, s
        )
        for d, a, s in documents.select("document", "amended", "year_shift").iter_rows()
    ]
    return documents.hstack(pl.DataFrame(rows, schema=types(DERIVED_KEYS), orient="row"))


def _has(part: Part, name: str) -> bool:
    return part.kind == "list" and any(f.name == name for f in part.fields)


def _by_document(frame: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    return frame.rows_by_key("document", named=True)


def _keys(
    cover: Mapping[str, Any],
    securities: Sequence[Mapping[str, Any]],
    periods: Periods,
    amended: bool | None,
    shift: int | None,
) -> tuple:
    """In the order of DERIVED_KEYS."""
    stock = common_stock(securities)
    form = normal_form(cover.get("form_type"), bool(amended))
    told = cover.get("period_end_date")
    end = year_end(form, told, periods.flows, periods.balances)
    last = told or max(periods.ends, default=None)
    calendar = Calendar(end, shift)
    return (
        stock.get("trading_symbol"),
        normal_exchange(stock.get("exchange")),
        form,
        normal_file_number(cover.get("commission_file_number")),
        end,
        calendar.year(last) if last else None,
        calendar.quarter(last) if last else None,
    )


def _weeks(frames: Frames) -> dict[tuple, int]:
    """(document, table, period_end, months) -> weeks that its column's head prints."""
    if "column" not in frames:
        return {}
    heads = (
        frames["column"]
        .filter(pl.col("quote").str.contains("(?i)weeks?"))
        .select("document", "table", "period_end", "months", "quote")
        .drop_nulls()
    )
    made: dict[tuple, int] = {}
    for *row, quote in heads.iter_rows():
        if weeks := weeks_in(quote, row[3]):
            made.setdefault((*row,), weeks)
    return made


def _statement(
    frame: pl.DataFrame,
    part: Part,
    periods: Mapping[str, Periods],
    calendars: Mapping[str, Calendar],
    weeks: Mapping[tuple, int],
) -> pl.DataFrame:
    rows = []
    for document, end, *length in frame.select("document", *part.keys).iter_rows():
        calendar, own = calendars[document], periods[document]
        known = {"fiscal_year": calendar.year(end), "fiscal_quarter": calendar.quarter(end)}
        if length:
            n = weeks.get((document, part.name, end, length[0]))
            start = period_start(end, length[0], n, own.ends, own.calendar_months)
            known |= {"weeks": n, "period_start": start}
        rows.append(known)
    types = period_columns(part)
    new = pl.DataFrame(rows, schema=types, orient="row")
    return frame.drop(types, strict=False).hstack(new).select(columns(part))


def _evidence(frames: Frames, asked: Sequence[Part]) -> pl.DataFrame:
    """With the columns that name a cell, in place of the numbers in its path."""
    told = frames["evidence"].drop(ROW_KEYS, strict=False)
    rows = rows_of(frames, asked).select(
        "document", "table", "at", "row_number", "period_end", "months"
    )
    told = told.with_columns(POSITION.alias("at"), FIELD.alias("item"))
    return told.join(rows, on=["document", "table", "at"], how="left", maintain_order="left").drop(
        "at"
    )


ROWS = {
    "document": pl.String,
    "table": pl.String,
    "at": pl.Int64,
    "row_number": pl.Int64,
    "period_end": pl.Date,
    "months": pl.Int64,
    **PERIOD,
    CURRENCY: pl.String,
}


def rows_of(frames: Frames, asked: Sequence[Part]) -> pl.DataFrame:
    """The rows of all tables by name, with their keys. `at`: among those of their document."""
    made = [pl.DataFrame(schema=ROWS)]
    for part in asked:
        frame = frames[part.name]
        at = pl.int_range(pl.len(), dtype=pl.Int64).over("document").alias("at")
        number = pl.col("row") if "row" in part.keys else at
        own = {*part.keys, *period_columns(part), *([CURRENCY] if part.kind == "statement" else [])}
        made.append(
            frame.select(
                "document",
                pl.lit(part.name).alias("table"),
                at,
                *([number.alias("row_number")] if part.kind == "list" else []),
                *(c for c in frame.columns if c in own and frame.schema[c] == ROWS.get(c)),
            )
        )
    return pl.concat(made, how="diagonal")
