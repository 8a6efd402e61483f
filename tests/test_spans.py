"""The embedded model reads schemas that it has never seen: values of the page, typed, or none."""

import json
from pathlib import Path

import polars as pl
import pytest
from reportlab.pdfgen.canvas import Canvas

from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.records import quoted
from extract_filings.pipeline.settings import Settings
from extract_filings.pipeline.tables.instance import assemble, faults
from extract_filings.schemas.load import load_schema
from extract_filings.training.synth.agreement.agreement import generate as agreements
from extract_filings.training.synth.invoice.invoice import generate as invoices

FORM = (
    ("Certificate of Calibration", 72, 740, 16),
    ("Certificate No.:", 72, 700, 10),
    ("CAL-20447", 190, 700, 10),
    ("Instrument:", 72, 684, 10),
    ("Digital pressure gauge", 190, 684, 10),
    ("Date of calibration:", 72, 668, 10),
    ("March 4, 2021", 190, 668, 10),
    ("Technician:", 72, 652, 10),
    ("Maria Lindqvist", 190, 652, 10),
    ("Fee:", 72, 636, 10),
    ("$1,250.00", 190, 636, 10),
)
CERTIFICATE = {
    "title": "Certificate",
    "type": "object",
    "properties": {
        "certificateNo": {"type": ["string", "null"], "description": "number of the certificate"},
        "instrument": {"type": ["string", "null"]},
        "calibrationDate": {"type": ["string", "null"], "format": "date"},
        "technician": {"type": ["string", "null"], "description": "who calibrated it"},
        "fee": {"type": ["number", "null"], "description": "price paid"},
        "vesselName": {"type": ["string", "null"], "description": "name of the ship"},
        "departureDate": {"type": ["string", "null"], "format": "date"},
    },
}


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """A folder with a form and a schema for it."""
    folder = tmp_path_factory.mktemp("form")
    canvas = Canvas(str(folder / "form.pdf"), invariant=True)
    for text, x, y, size in FORM:
        canvas.setFont("Helvetica", size)
        canvas.drawString(x, y, text)
    canvas.save()
    (folder / "certificate.json").write_text(json.dumps(CERTIFICATE))
    return folder


def pipeline(schema: str, threads: int | None = None) -> Pipeline:
    return Pipeline(Settings(schema=schema, threads=threads))


def test_a_form_is_read_and_what_it_does_not_state_is_null(place):
    reader = pipeline(str(place / "certificate.json"))
    values = reader(place / "form.pdf").values
    read = json.loads(assemble(reader.parts, values).text)
    assert read == {
        "certificateNo": "CAL-20447",
        "instrument": "Digital pressure gauge",
        "calibrationDate": "2021-03-04",
        "technician": "Maria Lindqvist",
        "fee": 1250.0,
        "vesselName": None,
        "departureDate": None,
    }


@pytest.mark.parametrize(
    ("name", "make"), [("invoice", invoices), ("credit_agreement", agreements)]
)
def test_every_value_is_printed_and_the_instance_valid(name, make, tmp_path):
    make(2, tmp_path, seed=4)
    reader, schema = pipeline(name), load_schema(name)
    for file in sorted((tmp_path / "pdf").iterdir()):
        record = reader(file)
        assert len(record.values) > 5
        for v in record.values:
            assert v.quote == quoted(v.line, v.start, v.end, v.rest)
        wrong = faults(schema, reader.parts, assemble(reader.parts, record.values))
        assert all(p.reason == "invalid" for p in wrong), "what a schema must have may be missed"


def test_threads_change_nothing(place):
    one, two = (
        pipeline(str(place / "certificate.json"), n)(place / "form.pdf").values for n in (1, 2)
    )
    assert one == two


def test_tables_with_a_column_per_period_are_refused(tmp_path):
    (tmp_path / "own.py").write_text(
        "from decimal import Decimal\n"
        "from extract_filings import Flow\n"
        "from pydantic import BaseModel\n"
        "class Sales(Flow):\n    tickets: Decimal | None = None\n"
        "class Club(BaseModel):\n    sales: list[Sales] = []\n"
    )
    with pytest.raises(ModelError, match=r"statements of the schema `filing` alone, not sales"):
        pipeline(f"{tmp_path / 'own.py'}:Club")


def test_the_command_writes_its_tables(place, extract, tmp_path):
    code, _, told = extract(
        place / "form.pdf", "--schema", place / "certificate.json", "--out", tmp_path / "out"
    )
    assert code == 0 and "1 certificate, 7 asked" in told
    (row,) = pl.read_parquet(tmp_path / "out" / "certificate" / "*.parquet").rows(named=True)
    assert row["certificateNo"] == "CAL-20447"


def test_the_audit_is_refused_in_one_line(place, extract):
    code, _, told = extract("audit", place, "--schema", place / "certificate.json")
    assert code == 1 and "audits the schema `filing` alone; name a general model" in told
