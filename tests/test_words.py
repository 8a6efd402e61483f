"""Laws of what commands say: plain words with a place, and no promise that a number cannot keep."""

import socket
from dataclasses import replace

import fsspec
import polars as pl
import pytest
from make_records import acme
from review_case import record

from extract_filings.cli.console import say, terminal
from extract_filings.cli.extract import doubt
from extract_filings.pipeline.errors import InputError, ModelError
from extract_filings.pipeline.gold.evaluate import evaluate
from extract_filings.pipeline.records import Answers, Chunk, Document, Line
from extract_filings.pipeline.registry import hub, weights
from extract_filings.pipeline.registry.presets import place
from extract_filings.pipeline.resolve.merge import problems
from extract_filings.pipeline.resolve.time_over import with_all_searched
from extract_filings.pipeline.sources import find_sources
from extract_filings.pipeline.tables.frames import Run, tables
from extract_filings.pipeline.tables.parquet import put
from extract_filings.pipeline.tables.summary import unlike
from extract_filings.schemas.base import FieldSpec, Part
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing


def test_names_are_no_emoji_and_no_markup():
    for console in (say, terminal()):
        with console.capture() as said:
            console.print("a:key:b [red]x[/red]")
        assert said.get() == "a:key:b [red]x[/red]\n"


def test_what_is_missing_is_told_with_its_page():
    why = {(p.table, p.field): p.detail for p in record().problems}
    assert (
        why["income_statement", "net_income"] == "no line for it in the income statement on page 3"
    )
    assert why["filing", "phone"] == ("nothing was read for it where the others stand, on page 1")
    assert why["cash_flow", "dividends_paid"].endswith("try --exhaustive")


def test_each_cell_that_a_list_s_row_lacks_names_the_row_and_all_that_it_lacks():
    asked = (Part("lines", "list", "", tuple(FieldSpec(n, str, "") for n in ("a", "b", "c"))),)
    of = {"table": "lines", "value": "x", "field": "a"}
    late, first = (replace(acme().values[0], key=(("row", n),), **of) for n in (4, 2))
    told = problems(asked, [late, first, replace(late, field="b")])
    page = first.line.page
    assert [(p.key[0][1], p.field, p.detail) for p in told] == [
        (2, "b", f"row 1, on page {page}, lacks b, c"),
        (2, "c", f"row 1, on page {page}, lacks b, c"),
        (4, "c", f"row 2, on page {page}, lacks c"),
    ]


@pytest.mark.parametrize(("asked", "advice"), [(1, "; try --exhaustive"), (2, "")])
def test_who_had_every_page_searched_is_not_told_to_do_so(asked, advice):
    pages = tuple((Line(n, 0, "Cash flows"),) for n in (1, 2))
    document = Document("a.pdf", "a", "", "pdfium", pages)
    missing = [p for p in record().problems if p.table == "cash_flow"][:1]
    answers = {"cash_flow": Answers(tuple(map(Chunk, pages[:asked])))}
    (told,) = with_all_searched(missing, answers, document)
    said = "nothing of this table was read on the pages that were searched"
    assert told.detail == said + advice


def test_a_document_in_which_next_to_nothing_is_found_is_named():
    asked, how = parts(Filing), Run("filing", "toy", "", {})
    frames = tables([acme()], [], asked, how)
    assert unlike(frames) == []
    frames |= {"evidence": frames["evidence"].head(3)}
    assert unlike(frames) == ["acme"]
    assert "nothing was found of schema filing: did you mean `--schema c" in doubt("filing")


def test_who_wrote_a_schema_is_shown_no_other():
    assert doubt("uni.py:Uni") == (
        "next to nothing was found of schema uni.py:Uni; if the document is one, name its fields in"
        " the words that it prints"
    )


def test_gold_of_other_documents_is_an_error(tmp_path):
    put(tables([acme()], [], parts(Filing), Run("filing", "toy", "", {})), tmp_path, 0, {})
    one = {"doc_id": "other", "section": "income_statement", "item": "revenue", "value": "5"}
    more = {"period_start": "2024-01-01", "period_end": "2024-03-31", "printed": "5"}
    pl.DataFrame([one | more | {"suspect": False}]).write_parquet(tmp_path / "gold.parquet")
    with pytest.raises(InputError, match=r"no document in common .* it has other, the tables acme"):
        evaluate(tmp_path, tmp_path / "gold.parquet")


def test_a_misspelled_model_asks_no_hub(monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("asked the hub"))
    with pytest.raises(ModelError, match="did you mean qwen3-4b"):
        place("qwen3-4bb")


def test_a_hub_that_does_not_answer_is_asked_once(monkeypatch):
    def refuse(*_, **__):
        raise OSError

    monkeypatch.setattr(hub, "getproxies", dict)
    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(ModelError, match=r"not on this machine, and https://.* does not answer"):
        weights.load_weights("nobody/nothing")


def test_a_store_that_refuses_is_told_in_one_line(monkeypatch):
    class NoCredentialsError(Exception):
        """As botocore raises it."""

    def refuse(self, path):
        raise NoCredentialsError("Unable to locate credentials")

    monkeypatch.setattr(type(fsspec.filesystem("memory")), "isdir", refuse)
    with pytest.raises(InputError, match=r"memory://far: the store does not answer \(Unable to"):
        find_sources(["memory://far"])
