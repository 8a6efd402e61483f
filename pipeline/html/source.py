"""A file of HTML, or a whole submission of EDGAR -> the tree of its main document.

The parser is lexbor's: it makes of any bytes what browsers make of them. Nothing is fetched.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from extract_filings.pipeline.errors import InputError

MAX_BYTES = 200 * 1024**2  # the longest filings of EDGAR have some 60 MiB
MAX_NESTED = 256  # the deepest filings have some 40
MAX_OPEN = 2_048  # tags that are not closed: the parser looks through all of them for each tag
MAX_TAGS = 6_000_000
MAX_TEXT = 12_000_000  # characters; the longest filings have some 6 million
LONG_TAG, MAX_ATTRIBUTES = 65_536, 2_000
MAX_HEADER = 20_000
ENCODINGS = ("utf-8", "cp1252")
"""Tried one after the other. Pages that claim Latin-1 are read as cp1252, as browsers do."""
CHARSET = re.compile(rb"(?i)(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{2,40})")
XHTML = re.compile(rb"(?i)<\?xml|<html[^>]{0,4000}xmlns\s*=")
EMPTY = re.compile(rb"<([A-Za-z][\w:.-]*)((?:\s[^<>]*)?)/>")
VOID = frozenset(b"area base br col embed hr img input link meta source track wbr".split())
NESTING = re.compile(
    rb"(?i)<(/?)(?:(div|table|center|blockquote|ul|ol|dl|article|section|main|aside|nav|form)"
    rb"|(font|span|b|i|u|em|strong|a|small|big)|(p|td|th|tr|li))\b"
)
LONG = re.compile(rb"<[A-Za-z][^<>]{%d}[^<>]*" % LONG_TAG)
QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
DOCUMENT = re.compile(rb"(?i)<DOCUMENT>\s*<TYPE>([^\r\n<]*)")
TEXT, END = re.compile(rb"(?i)<TEXT>"), re.compile(rb"(?i)</TEXT>|</DOCUMENT>")
SUBMISSION = re.compile(
    rb"(?i)\A[\s\xef\xbb\xbf]*(?:<SEC-DOCUMENT>|-----BEGIN PRIVACY|<SEC-HEADER>)"
    rb"|<DOCUMENT>\s*<TYPE>"
)
MARKUP = re.compile(rb"(?i)<(?:(?:!doctype html|html|body|div|p)(?=[\s/>])|table\b[^<>]*>\s*<t)")
"""No "<p.lee@example.org>", as mails have it."""
CODES = re.compile(r"utf-?8|windows-\d+|cp\d+|iso-8859-\d+|gb\w+|big5|euc-\w+|shift_jis|koi8-\w")
PRINT = "open it in a browser and print it to PDF"


class TooMuch(Exception):  # noqa: N818  it is no error of ours
    """What a file has too much of, in words."""


@dataclass(frozen=True, slots=True)
class Source:
    """`text`: of the main document. `is_html`: or plain text of fixed pitch. `header`: what EDGAR
    says ahead of a submission, line by line."""

    text: str
    is_html: bool
    header: tuple[str, ...] = ()


def source_of(path: Path, data: bytes) -> Source:
    """Raises InputError."""
    if len(data) > MAX_BYTES:
        found = f"{len(data) / 1024**2:.0f} MiB is over the limit of {MAX_BYTES / 1024**2:.0f} MiB"
        raise InputError(f"{path}: {found}; extract the main document alone")
    header = _header(data)
    data = main_document(path, _in_bytes(data))
    if not MARKUP.search(data[:1_000_000]):
        return Source(_decoded(data), False, header)
    if XHTML.match(data[:5_000].lstrip()) or XHTML.search(data[:5_000]):
        data = EMPTY.sub(_closed, data)
    return Source(_decoded(data), True, header)


def _header(data: bytes) -> tuple[str, ...]:
    """Of a submission."""
    start = data[:MAX_HEADER]
    if not SUBMISSION.search(start) or (end := start.find(b"<DOCUMENT>")) < 0:
        return ()
    return tuple(" ".join(line.split()) for line in _decoded(start[:end]).splitlines())


def main_document(path: Path, data: bytes) -> bytes:
    """Of a submission, the document that comes first: EDGAR puts the form ahead of its exhibits."""
    if not SUBMISSION.search(data[:MAX_HEADER]):
        return data
    found = DOCUMENT.search(data)
    text = found and TEXT.search(data, found.end())
    if not found or not text:
        raise InputError(f"{path}: a submission without a <DOCUMENT>; download it again")
    end = END.search(data, text.end())
    inside = data[text.end() : end.start() if end else len(data)]
    for name in (b"PDF", b"XBRL"):
        inside = re.sub(rb"(?i)\A\s*<%b>|</%b>\s*\Z" % (name, name), b"", inside)
    if inside.lstrip().startswith(b"begin "):
        kind = found[1].decode("ascii", "replace").strip()
        raise InputError(
            f"{path}: its first document, {kind}, is packed by uuencode; unpack it with `uudecode`"
        )
    return inside


def _closed(tag: re.Match[bytes]) -> bytes:
    """XHTML closes any element by a slash, HTML only those that hold nothing."""
    name = tag[1]
    return tag[0] if name.lower() in VOID else b"<%b%b></%b>" % (name, tag[2], name)


def _in_bytes(data: bytes) -> bytes:
    """UTF-16 as UTF-8, so that tags are found in it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return b"\xef\xbb\xbf" + data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data


def _decoded(data: bytes) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:].decode("utf-8", "replace")
    told = CHARSET.search(data[:2_000])
    name = told[1].decode().lower() if told else ""
    named = (name,) if CODES.fullmatch(name) and name != "iso-8859-1" else ()
    for encoding in (*named, *ENCODINGS):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def parsed(source: Source) -> LexborNode:
    """The body. Raises TooMuch where tags are nested or repeated without end."""
    data = source.text.encode("utf-8", "replace")
    _check(data)
    try:
        body = LexborHTMLParser(data).body
    except SelectolaxError:
        raise TooMuch("more tags and attributes than memory has room for") from None
    if body is None:
        raise TooMuch("frames of other files, and no page")
    return body


def _check(data: bytes) -> None:
    """Of what the parser takes long for."""
    if data.count(b"<") > MAX_TAGS:
        raise TooMuch(f"over {MAX_TAGS:,} tags")
    for tag in LONG.finditer(data):
        if len(QUOTED.sub(b"", tag[0]).replace(b"/", b" ").split()) > MAX_ATTRIBUTES:
            raise TooMuch(f"over {MAX_ATTRIBUTES:,} attributes of one tag")
    if (deepest := _deepest(data)) > MAX_OPEN:
        raise TooMuch(f"tags nested {deepest:,} deep")


def _deepest(data: bytes) -> int:
    """How many tags are open at once, about. Those of letters end with the block they are in."""
    blocks, letters, deepest = [0], 0, 0
    for tag in NESTING.finditer(data):
        closes, block, letter, _ = tag.groups()
        if block and not closes:
            blocks.append(letters)
        elif block:
            letters = blocks.pop() if len(blocks) > 1 else 0
        elif letter:
            letters = max(0, letters + (-1 if closes else 1))
        else:
            letters = blocks[-1]
        deepest = max(deepest, len(blocks) + letters)
    return deepest
