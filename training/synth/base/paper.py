"""A page to write on from top to bottom. Knows fonts and positions, nothing of filings.

Text is drawn in reading order, so that a reader gets it back in that order, and a table row as one
line.
"""

from dataclasses import dataclass, field
from pathlib import Path

import reportlab
from reportlab.lib.pagesizes import letter
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = letter
GLYPHS = {"☒": "✘", "☐": "❏", "☑": "✔"}  # what we mean -> the ZapfDingbats sign that stands for it
CODES = {"☒": "8", "☐": "o", "☑": "4"}
CMAP = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Boxes def /CMapType 2"
    " def\n1 begincodespacerange <00> <FF> endcodespacerange\n{}"
    " beginbfchar\n{}\nendbfchar\nendcmap end end"
)
FAMILIES = {
    "times": ("Times-Roman", "Times-Bold", "Times-Italic"),
    "helvetica": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
    "courier": ("Courier", "Courier-Bold", "Courier-Oblique"),
    "vera": ("Vera", "VeraBd", "VeraIt"),
}


class BoxFont(pdfmetrics.Font):
    """ZapfDingbats with a ToUnicode table: its signs read back as ballot boxes."""

    def addObjects(self, doc):  # noqa: N802 (reportlab's name)
        super().addObjects(doc)
        name = doc.fontMapping[self.fontName][1:]
        lines = "\n".join(f"<{ord(CODES[sign]):02X}> <{ord(sign):04X}>" for sign in GLYPHS)
        table = doc.Reference(
            pdfdoc.PDFStream(content=CMAP.format(len(GLYPHS), lines)), "boxesToUnicode"
        )
        entries = {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("Type1"),
            "Name": pdfdoc.PDFName(name),
            "BaseFont": pdfdoc.PDFName("ZapfDingbats"),
            "ToUnicode": table,
        }
        font = pdfdoc.PDFDictionary(entries)
        doc.idToObject[name] = font
        doc.idToObject["BasicFonts"].dict[name] = font


def register() -> None:
    pdfmetrics.registerFont(BoxFont("Boxes", "ZapfDingbats", "ZapfDingbatsEncoding"))
    for name in FAMILIES["vera"]:
        pdfmetrics.registerFont(
            TTFont(name, str(Path(reportlab.__file__).parent / "fonts" / f"{name}.ttf"))
        )


register()


@dataclass(slots=True)
class Paper:
    """`y` is the next baseline; `page` counts from 1."""

    path: str
    family: str = "times"
    size: float = 9
    margin: float = 54
    header: str = ""
    footer: str = "{}"  # with {} for the page number
    first_number: int = 0  # printed number of page 1
    page: int = 1
    y: float = 0
    canvas: Canvas = field(init=False)

    def __post_init__(self):
        self.canvas = Canvas(self.path, pagesize=letter, invariant=1, pageCompression=1)
        self.y = HEIGHT - self.margin

    @property
    def right(self) -> float:
        return WIDTH - self.margin

    @property
    def lead(self) -> float:
        return self.size * 1.22

    def font(self, bold: bool = False, italic: bool = False) -> str:
        return FAMILIES[self.family][1 if bold else 2 if italic else 0]

    def width(self, text: str, bold: bool = False, size: float | None = None) -> float:
        return pdfmetrics.stringWidth(text, self.font(bold), size or self.size)

    def put(
        self,
        x: float,
        text: str,
        bold: bool = False,
        italic: bool = False,
        size: float | None = None,
    ) -> float:
        """Draws on this line, ballot boxes in their own font; returns where the text ends."""
        size, run = size or self.size, ""
        for sign in text + "\0":
            if sign in GLYPHS or sign == "\0":
                if run:
                    self.canvas.setFont(self.font(bold, italic), size)
                    # pdfium ends a line at wide gaps without a space
                    self.canvas.drawString(x, self.y, run if run.endswith(" ") else run + " ")
                    x += pdfmetrics.stringWidth(run, self.font(bold, italic), size)
                    run = ""
                if sign != "\0":
                    self.canvas.setFont("Boxes", size)
                    self.canvas.drawString(x, self.y, GLYPHS[sign])
                    x += size * 0.9
            else:
                run += sign
        return x

    def down(self, lines: float = 1) -> None:
        self.y -= self.lead * lines
        if self.y < self.margin + self.lead:
            self.new_page()

    def room(self) -> float:
        """Lines left on the page."""
        return (self.y - self.margin) / self.lead - 1

    def need(self, lines: float) -> None:
        if self.room() < lines:
            self.new_page()

    def wrap(
        self, text: str, width: float, bold: bool = False, size: float | None = None
    ) -> list[str]:
        lines, line = [], ""
        for word in text.split(" "):
            trial = f"{line} {word}" if line else word
            if line and self.width(trial, bold, size) > width:
                lines.append(line)
                line = word
            else:
                line = trial
        return [*lines, line]

    def write(
        self,
        text: str,
        align: str = "left",
        bold: bool = False,
        italic: bool = False,
        size: float | None = None,
        x: float | None = None,
        width: float | None = None,
    ) -> int:
        """One paragraph, wrapped; returns the page on which it began."""
        left = self.margin if x is None else x
        width = width or self.right - left
        scale = (size or self.size) / self.size
        began = 0
        for line in self.wrap(text, width, bold, size):
            self.need(scale)
            began = began or self.page
            share = {"left": 0, "center": 0.5, "right": 1}[align]
            shift = share * (width - self.width(line, bold, size))
            self.put(left + shift, line, bold, italic, size)
            self.down(scale)
        return began

    def rule(self, x0: float, x1: float, above: float = 0) -> None:
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, self.y + above, x1, self.y + above)

    def new_page(self) -> None:
        self._foot()
        self.canvas.showPage()
        self.page += 1
        self.y = HEIGHT - self.margin
        if self.header:
            self.put(self.margin, self.header, size=self.size - 1)
            self.y -= self.lead * 1.6

    def _foot(self) -> None:
        number = self.page + self.first_number
        if self.footer and number > 0:
            kept, self.y = self.y, self.margin * 0.55
            text = self.footer.format(number)
            self.put((WIDTH - self.width(text)) / 2, text)
            self.y = kept

    def close(self) -> None:
        self._foot()
        self.canvas.showPage()
        self.canvas.save()
