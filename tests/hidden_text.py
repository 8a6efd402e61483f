"""Text drawn on a page of a PDF so that no one sees it."""

import io
from pathlib import Path

import pypdf
from reportlab.pdfgen.canvas import Canvas

ROW = "Planted sales 999,999"


def text(
    canvas: Canvas,
    x: float = 72,
    y: float = 670,
    size: float = 10,
    mode: int = 0,
    scale: float = 100,
) -> None:
    line = canvas.beginText(x, y)
    line.setFont("Helvetica", size)
    line.setTextRenderMode(mode)
    line.setHorizScale(scale)
    line.textOut(ROW)
    canvas.drawText(line)


def white(canvas: Canvas, **place) -> None:
    canvas.setFillGray(1)
    text(canvas, **place)


def planted(sample: Path, path: Path, page: int, hide) -> Path:
    """The sample with something drawn over one of its pages."""
    canvas = Canvas(over := io.BytesIO(), pagesize=(612, 792))
    hide(canvas)
    canvas.save()
    writer = pypdf.PdfWriter(clone_from=sample)
    writer.pages[page].merge_page(pypdf.PdfReader(over).pages[0])
    writer.write(path)
    return path
