"""The tables that every run writes beside the schema's own: columns, types and meanings. What they
mean together stands in `dictionary.py`; fact/ and line_item/ have modules of their own.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl

from extract_filings.pipeline.records import Anchor
from extract_filings.pipeline.tables.decimals import DECIMAL

Columns = Mapping[str, tuple[Any, str]]
"""Of a table, in their order: type and meaning."""
BOX = ("x0", "y0", "x1", "y1")
EDGES = ("left edge", "lower edge", "right edge", "upper edge")


def box(what: str) -> Columns:
    """Where something stands on its page."""
    there = {"y0": ", from the bottom of the page", "y1": ", from the bottom of the page"}
    told = zip(BOX, EDGES, strict=True)
    return {c: (pl.Float64, f"{edge} of {what}{there.get(c, '')}") for c, edge in told}


DOCUMENT: Columns = {"document": (pl.String, "name of the file without its suffix")}
PERIOD: Columns = {
    "period_end": (pl.Date, "last day of the period; null of what has none"),
    "months": (pl.Int64, "length of the period, whole months; null of a day"),
}
PATH = "JSON pointer: /income_statement/0/revenue is the item revenue of the document's first row"
ANCHOR: Columns = {
    "anchor": (pl.String, "XPath of the element of HTML that holds the words; null of PDFs"),
    "anchor_start": (pl.Int64, "first character of the words in the element's text content"),
    "anchor_end": (pl.Int64, "end of the words in the element's text content"),
}
XBRL = (
    "whether the file's inline-XBRL tag around the words says the same value and period; null"
    " without one. Values are never read from tags"
)
STATUS = (
    "found; derived (code says what is printed in other words, 2 years for two (2) years, or what"
    " follows from `operands`); review (not sure enough); conflicting: OTHER (another page says"
    " otherwise, or nothing tells day from month); forced (required, asked again without null);"
    " not grounded (the model's own words); accepted, corrected (by a reviewer). Broken rules stand"
    " in place of found or behind the rest: check failed: balance"
)
REASON = (
    "not found (not printed, or missed); not applicable (filings with such rows have none: a bank"
    " has no current assets); refused (more digits than a decimal column holds); rejected, accepted"
    " (a reviewer emptied the cell, or confirmed that it is empty); invalid (the instance breaks"
    " the schema); hidden (text that no human sees was not read); unreadable (fonts map to wrong"
    " characters) and picture (no text), which OCR reads; ocr (OCR has read these pages); other"
    " filing (a second one in the file; the first was read); not named (by `--pages`); time limit"
    " (not asked, since the time was over); failed (the file could not be read)"
)
OPERAND = pl.Struct({"quote": pl.String, "page": pl.Int64, "line": pl.Int64})
EVIDENCE: Columns = {
    **DOCUMENT,
    "table": (pl.String, "table that has the value"),
    "path": (pl.String, PATH),
    "value": (pl.String, "the value as text, exact"),
    "quote": (pl.String, "words that it was read from, as printed"),
    "page": (pl.Int64, "page that prints it, from 1"),
    "line": (pl.Int64, "line of the page, from 0"),
    **box("the words"),
    "confidence": (pl.Float64, "probability that the value is right"),
    "status": (pl.String, STATUS),
    "operands": (
        pl.List(OPERAND),
        "what a derived value follows from, if not from its quote: quote, page, line",
    ),
    **ANCHOR,
    "xbrl_agrees": (pl.Boolean, XBRL),
    "xbrl_says": (pl.String, "number and period of that tag, or its words"),
    "xbrl_concept": (pl.String, "what that tag calls it, e.g. us-gaap:Revenues"),
}
ROW_KEYS: Columns = {
    "item": (pl.String, "column of the table that has the value"),
    "row_number": (pl.Int64, "number of the row in a list, from 0"),
    **PERIOD,
}
"""Of evidence/: what names a cell."""
PROBLEMS: Columns = {
    **DOCUMENT,
    "table": (pl.String, "table that lacks the value; null of a whole file"),
    "path": (pl.String, "JSON pointer of the empty cell, - for a row that is not there; pages"),
    "reason": (pl.String, REASON),
    "detail": (pl.String, "where it was sought, what was found"),
}
KIND = (
    "period, or what it is instead: percent, note (numbers of notes), change, translation (amounts"
    " in another currency), pro forma, member (guarantors, eliminations), cumulative, forecast,"
    " another table (beside this one), other; unread: nothing says what it is"
)
COLUMN: Columns = {
    **DOCUMENT,
    "table": (pl.String, "the statement"),
    "page": (pl.Int64, "its page, from 1"),
    "column": (pl.Int64, "number of the column from the left, from 1"),
    "kind": (pl.String, KIND),
    **PERIOD,
    "confidence": (pl.Float64, "probability of kind and period"),
    "quote": (pl.String, "words of the head that it was read from"),
    "head_page": (pl.Int64, "page of the last of these words, from 1"),
    "line": (pl.Int64, "line of the last of these words, from 0"),
    **box("the words on that page"),
    "scale": (pl.Int64, "power of ten of its amounts: 3 in thousands; shares have their own"),
    "scale_quote": (pl.String, "line that states the scale"),
    "scale_page": (pl.Int64, "page of that line, from 1"),
    "scale_confidence": (pl.Float64, "probability of the scale"),
    "currency": (pl.String, "ISO code of its amounts; null where nothing says it"),
}
SHARE_CLASS: Columns = {
    **DOCUMENT,
    "title": (pl.String, "class of shares as printed"),
    "shares": (DECIMAL, "shares of the class outstanding"),
    "as_of": (pl.Date, "day on which they were"),
    "quote": (pl.String, "number as printed"),
    "page": (pl.Int64, "page that prints it, from 1"),
    "line": (pl.Int64, "line of the page, from 0"),
}
CIK = (
    "number of the company at the SEC, ten digits: from the file's name or folder, metadata of the"
    ' PDF, the address that a browser printed on its pages, "Central Index Key"'
)
READ_KEYS: Columns = {
    "cik": (
        pl.String,
        CIK,
    ),
    "accession_number": (
        pl.String,
        "number of the filing, from the same places; begins with the number of its sender",
    ),
    "amended": (pl.Boolean, "whether the form is an amendment; null if nothing says so"),
    "year_shift": (
        pl.Int64,
        "-1: years are named after the year before the one in which they end; 0: they are not",
    ),
}
"""Of documents/, from the file and its pages; the others follow from the tables."""
DERIVED_KEYS: Columns = {
    "ticker": (pl.String, "symbol of the common stock, of several classes the first"),
    "exchange": (pl.String, "its exchange: NYSE, Nasdaq, NYSE American, Cboe ..."),
    "form": (pl.String, "form as EDGAR calls it: 10-K, 10-K/A, 10-KT, 10-Q, 20-F ..."),
    "file_number": (
        pl.String,
        '001-00434 for "1-434": the safest key of a company that a cover prints',
    ),
    "fiscal_year_end": (
        pl.Date,
        "last day of a fiscal year: its own of an annual report, the one before of a quarterly one",
    ),
    "fiscal_year": (pl.Int64, "fiscal year in which the document's period ends"),
    "fiscal_quarter": (pl.Int64, "quarter of it that ends with the document's period"),
}
OK, PARTIAL, FAILED, DISMISSED = "ok", "partial: ", "failed: ", "dismissed: "
"""How the status of a document begins; what was not asked, or the reason, follows."""
WAS_READ = pl.col("status").eq(OK) | pl.col("status").str.starts_with(PARTIAL)
DOCUMENTS: Columns = {
    **DOCUMENT,
    "sha256": (pl.String, "digest of the file's bytes"),
    "pages": (pl.Int64, "pages of the file"),
    "pages_read": (pl.String, "pages that `--pages` named, such as 1-20,30; null: all"),
    "schema": (pl.String, "schema that was asked for"),
    "model": (pl.String, "model that answered"),
    "versions": (pl.String, "versions of this program and of the libraries its results depend on"),
    "seconds": (pl.Float64, "time that reading took"),
    "status": (
        pl.String,
        "ok; partial: how much was asked within the time limit; failed: why; dismissed: why",
    ),
    "key": (pl.String, "digest of file, settings, model and program; the same key, the same rows"),
    "source": (pl.String, "place of the file, from the folder that holds the tables, or its URL"),
    **READ_KEYS,
}
"""As a run writes it; DERIVED_KEYS come behind."""
REVIEWS: Columns = {
    **DOCUMENT,
    "sha256": (pl.String, "digest of the file that the reviewer saw"),
    "table": (pl.String, "table of the cell"),
    "path": (pl.String, PATH),
    "row": (pl.String, 'name of the row: its period, "row 2" of a list'),
    "verdict": (pl.String, "accept, correct, reject, add or remove; found: what the model had"),
    "was": (pl.String, "value before, as text"),
    "value": (pl.String, "value after, as text"),
    **{c: EVIDENCE[c] for c in ("quote", "page", "line", *BOX, "confidence")},
    "who": (pl.String, "the reviewer"),
    "when": (pl.Datetime("us", "UTC"), "time of the verdict; null of what the model had"),
    "state": (pl.String, "holds; overruled (by a later one); waits (for its file or cell)"),
}


def types(columns: Columns) -> dict[str, Any]:
    """A data frame's schema."""
    return {c: kind for c, (kind, _) in columns.items()}


def anchored(anchor: Anchor | None) -> tuple[str | None, int | None, int | None]:
    """In the order of ANCHOR."""
    return (anchor.xpath, anchor.start, anchor.end) if anchor else (None, None, None)
