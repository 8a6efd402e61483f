"""Commands around a person's review: the page, the corrections, the bias audit."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from extract_filings.cli import options
from extract_filings.cli.console import Format, counting, tell
from extract_filings.cli.extract import gather, load, tell_failure
from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.settings import Settings
from extract_filings.schemas.names import plural


def review(
    out: options.Out,
    pdf: options.Pdf,
    html: Annotated[Path, typer.Option(help="the page to write")] = Path("review.html"),
    password: options.Password = None,
    min_confidence: options.Doubt = None,
    target_precision: options.DoubtPrecision = None,
) -> None:
    """Write one HTML page on which to check every value against the printed page, those in doubt
    first, and to correct it with a click.

    Example: `extract review out --pdf filings/`, then open review.html
    """
    from extract_filings.pipeline.review.page import bar_of, review

    bar = bar_of(out, min_confidence, target_precision)
    with counting() as note:
        counted, missing = review(out, pdf, html, password, bar, note)
    for line in missing:
        tell(f"extract: {line}")
    print(
        f"{html}: {plural(counted['values'], 'value')}, {counted['doubted']} to check first,"
        f" {plural(counted['empty'], 'empty cell')}; {plural(counted['documents'], 'document')},"
        f" {plural(counted['pages'], 'page')}; open it in a browser"
    )


def apply(
    corrections: Annotated[
        list[Path],
        typer.Argument(
            metavar="CORRECTIONS.json",
            help="files that the page of `extract review` exported",
            show_default=False,
        ),
    ],
    out: options.Out,
    pdf: options.Pdf,
    gold: Annotated[
        Path | None,
        typer.Option(
            help="folder for gold of all cells that were ever accepted or corrected in OUT, for"
            " `extract eval`, `extract learn` and `extract train --data`"
        ),
    ] = None,
    password: options.Password = None,
) -> None:
    """Bring a reviewer's corrections into the tables, and log in reviews/ who decided what and
    when.

    Exit code 1 if one was refused.

    Example: `extract apply corrections.json out --pdf filings/`
    """
    from extract_filings.pipeline.review.apply import apply
    from extract_filings.pipeline.review.export_gold import write_gold

    done = apply(corrections, out, pdf, password)
    refused, counted = [*done.refused], done.counts
    rows = "".join(
        f", {plural(counted[action], 'row')} {word}"
        for action, word in (("add", "added"), ("remove", "removed"))
        if counted[action]
    )
    print(
        f"{out}: {counted['accept']} accepted, {counted['correct']} corrected, {counted['reject']}"
        f" rejected{rows}, {len(done.refused)} refused"
    )
    if gold:
        cells, left_out = write_gold(out, gold, pdf)
        refused += left_out
        print(f"{gold}: {cells} reviewed cells as gold")
    for line in [*done.doubtful, *refused]:
        tell(f"extract: {line}")
    raise typer.Exit(1 if refused else 0)


def audit(
    inputs: options.Inputs,
    schema: options.Schema = "filing",
    model: options.Model = "embedded",
    axes: Annotated[str, typer.Option(help="what to exchange")] = "place,country,currency,name",
    twins: Annotated[
        int,
        typer.Option(
            min=0, help="twins of each axis; places and countries have two more, unknown and blank"
        ),
    ] = 3,
    seed: Annotated[int, typer.Option(help="the same seed makes the same twins")] = 0,
    out: Annotated[
        Path | None,
        typer.Option(
            help="folder for the tables of each twin, OUT/place-1/ and so on, and of the files as"
            " they are, OUT/as-is/: for `extract diff`"
        ),
    ] = None,
    format: Annotated[
        Format,
        typer.Option(
            help="table: the cells that changed, and sums; json, csv: counts by axis and field"
        ),
    ] = Format.table,
    password: options.Password = None,
) -> None:
    """Exchange places, countries, currency words and company names in the files, and show the
    values that change but should not.

    Exit code 1 if any does.

    Example: `extract audit samples/ --axes place,name --twins 5`
    """
    from extract_filings.pipeline.audit.audit import as_csv, as_json, as_lines, audit, write_tables
    from extract_filings.pipeline.reader import read
    from extract_filings.pipeline.sources import find_sources
    from extract_filings.schemas.load import load_schema

    wanted = _known(axes)
    asked = load_schema(schema)
    if out:
        out.mkdir(parents=True, exist_ok=True)
    words, failures, empty = gather(inputs)
    paths = [Path(s.url) for s in find_sources(words).sources if s.here]
    done = []
    if paths:  # else there is nothing to load a model for
        pipeline = load(Settings(schema=schema, model=model, password=password)).pipeline
    for path in paths:
        try:
            document = pipeline.visible(pipeline.legible(read(path, password)))
            done.append(audit(document, pipeline, wanted, twins, seed))
        except Exception as error:
            failures.append(tell_failure(path, error))
            continue
        changed = f"{sum(c.changed for c in done[-1].cells)} of {len(done[-1].cells)} cells changed"
        tell(f"{path.name}: {len(done[-1].counterfactuals)} twins, {changed}")
    if out:
        write_tables(done, asked, schema, model, out)
    cells = [cell for result in done for cell in result.cells]
    write = {Format.table: as_lines, Format.json: as_json, Format.csv: as_csv}[format]
    sys.stdout.write(write(model, cells))
    raise typer.Exit(1 if failures or empty or any(c.changed for c in cells) else 0)


def _known(axes: str) -> list[str]:
    from extract_filings.pipeline.audit.counterfactuals import AXES

    wanted = axes.split(",")
    if unknown := [a for a in wanted if a not in AXES]:
        raise InputError(
            f"--axes {axes}: there is no {unknown[0] or 'axis without a name'}; there are:"
            f" {','.join(AXES)}"
        )
    return wanted
