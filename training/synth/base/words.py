"""Loads what the generator writes with: names, titles, labels, sentences.

They lie in a TOML file beside the module that uses them. The order of a list matters: the seeded
draws depend on it.
"""

import tomllib
from importlib.resources import files
from typing import Any


def load_words(module: str) -> dict[str, Any]:
    """The TOML file beside a module and named like it: `WORDS = load_words(__name__)`."""
    package, _, name = module.rpartition(".")
    return tomllib.loads(files(package).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
