"""Rules beside a schema: errors and warnings, what they may read, a user's own, and that `extract
check` judges tables as extraction did.
"""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make_records import END, PARTS, Q1, Q2, acme, cell, record
from make_tables import put

from extract_filings.pipeline.batch.fingerprint import fingerprint
from extract_filings.pipeline.errors import SchemaError
from extract_filings.pipeline.resolve.rules import rule_score, validate
from extract_filings.pipeline.settings import Settings
from extract_filings.pipeline.status import Status
from extract_filings.pipeline.tables.append import add
from extract_filings.pipeline.tables.failing_rows import failing
from extract_filings.pipeline.tables.frames import Run, tables
from extract_filings.pipeline.tables.summary import summarize
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema

MILLION = Decimal(10**6)
SPECS = {p.name: {f.name: f for f in p.fields} for p in PARTS}
KEYS = {
    "income_statement": [Q1, Q2],
    "balance_sheet": [END, (("period_end", date(2023, 12, 31)),)],
    "cash_flow": [Q1],
    "filing": [()],
}


def statuses(*values, asked=PARTS):
    return [str(v.status) for v in validate(asked, values)]


# severity


def revenues(now: int, before: int):
    return [
        cell("income_statement", key, "revenue", amount * MILLION)
        for key, amount in ((Q1, now), (Q2, before))
    ]


def test_a_jump_of_units_warns_at_both_its_cells_and_fails_no_check():
    assert statuses(*revenues(5000, 5)) == ["check warned: revenue_jump"] * 2
    assert statuses(*revenues(90, 5)) == ["found"] * 2
    made = validate(PARTS, revenues(5000, 5))
    counted = summarize(
        tables([record("a", [*made])], [], PARTS, Run("filing", "toy", "", {})), PARTS
    )
    assert (counted.checks_failed, counted.checks_warned) == (0, 2)  # a row each


def test_the_row_before_is_the_next_older_one_of_the_same_length():
    oldest, half = (
        (("period_end", date(2022, 3, 31)), ("months", 3)),
        (("period_end", date(2023, 12, 31)), ("months", 9)),
    )
    values = [
        cell("income_statement", key, "revenue", amount * MILLION)
        for key, amount in ((Q1, 500), (half, 1), (Q2, 400), (oldest, 5))
    ]
    assert statuses(*values) == [
        "found",
        "found",
        "check warned: revenue_jump",
        "check warned: revenue_jump",
    ]


def test_warnings_stand_behind_what_else_a_status_says_and_laws_alone_weigh():
    forced = replace(revenues(5000, 5)[0], status=Status("forced"))
    assert statuses(forced, revenues(5000, 5)[1])[0] == "forced; check warned: revenue_jump"
    fit, broken = ([*revenues(5000, now)] for now in (5, 4000))
    assert rule_score(PARTS, fit) == rule_score(PARTS, broken) == 0
    negative = [
        cell("balance_sheet", END, f, -v * MILLION)
        for f, v in (("total_assets", 5), ("total_liabilities_and_equity", 9))
    ]
    assert statuses(*negative)[0] == "check failed: balance; check warned: total_assets_sign"
    assert rule_score(PARTS, negative) == -1


@pytest.mark.parametrize(
    "field, good, bad, rule",
    [
        ("employer_id", "52-1234567", "521-234567", "check failed: employer_id_form"),
        ("commission_file_number", "001-12345", "901-12345", "check warned: file_number_form"),
        ("postal_code", "95014-1234", "K1A 0B1", "check failed: postal_code_form"),
        ("phone", "+1 (408) 996-1010", "(408) 96-1010", "check warned: phone_form"),
    ],
)
def test_text_has_its_form(field, good, bad, rule):
    home = cell("filing", (), "state", "California")
    assert statuses(cell("filing", (), field, good), home)[0] == "found"
    assert statuses(cell("filing", (), field, bad), home)[0] == rule


def test_a_canadian_address_has_a_canadian_code():
    assert statuses(
        cell("filing", (), "postal_code", "K1A 0B1"), cell("filing", (), "state", "ON")
    ) == ["found", "found"]


def column(table: str, key: tuple, **amounts: float) -> list:
    return [cell(table, key, f, Decimal(str(a))) for f, a in amounts.items()]


@pytest.mark.parametrize(
    ("form", "months", "broken"),
    [
        ("10-Q", 12, "check failed: income_quarter"),
        ("10-Q", 3, ""),
        ("10-K", 6, "check warned: year"),
        ("20-F", 6, "check warned: year"),
        ("10-KT", 6, ""),
        ("10-K405", 12, ""),
    ],
)
def test_a_form_has_columns_of_its_length_and_all_cells_of_another_are_marked(form, months, broken):
    end = date(2024, 6, 30)
    key = (("period_end", end), ("months", months))
    cover = [cell("filing", (), "form_type", form), cell("filing", (), "period_end_date", end)]
    income = column("income_statement", key, revenue=50, net_income=4)
    told = {str(v.status) for v in validate(PARTS, [*cover, *income])[2:]}
    assert told == {broken or "found"}


@pytest.mark.parametrize("wrong", [Decimal("0.0001"), Decimal(1000_000)])
def test_statements_of_other_magnitudes_are_doubted(wrong):
    sheet = column("balance_sheet", END, total_assets=7_000_000)
    for factor in (1, wrong):
        income = column("income_statement", Q1, revenue=900_000 * factor, net_income=3 * factor)
        flow = column(
            "cash_flow",
            Q1,
            operating_cash_flow=-4 * factor,
            investing_cash_flow=9 * factor,
            financing_cash_flow=500_000 * factor,
        )
        names = [f"check warned: {name}" for name in ("income_size", "flow_size")]
        for name, other in zip(names, (income, flow), strict=True):
            assert statuses(*sheet, *other)[0] == ("found" if factor == 1 else name)


@pytest.mark.parametrize(
    ("eps", "told"), [("1.25", False), ("1250", True), ("0.00125", True), ("3", False)]
)
def test_shares_or_eps_of_another_scale_are_told(eps, told):
    income = column("income_statement", Q1, eps_basic=eps, shares_basic=24_087, net_income=30_109)
    assert ("check warned: eps_basic_scale" in statuses(*income)[0]) == told


def test_minority_interests_may_be_below_nothing():
    def sheet(liabilities: int):
        return column(
            "balance_sheet",
            END,
            total_liabilities=liabilities,
            stockholders_equity=58,
            total_liabilities_and_equity=100,
        )

    assert statuses(*sheet(46))[0] == "found"
    assert statuses(*sheet(100))[0] == "check failed: liabilities"


# a user's own

RULES = """
from extract_filings.schemas.checks import Check, unless
CHECKS = (
    Check("order", "payments", "payments are due one after the other",
          lambda due, due_before: unless(due > due_before)),
    Check("rent", "lease", "the payments add up to the yearly rent",
          lambda annual_rent, amount: annual_rent - sum(amount),
          over="payments", severity="warning"),
    Check("late", "payments", "no payment is due after the end",
          lambda due, end: unless(due <= end)),
)
"""


@pytest.fixture
def lease(tmp_path):
    """A user's schema in a file, rules beside it."""
    path = tmp_path / "rented.py"
    path.write_text((Path(__file__).parent / "lease.py").read_text() + RULES)
    return f"{path}:Lease"


def paid(*payments: tuple[date, int]):
    values = [
        cell("lease", (), "tenant", "Ada"),
        cell("lease", (), "annual_rent", Decimal(20), "20"),
        cell("lease", (), "end", date(2024, 6, 30)),
    ]
    return values + [
        cell("payments", (("row", i),), f, v, str(v))
        for i, (due, amount) in enumerate(payments)
        for f, v in (("due", due), ("amount", Decimal(amount)))
    ]


def test_rules_in_a_users_file_judge_its_rows(lease):
    asked = parts(load_schema(lease))
    values = paid((date(2024, 3, 1), 10), (date(2024, 2, 1), 10), (date(2024, 7, 1), 30))
    told = {(v.field, v.value): str(v.status) for v in validate(asked, values)}
    warned = "check warned: rent"
    assert told["due", date(2024, 3, 1)] == told["due", date(2024, 2, 1)] == "check failed: order"
    assert told["due", date(2024, 7, 1)] == told["end", date(2024, 6, 30)] == "check failed: late"
    assert told["amount", 10] == told["amount", 30] == told["annual_rent", 20] == warned
    assert {
        str(v.status) for v in validate(asked, paid((date(2024, 3, 1), 10), (date(2024, 4, 1), 10)))
    } == {"found"}


def test_a_json_schema_names_the_file_of_its_rules_and_a_change_of_it_is_a_new_key(tmp_path):
    model = load_schema(str(Path(__file__).parent / "lease.py"))
    source = json.loads(json.dumps(model.model_json_schema(), default=lambda cue: {}))
    (tmp_path / "lease.json").write_text(json.dumps(source | {"x-checks": "rules.py"}))
    with pytest.raises(SchemaError, match=r"rules\.py: no such file"):
        load_schema(str(tmp_path / "lease.json"))
    (tmp_path / "rules.py").write_text(RULES)
    name = str(tmp_path / "lease.json")
    assert [c.name for c in parts(load_schema(name))[0].checks] == ["order", "rent", "late"]
    before = fingerprint.__wrapped__(Settings(name))
    (tmp_path / "rules.py").write_text(RULES.replace("order", "sequence"))
    assert fingerprint.__wrapped__(Settings(name)) != before


@pytest.mark.parametrize(
    "rules, message",
    [
        (
            'Check("a", "leases", "", lambda end: 0),',
            "check a: no table leases; there are: lease, payments",
        ),
        (
            'Check("a", "lease", "", lambda ende: 0),',
            "check a: lease has no ende; there are: annual_rent",
        ),
        (
            'Check("a", "lease", "", lambda end: 0), Check("a", "lease", "", lambda end: 0)',
            "check a: another one has this name",
        ),
        ('"a",', r"CHECKS: a is no Check; write CHECKS = \(Check"),
    ],
)
def test_a_rule_that_does_not_fit_its_schema_is_refused(tmp_path, rules, message):
    (tmp_path / "x.py").write_text(
        f"{(Path(__file__).parent / 'lease.py').read_text()}\nfrom "
        f"extract_filings.schemas.checks import"
        f" Check\nCHECKS = ({rules})"
    )
    with pytest.raises(SchemaError, match=message):
        load_schema(str(tmp_path / "x.py"))


def test_a_rule_that_does_not_compute_is_named(tmp_path):
    (tmp_path / "y.py").write_text(
        (Path(__file__).parent / "lease.py").read_text()
        + '\nfrom extract_filings.schemas.checks import Check\nCHECKS = (Check("ratio", '
        '"lease", "", lambda'
        " annual_rent: 1 / (annual_rent - 20)),)"
    )
    with pytest.raises(
        SchemaError,
        match=r"check ratio of lease does not compute on 20 .*; mend it beside the schema",
    ):
        validate(parts(load_schema(str(tmp_path / "y.py"))), paid())


# over the tables


def drawn_cell(table: str, key: tuple, field: str, seed: int):
    spec = SPECS[table][field]
    value = (
        date(2024, 3, 31)
        if spec.type is date
        else (
            Decimal(seed * 10 ** (seed % 9))
            if spec.type is Decimal
            else f"{seed:02d}-{seed * 123457}"
        )
    )
    return cell(table, key, field, value, f"{abs(value):,}" if spec.type is Decimal else None)


FIELDS = [
    (t, k, f) for t, keys in KEYS.items() for k in keys for f in SPECS[t] if not SPECS[t][f].choices
]


@settings(max_examples=25, deadline=None)
@given(seeds=st.lists(st.integers(-40, 99), min_size=len(FIELDS), max_size=len(FIELDS)))
def test_tables_and_extraction_name_the_same_cells(tmp_path_factory, seeds):
    """Tables are written of values that are mostly nonsense, and read again."""
    values = validate(
        PARTS,
        [drawn_cell(*where, seed) for where, seed in zip(FIELDS, seeds, strict=False) if seed % 5],
    )
    out = tmp_path_factory.mktemp("drawn") / "out"
    put(out, record("a", [*values]), record("b", [*values]))
    evidence = pl.read_parquet(out / "evidence" / "*.parquet")
    marked = {
        (d, p, n)
        for d, p, s in evidence.select("document", "path", "status").iter_rows()
        for n in (*Status.parse(s).failed, *Status.parse(s).warned)
    }
    assert {(r["document"], p, r["check"]) for r in failing(out).rows for p in r["cells"]} == marked


def test_check_prints_the_failing_rows_in_three_forms(tmp_path, extract):
    put(tmp_path / "out", acme(), record("good", [*revenues(9, 8)]))
    gap = (
        "/balance_sheet/0/total_assets 5000000000; /balance_sheet/0/total_liabilities_and_equity"
        " 5100000000"
    )
    assert extract("check", tmp_path / "out") == (
        1,
        (
            "acme balance_sheet 2024-03-31: balance (error: total assets = total liabilities and"
            f" equity): {gap}; off by -100000000, 2000000 allowed\n"
        ),
        "2 documents, rules applied 11 times: 1 failed, 0 warned\n",
    )
    row = json.loads(extract("check", tmp_path / "out", "--format", "json")[1])[0]
    assert (row["document"], row["check"], row["severity"], row["gap"]) == (
        "acme",
        "balance",
        "error",
        "-100000000",
    )
    assert row["cells"] == {
        "/balance_sheet/0/total_assets": "5000000000",
        "/balance_sheet/0/total_liabilities_and_equity": "5100000000",
    }
    line = next(
        csv.DictReader(io.StringIO(extract("check", tmp_path / "out", "--format", "csv")[1]))
    )
    assert (line["table"], line["row"], line["cells"]) == ("balance_sheet", "2024-03-31", gap)


def test_tables_that_someone_changed_are_judged_as_they_are(tmp_path, extract):
    """A cell put right without its evidence, another one planted where there is none."""
    put(tmp_path / "out", acme())
    path = tmp_path / "out" / "balance_sheet" / "part-0.parquet"
    frame = pl.read_parquet(path)
    frame.with_columns(
        total_assets=frame["total_liabilities_and_equity"],
        goodwill=pl.lit(-1, frame["goodwill"].dtype),
    ).write_parquet(path)
    code, told, _ = extract("check", tmp_path / "out")
    assert (code, told.split(":")[1].strip()) == (0, "goodwill_sign (warning")


def test_a_rule_added_later_judges_tables_that_are_there(lease, tmp_path, extract):
    rules = Path(lease.partition(":")[0])
    rules.write_text(rules.read_text().replace("due > due_before", "True"))
    values = [
        replace(v, table=v.table) for v in paid((date(2024, 3, 1), 10), (date(2024, 2, 1), 10))
    ]
    asked = parts(load_schema(lease))
    made = tables(
        [replace(record("l", []), values=tuple(values), problems=())],
        [],
        asked,
        Run(lease, "toy", "", {}),
    )
    add(
        {"l": "k"},
        {"l": made}.get,
        tmp_path / "out",
        load_schema(lease),
        {"extract.schema": lease, "extract.schema_version": "1"},
    )
    assert extract("check", tmp_path / "out")[0] == 0
    late = rules.with_name("later.py")
    late.write_text(rules.read_text().replace("unless(True)", "unless(due > due_before)"))
    for part in (tmp_path / "out" / "documents").glob("*.parquet"):
        pl.read_parquet(part).with_columns(schema=pl.lit(f"{late}:Lease")).write_parquet(part)
    code, told, _ = extract("check", tmp_path / "out")
    assert (
        code == 1 and "payments row 2: order (error: payments are due one after the other)" in told
    )
