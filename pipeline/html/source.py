"""A file of HTML, or a whole submission of EDGAR -> the tree of its main document.

The parser is lexbor's: it makes of any bytes what browsers make of them. Nothing is fetched.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract_filings.pipeline.errors import InputError

MAX_BYTES = 200 * 1024**2  # the longest filings of EDGAR have some 60 MiB
MAX_NESTED = 256  # the deepest filings have some 40
MAX_TAGS = 3_000_000
MAX_HEADER = 20_000
ENCODINGS = ("utf-8", "cp1252")
"""Tried one after the other. Pages that claim Latin-1 are read as cp1252, as browsers do."""
CHARSET = re.compile(rb"(?i)(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{2,40})")
XHTML = re.compile(rb"(?i)<\?xml|<html[^>]{0,4000}xmlns\s*=")
EMPTY = re.compile(rb"<([A-Za-z][\w:.-]*)((?:\s[^<>]*)?)/>")
VOID = frozenset(b"area base br col embed hr img input link meta source track wbr".split())
NESTING = re.compile(rb"(?i)<(/?)(?:div|span|font|table|b|i|u|em|strong|center|blockquote|ul|ol)\b")
DOCUMENT = re.compile(
    rb"(?is)<DOCUMENT>\s*<TYPE>([^\r\n<]*)(.*?)<TEXT>(.*?)(?:</TEXT>|</DOCUMENT>|\Z)"
)
SUBMISSION = re.compile(
    rb"(?i)\A[\s\xef\xbb\xbf]*(?:<SEC-DOCUMENT>|-----BEGIN PRIVACY|<SEC-HEADER>)"
    rb"|<DOCUMENT>\s*<TYPE>"
)
MARKUP = re.compile(rb"(?i)<(?:!doctype html|html|body|table\b[^>]*>\s*<t|div|p)\b")
PRINT = "open it in a browser and print it to PDF"


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
    data = main_document(path, data)
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
    if not found:
        raise InputError(f"{path}: a submission without a <DOCUMENT>; download it again")
    inside = found[3]
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


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    told = CHARSET.search(data[:2_000])
    name = told[1].decode().lower() if told else ""
    first = ("cp1252",) if name in ("iso-8859-1", "latin-1", "us-ascii", "windows-1252") else ()
    for encoding in (*(e for e in (name,) if e and not first), *ENCODINGS, *first):
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def parsed(path: Path, source: Source) -> LexborNode:
    """The body. Raises InputError where tags are nested or repeated without end."""
    data = source.text.encode("utf-8", "replace")
    deep = deepest = 0
    for count, tag in enumerate(NESTING.finditer(data), 1):
        deep = max(0, deep + (-1 if tag[1] else 1))
        deepest = max(deepest, deep)
        if count > MAX_TAGS:
            raise InputError(f"{path}: over {MAX_TAGS:,} tags; {PRINT}")
    if deepest > 8 * MAX_NESTED:  # unclosed tags look like nested ones: the tree itself decides
        raise InputError(f"{path}: tags nested {deepest:,} deep; {PRINT}")
    body = LexborHTMLParser(data).body
    if body is None:
        raise InputError(f"{path}: no page in it; download it again")
    return body
