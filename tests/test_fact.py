"""fact/: every value once, with its keys; the wide tables are views of it."""

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import duckdb
import pandas
import polars as pl
import pytest
from make_records import END, PARTS, Q1, Q2, acme, beta, cell, record
from make_tables import ABOUT, named, put
from pydantic import BaseModel

from extract_filings.pipeline.records import FilingIds, Line, ReadColumn, Record, ShareClass
from extract_filings.pipeline.tables.append import parts_of
from extract_filings.pipeline.tables.decimals import floats
from extract_filings.pipeline.tables.fact import FACT
from extract_filings.pipeline.tables.frames import Frames, Run, completed, tables
from extract_filings.pipeline.tables.parquet import about_of
from extract_filings.schemas.base import Cue, Flow, Part
from extract_filings.schemas.compile import parts

RUN = Run("filing", "embedded", "", {})
YEAR = (("period_end", date(2023, 12, 31)), ("months", 12))


def wide(facts: pl.DataFrame, part: Part) -> list[dict]:
    """The rows of a table as facts tell them: a row each, by what names it, in the order of it."""
    rows: dict[tuple, dict] = {}
    for f in facts.filter(pl.col("table") == part.name).iter_rows(named=True):
        key = (f["document"], f["row_number"], f["period_end"], f["months"])
        typed = next(v for v in (f["value"], f["value_date"], f["value_text"]) if v is not None)
        rows.setdefault(key, {"document": f["document"]})[f["item"]] = typed
    return [*rows.values()]


def told(frames: Frames, part: Part) -> list[dict]:
    """The rows of a table that have a value, without their keys."""
    names = ["document", *(f.name for f in part.fields)]
    rows = frames[part.name].select(names).to_dicts()
    short = [{k: v for k, v in row.items() if v is not None} for row in rows]
    return [row for row in short if len(row) > 1]


def frames_of(*records: Record) -> dict[str, pl.DataFrame]:
    return tables(records, [], PARTS, RUN)


def annual(name: str = "omega") -> Record:
    """A year of which everything is known."""
    made = record(
        name,
        [
            cell("filing", (), "registrant_name", "Omega Inc."),
            cell("filing", (), "form_type", "Form 10-K"),
            cell("filing", (), "period_end_date", date(2023, 12, 31), "December 31, 2023"),
            cell("income_statement", YEAR, "revenue", Decimal(4 * 10**9), "$4.0 billion"),
            cell("income_statement", YEAR, "net_income", Decimal(-97 * 10**6), "(97)"),
            cell("income_statement", YEAR, "eps_basic", Decimal("-0.12345678"), "(0.12345678)"),
            cell("income_statement", YEAR, "interest_expense", Decimal(0), "—"),
            cell("balance_sheet", YEAR[:1], "total_assets", Decimal(9 * 10**9)),
        ],
    )
    head = Line(4, 0, "2023")
    columns = [
        ReadColumn(t, 4, 1, "period", date(2023, 12, 31), m, 0.9, ((head, 0, 4),), None, 6)
        for t, m in (("income_statement", 12), ("balance_sheet", None))
    ]
    columns = [replace(c, currency="EUR") for c in columns]
    ids = FilingIds("0000320193", "0000320193-24-000001")
    return Record(made.document, made.sha256, 9, made.values, made.problems, tuple(columns), ids)


def test_turned_round_the_facts_are_the_tables():
    frames = frames_of(acme(), beta(), annual())
    for part in PARTS:
        assert wide(frames["fact"], part) == told(frames, part), part.name
    assert frames["fact"].height == frames["evidence"].height


def test_a_value_has_everything_that_is_known_of_it():
    f = frames_of(annual())["fact"].filter(pl.col("item") == "net_income").row(0, named=True)
    assert f == {
        "document": "omega",
        "cik": "0000320193",
        "ticker": None,
        "registrant_name": "Omega Inc.",
        "form": "10-K",
        "table": "income_statement",
        "row_number": None,
        "period_start": date(2023, 1, 1),
        "period_end": date(2023, 12, 31),
        "months": 12,
        "weeks": None,
        "fiscal_year": 2023,
        "fiscal_quarter": 4,
        "item": "net_income",
        "value": Decimal(-97 * 10**6),
        "value_float": -97e6,
        "value_date": None,
        "value_text": "-97000000",
        "unit": "currency",
        "currency": "EUR",
        "scale": 6,
        "confidence": 0.9,
        "status": "found",
        "page": 1,
        "line": 3,
        "x0": 10.0,
        "y0": 20.0,
        "x1": 30.5,
        "y1": 28.0,
        "quote": "(97)",
        "path": "/income_statement/0/net_income",
    }


@pytest.mark.parametrize(
    "item, scale, unit",
    [
        ("revenue", 9, "currency"),
        ("eps_basic", 0, "currency/share"),
        ("interest_expense", 6, "currency"),
        ("registrant_name", None, None),
        ("period_end_date", None, None),
    ],
)
def test_the_scale_leads_from_the_print_to_the_value(item, scale, unit):
    f = frames_of(annual())["fact"].filter(pl.col("item") == item).row(0, named=True)
    assert (f["scale"], f["unit"]) == (scale, unit)


def test_dates_words_and_numbers_stand_in_one_set_of_columns():
    facts = frames_of(acme())["fact"].rows_by_key("item", named=True)
    end, name = facts["period_end_date"][0], facts["registrant_name"][0]
    assert (end["value"], end["value_date"], end["value_text"]) == (
        None,
        date(2024, 3, 31),
        "2024-03-31",
    )
    assert (name["value"], name["value_date"], name["value_text"]) == (None, None, "Acme Corp.")
    assert [f["row_number"] for f in facts["title"]] == [0, 1]


def test_columns_and_types_depend_on_no_value():
    for frames in (frames_of(), frames_of(beta()), frames_of(annual())):
        assert dict(frames["fact"].schema) == {c: t for c, (t, _) in FACT.items()}


def test_a_column_s_meaning_is_in_the_files(tmp_path):
    put(tmp_path / "out", annual())
    told = {t: about_of(parts_of(tmp_path / "out" / t)[0]) for t in ("fact", "income_statement")}
    facts, income = (json.loads(about[f"extract.table.{t}"]) for t, about in told.items())
    weeks = "length of the period in weeks, where it is printed in weeks"
    assert facts["columns"]["weeks"] == {"description": weeks, "unit": "weeks"}
    assert income["key"] == ["document", "period_end", "months"]
    assert income["columns"]["cost_of_revenue"]["sign"].startswith("a cost is positive")
    assert "extract.table.income_statement" not in told["fact"]


def test_evidence_joins_a_table_by_plain_columns():
    frames = frames_of(acme(), annual())
    income = frames["income_statement"].select("document", "period_end", "months", "revenue")
    mine = frames["evidence"].filter(pl.col("item") == "revenue")
    joined = income.join(mine, on=["document", "period_end", "months"])
    assert joined.select("revenue", "value").rows() == [
        (v, format(v, "f").split(".")[0]) for v in income["revenue"]
    ]


def test_tables_of_earlier_versions_get_facts_when_they_grow(tmp_path):
    out = tmp_path / "out"
    put(out, named("a"), named("b"))
    for part in parts_of(out / "fact"):
        part.unlink()
    (out / "fact").rmdir()
    for table, old in (("documents", ["cik", "form"]), ("income_statement", ["weeks"])):
        for path in parts_of(out / table):
            pl.read_parquet(path).drop(old).write_parquet(path, metadata=ABOUT)
    put(out, named("c"))
    put(tmp_path / "one", named("a"), named("b"), named("c"))
    both = [pl.read_parquet(o / "fact" / "*.parquet") for o in (out, tmp_path / "one")]
    assert both[0].equals(both[1])


def test_what_follows_from_the_tables_is_made_anew_from_any_state():
    frames = frames_of(acme(), annual())
    again = completed(frames, PARTS)
    assert all(again[name].equals(frame) for name, frame in frames.items())
    changed = frames["filing"].with_columns(form_type=pl.lit("10-Q/A"))
    assert completed({**frames, "filing": changed}, PARTS)["fact"]["form"].unique().to_list() == [
        "10-Q/A"
    ]


def test_a_quotient_of_decimals_is_cut_and_one_of_floats_is_not():
    """What libraries do with Decimal(38, 8); the docs say to take floats."""
    shares = tables([annual()], [], PARTS, RUN)["income_statement"]
    ratio = (pl.col("net_income") / pl.col("eps_basic") / pl.col("revenue")).alias("ratio")
    exact = 97e6 / 0.12345678 / 4e9
    assert shares.select(ratio)["ratio"].dtype == pl.Decimal(38, 8)
    assert float(shares.select(ratio).item()) != exact
    assert floats(shares).select(ratio).item() == pytest.approx(exact, rel=1e-12)
    assert floats(shares)["period_end"].dtype == pl.Date


def test_classes_of_shares_are_facts_behind_those_of_their_document():
    day = date(2024, 4, 26)
    classes = (
        ShareClass("Class A", Decimal(5_000_000), day, Line(1, 9, "5.0 million"), 0, 11),
        ShareClass("Class B", Decimal(1_200), None, Line(1, 10, "1,200"), 0, 5),
    )
    made = replace(acme(), ids=replace(acme().ids, share_classes=classes))
    facts = frames_of(made, beta())["fact"]
    mine = facts.filter(pl.col("table") == "share_class")
    assert mine.select("row_number", "item", "value_text", "scale", "quote").rows() == [
        (0, "title", "Class A", None, "Class A"),
        (0, "shares", "5000000", 6, "5.0 million"),
        (0, "as_of", "2024-04-26", None, None),
        (1, "title", "Class B", None, "Class B"),
        (1, "shares", "1200", 0, "1,200"),
    ]
    assert mine["ticker"].unique().to_list() == ["ACME"] and set(mine["page"]) == {1}
    assert mine["value_date"].to_list()[2] == day and mine["value_float"][1] == 5e6
    assert facts["document"].to_list() == sorted(facts["document"])


def test_floats_of_a_fact_are_its_value(tmp_path):
    put(tmp_path / "out", annual())
    sums = "select sum(value_float), sum(value)::double, typeof(any_value(value_float))"
    found = duckdb.sql(f"{sums} from '{tmp_path}/out/fact/*.parquet'").fetchall()
    assert [*found[0]] == [pytest.approx(12903e6)] * 2 + ["DOUBLE"]


class Rents(Flow):
    rent: Annotated[Decimal | None, Cue(unit="USD")] = None
    weeks: int | None = None


class Lease(BaseModel):
    tenant: str | None = None
    rents: list[Rents] = []


def test_any_schema_has_facts_and_keeps_its_own_items():
    values = (
        cell("lease", (), "tenant", "Omega"),
        cell("rents", Q1, "rent", Decimal(10**6)),
        cell("rents", Q1, "weeks", 12),
    )
    frames = tables([Record("x", "0" * 64, 1, values, ())], [], parts(Lease), RUN)
    rent, weeks = frames["fact"].filter(pl.col("table") == "rents").rows(named=True)
    assert (rent["cik"], rent["form"], rent["fiscal_year"]) == (None,) * 3
    assert (rent["period_start"], rent["value"]) == (date(2024, 1, 1), Decimal(10**6))
    assert (weeks["item"], weeks["value"], weeks["weeks"]) == ("weeks", 12, None)
    assert frames["rents"]["weeks"].to_list() == [12]


def test_quarters_and_days_find_their_rows():
    facts = frames_of(acme())["fact"].filter(pl.col("item").is_in(["revenue", "total_assets"]))
    assert set(facts.select("period_end", "months").iter_rows()) == {
        tuple(v for _, v in Q1),
        tuple(v for _, v in Q2),
        (END[0][1], None),
    }


DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs")
    spent = cell("cash_flow", YEAR, "capital_expenditures", Decimal(12 * 10**6))
    ticker = [
        cell("security", (("row", 0),), "title", "Common Stock"),
        cell("security", (("row", 0),), "trading_symbol", "OMG"),
    ]
    more = [spent, *ticker]
    made = replace(annual(), values=(*annual().values, *more))
    asked = {(v.table, v.field) for v in more}
    made = replace(
        made, problems=tuple(p for p in made.problems if (p.table, p.field) not in asked)
    )
    restated = [
        replace(v, value=v.value * 2) if v.field == "revenue" else v
        for v in made.values
        if v.field != "eps_basic"
    ]
    put(folder / "out", acme(), made, replace(made, document="omega2", values=tuple(restated)))
    return folder / "out"


def blocks(language: str) -> list[str]:
    text = "\n".join((DOCS / page).read_text() for page in ("tables.md", "confidence.md"))
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


@pytest.mark.parametrize("query", blocks("sql"), ids=lambda q: " ".join(q.split())[:40])
def test_the_queries_of_the_docs_run(query, out):
    assert duckdb.sql(query.replace("'out/", f"'{out}/")).fetchall()


def test_the_queries_of_the_docs_say_what_they_should(out):
    margin, spent, *_ = (
        duckdb.sql(q.replace("'out/", f"'{out}/")).fetchall()
        for q in blocks("sql")
        if "margin" in q or "capital_expenditures" in q
    )
    assert (spent[0][0], spent[0][2]) == (12.0, "omega")
    assert margin[0][:2] == ("Omega Inc.", 2023)


def test_the_python_of_the_docs_runs(out, monkeypatch, capsys):
    monkeypatch.chdir(out.parent)
    for code in blocks("python"):
        exec(code, {"pl": pl, "duckdb": duckdb, "pd": pandas})  # noqa: S102  our own docs
    assert "roa" in capsys.readouterr().out
