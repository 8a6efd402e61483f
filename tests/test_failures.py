"""Documents that failed stand in the tables until they are read or dismissed."""

import polars as pl
import pytest
from make_records import PARTS
from make_tables import ABOUT, bytes_of, named, put

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.tables.append import add
from extract_filings.pipeline.tables.failures import dismiss, standing
from extract_filings.pipeline.tables.frames import Failure, Run, tables
from extract_filings.schemas.filing import Filing


@pytest.fixture
def out(tmp_path):
    """Tables of one document that was read and two that failed."""
    put(tmp_path / "out", named("good"))
    fail(tmp_path / "out", "broken", "empty")
    return tmp_path / "out"


def fail(out, *names: str, key: str = "of a failure") -> None:
    run = Run("filing", "embedded", "", {}, {})
    frames = {n: tables([], [Failure(n, "5e", f"{n}.pdf: bad", key)], PARTS, run) for n in names}
    add(dict.fromkeys(names, key), frames.get, out, Filing, ABOUT)


def test_failures_stand_until_they_are_dismissed_and_the_reason_stays(out):
    assert standing(out) == {"broken": "broken.pdf: bad", "empty": "empty.pdf: bad"}
    before = bytes_of(out)
    dismiss(out, ["broken"])
    assert standing(out) == {"empty": "empty.pdf: bad"}
    documents = pl.read_parquet(out / "documents" / "*.parquet")
    status = dict(documents.select("document", "status").iter_rows())
    assert status["broken"] == "dismissed: broken.pdf: bad" and status["good"] == "ok"
    after = bytes_of(out)
    assert {n for n in before if before[n] != after[n]} == {"documents/part-0.parquet"}
    put(out, named("more"))
    assert standing(out) == {"empty": "empty.pdf: bad"}, "a dismissal outlasts the next run"


def test_a_dismissed_document_that_fails_anew_stands_again(out):
    dismiss(out, ["broken", "empty"])
    assert standing(out) == {}
    fail(out, "broken", key="of another failure")
    assert standing(out) == {"broken": "broken.pdf: bad"}


def test_only_failures_can_be_dismissed(out, tmp_path):
    before = bytes_of(out)
    with pytest.raises(InputError, match="good is no document that failed; failed are broken, emp"):
        dismiss(out, ["broken", "good"])
    assert bytes_of(out) == before
    with pytest.raises(InputError, match="no failure stands there"):
        dismiss(tmp_path / "none", ["a"])
