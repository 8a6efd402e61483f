"""Tables grown from hand-made records, as runs would grow them, and the bytes on the disk."""

from decimal import Decimal
from pathlib import Path

from make_records import PARTS, Q1, cell, record

from extract_filings.pipeline.records import Record
from extract_filings.pipeline.tables.append import add
from extract_filings.pipeline.tables.frames import Run, about, tables
from extract_filings.schemas.filing import Filing

ABOUT = about("filing", PARTS)


def named(name: str, revenue: str = "1234") -> Record:
    return record(
        name,
        [
            cell("filing", (), "registrant_name", name.upper()),
            cell("income_statement", Q1, "revenue", Decimal(revenue), "1"),
        ],
    )


def put(out: Path, *records, asked=PARTS, about_it=ABOUT, tag: str = "") -> list[str]:
    """As a run would: frames of each document, made apart."""
    keys = {r.document: f"key of {r.document}{tag}" for r in records}
    frames = {
        r.document: tables([r], [], asked, Run("filing", "embedded", "", {}, keys)) for r in records
    }
    return add(keys, frames.get, out, Filing, about_it)


def bytes_of(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}
