"""How an element is shown: what CSS says that matters to what a reader sees and where.

Inline styles, the old attributes and the file's own style sheets count; other files are not
fetched. Lengths are in points.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborNode
from tinycss2.color3 import RGBA, parse_color

from extract_filings.pipeline.html.sheets import Attributes, Sheet, Told, declarations, important

BLOCK_TAGS = (
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre"
    " section summary table tbody td tfoot th thead tr ul"
)
TEXTLESS_TAGS = (
    "script style template noscript head title meta link object embed iframe svg math select"
    " textarea input button audio video canvas map area param datalist ix:header"
)
BLOCKS, NEVER = frozenset(BLOCK_TAGS.split()), frozenset(TEXTLESS_TAGS.split())
"""Elements that begin a line, and those that show no text of the filing."""
TINY = 1.5  # points: the smallest print of filings has 4
FAR = 1_000.0  # points beside the page
FAINT = 0.08  # opacity that no one sees
NEAR = 0.06  # contrast of two colours, 0 to 1, that are the same to the eye
UNITS = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0}
LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(pt|px|in|cm|mm|pc|em|rem|ex|%)?")
HUNDRED = 612.0  # points that a percentage is of
ALIGN = {"left": 0.0, "start": 0.0, "justify": 0.0, "center": 0.5, "right": 1.0, "end": 1.0}
BREAKS = ("always", "page", "left", "right")
PICTURE = RGBA(0.5, 0.5, 0.5, 1)
SAID = ("style", "class", "id", "align", "color", "text", "bgcolor", "background")
FLAGS = ("hidden", "open", "nowrap")
"""Attributes that tell how an element is shown."""
MAX_KNOWN = 100_000
MOVED = re.compile(r"translate[xy3d]*\(\s*(-?\d+)")
SHRUNK = re.compile(r"scale[xy3d]*\(\s*(?:0*\.?0*[,)]|0*\.0\d)")


@dataclass(frozen=True, slots=True)
class Look:
    """What an element hands on to what it holds. `seen`: by a human. `align`: share of free room
    left of a line. `pre`: blanks and breaks are kept. `wraps`: lines break where they are full."""

    seen: bool = True
    visible: bool = True
    size: float = 10.0
    color: RGBA | None = None
    ground: RGBA | None = None
    align: float = 0.0
    pre: bool = False
    wraps: bool = True


GROUPS = dict.fromkeys(("tbody", "thead", "tfoot"), "rows")
TABLE_TAGS = {"table": "table", "tr": "row", "caption": "row", "td": "cell", "th": "cell", **GROUPS}
TABLE_DISPLAYS = {
    "table": "table",
    "inline-table": "table",
    "table-row": "row",
    "table-cell": "cell",
    "table-row-group": "rows",
    "table-header-group": "rows",
    "table-footer-group": "rows",
}
"""What is a table by its tag, and what is one by its style."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Of one element: `look` of its text; whether it is a block; its role in a table, "" if none;
    room on its left; page breaks."""

    look: Look
    block: bool
    role: str = ""
    left: float = 0.0
    first: float = 0.0
    before: bool = False
    after: bool = False


class Styles:
    """How elements are shown. What is said alike within the same is worked out once."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.known: dict[tuple, tuple[Look, Shown]] = {}

    def shown(self, node: LexborNode, over: Look) -> Shown:
        """How an element is shown within what holds it."""
        said, tag, id_ = node.attributes, node.tag or "", node.mem_id
        alone = id_ if id_ in self.sheet.by_node else 0
        flags = (f in said for f in FLAGS)
        key = (tag, id(over), alone, *map(said.get, SAID), *flags)
        known = self.known.get(key)
        if known is None:
            told, strong = self.sheet.told(tag, said, id_)
            known = over, _shown(tag, said, _css(told, said.get("style") or "", strong), over)
            if len(self.known) < MAX_KNOWN:
                self.known[key] = known  # holds `over` too, so that no other look takes its id
        return known[1]


def _css(told: Told, style: str, strong: Told) -> Told:
    own = declarations(style)
    return {**told, **own, **strong, **important(style)} if told or strong else own


def _shown(tag: str, said: Attributes, css: Told, over: Look) -> Shown:
    look = _look(tag, said, css, over)
    display = css.get("display", "")
    block = tag in BLOCKS if not display else display in ("block", "table", "flex", "grid")
    if tag in BLOCKS and display in ("inline-table", "table-cell", "table-row"):
        block = True
    return Shown(
        look,
        block,
        TABLE_TAGS.get(tag) or TABLE_DISPLAYS.get(display, ""),
        _edge(css, "padding", look.size) + _edge(css, "margin", look.size),
        length(css.get("text-indent", "0"), look.size),
        css.get("page-break-before", css.get("break-before")) in BREAKS,
        css.get("page-break-after", css.get("break-after")) in BREAKS,
    )


def _look(tag: str, said: Attributes, css: Told, over: Look) -> Look:
    space = css.get("white-space", "pre" if tag == "pre" else "nowrap" if "nowrap" in said else "")
    size = _font_size(css, over.size)
    visibility = css.get("visibility")
    there = over.seen and not _away(css, size) and _opacity(css) > FAINT and "hidden" not in said
    visible = over.visible if not visibility or visibility == "inherit" else visibility == "visible"
    align = ALIGN.get(css.get("text-align") or str(said.get("align") or "").lower())
    if align is None:
        align = 0.5 if tag in ("center", "th") else over.align if tag != "table" else 0.0
    made = Look(
        seen=there and (tag != "dialog" or "open" in said),
        visible=visible,
        size=size,
        color=_color(css.get("-webkit-text-fill-color") or css.get("color") or _ink(said))
        or over.color,
        ground=_ground(css, said) or over.ground,
        align=align,
        pre=space.startswith("pre") if space else over.pre,
        wraps=space not in ("pre", "nowrap") if space else over.wraps,
    )
    return over if made == over else made


def _ink(said: Attributes) -> str | None:
    return said.get("color") or said.get("text")


def _ground(css: Told, said: Attributes) -> RGBA | None:
    """None where what lies beneath shows; of a picture no one knows the colour."""
    told = css.get("background-color") or css.get("background") or said.get("bgcolor")
    if "url(" in css.get("background", "") + css.get("background-image", "") or said.get(
        "background"
    ):
        return PICTURE
    ground = _color(told)
    return ground if ground and ground.alpha > 0.5 else None


def is_seen(look: Look) -> bool:
    """Whether a human sees text of this look: large enough, of another colour than its ground."""
    if not (look.seen and look.visible) or look.size < TINY:
        return False
    ink = look.color or RGBA(0, 0, 0, 1)
    ground = look.ground or RGBA(1, 1, 1, 1)
    contrast = max(abs(a - b) for a, b in zip(ink[:3], ground[:3], strict=True))
    return ink.alpha > FAINT and contrast > NEAR


def _away(css: Told, size: float) -> bool:
    """Whether it is not drawn, or where no one looks."""
    if css.get("display") == "none" or css.get("content-visibility") == "hidden":
        return True
    if length(css.get("text-indent", "0"), size) < -FAR / 4:
        return True
    if css.get("position") in ("absolute", "fixed", "relative"):
        sides = {s: length(css.get(s, "0"), size) for s in ("left", "top", "right", "bottom")}
        if min(sides.values()) < -FAR or abs(sides["left"]) > 2 * FAR:
            return True
    if min(length(css.get(f"margin-{s}", "0"), size) for s in ("left", "top")) < -FAR / 2:
        return True
    return _flat(css, size) or _shut(css)


def _flat(css: Told, size: float) -> bool:
    """Whether what it holds is cut off at a box of no size."""
    cut = css.get("overflow", css.get("overflow-y", css.get("overflow-x", "visible")))
    sides = (css.get(s, "") for s in ("height", "width", "max-height", "max-width"))
    return cut != "visible" and any(s[:1].isdigit() and length(s, size) < TINY for s in sides)


def _shut(css: Told) -> bool:
    clip = re.sub(r"[\s,]+|px|pt|%", " ", css.get("clip", "") + css.get("clip-path", ""))
    clip = re.sub(r" +", " ", clip)
    if any(c in clip for c in ("rect(0 0 0 0", "rect(1 1 1 1", "circle(0", "polygon(0 0 0 0 0 0")):
        return True
    if re.search(r"inset\((?:[5-9]\d|100)\b", clip):
        return True
    moved = css.get("transform", "")
    far = MOVED.search(moved)
    return bool(SHRUNK.search(moved)) or bool(far and abs(int(far[1][:9])) > FAR)


def _opacity(css: Told) -> float:
    try:
        value = css.get("opacity", "1")
        return float(value[:-1]) / 100 if value.endswith("%") else float(value)
    except ValueError:
        return 1.0


def _font_size(css: Told, over: float) -> float:
    said = css.get("font-size")
    if said is None and "font" in css:  # `bold 9pt/12pt serif`
        said = next((w for w in css["font"].split() if w[0].isdigit() or w[0] == "."), None)
    if said is None:
        return over
    found = LENGTH.match(said)
    if not found:
        return {"smaller": over * 0.83, "larger": over * 1.2}.get(said, 10.0)
    value, unit = float(found[1]), found[2]
    if value >= 100 and unit is None:  # a weight
        return over
    return value / 100 * over if unit == "%" else length(said, over)


@lru_cache(5_000)
def _color(said: str | None) -> RGBA | None:
    """The colour among the words of a value.

    >>> _color("#fff no-repeat")[:3]
    (1.0, 1.0, 1.0)
    """
    if not said:
        return None
    for word in (said, *said.split()):
        found = parse_color(word)
        if isinstance(found, RGBA):
            return found
    return None


@lru_cache(5_000)
def length(said: str, size: float) -> float:
    """In points; percentages of a page's width.

    >>> length("2em", 10.0), length("12px", 10.0), length("auto", 10.0)
    (20.0, 9.0, 0.0)
    """
    found = LENGTH.match(said)
    if not found:
        return 0.0
    value, unit = float(found[1]), found[2]
    if unit in ("em", "rem"):
        return value * size
    if unit == "ex":
        return value * size / 2
    return value * HUNDRED / 100 if unit == "%" else value * UNITS.get(unit or "px", 0.75)


def _edge(css: Told, name: str, size: float) -> float:
    """Room on the left.

    >>> _edge({"padding": "1pt 2pt 3pt 4pt"}, "padding", 10.0)
    4.0
    """
    if f"{name}-left" in css:
        return length(css[f"{name}-left"], size)
    sides = css.get(name, "").split()
    if not sides:
        return 0.0
    return length(sides[3] if len(sides) == 4 else sides[1] if len(sides) > 1 else sides[0], size)
