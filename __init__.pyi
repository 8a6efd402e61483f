from .api.extractor import Extractor, extract
from .api.notes import tables
from .api.result import Result, write_tables
from .pipeline.errors import ExtractError, InputError, ModelError, OutputError, SchemaError
from .pipeline.settings import Settings
from .pipeline.tables.frames import Failure
from .schemas.base import OPENING, Cue, Flow, Free, Statement
from .schemas.checks import Check

__all__ = [
    "OPENING",
    "Check",
    "Cue",
    "ExtractError",
    "Extractor",
    "Failure",
    "Flow",
    "Free",
    "InputError",
    "ModelError",
    "OutputError",
    "Result",
    "SchemaError",
    "Settings",
    "Statement",
    "extract",
    "tables",
    "write_tables",
]
