"""Inline XBRL of a filing: what its numbers and the fields of its cover are, from its gold."""

from collections.abc import Sequence
from html import escape

from extract_filings.training.synth.base.gold import Gold

UNITS = {"USD": "usd", "shares": "shares", "USD/shares": "usdPerShare"}
MEASURES = {"usd": "iso4217:USD", "shares": "xbrli:shares", "usdPerShare": "iso4217:USD"}
NUMERIC = ("shares_outstanding", "public_float")
SEGMENT = (
    "<xbrli:segment><xbrldi:explicitMember>synth:PartMember</xbrldi:explicitMember></xbrli:segment>"
)
Period = tuple[str | None, str, bool]  # first day, last, whether of a part of the company


class Tags:
    """Each fact is tagged once, in the order of printing."""

    def __init__(self, gold: Gold) -> None:
        self.rows = list(gold.rows)
        self.fields = [f for f in gold.facts if f["section"] == "cover"]
        facts = [f for r in gold.rows for c in r["cells"] for f in c["facts"]]
        self.periods = {_context(f): _period(f) for f in [*facts, *self.fields]}

    def header(self) -> str:
        """The hidden one, with contexts and units."""
        contexts = "".join(_declared(name, period) for name, period in self.periods.items())
        units = "".join(
            f'<xbrli:unit id="{u}"><xbrli:measure>{m}</xbrli:measure></xbrli:unit>'
            for u, m in MEASURES.items()
        )
        hidden = '<ix:hidden><ix:nonNumeric contextRef="c" name="dei:AmendmentFlag">false'
        return (
            f'<div style="display:none"><ix:header>{hidden}</ix:nonNumeric></ix:hidden>'
            f"<ix:resources>{contexts}{units}</ix:resources></ix:header></div>\n"
        )

    def row(self, page: int, texts: Sequence[str]) -> list[list[dict]]:
        """The facts of each of a row's cells, none of rows that are in no statement."""
        for at, row in enumerate(self.rows):
            cells = row["cells"][1:]
            if row["page"] == page and cells and [c["text"] for c in cells] == [*texts]:
                del self.rows[at]
                return [c["facts"] for c in cells]
        return [[] for _ in texts]

    def cover(self, page: int, words: str) -> str:
        """The words of a line or paragraph, its fields in tags; of those that overlap the first."""
        found = []
        for fact in self.fields:
            at = words.find(fact["printed"])
            end = at + len(fact["printed"])
            if fact["page"] == page and at >= 0 and all(end <= a or e <= at for a, e, _ in found):
                found.append((at, end, fact))
        self.fields = [f for f in self.fields if all(f is not t for _, _, t in found)]
        made, done = "", 0
        for at, end, fact in sorted(found, key=lambda f: f[0]):
            made += escape(words[done:at]) + _field(fact)
            done = end
        return made + escape(words[done:])

    @staticmethod
    def number(words: str, facts: Sequence[dict]) -> str:
        """The digits of a cell in the tags of its facts, one around the other."""
        made = escape(words)
        for fact in facts:
            made = _number(made, fact, any(c.isdigit() for c in words))
        return made


def _number(words: str, fact: dict, printed: bool) -> str:
    sign = ' sign="-"' if fact["value"].startswith("-") else ""
    form = "ixt:num-dot-decimal" if printed else "ixt:fixed-zero"
    return (
        f'<ix:nonFraction contextRef="{_context(fact)}" unitRef="{UNITS[fact["unit"]]}"'
        f' name="{fact["concept"]}" format="{form}" scale="{fact["scale"]}"'
        f' decimals="{fact["decimals"]}"{sign}>{words}</ix:nonFraction>'
    )


def _field(fact: dict) -> str:
    if fact["item"] in NUMERIC:
        return _number(escape(fact["printed"]), fact, True)
    name = f"dei:{fact['concept'].rpartition(':')[2]}"
    words = escape(fact["printed"])
    return f'<ix:nonNumeric contextRef="{_context(fact)}" name="{name}">{words}</ix:nonNumeric>'


def _period(fact: dict) -> Period:
    part = fact.get("dims") or fact.get("dimension")
    return fact["period_start"], fact["period_end"], bool(part)


def _context(fact: dict) -> str:
    start, end, part = _period(fact)
    return f"c-{start or 'at'}-{end}{'-part' if part else ''}"


def _declared(name: str, period: Period) -> str:
    start, end, part = period
    days = (
        f"<xbrli:startDate>{start}</xbrli:startDate><xbrli:endDate>{end}</xbrli:endDate>"
        if start
        else f"<xbrli:instant>{end}</xbrli:instant>"
    )
    return (
        f'<xbrli:context id="{name}"><xbrli:entity>{SEGMENT if part else ""}</xbrli:entity>'
        f"<xbrli:period>{days}</xbrli:period></xbrli:context>"
    )
