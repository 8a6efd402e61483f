"""Any schema, any page, any logits: the answer is an instance of the schema and in the document."""

import json
import random
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
import llguidance.numpy
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from llguidance import LLMatcher, LLTokenizer
from reportlab.pdfgen.canvas import Canvas

from extract_filings.pipeline.ask.keyed_prompt import cell
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.decode.constrained import advance
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.locate.chunk import chunk_pages
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.records import Answer, Form, Value, quoted
from extract_filings.pipeline.settings import Settings
from extract_filings.pipeline.tables.instance import assemble
from extract_filings.pipeline.text.parse import legal, typed
from extract_filings.schemas.base import FieldSpec

BYTES = LLTokenizer("byte")
WORDS = [
    "Acme",
    "Bank",
    "Trust",
    "Net",
    "Total",
    "of",
    "the",
    "Harbor",
    "12",
    "1,250.50",
    "(40)",
    "3.5%",
    "$7",
    "million",
    "2023",
    "-9",
    "0.25",
    "no",
    "Yes",
    "€80",
    "(in thousands)",
    "end date: two years after",
]
DATES = ("March 1, 2023", "2021-12-31", "5 June 2019")


@dataclass
class Anyone:
    """A model of random logits: any token that the grammar allows is as likely as any other."""

    rng: random.Random
    form: Form = "pointing"
    at_once: int = 1
    mask: np.ndarray = field(
        default_factory=lambda: llguidance.numpy.allocate_token_bitmask(1, BYTES.vocab_size)
    )

    def knows(self, parts) -> None:
        pass

    def answer(self, prompts):
        return [[self.say(q.grammar) for q in p.questions] for p in prompts]

    def say(self, grammar: str, most: int = 600) -> Answer:
        matcher, said, chosen = LLMatcher(BYTES, grammar), [], 0
        assert not matcher.get_error(), f"{matcher.get_error()}\n{grammar}"
        while not matcher.is_stopped() and chosen < most:
            llguidance.numpy.fill_next_token_bitmask(matcher, self.mask, 0)
            legal_ones = np.flatnonzero(np.unpackbits(self.mask.view(np.uint8), bitorder="little"))
            said += advance(matcher, int(self.rng.choice(legal_ones)))
            chosen += 1
        text = BYTES.decode_bytes(said).decode("utf-8", "replace")  # cut off, it may be anywhere
        share = self.rng.random() if matcher.is_stopped() else 0.0
        return Answer(text.replace("<|end|>", "").strip("\n"), share)


def leaves() -> st.SearchStrategy[dict]:
    bounds = st.fixed_dictionaries(
        {},
        optional={
            "minimum": st.integers(-5, 20),
            "exclusiveMaximum": st.sampled_from([21, 1, 1000.5, 10_000_000]),
        },
    ).filter(lambda b: b.get("minimum", -9) + 1 < b.get("exclusiveMaximum", 99))  # else refused
    lengths = st.fixed_dictionaries(
        {}, optional={"minLength": st.integers(0, 6), "maxLength": st.integers(6, 30)}
    )
    return st.one_of(
        bounds.map(lambda b: {"type": "number"} | b),
        bounds.map(lambda b: {"type": "integer"} | b),
        lengths.map(lambda b: {"type": "string"} | b),
        st.sampled_from(
            [
                {"type": "string", "format": "date"},
                {"type": "boolean"},
                {"enum": ["Gross", "Net", "of the"]},
                {"enum": [1, 2]},
                {"const": "Yes"},
                {"type": "string", "pattern": r"^[A-Z][a-z]+$"},
                {"type": "string", "pattern": r"\d{4}"},
                {"$ref": "#/$defs/money"},
                {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string"}]},
                {"type": "string", "x-cue": {"free": 20}},
            ]
        ),
    )


def nullable(node: dict) -> st.SearchStrategy[dict]:
    return st.sampled_from([node, {"anyOf": [node, {"type": "null"}]}])


NAMES = ["name", "net total", "a/b", "date~of", "x", "Größe", "limit", "of"]
NAMES += ["currency", "unit", "scale", "end date", "fiscal quarter"]
"""The last ones may be derived."""


def objects(inner: st.SearchStrategy[dict]) -> st.SearchStrategy[dict]:
    names = st.dictionaries(
        st.sampled_from(NAMES),
        inner.flatmap(nullable),
        min_size=1,
        max_size=4,
    )
    return names.flatmap(
        lambda p: st.lists(st.sampled_from([*p]), unique=True).map(
            lambda r: {"type": "object", "properties": p, "required": r}
        )
    )


def nodes() -> st.SearchStrategy[dict]:
    def lists(inner: st.SearchStrategy[dict]) -> st.SearchStrategy[dict]:
        items = inner.filter(lambda node: node.get("type") != "array")
        rules = st.sampled_from([{}, {"maxItems": 2}, {"uniqueItems": True}])
        return st.tuples(items, rules).map(lambda x: {"type": "array", "items": x[0]} | x[1])

    return st.recursive(
        leaves(), lambda inner: st.one_of(objects(inner), lists(inner)), max_leaves=5
    )


def schemas_() -> st.SearchStrategy[dict]:
    defs = {"money": {"type": "number", "minimum": 0, "maximum": 1}}
    return objects(nodes()).map(lambda root: root | {"$defs": defs})


PAGES = st.lists(
    st.lists(
        st.lists(st.sampled_from([*WORDS, *DATES]), min_size=1, max_size=7).map(" ".join),
        min_size=1,
        max_size=8,
    ),
    min_size=1,
    max_size=3,
)


def printed(pages: list[list[str]], path: Path) -> Path:
    canvas = Canvas(str(path))
    for page in pages:
        for i, line in enumerate(page):
            canvas.drawString(50, 750 - 20 * i, line)
        canvas.showPage()
    canvas.save()
    return path


def says(spec: FieldSpec, value: Value) -> bool:
    """Whether the quote is the value, as far as it needs nothing around it."""
    if spec.choices or spec.cue.free or spec.type not in (str, date):
        return True
    return typed(spec, value.quote, 0, len(value.quote)) == value.value


@settings(
    max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(source=schemas_(), pages=PAGES, seed=st.integers(0, 10**6), wide=st.booleans())
def test_every_answer_is_an_instance_and_every_leaf_stands_in_the_document(
    source, pages, seed, wide
):
    with TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr("extract_filings.pipeline.ask.terse_prompt.WIDE", 0 if wide else 48)
        patch.setattr(
            "extract_filings.pipeline.extract.load_engine",
            lambda *_: Anyone(random.Random(seed)),
        )
        (file := Path(place) / "any.json").write_text(json.dumps(source))
        pdf = printed(pages, Path(place) / "any.pdf")
        extractor = Pipeline(Settings(str(file), "random"))
        record, chunks = extractor(pdf), chunk_pages(read(pdf))
    root, made = extractor.parts[0], assemble(extractor.parts, record.values)
    faults = [e.message for e in Draft202012Validator(source).iter_errors(json.loads(made.text))]
    lacking = [
        f.name
        for f in root.fields
        if root.sure(f) and all(cell(Passage((c,)), f, must=True).empty for c in chunks)
    ]
    assert not faults or lacking, faults
    text = " ".join(line.text for c in chunks for line in c.lines)
    for v in record.values:
        part = next(p for p in extractor.parts if p.name == v.table)
        spec = next(f for f in part.fields if f.name == v.field)
        assert v.quote == quoted(v.line, v.start, v.end, v.rest) and (
            v.quote in text or v.status.outcome == "not grounded"
        )
        assert v.status.outcome == "not grounded" or spec.choices or legal(spec, v.value)
        assert (v.status.outcome == "not grounded") == bool(spec.cue.free)
        assert v.status.outcome == "derived" or (not v.operands and says(spec, v))
        assert all(o.quote in text for o in v.operands)
    assert len(record.values) == len(made.places) + len(made.outside)


def test_a_schema_of_369_fields_is_valid_and_grounded(tmp_path, monkeypatch):
    """Wider than any that frontier models answer validly, asked in parts that fit."""
    kinds = [
        {"type": "number"},
        {"type": "string", "maxLength": 40},
        {"type": "string", "format": "date"},
    ]
    names = ["revenue", "cost", "assets", "debt", "cash", "shares", "tax", "rent", "pension"]

    def group(i: int) -> dict:
        properties = {n: kinds[(i + j) % 3] for j, n in enumerate(names)}
        return {"type": "object", "properties": properties, "required": names}

    wide = {
        "title": "Wide",
        "type": "object",
        "properties": {f"block_{i}": group(i) for i in range(41)},
        "required": ["block_0"],
    }
    (tmp_path / "wide.json").write_text(json.dumps(wide))
    monkeypatch.setattr(
        "extract_filings.pipeline.extract.load_engine",
        lambda *_: Anyone(random.Random(0)),
    )
    extractor = Pipeline(Settings(str(tmp_path / "wide.json"), "random"))
    rng = random.Random(0)
    pages = [
        [" ".join(rng.choices([*WORDS, *DATES, *names], k=6)) for _ in range(12)] for _ in range(8)
    ]
    record = extractor(printed(pages, tmp_path / "wide.pdf"))
    made = assemble(extractor.parts, record.values)
    assert (
        len(extractor.parts[0].fields)
        == 369
        == len(record.values) + sum(p.reason == "not found" for p in record.problems)
    )
    assert Draft202012Validator(wide).is_valid(json.loads(made.text)) and len(made.places) >= 9
    assert len(record.values) > 99  # of which the instance leaves out objects that lack some


class Reluctant(Anyone):
    """Says null wherever it may."""

    def say(self, grammar: str, most: int = 600) -> Answer:
        matcher, said = LLMatcher(BYTES, grammar), b""
        while not matcher.is_stopped():
            letters = (bytes([b]) for b in self.rng.sample(range(32, 127), 95))
            tried = (b"null", *letters, b"\n")
            word = next(w for w in tried if matcher.validate_tokens([*w]) == len(w))
            matcher.consume_tokens([*word])
            said += word
        return Answer(said.decode().strip("\n"), 1.0)


def test_what_the_root_must_have_is_asked_again_without_null(tmp_path, monkeypatch):
    text, day = {"type": "string"}, {"type": "string", "format": "date"}
    fields = {"name": text, "summary": text | {"x-cue": {"free": 20}}, "signed": day, "note": text}
    (tmp_path / "deed.json").write_text(
        json.dumps(
            {"type": "object", "properties": fields, "required": ["name", "summary", "signed"]}
        )
    )
    monkeypatch.setattr(
        "extract_filings.pipeline.extract.load_engine",
        lambda *_: Reluctant(random.Random(3)),
    )
    record = Pipeline(Settings(str(tmp_path / "deed.json"), "random"))(
        printed([["Acme Bank of the Harbor"]], tmp_path / "deed.pdf")
    )
    assert {v.field: str(v.status) for v in record.values} == {
        "name": "forced",
        "summary": "not grounded",
    }
    assert [(p.field, p.reason) for p in record.problems] == [
        ("signed", "not found"),
        ("note", "not found"),
        ("", "invalid"),
    ]
