"""Schema and chunk -> what may be said, as a Lark grammar for llguidance. Knows no model and no prompt.

A choice is one of the marks that are legal at a place; a line is the number of a line that prints a number; a span
stands verbatim in the chunk. Nothing else can be decoded, whatever the logits are.

>>> choice(("<none>", "<filing.city>"))
'start: <none> | <filing.city>'
>>> line((3, 12))
'start: ("3" | "12" | "null") "\\\\n"'
"""

import json
from collections.abc import Sequence


def choice(marks: Sequence[str]) -> str:
    """One of these special tokens."""
    return "start: " + " | ".join(marks)


def line(numbers: Sequence[int]) -> str:
    """The number of one of these lines, or null."""
    return "start: (%s) \"\\n\"" % " | ".join(f'"{n}"' for n in (*numbers, "null"))


def literal(choices: Sequence[str]) -> str:
    """One of these words, or null."""
    return "start: (%s) \"\\n\"" % " | ".join(json.dumps(c, ensure_ascii=False) for c in (*choices, "null"))


def span(text: str, pattern: str | None = None) -> str:
    """Words that stand one after the other in `text` (and match `pattern`), or null.

    Substring terminals also match the empty string and run over line ends, so they are cut with a second expression.
    """
    within = f"/{pattern.replace('/', chr(92) + '/')}/" if pattern else r"/[^\n]{1,120}/"
    return f'start: (SPAN | "null") "\\n"\nSPAN: WORDS & {within}\nWORDS: %regex {{ "substring_words": {json.dumps(text, ensure_ascii=False)} }}'


def rows(text: str, columns: int, most: int = 40) -> str:
    """Up to `most` lines of `columns` spans each, divided by bars, closed by "end".

    The space before a bar is optional: where the chunk goes on with a space, the span has taken it already.
    """
    row = " BAR ".join(['(SPAN | "null")'] * columns)
    return f'start: row{{0,{most}}} "end\\n"\nrow: {row} "\\n"\nBAR: / ?[|] ?/\nSPAN: WORDS & /[^\\n|]{{1,120}}/\nWORDS: %regex {{ "substring_words": {json.dumps(text, ensure_ascii=False)} }}'
