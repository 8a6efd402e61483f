"""A general model that makes no mistake: it answers each question from gold, in the words of the
question's grammar.
"""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import pytest

from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.gold.answers import one, rows, taken
from extract_filings.pipeline.records import Answer, Form, Prompt, Question, Record
from extract_filings.pipeline.settings import Settings
from extract_filings.pipeline.tables.frames import Run
from extract_filings.pipeline.tables.write import write
from extract_filings.schemas.base import Part
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema


def digest(folder: Path) -> str:
    """Of all files below, by their bytes."""
    return hashlib.sha256(
        b"".join(p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file())
    ).hexdigest()


@dataclass
class Perfect:
    """`facts`: the gold lines of one document."""

    facts: list[dict]
    parts: tuple[Part, ...]
    form: Form = "pointing"
    at_once: int = 1
    refused: list[tuple[str, str, str]] = field(
        default_factory=list
    )  # part, field, what the grammar does not let it say

    def knows(self, parts) -> None:
        pass

    def answer(self, prompts):
        return [[self.say(p, q) for q in p.questions] for p in prompts]

    def say(self, prompt: Prompt, question: Question) -> Answer:
        page = int(re.match(r"Lines of page (\d+)", prompt.text)[1])
        lines = [line.rpartition(" [")[0] for line in prompt.text.rstrip("\n").split("\n")[1:]]
        part = next(p for p in self.parts if p.name == question.part)
        here = [
            f
            for f in self.facts
            if f["section"] == part.name and f["page"] == page and f["printed"]
        ]
        texts = (
            [rows(part, here, lines) or "not there"]
            if part.kind == "list"
            else self.one(part, question, here, lines)
        )
        legal = next((t for t in texts if taken(question.grammar, t)), None)
        if legal is None:
            self.refused.append((part.name, question.field, texts[0]))
        return Answer(legal or "", float(legal is not None))

    def one(self, part: Part, question: Question, here: list[dict], lines: list[str]) -> list[str]:
        fact = next((f for f in here if f["item"] == question.field), None)
        return (
            one(next(f for f in part.fields if f.name == question.field), fact, lines)
            if fact
            else ["null"]
        )


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
