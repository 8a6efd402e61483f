"""Text that knows which of its characters print which value."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

WORD, SLOT = re.compile(r"\S+"), re.compile(r"\{([^}]+)\}")

Key = tuple[str, int, int]
"""What is printed, in which row of its list (0: of none), and at which of its places."""


@dataclass(frozen=True, slots=True)
class Ink:
    """`marks`: start, end and what is printed there; of a value, `of` its part."""

    text: str
    marks: tuple[tuple[int, int, str, Key | None], ...] = ()

    def __add__(self, other: "Ink | str") -> "Ink":
        if isinstance(other, str):
            return Ink(self.text + other, self.marks)
        return Ink(self.text + other.text, self.marks + other._moved(len(self.text)))

    def __radd__(self, before: str) -> "Ink":
        return Ink(before) + self

    def __getitem__(self, cut: slice) -> "Ink":
        start, stop, _ = cut.indices(len(self.text))
        kept = (
            (max(a, start) - start, min(b, stop) - start, part, key)
            for a, b, part, key in self.marks
            if a < stop and b > start
        )
        return Ink(self.text[start:stop], tuple(kept))

    def _moved(self, by: int) -> tuple:
        return tuple((a + by, b + by, part, key) for a, b, part, key in self.marks)

    def upper(self) -> "Ink":
        """In capitals, if that leaves its length: no "ß"."""
        loud = self.text.upper()
        return Ink(loud, self.marks) if len(loud) == len(self.text) else self

    def stamped(self, concept: str, row: int, nth: int) -> "Ink":
        """As the value of a concept: its parts become the concept's."""
        made = ((a, b, part, (concept, row, nth)) for a, b, part, _ in self.marks)
        return Ink(self.text, tuple(made))

    def grown(self, concept: str) -> "Ink":
        """All of the text is the concept's value."""
        made = (
            (0, len(self.text), part, key) if key and (key[0], part) == (concept, "") else mark
            for mark in self.marks
            for *_, part, key in [mark]
        )
        return Ink(self.text, tuple(made))

    def words(self) -> Iterator[tuple[int, int]]:
        return (m.span() for m in WORD.finditer(self.text))


def value(text: str, *parts: str) -> Ink:
    """All of the text is the value, and these parts of it."""
    return Ink(text, tuple((0, len(text), part, None) for part in parts or ("",)))


def within(whole: Ink, part: str = "") -> Ink:
    """The whole, edge to edge, is one more part."""
    return Ink(whole.text, ((0, len(whole.text), part, None), *whole.marks))


def joined(pieces: Iterable[Ink | str], by: str = " ") -> Ink:
    made = Ink("")
    for n, piece in enumerate(pieces):
        made = made + (by if n else "") + piece
    return made


def filled(form: str, given: Callable[[str], Ink | str]) -> Ink:
    """The form with each {slot} replaced by what is given for it."""
    parts, last = Ink(""), 0
    for match in SLOT.finditer(form):
        parts = parts + form[last : match.start()] + given(match[1])
        last = match.end()
    return parts + form[last:]
