"""Laws of the gold of tables: what a filing's source tags stands in its print, with the right
period, scale and sign.
"""

import gzip
import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

pytest.importorskip("reportlab")
from reportlab.pdfgen.canvas import Canvas

from extract_filings.benchmarks.accuracy import structure
from extract_filings.pipeline.resolve.statement import Cell
from extract_filings.training.data import fact_tables
from extract_filings.training.data.fact_tables import matched
from extract_filings.training.data.inline_xbrl import parse

NAME = "acme_10-k_1"
HEAD = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="i" xmlns:x="x" xmlns:d="d"><body>
<div style="display:none"><ix:header>
<x:context id="now"><x:period><x:startDate>2023-01-01</x:startDate>
<x:endDate>2023-12-31</x:endDate></x:period></x:context>
<x:context id="then"><x:segment><d:explicitMember dimension="a:Axis">a:West</d:explicitMember>
</x:segment><x:period><x:instant>2022-12-31</x:instant></x:period></x:context>
<x:unit id="usd"><x:measure>iso4217:USD</x:measure></x:unit>
<x:unit id="eps"><x:divide><x:unitNumerator><x:measure>iso4217:USD</x:measure></x:unitNumerator>
<x:unitDenominator><x:measure>xbrli:shares</x:measure></x:unitDenominator></x:divide></x:unit>
</ix:header></div>
<p>Our year ends on <ix:nonNumeric name="dei:CurrentFiscalYearEndDate">December 31</ix:nonNumeric>.
</p><table><tr><td>Page 2023</td></tr></table>
<p>In millions</p>
"""


def fact(printed: str, context: str, unit: str = "usd", more: str = 'scale="6"') -> str:
    attributes = f'name="a:B" contextRef="{context}" unitRef="{unit}" {more}'
    return f"<ix:nonFraction {attributes}>{printed}</ix:nonFraction>"


def row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr>"


TABLE = [
    row("", "2023", "2022"),
    row("Net sales, after a tax of " + fact("7", "now"), fact("9,978", "now"), fact("7", "then")),
    row("Loss", "(" + fact("12", "now", more='scale="6" sign="-"') + ")", fact("—", "then")),
    row("Per share", "$" + fact("1.25", "now", "eps", "")),
]
SOURCE = f"{HEAD}<table>{''.join(TABLE)}</table></body></html>".encode()
PRINT = [
    "Our year ends on December 31.",
    "Page 2023",
    "In millions",
    "2023 2022",
    "Net sales, after a tax of 7 9,978 7",
    "Loss (12) –",
    "Per share $1.25",
]


@pytest.fixture(scope="module")
def split(tmp_path_factory) -> Path:
    """A folder of one filing of one table."""
    folder = tmp_path_factory.mktemp("split")
    (folder / "html").mkdir()
    (folder / "pdf").mkdir()
    (folder / "html" / f"{NAME}.html.gz").write_bytes(gzip.compress(SOURCE))
    pdf = Canvas(str(folder / "pdf" / f"{NAME}.pdf"))
    for y, line in enumerate(PRINT):
        pdf.drawString(72, 700 - 20 * y, line.replace("–", "—"))
    pdf.save()
    doc = {"doc_id": NAME, "form": "10-K", "period_end": "2023-12-31"}
    pl.DataFrame([doc]).write_parquet(folder / "docs.parquet")
    gold = {"doc_id": NAME, "table_index": 1, "statement": "income_statement"}
    (folder / "rows.jsonl").write_text(json.dumps(gold))
    return folder


def written(split: Path, out: Path, monkeypatch) -> bytes:
    monkeypatch.setattr("sys.argv", ["fact_tables", str(split), str(out)])
    fact_tables.main()
    return out.read_bytes()


def test_facts_are_found_where_they_are_printed(split, tmp_path, monkeypatch, capsys):
    first = written(split, tmp_path / "a.jsonl.gz", monkeypatch)
    assert first == written(split, tmp_path / "b.jsonl.gz", monkeypatch)
    (table,) = map(json.loads, gzip.decompress(first).splitlines())
    rows = table.pop("rows")
    assert table == {
        "document": NAME,
        "pdf": f"{NAME}.pdf",
        "form": "10-K",
        "cover_period_end": "2023-12-31",
        "fiscal_year_end": "--12-31",
        "statement": "income_statement",
        "table_index": 1,
        "pages": [1],
        "caption": "In millions",
    }
    assert [(r["page"], r["line"], r["label"]) for r in rows] == [
        (1, 4, "Net sales, after a tax of 7"),
        (1, 5, "Loss"),
        (1, 6, "Per share"),
    ]
    sales, before = rows[0]["cells"]  # the tax in the label is no cell
    assert (sales["start"], sales["end"], sales["printed"]) == (28, 33, "9,978")
    assert (sales["period_start"], sales["period_end"]) == ("2023-01-01", "2023-12-31")
    assert (sales["unit"], sales["scale"], sales["negative"]) == ("USD", 6, False)
    assert (before["start"], before["period_start"], before["period_end"]) == (
        34,
        None,
        "2022-12-31",
    )
    assert before["dims"] == ["a:Axis=a:West"]
    loss, dash = rows[1]["cells"]
    assert loss["negative"] and loss["printed_negative"] and loss["scale"] == 6
    assert dash["printed"] == "—" and dash["scale"] is None and not dash["printed_negative"]
    (eps,) = rows[2]["cells"]
    assert (eps["unit"], eps["scale"], eps["printed"]) == ("USD/shares", 0, "1.25")
    assert "'cells': 5" in capsys.readouterr().out


def test_structure_compares_period_scale_and_sign_of_each_cell(split, monkeypatch):
    tables = list(fact_tables.fact_tables(split, Counter()))
    year = date(2023, 12, 31)

    def read(sheet, rows, elsewhere):
        """Sales right, the loss a thousand times too small and positive, the rest unread."""
        lines = [n for n in sheet.lines if n.text.startswith(("Net sales", "Loss"))]
        made = zip(lines, ((28, 33), (6, 8)), (Decimal("9978E6"), Decimal("12E3")), strict=True)
        return {(n, at[0], "USD"): Cell(n, *at, year, 12, value) for n, at, value in made}

    monkeypatch.setattr(structure, "read", read)
    ((document, table, cells),) = structure.compare(split, tables)
    assert [(c.gold["printed"], c.right, c.scale, c.sign) for c in cells if c.read] == [
        ("9,978", True, True, None),
        ("12", False, False, False),
    ]
    counts = {line[:22].strip(): line[22:].split() for line in structure.report(cells).split("\n")}
    assert counts["periods"] == ["3", "2", "66.67%", "0.00%", "50.00%", "100.00%"]
    told = structure.misses(document, table, cells)
    assert "| In millions" in told and "2023-12-31/12, wrong scale, wrong sign: Loss (12)" in told


def test_what_no_browser_prints_is_no_text():
    text = parse(SOURCE).text
    assert "2022-12-31" not in text and "In millions" in text


def test_sequences_match_around_what_only_one_of_them_has():
    left = [*"abcdefghijkl", "x", *"mnopq"]
    right = ["x", *"abcdefghijkl", "7", *"mnopq", "x"]
    pairs = dict(matched(left, right))
    assert all(left[i] == right[j] for i, j in pairs.items())
    assert len(pairs) == 17 and list(pairs.values()) == sorted(pairs.values())
