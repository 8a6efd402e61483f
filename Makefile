# `make` runs what CI runs. The commands use the environment in .venv (README: Install).
BIN := .venv/bin

.PHONY: all check format test wheel
all: check test

check: build/types/extract_filings ## format, lint, import contracts, types, generated docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/basedpyright
	$(BIN)/python -m pytest -n 0 tests/test_docs.py tests/test_dictionary.py -k reference

format: ## rewrite what `make check` can repair
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test:
	$(BIN)/python -m pytest

wheel: ## build/wheel/*.whl
	rm -rf build/lib build/wheel
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir build/wheel .

# A type checker finds a package by its folder's name, and this folder may have any name.
build/types/extract_filings:
	mkdir -p build/types
	ln -sfn ../.. $@
