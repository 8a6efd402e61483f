"""HTML made to hang or fill the memory of whoever reads it. Exit code 1 if one is neither read nor
refused with one line.

    python -m extract_filings.benchmarks.robustness.html_bombs [--size 1.0] [NAME ...]

Each is read and measured (`read`, `boxes`) in the sandbox of the command line. `--size` is the
share of the numbers below: the tests run the same with some hundredths.
"""

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.pdf.sandbox import MEMORY_LIMIT, Sandbox
from extract_filings.pipeline.reader import boxes, read

TIME = 120  # seconds of processor time
ROW = b"<tr><td>Net sales</td><td>$</td><td>391,035</td></tr>"
ENTITIES = b"<!DOCTYPE html [<!ENTITY a 'lol'>%b]>" % b"".join(
    b"<!ENTITY %c '&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;'>" % (c + 1, *([c] * 8))
    for c in range(ord("a"), ord("y"))
)
TAG = re.compile(rb"<[a-z]")
MILLION = 1_000_000

Maker = Callable[[float], bytes]


def many(part: bytes, count: int, before: bytes = b"", after: bytes = b"") -> Maker:
    return lambda size: before + part * max(1, round(count * size)) + after


def numbered(part: bytes, count: int, before: bytes = b"", after: bytes = b"<p>x") -> Maker:
    """`part` with a number in place of each `%d`."""
    fields = part.count(b"%d")
    return lambda size: (
        before + b"".join(part % ((i,) * fields) for i in range(round(count * size))) + after
    )


BOMBS: Mapping[str, Maker] = {
    "a hundred megabytes of paragraphs": many(
        b"<p>Net sales of 391,035 rose by 7%.</p>", 2_600_000
    ),
    "a hundred megabytes of rows": many(ROW, 1_900_000, b"<table>"),
    "a hundred megabytes of text": many(b"Net sales 391,035\n", 5_500_000),
    "one node of text": many(b"sales ", 9 * MILLION, b"<p>"),
    "one word": many(b"s", 50 * MILLION, b"<p>"),
    "one line of text": many(b"sales ", 9 * MILLION),
    "nested div": many(b"<div>", MILLION, after=b"x"),
    "nested font": many(b"<font size=2>", MILLION, after=b"x"),
    "nested other fonts": numbered(b"<font size=%d>", MILLION),
    "nested table": many(b"<table><tr><td>", MILLION, after=b"x"),
    "nested lists": many(b"<ul><li>", MILLION, after=b"x"),
    "nested unknown": many(b"<a1>", MILLION, after=b"x"),
    "nested article": many(b"<article>", MILLION, after=b"x"),
    "unclosed bold": many(b"<b><i>x", MILLION),
    "unclosed fonts over paragraphs": numbered(b"<font size=%d><p>x", 300_000),
    "unclosed cells": many(b"<tr><td>1<td>2", MILLION, b"<table>"),
    "misnested": many(b"<b><p></b></p><a><div></a></div>", 300_000),
    "entities": many(b"<p>&y;</p>", 100_000, ENTITIES),
    "characters by number": many(b"&#49;&nbsp;&#x4e;", 4 * MILLION, b"<p>"),
    "a million cells": many(b"<tr>" + b"<td>1</td>" * 100 + b"</tr>", 10_000, b"<table>"),
    "a row of a million cells": many(b"<td>1</td>", MILLION, b"<table><tr>"),
    "wide cells": many(b"<tr><td colspan=1000>1</td><td>2</td></tr>", 100_000, b"<table>"),
    "wide cells in one row": many(b"<td colspan=1000>1</td>", 100_000, b"<table><tr>"),
    "ever wider cells": numbered(b"<tr><td colspan=%d>1</td><td>2</td></tr>", 50_000, b"<table>"),
    "tall cells": many(b"<tr><td rowspan=1000>1</td><td>2</td></tr>", 100_000, b"<table>"),
    "tall and wide cells": many(b"<tr><td rowspan=1000 colspan=1000>1<td>2", 100_000, b"<table>"),
    "tables in cells": many(b"<table><tr><td>1</td></tr></table>", 300_000, b"<table><tr><td>"),
    "tables eighty deep": many(b"<table><tr><td>1<td>" * 80 + b"</table>" * 80, 5_000),
    "rules of style": numbered(b".c%d{color:red}", 100_000, b"<style>", b"</style><p class=c1>x"),
    "rules that all match": lambda size: (
        b"<style>"
        + b"p{color:red}" * round(100_000 * size)
        + b"</style>"
        + b"<p>x" * round(100_000 * size)
    ),
    "selectors that look back": lambda size: (
        b"<style>"
        + b"div div div div p~p~p:not(.a):nth-child(2n+1){color:red}" * round(10_000 * size)
        + b"</style>"
        + (b"<div>" * 100 + b"<p>x" * 1000 + b"</div>" * 100) * round(100 * size)
    ),
    "one long selector": many(b"div>", MILLION, b"<style>", b"p{color:red}</style><p>x"),
    "blocks of style": many(b"@media screen{", MILLION, b"<style>", b"</style><p>x"),
    "brackets of style": many(b"a{b:((((((", MILLION, b"<style>", b"</style><p>x"),
    "one long style": many(b"color:red;", 5 * MILLION, b"<p style='", b"'>x"),
    "styles of their own": numbered(b"<p style='margin-left:%dpt'>x</p>", MILLION),
    "breaks": many(b"<br>", MILLION, after=b"x"),
    "breaks with words": many(b"x<br>", MILLION),
    "rules across": many(b"<hr>", MILLION, after=b"x"),
    "page breaks": many(b"<p style='page-break-after:always'>x</p>", MILLION),
    "attributes of one tag": numbered(b"a%d=1 ", 5 * MILLION, b"<p ", b">x"),
    "attributes": many(b"<p a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8>x</p>", MILLION),
    "tags of inline XBRL": many(
        b"<p><ix:nonFraction name='a:b' contextRef='c'>1</ix:nonFraction></p>", MILLION
    ),
    "contexts": numbered(
        b"<xbrli:context id='c%d'><xbrli:instant>2020-01-01</xbrli:instant></xbrli:context>",
        500_000,
        b"<ix:header>",
        b"</ix:header><p>x",
    ),
    "opened tags": many(b"<p", 30 * MILLION),
    "opened tables": many(b"<table ", 10 * MILLION),
    "opened comments": many(b"<!--", 20 * MILLION, b"<p>x"),
    "slashes": many(b"<a a='", 10 * MILLION, b"<?xml version='1.0'?><html><p>x"),
    "self-closed": many(b"<p/>", 10 * MILLION, b"<?xml version='1.0'?><html>x"),
    "documents": many(b"<DOCUMENT><TYPE>10-K\n", 4 * MILLION, b"<SEC-DOCUMENT>"),
    "headers": many(b"<SEC-HEADER>", 8 * MILLION, b"<SEC-DOCUMENT>x"),
    "tabs": many(b"\t", 50 * MILLION, after=b"x"),
    "form feeds": many(b"\fx", 20 * MILLION),
    "lines of nothing": many(b"\n", 50 * MILLION, b"x"),
    "lines of one letter": many(b"x\n", 20 * MILLION),
    "hidden": many(b"<p style='display:none'>Net sales 1</p>", MILLION, after=b"<p>x"),
    "one hidden node": many(b"sales ", 9 * MILLION, b"x<p hidden>"),
    "no-break blanks": many(b"&nbsp;", 10 * MILLION, b"<p>x", b"x"),
    "brackets": many(b"<td>)</td>", MILLION, b"<table><tr><td>1"),
    "placed": numbered(b"<div style='position:absolute;left:%dpx;top:%dpx'>x</div>", 500_000),
    "utf-16": lambda size: (
        b"\xff\xfe" + ("<p>sales " * round(6 * MILLION * size)).encode("utf-16-le")
    ),
    "nulls": many(b"\0", 50 * MILLION, b"<p>" + b"x" * 5000),
}
"""Name -> the bytes, of a share of its size."""


def outcome(sandbox: Sandbox, path: Path) -> str:
    """ "read", or the line that refuses it."""
    try:
        document = sandbox(read, path)
        sandbox(boxes, document, range(1, len(document.pages) + 1, 5))
        return "read"
    except InputError as error:
        return str(error)


def outcomes(
    names: Sequence[str], size: float, time_limit: int, memory_limit: int
) -> Iterator[tuple[str, str, float]]:
    """Name, outcome and seconds of each."""
    with closing(Sandbox(time_limit, memory_limit)) as sandbox, tempfile.TemporaryDirectory() as at:
        for name in names:
            path = Path(at, "bomb.htm")
            data = BOMBS[name](size)
            path.write_bytes(b"<html>" + data if TAG.match(data) else data)
            start = time.perf_counter()
            yield name, outcome(sandbox, path), time.perf_counter() - start


def is_well(found: str) -> bool:
    return found == "read" or ("\n" not in found and "unexpected" not in found)


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("names", nargs="*", default=[*BOMBS])
    parser.add_argument("--size", type=float, default=1.0)
    args = parser.parse_args(words)
    wrong = 0
    for name, found, seconds in outcomes(args.names, args.size, TIME, MEMORY_LIMIT):
        print(f"{name}: {seconds:.1f} s, {found}", flush=True)
        wrong += not is_well(found)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
