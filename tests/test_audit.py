"""Counterfactuals of documents: what is exchanged, that the embedded model does not care, and that
a model that does is caught.
"""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from make_records import PARTS, cell, record

from extract_filings.cli import review as command
from extract_filings.pipeline.audit.audit import CachingEngine, audit, compare
from extract_filings.pipeline.audit.counterfactuals import (
    AXES,
    DATA,
    Counterfactual,
    Word,
    _cuts,
    counterfactuals,
)
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.pdf.boxes import boxes
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.records import NONE, Document, Line
from extract_filings.pipeline.settings import Settings
from extract_filings.training.synth import generate
from extract_filings.training.synth.filing.print import registrant


def document(*lines: str) -> Document:
    return Document(
        "a.pdf", "a", "0", "pdfium", (tuple(Line(1, n, text) for n, text in enumerate(lines)),)
    )


def found(doc: Document, field: str, words: str, value=None):
    """The document's own record of a cover field."""
    line = next(n for n in doc.pages[0] if words in n.text)
    start = line.text.index(words)
    return replace(
        cell("filing", (), field, value or words, words),
        line=line,
        start=start,
        end=start + len(words),
    )


def made(doc: Document, axis: str, values=(), count: int = 1) -> dict[str, list[str]]:
    return {
        t.name: [n.text for n in t.document.pages[0]]
        for t in counterfactuals(doc, values, [axis], count, seed=0)
    }


# what is exchanged


def test_places_are_exchanged_alike_in_all_their_forms_but_not_exchanges_and_the_sec():
    doc = document(
        "Washington, D.C. 20549",
        "Ohio 34-1234567",
        "OHIO",
        "Akron, Ohio 44308",
        "New York Stock Exchange",
        "ohioan",
    )
    told = made(
        doc, "place", [found(doc, "city", "Akron"), found(doc, "state_of_incorporation", "Ohio")]
    )
    first, state, capitals, town, exchange, last = told["place 1"]
    assert (first, exchange, last) == (
        "Washington, D.C. 20549",
        "New York Stock Exchange",
        "ohioan",
    )
    name = state.removesuffix(" 34-1234567")
    assert name in DATA["words"]["state"] and name != "Ohio" and capitals == name.upper()
    assert town.endswith(f", {name} 44308") and town.partition(",")[0] in DATA["into"]["city"]
    assert (
        told["place unknown"][1:4] == ["Unknown 34-1234567", "UNKNOWN", "Unknown, Unknown 44308"]
        and told["place blank"][3] == "____, ____ 44308"
    )


def test_what_is_a_common_word_or_an_abbreviation_or_a_state_too_is_exchanged_only_at_its_spot():
    doc = document(
        "Orange, CA 92868", "Orange peel of CA and orange juice", "Delaware", "Delaware, Ohio"
    )
    told = made(doc, "place", [found(doc, "city", "Orange"), found(doc, "state", "CA")])["place 1"]
    assert (
        told[1] == doc.pages[0][1].text
        and not told[0].startswith("Orange")
        and told[0].split()[-2] in DATA["words"]["state"].values()
    )
    town = replace(found(doc, "city", "Delaware"), line=doc.pages[0][3])
    told = made(doc, "place", [town])["place 1"]
    assert told[3].partition(",")[0] in DATA["into"]["city"] and told[2] in DATA["words"]["state"]


def test_a_country_of_incorporation_leaves_the_address_alone():
    doc = document("Ohio 34-1234567", "Akron, Ohio 44308", "an Ohio corporation")
    at_home = replace(found(doc, "state", "Ohio"), line=doc.pages[0][1], start=7, end=11)
    told = made(doc, "country", [found(doc, "state_of_incorporation", "Ohio"), at_home])[
        "country 1"
    ]
    country = told[0].removesuffix(" 34-1234567")
    assert country in DATA["into"]["country"] and told[1:] == [
        "Akron, Ohio 44308",
        f"an {country} corporation",
    ]


def test_currencies_change_words_and_signs_and_no_digit():
    told = made(
        document("(In millions of U.S. dollars)", "Net sales $ 9,978 $(1,257)"), "currency"
    )["currency 1"]
    assert told[0].removeprefix("(In millions of ").removesuffix(")") in DATA["into"]["currency"]
    sign = told[1][10]
    assert sign in DATA["into"]["sign"] and told[1] == f"Net sales {sign} 9,978 {sign}(1,257)"


def test_a_company_changes_its_charter_name_and_its_short_one():
    doc = document(
        "ACME TOOLS, INC.", "Net income attributable to Acme Tools 5", "tools by Acme Tools"
    )
    told = made(doc, "name", [found(doc, "registrant_name", "ACME TOOLS, INC.")])["name 1"]
    full = next(n for n in DATA["into"]["company"] if told[0] in (n, n.upper()))
    assert told[1].endswith("attributable to Acme Tools 5")  # in capitals is all the record has
    doc = document("Acme Tools, Inc.", "Net income attributable to Acme Tools 5")
    assert (
        made(doc, "name", [found(doc, "registrant_name", "Acme Tools, Inc.")])["name 1"][1]
        == f"Net income attributable to {DATA['into']['company'][full]} 5"
    )


def test_the_same_seed_makes_the_same_counterfactuals_and_another_one_others():
    doc = document("Ohio 34-1234567", "Chicago")

    def lines(seed: int) -> list[str]:
        made = counterfactuals(doc, (), ["place"], 3, seed)
        return [line.text for one in made for line in one.document.pages[0]]

    assert lines(0) == lines(0) != lines(1)


def test_each_character_of_a_counterfactual_has_a_box_within_the_old_words_room():
    doc = document("Reno, Nevada 89501")
    one = next(counterfactuals(doc, [found(doc, "city", "Reno")], ["place"], 1, seed=0))
    row = [(10.0 * i, 0.0, 10.0 * i + 10, 8.0) for i in range(len("Reno, Nevada 89501"))]
    new, text = one.boxes({1: [row]})[1][0], one.document.pages[0][0].text
    assert (
        len(new) == len(text) and new[-5:] == row[-5:] and 39.9 < new[text.index(",") - 1][2] < 40.1
    )


# what models make of it


@pytest.fixture(scope="module")
def extractor():
    """The default one. What it has answered in one test it does not compute again in another."""
    made = Pipeline(Settings())
    return made.using(engine=CachingEngine(made.engine))


@pytest.mark.parametrize("name", ["synth0003_10-q", "synth0005_10-q"])
def test_the_embedded_model_is_invariant_and_exchanged_fields_follow(name, samples, extractor):
    cells = audit(
        extractor.visible(read(samples / f"{name}.pdf")), extractor, [*AXES], 1, seed=0
    ).cells
    assert [j for j in cells if j.changed] == []
    followed = {(j.counterfactual, j.field): j.got for j in cells if j.touched and j.got}
    assert followed["name 1", "registrant_name"].casefold() in {
        n.casefold() for n in DATA["into"]["company"]
    }
    assert followed["country 1", "state_of_incorporation"] in DATA["into"]["country"]
    assert ("country unknown", "state_of_incorporation") not in followed  # no country's name
    assert followed["place 1", "city"] in DATA["into"]["city"]
    assert len(cells) > 700 and sum(j.touched for j in cells) >= 10


class Biased:
    """Finds nothing on a page that names no place."""

    form, shots, at_once = "tagging", 0, 1

    def __init__(self, engine) -> None:
        self.engine = engine

    def answer(self, prompts):
        answered = zip(prompts, self.engine.answer(prompts), strict=True)
        return [
            [self.nothing(a) for a in answers] if "Unknown" in p.text else answers
            for p, answers in answered
        ]

    @staticmethod
    def nothing(a):
        return replace(a, text=NONE, options=tuple((o, float(o == NONE)) for o, _ in a.options))


def test_a_model_that_hangs_on_a_place_is_caught(
    samples, extractor, extract, monkeypatch, tmp_path
):
    one = samples / "synth0003_10-q.pdf"
    biased = extractor.using(engine=Biased(extractor.engine))
    monkeypatch.setattr(command, "load", lambda settings: SimpleNamespace(pipeline=biased))
    code, told, said = extract(
        "audit", one, "--axes", "place", "--twins", 0, "--out", tmp_path / "twins"
    )
    changed = told.splitlines()[:-1]
    assert code == 1 and len(changed) > 8 and all(", place unknown: " in line for line in changed)
    assert any(
        "filing employer_id, place unknown: " in line and line.endswith("-> nothing")
        for line in changed
    )
    assert f"{len(changed)} changed" in told.splitlines()[-1] and "2 twins" in said
    assert (
        extract("diff", tmp_path / "twins" / "as-is", tmp_path / "twins" / "place-unknown")[0] == 1
    )
    rows = json.loads(extract("audit", one, "--axes", "place", "--twins", 0, "--format", "json")[1])
    assert sum(r["changed"] for r in rows) == len(changed) and {r["model"] for r in rows} == {
        "embedded"
    }


def test_an_unknown_axis_is_told(extract, samples):
    assert extract("audit", samples, "--axes", "place,age") == (
        2,
        "",
        "extract: --axes place,age: there is no age; there are: place,country,currency,name\n",
    )


def test_an_amount_may_have_another_currency_and_is_the_same():
    doc = document("Net sales $ 9,978")
    specs = {(p.name, f.name): f for p in PARTS for f in p.fields}
    amount = found(doc, "public_float", "$ 9,978", Decimal(9978))
    one = next(counterfactuals(doc, (), ["currency"], 1, seed=0))
    told = {
        j.got: j
        for j in compare(record("a", [amount]), record("a", [amount]), one, specs)
        if j.field == "public_float"
    }
    assert told[Decimal(9978)].touched and not told[Decimal(9978)].changed
    assert next(
        j
        for j in compare(record("a", [amount]), record("a", []), one, specs)
        if j.field == "public_float"
    ).changed


def test_counterfactuals_made_of_lines_are_as_those_printed_on_paper(
    tmp_path, monkeypatch, extractor
):
    """One seed, another town and state on the cover: a real PDF is line for line the counterfactual
    of the other one, and read alike.
    """
    generate(1, tmp_path / "a", seed=12, flat=True)
    real = registrant._place

    def elsewhere(rng, state):
        city, region, _, postal, phone = real(rng, state)
        places.append((city, region))
        return "Lagos", "Idaho", "ID", postal, phone

    places: list[tuple[str, str]] = []
    monkeypatch.setattr(registrant, "_place", elsewhere)
    generate(1, tmp_path / "b", seed=12, flat=True)
    one, other = (extractor.visible(read(next(Path(tmp_path / n).glob("*.pdf")))) for n in "ab")
    (city, region), *_ = places
    spot = next(n for n in one.pages[0] if f"{city}, {region}" in n.text)
    at = spot.text.index(city)

    def only(old: str, new: str, start: int) -> Word:
        return Word(old, new, frozenset({(spot.page, spot.number, start, start + len(old))}))

    words = [only(city, "Lagos", at), only(region, "Idaho", at + len(city) + 2)]
    made_one = Counterfactual("place", "place 1", one, _cuts(one, words, set()))
    assert [[n.text for n in page] for page in made_one.document.pages] == [
        [n.text for n in page] for page in other.pages
    ]
    from_lines = extractor.of(
        made_one.document, boxes=lambda _, pages: made_one.boxes(boxes(one, pages))
    )
    from_paper = extractor.of(other)
    assert values(from_lines) == values(from_paper)
    assert any(v.value == "Lagos" for v in from_paper.values)


def values(record):
    return [(v.table, v.key, v.field, v.value, v.quote) for v in record.values]
