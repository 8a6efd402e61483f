"""Two short pages to ask about, and the answer of plain outlines to one question."""

import outlines
from outlines.types import CFG

from extract_filings.pipeline.decode.engine import Engine
from extract_filings.pipeline.records import Chunk, Line
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing

PARTS = parts(Filing)
STATEMENTS, OPENING = [p for p in PARTS if p.kind == "statement"], [p for p in PARTS if p.opening]


INCOME = Chunk(
    tuple(
        Line(4, i, t)
        for i, t in enumerate(
            (
                "Consolidated Statements of Income",
                "(In millions)",
                "2023 2022",
                "Net sales $ 9,978 $ 11,257",
                "Cost of sales 4,483 4,933",
                "Net income — (12)",
            )
        )
    )
)


COVER = Chunk(
    tuple(
        Line(1, i, t)
        for i, t in enumerate(
            (
                "FORM 10-K",
                "For the fiscal year ended June 30, 2023",
                "Commission File Number 001-12345",
                "ACME TOOLS, INC.",
                "(Exact name of registrant)",
                "Delaware 12-3456789",
                "Common Stock ACME New York Stock Exchange",
            )
        )
    )
)


def plain_outlines(engine: Engine, text: str, grammar: str) -> str:
    """One question, one prompt, one generator: the slow way. Marks are special tokens, so decoding
    must show them.
    """
    engine.outlines.type_adapter.has_chat_template = False
    show = engine.outlines.tokenizer
    show.decode = lambda ids: engine.tokenizer.batch_decode(ids, skip_special_tokens=False)
    answer = outlines.Generator(engine.outlines, CFG(grammar), backend="llguidance")(
        text, max_new_tokens=100
    )
    return answer.replace("<eos>", "").replace("<pad>", "").strip("\n")
