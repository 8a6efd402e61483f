"""The documentation says what the code does: docstrings, commands, options, files and links."""

import ast
import doctest
import importlib.util
import re
import runpy
import shlex
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
import typer.main

from extract_filings.cli.main import app
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema

ROOT = Path(__file__).parents[1]
ROOMS = ("api", "cli", "pipeline", "schemas", "flows", "levers", "training", "benchmarks")
FOLDERS = (*ROOMS, "docs", "examples", "models", "samples")
HISTORY = {ROOT / "CHANGELOG.md", ROOT / "training" / "LOG.md"}  # names of their day
PAGES = sorted({*ROOT.glob("*.md"), *(p for f in FOLDERS for p in (ROOT / f).rglob("*.md"))})
OF_OTHERS = {  # options of vLLM, SGLang, pip and ruff
    "--check",
    "--grammar-backend",
    "--logprobs-mode",
    "--max-model-len",
    "--no-enable-prefix-caching",
    "--served-model-name",
}
SHOWN = sorted(p for f in ROOMS for p in (ROOT / f).rglob("*.py") if ">>>" in p.read_text())


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("path", SHOWN, ids=name_of)
def test_examples_of_docstrings_hold(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    assert doctest.testmod(import_module(".".join(("extract_filings", *parts)))).failed == 0


# Links and names of files


def prose(page: Path) -> str:
    return re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.M | re.S)


def anchors(page: Path) -> set[str]:
    """Of its headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.*)$", prose(page), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page):
    for link in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if link.startswith("http"):
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", [p for p in PAGES if p not in HISTORY], ids=name_of)
def test_files_and_tests_that_are_named_exist(page):
    text = page.read_text()
    for path in re.findall(rf"`((?:{'|'.join((*FOLDERS, 'tests'))})/[\w./-]+\.\w+)`", text):
        assert (ROOT / path).exists() or (page.parent / path).exists(), path
    for module in re.findall(r"\bextract_filings(?:\.\w+)+", text):
        assert importlib.util.find_spec(module), module
    for test in re.findall(r"`(test_\w+)…", text):
        assert f"def {test}" in all_tests(), test


@cache
def all_tests() -> str:
    return "\n".join(p.read_text() for p in (ROOT / "tests").glob("test_*.py"))


def test_the_architecture_has_a_line_for_every_file_and_for_nothing_else():
    page = (ROOT / "docs" / "architecture.md").read_text()
    listed = {
        folder + name
        for folder, files in re.findall(r"^## (\S+/)\n(.*?)(?=^## |\Z)", page, re.M | re.S)
        for name in re.findall(r"^- `([^`]+)`:", files, re.M)
    }
    modules = {name_of(p) for room in ROOMS for p in (ROOT / room).rglob("[!_]*.py")}
    synth = "training/synth/"
    folders = {
        synth + p.name + "/" for p in (ROOT / synth).iterdir() if (p / "__init__.py").exists()
    }
    files = {m for m in modules if not m.startswith(tuple(folders))}
    assert listed == files | folders


# Commands


@cache
def options() -> dict[str, set[str]]:
    """The options of each command; those of `extract FILE...` have no name."""
    root = typer.main.get_command(app)
    found = {n: {o for p in c.params for o in p.opts} for n, c in root.commands.items()}
    own = {o for p in root.params for o in p.opts}
    return found | {"": own | found.get(getattr(root, "default_cmd_name", ""), set()) | {"--help"}}


def spoken(text: str) -> Iterator[list[str]]:
    """The words of each command in fenced blocks and inline code."""
    fence = r"^```(\w*)\n(.*?)^```$"
    blocks = [b for kind, b in re.findall(fence, text, re.M | re.S) if kind in ("bash", "console")]
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    inline = re.findall(r"`([^`\n]+)`", re.sub(fence, "", text, flags=re.M | re.S))
    for line in (*lines, *inline):
        for part in re.split(r"&&|\||;|(?:^|\s)#\s", line):
            try:
                yield shlex.split(part.removeprefix("$ "))
            except ValueError:  # half a quotation: a part of a command, shown by itself
                continue


def given(words: list[str]) -> list[str]:
    return [re.split(r"[=\],]", w.lstrip("["))[0] for w in words if w.lstrip("[").startswith("--")]


@pytest.mark.parametrize("page", [p for p in PAGES if p not in HISTORY], ids=name_of)
def test_commands_and_their_options_exist(page):
    text = page.read_text()
    modules = set(re.findall(r"python -m (extract_filings(?:\.\w+)+)", text))
    everything = set().union(*options().values(), *map(of_module, modules)) | OF_OTHERS
    for words in spoken(text):
        if words[:1] == ["extract"]:
            name = words[1] if words[1:] and words[1] in options() else ""
            unknown = set(given(words)) - options()[name]
        elif words[:2] == ["python", "-m"] and words[2].startswith("extract_filings"):
            unknown = set(given(words)) - of_module(words[2].rstrip("."))
        elif words and words[0].startswith("--"):
            unknown = set(given(words)) - everything
        else:
            continue
        assert not unknown, (words, unknown)


@cache
def of_module(name: str) -> set[str]:
    """The options of `python -m NAME`, as its source spells them, or as names of parameters."""
    spec = importlib.util.find_spec(name)
    assert spec and spec.origin, name
    file = Path(spec.origin)
    source = (file.with_name("__main__.py") if file.name == "__init__.py" else file).read_text()
    if "levers.arms import" in source:
        source += (ROOT / "levers" / "arms.py").read_text()
    spelled = set(re.findall(r"[\"'](--[a-z][\w-]*)", source))
    return spelled | {f"--{n.replace('_', '-')}" for n in re.findall(r"^    (\w+): ", source, re.M)}


def test_the_command_reference_is_what_the_help_says():
    """If not: `python docs/make_cli.py`."""
    page = runpy.run_path(str(ROOT / "docs" / "make_cli.py"))["page"]()
    assert (ROOT / "docs" / "cli.md").read_text() == page


# Python


def blocks(page: Path) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```$", page.read_text(), re.M | re.S)


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p)], ids=name_of)
def test_what_examples_import_exists(page):
    for node in (n for block in blocks(page) for n in ast.walk(ast.parse(block))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("extract_filings"):
            module = import_module(node.module)
            assert [a.name for a in node.names if not hasattr(module, a.name)] == [], page


def test_the_schema_of_the_guide_can_be_asked_for(tmp_path):
    guide = ROOT / "docs" / "own-schema.md"
    rules = blocks(ROOT / "docs" / "checks.md")[0]
    file = tmp_path / "leases.py"
    file.write_text(f"{blocks(guide)[0]}\n{rules}")
    tables = parts(load_schema(f"{file}:Lease"))
    assert [t.name for t in tables] == ["lease", "payments"]
    assert [c.name for c in tables[0].checks] == ["order", "rent"]


def test_the_example_of_the_readme_runs(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    found: dict = {}
    exec(blocks(ROOT / "README.md")[0], found)  # noqa: S102 (our own page)
    assert found["counts"] == {"synth0004_10-q": 97}
    assert "Fairlight Pharmaceutical" in capsys.readouterr().out
