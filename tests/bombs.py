"""PDFs made to crash, hang or fill the memory of whoever opens them, written byte by byte.
`REFUSED` and `READ`: name -> the bytes of a file.
"""

import zlib
from collections.abc import Callable, Mapping

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
TEXT = b"BT /F1 10 Tf 72 700 Td (Total net sales 391,035) Tj ET\n"
LAUGHS = 30  # forms that each call the next one twice: 2^30 lines of text


def pdf(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """Objects by number, 1 the catalogue; a table of where they stand; a trailer with whatever is
    added.
    """
    out, at = b"%PDF-1.7\n", {}
    for number, body in objects.items():
        at[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(
        b"%010d 00000 n \n" % at[n] if n in at else b"0000000000 65535 f \n"
        for n in range(1, max(objects) + 1)
    )
    return (
        out + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0"
        b" R%b>>\nstartxref\n%d\n%%%%EOF"
        % (max(objects) + 1, table, max(objects) + 1, trailer, len(out))
    )


def stream(data: bytes, words: bytes = b"") -> bytes:
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (words, len(data), data)


def page(
    content: bytes = TEXT,
    content_words: bytes = b"",
    more: bytes = b"",
    resources: bytes = b"",
    font: bytes = FONT,
    box: bytes = b"[0 0 612 792]",
    extra: Mapping[int, bytes] = {},
    catalogue: bytes = b"",
    trailer: bytes = b"",
) -> bytes:
    """A file of one page."""
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R%b>>" % catalogue,
            2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            3: (
                b"<</Type/Page/Parent 2 0 R/MediaBox %b/Contents 4 0 R/Resources<</Font<</F1 5 0"
                b" R>>%b>>%b>>" % (box, resources, more)
            ),
            4: stream(content, content_words),
            5: font,
            **extra,
        },
        trailer,
    )


def unfolding(block: bytes, times: int) -> bytes:
    """zlib data of the block so many times, made without packing it so often: blocks of deflate can
    be repeated.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    part = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + part * times + b"\x03\x00"


def tree(kids: bytes, count: int, extra: Mapping[int, bytes] = {}) -> bytes:
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count %d/Kids[%b]>>" % (count, kids),
            3: (
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 "
                b"R/Resources<</Font<</F1"
                b" 5 0 R>>>>>>"
            ),
            4: stream(TEXT),
            5: FONT,
            **extra,
        }
    )


def deep(levels: int) -> bytes:
    nodes = {
        n: b"<</Type/Pages/Count 1/Parent %d 0 R/Kids[%d 0 R]>>" % (n - 1, n + 1)
        for n in range(10, 10 + levels)
    }
    nodes[10 + levels] = (
        b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0"
        b" R>>>>>>" % (9 + levels)
    )
    return tree(b"10 0 R", 1, nodes)


def laughs() -> bytes:
    forms = {
        10 + n: stream(
            b"/X Do /X Do" if n < LAUGHS else TEXT,
            b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</F1 5 0"
            b" R>>/XObject<</X %d 0 R>>>>" % (11 + min(n, LAUGHS - 1)),
        )
        for n in range(LAUGHS + 1)
    }
    return page(b"/X Do", resources=b"/XObject<</X 10 0 R>>", extra=forms)


def image(words: bytes, data: bytes = b"\0" * 100) -> bytes:
    head = b"/Type/XObject/Subtype/Image/BitsPerComponent 8/ColorSpace/DeviceRGB" + words
    return page(
        TEXT + b"q 600 0 0 700 0 0 cm /I Do Q\n",
        resources=b"/XObject<</I 10 0 R>>",
        extra={10: stream(data, head)},
    )


def looping_tables() -> bytes:
    whole = page()
    at = whole.rindex(b"xref", 0, whole.rindex(b"startxref"))
    return page(trailer=b"/Prev %d" % at)


def looping_objects() -> bytes:
    """Object streams that are within each other, found by a table that is one of them."""
    inside = stream(
        b"2 0 <</Type/Pages/Count 1/Kids[3 0 R]>>", b"/Type/ObjStm/N 1/First 4/Extends 7 0 R"
    )
    body = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    six = len(body)
    body += b"6 0 obj\n" + inside + b"\nendobj\n"
    rows = bytes(
        [
            0,
            0,
            0,
            255,
            1,
            0,
            9,
            0,
            2,
            0,
            6,
            0,
            2,
            0,
            6,
            1,
            2,
            0,
            6,
            2,
            2,
            0,
            7,
            0,
            2,
            0,
            7,
            0,
            2,
            0,
            6,
            0,
        ]
    )
    return (
        body
        + b"7 0 obj\n"
        + stream(rows, b"/Type/XRef/Size 8/W[1 2 1]/Root 1 0 R/Prev %d" % six)
        + b"\nendobj\nstartxref\n%d\n%%%%EOF" % len(body)
    )


def pattern() -> bytes:
    """A tile of a millionth of a point over a mile of paper."""
    tile = stream(
        b"0 0 1 1 re f",
        b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.001/YStep"
        b" 0.001/Resources<<>>",
    )
    return page(
        TEXT + b"/Pattern cs /P scn 0 0 612 792 re f",
        resources=b"/Pattern<</P 10 0 R>>",
        extra={10: tile},
    )


def type3() -> bytes:
    """Glyphs that print themselves."""
    return page(
        font=(
            b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.1 0 0 .1 0 0]/FirstChar"
            b" 32/LastChar 126/Widths[%b]/Encoding<</Differences[32%b]>>/CharProcs<</g 10 0"
            b" R>>/Resources<</Font<</F1 5 0 R>>>>>>"
        )
        % (b"9 " * 95, b"/g" * 95),
        extra={10: stream(b"9 0 0 0 9 9 d1 BT /F1 1 Tf (aa) Tj ET")},
    )


def mapped(cmap: bytes) -> bytes:
    return page(font=FONT[:-2] + b"/ToUnicode 10 0 R>>", extra={10: stream(cmap)})


def composite(descendant: bytes) -> bytes:
    return page(
        font=b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[%b]>>"
        % descendant
    )


REFUSED: dict[str, Callable[[], bytes]] = {
    "1 GiB of spaces": lambda: page(unfolding(b" " * 2**20, 1024), b"/Filter/FlateDecode"),
    "1 GiB of text": lambda: page(unfolding(TEXT * 18_000, 1024), b"/Filter/FlateDecode"),
    "nested filters": lambda: page(
        zlib.compress(unfolding(TEXT * 18_000, 1024), 9), b"/Filter[/FlateDecode/FlateDecode]"
    ),
    "a million pages": lambda: tree(b"3 0 R " * 1_000_000, 1_000_000),
    "a line of a million": lambda: page(
        b"BT /F1 1 Tf 1 0 0 1 0 700 Tm (" + b"net sales 9 " * 90_000 + b") Tj ET"
    ),
    "5 million characters": lambda: page(TEXT * 240_000),
    "a billion laughs": laughs,
    "unknown handler": lambda: page(
        trailer=b"/Encrypt<</Filter/Sesame/V 99/R 99/Length 128>>/ID[(a)(b)]"
    ),
    "broken handler": lambda: page(
        trailer=b"/Encrypt<</Filter/Standard/V 5/R 6/O(x)/U(y)/P -1>>/ID[(a)(b)]"
    ),
    "no pages": lambda: tree(b"", 0),
    "kids that are their parent": lambda: tree(b"2 0 R", 1),
    "kids in a circle": lambda: tree(
        b"10 0 R",
        7,
        {
            10: b"<</Type/Pages/Count 7/Parent 2 0 R/Kids[11 0 R]>>",
            11: b"<</Type/Pages/Count 7/Parent 10 0 R/Kids[10 0 R]>>",
        },
    ),
    "objects in each other": looping_objects,
    "no paper": lambda: page(box=b"[0 0 0 0]", content=b""),
}
READ: dict[str, Callable[[], bytes]] = {
    "a billion pages, it says": lambda: tree(b"3 0 R", 10**9),
    "a deep tree": lambda: deep(200),
    "tables in a circle": looping_tables,
    "a huge image": lambda: image(b"/Width 100000/Height 100000"),
    "a huge image that unfolds": lambda: image(
        b"/Width 30000/Height 30000/Filter/FlateDecode", unfolding(b"\0" * 2**20, 2600)
    ),
    "a font that is not there": lambda: page(font=b"null"),
    "a font of noise": lambda: page(
        font=FONT[:-2].replace(b"Type1", b"TrueType")
        + b"/FontDescriptor<</Type/FontDescriptor/FontFile2 10 0 R>>>>",
        extra={10: stream(bytes(range(256)) * 40)},
    ),
    "glyphs that print themselves": type3,
    "a map of noise": lambda: mapped(bytes(range(256)) * 40),
    "a map without end": lambda: mapped(
        b"begincmap /X usecmap 1 beginbfrange <00> <FFFFFFFF> <0041> endbfrange endcmap"
    ),
    "a form that calls itself": lambda: page(
        TEXT + b"/X Do",
        resources=b"/XObject<</X 10 0 R>>",
        extra={
            10: stream(
                b"/X Do",
                b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 10 0 R>>>>",
            )
        },
    ),
    "nested without end": lambda: page(TEXT + b"[" * 500_000),
    "script and attachment": lambda: page(
        catalogue=(
            b"/OpenAction<</S/JavaScript/JS(while(1);)>>/Names<</EmbeddedFiles<</Names[(../../evil)10"
            b" 0 R]>>>>"
        ),
        extra={10: b"<</Type/Filespec/F(../../evil)/EF<</F 11 0 R>>>>", 11: stream(b"evil")},
    ),
    "names of zeros": lambda: page(TEXT.replace(b"/F1", b"/F#00\x00"), resources=b"/#00\x00 1"),
    "a mile of paper": lambda: page(box=b"[0 0 9000000 9000000]"),
    "a tiny pattern": pattern,
    "half a composite font": lambda: composite(b"null"),
}
"""REFUSED is a line and no more; READ is read, with whatever can be made of it, or refused as well.
"""
