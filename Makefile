# make run    the environment, the index, the chat on 127.0.0.1       make run REVIEW=path/to/review.pdf   your original first
# make test   the environment with the test tools, then everything that CI checks
PYTHON ?= python3.11
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check install --quiet --constraint constraints.txt
REVIEW ?=
PORT ?=

.PHONY: run install test check unit lint types imports browser clean help

run: install
ifneq ($(strip $(REVIEW)),)
	$(BIN)/rraml-qa add "$(REVIEW)"
endif
	$(BIN)/rraml-qa index
	$(BIN)/rraml-qa serve --open $(if $(PORT),--port $(PORT))

install: $(VENV)/.installed

$(VENV)/.made:
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.installed: $(VENV)/.made pyproject.toml constraints.txt
	$(PIP) --editable .
	touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(PIP) --editable ".[test]"
	touch $@

test: check unit

check: lint types imports

lint: $(VENV)/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.tested
	$(BIN)/mypy

imports: $(VENV)/.tested
	$(BIN)/lint-imports

unit: $(VENV)/.tested browser
	$(BIN)/python -m pytest

browser:
	@command -v chromium >/dev/null || echo "note: no chromium found; the browser tests will be skipped"

clean:
	rm -rf $(VENV) index build dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis

help:
	@head -2 Makefile
