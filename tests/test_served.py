"""Answers from a server are those of the model behind it; what a server does wrong is one line that
says what to type.
"""

import json
import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest
from conftest import await_server

from extract_filings.pipeline.ask.grammar import literal, row_of
from extract_filings.pipeline.batch.fingerprint import fingerprint
from extract_filings.pipeline.decode import server
from extract_filings.pipeline.decode.engine import Engine
from extract_filings.pipeline.decode.load import load_engine
from extract_filings.pipeline.decode.server import REQUESTS, ServedEngine
from extract_filings.pipeline.errors import ModelError, SchemaError
from extract_filings.pipeline.records import Prompt, Question, share_of
from extract_filings.pipeline.settings import Settings

ROOT = Path(__file__).parents[1]
TEXT = "0: Net sales 9,978\n1: Cost of sales 4,483\n2: Café Zürich\n"
WORDS = (
    'start: SPAN "\\n"\nSPAN: W & /[^\\n]{6,40}/\nW: %regex { "substring_words":'
    f" {json.dumps(TEXT)} }}"
)
ENDLESS = 'start: /[aé]{1500}/ "\\n"'


def page(number: int) -> Prompt:
    """Random weights answer differently to each number."""
    grammars = (row_of({0: "a", 1: "a"}), literal(("yes", "no")), WORDS)
    return Prompt(
        f"Page {number}:\n{TEXT}\n",
        tuple(Question(0, grammars[i % 3], ask=f"{i} of page {number}?\n") for i in range(24)),
    )


@pytest.fixture(scope="module")
def port(pointing) -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, ROOT / "tests" / "server.py", pointing.name, port],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    await_server(f"http://127.0.0.1:{port}")
    yield port
    process.terminate()
    process.wait()


def name(port: str, manner: str = "plain", model: str = "toy") -> str:
    return f"openai:http://127.0.0.1:{port}/{manner}/v1#{model}"


def seen(port: str, manner: str) -> dict:
    return json.load(urlopen(f"http://127.0.0.1:{port}/{manner}/seen"))


def test_answers_are_those_of_the_model_behind_the_server(port, pointing):
    engine = Engine(pointing.name)
    engine.model.float()
    turns = ((f"Page 9:\n{TEXT}\n1 of page 9?\n", "no\n"), ("2 of page 9?\n", "Net sales 9,978\n"))
    prompts = [
        page(0),
        page(1),
        Prompt("nothing is asked of this page\n\n", ()),
        replace(page(1), before=turns),
    ]
    ours, theirs = engine.answer(prompts), load_engine(name(port)).answer(prompts)
    assert [[a.text for a in answers] for answers in theirs] == [
        [a.text for a in answers] for answers in ours
    ]
    for a, b in zip(theirs, ours, strict=True):
        assert [x.probability for x in a] == pytest.approx([x.probability for x in b], rel=1e-3)
        assert [share_of(x, 0, len(x.text)) for x in a] == pytest.approx(
            [share_of(y, 0, len(y.text)) for y in b], rel=1e-3
        )
    assert all(a.steps for answers in theirs for a in answers)
    assert len({a.text for answers in ours for a in answers}) > 3
    # the examples were read
    assert [a.probability for a in ours[1]] != [a.probability for a in ours[3]]


def test_an_answer_that_is_cut_off_has_no_probability(port):
    ((answer,),) = ServedEngine(name(port)).answer(
        [Prompt(TEXT + "\n", (Question(0, ENDLESS, ask="Go on.\n"),))]
    )
    assert answer.probability == 0 and set(answer.text) <= {"a", "é"} and len(answer.text) > 200


def test_a_page_is_read_by_one_question_and_then_by_many_at_once(port):
    ServedEngine(name(port, "counted")).answer([page(7), page(8)])
    told = seen(port, "counted")
    assert REQUESTS / 2 < told["most"] <= REQUESTS
    for number in (7, 8):
        of_page = [
            i for i, said in enumerate(told["begun"]) if said.endswith(f" of page {number}?\n")
        ]
        assert (
            told["begun"][of_page[0]] == f"0 of page {number}?\n"
            and "done" in told["begun"][of_page[0] : of_page[1]]
        )


def test_a_busy_server_is_asked_again(port):
    assert ServedEngine(name(port, "busy")).answer([page(3)]) == ServedEngine(name(port)).answer(
        [page(3)]
    )
    assert seen(port, "busy")["requests"] == 1 + 3 + len(page(3).questions)


@pytest.mark.parametrize(
    ("manner", "says"),
    [
        (
            "deaf",
            (
                "does not keep to grammars, it said 'Sure! Net sales.*start it with `vllm serve"
                " .*guidance"
            ),
        ),
        ("mute", "no logprobs"),
        ("narrow", "refuses a question: .*maximum context length is 16 tokens"),
        ("dead", "server says Error code: 500.*asked 1 times"),
        ("asleep", "no answer within 0.5 s"),
    ],
)
def test_a_server_that_cannot_be_used_is_refused_while_asking(port, monkeypatch, manner, says):
    monkeypatch.setattr(server, "RETRIES", 0)
    monkeypatch.setattr(server, "SECONDS", 0.5)
    with pytest.raises(ModelError, match=says) as told:
        ServedEngine(name(port, manner)).answer([page(0)])
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (("plain", "Qwen"), "not among the server's models; type one of them behind the #: toy$"),
        (("plain", ""), "type one of them behind the #: toy$"),
        (("locked", "toy"), "refuses the key; export EXTRACT_API_KEY=…"),
        (("page", "toy"), "none of OpenAI's protocol"),
        (
            ("plain/v2", "toy"),
            "nothing at /plain/v2/v1/models on this server; type the URL up to /v1",
        ),
    ],
)
def test_a_name_that_leads_nowhere_says_what_to_type(port, monkeypatch, wrong, says):
    monkeypatch.delenv("EXTRACT_API_KEY", raising=False)
    with pytest.raises(ModelError, match=says):
        ServedEngine(name(port, *wrong))


def test_no_server_is_one_line():
    with (
        socket.socket() as taken,
        pytest.raises(
            ModelError,
            match=r"no server at http://127\.0\.0\.1:.*refused.*start it with `vllm serve",
        ),
    ):
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        ServedEngine(name(str(taken.getsockname()[1])))


def test_the_main_job_says_one_line(port, samples, extract):
    code, out, err = extract(samples / "synth0003_10-q.pdf", "--model", name("1"))
    assert (code, out, len(err.splitlines())) == (2, "", 1) and "no server at" in err
    code, _, err = extract(samples / "synth0003_10-q.pdf", "--model", name(port, "deaf"))
    assert (code, len(err.splitlines())) == (2, 1) and "does not keep to grammars" in err


def test_the_key_comes_from_the_environment_and_stands_in_no_name(port, monkeypatch):
    monkeypatch.setenv("EXTRACT_API_KEY", "sesame")
    assert ServedEngine(name(port, "locked")).answer([page(2)])[0][0].text
    for secret in (
        "openai:http://me:sesame@127.0.0.1/v1#toy",
        "openai:http://127.0.0.1/v1?key=sesame#toy",
    ):
        with pytest.raises(ModelError, match="export EXTRACT_API_KEY") as told:
            fingerprint(Settings(model=secret))
        assert "sesame" not in str(told.value)
    with pytest.raises(ModelError, match="no URL of a server"):
        load_engine("openai:Qwen3")


def test_a_grammar_that_cannot_be_built_is_the_schemas_fault(port):
    with pytest.raises(SchemaError, match="grammar cannot be built"):
        ServedEngine(name(port)).answer(
            [Prompt(TEXT + "\n", (Question(0, "start: /(/", ask="Well?\n"),))]
        )


def test_a_result_hangs_on_the_server_and_the_model_that_is_named(port):
    names = [name(port), name(port, model="other"), name("1"), "embedded"]
    assert len({fingerprint(Settings(model=n)) for n in names}) == len(names)


def test_no_model_library_is_loaded(port):
    code = (
        "import sys; from extract_filings.pipeline.extract import Pipeline, Settings;"
        f" Pipeline(Settings(model={name(port)!r})); print(*{{'torch', 'transformers',"
        " 'outlines'} & {*sys.modules})"
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        == "\n"
    )


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.delitem(sys.modules, "extract_filings.pipeline.decode.server")
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(
        ModelError, match=r"needs openai; type `pip install 'extract-filings\[server\]'`"
    ):
        load_engine(name("1"))
