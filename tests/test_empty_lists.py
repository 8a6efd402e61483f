"""A list that a model says to be empty, but hardly, is asked for its rows."""

import pytest

from extract_filings.pipeline.ask.pointer import PointerAsker
from extract_filings.pipeline.decode.load import EngineLike
from extract_filings.pipeline.gold.answers import taken
from extract_filings.pipeline.locate.chunk import chunk_pages
from extract_filings.pipeline.locate.rank import rank
from extract_filings.pipeline.records import Answer, Document, Line
from extract_filings.schemas.compile import compiled

ROW = {
    "type": "object",
    "properties": {"item": {"type": "string"}, "amount": {"type": "number"}},
    "required": ["item", "amount"],
}
SCHEMA = {"type": "object", "properties": {"lines": {"type": "array", "items": ROW}}}
EMPTY, FILLED = '{"lines": []}', '{"lines": [{"item": "Bolts", "amount": 5}]}'


class Hesitant:
    """Says that a list is empty wherever it may."""

    form, shots, at_once = "pointing", 0, 1

    def __init__(self, share: float) -> None:
        self.share = share
        self.asked = 0

    def answer(self, prompts):
        return [[self._said(q.grammar) for q in p.questions] for p in prompts]

    def _said(self, grammar: str) -> Answer:
        self.asked += 1
        empty = taken(grammar, EMPTY)
        return Answer(EMPTY, self.share) if empty else Answer(FILLED, 0.9)


def asked(engine: EngineLike) -> list[tuple[str, str, int]]:
    page = tuple(Line(1, i, text) for i, text in enumerate(("Item Amount", "Bolts 5")))
    document = Document("a.pdf", "a", "", "pdfium", (page,))
    chunks, parts = chunk_pages(document), compiled(SCHEMA, "order")
    found = PointerAsker(engine, parts).ask(document, chunks, rank(parts, chunks))
    return [(p.field, p.status, p.row) for p in found["lines"].pointers]


@pytest.mark.parametrize("share", [0.36, 0.69])
def test_rows_are_asked_for_where_the_model_hardly_thinks_that_there_are_none(share):
    assert asked(Hesitant(share)) == [("item", "found", 0), ("amount", "found", 0)]


def test_a_list_that_is_surely_empty_stays_empty():
    engine = Hesitant(0.9)
    assert asked(engine) == []
    assert engine.asked == 1
