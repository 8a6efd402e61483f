"""Laws of the samples from real documents: a span prints its value, and what is not sure is not
asked; of the benchmark of any schema: it counts values as people would.
"""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("reportlab")
from reportlab.pdfgen.canvas import Canvas

from extract_filings.benchmarks.accuracy import any_schema
from extract_filings.benchmarks.accuracy.any_schema import Seen, coverage
from extract_filings.pipeline.html.read import read
from extract_filings.training.spans import agreements, filings, sample
from extract_filings.training.spans.agreements import held_out, known
from extract_filings.training.spans.filings import Filing, labels_of, samples
from extract_filings.training.spans.parties import parties
from extract_filings.training.spans.places import MOST, Text, printed_pages
from extract_filings.training.spans.tagged import facts_of

AXIS = "us-gaap:StatementBusinessSegmentsAxis"
MEMBER = f'<d:explicitMember dimension="{AXIS}">a:{{}}Member</d:explicitMember>'


def context(key: str, year: int, member: str = "") -> str:
    segment = f"<x:segment>{MEMBER.format(member)}</x:segment>" if member else ""
    return (
        f'<x:context id="{key}"><x:entity>{segment}</x:entity><x:period><x:startDate>{year}-01-01'
        f"</x:startDate><x:endDate>{year}-12-31</x:endDate></x:period></x:context>"
    )


def number(concept: str, key: str, printed: str) -> str:
    return f'<ix:nonFraction name="us-gaap:{concept}" contextRef="{key}">{printed}</ix:nonFraction>'


def words(concept: str, printed: str, form: str = "") -> str:
    more = f' format="ixt:{form}"' if form else ""
    return f'<ix:nonNumeric name="dei:{concept}" contextRef="y"{more}>{printed}</ix:nonNumeric>'


CONTEXTS = "".join(
    (
        context("y", 2023),
        context("before", 2022),
        context("steel", 2023, "Steel"),
        context("glass", 2023, "Glass"),
    )
)
ROWS = "".join(
    f"<tr><td>{label}</td><td>{cells}</td></tr>"
    for label, cells in (
        ("Steel", number("Revenues", "steel", "700")),
        ("Glass", number("Revenues", "glass", "212")),
        ("Goodwill impairment", number("GoodwillImpairmentLoss", "y", "—")),
    )
)
PAGE = f"""<html xmlns:ix="i" xmlns:x="x" xmlns:d="d"><body>
<div style="display:none"><ix:header>{CONTEXTS}</ix:header></div>
<p>{words("EntityRegistrantName", "Acme Steel Corp")}oration</p>
<p>Period ended {words("DocumentPeriodEndDate", "December 31, 2023")}</p>
<p>Plants last {words("PropertyPlantAndEquipmentUsefulLife", "40", "durwordsen")} years.</p>
<table><tr><td>Rent</td><td>{number("OperatingLeaseCost", "y", "512")}</td>
<td>{number("OperatingLeaseCost", "before", "498")}</td></tr></table>
<table>{ROWS}</table>
<p style="page-break-before:always">Interest expense was
{number("InterestExpense", "y", "33")}, in {words("EntityAddressCityOrTown", "Gary,")} Indiana.</p>
</body></html>"""


@pytest.fixture(scope="module")
def filed(tmp_path_factory) -> Filing:
    path = tmp_path_factory.mktemp("filed") / "acme_10-k.htm"
    path.write_text(PAGE)
    document = read(path)
    return Filing("acme_10-k", printed_pages(document), [*facts_of(document)])


def said(lines: tuple[str, ...], spans: tuple[sample.Span, ...]) -> list[str]:
    text = Text(lines)
    return [text.joined[slice(*text.of(s))] for s in spans]


def test_facts_stand_where_they_are_printed(filed):
    found = {(f.concept, f.text): (f.kind, f.page) for f in filed.facts}
    assert found["entity registrant name", "Acme Steel Corporation"] == ("text", 1)
    assert found["document period end date", "December 31, 2023"] == ("date", 1)
    assert found["property plant and equipment useful life", "40 years"] == ("text", 1)
    assert found["operating lease cost", "498"] == ("number", 1)
    assert found["entity address city or town", "Gary"] == ("text", 2)
    assert not any(f.text == "—" for f in filed.facts)
    for fact in filed.facts:
        assert said(filed.pages[fact.page - 1].lines, (fact.span,)) == [fact.text]


def many(filed: Filing) -> list[sample.Sample]:
    rng, labels = Random(1), labels_of([filed])
    return [s for _ in range(40) for s in samples(filed, labels, rng)]


def test_each_span_prints_a_fact_and_no_absent_field_is_printed(filed):
    made = many(filed)
    texts = {f.text for f in filed.facts}
    asked = [(s, f) for s in made for f in s.fields]
    plain = [(s, f) for s, f in asked if not f.many]
    assert all({*said(s.page.lines, f.spans)} <= texts for s, f in plain)
    assert {bool(f.spans) for _, f in asked} == {True, False}
    assert all(len(s.page.lines) <= MOST and len(s.fields) <= filings.FIELDS for s in made)
    second = [f for s, f in asked if s.page.number == 2 and f.spans]
    assert {t for f in second for t in said(filed.pages[1].lines, f.spans)} == {"33", "Gary"}


def test_of_two_years_the_description_says_the_earlier_one(filed):
    rents = [
        (said(s.page.lines, f.spans), f"{f.name} {f.description}")
        for s in many(filed)
        for f in s.fields
        if not f.many and {"498"} & {*said(s.page.lines, f.spans)}
    ]
    assert rents and all("2022" in text for _, text in rents)
    assert all(spans == ["498"] for spans, _ in rents)


def test_members_of_an_axis_are_rows(filed):
    lists = [
        [(t, s.row) for t, s in zip(said(one.page.lines, f.spans), f.spans, strict=True)]
        for one in many(filed)
        for f in one.fields
        if f.many and f.spans and f.kind == "number"
    ]
    assert lists and all(rows == [("700", 0), ("212", 1)] for rows in lists)


def test_the_same_seed_writes_the_same_samples(filed, tmp_path):
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "acme_10-k.html").write_text(PAGE)
    for name in ("a", "b"):
        filings.main(["--filings", str(tmp_path), "--out", str(tmp_path / name)])
    both = [[*sample.read(tmp_path / name)] for name in ("a", "b")]
    assert both[0] == both[1] and both[0]


# Agreements

TEXT = Text(
    (
        "This Agreement is made as of the 3rd day of May, 2016 by and between ACME HOLDINGS &",
        "SONS LIMITED, a Delaware corporation, and Kite Pharma, Inc. (“Kite”).",
        "For two (2) years neither party shall solicit employees. This Agreement shall terminate",
        "three years after its date. It is governed by the laws of the State of Delaware.",
    )
)
GOLD = {
    "document": "d",
    "party": ["Acme Holdings and Sons Ltd.", "Kite Pharma Inc."],
    "jurisdiction": "Delaware",
    "effective_date": "2016-05-03",
    "term": "3 years",
}


def pages_of(text: Text) -> list[sample.PrintedPage]:
    return [sample.PrintedPage(tuple(text.lines), ())]


def test_gold_is_found_as_contracts_print_it():
    found = known(GOLD, pages_of(TEXT), Counter())
    shown = {name: said(tuple(TEXT.lines), tuple(spans[1])) for name, spans in found.items()}
    assert shown == {
        "party": ["ACME HOLDINGS & SONS LIMITED", "Kite Pharma, Inc."],
        "jurisdiction": ["Delaware"],
        "effective_date": ["3rd day of May, 2016"],
        "term": ["three years"],
    }
    assert found["jurisdiction"][1][0].line == 3 and [s.row for s in found["party"][1]] == [0, 1]


def test_what_gold_has_and_no_page_prints_is_unknown():
    lost = Counter()
    gold = GOLD | {"term": "2 years", "party": ["Acme Holdings and Sons Ltd.", "Nobody Inc."]}
    assert {*known(gold, pages_of(TEXT), lost)} == {"jurisdiction", "effective_date"}
    assert lost == {"term": 1, "party": 1}
    assert known(GOLD | {"term": None}, pages_of(TEXT), lost)["term"] == {}


def test_a_name_without_its_legal_form_counts_where_none_has_it():
    text = Text(("Kite Pharma agrees with Nike, Inc. Nike may disclose.",))
    found = parties(["Kite Pharma Inc.", "Nike Inc."], [text])[1]
    assert said(tuple(text.lines), tuple(found)) == ["Kite Pharma", "Nike, Inc."]


def drawn(path: Path, lines: list[str]) -> None:
    canvas = Canvas(str(path))
    for n, line in enumerate(lines):
        canvas.drawString(50, 780 - 14 * n, line)
    canvas.save()


def test_agreements_of_a_folder_become_samples_but_for_those_held_out(tmp_path):
    (tmp_path / "pdf").mkdir()
    names = [f"n{i}" for i in range(20)]
    for name in names:
        drawn(tmp_path / "pdf" / f"{name}.pdf", [*TEXT.lines])
    lines = (json.dumps(GOLD | {"document": name}) for name in names)
    (tmp_path / "gold.jsonl").write_text("\n".join(lines))
    agreements.main(["--forms", str(tmp_path), "--out", str(tmp_path / "out")])
    made = [*sample.read(tmp_path / "out")]
    kept = [n for n in names if not held_out(n)]
    assert 0 < len(kept) < len(names) and len(made) == agreements.TIMES * len(kept)
    terms = [
        said(s.page.lines, f.spans) for s in made for f in s.fields if f.kind == "date" and f.spans
    ]
    assert terms and all(t == ["3rd day of May, 2016"] for t in terms)


# The benchmark

SCHEMA = """
from datetime import date
from pydantic import BaseModel, Field
class Note(BaseModel):
    due: date | None = Field(None, description="day on which payment is due")
    amount: int | None = Field(None, description="amount to be paid")
"""


def test_values_are_counted_by_field():
    seen = Seen()
    seen.add(
        {"document": "a", "due": "2020-02-19", "who": ["A Co.", "B"]},
        [("due", "02/19/20", 0.9), ("who", "A. Co", 0.8), ("who", "C", 0.2)],
    )
    seen.add({"document": "b", "due": None, "who": ["A Co."]}, [("due", date(2020, 1, 1), 0.5)])
    assert seen.counts["due"] == Counter(gold=1, right=1, given=2, absent=1, invented=1)
    assert "True" not in str(seen) and "False" not in str(seen)
    assert seen.counts["who"] == Counter(gold=3, right=1, given=2)
    assert coverage(seen.judged) == (2, 0.8)


def test_one_value_given_twice_is_right_once():
    seen = Seen()
    seen.add({"who": ["A"]}, [("who", "A", 0.3), ("who", "A", 0.9)])
    assert sorted(seen.judged) == [(0.3, False), (0.9, True)]


def test_without_a_model_words_in_common_find_values(tmp_path, capsys):
    lines = [
        "Signed on January 5, 2021",
        "Payment is due on March 2, 2021",
        "Amount to be paid: 700",
    ]
    drawn(tmp_path / "n.pdf", lines)
    (tmp_path / "note.py").write_text(SCHEMA)
    gold = {"document": "n", "due": "2021-03-02", "amount": 700}
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold))
    schema = f"{tmp_path / 'note.py'}:Note"
    any_schema.main([str(tmp_path / "gold.jsonl"), str(tmp_path), "--schema", schema, "--floor"])
    total = next(n for n in capsys.readouterr().out.splitlines() if "TOTAL" in n)
    assert total.split(" | ")[1:5] == ["2", "2", "2", "100.0%"]
