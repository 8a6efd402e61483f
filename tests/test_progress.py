"""How far a file is: shared between processes, in words, and a line now and then."""

import multiprocessing

import pytest

from extract_filings.cli import following
from extract_filings.cli.following import Following
from extract_filings.pipeline.batch import progress
from extract_filings.pipeline.batch.progress import ROOM, Board, Pace, Ticker, span


@pytest.fixture
def clock(monkeypatch):
    """clock(seconds) moves the time on."""
    now = [1000.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])

    def move(seconds: float) -> None:
        now[0] += seconds

    return move


def test_another_process_reads_the_newest_step():
    board = Board(multiprocessing.get_context("spawn"))
    assert board.newest() is None
    board("asking", 12, 48)
    assert board.newest() == ("asking", 12, 48)
    board("ü" * ROOM)
    step, *counts = board.newest() or ("",)
    assert step.startswith("üü") and counts == [0, 0]


def test_the_time_left_is_measured_on_what_this_run_has_done(clock):
    pace = Pace("a.pdf")
    assert str(pace) == "a.pdf"
    pace("locating")
    assert str(pace) == "a.pdf: locating"
    pace("asking", 30, 50)  # of an earlier run
    clock(60)
    assert str(pace) == "a.pdf: asking, 30 of 50 prompts"
    pace("asking", 32, 50)
    assert str(pace) == "a.pdf: asking, 32 of 50 prompts, about 9 min left"
    pace("asking", 0, 3)  # another call
    assert str(pace) == "a.pdf: asking, 0 of 3 prompts"


def test_spans_of_time_have_the_unit_that_people_use():
    assert [span(s) for s in (0.4, 59.4, 59.9, 681, 3599, 9000)] == [
        "0 s",
        "59 s",
        "1 min",
        "11 min",
        "1 h 0 min",
        "2 h 30 min",
    ]


def test_a_line_every_ten_seconds_at_most_and_none_after_other_news(clock):
    lines = []
    tick = Ticker(lines.append)
    for second in range(35):
        tick(second)
        clock(1)
    assert lines == ["10", "20", "30"]
    tick.news()
    clock(9)
    tick("soon")
    clock(1)
    tick("now")
    assert lines[3:] == ["now"]


def drive(clock) -> None:
    with Following(2, quiet=False) as shown, shown.file("a.pdf") as on_step:
        on_step("asking", 1, 4)
        clock(11)
        on_step("asking", 2, 4)
        shown.done()


def test_off_a_terminal_plain_lines_go_to_stderr(clock, capsys):
    drive(clock)
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "a.pdf: asking, 2 of 4 prompts, about 22 s left; 0 of 2 files done\n"


def test_quiet_shows_nothing(clock, capsys, monkeypatch):
    monkeypatch.setattr(following.Following, "__init__", _quiet(Following.__init__))
    drive(clock)
    assert capsys.readouterr() == ("", "")


def _quiet(made):
    return lambda self, files, quiet: made(self, files, True)
