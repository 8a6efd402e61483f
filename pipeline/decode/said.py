"""What a program beside ours said under a grammar: checked against it, byte by byte."""

from llguidance import LLMatcher, LLTokenizer

from extract_filings.pipeline.errors import SchemaError

MAX_TOKENS = 2000  # of an answer; those that the grammar forces count too
BYTES = LLTokenizer("byte")


def byte_matcher(grammar: str) -> LLMatcher:
    """Raises SchemaError if the grammar cannot be built."""
    matcher = LLMatcher(BYTES, grammar, log_level=0)
    if error := matcher.get_error():
        raise SchemaError(
            f"grammar cannot be built: {error.splitlines()[0]}; change the field's pattern in the"
            f" schema; in: {grammar[:200]}"
        )
    return matcher


def follows(matcher: LLMatcher, said: bytes) -> bool:
    """Whether the grammar may go on with these bytes; the matcher stays where it is."""
    return matcher.validate_tokens(list(said)) == len(said)
