"""Lists as tables or as entries, one below the other; statements with a column per period."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from extract_filings.schemas.base import FieldSpec, Part
from extract_filings.training.synth.any_schema.forms import LEAST_SIZE, Desk
from extract_filings.training.synth.any_schema.printed import Printed, printed
from extract_filings.training.synth.base.gold import exact
from extract_filings.training.synth.base.words import load_words

GAP = 10  # points between columns
HEADS = ("{0:%B} {0.day}, {0.year}", "{0:%b} {0.day}, {0.year}", "{0:%m/%d/%Y}")
LEAST_ROWS = 4
_WORDS = load_words(__name__)
TITLES: list[str] = _WORDS["titles"]
OTHER_ROWS: list[str] = _WORDS["other_rows"]
SCALES: dict[int, list[str]] = {int(scale): said for scale, said in _WORDS["scales"].items()}
MONTHS: dict[int, list[str]] = {int(count): said for count, said in _WORDS["months"].items()}


def cells(part: Part, rows: Sequence[dict[str, Any]], desk: Desk) -> list[dict[str, Printed]]:
    return [
        {
            f.name: printed(part.name, f, row[f.name], desk.style, True)
            for f in part.fields
            if f.name in row
        }
        for row in rows
    ]


def listed(desk: Desk, part: Part, rows: Sequence[dict[str, Printed]], table: int) -> None:
    """As a table if the columns fit the page."""
    fields = [f for f in part.fields if any(f.name in r for r in rows)]
    labels = {f.name: desk.style.label(f) for f in fields}
    desk.paper.need(min(len(rows), 8) + 4)
    desk.paper.down(0.5)
    desk.paper.write(
        desk.style.cased(desk.rng.choice(TITLES).format(part.name.replace("_", " "))),
        desk.rng.choice(("left", "left", "center")),
        bold=True,
    )
    texts = {f.name: [r[f.name].whole for r in rows if f.name in r] for f in fields}
    widths = [
        GAP + max(desk.paper.width(t, True) for t in (labels[name], *shown))
        for name, shown in texts.items()
    ]
    if sum(widths) * (LEAST_SIZE + 1) / desk.paper.size < desk.width and desk.rng.random() < 0.85:
        grid(desk, fields, labels, rows, widths, table)
    else:
        entries(desk, fields, labels, rows, table)
    desk.paper.down(0.8)


def grid(
    desk: Desk,
    fields: Sequence[FieldSpec],
    labels: dict,
    rows: Sequence[dict],
    widths: list[float],
    table: int,
) -> None:
    """Numbers right, words left; some with rules, wider gaps, or a total below."""
    rng, paper = desk.rng, desk.paper
    shrink = min(1.0, desk.width / sum(widths))
    stretch = rng.uniform(1, desk.width / sum(widths)) if shrink == 1 else shrink
    edges = [paper.margin + stretch * sum(widths[:i]) for i in range(len(widths) + 1)]
    size, ruled, empty = paper.size * shrink, rng.random() < 0.5, rng.choice(("—", "", "-", "n/a"))

    def line(texts: Sequence[str], bold: bool = False) -> None:
        for f, text, (x0, x1) in zip(fields, texts, pairwise(edges), strict=True):
            right = x1 - GAP * stretch - paper.width(text, bold, size)
            if text:
                paper.put(right if f.type in (int, Decimal) else x0, text, bold, size=size)

    def head() -> None:
        line([labels[f.name] for f in fields], rng.random() < 0.7)
        if ruled:
            paper.rule(paper.margin, edges[-1], -3)
        paper.down(1.2)

    head()
    for i, row in enumerate(rows):
        if paper.room() < 2:
            paper.new_page()
            head()
        line([row[f.name].whole if f.name in row else empty for f in fields])
        for f in (f for f in fields if f.name in row):
            desk.note(row[f.name], labels[f.name], table=table, row=i)
        paper.down()
    _total(desk, fields, rows, line)


def _total(desk: Desk, fields: Sequence[FieldSpec], rows: Sequence[dict], line) -> None:
    """The sum of the last column of amounts, where the first column has room for the word."""
    sums = [f for f in fields if f.type is Decimal and f.cue.unit]
    if sums and sums[-1] is not fields[0] and len(rows) > 1 and desk.rng.random() < 0.4:
        total = sum(Decimal(r[sums[-1].name].value) for r in rows if sums[-1].name in r)
        line(
            ["Total" if f is fields[0] else f"{total:,}" if f is sums[-1] else "" for f in fields],
            True,
        )
        desk.paper.down()


def entries(
    desk: Desk, fields: Sequence[FieldSpec], labels: dict, rows: Sequence[dict], table: int
) -> None:
    """A block for each entry, a line for each field; choices, without label, after the first."""
    word = desk.rng.choice(("Item", "Entry", "Line", ""))
    for i, row in enumerate(rows):
        desk.paper.need(len(row) + 1)
        if word:
            desk.paper.write(f"{word} {'ABCDEFGHIJKLMNOP'[i % 16]}", italic=True)
        chosen = [f for f in fields if f.choices and f.name in row]
        for f in (f for f in fields if not f.choices and f.name in row):
            behind = "".join(f" ({row[c.name].text})" for c in chosen) if f is fields[0] else ""
            x = desk.put(desk.paper.margin + 10, f"{labels[f.name]}: ", desk.width / 2)
            desk.put(x, row[f.name].whole + behind, desk.paper.right - x)
            for one in (f, *(chosen if behind else ())):
                desk.note(row[one.name], labels[one.name], table=table, row=i)
            desk.paper.down()
        desk.paper.down(0.4)


# Statements


def statement(
    desk: Desk, part: Part, columns: Sequence[dict[str, Any]], scale: int, table: int
) -> None:
    """Title, unit, heads of the columns, a row per item; brackets around what is negative."""
    rng, paper = desk.rng, desk.paper
    paper.new_page()
    for text in (
        desk.holder,
        (
            part.name.replace("_", " ").title()
            if rng.random() < 0.5
            else part.description.partition(":")[0].partition(".")[0] or part.name
        ),
    ):
        paper.write(text, "center", bold=True)
    if unit := rng.choice(SCALES[scale]):
        paper.write(unit, rng.choice(("center", "left")), size=paper.size - 1)
    pitch = min(90.0, desk.width * 0.5 / len(columns))
    edges = [paper.right - pitch * i for i in reversed(range(len(columns)))]
    _heads(desk, part, columns, edges, pitch)
    for index, (spec, label, values) in enumerate(_rows(desk, part, columns)):
        if paper.room() < 2:
            paper.new_page()
            _heads(desk, part, columns, edges, pitch)
        _row(desk, part, spec, label, values, columns, edges, scale, (table, index))
    paper.down()


def common_scale(statements: Sequence[Part], record: dict[str, Any]) -> int:
    """The largest power of ten in which all amounts of a document are whole.

    Readers take a unit to hold until another is named.
    """
    amounts = [
        c[f.name]
        for p in statements
        for f in p.fields
        if f.cue.unit != "USD/share"
        for c in record[p.name]
        if f.name in c
    ]
    return next((k for k in (6, 3) if amounts and all(a % 10**k == 0 for a in amounts)), 0)


def _heads(
    desk: Desk, part: Part, columns: Sequence[dict], edges: Sequence[float], pitch: float
) -> None:
    """A length of time over all columns, then dates, or years under one day."""
    paper, rng, ends = desk.paper, desk.rng, [c["period_end"] for c in columns]
    same_day = len({(e.month, e.day) for e in ends}) == 1
    years = same_day and rng.random() < 0.5
    over = []
    if "months" in part.keys:
        word = rng.choice(MONTHS[columns[0]["months"]])
        over.append(
            f"{word}{'' if word in ('Year', 'Quarter') else ' Months'} Ended"
            + (f" {ends[0]:%B} {ends[0].day}," if years else "")
        )
    elif years:
        over.append(f"{ends[0]:%B} {ends[0].day},")
    for text in over:
        paper.put((edges[0] - pitch + edges[-1]) / 2 - paper.width(text, True) / 2, text, True)
        paper.down()
    form = next(
        (f for f in HEADS if max(paper.width(f.format(e), True) for e in ends) < pitch - GAP),
        HEADS[-1],
    )
    for x, end in zip(edges, ends, strict=True):
        text = str(end.year) if years else form.format(end)
        paper.put(x - pitch / 2 - paper.width(text, True) / 2 + 5, text, True)
    paper.down(1.3)


def _rows(
    desk: Desk, part: Part, columns: Sequence[dict]
) -> list[tuple[FieldSpec | None, str, list[Decimal]]]:
    """The items in the schema's order, among rows of no item: one row alone would be no table."""
    rng = desk.rng
    made: list = [
        (f, desk.style.label(f), [c[f.name] for c in columns])
        for f in part.fields
        if f.name in columns[0]
    ]
    others = max(LEAST_ROWS - len(made), rng.randint(0, 1 + len(made) // 4))
    for label in rng.sample(OTHER_ROWS, others):
        at = rng.randint(0, len(made))
        made.insert(at, (None, label, [Decimal(rng.randint(1, 900)) for _ in columns]))
    return made


def _row(
    desk: Desk,
    part: Part,
    spec: FieldSpec | None,
    label: str,
    values: Sequence[Decimal],
    columns: Sequence[dict],
    edges: Sequence[float],
    scale: int,
    place: tuple[int, int],
) -> None:
    paper, own = desk.paper, 0 if spec is None or spec.cue.unit == "USD/share" else scale
    desk.put(paper.margin, label, edges[0] - 95 - paper.margin)
    concept = f"{part.name}:{spec.name if spec else ''.join(w.title() for w in label.split())}"
    texts = [dict(col=0, colspan=1, text=label, facts=[])]
    for i, (value, column, x) in enumerate(zip(values, columns, edges, strict=True)):
        size = abs(value).scaleb(-own)
        inner = f"{size:,f}" if size != int(size) else f"{int(size):,}"
        text = f"({inner})" if value < 0 else inner
        paper.put(x - paper.width(text), text)
        fact = _fact(spec, concept, value, inner, own, column)
        texts.append(dict(col=i + 1, colspan=1, text=text, facts=[fact]))
    desk.gold.row(part.name, paper.page, *place, "data", label, texts)
    for fact in (f for c in texts for f in c["facts"] if spec):
        desk.gold.statement_fact(part.name, spec.name, fact, label, paper.page, *place)
    paper.down()


def _fact(
    spec: FieldSpec | None, concept: str, value: Decimal, inner: str, scale: int, column: dict
) -> dict:
    end, months = column["period_end"], column.get("months")
    unit = {"USD/share": "USD/shares"}.get(spec.cue.unit, spec.cue.unit) if spec else None
    start = _first_day(end, months).isoformat() if months else None
    return dict(
        concept=concept,
        numeric=True,
        period_start=start,
        period_end=end.isoformat(),
        dims=None,
        value=exact(value, 0),
        printed=inner,
        unit=unit,
        decimals=str(-scale),
        scale=scale,
        sign=None,
        printed_negative=value < 0,
    )


def _first_day(end: date, months: int) -> date:
    """The day after the end of the month before the period."""
    year, month = divmod(end.year * 12 + end.month - 1 - months, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1]) + timedelta(days=1)
