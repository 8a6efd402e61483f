"""Toy models: the embedded one's tokenizer with random weights, and a random Qwen3 that knows no
marks.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    AutoTokenizer,
    PreTrainedTokenizerFast,
    Qwen3Config,
    Qwen3ForCausalLM,
)

from extract_filings.cli import main
from extract_filings.cli.console import start
from extract_filings.models import EMBEDDED
from extract_filings.pipeline.decode.engine import Engine

pytest_plugins = ["review_case", "review_browser"]  # their fixtures

WORDS = [
    "Net sales 9,978 11,257",
    "Cost of sales 4,483",
    "Common Stock ACME New York Stock Exchange",
    "null yes no end 0123456789",
]

LONGEST = ("test_wording.py", "test_scale_out.py", "test_flows.py")
"""Run first, so that no process of pytest waits for another one's last test."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda i: i.path.name not in LONGEST)


def random_qwen(vocabulary: int) -> Qwen3ForCausalLM:
    """Large initial weights, so that logits differ and an unmasked token would show."""
    torch.manual_seed(0)
    return Qwen3ForCausalLM(
        Qwen3Config(
            vocab_size=vocabulary,
            hidden_size=64,
            num_hidden_layers=2,
            num_attention_heads=4,
            num_key_value_heads=2,
            head_dim=16,
            intermediate_size=128,
            tie_word_embeddings=True,
            initializer_range=0.2,
        )
    )


@pytest.fixture(scope="session")
def pointing(tmp_path_factory) -> Engine:
    """A general model of random weights, its logits wider than its tokenizer, as Qwen's are."""
    folder = tmp_path_factory.mktemp("pointing")
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer, tokenizer.decoder = (
        pre_tokenizers.ByteLevel(add_prefix_space=False),
        decoders.ByteLevel(),
    )
    tokenizer.train_from_iterator(
        WORDS,
        trainers.BpeTrainer(
            vocab_size=400,
            special_tokens=["<pad>", "<eos>"],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<eos>", pad_token="<pad>")
    random_qwen(len(fast) + 64).save_pretrained(folder)
    fast.save_pretrained(folder)
    return Engine(str(folder))


@pytest.fixture(scope="module")
def exact(pointing) -> Engine:
    """In float32, where a pass of many tokens and many passes of one agree to the last answer."""
    engine = Engine(str(pointing.name))
    engine.model.float()
    return engine


@pytest.fixture(scope="session")
def marking(tmp_path_factory) -> Engine:
    """The embedded model's tokenizer with random weights."""
    folder = tmp_path_factory.mktemp("marking")
    tokenizer = AutoTokenizer.from_pretrained(EMBEDDED)
    random_qwen(len(tokenizer)).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return Engine(str(folder))


@pytest.fixture(scope="session")
def embedded() -> Engine:
    return Engine("embedded")


@pytest.fixture(scope="session")
def samples() -> Path:
    return Path(__file__).parents[1] / "samples"


@pytest.fixture
def extract(monkeypatch, capsys):
    """extract(words...) -> (exit code, stdout, stderr)"""

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["extract", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main.main()
        return (end.value.code or 0, *capsys.readouterr())

    return call


@pytest.fixture
def lever(monkeypatch, capsys):
    """lever(module, words...) -> (exit code, stdout, stderr), as `python -m` runs it"""

    def call(module, *words):
        monkeypatch.setattr(sys, "argv", [module.__name__, *map(str, words)])
        with pytest.raises(SystemExit) as end:
            start(module.app, module.__name__.rpartition(".")[2])
        return (end.value.code or 0, *capsys.readouterr())

    return call


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A Prefect server as users start it, and the environment in which other processes find it.

    One for all tests: what Prefect keeps in a process (clients of events and logs) stays with the
    server that it met first.
    """
    from prefect.settings import (
        PREFECT_API_URL,
        temporary_settings,
    )  # takes seconds, and few tests need it

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    api, home = f"http://127.0.0.1:{port}/api", str(tmp_path_factory.mktemp("prefect"))
    env = os.environ | {
        "PREFECT_API_URL": api,
        "PREFECT_HOME": home,
        "PYTHONPATH": str(Path(__file__).parents[1]),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }
    with Path(home, "server.log").open("w") as log:
        started = subprocess.Popen(
            [Path(sys.executable).with_name("prefect"), "server", "start", "--port", port],
            env=env,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    with temporary_settings({PREFECT_API_URL: api}):
        await_server(api)
        yield env
    os.killpg(started.pid, signal.SIGTERM)
    started.wait()


def await_server(api: str) -> None:
    for _ in range(240):
        with suppress(OSError), urlopen(f"{api}/health"):
            return
        time.sleep(0.5)
    pytest.fail("the Prefect server does not answer")


@pytest.fixture
def stopped(monkeypatch):
    """Training by the command, in this process, interrupted as by Ctrl-C when so many steps are
    done.
    """

    def run(steps: int, *ask, app=main.app) -> None:
        from extract_filings.training import loop  # needs what not every test does

        def interrupt(self, args, state, control, **_):
            if state.global_step == steps:
                raise KeyboardInterrupt

        with monkeypatch.context() as m:
            m.setattr(loop.Report, "on_step_begin", interrupt)  # every run has a report
            m.setattr(sys, "argv", ["extract", *map(str, ask)])
            with pytest.raises((KeyboardInterrupt, SystemExit)):
                start(app, "extract")

    return run
