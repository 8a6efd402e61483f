"""The same filing as EDGAR holds it: HTML with inline XBRL, or text of the 1990s.

    python -m extract_filings.training.synth.filing.web html 105 examples/html

Tables are written as the usual makers write them: cells of their own for dollar signs and closing
brackets, and empty ones between columns.
"""

import argparse
import re
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from extract_filings.training.synth import filing
from extract_filings.training.synth.base.gold import Gold, save
from extract_filings.training.synth.base.pieces import Kept, Line, Piece, Typed, blocks
from extract_filings.training.synth.filing.tagged import Tags

NUMBER = re.compile(r"\$?\(?-?\$?[\d,]*\.?\d+%?\)?%?|[—–-]")
DOTS = re.compile(r"[\s.]{4,}")
NEAR = 7.0  # points that right edges of a column differ
HEAD = (
    "<?xml version='1.0' encoding='ASCII'?>\n"
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL"'
    ' xmlns:xbrli="http://www.xbrl.org/2003/instance"><head><title>{}</title></head><body>'
)
SPAN = '<span style="color:#000000;font-family:serif;font-size:9pt;font-weight:{}">{}</span>'
PARAGRAPH = '<div style="text-align:{};padding-left:{:.1f}pt">{}</div>'
TABLE = '<table style="border-collapse:collapse;width:100.000%"><tr>{}</tr>{}</table>'
CELL = '<td colspan="{}" style="padding:2px 1pt;text-align:{};vertical-align:bottom">{}</td>'
BREAK = '<div><hr style="page-break-after:always"/></div>'
PLAIN = str.maketrans(
    {"—": "-", "–": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "☒": "X", "☐": "_", "☑": "X"}
    | {"þ": "X", "¨": "_", "ý": "X", "§": "S"}
)
"""The letters of a typewriter."""
SUBMISSION = """<SEC-DOCUMENT>{accession}.txt : {day}
<SEC-HEADER>{accession}.hdr.sgml : {day}
ACCESSION NUMBER:\t\t{accession}
CONFORMED SUBMISSION TYPE:\t{form}
PUBLIC DOCUMENT COUNT:\t\t2
CONFORMED PERIOD OF REPORT:\t{day}

FILER:

\tCOMPANY DATA:
\t\tCOMPANY CONFORMED NAME:\t\t\t{name}
</SEC-HEADER>
<DOCUMENT>
<TYPE>{form}
<SEQUENCE>1
<DESCRIPTION>{form}
<TEXT>
{main}
</TEXT>
</DOCUMENT>
<DOCUMENT>
<TYPE>EX-27
<SEQUENCE>2
<DESCRIPTION>FINANCIAL DATA SCHEDULE
<TEXT>
<TABLE> <S> <C>
<MULTIPLIER> 1,000
<TOTAL-ASSETS>                                   999,999
</TABLE>
</TEXT>
</DOCUMENT>
</SEC-DOCUMENT>
"""


def html(folder: Path, number: int, seed: int) -> None:
    """The filing of this seed and number, with the same gold as its PDF."""
    gold, doc, paper = _drawn(folder, number, seed, Kept)
    tags = Tags(gold)
    pages = _pages(paper.lines())
    inside = f"\n{BREAK}\n".join("\n".join(_page(page, tags)) for page in pages)
    made = HEAD.format(gold.doc_id) + tags.header() + inside + "</body></html>\n"
    _save(folder, f"{gold.doc_id}.htm", made.encode("ascii", "xmlcharrefreplace"), gold, doc)


def text(folder: Path, number: int, seed: int) -> None:
    """A whole submission; its gold is printed in a typewriter's letters."""
    gold, doc, paper = _drawn(folder, number, seed, Typed)
    main = "\n<PAGE>\n".join("\n".join(_typed(page)) for page in _pages(paper.lines()))
    name = next(f["printed"] for f in gold.facts if f["item"] == "registrant_name")
    made = SUBMISSION.format(
        accession=f"0000000{number:03d}-97-{seed:06d}",
        day=f"{gold.end:%Y%m%d}",
        form=doc["form"],
        name=name.upper(),
        main=main,
    )
    for fact in gold.facts:
        fact["printed"] = fact["printed"].translate(PLAIN)
    _save(folder, f"{gold.doc_id}.txt", made.translate(PLAIN).encode("ascii", "replace"), gold, doc)


def _drawn(folder: Path, number: int, seed: int, kind: type[Kept]) -> tuple[Gold, dict, Kept]:
    folder.mkdir(parents=True, exist_ok=True)
    papers: list[Kept] = []

    def paper(*how) -> Kept:
        papers.append(kind(*how))
        return papers[0]

    gold, doc = filing(folder, number, seed, False, paper)
    (folder / f"{gold.doc_id}.pdf").unlink()
    return gold, doc, papers[0]


def _save(folder: Path, name: str, data: bytes, gold: Gold, doc: dict) -> None:
    (folder / name).write_bytes(data)
    save(folder, [gold], [doc], rows=False)


def _pages(lines: Sequence[Line]) -> list[list[Line]]:
    last = lines[-1][0].page
    return [[line for line in lines if line[0].page == n] for n in range(1, last + 1)]


# text


def _typed(page: Sequence[Line]) -> Iterator[str]:
    for is_table, lines in blocks(page):
        if is_table:
            yield from ("<TABLE>", "<CAPTION>")
        marked = not is_table
        for line in lines:
            if not marked and any(NUMBER.fullmatch(p.text) for p in line[1:]):
                yield _line([*_marks(line)])
                marked = True
            yield _line([(p.x, p.text) for p in line])
        if is_table:
            yield "</TABLE>"


def _marks(line: Line) -> Iterator[tuple[float, str]]:
    yield line[0].x, "<S>"
    yield from ((p.x, "<C>") for p in line[1:] if NUMBER.fullmatch(p.text))


def _line(pieces: Sequence[tuple[float, str]]) -> str:
    made = ""
    for x, words in pieces:
        at = round((x - 138) / 4.2)
        made = made.ljust(max(at, len(made) + bool(made))) + words
    return made


# HTML


def _page(page: Sequence[Line], tags: Tags) -> Iterator[str]:
    for is_table, lines in blocks(page):
        edges = _edges(lines) if is_table else []
        if edges:
            yield _table(lines, edges, tags)
        else:
            yield from _paragraphs(lines, tags)


def _paragraphs(lines: Sequence[Line], tags: Tags) -> Iterator[str]:
    done = 0
    for line in lines:
        first = line[0]
        if len(line) > 1:
            cells = (CELL.format(1, "left", _words(p, p.text, tags)) for p in line)
            yield TABLE.format("", f"<tr>{''.join(cells)}</tr>")
        elif not first.paragraph or first.paragraph != done:
            same = [n[0] for n in lines if n[0].paragraph == first.paragraph] or [first]
            words = " ".join(p.text for p in same) if first.paragraph else first.text
            yield PARAGRAPH.format(first.align, 0, _words(first, words, tags))
        done = first.paragraph


def _words(piece: Piece, words: str, tags: Tags) -> str:
    return SPAN.format(700 if piece.bold else 400, tags.cover(piece.page, words))


def _edges(lines: Sequence[Line]) -> list[float]:
    """Right edges of the columns of numbers."""
    found = sorted(
        p.end for line in lines for p in line[1:] if NUMBER.fullmatch(p.text) and p.text != "$"
    )
    return [e for i, e in enumerate(found) if i + 1 == len(found) or found[i + 1] - e > NEAR]


def _table(lines: Sequence[Line], edges: Sequence[float], tags: Tags) -> str:
    widths = '<td style="width:40%"/>' + '<td style="width:1.0%"/>' * (4 * len(edges))
    return TABLE.format(widths, "".join(f"<tr>{_row(line, edges, tags)}</tr>" for line in lines))


def _row(line: Line, edges: Sequence[float], tags: Tags) -> str:
    """A label, and of each column an empty cell, that of the dollar sign, number and bracket."""
    left = edges[0] - (edges[1] - edges[0] if len(edges) > 1 else 60)
    label = [p for p in line if p.x < left and not DOTS.fullmatch(p.text) and p.text != "$"]
    rest = [p for p in line if p not in label and not DOTS.fullmatch(p.text)]
    words = " ".join(p.text for p in label)
    indent = f'<div style="padding-left:{max(0.0, line[0].x - 40):.0f}pt">' if label else "<div>"
    bold = 700 if line[0].bold else 400
    made = CELL.format(1, "left", indent + SPAN.format(bold, escape(words)) + "</div>")
    facts = tags.row(line[0].page, [p.text for p in rest])
    at = 0
    dollar = ""
    for piece, told in zip(rest, facts, strict=True):
        if piece.text == "$":
            dollar = "$"
            continue
        first, end = _columns(piece, edges)
        if first < at:
            continue
        made += CELL.format(4, "left", "") * (first - at) + CELL.format(1, "left", "")
        made += _cells(piece, dollar, told, end - first, bold)
        at, dollar = end, ""
    return made


def _columns(piece: Piece, edges: Sequence[float]) -> tuple[int, int]:
    """First column and the one behind the last that a number or head stands over."""
    if NUMBER.fullmatch(piece.text):
        at = min(range(len(edges)), key=lambda i: abs(edges[i] - piece.end))
        return at, at + 1
    half = (edges[1] - edges[0]) / 2 if len(edges) > 1 else 30
    over = [i for i, e in enumerate(edges) if piece.x - 2 < e - half < piece.end + 2]
    if not over:
        middle = (piece.x + piece.end) / 2
        near = min(abs(e - half - middle) for e in edges)
        over = [i for i, e in enumerate(edges) if abs(e - half - middle) < near + 4]
    return over[0], over[-1] + 1


def _cells(piece: Piece, dollar: str, told: list[dict], columns: int, bold: int) -> str:
    words = piece.text
    if not NUMBER.fullmatch(words):
        return CELL.format(4 * columns - 1, "center", SPAN.format(bold, escape(words)))
    if words.startswith("$"):
        dollar, words = "$", words[1:]
    closes = re.search(r"[)%]*$", words)
    inner = words[: closes.start()] if closes else words
    signs = (dollar, "left"), (_tagged(inner, told), "right"), (words[len(inner) :], "left")
    return "".join(CELL.format(1, a, SPAN.format(bold, w) if w else "") for w, a in signs)


def _tagged(words: str, told: list[dict]) -> str:
    head = re.match(r"[($-]*", words) if len(words) > 1 else None
    before = head[0] if head else ""
    return before + Tags.number(words[len(before) :], told)


def main(words: Sequence[str] | None = None) -> None:
    ask = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    ask.add_argument("form", choices=("html", "text"))
    ask.add_argument("number", type=int)
    ask.add_argument("out", type=Path, help="folder to write")
    ask.add_argument("--seed", type=int, default=170)
    told = ask.parse_args(words)
    {"html": html, "text": text}[told.form](told.out, told.number, told.seed)


if __name__ == "__main__":
    main()
