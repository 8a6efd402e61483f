"""A general model that makes no mistake: it answers each question from gold, in the words of the question's grammar."""

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import pytest
from llguidance import LLMatcher, LLTokenizer

from pipeline.extract import Extractor, Settings
from pipeline.frames import Run
from pipeline.records import Answer, Prompt, Question, Record
from pipeline.schema import load_schema
from pipeline.write import write
from schemas.base import Part
from schemas.compile import parts

BYTES = LLTokenizer("byte")
NEWLINE, BLANK, WHITE = "\n", r"\ ", r"\s"


def digest(folder: Path) -> str:
    """Of all files below, by their bytes."""
    return hashlib.sha256(b"".join(p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file())).hexdigest()


@dataclass
class Perfect:
    """`facts`: the gold lines of one document."""

    facts: list[dict]
    parts: tuple[Part, ...]
    mark_form: bool = False
    refused: list[tuple[str, str, str]] = field(default_factory=list)  # part, field, what the grammar does not let it say

    def knows(self, parts) -> None:
        pass

    def answer(self, prompts):
        return [[self.say(p, q) for q in p.questions] for p in prompts]

    def say(self, prompt: Prompt, question: Question) -> Answer:
        page = int(re.match(r"Lines of page (\d+)", prompt.text)[1])
        lines = [line.rpartition(" [")[0] for line in prompt.text.rstrip("\n").split("\n")[1:]]
        part = next(p for p in self.parts if p.name == question.part)
        here = [f for f in self.facts if f["section"] == part.name and f["page"] == page and f["printed"]]
        texts = [self.rows(part, here, lines)] if part.kind == "list" else self.one(part, question, here, lines)
        legal = next((t for t in texts if taken(question.grammar, t)), None)
        if legal is None:
            self.refused.append((part.name, question.field, texts[0]))
        return Answer(legal or "", float(legal is not None))

    def one(self, part: Part, question: Question, here: list[dict], lines: list[str]) -> list[str]:
        """With the number of each line on which the words stand: some may be no value of the field, as the 5 of "$5 million"."""
        fact = next((f for f in here if f["item"] == question.field), None)
        return [f"{self.words(part, fact)} [{NEWLINE.join(lines).count(NEWLINE, 0, s)}]" for s, _ in places(NEWLINE.join(lines), fact["printed"], 0)] if fact else ["null"]

    def words(self, part: Part, fact: dict) -> str:
        spec = next(f for f in part.fields if f.name == fact["item"])
        return fact["value"] if spec.choices else fact["printed"]

    def rows(self, part: Part, here: list[dict], lines: list[str]) -> str:
        """Each row where all its values stand closest together, behind the row before."""
        rows, at, said, text = defaultdict(dict), 0, [], "\n".join(lines)
        for f in here:
            rows[f["row_index"]][f["item"]] = f
        for row in rows.values():
            start, at = closest(text, [f["printed"] for f in row.values()], at)
            first, *rest = (self.words(part, row[f.name]) if f.name in row else "null" for f in part.fields)
            said.append(" | ".join((f"{first} [{text.count(NEWLINE, 0, start)}]", *rest)))
        return "\n".join([*said, "end"])


def closest(text: str, words: list[str], at: int) -> tuple[int, int]:
    """The first stretch behind `at` that holds all the words and is no more than half as long again as the shortest."""
    there = [places(text, w, at) for w in words]
    assert all(there), (words, "not behind", at)
    ends = {s: max(next((e for b, e in some if b >= s), len(text) ** 2) for some in there) for some in there for s, _ in some}
    tight = [(s, e) for s, e in ends.items() if e - s <= 1.5 * min(e - s for s, e in ends.items())]
    first = min(e for _, e in tight)
    return max(s for s, e in tight if e == first), first


def places(text: str, words: str, at: int) -> list[tuple[int, int]]:
    """As whole words, which may run over lines."""
    shape = rf"(?<!\w)(?<!\d[.,]){re.escape(words).replace(BLANK, WHITE)}" + r"(?![.,]?\d)(?!\w)" * words[-1].isalnum()
    return [m.span() for m in re.compile(shape).finditer(text, at)]


def taken(grammar: str, text: str) -> bool:
    """Whether the grammar lets it be said."""
    matcher, tokens = LLMatcher(BYTES, grammar), BYTES.tokenize_str(text + "\n")
    assert not matcher.get_error(), matcher.get_error()
    return matcher.try_consume_tokens(tokens) == len(tokens) and matcher.is_accepting()


def tables(schema: str, folder: Path, out: Path) -> list[Record]:
    """The main job on all documents of `folder`, asked in the point form; what the grammar refuses to say fails."""
    model, gold, records = load_schema(schema), pl.read_parquet(folder / "gold.parquet"), []
    for name in gold["doc_id"].unique(maintain_order=True):
        engine = Perfect(gold.filter(pl.col.doc_id == name).to_dicts(), parts(model))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("pipeline.extract.load", lambda *_: engine)
            records.append(Extractor(Settings(schema, "perfect"))(folder / "pdf" / f"{name}.pdf"))
        assert engine.refused == []
    write(records, [], model, out, Run(schema, "perfect", "", {}))
    return records
