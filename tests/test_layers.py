"""Who may import whom: steps know values, errors and schemas, never another step; only decode knows
a model library.
"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = {
    "__init__",
    "records",
    "errors",
    "schema",
    "text",
    "typed",
    "assemble",
    "grammar",
    "rows",
    "frames",
    "periods",
    "chain",
    "lookup",
    "swap",
    "disk",
    "seal",
    "turned",
    "address",
    "presets",
    "validate",
    "reviews",
    "added",
    "hidden",
    "names",
}
"""What any step may use; it uses no step itself."""

DECODING = {"weights", "near", "masks", "tree", "reply"}
"""The parts of decode: they and it know a model library, and only it uses them."""

ARRANGERS = {
    "extract",
    "engines",
    "isolate",
    "apart",
    "batch",
    "cli",
    "inputs",
    "show",
    "listing",
    "export",
    "profile",
    "review",
    "retell",
    "scans",
    "apply",
    "gold",
    "annotate",
    "check",
    "audit",
    "solved",
    "told",
    "shots",
    "marked",
}
"""They put the steps in order and print what comes out; no step may import them."""

MODULES = {p.stem for p in (ROOT / "pipeline").glob("*.py")}
STEPS = MODULES - SHARED - DECODING - ARRANGERS


def imports(path: Path) -> set[str]:
    """All modules that a file imports anywhere in it, with the names taken from packages:
    {"pipeline.read", "torch", ...}.
    """
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{a.name}" for a in node.names}
    return found


def libraries(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(path)}


@pytest.mark.parametrize("module", sorted(STEPS | SHARED | DECODING))
def test_no_step_imports_another_step(module):
    others = {
        f"pipeline.{name}"
        for name in (STEPS | ARRANGERS | (set() if module == "decode" else DECODING)) - {module}
    }
    assert imports(ROOT / "pipeline" / f"{module}.py") & others == set()


def test_the_pipeline_knows_neither_prefect_nor_training():
    guilty = {
        p.name
        for p in (ROOT / "pipeline").glob("*.py")
        if p.name != "cli.py" and libraries(p) & {"prefect", "flows", "training"}
    }
    assert guilty == set()


def test_only_decode_knows_a_model_library():
    users = {
        p.name
        for p in (ROOT / "pipeline").glob("*.py")
        if libraries(p) & {"torch", "transformers", "outlines"}
    }
    assert users <= {f"{name}.py" for name in DECODING | {"decode"}}
    assert {p.name for p in (ROOT / "pipeline").glob("*.py") if "llguidance" in libraries(p)} <= {
        f"{name}.py" for name in DECODING | {"decode", "grammar", "served", "told"}
    }


def test_schemas_know_nothing_of_the_pipeline():
    assert {
        p.name
        for p in (ROOT / "schemas").glob("*.py")
        if libraries(p) & {"pipeline", "flows", "training"}
    } == set()


def test_every_module_says_what_it_does():
    assert [
        p.name
        for p in (ROOT / "pipeline").glob("*.py")
        if not ast.get_docstring(ast.parse(p.read_text()))
    ] == []


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("cli", "torch|polars|pypdf|pydantic|prefect"),
        ("extract", "torch._inductor|llguidance.torch|pypdf|prefect"),
    ],
)
def test_a_command_loads_only_what_it_needs(module, heavy):
    """The help is there at once, and no compiler is loaded, let alone run, on the way to the first
    answer.
    """
    code = (
        f"import sys, pipeline.{module}; print(*[name for name in {heavy!r}.split('|') if name in"
        " sys.modules])"
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        == "\n"
    )
