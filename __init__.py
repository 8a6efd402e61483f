"""Long filings in, exact, checkable tables out: the model points, the code reads.

>>> from extract_filings import extract
>>> result = extract("report.pdf")           # doctest: +SKIP
>>> result.tables["income_statement"]        # doctest: +SKIP

What the package offers stands in `__init__.pyi`. Each name is loaded when it is first used, so that
importing the package costs nothing.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
