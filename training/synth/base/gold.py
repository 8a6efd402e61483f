"""What was printed where, in the columns of the real gold set."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl

from extract_filings.pipeline.gold.format import COLUMNS

STATEMENTS = ("income_statement", "balance_sheet", "cash_flow")
CONCEPTS = {
    "registrant_name": "EntityRegistrantName",
    "form_type": "DocumentType",
    "period_end_date": "DocumentPeriodEndDate",
    "fiscal_year_end": "CurrentFiscalYearEndDate",
    "commission_file_number": "EntityFileNumber",
    "state_of_incorporation": "EntityIncorporationStateCountryCode",
    "employer_id": "EntityTaxIdentificationNumber",
    "street": "EntityAddressAddressLine1",
    "city": "EntityAddressCityOrTown",
    "state": "EntityAddressStateOrProvince",
    "postal_code": "EntityAddressPostalZipCode",
    "phone": "CityAreaCode+dei:LocalPhoneNumber",
    "trading_symbol": "TradingSymbol",
    "exchange": "SecurityExchangeName",
    "security_title": "Security12bTitle",
    "shares_outstanding": "EntityCommonStockSharesOutstanding",
    "public_float": "EntityPublicFloat",
    "filer_category": "EntityFilerCategory",
}


def exact(value: Decimal | int, scale: int) -> str:
    """In base units, without exponent or trailing zeros: (Decimal("1.50"), 0) -> "1.5"."""
    number = Decimal(value).scaleb(scale)
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


@dataclass(slots=True)
class Gold:
    """Facts and rows of one document as they get printed."""

    doc_id: str
    start: date
    end: date
    facts: list[dict] = field(default_factory=list)
    rows: list[dict] = field(default_factory=list)
    pages: dict[str, list[int]] = field(default_factory=dict)

    def cover(
        self,
        item: str,
        printed: str,
        page: int,
        value: str | None = None,
        dimension: str | None = None,
        scale: int | None = None,
    ) -> None:
        numeric = item in ("shares_outstanding", "public_float")
        fact = dict.fromkeys(COLUMNS) | dict(
            doc_id=self.doc_id,
            section="cover",
            item=item,
            period_start=None if numeric else self.start.isoformat(),
            period_end=self.end.isoformat(),
            value=printed if value is None else value,
            unit={"shares_outstanding": "shares", "public_float": "USD"}.get(item),
            decimals="INF" if numeric else None,
            printed=printed,
            concept="dei:" + CONCEPTS[item],
            dimension=dimension,
            printed_negative=False if numeric else None,
            scale=(scale or 0) if numeric else None,
            page=page,
        )
        self.facts.append(fact)

    def span(
        self,
        section: str,
        item: str,
        printed: str,
        value: str,
        page: int,
        label: str,
        unit: str | None,
        scale: int,
        table: int | None = None,
        row: int | None = None,
    ) -> None:
        """A value of a schema's own root or list; `row` counts the entries of a list."""
        more = dict(
            doc_id=self.doc_id,
            section=section,
            item=item,
            printed=printed,
            value=value,
            page=page,
            label=label,
            unit=unit,
            scale=scale,
            table_index=table,
            row_index=row,
        )
        self.facts.append(dict.fromkeys(COLUMNS) | more)

    def row(
        self,
        statement: str,
        page: int,
        table: int,
        row_index: int,
        kind: str,
        label: str,
        cells: list[dict],
    ) -> dict:
        """A row of a statement as printed; cells hold text and facts."""
        texts = [c["text"] for c in cells if c["text"]]
        made = dict(
            doc_id=self.doc_id,
            statement=statement,
            part=0,
            table_index=table,
            row_index=row_index,
            kind=kind,
            label=label,
            texts=texts,
            cells=cells,
            caption="",
            header=[],
            page=page,
            concept=next((f["concept"] for c in cells for f in c["facts"]), None),
        )
        self.rows.append(made)
        if page not in self.pages.setdefault(statement, []):
            self.pages[statement].append(page)
        return made

    def statement_fact(
        self, section: str, item: str, fact: dict, label: str, page: int, table: int, row_index: int
    ) -> None:
        kept = {
            k: fact[k]
            for k in (
                "period_start",
                "period_end",
                "value",
                "unit",
                "decimals",
                "printed",
                "concept",
                "printed_negative",
                "scale",
            )
        }
        more = dict(
            doc_id=self.doc_id,
            section=section,
            item=item,
            label=label or None,
            table_index=table,
            row_index=row_index,
            page=page,
        )
        self.facts.append(dict.fromkeys(COLUMNS) | kept | more)


def save(
    out: Path,
    golds: list[Gold],
    docs: list[dict],
    rows: bool = True,
    statements: Sequence[str] = STATEMENTS,
) -> None:
    pl.DataFrame([f for g in golds for f in g.facts], schema=COLUMNS).write_parquet(
        out / "gold.parquet"
    )
    kinds = {
        "doc_id": pl.String,
        "form": pl.String,
        "pages": pl.Int32,
        **{f"{s}_pages": pl.List(pl.Int32) for s in statements},
        "period_end": pl.String,
    }
    pl.DataFrame(docs, schema=kinds).write_parquet(out / "docs.parquet")
    if rows:
        with (out / "rows.jsonl").open("w") as file:
            file.writelines(json.dumps(r, ensure_ascii=False) + "\n" for g in golds for r in g.rows)
