"""Draw the pictures of docs/notebook.md from tables of samples/: `python docs/make_charts.py OUT`.

Plain SVG, so the same tables give the same bytes.
"""

import sys
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

import polars as pl

from extract_filings.pipeline.series.over_time import series
from extract_filings.pipeline.series.table import frame
from extract_filings.pipeline.series.vintages import vintages_in

FOLDER = Path(__file__).parent
COLORS = ("#4c78a8", "#f58518")
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 760, 300, 52, 44, 58
Bars = Mapping[str, Sequence[float | None]]
"""{what a color means: its value at each place}, as shares."""


def margins(out: Path) -> pl.DataFrame:
    """Of each company and year, operating income and free cash flow as shares of revenue."""
    figures = frame(series(vintages_in(out)))
    years = (
        figures.filter(pl.col("months") == 12)
        .with_columns(pl.col("last").cast(pl.Float64))
        .pivot("item", index=["name", "period_end"], values="last")
        .sort("name", "period_end")
    )
    free = pl.col("operating_cash_flow") - pl.col("capital_expenditures")
    return years.select(
        "name",
        "period_end",
        operating_margin=pl.col("operating_income") / pl.col("revenue"),
        free_cash_flow=free / pl.col("revenue"),
    )


def proven(out: Path) -> pl.DataFrame:
    """By filing, the share of rows of money that stand in sums that hold."""
    rows = pl.read_parquet(out / "line_item" / "*.parquet").filter(pl.col("unit") == "currency")
    of_row = rows.group_by("document", "statement", "line").agg(pl.col("adds_up").any())
    return of_row.group_by("document").agg(pl.col("adds_up").mean().alias("share")).sort("document")


def pictures(out: Path) -> dict[str, str]:
    """By name of the file."""
    m, p = margins(out), proven(out)
    shares = {"operating margin": m["operating_margin"], "free cash flow": m["free_cash_flow"]}
    places = ["|".join([*n.title().split()[:2], f"{end:%Y-%m}"]) for n, end, *_ in m.iter_rows()]
    return {
        "notebook_margins.svg": bars(
            "Shares of revenue", places, {k: v.to_list() for k, v in shares.items()}
        ),
        "notebook_sums.svg": bars(
            "Rows of money in sums that hold",
            [d.replace("_", "|") for d in p["document"]],
            {"share of rows": p["share"].to_list()},
        ),
    }


def bars(title: str, places: Sequence[str], values: Bars) -> str:
    """A place's name breaks at |."""
    told = [v for some in values.values() for v in some if v is not None]
    low, high = min(0.0, *told), max(0.0, *told)
    step = (WIDTH - LEFT) / len(places)
    scale = (HEIGHT - TOP - BOTTOM) / (high - low)
    zero = TOP + high * scale
    parts = [_text(LEFT, 18, title, "start", 15)]
    parts += [_line(TOP + (high - s) * scale, f"{s:.0%}") for s in _ticks(low, high)]
    for n, (name, some) in enumerate(values.items()):
        parts += _key(n, name)
        width = step * 0.7 / len(values)
        for i, value in enumerate(some):
            x, h = LEFT + i * step + step * 0.15 + n * width, abs(value or 0) * scale
            y = zero - h if (value or 0) >= 0 else zero
            parts.append(_box(x, y, width - 1, h, n))
    for i, place in enumerate(places):
        x = LEFT + (i + 0.5) * step
        parts += [
            _text(x, HEIGHT - 38 + 14 * k, word, "middle", 9)
            for k, word in enumerate(place.split("|"))
        ]
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif">'
    back = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
    return "\n".join([head, back, *parts, "</svg>", ""])


def _ticks(low: float, high: float) -> list[float]:
    step = 0.25 if high - low > 0.6 else 0.1
    return [n * step for n in range(-20, 21) if low <= n * step <= high]


def _line(y: float, label: str) -> str:
    line = f'<path d="M{LEFT} {y:.1f}H{WIDTH}" stroke="#ddd"/>'
    return line + _text(LEFT - 6, y + 4, label, "end", 11)


def _key(n: int, name: str) -> list[str]:
    x = LEFT + 180 * n
    return [_box(x, 26, 10, 10, n), _text(x + 15, 35, name, "start", 12)]


def _box(x: float, y: float, width: float, height: float, color: int) -> str:
    at = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect {at} fill="{COLORS[color]}"/>'


def _text(x: float, y: float, words: str, anchor: str, size: int) -> str:
    at = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}"'
    return f'<text {at} fill="#333">{escape(words)}</text>'


if __name__ == "__main__":
    for name, picture in pictures(Path(sys.argv[1])).items():
        (FOLDER / name).write_text(picture)
