"""The synthetic pages of all trades: spans print what was drawn, and null is nowhere."""

import random
import re
from functools import cache

import pytest

from extract_filings.training.spans.sample import Asked, Sample, Span, read, write
from extract_filings.training.spans.trades import sample, samples
from extract_filings.training.spans.trades.alike import clash
from extract_filings.training.spans.trades.concepts import CONCEPTS, ROLES, attribute
from extract_filings.training.spans.trades.document import KINDS
from extract_filings.training.spans.trades.draft import Draft
from extract_filings.training.spans.trades.ink import Ink, joined, value, within
from extract_filings.training.spans.trades.lists import BY_NAME
from extract_filings.training.spans.trades.naming import styled, tokens
from extract_filings.training.spans.trades.printing import span
from extract_filings.training.spans.trades.sheet import Sheet
from extract_filings.training.spans.trades.soiled import FORMS, around
from extract_filings.training.spans.trades.style import clipped, draw_style

COUNT = 400


@cache
def made() -> tuple[Sample, ...]:
    return tuple(samples(COUNT, 11))


def fields() -> list[tuple[Sample, Asked]]:
    return [(one, field) for one in made() for field in one.fields]


def text(one: Sample, place: Span) -> str:
    lines = list(one.page.lines[place.line : place.last + 1])
    lines[-1] = lines[-1][: place.end]
    lines[0] = lines[0][place.start :]
    return " ".join(lines)


def test_a_sample_depends_on_its_seed_and_number_alone():
    assert sample(11, 5) == made()[5]
    assert sample(12, 5) != made()[5]


def test_written_and_read_again_they_are_the_same(tmp_path):
    write(made()[:20], tmp_path / "made.jsonl.gz")
    assert tuple(read(tmp_path / "made.jsonl.gz")) == made()[:20]


def test_spans_begin_and_end_at_characters_of_the_page():
    for one, field in fields():
        for place in field.spans:
            printed = text(one, place)
            assert printed and printed == printed.strip(), (field, printed)
            assert place.row == 0 or field.many


def test_all_places_of_one_value_print_the_same_but_for_what_else_is_in_the_cell():
    for one, field in fields():
        rows = {place.row for place in field.spans}
        for row in rows:
            places = {text(one, p) for p in field.spans if p.row == row}
            words = [{*re.findall(r"\w+", place.casefold())} for place in places]
            assert set.intersection(*words), (field, places)


def test_words_lie_on_their_lines_and_have_boxes():
    for one in made():
        for word in one.page.words:
            left, bottom, right, top = word.box
            assert one.page.lines[word.line][word.start : word.end].strip()
            assert left < right
            assert bottom < top


def test_pages_are_pages():
    lines = sorted(len(one.page.lines) for one in made())
    assert lines[-1] <= 90
    assert 15 <= lines[len(lines) // 2] <= 60
    assert all(one.page.number <= one.page.of for one in made())


def test_about_a_third_of_the_fields_is_not_stated():
    asked = fields()
    assert 0.28 < sum(not field.spans for _, field in asked) / len(asked) < 0.42
    assert all(2 <= len(one.fields) <= 18 for one in made())


def test_schemas_are_many_and_name_things_otherwise_than_the_paper():
    asked = [(one, field) for one, field in fields() if field.spans]
    assert len({field.name for _, field in asked}) > 0.6 * len(asked)
    words = {field: re.sub(r"[^a-z0-9]", "", field.name.lower()) for _, field in asked}
    pages = {one: re.sub(r"[^a-z0-9]", "", "".join(one.page.lines).lower()) for one, _ in asked}
    unlike = sum(words[field] not in pages[one] for one, field in asked)
    assert unlike > 0.3 * len(asked)
    assert 0.45 < sum(bool(field.description) for _, field in asked) / len(asked) < 0.75


def test_all_kinds_of_documents_name_what_the_lists_know():
    assert len({kind.names[0] for kind in KINDS}) == len(KINDS) > 60
    assert all(role in ROLES for kind in KINDS for role in kind.roles)
    assert all(name in BY_NAME for kind in KINDS for name in kind.lists)


def test_what_could_be_meant_by_a_printed_value_is_not_asked_as_missing():
    dates = CONCEPTS["effective date"], CONCEPTS["commencement date"], CONCEPTS["ship date"]
    assert clash(dates[0], dates[1])
    assert not clash(dates[0], dates[2])
    assert clash(attribute("buyer", "country"), attribute("buyer", "address"))
    assert not clash(attribute("seller", "country"), attribute("buyer", "address"))


def test_ink_keeps_its_values_when_it_is_cut_and_joined():
    ink = "Dr. " + within(value("Ann", "first") + " " + value("Roe", "last")) + ", chair"
    assert [ink.text[a:b] for a, b, *_ in ink.marks] == ["Ann Roe", "Ann", "Roe"]
    cut = ink[8:]
    assert [(cut.text[a:b], part) for a, b, part, _ in cut.marks] == [("Roe", ""), ("Roe", "last")]
    assert joined([Ink("a"), value("b")], "; ").marks == ((3, 4, "", None),)


def test_of_a_text_with_another_between_its_lines_the_first_piece_is_told():
    lines = ("Acme Total", "Corp. 5")
    assert span(lines, [(0, 0, 4), (1, 0, 5)], 0, torn=True) == Span(0, 0, 0, 4)
    assert span(lines, [(0, 0, 4), (1, 0, 5)], 0, torn=False) is None
    whole = span(("Total Acme", "Corp. 5"), [(0, 6, 10), (1, 0, 5)], 0, torn=True)
    assert whole == Span(0, 6, 1, 5)


def test_names_are_written_as_code_or_in_words():
    rng = random.Random(1)
    words = tokens("P.O. nbr")
    assert tokens("D.O.B.") == ["dob"]
    assert styled(rng, tokens("cust. no."), "camel") == "customerNumber"
    assert styled(rng, words, "upper") == "P_O_NUMBER"


def draft() -> Draft:
    rng = random.Random(3)
    style = draw_style(rng)
    return Draft(rng, style, Sheet(style, rng), "Order")


@pytest.mark.parametrize("kind", FORMS)
def test_whatever_stands_around_a_value_its_ink_prints_it_alone(kind):
    for form in FORMS[kind]:
        cell = around(draft(), form.rpartition(" => ")[2], value("Acme-7", "from"))
        printed = [cell.text[a:b] for a, b, part, _ in cell.marks if part == "from"]
        assert printed == ["Acme-7"] and cell.text != "Acme-7", form


def test_cells_hold_more_than_their_value():
    """Glued by a slash, behind a number, before a remark; most still hold nothing else."""
    glued = beside = plain = 0
    for one, field in fields():
        for place in field.spans if not field.many else ():
            line = one.page.lines[place.last]
            glued += line[place.end : place.end + 1] == "/" or line[: place.start].endswith("/")
            beside += line[place.end : place.end + 2] in (" (", " -", " /", " [", " #")
            plain += line[place.end :].strip() == ""
    assert glued > 15 and beside > 60
    assert plain > 3 * beside


def test_cells_of_lists_run_over_lines():
    places = [place for _, field in fields() if field.many for place in field.spans]
    runs = [place.last - place.line for place in places]
    assert sum(map(bool, runs)) > 25
    assert max(runs) > 1


def test_an_address_is_asked_by_its_lines_too():
    lists = [(one, f) for one, f in fields() if f.many and "addr" in f.name.lower() and f.spans]
    assert len(lists) > 10
    for one, field in lists:
        rows = {place.row: text(one, place) for place in field.spans}
        assert [*rows] == [*range(1, len(rows) + 1)] and len(rows) > 1
        assert any(map(str.isdigit, "".join(rows.values())))


def test_a_new_page_begins_with_its_head_in_the_full_width():
    sheet = draft().sheet
    sheet.head = lambda: sheet.text(Ink("Order 7"))
    with sheet.part(0.5, 0.5):
        sheet.turn()
        sheet.text(Ink("goods"))
    head, body = sheet.pages[-1]
    assert head.ink.text == "Order 7" and head.x == sheet.style.left
    assert body.x > head.x and body.y < head.y


def test_long_words_of_labels_are_cut_behind_a_consonant():
    assert clipped("customer reference", "") == "cus ref"
    assert clipped("S/N of invoice", ".") == "S/N of inv."
