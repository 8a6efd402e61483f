"""The span reader: what it is told of a page, that numpy computes what torch was trained to, and
what becomes of its scores.
"""

from dataclasses import replace
from decimal import Decimal
from itertools import islice, pairwise
from pathlib import Path
from random import Random

import numpy as np
import pytest
from tokenizers import Tokenizer

from extract_filings.models import ANY_SCHEMA
from extract_filings.pipeline.ask.field_text import field_text, kind_of, text_of
from extract_filings.pipeline.decode.span_engine import SpanEngine
from extract_filings.pipeline.decode.span_windows import DOWN, OVERLAP, TOKENS, WAYS, windows
from extract_filings.pipeline.printed_page import PrintedPage, Word, printed_page
from extract_filings.pipeline.records import Line
from extract_filings.schemas.base import FieldSpec, Part

LEVEL = len(DOWN) // 2
STEPS = len(DOWN) + 1


@pytest.fixture(scope="module")
def engine() -> SpanEngine:
    return SpanEngine("embedded", ANY_SCHEMA, 2)


@pytest.fixture(scope="module")
def tokenizer(engine) -> Tokenizer:
    return engine.tokenizer


def page(*rows: tuple[str, float, float]) -> PrintedPage:
    """Lines at x, y, six points a character."""
    words = tuple(
        Word(n, s, s + len(w), (x + 6 * s, y, x + 6 * (s + len(w)), y + 12))
        for n, (text, x, y) in enumerate(rows)
        for s, w in _words(text)
    )
    return PrintedPage(tuple(text for text, *_ in rows), words)


def _words(text: str):
    at = 0
    for word in text.split():
        at = text.index(word, at)
        yield at, word
        at += len(word)


def test_a_token_knows_what_stands_to_its_right_and_below(tokenizer):
    form = page(("Total 52", 40, 700), ("Due", 40, 685), ("far", 400, 300))
    (window,) = windows(form, tokenizer)
    total, number, due, far = 1, 2, 3, 4
    assert divmod(int(window.ways[total, number]), STEPS) == (4, LEVEL), "right, on the same line"
    assert divmod(int(window.ways[number, total]), STEPS) == (2, LEVEL), "left"
    assert divmod(int(window.ways[total, due]), STEPS) == (7, LEVEL + 1), "aligned, a line below"
    assert window.ways[total, far] not in (window.ways[total, due], window.ways[total, number])
    assert (window.ways[0] == WAYS - 1).all(), "a mark stands nowhere"


def test_windows_hold_each_token_and_overlap_in_whole_lines(tokenizer):
    rows = ((f"Clause {n} holds what was said of item {n}", 40, 9000 - 14 * n) for n in range(99))
    long = page(*rows)
    some = [*windows(long, tokenizer)]
    assert len(some) > 2 and all(len(w.ids) <= TOKENS for w in some)
    assert {n for w in some for n in w.line.tolist()} == {-1, *range(99)}
    for one, other in pairwise(some):
        shared = {*one.line.tolist()} & {*other.line.tolist()} - {-1}
        assert shared and (np.isin(one.line, [*shared])).sum() <= OVERLAP
        assert other.start[1] == 0, "begins with a line"


def test_a_line_longer_than_a_window_is_cut(tokenizer):
    some = [*windows(page(("word " * 1000, 0, 0)), tokenizer)]
    assert sum(len(w.ids) - 2 for w in some) == 1000


def test_a_page_without_words_has_no_window(tokenizer):
    assert not [*windows(PrintedPage((), ()), tokenizer)]


def test_words_have_the_boxes_of_their_characters():
    boxes = [(10.0 * i, 5.0, 10.0 * i + 8, 15.0 + i) for i in range(5)]
    (first, second) = printed_page([Line(1, 0, "ab cd")], [boxes]).words
    assert first.box == (0, 5, 18, 16) and second.box == (30, 5, 48, 19)


def test_a_field_is_told_by_its_name_description_and_owner():
    part = Part("order", "root", "", (), owner="")
    spec = FieldSpec("seller_vatId", str, "tax number", at=("seller", "vatId"))
    assert text_of(part, spec) == "vat id. tax number. of order seller"
    assert field_text("grossAmount", "", "") == "gross amount"
    kinds = [kind_of(FieldSpec("f", t, "")) for t in (str, Decimal, int, bool)]
    assert kinds == ["text", "number", "number", "choice"]


def test_numpy_computes_what_torch_was_trained_to(engine, tmp_path):
    torch = pytest.importorskip("torch")
    from extract_filings.training.spans.batches import batch, items
    from extract_filings.training.spans.network import SpanReader
    from extract_filings.training.spans.trades import samples

    network = SpanReader.exported(ANY_SCHEMA)
    (sample,) = samples(1, 3)
    item = next(items(sample, engine.tokenizer, Random(0)))
    b = batch([item], engine.tokenizer)
    with torch.no_grad():
        hidden = network.encode(b.ids, b.mask, b.features, b.ways)[0]
        fields = network.fields(b.field_ids, b.field_mask, b.kinds)
        begin, none = network.begins(hidden, fields, b.ways[0], b.mask[0])
        finish = network.finishes(hidden, fields.whole[:1], torch.tensor([5]))
        finish = finish.masked_fill(~b.ends[0], -1e4).log_softmax(-1)[0]
        rows = network.same_row(hidden, b.ways[0], torch.tensor([5, 9]))
    ours = engine.reader.fields([ids[ids > 0].tolist() for ids in b.field_ids], b.kinds.tolist())
    read = engine.reader.read(item[0], ours)
    near = {"atol": 2e-3, "rtol": 1e-3}
    np.testing.assert_allclose(read.begin, begin.numpy(), **near)
    np.testing.assert_allclose(read.none, none.numpy(), **near)
    may = finish.numpy() > -100
    ends = engine.reader.finish(read, ours.finish[0], 5)
    np.testing.assert_allclose(ends[may], finish.numpy()[may], **near)
    pair = engine.reader.same_row(read, np.array([5, 9]))
    np.testing.assert_allclose(pair, rows.numpy(), **near)


def test_a_list_without_a_holder_is_read_as_a_list(engine):
    pytest.importorskip("torch")
    from extract_filings.training.spans.reading import read_sample
    from extract_filings.training.spans.trades import samples

    some = [s for s in samples(12, 3) if any(f.many and f.spans for f in s.fields)][:3]
    bare = [replace(s, fields=tuple(replace(f, owner="") for f in s.fields)) for s in some]
    given = [one for s in (*some, *bare) for one in read_sample(engine, s)]
    assert {one.kind for one in given} == {"root", "list"} and any(one.right for one in given)
    assert all((one.kind == "list") == one.field.many for one in given)


def test_scores_do_not_depend_on_how_many_read_side_by_side(engine):
    form = page(*((f"Invoice {n} of May {n}, 2020", 40, 9000 - 14 * n) for n in range(99)))
    one = SpanEngine("embedded", Path(ANY_SCHEMA), 1)
    asked = ["invoice date", "total"]
    scores = [
        [w.begin for w in e.read([form], e.fields(asked, ["date", "number"], [False] * 2))[0]]
        for e in (engine, one)
    ]
    assert all((a == b).all() for a, b in zip(*scores, strict=True))


def test_a_window_within_a_table_is_led_by_the_heads_of_its_columns(tokenizer):
    cells = [("Item", 40), ("Pieces", 200), ("Price", 300)]
    table = [(text, x, 9000.0) for text, x in cells]
    for n in range(120):
        said = f"part {n}", str(n), f"{n}.50"
        table += [(t, x, 8980.0 - 14 * n) for t, (_, x) in zip(said, cells, strict=True)]
    rows = _joined(table)
    some = [*windows(rows, tokenizer)]
    assert len(some) > 1
    for window in some[1:]:
        head = window.line == 0
        assert head[1] and head.sum() == 3, "each word of it"
        assert not (window.begins | window.ends)[head].any(), "no value is read there again"
        price = int(head.nonzero()[0][-1])
        across = window.ways[price, window.begins] // STEPS
        assert (across == 7).sum() > 9, "prices stand below it"


def test_a_head_longer_than_a_window_leads_none(tokenizer):
    dots = " ".join("." * 45)
    table = [(f"{dots} {n}", x, 9000.0 - 14 * n) for n in range(3) for x in (40, 400, 800)]
    table += [(f"{n}.50", x, 8900.0 - 14 * n) for n in range(200) for x in (40, 400, 800)]
    some = [*islice(windows(_joined(table), tokenizer), 50)]
    first = [int(w.line[w.begins][0]) for w in some]
    assert len(some) < 50 and first == sorted({*first})


def test_prose_has_no_heads(tokenizer):
    rows = (("Item", 40, 9000), *((f"Clause {n} holds", 40, 8900 - 14 * n) for n in range(200)))
    some = [*windows(page(*rows), tokenizer)]
    assert len(some) > 1 and all((np.diff(w.line[1:-1]) >= 0).all() for w in some)
    assert all(0 not in w.line for w in some[1:])


def _joined(cells: list[tuple[str, float, float]]) -> PrintedPage:
    """Cells at x, y; those of one y are one line."""
    lines: dict[float, list[Word]] = {}
    texts: dict[float, str] = {}
    for text, x, y in cells:
        at = len(texts.get(y, "")) + (y in texts)
        texts[y] = f"{texts[y]} {text}" if y in texts else text
        number = [*texts].index(y)
        lines.setdefault(y, []).extend(
            Word(number, at + s, at + s + len(w), (x + 6 * s, y, x + 6 * (s + len(w)), y + 12))
            for s, w in _words(text)
        )
    return PrintedPage(tuple(texts.values()), tuple(w for some in lines.values() for w in some))
