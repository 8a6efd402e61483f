"""A JSON answer to places of the text: each value at that of its printings which it belongs to."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from extract_filings.pipeline.ask.keyed_answer import listing_of, root_pointers, row_pointers
from extract_filings.pipeline.ask.keyed_prompt import LONG, MOST_FIELDS, in_groups, keyed_prompt
from extract_filings.pipeline.ask.passage import SHOWN_AS, Passage
from extract_filings.pipeline.gold.answers import taken
from extract_filings.pipeline.records import Answer, Chunk, Line, Pointer, quoted
from extract_filings.pipeline.text.parse import legal
from extract_filings.schemas.base import Cue, FieldSpec, Group, Part


def field(name: str, of: type, *at: str, **more) -> FieldSpec:
    return FieldSpec(name, of, name, at=at or (name,), **more)


PAYMENTS = Part(
    "payments",
    "list",
    "all payments",
    (field("payer", str), field("amount", Decimal), field("paid", date)),
)
LEASE = Part(
    "lease",
    "root",
    "",
    (
        field("tenant", str),
        field("monthly_rent", Decimal, "rent", "monthly_rent"),
        field("term", str, "rent", "term"),
        field("basis", str, choices=("Gross", "Net"), values=("Gross", "Net")),
        field("summary", str, cue=Cue(free=40)),
    ),
)


def passage(*pages: str) -> Passage:
    return Passage(
        tuple(
            Chunk(tuple(Line(number, i, t) for i, t in enumerate(page.split("\n"))))
            for number, page in enumerate(pages, 1)
        )
    )


def listed(text: Passage, part: Part, answer: Answer, first: int = 0) -> list[Pointer]:
    """Of a text before which no row was said."""
    return row_pointers(text, part, listing_of(part, answer).rows, first, set())


def said(part: Part, text: Passage, answer: str, **more) -> list[Pointer]:
    """The places of an answer that the grammar takes."""
    [question] = keyed_prompt(text, [part]).questions
    assert taken(question.grammar, answer)
    places = listed if part.kind == "list" else root_pointers
    return places(text, part, Answer(answer, 1.0, **more))


def rows(*said: tuple) -> str:
    names = [f.name for f in PAYMENTS.fields]
    made = [dict(zip(names, row, strict=True)) for row in said]
    return json.dumps({"payments": made}, ensure_ascii=False)


def places(made: list[Pointer]) -> list[tuple]:
    return [(p.row, p.field, p.line.page, p.line.number, p.start) for p in made]


def quote(p: Pointer) -> str:
    return quoted(p.line, p.start, p.end, p.rest)


def test_the_values_of_a_row_are_those_that_stand_together():
    """Every amount and payer is printed twice; a row has those of its own line."""
    text = passage(
        "A total of $50 was paid, and Acme is the largest payer.\n"
        "Orchard 50 May 1, 2020\n"
        "Acme 50 May 1, 2020\n"
        "Acme 70 May 2, 2020"
    )
    made = said(
        PAYMENTS,
        text,
        rows(("Orchard", 50, "2020-05-01"), ("Acme", 50, "2020-05-01"), ("Acme", 70, "2020-05-02")),
    )
    assert [(p.row, p.line.number) for p in made] == [
        (row, row + 1) for row in range(3) for _ in PAYMENTS.fields
    ]


def test_equal_rows_are_as_many_as_the_text_prints():
    """The first takes the first line, the second the next; a third would be printed nowhere."""
    text = passage("Acme 50 May 1, 2020\nAcme 50 May 1, 2020")
    row = ("Acme", 50, "2020-05-01")
    made = said(PAYMENTS, text, rows(row, row, row))
    assert [(p.row, p.line.number) for p in made if p.field == "amount"] == [(0, 0), (1, 1)]


def test_no_row_takes_a_value_of_the_row_before():
    """The amount before a name is as near as the one behind it."""
    text = passage("Acme Bank AG\n50\nTrust Inc.\n50\nOrchard Bank 50")
    names = ("Acme Bank AG", "Trust Inc.", "Orchard Bank")
    made = said(PAYMENTS, text, rows(*((n, 50, None) for n in names)))
    assert [p.line.number for p in made if p.field == "amount"] == [1, 3, 4]


def test_a_row_of_a_choice_alone_is_said_once():
    part = replace(PAYMENTS, fields=LEASE.fields[3:4])
    net, gross = '{"basis": "Net"}', '{"basis": "Gross"}'
    made = said(part, passage("as agreed"), f'{{"payments": [{net}, {gross}, {net}]}}')
    assert [(p.row, p.said) for p in made] == [(0, "Net"), (1, "Gross")]


def test_rows_that_share_a_value_all_have_it():
    text = passage("On May 1, 2020: Acme $50, Orchard $60.")
    made = said(PAYMENTS, text, rows(("Acme", 50, "2020-05-01"), ("Orchard", 60, "2020-05-01")))
    assert [quote(p) for p in made] == ["Acme", "50", "May 1, 2020", "Orchard", "60", "May 1, 2020"]


def test_rows_stand_behind_one_another_where_they_can():
    text = passage("Acme 5\nOrchard 5\nAcme 5")
    made = said(PAYMENTS, text, rows(("Orchard", 5, None), ("Acme", 5, None)))
    assert [p.line.number for p in made] == [1, 1, 2, 2]


def test_a_row_may_run_over_lines_and_pages():
    text = passage("Harbor Trust of\nAcme", "Town 1,250.00\nMay 1,\n2020")
    made = said(
        PAYMENTS,
        text,
        rows(("Harbor Trust of Acme Town", "AMOUNT", "2020-05-01")).replace('"AMOUNT"', "1250.00"),
    )
    assert [quote(p) for p in made] == ["Harbor Trust of Acme Town", "1,250.00", "May 1, 2020"]
    assert [(p.line.page, len(p.rest)) for p in made] == [(1, 2), (2, 0), (2, 1)]


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_of_an_answer_that_was_cut_off_whole_rows_are_kept(cut):
    text = passage("Acme 50 May 1, 2020\nOrchard 60 May 2, 2020")
    whole = rows(("Acme", 50, "2020-05-01"), ("Orchard", 60, "2020-05-02"))
    made = listed(text, PAYMENTS, Answer(whole[:-cut], 0.0))
    assert places(made) == places(said(PAYMENTS, text, whole))[: 6 if cut == 1 else 3]
    assert listed(text, PAYMENTS, Answer(whole[:14], 0.0)) == []


def test_of_a_root_that_was_cut_off_the_values_before_are_kept():
    text = passage("Tenant: Acme, rent $500")
    for end in ('{"tenant": "Acme", "rent": {"mon', '{"tenant": "Acme", "rent": {"monthly_rent": '):
        assert [quote(p) for p in root_pointers(text, LEASE, Answer(end, 0.0))] == ["Acme"]
    assert root_pointers(text, LEASE, Answer("", 0.0)) == []


def test_no_row_is_none():
    assert said(PAYMENTS, passage("Acme"), rows()) == []
    assert listed(passage("Acme"), PAYMENTS, Answer("", 0.0)) == []


def test_rows_of_further_texts_are_numbered_on():
    [one, *_] = listed(
        passage("Acme 5"), PAYMENTS, Answer(rows(("Acme", 5, None)), 1.0), first=2000
    )
    assert one.row == 2000


def test_names_alone_are_read_once_from_all_texts():
    """However often they are printed; a row with an amount is read wherever it is printed."""
    names = replace(PAYMENTS, fields=PAYMENTS.fields[:1])
    seen: set[frozenset] = set()
    said = [
        row_pointers(passage(text), names, listing_of(names, Answer(answer, 1.0)).rows, 0, seen)
        for text, answer in (
            ("Acme and Acme", '{"payments": [{"payer": "Acme"}, {"payer": "Acme"}]}'),
            ("ACME and Orchard", '{"payments": [{"payer": "ACME"}, {"payer": "Orchard"}]}'),
        )
    ]
    assert [[quote(p) for p in made] for made in said] == [["Acme"], ["Orchard"]]
    one = Answer(rows(("Acme", 5, None)), 1.0)
    paid = [
        row_pointers(passage("Acme 5"), PAYMENTS, listing_of(PAYMENTS, one).rows, 0, seen)
        for _ in range(2)
    ]
    assert all(paid)


LEASED = (
    '{"tenant": "Acme", "rent": {"monthly_rent": 500, "term": "2 years"}, "basis": "Net",'
    ' "summary": "Acme rents a shop"}'
)


def test_values_of_nested_objects_are_those_of_their_fields():
    text = passage("Acme, two (2) years, $500 a month, net of taxes")
    made = {p.field: p for p in said(LEASE, text, LEASED)}
    assert {n: quote(p) for n, p in made.items() if n != "summary"} == {
        "tenant": "Acme",
        "monthly_rent": "500",
        "term": "two (2) years",
        "basis": "net",
    }
    assert {n: (p.said, p.status) for n, p in made.items()} == {
        "tenant": ("", "found"),
        "monthly_rent": ("", "found"),
        "term": ("2 years", "derived"),
        "basis": ("Net", "found"),
        "summary": ("Acme rents a shop", "not grounded"),
    }


def test_a_value_stands_where_its_label_does():
    text = passage("Deposit $500\nMonthly rent: $500\nFee $500")
    only = replace(LEASE, fields=LEASE.fields[1:2])
    [rent] = said(only, text, '{"rent": {"monthly_rent": 500}}')
    assert rent.line.number == 1


def test_words_inside_a_word_are_the_last_choice():
    text = passage("Acmetown\nAcme")
    only = replace(LEASE, fields=LEASE.fields[:1])
    [tenant] = root_pointers(text, only, Answer('{"tenant": "Acme"}', 1.0))
    assert tenant.line.number == 1


def test_a_choice_that_is_printed_nowhere_stands_at_its_label():
    text = passage("Lease\nBasis: as agreed")
    only = replace(LEASE, fields=LEASE.fields[3:4])
    [basis] = said(only, text, '{"basis": "Gross"}')
    assert (basis.said, quote(basis)) == ("Gross", "Basis")


def test_signs_that_json_would_escape_are_found_as_they_are_printed():
    text = passage('by "Acme" \\ Co <b>')
    only = replace(LEASE, fields=LEASE.fields[:1])
    [tenant] = said(only, text, '{"tenant": "”Acme” / Co ‹b›"}')
    assert quote(tenant) == '"Acme" \\ Co <b>'


def test_each_value_has_the_probability_of_its_own_tokens():
    text = passage("Acme 5\nOrchard 6")
    answer = rows(("Acme", 5, None), ("Orchard", 6, None))
    steps = tuple((answer.index(w), p) for w, p in (("Acme", 0.5), ("5", 0.25), ("Orchard", 0.75)))
    made = said(PAYMENTS, text, answer, steps=steps)
    shares = {(p.row, p.field): p.probability for p in made}
    assert shares == {(0, "payer"): 0.5, (0, "amount"): 0.25, (1, "payer"): 0.75, (1, "amount"): 1}


@pytest.mark.parametrize(
    ("shares", "must", "kept"),
    [((0.6, 0.5), False, False), ((0.6, 0.7), False, True), ((0.6, 0.5), True, True)],
)
def test_a_text_that_is_less_likely_than_null_is_null(shares, must, kept):
    """The model began it with 0.6, so null had 0.4; what it then said may have less."""
    only = replace(LEASE, fields=LEASE.fields[:1])
    answer = Answer('{"tenant": "Acme"}', 0.0, steps=((11, shares[0]), (12, shares[1])))
    assert bool(root_pointers(passage("Acme"), only, answer, must)) == kept


def test_a_row_must_have_what_the_schema_requires():
    must = replace(PAYMENTS.fields[0], required=True, null=False)
    part = replace(PAYMENTS, fields=(must, *PAYMENTS.fields[1:]))
    [question] = keyed_prompt(passage("Acme 5"), [part]).questions
    assert taken(question.grammar, rows(("Acme", 5, None)))
    assert not taken(question.grammar, rows((None, 5, None)))
    [bare] = keyed_prompt(passage("  "), [part]).questions
    assert taken(bare.grammar, rows()) and not taken(bare.grammar, rows((None, None, None)))


def test_a_list_is_asked_for_and_said_by_its_own_name():
    """A list within a row has the name it has there, not that of its table."""
    place = Group(("paid", "parties"), False, True)
    part = Part("payments_paid_parties", "list", "", (field("name", str),), place=place)
    plain = replace(part, fields=(replace(part.fields[0], at=()),))
    for one, row, shown in ((plain, '"Acme"', "text"), (part, '{"name": "Acme"}', '{\n  "name"')):
        [question] = keyed_prompt(passage("Acme"), [one]).questions
        assert f'{{"parties": [{shown}' in question.ask and question.ask.endswith(", ...]}\n")
        [made] = said(one, passage("Acme"), f'{{"parties": [{row}]}}')
        assert quote(made) == "Acme"
        for bare in (f"[{row}]", f'{{"payments_paid_parties": [{row}]}}', row):
            assert not taken(question.grammar, bare) and not listed(
                passage("Acme"), one, Answer(bare, 1.0)
            )


def test_with_must_null_is_no_answer():
    only = replace(LEASE, fields=LEASE.fields[:1])
    [may], [must] = (keyed_prompt(passage("Acme"), [only], m).questions for m in (False, True))
    assert taken(may.grammar, '{"tenant": null}') and not taken(must.grammar, '{"tenant": null}')
    assert taken(must.grammar, '{"tenant": "Acme"}') and "null" not in must.ask


def test_nothing_is_said_that_the_text_does_not_print():
    text = passage("Acme 5 Orchard May 1, 2020")
    [question] = keyed_prompt(text, [PAYMENTS]).questions
    assert taken(question.grammar, rows(("Acme 5 Orchard", 5, "2020-05-01")))
    for row in (
        ("Acme Orchard", 5, None),
        ("Acm", 5, None),
        ("", 5, None),
        ("Acme ", 5, None),
        ("Acme", 6, None),
        ("Acme", 2020, None),
        ("Acme", 5, "2020-05-02"),
    ):
        assert not taken(question.grammar, rows(row)), row


FIRST = ("(134550)", "$5", "#12", "-5 °C", "”Acme”", "(Texas)", "‹b›", "Acme (134550)", "N.A.")
STRAY = (", Acme", ") Acme", ". Acme", "; Acme", ": Acme", "Acme (", "Acme,", "Acme, (", "(", ",")


@pytest.mark.parametrize("length", [(), (("minLength", 2),)])
@pytest.mark.parametrize("in_rows", [True, False])
def test_no_text_begins_or_ends_with_a_sign_that_only_joins(in_rows, length):
    """Of an agreement's parties a model said ", Executive"."""
    text = passage(
        '(134550) $5 #12 -5 °C "Acme" (Texas) <b> Acme (134550) N.A.\n'
        + " ".join(STRAY).replace("Acme,", "Acme, by")
    )
    part = PAYMENTS if in_rows else replace(LEASE, fields=PAYMENTS.fields)
    part = replace(part, fields=(replace(part.fields[0], rules=length), *part.fields[1:]))
    for name, may in (*((one, True) for one in FIRST), *((one, False) for one in STRAY)):
        [question] = keyed_prompt(text, [part]).questions
        row = json.dumps({"payer": name, "amount": None, "paid": None}, ensure_ascii=False)
        answer = f'{{"payments": [{row}]}}' if in_rows else row
        assert taken(question.grammar, answer) == may, name
        if may:
            [made] = said(part, text, answer)
            assert quote(made).translate(SHOWN_AS) == name


def test_what_is_too_long_for_its_field_is_said_on_a_long_text_alone_and_left_out_by_code():
    """One length is counted there: at four llama.cpp gives a grammar of 8,000 characters up."""
    name = "Acme Orchard and Farm"
    only = replace(LEASE, fields=(field("tenant", str, rules=(("maxLength", 12),)),))
    for more, may in (("", False), (" of the lease" * (LONG // 13 + 1), True)):
        text = passage(f"{name}{more}")
        [question] = keyed_prompt(text, [only]).questions
        answer = json.dumps({"tenant": name})
        assert taken(question.grammar, answer) == may
        assert not legal(only.fields[0], name)


def test_a_text_that_begins_like_a_duration_can_be_said():
    """Both are legal, and a lexer that took the one for the other would not go back."""
    text = passage("for two (2) years, 24 mm bolts and 2 yearlings")
    only = replace(LEASE, fields=LEASE.fields[2:3])
    [question] = keyed_prompt(text, [only]).questions
    for term in ("2 years", "24 mm bolts", "2 yearlings", "two (2) years", "(2) years, 24"):
        assert taken(question.grammar, json.dumps({"rent": {"term": term}})), term
    assert not taken(question.grammar, '{"rent": {"term": "24 years"}}')


def test_no_list_is_longer_than_its_schema_says():
    part = replace(PAYMENTS, rules=(("maxItems", 2),))
    [question] = keyed_prompt(passage("Acme 5"), [part]).questions
    row = ("Acme", 5, None)
    assert taken(question.grammar, rows(row, row)) and not taken(
        question.grammar, rows(row, row, row)
    )


def test_what_code_reads_from_another_span_is_not_asked():
    inner = field("city", str, cue=Cue(within="address", pattern="[A-Z][a-z]+"))
    part = replace(LEASE, fields=(field("address", str), inner))
    [question] = keyed_prompt(passage("12 Hill, Acme"), in_groups([part])).questions
    assert question.fields == ("address",) and "city" not in question.ask


def test_a_wide_root_is_asked_in_groups_that_part_no_object():
    names = [f"n{i}" for i in range(MOST_FIELDS)]
    plain = [field(n, str) for n in names[:-1]]
    inner = [field(f"inner_{n}", str, "inner", n) for n in names]
    wide = replace(LEASE, fields=(*plain, *inner, field("last", str)))
    one, two = in_groups([wide])
    assert (*one.fields, *two.fields) == wide.fields and [f.name for f in two.fields] == ["last"]
    assert in_groups([replace(wide, kind="list")]) == [replace(wide, kind="list")]


SELLER = replace(LEASE, fields=tuple(field(n, str) for n in ("seller_no", "buyer_no", "bank_no")))
NUMBERS = '{"seller_no": "NL96", "buyer_no": "NL96", "bank_no": "NL96"}'
STEPS = ((15, 0.5), (35, 0.9), (54, 0.7))


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("VAT NL96, due", ["buyer_no"]),
        ("VAT NL96, VAT NL96", ["buyer_no", "bank_no"]),
        ("NL96 NL96 NL96", ["seller_no", "buyer_no", "bank_no"]),
    ],
)
def test_a_text_that_is_printed_once_is_the_surest_field_s(printed, kept):
    made = root_pointers(passage(printed), SELLER, Answer(NUMBERS, 0.3, steps=STEPS), must=True)
    assert [p.field for p in made] == kept


def test_a_text_that_no_instance_is_valid_without_is_kept():
    needed = replace(SELLER.fields[0], required=True, null=False)
    part = replace(SELLER, fields=(needed, *SELLER.fields[1:]))
    made = root_pointers(passage("VAT NL96"), part, Answer(NUMBERS, 0.3, steps=STEPS), must=True)
    assert [p.field for p in made] == ["seller_no", "buyer_no"]


def test_a_date_may_answer_two_fields():
    part = replace(LEASE, fields=(field("signed", date), field("start", date)))
    said = '{"signed": "2020-05-01", "start": "2020-05-01"}'
    made = root_pointers(passage("Signed on May 1, 2020"), part, Answer(said, 1.0), must=True)
    assert [p.field for p in made] == ["signed", "start"]
