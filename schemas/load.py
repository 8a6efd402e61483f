"""Finds schemas by name among the modules of `schemas/`, and in files.

A name is `filing`, `leases.py:Lease` or `lease.json`. A module of `schemas/` is a schema if it has
a `ROOT`.
"""

import json
import pkgutil
import sys
from difflib import get_close_matches
from functools import lru_cache
from importlib import import_module, util
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar, TypeGuard

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError as Unsound
from pydantic import BaseModel, RootModel
from pydantic.errors import PydanticInvalidForJsonSchema

from extract_filings import schemas
from extract_filings.schemas.base import RULES
from extract_filings.schemas.compile import parts
from extract_filings.schemas.errors import SchemaError


class Given(RootModel[dict[str, Any]]):
    """An instance of a JSON Schema read from a file: `source`. No validators stand beside it."""

    source: ClassVar[dict[str, Any]] = {}

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return cls.source


def schema_names() -> list[str]:
    """Modules of `schemas/` that hold a root model."""
    return sorted(m.name for m in pkgutil.iter_modules(schemas.__path__) if _built_in(m.name))


def _built_in(name: str) -> type[BaseModel] | None:
    """The root model of a module of `schemas/`, if it is there and has one."""
    full = f"{schemas.__name__}.{name}"
    if not name.isidentifier() or util.find_spec(full) is None:
        return None
    return getattr(import_module(full), "ROOT", None)


@lru_cache
def load_schema(name: str) -> type[BaseModel]:
    """The root model of a schema: a name of `schema_names`, FILE.py:CLASS, or FILE.json.

    Raises SchemaError.
    """
    try:
        model = _found(name)
        _compile(name, model)
    except RecursionError as error:  # {"$ref": "#"}, or objects in objects by the hundred
        raise SchemaError(
            f"schema {name}: it refers to itself without end, or is nested too deep; make it"
            " flatter"
        ) from error
    return model


def _compile(name: str, model: type[BaseModel]) -> None:
    try:
        parts(model)
    except SchemaError as error:
        raise SchemaError(f"schema {name}: {error}") from error
    except PydanticInvalidForJsonSchema as error:  # its second paragraph is an address
        raise SchemaError(
            f"schema {name}: a field's type has no JSON Schema ({error.message}); make it a string,"
            " a number, a date, a choice or a model of these"
        ) from error


def _found(name: str) -> type[BaseModel]:
    suffix = Path(name.partition(":")[0]).suffix
    if suffix == ".py":
        return _from_file(name)
    if suffix == ".json":
        return _from_json(Path(name))
    if (model := _built_in(name)) is None:
        raise SchemaError(
            f"schema {name}: not found; there are: {', '.join(schema_names())}; see `extract"
            " schemas`"
        )
    return model


def _from_file(name: str) -> type[BaseModel]:
    """The class named behind the colon; without one, the file's ROOT."""
    path, _, wanted = name.partition(":")
    module = _module(str(Path(path).resolve()), path)
    model = getattr(module, wanted or "ROOT", None)
    if _is_model(model):
        return model
    there = [k for k, v in vars(module).items() if _is_model(v) and v.__module__ == module.__name__]
    near = [*get_close_matches(wanted, there, n=1), *there[-1:], "CLASS"][0]
    raise SchemaError(
        f"schema {name}: no Pydantic model {wanted or 'ROOT'} in it; there are:"
        f" {', '.join(there) or 'none'}; type `--schema {path}:{near}`"
    )


def _is_model(value: Any) -> TypeGuard[type[BaseModel]]:
    return isinstance(value, type) and issubclass(value, BaseModel)


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
    if not isinstance(source, dict):
        raise SchemaError(f"schema {path}: {source} holds no properties; write an object")
    module = __name__
    if RULES in source:
        beside = path.parent / str(source[RULES])
        module = _module(str(beside.resolve()), str(beside)).__name__
    return type(
        str(source.get("title") or path.stem),
        (Given,),
        {"source": source, "__module__": module, "__doc__": source.get("description")},
    )


@lru_cache
def _module(resolved: str, given: str) -> ModuleType:
    """The module of a file, run once and put into `sys.modules`, where Pydantic looks names up."""
    if not Path(resolved).is_file():
        raise SchemaError(
            f"schema {given}: no such file; check the path, or name one of:"
            f" {', '.join(schema_names())}"
        )
    spec = util.spec_from_file_location(f"schema_{Path(resolved).stem}", resolved)
    if spec is None or spec.loader is None:
        raise SchemaError(f"schema {given}: no Python file; name one that ends in .py")
    module = sys.modules[spec.name] = util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        why = " ".join(str(error).split())[:200]
        raise SchemaError(
            f"schema {given}: the file does not run ({type(error).__name__}: {why}); try `python"
            f" {given}`"
        ) from error
    return module
