"""The root of all errors that a user sees, and the one about schemas."""


class ExtractError(Exception):
    """Shown to the user as one line, without a traceback."""


class SchemaError(ExtractError):
    """There is no such schema, or it cannot be asked for: where, what, and the way round."""
