"""The Python API. Import it from the package: `from extract_filings import extract`."""
