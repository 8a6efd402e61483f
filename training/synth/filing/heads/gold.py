"""Gold of a printed document, in the forms of the real filings' gold."""

from typing import Any

from extract_filings.training.synth.base.gold import STATEMENTS, Gold, exact
from extract_filings.training.synth.filing.heads import rows as statements
from extract_filings.training.synth.filing.heads.cells import Cell
from extract_filings.training.synth.filing.heads.design import Design, Table
from extract_filings.training.synth.filing.heads.page import Placed


def facts(made: Design, index: int, table: Table, rows: list[dict[str, Any]]) -> dict[str, Any]:
    end = made.calendar.last_day
    year_end = end if made.calendar.form == "10-KT" else made.calendar.year_end(made.calendar.year)
    return {
        "document": made.doc_id,
        "pdf": f"{made.doc_id}.pdf",
        "form": made.calendar.form,
        "cover_period_end": end.isoformat(),
        "fiscal_year_end": f"--{year_end:%m-%d}",
        "statement": table.name if table.name in STATEMENTS else None,
        "table_index": index,
        "pages": sorted({r["page"] for r in rows}),
        "caption": "",
        "rows": rows,
    }


def add_rows(gold: Gold, index: int, table: Table, placed: list[Placed]) -> None:
    """Rows and, of the company's own periods in its own currency, the schema's items."""
    for n, row in enumerate(placed):
        item = row.row.item
        concept = f"us-gaap:{statements.WORDS['concepts'].get(item, 'OtherItem')}"
        cells = [dict(col=0, colspan=1, text=row.row.label, facts=[])]
        for text, column in row.pieces:
            told = [] if column is None else _told(table, row, column, concept)
            cells.append(dict(col=len(cells), colspan=1, text=text, facts=told))
        made = gold.row(table.name, row.page, index, n, "data", row.row.label, cells)
        for fact in (f for c in made["cells"] for f in c["facts"] if item):
            gold.statement_fact(table.name, item, fact, row.row.label, row.page, index, n)


def _told(table: Table, row: Placed, column: int, concept: str) -> list[dict[str, Any]]:
    cell, kind = row.cells[column], table.head.columns[column].kind
    own = cell and cell.period and cell.scale is not None and kind != "convenience"
    return [_fact(cell, concept)] if own else []


def _fact(cell: Cell, concept: str) -> dict[str, Any]:
    period = cell.period
    return dict(
        concept=concept,
        numeric=True,
        period_start=period.start.isoformat() if period.start else None,
        period_end=period.end.isoformat(),
        dims=None,
        value=exact(cell.value, cell.scale - cell.places),
        printed=cell.printed,
        unit=cell.unit,
        decimals=str(cell.places - cell.scale),
        scale=cell.scale,
        sign="-" if cell.negative else None,
        printed_negative=cell.printed_negative,
    )


def doc(made: Design, gold: Gold, pages: int) -> dict[str, Any]:
    return dict(
        doc_id=made.doc_id,
        form=made.calendar.form,
        pages=pages,
        period_end=made.calendar.last_day.isoformat(),
        **{f"{name}_pages": gold.pages.get(name, []) for name in STATEMENTS},
    )
