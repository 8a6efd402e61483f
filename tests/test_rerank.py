"""Laws move a row only where the model was unsure, and never make a row serve two fields."""

from extract_filings.pipeline.records import Line, Occurrence, Pointer
from extract_filings.pipeline.resolve.rerank import exchanged, rerank
from extract_filings.pipeline.resolve.select import _with_twins
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing

LINES = tuple(
    Line(1, i, text)
    for i, text in enumerate(("Assuming dilution 919.5", "Basic 909.9", "Revenue 5"))
)


def pointer(field: str, line: int, p: float) -> Pointer:
    return Pointer("income_statement", field, LINES[line], 0, len(LINES[line].text), p)


def printing(*rows: Pointer, offers: tuple[Pointer, ...]) -> Occurrence:
    return Occurrence(LINES, rows, 1.0, offers)


def taken(place: Occurrence) -> dict[str, Line]:
    return {r.field: r.line for r in place.rows}


SWAPPED = printing(
    pointer("shares_basic", 0, 0.5),
    pointer("shares_diluted", 1, 0.5),
    offers=(pointer("shares_basic", 1, 0.3), pointer("shares_diluted", 0, 0.3)),
)


def dilution(place: Occurrence) -> float:
    """Diluted shares are more than basic ones."""
    number = {r.field: float(r.line.text.split()[-1]) for r in place.rows}
    return (
        (1 if number["shares_diluted"] >= number["shares_basic"] else -1) if len(number) == 2 else 0
    )


def test_a_broken_law_exchanges_two_rows():
    assert taken(rerank(SWAPPED, dilution)) == {
        "shares_basic": LINES[1],
        "shares_diluted": LINES[0],
    }


def test_without_a_law_the_models_choice_stays():
    assert taken(rerank(SWAPPED, lambda place: 0.0)) == taken(SWAPPED)


def test_one_law_does_not_move_what_the_model_is_sure_of():
    sure = printing(
        pointer("shares_basic", 0, 0.99),
        pointer("shares_diluted", 1, 0.99),
        offers=(pointer("shares_basic", 1, 0.03), pointer("shares_diluted", 0, 0.03)),
    )
    assert taken(rerank(sure, dilution)) == taken(sure)


def test_a_law_never_takes_a_row_that_the_model_did_not_tag():
    bare = printing(pointer("shares_basic", 0, 0.4), pointer("shares_diluted", 1, 0.8), offers=())
    assert taken(rerank(bare, dilution)) == {"shares_diluted": LINES[1]}


def test_a_row_is_given_up_only_for_a_broken_law_and_only_if_the_model_was_unsure():
    unsure = printing(pointer("shares_basic", 1, 0.6), pointer("shares_diluted", 0, 0.6), offers=())
    sure = printing(pointer("shares_basic", 0, 0.9), pointer("shares_diluted", 1, 0.9), offers=())
    assert taken(rerank(unsure, dilution)) == taken(unsure) and taken(
        rerank(sure, dilution)
    ) == taken(sure)


def test_who_loses_a_row_takes_its_best_free_one_or_none():
    rows = {"shares_basic": pointer("shares_basic", 0, 0.4)}
    offer, other = pointer("shares_diluted", 0, 0.5), pointer("shares_basic", 1, 0.2)
    assert exchanged(rows, offer, printing(offers=(offer, other))) == {
        "shares_diluted": offer,
        "shares_basic": other,
    }
    assert exchanged(rows, offer, printing(offers=(offer,))) == {"shares_diluted": offer}


def test_a_row_that_two_fields_share_by_its_label_stays():
    rows = {f: pointer(f, 1, 0.9) for f in ("shares_basic", "shares_diluted")}
    assert exchanged(rows, pointer("revenue", 1, 0.5), printing(offers=())) is None


def test_a_field_that_is_probably_not_printed_takes_no_row_whatever_rules_hold():
    rows = (pointer("shares_diluted", 0, 0.9),)
    lone = printing(*rows, offers=(*rows, pointer("shares_basic", 1, 0.05)))
    assert taken(rerank(lone, lambda place: 3.0 * len(place.rows))) == taken(lone)


def test_diluted_figures_stand_right_below_basic_ones():
    income = next(p for p in parts(Filing) if p.name == "income_statement")
    texts = ("Basic 1.74 2.53", "Diluted 1.72 2.50", "Basic 906 919", "Diluted 916 930")
    lines = [Line(1, i, text) for i, text in enumerate(texts)]
    sure = [
        Pointer(income.name, field, line, 0, len(line.text), 0.95)
        for field, line in zip(("eps_basic", "eps_diluted", "shares_basic"), lines, strict=False)
    ]
    rows = {r.field: r.line for r in _with_twins(income, sure, lines)}
    assert rows["shares_diluted"] == lines[3]
    assert {r.field for r in _with_twins(income, sure, lines[:3])} == {r.field for r in sure}
