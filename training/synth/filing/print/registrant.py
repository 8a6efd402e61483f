"""Who files: name, incorporation, employer number, address and telephone, as on real covers."""

import random
from dataclasses import dataclass, field
from typing import Any

from extract_filings.training.synth.base import names
from extract_filings.training.synth.base.gold import Gold
from extract_filings.training.synth.base.paper import Paper
from extract_filings.training.synth.base.words import load_words
from extract_filings.training.synth.filing.draw import Filer

_WORDS = load_words(__name__)
CAPTIONS: dict[str, Any] = _WORDS["captions"]
WITHOUT_STATE = ("Ireland", "United Kingdom", "Bermuda", "Switzerland", "The Netherlands", "Israel")
"""Countries, which gold knows as no state of an address."""


@dataclass(slots=True)
class Cover:
    rng: random.Random
    paper: Paper
    gold: Gold
    record: Filer
    on: str
    off: str
    exchange: tuple[str, str]
    align: str
    said: dict[str, str] = field(default_factory=dict)  # captions, the same wherever they stand

    def note(self, item: str, printed: str, page: int, value: str | None = None, **more) -> None:
        self.gold.cover(item, printed, page, value, **more)

    def centre(
        self, text: str, bold: bool = False, size: float | None = None, align: str | None = None
    ) -> int:
        return self.paper.write(text, align or self.align, bold, size=size)

    def caption(self, key: str) -> str:
        return self.said.setdefault(key, self.rng.choice(CAPTIONS[key]))


@dataclass(frozen=True, slots=True)
class Registrant:
    """`code` is the state of incorporation's, `region_code` the address's."""

    name: str
    number: str
    state: str
    code: str
    employer: str
    street: str
    suite: str
    city: str
    region: str
    region_code: str
    postal: str
    phone: str

    @property
    def whole_street(self) -> str:
        return f"{self.street}, {self.suite}" if self.suite else self.street

    @property
    def town(self) -> str:
        return f"{self.city}, {self.region}"


def drawn(rng: random.Random, record: Filer) -> Registrant:
    state, code = rng.choice(
        [("Delaware", "DE")] * 14 + list(names.INCORPORATION.items()) + names.HOME
    )
    name = record.name.upper() if rng.random() < 0.5 else record.name
    street, suite = names.street(rng)
    return Registrant(
        name, _number(rng), state, code, employer(rng), street, suite, *_place(rng, state)
    )


def employer(rng: random.Random) -> str:
    return f"{rng.randint(10, 98)}-{rng.randint(1000000, 9999999)}"


def _number(rng: random.Random) -> str:
    forms = (
        f"001-{rng.randint(1000, 41999):05d}",
        f"1-{rng.randint(100, 16999)}",
        f"000-{rng.randint(10000, 56999)}",
        f"0-{rng.randint(1000, 33999)}",
        f"001-{rng.randint(10000, 39999)}",
        f"333-{rng.randint(100000, 280000)}",
    )
    return rng.choice(forms)


def _place(rng: random.Random, state: str) -> tuple[str, str, str, str, str]:
    """Town, state, its code, postal code and telephone.

    Half of the companies sit where they are incorporated, if we know a town there.
    """
    if rng.random() < 0.08:
        return rng.choice(names.ABROAD)
    region = state if state in names.TOWNS and rng.random() < 0.5 else rng.choice(list(names.TOWNS))
    (city, postal, area), code = rng.choice(names.TOWNS[region]), names.STATES[region]
    postal += f"-{rng.randint(1000, 9999)}" if rng.random() < 0.12 else ""
    phone = rng.choice(
        ("({}) {}-{}", "({}) {}-{}", "{}-{}-{}", "{}.{}.{}", "{} {}-{}", "({})-{}-{}", "1-{}-{}-{}")
    ).format(area, f"{rng.randint(200, 999)}", f"{rng.randint(0, 9999):04d}")
    return city, code if rng.random() < 0.35 else region, code, postal, phone


def numbered(rng: random.Random, who: Registrant) -> str:
    """The line with the commission file number."""
    return rng.choice(CAPTIONS["commission_file_number"]).format(who.number)


def file_number(cover: Cover, who: Registrant) -> None:
    cover.note("commission_file_number", who.number, cover.centre(numbered(cover.rng, who)))


def print_registrant(cover: Cover, who: Registrant) -> None:
    print_name(cover, who)
    print_pair(cover, who)
    print_address(cover, who)


def print_name(cover: Cover, who: Registrant, noted: bool = True) -> None:
    page = cover.centre(who.name, bold=True, size=cover.paper.size + cover.rng.choice((0, 3, 6)))
    if noted:
        cover.note("registrant_name", who.name, page)
    cover.centre(cover.caption("registrant_name"))


def print_pair(cover: Cover, who: Registrant, noted: bool = True) -> None:
    """State of incorporation and employer number; captions below, above or beside may wrap."""
    left = (who.state, cover.caption("state_of_incorporation"))
    right = (who.employer, cover.caption("employer_id"))
    cover.paper.need(6)
    way = cover.rng.random()
    ways = ((0.08, _one_line), (0.18, _stacked), (0.24, _captions_first), (1.0, _captions_last))
    page = next(put for share, put in ways if way < share)(cover, left, right)
    if noted:
        cover.note("state_of_incorporation", who.state, page, who.code)
        cover.note("employer_id", who.employer, page)


Said = tuple[str, str]  # value, caption


def _one_line(cover: Cover, left: Said, right: Said) -> int:
    """Captions on the lines of their values, before or after; both on one line where they fit."""
    behind, paper = cover.rng.random() < 0.4, cover.paper
    cells = [
        f"{text} ({caption.strip('()')})" if behind else f"{caption.strip('()')}: {text}"
        for text, caption in (left, right)
    ]
    row = (" " * 6).join(cells)
    if paper.width(row) < paper.right - paper.margin and cover.rng.random() < 0.6:
        return cover.centre(row)
    pages = [cover.centre(cell) for cell in cells]
    return pages[0]


def _stacked(cover: Cover, left: Said, right: Said) -> int:
    pages = []
    for text, caption in (left, right):
        pages.append(cover.centre(text))
        cover.centre(caption)
    return pages[0]


def _captions_first(cover: Cover, left: Said, right: Said) -> int:
    _captions(cover, left, right)
    return _values(cover, left, right)


def _captions_last(cover: Cover, left: Said, right: Said) -> int:
    page = _values(cover, left, right)
    _captions(cover, left, right)
    return page


def _values(cover: Cover, left: Said, right: Said) -> int:
    paper = cover.paper
    half = (paper.right - paper.margin) / 2
    for k, text in enumerate((left[0], right[0])):
        paper.put(paper.margin + half * k + (half - paper.width(text)) / 2, text)
    page = paper.page
    paper.down()
    return page


def _captions(cover: Cover, left: Said, right: Said) -> None:
    paper, rng = cover.paper, cover.rng
    half = (paper.right - paper.margin) / 2
    narrow = half * rng.choice((0.9, 0.9, 0.5))
    columns = [paper.wrap(text, narrow, size=paper.size - 1) for text in (left[1], right[1])]
    by_cell = rng.random() < 0.6  # a browser prints cell by cell, an older printer line by line
    spots = [(k, i, line) for k, lines in enumerate(columns) for i, line in enumerate(lines)]
    top = paper.y
    for k, i, line in spots if by_cell else sorted(spots, key=lambda s: s[1]):
        paper.y = top - i * paper.lead
        paper.put(
            paper.margin + half * k + (half - paper.width(line, size=paper.size - 1)) / 2,
            line,
            size=paper.size - 1,
        )
    paper.y = top
    paper.down(max(len(c) for c in columns))


def print_address(cover: Cover, who: Registrant) -> None:
    """On one line, on several, or with the zip code in a column of its own."""
    cover.paper.need(5)
    page = cover.paper.page
    cover.rng.choice((_in_one, _in_one, _in_two, _in_two, _in_three, _split, _beside))(cover, who)
    note_address(cover, who, page)
    _phone(cover, who.phone)


def note_address(cover: Cover, who: Registrant, page: int) -> None:
    cover.note("street", who.street, page)
    cover.note("city", who.city, page)
    if who.region not in WITHOUT_STATE:
        cover.note("state", who.region, page, who.region_code)
    cover.note("postal_code", who.postal, page)


def _in_one(cover: Cover, who: Registrant) -> None:
    text = f"{who.whole_street}, {who.town} {who.postal}"
    if cover.paper.width(text) < cover.paper.right - cover.paper.margin:
        cover.centre(text)
    else:
        cover.centre(who.whole_street + ",")
        cover.centre(f"{who.town} {who.postal}")
    caption, zip_caption = cover.caption("address"), cover.caption("postal_code")
    cover.centre(
        f"{caption} {zip_caption}"
        if cover.rng.random() < 0.6 and "ncluding" not in caption
        else caption
    )


def _in_two(cover: Cover, who: Registrant) -> None:
    _listed(cover, [who.whole_street, f"{who.town} {who.postal}"])


def _in_three(cover: Cover, who: Registrant) -> None:
    ends = [f"{who.town} {who.postal}"] if cover.rng.random() < 0.6 else [who.town, who.postal]
    _listed(cover, [who.street, *filter(None, [who.suite]), *ends])


def _listed(cover: Cover, lines: list[str]) -> None:
    for text in lines:
        cover.centre(text)
    caption = cover.caption("address")
    cover.centre(
        f"{caption} {cover.caption('postal_code')}" if cover.rng.random() < 0.7 else caption
    )


def _split(cover: Cover, who: Registrant) -> None:
    paper = cover.paper
    half = (paper.right - paper.margin) * 0.7
    left, caption = f"{who.whole_street}, {who.town}", cover.caption("address")
    paper.put(paper.margin + max(0, (half - paper.width(left)) / 2), left)
    paper.put(max(paper.right - 100, paper.margin + paper.width(left) + 20), who.postal)
    paper.down()
    paper.put(paper.margin + (half - paper.width(caption)) / 2, caption)
    paper.put(paper.right - 100, cover.caption("postal_code"))
    paper.down()


def _beside(cover: Cover, who: Registrant) -> None:
    """After its caption, on one line or two."""
    caption = cover.caption("address").strip("()")
    text = f"{caption}: {who.whole_street}, {who.town} {who.postal}"
    if cover.paper.width(text) < cover.paper.right - cover.paper.margin:
        cover.centre(text)
    else:
        cover.centre(f"{caption}: {who.whole_street}")
        cover.centre(f"{who.town} {who.postal}")


def _phone(cover: Cover, phone: str) -> None:
    caption = cover.caption("phone")
    if caption.endswith(":") or cover.rng.random() < 0.2:
        page = cover.centre(f"{caption.rstrip(':').strip('()')}: {phone}")
    else:
        page = cover.centre(phone)
        cover.centre(caption)
    note_phone(cover, phone, page)
    if cover.rng.random() < 0.3:
        cover.centre(cover.rng.choice(("N/A", "Not applicable", "Not Applicable", "None")))
        cover.centre(
            "(Former name, former address and former fiscal year, if changed since last report)"
        )


def note_phone(cover: Cover, phone: str, page: int) -> None:
    digits = "".join(c for c in phone if c.isdigit())
    cover.note(
        "phone",
        phone,
        page,
        (
            digits
            if phone.startswith(("+", "353"))
            else f"{digits[-10:-7]}-{digits[-7:-4]}-{digits[-4:]}"
        ),
    )
