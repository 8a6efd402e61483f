"""The other way to ask a page: all of it is read, and the answer is JSON with the digits copied.
For `benchmarks.ungrounded`.

A page of statements, and of a cover:

    {"income_statement":{"revenue":["9,978","11,257"],"cost_of_revenue":null,...},"balance_sheet":null,"cash_flow":null}
    {"filing":{"registrant_name":"Acme Corp.",...},"security":[{"title":"Common
    Stock","trading_symbol":"ACME","exchange":"NYSE"}]}

A JSON schema says which keys there are and what a number, a date or a form looks like; nothing says
that a value must stand on the page. Knows no model.
"""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from pipeline.prompt import LEADER
from pipeline.table import ITEM, WORD
from pipeline.records import mark
from pipeline.text import DATE, plain, spans, words
from schemas.base import FieldSpec, Part
from pipeline.solved import RowPage, WordPage

NUMBER = (  # bounded: else a poor model goes on for ever
    r"(?:\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,3})?|\d{1,12}(?:\.\d{1,4})?|\.\d{1,4})"
)
WRITTEN = rf"(?:\({NUMBER}\)|-?{NUMBER}|[—–-]{{1,2}})%?"  # a number of a row as it is to be written
MOST_NUMBERS, MOST_ROWS, LONGEST = (
    8,
    40,
    120,
)  # of a row, of the securities, of a text: no filing has more


def asked(parts: Sequence[Part]) -> list[tuple[Part, list[FieldSpec]]]:
    """The fields that a model is asked for: the main job's code finds check boxes, and fields
    within other ones.
    """
    return [(p, [f for f in p.fields if f.pointed]) for p in parts]


# What the model reads


def row_text(line: str) -> str:
    """A table row as the main job shows it, but with its numbers."""
    return re.sub(r"\s+", " ", LEADER.sub(" ", plain(line).lower()).replace("$", " ")).strip()


def word_text(line: str) -> str:
    return " ".join(plain(line).split())


# What it is to write


def tail(line: str) -> list[re.Match]:
    """The numbers and dashes at the end of a line, where nothing but numbers and their signs
    follows, as `pipeline.table` finds them.
    """
    start = len(line)
    for word in reversed(list(re.finditer(r"\S+", line))):
        if not WORD.fullmatch(word.group()):
            break
        start = word.start()
    return list(ITEM.finditer(line, start))


def numbers(line: str) -> list[str]:
    """The numbers of a row as they are to be written: `(123)`, `-123`, `12%`.

    >>> numbers("Other income (expense), net $ ( 1,234 ) — 5 %")
    ['(1,234)', '—', '5%']
    """
    return [_written(m) for m in tail(line)][:MOST_NUMBERS]


def _written(match: re.Match) -> str:
    number, minus = match["number"], match["minus"] or ""
    signed = f"({number})" if minus.startswith("(") else f"-{number}" if minus else number
    return signed + ("%" if match["percent"] else "")


def rows_answer(page: RowPage, statements: Sequence[Part]) -> dict[str, Any]:
    """{statement: {field: numbers or None} or None if the page does not print it}."""
    line = {target: text for text, target in reversed(list(zip(page.lines, page.targets)))}
    answer = {}
    for part, fields in asked(statements):
        said = {
            f.name: (
                numbers(line[name]) or None if (name := mark(part.name, f.name)) in line else None
            )
            for f in fields
        }
        answer[part.name] = said if part.name in page.holds or any(said.values()) else None
    return answer


def words_answer(page: WordPage, cover: Sequence[Part]) -> dict[str, Any]:
    """{root part: {field: text or None}, list part: [{field: text or None}, ...]}."""
    answer: dict[str, Any] = {}
    for part, fields in asked(cover):
        lines = [
            {f.name: text for f in fields if (text := _printed(part, f, line, marks))}
            for line, marks in zip(page.lines, page.targets)
        ]
        rows = _rows([said for said in lines if said], fields[0].name)
        first = {
            f.name: next((said[f.name] for said in lines if f.name in said), None) for f in fields
        }
        answer[part.name] = (
            [{f.name: row.get(f.name) for f in fields} for row in rows]
            if part.kind == "list"
            else first
        )
    return answer


def _printed(part: Part, field: FieldSpec, line: str, marks: Sequence[str]) -> str | None:
    """The first run of words that carry the field's mark, or what its type and pattern take of it."""
    for start, end in _runs(line, marks, mark(part.name, field.name)):
        if field.cue.pattern or field.type is not str:
            fit = [line[s:e] for s, e in spans(field, line) if s < end and start < e]
            if fit:
                return fit[0].rstrip(",")
        elif text := line[start:end].strip(",;:–—-_* "):
            return " ".join(text.split())[:LONGEST]
    return None


def _runs(line: str, marks: Sequence[str], name: str) -> Iterator[tuple[int, int]]:
    for same, run in groupby(zip(words(line), marks), lambda w: w[1] == name):
        places = [place for place, _ in run]
        if same:
            yield places[0][0], places[-1][1]


def _rows(lines: Sequence[dict[str, str]], first: str) -> list[dict[str, str]]:
    """As `pipeline.pick.table`: a line whose fields the row above lacks goes on with it, any other
    starts one.
    """
    rows: list[dict[str, str]] = []
    for said in lines:
        if rows and first in rows[-1] and not said.keys() & rows[-1].keys():
            rows[-1] |= said
        else:
            rows.append(dict(said))
    return rows[:MOST_ROWS]


def as_json(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def keys(parts: Sequence[Part]) -> list[str]:
    """Every key with its quotes and colon, as it stands in an answer."""
    return [
        f'"{name}":'
        for part, fields in asked(parts)
        for name in (part.name, *(f.name for f in fields))
    ]


# What it may write


def schema(parts: Sequence[Part]) -> dict[str, Any]:
    """The JSON schema of an answer. Every key is there, in this order."""
    return _object(
        {
            part.name: _part(part, {f.name: _field(part, f) for f in fields})
            for part, fields in asked(parts)
        }
    )


def _part(part: Part, fields: dict[str, Any]) -> dict[str, Any]:
    if part.kind == "list":
        return {"type": "array", "items": _object(fields), "maxItems": MOST_ROWS}
    return (
        {"anyOf": [_object(fields), {"type": "null"}]}
        if part.kind == "statement"
        else _object(fields)
    )


def _field(part: Part, field: FieldSpec) -> dict[str, Any]:
    pattern = {"date": DATE.pattern, "Decimal": NUMBER}.get(field.type.__name__, field.cue.pattern)
    said = (
        {"type": "string", "pattern": f"^(?:{pattern})$"}
        if pattern
        else {"type": "string", "minLength": 1, "maxLength": LONGEST}
    )
    if part.kind == "statement":
        said = {
            "type": "array",
            "items": {"type": "string", "pattern": f"^(?:{WRITTEN})$"},
            "minItems": 1,
            "maxItems": MOST_NUMBERS,
        }
    return {"anyOf": [said, {"type": "null"}]}


def _object(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }
