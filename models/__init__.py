"""The models that ship with the project."""

from pathlib import Path

EMBEDDED = Path(__file__).parent / "embedded"
ANY_SCHEMA = EMBEDDED / "any_schema"
