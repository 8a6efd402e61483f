"""A general model that makes no mistake: it answers each question from gold, in the words of the
question's grammar.
"""

import hashlib
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl
import pytest

from extract_filings.pipeline.ask.keyed_prompt import FILLED
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.gold.answers import taken, told
from extract_filings.pipeline.gold.pages import WordPage
from extract_filings.pipeline.records import (
    NONE,
    Answer,
    Chunk,
    Form,
    Line,
    Prompt,
    Question,
    Record,
)
from extract_filings.pipeline.settings import Settings
from extract_filings.pipeline.tables.frames import Run
from extract_filings.pipeline.tables.write import write
from extract_filings.pipeline.text.patterns import words
from extract_filings.schemas.base import Part
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema


def digest(folder: Path) -> str:
    """Of all files below, by their bytes."""
    return hashlib.sha256(
        b"".join(p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file())
    ).hexdigest()


def shown_lines(text: str) -> tuple[Line, ...]:
    """The lines of a prompt's text, each on the page that the text says it is of."""
    _, *pieces = re.split(r"(?m)^Page (\d+):\n", text.rpartition(f"\n{FILLED}")[0])
    return tuple(
        Line(int(page), number, line)
        for page, body in zip(pieces[::2], pieces[1::2], strict=True)
        for number, line in enumerate(body.rstrip("\n").split("\n"))
    )


@dataclass
class Perfect:
    """`facts`: the gold lines of one document."""

    facts: list[dict]
    parts: tuple[Part, ...]
    form: Form = "pointing"
    at_once: int = 1
    refused: list[tuple[str, str]] = field(
        default_factory=list
    )  # part, and what the grammar does not let it say

    def knows(self, parts) -> None:
        pass

    def answer(self, prompts):
        return [[self.say(p, q) for q in p.questions] for p in prompts]

    def say(self, prompt: Prompt, question: Question) -> Answer:
        lines = shown_lines(prompt.text)
        part = next(p for p in self.parts if p.name == question.part)
        fields = tuple(f for f in part.fields if f.name in question.fields)
        lists = tuple(p for p in self.parts if p.name in question.lists)
        asked = replace(part, fields=fields, lists=lists)
        texts = [n.text for n in lines]
        unmarked = [[NONE for _ in words(t)] for t in texts]
        page = WordPage("", texts, unmarked, self.printed_on(lines))
        answer = told(page, Passage((Chunk(lines),)), asked)
        text = answer[1] if answer else ""
        if taken(question.grammar, text):
            return Answer(text, 1.0)
        self.refused.append((part.name, text))
        return Answer("", 0.0)

    def printed_on(self, lines: tuple[Line, ...]) -> list[dict]:
        """Gold of the pages shown; of some only a table's head is."""
        texts: dict[int, str] = {}
        for line in lines:
            texts[line.page] = f"{texts.get(line.page, '')} {line.text}"
        here = (f for f in self.facts if f["page"] in texts and f["printed"])
        return [f for f in here if " ".join(f["printed"].split()) in texts[f["page"]]]


def tables(schema: str, folder: Path, out: Path) -> list[Record]:
    """The main job on all documents of `folder`, asked in the point form; what the grammar refuses
    to say fails.
    """
    model, gold, records = load_schema(schema), pl.read_parquet(folder / "gold.parquet"), []
    for name in gold["doc_id"].unique(maintain_order=True):
        engine = Perfect(gold.filter(pl.col.doc_id == name).to_dicts(), parts(model))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                "extract_filings.pipeline.extract.load_engine", lambda *_, engine=engine: engine
            )
            records.append(Pipeline(Settings(schema, "perfect"))(folder / "pdf" / f"{name}.pdf"))
        assert engine.refused == []
    write(records, [], model, out, Run(schema, "perfect", "", {}))
    return records
