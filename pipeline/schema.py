"""Finds schemas by name among the modules of `schemas/`."""

import pkgutil
from importlib import import_module

from pydantic import BaseModel

import schemas
from pipeline.errors import SchemaError


def schema_names() -> list[str]:
    """Modules of `schemas/` that hold a root model."""
    return sorted(m.name for m in pkgutil.iter_modules(schemas.__path__) if m.name not in ("base", "checks"))


def load_schema(name: str) -> type[BaseModel]:
    """The root model of a schema."""
    if name not in schema_names():
        raise SchemaError(f"schema {name}: not found; there are: {', '.join(schema_names())}; see `extract schemas`")
    return import_module(f"schemas.{name}").ROOT
