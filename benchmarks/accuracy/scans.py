"""Filings as a scanner or a fax would send them.

`python -m extract_filings.benchmarks.accuracy.scans SPLIT_DIR OUT_DIR --as 300,200,150,fax
--documents 6`, then `extract OUT_DIR/200 --out OUT` and `extract eval OUT SPLIT_DIR/gold.parquet`.

SPLIT_DIR holds `pdf/`, `docs.parquet` and `gold.parquet`. Of filings, evenly chosen, the pages with
gold (or all, with --whole) are drawn: pictures, no text. `300`, `200`, `150`: dots an inch, up to
0.7 degrees askew, blurred, with noise and JPEG's marks. `fax`: 200 dots an inch, black or white, up
to 1 degree askew, with specks. `sideways`: as 200, turned by 90 degrees. `text`: the same pages as
they are, to compare with.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pypdfium2
from PIL import Image

from extract_filings.pipeline.gold.format import COVER

SKEW, FAX_SKEW = 0.7, 1.0  # degrees, at most
BLUR, NOISE, QUALITY = 0.6, 12, 60  # pixels; levels of 255; JPEG's
INK, PAPER = 16, 240  # levels of what is printed black and white
SPECKS = 0.002  # share of a fax's pixels


def drawn(page: pypdfium2.PdfPage, dots: int) -> np.ndarray:
    """Levels of grey [rows, columns]."""
    scale: Any = dots / 72
    return np.asarray(page.render(scale=scale, grayscale=True).to_pil().convert("L"))


def scanned(page: pypdfium2.PdfPage, dots: int, rng: np.random.Generator) -> Image.Image:
    """As a flatbed scanner sees it."""
    levels = _askew(drawn(page, dots), SKEW, rng)
    levels = _blurred(levels, BLUR * dots / 200) * (PAPER - INK) / 255 + INK
    levels += rng.normal(0, NOISE, levels.shape)
    return Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8))


def faxed(page: pypdfium2.PdfPage, dots: int, rng: np.random.Generator) -> Image.Image:
    levels = _blurred(_askew(drawn(page, dots), FAX_SKEW, rng), 0.8)
    levels = np.where(levels + rng.normal(0, 20, levels.shape) < 150, 0, 255)
    dirt = rng.random(levels.shape)
    levels[dirt < SPECKS], levels[dirt > 1 - SPECKS] = 0, 255
    return Image.fromarray(levels.astype(np.uint8)).convert("1")


def sideways(page: pypdfium2.PdfPage, dots: int, rng: np.random.Generator) -> Image.Image:
    return scanned(page, dots, rng).transpose(Image.Transpose.ROTATE_90)


def _askew(levels: np.ndarray, most: float, rng: np.random.Generator) -> np.ndarray:
    angle = rng.uniform(-most, most)
    turned = Image.fromarray(levels).rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    return np.asarray(turned, np.float32)


def _blurred(levels: np.ndarray, pixels: float) -> np.ndarray:
    from PIL import ImageFilter

    picture = Image.fromarray(levels.astype(np.uint8))
    return np.asarray(picture.filter(ImageFilter.GaussianBlur(pixels)), np.float32)


KINDS: dict[str, tuple[Callable, int]] = {
    "300": (scanned, 300),
    "200": (scanned, 200),
    "150": (scanned, 150),
    "fax": (faxed, 200),
    "sideways": (sideways, 200),
}


def pages_with_gold(doc: dict, gold: pl.DataFrame) -> list[int]:
    """Of the cover and the statements, in order; they count from 1."""
    cover = gold.filter((pl.col.doc_id == doc["doc_id"]) & (pl.col.section == COVER))["page"]
    found = {n for key, pages in doc.items() if key.endswith("_pages") for n in pages or ()}
    return sorted({1, *found, *cover.drop_nulls()})


def write(source: Path, pages: Sequence[int], kind: str, to: Path) -> None:
    """A PDF of these pages."""
    to.parent.mkdir(parents=True, exist_ok=True)
    with pypdfium2.PdfDocument(source) as pdf:
        if kind == "text":
            made = pypdfium2.PdfDocument.new()
            made.import_pages(pdf, [n - 1 for n in pages])
            made.save(to)
            return
        make, dots = KINDS[kind]
        # the same dirt in each run
        images = [make(pdf[n - 1], dots, np.random.default_rng([n, dots])) for n in pages]
    told = {} if images[0].mode == "1" else {"quality": QUALITY}
    images[0].save(to, save_all=True, append_images=images[1:], resolution=dots, **told)


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("split", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--as", dest="kinds", default="text,300,200,150,fax")
    parser.add_argument("--documents", type=int, default=6)
    parser.add_argument("--whole", action="store_true")
    told = parser.parse_args(words)
    docs = pl.read_parquet(told.split / "docs.parquet").to_dicts()
    gold = pl.read_parquet(told.split / "gold.parquet")
    for doc in docs[:: max(1, len(docs) // told.documents)][: told.documents]:
        source = told.split / "pdf" / f"{doc['doc_id']}.pdf"
        pages = [*range(1, doc["pages"] + 1)] if told.whole else pages_with_gold(doc, gold)
        for kind in told.kinds.split(","):
            write(source, pages, kind, told.out / kind / source.name)
        print(f"{doc['doc_id']}: {len(pages)} pages", flush=True)


if __name__ == "__main__":
    main()
