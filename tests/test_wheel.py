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
FOLDERS = ("api", "cli", "deploy", "flows", "levers", "models", "pipeline", "schemas", "training")


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
    tracked = subprocess.run(
        ["git", "ls-files", *FOLDERS], cwd=ROOT, capture_output=True, text=True
    )
    kept = (".py", ".json", ".toml", ".js", ".css", ".html", ".safetensors")
    kept += (".yaml", "setup.sh", ".env", ".service", "Dockerfile")
    want = {n for n in tracked.stdout.splitlines() if n.endswith(kept) and (ROOT / n).is_file()}
    package = wheel / "extract_filings"
    have = {str(p.relative_to(package)) for p in package.rglob("*") if p.is_file()}
    assert want - have == set()
    assert "py.typed" in have


@pytest.fixture
def application(wheel, tmp_path):
    """application(words...) -> what `extract` of the wheel does in an application's own folder,
    which has `schemas/` and `models/` too
    """
    for name in ("schemas", "models", "pipeline"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise ImportError('of the application')")
    (tmp_path / "lease.py").write_text(
        "from pydantic import BaseModel\nfrom extract_filings import Cue\n\n\n"
        "class Lease(BaseModel):\n    tenant: str | None = None\n"
    )
    code = (
        "import extract_filings; print(extract_filings.__file__);"
        "from extract_filings.cli.main import main; main()"
    )

    def call(*words):
        done = subprocess.run(
            [sys.executable, "-c", code, *words],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(wheel)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(str(wheel))
        return done.stdout

    return call


def test_the_wheel_reads_a_pdf_in_a_folder_of_its_own(application, tmp_path, samples):
    application(samples / "synth0004_10-q.pdf", "--out", "tables")
    assert (tmp_path / "tables" / "balance_sheet").is_dir()


def test_a_schema_beside_an_applications_own_schemas_is_found(application):
    assert "tenant" in application("schemas", "lease.py:Lease")


def test_the_version_stands_once():
    changes = (ROOT / "CHANGELOG.md").read_text()
    assert f"## [{PROJECT['project']['version']}]" in changes or "## [Unreleased]" in changes
