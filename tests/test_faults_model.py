"""Drills with the real model: its files damaged or gone, and files that change while being read."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from extract_filings.models import EMBEDDED
from extract_filings.pipeline.decode.hmm import load_hmm
from extract_filings.pipeline.errors import InputError, ModelError
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.registry.checksums import SUMS
from extract_filings.pipeline.registry.weights import load_weights
from extract_filings.pipeline.settings import Settings

ROOT = Path(__file__).parents[1]
MENDS = (
    "type `pip install --force-reinstall --no-deps extract-filings`, or `git checkout models` in a"
    " clone"
)
BREAK = {
    "missing": lambda file: file.unlink(),
    "cut": lambda file: os.truncate(file, file.stat().st_size // 2),
    "flipped": lambda file: file.write_bytes(
        (b := file.read_bytes())[:-9] + bytes([b[-9] ^ 1]) + b[-8:]
    ),
}


@pytest.fixture
def broken(tmp_path):
    """broken(name, how) -> a folder as the package brings it, its model's file spoilt"""

    def make(name: str, how: str) -> Path:
        shutil.copytree(EMBEDDED.parent, tmp_path / "models", dirs_exist_ok=True)
        BREAK[how](tmp_path / "models" / "embedded" / name)
        return tmp_path / "models" / "embedded"

    return make


@pytest.mark.parametrize(
    "name",
    ["model.safetensors", "tokenizer.json", "tokenizer_config.json", "chain.json", "config.json"],
)
@pytest.mark.parametrize("how", BREAK)
def test_a_model_whose_file_is_damaged_or_missing_does_not_answer(broken, name, how):
    folder = broken(name, how)
    found = (
        "no config.json in"
        if (name, how) == ("config.json", "missing")
        else f"{folder / name}: {'missing' if how == 'missing' else 'damaged'}"
    )
    with pytest.raises(ModelError, match=found):
        load_weights(str(folder))


@pytest.mark.parametrize("words", [("models",), ("show", "samples/synth0004_10-q.pdf")])
def test_damaged_weights_of_the_package_are_one_line_that_says_what_to_type(broken, words):
    folder = broken("model.safetensors", "flipped")
    code = (
        "from pathlib import Path; import extract_filings.models as models;"
        f"models.EMBEDDED = Path({str(folder)!r});"
        "from extract_filings.cli.main import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=ROOT, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == f"extract: {folder}/model.safetensors: damaged, its SHA-256 is not the one in {SUMS};"
        f" {MENDS}\n"
    )


@pytest.mark.parametrize(
    "text", ["", "{", '{"marks": ["a"]}', '{"marks": 3, "prior": "x", "after": null}']
)
def test_an_hmm_that_is_damaged_is_told(tmp_path, text):
    (tmp_path / "chain.json").write_text(text)
    with pytest.raises(
        ModelError,
        match=f"model {tmp_path}: its chain.json is damaged; delete it, or train the model again",
    ):
        load_hmm(tmp_path)


def test_the_digests_of_the_shipped_model_are_those_of_its_files():
    """After a change of models/embedded: `python -c 'from extract_filings.models import EMBEDDED;
    from extract_filings.pipeline.registry.checksums import seal; seal(EMBEDDED)'`
    """
    assert subprocess.run(["sha256sum", "--check", "--quiet", SUMS], cwd=EMBEDDED).returncode == 0


@pytest.fixture(scope="module")
def extractor() -> Pipeline:
    return Pipeline(Settings())


@pytest.mark.parametrize(
    ("step", "change"),
    [
        ("looking at pages", lambda path: path.write_bytes(path.read_bytes() + b"\n")),
        (
            "resolving",
            lambda path: shutil.copy(path.with_name("other.pdf"), path.with_name("new")).replace(
                path
            ),
        ),
    ],
)
def test_a_file_that_changes_while_it_is_read_gives_no_values(
    extractor, samples, tmp_path, step, change
):
    path = Path(shutil.copy(samples / "synth0004_10-q.pdf", tmp_path / "a.pdf"))
    shutil.copy(samples / "synth0003_10-q.pdf", tmp_path / "other.pdf")
    with pytest.raises(
        InputError,
        match="changed while it was read; wait until it is written, and extract it again",
    ):
        extractor(path, lambda name: change(path) if name == step else None)


def test_a_file_that_vanishes_before_or_while_it_is_read_is_told(extractor, samples, tmp_path):
    path = Path(shutil.copy(samples / "synth0004_10-q.pdf", tmp_path / "a.pdf"))
    with pytest.raises(InputError, match="changed while it was read"):
        extractor(path, lambda name: path.unlink() if name == "resolving" else None)
    with pytest.raises(InputError, match="no such file"):
        extractor(path)
