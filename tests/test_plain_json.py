"""The table of keyed answers against plain JSON takes hours, so one that was stopped goes on."""

import json
import sys

import pytest
from test_any_schema import printed

from extract_filings.benchmarks.accuracy import plain_json
from extract_filings.pipeline.records import Answer

NAMES = ("Acme Bank", "Harbor Trust", "Orchard")
DEED = {"title": "Deed", "type": "object", "properties": {"name": {"type": ["string", "null"]}}}


class Namer:
    """Says that the name is Acme Bank; interrupted at prompt `stop`."""

    form, shots, at_once = "pointing", 0, 1

    def __init__(self, stop: int = sys.maxsize) -> None:
        self.stop, self.heard = stop, []

    def knows(self, parts) -> None: ...

    def answer(self, prompts):
        for prompt in prompts:
            if len(self.heard) == self.stop:
                raise KeyboardInterrupt
            self.heard.append(prompt.text)
        return [[Answer('{"name": "Acme Bank"}', 1.0)] for _ in prompts]


@pytest.fixture
def asked(tmp_path, monkeypatch, capsys):
    """Runs the command with an engine: what it prints."""
    (tmp_path / "deed.json").write_text(json.dumps(DEED))
    gold = [{"document": f"deed{i}", "name": name} for i, name in enumerate(NAMES)]
    (tmp_path / "gold.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in gold))
    for i, name in enumerate(NAMES):
        printed([[f"This deed is made by {name}."]], tmp_path / f"deed{i}.pdf")
    monkeypatch.setattr(plain_json.time, "process_time", lambda: 0.0)

    def run(engine: Namer, *more: str) -> str:
        monkeypatch.setattr("extract_filings.pipeline.extract.load_engine", lambda *_: engine)
        schema = str(tmp_path / "deed.json")
        files = str(tmp_path / "gold.jsonl"), str(tmp_path)
        plain_json.main([*files, "--schema", schema, "--model", "namer", *more])
        return capsys.readouterr().out

    return run


def test_a_table_that_was_stopped_asks_only_what_is_missing(asked, tmp_path):
    keep = "--keep", str(tmp_path / "kept")
    with pytest.raises(KeyboardInterrupt):
        asked(Namer(stop=3), *keep)
    second, whole = Namer(), Namer()
    assert asked(second, *keep) == asked(whole)
    assert (len(whole.heard), second.heard) == (6, whole.heard[3:])
    third = Namer(stop=0)
    assert asked(third, *keep) == asked(whole) and not third.heard


def test_a_name_that_is_printed_elsewhere_is_wrong_and_one_that_is_not_is_told(asked):
    """A keyed answer that is not printed is none."""
    keyed, plain = (row.split("|") for row in asked(Namer()).strip().splitlines()[-2:])
    assert [cell.strip() for cell in keyed[1:4] + keyed[8:9]] == ["keyed", "1", "1", "0"]
    assert [cell.strip() for cell in plain[1:4] + plain[8:9]] == ["plain JSON", "1", "3", "2"]
