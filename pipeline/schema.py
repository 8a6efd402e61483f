"""Finds schemas by name among the modules of `schemas/`, and by file: `leases.py:Lease`."""

import pkgutil
import sys
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib import import_module, util
from pathlib import Path
from types import ModuleType

from pydantic import BaseModel

import schemas
from pipeline.errors import SchemaError
from schemas.base import parts

TYPES = (str, Decimal, int, date, bool)


def schema_names() -> list[str]:
    """Modules of `schemas/` that hold a root model."""
    return sorted(m.name for m in pkgutil.iter_modules(schemas.__path__) if m.name not in ("base", "checks"))


def load_schema(name: str) -> type[BaseModel]:
    """The root model of a schema: a name of `schema_names`, or FILE.py:CLASS. Raises SchemaError."""
    if Path(name.partition(":")[0]).suffix == ".py":
        return _from_file(name)
    if name not in schema_names():
        raise SchemaError(f"schema {name}: not found; there are: {', '.join(schema_names())}; see `extract schemas`")
    return import_module(f"schemas.{name}").ROOT


def _from_file(name: str) -> type[BaseModel]:
    """The class named behind the colon; without one, the file's ROOT."""
    path, _, wanted = name.partition(":")
    module = _module(str(Path(path).resolve()), path)
    model = getattr(module, wanted or "ROOT", None)
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        there = [k for k, v in vars(module).items() if isinstance(v, type) and issubclass(v, BaseModel) and v.__module__ == module.__name__]
        raise SchemaError(f"schema {name}: no Pydantic model {wanted or 'ROOT'} in it; there are: {', '.join(there) or 'none'}; type `--schema {path}:{there[-1] if there else 'CLASS'}`")
    for part in parts(model):
        for field in part.fields:
            if field.type not in TYPES or not all(isinstance(c, str) for c in field.choices):
                kind = "Literal of other things than text" if field.choices else getattr(field.type, "__name__", str(field.type))
                raise SchemaError(f"schema {name}: {part.name}.{field.name} is a {kind}, which is not read; make it one of str, Decimal, int, date, bool, a Literal, an Enum, or on the root a list of a model")
    return model


@lru_cache
def _module(resolved: str, given: str) -> ModuleType:
    """Run once, and known to the interpreter: Pydantic looks names up there."""
    if not Path(resolved).is_file():
        raise SchemaError(f"schema {given}: no such file; check the path, or name one of: {', '.join(schema_names())}")
    spec = util.spec_from_file_location(f"schema_{Path(resolved).stem}", resolved)
    module = sys.modules[spec.name] = util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        why = " ".join(str(error).split())[:200]
        raise SchemaError(f"schema {given}: the file does not run ({type(error).__name__}: {why}); try `python {given}`") from error
    return module
