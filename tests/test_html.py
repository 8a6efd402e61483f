"""HTML, inline XBRL and text filings: what is seen is read, what is hidden is not, and tags are
only compared with.
"""

import re
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from selectolax.lexbor import LexborHTMLParser

from extract_filings.benchmarks.robustness.html_bombs import is_well, outcomes
from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.gold.evaluate import evaluate
from extract_filings.pipeline.reader import boxes, read
from extract_filings.pipeline.sources import find_sources

EXAMPLES = Path(__file__).parents[1] / "examples"
WEB, TYPED = EXAMPLES / "html" / "synth0105_10-k.htm", EXAMPLES / "text" / "synth0108_10-q.txt"
NAMES = ("filing", "income_statement", "balance_sheet", "cash_flow", "line_item", "evidence")
ROW = "Planted total net sales 999,999"


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """Tables of both examples, and of copies whose tags are gone or wrong."""
    folder = tmp_path_factory.mktemp("html")
    page = WEB.read_text()
    copies = {"bare": bare(page), "wrong": wrong(page)}
    for name, text in copies.items():
        (folder / f"{name}.htm").write_text(text)
    files = [WEB, TYPED, folder / "bare.htm", folder / "wrong.htm"]
    words = [sys.executable, "-m", "extract_filings.cli.main", *files, "--out", folder / "out"]
    subprocess.run([*map(str, words), "--quiet"], check=True)
    return folder / "out"


def bare(page: str) -> str:
    page = re.sub(r"<ix:header>.*?</ix:header>", "", page, flags=re.S)
    return re.sub(r"</?ix:[^>]*>", "", page)


def wrong(page: str) -> str:
    """The tags of total assets have a scale that is not theirs."""
    return re.sub(r'(name="us-gaap:Assets"[^>]*scale=")\d', r"\g<1>9", page)


def of(tables: Path, table: str, document: str) -> pl.DataFrame:
    return pl.read_parquet(tables / table / "*.parquet").filter(pl.col.document == document)


@pytest.mark.parametrize("path", [WEB, TYPED], ids=["html", "text"])
def test_what_is_read_is_what_was_drawn(tables, path):
    gold = path.with_name("gold.parquet")
    judged = evaluate(tables, gold)
    assert len(judged) > 70 and [j for j in judged if j.verdict != "right"] == []


@pytest.mark.parametrize("path", [WEB, TYPED], ids=["html", "text"])
def test_each_character_has_a_box(path):
    document = read(path)
    found = boxes(document, range(1, len(document.pages) + 1))
    assert [[len(line) for line in found[n]] for n in sorted(found)] == [
        [len(line.text) for line in page] for page in document.pages
    ]


def test_anchors_hold_the_quotes(tables):
    top = LexborHTMLParser(WEB.read_bytes()).body.parent
    there = of(tables, "evidence", WEB.stem)
    assert there.height > 70
    for row in there.iter_rows(named=True):
        tag, number = re.fullmatch(r"\(//(\w+)\)\[(\d+)\]", row["anchor"]).groups()
        element = [n for n in top.traverse() if n.tag == tag][int(number) - 1]
        said = element.text(deep=True)[row["anchor_start"] : row["anchor_end"]]
        assert "".join(said.split()) == "".join(row["quote"].split()), row


def test_tags_change_no_value_and_are_only_compared_with(tables):
    for name in NAMES:
        tagged, stripped = (
            of(tables, name, document).drop("document", pl.selectors.starts_with("xbrl"))
            for document in (WEB.stem, "bare")
        )
        anchors = [c for c in tagged.columns if c.startswith("anchor")]
        others = [c for c in tagged.columns if c not in (*anchors, "sha256", "source")]
        assert tagged.select(others).equals(stripped.select(others)), name
    agrees = of(tables, "evidence", WEB.stem)["xbrl_agrees"]
    assert agrees.sum() > 70 and not (agrees == False).any()  # noqa: E712
    assert of(tables, "evidence", "bare")["xbrl_agrees"].is_null().all()


def test_a_tag_with_another_scale_is_told(tables):
    told = of(tables, "evidence", "wrong").filter(~pl.col.xbrl_agrees)
    assert set(told["table"]) == {"balance_sheet"} and told.height == 2


HIDDEN = {
    "display": f"<p style='display:none'>{ROW}</p>",
    "important": f"<style>i{{display:none !important}}</style><i style='display:block'>{ROW}</i>",
    "rule": f"<style>@media screen{{.a{{display:none}}}}</style><p class=a>{ROW}</p>",
    "rule that names more": f"<style>#b{{display:none}}p{{display:block}}</style><p id=b>{ROW}</p>",
    "rule of what holds it": f"<style>div > p{{display:none}}</style><div><p>{ROW}</p></div>",
    "visibility": f"<p style='visibility:hidden'>{ROW}</p>",
    "opacity": f"<p style='opacity:0'>{ROW}</p>",
    "tiny": f"<p style='font-size:1px'>{ROW}</p>",
    "no font": f"<p style='font: 0/0 serif'>{ROW}</p>",
    "white": f"<p><font color=white>{ROW}</font></p>",
    "its ground": f"<table bgcolor='#000080'><tr><td style='color:#000081'>{ROW}</table>",
    "clear": f"<p style='color:transparent'>{ROW}</p>",
    "off the page": f"<p style='position:absolute;left:-9999px'>{ROW}</p>",
    "indented": f"<p style='text-indent:-9999px'>{ROW}</p>",
    "moved": f"<p style='transform:translateX(-9999px)'>{ROW}</p>",
    "shrunk": f"<p style='transform:scale(0)'>{ROW}</p>",
    "clipped": f"<p style='clip-path:inset(50%)'>{ROW}</p>",
    "no height": f"<div style='height:0;overflow:hidden'>{ROW}</div>",
    "one dot": f"<div style='width:1px;height:1px;overflow:hidden'>{ROW}</div>",
    "attribute": f"<p hidden>{ROW}</p>",
    "dialog": f"<dialog>{ROW}</dialog>",
    "row": f"<table><tr style='display:none'><td>{ROW}</td></tr></table>",
}
NEVER = {
    "comment": f"<!-- {ROW} -->",
    "script": f"<script>'{ROW}'</script>",
    "template": f"<template>{ROW}</template>",
    "header": f"<div style='display:none'><ix:header>{ROW}</ix:header></div>",
}
SEEN = {
    "white on dark": f"<p style='color:#fff;background-color:#036'>{ROW}</p>",
    "white on a dark row": f"<table><tr bgcolor=navy><td><font color=white>{ROW}</font></table>",
    "white on a picture": f"<p style='color:#fff;background:url(a.png)'>{ROW}</p>",
    "for paper": f"<style>@media print{{p{{display:none}}}}</style><p>{ROW}</p>",
    "shown again": f"<style>p{{display:none}}p.a{{display:block}}</style><p class=a>{ROW}</p>",
    "far down": f"<div style='position:absolute;top:9999px'>{ROW}</div>",
    "hanging": f"<p style='text-indent:-18pt;margin-left:18pt'>{ROW}</p>",
}


def lines(tmp_path: Path, page: str | bytes, name: str = "a.htm") -> list[str]:
    path = tmp_path / name
    path.write_bytes(page.encode() if isinstance(page, str) else page)
    return [line.text for some in read(path).pages for line in some]


@pytest.mark.parametrize("way", [*HIDDEN, *NEVER])
def test_hidden_text_is_not_read_and_is_told_once(tmp_path, way):
    page = f"<html><p>Net sales 5</p>{(HIDDEN | NEVER)[way]}<p>Costs 4</p>"
    assert lines(tmp_path, page) == ["Net sales 5", "Costs 4"]
    told = [h.words for h in read(tmp_path / "a.htm").hidden]
    assert told == ([ROW] if way in HIDDEN else [])


@pytest.mark.parametrize("way", SEEN)
def test_what_is_seen_is_read(tmp_path, way):
    assert lines(tmp_path, f"<html>{SEEN[way]}") == [ROW]
    assert read(tmp_path / "a.htm").hidden == ()


WORDS = "<html><p>Société 5 – “a”</p>"


@pytest.mark.parametrize(
    "page",
    [
        WORDS.encode(),
        WORDS.encode("cp1252"),
        WORDS.encode("utf-16"),
        WORDS.encode("utf-8-sig"),
        WORDS.replace("<html>", "<html><meta charset=utf-8>").encode("cp1252"),
        WORDS.replace("<html>", "<html><meta charset=iso-8859-1>").encode("cp1252"),
        WORDS.replace("<html>", "<html><meta charset=punycode>").encode(),
    ],
)
def test_letters_are_those_that_browsers_show(tmp_path, page):
    assert lines(tmp_path, page) == ["Société 5 – “a”"]


GRIDS = {
    "rowspan": ("<tr><td rowspan=2>a<td>b<tr><td>c", ["a b", "c"]),
    "colspan": ("<tr><td colspan=2>Year<tr><td>1<td>2", ["Year", "1 2"]),
    "nested": ("<tr><td>a<td><table><tr><td>b<td>c</table><td>d", ["a b c d"]),
    "head": ("<caption>T</caption><thead><tr><th>A<th>B<tbody><tr><td>1<td>2", ["T", "A B", "1 2"]),
    "signs": ("<tr><td>Loss<td>$<td>(5<td>)", ["Loss $ (5)"]),
    "unclosed": ("<tr><td><b>a<td><i>b<tr><td>c", ["a b", "c"]),
}


@pytest.mark.parametrize("way", GRIDS)
def test_tables_are_read_by_rows(tmp_path, way):
    rows, expected = GRIDS[way]
    assert sorted(lines(tmp_path, f"<html><table>{rows}</table>")) == sorted(expected)


def test_elements_that_xhtml_closes_by_a_slash_hold_nothing(tmp_path):
    page = "<?xml version='1.0'?><html><table><tr><td/><td>a</td></tr></table><div/><p/>b</html>"
    assert lines(tmp_path, page) == ["a", "b"]


def test_addresses_of_mails_are_no_tags(tmp_path):
    mail = "From: Pat Lee <p.lee@example.org>\nTo: Di Vane <div@example.org>\n\n  1) Oak"
    made = lines(tmp_path, mail, "a.txt")
    assert made == ["From: Pat Lee <p.lee@example.org>", "To: Di Vane <div@example.org>", "1) Oak"]


def test_only_the_first_document_of_a_submission_is_read(tmp_path):
    one = "<DOCUMENT>\n<TYPE>{}\n<TEXT>\n<html><p>{}</p></html>\n</TEXT>\n</DOCUMENT>\n"
    whole = "<SEC-DOCUMENT>a\n" + one.format("10-K", "main") + one.format("EX-99", "exhibit")
    assert lines(tmp_path, whole, "a.txt") == ["main"]


def test_of_a_folder_filings_are_read_and_pages_beside_them_are_not(tmp_path):
    for name in ("a.htm", "b.html", "R2.htm", "0000320193-24-000123-index.htm", "c.txt"):
        (tmp_path / name).write_text("<p>x")
    found = find_sources([str(tmp_path)])
    assert [s.document for s in found.sources] == ["a", "b"] and len(found.passed_over) == 3


def test_orders_to_write_from_the_right_and_tags_are_no_text(tmp_path):
    page = "<p>\u202eAcme\u2069 Cor\u200bp.\U000e0041</p>"
    assert lines(tmp_path, page) == ["Acme Corp."]
    assert lines(tmp_path, "Acme\u202e Cor\u2066p.", "a.txt") == ["Acme Corp."]


BAD = {
    "docx": (b"PK\x03\x04aaaa", "soffice"),
    "gz": (b"\x1f\x8baaaa", "gunzip"),
    "rtf": (b"{\\rtf1 a}", "soffice"),
    "png": (b"\x89PNG\r\n", "img2pdf"),
    "empty": (b"", "empty"),
    "binary": (bytes(range(9)) * 50, "neither"),
    "pictures": (b"<html><img src=a.png>", "OCR"),
    "documents": (b"<SEC-DOCUMENT>\n<DOCUMENT><TYPE>10-K", "<DOCUMENT>"),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_cannot_be_read_costs_a_line_that_helps(tmp_path, kind):
    data, words = BAD[kind]
    with pytest.raises(InputError) as refused:
        lines(tmp_path, data)
    said = str(refused.value)
    assert said.startswith(f"{tmp_path / 'a.htm'}: ") and words in said and "\n" not in said


QUICK = [
    "nested div",
    "nested table",
    "opened tables",
    "attributes of one tag",
    "tall cells",
    "documents",
    "wide cells in one row",
    "one long selector",
    "brackets of style",
    "blocks of style",
    "entities",
]


def test_bombs_cost_seconds_and_a_line():
    found = [*outcomes(QUICK, 0.01, 20, 512)]
    assert [f for f in found if not is_well(f[1]) or "died" in f[1]] == []


def test_tables_that_are_tables_by_style_alone_are_tables(tmp_path):
    cell = '<div style="display:table-cell">{}</div>'.format
    row = ('<div style="display:table-row">' + cell("Net sales") + cell("391,035") + "</div>") * 2
    shown = f'<div style="display:table">{row}</div><div style="display:table"><p>alone</p></div>'
    path = tmp_path / "a.htm"
    path.write_text(f"<html><body>{shown}</body></html>")

    assert [line.text for line in read(path).pages[0]] == ["Net sales 391,035"] * 2 + ["alone"]
