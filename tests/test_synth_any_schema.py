"""Synthetic documents for any schema: reproducible, and a perfect model reads every value."""

import hashlib
import random
from collections import Counter, defaultdict
from pathlib import Path

import polars as pl
import pytest

pytest.importorskip("reportlab")

from extract_filings.pipeline.ask.tagger import pages_held
from extract_filings.pipeline.ask.tagging_prompt import rows_prompt, words_prompt
from extract_filings.pipeline.errors import SchemaError
from extract_filings.pipeline.gold.align import placed
from extract_filings.pipeline.gold.evaluate import counts, evaluate
from extract_filings.pipeline.gold.pages import WordPage, examples
from extract_filings.pipeline.locate.chunk import chunk_pages
from extract_filings.pipeline.pdf.boxes import boxes
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.records import NO, NONE, YES, Chunk, Line, Record, TagScores, tag
from extract_filings.pipeline.resolve.cover.cover_fields import cover
from extract_filings.pipeline.resolve.cover.list_rows import list_rows
from extract_filings.pipeline.resolve.fields import cover_values, list_values, row_choices
from extract_filings.pipeline.resolve.merge import problems, statement_values
from extract_filings.pipeline.resolve.periods import Known
from extract_filings.pipeline.resolve.select import occurrences
from extract_filings.pipeline.resolve.sheet import read_sheet
from extract_filings.pipeline.resolve.statement import read_statement
from extract_filings.pipeline.tables.frames import Run
from extract_filings.pipeline.tables.write import write
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema
from extract_filings.training.synth.any_schema.documents import generate
from extract_filings.training.synth.any_schema.forms import LAYOUTS, Desk
from extract_filings.training.synth.any_schema.regex import sample
from extract_filings.training.synth.any_schema.values import draw
from extract_filings.training.synth.check import check

FILE = Path(__file__).parent / "lease.py"
SCHEMAS = {name: load_schema(f"{FILE}:{name}") for name in ("Lease", "Portfolio")}
DOCUMENTS = 40


@pytest.fixture(scope="module", params=SCHEMAS)
def made(request, tmp_path_factory):
    """Schema, folder, and where each value was drawn: {(document, section, item, row): (page,
    height)}.
    """
    out, drawn, note = tmp_path_factory.mktemp(request.param), {}, Desk.note
    with pytest.MonkeyPatch.context() as patch:

        def spy(desk, value, label, **where):
            drawn[desk.gold.doc_id, value.part, value.spec.name, where.get("row")] = (
                desk.paper.page,
                desk.paper.y,
            )
            note(desk, value, label, **where)

        patch.setattr(Desk, "note", spy)
        generate(SCHEMAS[request.param], DOCUMENTS, out, seed=2)
    return SCHEMAS[request.param], out, drawn


@pytest.fixture(scope="module")
def pages(made):
    found = defaultdict(list)
    for page in examples(made[1], parts(made[0])):
        found[page.document].append(page)
    return found


def gold(folder: Path) -> list[dict]:
    return pl.read_parquet(folder / "gold.parquet").to_dicts()


def digest(folder: Path) -> str:
    files = (p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file())
    return hashlib.sha256(b"".join(files)).hexdigest()


def test_same_seed_same_bytes(tmp_path):
    for name, seed in (("one", 5), ("two", 5), ("other", 6)):
        generate(SCHEMAS["Lease"], 3, tmp_path / name, seed)
    assert digest(tmp_path / "one") == digest(tmp_path / "two") != digest(tmp_path / "other")


def test_every_printed_value_stands_on_its_page(made):
    assert check(made[1]) == []


def test_exactly_the_printed_words_are_marked(made, pages):
    schema, out, _ = made
    asked = {
        (p.name, f.name)
        for p in parts(schema)
        if p.kind != "statement"
        for f in p.fields
        if not f.choices
    }
    wanted = Counter(
        (g["doc_id"], tag(g["section"], g["item"]), len(g["printed"].split()))
        for g in gold(out)
        if (g["section"], g["item"]) in asked
    )
    runs = Counter()
    for document, some in pages.items():
        repeated = {
            text(c): c.repeated for c in chunk_pages(read(out / "pdf" / f"{document}.pdf"))
        }  # heads of the page before
        for targets in (
            t
            for page in some
            if isinstance(page, WordPage)
            for t in page.targets[repeated[tuple(page.lines)] :]
        ):
            for name in set(targets) - {NONE}:
                at = [i for i, t in enumerate(targets) if t == name]
                assert at[-1] - at[0] == len(at) - 1
                runs[document, name, len(at)] += 1
    assert runs == wanted


def test_the_marks_stand_where_the_values_were_drawn(made, pages):
    _, out, drawn = made
    for document, facts in (
        pl.read_parquet(out / "gold.parquet").filter(pl.col.period_end.is_null()).group_by("doc_id")
    ):
        read_ = read(out / "pdf" / f"{document[0]}.pdf")
        glyphs = boxes(read_, range(1, len(read_.pages) + 1))
        for page, some in facts.group_by("page"):
            for fact, (line, start, _) in placed(read_.pages[page[0] - 1], some.to_dicts()):
                at = document[0], fact["section"], fact["item"], fact["row_index"]
                drawn_page, height = drawn[at]
                _, bottom, _, top = glyphs[page[0]][line][start][:4]
                assert drawn_page == page[0], fact
                assert bottom - 1 <= height <= top, fact


def test_a_perfect_model_would_read_every_value(made, pages, tmp_path):
    schema, out, _ = made
    records = [perfect(schema, out / "pdf" / f"{name}.pdf", some) for name, some in pages.items()]
    write(records, [], schema, tmp_path / "tables", Run("any", "perfect", "", {}))
    judged = evaluate(tmp_path / "tables", out / "gold.parquet")
    assert [j for j in judged if j.verdict != "right"] == []
    assert counts(judged, "section")["TOTAL"]["right"] > 4 * DOCUMENTS
    assert sum(len(r.values) for r in records) == len(gold(out))


def text(chunk: Chunk) -> tuple[str, ...]:
    return tuple(line.text for line in chunk.lines)


def perfect(schema, path: Path, pages: list) -> Record:
    """The main job with the marks of training in the model's place."""
    document, some = read(path), parts(schema)
    opening, statements = (
        [p for p in some if p.kind != "statement"],
        [p for p in some if p.kind == "statement"],
    )
    chunks = {text(c): c for c in chunk_pages(document)}
    words, rows = [], []
    for page in pages:
        chunk = chunks[tuple(page.lines)]
        kind = isinstance(page, WordPage)
        seen = Counter()
        for q in (
            words_prompt(chunk, opening) if kind else rows_prompt(chunk, statements)
        ).questions:
            if q.line is None:
                right = YES if q.part in page.holds else NO
            else:
                at = chunk.lines.index(q.line)
                right = page.targets[at][seen[at]] if kind else page.targets[at]
                seen[at] += 1
            assert right in q.choices, "the reader does not take the word for what it is"
            (words if kind else rows).append(
                TagScores(chunk, q, {c: float(c == right) for c in q.choices})
            )
    front = [line for c in dict.fromkeys(a.chunk for a in words) for line in c.lines]
    values = []
    for part in opening:
        values += (
            cover_values(part, cover(part, words), front)
            if part.kind == "root"
            else list_values(part, row_choices(part, list_rows(part, words)))
        )
    for part in statements:
        places = occurrences(part, rows, pages_held(part, rows))
        glyphs = boxes(document, {line.page for p in places for line in p.lines})
        values += statement_values(
            part,
            [(p, _cells(p, glyphs, part)) for p in places],
        )
    return Record(
        document.name, document.sha256, len(document.pages), tuple(values), problems(some, values)
    )


def _cells(place, glyphs, part):
    sheet = read_sheet(place.lines, glyphs, "months" in part.keys, Known())
    return read_statement(sheet, {r.field: r.line for r in place.rows}, part)


def test_fields_are_left_out_now_and_then(made):
    schema, out, _ = made
    root = parts(schema)[0]
    shown = Counter(g["item"] for g in gold(out) if g["section"] == root.name)
    for name, info in ((f.name, schema.model_fields[f.name]) for f in root.fields):
        assert (
            shown[name] == DOCUMENTS
            if info.is_required()
            else 0.5 * DOCUMENTS < shown[name] < DOCUMENTS
        )


def test_records_obey_bounds_patterns_and_validators():
    rng = random.Random(0)
    records = [SCHEMAS["Lease"].model_validate(draw(SCHEMAS["Lease"], rng)) for _ in range(50)]
    assert len({r.tenant for r in records}) > 40 and all(
        6 <= r.term_months <= 2400 for r in records if r.term_months
    )


def test_every_layout_is_used():
    assert len(set(LAYOUTS)) >= 8


@pytest.mark.parametrize(
    "content, message",
    [
        (
            "class A(BaseModel):\n a: Annotated[str, Cue(pattern=r'(a)(?=b)')]",
            r"field a: no text drawn for the pattern .*; say what it looks like with Cue\(make=",
        ),
        (
            (
                "class A(BaseModel):\n a: int\n @model_validator(mode='after')\n def no(self):"
                " raise ValueError('never')"
            ),
            "none of 300 drawn records is accepted; A: Value error, never; say what",
        ),
        ("class A(BaseModel):\n a: str = Field(examples=['word ' * 90])", "is too long for a line"),
        (
            "class B(BaseModel):\n b: str\nclass A(BaseModel):\n a: B",
            "lists of such models, and /a/b is none of these; make it a plain field",
        ),
        (
            (
                "class C(BaseModel):\n c: str\nclass B(BaseModel):\n b: str\n d: list[C]\nclass"
                " A(BaseModel):\n a: list[B]"
            ),
            "and /d/c is none of these",
        ),
        ("class A(BaseModel):\n a: list[str]", "and /a is none of these"),
    ],
)
def test_what_cannot_be_made_is_said_with_what_to_type(tmp_path, content, message):
    head = "from typing import *\nfrom pydantic import *\n"
    head += "from extract_filings.schemas.base import Cue\n"
    (tmp_path / "x.py").write_text(head + content)
    with pytest.raises(SchemaError, match=message):
        generate(load_schema(f"{tmp_path}/x.py:A"), 2, tmp_path / "out")


def test_a_pattern_is_drawn_in_full():
    assert all(
        sample(p, random.Random(i))
        for i in range(20)
        for p in (r"LS-\d{4}", r"[A-Z]{2}[^a-z]\w+(?:x|y)?", r"\d{5}(?:-\d{4})?|[A-Z]\d")
    )
    assert sample(r"(a)\1", random.Random(0)) is None


def test_values_of_one_entry_are_sought_on_one_line():
    text = [
        "Start: March 1, 2023",
        "Rent 5,000",
        "No. Due Rent",
        "1 March 1, 2023 5,000",
        "2 April 1, 2023 5,000",
    ]
    lines = [Line(1, i, t) for i, t in enumerate(text)]

    def fact(section: str, item: str, printed: str, label: str, row: int | None = None) -> dict:
        place = dict(table_index=row and 1, row_index=row)
        return dict(section=section, item=item, printed=printed, label=label, **place)

    facts = [
        fact("lease", "start", "March 1, 2023", "Start"),
        *(
            fact("p", i, t, i, 1)
            for i, t in (("no", "1"), ("due", "March 1, 2023"), ("rent", "5,000"))
        ),
        *(
            fact("p", i, t, i, 2)
            for i, t in (("no", "2"), ("due", "April 1, 2023"), ("rent", "5,000"))
        ),
        fact("lease", "rent", "5,000", "Rent"),
    ]
    found = {
        (f["item"], f["row_index"]): (line, start) for f, (line, start, _) in placed(lines, facts)
    }
    assert found == {
        ("start", None): (0, 7),
        ("rent", None): (1, 5),
        ("no", 1): (3, 0),
        ("due", 1): (3, 2),
        ("rent", 1): (3, 16),
        ("no", 2): (4, 0),
        ("due", 2): (4, 2),
        ("rent", 2): (4, 16),
    }
