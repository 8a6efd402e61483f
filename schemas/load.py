"""Finds schemas by name among the modules of `schemas/`, and in files: `leases.py:Lease`,
`lease.json`.
"""

import json
import pkgutil
import sys
from functools import lru_cache
from importlib import import_module, util
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError as Unsound
from pydantic import BaseModel, RootModel
from pydantic.errors import PydanticInvalidForJsonSchema

from extract_filings import schemas
from extract_filings.pipeline.errors import SchemaError
from extract_filings.schemas.base import RULES
from extract_filings.schemas.compile import Unaskable, parts

TOOLS = ("base", "checks", "compile", "errors", "load")  # modules of `schemas/` that hold no schema


class Given(RootModel[dict[str, Any]]):
    """An instance of a JSON Schema that came in a file: `source`. It has no validators beside it."""

    source: ClassVar[dict[str, Any]] = {}

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return cls.source


def schema_names() -> list[str]:
    """Modules of `schemas/` that hold a root model."""
    return sorted(m.name for m in pkgutil.iter_modules(schemas.__path__) if m.name not in TOOLS)


@lru_cache
def load_schema(name: str) -> type[BaseModel]:
    """The root model of a schema: a name of `schema_names`, FILE.py:CLASS, or FILE.json. Raises
    SchemaError.
    """
    suffix = Path(name.partition(":")[0]).suffix
    if suffix not in (".py", ".json") and name not in schema_names():
        raise SchemaError(
            f"schema {name}: not found; there are: {', '.join(schema_names())}; see `extract"
            " schemas`"
        )
    model = (
        _from_file(name)
        if suffix == ".py"
        else _from_json(Path(name))
        if suffix == ".json"
        else import_module(f"extract_filings.schemas.{name}").ROOT
    )
    try:
        parts(model)
    except (Unaskable, PydanticInvalidForJsonSchema) as error:
        raise SchemaError(f"schema {name}: {error}") from error
    return model


def _from_file(name: str) -> type[BaseModel]:
    """The class named behind the colon; without one, the file's ROOT."""
    path, _, wanted = name.partition(":")
    module = _module(str(Path(path).resolve()), path)
    model = getattr(module, wanted or "ROOT", None)
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        there = [
            k
            for k, v in vars(module).items()
            if isinstance(v, type) and issubclass(v, BaseModel) and v.__module__ == module.__name__
        ]
        raise SchemaError(
            f"schema {name}: no Pydantic model {wanted or 'ROOT'} in it; there are:"
            f" {', '.join(there) or 'none'}; type `--schema"
            f" {path}:{there[-1] if there else 'CLASS'}`"
        )
    return model


def _from_json(path: Path) -> type[BaseModel]:
    """A model of the file's JSON Schema, named by its title."""
    try:
        source = json.loads(path.read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(source)
    except OSError as error:
        raise SchemaError(
            f"schema {path}: cannot be read ({error.strerror}); check the path, or name one of:"
            f" {', '.join(schema_names())}"
        ) from error
    except ValueError as error:
        raise SchemaError(
            f"schema {path}: no JSON ({error}); try `python -m json.tool {path}`"
        ) from error
    except Unsound as error:
        raise SchemaError(
            f"schema {path}: no JSON Schema of draft 2020-12:"
            f" {'/'.join(map(str, error.absolute_path)) or '#'}: {error.message[:200]}"
        ) from error
    named = source.get("title") if isinstance(source, dict) else None
    beside = (
        path.parent / str(source[RULES]) if isinstance(source, dict) and RULES in source else None
    )
    module = _module(str(beside.resolve()), str(beside)).__name__ if beside else __name__
    return type(
        str(named or path.stem),
        (Given,),
        {"source": source, "__module__": module, "__doc__": source.get("description")},
    )


@lru_cache
def _module(resolved: str, given: str) -> ModuleType:
    """Run once, and known to the interpreter: Pydantic looks names up there."""
    if not Path(resolved).is_file():
        raise SchemaError(
            f"schema {given}: no such file; check the path, or name one of:"
            f" {', '.join(schema_names())}"
        )
    spec = util.spec_from_file_location(f"schema_{Path(resolved).stem}", resolved)
    module = sys.modules[spec.name] = util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        why = " ".join(str(error).split())[:200]
        raise SchemaError(
            f"schema {given}: the file does not run ({type(error).__name__}: {why}); try `python"
            f" {given}`"
        ) from error
    return module
