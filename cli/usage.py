"""What is wrong with the words of a command line, in one line: which, what was expected, what to
type.
"""

from typing import Any

import typer

UsageError: Any = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "UsageError")
"""The root of such errors; typer brings its own click, or uses the one that is installed."""
EXPECTED = {
    "int_parsing": "a whole number",
    "float_parsing": "a number",
    "greater_than_equal": "{ge:g} or more",
    "less_than_equal": "{le:g} or less",
}
WORDS = (
    ("requires an argument", "needs a value"),
    ("Got unexpected extra argument(s)", "expected fewer words; unknown is"),
    ("Got unexpected extra argument", "expected fewer words; unknown is"),
)


def line(error: Any, command: str) -> str:
    """Of a UsageError, without the name of the program: `--jobs 0: expected 1 or more; type …`."""
    return f"{_what(error)}; type `{command} -h` for help"


def _what(error: Any) -> str:
    if type(error).__name__ == "NoSuchOption":
        near = " or ".join(f"`{p}`" for p in error.possibilities or ())
        return f"{error.option_name}: no such option" + (f" (did you mean {near}?)" if near else "")
    if type(error).__name__ == "MissingParameter":
        usage = "" if error.param.param_type_name == "option" else f": {_usage(error.ctx)}"
        return f"{_name(error.param)} is missing{usage}"
    if type(error).__name__ == "BadParameter" and error.param:
        return _bad_value(error)
    said = error.format_message().rstrip(".")
    return next((said.replace(theirs, ours) for theirs, ours in WORDS if theirs in said), said)


def _usage(context: Any) -> str:
    """`extract diff [OPTIONS] {OUT1} {OUT2}`"""
    return context.get_usage().removeprefix("Usage: ").strip()


def _bad_value(error: Any) -> str:
    """The value itself is known to pydantic, with which newer typers check it."""
    from pydantic import ValidationError

    name, cause = _name(error.param), error.__cause__
    if not isinstance(cause, ValidationError):
        return f"{name}: {error.message.rstrip('.')}"
    first = cause.errors()[0]
    return f"{name} {first['input']}: expected {_expected(first)}"


def _expected(found: Any) -> str:
    if " is not one of " in found["msg"]:
        return found["msg"].split(" is not one of ")[1].replace("'", "").rstrip(".")
    known = EXPECTED.get(found["type"])
    return known.format(**found.get("ctx", {})) if known else found["msg"]


def _name(parameter: Any) -> str:
    """`--jobs`, `OUT`"""
    if parameter.param_type_name == "option":
        return max(parameter.opts, key=len)
    return parameter.metavar or parameter.name.upper()
