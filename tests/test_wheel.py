"""What `pip install extract-filings` brings: one import name, and all that the main job needs."""

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
FOLDERS = ("api", "cli", "flows", "levers", "models", "pipeline", "schemas", "training")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The folder that the wheel unpacks to. It is built from a copy, as setuptools leaves files."""
    folder = tmp_path_factory.mktemp("wheel")
    tree = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in tree.stdout.decode().split("\0"):
        if name.startswith(("tests/", "samples/", "docs/")) or not (ROOT / name).is_file():
            continue
        (folder / "tree" / name).parent.mkdir(parents=True, exist_ok=True)
        os.link(ROOT / name, folder / "tree" / name)
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "-w", folder, folder / "tree"], check=True)
    [made] = folder.glob("*.whl")
    zipfile.ZipFile(made).extractall(folder / "site")
    return folder / "site"


def test_the_wheel_installs_one_name(wheel):
    names = {p.name for p in wheel.iterdir() if not p.name.endswith(".dist-info")}
    assert names == {"extract_filings"}


def test_every_module_and_data_file_of_the_package_is_in_the_wheel(wheel):
    tracked = subprocess.run(["git", "ls-files", *FOLDERS], cwd=ROOT, capture_output=True, text=True)
    kept = (".py", ".json", ".toml", ".js", ".css", ".html", ".safetensors")
    want = {n for n in tracked.stdout.splitlines() if n.endswith(kept) and (ROOT / n).is_file()}
    have = {str(p.relative_to(wheel / "extract_filings")) for p in wheel.rglob("*") if p.is_file()}
    assert want - have == set()
    assert "py.typed" in have


def test_the_wheel_reads_a_pdf_in_a_folder_of_its_own(wheel, tmp_path, samples):
    """The application around it has `schemas/` and `models/` of its own."""
    for name in ("schemas", "models", "pipeline"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise ImportError('the application’s own')")
    schema = tmp_path / "cover.py"
    schema.write_text(
        "from pydantic import BaseModel\nfrom extract_filings import Cue\n"
        "from extract_filings.schemas.filing import Filing\n\n\nclass Mine(Filing):\n    pass\n"
    )
    code = (
        "import extract_filings, sys; print(extract_filings.__file__);"
        "from extract_filings.cli.main import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, samples / "synth0004_10-q.pdf", "--out", "tables"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(wheel)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(wheel))
    assert (tmp_path / "tables" / "balance_sheet").is_dir()


def test_the_version_stands_once():
    changes = (ROOT / "CHANGELOG.md").read_text()
    assert f"## [{PROJECT['project']['version']}]" in changes or "## [Unreleased]" in changes
