"""Hand-made records: two filings with few cells, every other cell a problem, as the steps before
would leave them.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from extract_filings.pipeline.batch.jobs import Job
from extract_filings.pipeline.batch.worker import Done
from extract_filings.pipeline.errors import InputError, show_traceback, unexpected
from extract_filings.pipeline.records import Line, Problem, Record, Value
from extract_filings.pipeline.sources import digest
from extract_filings.pipeline.status import Status
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing

PARTS = parts(Filing)
Q1, Q2 = (
    (("period_end", date(2024, 3, 31)), ("months", 3)),
    (("period_end", date(2023, 3, 31)), ("months", 3)),
)
END = (("period_end", date(2024, 3, 31)),)


def cell(
    table: str,
    key: tuple,
    field: str,
    value: Any,
    quote: str | None = None,
    page: int = 1,
    status: str = "found",
) -> Value:
    """Amounts are whole millions unless a quote is given."""
    if quote is None:
        quote = f"{value / 10**6:,.0f}" if isinstance(value, Decimal) else str(value)
    line = Line(page, 3, f"{field} {quote}")
    start = len(field) + 1
    return Value(
        table,
        key,
        field,
        value,
        quote,
        line,
        start,
        start + len(quote),
        0.9,
        Status.parse(status),
        (10.0, 20.0, 30.5, 28.0),
    )


def record(name: str, values: list[Value]) -> Record:
    """The values and a problem for each cell asked without one."""
    have = {(v.table, v.key, v.field) for v in values}
    rows = {
        p.name: list(dict.fromkeys(v.key for v in values if v.table == p.name)) or [()]
        for p in PARTS
    }
    missing = [
        Problem(p.name, key, f.name, "not found", "why")
        for p in PARTS
        for key in rows[p.name]
        for f in p.fields
        if (p.name, key, f.name) not in have
    ]
    return Record(name, "0" * 64, 40, tuple(values), tuple(missing))


def acme() -> Record:
    million = Decimal(10**6)
    return record(
        "acme",
        [
            cell("filing", (), "registrant_name", "Acme Corp."),
            cell("filing", (), "period_end_date", date(2024, 3, 31), "March 31, 2024"),
            cell("filing", (), "phone", "+1 (555) 010-0000"),
            cell("security", (("row", 0),), "title", "Common Stock"),
            cell("security", (("row", 0),), "trading_symbol", "ACME"),
            cell("security", (("row", 1),), "title", "5% Notes due 2030"),
            cell("income_statement", Q2, "revenue", 900 * million, page=4),
            cell("income_statement", Q1, "revenue", 1234 * million, page=4),
            cell("income_statement", Q1, "eps_basic", Decimal("1.27"), "1.27", page=4),
            cell(
                "balance_sheet",
                END,
                "total_assets",
                5000 * million,
                page=5,
                status="check failed: balance",
            ),
            cell(
                "balance_sheet",
                END,
                "total_liabilities_and_equity",
                5100 * million,
                page=5,
                status="check failed: balance",
            ),
        ],
    )


def beta() -> Record:
    return record("beta", [cell("filing", (), "registrant_name", "=BETA, Inc.")])


def toy_read(make):
    """In the place of `jobs.read`: `make(path)` gives the record of each file, no time passes."""

    def read(path: Path, document: str, job: Job, *_) -> Done | str:
        try:
            made = replace(make(path), document=document, sha256=digest(path))
            return Done(made, 0.0, {"reading": 0.0})
        except InputError as error:
            return str(error)
        except Exception as error:
            show_traceback(error)
            return unexpected(path, error)

    return read
