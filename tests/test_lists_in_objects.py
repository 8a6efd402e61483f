"""A list of plain values is asked, and answered, in the object that holds it."""

import json

import pytest

from extract_filings.pipeline.ask.keyed_answer import lists_within, root_pointers, row_pointers
from extract_filings.pipeline.ask.keyed_prompt import (
    FEW,
    MOST_FIELDS,
    ROOM,
    in_groups,
    keyed_prompt,
)
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.ask.pointer import PointerAsker
from extract_filings.pipeline.gold.answers import taken
from extract_filings.pipeline.locate.chunk import chunk_pages
from extract_filings.pipeline.locate.rank import rank
from extract_filings.pipeline.records import Answer, Chunk, Document, Line, quoted
from extract_filings.schemas.compile import compiled

TEXT = {"type": "string"}
SELLER = {
    "type": "object",
    "properties": {
        "name": TEXT,
        "address": {"type": "array", "items": TEXT, "description": "lines of the address"},
    },
}
DEED = {
    "title": "Deed",
    "type": "object",
    "properties": {
        "number": {"type": "integer"},
        "seller": SELLER,
        "witness": {"type": "array", "items": TEXT},
    },
}
DEED_PARTS = compiled(DEED, "deed")
PAGE = ("Deed 12 of Acme Corp", "Hill St 5", "Calgary, AB T2P 3N9", "Witness: Ann Lee")


def passage(*lines: str) -> Passage:
    return Passage((Chunk(tuple(Line(1, i, text) for i, text in enumerate(lines))),))


def deed(*address: str, witness: tuple[str, ...] = ()) -> str:
    said = {"number": 12, "seller": {"name": "Acme Corp", "address": address}, "witness": witness}
    return json.dumps(said, ensure_ascii=False)


def test_a_list_stands_behind_its_object_s_fields():
    [group] = in_groups(DEED_PARTS)
    [question] = keyed_prompt(passage(*PAGE), [group]).questions
    assert [p.name for p in group.lists] == ["seller_address", "witness"]
    assert '"address": [text, ...],  // lines of the address' in question.ask
    assert question.ask.index('"name": text') < question.ask.index('"address"')
    assert taken(question.grammar, deed("Hill St 5", "Calgary, AB T2P 3N9"))
    assert taken(question.grammar, deed()) and not taken(question.grammar, deed("Elm St 5"))


def test_a_list_is_asked_by_itself_where_its_object_is_not_or_lists_are_to_be_apart():
    lists = DEED_PARTS[1:]
    assert in_groups(lists) == [*lists]
    assert in_groups(DEED_PARTS, apart=True) == [*DEED_PARTS]


def test_the_first_of_several_groups_that_ask_for_an_object_has_its_list():
    wide = {f"n{i}": {"type": "integer"} for i in range(MOST_FIELDS + 1)}
    schema = {"type": "object", "properties": {**wide, "witness": {"type": "array", "items": TEXT}}}
    groups = in_groups(compiled(schema, "wide"))
    assert [len(g.lists) for g in groups] == [1, 0]


def test_each_value_of_a_list_is_a_row_at_its_own_place():
    [group] = in_groups(DEED_PARTS)
    answer = Answer(deed("Hill St 5", "Calgary, AB T2P 3N9", witness=("Ann Lee",)), 1.0)
    text = passage(*PAGE)
    assert [p.field for p in root_pointers(text, group, answer)] == ["number", "seller_name"]
    made = [
        (p.part, p.row, quoted(p.line, p.start, p.end, p.rest), p.line.number)
        for one in lists_within(group, answer)
        for p in row_pointers(text, one.part, one.rows, 1000, set())
    ]
    assert made == [
        ("seller_address", 1000, "Hill St 5", 1),
        ("seller_address", 1001, "Calgary, AB T2P 3N9", 2),
        ("witness", 1000, "Ann Lee", 3),
    ]


@pytest.mark.parametrize("end", ["", ', "Calg', ', "Elm'])
def test_of_a_list_that_was_cut_off_whole_values_are_kept(end):
    [group] = in_groups(DEED_PARTS)
    cut, unsaid = lists_within(group, Answer(deed("Hill St 5").partition("]")[0] + end, 0.0))
    assert [s.words for row in cut.rows for s in row] == ["Hill St 5"]
    assert cut.end is unsaid.end is None and not unsaid.rows


def test_no_list_in_an_object_is_longer_than_its_schema_says_or_a_few_values():
    short = {"type": "array", "items": TEXT, "maxItems": 2}
    for schema, most in ((short, 2), ({"type": "array", "items": TEXT}, FEW)):
        root = {"type": "object", "properties": {"number": {"type": "integer"}, "to": schema}}
        [question] = keyed_prompt(passage("Ann 5"), in_groups(compiled(root, "a"))).questions
        for count in (most, most + 1):
            said = json.dumps({"number": 5, "to": ["Ann"] * count})
            assert taken(question.grammar, said) == (count == most)


def test_of_a_long_text_few_lists_of_objects_are_asked_in_their_object():
    """A grammar that lets rows of all of them be said would be too large for llama.cpp."""
    row = {"type": "object", "properties": {"name": TEXT, "share": {"type": "number"}}}
    lists = {n: {"type": "array", "items": row} for n in ("buyers", "sellers", "banks")}
    parts = compiled({**DEED, "properties": DEED["properties"] | lists}, "deed")
    held = [
        [p.name for p in in_groups(parts, length=n)[0].lists] for n in (100, ROOM // 2, ROOM + 1)
    ]
    plain = ["seller_address", "witness"]
    assert [sorted(some) for some in held] == [
        sorted([*plain, "buyers", "sellers", "banks"]),
        sorted([*plain, "buyers", "sellers"]),
        plain,
    ]
    assert len(in_groups(parts, length=ROOM + 1)) == 4


class Teller:
    """Says what a deed's object says, and of lists that are asked by themselves one witness."""

    form, shots, at_once = "pointing", 0, 1

    def __init__(self, said: str, share: float) -> None:
        self.said, self.share = said, share
        self.asked: list[str] = []

    def answer(self, prompts):
        return [[self._answer(q.part, q.grammar) for q in p.questions] for p in prompts]

    def _answer(self, part: str, grammar: str) -> Answer:
        self.asked.append(part)
        alone = json.dumps({part: ["Ann Lee"]})
        said = self.said if part == "deed" else alone
        assert taken(grammar, said)
        steps = tuple((i, self.share) for i, sign in enumerate(said) if sign == "]")
        return Answer(said, self.share, steps=steps)


def witnesses(engine: Teller) -> list[str]:
    page = tuple(Line(1, i, text) for i, text in enumerate(PAGE))
    document = Document("a.pdf", "a", "", "pdfium", (page,))
    chunks = chunk_pages(document)
    found = PointerAsker(engine, DEED_PARTS).ask(document, chunks, rank(DEED_PARTS, chunks))
    return [quoted(p.line, p.start, p.end, p.rest) for p in found["witness"].pointers]


@pytest.mark.parametrize(
    ("share", "names", "asked"), [(0.5, ["Ann Lee"], ["deed", "witness"]), (0.9, [], ["deed"])]
)
def test_a_list_that_is_hardly_empty_is_asked_by_itself(share, names, asked):
    engine = Teller(deed("Hill St 5"), share)
    assert (witnesses(engine), engine.asked) == (names, asked)


def test_a_list_as_long_as_it_may_be_in_an_object_is_asked_by_itself():
    engine = Teller(deed("Hill St 5", witness=("Deed",) * FEW), 1.0)
    assert (witnesses(engine), engine.asked) == (["Ann Lee"], ["deed", "witness"])
