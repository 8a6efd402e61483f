"""How an element is shown: what CSS says that matters to what a reader sees and where.

Inline styles, the old attributes and the file's own style sheets count; other files are not
fetched. Lengths are in points.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import tinycss2
from selectolax.lexbor import LexborNode
from tinycss2.color3 import RGBA, parse_color

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


@dataclass(frozen=True, slots=True)
class Shown:
    """Of one element: `look` of its text; whether it is a block; room on its left; page breaks."""

    look: Look
    block: bool
    left: float = 0.0
    first: float = 0.0
    before: bool = False
    after: bool = False
    above: float = 0.0


Sheet = Mapping[int, Mapping[str, str]]
"""What style sheets say of elements, by `mem_id`."""


@lru_cache(20_000)
def declarations(style: str) -> Mapping[str, str]:
    """
    >>> dict(declarations("text-align: right; display:none !important"))
    {'text-align': 'right', 'display': 'none'}
    """
    pairs = (d.partition(":") for d in style.split(";"))
    return {
        name.strip().lower(): value.replace("!important", "").strip().lower()
        for name, colon, value in pairs
        if colon
    }


def sheet_of(body: LexborNode) -> Sheet:
    """Of the file's own style sheets, the later rule over the earlier one."""
    made: dict[int, dict[str, str]] = {}
    top = body.parent or body
    for style in top.css("style"):
        for selector, told in _rules(style.text()):
            try:
                nodes = top.css(selector)
            except ValueError:  # selectors that the parser does not know
                continue
            for node in nodes:
                made.setdefault(node.mem_id, {}).update(told)
    return made


def _rules(text: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            told = declarations(tinycss2.serialize(rule.content))
            yield tinycss2.serialize(rule.prelude).strip(), told


def shown(node: LexborNode, over: Look, sheet: Sheet) -> Shown:
    """How an element is shown within what holds it."""
    said, tag = node.attributes, node.tag or ""
    css: Mapping[str, str] = declarations(said.get("style") or "")
    if (more := sheet.get(node.mem_id)) is not None:
        css = {**more, **css}
    look = _look(tag, said, css, over)
    display = css.get("display", "")
    block = tag in BLOCKS if not display else display in ("block", "table", "flex", "grid")
    if tag in BLOCKS and display in ("inline-table", "table-cell", "table-row"):
        block = True
    return Shown(
        look,
        block,
        _edge(css, "padding", look.size) + _edge(css, "margin", look.size),
        length(css.get("text-indent", "0"), look.size),
        css.get("page-break-before", css.get("break-before")) in BREAKS,
        css.get("page-break-after", css.get("break-after")) in BREAKS,
        length(css.get("margin-top", "0"), look.size) + length(css.get("min-height", "0"), 10.0),
    )


def _look(tag: str, said: Mapping[str, str | None], css: Mapping[str, str], over: Look) -> Look:
    if not css and tag not in ("center", "th", "pre", "font") and len(said) < 1:
        return over
    space = css.get("white-space", "pre" if tag == "pre" else "nowrap" if "nowrap" in said else "")
    size = _font_size(css.get("font-size"), over.size)
    opaque = _opacity(css)
    visibility = css.get("visibility")
    there = over.seen and not _away(css, size) and opaque > FAINT and "hidden" not in said
    visible = over.visible if not visibility or visibility == "inherit" else visibility == "visible"
    ground = _color(css.get("background-color") or css.get("background") or said.get("bgcolor"))
    align = ALIGN.get(css.get("text-align") or str(said.get("align") or "").lower())
    if align is None:
        align = 0.5 if tag in ("center", "th") else over.align if tag != "table" else 0.0
    return replace(
        over,
        seen=there,
        visible=visible,
        size=size,
        color=_color(css.get("color") or said.get("color")) or over.color,
        ground=ground if ground and ground.alpha > 0.5 else over.ground,
        align=align,
        pre=space.startswith("pre") if space else over.pre,
        wraps=space not in ("pre", "nowrap") if space else over.wraps,
    )


def is_seen(look: Look) -> bool:
    """Whether a human sees text of this look: large enough, of another colour than its ground."""
    if not (look.seen and look.visible) or look.size < TINY:
        return False
    ink = look.color or RGBA(0, 0, 0, 1)
    ground = look.ground or RGBA(1, 1, 1, 1)
    contrast = max(abs(a - b) for a, b in zip(ink[:3], ground[:3], strict=True))
    return ink.alpha > FAINT and contrast > NEAR


def _away(css: Mapping[str, str], size: float) -> bool:
    """Whether it is not drawn, or where no one looks."""
    if css.get("display") == "none" or css.get("content-visibility") == "hidden":
        return True
    if length(css.get("text-indent", "0"), size) < -FAR / 4:
        return True
    moved = css.get("position") in ("absolute", "fixed", "relative")
    if any(abs(length(css.get(side, "0"), size)) > FAR for side in ("left", "top") if moved):
        return True
    if length(css.get("margin-left", "0"), size) < -FAR / 2:
        return True
    clipped = css.get("overflow", css.get("overflow-y")) in ("hidden", "clip")
    flat = any(css.get(d) in ("0", "0px", "0pt", "0em", "0%") for d in ("height", "width"))
    flat = flat or any(css.get(d) in ("0", "0px", "0pt") for d in ("max-height", "max-width"))
    clip = re.sub(r"[\s,]+|px|pt", " ", css.get("clip", "") + css.get("clip-path", ""))
    shut = "rect(0 0 0 0" in clip or "rect(1 1 1 1" in clip or "inset(50%" in clip
    shut = shut or "inset(100%" in clip or "circle(0" in clip
    return (clipped and flat) or shut or "scale(0)" in css.get("transform", "")


def _opacity(css: Mapping[str, str]) -> float:
    try:
        value = css.get("opacity", "1")
        return float(value[:-1]) / 100 if value.endswith("%") else float(value)
    except ValueError:
        return 1.0


def _font_size(said: str | None, over: float) -> float:
    if said is None:
        return over
    found = LENGTH.match(said)
    if not found:
        return {"smaller": over * 0.83, "larger": over * 1.2}.get(said, 10.0)
    value, unit = float(found[1]), found[2]
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


def _edge(css: Mapping[str, str], name: str, size: float) -> float:
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
