"""Long filings in, exact, checkable tables out: the model points, the code reads."""
