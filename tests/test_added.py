"""Laws of rows that people add: the schema judges their keys, the page their values; they last, and
can be removed.
"""

import json
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from make_tables import bytes_of
from review_case import (
    COST,
    FIXED,
    GROSS,
    NAME,
    PDF,
    RUN,
    clicked,
    corrections,
    decided,
    in_row,
    new_row,
    record,
    row,
    rows,
    value,
)

from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.gold.align import placed
from extract_filings.pipeline.gold.answers import told
from extract_filings.pipeline.gold.pages import labeled_pages
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.records import Record, Value
from extract_filings.pipeline.resolve.merge import problems
from extract_filings.pipeline.resolve.rules import validate
from extract_filings.pipeline.tables.append import add, compact
from extract_filings.pipeline.tables.frames import about, tables
from extract_filings.pipeline.tables.instance import assemble, faults
from extract_filings.pipeline.tables.write import write
from extract_filings.pipeline.text.parse import typed_value
from extract_filings.schemas.compile import parts
from extract_filings.schemas.credit_agreement import Agreement
from extract_filings.schemas.filing import Filing

BALANCE, TOTAL = "balance_sheet", "/balance_sheet/0/total_assets"
FIRST, SECOND = (f"added 2026-03-01T08:00:00.00{n}Z" for n in range(2))
AGREEMENT = Path(__file__).parents[1] / "examples" / "credit_agreement"
CONTRACT = AGREEMENT / "pdf" / "agreement0000.pdf"


def balance(out, more=()):
    """The balance sheet's newest date, which the tables lack, with its total."""
    new = new_row(out, BALANCE, "2012-12-30")
    return [new, in_row(new, "total_assets", "24778000000", **clicked("$24,778", 5, 17)), *more]


def without_reviews(out):
    return {name: data for name, data in bytes_of(out).items() if "reviews" not in str(name)}


def test_an_added_period_is_a_row_whose_values_are_read_from_the_page(out, review):
    """No other value of the table tells its scale, so the page does: (in millions)."""
    assert review(*balance(out)) == (
        0,
        f"{out}: 0 accepted, 1 corrected, 0 rejected, 1 row added, 0 refused\n",
        "",
    )
    [made] = rows(out, BALANCE)
    assert {k: v for k, v in made.items() if v is not None} == {
        "document": NAME,
        "period_end": date(2012, 12, 30),
        "total_assets": Decimal(24778 * 10**6),
    }
    assert {k: row(out, TOTAL)[k] for k in ("value", "quote", "page", "status")} == {
        "value": "24778000000",
        "quote": "$24,778",
        "page": 5,
        "status": "corrected",
    }
    assert {
        r["path"]: (r["reason"], r["detail"])
        for r in rows(out, "problems")
        if r["table"] == BALANCE
    }["/balance_sheet/0/goodwill"] == ("not found", "in a row that a person added")


def test_who_added_it_is_kept(out, review):
    review(*balance(out))
    assert [
        (r["path"], r["row"], r["verdict"], r["who"], r["state"]) for r in rows(out, "reviews")
    ] == [
        ("/balance_sheet/0/", "2012-12-30", "add", "Ann", "holds"),
        (TOTAL, "2012-12-30", "correct", "Ann", "holds"),
    ]


def test_a_newer_period_stands_before_and_moves_the_evidence_of_the_others(out, review):
    new = new_row(out, "income_statement", "2013-03-31, 3 months")
    review(
        decided(out, COST, "correct", **FIXED),
        new,
        in_row(new, "revenue", "6847000000", **clicked("$6,847", 3, 11)),
    )
    assert [r["period_end"].year for r in rows(out, "income_statement")] == [2013, 2012]
    assert (
        row(out, "/income_statement/1/cost_of_revenue")["value"],
        row(out, "/income_statement/0/revenue")["value"],
    ) == ("3081000000", "6847000000")
    assert {r["path"] for r in rows(out, "reviews") if r["row"] == "2012-12-30, 3 months"} == {
        "/income_statement/1/cost_of_revenue"
    }


def test_laws_are_judged_with_the_new_row(out, review):
    code, _, stderr = review(
        *balance(
            out,
            [
                in_row(
                    new_row(out, BALANCE, "2012-12-30"),
                    "total_liabilities_and_equity",
                    "8989000000",
                    **clicked("$8,989", 5, 31),
                )
            ],
        )
    )
    assert code == 0 and f"{NAME}{TOTAL}: corrected, check failed: balance" in stderr


def test_applied_twice_and_after_a_later_run_it_is_the_same_to_the_byte(out, review, tmp_path):
    review(*balance(out), decided(out, GROSS, "accept"))
    before = bytes_of(out)
    assert (
        "0 corrected, 0 rejected, 0 refused" in review(files=[tmp_path / "0.json"])[1]
        and bytes_of(out) == before
    )
    write([record()], [], Filing, out, RUN)
    assert bytes_of(out) == before


def test_entries_of_several_people_stand_where_they_are_printed_in_any_order(
    out, extract, tmp_path
):
    files = []
    for who, name, quote in (("Bob", SECOND, "NASDAQ"), ("Ann", FIRST, "TAH")):
        new = new_row(out, "security", name)
        files.append(
            corrections(
                tmp_path / f"{who}.json",
                new,
                in_row(
                    new,
                    "exchange" if who == "Bob" else "trading_symbol",
                    quote,
                    **clicked(quote, 1, 20),
                ),
                who=who,
            )
        )
    for n, order in enumerate(([[files[0]], [files[1]]], [[files[1]], [files[0]]], [files])):
        write([record()], [], Filing, tmp_path / f"out{n}", RUN)
        for some in order:
            assert extract("apply", *some, tmp_path / f"out{n}", "--pdf", PDF)[0] == 0
    assert bytes_of(tmp_path / "out0") == bytes_of(tmp_path / "out1") == bytes_of(tmp_path / "out2")
    assert [(r["trading_symbol"], r["exchange"]) for r in rows(tmp_path / "out0", "security")] == [
        ("TAH", None),
        ("TAH", None),
        (None, "NASDAQ"),
    ]


def test_a_later_run_that_finds_the_row_itself_adds_none_and_keeps_the_cells(out, review):
    review(*balance(out))
    document = read(PDF)
    found = [
        value(document, BALANCE, (("period_end", date(2012, 12, 30)),), f, Decimal(v), q, 5, n)
        for f, v, q, n in (("total_assets", 1, "24,778", 17), ("inventory", 2605, "2,605", 10))
    ]
    values = (*record().values, *found)
    better = replace(record(), values=values, problems=problems(parts(Filing), values))
    write([better], [], Filing, out, RUN)
    assert [(r["total_assets"], r["inventory"]) for r in rows(out, BALANCE)] == [
        (24778 * 10**6, 2605)
    ]
    assert [r["state"] for r in rows(out, "reviews")] == ["overruled", "found", "holds"]
    assert (
        review(decided(out, GROSS, "accept"))[0] == 0 and rows(out, BALANCE)[0]["inventory"] == 2605
    )


def test_it_waits_for_its_file(out, review):
    review(*balance(out))
    write([replace(record(), sha256="f" * 64)], [], Filing, out, RUN)
    assert rows(out, BALANCE) == [] and {r["state"] for r in rows(out, "reviews")} == {"waits"}
    write([record()], [], Filing, out, RUN)
    assert rows(out, BALANCE)[0]["total_assets"] == 24778 * 10**6


def test_a_removed_row_leaves_the_tables_as_they_were(out, review, tmp_path):
    before = without_reviews(out)
    new = new_row(out, BALANCE, "2012-12-30")
    review(*balance(out))
    removal = new | {"action": "remove", "when": "2026-03-02T00:00:00.000Z"}
    assert review(removal)[1].endswith("0 rejected, 1 row removed, 0 refused\n")
    assert without_reviews(out) == before and [r["state"] for r in rows(out, "reviews")] == [
        "overruled",
        "holds",
        "overruled",
    ]
    assert (
        "0 corrected" in review(files=[tmp_path / "0.json"])[1] and without_reviews(out) == before
    )
    review(new | {"when": "2026-03-03T00:00:00.000Z"})
    assert [r["total_assets"] for r in rows(out, BALANCE)] == [None]


@pytest.mark.parametrize(
    ("table", "name", "action", "why"),
    [
        (
            BALANCE,
            "2012-02-30",
            "add",
            "'2012-02-30' is no period_end (day is out of range for month)",
        ),
        (BALANCE, "20121230", "add", "'20121230' is no period_end that the schema allows"),
        (BALANCE, "", "add", "'' is no period_end"),
        (BALANCE, "2012-12-30, 3 months", "add", "its rows are named by period_end\n"),
        (
            "income_statement",
            "2011-12-25, 0 months",
            "add",
            "'0' is no months that the schema allows, minimum 1, maximum 99",
        ),
        ("income_statement", "2011-12-25, 100 months", "add", "'100' is no months"),
        ("income_statement", "2011-12-25, 03 months", "add", "'03' is no months"),
        ("income_statement", "2011-12-25", "add", "its rows are named by period_end and months"),
        (
            "income_statement",
            "2012-12-30, 3 months",
            "add",
            "the tables have a row 2012-12-30, 3 months already; correct its cells",
        ),
        ("security", "row 2", "add", "'row 2' names no new entry of security"),
        ("security", f"{FIRST} in row 1", "add", "names no new entry of security"),
        (
            "filing",
            "",
            "add",
            "'' names no row of filing; its rows are named by nothing, there is one",
        ),
        ("weather", "row 1", "add", "names no table to which a row can be added"),
        (
            "income_statement",
            "2011-12-25, 3 months",
            "remove",
            "there is no row '2011-12-25, 3 months'",
        ),
    ],
)
def test_a_row_that_the_schema_does_not_allow_is_refused_and_changes_nothing(
    out, review, table, name, action, why
):
    before = bytes_of(out)
    code, _, stderr = review(new_row(out, table, name, action))
    assert code == 1 and why in stderr and stderr.count("\n") == 1 and bytes_of(out) == before


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"value": "24778000"}, "“$24,778” reads as 24778000000, and the corrections say 24778000"),
        ({"line": 16}, "does not stand at that place of page 5, line 16"),
        ({"row": "2011-12-30"}, "the tables have no such cell in a row '2011-12-30'"),
        ({"path": "/balance_sheet/-/weather"}, "the tables have no such cell"),
        ({"was": "1"}, "holds nothing, and the reviewer saw 1"),
    ],
)
def test_a_cell_of_a_new_row_must_stand_on_the_page(out, review, more, why):
    new, cell = balance(out)
    code, stdout, stderr = review(new, cell | more)
    assert (
        code == 1
        and why in stderr
        and stderr.count("\n") == 1
        and "1 row added, 1 refused" in stdout
    )
    assert rows(out, BALANCE)[0]["total_assets"] is None


def test_cells_of_a_refused_row_are_refused_too(out, review):
    new = new_row(out, BALANCE, "2012-13-30")
    code, _, stderr = review(
        new, in_row(new, "total_assets", "24778000000", **clicked("$24,778", 5, 17))
    )
    assert code == 1 and stderr.count("(row 2012-13-30)") == 2


def test_tables_that_grow_or_are_compacted_keep_it_and_diff_tells_it(
    out, review, extract, tmp_path
):
    shutil.copytree(out, tmp_path / "before")
    review(*balance(out))
    assert "balance_sheet" in extract("diff", tmp_path / "before", out)[1]
    asked = parts(Filing)
    add(
        {NAME: "new", "zebra": "k"},
        lambda name: tables([replace(record(), document=name)], [], asked, RUN),
        out,
        Filing,
        about("filing", asked),
    )
    assert (
        compact(out)[1] >= 8
        and [r["document"] for r in rows(out, BALANCE)] == [NAME]
        and row(out, TOTAL)["value"] == "24778000000"
    )
    assert extract("check", out)[0] == 1  # the mistake that the tables hold


def test_an_added_row_is_gold(out, review, extract, tmp_path):
    review(*balance(out))
    assert extract("apply", tmp_path / "0.json", out, "--pdf", PDF, "--gold", tmp_path / "gold")[
        1
    ].endswith("1 reviewed cells as gold\n")
    assert extract("eval", out, tmp_path / "gold" / "gold.parquet")[1].splitlines()[-1].split()[
        :2
    ] == ["TOTAL", "1"]
    assert pl.read_parquet(tmp_path / "gold" / "docs.parquet")["balance_sheet_pages"].to_list() == [
        [5]
    ]


# A list in a list

LENDERS = "facilities_lenders"
LENDER, AMOUNT = ("Zephyrine Bank, National Association", 33, 7), ("$20,000,000", 33, 7)


@pytest.fixture(scope="module")
def agreement():
    """A credit agreement of which all is found that its gold has, but one of the revolving
    facility's lenders.
    """
    document, asked, facts = (
        read(CONTRACT),
        parts(Agreement),
        pl.read_parquet(AGREEMENT / "gold.parquet").to_dicts(),
    )
    homes = {f["row_index"]: int(f["value"]) for f in facts if f["item"] == "parent_row"}
    values = []
    for page in sorted({f["page"] for f in facts if f["printed"]}):
        lines = document.pages[page - 1]
        for fact, (at, start, end) in placed(
            lines, [f for f in facts if f["page"] == page and f["printed"]]
        ):
            row, spec = (
                fact["row_index"],
                next(
                    f
                    for p in asked
                    for f in p.fields
                    if (p.name, f.name) == (fact["section"], fact["item"])
                ),
            )
            key = (
                ()
                if row is None
                else (("row", row),)
                + (("parent_row", homes.get(row)),) * (fact["section"] == LENDERS)
            )
            values.append(
                Value(
                    fact["section"],
                    key,
                    spec.name,
                    typed_value(spec, fact["value"]),
                    lines[at].text[start:end],
                    lines[at],
                    start,
                    end,
                    0.9,
                )
            )
    values = validate(
        asked,
        sorted(
            (v for v in values if v.table != LENDERS or dict(v.key)["row"] != 1),
            key=lambda v: v.key,
        ),
    )
    return Record(
        document.name,
        document.sha256,
        len(document.pages),
        values,
        problems(asked, values) + faults(Agreement, asked, assemble(asked, values)),
    )


@pytest.fixture
def deal(agreement, tmp_path):
    write([agreement], [], Agreement, tmp_path / "deal", replace(RUN, schema="credit_agreement"))
    return tmp_path / "deal"


@pytest.fixture
def sign(extract, tmp_path, deal):
    """sign(items..., --words) -> what `extract apply` printed"""
    return lambda *items, more=(): extract(
        "apply",
        corrections(tmp_path / "deal.json", *items),
        deal,
        "--pdf",
        AGREEMENT / "pdf",
        *more,
    )


def lender(deal, name):
    new = new_row(deal, LENDERS, name)
    return [
        new,
        in_row(new, "lender", LENDER[0], **clicked(*LENDER, CONTRACT)),
        in_row(new, "amount", "20000000", **clicked(*AMOUNT, CONTRACT)),
    ]


def test_cells_of_a_list_in_a_list_are_accepted_corrected_and_rejected(deal, sign):
    path = "/facilities_lenders/{}/amount".format
    assert row(deal, path(1))["status"] == "check failed: commitments"
    wrong = decided(deal, path(1), "correct", value="20000000", **clicked(*AMOUNT, CONTRACT))
    assert sign(decided(deal, path(0), "accept"), wrong, decided(deal, path(3), "reject"))[
        1
    ].endswith("1 accepted, 1 corrected, 1 rejected, 0 refused\n")
    assert [(r["parent_row"], r["amount"]) for r in rows(deal, LENDERS)] == [
        (0, 25 * 10**6),
        (0, 20 * 10**6),
        (1, 75 * 10**6),
        (1, None),
    ]
    assert (
        row(deal, path(1))["status"] == "corrected, check failed: commitments"
        and row(deal, path(2))["status"] == "found"
    )


def test_an_entry_is_added_to_the_row_around_it(deal, sign):
    name = f"{FIRST} in row 1"
    assert sign(*lender(deal, name)) == (
        0,
        f"{deal}: 0 accepted, 2 corrected, 0 rejected, 1 row added, 0 refused\n",
        "",
    )
    assert [(r["parent_row"], r["amount"]) for r in rows(deal, LENDERS)][:3] == [
        (0, 25 * 10**6),
        (0, 20 * 10**6),
        (0, 40 * 10**6),
    ]
    assert {row(deal, f"/facilities_lenders/{n}/amount")["status"] for n in (0, 2)} == {
        "found"
    }  # the commitments add up again
    assert {(r["path"], r["state"]) for r in rows(deal, "reviews")} == {
        (f"/facilities_lenders/1/{f}", "holds") for f in ("", "lender", "amount")
    }


def test_a_row_that_is_removed_takes_along_those_in_it(deal, sign):
    before = without_reviews(deal)
    facility = new_row(deal, "facilities", FIRST)
    assert sign(facility, *lender(deal, name := f"{SECOND} in {FIRST}"))[0] == 0
    assert [r["row"] for r in rows(deal, "facilities")] == [0, 1, 2] and [
        r["parent_row"] for r in rows(deal, LENDERS)
    ] == [0, 2, 0, 1, 1]
    sign(facility | {"action": "remove", "when": "2026-03-02T00:00:00.000Z"})
    assert without_reviews(deal) == before and {
        r["state"] for r in rows(deal, "reviews") if r["row"] == name
    } == {"overruled"}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (f"{FIRST} in row 3", "facilities has no row 'row 3' in which it could lie"),
        (FIRST, "names no new entry of facilities_lenders"),
    ],
)
def test_an_entry_without_a_row_around_it_is_refused(deal, sign, name, why):
    code, stdout, stderr = sign(*lender(deal, name))
    assert code == 1 and why in stderr and "0 corrected, 0 rejected, 3 refused" in stdout


def test_gold_of_a_list_in_a_list_says_in_which_row_each_lies(deal, sign, extract, tmp_path):
    assert sign(*lender(deal, f"{FIRST} in row 1"), more=("--gold", tmp_path / "gold"))[0] == 0
    want, got = (
        pl.read_parquet(folder / "gold.parquet").filter(pl.col.section == LENDERS)
        for folder in (AGREEMENT, tmp_path / "gold")
    )
    same = ["item", "value", "printed", "row_index", "page"]
    assert (
        got.with_columns(pl.col.printed.str.strip_chars("$")).select(same).rows()
        == want.select(same).rows()
    )
    assert got.filter(pl.col.suspect.is_null()).select("item", "row_index").rows() == [
        ("lender", 1),
        ("amount", 1),
        ("parent_row", 1),
    ]
    assert extract("eval", deal, tmp_path / "gold" / "gold.parquet")[1].splitlines()[-1].split()[
        :4
    ] == ["TOTAL", "3", "3", "0"], "two cells, and that it lies in the first facility"


def test_what_a_model_should_say_is_learnt_from_that_gold(deal, sign, tmp_path):
    sign(*lender(deal, f"{FIRST} in row 1"), more=("--gold", tmp_path / "gold"))
    asked = parts(Agreement)
    part = next(p for p in asked if p.name == LENDERS)
    [page] = [s for s in labeled_pages(tmp_path / "gold", asked) if s.chunk.page == 33]
    _, answer = told(page.page, Passage((page.chunk,)), part)
    assert [row["lender"] for row in json.loads(answer)[part.own_name]] == [
        "Northgate Bank AG",
        LENDER[0],
        "Ostrava Bank, National Association",
        "Ostrava Bank, National Association",
        "Northgate Bank AG",
    ]


FOUND = "2012-12-30, 3 months"


def moved(out, name: str):
    """The column of the income statement that was found, as one of another period."""
    old = new_row(out, "income_statement", FOUND, "remove", "2026-03-01T11:00:00.000Z")
    new = new_row(out, "income_statement", name)
    return [new, in_row(new, "revenue", "6847000000", **clicked("$6,847", 3, 11)), old]


def test_a_period_that_was_found_is_removed_and_a_later_run_does_not_bring_it_back(out, review):
    done = review(*moved(out, "2011-12-25, 3 months"))
    assert done[1] == (
        f"{out}: 0 accepted, 1 corrected, 0 rejected, 1 row added, 1 row removed, 0 refused\n"
    )
    write([record()], [], Filing, out, RUN)
    [only] = rows(out, "income_statement")
    assert (only["period_end"], only["revenue"], only["cost_of_revenue"]) == (
        date(2011, 12, 25),
        6847 * 10**6,
        None,
    )
    assert {r["verdict"]: r["state"] for r in rows(out, "reviews")} == {
        "add": "holds",
        "correct": "holds",
        "remove": "holds",
    }
    assert not [r for r in rows(out, "evidence") if r["path"] == COST]
    facts = [r for r in rows(out, "fact") if r["table"] == "income_statement"]
    assert {str(r["period_end"]) for r in facts} == {"2011-12-25"}


def test_a_period_whose_year_the_page_does_not_print_is_forged(out, review):
    code, _, stderr = review(*moved(out, "2031-12-25, 3 months")[:2])
    assert code == 1 and "no word of page 3 is of the year of the period 2031-12-25" in stderr


@pytest.mark.parametrize(
    ("scale", "value", "why"),
    [
        (0, "3081", ""),
        (9, "3081000000000", "amounts times 10^9: neither page 3 nor the one before says so"),
        (0, "3081000000", "reads as 3081, and the corrections say 3081000000"),
    ],
)
def test_a_scale_that_a_person_gives_must_be_printed(out, review, scale, value, why):
    code, _, stderr = review(decided(out, COST, "correct", **FIXED | {"value": value}, scale=scale))
    assert code == bool(why) and why in stderr
    assert rows(out, "income_statement")[0]["cost_of_revenue"] == (
        2317 * 10**6 if why else Decimal(value)
    )
