"""Boxes that are ticked or not, as pages print them.

>>> import re
>>> [bool(re.fullmatch(TICKED, box)) for box in ("☒", "[x]", "( X )", "☐", "[ ]")]
[True, True, True, False, False]
"""

TICKED = r"_*(?:[☒☑✓✔🗹⌧þýüxX■]|\[\s*[xX✓]\s*\]|\(\s*[xX]\s*\))_*"
EMPTY = r"(?:_*[☐□❑❏○o¨]|\[\s*\]|\(\s*\)|_{2,})"
BOX = f"(?:{TICKED}|{EMPTY})"
GLYPH = r"(?:[☒☑✓✔🗹⌧■☐□❑❏]|\[\s*[xX✓]?\s*\]|\(\s*[xX]?\s*\))"
"""One that is no letter."""
