"""Statement titles, unit lines, section headings and other fixed wording of a filing."""

import re

from extract_filings.training.synth.base.words import load_words

_WORDS = load_words(__name__)
THOUSAND_SHARES: list[str] = _WORDS["thousand_shares"]
CONDENSED: list[str] = _WORDS["condensed"]
AUDIT: list[str] = _WORDS["audit"]
SEE_NOTES: list[str] = _WORDS["see_notes"]
ITEM8: list[str] = _WORDS["item8"]
ITEM1: list[str] = _WORDS["item1"]
TITLES: dict[str, list[str]] = _WORDS["titles"]
UNITS = {int(scale): lines for scale, lines in _WORDS["units"].items()}
SECTIONS: dict[str, list[str]] = _WORDS["sections"]
SPANS: dict[str, list[str]] = _WORDS["spans"]
SMALL: list[str] = _WORDS["small"]
"""Words that titles leave in lower case."""
SHARES_APART = re.compile(r"except (number of )?shares?\b|except share and per|except share", re.I)
