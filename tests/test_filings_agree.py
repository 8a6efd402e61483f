"""Laws of the agreement of filings: which are compared, and what is told of those that differ."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from make_records import cell, record
from make_tables import put

from extract_filings.benchmarks.accuracy import agreement
from extract_filings.benchmarks.accuracy.agreement import companies, filings_in, line, pairs

MILLION = 10**6


def year(end: date) -> tuple:
    return (("period_end", end), ("months", 12))


def filing(document: str, number: str | None, *cells: tuple):
    """`cells`: last day of a year, net income in millions, status."""
    cover = [("commission_file_number", number)] if number else []
    income = [
        cell("income_statement", year(end), "net_income", Decimal(n) * MILLION, page=7, status=s)
        for end, n, s in cells
    ]
    return record(document, [*(cell("filing", (), f, v) for f, v in cover), *income])


OLD, NEW = date(2019, 12, 31), date(2020, 12, 31)


def tables(out: Path, *records) -> Path:
    put(out, *records)
    return out


def test_filings_are_of_one_company_by_their_covers_else_by_their_names(tmp_path):
    out = tables(
        tmp_path / "out",
        *(filing(d, n) for d, n in (("a", "1-234"), ("b", "001 234"), ("c", "1234"))),
        *(filing(d, None) for d in ("acme_2019", "acme_2020", "beta_2020")),
    )
    groups = {frozenset(g) for g in companies(filings_in(out))}
    assert groups == {
        *map(frozenset, (["a", "c"], ["b"], ["acme_2019", "acme_2020"], ["beta_2020"]))
    }


def test_each_pair_of_filings_is_compared_where_both_give_a_value(tmp_path):
    out = tables(
        tmp_path / "out",
        filing("x_1", None, (OLD, "5", "found"), (date(2018, 12, 31), "4", "found")),
        filing("x_2", None, (OLD, "5", "found"), (NEW, "9000", "found")),
        filing("x_3", None, (OLD, "6", "found"), (NEW, "9", "check failed: net_income_sum")),
        filing("y_1", None, (OLD, "7", "found")),
    )
    found = [*pairs(filings_in(out))]
    assert sorted(p.kind for p in found) == ["amount", "amount", "right", "scale"]
    assert [p.flagged for p in found if p.kind == "scale"] == [True]
    assert line("x", found, 3) == "| x | 3 | 4 | 25.0% | 1 | 0 | 2 | 1 | 0 |"


def test_ends_some_days_apart_are_told_if_only_one_filing_has_each(tmp_path):
    out = tables(
        tmp_path / "out",
        filing("x_1", None, (date(2019, 12, 28), "5", "found"), (NEW, "8", "found")),
        filing("x_2", None, (date(2019, 12, 31), "5", "found"), (NEW, "-8", "found")),
    )
    assert [p.kind for p in pairs(filings_in(out))] == ["sign", "near"]


def test_the_page_names_values_documents_and_pages(tmp_path, capsys):
    out = tables(
        tmp_path / "out",
        filing("x_1", None, (OLD, "5", "found")),
        filing("x_2", None, (OLD, "5000", "review")),
    )
    agreement.main([str(out)])
    told = capsys.readouterr().out
    assert "| all | 2 | 1 | 0.0% | 1 | 0 | 0 | 1 | 0 |" in told
    assert (
        "scale  income_statement.net_income 2019-12-31, 12 months: x_1 p.7: 5000000 to 2019-12-31"
        " “5” | x_2 p.7: 5000000000 to 2019-12-31 “5,000” | ratio 1000 (flagged)" in told
    )
    agreement.main([str(out), "--misses", "0"])
    assert "scale  income" not in capsys.readouterr().out
