"""The style sheets of a file -> what they say of each element.

Rules of names alone (`.a`, `p.a`, `#b`) are looked up by name, since some makers write thousands of
them; the parser finds what others select. As in browsers the rule that names more wins, then the
later one, and `!important` over all.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import tinycss2
from selectolax.lexbor import LexborNode, SelectolaxError
from tinycss2.ast import AtRule

from extract_filings.pipeline.html.source import TooMuch

MAX_RULES, MAX_SEARCHED = 50_000, 500
"""Rules of a file; those that are not of names alone."""
MAX_STYLE = 5_000_000  # characters
NAMES = re.compile(r"(\*|[A-Za-z][\w-]*)?((?:[.#][\w-]+)*)")
NAME = re.compile(r"[.#][\w-]+")
NO_PAPER = re.compile(r"(?i)\s*(?:only\s+)?(?:print|speech|not)\b")
SLOW, MANY = re.compile(r"(?i):nth"), 30_000
"""Selectors that take the parser long, and elements of files in which they are passed over."""

Attributes = Mapping[str, str | None]
Told = Mapping[str, str]


class Rule(NamedTuple):
    """`weight`: of ids, classes, tags, and place in the file. `strong`: what is important."""

    weight: tuple[int, int, int, int]
    tag: str
    names: frozenset[str]
    told: Told
    strong: Told


@dataclass(slots=True)
class Sheet:
    """`by_name`: of rules of names alone, by one of their names. `by_node`: of others, by
    `mem_id`."""

    by_name: dict[str, list[Rule]] = field(default_factory=dict)
    by_node: dict[int, list[Rule]] = field(default_factory=dict)

    def told(self, tag: str, said: Attributes, node: int) -> tuple[Told, Told]:
        """What holds unless an element says otherwise, and what holds whatever it says."""
        if not (self.by_name or self.by_node):
            return {}, {}
        names = {f".{c}" for c in (said.get("class") or "").split()}
        names.add(f"#{said.get('id') or ''}")
        found = list(self.by_node.get(node, ()))
        for name in (*names, tag, "*"):
            found += [
                rule
                for rule in self.by_name.get(name, ())
                if rule.names <= names and rule.tag in ("", "*", tag)
            ]
        found.sort(key=lambda r: r.weight)
        plain, strong = {}, {}
        for rule in found:
            plain |= rule.told
            strong |= rule.strong
        return plain, strong


@lru_cache(20_000)
def declarations(style: str) -> Told:
    """
    >>> dict(declarations("text-align: right; display:none !important"))
    {'text-align': 'right', 'display': 'none'}
    """
    pairs = (d.partition(":") for d in style.split(";"))
    return {
        name.strip().lower(): value.partition("!")[0].strip().lower()
        for name, colon, value in pairs
        if colon
    }


def important(style: str) -> Told:
    """
    >>> dict(important("color: red; display:none !important"))
    {'display': 'none'}
    """
    if "!" not in style:
        return {}
    return declarations(";".join(d for d in style.split(";") if "!" in d))


def sheet_of(body: LexborNode) -> Sheet:
    """Of the file's own style sheets; others are not fetched. Raises TooMuch."""
    made, top = Sheet(), body.parent or body
    texts = [style.text() for style in top.css("style")]
    if sum(map(len, texts)) > MAX_STYLE:
        raise TooMuch(f"style sheets of over {MAX_STYLE:,} characters")
    searched = 0
    rules = (rule for text in texts for rule in _rules(text))
    for count, (selector, style) in enumerate(rules, 1):
        told, strong = declarations(style), important(style)
        if count > MAX_RULES or searched > MAX_SEARCHED:
            raise TooMuch("style sheets of too many rules")
        if not _by_name(made, selector, count, told, strong):
            searched += 1
            rule = Rule(_weight(selector, count), "", frozenset(), told, strong)
            _by_node(made, top, rule, selector)
    return made


def _rules(text: str) -> Iterator[tuple[str, str]]:
    """Selector and declarations of each rule; those for paper and for speech are left out."""
    yield from _within(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def _within(rules: Sequence) -> Iterator[tuple[str, str]]:
    for rule in rules:
        if rule.type == "qualified-rule":
            style = tinycss2.serialize(rule.content)
            for selector in _selectors(tinycss2.serialize(rule.prelude)):
                yield selector, style
        elif rule.type == "at-rule" and rule.content and _for_screens(rule):
            yield from _within(
                tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            )


def _for_screens(rule: AtRule) -> bool:
    known = rule.lower_at_keyword in ("media", "supports", "layer")
    return known and not NO_PAPER.match(tinycss2.serialize(rule.prelude))


def _selectors(text: str) -> list[str]:
    return [s.strip() for s in (text.split(",") if "(" not in text else [text]) if s.strip()]


def _by_name(made: Sheet, selector: str, count: int, told: Told, strong: Told) -> bool:
    found = NAMES.fullmatch(selector)
    if not found:
        return False
    tag, names = (found[1] or "").lower(), NAME.findall(found[2])
    rule = Rule(_weight(selector, count), tag, frozenset(names), told, strong)
    made.by_name.setdefault(names[-1] if names else tag, []).append(rule)
    return True


def _by_node(made: Sheet, top: LexborNode, rule: Rule, selector: str) -> None:
    if SLOW.search(selector) and len(top.css("*")) > MANY:
        return
    try:
        nodes = top.css(selector)
    except (ValueError, SelectolaxError):  # selectors that the parser does not know
        return
    for node in nodes:
        made.by_node.setdefault(node.mem_id, []).append(rule)


def _weight(selector: str, count: int) -> tuple[int, int, int, int]:
    """
    >>> _weight("#a p.b:hover", 7)
    (1, 2, 1, 7)
    """
    ids, classes = len(re.findall(r"#[\w-]", selector)), len(re.findall(r"[.:\[][\w-]", selector))
    return ids, classes, len(re.findall(r"(?:^|[\s>+~])[A-Za-z]", selector)), count
