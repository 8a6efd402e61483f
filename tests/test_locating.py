"""Pages for the fields of any schema: how likely, how many, the second round, and gold for it."""

import pytest

from extract_filings.benchmarks.accuracy.locating import least_pages
from extract_filings.pipeline.html.read import read
from extract_filings.pipeline.locate.budget import FOR_LIST, FURTHER, PAGES, WIDE, further
from extract_filings.pipeline.locate.chunk import chunk_pages
from extract_filings.pipeline.locate.page_words import PageWords
from extract_filings.pipeline.locate.rank import rank
from extract_filings.pipeline.locate.signs import SIGNS, signs
from extract_filings.pipeline.records import Chunk, Document, Line
from extract_filings.schemas.compile import compiled
from extract_filings.training.data.tagged_pages import SCHEMAS, facts_of, schema, values

PROSE = "The company is subject to risks that could harm its business and its results."
LEASE_OPTIONS = {
    "type": "array",
    "description": "Options to extend the term",
    "items": {"type": "object", "properties": {"years": {"type": "integer"}}},
}
LEASE = {
    "type": "object",
    "description": "Lease of commercial premises.",
    "properties": {
        "tenant": {"type": ["string", "null"]},
        "commencementDate": {"type": ["string", "null"], "format": "date"},
        "annual_rent_usd": {"type": ["number", "null"]},
        "options": LEASE_OPTIONS,
    },
}
PARTS = compiled(LEASE, "lease")


def chunks_of(pages: dict[int, list[str]], count: int = 40) -> list[Chunk]:
    """Chunks of a document of prose, with those pages in it."""
    texts = [pages.get(n, [f"{PROSE} {n} times"] * 9) for n in range(1, count + 1)]
    lines = tuple(
        tuple(Line(n, i, text) for i, text in enumerate(page)) for n, page in enumerate(texts, 1)
    )
    return chunk_pages(Document("a.pdf", "a", "", "pdfium", lines))


PREMISES = {
    12: ["LEASE", "This lease is made with Acme Corp. (the tenant)."],
    14: ["Commencement date: March 1, 2023", "The lease ends ten years later."],
    17: ["Annual rent", "Rent a year $ 120,000", "Options to extend: five years each"],
}


def asked(chunks: list[Chunk]) -> dict[str, list[int]]:
    return {
        field: [c.page for c in some]
        for fields in rank(PARTS, chunks).values()
        for field, some in fields.items()
    }


def test_names_alone_lead_to_the_pages():
    found = asked(chunks_of(PREMISES))
    assert found["tenant"][0] == 12 and found["commencementDate"][0] == 14
    assert found["annual_rent_usd"][0] == found["years"][0] == 17


def test_the_fields_of_a_document_share_few_pages():
    found = asked(chunks_of(PREMISES))
    root = set().union(*(found[f] for f in ("tenant", "commencementDate", "annual_rent_usd")))
    assert {12, 14, 17} <= root and len(root) <= PAGES and len(found["years"]) <= PAGES


def test_a_short_document_is_asked_whole():
    found = asked(chunks_of({}, PAGES))
    assert all(sorted(pages) == [*range(1, PAGES + 1)] for pages in found.values())


def test_rows_that_hold_nothing_but_a_list_are_located_by_what_is_in_it():
    """Root and rows have no field of their own."""
    options = {"type": "array", "items": {"type": "object", "properties": {"in": LEASE_OPTIONS}}}
    parts = compiled({"type": "object", "properties": {"out": options}}, "leases")
    found = rank(parts, chunks_of(PREMISES))
    assert [p.name for p in parts if p.fields] == ["out_in"]
    assert found["out"] == {} and found["out_in"]["years"][0].page == 17


@pytest.mark.parametrize("wide", [False, True])
def test_exhaustive_asks_each_field_on_every_page(wide):
    """Also on pages that print nothing like it, and of a table of which most is printed nowhere."""
    more = {f"concept{n}": {"type": "number"} for n in range(WIDE if wide else 0)}
    schema = {**LEASE, "properties": {**LEASE["properties"], **more}}
    chunks = chunks_of(PREMISES)
    found = rank(compiled(schema, "lease"), chunks, len(chunks))
    pages = [sorted(c.page for c in some) for part in found.values() for some in part.values()]
    assert pages == [[c.page for c in chunks]] * (4 + len(more))


def test_of_two_mentions_the_one_with_a_value_is_likelier():
    found = asked(
        chunks_of({9: ["The commencement date is set out below."], **PREMISES}),
    )
    assert found["commencementDate"].index(14) < found["commencementDate"].index(9)


def test_a_document_without_words_or_pages_is_no_error():
    assert asked([])["tenant"] == []
    assert asked(chunks_of({n: ["—"] for n in range(1, 41)}))["tenant"]


def test_a_root_of_lists_alone_is_asked_where_they_stand():
    lists = {"type": "object", "properties": {"options": LEASE["properties"]["options"]}}
    found = rank(compiled(lists, "lease"), chunks_of(PREMISES))
    assert found["lease"] == {} and found["options"]["years"][0].page == 17


def test_lists_add_few_pages_to_those_of_the_root():
    found = asked(chunks_of(PREMISES))
    assert len(set().union(*found.values())) <= PAGES + FOR_LIST


def test_a_list_is_asked_on_all_pages_that_are_read_and_may_print_it():
    rows = {n: [f"Option to extend for {n} years"] for n in range(1, 41)}
    found = asked(chunks_of(rows))
    assert len(found["years"]) == PAGES + FOR_LIST and len(found["tenant"]) == PAGES


REFERS = "On the Commencement Date (as defined in Section 1.1) the tenant may enter."


@pytest.mark.parametrize(
    "defines",
    ["“Commencement Date” means the first of May.", "Section 1.1. Words that are used here"],
)
def test_the_page_that_defines_a_field_is_asked_first(defines):
    best = ["LEASE", "Commencement date: May 1, 2020, of the tenant", "Annual rent $ 120,000"]
    others = {2: ["Section 1.1 Words that are used here 14"], 35: [defines]}
    assert asked(chunks_of({20: best, **others}))["commencementDate"][0] == 20
    found = asked(chunks_of({20: [*best, REFERS], **others}))
    assert found["commencementDate"][:2] == [35, 20]


def test_the_second_round_asks_other_pages():
    chunks = chunks_of(PREMISES)
    before = [c for c in chunks if c.page != 14]
    assert further(PARTS, chunks, before, {"lease": ["commencementDate"]}) == [chunks[13]]
    next_ones = further(PARTS, chunks, chunks[:20], {"lease": ["tenant"], "options": ["years"]})
    assert len(next_ones) == FURTHER and all(c.page > 20 for c in next_ones)
    assert further(PARTS, chunks, chunks, {"lease": ["tenant"]}) == []
    assert further(PARTS, chunks, [], {}) == []


def test_signs_are_numbers_around_one():
    pages = PageWords(chunks_of(PREMISES))
    for _, _, found in signs(PARTS, pages):
        assert found.shape == (40, len(SIGNS)) and found.min() >= -1 and found.max() <= 1


# the benchmark

IXBRL = """<html xmlns:ix="http://www.xbrl.org/2013/inlineXBRL"><body>
<div style="display:none"><ix:header><ix:resources>
<xbrli:context id="y"><xbrli:period><xbrli:startdate>2023-01-01</xbrli:startdate>
<xbrli:enddate>2023-12-31</xbrli:enddate></xbrli:period></xbrli:context>
<xbrli:context id="before"><xbrli:period><xbrli:startdate>2022-01-01</xbrli:startdate>
<xbrli:enddate>2022-12-31</xbrli:enddate></xbrli:period></xbrli:context>
<xbrli:context id="part"><xbrli:entity><xbrli:segment><xbrldi:explicitmember
 dimension="us-gaap:StatementBusinessSegmentsAxis">a:Steel</xbrldi:explicitmember></xbrli:segment>
</xbrli:entity><xbrli:period><xbrli:startdate>2023-01-01</xbrli:startdate>
<xbrli:enddate>2023-12-31</xbrli:enddate></xbrli:period></xbrli:context>
</ix:resources></ix:header></div>
<p>Rent <ix:nonfraction name="us-gaap:OperatingLeaseCost" contextref="y">512</ix:nonfraction>
<ix:nonfraction name="us-gaap:OperatingLeaseCost" contextref="before">498</ix:nonfraction></p>
<p style="page-break-before:always">Steel
<ix:nonfraction name="us-gaap:Goodwill" contextref="part">77</ix:nonfraction></p>
<p style="page-break-before:always">In all 512 of 498 rooms.</p>
</body></html>"""


@pytest.fixture
def filing(tmp_path):
    (tmp_path / "a.html").write_text(IXBRL)
    return read(tmp_path / "a.html")


def test_gold_is_the_latest_fact_of_the_company_and_of_each_member(filing):
    facts = facts_of(filing)
    assert len(filing.pages) == 3 and len(facts) == 3
    (rent,) = values("leases", filing, facts)
    assert (rent.field, rent.tagged, rent.printed) == ("cost", {1}, {1, 3})
    (steel,) = values("breakdown", filing, facts)
    assert (steel.part, steel.field, steel.tagged) == ("segments", "goodwill", {2})
    assert [*values("assets", filing, facts)] == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_tag_reaches_what_is_asked(name):
    tagged, parts = schema(name)
    assert "x-tagged" in str(tagged)
    assert "us-gaap" not in str(parts) and "Axis" not in str(parts) and "x-" not in str(parts)


def test_the_least_pages_are_those_that_print_most():
    assert least_pages([]) == 0
    assert least_pages([frozenset({1, 2}), frozenset({2}), frozenset({2, 3}), frozenset({4})]) == 2


def test_a_statement_below_prose_is_asked_by_itself():
    rows = [f"Costs of kind {n} 1,20{n} 1,10{n}" for n in range(5)]
    statement = ["Consolidated Statements of Income", "2023 2022", *rows]
    above = [PROSE] * 7
    pages = [above + statement, statement + above, above + rows, [*rows, *above, *statement]]
    pages += [[*above, "We show the statements of income.", *rows]]
    cut = [[len(c.lines) for c in chunks_of({1: page}, 1)] for page in pages]
    assert cut == [[7, 7], [14], [12], [19], [13]]
