"""Schemas of hundreds of fields: few pages and questions, answers without keys."""

from decimal import Decimal

from extract_filings.pipeline.ask.keyed_answer import listing_of, root_pointers, row_pointers
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.ask.pointer import PointerAsker
from extract_filings.pipeline.ask.terse_prompt import (
    is_wide,
    numbered,
    row_of,
    terse_prompt,
)
from extract_filings.pipeline.gold.answers import taken
from extract_filings.pipeline.locate.budget import PAGES, WIDE
from extract_filings.pipeline.locate.chunk import chunk_pages
from extract_filings.pipeline.locate.rank import rank
from extract_filings.pipeline.records import Answer, Chunk, Document, Line, quoted
from extract_filings.schemas.base import FieldSpec, Part
from extract_filings.schemas.compile import compiled

NUMBER = {"type": ["number", "null"]}
LINE = {
    "type": "object",
    "properties": {
        "label": {"type": "string"},
        "current": NUMBER | {"description": "amount of the latest period"},
    },
    "required": ["label"],
}
LISTS = ("currentAssets", "leaseCosts", "pensionCosts", "debtMaturities")
BALANCE = ["Balance sheet", "Goodwill 120", "Current assets", "Cash 17", "Inventories 23"]
TOTAL = Part(
    "report",
    "root",
    "",
    tuple(
        FieldSpec(n, of, "", at=("totals", n))
        for n, of in (("cash", Decimal), ("goodwill", Decimal), ("auditor", str))
    ),
)
ROWS = Part(
    "assets",
    "list",
    "Current assets",
    (
        FieldSpec("label", str, "", at=("label",)),
        FieldSpec("current", Decimal, "", at=("current",)),
    ),
)


def schema(fields: int) -> dict:
    """Most of its fields are printed nowhere."""
    names = ("goodwill", *(f"concept{'abcdefghijklmnop'[i % 16]}{i}" for i in range(fields - 1)))
    lists = {name: {"type": "array", "items": {"$ref": "#/$defs/Line"}} for name in LISTS}
    properties = dict.fromkeys(names, NUMBER) | lists
    return {"type": "object", "properties": properties, "$defs": {"Line": LINE}}


def report() -> list[Chunk]:
    """40 pages, of which the 20th prints the amounts, and the 30th the words of all lists."""
    prose = ["The company is subject to risks that could harm its business."] * 6
    shared = ["Current amount of the latest period 5", "Label of the latest amount 6"] * 9
    pages = {20: BALANCE, 30: shared}
    lines = tuple(
        tuple(Line(n, i, text) for i, text in enumerate(pages.get(n, prose))) for n in range(1, 41)
    )
    return chunk_pages(Document("a.pdf", "a", "", "pdfium", lines))


def passage(text: str) -> Passage:
    return Passage((Chunk(tuple(Line(1, i, t) for i, t in enumerate(text.split("\n")))),))


def test_a_wide_table_takes_no_page_that_adds_nothing():
    narrow, wide = compiled(schema(8), "report"), compiled(schema(WIDE + 1), "report")
    assert not is_wide(narrow) and is_wide(wide)
    asked = [{c.page for c in s} for s in rank(wide, report())["report"].values()]
    assert 20 in asked[0] and len(set().union(*asked)) < PAGES
    asked = [{c.page for c in s} for s in rank(narrow, report())["report"].values()]
    assert len(set().union(*asked)) == PAGES


def test_a_list_is_sought_by_its_own_name_not_by_what_all_lists_say():
    found = rank(compiled(schema(8), "report"), report())
    assert found["currentAssets"]["current"][0].page == 20


def test_fields_are_said_by_their_numbers():
    text = passage("Cash 17\nGoodwill 120")
    [question] = terse_prompt(text, [TOTAL]).questions
    answer = '{"1": 17, "2": 120, "3": null}'
    assert taken(question.grammar, answer) and '"2": number (goodwill)' in question.ask
    wrong = ('{"1": 17, "2": 121, "3": null}', '{"1": 17, "2": 120}', '{"cash": 17}')
    assert not any(taken(question.grammar, one) for one in wrong)
    made = root_pointers(text, TOTAL, Answer(answer, 1.0), layout=numbered)
    assert [(p.field, quoted(p.line, p.start, p.end)) for p in made] == [
        ("cash", "17"),
        ("goodwill", "120"),
    ]
    cut = root_pointers(text, TOTAL, Answer(answer[:16], 0.0), layout=numbered)
    assert [p.field for p in cut] == ["cash"]


def test_rows_have_no_keys():
    text = passage("Cash 17\nInventories 23")
    [question] = terse_prompt(text, [ROWS]).questions
    answer = '{"assets": [["Cash", 17], ["Inventories", 23]]}'
    assert taken(question.grammar, answer) and '{"assets": [[text (label),' in question.ask
    wrong = ('{"assets": [["Cash", 18]]}', '[["Cash", 17]]')
    assert not any(taken(question.grammar, one) for one in wrong)
    made = row_pointers(text, ROWS, listing_of(ROWS, Answer(answer, 1.0), row_of).rows, 0, set())
    assert [(p.row, p.field, p.line.number) for p in made] == [
        (row, field, row) for row in (0, 1) for field in ("label", "current")
    ]


class Silent:
    """States nothing; keeps what it was asked."""

    form, shots, at_once = "pointing", 0, 1

    def __init__(self) -> None:
        self.asked: list[str] = []

    def answer(self, prompts):
        self.asked += [q.part for p in prompts for q in p.questions]
        return [[Answer("", 1.0) for _ in p.questions] for p in prompts]


def test_a_wide_schema_is_asked_once():
    """Most of its fields are printed nowhere: they are not sought on further pages."""
    engine, chunks, parts = Silent(), report(), compiled(schema(WIDE + 1), "report")
    document = Document("a.pdf", "a", "", "pdfium", tuple(c.lines for c in chunks))
    found = PointerAsker(engine, parts).ask(document, chunks, rank(parts, chunks))
    assert not any(a.pointers for a in found.values())
    assert {engine.asked.count(name) for name in LISTS} == {1}
