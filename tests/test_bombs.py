"""Files made to crash, hang or eat memory cost seconds and one line, and the next file is read."""

import time
from pathlib import Path

import pytest
from bombs import READ, REFUSED

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.pdf.read import boxes, find_hidden, read, with_lines
from extract_filings.pipeline.pdf.sandbox import Sandbox

SECONDS, MEMORY = 5, 400


@pytest.fixture(scope="module")
def apart():
    made = Sandbox(SECONDS, MEMORY)
    yield made
    made.close()


def outcome(apart: Sandbox, path: Path):
    """What a whole reading gives: the document as it is seen, or the message."""
    try:
        document = apart(read, path)
        pages = range(1, len(document.pages) + 1)
        document = with_lines(document, *apart(find_hidden, document, pages))
        apart(boxes, document, pages)
        return document
    except InputError as error:
        return str(error)


@pytest.mark.parametrize("name", [*REFUSED, *READ])
def test_a_bomb_costs_seconds_and_a_line(apart, samples, tmp_path, name):
    path = tmp_path / "bomb.pdf"
    path.write_bytes((REFUSED | READ)[name]())
    start = time.monotonic()
    found = outcome(apart, path)
    assert time.monotonic() - start < 3 * SECONDS + 5
    if isinstance(found, str):
        assert found.startswith(f"{path}: ") and "\n" not in found and "not foreseen" not in found
    assert isinstance(found, str) or name in READ, found
    assert outcome(apart, samples / "synth0004_10-q.pdf").name == "synth0004_10-q"
