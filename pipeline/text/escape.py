"""Names of files, which may hold anything but a slash and a zero -> names of documents, and lines
for a terminal.
"""

from collections.abc import Sequence
from pathlib import Path


def document_name(path: Path) -> str:
    """Of a file by itself: its stem. Bytes that are no UTF-8 are spelt out, since no
    table can hold them.

    >>> document_name(Path("a/b.pdf")), document_name(Path("caf\\udce9.pdf"))
    ('b', 'caf\\\\udce9')
    """
    return encodable(path.stem)


def path_name(parts: Sequence[str]) -> str:
    """The parts of a path, the last one without its suffix, as a document's name.

    >>> path_name(["AAPL", "10-K.pdf"])
    'AAPL/10-K'
    """
    return encodable("/".join([*parts[:-1], Path(parts[-1]).stem]))


def encodable(text: str) -> str:
    """Text that can be written as UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode()


def legible(text: str) -> str:
    """One line, whatever a file's name does: no break, no order to the terminal.

    >>> legible("a\\x1b[31mred\\n.pdf: damaged")
    'a\\\\x1b[31mred\\\\n.pdf: damaged'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
