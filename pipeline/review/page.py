"""Tables and their PDFs -> one HTML page in which a person checks each value against the printed
page.

The page needs no network and may not use any: its policy allows no more than its own script, its
own style and pictures that it holds. What documents say goes in as JSON and comes out as text,
never as markup. Pictures and words of a page lie in elements of their own, which the script reads
when that page is shown.
"""

import base64
import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.locate.chunk import chunk_pages
from extract_filings.pipeline.locate.rank import locate
from extract_filings.pipeline.ocr.document import seen
from extract_filings.pipeline.reader import read
from extract_filings.pipeline.records import Document
from extract_filings.pipeline.resolve.confidence import UNSURE, calibration_of, review_threshold
from extract_filings.pipeline.review.cells import (
    EMPTY,
    ReviewCell,
    cells,
    given_scales,
    load_tables,
)
from extract_filings.pipeline.review.page_images import Scan, View, scans
from extract_filings.pipeline.sources import digest, find
from extract_filings.pipeline.tables.index import key_name
from extract_filings.pipeline.tables.own_tables import WAS_READ
from extract_filings.pipeline.tables.verdicts import schema_of
from extract_filings.pipeline.text.escape import document_name
from extract_filings.schemas.base import FieldSpec, Part, titled
from extract_filings.schemas.compile import parts

TEMPLATES = Path(__file__).with_name("web")
SCRIPTS = (
    "reading.js",
    "list.js",
    "paper.js",
    "rows.js",
    "lines.js",
    "heads.js",
    "many.js",
    "review.js",
)
POLICY = (
    "default-src 'none'; img-src data:; script-src 'sha256-{js}'; style-src 'sha256-{css}';"
    " base-uri 'none'; form-action 'none'"
)

Note = Callable[[int, int, str], None]
"""Is told the documents done, how many there are, and the one begun."""

LIKELY = 3
"""Pages of a table of which nothing was found: those that its words rank first."""


def review(
    out: Path,
    pdfs: Sequence[str],
    html: Path,
    password: str | None = None,
    bar: float = UNSURE,
    note: Note = lambda done, of, document: None,
) -> tuple[dict[str, int], list[str]]:
    """Writes the page. Returns counts of what is on it, and a line for each document whose pages
    are not. `bar`: values with less confidence come first. `note`: is told what is drawn.

    Raises InputError if OUT holds no tables.
    """
    frames, asked = load_tables(out)
    shown = cells(frames, bar)
    paths, missing = at_hand(frames["documents"], pdfs, out)
    scanned, likely, of = {}, {}, _by_document(shown)
    for i, (name, path) in enumerate(paths.items()):
        note(i, len(paths), name)
        mine = of[name]
        try:
            document = read(path, password)
            likely[name] = _likely(
                document, [p for p in asked if any(c.table == p.name and not c.page for c in mine)]
            )
            pages = {c.page for c in mine if c.page}.union(*likely[name].values())
            scanned[name] = _drawn(document, pages)
        except InputError as error:
            missing.append(f"{error}; its pages are not shown")
    shown = [c if c.page else replace(c, page=_first(likely, c)) for c in shown]
    html.write_text(page(frames, shown, scanned, bar), encoding="utf-8")
    return {
        "documents": frames["documents"].height,
        "values": sum(c.group != EMPTY for c in shown),
        "empty": sum(c.group == EMPTY for c in shown),
        "pages": sum(map(len, scanned.values())),
        "doubted": sum(c.group < EMPTY for c in shown),
    }, missing


def _by_document(shown: Iterable[ReviewCell]) -> dict[str, list[ReviewCell]]:
    of = defaultdict(list)
    for cell in shown:
        of[cell.document].append(cell)
    return of


def _drawn(document: Document, pages: set[int]) -> list[Scan]:
    """A page's scale may stand on the one before, so hidden text is left out of that too."""
    return list(scans(seen(document, pages | {n - 1 for n in pages}), sorted(pages)))


def _first(likely: Mapping[str, Mapping[str, Sequence[int]]], cell: ReviewCell) -> int | None:
    return next(iter(likely.get(cell.document, {}).get(cell.table, ())), None)


def bar_of(out: Path, min_confidence: float | None, target_precision: float | None) -> float:
    """The confidence below which values are in doubt, by the calibration of the model that wrote
    the tables. Raises InputError, ModelError.
    """
    if min_confidence is None and target_precision is None:
        return UNSURE
    frames, asked = load_tables(out)
    known = calibration_of(frames["documents"]["model"][0], None, asked[0].name)
    return review_threshold(known, min_confidence, target_precision)


def at_hand(
    documents: pl.DataFrame, pdfs: Sequence[str], out: Path | None = None
) -> tuple[dict[str, Path], list[str]]:
    """The PDF of each document, known by its SHA-256, and a line for each that is not there.

    Looked for among the files given, and where it lay when it was read if tables in `out` say so.
    """
    given = [*dict.fromkeys(p for word in pdfs for p in find(word))]
    sha256_of, named = lru_cache(None)(digest), defaultdict(list)
    for path in given:
        named[document_name(path)].append(path)
    found, missing = {}, []
    for name, sha256, place in _read_from(documents):
        alike = named[name.rpartition("/")[2]]
        before = [Path(os.path.realpath(out)).parent / place] if out and place else []
        path = next((p for p in [*alike, *before, *given] if sha256_of(p) == sha256), None)
        if path:
            found[name] = path
        else:
            why = (
                f"{alike[0]} is another version of it"
                if alike
                else "its file is not among those given"
            )
            missing.append(
                f"{name}: {why}, so its pages are not at hand; type `--pdf FOLDER` with the folder"
                " that holds it"
            )
    return found, missing


def _read_from(documents: pl.DataFrame) -> Iterator[tuple[str, str, str | None]]:
    """Name, sha256 and place of the documents that were read; tables of earlier versions do not
    say the place.
    """
    lacking = [] if "source" in documents.columns else [pl.lit(None).alias("source")]
    read_ = documents.with_columns(lacking).filter(WAS_READ)
    yield from read_.select("document", "sha256", "source").iter_rows()


def _likely(document: Document, parts: Sequence[Part]) -> dict[str, list[int]]:
    """The pages on which each part may stand, the likeliest first."""
    chunks = chunk_pages(document)
    first, some = (
        locate(parts, chunks, keep) if chunks else dict.fromkeys((p.name for p in parts), ())
        for keep in (1, LIKELY)
    )
    return {
        p.name: [*dict.fromkeys(c.page for c in (*first[p.name], *some[p.name]))][:LIKELY]
        for p in parts
    }


def page(
    frames: Mapping[str, pl.DataFrame],
    shown: Sequence[ReviewCell],
    scanned: Mapping[str, Sequence[Scan]],
    bar: float = UNSURE,
) -> str:
    """The whole HTML text. `scanned`: the pages of each document that is at hand."""
    asked = parts(schema_of(frames["documents"]))
    css, js = (
        (TEMPLATES / "review.css").read_text(),
        "".join((TEMPLATES / name).read_text() for name in SCRIPTS),
    )
    about = frames["documents"].filter(WAS_READ)
    views = {(name, s.page): s.view for name, kept in scanned.items() for s in kept}
    data = {
        "key": _digest(repr(about.select("document", "sha256").rows()))[:16],
        "documents": dict(about.select("document", "sha256").iter_rows()),
        "failed": [
            {"document": document, "why": why}
            for document, why in (
                frames["documents"].filter(~WAS_READ).select("document", "status").iter_rows()
            )
        ],
        "pages": {name: [[s.page, *s.view.size] for s in kept] for name, kept in scanned.items()},
        "bar": bar,
        "checks": {c.name: c.doc for c in asked[0].checks},
        "titles": {
            p.name: {"": titled(p.name)} | {f.name: f.title for f in p.fields} for p in asked
        },
        "tables": [_form(p) for p in asked if p.kind != "root"],
        "scales": given_scales(frames, {p.name: p for p in asked}),
        "columns": [_head(c, views) for c in _columns(frames, asked)],
        "cells": [_as_shown(c, views).told() for c in shown],
    }
    blocks = "\n".join([_block("data", data), *_scan_blocks(scanned, [*data["documents"]])])
    policy = POLICY.format(js=_sha256(js), css=_sha256(css))
    return _filled(
        (TEMPLATES / "review.html").read_text(),
        {"policy": policy, "css": css, "js": js, "blocks": blocks},
    )


def _form(part: Part) -> dict[str, Any]:
    """What a new row of the table must say, and the fields that it will have. `in`: the table of
    the row around it.
    """
    return {
        "name": part.name,
        "in": part.parent if "parent_row" in part.keys else "",
        "fields": [f.name for f in part.fields],
        "keys": [_key_form(f) for f in part.key_fields],
    }


def _key_form(spec: FieldSpec) -> list[str]:
    """Name, kind, and bounds as text, "" for none."""
    bounds = dict(spec.rules)
    ends = [str(bounds.get(end, "")) for end in ("minimum", "maximum")]
    return [spec.name, "date" if spec.type is date else "number", *ends]


def _columns(frames: Mapping[str, pl.DataFrame], asked: Sequence[Part]) -> list[dict[str, Any]]:
    """Those that were read as periods. Tables of earlier versions have none."""
    if "column" not in frames:
        return []
    keys = {p.name: p.keys for p in asked}
    read_as = frames["column"].filter(pl.col("period_end").is_not_null()).to_dicts()
    return [c | {"row": key_name([c[k] for k in keys[c["table"]]])} for c in read_as]


def _head(column: Mapping[str, Any], views: Mapping[tuple[str, int], View]) -> dict[str, Any]:
    """A column as the page's script takes it: the row that it is, and where its head stands."""
    corners = tuple(column[c] for c in ("x0", "y0", "x1", "y1"))
    view = views.get((column["document"], column["head_page"]))
    box = view.shown(corners) if view and None not in corners else None
    told = ("document", "table", "row", "page", "column", "quote", "scale", "scale_quote")
    return {k: column[k] for k in told} | {
        "head": column["head_page"],
        "box": box and [round(x, 1) for x in box],
    }


def _as_shown(cell: ReviewCell, views: Mapping[tuple[str, int], View]) -> ReviewCell:
    """With its box as the page is shown: a page may be turned, or show only a part of its paper."""
    if cell.page is None or cell.box is None:
        return cell
    view = views.get((cell.document, cell.page))
    return replace(cell, box=view.shown(cell.box)) if view else cell


def _scan_blocks(scanned: Mapping[str, Sequence[Scan]], names: Sequence[str]) -> Iterator[str]:
    """`words-D-P` and `scan-D-P` for page P of document number D."""
    number = {name: n for n, name in enumerate(names)}
    for name, kept in scanned.items():
        for scan in kept:
            place = f"{number[name]}-{scan.page}"
            yield _block(f"words-{place}", {"lines": scan.lines, "scales": scan.scales})
            yield (
                '<script type="text/plain"'
                f' id="scan-{place}">{base64.b64encode(scan.picture).decode()}</script>'
            )


def _block(name: str, data: Any) -> str:
    """Data that no browser takes for markup or script, whatever it says.

    >>> _block("x", "</script>")
    '<script type="application/json" id="x">"\\\\u003c/script>"</script>'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" id="{name}">{text}</script>'


def _filled(template: str, parts: Mapping[str, str]) -> str:
    """Each `{{name}}` is replaced once, so that nothing in a part is taken for one."""
    for name in parts:
        template = template.replace(f"{{{{{name}}}}}", f"\0{name}\0")
    for name, part in parts.items():
        template = template.replace(f"\0{name}\0", part)
    return template


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
