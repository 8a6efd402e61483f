"""Laws of the agreement of filings: which are compared, and what is told of those that differ."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from make_records import cell, record
from make_tables import put

from extract_filings.benchmarks.accuracy import agreement
from extract_filings.benchmarks.accuracy.agreement import compared, line
from extract_filings.pipeline.series.figures import Vintage
from extract_filings.pipeline.series.over_time import series

OLD, NEW = date(2019, 12, 31), date(2020, 12, 31)


def told(document: str, end: date, value: str, **more) -> Vintage:
    """Net income of the year to `end`, in millions, as the n-th filing prints it: "x_2"."""
    known = date(2021, 1, 1) + timedelta(int(document[-1]))
    whole = Decimal(value) * 10**6
    of = (document[0], None, "income_statement", "net_income", None, end, 12, whole)
    return Vintage(
        *of, "currency", "USD", document, known, False, 7, value, 0.9, **{"scale": 6} | more
    )


def kinds(*vintages: Vintage) -> list[str]:
    return [c.kind for c in compared(series(vintages))]


def test_every_figure_that_several_filings_print_is_compared_once():
    found = [
        *compared(
            series(
                [
                    *(told("x_1", OLD, "5"), told("x_2", OLD, "5"), told("x_3", OLD, "6")),
                    *(told("x_2", NEW, "9000"), told("x_3", NEW, "9", status="review")),
                    told("y_1", OLD, "7"),
                ]
            )
        )
    ]
    assert sorted(c.kind for c in found) == ["amount", "scale"]
    assert [c.other.document for c in found if c.kind == "amount"] == ["x_3"]
    assert [c.flagged for c in found if c.kind == "scale"] == [True]
    assert line("x", found, 3) == "| x | 3 | 2 | 0.0% | 0 | 1 | 0 | 1 | 1 | 0 |"


def test_rounding_is_no_disagreement():
    assert kinds(told("x_1", OLD, "5.4"), told("x_2", OLD, "5")) == ["right"]


def test_a_figure_is_restated_where_sums_and_words_prove_both():
    one = told("x_1", OLD, "5", label="Net income (loss)", adds_up=True)
    other = replace(told("x_2", OLD, "7"), label="Net income", adds_up=True)
    assert kinds(one, other) == ["restated"]
    assert kinds(one, replace(other, adds_up=False)) == ["amount"]
    assert kinds(one, replace(other, label="Net income of the parent")) == ["amount"]
    assert kinds(one, replace(other, value=one.value * 1000)) == ["scale"]


def test_ends_some_days_apart_are_told():
    assert kinds(told("x_1", date(2019, 12, 28), "5"), told("x_2", OLD, "5")) == ["near"]


def test_the_page_names_values_documents_and_pages(tmp_path, capsys):
    key = (("period_end", OLD), ("months", 12))
    for name, end, value, quote in (("x_1", OLD, "5", "5"), ("x_2", NEW, "5000", "5,000")):
        cover = {"employer_id": "12-3456789", "period_end_date": end, "form_type": "10-K"}
        cells = [cell("filing", (), k, v) for k, v in cover.items()]
        income = cell("income_statement", key, "net_income", Decimal(value) * 10**6, quote, page=7)
        put(tmp_path / "out", record(name, [*cells, income]))
    agreement.main([str(tmp_path / "out")])
    found = capsys.readouterr().out
    assert "| all | 2 | 1 | 0.0% | 0 | 1 | 0 | 0 | 0 | 0 |" in found
    assert (
        "scale    income_statement.net_income 2019-12-31, 12 months: x_1 p.7: 5000000 “5” in “None”"
        ", to 2019-12-31 | x_2 p.7: 5000000000 “5,000”" in found
    )
    agreement.main([str(tmp_path / "out"), "--misses", "0"])
    assert "scale    income" not in capsys.readouterr().out
